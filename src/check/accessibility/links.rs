//! Whether links say where they lead.

use std::collections::BTreeMap;

use super::rule::{LINK_REPEATED, LINK_TEXT};
use super::small_words;
use crate::diagnostic::{Place, Problem};
use crate::document::{Chapter, InlineKind, Node, Target, plain_text, walk};

/// Texts that say nothing, in small letters and without signs.
const GERMAN: [&str; 20] = [
    "hier",
    "hier klicken",
    "klick",
    "klicken sie hier",
    "link",
    "dieser link",
    "diesem link",
    "zum link",
    "mehr",
    "mehr dazu",
    "mehr erfahren",
    "mehr lesen",
    "mehr infos",
    "mehr informationen",
    "weiter",
    "weiterlesen",
    "details",
    "siehe hier",
    "download",
    "seite",
];
const ENGLISH: [&str; 14] = [
    "here",
    "click here",
    "link",
    "this link",
    "more",
    "read more",
    "learn more",
    "more information",
    "this",
    "this page",
    "page",
    "details",
    "download",
    "see here",
];

pub(super) fn check(chapter: &Chapter, language: &str, problems: &mut Vec<Problem>) {
    let mut seen: BTreeMap<String, (&Target, &Place)> = BTreeMap::new();
    walk(&chapter.blocks, &mut |node| {
        let Node::Inline(inline) = node else { return };
        let InlineKind::Link(link) = &inline.kind else { return };
        let text = plain_text(&link.content);
        let words = small_words(&text).collect::<Vec<_>>().join(" ");
        if words.is_empty() {
            return;
        }
        if is_empty(&words, language) {
            problems.push(
                LINK_TEXT
                    .found(
                        format!("the link text `{}` does not say where it leads", text.trim()),
                        "name the target: its title, or what readers find there",
                    )
                    .at(inline.place.clone()),
            );
            return;
        }
        let (target, first) = seen.entry(words).or_insert((&link.target, &inline.place));
        if **target != link.target {
            problems.push(
                LINK_REPEATED
                    .found(
                        format!("two links of this chapter read `{}`, but lead to two places", text.trim()),
                        "name in each what its target is",
                    )
                    .at(inline.place.clone())
                    .label((*first).clone(), "the first one"),
            );
        }
    });
}

fn is_empty(words: &str, language: &str) -> bool {
    match language {
        "de" => GERMAN.contains(&words),
        _ => ENGLISH.contains(&words),
    }
}
