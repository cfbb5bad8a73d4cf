//! Spaces at which no line breaks: within abbreviations, dates and quantities.

use super::dates::{ENGLISH_MONTHS, GERMAN_MONTHS};
use super::typography::{Line, Tongue};

/// The narrow space between the parts of an abbreviation; no line breaks at it.
pub(super) const NARROW: char = '\u{202f}';

/// Abbreviations that are often typed without their spaces, by their letters.
const PARTED: &[&str] = &[
    "zB", "ZB", "dh", "Dh", "ua", "zT", "oÄ", "uÄ", "idR", "so", "su", "va", "uU", "iVm", "eV", "uvm", "og",
    "iSd", "iSv", "zZt", "oä", "uä", "aaO", "hc", "mE", "iA", "iV", "sa", "vlnr",
];

/// Words before a number that names something: `Nr. 3`.
const COUNTED: &[&str] = &[
    "§", "§§", "Abs.", "Art.", "Nr.", "Nrn.", "S.", "Bd.", "Kap.", "Abb.", "Tab.", "Ziff.", "Rn.", "Anm.",
    "Anl.", "lit.", "Satz", "Bl.", "H.", "Tel.", "Fax", "ca.", "EUR", "€",
];

const ENGLISH_COUNTED: &[&str] =
    &["§", "§§", "No.", "no.", "p.", "pp.", "Fig.", "fig.", "vol.", "Vol.", "ch."];

/// Titles before a name.
const TITLES: &[&str] = &["Dr.", "Prof.", "St.", "Dipl.-Ing.", "Hl.", "Mag."];

const ENGLISH_TITLES: &[&str] = &["Dr.", "Prof.", "St.", "Mr.", "Mrs.", "Ms."];

/// What stands behind a number, the marks of its sentence not counted.
const UNITS: &[&str] = &[
    "%", "‰", "€", "$", "£", "°C", "m", "km", "cm", "mm", "m²", "km²", "m³", "qm", "ha", "g", "kg", "t", "l",
    "h", "min", "s", "V", "W", "kW", "MW", "kWh", "MWh", "GB", "MB", "kB", "dpi", "pt", "px", "Mio.", "Mrd.",
    "EUR", "CO₂", "ppi",
];

const GERMAN_UNITS: &[&str] = &["Uhr", "Euro", "f.", "ff.", "Tsd.", "Std.", "Min.", "Cent"];

/// Whether no line may break at the space that stands at `start`.
pub(super) fn holds(line: &Line<'_>, start: usize) -> bool {
    let (before, after) = around(line, start);
    if before.is_empty() || after.is_empty() {
        return false;
    }
    let german = line.tongue == Tongue::German;
    let (counted, titles) = if german { (COUNTED, TITLES) } else { (ENGLISH_COUNTED, ENGLISH_TITLES) };
    is_abbreviation(line, start)
        || (counted.contains(&before) && after.starts_with(|first: char| first.is_ascii_digit()))
        || (titles.contains(&before) && after.starts_with(char::is_uppercase))
        || (before.ends_with(|last: char| last.is_ascii_digit()) && is_unit(after, german))
        || is_day_and_month(before, after, german)
        || (matches!(before, "Tsd." | "Mio." | "Mrd.") && after.starts_with('€'))
        || is_group(before, after)
        || is_telephone(line, start, after)
        // Left-out words stand with the word before them.
        || after.starts_with('…')
        || (after.starts_with("...") && !after.starts_with("...."))
}

/// Whether a space groups the figures of one number: `12 000`.
fn is_group(before: &str, after: &str) -> bool {
    let figures = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    (1..=3).contains(&before.len()) && figures(before) == before.len() && figures(after) == 3
}

/// Whether a space stands within a telephone number: figures and their signs, from one that begins with a nought
/// or a plus.
fn is_telephone(line: &Line<'_>, start: usize, after: &str) -> bool {
    let is_part = |word: &str| word.chars().all(|sign| sign.is_ascii_digit() || "+-/()".contains(sign));
    let bare = after.trim_end_matches([',', '.', ';', ':']);
    let parts = line.text[..start].rsplit([' ', '\u{a0}']).take_while(|word| is_part(word));
    let first = parts.last().unwrap_or("").trim_start_matches('(');
    is_part(bare) && !bare.is_empty() && first.len() > 2 && first.starts_with(['0', '+'])
}

/// The words on both sides of a space, without what opens a bracket or a quotation.
fn around<'t>(line: &Line<'t>, start: usize) -> (&'t str, &'t str) {
    let white = |letter: char| letter.is_whitespace();
    let before = line.text[..start].rsplit(white).next().unwrap_or("");
    let after = line.text[start + 1..].split(white).next().unwrap_or("");
    (before.trim_start_matches(['(', '[', '„', '"', '“', '\'', '‚', '*']), after)
}

/// Whether the space at `start` parts two letters of one abbreviation: `z. B.`
pub(super) fn is_abbreviation(line: &Line<'_>, start: usize) -> bool {
    if line.tongue != Tongue::German {
        return false;
    }
    let (before, after) = around(line, start);
    let era = (matches!(before, "n." | "v.") && after.starts_with("Chr."))
        || (before == "z." && (after.starts_with("Hd.") || after.starts_with("Tl.")));
    // `z.B.` is parted as well, so the last part counts.
    let last = before.strip_suffix('.').and_then(|before| before.rsplit('.').next()).unwrap_or("");
    let (first, rest) = after.split_once('.').unwrap_or((after, ""));
    let single = |word: &str| word.chars().count() == 1 && word.starts_with(char::is_alphabetic);
    if !single(last) || !single(first) || (rest.is_empty() && !after.ends_with('.')) {
        return era;
    }
    let pair = format!("{last}{first}");
    let names = pair.chars().all(char::is_uppercase);
    names || PARTED.iter().any(|letters| letters.contains(&pair))
}

/// Whether a letter at `start` stands right behind the point of an abbreviation that lacks its
/// space: `z.B.`
pub(super) fn lacks_space(line: &Line<'_>, start: usize) -> bool {
    let inside = |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | '@' | '/' | '-' | '_');
    if line.tongue != Tongue::German || !line.text[..start].ends_with('.') {
        return false;
    }
    let from = line.text[..start]
        .rfind(|letter: char| !inside(letter))
        .map_or(0, |index| index + line.text[index..].chars().next().map_or(0, char::len_utf8));
    let word = line.text[from..].split(|letter: char| !inside(letter)).next().unwrap_or("");
    let letters: Vec<&str> = word.split('.').collect();
    let parted = letters.len() > 2 && letters.last() == Some(&"");
    parted
        && line.text[start..].starts_with(char::is_alphabetic)
        && PARTED.contains(&letters.concat().as_str())
}

fn is_unit(after: &str, german: bool) -> bool {
    let bare = after.trim_end_matches([',', ';', ':', '!', '?', ')', ']', '“', '"', '’']);
    let known = |unit: &str| UNITS.contains(&unit) || (german && GERMAN_UNITS.contains(&unit));
    known(bare) || known(bare.trim_end_matches('.'))
}

/// Whether a word is a unit of a quantity: not of a time of day, nor `ff.` behind a page.
pub(super) fn is_unit_of_quantity(word: &str, german: bool) -> bool {
    is_unit(word, german)
        && !["Uhr", "f", "ff"].contains(&word.trim_end_matches(|last: char| !last.is_alphabetic()))
}

fn is_day_and_month(before: &str, after: &str, german: bool) -> bool {
    let day = if german { before.strip_suffix('.') } else { Some(before) };
    let is_day = day.and_then(|day| day.parse::<u8>().ok()).is_some_and(|day| (1..=31).contains(&day));
    let month = after.trim_end_matches(|letter: char| !letter.is_alphabetic());
    let months = if german { GERMAN_MONTHS } else { ENGLISH_MONTHS };
    is_day && months.contains(&month)
}
