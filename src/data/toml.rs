//! TOML as data: the same reading as for manifests, with other codes.

use super::{Node, Source, Value};
use crate::diagnostic::Problem;
use crate::toml_text::{self, Codes, Kind, Table};

static DATA: Codes = Codes {
    syntax: "data/syntax",
    unknown_key: "data/value",
    missing_key: "data/missing",
    kind: "data/type",
    value: "data/value",
};

/// Reads the whole file as one record.
pub(super) fn read(source: &Source<'_>, problems: &mut Vec<Problem>) -> Option<Node> {
    let table = toml_text::parse(source.file, source.text, 0, &DATA, problems);
    let value = record(source, table, 0, problems);
    Some(Node { value, range: 0..source.text.len() })
}

fn record(source: &Source<'_>, table: Table, depth: u64, problems: &mut Vec<Problem>) -> Value {
    let entry = |entry: toml_text::Entry| (entry.key.value, node(source, entry.value, depth + 1, problems));
    Value::Record(table.into_entries().into_iter().map(entry).collect())
}

fn node(source: &Source<'_>, value: toml_text::Value, depth: u64, problems: &mut Vec<Problem>) -> Node {
    let range = value.place.range.clone();
    let refused = |problem, problems: &mut Vec<Problem>| {
        problems.push(problem);
        Value::Nothing
    };
    let value = match value.kind {
        _ if depth > source.nesting => refused(source.too_deep(range.clone()), problems),
        Kind::Text(text) => Value::Text(text),
        Kind::Integer(integer) => Value::Integer(integer),
        Kind::Number(number) => Value::Number(number, None),
        Kind::Boolean(boolean) => Value::Boolean(boolean),
        Kind::Date(date) => Value::Date(date),
        Kind::Array(values) => {
            Value::List(values.into_iter().map(|value| node(source, value, depth + 1, problems)).collect())
        }
        Kind::Table(table) => record(source, table, depth, problems),
        Kind::Other(_) => {
            let words = "text, a number, a truth value, a day, a list or a table";
            refused(value.type_problem(words), problems)
        }
    };
    Node { value, range }
}
