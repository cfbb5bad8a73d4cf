//! Whether every picture is there and may be used, before anything is typeset.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::super::open::Opened;
use super::super::shelf::{Shelf, page_in_ink, unreadable};
use crate::colour::Profile;
use crate::diagnostic::{Place, Problem, suggestion};
use crate::document::{self, Document};
use crate::files::Reason;
use crate::layout::{ParameterValue, Parameters, PictureValue};
use crate::picture::{Format, Limits};

/// Checks the pictures of chapters and manifest, each file once, at the first place that names it.
pub(super) fn check(
    opened: &Opened,
    (document, parameters): (&Document, &Parameters),
    profile: &Profile,
    shelf: &Shelf,
    problems: &mut Vec<Problem>,
) {
    let mut first: BTreeMap<String, Place> = BTreeMap::new();
    let used = document::pictures(document);
    let in_text = used.into_iter().map(|picture| (picture.file, picture.place));
    for (file, place) in in_text.chain(in_parameters(parameters)) {
        first.entry(file).or_insert(place);
    }
    let limits = &opened.workspace.limits;
    let limits = Limits {
        bytes: usize::try_from(limits.picture_bytes).unwrap_or(usize::MAX),
        pixels: limits.picture_pixels,
    };
    let ink = |bytes: &[u8]| page_in_ink(bytes, &opened.cache, profile).err().unwrap_or_default();
    let pictures: Vec<(String, Place)> = first.into_iter().collect();
    let found: Vec<Vec<Problem>> =
        pictures.par_iter().map(|(file, place)| check_one(file, place, &limits, shelf, &ink)).collect();
    problems.extend(found.into_iter().flatten());
}

/// One picture; `ink` says what stands against turning a PDF into ink.
fn check_one(
    file: &str,
    place: &Place,
    limits: &Limits,
    shelf: &Shelf,
    ink: &(dyn Fn(&[u8]) -> Vec<Problem> + Sync),
) -> Vec<Problem> {
    let bytes = match shelf.bytes(file, limits.bytes as u64) {
        Ok(bytes) => bytes,
        Err(error) if error.reason == Reason::Missing => return vec![missing(file, shelf).at(place.clone())],
        Err(error) => return vec![unreadable("picture/file", &error).at(place.clone())],
    };
    let problems = match shelf.probed(file, &bytes, limits) {
        Ok(probed) if probed.value.format == Format::Pdf => [probed.warnings, ink(&bytes)].concat(),
        Ok(probed) => probed.warnings,
        Err(problems) => problems,
    };
    problems.into_iter().map(|problem| problem.at(place.clone())).collect()
}

/// A picture that is not there, with the one that is likely meant.
fn missing(file: &str, shelf: &Shelf) -> Problem {
    let (folder, _) = file.rsplit_once('/').unwrap_or(("", file));
    let problem = Problem::error("picture/missing", format!("there is no picture `{file}`"));
    let beside = shelf.walk(folder);
    match suggestion(file, beside.iter().map(String::as_str)) {
        Some(near) => problem.hint(format!("did you mean `{}`?", near.rsplit('/').next().unwrap_or(near))),
        None => problem.hint("paths count from the folder of the file that names the picture"),
    }
}

fn in_parameters(parameters: &Parameters) -> impl Iterator<Item = (String, Place)> {
    let pictures = |value: &ParameterValue| -> Vec<PictureValue> {
        match value {
            ParameterValue::Picture(picture) | ParameterValue::Logo(picture) => vec![picture.clone()],
            ParameterValue::Pictures(pictures) | ParameterValue::Logos(pictures) => pictures.clone(),
            _ => Vec::new(),
        }
    };
    parameters
        .values()
        .flat_map(move |value| pictures(&value.value))
        .map(|picture| (picture.file, picture.place))
}
