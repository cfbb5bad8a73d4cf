//! Code blocks and formulas within a line.

use std::ops::Range;

use comrak::Node;
use comrak::nodes::NodeCodeBlock;

use super::Reader;
use super::attributes::Allowed;
use super::source::restored;
use crate::diagnostic::Problem;
use crate::document::{BlockKind, CodeBlock, Math};

const CODE: Allowed = Allowed { what: "a code block", id: true, classes: Some(&[]), keys: &[] };

impl<'a> Reader<'a> {
    pub(super) fn code_block(
        &mut self,
        node: Node<'a>,
        code: &NodeCodeBlock,
        range: &Range<usize>,
    ) -> BlockKind {
        let lines = self.source.lines_of(range);
        let attributes = match (&node.data().attrs, lines.first()) {
            (Some(_), Some((start, line))) => self.trailing_attributes(&(*start..start + line.len())),
            _ => None,
        };
        let attributes = attributes.map(|parsed| parsed.attributes).unwrap_or_default();
        self.allow(&attributes, &CODE);
        if code.fenced && !code.closed {
            self.report(
                Problem::error("markdown/unclosed-code", "this code block has no end")
                    .at(self.source.place(range.start..range.start + code.fence_length))
                    .hint("close it with a line of as many backticks"),
            );
        }
        let info = restored(&code.info);
        let language = info.split_whitespace().next().map(str::to_owned);
        let text = restored(&code.literal);
        let text = text.strip_suffix('\n').unwrap_or(&text).to_owned();
        BlockKind::Code(CodeBlock { language, text, attributes })
    }

    /// The formula of a range that starts and ends with its dollars.
    pub(super) fn math(&mut self, node: Node<'a>, range: &Range<usize>) -> Math {
        let written = self.source.slice(range.clone());
        let dollars = written.bytes().take_while(|&byte| byte == b'$').count();
        let inner = range.start + dollars..(range.end.saturating_sub(dollars)).max(range.start + dollars);
        let lines = self.source.slice(inner.clone()).split_inclusive('\n').enumerate();
        let line = |(index, line): (usize, &str)| match index {
            0 => line.to_owned(),
            _ => self.source.unquoted(node, line),
        };
        Math { latex: lines.map(line).collect(), place: self.source.place(inner), alternative: None }
    }
}
