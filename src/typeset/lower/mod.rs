//! Lowering: a chapter becomes Typst text that a designer can read, with a map back to its author.
//!
//! Native elements are constructed here, so that a layout styles them and every error of Typst has
//! a span in this text. Everything is written in function syntax (`#strong[…]`, `#list(…)[…]`):
//! it nests without limits of its own, and no line start or indentation means anything.

mod blocks;
mod collected;
mod escape;
mod inlines;
mod map;
mod math;
#[cfg(test)]
mod tests;
mod writer;

pub use map::Lowered;

use crate::diagnostic::Problem;
use crate::document::{Chapter, FrontMatter, Inline};
use crate::language::Hyphenation;
use crate::publication::Bibliography;
use writer::Writer;

/// What lowering needs to know beside the chapter.
#[derive(Debug, Clone, Copy, Default)]
pub struct Context<'a> {
    /// The publication's literature.
    pub bibliography: Option<&'a Bibliography>,
    /// The publication's language, such as `de-DE`: formulas are read aloud in it.
    pub language: &'a str,
    /// Whether letters that a joint of the word parts are kept apart in print.
    pub ligatures: bool,
    /// The words that are divided otherwise than by the table of the language.
    pub hyphenation: Option<&'a Hyphenation>,
    /// Whether gender forms are elements of their own, so that the screen PDF can say how they are spoken.
    pub names_gender_forms: bool,
}

/// Writes a chapter as Typst text.
///
/// The chapter must be checked: ids assigned and resolved, components typed. Problems are those of
/// formulas, which are understood only here.
pub fn lower(chapter: &Chapter, context: &Context<'_>) -> (Lowered, Vec<Problem>) {
    let mut writer = Writer::new(chapter, *context);
    writer.head(&chapter.front);
    writer.blocks(&chapter.blocks);
    writer.finish()
}

/// Writes inline text on its own, for what stands outside of chapters.
pub fn fragment(inlines: &[Inline], context: &Context<'_>) -> String {
    let nowhere = Chapter { file: "".into(), front: FrontMatter::default(), blocks: Vec::new() };
    let mut writer = Writer::new(&nowhere, *context);
    writer.inlines(inlines);
    writer.finish().0.text
}
