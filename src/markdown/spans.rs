//! From atoms to inlines: text, spans `[text]{lang=en}`, and what stands in brackets or behind `@`.

use std::ops::Range;

use super::Reader;
use super::atoms::Atom;
use super::attributes::{Allowed, parse};
use crate::diagnostic::Problem;
use crate::document::{Inline, InlineKind, Span};

const SPAN: Allowed = Allowed {
    what: "a span",
    id: true,
    classes: None,
    keys: &["lang", "term", "abbr", "long", "index", "index-from", "index-to", "see", "see-also"],
};
const MATH: Allowed = Allowed { what: "a formula", id: false, classes: Some(&[]), keys: &["alt"] };

/// The atoms of a line, with the closing bracket of each opening one.
pub(super) struct Line {
    pub(super) atoms: Vec<Atom>,
    closing: Vec<Option<usize>>,
}

impl Line {
    fn new(atoms: Vec<Atom>) -> Self {
        let mut closing = vec![None; atoms.len()];
        let mut open = Vec::new();
        for (index, atom) in atoms.iter().enumerate() {
            match atom.sign() {
                Some('[') => open.push(index),
                Some(']') => {
                    if let Some(opening) = open.pop() {
                        closing[opening] = Some(index);
                    }
                }
                _ => {}
            }
        }
        Self { atoms, closing }
    }

    pub(super) fn sign(&self, index: usize) -> Option<char> {
        self.atoms.get(index).and_then(Atom::sign)
    }

    pub(super) fn character(&self, index: usize) -> Option<char> {
        self.atoms.get(index).and_then(Atom::character)
    }

    fn before(&self, index: usize) -> Option<char> {
        index.checked_sub(1).and_then(|before| self.character(before))
    }

    /// The bytes from one atom to behind another.
    pub(super) fn bytes(&self, atoms: Range<usize>) -> Range<usize> {
        let start = self.atoms.get(atoms.start).map_or(0, |atom| atom.range().start);
        let last = atoms.end.checked_sub(1).and_then(|last| self.atoms.get(last));
        start..last.map_or(start, |atom| atom.range().end).max(start)
    }

    /// The first atom that starts at or behind a byte offset.
    pub(super) fn index_of(&self, offset: usize, from: usize) -> usize {
        let behind = self.atoms[from..].iter().position(|atom| atom.range().start >= offset);
        behind.map_or(self.atoms.len(), |index| from + index)
    }
}

/// Inlines in the making: text is gathered until something else comes.
#[derive(Default)]
struct Output {
    inlines: Vec<Inline>,
    text: String,
    range: Option<Range<usize>>,
}

impl Reader<'_> {
    /// Makes inlines of the atoms of a whole line.
    pub(super) fn assemble(&mut self, atoms: Vec<Atom>) -> Vec<Inline> {
        let mut line = Line::new(atoms);
        let all = 0..line.atoms.len();
        self.assemble_part(&mut line, all)
    }

    pub(super) fn assemble_part(&mut self, line: &mut Line, part: Range<usize>) -> Vec<Inline> {
        let mut output = Output::default();
        let mut index = part.start;
        while index < part.end {
            let read = match line.sign(index) {
                Some('[') => self.bracket(line, index, part.end),
                Some('@') => self.reference(line, index, part.end),
                Some('*') => {
                    self.stray_star(line, index);
                    None
                }
                _ => None,
            };
            if let Some((inline, next)) = read {
                self.flush(&mut output);
                output.inlines.push(inline);
                index = next;
            } else if let Some(mut inline) = line.atoms[index].take() {
                self.flush(&mut output);
                index = self.attributes_behind(line, index, &mut inline);
                output.inlines.push(inline);
            } else {
                if let Some(character) = line.character(index) {
                    let range = line.atoms[index].range();
                    output.text.push(character);
                    let start = output.range.as_ref().map_or(range.start, |range| range.start);
                    output.range = Some(start..range.end);
                }
                index += 1;
            }
        }
        self.flush(&mut output);
        output.inlines
    }

    fn flush(&self, output: &mut Output) {
        if let Some(range) = output.range.take() {
            let kind = InlineKind::Text(std::mem::take(&mut output.text));
            output.inlines.push(Inline { kind, place: self.source.place(range) });
        }
    }

    /// What an opening bracket begins: a citation or a span; `None` where it is a bracket.
    fn bracket(&mut self, line: &mut Line, open: usize, end: usize) -> Option<(Inline, usize)> {
        let close = line.closing[open].filter(|&close| close < end)?;
        match line.sign(open + 1) {
            Some('@') => return self.citation(line, open, close),
            // Other programs leave the author out this way; here it would stay as it is written.
            Some('-') if line.sign(open + 2) == Some('@') => return self.citation(line, open, close),
            Some('^') => {
                let inline = self.undefined_footnote(line.bytes(open..close + 1))?;
                return Some((inline, close + 1));
            }
            _ => {}
        }
        if line.sign(close + 1) != Some('{') {
            return None;
        }
        let brace = line.atoms[close + 1].range().start;
        let parsed = match parse(self.source.text(), brace, self.source.place_of()) {
            Ok(parsed) => parsed,
            Err(malformed) => {
                self.report_malformed(brace, &malformed);
                return None;
            }
        };
        self.allow(&parsed.attributes, &SPAN);
        let bytes = line.bytes(open..open + 1).start..parsed.range.end;
        let content = self.nested(bytes.clone(), |reader| reader.assemble_part(line, open + 1..close));
        let span = Span { attributes: parsed.attributes, content };
        let inline = Inline { kind: InlineKind::Span(Box::new(span)), place: self.source.place(bytes) };
        Some((inline, line.index_of(parsed.range.end, close)))
    }

    /// Attributes right behind an inline: those of a formula are read, others were meant for
    /// comrak, which did not understand them.
    fn attributes_behind(&mut self, line: &Line, index: usize, inline: &mut Inline) -> usize {
        let takes = matches!(inline.kind, InlineKind::Math(_) | InlineKind::Link(_) | InlineKind::Picture(_));
        if !takes || line.sign(index + 1) != Some('{') {
            return index + 1;
        }
        let brace = line.atoms[index + 1].range().start;
        match parse(self.source.text(), brace, self.source.place_of()) {
            Ok(parsed) => {
                if let InlineKind::Math(math) = &mut inline.kind {
                    self.allow(&parsed.attributes, &MATH);
                    math.alternative = parsed.attributes.value("alt").map(str::to_owned);
                }
                line.index_of(parsed.range.end, index)
            }
            Err(malformed) => {
                self.report_malformed(brace, &malformed);
                index + 1
            }
        }
    }

    /// Reports a star at the edge of a word: emphasis that was not closed, or a note's mark.
    fn stray_star(&mut self, line: &Line, index: usize) {
        let is_letter = |character: Option<char>| character.is_some_and(char::is_alphabetic);
        if is_letter(line.before(index)) != is_letter(line.character(index + 1)) {
            self.report(
                Problem::warning("markdown/stray-star", "this star marks nothing and will be shown")
                    .at(self.source.place(line.bytes(index..index + 1)))
                    .hint("emphasis needs a star at both ends of whole words")
                    .hint("write `\\*` if readers are to see a star"),
            );
        }
    }
}
