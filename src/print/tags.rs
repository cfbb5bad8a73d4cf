//! Reads the structure of a tagged PDF with the text of each part (ISO 32000-1, 14.7 and 14.8).

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::inspect::{page, text};
use super::open;
use super::text::{page_text, step};
use super::walk::Walker;
use crate::diagnostic::Problem;
use crate::page::{Page, Run, Tag, TagPart};

/// What stands for text whose language only its marked content names.
const FOREIGN: &str = "Span";

/// Structures are at most this deep; a deeper one goes round in circles.
pub(super) const DEPTH: usize = 64;

/// The structure of a PDF, and the language of the file as a whole; `None` for a file without tags.
pub fn tags(pdf: &[u8]) -> Result<Option<(Tag, Option<String>)>, Problem> {
    let document = open(pdf)?;
    let Some(reader) = Reader::new(&document) else { return Ok(None) };
    let mut parts = Vec::new();
    if let Ok(kids) = reader.root.get(b"K") {
        reader.kids(kids, None, 0, &mut parts);
    }
    let language = document.catalog().ok().and_then(|catalog| text(catalog, b"Lang", &document));
    Ok(Some((Tag { role: "StructTreeRoot".to_owned(), parts, ..Tag::default() }, language)))
}

/// How many bookmarks a document has on their first level.
pub(super) fn bookmarks(document: &Document) -> usize {
    let outlines = document.catalog().ok().and_then(|catalog| catalog.get_deref(b"Outlines", document).ok());
    let mut next = outlines.and_then(|outlines| outlines.as_dict().ok()?.get(b"First").ok());
    let mut count = 0;
    // A chain that goes round in circles has no more entries than the file has objects.
    while let Some(entry) = next.and_then(|entry| document.dereference(entry).ok()?.1.as_dict().ok())
        && count < document.objects.len()
    {
        count += 1;
        next = entry.get(b"Next").ok();
    }
    count
}

/// The text of an element and of all that stands in it.
pub(super) fn plain_text(tag: &Tag) -> String {
    let part = |part: &TagPart| match part {
        TagPart::Text(text) => text.clone(),
        TagPart::Tag(tag) => plain_text(tag),
    };
    tag.parts.iter().map(part).collect()
}

/// A piece of marked content: a page and a number on it.
type Mark = (ObjectId, u32);

/// Reads the elements of a structure.
pub(super) struct Reader<'a> {
    document: &'a Document,
    root: &'a Dictionary,
    roles: Option<&'a Dictionary>,
    walker: RefCell<Walker<'a>>,
    /// The text of the pages that were asked for.
    pages: RefCell<BTreeMap<ObjectId, Pieces>>,
    /// The piece that was read last.
    last: Cell<Option<Mark>>,
}

/// The text of a marked content.
struct Piece {
    text: String,
    language: Option<String>,
    first: Run,
    last: Run,
    /// Whether it ends within a divided word.
    is_open: bool,
}

/// The text of the marked contents of a page, by their numbers.
type Pieces = Rc<BTreeMap<u32, Piece>>;

fn pieces(page: &Page) -> BTreeMap<u32, Piece> {
    let piece = |(&mark, runs): (&u32, &Vec<usize>)| {
        let runs: Vec<Run> = runs.iter().filter_map(|&run| page.runs.get(run).cloned()).collect();
        let mut seen = runs.iter().filter(|run| !run.text.is_empty());
        let first = seen.next().cloned()?;
        let last = seen.next_back().unwrap_or(&first).clone();
        let drawn = page_text(&Page { runs, ..Page::default() });
        let (language, is_open) = (page.languages.get(&mark).cloned(), drawn.ends_with('\u{ad}'));
        let text = drawn.replace("\u{ad}\n", "").replace('\u{ad}', "").replace('\n', " ");
        Some((mark, Piece { text, language, first, last, is_open }))
    };
    page.marked.iter().filter_map(piece).collect()
}

impl<'a> Reader<'a> {
    /// A reader of the structure of a document, if it has one.
    pub(super) fn new(document: &'a Document) -> Option<Self> {
        let root = document.catalog().ok()?.get_deref(b"StructTreeRoot", document);
        let root = root.and_then(Object::as_dict).ok()?;
        let roles = root.get_deref(b"RoleMap", document).and_then(Object::as_dict).ok();
        let (walker, pages) = (RefCell::new(Walker::new(document)), RefCell::default());
        Some(Self { document, root, roles, walker, pages, last: Cell::new(None) })
    }

    /// The text of a page, which is read when it is first asked for.
    fn pieces(&self, id: ObjectId) -> Pieces {
        let known = self.pages.borrow().get(&id).cloned();
        known.unwrap_or_else(|| {
            let read = Rc::new(pieces(&page(self.document, &mut self.walker.borrow_mut(), id)));
            self.pages.borrow_mut().insert(id, read.clone());
            read
        })
    }

    /// Reads what stands in an element: numbers of marked content, references to it, and elements.
    fn kids(&self, kids: &Object, page: Option<ObjectId>, depth: usize, parts: &mut Vec<TagPart>) {
        let Ok((_, kids)) = self.document.dereference(kids) else { return };
        if depth > DEPTH {
            return;
        }
        match kids {
            Object::Array(kids) => kids.iter().for_each(|kid| self.kids(kid, page, depth + 1, parts)),
            Object::Integer(mark) => self.text(page, *mark, parts),
            Object::Dictionary(kid) => {
                let page = kid.get(b"Pg").and_then(Object::as_reference).ok().or(page);
                match kid.get(b"Type").and_then(Object::as_name).unwrap_or_default() {
                    b"MCR" => {
                        let mark = kid.get(b"MCID").and_then(Object::as_i64).unwrap_or(-1);
                        self.text(page, mark, parts);
                    }
                    b"OBJR" => {}
                    _ => parts.push(TagPart::Tag(self.element(kid, page, depth))),
                }
            }
            _ => {}
        }
    }

    /// Adds the text of a marked content; one in a language of its own becomes a part of its own.
    fn text(&self, page: Option<ObjectId>, mark: i64, parts: &mut Vec<TagPart>) {
        let Some(mark) = page.zip(u32::try_from(mark).ok()) else { return };
        let pieces = self.pieces(mark.0);
        let Some(piece) = pieces.get(&mark.1) else { return };
        let last = self.last.replace(Some(mark));
        // Where a piece does not touch the one before it on the page, it starts a new word.
        let parted = last.is_some_and(|(page, number)| {
            let before = self.pieces(page);
            before.get(&number).is_some_and(|last| {
                !last.is_open && (page != mark.0 || !step(&last.last, &piece.first).is_empty())
            })
        });
        let text = TagPart::Text(format!("{}{}", if parted { " " } else { "" }, piece.text));
        match (&piece.language, parts.last_mut()) {
            (None, _) => parts.push(text),
            (language, Some(TagPart::Tag(tag))) if tag.role == FOREIGN && tag.language == *language => {
                tag.parts.push(text);
            }
            (language, _) => parts.push(TagPart::Tag(Tag {
                role: FOREIGN.to_owned(),
                language: language.clone(),
                parts: vec![text],
                ..Tag::default()
            })),
        }
    }

    /// An element with all that stands in it.
    pub(super) fn element(&self, element: &Dictionary, page: Option<ObjectId>, depth: usize) -> Tag {
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
