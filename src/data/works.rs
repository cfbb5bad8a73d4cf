//! The works of a bibliography: their keys with their places, and what is wrong with the file.

use std::ops::Range;
use std::sync::Arc;

use biblatex::{Bibliography, RawBibliography};
use hayagriva::io::{BibLaTeXError, from_biblatex, from_yaml_str};

use crate::diagnostic::{Outcome, Place, Problem, outcome};

/// A work of a bibliography.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    /// The key by which it is cited.
    pub key: String,
    /// The key's place.
    pub place: Place,
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
    let works = found.into_iter().map(|(key, range)| Work { key, place: place(range) }).collect();
    let problems = faults.into_iter().map(|fault| {
        Problem::error("data/bibliography", format!("the bibliography cannot be read: {}", fault.message))
            .at(place(fault.range))
            .hint("mend the entry here; a brace or comma that is missing before it has the same effect")
    });
    outcome(works, problems.collect())
}

type Found = (Vec<(String, Range<usize>)>, Vec<Fault>);

struct Fault {
    range: Range<usize>,
    message: String,
}

fn biblatex_works(text: &str) -> Found {
    let fault = |range: Range<usize>, message: String| Fault { range: within(range, text), message };
    let raw = match RawBibliography::parse(text) {
        Ok(raw) => raw,
        Err(error) => return (Vec::new(), vec![fault(error.span, error.kind.to_string())]),
    };
    let keys = raw.entries.iter().map(|entry| (entry.v.key.v.to_owned(), entry.v.key.span.clone())).collect();
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
    (keys, faults.collect())
}

fn hayagriva_works(text: &str) -> Found {
    match from_yaml_str(text) {
        Ok(library) => {
            let keys = library.keys().map(|key| (key.to_owned(), top_level_key(text, key)));
            (keys.collect(), Vec::new())
        }
        Err(error) => {
            let at = error.location().map_or(0, |location| location.index());
            (Vec::new(), vec![Fault { range: within(at..at + 1, text), message: error.to_string() }])
        }
    }
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
