//! Places in the files that people write.

use std::collections::BTreeMap;
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
}

impl Place {
    /// A place in `file`.
    pub fn new(file: impl Into<Arc<str>>, range: Range<usize>) -> Self {
        Self { file: file.into(), range }
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
}

impl SourceTexts {
    /// Keeps the text of a file; a later text replaces an earlier one.
    pub fn insert(&mut self, file: impl Into<Arc<str>>, text: impl Into<Arc<str>>) {
        self.texts.insert(file.into(), text.into());
    }

    /// The text of a file, if it was kept.
    pub fn get(&self, file: &str) -> Option<&str> {
        self.texts.get(file).map(|text| &**text)
    }

    /// Takes over all texts of another collection.
    pub fn extend(&mut self, other: Self) {
        self.texts.extend(other.texts);
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

#[cfg(test)]
mod tests {
    use super::*;

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
