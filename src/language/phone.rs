//! Telephone numbers as DIN 5008:2020 (section 5.5.2) writes them: country, area and number apart,
//! a hyphen before the extension, and nothing else: `0251 4921-0`, `+49 251 4921-0`.

use super::NO_BREAK_SPACE;

/// The area codes of mobile networks and services have these starts; others cannot be told from
/// the number without a sign between them.
const KNOWN_STARTS: [(&str, usize); 8] =
    [("015", 4), ("016", 4), ("017", 4), ("0800", 4), ("0180", 4), ("0700", 4), ("0900", 4), ("0137", 4)];

/// Writes a telephone number; `None` where the text is none.
///
/// Where the area code is not set apart and could end anywhere, the figures stay together: a
/// wrong gap would be worse than none.
pub fn phone(text: &str) -> Option<String> {
    let text = text.trim().replace('\u{2013}', "-").replace("(0)", " ");
    let is_sign = |sign: char| sign.is_ascii_digit() || "+-/(). \u{a0}\u{202f}".contains(sign);
    let figures = text.chars().filter(char::is_ascii_digit).count();
    // ITU-T E.164 allows fifteen; the emergency call has three.
    if !text.chars().all(is_sign) || !(3..=17).contains(&figures) || text.rfind('+').is_some_and(|at| at > 0)
    {
        return None;
    }
    let (country, rest) = country(&text);
    let (area, number) = area(&rest, country.is_some());
    let number = with_extension(&number)?;
    if country.is_none() && text.starts_with('+') {
        return Some(format!("+{number}"));
    }
    let mut parts: Vec<String> = country.map(|code| format!("+{code}")).into_iter().collect();
    parts.extend(area.filter(|area| !area.is_empty()));
    parts.push(number);
    Some(parts.join(&NO_BREAK_SPACE.to_string()))
}

/// The country code behind `+` or `00`, where a sign ends it, and what follows.
fn country(text: &str) -> (Option<String>, String) {
    let international = text.strip_prefix('+').or_else(|| text.strip_prefix("00"));
    let Some(rest) = international.map(str::trim_start) else { return (None, text.to_owned()) };
    // German numbers are often written without a gap behind the code.
    let length = if rest.starts_with("49") { 2 } else { figures_before_sign(rest) };
    if length > 3 || length == rest.len() {
        return (None, text.to_owned());
    }
    (Some(rest[..length].to_owned()), rest[length..].to_owned())
}

/// The area code and the number. Behind a country code the area has no nought.
fn area(text: &str, international: bool) -> (Option<String>, String) {
    let text = text.trim_start_matches(|sign: char| !sign.is_ascii_digit());
    let end = figures_before_sign(text);
    let known = KNOWN_STARTS.iter().find(|(start, _)| {
        let start = if international { &start[1..] } else { start };
        text.starts_with(start)
    });
    let known = known.map(|(_, length)| length - usize::from(international));
    let apart = (2..=6).contains(&end) && end < text.len() && (international || text.starts_with('0'));
    match known {
        _ if apart => (Some(text[..end].to_owned()), text[end..].to_owned()),
        Some(length) if text.len() > length => (Some(text[..length].to_owned()), text[length..].to_owned()),
        _ => (None, text.to_owned()),
    }
}

/// The figures of a number; a last hyphen stays, and sets the extension apart.
fn with_extension(text: &str) -> Option<String> {
    let text = text.trim_matches(|sign: char| !sign.is_ascii_digit());
    match text.rsplit_once('-') {
        Some((number, extension)) if extension.trim().bytes().all(|byte| byte.is_ascii_digit()) => {
            Some(format!("{}-{}", digits(number), extension.trim()))
        }
        _ => Some(digits(text)).filter(|digits| !digits.is_empty()),
    }
}

fn figures_before_sign(text: &str) -> usize {
    text.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(text.len())
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_din_5008_has_it() {
        let cases = [
            ("0251/49 21-0", Some("0251 4921-0")),
            ("(0251) 49 21 0", Some("0251 49210")),
            ("0251-492100", Some("0251 492100")),
            ("+49 (0)251 4921-0", Some("+49 251 4921-0")),
            ("0049 251 / 4921 – 123", Some("+49 251 4921-123")),
            ("01511234567", Some("0151 1234567")),
            ("+491511234567", Some("+49 151 1234567")),
            ("0800 1 23 45 67", Some("0800 1234567")),
            ("02514921", Some("02514921")),
            ("02514921-0", Some("02514921-0")),
            ("+31 20 123 45 67", Some("+31 20 1234567")),
            ("110", Some("110")),
            ("0251 4921 App. 3", None),
            ("12", None),
            ("", None),
        ];
        for (text, expected) in cases {
            let expected = expected.map(|text| text.replace(' ', "\u{a0}"));
            assert_eq!(phone(text), expected, "{text}");
        }
    }
}
