//! A table of a TOML file, taken key by key.

use std::ops::Range;
use std::sync::Arc;

use super::{Codes, Fill, FromValue, Length, Located, Source, Value};
use crate::diagnostic::{Place, Problem, list, suggestion};

/// A table whose keys are taken one by one.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    pub(super) source: Source,
    /// The keys that lead here, joined with points; empty for the whole file.
    pub(super) path: String,
    pub(super) range: Range<usize>,
    /// In the order of the file.
    pub(super) entries: Vec<Entry>,
    pub(super) asked: Vec<String>,
    /// A syntax error may have swallowed keys, so none is called missing.
    pub(super) partial: bool,
}

/// A key with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key and its place.
    pub key: Located<String>,
    /// The value and its place.
    pub value: Value,
}

impl Table {
    /// A table without keys, for a file or a section that was not written.
    pub fn empty(file: &Arc<str>, codes: &'static Codes) -> Self {
        Self {
            source: Source { file: file.clone(), codes },
            path: String::new(),
            range: 0..0,
            entries: Vec::new(),
            asked: Vec::new(),
            partial: false,
        }
    }

    /// Where the table stands: its header, or the start of the file.
    pub fn place(&self) -> Place {
        Place::new(self.source.file.clone(), self.range.clone())
    }

    /// Takes the value of a key as a `T`; a value of another type is a problem and taken too.
    pub fn take<T: FromValue>(
        &mut self,
        key: &'static str,
        problems: &mut Vec<Problem>,
    ) -> Option<Located<T>> {
        self.take_value(key)?.read(problems)
    }

    /// Takes the value of a key that must be there.
    pub fn require<T: FromValue>(
        &mut self,
        key: &'static str,
        problems: &mut Vec<Problem>,
    ) -> Option<Located<T>> {
        if let Some(value) = self.take_value(key) {
            return value.read(problems);
        }
        if !self.partial {
            let name = self.path_of(key);
            problems.push(
                Problem::error(self.source.codes.missing_key, format!("`{name}` is missing"))
                    .at(self.place())
                    .hint(format!("add `{key} = {}`", T::EXAMPLE)),
            );
        }
        None
    }

    /// Takes a table, or an empty one where the key is absent or no table.
    pub fn take_table(&mut self, key: &'static str, problems: &mut Vec<Problem>) -> Self {
        let found = self.take::<Self>(key, problems).map(|table| table.value);
        found.unwrap_or_else(|| {
            let mut table = Self::empty(&self.source.file, self.source.codes);
            table.path = self.path_of(key);
            table.range = self.range.clone();
            table.partial = self.partial;
            table
        })
    }

    /// Takes the texts of a list; what is no text is a problem.
    pub fn take_texts(
        &mut self,
        key: &'static str,
        problems: &mut Vec<Problem>,
    ) -> Option<Vec<Located<String>>> {
        let values = self.take::<Vec<Value>>(key, problems)?.value;
        Some(values.into_iter().filter_map(|value| value.read(problems)).collect())
    }

    /// Takes the value of a key, whatever its type.
    pub fn take_value(&mut self, key: &'static str) -> Option<Value> {
        self.asked.push(key.to_owned());
        let index = self.entries.iter().position(|entry| entry.key.value == key)?;
        Some(self.entries.remove(index).value)
    }

    /// Takes a length that is not below nought and does not depend on the size of the text.
    pub fn take_length(&mut self, key: &'static str, problems: &mut Vec<Problem>) -> Option<Located<Length>> {
        let text = self.take::<String>(key, problems)?;
        let length =
            Length::parse(&text.value).filter(|length| !length.is_negative() && length.points().is_some());
        if length.is_none() {
            let message = format!("`{}` must be {}", self.path_of(key), Length::EXPECTED);
            problems.push(Problem::error(self.source.codes.value, message).at(text.place.clone()));
        }
        Some(Located { value: length?, place: text.place })
    }

    /// Takes one of a few words; another word is a problem that names them.
    pub fn take_word<T: Copy>(
        &mut self,
        key: &'static str,
        words: &[(&'static str, T)],
        problems: &mut Vec<Problem>,
    ) -> Option<Located<T>> {
        let text = self.take::<String>(key, problems)?;
        let value = self.word(key, &text, words, problems)?;
        Some(Located { value, place: text.place })
    }

    /// Takes a list of a few words.
    pub fn take_words<T: Copy>(
        &mut self,
        key: &'static str,
        words: &[(&'static str, T)],
        problems: &mut Vec<Problem>,
    ) -> Option<Vec<T>> {
        let texts = self.take_texts(key, problems)?;
        Some(texts.iter().filter_map(|text| self.word(key, text, words, problems)).collect())
    }

    fn word<T: Copy>(
        &self,
        key: &str,
        text: &Located<String>,
        words: &[(&'static str, T)],
        problems: &mut Vec<Problem>,
    ) -> Option<T> {
        let found = words.iter().find(|(word, _)| *word == text.value);
        if found.is_none() {
            let names = || words.iter().map(|(word, _)| *word);
            let message =
                format!("`{}` cannot be `{}`, only {}", self.path_of(key), text.value, list(names()));
            let problem = Problem::error(self.source.codes.value, message).at(text.place.clone());
            problems.push(match suggestion(&text.value, names()) {
                Some(near) => problem.hint(format!("did you mean `{near}`?")),
                None => problem,
            });
        }
        found.map(|(_, value)| *value)
    }

    /// Takes the entries of these keys, in the order of the file.
    pub fn take_entries<'k>(&mut self, keys: impl Iterator<Item = &'k str>) -> Vec<Entry> {
        let keys: Vec<String> = keys.map(str::to_owned).collect();
        let (taken, rest) =
            std::mem::take(&mut self.entries).into_iter().partition(|entry| keys.contains(&entry.key.value));
        self.entries = rest;
        self.asked.extend(keys);
        taken
    }

    /// The remaining keys in the order of the file, for tables whose keys the author chooses.
    pub fn into_entries(self) -> Vec<Entry> {
        self.entries
    }

    /// The remaining keys in the order of the file, for a look at them.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Rewrites every text here and below through `fill`, but for what stands under the keys `but`.
    pub fn fill(&mut self, but: &[&str], fill: Fill<'_>, problems: &mut Vec<Problem>) {
        let wanted = |entry: &&mut Entry| !but.contains(&entry.key.value.as_str());
        self.entries.iter_mut().filter(wanted).for_each(|entry| entry.value.fill(fill, problems));
    }

    /// Reports every key that nobody asked for.
    pub fn finish(self, problems: &mut Vec<Problem>) {
        let mut known = self.asked.clone();
        known.sort_unstable();
        for entry in &self.entries {
            let path = self.path_of(&entry.key.value);
            let problem = Problem::error(self.source.codes.unknown_key, format!("unknown key `{path}`"))
                .at(entry.key.place.clone());
            problems.push(match suggestion(&entry.key.value, known.iter().map(String::as_str)) {
                Some(near) => problem.hint(format!("did you mean `{near}`?")),
                None => problem.hint(format!("known here: {}", list(known.iter().map(String::as_str)))),
            });
        }
    }

    fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// Notes here and below that keys may have been swallowed.
    pub(super) fn mark_partial(&mut self) {
        self.partial = true;
        for entry in &mut self.entries {
            entry.value.mark_partial();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{MANIFEST, parse, told};
    use super::*;

    fn read(text: &str) -> (Table, Vec<Problem>) {
        let mut problems = Vec::new();
        let table = parse(&Arc::from("a.toml"), text, 0, &MANIFEST, &mut problems);
        (table, problems)
    }

    #[test]
    fn a_value_of_the_wrong_type_names_both_types() {
        let text = "title = 3\ncount = \"x\"\n";
        let (mut table, mut problems) = read(text);
        assert!(table.take::<String>("title", &mut problems).is_none());
        assert!(table.take::<i64>("count", &mut problems).is_none());
        assert_eq!(
            told(text, &problems),
            [
                "manifest/type [3] `title` must be text in quotes, but is a whole number",
                "manifest/type [\"x\"] `count` must be a whole number, but is text",
            ]
        );
    }

    #[test]
    fn unknown_and_missing_keys_are_found_in_one_reading() {
        let text = "[print]\nbled = \"3mm\"\nzebra = 1\n";
        let (mut table, mut problems) = read(text);
        table.require::<String>("title", &mut problems);
        let mut print = table.take_table("print", &mut problems);
        print.take::<String>("bleed", &mut problems);
        print.take::<String>("size", &mut problems);
        print.finish(&mut problems);
        table.finish(&mut problems);
        assert_eq!(
            told(text, &problems),
            [
                "manifest/missing-key [] `title` is missing (add `title = \"…\"`)",
                "manifest/unknown-key [bled] unknown key `print.bled` (did you mean `bleed`?)",
                "manifest/unknown-key [zebra] unknown key `print.zebra` (known here: `bleed` or `size`)",
            ]
        );
    }

    #[test]
    fn a_syntax_error_does_not_hide_the_keys_beside_it_nor_invent_missing_ones() {
        let text = "title = „Leerstand“\nsubtitel = \"b\"\n";
        let (mut table, mut problems) = read(text);
        table.require::<String>("layout", &mut problems);
        table.take::<String>("title", &mut problems);
        table.take::<String>("subtitle", &mut problems);
        table.finish(&mut problems);
        let codes: Vec<_> = problems.iter().map(|problem| &*problem.code).collect();
        assert_eq!(codes, ["manifest/syntax", "manifest/unknown-key"], "{problems:#?}");
    }

    #[test]
    fn places_count_from_the_start_of_the_file_in_spite_of_a_mark_and_an_offset() {
        let mut problems = Vec::new();
        let text = "\u{feff}a = \"ü\"";
        let mut table = parse(&Arc::from("a.md"), text, 4, &MANIFEST, &mut problems);
        let value = table.take::<String>("a", &mut problems);
        assert_eq!(value.map(|value| value.place.range), Some(11..15));
        assert_eq!(problems, []);
    }

    #[test]
    fn entries_keep_the_order_of_the_file() {
        let (table, _) = read("b = 1\na = 2\n");
        let keys: Vec<_> = table.into_entries().into_iter().map(|entry| entry.key.value).collect();
        assert_eq!(keys, ["b", "a"]);
    }
}
