//! SVG, a drawing that could be a program: what may stand in it, and how large it is.
//!
//! A drawing may refer only to itself. Nothing that it names is fetched or read, so a reference that
//! leads outside would be lost in print at best, and leak or track at worst.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::colour::Model;
use crate::diagnostic::{Outcome, Problem, outcome};

use super::Format;
use super::probe::{Icc, Probe, broken};

/// Nesting beyond this is no drawing but an attack on the reader's stack.
const DEPTH: usize = 200;
/// Elements beyond this take minutes to draw.
const ELEMENTS: usize = 500_000;

/// Reads an SVG, refuses what is unsafe and finds its size in CSS pixels (1/96 inch).
pub(super) fn probe(bytes: &[u8], name: &str) -> Outcome<Probe> {
    let text = std::str::from_utf8(bytes).map_err(|_| vec![broken(name, "it is not UTF-8 text")])?;
    let mut scan = Scan { name, problems: Vec::new(), size: None, elements: 0, in_style: false };
    scan.run(text.trim_start_matches('\u{feff}'));
    let (width, height) = scan.size.unwrap_or((300.0, 150.0));
    let probe = Probe { format: Format::Svg, width, height, alpha: true, model: Model::Rgb, icc: Icc::None };
    if scan.size.is_none() && scan.problems.is_empty() {
        scan.problems.push(broken(name, "it has no `svg` element"));
    }
    outcome(probe, scan.problems)
}

struct Scan<'a> {
    name: &'a str,
    problems: Vec<Problem>,
    size: Option<(f64, f64)>,
    elements: usize,
    in_style: bool,
}

impl Scan<'_> {
    fn run(&mut self, text: &str) {
        let mut reader = Reader::from_str(text);
        let mut depth = 0usize;
        loop {
            match reader.read_event() {
                Ok(Event::Start(element)) => {
                    depth += 1;
                    self.element(&element);
                    self.in_style = element.local_name().as_ref() == "style";
                }
                Ok(Event::Empty(element)) => self.element(&element),
                Ok(Event::End(_)) => {
                    depth = depth.saturating_sub(1);
                    self.in_style = false;
                }
                Ok(Event::Text(content)) if self.in_style => self.style(&content.xml10_content()),
                Ok(Event::CData(content)) if self.in_style => self.style(&content.xml10_content()),
                Ok(Event::DocType(declaration)) => self.doctype(&declaration.xml10_content()),
                Ok(Event::GeneralRef(reference)) => {
                    let entity = reference.into_inner();
                    if !is_plain_entity(&entity) {
                        self.entity(&format!("the entity `&{entity};`"));
                    }
                }
                Ok(Event::PI(instruction)) if instruction.target() == "xml-stylesheet" => {
                    self.external("a style sheet of its own file");
                }
                Ok(Event::Eof) if depth > 0 => {
                    return self.problems.push(broken(self.name, "it ends too early"));
                }
                Ok(Event::Eof) => return,
                Ok(_) => {}
                Err(_) => return self.problems.push(broken(self.name, "it is not well-formed XML")),
            }
            if depth > DEPTH || self.elements > ELEMENTS {
                let message = format!(
                    "`{}` has more than {ELEMENTS} elements, or more than {DEPTH} inside each other",
                    self.name
                );
                return self.problems.push(Problem::error("picture/too-large", message));
            }
        }
    }

    fn element(&mut self, element: &BytesStart<'_>) {
        self.elements += 1;
        let local = element.local_name();
        let tag: &str = local.as_ref();
        if self.elements == 1 {
            if tag != "svg" {
                self.problems.push(broken(self.name, "its outermost element is not `svg`"));
            }
            self.size = Some(size(element));
        }
        if matches!(
            tag,
            "script" | "foreignObject" | "iframe" | "embed" | "object" | "audio" | "video" | "handler"
        ) {
            self.external(&format!("the element `{tag}`"));
        }
        for attribute in element.attributes() {
            let Ok(attribute) = attribute else {
                return self.problems.push(broken(self.name, "it is not well-formed XML"));
            };
            let local = attribute.key.local_name();
            let key: &str = local.as_ref();
            let Ok(value) = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0) else {
                self.entity(&format!("an entity in the attribute `{key}`"));
                continue;
            };
            self.attribute(key, value.trim());
        }
    }

    fn attribute(&mut self, key: &str, value: &str) {
        if key.len() > 2 && key.starts_with("on") {
            self.external(&format!("the script in the attribute `{key}`"));
        } else if matches!(key, "href" | "src" | "base") {
            if !(value.starts_with('#') || value.is_empty() || is_embedded_picture(value)) {
                self.external(&format!("`{key}=\"{}\"`", short(value)));
            }
        } else {
            self.style(value);
        }
    }

    /// Looks for references in CSS: `url(…)` must lead inside the drawing, and nothing is imported.
    fn style(&mut self, css: &str) {
        let lower = css.to_ascii_lowercase();
        if lower.contains("@import") {
            self.external("`@import` in its style");
        }
        for part in lower.split("url(").skip(1) {
            let target = part.trim_start().trim_start_matches(['"', '\'']);
            if !target.starts_with('#') && !is_embedded_picture(target) {
                self.external(&format!(
                    "`url({})`",
                    short(target.split([')', '"', '\'']).next().unwrap_or_default())
                ));
            }
        }
    }

    /// The document type that drawing programs write is harmless: nobody fetches it. Anything inside
    /// brackets could declare entities, which grow without bounds.
    fn doctype(&mut self, declaration: &str) {
        let known = declaration.trim_start().starts_with("svg") && declaration.contains("-//W3C//DTD SVG");
        if declaration.contains('[') || !(known || declaration.trim() == "svg") {
            self.entity("a DOCTYPE with declarations");
        }
    }

    fn entity(&mut self, found: &str) {
        let message = format!("`{}` contains {found}, which satz does not read", self.name);
        self.problem("picture/svg-entities", message, "Save the drawing as plain SVG, without a DOCTYPE.");
    }

    fn external(&mut self, found: &str) {
        let message = format!("`{}` contains {found}; a drawing may only refer to itself", self.name);
        self.problem(
            "picture/svg-external",
            message,
            "Embed what the drawing needs, and save it as plain SVG.",
        );
    }

    /// Adds a problem once: a drawing often repeats the same fault.
    fn problem(&mut self, code: &'static str, message: String, hint: &str) {
        if !self.problems.iter().any(|problem| problem.message == message) {
            self.problems.push(Problem::error(code, message).hint(hint));
        }
    }
}

fn is_plain_entity(entity: &str) -> bool {
    matches!(entity, "lt" | "gt" | "amp" | "apos" | "quot") || entity.starts_with('#')
}

/// A picture of pixels inside the drawing; another SVG inside would escape this scan.
fn is_embedded_picture(value: &str) -> bool {
    ["data:image/png", "data:image/jpeg", "data:image/jpg", "data:image/webp", "data:image/gif"]
        .iter()
        .any(|kind| value.get(..kind.len()).is_some_and(|start| start.eq_ignore_ascii_case(kind)))
}

fn short(value: &str) -> String {
    let mut short: String = value.chars().take(60).collect();
    if short.len() < value.len() {
        short.push('…');
    }
    short
}

/// The size of the outermost element: `width` and `height`, else those of the `viewBox`, else the
/// 300 × 150 of CSS for replaced elements.
fn size(element: &BytesStart<'_>) -> (f64, f64) {
    let value = |key: &str| {
        element.try_get_attribute(key).ok().flatten().map(|attribute| attribute.value.trim().to_owned())
    };
    let view: Option<Vec<f64>> = value("viewBox")
        .map(|list| list.split([' ', ',', '\t', '\n']).filter_map(|part| part.parse().ok()).collect());
    let view =
        view.filter(|view| view.len() == 4 && view[2] > 0.0 && view[3] > 0.0).map(|view| (view[2], view[3]));
    let width = value("width").and_then(|value| pixels(&value));
    let height = value("height").and_then(|value| pixels(&value));
    match (width, height, view) {
        (Some(width), Some(height), _) => (width, height),
        (Some(width), None, Some((w, h))) => (width, width * h / w),
        (None, Some(height), Some((w, h))) => (height * w / h, height),
        (_, _, Some(view)) => view,
        (width, height, None) => (width.unwrap_or(300.0), height.unwrap_or(150.0)),
    }
}

/// A length of SVG in CSS pixels; `None` for percentages and anything unknown.
fn pixels(length: &str) -> Option<f64> {
    let digits = length.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
    let factor = match &length[digits.len()..] {
        "" | "px" => 1.0,
        "pt" => 96.0 / 72.0,
        "pc" => 16.0,
        "mm" => 96.0 / 25.4,
        "cm" => 96.0 / 2.54,
        "in" => 96.0,
        _ => return None,
    };
    digits
        .trim()
        .parse::<f64>()
        .ok()
        .map(|number| number * factor)
        .filter(|pixels| *pixels > 0.0 && pixels.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(svg: &str) -> Vec<String> {
        match probe(svg.as_bytes(), "x.svg") {
            Ok(_) => Vec::new(),
            Err(problems) => problems.iter().map(|problem| problem.code.to_string()).collect(),
        }
    }

    fn inside(content: &str) -> String {
        format!(
            "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' width='10' height='10'>{content}</svg>"
        )
    }

    #[test]
    fn a_plain_drawing_is_taken() {
        for content in [
            "<path d='M0 0' fill='url(#a)' style='stroke:url( \"#b\" )'/>",
            "<use xlink:href='#a'/><image href='data:image/png;base64,AAAA'/>",
            "<style><![CDATA[.a{fill:#fff}]]></style><text>a &amp; b &#228;</text>",
            "<metadata>http://example.org</metadata>",
        ] {
            assert_eq!(codes(&inside(content)), [""; 0], "{content}");
        }
    }

    #[test]
    fn the_document_type_of_drawing_programs_is_taken() {
        let doctype = "<?xml version='1.0'?>\n<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">\n";
        assert_eq!(codes(&format!("{doctype}{}", inside(""))), [""; 0]);
    }

    #[test]
    fn entities_are_refused() {
        let bomb =
            format!("<!DOCTYPE svg [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]>{}", inside("<text>&b;</text>"));
        assert_eq!(codes(&bomb), ["picture/svg-entities"; 2]);
        assert_eq!(codes(&inside("<path d='&x;'/>")), ["picture/svg-entities"]);
        let foreign = format!("<!DOCTYPE svg SYSTEM 'file:///etc/passwd'>{}", inside(""));
        assert_eq!(codes(&foreign), ["picture/svg-entities"]);
    }

    #[test]
    fn what_leads_outside_is_refused() {
        for content in [
            "<image href='photo.jpg'/>",
            "<image xlink:href='file:///etc/passwd'/>",
            "<use href='https://example.org/a.svg#b'/>",
            "<image href='data:image/svg+xml;base64,AAAA'/>",
            "<rect fill='url(http://example.org/a.svg#b)'/>",
            "<style>@import 'a.css';</style>",
            "<style>.a{fill:url(other.svg#b)}</style>",
            "<script>alert(1)</script>",
            "<rect onclick='alert(1)'/>",
            "<foreignObject/>",
        ] {
            assert_eq!(codes(&inside(content)), ["picture/svg-external"], "{content}");
        }
        let sheet = format!("<?xml-stylesheet href='a.css'?>{}", inside(""));
        assert_eq!(codes(&sheet), ["picture/svg-external"]);
    }

    #[test]
    fn what_is_no_drawing_is_broken() {
        for text in ["<svg><g></svg>", "<html/>", "<?xml version='1.0'?>", "<svg", "<svg>"] {
            assert_eq!(codes(text), ["picture/broken"], "{text}");
        }
        assert_eq!(codes(&"<svg>".repeat(300)), ["picture/too-large"]);
    }

    #[test]
    fn the_size_comes_from_attributes_or_the_view_box() {
        for (attributes, expected) in [
            ("width='20mm' height='10mm'", (75.59, 37.80)),
            ("width='100' viewBox='0 0 50 25'", (100.0, 50.0)),
            ("viewBox='0,0,50,25'", (50.0, 25.0)),
            ("width='100%' height='100%' viewBox='0 0 5 4'", (5.0, 4.0)),
            ("", (300.0, 150.0)),
        ] {
            let found = probe(format!("<svg {attributes}/>").as_bytes(), "x").unwrap().value;
            assert!(
                (found.width - expected.0).abs() < 0.01 && (found.height - expected.1).abs() < 0.01,
                "{attributes}: {found:?}"
            );
        }
    }
}
