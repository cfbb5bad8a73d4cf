//! Exceptions of hyphenation: words that are divided where a person says so, and nowhere else.

use std::collections::BTreeMap;

/// The exceptions of a workspace and of a publication.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hyphenation {
    /// By the word in small letters: after how many letters it may be divided.
    words: BTreeMap<String, Vec<usize>>,
}

impl Hyphenation {
    /// Adds a word with a hyphen wherever it may be divided, such as `Stau-becken`; says whether it is one.
    ///
    /// A word that has been added before is replaced.
    pub fn add(&mut self, written: &str) -> bool {
        let parts: Vec<&str> = written.split('-').collect();
        if parts.iter().any(|part| part.is_empty() || !part.chars().all(char::is_alphabetic)) {
            return false;
        }
        let mut letters = 0;
        let mut points = Vec::new();
        for part in &parts[..parts.len() - 1] {
            letters += part.chars().count();
            points.push(letters);
        }
        self.words.insert(parts.concat().to_lowercase(), points);
        true
    }

    /// Whether there are no exceptions.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether the word is an exception.
    pub fn has(&self, word: &str) -> bool {
        self.words.contains_key(&word.to_lowercase())
    }

    /// Where a word may be divided, as offsets of bytes; `None` if it is no exception.
    pub fn points(&self, word: &str) -> Option<Vec<usize>> {
        let points = self.words.get(&word.to_lowercase())?;
        let offset = |point: &usize| word.char_indices().nth(*point).map(|(at, _)| at);
        Some(points.iter().filter_map(offset).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_divided_where_its_exception_says_whatever_the_case_of_its_letters() {
        let mut exceptions = Hyphenation::default();
        for word in ["Stau-becken", "Ärzte-haus", "Urinstinkt"] {
            assert!(exceptions.add(word));
        }
        for word in ["", "-a", "a--b", "a b", "Bund-2"] {
            assert!(!exceptions.add(word), "{word}");
        }
        assert_eq!(exceptions.points("staubecken"), Some(vec![4]));
        assert_eq!(exceptions.points("ÄRZTEHAUS"), Some(vec![6]));
        assert_eq!(exceptions.points("Urinstinkt"), Some(vec![]));
        assert_eq!(exceptions.points("Staubeckens"), None);
    }
}
