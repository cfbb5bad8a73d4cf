//! The text that is read, and the ways from comrak's positions to offsets and to places.

use std::ops::Range;

use comrak::nodes::Sourcepos;

use super::PlaceOf;
use super::prepare::{COLON, STAR};
use crate::diagnostic::Place;

/// The expanded text with its lines.
pub(super) struct Source<'a> {
    text: &'a str,
    /// The offset of each line that comrak saw.
    lines: Vec<usize>,
    /// How many bytes stand before the text in comrak's first line.
    shift: usize,
    /// The offsets of the backslashes of `\\|` in the cell that is read. comrak takes them out
    /// before it counts columns.
    escaped_pipes: Vec<usize>,
    place_of: PlaceOf<'a>,
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
        Self { text, lines, shift: 0, escaped_pipes: Vec::new(), place_of }
    }

    /// A line that comrak saw behind the guard of [`prepare::line`](super::prepare::line).
    pub(super) fn of_line(text: &'a str, place_of: PlaceOf<'a>) -> Self {
        let shift = super::prepare::GUARD.len();
        Self { text, lines: vec![0], shift, escaped_pipes: Vec::new(), place_of }
    }

    /// Says that the nodes to come are those of a table's cell.
    pub(super) fn enter_cell(&mut self, cell: &Range<usize>) {
        let escapes = self.slice(cell.clone()).match_indices("\\|");
        self.escaped_pipes = escapes.map(|(offset, _)| cell.start + offset).collect();
    }

    /// Says that the cell has ended.
    pub(super) fn leave_cell(&mut self) {
        self.escaped_pipes.clear();
    }

    /// An offset in a cell with the backslashes that comrak left out before it.
    fn in_cell(&self, offset: usize) -> usize {
        self.escaped_pipes.iter().fold(offset, |offset, &pipe| offset + usize::from(pipe < offset))
    }

    /// The byte range of a node: comrak counts lines and byte columns from 1, ends included.
    pub(super) fn range(&self, position: Sourcepos) -> Range<usize> {
        let start = self.offset(position.start.line, position.start.column.saturating_sub(1));
        let end = self.offset(position.end.line, position.end.column);
        let (start, end) = (self.in_cell(start), self.in_cell(end));
        start..end.max(start)
    }

    fn offset(&self, line: usize, column: usize) -> usize {
        let start = self.lines.get(line.saturating_sub(1)).copied().unwrap_or(self.text.len());
        let mut offset = (start + column).saturating_sub(self.shift).min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }

    /// The text of a range.
    pub(super) fn slice(&self, range: Range<usize>) -> &'a str {
        self.text.get(range).unwrap_or_default()
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
    text.replace(STAR, "*").replace(COLON, ":")
}
