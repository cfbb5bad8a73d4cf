//! The filters that satz adds to the engine's own.

use minijinja::value::{Kwargs, ValueKind};
use minijinja::{Environment, Error, ErrorKind, Value};

use super::escape;
use crate::data::read_number;
use crate::language::{self, Language, parse_date, parse_time};

/// The names of satz's filters, for suggestions.
pub(super) const NAMES: [&str; 14] = [
    "date",
    "time",
    "number",
    "euro",
    "percent",
    "phone",
    "slug",
    "sort_de",
    "group",
    "truncate_words",
    "qr",
    "markdown",
    "escape",
    "e",
];

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
    environment.add_filter("phone", |value: &Value| {
        let text = text(value, "phone")?;
        language::phone(&text)
            .ok_or_else(|| refused(format!("`{text}` is not a telephone number; write `0251 4921-0`")))
    });
    environment.add_filter("truncate_words", |value: &Value, most: usize| {
        let text = text(value, "truncate_words")?;
        let words: Vec<&str> = text.split_whitespace().collect();
        let shown = words.iter().take(most).copied().collect::<Vec<_>>().join(" ");
        // Duden, D 16: a gap stands before the dots where whole words are left out.
        Ok::<_, Error>(if words.len() > most { format!("{shown}\u{a0}…") } else { shown })
    });
    environment.add_filter("qr", qr);
    environment.add_filter("group", group);
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

/// An address as a link with its QR code on paper.
fn qr(value: &Value) -> Result<Value, Error> {
    let address = text(value, "qr")?;
    let shown = address.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/');
    let target = if address.contains("://") { address.clone() } else { format!("https://{address}") };
    let is_plain = |sign: char| sign.is_alphanumeric() || "-._~:/?#@!$&+,;=%".contains(sign);
    if !target.chars().all(is_plain) || !target.contains('.') {
        return Err(refused(format!("`{address}` is not an address of the web")));
    }
    Ok(Value::from_safe_string(format!("[{}]({target}){{address=qr}}", escape::word(shown))))
}

/// Puts rows with the same value of an attribute together, groups in the order of their first row:
/// each has a `name` and `rows`. With `letters=true` the first letter makes the group, `Ä` with `A`.
fn group(values: &Value, attribute: &str, options: Kwargs) -> Result<Value, Error> {
    let letters = options.get::<Option<bool>>("letters")?.unwrap_or_default();
    options.assert_all_used()?;
    let mut groups: Vec<(String, Vec<Value>)> = Vec::new();
    for row in values.try_iter()? {
        let value = row.get_attr(attribute)?;
        if value.is_undefined() {
            return Err(refused(format!("a row to group has no `{attribute}`")));
        }
        let text = if value.is_none() { String::new() } else { text(&value, "group")? };
        let name = match letters {
            true => language::initial(&text).map_or_else(|| "#".to_owned(), String::from),
            false => text,
        };
        match groups.iter_mut().find(|(known, _)| *known == name) {
            Some((_, rows)) => rows.push(row),
            None => groups.push((name, vec![row])),
        }
    }
    let group = |(name, rows): (String, Vec<Value>)| {
        Value::from_pairs([("name", Value::from(name)), ("rows", Value::from(rows))])
    };
    Ok(groups.into_iter().map(group).collect())
}

/// Sorts words, or records by an attribute, in the order of German dictionaries, or with
/// `names=true` in that of lists of names.
fn sort_de(values: &Value, attribute: Option<&str>, options: Kwargs) -> Result<Value, Error> {
    let attribute = match attribute {
        Some(attribute) => Some(attribute.to_owned()),
        None => options.get::<Option<String>>("attribute")?,
    };
    let names = options.get::<Option<bool>>("names")?.unwrap_or_default();
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
        let key = if names { language::name_key(&text) } else { language::sort_key(&text) };
        keyed.push((key, value));
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
