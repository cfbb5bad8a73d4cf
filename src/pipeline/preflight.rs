//! Judging finished files: those of a build, and those of others that the user names.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::check::{self, Limits};
use crate::diagnostic::{Place, Problem};
use crate::files;
use crate::page::Inventory;
use crate::print;
use crate::typeset::PlacedPicture;

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

/// The inventory of a finished print PDF, its pictures with the places where authors put them.
pub(super) fn read_back(pdf: &[u8], placed: &[PlacedPicture]) -> Result<Inventory, Problem> {
    let mut read = print::inspect(pdf)?;
    for picture in read.pages.iter_mut().flat_map(|page| &mut page.pictures) {
        picture.place = place_of(picture.size, placed);
    }
    Ok(read)
}

/// The place of the picture that was laid out at this size, if only one place comes into question.
fn place_of((width, height): (f32, f32), placed: &[PlacedPicture]) -> Option<Place> {
    let near = |one: f64, other: f32| (one - f64::from(other)).abs() < 0.05;
    let mut places = placed
        .iter()
        .filter(|picture| near(picture.size.0, width) && near(picture.size.1, height))
        .map(|picture| &picture.place);
    let first = places.next()?;
    places.all(|other| other == first).then(|| first.clone())?
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
