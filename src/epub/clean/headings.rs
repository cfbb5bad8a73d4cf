//! Headings: one title for each chapter, sections below it without a gap.

use typst_html::HtmlElement;
use typst_library::foundations::StyleChain;
use typst_library::model::HeadingElem;
use typst_syntax::Span;

use super::Heading;
use super::walk::Walk;
use crate::diagnostic::Problem;
use crate::epub::xhtml::{Element, Node};

impl Walk<'_, '_> {
    /// A heading of the text. Typst keeps `h1` for a title above all chapters; a file of an EPUB has one
    /// chapter, whose title is its `h1`.
    pub(super) fn heading(&mut self, source: &HtmlElement, into: &mut Vec<Node>) {
        let Some(heading) = self.begun::<HeadingElem>() else { return };
        let level = heading.resolve_level(StyleChain::default()).get();
        if level > 6 {
            let problem =
                Problem::error("epub/deep-heading", format!("a heading of level {level} is too deep")).hint(
                    "a chapter has headings down to level 6; make it a paragraph, or split the chapter",
                );
            self.report(problem, source.span);
        }
        let level = u8::try_from(level.min(6)).unwrap_or(6);
        let mut element = self.begin(source);
        element.name = format!("h{level}");
        element.take("role");
        element.take("aria-level");
        self.fill(&mut element, &source.children);
        if heading.numbering.get_ref(StyleChain::default()).is_some() {
            mark_number(&mut element);
        }
        let id = match element.get("id") {
            Some(id) => id.to_owned(),
            None => {
                let id = self.ids.next("section");
                element.set("id", id.clone());
                id
            }
        };
        self.check_heading(&element, level, source.span);
        self.headings.push(Heading { level, id, text: element.plain_text().trim().to_owned() });
        into.push(element.into());
    }

    fn check_heading(&mut self, element: &Element, level: u8, span: Span) {
        let mut has_note = false;
        element.each(&mut |part| has_note |= part.get("role") == Some("doc-noteref"));
        if has_note {
            let problem = Problem::error("epub/note-in-heading", "a heading holds a footnote")
                .hint("set the footnote to the first sentence of the text; the contents repeat headings");
            self.report(problem, span);
        }
        let before = self.headings.last().map_or(0, |heading| heading.level);
        if level > before + 1 {
            let message = format!("a heading of level {level} follows one of level {before}");
            self.report(Problem::error("epub/skipped-heading", message), span);
        }
        if level == 1 && before > 0 {
            self.report(Problem::error("epub/second-title", "a chapter has a second title"), span);
        }
    }

    /// A title beside the chapter's own, which only a layout can have made.
    pub(super) fn second_title(&mut self, source: &HtmlElement) {
        let problem =
            Problem::error("epub/second-title", "the layout sets a title of its own into a chapter")
                .hint("`title()` belongs into pages.typ; an EPUB gets its title page from the manifest");
        self.report(problem, source.span);
    }

    /// Every chapter has a title.
    pub(super) fn check_title(&mut self) {
        if self.headings.first().is_none_or(|heading| heading.level != 1) {
            let message =
                format!("the chapter “{}” does not begin with its title", self.path.get_without_slash());
            self.shared.problems.push(Problem::error("epub/untitled-chapter", message));
        }
    }
}

/// Sets the number before a heading's text into an element of its own, so that a style can reach it.
fn mark_number(element: &mut Element) {
    let Some(Node::Text(text)) = element.children.first_mut() else { return };
    if let Some((number, rest)) = text.split_once(' ') {
        let number = Element::new("span").with("class", "heading-number").text(number);
        let rest = Node::Text(format!(" {rest}"));
        element.children.splice(0..1, [number.into(), rest]);
    }
}
