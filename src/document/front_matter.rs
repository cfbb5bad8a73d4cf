//! What an author says about a chapter as a whole.

use super::Inline;
use crate::diagnostic::Place;

/// The head of a chapter's file; every part of it is optional.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FrontMatter {
    /// The short title for running heads.
    pub short: Option<Vec<Inline>>,
    /// What the chapter is in the publication.
    pub kind: ChapterKind,
    /// Who wrote the chapter, each with the place of the name.
    pub authors: Vec<(String, Place)>,
    /// The title of the part that this chapter opens, without markup, and its place.
    pub part: Option<(String, Place)>,
    /// Whether its headings are numbered; `None` leaves that to the layout and the kind.
    pub numbering: Option<bool>,
}

/// What a chapter is in its publication; layouts treat each kind in their own way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum ChapterKind {
    /// A chapter of the text.
    #[default]
    Chapter,
    /// A word of welcome (Grußwort).
    Greeting,
    /// A preface (Vorwort).
    Preface,
    /// An appendix (Anhang).
    Appendix,
    /// A glossary.
    Glossary,
    /// A list of literature.
    Bibliography,
    /// An index (Register).
    Index,
    /// The imprint (Impressum).
    Imprint,
}

impl ChapterKind {
    /// Every kind, in the order of a book.
    pub const ALL: [Self; 8] = [
        Self::Chapter,
        Self::Greeting,
        Self::Preface,
        Self::Appendix,
        Self::Glossary,
        Self::Bibliography,
        Self::Index,
        Self::Imprint,
    ];

    /// The word that authors and layouts write.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chapter => "chapter",
            Self::Greeting => "greeting",
            Self::Preface => "preface",
            Self::Appendix => "appendix",
            Self::Glossary => "glossary",
            Self::Bibliography => "bibliography",
            Self::Index => "index",
            Self::Imprint => "imprint",
        }
    }

    /// The kind of a word.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}
