//! Typography as a step on the model: each language's rules for its own text, and nothing else.
//!
//! Code, formulas, addresses and keys are no text to typographers; a passage in another language
//! has the rules of that language. Where a rule changes something, a text is cut, so that every
//! piece keeps its own place.

use std::collections::VecDeque;

use super::{
    Attributes, Block, BlockKind, Collected, Document, Inline, InlineKind, NodeMut, Value, walk_mut,
};
use crate::diagnostic::Place;
use crate::language::{Change, Language, TypographyRules, changes};

/// Sets the text of a document by the rules of its languages.
pub fn set_typography(document: &mut Document, language: &Language, rules: &TypographyRules) {
    for chapter in &mut document.chapters {
        if let Some(short) = &mut chapter.front.short {
            set_run(short, language, rules);
        }
        walk_mut(&mut chapter.blocks, &mut |node| {
            if let NodeMut::Block(block) = node {
                runs(block).into_iter().for_each(|run| set_run(run, language, rules));
            }
        });
    }
}

/// Sets one run of inlines, such as a paragraph.
pub fn set_run(run: &mut Vec<Inline>, language: &Language, rules: &TypographyRules) {
    let mut gathered = Gathered::default();
    gathered.inlines(run, language);
    let mut pieces = gathered.changes(rules);
    if pieces.iter().any(|changes| !changes.is_empty()) {
        rebuild(run, &mut pieces);
    }
}

/// The runs of text of a block, those of the blocks in it left out.
fn runs(block: &mut Block) -> Vec<&mut Vec<Inline>> {
    match &mut block.kind {
        BlockKind::Heading(heading) => vec![&mut heading.content],
        BlockKind::Paragraph(content) => vec![content],
        BlockKind::DescriptionList(list) => list.items.iter_mut().map(|item| &mut item.term).collect(),
        BlockKind::Alert(alert) => alert.title.iter_mut().collect(),
        BlockKind::Table(table) => {
            let cells = table.head.iter_mut().chain(table.rows.iter_mut().flat_map(|row| &mut row.cells));
            table.caption.iter_mut().chain(cells.map(|cell| &mut cell.content)).collect()
        }
        BlockKind::Figure(figure) => figure.caption.iter_mut().chain(&mut figure.credit).collect(),
        BlockKind::Component(component) => {
            let values = component.arguments.iter_mut().map(|argument| &mut argument.value);
            values
                .filter_map(|value| match value {
                    Value::Inline(content) => Some(content),
                    _ => None,
                })
                .collect()
        }
        BlockKind::Collected(Collected::Glossary(entries) | Collected::Abbreviations(entries)) => {
            entries.iter_mut().flat_map(|entry| [&mut entry.term, &mut entry.details]).collect()
        }
        BlockKind::Collected(Collected::Credits(groups)) => {
            groups.iter_mut().map(|group| &mut group.credit).collect()
        }
        BlockKind::List(_)
        | BlockKind::TaskList(_)
        | BlockKind::Quote(_)
        | BlockKind::Code(_)
        | BlockKind::Picture(_)
        | BlockKind::Formula(_)
        | BlockKind::Bibliography(_)
        | BlockKind::Exhibits(_)
        | BlockKind::Collected(Collected::Index(_))
        | BlockKind::Divider => Vec::new(),
    }
}

/// What no rule knows stands between the texts around it.
const OBJECT: char = '\u{fffc}';

/// The texts of a run in reading order, joined where they are of one language.
#[derive(Default)]
struct Gathered {
    stretches: Vec<Stretch>,
}

/// Joined texts of one language.
struct Stretch {
    language: Language,
    text: String,
    /// The range of each text in the joined one.
    texts: Vec<std::ops::Range<usize>>,
}

impl Gathered {
    fn inlines(&mut self, inlines: &[Inline], language: &Language) {
        for inline in inlines {
            match &inline.kind {
                InlineKind::Text(text) => self.text(text, language),
                InlineKind::SoftBreak => self.text(" ", language),
                InlineKind::Emphasis(content) | InlineKind::Strong(content) | InlineKind::Strike(content) => {
                    self.inlines(content, language);
                }
                InlineKind::Link(link) => self.inlines(&link.content, &inner(&link.attributes, language)),
                InlineKind::Span(span) => self.inlines(&span.content, &inner(&span.attributes, language)),
                InlineKind::Term(term) => self.inlines(&term.content, language),
                InlineKind::Citation(items) => {
                    for item in items {
                        self.object(language);
                        self.inlines(&item.supplement, language);
                    }
                    self.object(language);
                }
                InlineKind::LineBreak
                | InlineKind::Code(_)
                | InlineKind::Picture(_)
                | InlineKind::Footnote(_)
                | InlineKind::FootnoteReference(_)
                | InlineKind::Reference(_)
                | InlineKind::Math(_) => self.object(language),
            }
        }
    }

    fn text(&mut self, text: &str, language: &Language) {
        let stretch = self.stretch(language);
        let start = stretch.text.len();
        stretch.text.push_str(text);
        stretch.texts.push(start..stretch.text.len());
    }

    fn object(&mut self, language: &Language) {
        self.stretch(language).text.push(OBJECT);
    }

    fn stretch(&mut self, language: &Language) -> &mut Stretch {
        if self.stretches.last().is_none_or(|last| last.language != *language) {
            self.stretches.push(Stretch {
                language: language.clone(),
                text: String::new(),
                texts: Vec::new(),
            });
        }
        let last = self.stretches.len() - 1;
        &mut self.stretches[last]
    }

    /// The changes of each text, by its own bytes. What would change two texts at once is left.
    fn changes(self, rules: &TypographyRules) -> VecDeque<Vec<Change>> {
        let mut all = VecDeque::new();
        for Stretch { language, text, texts } in self.stretches {
            let mut found = changes(&text, &language, rules).into_iter().peekable();
            for range in texts {
                let mut own = Vec::new();
                while let Some(change) = found.next_if(|change| change.range.start < range.end) {
                    if change.range.start >= range.start && change.range.end <= range.end {
                        let shifted = change.range.start - range.start..change.range.end - range.start;
                        own.push(Change { range: shifted, text: change.text });
                    }
                }
                all.push_back(own);
            }
        }
        all
    }
}

/// The language within a link or a span.
fn inner(attributes: &Attributes, language: &Language) -> Language {
    attributes.value("lang").and_then(Language::parse).unwrap_or_else(|| language.clone())
}

/// Puts the changes into the texts, which come in the order in which they were gathered.
fn rebuild(inlines: &mut Vec<Inline>, changes: &mut VecDeque<Vec<Change>>) {
    for mut inline in std::mem::take(inlines) {
        match &mut inline.kind {
            InlineKind::Text(text) => {
                let found = changes.pop_front().unwrap_or_default();
                inlines.extend(pieces(text, &inline.place, found));
                continue;
            }
            InlineKind::SoftBreak => {
                if let Some(change) = changes.pop_front().unwrap_or_default().pop() {
                    inline.kind = InlineKind::Text(change.text);
                }
            }
            InlineKind::Emphasis(content) | InlineKind::Strong(content) | InlineKind::Strike(content) => {
                rebuild(content, changes);
            }
            InlineKind::Link(link) => rebuild(&mut link.content, changes),
            InlineKind::Span(span) => rebuild(&mut span.content, changes),
            InlineKind::Term(term) => rebuild(&mut term.content, changes),
            InlineKind::Citation(items) => {
                items.iter_mut().for_each(|item| rebuild(&mut item.supplement, changes));
            }
            InlineKind::LineBreak
            | InlineKind::Code(_)
            | InlineKind::Picture(_)
            | InlineKind::Footnote(_)
            | InlineKind::FootnoteReference(_)
            | InlineKind::Reference(_)
            | InlineKind::Math(_) => {}
        }
        inlines.push(inline);
    }
}

/// A text with its changes: cut into pieces with a place each where its bytes are those of the
/// source, else whole.
fn pieces(text: &str, place: &Place, changes: Vec<Change>) -> Vec<Inline> {
    let copied = place.range.len() == text.len();
    let mut pieces: Vec<Inline> = Vec::new();
    let mut push = |range: std::ops::Range<usize>, piece: &str| {
        let start = place.range.start;
        match pieces.last_mut() {
            _ if piece.is_empty() => {}
            Some(Inline { kind: InlineKind::Text(last), .. }) if !copied => last.push_str(piece),
            _ if !copied => pieces.push(text_at(piece, place.clone())),
            _ => pieces
                .push(text_at(piece, Place::new(place.file.clone(), start + range.start..start + range.end))),
        }
    };
    let mut end = 0;
    for Change { range, text: new } in changes {
        push(end..range.start, &text[end..range.start]);
        push(range.clone(), &new);
        end = range.end;
    }
    push(end..text.len(), &text[end..]);
    pieces
}

fn text_at(text: &str, place: Place) -> Inline {
    Inline { kind: InlineKind::Text(text.to_owned()), place }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Span;

    fn text(text: &str, start: usize) -> Inline {
        text_at(text, Place::new("a.md", start..start + text.len()))
    }

    fn set(mut run: Vec<Inline>) -> Vec<Inline> {
        set_run(&mut run, &Language::german(), &TypographyRules::default());
        run
    }

    #[test]
    fn every_piece_has_the_place_of_its_bytes() {
        let found = set(vec![text("um 10 % mehr", 7)]);
        assert_eq!(
            found,
            [
                text("um 10", 7),
                Inline { place: Place::new("a.md", 12..13), ..text("\u{a0}", 0) },
                text("% mehr", 13)
            ]
        );
    }

    #[test]
    fn a_rule_sees_over_markup_and_line_ends_but_not_over_code() {
        let strong = Inline { kind: InlineKind::Strong(vec![text("12", 2)]), ..text("", 0) };
        let code = Inline { kind: InlineKind::Code("12".to_owned()), ..text("", 0) };
        assert_eq!(set(vec![strong.clone(), text(" %", 6)]).len(), 3);
        assert_eq!(set(vec![code.clone(), text(" %", 6)]), [code, text(" %", 6)]);
        let soft = Inline { kind: InlineKind::SoftBreak, ..text("x", 2) };
        let found = set(vec![text("§", 0), soft, text("5", 3)]);
        assert_eq!(found[1].kind, InlineKind::Text("\u{a0}".to_owned()));
    }

    #[test]
    fn a_passage_has_the_rules_of_its_language() {
        let span = |lang: &str| {
            let place = Place::file("a.md");
            let pair = crate::document::Pair {
                key: "lang".to_owned(),
                key_place: place.clone(),
                value: lang.to_owned(),
                written: lang.to_owned(),
                place: place.clone(),
            };
            let attributes = Attributes { pairs: vec![pair], ..Attributes::default() };
            let content = vec![text("z. B. don't", 0)];
            Inline { kind: InlineKind::Span(Box::new(Span { attributes, content })), place }
        };
        let read = |lang: &str| crate::document::plain_text(&set(vec![span(lang)]));
        assert_eq!(read("de"), "z.\u{202f}B. don’t");
        assert_eq!(read("en"), "z. B. don’t");
        assert_eq!(read("fr"), "z. B. don't");
    }
}
