//! The words of inlines without their markup.

use super::{Inline, InlineKind};

/// The text that a reader reads, without footnotes, citations, references and formulas: for
/// titles, labels and suggestions. A break is a space.
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut text = String::new();
    collect(inlines, &mut text);
    text
}

fn collect(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(words) | InlineKind::Code(words) => text.push_str(words),
            InlineKind::SoftBreak | InlineKind::LineBreak => text.push(' '),
            InlineKind::Emphasis(content) | InlineKind::Strong(content) | InlineKind::Strike(content) => {
                collect(content, text)
            }
            InlineKind::Link(link) => collect(&link.content, text),
            InlineKind::Span(span) => collect(&span.content, text),
            InlineKind::Term(term) => collect(&term.content, text),
            InlineKind::Picture(_)
            | InlineKind::Footnote(_)
            | InlineKind::FootnoteReference(_)
            | InlineKind::Citation(_)
            | InlineKind::Reference(_)
            | InlineKind::Math(_) => {}
        }
    }
}
