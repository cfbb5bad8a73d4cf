//! The navigation document (EPUB 3.3, section 7) and the NCX for reading systems from before it.

use std::collections::BTreeMap;

use super::clean::{ContentDocument, PageStart};
use super::metadata::Metadata;
use super::words::Words;
use super::xhtml::{Element, Node};

/// An entry of the contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) text: String,
    pub(super) href: String,
    pub(super) children: Vec<Entry>,
}

/// A landmark: its `epub:type`, its text, and where it is.
pub(super) type Landmark = (&'static str, String, String);

/// A page of the print edition: its folio, and where it begins.
pub(super) type Page = (String, String);

/// What the navigation document leads to.
pub(super) struct Contents<'a> {
    pub(super) entries: &'a [Entry],
    pub(super) pages: &'a [Page],
    pub(super) landmarks: &'a [Landmark],
    pub(super) documents: &'a [ContentDocument],
}

/// Headings deeper than this are not in the contents: reading systems show two to three levels.
const DEPTH: u8 = 3;

/// The contents: parts, chapters and their sections.
pub(super) fn entries(documents: &[ContentDocument]) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut in_part = false;
    for document in documents {
        let chapter = chapter_entry(document);
        if let Some(part) = &document.part {
            in_part = true;
            entries.push(Entry { text: part.clone(), href: document.path.clone(), children: Vec::new() });
        }
        let belongs = in_part && document.kind == super::clean::ChapterKind::Chapter;
        match entries.last_mut() {
            Some(part) if belongs => part.children.push(chapter),
            _ => {
                in_part = false;
                entries.push(chapter);
            }
        }
    }
    entries
}

fn chapter_entry(document: &ContentDocument) -> Entry {
    let mut chapter =
        Entry { text: document.title.clone(), href: document.path.clone(), children: Vec::new() };
    for heading in document.headings.iter().filter(|heading| (2..=DEPTH).contains(&heading.level)) {
        let entry = Entry {
            text: heading.text.clone(),
            href: format!("{}#{}", document.path, heading.id),
            children: Vec::new(),
        };
        match chapter.children.last_mut() {
            Some(section) if heading.level > 2 => section.children.push(entry),
            _ => chapter.children.push(entry),
        }
    }
    chapter
}

/// Where every page of the print edition begins, in order.
pub(super) fn pages(front: &str, leading: &[PageStart], documents: &[ContentDocument]) -> Vec<Page> {
    let leading = leading.iter().map(|page| (page.folio.clone(), format!("{front}#{}", page.id)));
    let in_text = documents.iter().flat_map(|document| {
        document.pages.iter().map(|page| (page.folio.clone(), format!("{}#{}", document.path, page.id)))
    });
    leading.chain(in_text).collect()
}

/// The body of the navigation document.
pub(super) fn body(words: &Words, contents: &Contents<'_>) -> Element {
    let Contents { entries, pages, landmarks, documents } = contents;
    let toc = Element::new("nav")
        .with("epub:type", "toc")
        .with("role", "doc-toc")
        .with("id", "toc")
        .with("aria-labelledby", "contents")
        .containing([
            Element::new("h1").with("id", "contents").text(words.contents).into(),
            list(entries).into(),
        ]);
    let mut body = Element::new("body").with("epub:type", "frontmatter").containing([toc.into()]);
    if !pages.is_empty() {
        let items = pages.iter().map(|(folio, href)| item(link(folio, href)));
        body.children.push(
            hidden("page-list", words.page_list)
                .with("role", "doc-pagelist")
                .containing([Element::new("ol").containing(items).into()])
                .into(),
        );
    }
    body.children.extend(documents.iter().flat_map(exhibits).map(Node::from));
    let items = landmarks.iter().map(|(kind, text, href)| item(link(text, href).with("epub:type", *kind)));
    body.children.push(
        hidden("landmarks", words.landmarks).containing([Element::new("ol").containing(items).into()]).into(),
    );
    body
}

/// The lists of figures and tables that a chapter shows, for the menus of reading systems. A `nav` of
/// these types has a heading (EPUB 3.3, 7.3).
fn exhibits(document: &ContentDocument) -> Vec<Element> {
    let mut found = Vec::new();
    document.body.each(&mut |part| {
        let Some(kind @ ("loi" | "lot")) = part.get("epub:type") else { return };
        let label = part.get("aria-label").unwrap_or_default();
        let mut items = Vec::new();
        part.each(&mut |link| {
            if let ("a", Some(href)) = (link.name.as_str(), link.get("href")) {
                items.push(item(self::link(link.plain_text().trim(), &from_root(&document.path, href))));
            }
        });
        let heading = Element::new("h2").text(label);
        let list = Element::new("ol").containing(items);
        found.push(hidden(kind, label).containing([heading.into(), list.into()]));
    });
    found
}

/// A link of a document as the navigation document, above all others, writes it.
fn from_root(path: &str, href: &str) -> String {
    match path.rsplit_once('/') {
        _ if href.starts_with('#') => format!("{path}{href}"),
        Some((folder, _)) => format!("{folder}/{href}"),
        None => href.to_owned(),
    }
}

/// A list for reading systems, which is not shown among the pages.
fn hidden(kind: &str, label: &str) -> Element {
    Element::new("nav").with("epub:type", kind).with("aria-label", label).with("hidden", "hidden")
}

fn list(entries: &[Entry]) -> Element {
    Element::new("ol").containing(entries.iter().map(|entry| {
        let mut item = Element::new("li").containing([link(&entry.text, &entry.href).into()]);
        if !entry.children.is_empty() {
            item.children.push(list(&entry.children).into());
        }
        item.into()
    }))
}

fn item(link: Element) -> Node {
    Element::new("li").containing([link.into()]).into()
}

fn link(text: &str, href: &str) -> Element {
    Element::new("a").with("href", href).text(text)
}

/// The NCX.
pub(super) fn ncx(metadata: &Metadata, entries: &[Entry], pages: &[Page]) -> Element {
    let meta = |name: &str, content: String| -> Node {
        Element::new("meta").with("name", name).with("content", content).into()
    };
    let head = Element::new("head").containing([
        meta("dtb:uid", metadata.identifier()),
        meta("dtb:depth", depth(entries).to_string()),
        meta("dtb:totalPageCount", pages.len().to_string()),
        meta("dtb:maxPageNumber", last_number(pages).to_string()),
    ]);
    let mut order = Order::default();
    let points: Vec<Node> = entries.iter().map(|entry| nav_point(entry, &mut order)).collect();
    let mut ncx = Element::new("ncx")
        .with("xmlns", "http://www.daisy.org/z3986/2005/ncx/")
        .with("version", "2005-1")
        .with("xml:lang", &metadata.language)
        .containing([
            head.into(),
            Element::new("docTitle").containing([text_of(&metadata.full_title())]).into(),
            Element::new("navMap").containing(points).into(),
        ]);
    if !pages.is_empty() {
        let targets = pages.iter().enumerate().map(|(index, page)| page_target(index, page, &mut order));
        ncx.children.push(Element::new("pageList").containing(targets.collect::<Vec<_>>()).into());
    }
    ncx
}

fn depth(entries: &[Entry]) -> usize {
    entries.iter().map(|entry| 1 + depth(&entry.children)).max().unwrap_or(0)
}

fn last_number(pages: &[Page]) -> u32 {
    pages.iter().filter_map(|(folio, _)| folio.parse().ok()).max().unwrap_or(0)
}

fn text_of(text: &str) -> Node {
    Element::new("text").text(text).into()
}

/// Numbers in reading order. Two entries that lead to one place have one number.
#[derive(Debug, Default)]
struct Order {
    points: usize,
    places: BTreeMap<String, usize>,
}

impl Order {
    fn of(&mut self, href: &str) -> String {
        let next = self.places.len() + 1;
        self.places.entry(href.to_owned()).or_insert(next).to_string()
    }
}

fn nav_point(entry: &Entry, order: &mut Order) -> Node {
    order.points += 1;
    let mut point = Element::new("navPoint")
        .with("id", format!("point-{}", order.points))
        .with("playOrder", order.of(&entry.href))
        .containing([
            Element::new("navLabel").containing([text_of(&entry.text)]).into(),
            Element::new("content").with("src", &entry.href).into(),
        ]);
    for child in &entry.children {
        point.children.push(nav_point(child, order));
    }
    point.into()
}

fn page_target(index: usize, (folio, href): &Page, order: &mut Order) -> Node {
    let kind = if folio.parse::<u32>().is_ok() { "normal" } else { "front" };
    let mut target = Element::new("pageTarget")
        .with("id", format!("page-{}", index + 1))
        .with("type", kind)
        .with("playOrder", order.of(href));
    if kind == "normal" {
        target.set("value", folio);
    }
    target
        .containing([
            Element::new("navLabel").containing([text_of(folio)]).into(),
            Element::new("content").with("src", href).into(),
        ])
        .into()
}
