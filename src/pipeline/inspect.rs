//! Looking into a finished file.

use std::path::{Path, PathBuf};

use super::Request;
use super::open;
use crate::diagnostic::{Problem, SourceTexts};
use crate::files;
use crate::page::aloud;
use crate::print;

/// No PDF of a publication is longer than this many bytes.
const LARGEST: u64 = 2 << 30;

/// A tagged PDF as a screen reader reads it. `target` is a file, or a publication whose screen PDF
/// was built.
///
/// # Errors
/// Where there is no such file, or it has no tags.
pub fn read_aloud(request: &Request, target: &str) -> Result<String, Vec<Problem>> {
    let path = file_of(request, target)?;
    let bytes = files::read_named(&path, LARGEST).map_err(|error| {
        vec![
            Problem::error("inspect/file", error.to_string())
                .hint("name a PDF, or a publication that was built: `satz build` comes first"),
        ]
    })?;
    match print::tags(&bytes).map_err(|problem| vec![problem])? {
        Some((root, language)) => Ok(aloud(&root, language.as_deref())),
        None => Err(vec![
            Problem::error("inspect/no-tags", format!("`{}` has no tags", path.display()))
                .hint("a screen reader finds no structure in it; the screen PDF of a publication has tags"),
        ]),
    }
}

fn file_of(request: &Request, target: &str) -> Result<PathBuf, Vec<Problem>> {
    let is_pdf = Path::new(target).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("pdf"));
    if is_pdf {
        return Ok(PathBuf::from(target));
    }
    let mut problems = Vec::new();
    match open::open(request, &mut problems, &mut SourceTexts::default()) {
        Some(opened) => Ok(opened.output.join(target).join(format!("{target}-screen.pdf"))),
        None => Err(problems),
    }
}
