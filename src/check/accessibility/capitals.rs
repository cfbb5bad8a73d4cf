//! Words in capitals.

use super::own_words;
use super::rule::CAPITALS;
use crate::diagnostic::Problem;
use crate::document::{BlockKind, Chapter, Inline, Node, walk};

/// One word of so many capitals is no abbreviation any more.
const LONG_WORD: usize = 8;

/// So many words in a row are shouted, however short they are.
const RUN: usize = 3;

pub(super) fn check(chapter: &Chapter, problems: &mut Vec<Problem>) {
    walk(&chapter.blocks, &mut |node| {
        let Node::Block(block) = node else { return };
        match &block.kind {
            BlockKind::Heading(heading) => problems.extend(shouted(&heading.content)),
            BlockKind::Paragraph(content) => problems.extend(shouted(content)),
            _ => {}
        }
    });
}

fn shouted(content: &[Inline]) -> Option<Problem> {
    let mut found = None;
    own_words(content, &mut |text, place| {
        if found.is_none()
            && let Some(words) = run_of_capitals(text)
        {
            found = Some(
                CAPITALS
                    .found(
                        format!("`{words}` is written in capitals"),
                        "write it as usual; a style of the layout may set it in capitals where that is wanted",
                    )
                    .at(place.clone()),
            );
        }
    });
    found
}

fn run_of_capitals(text: &str) -> Option<String> {
    let mut run: Vec<&str> = Vec::new();
    for word in text.split_whitespace() {
        let bare = word.trim_matches(|letter: char| !letter.is_alphanumeric());
        if !is_capitals(bare) {
            run.clear();
            continue;
        }
        run.push(bare);
        if run.len() >= RUN || bare.chars().count() >= LONG_WORD {
            return Some(run.join(" "));
        }
    }
    None
}

fn is_capitals(word: &str) -> bool {
    word.chars().count() > 1 && word.chars().all(char::is_uppercase)
}
