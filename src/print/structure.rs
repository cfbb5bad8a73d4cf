//! Completes the tags of a screen PDF with what Typst cannot say (ISO 32000-1, 14.7 to 14.9).
//!
//! Only the dictionaries of the structure change; pages, fonts and pictures keep their bytes. The same
//! bytes in give the same bytes out.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::tags::{DEPTH, Reader, plain_text};
use super::{broken, open};
use crate::diagnostic::Problem;

/// Completes the structure of a tagged PDF; a file without tags comes out as it went in.
///
/// - An abbreviation gets the words that it stands for (`/E`), and a gender form, which is a short form as well,
///   those that are spoken; `expansions` has them by what is written. What readers see, search and copy stays.
/// - The caption of a figure stands behind it where the page has it below; Typst puts it first.
/// - A list whose only part is a list becomes one, which a layout causes that sets a list anew.
pub fn complete(pdf: &[u8], expansions: &BTreeMap<String, String>) -> Result<Vec<u8>, Problem> {
    let mut document = open(pdf)?;
    let changes = {
        let Some(reader) = Reader::new(&document) else { return Ok(pdf.to_vec()) };
        let mut changes = Changes::default();
        for (id, element) in elements(&document) {
            changes.expand(&reader, id, element, expansions);
            changes.move_caption(&document, id, element);
            changes.join_lists(&document, id, element);
        }
        changes
    };
    if changes.is_empty() {
        return Ok(pdf.to_vec());
    }
    changes.make(&mut document);
    let mut bytes = Vec::with_capacity(pdf.len() + pdf.len() / 8);
    document.save_to(&mut bytes).map_err(|_| broken("its tags cannot be written"))?;
    Ok(bytes)
}

/// All elements of the structure with their numbers, in the order of these.
fn elements(document: &Document) -> impl Iterator<Item = (ObjectId, &Dictionary)> {
    let dictionaries = document.objects.iter().filter_map(|(id, object)| Some((*id, object.as_dict().ok()?)));
    dictionaries.filter(|(_, dictionary)| dictionary.has(b"S") && dictionary.has(b"P"))
}

fn kind(element: &Dictionary) -> &[u8] {
    element.get(b"S").and_then(Object::as_name).unwrap_or_default()
}

/// The parts of an element, one as well as several.
fn kids(element: &Dictionary) -> &[Object] {
    match element.get(b"K") {
        Ok(Object::Array(kids)) => kids,
        Ok(kid) => std::slice::from_ref(kid),
        Err(_) => &[],
    }
}

/// The page and the number of the first marked content in an element.
fn first_mark(document: &Document, element: ObjectId, depth: usize) -> Option<(ObjectId, i64)> {
    let element = document.get_dictionary(element).ok()?;
    let page = element.get(b"Pg").and_then(Object::as_reference).ok();
    kids(element).iter().find_map(|kid| match kid {
        Object::Integer(mark) => Some((page?, *mark)),
        Object::Reference(kid) if depth < DEPTH => first_mark(document, *kid, depth + 1),
        Object::Dictionary(content) => {
            let page = content.get(b"Pg").and_then(Object::as_reference).ok().or(page);
            Some((page?, content.get(b"MCID").and_then(Object::as_i64).ok()?))
        }
        _ => None,
    })
}

/// What is to be changed, found before anything is changed.
#[derive(Default)]
struct Changes {
    expansions: Vec<(ObjectId, String)>,
    captions: Vec<ObjectId>,
    /// A list and the list in it.
    lists: Vec<(ObjectId, ObjectId)>,
}

impl Changes {
    fn is_empty(&self) -> bool {
        self.expansions.is_empty() && self.captions.is_empty() && self.lists.is_empty()
    }

    fn expand(
        &mut self,
        reader: &Reader<'_>,
        id: ObjectId,
        element: &Dictionary,
        expansions: &BTreeMap<String, String>,
    ) {
        if kind(element) == b"Em" && !expansions.is_empty() {
            let page = element.get(b"Pg").and_then(Object::as_reference).ok();
            let text = plain_text(&reader.element(element, page, 0));
            let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
            self.expansions.extend(expansions.get(&words).map(|long| (id, long.clone())));
        }
    }

    fn move_caption(&mut self, document: &Document, id: ObjectId, element: &Dictionary) {
        let [Object::Reference(caption), Object::Reference(rest), ..] = kids(element) else { return };
        let is_caption = document.get_dictionary(*caption).is_ok_and(|caption| kind(caption) == b"Caption");
        let starts = (first_mark(document, *caption, 0), first_mark(document, *rest, 0));
        // Numbers on a page are given in the order of drawing.
        if let (true, (Some(caption), Some(rest))) = (is_caption, starts)
            && caption.0 == rest.0
            && caption.1 > rest.1
        {
            self.captions.push(id);
        }
    }

    fn join_lists(&mut self, document: &Document, id: ObjectId, element: &Dictionary) {
        if let (b"L", [Object::Reference(inner)]) = (kind(element), kids(element))
            && document.get_dictionary(*inner).is_ok_and(|inner| kind(inner) == b"L")
        {
            self.lists.push((id, *inner));
        }
    }

    fn make(self, document: &mut Document) {
        for (id, long) in self.expansions {
            if let Ok(element) = document.get_dictionary_mut(id) {
                element.set("S", "Span");
                element.set("E", lopdf::text_string(&long));
            }
        }
        for id in self.captions {
            if let Ok(Object::Array(kids)) =
                document.get_dictionary_mut(id).and_then(|element| element.get_mut(b"K"))
            {
                kids.rotate_left(1);
            }
        }
        for (outer, inner) in self.lists {
            join(document, outer, inner);
        }
    }
}

/// Gives the parts of the inner list to the outer one.
fn join(document: &mut Document, outer: ObjectId, inner: ObjectId) {
    let Ok(Object::Dictionary(list)) = document.get_object(inner).cloned() else { return };
    for kid in kids(&list) {
        if let Ok(kid) = kid.as_reference()
            && let Ok(kid) = document.get_dictionary_mut(kid)
        {
            kid.set("P", outer);
        }
    }
    if let (Ok(kids), Ok(outer)) = (list.get(b"K"), document.get_dictionary_mut(outer)) {
        outer.set("K", kids.clone());
    }
    document.objects.remove(&inner);
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::{Stream, dictionary};

    /// A page whose figure is drawn before its caption, and a list in a list.
    fn tagged(caption_first: bool) -> Vec<u8> {
        let mut document = Document::with_version("1.7");
        let (root, top, div, outer, inner) = (
            document.new_object_id(),
            document.new_object_id(),
            document.new_object_id(),
            document.new_object_id(),
            document.new_object_id(),
        );
        let tree = document.new_object_id();
        let content = document.add_object(Stream::new(Dictionary::new(), Vec::new()));
        let page = document.add_object(dictionary! {
            "Type" => "Page", "Parent" => tree, "Contents" => content, "MediaBox" => vec![0.into(), 0.into(), 100.into(), 100.into()],
        });
        document
            .set_object(tree, dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 });
        let marks = if caption_first { (0, 1) } else { (1, 0) };
        let mut element = |kind: &str, parent: ObjectId, mark: i64| {
            document.add_object(
                dictionary! { "S" => kind, "P" => parent, "Pg" => page, "K" => vec![mark.into()] },
            )
        };
        let caption = element("Caption", div, marks.0);
        let figure = element("Figure", div, marks.1);
        let item = element("LI", inner, 2);
        let parts = |parts: &[ObjectId]| parts.iter().map(|&part| Object::from(part)).collect::<Vec<_>>();
        document.set_object(div, dictionary! { "S" => "Div", "P" => top, "K" => parts(&[caption, figure]) });
        document.set_object(inner, dictionary! { "S" => "L", "P" => outer, "K" => parts(&[item]) });
        document.set_object(outer, dictionary! { "S" => "L", "P" => top, "K" => parts(&[inner]) });
        document.set_object(top, dictionary! { "S" => "Document", "P" => root, "K" => parts(&[div, outer]) });
        document.set_object(root, dictionary! { "Type" => "StructTreeRoot", "K" => parts(&[top]) });
        let catalog = document
            .add_object(dictionary! { "Type" => "Catalog", "Pages" => tree, "StructTreeRoot" => root });
        document.trailer.set("Root", catalog);
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        bytes
    }

    fn roles(pdf: &[u8]) -> String {
        fn write(tag: &crate::page::Tag, into: &mut String) {
            into.push_str(&tag.role);
            into.push('(');
            tag.tags().for_each(|tag| write(tag, into));
            into.push(')');
        }
        let (root, _) = crate::print::tags(pdf).unwrap().unwrap();
        let mut into = String::new();
        root.tags().for_each(|tag| write(tag, &mut into));
        into
    }

    #[test]
    fn captions_and_lists_are_mended_and_all_else_stays() {
        let none = BTreeMap::new();
        let complete = |pdf: &[u8]| super::complete(pdf, &none).unwrap();
        assert_eq!(roles(&tagged(false)), "Document(Div(Caption()Figure())L(L(LI())))");
        let mended = complete(&tagged(false));
        assert_eq!(roles(&mended), "Document(Div(Figure()Caption())L(LI()))");
        assert_eq!(roles(&complete(&tagged(true))), "Document(Div(Caption()Figure())L(LI()))");
        assert!(complete(&mended) == mended, "a second pass finds nothing");
        assert!(complete(&tagged(false)) == mended, "the same bytes in give the same bytes out");
    }
}
