//! From one day or month to another: where a hyphen between them stands for “to” (Duden, Bis-Strich).

use super::dates::{ENGLISH_MONTHS, GERMAN_MONTHS};

const GERMAN_DAYS: &[&str] = &[
    "Mo",
    "Di",
    "Mi",
    "Do",
    "Fr",
    "Sa",
    "So",
    "Montag",
    "Dienstag",
    "Mittwoch",
    "Donnerstag",
    "Freitag",
    "Samstag",
    "Sonnabend",
    "Sonntag",
];

const ENGLISH_DAYS: &[&str] = &[
    "Mon",
    "Tue",
    "Wed",
    "Thu",
    "Fri",
    "Sat",
    "Sun",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

/// The short months of both languages.
const SHORT_MONTHS: &[&str] = &[
    "Jan", "Feb", "Mär", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Okt", "Oct", "Nov", "Dez", "Dec",
];

/// Whether a hyphen between two texts joins two dates (`1.-3. Mai`), two days of the week (`Mo.-Fr.`) or two
/// months (`Mai-Juni`).
pub(super) fn joins(front: &str, behind: &str) -> bool {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '.';
    let from = &front[front.trim_end_matches(is_part).len()..];
    let to = &behind[..behind.len() - behind.trim_start_matches(is_part).len()];
    // A third part makes a compound, a number of a file, or an address.
    let is_edge = |letter: Option<char>| letter.is_none_or(|letter| !"-/_@:+–".contains(letter));
    let before = front[..front.len() - from.len()].chars().next_back();
    let after = behind[to.len()..].chars().next();
    is_edge(before) && is_edge(after) && (are_dates(from, to) || are_names(from, to))
}

fn are_dates(from: &str, to: &str) -> bool {
    // The point of the last date may be that of the sentence.
    is_date(from) && (is_date(to) || to.strip_suffix('.').is_some_and(is_date))
}

/// Whether a text is a day with its point, with its month, or with its year: `1.`, `1.5.`, `1.5.2026`.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    let at_most = |part: &str, most: u8| part.parse::<u8>().is_ok_and(|number| (1..=most).contains(&number));
    let is_year = |part: &str| matches!(part.len(), 2 | 4) && part.bytes().all(|byte| byte.is_ascii_digit());
    match parts.as_slice() {
        [day, ""] => at_most(day, 31),
        [day, month, ""] => at_most(day, 31) && at_most(month, 12),
        [day, month, year] => at_most(day, 31) && at_most(month, 12) && is_year(year),
        _ => false,
    }
}

fn are_names(from: &str, to: &str) -> bool {
    let (from, to) = (from.trim_end_matches('.'), to.trim_end_matches('.'));
    let is_month = |name: &str| {
        GERMAN_MONTHS.contains(&name) || ENGLISH_MONTHS.contains(&name) || SHORT_MONTHS.contains(&name)
    };
    let both = |names: &[&str]| names.contains(&from) && names.contains(&to);
    both(GERMAN_DAYS) || both(ENGLISH_DAYS) || (is_month(from) && is_month(to))
}
