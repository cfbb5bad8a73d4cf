//! Numbers of the trade and the web, with their check digits.

use super::isbn;
use crate::diagnostic::Problem;
use crate::toml_text::{Located, Table};

/// What a publication is called by machines. Each is as the manifest writes it, and well-formed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identifiers {
    /// The ISBN of the printed copy.
    pub isbn_print: Option<String>,
    /// The ISBN of the screen PDF.
    pub isbn_screen: Option<String>,
    /// The ISBN of the EPUB.
    pub isbn_epub: Option<String>,
    /// The ISSN of the series.
    pub issn: Option<String>,
    /// The DOI, `10.1000/182`.
    pub doi: Option<String>,
    /// The URN, `urn:nbn:de:…`.
    pub urn: Option<String>,
}

impl Identifiers {
    /// The identifiers that are there, by their key in the manifest.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        [
            ("isbn-print", &self.isbn_print),
            ("isbn-screen", &self.isbn_screen),
            ("isbn-epub", &self.isbn_epub),
            ("issn", &self.issn),
            ("doi", &self.doi),
            ("urn", &self.urn),
        ]
        .into_iter()
        .filter_map(|(key, value)| Some((key, value.as_deref()?)))
    }
}

/// Reads the table `identifiers`.
pub(super) fn read(mut table: Table, problems: &mut Vec<Problem>) -> Identifiers {
    let mut take = |key, check: Check| {
        let text = table.take::<String>(key, problems)?;
        match check(&text) {
            Some(problem) => {
                problems.push(problem);
                None
            }
            None => Some(text.value),
        }
    };
    let identifiers = Identifiers {
        isbn_print: take("isbn-print", isbn_13).map(divided),
        isbn_screen: take("isbn-screen", isbn_13).map(divided),
        isbn_epub: take("isbn-epub", isbn_13).map(divided),
        issn: take("issn", issn),
        doi: take("doi", doi),
        urn: take("urn", urn),
    };
    table.finish(problems);
    identifiers
}

/// The problem with an identifier, if it has one.
type Check = fn(&Located<String>) -> Option<Problem>;

/// An ISBN with its hyphens where they belong, however it was written.
fn divided(written: String) -> String {
    let figures: String = written.chars().filter(char::is_ascii_digit).collect();
    isbn::hyphenated(&figures).unwrap_or(written)
}

fn problem(text: &Located<String>, message: String) -> Problem {
    Problem::error("manifest/value", message).at(text.place.clone())
}

/// ISO 2108: thirteen figures, the prefix 978 or 979, weights 1 and 3 modulo 10.
fn isbn_13(text: &Located<String>) -> Option<Problem> {
    let written = &text.value;
    let figures: Vec<u32> = written.chars().filter_map(|letter| letter.to_digit(10)).collect();
    let only = written.chars().all(|letter| letter.is_ascii_digit() || matches!(letter, '-' | ' '));
    let prefix = figures.starts_with(&[9, 7, 8]) || figures.starts_with(&[9, 7, 9]);
    if figures.len() != 13 || !only || !prefix {
        let problem = problem(text, format!("`{written}` is not an ISBN of thirteen figures"));
        return Some(problem.hint("write it as `978-3-16-148410-0`, without the word ISBN"));
    }
    let sum: u32 = (0..12).map(|index| figures[index] * if index % 2 == 0 { 1 } else { 3 }).sum();
    check_digit("ISBN", text, figures[12], (10 - sum % 10) % 10)
}

/// ISO 3297: eight figures, weights 8 to 2 modulo 11, `X` for ten.
fn issn(text: &Located<String>) -> Option<Problem> {
    let figures: Vec<u32> = text
        .value
        .chars()
        .filter_map(|letter| if letter == 'X' { Some(10) } else { letter.to_digit(10) })
        .collect();
    let form = super::glob::matches("####-###?", &text.value);
    if figures.len() != 8 || !form {
        let problem = problem(text, format!("`{}` is not an ISSN", text.value));
        return Some(problem.hint("write it as `2049-3630`, without the word ISSN"));
    }
    let sum: u32 = figures.iter().zip((2..=8).rev()).map(|(figure, weight)| figure * weight).sum();
    check_digit("ISSN", text, figures[7], (11 - sum % 11) % 11)
}

fn check_digit(name: &str, text: &Located<String>, found: u32, expected: u32) -> Option<Problem> {
    if found == expected {
        return None;
    }
    let figure = if expected == 10 { "X".to_owned() } else { expected.to_string() };
    let problem = problem(text, format!("the {name} `{}` has a wrong check digit", text.value));
    Some(problem.hint(format!(
        "its last figure would have to be {figure}; compare it with the letter of the {name} agency"
    )))
}

fn doi(text: &Located<String>) -> Option<Problem> {
    let good = text.value.strip_prefix("10.").and_then(|rest| rest.split_once('/')).is_some_and(
        |(registrant, suffix)| {
            registrant.len() >= 4
                && registrant.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
                && !suffix.is_empty()
                && !suffix.contains(char::is_whitespace)
        },
    );
    let message = || problem(text, format!("`{}` is not a DOI", text.value));
    (!good).then(|| message().hint("write it as `10.1000/182`, without an address before it"))
}

/// RFC 8141: `urn:`, a name space, and a name.
fn urn(text: &Located<String>) -> Option<Problem> {
    let mut parts = text.value.splitn(3, ':');
    let scheme = parts.next().is_some_and(|scheme| scheme.eq_ignore_ascii_case("urn"));
    let space = parts.next().is_some_and(|space| {
        (2..=32).contains(&space.len())
            && space.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    });
    let name = parts.next().is_some_and(|name| !name.is_empty() && !name.contains(' '));
    let message = || problem(text, format!("`{}` is not a URN", text.value));
    (!(scheme && space && name)).then(|| message().hint("write it as `urn:nbn:de:101:1-2026`"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Place;

    #[test]
    fn check_digits_decide() {
        let cases: [(Check, &str, bool); 14] = [
            (isbn_13, "978-3-16-148410-0", true),
            (isbn_13, "9783161484100", true),
            (isbn_13, "978-3-16-148410-1", false),
            (isbn_13, "3-16-148410-X", false),
            (isbn_13, "ISBN 978-3-16-148410-0", false),
            (issn, "2049-3630", true),
            (issn, "2434-561X", true),
            (issn, "2049-3631", false),
            (issn, "20493630", false),
            (doi, "10.1000/182", true),
            (doi, "https://doi.org/10.1000/182", false),
            (doi, "10.1000", false),
            (urn, "urn:nbn:de:101:1-2026", true),
            (urn, "nbn:de:101", false),
        ];
        for (check, text, good) in cases {
            let located = Located { value: text.to_owned(), place: Place::file("a.toml") };
            assert_eq!(check(&located).is_none(), good, "{text}");
        }
    }

    #[test]
    fn hyphens_of_an_isbn_stand_where_its_registrant_ends() {
        for written in ["9783161484100", "978-316-148410-0", "978 3 16 148410 0"] {
            assert_eq!(divided(written.to_owned()), "978-3-16-148410-0");
        }
        assert_eq!(divided("978-2-07-040850-4".to_owned()), "978-2-07-040850-4");
    }
}
