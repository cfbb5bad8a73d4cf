//! The catalogue of all that was built: a web page for people and an OPDS 2.0 feed for reading
//! systems and libraries.
//!
//! This room takes facts and gives text; it opens no files and does not know how a file was made.

mod feed;
mod page;
mod words;

use jiff::civil::Date;

use crate::language::Language;
use crate::publication::Sibling;

pub use feed::{feed, publication};
pub use page::{Dress, page};

/// What a catalogue shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Catalogue {
    /// Who publishes.
    pub publisher: Option<String>,
    /// The language of the page itself.
    pub language: Language,
    /// The publications in the order of the page.
    pub items: Vec<Item>,
}

/// One publication with its files.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// The folder of its files, from the catalogue's own: its slug, and of a variant its name behind a `/`.
    pub folder: String,
    /// The title.
    pub title: String,
    /// The subtitle.
    pub subtitle: Option<String>,
    /// The language of its text.
    pub language: Language,
    /// Who wrote or edited it, in the order of the manifest.
    pub people: Vec<Person>,
    /// What it is about.
    pub description: Option<String>,
    /// Keywords.
    pub subjects: Vec<String>,
    /// The day of publication.
    pub date: Option<Date>,
    /// What it is in the trade: `1. Auflage`.
    pub edition: Option<String>,
    /// The licence.
    pub rights: Option<String>,
    /// What machines call it: a URN or the address of a DOI.
    pub identifier: String,
    /// A small picture of its cover.
    pub cover: Option<Cover>,
    /// The other editions of the same work that the catalogue has.
    pub editions: Vec<Sibling>,
    /// Its files, in the order of reports.
    pub files: Vec<File>,
}

/// Puts the editions of a work behind the first of them, whatever their dates; the order is kept else.
#[must_use]
pub fn with_editions_together(items: Vec<Item>) -> Vec<Item> {
    let mut left: Vec<Option<Item>> = items.into_iter().map(Some).collect();
    let mut found = Vec::with_capacity(left.len());
    for index in 0..left.len() {
        let Some(item) = left[index].take() else { continue };
        let belongs = |other: &Option<Item>| {
            let other = other.as_ref()?;
            item.editions.iter().position(|sibling| sibling.edition.slug == other.folder)
        };
        let mut others: Vec<(usize, usize)> =
            left.iter().enumerate().filter_map(|(at, other)| Some((belongs(other)?, at))).collect();
        others.sort_unstable();
        found.push(item);
        found.extend(others.into_iter().filter_map(|(_, at)| left[at].take()));
    }
    found
}

/// Somebody who made a publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The name.
    pub name: String,
    /// Whether it is an author; all others are contributors to a feed.
    pub is_author: bool,
}

/// A picture of a cover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cover {
    /// Its name in the folder of the publication.
    pub name: String,
    /// Its media type.
    pub media_type: &'static str,
    /// Width in pixels.
    pub width: usize,
    /// Height in pixels.
    pub height: usize,
}

/// What a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// The PDF for the print shop.
    Print,
    /// The accessible PDF.
    Screen,
    /// The EPUB.
    Epub,
}

impl Format {
    /// The media type of the file (RFC 8118; EPUB 3.3, annex H).
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Print | Self::Screen => "application/pdf",
            Self::Epub => "application/epub+zip",
        }
    }
}

/// The document of one publication in its folder.
pub const DOCUMENT: &str = "publication.json";

/// One file that readers may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name in the folder of the publication.
    pub name: String,
    /// What it is for.
    pub format: Format,
    /// Its length.
    pub bytes: u64,
    /// Its SHA-256 in hexadecimal digits.
    pub sha256: String,
    /// How many pages it has, where it has pages.
    pub pages: Option<usize>,
}

#[cfg(test)]
mod tests;
