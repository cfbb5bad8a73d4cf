//! The order of rows.

use super::Row;
use super::slot::number_of;
use crate::data::Value;
use crate::language::{SortKey, sort_key};

/// Numbers before days before words, and what is empty last.
#[derive(PartialEq, PartialOrd)]
enum Key {
    Number(f64),
    Day(String),
    Words(SortKey),
    Nothing,
}

/// Sorts rows by a column, words as in a German dictionary; equal rows keep their order.
pub(super) fn sort(rows: &mut [Row<'_>], column: &str, descending: bool) {
    let key = |row: &Row<'_>| match row.get(column).map(|node| &node.value) {
        None | Some(Value::Nothing) => Key::Nothing,
        Some(value @ (Value::Integer(_) | Value::Number(..))) => {
            number_of(value).map_or(Key::Nothing, Key::Number)
        }
        Some(Value::Date(date)) => Key::Day(date.to_string()),
        Some(Value::Text(text)) => Key::Words(sort_key(text)),
        Some(Value::Boolean(truth)) => Key::Number(f64::from(u8::from(!truth))),
        Some(Value::List(_) | Value::Record(_)) => Key::Nothing,
    };
    let mut keyed: Vec<(Key, Row<'_>)> = rows.iter().map(|row| (key(row), *row)).collect();
    keyed.sort_by(|(a, _), (b, _)| {
        let order = a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal);
        let empty = matches!(a, Key::Nothing) || matches!(b, Key::Nothing);
        if descending && !empty { order.reverse() } else { order }
    });
    for (row, (_, sorted)) in rows.iter_mut().zip(keyed) {
        *row = sorted;
    }
}
