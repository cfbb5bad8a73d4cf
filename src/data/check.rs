//! Whether the rows of a table are what the manifest's schema says, and what they mean by it.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::{Node, Step, Value, cell::read_number};
use crate::diagnostic::{Place, Problem, list, suggestion};
use crate::language::{parse_date, parse_time, short_time};
use crate::publication::{Column, ColumnType, Schema, matches};

/// Checks every cell, and turns it into a value of its column's type.
pub(super) fn check(file: &Arc<str>, root: &mut Node, schema: &Schema, problems: &mut Vec<Problem>) {
    if schema.columns.is_empty() {
        return;
    }
    let Value::List(rows) = &mut root.value else {
        problems.push(
            Problem::error("data/type", "the file has a schema, but is no list of records")
                .at(Place::file(file.clone())),
        );
        return;
    };
    for column in &schema.columns {
        if unknown_column(file, rows, column, problems) {
            continue;
        }
        let mut seen = BTreeMap::new();
        for row in rows.iter_mut() {
            let checker = Checker { file, column };
            checker.row(row, &mut seen, problems);
        }
    }
    // Editors mend a table from the top, not column by column.
    problems.sort_by_key(|problem| problem.place.as_ref().map(|place| place.range.start));
}

/// Whether no row has the column, which is told once and at the schema.
fn unknown_column(file: &Arc<str>, rows: &[Node], column: &Column, problems: &mut Vec<Problem>) -> bool {
    let name = &column.name.value;
    if rows.is_empty() || rows.iter().any(|row| row.get(Step::Key(name)).is_some()) {
        return false;
    }
    let Some(Node { value: Value::Record(entries), .. }) = rows.first() else { return false };
    let names = || entries.iter().map(|(name, _)| name.as_str());
    let problem = Problem::error("data/missing", format!("`{file}` has no column `{name}`"))
        .at(column.name.place.clone());
    problems.push(match suggestion(name, names()) {
        Some(near) => problem.hint(format!("did you mean `{near}`?")),
        None => problem.hint(format!("its columns are {}", list(names()).replace(" or ", " and "))),
    });
    true
}

struct Checker<'a> {
    file: &'a Arc<str>,
    column: &'a Column,
}

impl Checker<'_> {
    fn row(&self, row: &mut Node, seen: &mut BTreeMap<String, Range<usize>>, problems: &mut Vec<Problem>) {
        let name = &self.column.name.value;
        let whole = row.range.clone();
        let cell = match &mut row.value {
            Value::Record(entries) => entries.iter_mut().find(|(key, _)| key == name),
            _ => None,
        };
        match cell.map(|(_, cell)| cell).filter(|cell| cell.value != Value::Nothing) {
            Some(cell) => self.cell(cell, seen, problems),
            None if self.column.required => {
                let message = format!("this row has nothing in `{name}`");
                problems.push(self.problem("data/missing", whole, message));
            }
            None => {}
        }
    }

    fn cell(&self, cell: &mut Node, seen: &mut BTreeMap<String, Range<usize>>, problems: &mut Vec<Problem>) {
        let name = &self.column.name.value;
        let written = written(&cell.value);
        let range = cell.range.clone();
        match self.typed(&cell.value) {
            Some(value) => cell.value = value,
            None => {
                let expected = expected(self.column.kind);
                let message = format!("`{name}` must be {expected}, but is `{written}`");
                problems.push(self.problem("data/type", range, message));
                return;
            }
        }
        if !self.column.values.is_empty() && !self.column.values.contains(&written) {
            let words = || self.column.values.iter().map(String::as_str);
            let message = format!("`{name}` cannot be `{written}`, only {}", list(words()));
            let problem = self.problem("data/value", range.clone(), message);
            problems.push(match suggestion(&written, words()) {
                Some(near) => problem.hint(format!("did you mean `{near}`?")),
                None => problem,
            });
        }
        if let Some(pattern) = self.column.pattern.as_ref().filter(|form| !matches(form, &written)) {
            let message = format!("`{name}` is `{written}`, which has not the form `{pattern}`");
            problems.push(self.problem("data/value", range.clone(), message));
        }
        if self.column.unique {
            if let Some(first) = seen.get(&written) {
                let place = Place::new(self.file.clone(), first.clone());
                let message = format!("`{name}` is `{written}` for the second time");
                problems.push(self.problem("data/duplicate", range, message).label(place, "the first one"));
            } else {
                seen.insert(written, range);
            }
        }
    }

    /// The value in the column's type, or `None` where it is no such.
    fn typed(&self, value: &Value) -> Option<Value> {
        let text = written(value);
        match (self.column.kind, value) {
            (_, Value::List(_) | Value::Record(_)) => None,
            // Figures of a text column stay as they were written.
            (ColumnType::Text, _) => Some(Value::Text(text)),
            (ColumnType::Integer, Value::Integer(integer)) => Some(Value::Integer(*integer)),
            (ColumnType::Integer, Value::Text(_)) => {
                let number = read_number(&text).filter(|number| number.fract() == 0.0)?;
                // Beyond 2^53 the figures would not be those of the file.
                (number.abs() < 9e15).then_some(Value::Integer(number as i64))
            }
            (ColumnType::Number, Value::Integer(_) | Value::Number(..)) => Some(value.clone()),
            (ColumnType::Number, Value::Text(_)) => Some(Value::Number(read_number(&text)?, Some(text))),
            (ColumnType::Boolean, Value::Boolean(_)) => Some(value.clone()),
            (ColumnType::Boolean, _) => match text.to_lowercase().as_str() {
                "ja" | "yes" | "true" | "wahr" | "x" | "1" => Some(Value::Boolean(true)),
                "nein" | "no" | "false" | "falsch" | "0" => Some(Value::Boolean(false)),
                _ => None,
            },
            (ColumnType::Date, Value::Date(_)) => Some(value.clone()),
            (ColumnType::Date, _) => parse_date(&text).map(Value::Date),
            (ColumnType::Time, _) => parse_time(&text).map(|time| Value::Text(short_time(time))),
            _ => None,
        }
    }

    fn problem(&self, code: &'static str, range: Range<usize>, message: String) -> Problem {
        Problem::error(code, message).at(Place::new(self.file.clone(), range))
    }
}

fn expected(kind: ColumnType) -> &'static str {
    match kind {
        ColumnType::Text => "text",
        ColumnType::Integer => "a whole number",
        ColumnType::Number => "a number",
        ColumnType::Boolean => "`ja` or `nein`",
        ColumnType::Date => "a day such as `2026-05-12` or `12.5.2026`",
        ColumnType::Time => "a time of day such as `9:05`",
    }
}

/// A single value as its author wrote it.
pub(super) fn written(value: &Value) -> String {
    match value {
        Value::Nothing => String::new(),
        Value::Boolean(boolean) => boolean.to_string(),
        Value::Integer(integer) => integer.to_string(),
        Value::Number(number, None) => number.to_string(),
        Value::Number(_, Some(text)) | Value::Text(text) => text.clone(),
        Value::Date(date) => date.to_string(),
        Value::List(_) => "a list".to_owned(),
        Value::Record(_) => "a record".to_owned(),
    }
}
