//! Text that means itself in Typst, wherever it stands.
//!
//! The rules need no context: a text is safe at the start of a line, behind `#f[…]` (where `(`,
//! `[`, `.` and `;` would go on with the code), and between other nodes.

use std::fmt::Write;

/// Text in Typst's markup. Straight quotes stay, since Typst makes them typographic.
pub(super) fn markup(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    // Spaces, and digits behind them: Typst begins lists, headings and terms behind these.
    let mut starts = true;
    let mut has_digit = false;
    for (index, &character) in characters.iter().enumerate() {
        let before = index.checked_sub(1).map(|before| characters[before]);
        let after = characters.get(index + 1).copied();
        let inside_word =
            before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric);
        match character {
            '\\' | '#' | '$' | '*' | '_' | '`' | '<' | '>' | '@' | '~' | '[' | ']' => {
                out.extend(['\\', character]);
            }
            '/' | '-' if inside_word => out.push(character),
            '.' if starts || before == Some('.') || after == Some('.') => out.push_str("\\."),
            '=' | '+' | '(' | ')' | ';' | ':' if starts => out.extend(['\\', character]),
            '/' | '-' => out.extend(['\\', character]),
            _ if is_visible(character) => out.push(character),
            '\t' | '\n' | '\r' => out.push(' '),
            _ => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(character));
            }
        }
        has_digit |= character.is_ascii_digit();
        starts &= character.is_ascii_digit() || (character.is_whitespace() && !has_digit);
    }
    out
}

/// A string literal of Typst, quotes included.
pub(super) fn string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            _ if is_visible(character) => out.push(character),
            _ => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(character));
            }
        }
    }
    out.push('"');
    out
}

/// Whether a designer sees the character in an editor. The spaces that German typography needs
/// (no-break, narrow no-break, thin) stay as they are.
fn is_visible(character: char) -> bool {
    match character {
        ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' => true,
        '\u{ad}' | '\u{61c}' | '\u{feff}' | '\u{2060}'..='\u{206f}' => false,
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' => false,
        _ => !character.is_control() && !character.is_whitespace(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_typst_are_escaped_and_words_stay_readable() {
        let cases = [
            ("Akteur*innen", r"Akteur\*innen"),
            ("und/oder, E-Mail, 5 - 3", r"und/oder, E-Mail, 5 \- 3"),
            ("1. Januar", r"1\. Januar"),
            ("im Jahr 1. Mai", "im Jahr 1. Mai"),
            (" 1. Januar", r" 1\. Januar"),
            ("= (a)", r"\= (a)"),
            ("(a)", r"\(a)"),
            ("Moment...", r"Moment\.\.\."),
            ("//", r"\/\/"),
            ("Innen\u{ad}stadt", r"Innen\u{ad}stadt"),
            ("„a“ \"b\" z.\u{202f}B.", "„a“ \"b\" z.\u{202f}B."),
            ("#let x = [$1] <a> @b ~ `c`", r"\#let x = \[\$1\] \<a\> \@b \~ \`c\`"),
        ];
        for (text, expected) in cases {
            assert_eq!(markup(text), expected, "{text}");
        }
    }
}
