//! What a citation style makes of works: which of them it leaves out, and how it cites within a note.

use std::sync::{Arc, LazyLock};

use hayagriva::archive::{ArchivedStyle, locales};
use hayagriva::citationberg::{IndependentStyle, Locale, Style, StyleClass};
use hayagriva::io::{from_biblatex_str, from_yaml_str};
use hayagriva::{
    BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, ElemChildren, Entry, Library,
};

/// The words of the languages that styles use.
static LOCALES: LazyLock<Vec<Locale>> = LazyLock::new(locales);

/// A citation style.
#[derive(Debug, Clone)]
pub struct CitingStyle(IndependentStyle);

/// What a style does not show of a work that it is asked to cite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Omission {
    /// The text or note that cites it is empty.
    Citation,
    /// It is cited, but the list of works has no line for it, as with laws in Chicago's style.
    Listing,
}

/// The works of which a style leaves something out, by their keys.
pub type Omissions = Vec<(String, Omission)>;

impl CitingStyle {
    /// The style of a name that Typst knows.
    pub fn named(name: &str) -> Option<Self> {
        match ArchivedStyle::by_name(name)?.get() {
            Style::Independent(style) => Some(Self(style)),
            Style::Dependent(_) => None,
        }
    }

    /// The style of a file; `None` of one that [`style_file_problem`](super::style_file_problem) reports.
    pub fn of_file(text: &str) -> Option<Self> {
        IndependentStyle::from_xml(text).ok().filter(|style| style.bibliography.is_some()).map(Self)
    }

    /// The works of a bibliography's file of which the style leaves something out, by their keys. A file
    /// that cannot be read was reported by [`works`](super::works()).
    pub fn omissions(&self, file: &Arc<str>, text: &str) -> Omissions {
        let library = match file.rsplit('.').next() {
            Some("bib") => from_biblatex_str(text).ok(),
            _ => from_yaml_str(text).ok(),
        };
        let library = library.unwrap_or_else(Library::new);
        let omission = |entry: &Entry| Some((entry.key().to_owned(), self.omission(entry)?));
        library.iter().filter_map(omission).collect()
    }

    fn omission(&self, entry: &Entry) -> Option<Omission> {
        let mut driver = BibliographyDriver::new();
        let items = vec![CitationItem::with_entry(entry)];
        driver.citation(CitationRequest::from_items(items, &self.0, &LOCALES));
        let rendered =
            driver.finish(BibliographyRequest { style: &self.0, locale: None, locale_files: &LOCALES });
        let is_cited = rendered.citations.iter().any(|citation| has_words(&citation.citation));
        let is_listed = rendered.bibliography.iter().flat_map(|list| &list.items);
        let is_listed = is_listed.into_iter().any(|item| has_words(&item.content));
        match (is_cited, is_listed) {
            (false, _) => Some(Omission::Citation),
            (true, false) => Some(Omission::Listing),
            (true, true) => None,
        }
    }
}

fn has_words(content: &ElemChildren) -> bool {
    format!("{content:#}").contains(char::is_alphanumeric)
}

/// The styles that put citations into notes, by name, as they cite within a note: the same style, but one
/// that sets its citations into the text, without the full stop of a note. As JSON, for Typst.
pub fn styles_within_notes() -> String {
    let mut styles = serde_json::Map::new();
    for archived in ArchivedStyle::all() {
        let Style::Independent(mut style) = archived.get() else { continue };
        if style.settings.class == StyleClass::Note {
            style.settings.class = StyleClass::InText;
            // The full stop is that of the note, whose author ends it.
            style.citation.layout.suffix = None;
            if let Ok(xml) = Style::Independent(style).to_xml() {
                styles.extend(archived.names().iter().map(|name| ((*name).to_owned(), xml.clone().into())));
            }
        }
    }
    serde_json::Value::Object(styles).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORKS: &str = "\
        @book{buch, author = {Muster, Erika}, title = {Mitte}, date = {2020}}\n\
        @legislation{gesetz, title = {Baugesetzbuch}, date = {2017-11-03}}\n";

    fn omissions(style: &str) -> Vec<(String, Omission)> {
        CitingStyle::named(style).unwrap().omissions(&Arc::from("l.bib"), WORKS)
    }

    #[test]
    fn a_style_may_leave_laws_out_of_the_list() {
        assert_eq!(omissions("chicago-notes"), [("gesetz".to_owned(), Omission::Listing)]);
        assert_eq!(omissions("apa"), []);
    }

    #[test]
    fn a_style_that_names_only_authors_says_nothing_of_a_law() {
        let xml = "<style xmlns=\"http://purl.org/net/xbiblio/csl\" class=\"in-text\" version=\"1.0\">\
             <info><title>A</title><id>a</id><updated>2026-01-01T00:00:00+00:00</updated></info>\
             <citation><layout><names variable=\"author\"/></layout></citation>\
             <bibliography><layout><text variable=\"title\"/></layout></bibliography></style>";
        let style = CitingStyle::of_file(xml).unwrap();
        let found = style.omissions(&Arc::from("l.bib"), WORKS);
        assert_eq!(found, [("gesetz".to_owned(), Omission::Citation)]);
    }

    #[test]
    fn a_style_for_notes_cites_in_the_text_of_a_note() {
        let styles: serde_json::Value = serde_json::from_str(&styles_within_notes()).unwrap();
        let xml = styles["chicago-notes"].as_str().unwrap();
        let style = CitingStyle::of_file(xml).unwrap();
        assert_eq!(style.0.settings.class, StyleClass::InText);
        let own = CitingStyle::named("chicago-notes").unwrap();
        assert_eq!(own.0.citation.layout.suffix.as_deref(), Some("."));
        assert_eq!(style.0.citation.layout.suffix, None);
        assert_eq!(style.0.citation.layout.elements, own.0.citation.layout.elements);
        assert!(styles.get("apa").is_none());
    }
}
