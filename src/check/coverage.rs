//! Whether every word arrives: those of the document against those read back from a written file.
//!
//! The words of the document must be contained, as a multiset, in those of each output. Declared
//! differences are case (small capitals, capitals), quotation marks and other punctuation, the
//! compatibility forms of letters (Unicode NFKC), hyphenation, the marks between groups of figures, and words
//! that a layout adds.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::{Place, Problem};
use crate::document::{Word, split_words};

/// More missing words than this are told as a number.
const MOST_SHOWN: usize = 5;

/// Finds the words of a document that a written file does not have.
///
/// `output` names the file to its reader; `found` is its text, in which a soft hyphen before white
/// space stands for a word divided at a line's end.
pub fn coverage(expected: &[Word], output: &str, found: &str) -> Vec<Problem> {
    let mut found = Found::read(found);
    let mut missing: Vec<(String, &Place)> = Vec::new();
    for Word { text, place } in expected {
        for word in words(text) {
            if !found.take(&word) {
                missing.push((word, place));
            }
        }
    }
    missing.retain(|(word, _)| !found.take_divided(word) && !found.take_groups(word));
    let more = missing.len().saturating_sub(MOST_SHOWN);
    let mut problems: Vec<Problem> = missing
        .iter()
        .take(MOST_SHOWN)
        .map(|(word, place)| lost(word, output).at((*place).clone()))
        .collect();
    if let (Some(last), true) = (problems.last_mut(), more > 0) {
        last.hints.push(format!("{more} more words of this publication are missing from {output}"));
    }
    problems
}

fn lost(word: &str, output: &str) -> Problem {
    Problem::error("check/lost-word", format!("the word “{word}” does not arrive in {output}"))
        .hint("a function of the layout drops its text; look at the component or heading around it")
}

/// The words of a text in the form in which they are compared.
fn words(text: &str) -> Vec<String> {
    split_words(&text.nfkc().flat_map(char::to_lowercase).collect::<String>())
}

/// The words of an output, each to be taken once.
struct Found {
    counts: BTreeMap<String, usize>,
    /// The two sides of each division at a line's end.
    divided: Vec<(String, String)>,
}

impl Found {
    fn read(text: &str) -> Self {
        let mut counts = BTreeMap::new();
        let mut divided = Vec::new();
        let mut joined = String::with_capacity(text.len());
        for (index, piece) in text.split('\u{ad}').enumerate() {
            let rest = piece.trim_start();
            if index > 0 && rest.len() < piece.len() {
                let before = words(&joined).pop().unwrap_or_default();
                let after = words(rest.split_whitespace().next().unwrap_or("")).into_iter().next();
                divided.push((before, after.unwrap_or_default()));
                joined.push_str(rest);
            } else {
                joined.push_str(piece);
            }
            // Only the last word is looked at again, so the rest can be counted now.
            let keep = joined.rfind(char::is_whitespace).unwrap_or(0);
            let rest = joined.split_off(keep);
            count(&joined, &mut counts);
            joined = rest;
        }
        count(&joined, &mut counts);
        Self { counts, divided }
    }

    fn take(&mut self, word: &str) -> bool {
        match self.counts.get_mut(word) {
            Some(count) if *count > 0 => {
                *count -= 1;
                true
            }
            _ => false,
        }
    }

    /// A word divided at the end of a page or column, whose second half comes after a running
    /// head, a note or a folio: the halves were then joined with the wrong neighbours.
    fn take_divided(&mut self, word: &str) -> bool {
        let half = self.divided.iter().position(|(before, after)| {
            let rest = word.strip_prefix(before.as_str()).filter(|_| !before.is_empty());
            rest.is_some_and(|rest| !rest.is_empty() && rest != after && self.has_half(rest))
        });
        half.map(|index| self.divided.remove(index)).is_some()
    }

    /// A number whose figures typography has put into groups of three: `12000` as `12.000`.
    fn take_groups(&mut self, word: &str) -> bool {
        if word.len() < 5 || !word.bytes().all(|byte| byte.is_ascii_digit()) {
            return false;
        }
        let mut groups: BTreeMap<&str, usize> = BTreeMap::new();
        let mut rest = word;
        while !rest.is_empty() {
            let (before, group) = rest.split_at(rest.len().saturating_sub(3));
            *groups.entry(group).or_default() += 1;
            rest = before;
        }
        let has =
            |(group, count): (&&str, &usize)| self.counts.get(*group).is_some_and(|found| found >= count);
        let stands = groups.iter().all(has);
        if stands {
            groups.iter().for_each(|(group, count)| {
                self.counts.entry((*group).to_owned()).and_modify(|found| *found -= count);
            });
        }
        stands
    }

    fn has_half(&self, rest: &str) -> bool {
        self.counts.get(rest).is_some_and(|count| *count > 0)
            || self.divided.iter().any(|(before, _)| before == rest)
    }
}

fn count(text: &str, counts: &mut BTreeMap<String, usize>) {
    for word in words(text) {
        *counts.entry(word).or_default() += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn missing(expected: &str, found: &str) -> usize {
        coverage(&[Word { text: expected.to_owned(), place: Place::file("a.md") }], "the PDF", found).len()
    }

    #[test]
    fn the_groups_of_a_number_are_the_number() {
        assert_eq!(missing("1234567 m", "1.234.567 m"), 0);
        assert_eq!(missing("12000 m", "12 m 00"), 1);
        assert_eq!(missing("1000000 m", "1 000 m"), 1);
        assert_eq!(missing("2026", "2 026"), 1);
    }

    #[test]
    fn all_words_present_in_any_case_and_order_are_enough() {
        assert_eq!(missing("Die Innenstadt lebt", "LEBT die Innen\u{ad}stadt"), 0);
        assert_eq!(missing("„Markt“ – Platz", "\"Markt\" Platz 17"), 0);
    }

    #[test]
    fn a_word_has_to_arrive_as_often_as_it_is_written() {
        assert_eq!(missing("Stadt und Stadt", "Stadt und"), 1);
    }

    #[test]
    fn the_gender_star_is_a_letter_of_its_word() {
        assert_eq!(missing("Akteur*innen", "Akteur*innen"), 0);
        assert_eq!(missing("Akteur*innen", "Akteurinnen"), 1);
        assert_eq!(missing("Akteur*innen", "Akteur innen"), 1);
    }

    #[test]
    fn a_word_divided_at_a_line_end_is_whole() {
        assert_eq!(missing("Innenstadt lebt", "Innen\u{ad}\nstadt lebt"), 0);
    }

    #[test]
    fn a_word_divided_at_a_page_end_is_whole_although_a_folio_stands_between() {
        assert_eq!(missing("Innenstadt lebt", "Innen\u{ad}\n17 stadt lebt"), 0);
        assert_eq!(missing("Innenstadt lebt", "Innen\u{ad}\n17 lebt"), 1);
    }
}
