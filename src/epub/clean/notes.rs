//! Notes and cited works.
//!
//! A reference is a plain link typed as one, a note is an aside in the same file with a link back: the form
//! in which reading systems show notes in a window (DAISY knowledge base, “Notes”; EPUB 3 Structural
//! Semantics, `noteref` and `footnote`).

use typst_html::{HtmlElement, HtmlNode};

use super::attribute;
use super::blocks::paragraphs;
use super::walk::Walk;
use crate::epub::xhtml::{Element, Node};

impl Walk<'_, '_> {
    /// The number in the text.
    pub(super) fn note_reference(&mut self, source: &HtmlElement, into: &mut Vec<Node>) {
        let mut sup = self.begin_unnamed(source);
        self.fill(&mut sup, &source.children);
        let Some(mut link) = first_link(sup) else { return };
        let id = self.ids.next("noteref");
        if let Some(old) = attribute(source, "id").or_else(|| link.get("id").map(str::to_owned)) {
            self.ids.rename(&old, &id);
        }
        link.attributes.retain(|(name, _)| name == "href");
        let link = link
            .with("class", "noteref")
            .with("epub:type", "noteref")
            .with("role", "doc-noteref")
            .with("id", id);
        into.push(link.into());
    }

    /// The number before a note, which leads back to the text.
    pub(super) fn backlink(&mut self, source: &HtmlElement, into: &mut Vec<Node>) {
        let mut sup = self.begin_unnamed(source);
        self.fill(&mut sup, &source.children);
        let Some(mut link) = first_link(sup) else { return };
        link.attributes.retain(|(name, _)| name == "href");
        let title = format!("{} {}", self.words.back_to_text, link.plain_text().trim());
        let link = link
            .with("class", "backlink")
            .with("epub:type", "backlink")
            .with("role", "doc-backlink")
            .with("title", title);
        into.push(link.into());
        into.push(Node::Text(" ".to_owned()));
    }

    /// Typst's list of notes at the end of a document.
    pub(super) fn chapter_notes(&mut self, source: &HtmlElement) {
        for item in items(source) {
            let id = self.ids.next("note");
            if let Some(old) = attribute(item, "id") {
                self.ids.rename(&old, &id);
            }
            let mut note = Element::new("aside")
                .with("class", "footnote")
                .with("epub:type", "footnote")
                .with("role", "doc-footnote")
                .with("id", id);
            self.fill(&mut note, &item.children);
            note.children = paragraphs(std::mem::take(&mut note.children));
            join_backlink(&mut note);
            self.notes.push(note.into());
        }
    }

    /// The notes of the chapter in a section of their own.
    pub(super) fn take_notes(&mut self) -> Vec<Node> {
        let notes = std::mem::take(&mut self.notes);
        if notes.is_empty() {
            return Vec::new();
        }
        let section = Element::new("section")
            .with("class", "footnotes")
            .with("epub:type", "footnotes")
            .with("aria-label", self.words.notes)
            .containing(notes);
        vec![section.into()]
    }

    /// The list of cited works.
    pub(super) fn bibliography(&mut self, source: &HtmlElement, into: &mut Vec<Node>) {
        let mut element = self.begin(source);
        self.in_bibliography = true;
        self.fill(&mut element, &source.children);
        self.in_bibliography = false;
        element.each_mut(&mut |part| match part.name.as_str() {
            "ul" => part.add_class("bibliography"),
            "a" if part.get("role") == Some("doc-backlink") => part.set("epub:type", "backlink"),
            _ => {}
        });
        if self.bibliography_is_chapter {
            // The chapter itself carries the type and the role.
            element.take("role");
            element.name = "div".to_owned();
        } else {
            element.set("epub:type", "bibliography");
            // A chapter may have several lists, each under its own heading.
            match self.headings.last().filter(|heading| heading.level > 1) {
                Some(heading) => element.set("aria-labelledby", heading.id.clone()),
                None => element.set("aria-label", self.words.bibliography),
            }
        }
        into.push(element.into());
    }

    /// An element whose identifier and role are replaced.
    fn begin_unnamed(&mut self, source: &HtmlElement) -> Element {
        Element::new(source.tag.resolve().to_string())
    }
}

/// The first link in an element that Typst sets around it.
fn first_link(element: Element) -> Option<Element> {
    if element.name == "a" {
        return Some(element);
    }
    element.children.into_iter().find_map(|child| match child {
        Node::Element(element) => first_link(element),
        Node::Text(_) => None,
    })
}

/// The items of the list in a section.
fn items(section: &HtmlElement) -> Vec<&HtmlElement> {
    let mut found = Vec::new();
    for node in &section.children {
        let HtmlNode::Element(element) = node else { continue };
        match element.tag.resolve().as_str() {
            "li" => found.push(element),
            "ol" | "ul" => found.extend(items(element)),
            _ => {}
        }
    }
    found
}

/// A link back that stands alone before the note's first paragraph moves into it.
fn join_backlink(note: &mut Element) {
    let is_alone = |node: &Node| {
        node.as_element().is_some_and(|paragraph| {
            let mut rest = paragraph.children.iter().filter(|child| !child.is_blank());
            let link = rest.next().and_then(Node::as_element);
            link.is_some_and(|link| link.get("role") == Some("doc-backlink")) && rest.next().is_none()
        })
    };
    if note.children.len() < 2 || !note.children.first().is_some_and(is_alone) {
        return;
    }
    if let (Node::Element(first), Some(Node::Element(second))) =
        (note.children.remove(0), note.children.first_mut())
    {
        if second.name == "p" {
            second.children.splice(0..0, first.children);
        } else {
            note.children.insert(0, first.into());
        }
    }
}
