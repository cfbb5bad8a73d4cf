//! Terms and abbreviations, as the data file defines them.

use std::collections::{BTreeMap, BTreeSet};

use crate::data::{Data, Node, Value};
use crate::diagnostic::{Place, Problem, list, suggestion};
use crate::document::{Inline, InlineKind, Term, TermEntry, TermKind};
use crate::language::{slug, sort_key};
use crate::markdown::read_line_at;

/// The columns of the data file.
const COLUMNS: [&str; 5] = ["term", "abbreviation", "definition", "forms", "see"];

/// All terms of a publication.
pub(super) struct Terms {
    pub(super) entries: Vec<Entry>,
    /// The entry of each term, abbreviation and inflected form.
    by_form: BTreeMap<String, usize>,
}

/// One row of the data file.
pub(super) struct Entry {
    pub(super) term: Cell,
    pub(super) abbreviation: Option<Cell>,
    pub(super) definition: Option<Vec<Inline>>,
    see: Option<Cell>,
    forms: Vec<Cell>,
    name: String,
}

/// A text of the data file with its place.
#[derive(Clone)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) place: Place,
}

impl Cell {
    fn inlines(&self) -> Vec<Inline> {
        vec![Inline { kind: InlineKind::Text(self.text.clone()), place: self.place.clone() }]
    }
}

impl Entry {
    /// Its label in the glossary, if it stands there.
    pub(super) fn glossary_label(&self) -> Option<String> {
        (self.definition.is_some() || self.see.is_some()).then(|| format!("term-{}", self.name))
    }

    /// Its label in the list of abbreviations, if it stands there.
    pub(super) fn abbreviation_label(&self) -> Option<String> {
        self.abbreviation.as_ref().map(|_| format!("abbr-{}", self.name))
    }

    /// Whether it tells what an abbreviation stands for, and nothing else.
    pub(super) fn is_plain(&self) -> bool {
        self.abbreviation.is_some() && self.definition.is_none() && self.see.is_none()
    }

    /// Every word under which a text may use it.
    pub(super) fn words(&self) -> impl Iterator<Item = &Cell> {
        [&self.term].into_iter().chain(&self.abbreviation).chain(&self.forms)
    }
}

impl Terms {
    /// Reads the rows; those that cannot be understood are reported and left out.
    pub(super) fn read(data: &Data, problems: &mut Vec<Problem>) -> Self {
        let mut terms = Self { entries: Vec::new(), by_form: BTreeMap::new() };
        let Value::List(rows) = &data.root.value else {
            problems.push(
                Problem::error("apparatus/terms", "the file of terms is no table")
                    .at(data.place(&[]))
                    .hint(format!("it needs a row for each term, with the columns {}", list(COLUMNS))),
            );
            return terms;
        };
        let mut names = BTreeSet::new();
        for row in rows {
            if let Some(mut entry) = read_row(data, row, problems) {
                let mut number = 1;
                while !names.insert(entry.name.clone()) {
                    number += 1;
                    entry.name = format!("{}-{number}", slug(&entry.term.text));
                }
                terms.add(entry, problems);
            }
        }
        terms.check_links(problems);
        terms
    }

    fn add(&mut self, entry: Entry, problems: &mut Vec<Problem>) {
        let index = self.entries.len();
        for word in entry.words() {
            match self.by_form.get(&word.text) {
                Some(&other) if other != index => problems.push(
                    Problem::error("apparatus/terms", format!("`{}` is defined twice", word.text))
                        .at(word.place.clone())
                        .label(self.entries[other].term.place.clone(), "defined here as well")
                        .hint("give each word to one row"),
                ),
                _ => {
                    self.by_form.insert(word.text.clone(), index);
                }
            }
        }
        self.entries.push(entry);
    }

    fn check_links(&self, problems: &mut Vec<Problem>) {
        for see in self.entries.iter().filter_map(|entry| entry.see.as_ref()) {
            match self.find(&see.text) {
                None => problems.push(self.unknown(&see.text, &see.place)),
                Some(index) if self.entries[index].definition.is_none() => problems.push(
                    Problem::error(
                        "apparatus/unknown-term",
                        format!("the row of `{}` explains nothing", see.text),
                    )
                    .at(see.place.clone())
                    .hint("fill its column `definition`, or send readers to a term that has one"),
                ),
                Some(_) => {}
            }
        }
    }

    /// The entry that a word belongs to; capital and small letters count as the same where only
    /// that makes the difference.
    pub(super) fn find(&self, word: &str) -> Option<usize> {
        let exact = self.by_form.get(word).copied();
        exact.or_else(|| {
            let lower = word.to_lowercase();
            let found = self.by_form.iter().find(|(form, _)| form.to_lowercase() == lower);
            found.map(|(_, index)| *index)
        })
    }

    /// The abbreviations that the rows explain.
    pub(super) fn short_forms(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().filter_map(|entry| entry.abbreviation.as_ref()).map(|short| short.text.as_str())
    }

    /// The problem that no row defines a word.
    pub(super) fn unknown(&self, word: &str, place: &Place) -> Problem {
        let problem =
            Problem::error("apparatus/unknown-term", format!("no row explains `{word}`")).at(place.clone());
        match suggestion(word, self.by_form.keys().map(String::as_str)) {
            Some(near) => problem.hint(format!(
                "did you mean `{near}`? Write `term=\"{near}\"`, or add this form to its row under `forms`"
            )),
            None => problem.hint("add a row to the file of terms, or take the mark out"),
        }
    }

    /// The glossary in the order of DIN 5007-1.
    pub(super) fn glossary(&self) -> Vec<TermEntry> {
        let entry = |entry: &Entry| {
            let label = entry.glossary_label()?;
            let sent = entry.see.as_ref().filter(|_| entry.definition.is_none());
            let details = match sent {
                Some(see) => vec![self.link(see)],
                None => entry.definition.clone().unwrap_or_default(),
            };
            let term = entry.term.inlines();
            Some(TermEntry {
                label,
                term,
                details,
                sends_on: sent.is_some(),
                place: entry.term.place.clone(),
            })
        };
        sorted(self.entries.iter().filter_map(|row| Some((row.term.text.as_str(), entry(row)?))))
    }

    /// The abbreviations in the order of DIN 5007-1.
    pub(super) fn abbreviations(&self) -> Vec<TermEntry> {
        let entry = |entry: &Entry| {
            let short = entry.abbreviation.as_ref()?;
            let label = entry.abbreviation_label()?;
            let (term, details) = (short.inlines(), entry.term.inlines());
            Some((
                short.text.clone(),
                TermEntry { label, term, details, sends_on: false, place: short.place.clone() },
            ))
        };
        let found: Vec<(String, TermEntry)> = self.entries.iter().filter_map(entry).collect();
        sorted(found.iter().map(|(short, entry)| (short.as_str(), entry.clone())))
    }

    fn link(&self, see: &Cell) -> Inline {
        let target = self.find(&see.text).and_then(|index| self.entries[index].glossary_label());
        let term = Term { kind: TermKind::Glossary, target, is_first: false, content: see.inlines() };
        Inline { kind: InlineKind::Term(Box::new(term)), place: see.place.clone() }
    }
}

fn sorted<'a>(entries: impl Iterator<Item = (&'a str, TermEntry)>) -> Vec<TermEntry> {
    let mut keyed: Vec<_> = entries.map(|(word, entry)| (sort_key(word), entry)).collect();
    keyed.sort_by(|(a, _), (b, _)| a.cmp(b));
    keyed.into_iter().map(|(_, entry)| entry).collect()
}

fn read_row(data: &Data, row: &Node, problems: &mut Vec<Problem>) -> Option<Entry> {
    let Value::Record(cells) = &row.value else { return None };
    let place_of = |node: &Node| Place::new(data.file.clone(), node.range.clone());
    for (name, node) in cells.iter().filter(|(name, _)| !COLUMNS.contains(&name.as_str())) {
        let problem =
            Problem::error("apparatus/terms", format!("`{name}` is no column of terms")).at(place_of(node));
        let told = problems.iter().any(|told| told.message == problem.message);
        if !told {
            problems.push(match suggestion(name, COLUMNS) {
                Some(near) => problem.hint(format!("did you mean `{near}`?")),
                None => problem.hint(format!("known here: {}", list(COLUMNS))),
            });
        }
    }
    let cell = |column: &str| {
        let (_, node) = cells.iter().find(|(name, _)| name == column)?;
        let text = text_of(&node.value)?;
        Some(Cell { text, place: place_of(node) })
    };
    let place = place_of(row);
    let Some(term) = cell("term") else {
        problems.push(
            Problem::error("apparatus/terms", "this row names no `term`")
                .at(place)
                .hint("write the term, or of an abbreviation what it stands for, into the column `term`"),
        );
        return None;
    };
    let (abbreviation, see) = (cell("abbreviation"), cell("see"));
    let definition = cell("definition").map(|cell| {
        let (inlines, found) = read_line_at(&cell.text, &cell.place, &data.file);
        problems.extend(found);
        inlines
    });
    if abbreviation.is_none() && definition.is_none() && see.is_none() {
        problems.push(
            Problem::error("apparatus/terms", format!("nothing explains `{}`", term.text))
                .at(term.place.clone())
                .hint("fill one of the columns `definition`, `abbreviation` and `see`"),
        );
    }
    let forms = cell("forms").map(|cell| {
        let forms = cell.text.split([',', ';']).map(str::trim).filter(|form| !form.is_empty());
        forms.map(|form| Cell { text: form.to_owned(), place: cell.place.clone() }).collect::<Vec<_>>()
    });
    let name = slug(&term.text);
    Some(Entry { term, abbreviation, definition, see, forms: forms.unwrap_or_default(), name })
}

/// The words of a cell; a list of forms may be a list in YAML and TOML.
fn text_of(value: &Value) -> Option<String> {
    let text = match value {
        Value::Text(text) => text.clone(),
        Value::Integer(number) => number.to_string(),
        Value::Number(number, written) => written.clone().unwrap_or_else(|| number.to_string()),
        Value::List(values) => {
            values.iter().filter_map(|node| text_of(&node.value)).collect::<Vec<_>>().join(", ")
        }
        Value::Nothing | Value::Boolean(_) | Value::Date(_) | Value::Record(_) => return None,
    };
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}
