//! Values as literals of Typst.

use std::fmt::Write;

pub(super) fn optional(text: Option<&str>) -> String {
    text.map_or("none".into(), quoted)
}

/// A Typst string literal; characters that nobody sees are written by their number.
pub(super) fn quoted(text: &str) -> String {
    let mut literal = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => literal.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(literal, "\\u{{{:x}}}", u32::from(c));
            }
            c => literal.push(c),
        }
    }
    literal.push('"');
    literal
}

pub(super) fn dictionary<'k>(entries: impl IntoIterator<Item = (&'k str, String)>) -> String {
    let entries: Vec<String> =
        entries.into_iter().map(|(key, value)| format!("{}: {value}", quoted(key))).collect();
    if entries.is_empty() { "(:)".into() } else { format!("({})", entries.join(", ")) }
}

pub(super) fn array(values: impl Iterator<Item = String>) -> String {
    let values: Vec<String> = values.collect();
    match values.as_slice() {
        [] => "()".into(),
        [only] => format!("({only},)"),
        _ => format!("({})", values.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_literals_of_typst() {
        assert_eq!(quoted("a\"b\\c\nd"), "\"a\\\"b\\\\c\\u{a}d\"");
        assert_eq!(array(["1".to_owned()].into_iter()), "(1,)");
        assert_eq!(dictionary([]), "(:)");
    }
}
