//! The order of names.

use super::letters::plain;

/// A key that sorts German words as DIN 5007-1 (dictionaries) has it: `ä` as `a`, `ß` as `ss`,
/// capitals as small letters; words that are then equal by their marks, small letters first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SortKey {
    letters: String,
    marks: String,
    text: String,
}

/// The key of a text. Signs count as the gap between words; gender signs, hyphens and apostrophes
/// inside a word count as nothing.
pub fn sort_key(text: &str) -> SortKey {
    let mut letters = String::with_capacity(text.len());
    for letter in text.chars() {
        if let Some(plain) = plain(letter) {
            letters.push_str(plain);
        } else if letter.is_alphanumeric() {
            letters.extend(letter.to_lowercase());
        } else if !matches!(letter, '*' | ':' | '_' | '-' | '\'' | '’' | '\u{ad}')
            && !letters.is_empty()
            && !letters.ends_with(' ')
        {
            letters.push(' ');
        }
    }
    letters.truncate(letters.trim_end().len());
    SortKey { letters, marks: text.to_lowercase(), text: text.chars().map(swapped).collect() }
}

/// Swaps the case, so that small letters come first where all else is equal.
fn swapped(letter: char) -> char {
    if letter.is_ascii_lowercase() { letter.to_ascii_uppercase() } else { letter.to_ascii_lowercase() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_as_in_a_dictionary() {
        let expected = [
            "3-Säulen-Modell",
            "Ärger",
            "Arnsberg",
            "Öffentlichkeit",
            "Ort",
            "Straße",
            "Strasser",
            "über",
            "Übermut",
            "Zukunft",
        ];
        let mut words = expected;
        words.reverse();
        words.sort_by_cached_key(|word| sort_key(word));
        assert_eq!(words, expected);
    }

    #[test]
    fn marks_and_case_decide_only_between_equal_letters() {
        let mut words = ["Bär", "Bar", "bar", "Akteur*innen", "Akteure"];
        words.sort_by_cached_key(|word| sort_key(word));
        assert_eq!(words, ["Akteure", "Akteur*innen", "bar", "Bar", "Bär"]);
    }
}
