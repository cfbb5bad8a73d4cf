//! From comrak's blocks to the model's.

use std::ops::Range;

use comrak::Node;
use comrak::nodes::{AlertType, NodeAlert, NodeValue};

use super::Reader;
use crate::diagnostic::Problem;
use crate::document::{Alert, AlertKind, Block, BlockKind, Formula, Inline, InlineKind};

impl<'a> Reader<'a> {
    /// The blocks within a node.
    pub(super) fn blocks(&mut self, parent: Node<'a>) -> Vec<Block> {
        let mut blocks = Vec::new();
        for node in parent.children() {
            self.push_block(node, &mut blocks);
        }
        blocks
    }

    fn push_block(&mut self, node: Node<'a>, out: &mut Vec<Block>) {
        let range = self.source.range_of(node);
        let value = node.data().value.clone();
        let kind = match value {
            NodeValue::BlockDirective(_) => return self.directive(node, &range, out),
            NodeValue::Paragraph => {
                let last_line = node.data().sourcepos.end.line;
                self.behind_definitions(node, &range, last_line, |reader| reader.paragraph(node, &range))
            }
            NodeValue::Heading(heading) => Some(self.heading(node, heading, &range)),
            NodeValue::List(list) => Some(self.list(node, list, &range)),
            NodeValue::DescriptionList => Some(self.description_list(node)),
            NodeValue::BlockQuote => {
                Some(BlockKind::Quote(self.nested(range.clone(), |reader| reader.blocks(node))))
            }
            NodeValue::Alert(alert) => Some(self.alert(node, &alert, &range)),
            NodeValue::CodeBlock(code) => Some(self.code_block(node, &code, &range)),
            NodeValue::Table(table) => Some(BlockKind::Table(self.table(node, &table, &range))),
            NodeValue::ThematicBreak => Some(BlockKind::Divider),
            NodeValue::HtmlBlock(html) => {
                self.block_html(&super::source::restored(&html.literal), &range);
                None
            }
            // Footnotes are read where they are used.
            NodeValue::FootnoteDefinition(_) => None,
            // No other block is switched on in `options`; should one come, its text is not lost.
            _ => {
                self.report(
                    Problem::error("markdown/unknown-block", "this markup has no meaning here")
                        .at(self.source.place(range.clone())),
                );
                None
            }
        };
        if let Some(kind) = kind {
            out.push(Block { kind, place: self.source.place(range) });
        }
    }

    /// Reads a paragraph or an underlined heading whose words end on line `last_line`, with the
    /// places that they have where link definitions stand before them.
    pub(super) fn behind_definitions<T>(
        &mut self,
        node: Node<'a>,
        range: &Range<usize>,
        last_line: usize,
        read: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let written = self.source.slice(range.clone());
        let may_define = written.starts_with('[') && written.contains("]:");
        let last = node.last_child().filter(|_| may_define);
        let lines = last.map_or(0, |last| last_line.saturating_sub(last.data().sourcepos.end.line));
        let before =
            if meets_table(node) { self.source.enter_cell(range) } else { self.source.enter_behind(lines) };
        let value = read(self);
        self.source.restore(before);
        value
    }

    fn paragraph(&mut self, node: Node<'a>, range: &Range<usize>) -> Option<BlockKind> {
        if Self::is_picture_paragraph(node) {
            return self.picture_paragraph(node, range);
        }
        self.report_open_formulas(node);
        let content = self.inlines(node);
        let is_display = self.source.slice(range.clone()).starts_with("$$");
        if is_display && let [Inline { kind: InlineKind::Math(math), .. }] = content.as_slice() {
            return Some(BlockKind::Formula(Formula {
                attributes: crate::document::Attributes::default(),
                latex: math.latex.trim().to_owned(),
                place: math.place.clone(),
                alternative: math.alternative.clone(),
            }));
        }
        (!content.is_empty()).then_some(BlockKind::Paragraph(content))
    }

    /// Reports each `$$` at the start of a line that no second one follows in its paragraph: it would be text.
    fn report_open_formulas(&mut self, paragraph: Node<'a>) {
        for node in paragraph.children() {
            let NodeValue::Text(text) = &node.data().value else { continue };
            let before = node.previous_sibling();
            let starts_line = before.is_none_or(|before| {
                matches!(before.data().value, NodeValue::SoftBreak | NodeValue::LineBreak)
            });
            if starts_line && text.starts_with("$$") && !text.starts_with("$$$") {
                let start = self.source.range(node.data().sourcepos).start;
                self.report(
                    Problem::error("markdown/open-formula", "this `$$` has no second one in its paragraph")
                        .at(self.source.place(start..start + 2))
                        .hint("no empty line stands between the two; dollars that readers see are `\\$\\$`"),
                );
            }
        }
    }

    fn alert(&mut self, node: Node<'a>, alert: &NodeAlert, range: &Range<usize>) -> BlockKind {
        let kind = match alert.alert_type {
            AlertType::Note => AlertKind::Note,
            AlertType::Tip => AlertKind::Tip,
            AlertType::Important => AlertKind::Important,
            AlertType::Warning => AlertKind::Warning,
            AlertType::Caution => AlertKind::Caution,
        };
        let title = alert.title.as_ref().and_then(|_| self.alert_title(range));
        let blocks = self.nested(range.clone(), |reader| reader.blocks(node));
        BlockKind::Alert(Alert { kind, title, blocks })
    }

    /// The author's title: what follows `[!NOTE]` in the first line.
    fn alert_title(&mut self, range: &Range<usize>) -> Option<Vec<crate::document::Inline>> {
        let (start, line) = self.source.lines_of(range).first().copied()?;
        let bracket = line.find("[!").and_then(|open| Some(open + line[open..].find(']')? + 1))?;
        let title = line[bracket..].trim();
        let start = start + bracket + line[bracket..].find(title)?;
        let place_of = self.source.place_of();
        let place = |part: Range<usize>| place_of(start + part.start..start + part.end);
        let (inlines, problems) = super::read_line(title, &self.file, &place);
        self.problems.extend(problems);
        Some(inlines)
    }
}

/// Whether a table begins on the line behind a paragraph: comrak takes the backslashes of `\\|` out
/// of that, too.
fn meets_table(node: Node<'_>) -> bool {
    let last_line = node.data().sourcepos.end.line;
    node.next_sibling().is_some_and(|next| {
        let next = next.data();
        matches!(next.value, NodeValue::Table(_)) && next.sourcepos.start.line == last_line + 1
    })
}
