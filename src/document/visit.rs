//! Walks over the model, in the order in which it is read.

use super::{Block, BlockKind, CitationItem, Figure, Inline, InlineKind, TermKind, Value};

/// A part that a walk comes to, before the parts within it.
#[derive(Debug, Clone, Copy)]
pub enum Node<'a> {
    /// A part of a chapter.
    Block(&'a Block),
    /// A piece of a paragraph.
    Inline(&'a Inline),
}

/// A part that a changing walk comes to, before the parts within it.
#[derive(Debug)]
pub enum NodeMut<'a> {
    /// A part of a chapter.
    Block(&'a mut Block),
    /// A piece of a paragraph.
    Inline(&'a mut Inline),
}

/// Visits every block and inline of `blocks`: also captions, footnotes, and what components say
/// in their typed arguments.
pub fn walk<'a>(blocks: &'a [Block], visit: &mut dyn FnMut(Node<'a>)) {
    for block in blocks {
        visit(Node::Block(block));
        walk_block(block, visit);
    }
}

/// Visits every inline of `inlines`, and the blocks of their footnotes.
pub fn walk_inlines<'a>(inlines: &'a [Inline], visit: &mut dyn FnMut(Node<'a>)) {
    for inline in inlines {
        visit(Node::Inline(inline));
        walk_inline(inline, visit);
    }
}

/// As [`walk`], for visitors that change what they visit.
pub fn walk_mut(blocks: &mut [Block], visit: &mut dyn FnMut(NodeMut<'_>)) {
    for block in blocks {
        visit(NodeMut::Block(block));
        walk_block_mut(block, visit);
    }
}

/// As [`walk_inlines`], for visitors that change what they visit.
pub fn walk_inlines_mut(inlines: &mut [Inline], visit: &mut dyn FnMut(NodeMut<'_>)) {
    for inline in inlines {
        visit(NodeMut::Inline(inline));
        walk_inline_mut(inline, visit);
    }
}

/// Writes one walk for shared and one for changing visitors, so that both reach the same parts.
macro_rules! walk_parts {
    (
        $block_fn:ident, $inline_fn:ident, $blocks:ident, $inlines:ident, $lines:ident,
        $visitor:ty, ($($lifetime:lifetime)?), ($($mutable:tt)?)
    ) => {
        fn $block_fn$(<$lifetime>)?(
            block: &$($lifetime)? $($mutable)? Block,
            visit: $visitor,
        ) {
            match &$($mutable)? block.kind {
                BlockKind::Heading(heading) => $inlines(&$($mutable)? heading.content, visit),
                BlockKind::Paragraph(content) => $inlines(content, visit),
                BlockKind::List(list) => {
                    for item in &$($mutable)? list.items {
                        $blocks(&$($mutable)? item.blocks, visit);
                    }
                }
                BlockKind::TaskList(list) => {
                    for item in &$($mutable)? list.items {
                        $blocks(&$($mutable)? item.blocks, visit);
                    }
                }
                BlockKind::DescriptionList(list) => {
                    for item in &$($mutable)? list.items {
                        $inlines(&$($mutable)? item.term, visit);
                        $blocks(&$($mutable)? item.details, visit);
                    }
                }
                BlockKind::Quote(blocks) => $blocks(blocks, visit),
                BlockKind::Alert(alert) => {
                    if let Some(title) = &$($mutable)? alert.title {
                        $inlines(title, visit);
                    }
                    $blocks(&$($mutable)? alert.blocks, visit);
                }
                BlockKind::Table(table) => {
                    if let Some(caption) = &$($mutable)? table.caption {
                        $inlines(caption, visit);
                    }
                    for cell in &$($mutable)? table.head {
                        $inlines(&$($mutable)? cell.content, visit);
                    }
                    for row in &$($mutable)? table.rows {
                        for cell in &$($mutable)? row.cells {
                            $inlines(&$($mutable)? cell.content, visit);
                        }
                    }
                }
                BlockKind::Figure(Figure { body, caption, credit, .. }) => {
                    $blocks(body, visit);
                    for content in [caption, credit].into_iter().flatten() {
                        $inlines(content, visit);
                    }
                }
                BlockKind::Component(component) => {
                    for argument in &$($mutable)? component.arguments {
                        if let Value::Inline(content) = &$($mutable)? argument.value {
                            $inlines(content, visit);
                        }
                    }
                    $blocks(&$($mutable)? component.body, visit);
                }
                BlockKind::Collected(collected) => {
                    for line in collected.$lines() {
                        $inlines(line, visit);
                    }
                }
                BlockKind::Code(_)
                | BlockKind::Picture(_)
                | BlockKind::Formula(_)
                | BlockKind::Bibliography(_)
                | BlockKind::Exhibits(_)
                | BlockKind::Divider => {}
            }
        }

        fn $inline_fn$(<$lifetime>)?(
            inline: &$($lifetime)? $($mutable)? Inline,
            visit: $visitor,
        ) {
            match &$($mutable)? inline.kind {
                InlineKind::Emphasis(content)
                | InlineKind::Strong(content)
                | InlineKind::Strike(content) => $inlines(content, visit),
                InlineKind::Link(link) => $inlines(&$($mutable)? link.content, visit),
                InlineKind::Span(span) => $inlines(&$($mutable)? span.content, visit),
                InlineKind::Term(term) => {
                    if let TermKind::Abbreviation(abbreviation) = &$($mutable)? term.kind
                        && let Some(explanation) = &$($mutable)? abbreviation.explanation
                    {
                        $inlines(&$($mutable)? explanation.long, visit);
                    }
                    $inlines(&$($mutable)? term.content, visit);
                }
                InlineKind::Footnote(footnote) => $blocks(&$($mutable)? footnote.blocks, visit),
                InlineKind::Citation(items) => {
                    for CitationItem { supplement, .. } in items {
                        $inlines(supplement, visit);
                    }
                }
                InlineKind::Text(_)
                | InlineKind::SoftBreak
                | InlineKind::LineBreak
                | InlineKind::Code(_)
                | InlineKind::Picture(_)
                | InlineKind::FootnoteReference(_)
                | InlineKind::Reference(_)
                | InlineKind::Math(_) => {}
            }
        }
    };
}

walk_parts!(
    walk_block, walk_inline, walk, walk_inlines, lines, &mut dyn FnMut(Node<'a>), ('a), ()
);
walk_parts!(
    walk_block_mut, walk_inline_mut, walk_mut, walk_inlines_mut, lines_mut,
    &mut dyn FnMut(NodeMut<'_>), (), (mut)
);
