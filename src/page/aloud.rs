//! A tagged file as a screen reader announces it, line by line, in German words.

use super::tags::{Tag, TagPart};
use crate::language::german_name;

/// Reads a structure aloud. `language` is that of the file as a whole.
pub fn aloud(root: &Tag, language: Option<&str>) -> String {
    let mut reader = Reader { lines: String::new(), depth: 0 };
    reader.block(root, language.unwrap_or_default());
    reader.lines
}

struct Reader {
    lines: String,
    /// How many lists stand around.
    depth: usize,
}

/// The types that are read as lines of their own; all others stand within a line.
const BLOCKS: [&str; 29] = [
    "Document",
    "Part",
    "Art",
    "Sect",
    "Div",
    "NonStruct",
    "BlockQuote",
    "Caption",
    "TOC",
    "TOCI",
    "Index",
    "P",
    "H",
    "H1",
    "H2",
    "H3",
    "H4",
    "H5",
    "H6",
    "L",
    "LI",
    "LBody",
    "Table",
    "Note",
    "FENote",
    "Figure",
    "Aside",
    "Title",
    "StructTreeRoot",
];

fn is_block(tag: &Tag) -> bool {
    // A formula or a block of code within a line is read within it.
    BLOCKS.contains(&tag.role.as_str())
}

/// A block that says nothing of itself.
fn is_plain(tag: &Tag) -> bool {
    matches!(tag.role.as_str(), "P" | "Div" | "LBody" | "NonStruct" | "Sect" | "Part" | "Art")
}

/// Takes out the label that a part starts with, however deep it stands.
fn take_label(tag: &mut Tag) -> Option<String> {
    match tag.parts.first_mut()? {
        TagPart::Tag(label) if label.role == "Lbl" => {
            let words = plain(label);
            tag.parts.remove(0);
            Some(words)
        }
        TagPart::Tag(first) => take_label(first),
        TagPart::Text(_) => None,
    }
}

impl Reader {
    fn line(&mut self, text: &str) {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if !text.is_empty() {
            self.lines.extend(std::iter::repeat_n("  ", self.depth));
            self.lines.push_str(&text);
            self.lines.push('\n');
        }
    }

    fn block(&mut self, tag: &Tag, around: &str) {
        let language = tag.language.as_deref().unwrap_or(around);
        let level = tag.role.strip_prefix('H').and_then(|level| level.parse::<u8>().ok());
        match tag.role.as_str() {
            _ if level.is_some() => {
                self.whole(tag, &format!("Überschrift {}: ", level.unwrap_or_default()), around);
            }
            "H" => self.whole(tag, "Überschrift: ", around),
            "Title" => self.whole(tag, "Titel: ", around),
            "Caption" => self.whole(tag, "Beschriftung: ", around),
            "Figure" => self.figure(tag, around),
            "Note" | "FENote" => self.note(tag, around),
            "L" => self.list(tag, language),
            "Table" => self.table(tag, language),
            "TOC" => self.contents(tag, language),
            "BlockQuote" => {
                self.line("Zitat");
                self.mixed(tag, "", around);
                self.line("Ende des Zitats");
            }
            _ => self.mixed(tag, "", around),
        }
    }

    /// A part that is announced as one, whatever blocks it is set in.
    fn whole(&mut self, tag: &Tag, start: &str, around: &str) {
        self.line(&format!("{start}{}", inline(&Tag { role: String::new(), ..tag.clone() }, around)));
    }

    /// Text and smaller blocks in their order; `start` stands before the first text.
    fn mixed(&mut self, tag: &Tag, start: &str, around: &str) {
        if let Some(text) = tag.alternative.as_ref().or(tag.actual.as_ref()) {
            self.line(&format!("{start}{text}"));
            return;
        }
        let language = tag.language.as_deref().unwrap_or(around);
        let mut start = format!("{start}{}", change(language, around));
        let mut text = String::new();
        for part in &tag.parts {
            match part {
                TagPart::Text(words) => text.push_str(words),
                TagPart::Tag(tag) if is_block(tag) => {
                    self.flush(&mut start, &mut text);
                    if is_plain(tag) {
                        // What is announced stands before the first words, however deep these are.
                        self.mixed(tag, &std::mem::take(&mut start), language);
                    } else {
                        self.block(tag, language);
                    }
                }
                TagPart::Tag(tag) => text.push_str(&inline(tag, language)),
            }
        }
        self.flush(&mut start, &mut text);
    }

    fn flush(&mut self, start: &mut String, text: &mut String) {
        if !text.trim().is_empty() {
            self.line(&format!("{start}{text}"));
            start.clear();
        }
        text.clear();
    }

    fn figure(&mut self, tag: &Tag, around: &str) {
        match &tag.alternative {
            Some(text) => self.line(&format!("Grafik: {text}")),
            None => self.line("Grafik ohne Alternativtext"),
        }
        for caption in tag.tags().filter(|part| part.role == "Caption") {
            self.block(caption, around);
        }
    }

    fn note(&mut self, tag: &Tag, around: &str) {
        let mut rest = tag.clone();
        let label = take_label(&mut rest);
        let number = label.map(|label| format!(" {}", label.trim())).unwrap_or_default();
        self.mixed(&rest, &format!("Fußnote{number}: "), around);
    }

    fn list(&mut self, tag: &Tag, language: &str) {
        let items: Vec<&Tag> = tag.tags().filter(|part| part.role == "LI").collect();
        let word = if items.len() == 1 { "Eintrag" } else { "Einträgen" };
        for caption in tag.tags().filter(|part| part.role == "Caption") {
            self.block(caption, language);
        }
        self.line(&format!("Liste mit {} {word}", items.len()));
        self.depth += 1;
        for part in tag.tags() {
            match part.role.as_str() {
                "LI" => self.item(part, language),
                // A list in the item before it.
                "L" => self.block(part, language),
                _ => {}
            }
        }
        self.depth -= 1;
        self.line("Ende der Liste");
    }

    fn item(&mut self, tag: &Tag, around: &str) {
        let language = tag.language.as_deref().unwrap_or(around);
        let label = tag.tags().filter(|part| part.role == "Lbl").map(plain).collect::<String>();
        let mut start = match label.trim() {
            "" => "• ".to_owned(),
            label => format!("{label} "),
        };
        for body in tag.tags().filter(|part| part.role != "Lbl") {
            if is_block(body) && !matches!(body.role.as_str(), "LBody" | "P") {
                self.block(body, language);
            } else {
                self.mixed(body, &start, language);
            }
            start.clear();
        }
    }

    fn contents(&mut self, tag: &Tag, language: &str) {
        let count = tag.tags().filter(|part| part.role == "TOCI").count();
        self.line(&format!("Inhaltsverzeichnis mit {count} Einträgen"));
        self.depth += 1;
        for part in tag.tags() {
            self.block(part, language);
        }
        self.depth -= 1;
    }

    fn table(&mut self, tag: &Tag, language: &str) {
        for caption in tag.tags().filter(|part| part.role == "Caption") {
            self.block(caption, language);
        }
        let mut rows = Vec::new();
        tag.find(&["TR"], &mut rows);
        let columns = rows.iter().map(|row| cells(row).count()).max().unwrap_or(0);
        let word = if columns == 1 { "Spalte" } else { "Spalten" };
        self.line(&format!("Tabelle mit {columns} {word} und {} Zeilen", rows.len()));
        self.depth += 1;
        let mut heads: Vec<String> = Vec::new();
        for (number, row) in rows.iter().enumerate() {
            let words: Vec<String> = cells(row).map(|cell| said(cell, language)).collect();
            if cells(row).all(|cell| cell.role == "TH") {
                self.line(&format!("Kopfzeile: {}", words.join("; ")));
                heads = words;
                continue;
            }
            let named = words.iter().enumerate().map(|(column, words)| match heads.get(column) {
                Some(head) if !head.trim().is_empty() => format!("{}: {words}", head.trim()),
                _ => words.clone(),
            });
            self.line(&format!("Zeile {}: {}", number + 1, named.collect::<Vec<_>>().join("; ")));
        }
        self.depth -= 1;
        self.line("Ende der Tabelle");
    }
}

fn cells(row: &Tag) -> impl Iterator<Item = &Tag> {
    row.tags().filter(|cell| matches!(cell.role.as_str(), "TH" | "TD"))
}

/// A part within a line.
fn inline(tag: &Tag, around: &str) -> String {
    let language = tag.language.as_deref().unwrap_or(around);
    let text = match tag.alternative.as_ref().or(tag.actual.as_ref()) {
        Some(text) => text.clone(),
        None => words(tag, language),
    };
    let text = match &tag.expansion {
        Some(long) => format!("{text} (ausgeschrieben: {long})"),
        None => text,
    };
    let mark = change(language, around);
    let text = if mark.is_empty() { text } else { format!("[{mark}{}]", text.trim()) };
    match tag.role.as_str() {
        "Formula" => format!("Formel: {text}"),
        "Link" if text.trim().is_empty() => String::new(),
        "Link" => format!("[Link: {}]", text.trim()),
        "Lbl" => format!(" [Verweis auf Fußnote {}]", plain(tag).trim()),
        _ => text,
    }
}

fn words(tag: &Tag, language: &str) -> String {
    let part = |part: &TagPart| match part {
        TagPart::Text(text) => text.clone(),
        TagPart::Tag(tag) if is_block(tag) => format!(" {} ", inline(tag, language)),
        TagPart::Tag(tag) => inline(tag, language),
    };
    tag.parts.iter().map(part).collect()
}

/// The text of a cell in one line.
fn said(cell: &Tag, around: &str) -> String {
    inline(cell, around).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text alone.
fn plain(tag: &Tag) -> String {
    let part = |part: &TagPart| match part {
        TagPart::Text(text) => text.clone(),
        TagPart::Tag(tag) => plain(tag),
    };
    tag.parts.iter().map(part).collect()
}

/// What is said where the language changes.
fn change(language: &str, around: &str) -> String {
    let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    if primary(language) == primary(around) {
        return String::new();
    }
    german_name(language).map_or_else(|| format!("Sprache {language}: "), |name| format!("{name}: "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(role: &str, parts: Vec<TagPart>) -> TagPart {
        TagPart::Tag(Tag { role: role.into(), parts, ..Tag::default() })
    }

    fn text(words: &str) -> TagPart {
        TagPart::Text(words.into())
    }

    fn read(parts: Vec<TagPart>) -> String {
        aloud(&Tag { role: "Document".into(), parts, ..Tag::default() }, Some("de-DE"))
    }

    #[test]
    fn a_heading_says_its_level() {
        assert_eq!(read(vec![tag("H2", vec![text("Fragen")])]), "Überschrift 2: Fragen\n");
    }

    #[test]
    fn a_note_is_announced_where_it_is_called() {
        let mark = tag("Lbl", vec![tag("Link", vec![text("1")])]);
        let note = tag("Note", vec![mark.clone(), text("Die erste.")]);
        let found = read(vec![tag("P", vec![text("Ein Satz."), mark, note, text(" Noch einer.")])]);
        assert_eq!(found, "Ein Satz. [Verweis auf Fußnote 1]\nFußnote 1: Die erste.\nNoch einer.\n");
    }

    #[test]
    fn a_list_says_how_long_it_is_and_where_it_ends() {
        let item = |words| tag("LI", vec![tag("Lbl", vec![text("•")]), tag("LBody", vec![text(words)])]);
        let found = read(vec![tag("L", vec![item("eins"), item("zwei")])]);
        assert_eq!(found, "Liste mit 2 Einträgen\n  • eins\n  • zwei\nEnde der Liste\n");
    }

    #[test]
    fn the_cells_of_a_table_are_read_with_their_heads() {
        let row = |role, cells: [&str; 2]| {
            tag("TR", cells.into_iter().map(|cell| tag(role, vec![text(cell)])).collect())
        };
        let head = tag("THead", vec![row("TH", ["Jahr", "Läden"])]);
        let body = tag("TBody", vec![row("TD", ["2024", "12"])]);
        assert_eq!(
            read(vec![tag("Table", vec![head, body])]),
            "Tabelle mit 2 Spalten und 2 Zeilen\n  Kopfzeile: Jahr; Läden\n  Zeile 2: Jahr: 2024; Läden: 12\n\
             Ende der Tabelle\n"
        );
    }

    #[test]
    fn another_language_and_an_expansion_are_said() {
        let english = Tag {
            role: "Span".into(),
            language: Some("en".into()),
            parts: vec![text("pop-up store")],
            ..Tag::default()
        };
        let short = Tag {
            role: "Span".into(),
            expansion: Some("Bürgerliches Gesetzbuch".into()),
            parts: vec![text("BGB")],
            ..Tag::default()
        };
        let found = read(vec![tag("P", vec![TagPart::Tag(english), text(" im "), TagPart::Tag(short)])]);
        assert_eq!(found, "[Englisch: pop-up store] im BGB (ausgeschrieben: Bürgerliches Gesetzbuch)\n");
    }
}
