//! The text that is read, and the ways from comrak's positions to offsets and to places.

use std::ops::Range;

use comrak::Node;
use comrak::nodes::{NodeValue, Sourcepos};

use super::PlaceOf;
use super::prepare::{COLON, OPENERS, STAR};
use crate::diagnostic::Place;

/// The expanded text with its lines.
pub(super) struct Source<'a> {
    text: &'a str,
    /// The offset of each line that comrak saw.
    lines: Vec<usize>,
    /// How many bytes stand before the text in comrak's first line.
    shift: usize,
    correction: Correction,
    place_of: PlaceOf<'a>,
}

/// How comrak's positions within the block that is read differ from the author's.
#[derive(Default)]
pub(super) struct Correction {
    /// The offsets of the backslashes of `\\|` in a cell. comrak takes them out before it counts
    /// columns.
    escaped_pipes: Vec<usize>,
    /// The lines of link definitions at the start of a paragraph. comrak takes them out before it
    /// counts lines.
    lines: usize,
}

impl<'a> Source<'a> {
    /// A text of which comrak saw what stands from `start` on.
    pub(super) fn new(text: &'a str, start: usize, place_of: PlaceOf<'a>) -> Self {
        let mut lines = vec![start];
        let bytes = text.as_bytes();
        for (offset, byte) in bytes.iter().enumerate().skip(start) {
            let ends = match byte {
                b'\n' => true,
                b'\r' => bytes.get(offset + 1) != Some(&b'\n'),
                _ => false,
            };
            if ends {
                lines.push(offset + 1);
            }
        }
        Self { text, lines, shift: 0, correction: Correction::default(), place_of }
    }

    /// A line that comrak saw behind the guard of [`prepare::line`](super::prepare::line).
    pub(super) fn of_line(text: &'a str, place_of: PlaceOf<'a>) -> Self {
        let shift = super::prepare::GUARD.len();
        Self { text, lines: vec![0], shift, correction: Correction::default(), place_of }
    }

    /// Says that the nodes to come are those of a table's cell; gives what was true before.
    pub(super) fn enter_cell(&mut self, cell: &Range<usize>) -> Correction {
        let escapes = self.slice(cell.clone()).match_indices("\\|");
        let escaped_pipes = escapes.map(|(offset, _)| cell.start + offset).collect();
        self.restore(Correction { escaped_pipes, lines: 0 })
    }

    /// Says that so many lines of definitions stand before the nodes to come; gives what was true
    /// before.
    pub(super) fn enter_behind(&mut self, lines: usize) -> Correction {
        self.restore(Correction { escaped_pipes: Vec::new(), lines })
    }

    /// Says that something else is true of the nodes to come.
    pub(super) fn restore(&mut self, correction: Correction) -> Correction {
        std::mem::replace(&mut self.correction, correction)
    }

    /// An offset with the backslashes that comrak left out before it on its line.
    fn with_escapes(&self, offset: usize) -> usize {
        let is_before = |pipe: usize, offset: usize| {
            let between = self.text.as_bytes().get(pipe..offset);
            between.is_some_and(|between| !between.is_empty() && !between.contains(&b'\n'))
        };
        let pipes = self.correction.escaped_pipes.iter();
        pipes.fold(offset, |offset, &pipe| offset + usize::from(is_before(pipe, offset)))
    }

    /// The byte range of a node: comrak counts lines and byte columns from 1, ends included.
    pub(super) fn range(&self, position: Sourcepos) -> Range<usize> {
        let lines = self.correction.lines;
        let start = self.offset(position.start.line + lines, position.start.column.saturating_sub(1));
        let end = self.offset(position.end.line + lines, position.end.column);
        start..end.max(start)
    }

    /// The byte range of a block. comrak ends one too early where a directive's fence closes it, so
    /// it goes at least to the end of what stands in it.
    pub(super) fn range_of(&self, block: Node<'_>) -> Range<usize> {
        let range = self.range(block.data().sourcepos);
        let last = std::iter::successors(block.last_child(), |node| node.last_child());
        let end = last.map(|node| self.range(node.data().sourcepos).end).max();
        range.start..end.map_or(range.end, |end| end.max(range.end))
    }

    fn offset(&self, line: usize, column: usize) -> usize {
        let start = self.lines.get(line.saturating_sub(1)).copied().unwrap_or(self.text.len());
        let column = (start + column).saturating_sub(self.shift);
        let mut offset = self.with_escapes(column).min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }

    /// The text of a range.
    pub(super) fn slice(&self, range: Range<usize>) -> &'a str {
        self.text.get(range).unwrap_or_default()
    }

    /// A line of a node, from its start, with spaces in the places of the signs of the quotations around: only
    /// comrak's own blocks come without them.
    pub(super) fn unquoted(&self, node: Node<'_>, line: &str) -> String {
        let is_quotation =
            |node: &Node<'_>| matches!(node.data().value, NodeValue::BlockQuote | NodeValue::Alert(_));
        let mut left = node.ancestors().filter(is_quotation).count();
        let start = line.len() - line.trim_start_matches([' ', '\t', '>']).len();
        let blanks = line[..start].chars().map(|sign| match sign {
            '>' if left > 0 => {
                left -= 1;
                ' '
            }
            sign => sign,
        });
        blanks.chain(line[start..].chars()).collect()
    }

    /// The whole text.
    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    /// The lines from the one that holds `range.start` to the one that holds its end, each with
    /// its offset and without its line end.
    pub(super) fn lines_of(&self, range: &Range<usize>) -> Vec<(usize, &'a str)> {
        let first = self.lines.partition_point(|&start| start <= range.start).saturating_sub(1);
        let last = self.lines.partition_point(|&start| start < range.end.max(range.start + 1));
        (first..last)
            .map(|line| {
                let start = self.lines[line];
                let end = self.lines.get(line + 1).copied().unwrap_or(self.text.len());
                (start, self.slice(start..end).trim_end_matches(['\n', '\r']))
            })
            .collect()
    }

    /// The author's place of a range.
    pub(super) fn place(&self, range: Range<usize>) -> Place {
        (self.place_of)(range)
    }

    /// The place of the start of the text.
    pub(super) fn start(&self) -> Place {
        let start = self.lines.first().copied().unwrap_or_default();
        self.place(start..start)
    }

    /// The way from ranges to places, for readers of parts.
    pub(super) fn place_of(&self) -> PlaceOf<'a> {
        self.place_of
    }
}

/// Turns the stand-ins of [`prepare`](super::prepare) back into what the author wrote.
pub(super) fn restored(text: &str) -> String {
    restored_but_stars(text).replace(STAR, "*")
}

/// Turns all stand-ins back but for that of a star, which is a letter.
pub(super) fn restored_but_stars(text: &str) -> String {
    let opener = |letter: char| OPENERS.iter().find(|(_, stands)| *stands == letter).map(|(sign, _)| *sign);
    text.chars().map(|letter| if letter == COLON { ':' } else { opener(letter).unwrap_or(letter) }).collect()
}
