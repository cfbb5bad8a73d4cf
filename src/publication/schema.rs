//! What the columns of a data file must hold.

use crate::diagnostic::Problem;
use crate::toml_text::{Located, Table};

/// The columns that a manifest describes; others are free.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Schema {
    /// In the order of the manifest.
    pub columns: Vec<Column>,
    /// The file of a JSON Schema, where the manifest names one in place of columns.
    pub file: Option<Located<String>>,
}

/// One column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its heading.
    pub name: Located<String>,
    /// What its cells hold.
    pub kind: ColumnType,
    /// Whether every row must have it.
    pub required: bool,
    /// Whether no two rows may have the same.
    pub unique: bool,
    /// The only values, if there are only a few.
    pub values: Vec<String>,
    /// The form of its values: see [`super::matches`].
    pub pattern: Option<String>,
    /// The column in which each of its values stands: `table.column`, a foreign key.
    pub references: Option<Located<String>>,
}

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ColumnType {
    /// Any words.
    #[default]
    Text,
    /// A whole number; points may group its figures.
    Integer,
    /// A number, with a point or a German comma.
    Number,
    /// `ja` or `nein`, `true` or `false`.
    Boolean,
    /// A day, `2026-05-12` or `12.5.2026`.
    Date,
    /// A time of day, `9:05`.
    Time,
}

impl ColumnType {
    const WORDS: [(&'static str, Self); 6] = [
        ("text", Self::Text),
        ("integer", Self::Integer),
        ("number", Self::Number),
        ("boolean", Self::Boolean),
        ("date", Self::Date),
        ("time", Self::Time),
    ];
}

/// Reads `column = { type = "…", required = true, unique = true, values = […], pattern = "…", references = "…" }`.
pub(super) fn read(table: Table, problems: &mut Vec<Problem>) -> Schema {
    let columns = table
        .into_entries()
        .into_iter()
        .filter_map(|entry| {
            let table = entry.value.read::<Table>(problems)?.value;
            Some(column(entry.key, table, problems))
        })
        .collect();
    Schema { columns, file: None }
}

fn column(name: Located<String>, mut table: Table, problems: &mut Vec<Problem>) -> Column {
    let mut flag = |key| table.take::<bool>(key, problems).is_some_and(|flag| flag.value);
    let (required, unique) = (flag("required"), flag("unique"));
    let kind = table.take_word("type", &ColumnType::WORDS, problems);
    let values = table.take_texts("values", problems).unwrap_or_default();
    let pattern = table.take::<String>("pattern", problems);
    let references = table.take::<String>("references", problems);
    table.finish(problems);
    Column {
        name,
        kind: kind.map(|kind| kind.value).unwrap_or_default(),
        required,
        unique,
        values: values.into_iter().map(|value| value.value).collect(),
        pattern: pattern.map(|pattern| pattern.value),
        references,
    }
}
