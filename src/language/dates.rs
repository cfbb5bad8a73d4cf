//! Days and times of day.

use jiff::civil::{Date, Time};

use super::{Language, NO_BREAK_SPACE};

pub(super) const GERMAN_MONTHS: [&str; 12] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];

pub(super) const ENGLISH_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A day in words: `12. Mai 2026`, `12 May 2026`, in the United States `May 12, 2026`.
///
/// Day and month stay together on a line.
pub fn long_date(date: Date, language: &Language) -> String {
    let (year, day) = (date.year(), date.day());
    // Months of a `Date` count from 1 to 12.
    let month = usize::from(date.month().unsigned_abs()).saturating_sub(1).min(11);
    if language.is_german() {
        format!("{day}.{NO_BREAK_SPACE}{} {year}", GERMAN_MONTHS[month])
    } else if language.region() == Some("US") {
        format!("{}{NO_BREAK_SPACE}{day}, {year}", ENGLISH_MONTHS[month])
    } else {
        format!("{day}{NO_BREAK_SPACE}{} {year}", ENGLISH_MONTHS[month])
    }
}

/// A day as ISO 8601 writes it: `2026-05-12`.
pub fn iso_date(date: Date) -> String {
    date.to_string()
}

/// A time of day as German and English both may write it: `9:05`.
pub fn short_time(time: Time) -> String {
    format!("{}:{:02}", time.hour(), time.minute())
}

/// Reads a day: `2026-05-12`, also with a time behind it, or `12.5.2026`.
pub fn parse_date(text: &str) -> Option<Date> {
    let text = text.trim();
    let day = text.split(['T', ' ']).next()?;
    let german: Vec<&str> = day.split('.').collect();
    let (year, month, day) = match german.as_slice() {
        [day, month, year] => (*year, *month, *day),
        _ => {
            let mut parts = day.splitn(3, '-');
            (parts.next()?, parts.next()?, parts.next()?)
        }
    };
    // A year of two digits would have to be guessed.
    if year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// Reads a time of day: `9:05`, `09.05`, `09:05:00`, each with or without `Uhr`; or the time of a
/// moment such as `2026-05-12T09:05:00`.
pub fn parse_time(text: &str) -> Option<Time> {
    let text = text.trim().trim_end_matches("Uhr").trim_end();
    let clock = match text.split_once(['T', ' ']) {
        Some((day, clock)) => {
            parse_date(day)?;
            clock
        }
        None => text,
    };
    let mut parts = clock.split([':', '.']);
    let (hour, minute) = (parts.next()?, parts.next()?);
    if minute.len() != 2 || parts.next().is_some_and(|seconds| seconds.len() != 2) {
        return None;
    }
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn language(tag: &str) -> Language {
        Language::parse(tag).expect("a tag of the table")
    }

    #[test]
    fn days_are_written_as_the_language_writes_them() {
        let cases = [
            ("de-DE", "12.\u{a0}Mai 2026"),
            ("en-GB", "12\u{a0}May 2026"),
            ("en-US", "May\u{a0}12, 2026"),
            ("fr", "12\u{a0}May 2026"),
        ];
        for (tag, expected) in cases {
            assert_eq!(long_date(Date::constant(2026, 5, 12), &language(tag)), expected);
        }
    }

    #[test]
    fn days_are_read_in_iso_and_german_form() {
        let day = Some(Date::constant(2026, 5, 12));
        for text in ["2026-05-12", "12.5.2026", "12.05.2026", "2026-05-12T09:00:00", " 2026-05-12 "] {
            assert_eq!(parse_date(text), day, "{text}");
        }
        for text in ["12.5.26", "2026-13-01", "2026-02-30", "Mai", "", "05/12/2026"] {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }

    #[test]
    fn times_are_read_in_the_forms_that_tables_use() {
        for text in ["9:05", "09:05", "09.05", "9:05 Uhr", "09:05:00", "2026-05-12T09:05:00"] {
            assert_eq!(parse_time(text).map(short_time).as_deref(), Some("9:05"), "{text}");
        }
        for text in ["9", "25:00", "9:5", "neun", "9:05 pm"] {
            assert_eq!(parse_time(text), None, "{text}");
        }
    }
}
