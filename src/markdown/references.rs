//! Citations `[@key, S. 12; @other]` and cross references `@id`.
//!
//! `@` begins a cross reference if
//! 1. it is not escaped, and does not stand in code, in an address, or in the text of a link;
//! 2. nothing that a mail address could have before it stands there: a letter, a digit, or one of
//!    `. _ % + - /`;
//! 3. a letter follows; the id goes on over letters, digits, `-` and `_`, and ends before trailing
//!    ones of the last two;
//! 4. the id is not followed by a point and a letter or digit, or by another `@`: `@stadt.de` is a
//!    handle.
//!
//! `{.number}`, `{.page}` or `{word="…"}` right behind the id says what readers see of the target.
//!
//! Whether the id exists is known only when all chapters are read, so `document/` says so.

use std::ops::Range;

use super::Reader;
use super::attributes::{Allowed, parse};
use super::spans::Line;
use crate::diagnostic::Problem;
use crate::document::{Attributes, CitationItem, Inline, InlineKind, Reference, ReferenceForm};

const REFERENCE: Allowed =
    Allowed { what: "a cross reference", id: false, classes: Some(&["number", "page"]), keys: &["word"] };

impl Reader<'_> {
    /// The cross reference that `@` begins, and the atom behind it.
    pub(super) fn reference(&mut self, line: &Line, at: usize, end: usize) -> Option<(Inline, usize)> {
        let before = at.checked_sub(1).and_then(|before| line.character(before));
        let is_mail = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-' | '/');
        if self.in_link || before.is_some_and(is_mail) {
            return None;
        }
        let stop = run(line, at + 1..end, |c| c.is_alphanumeric() || matches!(c, '-' | '_'));
        let name = name_of(line, at + 1..stop);
        let name = name.trim_end_matches(['-', '_']);
        let stop = at + 1 + name.chars().count();
        let continues = |index| line.character(index).is_some_and(char::is_alphanumeric);
        let is_handle = match line.character(stop).filter(|_| stop < end) {
            Some('.') => continues(stop + 1),
            Some('@') => true,
            _ => false,
        };
        if !name.starts_with(char::is_alphabetic) || is_handle {
            return None;
        }
        let mut bytes = line.bytes(at..stop);
        let mut next = stop;
        let mut form = ReferenceForm::Whole;
        if stop < end && line.sign(stop) == Some('{') {
            let brace = line.atoms[stop].range().start;
            match parse(self.source.text(), brace, self.source.place_of()) {
                Ok(parsed) => {
                    form = self.reference_form(&parsed.attributes);
                    next = line.index_of(parsed.range.end, stop);
                    bytes.end = parsed.range.end;
                }
                Err(malformed) => self.report_malformed(brace, &malformed),
            }
        }
        let reference = Reference { id: name.to_owned(), form };
        Some((Inline { kind: InlineKind::Reference(reference), place: self.source.place(bytes) }, next))
    }

    /// What the braces behind a cross reference ask for.
    fn reference_form(&mut self, attributes: &Attributes) -> ReferenceForm {
        self.allow(attributes, &REFERENCE);
        let forms = [
            attributes.has_class("number").then_some(ReferenceForm::Number),
            attributes.has_class("page").then_some(ReferenceForm::Page),
            attributes.value("word").map(|word| ReferenceForm::Word(word.to_owned())),
        ];
        let mut forms = forms.into_iter().flatten();
        let form = forms.next().unwrap_or_default();
        let places = attributes.classes.iter().map(|class| &class.place);
        let last = places.chain(attributes.pairs.iter().map(|pair| &pair.key_place)).last();
        if let (Some(_), Some(place)) = (forms.next(), last) {
            self.report(
                Problem::error("markdown/attribute-value", "a cross reference has one form")
                    .at(place.clone())
                    .hint("write `{.number}`, `{.page}` or `{word=\"Abb.\"}`"),
            );
        }
        form
    }

    /// The citation that stands in brackets, and the atom behind them.
    pub(super) fn citation(&mut self, line: &mut Line, open: usize, close: usize) -> Option<(Inline, usize)> {
        let mut items = Vec::new();
        let mut start = open + 1;
        while start < close {
            let stop = (start..close).find(|&index| line.sign(index) == Some(';')).unwrap_or(close);
            items.push(self.citation_item(line, start..stop)?);
            start = stop + 1;
        }
        let place = self.source.place(line.bytes(open..close + 1));
        Some((Inline { kind: InlineKind::Citation(items), place }, close + 1))
    }

    fn citation_item(&mut self, line: &mut Line, part: Range<usize>) -> Option<CitationItem> {
        let part = trimmed(line, part);
        if line.sign(part.start) != Some('@') {
            self.malformed_citation(line.bytes(part), "a citation starts with `@` and a key");
            return None;
        }
        let first = part.start + 1;
        let is_key = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '.' | '/' | '+');
        let stop = run(line, first..part.end, is_key);
        let key = name_of(line, first..stop);
        let key = key.trim_end_matches(['.', ':', '-']);
        let stop = first + key.chars().count();
        if key.is_empty() {
            self.malformed_citation(line.bytes(part), "the key is missing after `@`");
            return None;
        }
        let rest = trimmed(line, stop..part.end);
        let supplement = match line.sign(rest.start).filter(|_| !rest.is_empty()) {
            None if rest.is_empty() => Vec::new(),
            Some(',') => {
                let words = trimmed(line, rest.start + 1..rest.end);
                self.nested(line.bytes(words.clone()), |reader| reader.assemble_part(line, words))
            }
            _ => {
                self.malformed_citation(line.bytes(rest), "a comma is missing behind the key");
                return None;
            }
        };
        let place = self.source.place(line.bytes(first..stop));
        Some(CitationItem { key: key.to_owned(), place, supplement, list: None })
    }

    fn malformed_citation(&mut self, range: Range<usize>, message: &str) {
        self.report(
            Problem::error("markdown/citation", message)
                .at(self.source.place(range))
                .hint("write `[@key]`, `[@key, S. 12]` or `[@key; @other]`, and other words outside"),
        );
    }
}

/// The end of the run of accepted signs at the start of a part.
fn run(line: &Line, part: Range<usize>, accept: impl Fn(char) -> bool) -> usize {
    let rejected = part.clone().find(|&index| !line.sign(index).is_some_and(&accept));
    rejected.unwrap_or(part.end)
}

fn name_of(line: &Line, part: Range<usize>) -> String {
    part.filter_map(|index| line.sign(index)).collect()
}

/// A part without the spaces at its ends.
fn trimmed(line: &Line, part: Range<usize>) -> Range<usize> {
    let is_space = |index: &usize| line.atoms[*index].is_space();
    let start = part.clone().find(|index| !is_space(index)).unwrap_or(part.end);
    let end = (start..part.end).rfind(|index| !is_space(index)).map_or(start, |last| last + 1);
    start..end
}
