//! Turns everything on the pages into ink: contents, pictures, gradients, spot colours, blending spaces.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::inks::Inks;
use super::space::ColourSpace;
use super::walk::resources_of;
use super::{gradient, images, overprint, spots, stream};
use crate::diagnostic::Problem;

/// Spaces inside other objects are at most this deep.
const DEPTH: usize = 16;

/// Converts a document in place, and lets black text overprint; what cannot be converted is returned, all of it.
pub(super) fn recolour(
    document: &mut Document,
    inks: &Inks<'_>,
    spots: &BTreeMap<String, [f32; 4]>,
) -> Vec<Problem> {
    let masked = only_in_masks(document);
    let mut problems = contents(document, inks, &masked);
    problems.extend(images::convert(document, inks, &masked));
    problems.extend(gradient::convert(document, inks, &masked));
    problems.extend(spots::convert(document, inks, spots));
    pattern_spaces(document, &masked);
    groups(document, &masked);
    remove_unused_spaces(document, &masked);
    overprint::black_text(document, &masked);
    problems
}

/// The objects that only soft masks use (ISO 32000-1, 11.5.3). What they paint is no colour but how much
/// shows through; in ink it would be something else, so they keep their own space.
fn only_in_masks(document: &Document) -> BTreeSet<ObjectId> {
    let everything = reachable(document, true);
    let painted = reachable(document, false);
    everything.difference(&painted).copied().collect()
}

fn reachable(document: &Document, with_masks: bool) -> BTreeSet<ObjectId> {
    let mut seen = BTreeSet::new();
    let mut open: Vec<&Object> = document.trailer.iter().map(|(_, value)| value).collect();
    while let Some(object) = open.pop() {
        match object {
            Object::Reference(id) if seen.insert(*id) => open.extend(document.objects.get(id)),
            Object::Array(items) => open.extend(items),
            Object::Dictionary(dictionary) => open.extend(values(document, dictionary, with_masks)),
            Object::Stream(stream) => open.extend(values(document, &stream.dict, with_masks)),
            _ => {}
        }
    }
    seen
}

fn values<'a>(
    document: &'a Document,
    dictionary: &'a Dictionary,
    with_masks: bool,
) -> impl Iterator<Item = &'a Object> {
    dictionary
        .iter()
        .filter(move |(key, value)| {
            let mask = key.as_slice() == b"SMask"
                && document.dereference(value).is_ok_and(|(_, mask)| mask.as_dict().is_ok());
            with_masks || !mask
        })
        .map(|(_, value)| value)
}

/// A stream that paints, and where its resources are.
enum Painter {
    Page(ObjectId),
    /// A form or the tile of a pattern, with resources of its own.
    Own,
}

fn contents(document: &mut Document, inks: &Inks<'_>, masked: &BTreeSet<ObjectId>) -> Vec<Problem> {
    join_page_contents(document);
    let mut painters: Vec<(ObjectId, Painter)> = Vec::new();
    for page in document.page_iter() {
        painters.extend(document.get_page_contents(page).into_iter().map(|id| (id, Painter::Page(page))));
    }
    for (id, object) in &document.objects {
        let Object::Stream(found) = object else { continue };
        let form = found.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Form");
        let tile = found.dict.has(b"PatternType");
        if (form || tile) && !masked.contains(id) {
            painters.push((*id, Painter::Own));
        }
    }
    let mut refused = BTreeSet::new();
    for (id, painter) in painters {
        let Ok(found) = document.get_object(id).and_then(Object::as_stream) else { continue };
        let resources = match painter {
            Painter::Page(page) => resources_of(document, page),
            Painter::Own => {
                found.dict.get_deref(b"Resources", document).ok().and_then(|own| own.as_dict().ok())
            }
        };
        let converted =
            stream::convert(document, &found.get_plain_content().unwrap_or_default(), resources, inks);
        refused.extend(converted.refused);
        if let (Some(content), Ok(found)) =
            (converted.content, document.get_object_mut(id).and_then(Object::as_stream_mut))
        {
            found.set_plain_content(content);
            // Compression fails for no content; the stream then stays as it is, which is valid.
            let _ = found.compress();
        }
    }
    refused.into_iter().map(|what| unconverted("print/colour", what)).collect()
}

/// Joins the streams of each page: operations may be divided between them, but for tokens.
fn join_page_contents(document: &mut Document) {
    let pages: Vec<ObjectId> = document.page_iter().collect();
    for page in pages {
        let streams = document.get_page_contents(page);
        let [first, _, ..] = streams[..] else { continue };
        let content = document.get_page_content(page);
        if let Ok(found) = document.get_object_mut(first).and_then(Object::as_stream_mut) {
            found.set_plain_content(content);
            let _ = found.compress();
        }
        if let Ok(page) = document.get_dictionary_mut(page) {
            page.set("Contents", Object::Reference(first));
        }
    }
}

/// Gives all groups that blend colours the space of the press: a group in RGB would turn pure black into
/// four inks on its way there and back.
fn groups(document: &mut Document, masked: &BTreeSet<ObjectId>) {
    let found: Vec<ObjectId> = document
        .objects
        .iter()
        .filter(|(id, object)| {
            !masked.contains(id) && matches!(object, Object::Stream(stream) if stream.dict.has(b"Group"))
        })
        .map(|(id, _)| *id)
        .collect();
    for id in found {
        let group = document
            .get_object(id)
            .and_then(Object::as_stream)
            .and_then(|stream| stream.dict.get_deref(b"Group", document));
        let Ok(mut group) = group.and_then(Object::as_dict).cloned() else { continue };
        let space = group.get(b"CS").map(|space| ColourSpace::of(document, space));
        if space.is_ok_and(|space| space == ColourSpace::Cmyk) {
            continue;
        }
        group.set("CS", "DeviceCMYK");
        if let Ok(stream) = document.get_object_mut(id).and_then(Object::as_stream_mut) {
            stream.dict.set("Group", group);
        }
    }
}

/// Gives uncoloured patterns in gray or RGB the space of the press; their colours in the contents are ink by now
/// (ISO 32000-1, 8.7.3.3).
fn pattern_spaces(document: &mut Document, masked: &BTreeSet<ObjectId>) {
    let ids: Vec<ObjectId> = document.objects.keys().filter(|id| !masked.contains(id)).copied().collect();
    for id in ids {
        // Of a stream, only the dictionary is copied.
        let mut changed = match document.objects.get(&id) {
            Some(Object::Stream(stream)) => Object::Dictionary(stream.dict.clone()),
            Some(object) => object.clone(),
            None => continue,
        };
        if !in_pattern_spaces(document, &mut changed, 0) {
            continue;
        }
        match (document.objects.get_mut(&id), changed) {
            (Some(Object::Stream(stream)), Object::Dictionary(dictionary)) => stream.dict = dictionary,
            (Some(object), changed) => *object = changed,
            (None, _) => {}
        }
    }
}

fn in_pattern_spaces(document: &Document, object: &mut Object, depth: usize) -> bool {
    if depth > DEPTH {
        return false;
    }
    let space = ColourSpace::of(document, object);
    let values: Vec<&mut Object> = match object {
        Object::Array(items) => {
            if let ColourSpace::Pattern(Some(inner)) = &space {
                let light = inner.is_gray() || inner.is_rgb() || inner.is_profiled_ink();
                if light {
                    items[1] = "DeviceCMYK".into();
                }
                return light;
            }
            items.iter_mut().collect()
        }
        Object::Dictionary(dictionary) => dictionary.iter_mut().map(|(_, value)| value).collect(),
        Object::Stream(stream) => stream.dict.iter_mut().map(|(_, value)| value).collect(),
        _ => return false,
    };
    // Every value is looked at, also after one has changed.
    values.into_iter().fold(false, |changed, value| in_pattern_spaces(document, value, depth + 1) | changed)
}

/// Removes the names of spaces that nothing uses any more, so that no preflight stumbles over them.
fn remove_unused_spaces(document: &mut Document, masked: &BTreeSet<ObjectId>) {
    let ids: Vec<ObjectId> = document.objects.keys().filter(|id| !masked.contains(id)).copied().collect();
    for id in ids {
        let Some(unused) = document.objects.get(&id).map(|object| unused_names(document, object)) else {
            continue;
        };
        if unused.is_empty() {
            continue;
        }
        // Resources stand in pages and streams, or are objects of their own; spaces stand in them, or too.
        let mut dictionary = match document.objects.get(&id) {
            Some(Object::Dictionary(dictionary)) => dictionary.clone(),
            Some(Object::Stream(stream)) => stream.dict.clone(),
            _ => continue,
        };
        let resources = dictionary.get_mut(b"Resources").and_then(Object::as_dict_mut);
        let holder = if let Ok(resources) = resources { Some(resources) } else { Some(&mut dictionary) };
        if let Some(holder) = holder {
            let spaces = holder.get_deref(b"ColorSpace", document).and_then(Object::as_dict).cloned();
            if let Ok(mut spaces) = spaces {
                unused.iter().for_each(|name| drop(spaces.remove(name)));
                if spaces.is_empty() {
                    holder.remove(b"ColorSpace");
                } else {
                    holder.set("ColorSpace", spaces);
                }
            }
        }
        match document.objects.get_mut(&id) {
            Some(Object::Dictionary(target)) => *target = dictionary,
            Some(Object::Stream(stream)) => stream.dict = dictionary,
            _ => {}
        }
    }
}

/// The names of gray and RGB spaces in the resources that an object holds or is.
fn unused_names(document: &Document, object: &Object) -> Vec<Vec<u8>> {
    let dictionary = match object {
        Object::Dictionary(dictionary) => dictionary,
        Object::Stream(stream) => &stream.dict,
        _ => return Vec::new(),
    };
    let resources = dictionary.get(b"Resources").and_then(Object::as_dict).unwrap_or(dictionary);
    let Ok(spaces) = resources.get_deref(b"ColorSpace", document).and_then(Object::as_dict) else {
        return Vec::new();
    };
    spaces
        .iter()
        .filter(|(_, space)| {
            let space = ColourSpace::of(document, space);
            space.is_gray() || space.is_rgb()
        })
        .map(|(name, _)| name.clone())
        .collect()
}

/// The problem of something that has no way into ink.
pub(super) fn unconverted(code: &'static str, what: &str) -> Problem {
    Problem::error(code, format!("{what} cannot be turned into ink"))
}
