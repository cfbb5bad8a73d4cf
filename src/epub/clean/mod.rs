//! From Typst's bundle to chapters of an EPUB.
//!
//! Typst's HTML export gives a tree that still carries the Typst element behind each part. One walk over it
//! makes our own XHTML tree and mends what HTML export leaves open: notes, headings, tables, formulas,
//! pictures, styles, identifiers. Nothing is looked up by Typst's wording; what an element means is read from
//! the Typst element itself. What cannot be mended is a problem, never a gap.

mod blocks;
mod headings;
mod ids;
mod links;
mod math;
mod notes;
mod page_marks;
mod pictures;
mod styles;
mod tables;
#[cfg(test)]
mod tests;
mod walk;

use std::collections::BTreeMap;

use typst_bundle::{Bundle, BundleDocument, BundleFile};
use typst_html::{HtmlElement, HtmlNode};
use typst_library::introspection::Introspector;
use typst_syntax::{Span, VirtualPath};

use super::Profile;
use super::words::words;
use super::xhtml::{Element, Node};
use crate::diagnostic::{Outcome, Place, Problem, outcome};
use walk::Walk;

/// What `clean` has to be told.
pub struct CleanOptions<'a> {
    /// The publication's language as a BCP 47 tag.
    pub language: &'a str,
    /// Which reading systems it is for.
    pub profile: Profile,
    /// The chapters in reading order, by the paths of the bundle's documents.
    pub chapters: &'a [Chapter],
    /// One mark for each printed page, in the order of the pages.
    pub page_marks: &'a [PageMark],
    /// Prepares a picture for reading systems: gets its path from the workspace's root (empty where it has
    /// none) and its bytes.
    pub picture: &'a PreparePicture<'a>,
    /// Finds where an author wrote what Typst knows by its span.
    pub place: &'a dyn Fn(Span) -> Option<Place>,
}

/// Makes a picture of the sources ready for reading systems.
pub type PreparePicture<'a> = dyn Fn(&str, &[u8]) -> Result<Picture, Problem> + 'a;

/// A chapter as the publication knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chapter {
    /// The path of its document in the bundle, such as `text/01-start.xhtml`.
    pub path: String,
    /// What kind of text it is.
    pub kind: ChapterKind,
    /// The title of the part that this chapter opens.
    pub part: Option<String>,
}

/// What kind of text a chapter is; it decides `epub:type` and role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChapterKind {
    /// A greeting by somebody else than the authors.
    Greeting,
    /// A preface.
    Preface,
    /// A chapter of the text.
    Chapter,
    /// An appendix.
    Appendix,
    /// A glossary.
    Glossary,
    /// A list of cited works.
    Bibliography,
    /// An index.
    Index,
    /// The imprint.
    Imprint,
}

/// Where a printed page begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageMark {
    /// The number as printed, such as `17` or `iv`.
    pub folio: String,
    /// Starts of the page's lines or runs of text, and its pictures, in reading order: Typst's span and the
    /// byte offset in it. The first that has not been on an earlier page and is known to the text counts, so
    /// that repeated table heads do no harm. May be empty.
    pub anchors: Vec<(Span, u16)>,
}

/// A picture made ready for reading systems.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The file's content.
    pub bytes: Vec<u8>,
    /// Its media type, one of EPUB's core types.
    pub media_type: &'static str,
    /// The file name's ending, without a dot.
    pub extension: &'static str,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

/// The text of an EPUB: its chapters and all that they need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CleanText {
    /// The chapters in reading order.
    pub documents: Vec<ContentDocument>,
    /// Pictures, sorted by path.
    pub resources: Vec<Resource>,
    /// Rules of style for the sizes that pictures were given.
    pub style: String,
    /// Folios of pages before the text: cover, title, contents.
    pub leading_pages: Vec<String>,
}

/// One chapter as XHTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContentDocument {
    /// Its path from the package document.
    pub path: String,
    /// Its title with number, plain.
    pub title: String,
    /// The language of its text as a BCP 47 tag.
    pub language: String,
    /// The kind of its text.
    pub kind: ChapterKind,
    /// The title of the part that it opens.
    pub part: Option<String>,
    /// The `body` element.
    pub body: Element,
    /// Its headings in order.
    pub headings: Vec<Heading>,
    /// The pages that begin in it, in order.
    pub pages: Vec<PageStart>,
    /// What stands in it.
    pub facts: Facts,
}

/// A heading that can be linked to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 for the chapter's title, 2 for its sections, and so on.
    pub level: u8,
    /// Its identifier.
    pub id: String,
    /// Its text with number, plain.
    pub text: String,
}

/// A marker of a printed page in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageStart {
    /// The number as printed.
    pub folio: String,
    /// The marker's identifier.
    pub id: String,
}

/// What a chapter holds, counted in its tree: metadata is derived from these and from nothing else.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Facts {
    /// Pictures with an alternative text.
    pub pictures: usize,
    /// Pictures that are decoration.
    pub decorations: usize,
    /// Formulas.
    pub formulas: usize,
    /// Figures with a long description that can be opened, such as the data of a chart.
    pub descriptions: usize,
}

/// A file of the EPUB that is no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resource {
    /// Its path from the package document.
    pub path: String,
    /// Its media type.
    pub media_type: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// What all chapters share while they are cleaned.
#[derive(Default)]
struct Shared {
    problems: Vec<Problem>,
    resources: BTreeMap<String, Resource>,
    rules: BTreeMap<String, String>,
    pictures: BTreeMap<[u8; 32], (String, u32, u32)>,
    equations: u64,
}

/// Cleans every chapter of a bundle.
///
/// All problems of all chapters are reported together.
pub fn clean(bundle: &Bundle, options: &CleanOptions) -> Outcome<CleanText> {
    let mut shared = Shared::default();
    let mut sources = Vec::new();
    for chapter in options.chapters {
        match source_of(bundle, chapter) {
            Some((path, root)) => sources.push((chapter, path, root)),
            None => shared.problems.push(Problem::error(
                "epub/missing-document",
                format!("Typst's bundle has no HTML document “{}”", chapter.path),
            )),
        }
    }
    let bodies: Vec<&HtmlElement> = sources.iter().filter_map(|(_, _, root)| child(root, "body")).collect();
    let mut placements = page_marks::place(&bodies, options.page_marks);
    let introspector: &dyn Introspector = bundle.introspector.as_ref();
    let words = words(options.language);
    let mut documents = Vec::new();
    let mut identifiers = BTreeMap::new();
    for (chapter, path, root) in &sources {
        let mut walk = Walk::new(options, words, &mut shared, &mut placements, path, introspector);
        let document = content_document(&mut walk, chapter, root);
        identifiers.insert(document.path.clone(), walk.ids.into_known());
        documents.push(document);
    }
    append_pages(&mut documents, &mut identifiers, &placements.trailing, options);
    links::mend(&mut documents, &identifiers, &mut shared.problems);
    let text = CleanText {
        documents,
        resources: shared.resources.into_values().collect(),
        style: shared.rules.iter().map(|(class, rule)| format!(".{class} {{ {rule} }}\n")).collect(),
        leading_pages: folios(&placements.leading, options),
    };
    outcome(text, shared.problems)
}

fn folios(marks: &[usize], options: &CleanOptions) -> Vec<String> {
    marks.iter().map(|&mark| options.page_marks[mark].folio.clone()).collect()
}

fn source_of<'b>(bundle: &'b Bundle, chapter: &Chapter) -> Option<(&'b VirtualPath, &'b HtmlElement)> {
    let found = bundle.files.iter().find(|(path, _)| path.get_without_slash() == chapter.path)?;
    match found {
        (path, BundleFile::Document(BundleDocument::Html(document))) => Some((path, document.root())),
        _ => None,
    }
}

fn child<'a>(parent: &'a HtmlElement, name: &str) -> Option<&'a HtmlElement> {
    parent.children.iter().find_map(|node| match node {
        HtmlNode::Element(element) if element.tag.resolve().as_str() == name => Some(element),
        _ => None,
    })
}

/// Cleans one chapter, and sets it into the section that says what kind of text it is.
fn content_document(walk: &mut Walk, chapter: &Chapter, root: &HtmlElement) -> ContentDocument {
    let (epub_type, role, matter) = chapter.kind.semantics();
    let mut section = Element::new("section").with("epub:type", epub_type);
    if let Some(role) = role {
        section.set("role", role);
    }
    walk.bibliography_is_chapter = chapter.kind == ChapterKind::Bibliography;
    if let Some(body) = child(root, "body") {
        walk.children(&body.children, &mut section.children);
    }
    section.children.append(&mut walk.take_notes());
    walk.check_title();
    let title = walk.headings.first().map(|heading| heading.text.clone()).unwrap_or_default();
    if let Some(first) = walk.headings.first() {
        section.set("aria-labelledby", first.id.clone());
    }
    let body = Element::new("body").with("epub:type", matter).containing([section.into()]);
    let language = attribute(root, "lang").unwrap_or_else(|| walk.options.language.to_owned());
    ContentDocument {
        path: chapter.path.clone(),
        title,
        language,
        kind: chapter.kind,
        part: chapter.part.clone(),
        facts: facts(&body),
        body,
        headings: std::mem::take(&mut walk.headings),
        pages: std::mem::take(&mut walk.pages),
    }
}

fn attribute(element: &HtmlElement, name: &str) -> Option<String> {
    element.attrs.0.iter().find(|(key, _)| key.resolve().as_str() == name).map(|(_, value)| value.to_string())
}

fn facts(body: &Element) -> Facts {
    let mut facts = Facts::default();
    body.each(&mut |element| match element.name.as_str() {
        "img" if element.get("alt").is_some_and(|alt| !alt.is_empty()) => facts.pictures += 1,
        "img" => facts.decorations += 1,
        "math" => facts.formulas += 1,
        "figure" if has_details(element) => facts.descriptions += 1,
        _ => {}
    });
    facts
}

fn has_details(figure: &Element) -> bool {
    let mut found = false;
    figure.each(&mut |part| found |= part.name == "details");
    found
}

/// Puts the markers of pages after the last known text at the end of the last chapter.
fn append_pages(
    documents: &mut [ContentDocument],
    identifiers: &mut BTreeMap<String, ids::Known>,
    trailing: &[usize],
    options: &CleanOptions,
) {
    let Some(last) = documents.last_mut() else { return };
    for folio in folios(trailing, options) {
        let id = page_id(options.language, &folio);
        if let Some(known) = identifiers.get_mut(&last.path) {
            known.ids.insert(id.clone());
        }
        if let Some(Node::Element(section)) = last.body.children.first_mut() {
            section.children.push(page_marker(&id, &folio).into());
        }
        last.pages.push(PageStart { folio, id });
    }
}

/// The identifier of a page's marker. It is the same in every build, so that it can be cited.
pub(super) fn page_id(language: &str, folio: &str) -> String {
    let word = if language.starts_with("de") { "seite" } else { "page" };
    let safe: String =
        folio.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
    format!("{word}-{safe}")
}

/// The marker of a printed page (EPUB 3 Structural Semantics, `pagebreak`).
pub(super) fn page_marker(id: &str, folio: &str) -> Element {
    Element::new("span")
        .with("epub:type", "pagebreak")
        .with("role", "doc-pagebreak")
        .with("id", id)
        .with("aria-label", folio)
}

impl ChapterKind {
    /// The value of `epub:type`, the matching role of DPUB-ARIA 1.1 if there is one, and the division of the
    /// book that the text belongs to.
    pub fn semantics(self) -> (&'static str, Option<&'static str>, &'static str) {
        match self {
            Self::Greeting => ("foreword", Some("doc-foreword"), "frontmatter"),
            Self::Preface => ("preface", Some("doc-preface"), "frontmatter"),
            Self::Chapter => ("chapter", Some("doc-chapter"), "bodymatter"),
            Self::Appendix => ("appendix", Some("doc-appendix"), "backmatter"),
            Self::Glossary => ("glossary", Some("doc-glossary"), "backmatter"),
            Self::Bibliography => ("bibliography", Some("doc-bibliography"), "backmatter"),
            Self::Index => ("index", Some("doc-index"), "backmatter"),
            Self::Imprint => ("imprint", None, "backmatter"),
        }
    }
}
