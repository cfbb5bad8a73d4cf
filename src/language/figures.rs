//! Long numbers before a unit: their figures in groups of three (Duden, Zahlen und Ziffern).
//!
//! Only a unit tells a quantity from a postcode, a year, a telephone number or a code, so nothing else is touched.
//! The mark is the one of [`number`](super::number), so that text and data look alike; four figures stay
//! together, as Duden has it in running text.

use super::spacing;
use super::typography::{Line, Tongue};

/// The mark that is missing before the figure at `start`.
pub(super) fn mark_before(line: &Line<'_>, start: usize) -> Option<char> {
    let is_figure = |letter: char| letter.is_ascii_digit();
    let front = line.text[..start].trim_end_matches(is_figure);
    let behind = line.text[start..].trim_start_matches(is_figure);
    let (before, after) = (start - front.len(), line.text.len() - start - behind.len());
    let is_long = before + after >= 5 && !line.text[front.len()..].starts_with('0');
    if before == 0 || after % 3 != 0 || !is_long {
        return None;
    }
    let (mark, point) = match line.tongue {
        Tongue::German => ('.', ','),
        Tongue::English => (',', '.'),
    };
    (begins(front) && (is_counted(line.tongue, behind, point) || is_money(front))).then_some(mark)
}

/// Whether a number may begin behind a text: at its start, behind a space or an opening sign.
fn begins(front: &str) -> bool {
    front.chars().next_back().is_none_or(|last| last.is_whitespace() || "([„‚\"“‘€$£".contains(last))
}

/// Whether a sign of money stands before the number, as English has it.
fn is_money(front: &str) -> bool {
    front.ends_with(['€', '$', '£'])
}

/// Whether a unit stands behind the number and its fraction.
fn is_counted(tongue: Tongue, behind: &str, point: char) -> bool {
    let is_figure = |letter: char| letter.is_ascii_digit();
    let behind = match behind.strip_prefix(point) {
        Some(fraction) if fraction.starts_with(is_figure) => fraction.trim_start_matches(is_figure),
        _ => behind,
    };
    let unit = behind.strip_prefix([' ', '\u{a0}', spacing::NARROW]).unwrap_or(behind);
    let unit = unit.split(char::is_whitespace).next().unwrap_or("");
    spacing::is_unit_of_quantity(unit, tongue == Tongue::German)
        && (unit.len() < behind.len() || unit.starts_with(['%', '‰', '€', '°']))
}
