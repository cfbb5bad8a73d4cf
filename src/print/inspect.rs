//! Reads a written PDF into the inventory that all checks share.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::damage::damaged_streams;
use super::font::descendant;
use super::geometry::{Corners, corners, page_box, rect};
use super::space::ColourSpace;
use super::walk::{Walker, text_string};
use super::{facts, is_sealed, load};
use crate::diagnostic::Problem;
use crate::page::{Boxes, Font, Inventory, Page, Space, Spot};

/// Reads a PDF: its pages with everything on them, its fonts and colours, and what it says of itself.
///
/// Of an encrypted file it tells only that it is encrypted. The error is `print/broken-pdf` for bytes that
/// are no PDF.
pub fn inspect(pdf: &[u8]) -> Result<Inventory, Problem> {
    let document = load(pdf)?;
    let mut read = inventory(&document, pdf, &KnownInks::new());
    read.facts.damaged_streams = damaged_streams(&document);
    Ok(read)
}

/// The ink sums of pictures by the bytes that a file holds of them, so that whoever made them need not have
/// their pixels read again.
pub type KnownInks<'a> = BTreeMap<&'a [u8], f32>;

/// As [`inspect`], for a file that was just written, some of whose pictures are known. Nothing can have damaged it.
///
/// # Errors
/// `print/broken-pdf`.
pub fn inspect_known(pdf: &[u8], known: &KnownInks<'_>) -> Result<Inventory, Problem> {
    Ok(inventory(&load(pdf)?, pdf, known))
}

fn inventory(document: &Document, pdf: &[u8], known: &KnownInks<'_>) -> Inventory {
    if is_sealed(document) {
        return Inventory { facts: facts::sealed(pdf), ..Inventory::default() };
    }
    let (pages, mut spaces) = read_pages(document, Walker::looking(document, known));
    spaces.extend(group_spaces(document));
    Inventory {
        pages,
        fonts: fonts(document),
        spots: spots(document),
        spaces,
        facts: facts::read(document, pdf),
    }
}

/// The pages of a document and the colour spaces on them.
pub(super) fn pages(document: &Document) -> (Vec<Page>, BTreeSet<Space>) {
    read_pages(document, Walker::new(document))
}

fn read_pages<'a>(document: &'a Document, mut walker: Walker<'a>) -> (Vec<Page>, BTreeSet<Space>) {
    let pages: Vec<Page> = document.page_iter().map(|id| page(document, &mut walker, id)).collect();
    let spaces = pages.iter().flat_map(|page| page.spaces.iter().copied()).collect();
    (pages, spaces)
}

pub(super) fn page(document: &Document, walker: &mut Walker<'_>, id: ObjectId) -> Page {
    let empty = Dictionary::new();
    let dictionary = document.get_dictionary(id).unwrap_or(&empty);
    let find = |key: &[u8]| page_box(document, dictionary, key);
    let media = find(b"MediaBox").unwrap_or_default();
    let trim = find(b"TrimBox").or_else(|| find(b"ArtBox")).unwrap_or(media);
    let place = |key: &[u8]| find(key).map(|found| rect(found, trim));
    let mut page = walker.page(id, trim);
    page.boxes = Boxes {
        media: rect(media, trim),
        crop: place(b"CropBox"),
        bleed: place(b"BleedBox"),
        trim: place(b"TrimBox"),
        art: place(b"ArtBox"),
    };
    page.annotations = annotations(document, dictionary).map(|found| rect(found, trim)).collect();
    page
}

fn annotations<'a>(document: &'a Document, page: &'a Dictionary) -> impl Iterator<Item = Corners> {
    let annotations = page.get_deref(b"Annots", document).ok().and_then(|list| list.as_array().ok());
    annotations.into_iter().flatten().filter_map(|annotation| {
        let annotation = document.dereference(annotation).ok()?.1.as_dict().ok()?;
        let kind = annotation.get(b"Subtype").and_then(Object::as_name);
        if matches!(kind, Ok(b"TrapNet" | b"PrinterMark")) {
            return None;
        }
        corners(document, annotation.get(b"Rect").ok()?)
    })
}

/// All dictionaries of a document, in no order: those of streams, and those inside of others, too.
pub(super) fn dictionaries(document: &Document) -> impl Iterator<Item = &Dictionary> {
    let mut waiting: Vec<&Object> = document.objects.values().collect();
    std::iter::from_fn(move || {
        loop {
            let dictionary = match waiting.pop()? {
                Object::Dictionary(dictionary) => dictionary,
                Object::Stream(stream) => &stream.dict,
                Object::Array(items) => {
                    waiting.extend(items);
                    continue;
                }
                _ => continue,
            };
            waiting.extend(dictionary.iter().map(|(_, value)| value));
            return Some(dictionary);
        }
    })
}

fn group_spaces(document: &Document) -> BTreeSet<Space> {
    dictionaries(document)
        .filter_map(|dictionary| super::walk::group_space(document, dictionary))
        .map(|space| space.kind())
        .collect()
}

fn fonts(document: &Document) -> Vec<Font> {
    let found: BTreeSet<Font> = dictionaries(document)
        .filter(|dictionary| dictionary.has_type(b"Font") && dictionary.has(b"Subtype"))
        .filter(|dictionary| !is_descendant(dictionary))
        .map(|dictionary| font(document, dictionary))
        .collect();
    found.into_iter().collect()
}

fn is_descendant(font: &Dictionary) -> bool {
    matches!(font.get(b"Subtype").and_then(Object::as_name), Ok(b"CIDFontType0" | b"CIDFontType2"))
}

fn font(document: &Document, font: &Dictionary) -> Font {
    let holder = descendant(document, font).unwrap_or(font);
    let descriptor =
        holder.get_deref(b"FontDescriptor", document).ok().and_then(|found| found.as_dict().ok());
    // The glyphs of a Type 3 font are content streams, which are always in the file.
    let drawn = font.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Type3");
    let embedded = descriptor.is_some_and(|descriptor| {
        [&b"FontFile"[..], b"FontFile2", b"FontFile3"].iter().any(|key| descriptor.has(key))
    });
    let name = font.get(b"BaseFont").and_then(Object::as_name).unwrap_or(b"unnamed");
    Font {
        name: String::from_utf8_lossy(name).into(),
        embedded: embedded || drawn,
        readable: font.has(b"ToUnicode"),
    }
}

/// The spot colours of all colour spaces, wherever they stand.
fn spots(document: &Document) -> Vec<Spot> {
    let mut found: BTreeMap<Vec<u8>, (Space, BTreeSet<String>)> = BTreeMap::new();
    for object in document.objects.values() {
        collect_spots(document, object, &mut found, 0);
    }
    found
        .into_iter()
        .filter(|(name, _)| !matches!(name.as_slice(), b"All" | b"None"))
        .map(|(name, (alternate, definitions))| Spot {
            name: String::from_utf8_lossy(&name).into(),
            alternate,
            definitions: definitions.len(),
        })
        .collect()
}

fn collect_spots(
    document: &Document,
    object: &Object,
    found: &mut BTreeMap<Vec<u8>, (Space, BTreeSet<String>)>,
    depth: usize,
) {
    if depth > 24 {
        return;
    }
    match object {
        Object::Array(items) => {
            if let ColourSpace::Separation(name, alternate) = ColourSpace::of(document, object) {
                let entry = found.entry(name).or_insert_with(|| (alternate.kind(), BTreeSet::new()));
                entry.1.insert(definition(document, items));
            }
            items.iter().for_each(|item| collect_spots(document, item, found, depth + 1));
        }
        Object::Dictionary(entries) => {
            entries.iter().for_each(|(_, value)| collect_spots(document, value, found, depth + 1));
        }
        Object::Stream(stream) => {
            stream.dict.iter().for_each(|(_, value)| collect_spots(document, value, found, depth + 1));
        }
        _ => {}
    }
}

/// What a separation stands for, in a form that can be compared: its alternate and its function.
fn definition(document: &Document, parts: &[Object]) -> String {
    let alternate = parts.get(2).map(|part| ColourSpace::of(document, part));
    let function =
        parts.get(3).and_then(|part| document.dereference(part).ok()).map(|(_, function)| match function {
            Object::Stream(stream) => format!("{:?} {:?}", stream.dict, stream.content),
            other => format!("{other:?}"),
        });
    format!("{alternate:?} {function:?}")
}

/// A text of a dictionary, decoded.
pub(super) fn text(dictionary: &Dictionary, key: &[u8], document: &Document) -> Option<String> {
    match dictionary.get_deref(key, document).ok()? {
        Object::String(text, _) => Some(text_string(text)),
        Object::Name(name) => Some(String::from_utf8_lossy(name).into_owned()),
        _ => None,
    }
}
