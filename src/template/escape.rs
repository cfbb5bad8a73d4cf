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
    write_values(language, markdown, Some(trace))
}

/// The same for texts that are not Markdown: words stay as they are.
pub(super) fn plain_formatter(
    language: Language,
) -> impl Fn(&mut Output<'_>, &mut State<'_, '_>, &Value) -> Result<(), Error> + Send + Sync + 'static {
    write_values(language, str::to_owned, None)
}

fn write_values(
    language: Language,
    words: fn(&str) -> String,
    trace: Option<Arc<Trace>>,
) -> impl Fn(&mut Output<'_>, &mut State<'_, '_>, &Value) -> Result<(), Error> + Send + Sync + 'static {
    move |output, _, value| {
        let text = match value.kind() {
            ValueKind::Undefined | ValueKind::None => return Ok(()),
            ValueKind::String if value.is_safe() => value.to_string(),
            ValueKind::String => words(value.as_str().unwrap_or_default()),
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
        if let Some(trace) = &trace {
            trace.write(&text);
        }
        output.write_str(&text).map_err(Error::from)
    }
}

/// Words as Markdown that reads as exactly these words, on one line, also between the quotes of an
/// attribute.
///
/// Signs that could act get a backslash. A star or a low line between two letters cannot act and
/// stays, since it marks gender: `Akteur*innen`.
pub fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text;
    let mut is_first = true;
    while !rest.is_empty() {
        let end = rest.find(is_gap).unwrap_or(rest.len());
        let (word, behind) = rest.split_at(end);
        let sign = block_sign(word).filter(|_| is_first);
        let link = linked(word).filter(|_| sign.is_none()).unwrap_or_default();
        out.push_str(&word[..link]);
        push_escaped(&word[link..], sign, &mut out);
        // Four spaces before a line would make code of it, and two behind it a break.
        rest = behind.trim_start_matches(is_gap);
        let gap = &behind[..behind.len() - rest.len()];
        out.extend(gap.chars().find(|sign| !sign.is_whitespace()).or((!gap.is_empty()).then_some(' ')));
        is_first &= word.is_empty();
    }
    out
}

/// A word of which Markdown makes no link either, such as the text of one.
pub(super) fn word(text: &str) -> String {
    let mut out = String::new();
    push_escaped(text, None, &mut out);
    out
}

/// Whether a character is white space to Markdown, or a control character, which is an error there.
fn is_gap(character: char) -> bool {
    character.is_ascii_whitespace() || character.is_control()
}

/// Adds a word with a backslash before each sign that could act, and before the one at `sign`.
fn push_escaped(word: &str, sign: Option<usize>, out: &mut String) {
    let mut before: Option<char> = None;
    for (offset, letter) in word.char_indices() {
        let rest = &word[offset + letter.len_utf8()..];
        let after = rest.chars().next();
        let is_letter = |letter: Option<char>| letter.is_some_and(char::is_alphabetic);
        let acts = match letter {
            '*' | '_' => !(is_letter(before) && is_letter(after)),
            '\\' | '`' | '[' | ']' | '<' | '>' | '#' | '|' | '$' | '@' | '{' | '}' | '~' | '&' | '"'
            | '\'' => true,
            // The template's text may go on with a bracket.
            '!' => after.is_none(),
            ':' => rest.starts_with("//"),
            '.' => word[..offset].ends_with("www"),
            _ => false,
        };
        if acts || sign == Some(offset) {
            out.push('\\');
        }
        out.push(letter);
        before = Some(letter);
    }
}

/// The sign that would make a list, a rule, a heading or a directive of a line that starts with
/// this word.
fn block_sign(word: &str) -> Option<usize> {
    let figures = word.bytes().take_while(u8::is_ascii_digit).count();
    let mut letters = word[figures..].chars();
    let first = letters.next()?;
    let second = letters.next();
    let acts = match first {
        '.' | ')' => figures > 0 && second.is_none(),
        '-' | '+' => figures == 0 && (second.is_none() || second == Some(first)),
        '=' | ':' => figures == 0,
        _ => false,
    };
    acts.then_some(figures)
}

/// How many bytes at the start of a word are left alone, since Markdown makes a link of them (GFM
/// § 6.9) and no sign in them acts where it does not. Behind them, only signs of the sentence may stand.
fn linked(word: &str) -> Option<usize> {
    let length = word.trim_end_matches(['?', '!', '.', ',', ':', ';', ')']).len();
    let address = &word[..length];
    (!has_entity(word) && (is_web(address) || is_mail(address))).then_some(length)
}

fn is_web(address: &str) -> bool {
    let host = ["https://", "http://", "www."].iter().find_map(|start| address.strip_prefix(start));
    host.is_some_and(|host| host.starts_with(char::is_alphanumeric) && host.chars().all(is_plain))
        && signs_stand_in_words(address)
}

fn is_plain(letter: char) -> bool {
    letter.is_alphanumeric() || "-._:/?%+,;=&#()!@".contains(letter)
}

/// Whether no low line could begin emphasis (CommonMark § 6.2, rule 2), and no `@` a cross reference.
fn signs_stand_in_words(address: &str) -> bool {
    let mut before = None;
    address.chars().all(|letter| {
        let stands = match letter {
            '_' => before.is_some_and(char::is_alphanumeric),
            '@' => before.is_some_and(|before: char| before.is_alphanumeric() || before == '/'),
            _ => true,
        };
        before = Some(letter);
        stands
    })
}

/// Whether a text has `&name;` in it, which is another sign in an address's place than in a link's text.
fn has_entity(text: &str) -> bool {
    text.split('&').skip(1).any(|behind| {
        let name = behind.trim_start_matches(|sign: char| sign.is_ascii_alphanumeric() || sign == '#');
        name.starts_with(';')
    })
}

fn is_mail(address: &str) -> bool {
    let part = |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | '-' | '+');
    address.split_once('@').is_some_and(|(name, host)| {
        name.starts_with(char::is_alphanumeric)
            && name.chars().all(part)
            && host.chars().all(part)
            && host.split_once('.').is_some_and(|(first, rest)| !first.is_empty() && !rest.is_empty())
    })
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
            ("    - Strich  ", " \\- Strich "),
            ("Halt!", "Halt\\!"),
            ("\"Mitte\"", "\\\"Mitte\\\""),
            ("https://www.x.de/a_b?c=1", "https://www.x.de/a_b?c=1"),
            ("siehe www.x.de/a_b#c, info@x.de.", "siehe www.x.de/a_b#c, info@x.de."),
            ("https://x.de/_a", "https\\://x.de/\\_a"),
            ("https://x.de/@a https://x.de/=@a", "https://x.de/@a https\\://x.de/=\\@a"),
            ("https://x.de/a|b", "https\\://x.de/a\\|b"),
            ("https://x.de/?a=1&copy;b", "https\\://x.de/?a=1\\&copy;b"),
            ("https://x.de/&copy;", "https\\://x.de/\\&copy;"),
            ("<www.x.de>", "\\<www\\.x.de\\>"),
            ("info@x.de", "info@x.de"),
            ("@name", "\\@name"),
            ("&amp;", "\\&amp;"),
            ("", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(markdown(text), expected, "{text}");
        }
    }
}
