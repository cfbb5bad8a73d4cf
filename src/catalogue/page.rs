//! The page for people: one file that needs no server, no script and no other file than the covers.

use minijinja::{AutoEscape, Environment, context};

use super::words::Words;
use super::{Catalogue, File, Item};
use crate::language::{Language, long_date, number};

/// The colours of the house, from the tokens of its layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dress {
    /// Titles, links, the head of the page.
    pub primary: [u8; 3],
    /// Marks beside titles.
    pub accent: [u8; 3],
    /// Links and titles on dark ground.
    pub highlight: [u8; 3],
    /// Quiet areas.
    pub surface: [u8; 3],
    /// Text.
    pub ink: [u8; 3],
}

impl Default for Dress {
    /// Colours for a workspace whose layout has none of these names; each pair that the page uses
    /// has at least 7:1.
    fn default() -> Self {
        Self {
            primary: [0x1d, 0x3b, 0x53],
            accent: [0x8a, 0x2b, 0x0e],
            highlight: [0xff, 0xd1, 0x66],
            surface: [0xf2, 0xf2, 0xef],
            ink: [0x1a, 0x1a, 0x1a],
        }
    }
}

/// The name of the page and of the feed.
pub(super) fn title(catalogue: &Catalogue) -> String {
    let words = Words::of(&catalogue.language);
    match &catalogue.publisher {
        Some(publisher) => format!("{}: {}", publisher, words.publications),
        None => words.publications.to_owned(),
    }
}

/// The page `index.html`.
///
/// # Panics
/// Never: the template is satz's own, and a test renders it with every fact present and absent.
pub fn page(catalogue: &Catalogue, dress: &Dress) -> String {
    let words = Words::of(&catalogue.language);
    let items: Vec<minijinja::Value> =
        catalogue.items.iter().map(|item| shown(item, &catalogue.language, words)).collect();
    let colours = context! {
        primary => hexadecimal(dress.primary),
        accent => hexadecimal(dress.accent),
        highlight => hexadecimal(dress.highlight),
        surface => hexadecimal(dress.surface),
        ink => hexadecimal(dress.ink),
    };
    let facts = context! {
        language => catalogue.language.tag(),
        title => title(catalogue),
        heading => words.publications,
        publisher => &catalogue.publisher,
        skip => words.skip,
        files => words.files,
        checksums => words.checksums,
        feed => words.feed,
        empty => words.empty,
        colours,
        items,
    };
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.render_str(include_str!("page.html"), facts).expect("the template is satz's own")
}

/// One publication in the words of the page.
fn shown(item: &Item, language: &Language, words: &Words) -> minijinja::Value {
    let date = item.date.map(|date| long_date(date, language));
    let names: Vec<&str> = item.people.iter().map(|person| person.name.as_str()).collect();
    let line: Vec<String> = [Some(names.join(", ")), item.edition.clone(), date]
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect();
    let editions: Vec<minijinja::Value> = item
        .editions
        .iter()
        .map(|sibling| {
            context! {
                label => sibling.label(language),
                id => &sibling.edition.slug,
                title => &sibling.title,
                language => sibling.edition.language.tag(),
            }
        })
        .collect();
    let files: Vec<minijinja::Value> =
        item.files.iter().map(|file| shown_file(file, language, words)).collect();
    context! {
        id => item.folder.replace('/', "--"),
        folder => &item.folder,
        title => &item.title,
        subtitle => &item.subtitle,
        // Only a text in another language than the page's has a tag of its own.
        language => Some(item.language.tag()).filter(|tag| *tag != language.tag()),
        line => line.join(" · "),
        description => &item.description,
        rights => &item.rights,
        cover => item.cover.as_ref().map(|cover| context! {
            name => &cover.name, width => cover.width, height => cover.height,
        }),
        editions,
        files,
    }
}

fn shown_file(file: &File, language: &Language, words: &Words) -> minijinja::Value {
    let pages =
        file.pages.map(|pages| format!("{pages} {}", if pages == 1 { words.page } else { words.pages }));
    let facts: Vec<String> = [pages, Some(size(file.bytes, language))].into_iter().flatten().collect();
    context! {
        name => &file.name,
        format => words.format(file.format),
        facts => facts.join(", "),
        sha256 => &file.sha256,
    }
}

/// A length in megabytes of 1,000,000 bytes, or in kilobytes below one.
#[expect(clippy::cast_precision_loss, reason = "no file of a publication comes near 2^52 bytes")]
fn size(bytes: u64, language: &Language) -> String {
    if bytes < 1_000_000 {
        return format!("{} kB", bytes.div_ceil(1000));
    }
    format!("{} MB", number(bytes as f64 / 1_000_000.0, Some(1), language))
}

fn hexadecimal([r, g, b]: [u8; 3]) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}
