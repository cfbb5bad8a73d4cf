//! Abbreviations that nobody explains.

use std::collections::BTreeSet;

use super::own_words;
use super::rule::ABBREVIATION;
use crate::diagnostic::{Place, Problem};
use crate::document::{BlockKind, Document, Inline, Node, plain_text, walk};

/// Longer runs of capitals are words.
const LONGEST: usize = 7;

pub(super) fn check(document: &Document, known: &BTreeSet<String>, problems: &mut Vec<Problem>) {
    let mut explained = known.clone();
    let mut used: Vec<(String, Place)> = Vec::new();
    for chapter in &document.chapters {
        walk(&chapter.blocks, &mut |node| {
            let Node::Block(block) = node else { return };
            match &block.kind {
                BlockKind::Paragraph(content) => {
                    explained.extend(explanations(&plain_text(content)));
                    collect(content, &mut used);
                }
                BlockKind::Heading(heading) => collect(&heading.content, &mut used),
                BlockKind::DescriptionList(list) => {
                    for item in &list.items {
                        explained.extend(capitals(&plain_text(&item.term)).map(str::to_owned));
                    }
                }
                _ => {}
            }
        });
    }
    for (short, place) in used {
        // Told once, at its first use.
        if explained.insert(short.clone()) {
            problems.push(
                ABBREVIATION
                    .found(
                        format!("`{short}` is not explained"),
                        format!(
                            "write it out where it is first used, with `({short})` behind it, or give it a row in the file of terms: `[terms]` of the manifest"
                        ),
                    )
                    .at(place),
            );
        }
    }
}

fn collect(content: &[Inline], used: &mut Vec<(String, Place)>) {
    own_words(content, &mut |text, place| {
        used.extend(capitals(text).map(|short| (short.to_owned(), place.clone())));
    });
}

/// Words of two or more capitals that are no Roman numbers.
fn capitals(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    words.filter(|word| {
        let length = word.chars().count();
        let roman = word.chars().all(|letter| "IVXLCDM".contains(letter));
        (2..=LONGEST).contains(&length) && word.chars().all(char::is_uppercase) && !roman
    })
}

/// What is explained in a text: `Bürgerliches Gesetzbuch (BGB)` and `BGB (Bürgerliches Gesetzbuch)`.
fn explanations(text: &str) -> Vec<String> {
    let inside = text.split('(').skip(1).filter_map(|rest| rest.split(')').next());
    let inside = inside.filter(|words| capitals(words).any(|short| short == words.trim()));
    let before = text.split(" (").filter_map(|words| words.rsplit(char::is_whitespace).next());
    // The last piece has no bracket behind it.
    let brackets = text.matches(" (").count();
    let before = before.take(brackets).filter(|word| capitals(word).any(|short| short == *word));
    inside.map(|words| words.trim().to_owned()).chain(before.map(str::to_owned)).collect()
}
