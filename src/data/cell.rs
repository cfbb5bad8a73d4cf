//! What the text of a cell means.

use super::Value;

/// The value of a cell whose column no schema describes: a number where it can only be one.
///
/// Figures that are no quantity stay words: `04109` and `0251` start with a nought, `1.234` could
/// be either number, and dates and times have their own forms.
pub(super) fn guess(text: &str) -> Value {
    if text.is_empty() {
        return Value::Nothing;
    }
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = digits.len() <= 15 && digits.bytes().all(|byte| byte.is_ascii_digit());
    if plain
        && (digits == "0" || !digits.starts_with('0'))
        && let Ok(integer) = text.parse()
    {
        return Value::Integer(integer);
    }
    let decimal = digits.split_once([',', '.']).is_some_and(|(whole, fraction)| {
        let nought = whole.len() > 1 && whole.starts_with('0');
        let figures = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        // Three figures behind a mark may also be thousands.
        figures(whole) && figures(fraction) && !nought && (fraction.len() != 3 || whole == "0")
    });
    match read_number(text).filter(|_| decimal) {
        Some(number) => Value::Number(number, text.contains(',').then(|| text.to_owned())),
        None => Value::Text(text.to_owned()),
    }
}

/// Reads a number as people write it: `1.234,5`, `1 234,5`, `1234.5`, `-3`, `−3`.
///
/// Of a single mark a comma is decimal; so is a point, unless exactly three figures follow it and
/// no more than three go before: `1.234` is a thousand and more, as Germans write it.
pub fn read_number(text: &str) -> Option<f64> {
    let text = text.trim().replace('\u{2212}', "-").replace([' ', '\u{a0}', '\u{202f}'], "");
    let digits = text.strip_prefix('-').unwrap_or(&text);
    let (whole, fraction) = match (digits.rfind(','), digits.rfind('.')) {
        (None, None) => (digits.to_owned(), ""),
        (Some(comma), point) if point.is_none_or(|point| point < comma) => {
            (ungrouped(&digits[..comma], '.')?, &digits[comma + 1..])
        }
        (Some(_), Some(point)) => (ungrouped(&digits[..point], ',')?, &digits[point + 1..]),
        (_, Some(point)) => {
            let after = digits.len() - point - 1;
            let several = digits.matches('.').count() > 1;
            if several || (after == 3 && (1..=3).contains(&point) && !digits.starts_with('0')) {
                (ungrouped(digits, '.')?, "")
            } else {
                (digits[..point].to_owned(), &digits[point + 1..])
            }
        }
        (Some(_), None) => return None,
    };
    let figures = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let marked = digits.contains([',', '.']) && fraction.is_empty() && digits.ends_with([',', '.']);
    if whole.is_empty() || marked || !figures(&whole) || !figures(fraction) {
        return None;
    }
    let sign = if text.starts_with('-') { "-" } else { "" };
    format!("{sign}{whole}.{fraction}0").parse().ok()
}

/// Figures without the marks between groups of three; `None` where the groups are no such.
fn ungrouped(text: &str, mark: char) -> Option<String> {
    let mut groups = text.split(mark);
    let first = groups.next()?;
    let well_grouped = groups.clone().all(|group| group.len() == 3);
    let leads = groups.next().is_none() || (1..=3).contains(&first.len());
    (well_grouped && leads).then(|| text.replace(mark, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let cases = [
            ("1.234,5", Some(1234.5)),
            ("1,234.5", Some(1234.5)),
            ("1 234,5", Some(1234.5)),
            ("1.234", Some(1234.0)),
            ("1234.5", Some(1234.5)),
            ("0.125", Some(0.125)),
            ("12,5", Some(12.5)),
            ("1.234.567", Some(1_234_567.0)),
            ("-3", Some(-3.0)),
            ("\u{2212}3", Some(-3.0)),
            ("12,", None),
            ("1.23.4", None),
            ("12 Stück", None),
            ("", None),
            ("-", None),
            ("1e5", None),
        ];
        for (text, expected) in cases {
            assert_eq!(read_number(text), expected, "{text}");
        }
    }

    #[test]
    fn only_what_can_be_nothing_else_becomes_a_number() {
        let text = |text: &str| Value::Text(text.to_owned());
        let cases = [
            ("", Value::Nothing),
            ("41", Value::Integer(41)),
            ("-3", Value::Integer(-3)),
            ("0", Value::Integer(0)),
            ("04109", text("04109")),
            ("12.5", Value::Number(12.5, None)),
            ("12,5", Value::Number(12.5, Some("12,5".to_owned()))),
            ("0,125", Value::Number(0.125, Some("0,125".to_owned()))),
            ("1.234", text("1.234")),
            ("09:30", text("09:30")),
            ("2026-05-12", text("2026-05-12")),
            ("–", text("–")),
            ("12345678901234567", text("12345678901234567")),
        ];
        for (written, expected) in cases {
            assert_eq!(guess(written), expected, "{written}");
        }
    }
}
