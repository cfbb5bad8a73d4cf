//! A table from data: columns with their headings and forms, and a row of sums.

use super::slot::{Column, number_of};
use super::writer::Writer;
use super::{Filler, Row, with_hint};
use crate::data::Value;
use crate::diagnostic::{Place, Problem};
use crate::template::escaped;

/// The attributes that this room takes; the others are those of every table.
const OWN: [&str; 4] = ["data", "columns", "sum", "sort"];

/// A column of the table that is made.
struct Shown {
    column: Column,
    heading: String,
    is_numeric: bool,
}

impl Filler<'_> {
    pub(super) fn table(&self, rows: &[Row<'_>], writer: &mut Writer) -> Result<(), Vec<Problem>> {
        let columns = self.columns(rows)?;
        writer.open(3, "table", &self.rest(|key| OWN.contains(&key)));
        for shown in &columns {
            writer.push("| ");
            writer.push(&shown.heading);
            writer.push(" ");
        }
        writer.push("|\n");
        for shown in &columns {
            writer.push(if shown.is_numeric { "| --: " } else { "| --- " });
        }
        writer.push("|\n");
        let mut problems = Vec::new();
        for row in rows {
            for shown in &columns {
                writer.push("| ");
                self.cell(&shown.column, row, writer).unwrap_or_else(|problem| problems.push(problem));
                writer.push(" ");
            }
            writer.push("|\n");
        }
        problems.extend(self.sums(rows, &columns, writer).err().into_iter().flatten());
        writer.close(3);
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    fn cell(&self, column: &Column, row: &Row<'_>, writer: &mut Writer) -> Result<(), Problem> {
        let Some(node) = row.get(&column.name) else { return Ok(()) };
        let value = row.place(node);
        let text = column.show(&node.value, self.sources.language).map_err(|message| {
            let place = self.pair("columns").map_or(&self.used.name_place, |pair| &pair.place).clone();
            Problem::error("component/value", message).at(place.with_data(Some(value.clone().into())))
        })?;
        writer.put(&text, self.used.name_place.clone().with_data(Some(value.into())));
        Ok(())
    }

    /// The columns that are asked for, or all: `ort: Ort, kosten|euro: Kosten`. Where a heading has a
    /// comma, semicolons part the columns.
    fn columns(&self, rows: &[Row<'_>]) -> Result<Vec<Shown>, Vec<Problem>> {
        let Some(pair) = self.pair("columns") else { return Ok(all_columns(rows)) };
        let sign = if pair.written.contains(';') { ';' } else { ',' };
        let mut columns = Vec::new();
        let mut problems = Vec::new();
        for part in pair.written.split(sign) {
            let (column, heading) = match part.split_once(':') {
                Some((column, heading)) => (column, Some(heading.trim().to_owned())),
                None => (part, None),
            };
            match Column::read(column, &pair.place) {
                Ok(column) => {
                    problems.extend(self.unknown_column(rows, &column.name, pair));
                    let heading = heading.unwrap_or_else(|| escaped(&column.name));
                    columns.push(shown(column, heading, rows));
                }
                Err(problem) => problems.push(problem),
            }
        }
        if problems.is_empty() { Ok(columns) } else { Err(problems) }
    }

    /// The row of sums, where one is asked for.
    fn sums(&self, rows: &[Row<'_>], columns: &[Shown], writer: &mut Writer) -> Result<(), Vec<Problem>> {
        let Some(pair) = self.pair("sum") else { return Ok(()) };
        let wanted: Vec<&str> = pair.value.split([',', ';']).map(str::trim).collect();
        let names: Vec<&str> = columns.iter().map(|shown| shown.column.name.as_str()).collect();
        let unknown = wanted.iter().filter(|name| !names.contains(*name)).map(|name| {
            let message = format!("the table shows no column `{name}` that could be summed");
            with_hint(
                Problem::error("component/unknown-column", message).at(pair.place.clone()),
                name,
                names.clone(),
            )
        });
        let mut problems: Vec<Problem> = unknown.collect();
        let label = if self.sources.language.is_german() { "Summe" } else { "Total" };
        for (index, shown) in columns.iter().enumerate() {
            writer.push("| ");
            if wanted.contains(&shown.column.name.as_str()) {
                match sum(rows, shown, &pair.place) {
                    Ok(sum) => {
                        let text = shown.column.show(&sum, self.sources.language).unwrap_or_default();
                        writer.put(&format!("**{text}**"), pair.place.clone());
                    }
                    Err(problem) => problems.push(problem),
                }
            } else if index == 0 {
                writer.put(&format!("**{label}**"), pair.place.clone());
            }
            writer.push(" ");
        }
        writer.push("|\n");
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }
}

fn all_columns(rows: &[Row<'_>]) -> Vec<Shown> {
    let Some(Value::Record(entries)) = rows.first().map(|row| &row.node.value) else { return Vec::new() };
    let column = |name: &String| Column { name: name.clone(), form: super::slot::Form::Plain };
    entries.iter().map(|(name, _)| shown(column(name), escaped(name), rows)).collect()
}

fn shown(column: Column, heading: String, rows: &[Row<'_>]) -> Shown {
    let values = || rows.iter().filter_map(|row| row.get(&column.name)).map(|node| &node.value);
    let is_number = |value: &Value| matches!(value, Value::Integer(_) | Value::Number(..) | Value::Nothing);
    let some = values().any(|value| !matches!(value, Value::Nothing));
    let is_numeric = column.form.is_numeric() || (some && values().all(is_number));
    Shown { is_numeric, column, heading }
}

/// The sum of a column. Whole numbers stay whole, and tenths do not gather the errors of binary
/// fractions, since the sum is rounded to the places of its parts.
fn sum(rows: &[Row<'_>], shown: &Shown, place: &Place) -> Result<Value, Problem> {
    let mut sum = 0.0;
    let mut places = 0;
    for row in rows {
        let Some(node) = row.get(&shown.column.name).filter(|node| node.value != Value::Nothing) else {
            continue;
        };
        let Some(number) = number_of(&node.value) else {
            let message = format!("`{}` cannot be summed: this is no number", shown.column.name);
            let place = place.clone().with_data(Some(row.place(node).into()));
            return Err(Problem::error("component/value", message).at(place));
        };
        let written = number.to_string();
        places = places.max(written.split_once('.').map_or(0, |(_, fraction)| fraction.len()));
        sum += number;
    }
    let rounded = format!("{sum:.places$}").parse().unwrap_or(sum);
    Ok(if places == 0 && rounded.abs() < 9e15 {
        Value::Integer(rounded as i64)
    } else {
        Value::Number(rounded, None)
    })
}
