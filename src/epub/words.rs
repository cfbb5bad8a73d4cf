//! The words that an EPUB itself adds, in the languages that satz publishes in.

/// The words of one language.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Words {
    /// The heading of the table of contents.
    pub contents: &'static str,
    /// The cover, as a place in the book.
    pub cover: &'static str,
    /// The title page, as a place in the book.
    pub title_page: &'static str,
    /// The list of printed pages.
    pub page_list: &'static str,
    /// The list of the book's main places.
    pub landmarks: &'static str,
    /// Where the text begins.
    pub start: &'static str,
    /// The notes of a chapter.
    pub notes: &'static str,
    /// Before a note's number: the link back to the text.
    pub back_to_text: &'static str,
    /// The list of cited works.
    pub bibliography: &'static str,
    /// The imprint.
    pub imprint: &'static str,
    /// Before the names of those who published the book.
    pub publisher: &'static str,
    /// Before the date.
    pub published: &'static str,
    /// Before the terms of use.
    pub rights: &'static str,
    /// The printed edition, as the source of page numbers.
    pub print_edition: &'static str,
    /// Sentences of the accessibility summary.
    pub summary: Summary,
}

/// Sentences of the summary that EPUB Accessibility 1.1 asks for, each said only where it is true.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Summary {
    /// Said of every book.
    pub structure: &'static str,
    /// All pictures with meaning are described.
    pub pictures: &'static str,
    /// Formulas are MathML with a reading.
    pub formulas: &'static str,
    /// Pages of the printed edition are marked.
    pub pages: &'static str,
    /// Nobody vouches for the book.
    pub uncertified: &'static str,
}

const GERMAN: Words = Words {
    contents: "Inhalt",
    cover: "Umschlag",
    title_page: "Titelseite",
    page_list: "Seitenliste",
    landmarks: "Orientierungspunkte",
    start: "Beginn des Textes",
    notes: "Anmerkungen",
    back_to_text: "Zurück zur Textstelle",
    bibliography: "Literatur",
    imprint: "Impressum",
    publisher: "Herausgegeben von",
    published: "Stand",
    rights: "Nutzungsrechte",
    print_edition: "Druckausgabe",
    summary: Summary {
        structure: "Überschriften, Listen, Tabellen und Anmerkungen sind ausgezeichnet; Schrift und \
                    Farben lassen sich im Lesegerät ändern.",
        pictures: "Alle Bilder mit Inhalt haben eine Textalternative.",
        formulas: "Formeln liegen als MathML mit einer Lesung in Worten vor.",
        pages: "Die Seitenzahlen der Druckausgabe sind angegeben.",
        uncertified: "Die Konformität mit WCAG 2.2 AA ist nicht bescheinigt.",
    },
};

const ENGLISH: Words = Words {
    contents: "Contents",
    cover: "Cover",
    title_page: "Title page",
    page_list: "List of pages",
    landmarks: "Landmarks",
    start: "Start of the text",
    notes: "Notes",
    back_to_text: "Back to reference",
    bibliography: "Bibliography",
    imprint: "Imprint",
    publisher: "Published by",
    published: "Date",
    rights: "Rights",
    print_edition: "print edition",
    summary: Summary {
        structure: "Headings, lists, tables and notes are marked up; type and colours can be changed \
                    in the reading system.",
        pictures: "All informative pictures have a text alternative.",
        formulas: "Formulas are MathML with a reading in words.",
        pages: "The page numbers of the print edition are marked.",
        uncertified: "Conformance to WCAG 2.2 AA has not been certified.",
    },
};

/// The words for a BCP 47 language tag; English for a language that has none of its own.
pub(super) fn words(language: &str) -> &'static Words {
    match language.split('-').next() {
        Some(primary) if primary.eq_ignore_ascii_case("de") => &GERMAN,
        _ => &ENGLISH,
    }
}
