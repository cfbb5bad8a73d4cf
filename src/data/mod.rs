//! The data of a publication: tables and records whose every value knows its place.
//!
//! This room takes the bytes of a file and gives values; it neither opens files nor knows what
//! templates or layouts do with them.

mod archive;
mod cell;
mod check;
mod cited;
mod csv;
mod exceptions;
mod geojson;
mod json;
mod json_schema;
mod references;
mod spreadsheet;
mod styles;
mod toml;
mod works;
mod yaml;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;

use crate::diagnostic::{Outcome, Place, Problem, outcome};
use crate::publication::Schema;
use crate::toml_text::Located;
use crate::workspace::Limits;

pub use cell::read_number;
pub use cited::{CitingStyle, Omission, Omissions, styles_within_notes};
pub use exceptions::{EXCEPTIONS_FILE, exceptions};
pub use json_schema::JsonSchema;
pub use styles::{style_file_problem, style_problem};
pub use works::{Work, works};

/// The value of one data file.
#[derive(Debug, Clone, PartialEq)]
pub struct Data {
    /// The file, from the workspace's root.
    pub file: Arc<str>,
    /// All that it holds: for a table a list of records.
    pub root: Arc<Node>,
}

/// A value with its place in the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// The bytes of the file that say it.
    pub range: Range<usize>,
}

/// What a data file can say.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// An empty cell, or `null`.
    Nothing,
    /// A truth value.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A number, and how it was written where that is not how a computer writes it: `12,5`.
    Number(f64, Option<String>),
    /// A day.
    Date(Date),
    /// Words.
    Text(String),
    /// Values in order: the rows of a table.
    List(Vec<Node>),
    /// Values with names, in the order of the file: one row.
    Record(Vec<(String, Node)>),
}

/// One step of the way to a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'a> {
    /// To a row, counted from 0.
    Row(usize),
    /// To a column or key.
    Key(&'a str),
}

/// A data file, and which of its sheets is meant.
#[derive(Debug, Clone, Copy)]
pub struct File<'a> {
    /// The path from the workspace's root; its ending says how the file is read: `.csv`, `.tsv`,
    /// `.json`, `.geojson`, `.yaml`, `.yml`, `.toml`, `.xlsx`, `.ods`.
    pub path: &'a Arc<str>,
    /// The sheet of a spreadsheet; the first one where none is named.
    pub sheet: Option<&'a Located<String>>,
    /// What it holds.
    pub bytes: &'a [u8],
}

/// A data file that was read, and not yet held against its schema.
#[derive(Debug, Clone, PartialEq)]
pub struct Raw {
    /// Its values; of a file that could not be read none.
    data: Option<Data>,
    /// What its places point into, where that is not the file's own text: the sheet, a line for
    /// each row, its cells parted by tabs.
    pub sheet: Option<(Arc<str>, String)>,
}

/// A data file with all that is asked of it.
#[derive(Debug)]
pub struct Unchecked<'a> {
    /// The name in templates and layouts.
    pub name: &'a str,
    /// What was read.
    pub raw: Raw,
    /// The columns that the manifest describes.
    pub schema: &'a Schema,
    /// The JSON Schema of the file, where it has one.
    pub rules: Option<JsonSchema>,
}

/// Reads a data file, without a look at its schema.
pub fn parse(file: File<'_>, limits: &Limits) -> (Raw, Vec<Problem>) {
    let mut problems = Vec::new();
    let raw = match spreadsheet::Kind::of(file.path) {
        Some(kind) => {
            let sheet = spreadsheet::read(kind, file, limits, &mut problems);
            let data = sheet.as_ref().filter(|_| problems.is_empty());
            Raw {
                data: data.map(|sheet| Data { file: sheet.name.clone(), root: Arc::new(sheet.root.clone()) }),
                sheet: sheet.map(|sheet| (sheet.name, sheet.text)),
            }
        }
        None => {
            let root = root(file.path, file.bytes, limits, &mut problems);
            Raw { data: root.map(|root| Data { file: file.path.clone(), root: Arc::new(root) }), sheet: None }
        }
    };
    (raw, problems)
}

/// Holds files against their schemas, all together, since one may refer to another.
pub fn check(files: Vec<Unchecked<'_>>) -> (BTreeMap<String, Data>, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut checked = BTreeMap::new();
    let mut schemas = Vec::new();
    for Unchecked { name, raw, schema, rules } in files {
        let Some(mut data) = raw.data else { continue };
        let mut found = Vec::new();
        check::check(&data.file, Arc::make_mut(&mut data.root), schema, &mut found);
        found.extend(rules.iter().flat_map(|rules| rules.check(&data)));
        problems.extend(found);
        schemas.push((name, schema));
        checked.insert(name.to_owned(), data);
    }
    for (name, schema) in schemas {
        problems.extend(references::check(name, schema, &checked));
    }
    (checked, problems)
}

/// Reads a data file of text and checks its columns; its ending says how: `.csv`, `.json`, `.yaml`,
/// `.yml`, `.toml`.
pub fn read(file: &Arc<str>, bytes: &[u8], schema: &Schema, limits: &Limits) -> Outcome<Data> {
    let (raw, mut problems) = parse(File { path: file, sheet: None, bytes }, limits);
    let mut data = raw.data.unwrap_or_else(|| Data {
        file: file.clone(),
        root: Arc::new(Node { value: Value::List(Vec::new()), range: 0..0 }),
    });
    if problems.is_empty() {
        check::check(file, Arc::make_mut(&mut data.root), schema, &mut problems);
    }
    outcome(data, problems)
}

fn root(file: &Arc<str>, bytes: &[u8], limits: &Limits, problems: &mut Vec<Problem>) -> Option<Node> {
    if bytes.len() as u64 > limits.data_bytes {
        problems.push(
            Problem::error(
                "data/size",
                format!("the file has {} bytes, more than {}", bytes.len(), limits.data_bytes),
            )
            .at(Place::file(file.clone()))
            .hint("raise `data-bytes` under `[limits]` in satz.toml if that is meant"),
        );
        return None;
    }
    let text = text(file, bytes, problems)?;
    let source = Source { file, text, nesting: limits.nesting };
    let before = problems.len();
    let root = match file.rsplit('.').next() {
        Some("csv" | "tsv") => csv::read(&source, problems),
        Some("json") => json::read(&source, problems),
        Some("geojson") => geojson::read(&source, problems),
        Some("yaml" | "yml") => yaml::read(&source, problems),
        Some("toml") => toml::read(&source, problems),
        _ => {
            problems.push(
                Problem::error("data/format", format!("`{file}` is not a format of data that satz reads"))
                    .at(Place::file(file.clone()))
                    .hint("data come as .csv, .json, .yaml, .toml, .xlsx or .ods; save other spreadsheets as one of them"),
            );
            None
        }
    };
    root.filter(|_| problems.len() == before)
}

/// One file that is read.
struct Source<'a> {
    file: &'a Arc<str>,
    text: &'a str,
    /// How deep values may stand in one another.
    nesting: u64,
}

impl Source<'_> {
    fn problem(&self, code: &'static str, range: Range<usize>, message: impl Into<String>) -> Problem {
        Problem::error(code, message).at(Place::new(self.file.clone(), range))
    }

    fn too_deep(&self, range: Range<usize>) -> Problem {
        let message = format!("values stand more than {} deep in one another", self.nesting);
        self.problem("data/nesting", range, message)
            .hint("raise `nesting` under `[limits]` in satz.toml if that is meant")
    }
}

/// The text of a file, or the problem that it is none.
fn text<'a>(file: &Arc<str>, bytes: &'a [u8], problems: &mut Vec<Problem>) -> Option<&'a str> {
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Some(text),
        Err(error) => error,
    };
    let at = error.valid_up_to();
    let wide = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    let found = if wide { "UTF-16" } else { "probably Windows-1252 or Latin-1" };
    problems.push(
        Problem::error("data/encoding", format!("the file is not UTF-8, but {found}"))
            .at(Place::new(file.clone(), at..at))
            .hint("save it as UTF-8; spreadsheets call that “CSV UTF-8” or ask for the character set"),
    );
    None
}

impl Data {
    /// The place of the value at a path, or of the nearest value on the way to it.
    pub fn place(&self, path: &[Step<'_>]) -> Place {
        let mut node = &*self.root;
        for step in path {
            match node.get(*step) {
                Some(next) => node = next,
                None => break,
            }
        }
        Place::new(self.file.clone(), node.range.clone())
    }

    /// The place of the only value that reads so, to point from a template into the data.
    ///
    /// `None` where no value reads so or several do: then no place would be honest.
    pub fn place_of_text(&self, text: &str) -> Option<Place> {
        let mut found = None;
        let mut several = false;
        self.root.visit(&mut |node| {
            if matches!(&node.value, Value::Text(own) if own == text) {
                several |= found.is_some();
                found = Some(node.range.clone());
            }
        });
        found.filter(|_| !several).map(|range| Place::new(self.file.clone(), range))
    }

    /// Every name of a column or key, for suggestions; sorted, each once.
    pub fn names(&self) -> Vec<&str> {
        let mut names = BTreeSet::new();
        self.root.visit(&mut |node| {
            if let Value::Record(entries) = &node.value {
                names.extend(entries.iter().map(|(name, _)| name.as_str()));
            }
        });
        names.into_iter().collect()
    }

    /// The names of the columns of a table; none of what its cells hold.
    pub fn columns(&self) -> Vec<&str> {
        let mut names = BTreeSet::new();
        if let Value::List(rows) = &self.root.value {
            for row in rows {
                if let Value::Record(entries) = &row.value {
                    names.extend(entries.iter().map(|(name, _)| name.as_str()));
                }
            }
        }
        names.into_iter().collect()
    }

    /// The whole value as JSON, for layouts. Days become texts such as `2026-05-12`.
    pub fn to_json(&self) -> serde_json::Value {
        self.root.to_json()
    }
}

impl Node {
    /// The value that one step leads to.
    pub fn get(&self, step: Step<'_>) -> Option<&Self> {
        match (&self.value, step) {
            (Value::List(rows), Step::Row(index)) => rows.get(index),
            (Value::Record(entries), Step::Key(key)) => {
                entries.iter().find(|(name, _)| name == key).map(|(_, node)| node)
            }
            _ => None,
        }
    }

    /// Shows this node and all below it; the limit on nesting bounds the recursion.
    fn visit<'a>(&'a self, seen: &mut impl FnMut(&'a Self)) {
        seen(self);
        match &self.value {
            Value::List(rows) => rows.iter().for_each(|row| row.visit(seen)),
            Value::Record(entries) => entries.iter().for_each(|(_, node)| node.visit(seen)),
            _ => {}
        }
    }

    fn to_json(&self) -> serde_json::Value {
        match &self.value {
            Value::Nothing => serde_json::Value::Null,
            Value::Boolean(boolean) => (*boolean).into(),
            Value::Integer(integer) => (*integer).into(),
            Value::Number(number, _) => (*number).into(),
            Value::Date(date) => date.to_string().into(),
            Value::Text(text) => text.as_str().into(),
            Value::List(rows) => rows.iter().map(Self::to_json).collect(),
            Value::Record(entries) => {
                entries.iter().map(|(name, node)| (name.clone(), node.to_json())).collect()
            }
        }
    }
}

#[cfg(test)]
mod tests;
