//! A value with its place, and what it can be read as.

use jiff::civil::Date;

use super::{Codes, Table};
use crate::diagnostic::{Place, Problem};

/// A value, and where its author wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Its place.
    pub place: Place,
}

/// A TOML value that nobody has read yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    /// The keys that lead here, joined with points.
    pub path: String,
    /// Where it stands.
    pub place: Place,
    pub(super) codes: &'static Codes,
    /// What it is.
    pub kind: Kind,
}

/// What a TOML value can be.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// Text, without its quotes and escapes.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A finite number.
    Number(f64),
    /// A truth value.
    Boolean(bool),
    /// A day.
    Date(Date),
    /// A list.
    Array(Vec<Value>),
    /// A table, also one in braces.
    Table(Table),
    /// What no key accepts, in words.
    Other(&'static str),
}

/// Gives the text that takes another's place; it knows the keys that lead to that one, and where it
/// stands.
pub type Fill<'a> = &'a dyn Fn(&str, &str, &Place) -> Result<String, Problem>;

/// What a TOML value can be read as.
pub trait FromValue: Sized {
    /// What must stand there, for messages: "text in quotes".
    const EXPECTED: &'static str;
    /// How an author would write one.
    const EXAMPLE: &'static str;

    /// The value as this type; gives it back where it is of another, so that a message can name it.
    fn from_value(value: Value) -> Result<Self, Box<Value>>;
}

impl Value {
    /// Reads the value as a `T`; another type is a problem.
    pub fn read<T: FromValue>(self, problems: &mut Vec<Problem>) -> Option<Located<T>> {
        let place = self.place.clone();
        match T::from_value(self) {
            Ok(value) => Some(Located { value, place }),
            Err(refused) => {
                problems.push(refused.type_problem(T::EXPECTED));
                None
            }
        }
    }

    /// The problem that this value is not what was expected.
    pub fn type_problem(&self, expected: &str) -> Problem {
        let message = format!("`{}` must be {expected}, but is {}", self.path, self.found());
        Problem::error(self.codes.kind, message).at(self.place.clone())
    }

    /// What stands there, for messages: "a whole number".
    pub fn found(&self) -> &'static str {
        match &self.kind {
            Kind::Text(_) => "text",
            Kind::Integer(_) => "a whole number",
            Kind::Number(_) => "a number",
            Kind::Boolean(_) => "a truth value",
            Kind::Date(_) => "a date",
            Kind::Array(_) => "a list",
            Kind::Table(_) => "a table",
            Kind::Other(words) => words,
        }
    }

    /// Whether the value is text.
    pub fn is_text(&self) -> bool {
        matches!(self.kind, Kind::Text(_))
    }

    /// Whether the value is a table.
    pub fn is_table(&self) -> bool {
        matches!(self.kind, Kind::Table(_))
    }

    /// Rewrites every text in this value through `fill`; what it refuses stays as it was.
    pub fn fill(&mut self, fill: Fill<'_>, problems: &mut Vec<Problem>) {
        match &mut self.kind {
            Kind::Text(text) => match fill(text, &self.path, &self.place) {
                Ok(filled) => *text = filled,
                Err(problem) => problems.push(problem),
            },
            Kind::Array(values) => values.iter_mut().for_each(|value| value.fill(fill, problems)),
            Kind::Table(table) => table.fill(&[], fill, problems),
            Kind::Integer(_) | Kind::Number(_) | Kind::Boolean(_) | Kind::Date(_) | Kind::Other(_) => {}
        }
    }

    pub(super) fn mark_partial(&mut self) {
        match &mut self.kind {
            Kind::Table(table) => table.mark_partial(),
            Kind::Array(values) => values.iter_mut().for_each(Self::mark_partial),
            _ => {}
        }
    }
}

/// Reads one kind, or gives the value back.
macro_rules! from_value {
    ($type:ty, $kind:ident, $expected:literal, $example:literal) => {
        impl FromValue for $type {
            const EXPECTED: &'static str = $expected;
            const EXAMPLE: &'static str = $example;

            fn from_value(value: Value) -> Result<Self, Box<Value>> {
                match value.kind {
                    Kind::$kind(inner) => Ok(inner),
                    kind => Err(Box::new(Value { kind, ..value })),
                }
            }
        }
    };
}

from_value!(String, Text, "text in quotes", "\"…\"");
from_value!(i64, Integer, "a whole number", "1");
from_value!(bool, Boolean, "`true` or `false`", "true");
from_value!(Date, Date, "a date without quotes such as `2026-11-01`", "2026-11-01");
from_value!(Vec<Value>, Array, "a list in brackets", "[…]");
from_value!(Table, Table, "a table", "{ … }");

impl FromValue for f64 {
    const EXPECTED: &'static str = "a number";
    const EXAMPLE: &'static str = "1.5";

    fn from_value(value: Value) -> Result<Self, Box<Value>> {
        match value.kind {
            Kind::Number(number) => Ok(number),
            // Whole numbers beyond 2^53 lose digits here; no key of satz has a use for them.
            Kind::Integer(integer) => Ok(integer as Self),
            kind => Err(Box::new(Value { kind, ..value })),
        }
    }
}
