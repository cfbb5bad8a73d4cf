//! The order of names.

use std::sync::LazyLock;

use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale_core::locale;

use super::letters::plain;

/// A key that sorts German words as DIN 5007-1 (dictionaries) has it: `ä` as `a`, `ß` as `ss`,
/// capitals as small letters; words that are then equal by their marks, small letters first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SortKey {
    /// The collation key of the words, without the signs that count as nothing.
    words: Vec<u8>,
    /// That of the text as it is, which decides between words that are otherwise equal.
    text: Vec<u8>,
}

/// The German order of the Unicode Collation Algorithm, which is that of DIN 5007-1; its data are
/// compiled in.
static GERMAN: LazyLock<Option<CollatorBorrowed<'static>>> =
    LazyLock::new(|| Collator::try_new(locale!("de").into(), CollatorOptions::default()).ok());

/// The order of telephone books, which is that of DIN 5007-2.
static NAMES: LazyLock<Option<CollatorBorrowed<'static>>> =
    LazyLock::new(|| Collator::try_new(locale!("de-u-co-phonebk").into(), CollatorOptions::default()).ok());

/// The key of a name in the order of lists of names, DIN 5007-2: `ä` as `ae`, `ß` as `ss`.
pub fn name_key(name: &str) -> SortKey {
    key(name, &NAMES)
}

/// The key of a text in the order of dictionaries, DIN 5007-1.
pub fn sort_key(text: &str) -> SortKey {
    key(text, &GERMAN)
}

/// The key of a text. Signs count as the gap between words; gender signs, hyphens and apostrophes
/// inside a word count as nothing.
fn key(text: &str, order: &Option<CollatorBorrowed<'static>>) -> SortKey {
    let mut words = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_alphanumeric() || is_mark(letter) {
            words.push(letter);
        } else if !matches!(letter, '*' | ':' | '_' | '-' | '\'' | '’' | '\u{ad}')
            && !words.is_empty()
            && !words.ends_with(' ')
        {
            words.push(' ');
        }
    }
    SortKey { words: collation_key(words.trim_end(), order), text: collation_key(text, order) }
}

/// The letter under which a text stands in an index, `Ä` under `A`; `None` for figures and signs.
pub fn initial(text: &str) -> Option<char> {
    let first = text.chars().find(|letter| letter.is_alphanumeric())?;
    let letter = plain(first).and_then(|letters| letters.chars().next()).unwrap_or(first);
    letter.is_alphabetic().then(|| letter.to_uppercase().next().unwrap_or(letter))
}

/// Marks that follow their letter (Unicode: combining diacritical marks).
fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}')
}

fn collation_key(text: &str, order: &Option<CollatorBorrowed<'static>>) -> Vec<u8> {
    let mut key = Vec::new();
    match order {
        Some(german) => {
            let Ok(()) = german.write_sort_key_to(text, &mut key);
        }
        None => key.extend(text.to_lowercase().bytes()),
    }
    key
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
            "Gemeinde und Kreis",
            "Gemeindebund",
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
    fn names_stand_as_in_a_telephone_book() {
        let mut names = ["Goldmann", "Götz", "Göthe", "Goethe", "Göbel"];
        names.sort_by_cached_key(|name| name_key(name));
        assert_eq!(names, ["Göbel", "Goethe", "Göthe", "Götz", "Goldmann"]);
        names.sort_by_cached_key(|name| sort_key(name));
        assert_eq!(names, ["Göbel", "Goethe", "Goldmann", "Göthe", "Götz"]);
    }

    #[test]
    fn marks_and_case_decide_only_between_equal_letters() {
        let mut words = ["Bär", "Bar", "bar", "Akteur*innen", "Akteure"];
        words.sort_by_cached_key(|word| sort_key(word));
        assert_eq!(words, ["Akteure", "Akteur*innen", "bar", "Bar", "Bär"]);
    }

    #[test]
    fn a_word_stands_under_its_plain_letter() {
        let cases = [
            ("Ärger", Some('A')),
            ("öffentlich", Some('O')),
            ("„Œuvre“", Some('O')),
            ("§ 13 BauGB", None),
            ("Жук", Some('Ж')),
            ("…", None),
        ];
        for (text, expected) in cases {
            assert_eq!(initial(text), expected, "{text}");
        }
    }
}
