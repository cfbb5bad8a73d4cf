//! Places in the files that people write.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// A byte range in a file that an author wrote.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The path from the workspace's root, with `/` on every system.
    pub file: Arc<str>,
    /// Byte offsets into the file's UTF-8 text; empty means a point.
    pub range: Range<usize>,
    /// The value in a data file that a template inserted here, where one is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<Arc<Place>>,
}

impl Place {
    /// A place in `file`.
    pub fn new(file: impl Into<Arc<str>>, range: Range<usize>) -> Self {
        Self { file: file.into(), range, data: None }
    }

    /// The place with the value that a template inserted there.
    #[must_use]
    pub fn with_data(mut self, data: Option<Arc<Place>>) -> Self {
        self.data = data;
        self
    }

    /// The start of a file, for what concerns the file as a whole.
    pub fn file(file: impl Into<Arc<str>>) -> Self {
        Self::new(file, 0..0)
    }
}

/// The texts of the files that problems point into, by path from the workspace's root.
#[derive(Debug, Clone, Default)]
pub struct SourceTexts {
    texts: BTreeMap<Arc<str>, Arc<str>>,
    /// Those of the texts that show the sheet of a spreadsheet.
    sheets: BTreeSet<Arc<str>>,
}

impl SourceTexts {
    /// Keeps the text of a file; a later text replaces an earlier one.
    pub fn insert(&mut self, file: impl Into<Arc<str>>, text: impl Into<Arc<str>>) {
        self.texts.insert(file.into(), text.into());
    }

    /// Keeps what a sheet of a spreadsheet says: a line for each row, its cells parted by tabs.
    ///
    /// The name is the file's path, `#`, and the sheet's name.
    pub fn insert_sheet(&mut self, name: impl Into<Arc<str>>, text: impl Into<Arc<str>>) {
        let name = name.into();
        self.sheets.insert(name.clone());
        self.texts.insert(name, text.into());
    }

    /// The file of a place; of a sheet the spreadsheet.
    pub fn path<'a>(&self, place: &'a Place) -> &'a str {
        let of_sheet = || place.file.rsplit_once('#').map(|(path, _)| path);
        if self.sheets.contains(&place.file) { of_sheet().unwrap_or(&place.file) } else { &place.file }
    }

    /// The line and the column of an offset in a kept file, counted from 1; in a sheet its row and
    /// the number of its column.
    pub fn position(&self, file: &str, offset: usize) -> Option<(usize, usize)> {
        let text = self.get(file)?;
        let (line, column) = line_and_column(text, offset);
        if !self.sheets.contains(file) {
            return Some((line, column));
        }
        let row = text.lines().nth(line - 1).unwrap_or_default();
        Some((line, row.chars().take(column - 1).filter(|&sign| sign == '\t').count() + 1))
    }

    /// Where a place starts, as people write it: `a.md:3:7`, `a.xlsx#Orte:B7`, or the file alone.
    pub fn address(&self, place: &Place) -> String {
        match self.position(&place.file, place.range.start) {
            Some((row, column)) if self.sheets.contains(&place.file) => {
                format!("{}:{}{row}", place.file, column_letters(column))
            }
            Some((line, column)) => format!("{}:{line}:{column}", place.file),
            None => place.file.to_string(),
        }
    }

    /// The text of a file, if it was kept.
    pub fn get(&self, file: &str) -> Option<&str> {
        self.texts.get(file).map(|text| &**text)
    }

    /// Takes over all texts of another collection.
    pub fn extend(&mut self, other: Self) {
        self.texts.extend(other.texts);
        self.sheets.extend(other.sheets);
    }
}

/// The line and the column of a byte offset, both counted from 1, the column in characters.
///
/// An offset beyond the text's end counts as its end; one inside a character as its start.
pub fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = before.bytes().filter(|&byte| byte == b'\n').count() + 1;
    (line, before[line_start..].chars().count() + 1)
}

/// The letters of a spreadsheet's column, counted from 1: A, B, …, Z, AA.
pub fn column_letters(mut column: usize) -> String {
    let mut letters = String::new();
    while column > 0 {
        let digit = u8::try_from((column - 1) % 26).unwrap_or_default();
        letters.insert(0, char::from(b'A' + digit));
        column = (column - 1) / 26;
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_a_sheet_is_told_by_its_cell() {
        let mut texts = SourceTexts::default();
        texts.insert_sheet("a.xlsx#Orte", "Ort\tZahl\nÄ\t5\n");
        let place = Place::new("a.xlsx#Orte", "Ort\tZahl\nÄ\t".len().."Ort\tZahl\nÄ\t5".len());
        assert_eq!(texts.address(&place), "a.xlsx#Orte:B2");
        assert_eq!(
            (texts.path(&place), texts.position("a.xlsx#Orte", place.range.start)),
            ("a.xlsx", Some((2, 2)))
        );
        assert_eq!([1, 26, 27, 702, 703].map(column_letters), ["A", "Z", "AA", "ZZ", "AAA"]);
    }

    #[test]
    fn columns_count_characters_and_not_bytes() {
        assert_eq!(line_and_column("Größe\nüber", 0), (1, 1));
        assert_eq!(line_and_column("Größe\nüber", "Größ".len()), (1, 5));
        assert_eq!(line_and_column("Größe\nüber", "Größe\nü".len()), (2, 2));
    }

    #[test]
    fn an_offset_inside_a_character_or_past_the_end_is_moved_back() {
        assert_eq!(line_and_column("ü", 1), (1, 1));
        assert_eq!(line_and_column("ab", 99), (1, 3));
    }
}
