//! The catalogue: what was built, from the manifests and the reports beside the files.

use std::cmp::Reverse;
use std::fs;

use super::open::{self, Opened};
use super::plan::{self, Job};
use super::prepare;
use super::shelf::Shelf;
use super::{Request, Selection, publish};
use crate::cache::sha256;
use crate::catalogue::{self, Catalogue, Cover, Dress, File, Format, Item, Person};
use crate::diagnostic::{Place, Problem, SourceTexts};
use crate::epub;
use crate::files;
use crate::language::sort_key;
use crate::layout;
use crate::picture::{self, Placed};
use crate::publication::{self, Publication};
use crate::release::{Artefact, PublicationReport};
use crate::toml_text::Located;
use crate::workspace;

/// What came of making a catalogue.
#[derive(Debug, Default)]
pub struct MadeCatalogue {
    /// The written files, from the output folder.
    pub files: Vec<String>,
    /// What was wrong.
    pub findings: Vec<Problem>,
    /// The texts that problems point into.
    pub texts: SourceTexts,
}

/// The layout whose colours the page has, where `satz.toml` names no default.
const HOUSE: &str = "house";

/// The size at which a cover stands on the page; at the resolution of screens its shorter side has 550 pixels.
const COVER: Placed = Placed { width: 180.0, height: 180.0 };

/// Writes the page, the feed, and a document and a cover for each publication that was built.
pub fn catalogue(request: &Request) -> MadeCatalogue {
    let mut made = MadeCatalogue::default();
    let Some(opened) = open::open(request, &mut made.findings, &mut made.texts) else { return made };
    let all = Request {
        selection: Selection { all_variants: true, ..request.selection.clone() },
        ..request.clone()
    };
    let Some(plans) = plan::plan(&opened, &all, &mut made.findings) else { return made };
    let mut written = Vec::new();
    let mut items: Vec<Item> = Vec::new();
    for plan in plans {
        for job in &plan.jobs {
            let mut problems = job.problems.clone();
            if let Some(artefacts) = built(&opened, job, &mut problems)
                && let Some(publication) =
                    prepare::manifest(&opened, job, &all.selection, &plan.shelf, &mut problems)
            {
                items.push(item(&opened, job.label(), &publication, &artefacts, &mut written));
            }
            made.findings.extend(problems);
        }
        made.texts.extend(plan.shelf.into_texts());
    }
    let shelf = Shelf::new(opened.root.clone());
    // The newest stands first, and those of one day in the order of their titles.
    items.sort_by_cached_key(|item| (Reverse(item.date), sort_key(&item.title), item.folder.clone()));
    // An edition that the catalogue lacks has no place to lead to.
    let folders: Vec<String> = items.iter().map(|item| item.folder.clone()).collect();
    for item in &mut items {
        item.editions.retain(|sibling| folders.contains(&sibling.edition.slug));
    }
    let catalogue = Catalogue {
        publisher: opened.workspace.publisher.name.clone(),
        language: opened.workspace.defaults.language.clone(),
        items: catalogue::with_editions_together(items),
    };
    for item in &catalogue.items {
        written.push((
            format!("{}/{}", item.folder, catalogue::DOCUMENT),
            json(&catalogue::publication(item, &catalogue)),
        ));
    }
    written.push(("opds.json".to_owned(), json(&catalogue::feed(&catalogue))));
    written
        .push(("index.html".to_owned(), catalogue::page(&catalogue, &dress(&opened, &shelf)).into_bytes()));
    write(&opened, written, &mut made);
    made.texts.extend(shelf.into_texts());
    made
}

/// The files of a publication as its report tells them; each is as it was when it was built.
///
/// Of a publication with variants, those that have not been built are no surprise.
fn built(opened: &Opened, job: &Job, problems: &mut Vec<Problem>) -> Option<Vec<Artefact>> {
    let slug = &job.slug;
    let folder = opened.output.join(job.label());
    let told = fs::read(folder.join("report.json")).ok();
    let Some(artefacts) = told.as_deref().and_then(PublicationReport::artefacts_in) else {
        if job.variant.is_some() {
            return None;
        }
        problems.push(
            Problem::warning("catalogue/not-built", format!("`{slug}` has not been built and is left out"))
                .hint(format!("build it with `satz build {slug}`")),
        );
        return None;
    };
    let changed = |artefact: &&Artefact| {
        fs::read(folder.join(&artefact.file)).map_or(true, |bytes| sha256(&bytes) != artefact.sha256)
    };
    let found: Vec<&str> = artefacts.iter().filter(changed).map(|artefact| artefact.file.as_str()).collect();
    if found.is_empty() {
        return Some(artefacts);
    }
    let files = found.join("`, `");
    problems.push(
        Problem::error("catalogue/changed", format!("`{files}` is not the file that was built"))
            .hint(format!("a checksum in the catalogue would be wrong; run `satz build {slug}` again")),
    );
    None
}

/// The facts of one publication.
fn item(
    opened: &Opened,
    folder: String,
    publication: &Publication,
    artefacts: &[Artefact],
    written: &mut Vec<(String, Vec<u8>)>,
) -> Item {
    let file = |artefact: &Artefact| {
        let format = match artefact.output.as_str() {
            "print" => Format::Print,
            "screen" => Format::Screen,
            "epub" => Format::Epub,
            _ => return None,
        };
        Some(File {
            name: artefact.file.clone(),
            format,
            bytes: artefact.bytes,
            sha256: artefact.sha256.clone(),
            pages: artefact.pages,
        })
    };
    let people = publication.contributors.iter().map(|contributor| Person {
        name: contributor.name.value.clone(),
        is_author: contributor.role.code() == "aut",
    });
    Item {
        title: publication.title.value.clone(),
        subtitle: publication.subtitle.clone(),
        language: publication.language.clone(),
        people: people.collect(),
        description: publication.description.clone(),
        subjects: publication.subjects.clone(),
        date: publication.date,
        edition: publication.edition.clone(),
        rights: publication.rights.clone(),
        identifier: identifier(publication),
        cover: cover(opened, &folder, &publication.stem, artefacts, written),
        editions: publication::siblings(&opened.editions, &publication.slug),
        files: artefacts.iter().filter_map(file).collect(),
        folder,
    }
}

/// The identifier of the EPUB where it has one of the trade, else that of the whole, else satz's own.
fn identifier(publication: &Publication) -> String {
    let identifiers = &publication.identifiers;
    let isbn = identifiers.isbn_epub.as_ref().or(identifiers.isbn_print.as_ref());
    isbn.map(|isbn| format!("urn:isbn:{}", isbn.replace('-', "")))
        .or_else(|| identifiers.doi.as_ref().map(|doi| format!("https://doi.org/{doi}")))
        .or_else(|| identifiers.urn.clone())
        .unwrap_or_else(|| epub::identifier(&prepare::epub_name(publication)))
}

/// A small version of the cover's picture, which is put beside the documents.
fn cover(
    opened: &Opened,
    folder: &str,
    stem: &str,
    artefacts: &[Artefact],
    written: &mut Vec<(String, Vec<u8>)>,
) -> Option<Cover> {
    let artefact = artefacts.iter().find(|artefact| artefact.output == "cover")?;
    let bytes = fs::read(opened.output.join(folder).join(&artefact.file)).ok()?;
    let small = picture::for_screen(&bytes, &artefact.file, COVER).ok()?;
    let name = format!("{stem}-cover-small.{}", small.format.extension());
    written.push((format!("{folder}/{name}"), small.bytes));
    Some(Cover { name, media_type: small.format.media_type(), width: small.width, height: small.height })
}

/// The colours of the house; those of satz where no layout has tokens of these names.
fn dress(opened: &Opened, shelf: &Shelf) -> Dress {
    let house = opened
        .workspace
        .defaults
        .layout
        .clone()
        .unwrap_or_else(|| Located { value: HOUSE.to_owned(), place: Place::file(workspace::FILE_NAME) });
    let text_of = |path: &str| shelf.text(path, prepare::LONGEST_MANIFEST).ok().flatten();
    let read = layout::read(&house, &opened.workspace.layouts, &opened.layouts, &text_of);
    let Ok(layout) = read.map(|read| read.value) else { return Dress::default() };
    let plain = Dress::default();
    let colour =
        |name: &str, otherwise| layout.tokens.colours.get(name).map_or(otherwise, |colour| colour.rgb);
    Dress {
        primary: colour("primary", plain.primary),
        accent: colour("accent", plain.accent),
        highlight: colour("highlight", plain.highlight),
        surface: colour("surface", plain.surface),
        ink: colour("ink", plain.ink),
    }
}

fn json(value: &serde_json::Value) -> Vec<u8> {
    format!("{value:#}\n").into_bytes()
}

fn write(opened: &Opened, written: Vec<(String, Vec<u8>)>, made: &mut MadeCatalogue) {
    for (path, bytes) in written {
        match files::write_atomically(&opened.output.join(&path), &bytes) {
            Ok(()) => made.files.push(path),
            Err(error) => made.findings.push(publish::unwritten(&error)),
        }
    }
}
