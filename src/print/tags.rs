//! Reads the structure of a tagged PDF with the text of each part (ISO 32000-1, 14.7 and 14.8).

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::inspect::{pages, text};
use super::open;
use super::text::page_text;
use crate::diagnostic::Problem;
use crate::page::{Page, Tag, TagPart};

/// Structures are at most this deep; a deeper one goes round in circles.
const DEPTH: usize = 64;

/// The structure of a PDF, and the language of the file as a whole; `None` for a file without tags.
pub fn tags(pdf: &[u8]) -> Result<Option<(Tag, Option<String>)>, Problem> {
    let document = open(pdf)?;
    let Ok(catalog) = document.catalog() else { return Ok(None) };
    let root = catalog.get_deref(b"StructTreeRoot", &document).and_then(Object::as_dict);
    let Ok(root) = root else { return Ok(None) };
    let roles = root.get_deref(b"RoleMap", &document).and_then(Object::as_dict).ok();
    let reader = Reader { document: &document, texts: texts(&document), roles };
    let mut parts = Vec::new();
    if let Ok(kids) = root.get(b"K") {
        reader.kids(kids, None, 0, &mut parts);
    }
    let language = text(catalog, b"Lang", &document);
    Ok(Some((Tag { role: "StructTreeRoot".to_owned(), parts, ..Tag::default() }, language)))
}

struct Reader<'a> {
    document: &'a Document,
    /// The text of each marked content, by its page and number.
    texts: BTreeMap<(ObjectId, u32), String>,
    roles: Option<&'a Dictionary>,
}

fn texts(document: &Document) -> BTreeMap<(ObjectId, u32), String> {
    let mut texts = BTreeMap::new();
    for (id, page) in document.page_iter().zip(pages(document).0) {
        for (&mark, runs) in &page.marked {
            let runs = runs.iter().filter_map(|&run| page.runs.get(run).cloned()).collect();
            let drawn = page_text(&Page { runs, ..Page::default() });
            texts.insert((id, mark), drawn.replace("\u{ad}\n", "").replace('\u{ad}', "").replace('\n', " "));
        }
    }
    texts
}

impl Reader<'_> {
    /// Reads what stands in an element: numbers of marked content, references to it, and elements.
    fn kids(&self, kids: &Object, page: Option<ObjectId>, depth: usize, parts: &mut Vec<TagPart>) {
        let Ok((_, kids)) = self.document.dereference(kids) else { return };
        if depth > DEPTH {
            return;
        }
        match kids {
            Object::Array(kids) => kids.iter().for_each(|kid| self.kids(kid, page, depth + 1, parts)),
            Object::Integer(mark) => parts.extend(self.text(page, *mark)),
            Object::Dictionary(kid) => {
                let page = kid.get(b"Pg").and_then(Object::as_reference).ok().or(page);
                match kid.get(b"Type").and_then(Object::as_name).unwrap_or_default() {
                    b"MCR" => {
                        let mark = kid.get(b"MCID").and_then(Object::as_i64).unwrap_or(-1);
                        parts.extend(self.text(page, mark));
                    }
                    b"OBJR" => {}
                    _ => parts.push(TagPart::Tag(self.element(kid, page, depth))),
                }
            }
            _ => {}
        }
    }

    fn text(&self, page: Option<ObjectId>, mark: i64) -> Option<TagPart> {
        let text = self.texts.get(&(page?, u32::try_from(mark).ok()?))?;
        Some(TagPart::Text(text.clone()))
    }

    fn element(&self, element: &Dictionary, page: Option<ObjectId>, depth: usize) -> Tag {
        let of = |key: &[u8]| text(element, key, self.document);
        let mut tag = Tag {
            role: self.role(of(b"S").unwrap_or_default()),
            language: of(b"Lang").filter(|language| !language.is_empty()),
            alternative: of(b"Alt"),
            actual: of(b"ActualText"),
            expansion: of(b"E"),
            scope: self.scope(element),
            parts: Vec::new(),
        };
        if let Ok(kids) = element.get(b"K") {
            self.kids(kids, page, depth + 1, &mut tag.parts);
        }
        tag
    }

    /// The standard type of a type; a file may name types of its own.
    fn role(&self, mut role: String) -> String {
        // A chain of names ends at a standard one; eight are more than any program writes.
        for _ in 0..8 {
            match self.roles.and_then(|roles| text(roles, role.as_bytes(), self.document)) {
                Some(standard) if standard != role => role = standard,
                _ => break,
            }
        }
        role
    }

    fn scope(&self, element: &Dictionary) -> Option<String> {
        let attributes = element.get_deref(b"A", self.document).ok()?;
        let of = |object: &Object| {
            let (_, object) = self.document.dereference(object).ok()?;
            text(object.as_dict().ok()?, b"Scope", self.document)
        };
        match attributes {
            Object::Array(all) => all.iter().find_map(of),
            one => of(one),
        }
    }
}
