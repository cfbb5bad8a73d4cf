//! What stands between a text and those who hear it, feel it, or see it badly: rules over the
//! document, in its author's terms and before any page is laid out.
//!
//! Each [`Rule`] has a code, a reason and the clause it serves; `[waivers]` of the manifest takes
//! one back with a reason of its own ([`waive`]).

mod abbreviations;
mod alternatives;
mod bookmarks;
mod capitals;
mod colour_words;
mod colours;
mod formulas;
mod headings;
mod languages;
mod links;
mod readability;
mod rule;
mod tables;
mod waivers;

use std::collections::BTreeSet;

use crate::diagnostic::{Place, Problem};
use crate::document::{Document, Inline, InlineKind};
use crate::publication::Publication;

pub use bookmarks::bookmarks;
pub use colours::{Seen, contrast};
pub use rule::{RULES, Rule};
pub use waivers::{Waived, waive, waive_later};

/// Everything that the rules find in a document. `explained` are the abbreviations of the file of
/// terms.
pub fn accessibility(
    document: &Document,
    publication: &Publication,
    explained: &BTreeSet<String>,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    for chapter in &document.chapters {
        alternatives::check(chapter, publication.epub.kindle, &mut problems);
        headings::check(chapter, &mut problems);
        links::check(chapter, publication.language.primary(), &mut problems);
        tables::check(chapter, &mut problems);
        languages::check(chapter, publication.language.primary(), &mut problems);
        capitals::check(chapter, &mut problems);
        readability::check(chapter, &mut problems);
        formulas::check(chapter, publication.language.primary(), &mut problems);
        colour_words::check(chapter, publication.language.primary(), &mut problems);
    }
    abbreviations::check(document, explained, &mut problems);
    problems
}

/// The words of a paragraph in the language of the publication: without what an author marked as
/// foreign, and without code, notes and formulas. Parts that are left out break a sentence.
fn own_words<'a>(content: &'a [Inline], visit: &mut dyn FnMut(&'a str, &'a Place)) {
    for inline in content {
        match &inline.kind {
            InlineKind::Text(text) => visit(text, &inline.place),
            InlineKind::Emphasis(content) | InlineKind::Strong(content) | InlineKind::Strike(content) => {
                own_words(content, visit);
            }
            InlineKind::Link(link) => own_words(&link.content, visit),
            InlineKind::Span(span) if span.attributes.value("lang").is_none() => {
                own_words(&span.content, visit);
            }
            InlineKind::SoftBreak | InlineKind::LineBreak => visit(" ", &inline.place),
            _ => {}
        }
    }
}

/// The text of [`own_words`] in one piece.
fn own_text(content: &[Inline]) -> String {
    let mut text = String::new();
    own_words(content, &mut |words, _| text.push_str(words));
    text
}

/// Words by their letters, in small ones.
fn small_words(text: &str) -> impl Iterator<Item = String> + '_ {
    words(text).map(str::to_lowercase)
}

/// Words by their letters, as they are written.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests;
