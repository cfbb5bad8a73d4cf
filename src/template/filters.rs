//! The filters that satz adds to the engine's own.

use minijinja::value::{Kwargs, ValueKind};
use minijinja::{Environment, Error, ErrorKind, Value};

use super::escape;
use crate::data::read_number;
use crate::language::{self, Language, parse_date, parse_time};

/// The names of satz's filters, for suggestions.
pub(super) const NAMES: [&str; 10] =
    ["date", "time", "number", "euro", "percent", "slug", "sort_de", "markdown", "escape", "e"];

/// Adds the filters, which write in the publication's language.
pub(super) fn add(environment: &mut Environment<'_>, language: &Language) {
    let own = language.clone();
    environment.add_filter("date", move |value: &Value| {
        let text = text(value, "date")?;
        let date = parse_date(&text)
            .ok_or_else(|| refused(format!("`{text}` is not a day; write `2026-05-12` or `12.5.2026`")))?;
        Ok::<_, Error>(language::long_date(date, &own))
    });
    environment.add_filter("time", |value: &Value| {
        let text = text(value, "time")?;
        let time = parse_time(&text)
            .ok_or_else(|| refused(format!("`{text}` is not a time of day; write `9:05`")))?;
        Ok::<_, Error>(language::short_time(time))
    });
    add_number(environment, "number", language, language::number);
    add_number(environment, "euro", language, language::euro);
    add_number(environment, "percent", language, language::percent);
    environment.add_filter("slug", |value: &Value| Ok::<_, Error>(language::label(&text(value, "slug")?)));
    environment.add_filter("sort_de", sort_de);
    environment.add_filter("markdown", |value: &Value| {
        Ok::<_, Error>(Value::from_safe_string(text(value, "markdown")?))
    });
    for name in ["escape", "e"] {
        environment.add_filter(name, |value: &Value| {
            let text = text(value, "escape")?;
            let escaped = if value.is_safe() { text } else { escape::markdown(&text) };
            Ok::<_, Error>(Value::from_safe_string(escaped))
        });
    }
}

type Form = fn(f64, Option<usize>, &Language) -> String;

/// Adds a filter that writes a number; its argument fixes the places behind the mark.
fn add_number(environment: &mut Environment<'_>, name: &'static str, language: &Language, form: Form) {
    let own = language.clone();
    environment.add_filter(name, move |value: &Value, digits: Option<usize>| {
        let number = match value.kind() {
            ValueKind::Number => f64::try_from(value.clone()).ok(),
            _ => read_number(&text(value, name)?),
        };
        match number.filter(|number| number.is_finite()) {
            Some(number) => Ok(form(number, digits, &own)),
            None => Err(refused(format!("`{value}` is not a number"))),
        }
    });
}

/// Sorts words, or records by an attribute, in the order of German dictionaries.
fn sort_de(values: &Value, attribute: Option<&str>, options: Kwargs) -> Result<Value, Error> {
    let attribute = match attribute {
        Some(attribute) => Some(attribute.to_owned()),
        None => options.get::<Option<String>>("attribute")?,
    };
    options.assert_all_used()?;
    let mut keyed = Vec::new();
    for value in values.try_iter()? {
        let named = match &attribute {
            Some(name) => value.get_attr(name)?,
            None => value.clone(),
        };
        if named.is_undefined() {
            let name = attribute.unwrap_or_default();
            return Err(refused(format!("a value to sort has no `{name}`")));
        }
        let text = if named.is_none() { String::new() } else { text(&named, "sort_de")? };
        keyed.push((language::sort_key(&text), value));
    }
    keyed.sort_by(|(a, _), (b, _)| a.cmp(b));
    Ok(keyed.into_iter().map(|(_, value)| value).collect())
}

/// A single value as text.
fn text(value: &Value, filter: &str) -> Result<String, Error> {
    match value.kind() {
        ValueKind::String | ValueKind::Number | ValueKind::Bool => Ok(value.to_string()),
        ValueKind::Undefined => Err(Error::from(ErrorKind::UndefinedError)),
        ValueKind::None => {
            let message = format!("`{filter}` was given nothing; ask first: `{{% if … %}}`");
            Err(refused(message))
        }
        kind => Err(refused(format!("`{filter}` was given a {kind}, not a single value"))),
    }
}

fn refused(message: String) -> Error {
    Error::new(ErrorKind::InvalidOperation, message)
}
