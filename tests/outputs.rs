//! What must hold of every finished file, whatever stands in it.

use std::collections::BTreeSet;

use lopdf::content::Content;
use lopdf::{Document, Object};
use roxmltree::Node;
use satz::page::{Colour, Inventory, Space};
use satz::print::inspect;

use crate::common::{Epub, Sample};

const OPS: &str = "http://www.idpf.org/2007/ops";
const MILLIMETRE: f32 = 72.0 / 25.4;

fn screen() -> Inventory {
    inspect(&Sample::built().screen).unwrap()
}

fn print() -> Inventory {
    inspect(&Sample::built().print).unwrap()
}

fn near(one: f32, other: f32) -> bool {
    (one - other).abs() < 0.02
}

#[test]
fn the_screen_pdf_has_the_trimmed_size_and_knows_its_title_and_language() {
    let screen = screen();
    for page in &screen.pages {
        let media = page.boxes.media;
        assert!(
            near(media.width(), 105.0 * MILLIMETRE) && near(media.height(), 148.0 * MILLIMETRE),
            "{media:?}"
        );
    }
    let facts = &screen.facts;
    assert_eq!(facts.title.as_deref(), Some("Heft"));
    assert_eq!(facts.language.as_deref(), Some("de-DE"));
    assert!(facts.tagged);
    assert_eq!((facts.pdfua.as_deref(), facts.pdfa.as_deref()), (Some("1"), Some("2A")));
    assert!(screen.fonts.iter().all(|font| font.embedded && font.readable), "{:?}", screen.fonts);
    let document = Document::load_mem(&Sample::built().screen).unwrap();
    assert!(document.catalog().unwrap().has(b"Outlines"));
}

#[test]
fn each_print_page_has_trim_and_bleed_boxes_three_millimetres_apart() {
    let print = print();
    assert_eq!(print.pages.len(), screen().pages.len());
    for page in &print.pages {
        let (trim, bleed) = (page.boxes.trim.unwrap(), page.boxes.bleed.unwrap());
        assert!(
            near(trim.width(), 105.0 * MILLIMETRE) && near(trim.height(), 148.0 * MILLIMETRE),
            "{trim:?}"
        );
        let edges = [
            trim.left - bleed.left,
            trim.top - bleed.top,
            bleed.right - trim.right,
            bleed.bottom - trim.bottom,
        ];
        assert!(edges.iter().all(|edge| near(*edge, 3.0 * MILLIMETRE)), "{edges:?}");
        assert!(page.boxes.media.contains(bleed, 0.01), "{:?}", page.boxes);
        assert!(page.annotations.is_empty());
    }
}

#[test]
fn the_print_pdf_has_no_structure_no_links_and_no_rgb() {
    let print = print();
    let document = Document::load_mem(&Sample::built().print).unwrap();
    let catalog = document.catalog().unwrap();
    for key in ["StructTreeRoot", "MarkInfo", "OpenAction", "AA", "AcroForm"] {
        assert!(!catalog.has(key.as_bytes()), "{key}");
    }
    assert!(!print.facts.tagged && print.facts.actions.is_empty() && print.facts.forbidden.is_empty());
    assert_eq!(print.facts.header, "1.6");
    assert!(print.facts.pdfx.is_some_and(|version| version.starts_with("PDF/X-4")));
    assert!(print.fonts.iter().all(|font| font.embedded), "{:?}", print.fonts);
    for space in [Space::Rgb, Space::IccRgb, Space::Lab, Space::Unknown] {
        assert!(!print.spaces.contains(&space), "{:?}", print.spaces);
    }
    // Once more without satz's own reader.
    let names = document.objects.values().flat_map(names_of);
    let found: BTreeSet<String> = names.filter(|name| name.contains("RGB") || name == "Lab").collect();
    assert_eq!(found, BTreeSet::new());
    for operation in operations(&document) {
        assert!(!matches!(operation.0.as_str(), "rg" | "RG"), "{operation:?}");
    }
}

#[test]
fn black_text_prints_with_the_black_plate_alone() {
    let print = print();
    let black = Colour::Cmyk([0.0, 0.0, 0.0, 1.0]);
    let page = &print.pages[0];
    let run = page.runs.iter().find(|run| run.text.contains("Absatz")).unwrap();
    assert_eq!(run.colour, black);
    let document = Document::load_mem(&Sample::built().print).unwrap();
    let black = ("k".to_owned(), vec![0.0, 0.0, 0.0, 1.0]);
    assert!(operations(&document).contains(&black));
}

/// The operators of all content streams with their numbers.
fn operations(document: &Document) -> Vec<(String, Vec<f32>)> {
    let contents = document.get_pages().into_values().map(|id| document.get_page_content(id));
    let forms = document.objects.values().filter_map(|object| {
        let stream = object.as_stream().ok()?;
        let is_form = stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Form");
        is_form.then(|| stream.get_plain_content().unwrap())
    });
    let decoded = contents.chain(forms).flat_map(|content| Content::decode(&content).unwrap().operations);
    decoded
        .map(|operation| {
            let numbers = operation.operands.iter().filter_map(|operand| operand.as_float().ok()).collect();
            (operation.operator, numbers)
        })
        .collect()
}

/// All names in an object, those of nested objects included.
fn names_of(object: &Object) -> Vec<String> {
    match object {
        Object::Name(name) => vec![String::from_utf8_lossy(name).into_owned()],
        Object::Array(items) => items.iter().flat_map(names_of).collect(),
        Object::Dictionary(entries) => entries.iter().flat_map(|(_, value)| names_of(value)).collect(),
        Object::Stream(stream) => stream.dict.iter().flat_map(|(_, value)| names_of(value)).collect(),
        _ => Vec::new(),
    }
}

fn epub() -> Epub {
    Epub::open(&Sample::built().epub)
}

/// The path in the archive that a reference of a file leads to, and the fragment.
fn target(from: &str, reference: &str) -> (String, Option<String>) {
    let (path, fragment) = match reference.split_once('#') {
        Some((path, fragment)) => (path, Some(fragment.to_owned())),
        None => (reference, None),
    };
    if path.is_empty() {
        return (from.to_owned(), fragment);
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    (parts.join("/"), fragment)
}

fn navigation<'a>(nav: &'a roxmltree::Document<'a>, kind: &str) -> Vec<(&'a str, String)> {
    let found = nav.descendants().find(|node| node.attribute((OPS, "type")) == Some(kind));
    let links = found
        .unwrap_or_else(|| panic!("no {kind}"))
        .descendants()
        .filter(|node| node.has_tag_name_local("a"));
    links.map(|link| (link.attribute("href").unwrap(), text(link))).collect()
}

fn text(node: Node) -> String {
    node.descendants().filter(Node::is_text).filter_map(|node| node.text()).collect()
}

/// Looks at names without their namespace.
trait LocalName {
    fn has_tag_name_local(&self, name: &str) -> bool;
}

impl LocalName for Node<'_, '_> {
    fn has_tag_name_local(&self, name: &str) -> bool {
        self.is_element() && self.tag_name().name() == name
    }
}

#[test]
fn the_navigation_has_contents_landmarks_and_every_folio_in_order() {
    let epub = epub();
    let nav = epub.xml("EPUB/nav.xhtml");
    let contents: Vec<String> = navigation(&nav, "toc").into_iter().map(|(_, text)| text).collect();
    for title in ["Bestand", "Fragen", "Plan", "Zahlen"] {
        assert!(contents.iter().any(|text| text.contains(title)), "{title} is not in {contents:?}");
    }
    let folios: Vec<String> = navigation(&nav, "page-list").into_iter().map(|(_, text)| text).collect();
    let expected: Vec<String> = (1..=screen().pages.len()).map(|page| page.to_string()).collect();
    assert_eq!(folios, expected);
    let landmarks = navigation(&nav, "landmarks");
    assert!(landmarks.iter().any(|(target, _)| target.contains("01-bestand")), "{landmarks:?}");
}

#[test]
fn every_link_of_the_epub_leads_somewhere() {
    let epub = epub();
    let mut seen = 0;
    let mut across = 0;
    for path in epub.documents() {
        let document = epub.xml(path);
        for node in document.descendants() {
            for attribute in ["href", "src"] {
                let Some(reference) = node.attribute(attribute).filter(|value| !value.contains(':')) else {
                    continue;
                };
                let (file, fragment) = target(path, reference);
                assert!(epub.files.contains_key(&file), "{path}: {reference}");
                if let Some(fragment) = fragment {
                    let document = epub.xml(&file);
                    let mut nodes = document.descendants();
                    assert!(nodes.any(|node| node.attribute("id") == Some(&fragment)), "{path}: {reference}");
                }
                seen += 1;
                let both_chapters = [path, &file].iter().all(|path| path.starts_with("EPUB/text/"));
                across += usize::from(both_chapters && file != path);
            }
        }
    }
    assert!(seen > 20, "{seen}");
    assert_eq!(across, 4, "links between the two chapters");
}

#[test]
fn the_package_lists_every_file_and_no_other() {
    let epub = epub();
    let package = epub.xml("EPUB/package.opf");
    let items = package.descendants().filter(|node| node.has_tag_name_local("item"));
    let mut listed: BTreeSet<String> =
        items.map(|item| target("EPUB/package.opf", item.attribute("href").unwrap()).0).collect();
    listed.extend(["EPUB/package.opf", "META-INF/container.xml", "mimetype"].map(str::to_owned));
    assert_eq!(listed, epub.files.keys().cloned().collect());
    let cover = package
        .descendants()
        .find(|node| node.attribute("properties").is_some_and(|words| words.contains("cover-image")))
        .unwrap();
    let cover = &epub.files[&format!("EPUB/{}", cover.attribute("href").unwrap())];
    assert!(image::load_from_memory(cover).unwrap().height() > 400);
}

#[test]
fn every_footnote_leads_back_to_its_reference() {
    let epub = epub();
    let chapter = epub.xml("EPUB/text/01-bestand.xhtml");
    let kind = |wanted: &str| {
        let nodes = chapter.descendants().filter(|node| node.attribute((OPS, "type")) == Some(wanted));
        nodes.collect::<Vec<Node>>()
    };
    let (references, notes, ways_back) = (kind("noteref"), kind("footnote"), kind("backlink"));
    assert_eq!((references.len(), notes.len(), ways_back.len()), (2, 2, 2));
    for ((reference, note), back) in references.iter().zip(&notes).zip(&ways_back) {
        let id = |node: &Node| format!("#{}", node.attribute("id").unwrap());
        assert_eq!(reference.attribute("href"), Some(id(note).as_str()));
        assert_eq!(back.attribute("href"), Some(id(reference).as_str()));
        assert!(back.ancestors().any(|node| node == *note));
    }
}

#[test]
fn the_cover_is_the_first_page() {
    let cover = image::load_from_memory(&Sample::built().cover).unwrap();
    assert_eq!(cover.width(), 1600);
    let ratio = f64::from(cover.height()) / f64::from(cover.width());
    assert!((ratio - 148.0 / 105.0).abs() < 0.01, "{ratio}");
}
