//! The state of the texts that an edition was made from.

use super::super::open::Opened;
use super::super::shelf::Shelf;
use super::LONGEST_MANIFEST;
use crate::cache::sha256;
use crate::check;
use crate::diagnostic::{Problem, suggestion};
use crate::publication::{self, EditionOf, Publication};

/// As many figures of the hash as nobody mistakes for others, and anybody can copy.
const FINGERPRINT: usize = 12;

/// Reports that the publication that this one is an edition of is missing or has changed; what is wrong
/// within it is told where it is built itself.
pub(super) fn check_source(
    opened: &Opened,
    publication: &Publication,
    shelf: &Shelf,
    problems: &mut Vec<Problem>,
) {
    let Some(edition) = &publication.edition_of else { return };
    match read(opened, &edition.publication.value, shelf) {
        Some(source) => problems.extend(check::stale_edition(edition, &fingerprint(opened, &source, shelf))),
        None => problems.push(unknown(opened, edition)),
    }
}

fn read(opened: &Opened, slug: &str, shelf: &Shelf) -> Option<Publication> {
    let known = names(opened);
    let folder = format!("{}/{}", opened.workspace.sources, known.iter().find(|name| *name == slug)?);
    let path = format!("{folder}/{}", publication::FILE_NAME);
    let text = shelf.text(&path, LONGEST_MANIFEST).ok().flatten()?;
    publication::read(&folder, &text, &shelf.walk(&folder), &opened.workspace).0
}

/// A hash of the chapters and data that the source is written in. Pictures and the look of the
/// pages may change without making a translation old.
fn fingerprint(opened: &Opened, source: &Publication, shelf: &Shelf) -> String {
    let chapters = source.chapters.iter().map(|chapter| &chapter.value);
    let files = chapters.chain(source.data.iter().map(|data| &data.file.value));
    let limit = opened.workspace.limits.data_bytes.max(opened.workspace.limits.markdown_bytes);
    let mut texts = String::new();
    for file in files {
        let text = shelf.text(file, limit).ok().flatten().unwrap_or_default();
        texts.push_str(&sha256(text.as_bytes()));
    }
    let mut hash = sha256(texts.as_bytes());
    hash.truncate(FINGERPRINT);
    hash
}

fn names(opened: &Opened) -> Vec<String> {
    let entries = opened.root.list(&opened.workspace.sources).unwrap_or_default();
    let folders = entries.into_iter().filter(|entry| entry.is_folder && !entry.name.starts_with(['_', '.']));
    folders.map(|entry| entry.name).collect()
}

fn unknown(opened: &Opened, edition: &EditionOf) -> Problem {
    let slug = &edition.publication.value;
    let problem = Problem::error("manifest/unknown-edition", format!("there is no publication `{slug}`"))
        .at(edition.publication.place.clone());
    match suggestion(slug, names(opened).iter().map(String::as_str)) {
        Some(near) => problem.hint(format!("did you mean `{near}`?")),
        None => problem.hint("name the folder of a publication in this workspace"),
    }
}
