//! Footnotes: each is put where it is first used, and used by name after that.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use comrak::Node;
use comrak::nodes::NodeValue;

use super::source::{Correction, restored};
use super::{PlaceOf, Reader, SourceKind};
use crate::diagnostic::{Place, Problem, suggestion};
use crate::document::{Footnote, Inline, InlineKind, Node as Part, Pair, walk_inlines};
use crate::language::slug;

/// The footnotes of a chapter.
#[derive(Default)]
pub(super) struct Footnotes<'a> {
    definitions: BTreeMap<String, Definition<'a>>,
    /// The footnotes whose text is being read, for one that refers to itself.
    open: Vec<String>,
    /// The parts of labels that are taken.
    slugs: BTreeSet<String>,
}

struct Definition<'a> {
    node: Node<'a>,
    range: Range<usize>,
    used: bool,
}

impl<'a> Reader<'a> {
    /// Finds all definitions; they may stand anywhere in the chapter.
    pub(super) fn collect_footnotes(&mut self, root: Node<'a>) {
        for node in root.descendants() {
            let NodeValue::FootnoteDefinition(definition) = &node.data().value else { continue };
            let name = restored(&definition.name);
            let range = self.source.range(node.data().sourcepos);
            let key = name.to_lowercase();
            if let Some(first) = self.footnotes.definitions.get(&key) {
                let first = self.source.place(first.range.clone());
                self.report(
                    Problem::error("markdown/duplicate-footnote", format!("`[^{name}]` is defined twice"))
                        .at(self.source.place(range))
                        .label(first, "first defined here"),
                );
                continue;
            }
            let part = slug(&name);
            if part.is_empty() || !self.footnotes.slugs.insert(part) {
                let message = format!("the footnote `{name}` cannot be told from another one");
                self.report(
                    Problem::error("markdown/footnote-name", message)
                        .at(self.source.place(range.clone()))
                        .hint("name footnotes with letters, digits and hyphens"),
                );
            }
            self.footnotes.definitions.insert(key, Definition { node, range, used: false });
        }
    }

    /// A use of a footnote: the first one brings its text along.
    pub(super) fn footnote(&mut self, name: &str, range: &Range<usize>) -> Option<InlineKind> {
        let place = self.source.place(range.clone());
        self.footnote_at(name, &place)
    }

    fn footnote_at(&mut self, name: &str, place: &Place) -> Option<InlineKind> {
        let key = name.to_lowercase();
        if self.footnotes.open.contains(&key) {
            self.report(
                Problem::error("markdown/footnote-cycle", format!("`[^{name}]` stands in its own text"))
                    .at(place.clone()),
            );
            return None;
        }
        let Some(definition) = self.footnotes.definitions.get_mut(&key) else {
            self.unknown_footnote(name, place);
            return None;
        };
        if std::mem::replace(&mut definition.used, true) {
            return Some(InlineKind::FootnoteReference(slug(name)));
        }
        let (node, range) = (definition.node, definition.range.clone());
        self.footnotes.open.push(key);
        let in_link = std::mem::replace(&mut self.in_link, false);
        let before = self.source.restore(Correction::default());
        let blocks = self.nested(range, |reader| reader.blocks(node));
        self.source.restore(before);
        self.in_link = in_link;
        self.footnotes.open.pop();
        Some(InlineKind::Footnote(Footnote { name: slug(name), blocks }))
    }

    /// `[^name]` that nothing in this source defines: in a caption a mark that its chapter makes a
    /// footnote of, elsewhere a mistake.
    pub(super) fn undefined_footnote(&mut self, range: Range<usize>) -> Option<Inline> {
        let written = self.source.slice(range.clone());
        let name = written.trim_start_matches("[^").trim_end_matches(']').to_owned();
        let place = self.source.place(range);
        match self.kind {
            SourceKind::Chapter => self.unknown_footnote(&name, &place),
            SourceKind::Caption => return Some(Inline { kind: InlineKind::FootnoteReference(name), place }),
            SourceKind::Line => self.report(
                Problem::error("markdown/footnote", "a footnote cannot stand in this attribute")
                    .at(place)
                    .hint("put the footnote into the text"),
            ),
        }
        None
    }

    /// Reads a caption that stands between quotes, and gives its marks their footnotes.
    pub(super) fn caption(&mut self, text: &str, place_of: PlaceOf<'_>) -> Vec<Inline> {
        let (mut inlines, problems) = super::read_fragment(text, &self.file, place_of, SourceKind::Caption);
        self.problems.extend(problems);
        self.resolve_marks(&mut inlines);
        inlines
    }

    /// Reads the caption that an attribute holds.
    pub(super) fn caption_at(&mut self, pair: &Pair) -> Vec<Inline> {
        let place_of = super::within(&pair.written, &pair.place);
        self.caption(&pair.written, &place_of)
    }

    fn resolve_marks(&mut self, inlines: &mut Vec<Inline>) {
        inlines.retain_mut(|inline| match &mut inline.kind {
            InlineKind::FootnoteReference(name) => {
                let footnote = self.footnote_at(&name.clone(), &inline.place);
                footnote.map(|footnote| inline.kind = footnote).is_some()
            }
            InlineKind::Emphasis(content) | InlineKind::Strong(content) | InlineKind::Strike(content) => {
                self.resolve_marks(content);
                true
            }
            InlineKind::Link(link) => {
                self.resolve_marks(&mut link.content);
                true
            }
            InlineKind::Span(span) => {
                self.resolve_marks(&mut span.content);
                true
            }
            _ => true,
        });
    }

    /// Reports a footnote in a title.
    pub(super) fn refuse_footnotes(&mut self, title: &[Inline]) {
        let mut place = None;
        walk_inlines(title, &mut |node| {
            if let Part::Inline(inline) = node
                && matches!(inline.kind, InlineKind::Footnote(_) | InlineKind::FootnoteReference(_))
            {
                place.get_or_insert_with(|| inline.place.clone());
            }
        });
        if let Some(place) = place {
            self.report(
                Problem::error("markdown/footnote", "a footnote cannot stand in a title")
                    .at(place)
                    .hint("put it into the first sentence: contents and running heads repeat the title"),
            );
        }
    }

    fn unknown_footnote(&mut self, name: &str, place: &Place) {
        let message = format!("the footnote `[^{name}]` has no text");
        let problem = Problem::error("markdown/unknown-footnote", message).at(place.clone());
        let known = self.footnotes.definitions.keys().map(String::as_str);
        let problem = match suggestion(name, known) {
            Some(near) => problem.hint(format!("did you mean `[^{near}]`?")),
            None => problem.hint(format!("write its text in a paragraph `[^{name}]: …`")),
        };
        self.report(problem);
    }

    /// Reports texts that no output would show.
    pub(super) fn report_unused_footnotes(&mut self) {
        let unused = self.footnotes.definitions.iter().filter(|(_, definition)| !definition.used);
        let unused: Vec<(String, Range<usize>)> =
            unused.map(|(name, definition)| (name.clone(), definition.range.clone())).collect();
        for (name, range) in unused {
            self.report(
                Problem::error("markdown/unused-footnote", format!("the footnote `{name}` is nowhere used"))
                    .at(self.source.place(range))
                    .hint(format!("write `[^{name}]` where it belongs, or delete it")),
            );
        }
    }
}
