//! What of a row stands at one place of a component: a column, `kosten|euro`, or a text with columns
//! in it, `{plz} {ort}`.

use crate::data::{Node, Value, read_number};
use crate::diagnostic::{Place, Problem, list, suggestion};
use crate::language::{self, Language, parse_date, parse_time};
use crate::template::escaped;

use super::Row;

/// A part of a row's text.
#[derive(Debug, Clone, PartialEq)]
enum Part {
    /// Words of the author, which are Markdown.
    Words(String),
    /// The value of a column.
    Column(Column),
}

/// A column with the form of its values.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) form: Form,
}

/// The forms of values: filters of templates that mean something for a single value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// As it is, numbers and days in the language's form.
    Plain,
    /// A day.
    Date,
    /// A time of day.
    Time,
    /// A number, with so many places.
    Number(Option<usize>),
    /// An amount of euros.
    Euro(Option<usize>),
    /// A share in hundredths.
    Percent(Option<usize>),
    /// A telephone number.
    Phone,
    /// Markdown on purpose.
    Markdown,
}

const FORMS: [&str; 7] = ["date", "time", "number", "euro", "percent", "phone", "markdown"];

/// What stands at one place of a component.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Slot {
    parts: Vec<Part>,
}

impl Slot {
    /// Reads a slot; a text without braces is the name of a column.
    pub(super) fn read(text: &str, place: &Place) -> Result<Self, Problem> {
        if !text.contains('{') {
            let column = Column::read(text, place)?;
            return Ok(Self { parts: vec![Part::Column(column)] });
        }
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((words, after)) = rest.split_once('{') {
            let Some((column, after)) = after.split_once('}') else {
                let message = format!("a brace in `{text}` is never closed");
                return Err(Problem::error("component/value", message).at(place.clone()));
            };
            parts.extend((!words.is_empty()).then(|| Part::Words(words.to_owned())));
            parts.push(Part::Column(Column::read(column, place)?));
            rest = after;
        }
        parts.extend((!rest.is_empty()).then(|| Part::Words(rest.to_owned())));
        Ok(Self { parts })
    }

    /// The columns that it names.
    pub(super) fn columns(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Column(column) => Some(column.name.as_str()),
            Part::Words(_) => None,
        })
    }

    /// The text for one row, as Markdown; nothing where all its columns are empty. The error is a
    /// message, and the value that it is about.
    pub(super) fn show<'a>(&self, row: &Row<'a>, language: &Language) -> Result<String, (String, &'a Node)> {
        let mut text = String::new();
        let mut says_something = false;
        for part in &self.parts {
            match part {
                Part::Words(words) => text.push_str(words),
                Part::Column(column) => {
                    let Some(node) = row.node.get(crate::data::Step::Key(&column.name)) else { continue };
                    let shown = column.show(&node.value, language).map_err(|message| (message, node))?;
                    says_something |= !shown.is_empty();
                    text.push_str(&shown);
                }
            }
        }
        Ok(if says_something { text } else { String::new() })
    }
}

impl Column {
    /// Reads `name` or `name|form` or `name|form(2)`.
    pub(super) fn read(text: &str, place: &Place) -> Result<Self, Problem> {
        let (name, form) = match text.split_once('|') {
            Some((name, form)) => (name.trim(), Form::read(form.trim(), place)?),
            None => (text.trim(), Form::Plain),
        };
        Ok(Self { name: name.to_owned(), form })
    }

    /// A value in the column's form, as Markdown.
    pub(super) fn show(&self, value: &Value, language: &Language) -> Result<String, String> {
        let words = match value {
            Value::Nothing => return Ok(String::new()),
            Value::Text(text) => text.clone(),
            Value::Integer(number) => number.to_string(),
            Value::Number(number, _) => language::decimal(*number, language),
            Value::Boolean(truth) => truth_word(*truth, language).to_owned(),
            Value::Date(date) => date.to_string(),
            Value::List(_) | Value::Record(_) => {
                return Err(format!("`{}` is a list or a record, not a single value", self.name));
            }
        };
        let wrong = |what: &str| format!("`{}` is `{words}`, which is no {what}", self.name);
        let number = || number_of(value).ok_or_else(|| wrong("number"));
        let shown = match self.form {
            Form::Markdown => return Ok(words),
            Form::Plain => match value {
                Value::Date(date) => language::long_date(*date, language),
                _ => words,
            },
            Form::Date => language::long_date(parse_date(&words).ok_or_else(|| wrong("day"))?, language),
            Form::Time => language::short_time(parse_time(&words).ok_or_else(|| wrong("time of day"))?),
            Form::Number(digits) => language::number(number()?, digits, language),
            Form::Euro(digits) => language::euro(number()?, digits, language),
            Form::Percent(digits) => language::percent(number()?, digits, language),
            Form::Phone => language::phone(&words).ok_or_else(|| wrong("telephone number"))?,
        };
        Ok(escaped(&shown))
    }
}

/// The number that a value is.
pub(super) fn number_of(value: &Value) -> Option<f64> {
    match value {
        Value::Integer(number) => Some(*number as f64),
        Value::Number(number, _) => Some(*number),
        Value::Text(text) => read_number(text),
        _ => None,
    }
}

impl Form {
    fn read(text: &str, place: &Place) -> Result<Self, Problem> {
        let (name, digits) = match text.strip_suffix(')').and_then(|text| text.split_once('(')) {
            Some((name, digits)) => (name.trim(), digits.trim().parse().ok()),
            None => (text, None),
        };
        Ok(match name {
            "date" => Self::Date,
            "time" => Self::Time,
            "number" => Self::Number(digits),
            "euro" => Self::Euro(digits),
            "percent" => Self::Percent(digits),
            "phone" => Self::Phone,
            "markdown" => Self::Markdown,
            _ => {
                let message = format!("values have no form `{name}` here");
                let problem = Problem::error("component/value", message).at(place.clone());
                return Err(match suggestion(name, FORMS) {
                    Some(near) => problem.hint(format!("did you mean `{near}`?")),
                    None => problem.hint(format!("the forms are {}", list(FORMS).replace(" or ", " and "))),
                });
            }
        })
    }

    /// Whether its values are numbers.
    pub(super) fn is_numeric(self) -> bool {
        matches!(self, Self::Number(_) | Self::Euro(_) | Self::Percent(_))
    }
}

fn truth_word(truth: bool, language: &Language) -> &'static str {
    match (truth, language.is_german()) {
        (true, true) => "ja",
        (false, true) => "nein",
        (true, false) => "yes",
        (false, false) => "no",
    }
}
