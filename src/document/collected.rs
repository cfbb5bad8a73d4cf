//! Lists that are gathered from a whole publication: glossary, abbreviations, index, picture credits.
//!
//! The reader of Markdown knows only where such a list is to stand; the room `apparatus` fills it.

use super::{Block, Inline};
use crate::diagnostic::Place;

/// A list that is gathered from the whole publication.
#[derive(Debug, Clone, PartialEq)]
pub enum Collected {
    /// The terms that the publication explains.
    Glossary(Vec<TermEntry>),
    /// The abbreviations and what they stand for.
    Abbreviations(Vec<TermEntry>),
    /// Words and the places that deal with them.
    Index(Index),
    /// Who made the pictures, and the terms of their use.
    Credits(Vec<CreditGroup>),
}

/// An entry of the glossary or of the list of abbreviations.
#[derive(Debug, Clone, PartialEq)]
pub struct TermEntry {
    /// The label that uses of the term lead to.
    pub label: String,
    /// The term, or the abbreviation.
    pub term: Vec<Inline>,
    /// What it means, or the entry that says so.
    pub details: Vec<Inline>,
    /// Whether `details` is another entry, to which readers are sent.
    pub sends_on: bool,
    /// Where the data file defines it.
    pub place: Place,
}

/// Words and the places that deal with them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Index {
    /// What its author wrote between the fences: entries that send readers on to others.
    pub body: Vec<Block>,
    /// Its entries by their first letters.
    pub groups: Vec<IndexGroup>,
}

/// The entries of one letter.
#[derive(Debug, Clone, PartialEq)]
pub struct IndexGroup {
    /// The letter; `None` for figures and signs.
    pub initial: Option<char>,
    /// The entries in their order.
    pub entries: Vec<IndexEntry>,
}

/// An entry of the index.
#[derive(Debug, Clone, PartialEq)]
pub struct IndexEntry {
    /// The words.
    pub term: String,
    /// Where they were first written.
    pub place: Place,
    /// The label that other entries lead to, where one does.
    pub label: Option<String>,
    /// The places in the text, in reading order.
    pub locators: Vec<Locator>,
    /// The entries that are to be read in its stead.
    pub see: Vec<IndexLink>,
    /// The entries that are to be read as well.
    pub see_also: Vec<IndexLink>,
    /// Entries below it.
    pub entries: Vec<IndexEntry>,
}

/// A place of the text that an entry of the index leads to, or a stretch of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Locator {
    /// The mark where it begins.
    pub first: Mark,
    /// The mark where it ends; the same one for a place.
    pub last: Mark,
    /// The title of the section, for readers who have no pages.
    pub section: String,
}

/// An entry of the index that another one leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexLink {
    /// The entry's words, those of the entry above it before them.
    pub words: String,
    /// Its label.
    pub label: String,
    /// Where it was written.
    pub place: Place,
}

/// Pictures by the same maker under the same terms.
#[derive(Debug, Clone, PartialEq)]
pub struct CreditGroup {
    /// The maker, and the terms of use.
    pub credit: Vec<Inline>,
    /// The pictures in reading order.
    pub pictures: Vec<CreditedPicture>,
}

/// A picture in the list of credits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreditedPicture {
    /// The label of the figure or the mark of the component; `None` for what stands before the text.
    pub target: Option<String>,
    /// What it shows, in a few words.
    pub words: String,
}

/// An invisible mark in the text that such a list leads to; numbered in reading order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// A place for the index.
    Index(usize),
    /// A picture.
    Picture(usize),
}

impl Mark {
    /// The label under which outputs know it.
    pub fn label(self) -> String {
        match self {
            Self::Index(number) => format!("index-{number}"),
            Self::Picture(number) => format!("picture-{number}"),
        }
    }
}

/// The starts of the labels that satz makes, which no id of an author has.
pub(super) const OWN_LABELS: [&str; 7] = ["fn-", "term-", "abbr-", "index-", "entry-", "picture-", "works-"];

impl Collected {
    /// The word of the directive that asks for the list.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Glossary(_) => "glossary",
            Self::Abbreviations(_) => "abbreviations",
            Self::Index(_) => "index",
            Self::Credits(_) => "credits",
        }
    }

    /// All that it says with markup.
    pub fn lines(&self) -> Vec<&[Inline]> {
        match self {
            Self::Glossary(entries) | Self::Abbreviations(entries) => {
                entries.iter().flat_map(|entry| [&entry.term[..], &entry.details[..]]).collect()
            }
            Self::Index(_) => Vec::new(),
            Self::Credits(groups) => groups.iter().map(|group| &group.credit[..]).collect(),
        }
    }

    /// As [`lines`](Self::lines), to be changed.
    pub fn lines_mut(&mut self) -> Vec<&mut [Inline]> {
        match self {
            Self::Glossary(entries) | Self::Abbreviations(entries) => {
                entries.iter_mut().flat_map(TermEntry::lines_mut).collect()
            }
            Self::Index(_) => Vec::new(),
            Self::Credits(groups) => groups.iter_mut().map(|group| &mut group.credit[..]).collect(),
        }
    }
}

impl TermEntry {
    fn lines_mut(&mut self) -> [&mut [Inline]; 2] {
        [&mut self.term, &mut self.details]
    }
}

impl Index {
    /// Every entry, each before those below it.
    pub fn entries(&self) -> Vec<&IndexEntry> {
        let mut found = Vec::new();
        let mut rest: Vec<&IndexEntry> = self.groups.iter().flat_map(|group| &group.entries).rev().collect();
        while let Some(entry) = rest.pop() {
            found.push(entry);
            rest.extend(entry.entries.iter().rev());
        }
        found
    }
}
