//! The pages themselves: their boxes and blending space, and what print must not contain.

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::geometry::{Corners, page_box};
use crate::diagnostic::Problem;

/// Gives each page its boxes and the blending space of the press, and removes what only a screen uses.
///
/// The bleed box is the media box that Typst writes: the trimmed page with its bleed around it. A page
/// without a trim box has no bleed, so all three are equal.
pub(super) fn prepare(document: &mut Document) -> Vec<Problem> {
    let pages: Vec<ObjectId> = document.page_iter().collect();
    let mut problems = Vec::new();
    if pages.is_empty() {
        problems.push(Problem::error("print/broken-pdf", "the PDF has no pages"));
    }
    for (number, id) in (1..).zip(pages) {
        let Ok(page) = document.get_dictionary(id) else { continue };
        let Some(media) = page_box(document, page, b"MediaBox") else {
            problems.push(Problem::error("print/broken-pdf", format!("page {number} has no size")));
            continue;
        };
        let trim = page_box(document, page, b"TrimBox").unwrap_or(media);
        let bleed = page_box(document, page, b"BleedBox").unwrap_or(media);
        let boxes = [("MediaBox", media), ("BleedBox", bleed), ("TrimBox", trim)];
        if let Ok(page) = document.get_dictionary_mut(id) {
            boxes.into_iter().for_each(|(key, corners)| page.set(key, numbers(corners)));
            page.set("Group", dictionary! { "S" => "Transparency", "CS" => "DeviceCMYK", "I" => true });
            for key in [
                &b"ArtBox"[..],
                b"CropBox",
                b"Annots",
                b"AA",
                b"Tabs",
                b"StructParents",
                b"PZ",
                b"Trans",
                b"Dur",
                b"Thumb",
                b"AF",
            ] {
                page.remove(key);
            }
        }
    }
    problems
}

fn numbers(corners: Corners) -> Vec<Object> {
    corners.into_iter().map(Object::Real).collect()
}

/// Removes what the document as a whole must not have: actions, scripts, attached files, forms, layers
/// of structure. The outline stays, for it helps whoever proofreads the file, but it only goes to pages.
pub(super) fn strip(document: &mut Document) {
    if let Ok(catalog) = document.catalog_mut() {
        for key in [
            &b"OpenAction"[..],
            b"AA",
            b"AF",
            b"AcroForm",
            b"StructTreeRoot",
            b"MarkInfo",
            b"URI",
            b"Threads",
            b"Collection",
            b"SpiderInfo",
            b"Perms",
            b"Legal",
            b"Requirements",
            b"NeedsRendering",
            b"PieceInfo",
        ] {
            catalog.remove(key);
        }
    }
    strip_names(document);
    let linked: Vec<ObjectId> = document
        .objects
        .iter()
        .filter(|(_, object)| matches!(object, Object::Dictionary(item) if is_outline_item(item) && item.has(b"A")))
        .map(|(id, _)| *id)
        .collect();
    for id in linked {
        if let Ok(item) = document.get_dictionary_mut(id) {
            item.remove(b"A");
        }
    }
    document.prune_objects();
}

fn is_outline_item(item: &Dictionary) -> bool {
    item.has(b"Title") && item.has(b"Parent") && !item.has(b"Type")
}

/// Named destinations stay; scripts and files go.
fn strip_names(document: &mut Document) {
    let names = document
        .catalog()
        .and_then(|catalog| catalog.get_deref(b"Names", document))
        .and_then(Object::as_dict)
        .cloned();
    let Ok(mut names) = names else { return };
    let before = names.len();
    for key in [&b"JavaScript"[..], b"EmbeddedFiles", b"AlternatePresentations", b"Renditions", b"URLS"] {
        names.remove(key);
    }
    if names.len() < before
        && let Ok(catalog) = document.catalog_mut()
    {
        catalog.set("Names", names);
    }
}
