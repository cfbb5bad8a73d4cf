//! The twin of a print PDF that declares PDF/A-2b too.
//!
//! No free validator knows PDF/X-4. Those of PDF/A judge the rules that both standards share: colours by the output
//! intent, embedded fonts, metadata, no actions, no encryption.

use std::collections::BTreeMap;

use lopdf::{Document, Object};

use super::finish::{PrintOptions, finish};
use super::{broken, open};
use crate::colour::Profile;
use crate::diagnostic::Problem;

/// A finished file that declares PDF/A-2b beside PDF/X-4 and is the same in all else.
pub fn twin(pdf: &[u8]) -> Result<Vec<u8>, Vec<Problem>> {
    let document = open(pdf).map_err(|problem| vec![problem])?;
    let profile = profile(&document)
        .ok_or_else(|| vec![broken("it has no output intent, so it is no finished print PDF")])?;
    let profile = Profile::read(&profile, "the output intent").map_err(|problem| vec![problem])?;
    finish(pdf, &BTreeMap::new(), &PrintOptions { profile, archive: true, ..PrintOptions::default() })
}

/// The profile of the first output intent.
fn profile(document: &Document) -> Option<Vec<u8>> {
    let intents = document.catalog().ok()?.get_deref(b"OutputIntents", document).ok()?.as_array().ok()?;
    let intent = document.dereference(intents.first()?).ok()?.1.as_dict().ok()?;
    let profile = intent.get_deref(b"DestOutputProfile", document).and_then(Object::as_stream).ok()?;
    profile.get_plain_content().ok()
}
