//! TOML that people write, read key by key: every value knows its place, and every problem of a
//! file is found in one reading.
//!
//! `serde` stops at the first mistake and forgets where a value stood, so manifests, layouts and
//! tokens are read through [`Table`]: a reader takes the keys it knows, and [`Table::finish`]
//! reports what nobody asked for.

mod length;
mod table;
mod value;

use std::ops::Range;
use std::sync::Arc;

use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Place, Problem};

pub use length::Length;
pub use table::{Entry, Table};
pub use value::{Fill, FromValue, Kind, Located, Value};

/// The codes under which a family of files reports.
#[derive(Debug, PartialEq, Eq)]
pub struct Codes {
    /// The file is not TOML.
    pub syntax: &'static str,
    /// A key that nobody reads.
    pub unknown_key: &'static str,
    /// A required key that is absent.
    pub missing_key: &'static str,
    /// A value of the wrong type.
    pub kind: &'static str,
    /// A value of the right type that means nothing.
    pub value: &'static str,
}

/// `satz.toml` and `publication.toml`.
pub static MANIFEST: Codes = Codes {
    syntax: "manifest/syntax",
    unknown_key: "manifest/unknown-key",
    missing_key: "manifest/missing-key",
    kind: "manifest/type",
    value: "manifest/value",
};

/// `layout.toml`.
pub static LAYOUT: Codes = Codes {
    syntax: "layout/syntax",
    unknown_key: "layout/unknown-key",
    missing_key: "layout/missing-key",
    kind: "layout/type",
    value: "layout/value",
};

/// `tokens.toml`.
pub static TOKENS: Codes = Codes {
    syntax: "tokens/syntax",
    unknown_key: "tokens/unknown-key",
    missing_key: "tokens/missing-key",
    kind: "tokens/type",
    value: "tokens/value",
};

/// Where values come from: their file, and the codes under which it reports.
#[derive(Debug, Clone, PartialEq)]
struct Source {
    file: Arc<str>,
    codes: &'static Codes,
}

/// Reads TOML `text`, which starts at byte `offset` of `file`.
///
/// Syntax errors go to `problems`; what could be read in spite of them is in the table.
pub fn parse(
    file: &Arc<str>,
    text: &str,
    offset: usize,
    codes: &'static Codes,
    problems: &mut Vec<Problem>,
) -> Table {
    // A mark at the start of a file, as some Windows editors write it, is not part of the TOML.
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let reading =
        Reading { source: Source { file: file.clone(), codes }, offset: offset + text.len() - body.len() };
    let (table, errors) = DeTable::parse_recoverable(body);
    let mut table = reading.table(table.into_inner(), 0..0, String::new());
    // The whole file is named by its start, and not by all of its lines.
    table.range = reading.offset..reading.offset;
    for error in &errors {
        problems.push(reading.syntax(error, body));
    }
    if !errors.is_empty() {
        table.mark_partial();
    }
    table
}

/// The state of one conversion from the library's values.
struct Reading {
    source: Source,
    offset: usize,
}

impl Reading {
    fn table(&self, table: DeTable<'_>, range: Range<usize>, path: String) -> Table {
        let mut entries: Vec<Entry> = table
            .into_iter()
            .map(|(key, value)| {
                let key_range = self.shifted(key.span());
                let key = key.into_inner().into_owned();
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                let span = value.span();
                Entry {
                    value: self.value(value.into_inner(), span, path),
                    key: Located { value: key, place: self.place(key_range) },
                }
            })
            .collect();
        entries.sort_by_key(|entry| entry.key.place.range.start);
        Table {
            source: self.source.clone(),
            path,
            range: self.shifted(range),
            entries,
            asked: Vec::new(),
            partial: false,
        }
    }

    fn value(&self, value: DeValue<'_>, range: Range<usize>, path: String) -> Value {
        let kind = match value {
            DeValue::String(text) => Kind::Text(text.into_owned()),
            DeValue::Integer(integer) => i64::from_str_radix(integer.as_str(), integer.radix())
                .map_or(Kind::Other("a number beyond all measure"), Kind::Integer),
            DeValue::Float(float) => match float.as_str().parse::<f64>() {
                Ok(number) if number.is_finite() => Kind::Number(number),
                _ => Kind::Other("not a finite number"),
            },
            DeValue::Boolean(boolean) => Kind::Boolean(boolean),
            DeValue::Datetime(moment) => date(&moment),
            DeValue::Array(array) => Kind::Array(
                array
                    .into_iter()
                    .map(|item| {
                        let span = item.span();
                        self.value(item.into_inner(), span, path.clone())
                    })
                    .collect(),
            ),
            DeValue::Table(table) => Kind::Table(self.table(table, range.clone(), path.clone())),
        };
        Value { path, place: self.place(self.shifted(range)), codes: self.source.codes, kind }
    }

    fn syntax(&self, error: &toml::de::Error, text: &str) -> Problem {
        let range = error.span().unwrap_or(text.len()..text.len());
        let message = format!("this is not valid TOML: {}", error.message());
        let problem = Problem::error(self.source.codes.syntax, message).at(self.place(self.shifted(range)));
        match error.message() {
            message if message.starts_with("duplicate key") => {
                problem.hint("write every key and every `[table]` once")
            }
            message if message.contains("quotes") || message.contains("string") => {
                problem.hint("write text in straight quotes: `key = \"text\"`")
            }
            _ => problem,
        }
    }

    fn shifted(&self, range: Range<usize>) -> Range<usize> {
        range.start + self.offset..range.end + self.offset
    }

    fn place(&self, range: Range<usize>) -> Place {
        Place::new(self.source.file.clone(), range)
    }
}

fn date(moment: &toml::value::Datetime) -> Kind {
    let Some(date) = moment.date else { return Kind::Other("a time of day") };
    if moment.time.is_some() {
        return Kind::Other("a moment with a time of day");
    }
    let day = i16::try_from(date.year)
        .ok()
        .and_then(|year| Some((year, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?)))
        .and_then(|(year, month, day)| jiff::civil::Date::new(year, month, day).ok());
    day.map_or(Kind::Other("a day that no calendar has"), Kind::Date)
}

/// Every problem as one line of a test: code, marked text, message and hints.
#[cfg(test)]
pub(crate) fn told(text: &str, problems: &[Problem]) -> Vec<String> {
    let line = |problem: &Problem| {
        let range = problem.place.as_ref().map_or(0..0, |place| place.range.clone());
        let marked = text.get(range).unwrap_or("elsewhere");
        let hints: String = problem.hints.iter().map(|hint| format!(" ({hint})")).collect();
        format!("{} [{marked}] {}{hints}", problem.code, problem.message)
    };
    problems.iter().map(line).collect()
}
