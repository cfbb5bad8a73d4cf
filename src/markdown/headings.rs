//! Headings: one title for each file, and no level left out.

use std::ops::Range;

use comrak::Node;
use comrak::nodes::NodeHeading;

use super::Reader;
use super::attributes::Allowed;
use crate::diagnostic::Problem;
use crate::document::{Block, BlockKind, Heading, Node as Part, plain_text, walk};

const HEADING: Allowed =
    Allowed { what: "a heading", id: true, classes: Some(&["unnumbered"]), keys: &["index"] };

impl<'a> Reader<'a> {
    pub(super) fn heading(
        &mut self,
        node: Node<'a>,
        heading: NodeHeading,
        range: &Range<usize>,
    ) -> BlockKind {
        // An underlined heading may be several lines long, and its attributes end the last but one.
        let mut text = range.clone();
        if heading.setext {
            let lines = self.source.lines_of(range);
            text.end = lines.last().map_or(range.end, |(start, _)| (*start).max(range.start));
        }
        let attributes = match node.data().attrs {
            Some(_) => self.trailing_attributes(&text).map(|parsed| parsed.attributes),
            None => None,
        };
        let attributes = attributes.unwrap_or_default();
        self.allow(&attributes, &HEADING);
        let last_line = node.data().sourcepos.end.line - usize::from(heading.setext);
        let content = self.behind_definitions(node, range, last_line, |reader| reader.inlines(node));
        self.check_heading_text(&content, range);
        self.refuse_footnotes(&content);
        BlockKind::Heading(Heading { level: heading.level, attributes, content })
    }

    fn check_heading_text(&mut self, content: &[crate::document::Inline], range: &Range<usize>) {
        let text = plain_text(content);
        if text.trim().is_empty() {
            self.report(
                Problem::error("markdown/empty-heading", "this heading has no text")
                    .at(self.source.place(range.clone())),
            );
        }
        let braces = text.rfind(" {").filter(|_| text.ends_with('}'));
        let looks_meant = braces.is_some_and(|brace| text[brace + 2..].starts_with(['#', '.']));
        if looks_meant && let Some(brace) = self.source.slice(range.clone()).rfind('{') {
            let malformed = super::attributes::Malformed {
                offset: range.end,
                message: "an id is letters, digits and hyphens".to_owned(),
            };
            self.report_malformed(range.start + brace, &malformed);
        }
    }

    /// Checks the order of a chapter's headings.
    pub(super) fn check_headings(&mut self, blocks: &[Block]) {
        let mut found = Vec::new();
        walk(blocks, &mut |part| {
            if let Part::Block(block) = part
                && let BlockKind::Heading(heading) = &block.kind
            {
                found.push((heading.level, block.place.clone()));
            }
        });
        let starts_with_title = matches!(
            blocks.first().map(|block| &block.kind),
            Some(BlockKind::Heading(heading)) if heading.level == 1
        );
        if !starts_with_title {
            let place = blocks.first().map_or_else(|| self.source.start(), |block| block.place.clone());
            self.report(
                Problem::error("markdown/title", "the chapter does not start with its title")
                    .at(place)
                    .hint("begin the file with a line `# Title`"),
            );
        }
        let mut titles = found.iter().filter(|(level, _)| *level == 1);
        if let Some((_, first)) = titles.next() {
            for (_, second) in titles {
                self.problems.push(
                    Problem::error("markdown/title", "a file has only one title")
                        .at(second.clone())
                        .label(first.clone(), "the title stands here")
                        .hint("write `##` for a section, or put the chapter into a file of its own"),
                );
            }
        }
        for ((above, _), (level, place)) in found.iter().zip(found.iter().skip(1)) {
            if *level > above + 1 {
                let expected = "#".repeat(usize::from(above + 1));
                let message = format!("this heading is of level {level}, after one of level {above}");
                self.problems.push(
                    Problem::error("markdown/heading-level", message)
                        .at(place.clone())
                        .hint(format!("write `{expected}`: no level may be left out")),
                );
            }
        }
    }
}
