//! What the marked abbreviations of a text stand for.

use std::collections::BTreeMap;

use super::{Document, InlineKind, Node, TermKind, plain_text, walk};

/// The abbreviations as the text has them, inflected ones too, each with its long form.
pub fn expansions(document: &Document) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for chapter in &document.chapters {
        walk(&chapter.blocks, &mut |node| {
            if let Node::Inline(inline) = node
                && let InlineKind::Term(term) = &inline.kind
                && let TermKind::Abbreviation(abbreviation) = &term.kind
            {
                found.insert(plain_text(&term.content), abbreviation.expansion.clone());
            }
        });
    }
    found
}
