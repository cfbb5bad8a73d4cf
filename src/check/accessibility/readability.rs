//! How hard a chapter is to read.

use super::own_text;
use super::rule::READABILITY;
use crate::diagnostic::{Place, Problem};
use crate::document::{BlockKind, Chapter, Node, walk};

/// From here on a text counts as very hard (C. H. Björnsson: Läsbarhet, 1968): scholarly prose.
const HARD: f64 = 60.0;

/// Below so many words the number is chance.
const FEWEST: usize = 100;

pub(super) fn check(chapter: &Chapter, problems: &mut Vec<Problem>) {
    let mut counts = Counts::default();
    let mut longest: Option<(usize, &Place)> = None;
    walk(&chapter.blocks, &mut |node| {
        let Node::Block(block) = node else { return };
        let BlockKind::Paragraph(content) = &block.kind else { return };
        for sentence in sentences(&own_text(content)) {
            let words = counts.add(sentence);
            if longest.is_none_or(|(most, _)| words > most) {
                longest = Some((words, &block.place));
            }
        }
    });
    let lix = counts.lix();
    if let Some((most, place)) = longest
        && counts.words >= FEWEST
        && lix > HARD
    {
        problems.push(
            READABILITY
                .found(
                    format!(
                        "this chapter is very hard to read: LIX {lix:.0}; its longest sentence has {most} words"
                    ),
                    format!("split long sentences and use shorter words; up to {HARD} is usual for administrations"),
                )
                .at(place.clone()),
        );
    }
}

/// What the LIX is made of: words, long words, sentences.
#[derive(Default)]
struct Counts {
    words: usize,
    long: usize,
    sentences: usize,
}

impl Counts {
    fn add(&mut self, sentence: &str) -> usize {
        let words = sentence.split_whitespace().filter(|word| word.contains(char::is_alphanumeric));
        let lengths: Vec<usize> =
            words.map(|word| word.chars().filter(|letter| letter.is_alphabetic()).count()).collect();
        self.words += lengths.len();
        self.long += lengths.iter().filter(|&&length| length > 6).count();
        self.sentences += usize::from(!lengths.is_empty());
        lengths.len()
    }

    /// Words in a sentence plus long words in a hundred.
    fn lix(&self) -> f64 {
        if self.words == 0 {
            return 0.0;
        }
        self.words as f64 / self.sentences as f64 + 100.0 * self.long as f64 / self.words as f64
    }
}

/// Cut behind full stops that a capital follows, and behind question and exclamation marks, colons
/// and semicolons, as the LIX wants it.
pub(super) fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, letter) in text.char_indices() {
        let rest = &text[at + letter.len_utf8()..];
        let ends = match letter {
            '.' => rest.starts_with(char::is_whitespace) && starts_with_capital(rest),
            '?' | '!' | ':' | ';' => rest.starts_with(char::is_whitespace),
            _ => false,
        };
        if ends {
            found.push(&text[start..at]);
            start = at + letter.len_utf8();
        }
    }
    found.push(&text[start..]);
    found
}

fn starts_with_capital(rest: &str) -> bool {
    rest.chars().find(|letter| letter.is_alphanumeric()).is_some_and(char::is_uppercase)
}
