//! Judging finished files: those of a build, and those of others that the user names.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::check::{self, Limits};
use crate::diagnostic::{Place, Problem};
use crate::files;
use crate::print;

/// No PDF of a publication is longer than this many bytes.
const LARGEST: u64 = 2 << 30;

/// A file that was judged.
#[derive(Debug)]
pub struct Judged {
    /// The file, as it was named.
    pub file: PathBuf,
    /// What was found in it.
    pub findings: Vec<Problem>,
    /// Whether it could be read at all.
    pub is_there: bool,
}

/// Judges PDF files for the print shop, in the order of their names.
pub fn preflight(paths: &[PathBuf], limits: &Limits) -> Vec<Judged> {
    paths.par_iter().map(|path| one(path, limits)).collect()
}

/// Writes the twin of a print PDF that declares PDF/A-2b, too.
///
/// # Errors
/// Where the file cannot be read or written, or is no print PDF of satz.
pub fn twin(from: &Path, to: &Path) -> Result<(), Vec<Problem>> {
    let told = |error: files::FileError| vec![Problem::error("preflight/file", error.to_string())];
    let twin = print::twin(&files::read_named(from, LARGEST).map_err(told)?)?;
    files::write_atomically(to, &twin).map_err(told)
}

fn one(path: &Path, limits: &Limits) -> Judged {
    let bytes = match files::read_named(path, LARGEST) {
        Ok(bytes) => bytes,
        Err(error) => {
            let problem =
                Problem::error("preflight/file", error.to_string()).hint("look at the path of the file");
            return Judged { file: path.to_owned(), findings: vec![problem], is_there: false };
        }
    };
    let found =
        print::inspect(&bytes).map_or_else(|problem| vec![problem], |read| check::preflight(&read, limits));
    let place = Place::file(path.display().to_string().replace('\\', "/"));
    let findings = found.into_iter().map(|problem| problem.at(place.clone())).collect();
    Judged { file: path.to_owned(), findings, is_there: true }
}
