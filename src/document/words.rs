//! The words of a publication: what must arrive in every output.
//!
//! The coverage check compares these words, as a multiset, with the words read back from each
//! written file. So a word is cut here in a way that typography does not disturb: quotation marks,
//! dashes, hyphens and points part words and are not in them, while the signs of gender forms are.

use super::{
    Alternative, Argument, Block, BlockKind, Collected, Document, Inline, InlineKind, Node, Picture,
    TermKind, Value, walk,
};
use crate::diagnostic::Place;

/// A word, and where its author wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The word.
    pub text: String,
    /// The place of the text that it stands in, which may be longer.
    pub place: Place,
}

/// Every word that readers see, in reading order: headings, paragraphs, lists, tables, captions,
/// credits, footnotes, code, and the inline arguments of components.
///
/// Left out is what satz or Typst writes: numbers of headings, references, citations, formulas.
/// Alternative texts are in [`alternatives`]. Components must have been typed before.
pub fn words(document: &Document) -> Vec<Word> {
    let mut collector = Collector::default();
    for chapter in &document.chapters {
        collector.blocks(&chapter.blocks);
    }
    collector.found
}

/// Every alternative text that an author wrote, in reading order: of pictures, of formulas, and of
/// components, which call theirs `alt` or `…-alt`.
pub fn alternatives(document: &Document) -> Vec<Word> {
    let mut found = Vec::new();
    for chapter in &document.chapters {
        walk(&chapter.blocks, &mut |node| match node {
            Node::Block(Block { kind: BlockKind::Picture(picture), .. }) => {
                found.extend(alternative_of(picture));
            }
            Node::Block(Block { kind: BlockKind::Formula(formula), .. }) => {
                found.extend(formula.alternative.as_ref().map(|text| word(text, &formula.place)));
            }
            Node::Block(Block { kind: BlockKind::Component(component), .. }) => {
                found.extend(component.arguments.iter().filter_map(alternative_in));
            }
            Node::Inline(Inline { kind: InlineKind::Picture(picture), .. }) => {
                found.extend(alternative_of(picture));
            }
            Node::Inline(Inline { kind: InlineKind::Math(math), .. }) => {
                found.extend(math.alternative.as_ref().map(|text| word(text, &math.place)));
            }
            _ => {}
        });
    }
    found
}

fn word(text: &str, place: &Place) -> Word {
    Word { text: text.to_owned(), place: place.clone() }
}

fn alternative_of(picture: &Picture) -> Option<Word> {
    match &picture.alternative {
        Alternative::Text(text) => Some(word(text, &picture.place)),
        Alternative::Decorative => None,
    }
}

fn alternative_in(argument: &Argument) -> Option<Word> {
    match &argument.value {
        Value::Picture { alternative, .. } => alternative.as_ref().map(|text| word(text, &argument.place)),
        Value::Text(text) if is_alternative(argument) => Some(word(text, &argument.place)),
        _ => None,
    }
}

/// Whether an argument is an alternative text: by its name, `alt` or `picture-alt`.
fn is_alternative(argument: &Argument) -> bool {
    argument.name == "alt" || argument.name.ends_with("-alt")
}

/// Cuts a text into words: letters and digits, with `*`, `:` and `_` between two letters.
///
/// Soft hyphens and other invisible characters are dropped, so a hyphenated word is whole again;
/// so are thin spaces between digits, which group the figures of one number.
pub fn split_words(text: &str) -> Vec<String> {
    let characters: Vec<char> = text.chars().filter(|c| !is_invisible(*c)).collect();
    let mut words = Vec::new();
    let mut word = String::new();
    for (index, &character) in characters.iter().enumerate() {
        let joins = matches!(character, '*' | ':' | '_')
            && word.ends_with(char::is_alphabetic)
            && characters.get(index + 1).is_some_and(|next| next.is_alphabetic());
        let groups = matches!(character, '\u{2009}' | '\u{202f}')
            && word.ends_with(|last: char| last.is_ascii_digit())
            && characters.get(index + 1).is_some_and(char::is_ascii_digit);
        if character.is_alphanumeric() || joins {
            word.push(character);
        } else if !groups && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// Characters that shape a line and are no part of a word (Unicode: default ignorable).
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// Gathers the text of one run of inlines, since markup may stand inside a word.
#[derive(Default)]
struct Collector {
    found: Vec<Word>,
    line: String,
    place: Option<Place>,
}

impl Collector {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Heading(heading) => self.run(&heading.content),
            BlockKind::Paragraph(content) => self.run(content),
            BlockKind::List(list) => list.items.iter().for_each(|item| self.blocks(&item.blocks)),
            BlockKind::TaskList(list) => {
                list.items.iter().for_each(|item| self.blocks(&item.blocks));
            }
            BlockKind::DescriptionList(list) => {
                for item in &list.items {
                    self.run(&item.term);
                    self.blocks(&item.details);
                }
            }
            BlockKind::Quote(blocks) => self.blocks(blocks),
            BlockKind::Alert(alert) => {
                alert.title.iter().for_each(|title| self.run(title));
                self.blocks(&alert.blocks);
            }
            BlockKind::Code(code) => self.text(&code.text, &block.place),
            BlockKind::Table(table) => {
                table.caption.iter().for_each(|caption| self.run(caption));
                let rows = table.rows.iter().flat_map(|row| &row.cells);
                table.head.iter().chain(rows).for_each(|cell| self.run(&cell.content));
            }
            BlockKind::Figure(figure) => {
                self.blocks(&figure.body);
                figure.caption.iter().chain(&figure.credit).for_each(|content| self.run(content));
            }
            BlockKind::Component(component) => {
                component.arguments.iter().for_each(|argument| self.argument(argument));
                self.blocks(&component.body);
            }
            BlockKind::Collected(collected) => self.collected(collected),
            BlockKind::Picture(_)
            | BlockKind::Formula(_)
            | BlockKind::Bibliography(_)
            | BlockKind::Exhibits(_)
            | BlockKind::Divider => {}
        }
    }

    fn collected(&mut self, collected: &Collected) {
        collected.lines().into_iter().for_each(|line| self.run(line));
        if let Collected::Index(index) = collected {
            for entry in index.entries() {
                self.text(&entry.term, &entry.place);
            }
        }
    }

    fn argument(&mut self, argument: &Argument) {
        // A text without markup may be a column's name or an alternative text; what readers see is
        // declared as inline.
        if let Value::Inline(content) = &argument.value {
            self.run(content);
        }
    }

    fn text(&mut self, text: &str, place: &Place) {
        self.found.extend(split_words(text).into_iter().map(|text| Word { text, place: place.clone() }));
    }

    /// Inlines that stand on one line, and the footnotes among them afterwards.
    fn run(&mut self, inlines: &[Inline]) {
        let mut footnotes = Vec::new();
        self.inlines(inlines, &mut footnotes);
        self.flush();
        for blocks in footnotes {
            self.blocks(blocks);
        }
    }

    fn inlines<'a>(&mut self, inlines: &'a [Inline], footnotes: &mut Vec<&'a [Block]>) {
        for inline in inlines {
            match &inline.kind {
                InlineKind::Text(text) | InlineKind::Code(text) => self.piece(text, &inline.place),
                InlineKind::Emphasis(content) | InlineKind::Strong(content) | InlineKind::Strike(content) => {
                    self.inlines(content, footnotes)
                }
                InlineKind::Link(link) => self.inlines(&link.content, footnotes),
                InlineKind::Span(span) => self.inlines(&span.content, footnotes),
                InlineKind::Term(term) => {
                    if let TermKind::Abbreviation(abbreviation) = &term.kind
                        && let Some(explanation) = &abbreviation.explanation
                    {
                        self.flush();
                        self.inlines(&explanation.long, footnotes);
                        self.flush();
                    }
                    self.inlines(&term.content, footnotes);
                }
                InlineKind::Footnote(footnote) => {
                    self.flush();
                    footnotes.push(&footnote.blocks);
                }
                InlineKind::Citation(items) => {
                    self.flush();
                    for item in items {
                        self.inlines(&item.supplement, footnotes);
                        self.flush();
                    }
                }
                InlineKind::SoftBreak
                | InlineKind::LineBreak
                | InlineKind::Picture(_)
                | InlineKind::FootnoteReference(_)
                | InlineKind::Reference(_)
                | InlineKind::Math(_) => self.flush(),
            }
        }
    }

    fn piece(&mut self, text: &str, place: &Place) {
        // A place is kept for each piece: words before the piece's first space may have begun in
        // an earlier one, so the line is cut as soon as a space shows that a word has ended.
        for part in text.split_inclusive(char::is_whitespace) {
            self.line.push_str(part);
            self.place.get_or_insert_with(|| place.clone());
            if part.ends_with(char::is_whitespace) {
                self.flush();
            }
        }
    }

    fn flush(&mut self) {
        if let Some(place) = self.place.take() {
            let line = std::mem::take(&mut self.line);
            self.text(&line, &place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gender_signs_are_part_of_a_word_and_punctuation_is_not() {
        let cases: [(&str, &[&str]); 8] = [
            ("„Akteur*innen“, Bürger:innen", &["Akteur*innen", "Bürger:innen"]),
            ("der*die Leiter_in.", &["der*die", "Leiter_in"]),
            ("*Akteur* 5*3", &["Akteur", "5", "3"]),
            ("Innenstadt-Konferenz", &["Innenstadt", "Konferenz"]),
            ("Innen\u{ad}stadt", &["Innenstadt"]),
            ("20\u{202f}578\u{2009}500 5 \u{202f}x", &["20578500", "5", "x"]),
            ("§ 13 BauGB, Nr. 1", &["13", "BauGB", "Nr", "1"]),
            ("Uhrzeit: jetzt", &["Uhrzeit", "jetzt"]),
        ];
        for (text, expected) in cases {
            assert_eq!(split_words(text), expected, "{text}");
        }
    }
}
