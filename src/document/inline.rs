//! What stands inside a paragraph.

use super::{Attributes, Block};
use crate::diagnostic::Place;

/// A piece of a paragraph.
#[derive(Debug, Clone, PartialEq)]
pub struct Inline {
    /// What it is.
    pub kind: InlineKind,
    /// Where it stands, markup included.
    pub place: Place,
}

/// What a piece of a paragraph is.
#[derive(Debug, Clone, PartialEq)]
pub enum InlineKind {
    /// Words, exactly as they are to be read.
    Text(String),
    /// A line end in the source, which is a space to readers.
    SoftBreak,
    /// A line end that the author asked for.
    LineBreak,
    /// Emphasis, usually italic.
    Emphasis(Vec<Inline>),
    /// Strong emphasis, usually bold.
    Strong(Vec<Inline>),
    /// Struck-out text.
    Strike(Vec<Inline>),
    /// Code within a line.
    Code(String),
    /// A link.
    Link(Link),
    /// A picture within a line.
    Picture(Box<Picture>),
    /// Text with a language or a class.
    Span(Box<Span>),
    /// A term of the glossary or an abbreviation.
    Term(Box<Term>),
    /// A footnote at its first use, with its text.
    Footnote(Footnote),
    /// A further use of a footnote, by its name.
    FootnoteReference(String),
    /// Works of the bibliography.
    Citation(Vec<CitationItem>),
    /// A cross reference.
    Reference(Reference),
    /// A formula within a line.
    Math(Math),
}

/// A link with its text.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Where it leads.
    pub target: Target,
    /// Its text.
    pub content: Vec<Inline>,
    /// `lang` for a target in another language.
    pub attributes: Attributes,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// An address outside the publication.
    Address(String),
    /// An id of this publication.
    Id(String),
    /// A chapter, by the path of its file from the workspace's root; [`resolve_references`] turns
    /// it into an id.
    ///
    /// [`resolve_references`]: super::resolve_references
    Chapter(String),
}

/// A picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// Its path from the workspace's root.
    pub file: String,
    /// The place of the picture, markup included.
    pub place: Place,
    /// What it says to whoever does not see it.
    pub alternative: Alternative,
    /// The width that the author asked for, such as `60%`.
    pub width: Option<String>,
}

/// What a picture says to whoever does not see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Alternative {
    /// Its alternative text; empty where the author forgot it, which is an error of its own.
    Text(String),
    /// It is an ornament and says nothing.
    Decorative,
}

/// Text with a language or a class.
#[derive(Debug, Clone, PartialEq)]
pub struct Span {
    /// The attributes.
    pub attributes: Attributes,
    /// The text.
    pub content: Vec<Inline>,
}

/// A term of the glossary or an abbreviation, where the text uses it.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// Which of the two it is.
    pub kind: TermKind,
    /// The label of its entry, where the publication has a list with it.
    pub target: Option<String>,
    /// Whether the text uses it here for the first time.
    pub is_first: bool,
    /// The words of the text.
    pub content: Vec<Inline>,
}

/// What a marked word is.
#[derive(Debug, Clone, PartialEq)]
pub enum TermKind {
    /// A term of the glossary.
    Glossary,
    /// An abbreviation.
    Abbreviation(Abbreviation),
}

/// An abbreviation within the text.
#[derive(Debug, Clone, PartialEq)]
pub struct Abbreviation {
    /// What it stands for, to be read out in its place.
    pub expansion: String,
    /// How it is explained here; `None` where it stands for itself.
    pub explanation: Option<Explanation>,
}

/// The long form of an abbreviation, as the text shows it at the first use.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The long form, inflected as the sentence needs it.
    pub long: Vec<Inline>,
    /// Whether it comes first, with the short form in brackets, or the other way round.
    pub comes_first: bool,
}

/// A footnote.
#[derive(Debug, Clone, PartialEq)]
pub struct Footnote {
    /// The name under which its author keeps it; unique in its chapter.
    pub name: String,
    /// Its text.
    pub blocks: Vec<Block>,
}

/// One work of a citation.
#[derive(Debug, Clone, PartialEq)]
pub struct CitationItem {
    /// The work's key in the bibliography.
    pub key: String,
    /// The key's place.
    pub place: Place,
    /// Where in the work, such as `S. 12`; empty for the whole work.
    pub supplement: Vec<Inline>,
    /// The list that shows the work, by its number; `None` where there is only one.
    pub list: Option<usize>,
}

/// A cross reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The id of its target.
    pub id: String,
    /// What readers see of the target.
    pub form: ReferenceForm,
    /// Whether its page stands behind it on paper, where the author says so; else the layout does.
    pub page: Option<bool>,
}

/// What a cross reference shows of its target.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum ReferenceForm {
    /// Word and number, and what else the layout shows: "Abbildung 1 (S. 8)".
    #[default]
    Whole,
    /// The number alone: "1".
    Number,
    /// The number behind a word of the author: "Abb. 1".
    Word(String),
    /// The page: "Seite 8". An EPUB has no pages of its own and shows word and number.
    Page,
}

/// A formula within a line.
#[derive(Debug, Clone, PartialEq)]
pub struct Math {
    /// LaTeX notation, without the dollars.
    pub latex: String,
    /// The place of the notation.
    pub place: Place,
    /// How to read it aloud, where the author said it.
    pub alternative: Option<String>,
}
