//! The TOML between `+++` lines at the start of a chapter.

use std::ops::Range;
use std::sync::Arc;

use super::{PlaceOf, read_line};
use crate::diagnostic::{Place, Problem};
use crate::document::{ChapterKind, FrontMatter, Inline};
use crate::toml_text::{Codes, Located, Table, parse};

static CODES: Codes = Codes {
    syntax: "front-matter/syntax",
    unknown_key: "front-matter/unknown-key",
    missing_key: "front-matter/missing-key",
    kind: "front-matter/type",
    value: "front-matter/value",
};

/// The two parts of a chapter's file.
pub(super) struct Split {
    /// The TOML, without the `+++` lines.
    pub(super) front: Option<Range<usize>>,
    /// Where the Markdown starts.
    pub(super) body: usize,
}

/// Finds the front matter: the file starts with a line `+++`, and a further one ends it.
pub(super) fn split(text: &str, place_of: PlaceOf<'_>, problems: &mut Vec<Problem>) -> Split {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut lines = text[start..].split_inclusive('\n');
    let Some(first) = lines.next().filter(|line| line.trim_end() == "+++") else {
        return Split { front: None, body: start };
    };
    let front_start = start + first.len();
    let mut offset = front_start;
    for line in lines {
        if line.trim_end() == "+++" {
            return Split { front: Some(front_start..offset), body: offset + line.len() };
        }
        offset += line.len();
    }
    problems.push(
        Problem::error("front-matter/unclosed", "the front matter has no end")
            .at(place_of(start..start + 3))
            .hint("write a line `+++` after its last key"),
    );
    Split { front: None, body: text.len() }
}

/// Reads the front matter; every problem is at its author's place.
pub(super) fn read(
    text: &str,
    range: Option<Range<usize>>,
    file: &Arc<str>,
    place_of: PlaceOf<'_>,
) -> (FrontMatter, Vec<Problem>) {
    let mut front = FrontMatter::default();
    let mut problems = Vec::new();
    let Some(range) = range else { return (front, problems) };
    let mut table = parse(file, &text[range.clone()], range.start, &CODES, &mut problems);
    front.kind = kind(&mut table, &mut problems);
    front.numbering = table.take::<bool>("numbering", &mut problems).map(|found| found.value);
    front.authors = authors(&mut table, &mut problems, place_of);
    let short = table.take::<String>("short", &mut problems);
    let part = table.take::<String>("part", &mut problems);
    table.finish(&mut problems);
    // The library counts in the expanded text; authors are told where they wrote.
    for problem in &mut problems {
        problem.place = problem.place.take().map(|place| place_of(place.range));
        for label in &mut problem.labels {
            label.place = place_of(label.place.range.clone());
        }
    }
    front.part = part.map(|part| (part.value, place_of(part.place.range)));
    front.short = short.map(|short| {
        let (inlines, found) = value_line(text, &short, file, place_of);
        problems.extend(found);
        inlines
    });
    (front, problems)
}

fn kind(table: &mut Table, problems: &mut Vec<Problem>) -> ChapterKind {
    let words = ChapterKind::ALL.map(|kind| (kind.name(), kind));
    table.take_word("kind", &words, problems).map(|found| found.value).unwrap_or_default()
}

fn authors(table: &mut Table, problems: &mut Vec<Problem>, place_of: PlaceOf<'_>) -> Vec<(String, Place)> {
    let found = table.take_texts("authors", problems).unwrap_or_default();
    found.into_iter().map(|author| (author.value, place_of(author.place.range))).collect()
}

/// A value that is a line of Markdown. Its parts have places of their own where the text stands
/// in the file as it is, without TOML's escapes.
fn value_line(
    text: &str,
    found: &Located<String>,
    file: &Arc<str>,
    place_of: PlaceOf<'_>,
) -> (Vec<Inline>, Vec<Problem>) {
    let range = found.place.range.clone();
    let copied = text.get(range.clone()).and_then(|written| written.find(&found.value));
    match copied {
        Some(offset) => {
            let start = range.start + offset;
            read_line(&found.value, file, &|part| place_of(start + part.start..start + part.end))
        }
        None => read_line(&found.value, file, &|_| place_of(range.clone())),
    }
}
