//! The small XHTML tree that chapters are cleaned into, and its writer.
//!
//! EPUB 3.3 knows content documents in XML syntax only, so every attribute has a value, every element
//! ends, and text is escaped (EPUB 3.3, section 6.1).

use std::fmt::Write;

/// The namespace of XHTML.
pub(super) const XHTML: &str = "http://www.w3.org/1999/xhtml";
/// The namespace of `epub:type`.
pub(super) const OPS: &str = "http://www.idpf.org/2007/ops";
/// The namespace of MathML.
pub(super) const MATHML: &str = "http://www.w3.org/1998/Math/MathML";

/// A node of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// Character data, not escaped.
    Text(String),
    /// An element with everything in it.
    Element(Element),
}

/// An element: its name, its attributes in the order of writing, and what it contains.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    /// The name as written, with its prefix if it has one.
    pub name: String,
    /// Names and values, not escaped.
    pub attributes: Vec<(String, String)>,
    /// The content in order.
    pub children: Vec<Node>,
}

impl Element {
    /// An element without attributes or content.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), attributes: Vec::new(), children: Vec::new() }
    }

    /// Adds an attribute, or replaces its value.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.set(name, value);
        self
    }

    /// Adds content at the end.
    #[must_use]
    pub fn containing(mut self, children: impl IntoIterator<Item = Node>) -> Self {
        self.children.extend(children);
        self
    }

    /// Adds text at the end.
    #[must_use]
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.children.push(Node::Text(text.into()));
        self
    }

    /// The value of an attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Sets an attribute's value.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        let value = value.into();
        match self.attributes.iter_mut().find(|(key, _)| key == name) {
            Some(found) => found.1 = value,
            None => self.attributes.push((name.to_owned(), value)),
        }
    }

    /// Takes an attribute away, and gives its value.
    pub fn take(&mut self, name: &str) -> Option<String> {
        let index = self.attributes.iter().position(|(key, _)| key == name)?;
        Some(self.attributes.remove(index).1)
    }

    /// Adds a class to those that the element has.
    pub fn add_class(&mut self, class: &str) {
        let classes = match self.get("class") {
            Some(found) if found.split_whitespace().any(|one| one == class) => return,
            Some(found) => format!("{found} {class}"),
            None => class.to_owned(),
        };
        self.set("class", classes);
    }

    /// All character data in the element, in order.
    pub fn plain_text(&self) -> String {
        let mut text = String::new();
        self.each_text(&mut |part| text.push_str(part));
        text
    }

    fn each_text(&self, visit: &mut impl FnMut(&str)) {
        for child in &self.children {
            match child {
                Node::Text(text) => visit(text),
                Node::Element(element) => element.each_text(visit),
            }
        }
    }

    /// Visits this element and every element in it, outer ones first.
    pub fn each(&self, visit: &mut impl FnMut(&Element)) {
        visit(self);
        for child in &self.children {
            if let Node::Element(element) = child {
                element.each(visit);
            }
        }
    }

    /// Visits this element and every element in it to change it, outer ones first.
    pub fn each_mut(&mut self, visit: &mut impl FnMut(&mut Element)) {
        visit(self);
        for child in &mut self.children {
            if let Node::Element(element) = child {
                element.each_mut(visit);
            }
        }
    }
}

impl From<Element> for Node {
    fn from(element: Element) -> Self {
        Self::Element(element)
    }
}

impl Node {
    /// Whether the node is text of nothing but white space.
    pub fn is_blank(&self) -> bool {
        matches!(self, Self::Text(text) if text.trim().is_empty())
    }

    /// The element, if the node is one.
    pub fn as_element(&self) -> Option<&Element> {
        match self {
            Self::Element(element) => Some(element),
            Self::Text(_) => None,
        }
    }

    /// The element, to be changed, if the node is one.
    pub(super) fn as_element_mut(&mut self) -> Option<&mut Element> {
        match self {
            Self::Element(element) => Some(element),
            Self::Text(_) => None,
        }
    }
}

/// Writes a whole content document: prologue, head with title and style sheet, and the body.
///
/// `language` is a BCP 47 tag; `stylesheet` is the path from the document.
pub(super) fn document(language: &str, title: &str, stylesheet: &str, body: &Element) -> String {
    let head = Element::new("head").containing([
        Element::new("meta").with("charset", "utf-8").into(),
        Element::new("title").text(title).into(),
        Element::new("link")
            .with("rel", "stylesheet")
            .with("type", "text/css")
            .with("href", stylesheet)
            .into(),
    ]);
    let html = Element::new("html")
        .with("xmlns", XHTML)
        .with("xmlns:epub", OPS)
        .with("lang", language)
        .with("xml:lang", language)
        .containing([head.into(), body.clone().into()]);
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE html>\n");
    write_element(&mut text, &html, Syntax::Xhtml);
    text.push('\n');
    text
}

/// Writes a page of HTML that stands by itself, with its styles in its head. It is well-formed XML, too.
pub fn html_page(language: &str, title: &str, style: &str, body: Element) -> String {
    let viewport = "width=device-width, initial-scale=1";
    let head = Element::new("head").containing([
        Element::new("meta").with("charset", "utf-8").into(),
        Element::new("meta").with("name", "viewport").with("content", viewport).into(),
        Element::new("title").text(title).into(),
        Element::new("style").text(style).into(),
    ]);
    let html = Element::new("html").with("lang", language).containing([head.into(), body.into()]);
    let mut text = String::from("<!DOCTYPE html>\n");
    write_element(&mut text, &html, Syntax::Xhtml);
    text.push('\n');
    text
}

/// Writes a file that is XML but not XHTML.
pub fn xml(root: &Element) -> String {
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    write_element(&mut text, root, Syntax::Xml);
    text.push('\n');
    text
}

/// How elements without content are written, and where lines may break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Syntax {
    /// As HTML would read it, too.
    Xhtml,
    /// Any element without content ends itself; elements among elements get lines.
    Xml,
}

/// Elements that HTML knows without an end tag.
const VOID: [&str; 7] = ["br", "hr", "img", "meta", "link", "wbr", "col"];

/// Elements between whose children white space has no meaning, so that each gets its own line.
const STRUCTURAL: [&str; 22] = [
    "html",
    "head",
    "body",
    "section",
    "header",
    "nav",
    "ol",
    "ul",
    "dl",
    "table",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "figure",
    "aside",
    "blockquote",
    "article",
    "div",
    "main",
    "details",
    "footer",
];

fn write_element(out: &mut String, element: &Element, syntax: Syntax) {
    let _ = write!(out, "<{}", element.name);
    for (name, value) in &element.attributes {
        let _ = write!(out, " {name}=\"");
        escape(out, value, true);
        out.push('"');
    }
    let is_void = syntax == Syntax::Xml || VOID.contains(&element.name.as_str());
    if element.children.is_empty() && is_void {
        out.push_str("/>");
        if element.name == "br" {
            // Systems that drop the break still keep its words apart.
            out.push('\n');
        }
        return;
    }
    out.push('>');
    let lines = match syntax {
        Syntax::Xml => element.children.iter().all(|child| child.as_element().is_some()),
        Syntax::Xhtml => {
            STRUCTURAL.contains(&element.name.as_str())
                && element.children.iter().all(|child| child.is_blank() || is_block(child))
        }
    };
    for child in &element.children {
        if lines && child.is_blank() {
            continue;
        }
        if lines {
            out.push('\n');
        }
        match child {
            Node::Text(text) => escape(out, text, false),
            Node::Element(child) => write_element(out, child, syntax),
        }
    }
    if lines && !element.children.is_empty() {
        out.push('\n');
    }
    let _ = write!(out, "</{}>", element.name);
}

fn is_block(node: &Node) -> bool {
    node.as_element()
        .is_some_and(|element| !is_phrasing(&element.name) || element.get("role") == Some("doc-pagebreak"))
}

/// Whether an element may stand among words (HTML, phrasing content).
pub(super) fn is_phrasing(name: &str) -> bool {
    const PHRASING: [&str; 35] = [
        "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "data", "del", "dfn", "em", "i", "img", "ins",
        "kbd", "mark", "math", "q", "ruby", "rt", "rp", "s", "samp", "small", "span", "strong", "sub", "sup",
        "svg", "time", "u", "var", "wbr", "label",
    ];
    PHRASING.contains(&name)
}

/// Escapes text, and leaves out the characters that XML 1.0 cannot hold.
fn escape(out: &mut String, text: &str, attribute: bool) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if attribute => out.push_str("&quot;"),
            '\n' | '\t' if attribute => {
                let _ = write!(out, "&#{};", character as u32);
            }
            '\n' | '\t' => out.push(character),
            '\u{fffe}' | '\u{ffff}' => {}
            _ if character.is_control() && (character as u32) < 0x20 => {}
            _ => out.push(character),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_attribute_has_a_value_and_every_element_ends() {
        let body = Element::new("body").containing([
            Element::new("p").text("a < b & \"c\"").containing([Element::new("br").into()]).into(),
            Element::new("p").containing([Element::new("img").with("alt", "").into()]).into(),
            Element::new("td").into(),
        ]);
        let mut text = String::new();
        write_element(&mut text, &body, Syntax::Xhtml);
        assert_eq!(
            text,
            "<body>\n<p>a &lt; b &amp; \"c\"<br/>\n</p>\n<p><img alt=\"\"/></p>\n<td></td>\n</body>"
        );
    }

    #[test]
    fn what_xml_cannot_hold_is_left_out() {
        let mut text = String::new();
        escape(&mut text, "a\u{8}b\u{ffff}]]>", false);
        assert_eq!(text, "ab]]&gt;");
    }
}
