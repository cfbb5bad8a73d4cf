//! Which kinds of things a text has, for whoever has to say what people must look at in it.

use super::{BlockKind, Document, InlineKind, Node, walk};

/// What occurs in a document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Contents {
    /// Pictures with something to say.
    pub pictures: bool,
    /// Tables.
    pub tables: bool,
    /// Formulas.
    pub formulas: bool,
    /// Stretches in another language.
    pub foreign: bool,
}

/// Looks through a whole document.
pub fn contents(document: &Document) -> Contents {
    let mut found = Contents::default();
    for chapter in &document.chapters {
        walk(&chapter.blocks, &mut |node| match node {
            Node::Block(block) => match &block.kind {
                BlockKind::Picture(_) => found.pictures = true,
                BlockKind::Table(_) => found.tables = true,
                BlockKind::Formula(_) => found.formulas = true,
                _ => {}
            },
            Node::Inline(inline) => match &inline.kind {
                InlineKind::Picture(_) => found.pictures = true,
                InlineKind::Math(_) => found.formulas = true,
                InlineKind::Span(span) if span.attributes.value("lang").is_some() => found.foreign = true,
                _ => {}
            },
        });
    }
    found
}
