//! Values as words: their signs mean nothing to Markdown.

use std::sync::Arc;

use minijinja::value::ValueKind;
use minijinja::{Error, ErrorKind, Output, State, Value};

use super::row::Trace;
use crate::language::{Language, decimal};

/// How `{{ … }}` writes a value: words are escaped, nothing is written for nothing, numbers have
/// the language's decimal mark. A list or a record is a mistake.
pub(super) fn formatter(
    language: Language,
    trace: Arc<Trace>,
) -> impl Fn(&mut Output<'_>, &mut State<'_, '_>, &Value) -> Result<(), Error> + Send + Sync + 'static {
    move |output, _, value| {
        let text = match value.kind() {
            ValueKind::Undefined | ValueKind::None => return Ok(()),
            ValueKind::String if value.is_safe() => value.to_string(),
            ValueKind::String => markdown(value.as_str().unwrap_or_default()),
            ValueKind::Number if value.is_integer() => value.to_string(),
            ValueKind::Number => match f64::try_from(value.clone()) {
                Ok(number) => decimal(number, &language),
                Err(_) => value.to_string(),
            },
            ValueKind::Bool => value.to_string(),
            kind => {
                let message = format!("a {kind} cannot be written as text");
                return Err(Error::new(ErrorKind::InvalidOperation, message));
            }
        };
        trace.write(&text);
        output.write_str(&text).map_err(Error::from)
    }
}

/// Words as Markdown that reads as exactly these words, on one line.
///
/// Signs that could act get a backslash. A star or a low line between two letters cannot act and
/// stays, since it marks gender: `Akteur*innen`. An address is left alone, so that it can stand in
/// a link and be one.
pub fn markdown(text: &str) -> String {
    if is_address(text) { text.to_owned() } else { words(text) }
}

/// The same for a text that may be an address and is to be shown as words.
pub(super) fn words(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len() + 8);
    let line_start = block_sign(&letters);
    for (index, &letter) in letters.iter().enumerate() {
        let between = || {
            let before = index.checked_sub(1).and_then(|before| letters.get(before));
            before.is_some_and(|before| before.is_alphabetic())
                && letters.get(index + 1).is_some_and(|after| after.is_alphabetic())
        };
        match letter {
            '\n' | '\r' | '\t' => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
                continue;
            }
            '*' | '_' if between() => {}
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '$' | '@' | '{' | '}' | '~'
            | '&' | '"' => out.push('\\'),
            _ if line_start == Some(index) => out.push('\\'),
            _ => {}
        }
        out.push(letter);
    }
    out
}

/// The sign that would make a list, a rule, a heading or a directive of a line that starts with
/// these letters.
fn block_sign(letters: &[char]) -> Option<usize> {
    let figures = letters.iter().take_while(|letter| letter.is_ascii_digit()).count();
    // A no-break space, as in a date, makes no list.
    let ends = |index: usize| letters.get(index).is_none_or(char::is_ascii_whitespace);
    match letters.get(figures)? {
        '.' | ')' if figures > 0 && ends(figures + 1) => Some(figures),
        '-' | '+' if figures == 0 && (ends(1) || letters.get(1) == letters.first()) => Some(0),
        '=' | ':' if figures == 0 => Some(0),
        _ => None,
    }
}

/// Whether a text is an address of the web or of mail, without a sign that Markdown would act on
/// in one.
pub(super) fn is_address(text: &str) -> bool {
    let plain = |letter: char| letter.is_alphanumeric() || "-._~:/?#@!$&'()+,;=%".contains(letter);
    if text.is_empty() || !text.chars().all(plain) {
        return false;
    }
    let web = text.starts_with("https://") || text.starts_with("http://") || text.starts_with("www.");
    let mail = text.split_once('@').is_some_and(|(name, host)| {
        let part = |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | '-' | '+');
        !name.is_empty()
            && name.chars().all(part)
            && host.chars().all(part)
            && host.split_once('.').is_some_and(|(first, rest)| !first.is_empty() && !rest.is_empty())
    });
    web || mail
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_that_could_act_are_escaped_and_words_stay_readable() {
        let cases = [
            ("Akteur*innen und Bürger_innen", "Akteur*innen und Bürger_innen"),
            ("*fett* _kursiv_", "\\*fett\\* \\_kursiv\\_"),
            ("a | b", "a \\| b"),
            ("[x](y)", "\\[x\\](y)"),
            ("§ 13 Abs. 2", "§ 13 Abs. 2"),
            ("12. Mai", "12\\. Mai"),
            ("12.\u{a0}Mai", "12.\u{a0}Mai"),
            ("12.05.2026", "12.05.2026"),
            ("1) eins", "1\\) eins"),
            ("- Strich", "\\- Strich"),
            ("-5", "-5"),
            ("---", "\\---"),
            ("===", "\\==="),
            (":::box", "\\:::box"),
            ("# 1", "\\# 1"),
            ("5 $ und {x}", "5 \\$ und \\{x\\}"),
            ("zwei\r\nZeilen", "zwei Zeilen"),
            ("https://www.x.de/a_b?c=1", "https://www.x.de/a_b?c=1"),
            ("info@x.de", "info@x.de"),
            ("@name", "\\@name"),
            ("&amp;", "\\&amp;"),
            ("sagt \"ja\"", "sagt \\\"ja\\\""),
            ("", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(markdown(text), expected, "{text}");
        }
    }
}
