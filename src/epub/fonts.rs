//! Embedded fonts: what the text needs of them, with their licences (EPUB 3.3, sections 3.2 and 6.3).
//!
//! Most readers choose type for themselves, so an EPUB has no fonts unless its manifest asks for them.
//! Nothing is obfuscated: reading systems are about to forget how to undo it.

use std::collections::BTreeSet;

use read_fonts::collections::IntSet;
use read_fonts::types::{NameId, Tag};
use read_fonts::{FontRef, TableProvider};
use skera::{DEFAULT_DROP_TABLES, DEFAULT_LAYOUT_FEATURES, Plan, SubsetFlags, subset_font};

use super::clean::Resource;
use crate::diagnostic::Problem;
use crate::language::slug;

/// A font that is to be embedded.
#[derive(Debug, Clone)]
pub struct Font<'a> {
    /// The file, for messages.
    pub path: &'a str,
    /// The family's name; CSS and reading systems know the font by it.
    pub family: &'a str,
    /// The weight from 100 to 900.
    pub weight: u16,
    /// Whether it is slanted.
    pub italic: bool,
    /// The file's bytes.
    pub bytes: &'a [u8],
    /// The licence that lies beside it.
    pub licence: &'a Licence,
}

/// The licence of a font.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Licence {
    /// The file's name.
    pub name: String,
    /// Its text.
    pub text: String,
}

impl Licence {
    /// Whether a part of the font would have to bear another name. The SIL Open Font License says so where its
    /// copyright line reserves names (OFL 1.1, clause 3); its own text only explains the term.
    fn reserves_names(&self) -> bool {
        let copyright = self.text.split("is licensed under").next().unwrap_or_default();
        copyright.to_lowercase().contains("with reserved font name")
    }
}

/// What embedding gives: files, and the rules by which CSS finds them.
#[derive(Debug, Default)]
pub(super) struct Embedded {
    pub(super) fonts: Vec<Resource>,
    /// The licences, each once.
    pub(super) licences: Vec<Resource>,
    pub(super) style: String,
}

/// Embeds fonts with the characters that the content documents among the files have.
pub(super) fn embed(fonts: &[Font], files: &[(String, Vec<u8>)]) -> Result<Embedded, Vec<Problem>> {
    let characters = characters(files);
    let mut embedded = Embedded::default();
    let mut problems = Vec::new();
    for font in fonts {
        match font.embedded(&characters) {
            Ok(resource) => {
                embedded.style.push_str(&font.rule(&resource.path));
                embedded.fonts.push(resource);
                let licence = font.licence_file();
                if !embedded.licences.contains(&licence) {
                    embedded.licences.push(licence);
                }
            }
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() { Ok(embedded) } else { Err(problems) }
}

/// Every character of the text, and those that reading systems add: figures of lists, bullets, hyphens.
///
/// Markup is made of characters that every text has anyway.
fn characters(files: &[(String, Vec<u8>)]) -> BTreeSet<char> {
    let mut found: BTreeSet<char> = (' '..='~').chain("\u{a0}\u{ad}‐•◦▪…„“”‚‘’–".chars()).collect();
    for (_, content) in files.iter().filter(|(path, _)| path.ends_with(".xhtml")) {
        found.extend(String::from_utf8_lossy(content).chars());
    }
    found
}

impl Font<'_> {
    /// The font as it lies in the package: what the text needs of it, or the whole where its licence wants
    /// that or its outlines are PostScript's, which cannot be taken apart.
    fn embedded(&self, characters: &BTreeSet<char>) -> Result<Resource, Problem> {
        let font =
            FontRef::new(self.bytes).map_err(|error| self.refused(&error.to_string(), "replace it"))?;
        let rights = font.os2().map(|os2| os2.fs_type()).unwrap_or_default();
        if rights & RESTRICTED == RESTRICTED && rights & EDITABLE_OR_PREVIEW == 0 {
            let hint =
                "take the family out of `fonts` under `[epub]`, or ask its foundry for a licence for e-books";
            return Err(self.refused("the font itself says that it must not be embedded", hint));
        }
        let has_outlines = font.table_data(Tag::new(b"glyf")).is_some();
        let is_whole = !has_outlines || self.licence.reserves_names() || rights & NO_SUBSET != 0;
        let bytes = if is_whole { self.bytes.to_vec() } else { self.subset(&font, characters)? };
        let (media_type, ending) = if has_outlines { ("font/ttf", "ttf") } else { ("font/otf", "otf") };
        let slant = if self.italic { "-italic" } else { "" };
        let path = format!("{}/{}{slant}.{ending}", self.folder(), self.weight);
        Ok(Resource { path, media_type: media_type.to_owned(), bytes })
    }

    fn subset(&self, font: &FontRef, characters: &BTreeSet<char>) -> Result<Vec<u8>, Problem> {
        let wanted: IntSet<u32> = characters.iter().map(|character| u32::from(*character)).collect();
        let features = DEFAULT_LAYOUT_FEATURES.iter().chain(FEATURES);
        let plan = Plan::new(
            &IntSet::empty(),
            &wanted,
            font,
            SubsetFlags::SUBSET_FLAGS_NO_HINTING | SubsetFlags::SUBSET_FLAGS_NOTDEF_OUTLINE,
            &DEFAULT_DROP_TABLES.iter().copied().collect(),
            &IntSet::all(),
            &features.copied().collect(),
            // Names carry the family, the copyright and the licence.
            &IntSet::<NameId>::all(),
            &IntSet::all(),
        );
        let hint = "report it: a fault of satz";
        let subset = subset_font(font, &plan).map_err(|error| self.refused(&error.to_string(), hint))?;
        let outlines = FontRef::new(&subset).ok().and_then(|font| font.table_data(Tag::new(b"glyf")));
        if outlines.is_none_or(|table| table.as_bytes().is_empty()) {
            return Err(self.refused("its part has no outlines", hint));
        }
        Ok(subset)
    }

    fn refused(&self, reason: &str, hint: &str) -> Problem {
        let message = format!("the font `{}` cannot be embedded: {reason}", self.path);
        Problem::error("epub/font", message).hint(hint)
    }

    fn folder(&self) -> String {
        format!("fonts/{}", slug(self.family))
    }

    fn licence_file(&self) -> Resource {
        Resource {
            path: format!("{}/{}", self.folder(), self.licence.name),
            media_type: "text/plain".to_owned(),
            bytes: self.licence.text.clone().into_bytes(),
        }
    }

    fn rule(&self, path: &str) -> String {
        format!(
            "@font-face {{ font-family: \"{}\"; font-weight: {}; font-style: {}; src: url(\"{path}\"); }}\n",
            self.family,
            self.weight,
            if self.italic { "italic" } else { "normal" },
        )
    }
}

/// Features that are chosen by CSS and so not among those that always apply: kinds of figures, small capitals.
const FEATURES: &[Tag] = &[
    Tag::new(b"onum"),
    Tag::new(b"lnum"),
    Tag::new(b"pnum"),
    Tag::new(b"tnum"),
    Tag::new(b"smcp"),
    Tag::new(b"c2sc"),
];

/// Bits of `fsType` in the table OS/2 (ISO 14496-22, 5.2.8.1.7): no embedding, other levels that allow more,
/// and embedding only as a whole.
const RESTRICTED: u16 = 0x0002;
const EDITABLE_OR_PREVIEW: u16 = 0x000c;
const NO_SUBSET: u16 = 0x0100;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_copyright_line_reserves_names() {
        let licence = |first: &str| Licence {
            name: "OFL.txt".into(),
            text: format!(
                "{first}\n\nThis Font Software is licensed under the SIL Open Font License.\n\n\
                 \"Reserved Font Name\" refers to names with reserved font name status."
            ),
        };
        assert!(licence("Copyright © 2017 IBM Corp. with Reserved Font Name \"Plex\"").reserves_names());
        assert!(!licence("Copyright 2017 The Vollkorn Project Authors").reserves_names());
    }
}
