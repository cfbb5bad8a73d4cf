//! The works of a bibliography: their keys with their places, and what is wrong with the file.

use std::ops::Range;
use std::sync::Arc;

use biblatex::{Bibliography, RawBibliography, RawEntry};
use hayagriva::Entry;
use hayagriva::io::{BibLaTeXError, from_biblatex, from_yaml_str};

use crate::diagnostic::{Outcome, Place, Problem, outcome};

/// A work of a bibliography.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    /// The key by which it is cited.
    pub key: String,
    /// The key's place.
    pub place: Place,
    /// What it is, in the file's own word and in small letters: `book`, `legislation`.
    pub kind: String,
    /// Its keywords in small letters, which only BibLaTeX has.
    pub keywords: Vec<String>,
}

/// Reads a bibliography by its name's ending: BibLaTeX (`.bib`) or Hayagriva (`.yml`, `.yaml`).
///
/// The same libraries read it that Typst uses, so that nothing is found later which is not told here.
pub fn works(file: &Arc<str>, text: &str) -> Outcome<Vec<Work>> {
    let place = |range: Range<usize>| Place::new(file.clone(), range);
    let (found, faults) = match file.rsplit('.').next() {
        Some("yml" | "yaml") => hayagriva_works(text),
        Some("bib") => biblatex_works(text),
        _ => {
            let problem =
                Problem::error("data/bibliography", "a bibliography ends in `.bib`, `.yml` or `.yaml`");
            return Err(vec![problem.at(Place::file(file.clone()))]);
        }
    };
    let work = |found: Found| Work {
        key: found.key,
        place: place(found.range),
        kind: found.kind,
        keywords: found.keywords,
    };
    let works = found.into_iter().map(work).collect();
    let problems = faults.into_iter().map(|fault| fault.problem(&place));
    outcome(works, problems.collect())
}

struct Found {
    key: String,
    range: Range<usize>,
    kind: String,
    keywords: Vec<String>,
}

enum Fault {
    /// The library could not read the file at this range.
    Unreadable(Range<usize>, String),
    /// A formula, which nobody says how to read aloud.
    Formula(Range<usize>),
}

impl Fault {
    fn problem(self, place: &dyn Fn(Range<usize>) -> Place) -> Problem {
        match self {
            Self::Unreadable(range, message) => {
                Problem::error("data/bibliography", format!("the bibliography cannot be read: {message}"))
                    .at(place(range))
                    .hint(
                        "mend the entry here; a brace or comma that is missing before it has the same effect",
                    )
            }
            Self::Formula(range) => {
                Problem::error("data/bibliography", "a formula in the literature cannot be read aloud")
                    .at(place(range))
                    .hint("write its signs as text, such as `H₂O`; a sign of money is `\\$`")
            }
        }
    }
}

fn biblatex_works(text: &str) -> (Vec<Found>, Vec<Fault>) {
    let fault = |range: Range<usize>, message: String| Fault::Unreadable(within(range, text), message);
    let raw = match RawBibliography::parse(text) {
        Ok(raw) => raw,
        Err(error) => return (Vec::new(), vec![fault(error.span, error.kind.to_string())]),
    };
    let found = raw.entries.iter().map(|entry| biblatex_work(&entry.v, text)).collect();
    let formulas = formulas(&raw, text);
    let errors = match Bibliography::from_raw(raw) {
        Ok(bibliography) => match from_biblatex(&bibliography) {
            Ok(_) => Vec::new(),
            Err(errors) => errors.into_iter().map(BibLaTeXError::Type).collect(),
        },
        Err(error) => vec![BibLaTeXError::Parse(error)],
    };
    let faults = errors.into_iter().map(|error| match error {
        BibLaTeXError::Parse(error) => fault(error.span, error.kind.to_string()),
        BibLaTeXError::Type(error) => fault(error.span, error.kind.to_string()),
    });
    (found, faults.chain(formulas).collect())
}

fn biblatex_work(entry: &RawEntry<'_>, text: &str) -> Found {
    let field = entry.fields.iter().find(|field| field.key.v.eq_ignore_ascii_case("keywords"));
    let words = field.map_or("", |field| &text[within(field.value.span.clone(), text)]);
    let words = words
        .split([',', ';'])
        .map(|word| word.trim_matches(|c: char| "{}\"".contains(c) || c.is_whitespace()));
    Found {
        key: entry.key.v.to_owned(),
        range: entry.key.span.clone(),
        kind: entry.kind.v.to_lowercase(),
        keywords: words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect(),
    }
}

/// Formulas in titles, which have nobody who says how to read them aloud.
fn formulas(raw: &RawBibliography<'_>, text: &str) -> Vec<Fault> {
    let fields = raw.entries.iter().flat_map(|entry| &entry.v.fields);
    fields.flat_map(|field| formulas_within(within(field.value.span.clone(), text), text)).collect()
}

fn formulas_within(range: Range<usize>, text: &str) -> Vec<Fault> {
    // An escaped sign is a sign of money.
    let value = text[range.clone()].replace("\\$", "  ");
    let signs: Vec<usize> = value.match_indices('$').map(|(at, _)| range.start + at).collect();
    signs.chunks_exact(2).map(|pair| Fault::Formula(pair[0]..pair[1] + 1)).collect()
}

fn hayagriva_works(text: &str) -> (Vec<Found>, Vec<Fault>) {
    match from_yaml_str(text) {
        Ok(library) => {
            let work = |entry: &Entry| Found {
                key: entry.key().to_owned(),
                range: top_level_key(text, entry.key()),
                kind: hayagriva_type(entry),
                keywords: Vec::new(),
            };
            (library.iter().map(work).collect(), hayagriva_formulas(text))
        }
        Err(error) => {
            let at = error.location().map_or(0, |location| location.index());
            (Vec::new(), vec![Fault::Unreadable(within(at..at + 1, text), error.to_string())])
        }
    }
}

/// The word of the format for what a work is.
fn hayagriva_type(entry: &Entry) -> String {
    match serde_json::to_value(entry.entry_type()) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

fn hayagriva_formulas(text: &str) -> Vec<Fault> {
    let mut start = 0;
    let lines = text.split_inclusive('\n').map(|line| {
        start += line.len();
        start - line.len()..start
    });
    lines.flat_map(|line| formulas_within(line, text)).collect()
}

/// Where a key stands at the start of a line, in quotes or without; the library keeps no places.
fn top_level_key(text: &str, key: &str) -> Range<usize> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let quote = usize::from(line.starts_with(['"', '\'']));
        let behind = line[quote..].strip_prefix(key);
        if behind.is_some_and(|rest| rest.trim_start_matches(['"', '\'']).trim_start().starts_with(':')) {
            return start + quote..start + quote + key.len();
        }
        start += line.len();
    }
    0..0
}

/// A range on the bounds of characters, as an editor can show it.
fn within(range: Range<usize>, text: &str) -> Range<usize> {
    let start = text.floor_char_boundary(range.start);
    start..text.ceil_char_boundary(range.end.max(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(file: &str, text: &str) -> Result<Vec<String>, (String, Range<usize>)> {
        match works(&Arc::from(file), text) {
            Ok(found) => Ok(found.value.into_iter().map(|work| work.key).collect()),
            Err(problems) => {
                let place = problems[0].place.clone().unwrap_or_else(|| Place::file(file));
                Err((problems[0].message.clone(), place.range))
            }
        }
    }

    #[test]
    fn works_of_both_formats_are_found_with_their_places() {
        let text = "% works\n@string{v = {Verlag}}\n@book{muster2020,\n title = {A}, publisher = v }\n@ARTICLE{ b-1 ,\n title={B}\n}\n";
        let found = works(&Arc::from("a.bib"), text).expect("good").value;
        let keys: Vec<&str> = found.iter().map(|work| &text[work.place.range.clone()]).collect();
        assert_eq!(keys, ["muster2020", "b-1"]);
        let text = "muster2020:\n    type: book\n    title: A\n\"b-1\":\n    type: article\n    title: B\n";
        let found = works(&Arc::from("a.yml"), text).expect("good").value;
        let keys: Vec<&str> = found.iter().map(|work| &text[work.place.range.clone()]).collect();
        assert_eq!(keys, ["muster2020", "b-1"]);
    }

    #[test]
    fn what_is_wrong_is_told_at_its_place() {
        let twice = "@book{a,\n title={A}\n}\n@book{a,\n title={A}\n}\n";
        assert_eq!(
            read("a.bib", twice).map_err(|(message, range)| (message.contains("duplicate"), range.start)),
            Err((true, 22))
        );
        let open = "@book{a,\n title={A}\n\n@book{b,\n title={B}\n}\n";
        assert!(read("a.bib", open).is_err_and(|(_, range)| open[..range.start].contains("title={A}")));
        let yaml = "a:\n  type: book\n  title: A\nb:\n  title: B\n";
        assert!(read("a.yml", yaml).is_err());
    }
}
