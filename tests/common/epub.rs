//! An EPUB as its files.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use roxmltree::{Document, ParsingOptions};

/// The files of an EPUB by their paths.
pub struct Epub {
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Epub {
    #[track_caller]
    pub fn open(bytes: &[u8]) -> Self {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut files = BTreeMap::new();
        for index in 0..archive.len() {
            let mut file = archive.by_index(index).unwrap();
            let name = file.name().unwrap().into_owned();
            let mut content = Vec::new();
            file.read_to_end(&mut content).unwrap();
            files.insert(name, content);
        }
        Self { files }
    }

    /// A file that has to be there and to be text.
    #[track_caller]
    pub fn text(&self, path: &str) -> &str {
        let bytes = self.files.get(path).unwrap_or_else(|| panic!("{path} is not in {:?}", self.paths()));
        std::str::from_utf8(bytes).unwrap()
    }

    /// A file as a tree of XML.
    #[track_caller]
    pub fn xml(&self, path: &str) -> Document<'_> {
        let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
        Document::parse_with_options(self.text(path), options)
            .unwrap_or_else(|error| panic!("{path} is not XML: {error}"))
    }

    /// The paths of all files, sorted.
    pub fn paths(&self) -> Vec<&str> {
        self.files.keys().map(String::as_str).collect()
    }

    /// The paths of all content documents, sorted.
    pub fn documents(&self) -> Vec<&str> {
        self.paths().into_iter().filter(|path| path.ends_with(".xhtml")).collect()
    }
}
