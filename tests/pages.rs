//! Pages and the structure of PDFs as text: a change of layout is seen as a change of lines.

use std::fmt::Write;

use lopdf::{Dictionary, Document, Object, ObjectId};
use satz::page::{Colour, Page, Rect};
use satz::print::inspect;

use crate::common::{Sample, golden};

#[test]
fn the_pages_of_the_screen_pdf_stand_like_this() {
    golden("pages-screen.txt", &pages(&Sample::built().screen));
}

#[test]
fn the_pages_of_the_print_pdf_stand_like_this() {
    golden("pages-print.txt", &pages(&Sample::built().print));
}

#[test]
fn the_screen_pdf_is_built_like_this() {
    golden("structure-screen.txt", &structure(&Sample::built().screen));
}

#[test]
fn the_print_pdf_is_built_like_this() {
    golden("structure-print.txt", &structure(&Sample::built().print));
}

/// All pages with everything on them, one thing a line, in points from the upper left trim corner.
fn pages(pdf: &[u8]) -> String {
    let mut out = String::new();
    for (index, page) in inspect(pdf).unwrap().pages.iter().enumerate() {
        let _ = writeln!(out, "page {}", index + 1);
        describe(page, &mut out);
    }
    out
}

fn describe(page: &Page, out: &mut String) {
    let boxes = &page.boxes;
    let optional = [("crop", boxes.crop), ("bleed", boxes.bleed), ("trim", boxes.trim), ("art", boxes.art)];
    let _ = writeln!(out, "  media {}", rect(boxes.media));
    for (name, found) in optional {
        if let Some(found) = found {
            let _ = writeln!(out, "  {name} {}", rect(found));
        }
    }
    for run in &page.runs {
        let artifact = if run.artifact { " artifact" } else { "" };
        let (x, y) = (tenths(run.x), tenths(run.y));
        let (size, width) = (tenths(run.size), tenths(run.width));
        let (font, colour) = (without_tag(&run.font), colour(&run.colour));
        let _ = writeln!(out, "  text {x} {y} w={width} {font} {size} {colour}{artifact} {:?}", run.text);
    }
    for picture in &page.pictures {
        let (pixels, ppi) = (picture.pixels, picture.ppi().round());
        let _ = writeln!(
            out,
            "  picture {} {} x {} px, {ppi} ppi, {:?}",
            rect(picture.rect),
            pixels.0,
            pixels.1,
            picture.space
        );
    }
    for line in &page.lines {
        let _ =
            writeln!(out, "  line {} {} pt {}", rect(line.rect), tenths(line.width), colour(&line.colour));
    }
    for area in &page.areas {
        let _ = writeln!(out, "  area {} {}", rect(area.rect), colour(&area.colour));
    }
    for annotation in &page.annotations {
        let _ = writeln!(out, "  annotation {}", rect(*annotation));
    }
}

fn tenths(number: f32) -> String {
    // No negative zero.
    format!("{:.1}", (number * 10.0).round() / 10.0 + 0.0)
}

fn rect(rect: Rect) -> String {
    [rect.left, rect.top, rect.right, rect.bottom].map(tenths).join(" ")
}

fn colour(colour: &Colour) -> String {
    let joined = |parts: &[f32]| parts.iter().map(|part| format!("{part:.2}")).collect::<Vec<_>>().join(" ");
    match colour {
        Colour::Gray(gray) => format!("gray({gray:.2})"),
        Colour::Rgb(parts) => format!("rgb({})", joined(parts)),
        Colour::Cmyk(parts) => format!("cmyk({})", joined(parts)),
        Colour::Spot(name, tint) => format!("spot({name} {tint:.2})"),
        other => format!("{other:?}").to_lowercase(),
    }
}

/// A font's name without the six letters of its subset.
fn without_tag(name: &str) -> &str {
    name.split_once('+').map_or(name, |(_, name)| name)
}

/// What a PDF says about itself, and how it is built.
fn structure(pdf: &[u8]) -> String {
    let inventory = inspect(pdf).unwrap();
    let document = Document::load_mem(pdf).unwrap();
    let catalog = document.catalog().unwrap();
    let facts = &inventory.facts;
    let mut out = String::new();
    let _ = writeln!(out, "version {} {:?}", facts.header, facts.version);
    let _ = writeln!(out, "language {:?}\ntitle {:?}", facts.language, facts.title);
    let _ = writeln!(out, "id {} encrypted {} tagged {}", facts.id, facts.encrypted, facts.tagged);
    let _ = writeln!(out, "trapped {:?} xmp {:?}", facts.trapped, facts.xmp_trapped);
    let _ = writeln!(out, "pdfx {:?} pdfa {:?} pdfua {:?}", facts.pdfx, facts.pdfa, facts.pdfua);
    for intent in &facts.intents {
        let _ = writeln!(out, "intent {intent:?}");
    }
    for (name, found) in [("actions", &facts.actions), ("attachments", &facts.attachments)] {
        let _ = writeln!(out, "{name} {found:?}");
    }
    let _ = writeln!(out, "forbidden {:?}", facts.forbidden);
    let _ = writeln!(out, "spaces {:?}", inventory.spaces);
    for spot in &inventory.spots {
        let _ = writeln!(out, "spot {spot:?}");
    }
    for font in &inventory.fonts {
        let name = without_tag(&font.name);
        let _ = writeln!(out, "font {name} embedded {} readable {}", font.embedded, font.readable);
    }
    let mut keys: Vec<String> =
        catalog.iter().map(|(key, _)| String::from_utf8_lossy(key).into_owned()).collect();
    keys.sort();
    let _ = writeln!(out, "catalog {}", keys.join(" "));
    let _ = writeln!(out, "page labels {}", labels(&document, catalog));
    let _ = writeln!(out, "outline");
    if let Ok(outlines) = catalog.get_deref(b"Outlines", &document).and_then(Object::as_dict) {
        bookmarks(&document, outlines, 1, &mut out);
    }
    let _ = writeln!(out, "tags");
    if let Ok(root) = catalog.get_deref(b"StructTreeRoot", &document).and_then(Object::as_dict) {
        tags(&document, root, 1, &mut out);
    }
    out
}

fn labels(document: &Document, catalog: &Dictionary) -> String {
    let Ok(labels) = catalog.get_deref(b"PageLabels", document).and_then(Object::as_dict) else {
        return "none".to_owned();
    };
    let numbers = labels.get_deref(b"Nums", document).and_then(Object::as_array).unwrap();
    let texts = numbers.iter().map(|part| match document.dereference(part).unwrap().1 {
        Object::Integer(first) => format!("from {first}"),
        Object::Dictionary(label) => {
            let parts = label.iter().map(|(key, value)| {
                let value = value
                    .as_name()
                    .map(|name| String::from_utf8_lossy(name).into_owned())
                    .or_else(|_| lopdf::decode_text_string(value))
                    .unwrap_or_else(|_| format!("{value:?}"));
                format!("{}={value}", String::from_utf8_lossy(key))
            });
            parts.filter(|part| part != "Type=PageLabel").collect::<Vec<_>>().join(" ")
        }
        other => format!("{other:?}"),
    });
    texts.collect::<Vec<_>>().join(", ")
}

fn bookmarks(document: &Document, parent: &Dictionary, depth: usize, out: &mut String) {
    let mut next = parent.get(b"First").ok();
    while let Some(entry) = next {
        let entry = document.dereference(entry).unwrap().1.as_dict().unwrap();
        let title = lopdf::decode_text_string(entry.get(b"Title").unwrap()).unwrap();
        let page = page_of(document, entry).map_or("nowhere".to_owned(), |page| page.to_string());
        let _ = writeln!(out, "{}{title:?} page {page}", "  ".repeat(depth));
        bookmarks(document, entry, depth + 1, out);
        next = entry.get(b"Next").ok();
    }
}

/// The number of the page that a bookmark leads to.
fn page_of(document: &Document, bookmark: &Dictionary) -> Option<u32> {
    let action = bookmark.get_deref(b"A", document).and_then(Object::as_dict);
    let destination = bookmark
        .get_deref(b"Dest", document)
        .or_else(|_| action.and_then(|action| action.get_deref(b"D", document)))
        .ok()?;
    let target: ObjectId = destination.as_array().ok()?.first()?.as_reference().ok()?;
    document.get_pages().into_iter().find(|(_, id)| *id == target).map(|(number, _)| number)
}

/// The roles of the structure tree, indented by their depth.
fn tags(document: &Document, element: &Dictionary, depth: usize, out: &mut String) {
    let Ok(kids) = element.get_deref(b"K", document) else { return };
    let single = std::slice::from_ref(kids);
    let kids = kids.as_array().map_or(single, Vec::as_slice);
    for kid in kids {
        let Ok((_, Object::Dictionary(kid))) = document.dereference(kid) else { continue };
        let Ok(role) = kid.get(b"S").and_then(Object::as_name) else { continue };
        let _ = write!(out, "{}{}", "  ".repeat(depth), String::from_utf8_lossy(role));
        for key in ["Alt", "ActualText", "Lang", "T"] {
            if let Ok(text) = kid.get_deref(key.as_bytes(), document) {
                let _ = write!(out, " {key}={:?}", lopdf::decode_text_string(text).unwrap());
            }
        }
        out.push('\n');
        tags(document, kid, depth + 1, out);
    }
}
