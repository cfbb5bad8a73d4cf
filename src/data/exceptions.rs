//! `hyphenation.txt`: words that are divided otherwise than by the table of their language.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Place, Problem};
use crate::language::Hyphenation;

/// The name of the file, in the workspace's `sources` and in the folder of a publication.
pub const EXCEPTIONS_FILE: &str = "hyphenation.txt";

/// Adds the words of a file to those known before: one or more a line, `#` before a remark.
pub fn exceptions(file: &Arc<str>, text: &str, known: &mut Hyphenation) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut first: BTreeMap<String, Range<usize>> = BTreeMap::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let words = line.split('#').next().unwrap_or_default();
        for word in words.split_whitespace() {
            // A word is a slice of its line, so its place is where it lies in it.
            let at = start + (word.as_ptr() as usize - line.as_ptr() as usize);
            let range = at..at + word.len();
            let place = |range: Range<usize>| Place::new(file.clone(), range);
            if !known.add(word) {
                problems.push(
                    Problem::error("data/hyphenation", format!("`{word}` is no word to be divided"))
                        .at(place(range))
                        .hint(
                            "write letters, with one hyphen wherever the word may be divided: `Stau-becken`",
                        ),
                );
            } else if let Some(before) = first.insert(word.replace('-', "").to_lowercase(), range.clone()) {
                problems.push(
                    Problem::error("data/hyphenation", format!("`{word}` stands twice"))
                        .at(place(range))
                        .label(place(before), "first here")
                        .hint("take one of them out"),
                );
            }
        }
        start += line.len();
    }
    problems
}
