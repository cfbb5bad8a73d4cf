//! A line of Markdown as atoms: single characters with their ranges, and finished inlines.
//!
//! comrak leaves in the text what it does not know: spans, citations, cross references. They are
//! found here character by character, after comrak has taken out all markup that it knows.

use std::ops::Range;

use comrak::Node;
use comrak::nodes::NodeValue;

use super::prepare::STAR;
use super::source::{restored, restored_but_stars};
use super::{Reader, SourceKind};
use crate::diagnostic::Problem;
use crate::document::{Inline, InlineKind};

/// The smallest part of a line.
pub(super) enum Atom {
    /// A character of the text.
    Char {
        /// The character.
        character: char,
        /// Where it stands.
        range: Range<usize>,
        /// Whether it is text whatever it is, since it was escaped.
        literal: bool,
    },
    /// An inline that is read already.
    Inline {
        /// The inline, apart, since almost all atoms are characters.
        inline: Box<Inline>,
        /// Where it stands, markup included.
        range: Range<usize>,
    },
    /// An inline that has been used.
    Taken {
        /// Where it stood.
        range: Range<usize>,
    },
}

impl Atom {
    pub(super) fn range(&self) -> &Range<usize> {
        match self {
            Self::Char { range, .. } | Self::Inline { range, .. } | Self::Taken { range } => range,
        }
    }

    /// The character, unless it was escaped.
    pub(super) fn sign(&self) -> Option<char> {
        match self {
            Self::Char { character, literal: false, .. } => Some(*character),
            _ => None,
        }
    }

    /// The character, escaped or not.
    pub(super) fn character(&self) -> Option<char> {
        match self {
            Self::Char { character, .. } => Some(*character),
            _ => None,
        }
    }

    /// Whether it is a space or a line end.
    pub(super) fn is_space(&self) -> bool {
        match self {
            Self::Char { character, .. } => character.is_whitespace(),
            Self::Inline { inline, .. } => inline.kind == InlineKind::SoftBreak,
            Self::Taken { .. } => false,
        }
    }

    /// Takes the inline out.
    pub(super) fn take(&mut self) -> Option<Inline> {
        let taken = Self::Taken { range: self.range().clone() };
        match std::mem::replace(self, taken) {
            Self::Inline { inline, .. } => Some(*inline),
            other => {
                *self = other;
                None
            }
        }
    }
}

impl<'a> Reader<'a> {
    /// The inlines of a paragraph, a heading, a cell, or of markup.
    pub(super) fn inlines(&mut self, parent: Node<'a>) -> Vec<Inline> {
        let atoms = self.atoms(parent);
        self.assemble(atoms)
    }

    /// The inlines of a line that was read behind a guard.
    pub(super) fn inlines_of_line(&mut self, paragraph: Node<'a>) -> Vec<Inline> {
        let mut atoms = self.atoms(paragraph);
        if !atoms.is_empty() {
            atoms.remove(0);
        }
        self.assemble(atoms)
    }

    fn atoms(&mut self, parent: Node<'a>) -> Vec<Atom> {
        let mut atoms = Vec::new();
        for node in parent.children() {
            self.push_node(node, &mut atoms);
        }
        atoms
    }

    fn push_node(&mut self, node: Node<'a>, atoms: &mut Vec<Atom>) {
        let range = self.source.range(node.data().sourcepos);
        let value = node.data().value.clone();
        match value {
            NodeValue::Text(text) => self.push_text(&text, &range, false, atoms),
            NodeValue::Escaped => {
                for child in node.children() {
                    if let NodeValue::Text(text) = &child.data().value {
                        self.push_text(text, &range, true, atoms);
                    }
                }
            }
            NodeValue::Link(link) if self.surplus_of_address(&link, &range) > 0 => {
                let surplus = self.surplus_of_address(&link, &range);
                let (address, behind) = (range.start..range.end - surplus, range.end - surplus..range.end);
                let kind = self.bare_link(&link, surplus, &address);
                let place = self.source.place(address.clone());
                atoms.push(Atom::Inline { inline: Box::new(Inline { kind, place }), range: address });
                self.push_text(self.source.slice(behind.clone()), &behind, true, atoms);
            }
            value => {
                if let Some(kind) = self.inline(node, value, &range) {
                    let place = self.source.place(range.clone());
                    atoms.push(Atom::Inline { inline: Box::new(Inline { kind, place }), range });
                }
            }
        }
    }

    /// Pushes the characters of a text. It mostly equals its source; where it does not, an entity
    /// or an escape stands in the source, and its character gets the range of the whole.
    fn push_text(&self, text: &str, range: &Range<usize>, literal: bool, atoms: &mut Vec<Atom>) {
        let text = restored_but_stars(text);
        let source = self.source.slice(range.clone());
        let mut offset = 0;
        let mut behind_entity = false;
        let mut guarded = self.kind != SourceKind::Chapter && self.depth == 0 && atoms.is_empty();
        for character in text.chars() {
            // The guard before a line was not written by its author.
            let written = source.get(offset..).filter(|_| !guarded).unwrap_or_default();
            guarded = false;
            let of_entity =
                behind_entity && ENTITY_ENDS.contains(&character) && !written.starts_with(character);
            let length = if of_entity { 0 } else { length_of(character, written) };
            behind_entity = length > 1 && written.starts_with('&');
            let start = range.start + offset;
            offset += length;
            atoms.push(Atom::Char {
                character: if character == STAR { '*' } else { character },
                range: start..start + length,
                literal: literal || character == STAR || behind_entity || of_entity,
            });
        }
    }

    /// The inline of a node that is no text; `None` for what readers do not see.
    fn inline(&mut self, node: Node<'a>, value: NodeValue, range: &Range<usize>) -> Option<InlineKind> {
        Some(match value {
            NodeValue::SoftBreak => InlineKind::SoftBreak,
            NodeValue::LineBreak => InlineKind::LineBreak,
            NodeValue::Code(code) => InlineKind::Code(restored(&code.literal)),
            NodeValue::HtmlInline(html) => return self.inline_html(&html, range),
            NodeValue::Emph => InlineKind::Emphasis(self.markup(node, range)),
            NodeValue::Strong => InlineKind::Strong(self.markup(node, range)),
            NodeValue::Strikethrough => InlineKind::Strike(self.markup(node, range)),
            NodeValue::Link(link) => return self.link(node, &link, range),
            NodeValue::Image(_) => return self.inline_picture(node, range),
            NodeValue::FootnoteReference(reference) => {
                return self.footnote(&restored(&reference.name), range);
            }
            NodeValue::Math(_) => InlineKind::Math(self.math(node, range)),
            // No other inline is switched on in `options`; should one come, its words are kept.
            _ => {
                self.report(
                    Problem::error("markdown/unknown-inline", "this markup has no meaning here")
                        .at(self.source.place(range.clone())),
                );
                return None;
            }
        })
    }

    fn markup(&mut self, node: Node<'a>, range: &Range<usize>) -> Vec<Inline> {
        self.nested(range.clone(), |reader| reader.inlines(node))
    }
}

/// The second characters of the entities that stand for two (HTML § 13.5).
const ENTITY_ENDS: [char; 8] =
    ['\u{338}', '\u{20d2}', '\u{20e5}', '\u{331}', '\u{333}', '\u{fe00}', '\u{200a}', 'j'];

/// How many bytes at the start of `written` say a character of the text.
fn length_of(character: char, written: &str) -> usize {
    match written.chars().next() {
        Some('&') => match entity(written) {
            Some(entity) if character != '&' || is_ampersand(entity) => entity.len(),
            _ => usize::from(character == '&'),
        },
        Some('*') if character == STAR => 1,
        Some(sign) if sign == character => sign.len_utf8(),
        Some('\\') => 1 + written[1..].chars().next().map_or(0, char::len_utf8),
        // `prepare` put spaces in the places of line ends and of signs that cannot be read.
        Some(sign) if matches!(character, ' ' | '\u{a0}') => sign.len_utf8(),
        _ => 0,
    }
}

/// The entity that a text starts with, by its form.
fn entity(text: &str) -> Option<&str> {
    let (name, _) = text.strip_prefix('&')?.split_once(';')?;
    let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#');
    (is_name && !name.is_empty()).then(|| &text[..name.len() + 2])
}

/// Whether an entity stands for `&` itself.
fn is_ampersand(entity: &str) -> bool {
    let name = entity.trim_matches(['&', ';']);
    let number = match name.strip_prefix(['#']) {
        Some(hexadecimal) if hexadecimal.starts_with(['x', 'X']) => {
            u32::from_str_radix(&hexadecimal[1..], 16)
        }
        Some(decimal) => decimal.parse(),
        None => return matches!(name, "amp" | "AMP"),
    };
    number == Ok(u32::from('&'))
}
