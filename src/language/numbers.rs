//! Numbers in words of figures.

use super::{Language, NO_BREAK_SPACE};

/// A number with the language's marks: `1.234,5`, in English `1,234.5`.
///
/// `digits` fixes the places behind the mark (rounded half to even, as Rust formats); without it
/// there are as many as the number has. Four figures before the mark are grouped as well, so that
/// columns of a table look alike.
pub fn number(value: f64, digits: Option<usize>, language: &Language) -> String {
    let written = match digits {
        // More digits than a binary number has would only show its error.
        Some(digits) => format!("{value:.*}", digits.min(15)),
        None => format!("{value}"),
    };
    let (sign, written) = match written.strip_prefix('-') {
        // A rounded -0,4 is no negative nought.
        Some(rest) if rest.bytes().all(|byte| matches!(byte, b'0' | b'.')) => ("", rest),
        // The minus of typography, as long as a plus.
        Some(rest) => ("\u{2212}", rest),
        None => ("", written.as_str()),
    };
    let (point, group) = if language.is_german() { (',', '.') } else { ('.', ',') };
    let (whole, fraction) = written.split_once('.').unwrap_or((written, ""));
    let mut out = String::from(sign);
    for (index, figure) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            out.push(group);
        }
        out.push(figure);
    }
    if !fraction.is_empty() {
        out.push(point);
        out.push_str(fraction);
    }
    out
}

/// A number without groups, as a template prints a plain value: `1234,5`, in English `1234.5`.
pub fn decimal(value: f64, language: &Language) -> String {
    let written = format!("{value}");
    if language.is_german() { written.replace('.', ",") } else { written }
}

/// A sum of money: `1.234,50 €`, whole euros as `1.234 €`; in English `€1,234.50`.
pub fn euro(value: f64, digits: Option<usize>, language: &Language) -> String {
    let cents = if value.fract() == 0.0 { 0 } else { 2 };
    let amount = number(value, Some(digits.unwrap_or(cents)), language);
    if language.is_german() {
        return format!("{amount}{NO_BREAK_SPACE}€");
    }
    match amount.strip_prefix('\u{2212}') {
        Some(amount) => format!("\u{2212}€{amount}"),
        None => format!("€{amount}"),
    }
}

/// A percentage of a number that already counts in hundredths: 12 becomes `12 %`, in English `12%`.
pub fn percent(value: f64, digits: Option<usize>, language: &Language) -> String {
    let amount = number(value, digits, language);
    if language.is_german() { format!("{amount}{NO_BREAK_SPACE}%") } else { format!("{amount}%") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_the_language() {
        let (german, english) = (Language::german(), Language::parse("en").expect("a tag"));
        let cases = [
            (1234.5, None, "1.234,5", "1,234.5"),
            (0.0, None, "0", "0"),
            (-1_234_567.0, None, "\u{2212}1.234.567", "\u{2212}1,234,567"),
            (-0.001, Some(1), "0,0", "0.0"),
            (12.0, Some(2), "12,00", "12.00"),
            (999.0, None, "999", "999"),
        ];
        for (value, digits, in_german, in_english) in cases {
            assert_eq!(number(value, digits, &german), in_german);
            assert_eq!(number(value, digits, &english), in_english);
        }
    }

    #[test]
    fn money_and_percentages_keep_their_sign_on_the_line() {
        let (german, english) = (Language::german(), Language::parse("en").expect("a tag"));
        assert_eq!(euro(1234.5, None, &german), "1.234,50\u{a0}€");
        assert_eq!(euro(1234.0, None, &german), "1.234\u{a0}€");
        assert_eq!(euro(-3.0, None, &english), "\u{2212}€3");
        assert_eq!(percent(12.5, None, &german), "12,5\u{a0}%");
        assert_eq!(percent(12.0, None, &english), "12%");
    }
}
