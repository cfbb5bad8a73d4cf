//! The few words that the page writes itself.

use super::Format;
use crate::language::Language;

/// The words of one language.
pub(super) struct Words {
    pub(super) publications: &'static str,
    pub(super) skip: &'static str,
    pub(super) files: &'static str,
    pub(super) pages: &'static str,
    pub(super) page: &'static str,
    pub(super) checksums: &'static str,
    pub(super) feed: &'static str,
    pub(super) empty: &'static str,
    print: &'static str,
    screen: &'static str,
}

const GERMAN: Words = Words {
    publications: "Veröffentlichungen",
    skip: "Zu den Veröffentlichungen",
    files: "Dateien",
    pages: "Seiten",
    page: "Seite",
    checksums: "Prüfsummen (SHA-256)",
    feed: "Katalog für Lese-Programme (OPDS)",
    empty: "Noch ist nichts gebaut.",
    print: "PDF für die Druckerei",
    screen: "PDF für den Bildschirm, barrierefrei",
};

const ENGLISH: Words = Words {
    publications: "Publications",
    skip: "To the publications",
    files: "Files",
    pages: "pages",
    page: "page",
    checksums: "Checksums (SHA-256)",
    feed: "Catalogue for reading systems (OPDS)",
    empty: "Nothing has been built yet.",
    print: "PDF for the print shop",
    screen: "PDF for the screen, accessible",
};

impl Words {
    /// Those of a language; English where it has none.
    pub(super) fn of(language: &Language) -> &'static Self {
        if language.primary() == "de" { &GERMAN } else { &ENGLISH }
    }

    /// What a file is called.
    pub(super) fn format(&self, format: Format) -> &'static str {
        match format {
            Format::Print => self.print,
            Format::Screen => self.screen,
            Format::Epub => "EPUB",
        }
    }
}
