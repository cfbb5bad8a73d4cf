//! The addresses outside the publication that it links to.

use std::collections::BTreeSet;

use super::{Document, InlineKind, Node, Target, walk};

/// Every address that the text links to, each once.
pub fn addresses(document: &Document) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for chapter in &document.chapters {
        walk(&chapter.blocks, &mut |node| {
            if let Node::Inline(inline) = node
                && let InlineKind::Link(link) = &inline.kind
                && let Target::Address(address) = &link.target
            {
                found.insert(address.clone());
            }
        });
    }
    found
}
