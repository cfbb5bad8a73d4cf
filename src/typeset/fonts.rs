//! The fonts that a publication may use.

use std::sync::Arc;

use typst::foundations::Bytes;
use typst::text::{Font, FontStyle};
use typst_kit::fonts::FontStore;

use crate::diagnostic::{Place, Problem};

/// The workspace's fonts first, then those that Typst carries, as a last resort that is reported.
#[derive(Clone)]
pub struct Fonts {
    store: Arc<FontStore>,
    own_families: Arc<[String]>,
    faces: Arc<[Face]>,
}

/// A font of the workspace that is the only one in its file.
#[derive(Clone)]
pub struct Face {
    /// The file's path from the workspace's root.
    pub path: String,
    /// The family's name.
    pub family: String,
    /// The weight from 100 to 900.
    pub weight: u16,
    /// Whether it is slanted.
    pub italic: bool,
    font: Font,
}

impl Face {
    /// The file's bytes.
    pub fn bytes(&self) -> &[u8] {
        self.font.data()
    }
}

impl Fonts {
    /// Reads fonts from the bytes of font files, which come with their paths from the workspace's
    /// root. The order is sorted by path here, since it breaks ties between equal fonts.
    ///
    /// A file that is no font is a warning at that file.
    pub fn read(mut files: Vec<(String, Vec<u8>)>) -> (Self, Vec<Problem>) {
        files.sort_by(|(a, _), (b, _)| a.cmp(b));
        let mut store = FontStore::new();
        let mut own_families = Vec::new();
        let mut faces = Vec::new();
        let mut problems = Vec::new();
        for (path, bytes) in files {
            let fonts: Vec<Font> = Font::iter(Bytes::new(bytes)).collect();
            if fonts.is_empty() {
                problems.push(unreadable(&path));
            }
            if let [font] = &fonts[..] {
                faces.push(face(path, font.clone()));
            }
            for font in fonts {
                let info = font.info().clone();
                own_families.push(info.family.to_lowercase());
                store.push((font, info));
            }
        }
        own_families.sort();
        own_families.dedup();
        store.extend(typst_kit::fonts::embedded());
        (Self { store: Arc::new(store), own_families: own_families.into(), faces: faces.into() }, problems)
    }

    /// The faces of the workspace's own fonts, sorted by their paths.
    pub fn faces(&self) -> &[Face] {
        &self.faces
    }

    /// Typst's view of the fonts.
    pub(super) fn store(&self) -> &FontStore {
        &self.store
    }

    /// Whether a family comes from the workspace's `fonts/`.
    pub(super) fn is_own(&self, family: &str) -> bool {
        self.own_families.binary_search(&family.to_lowercase()).is_ok()
    }
}

fn face(path: String, font: Font) -> Face {
    let info = font.info();
    Face {
        path,
        family: info.family.clone(),
        weight: info.variant.weight.to_number(),
        italic: info.variant.style != FontStyle::Normal,
        font,
    }
}

fn unreadable(path: &str) -> Problem {
    Problem::warning("fonts/unreadable", format!("`{path}` is not a font that satz can read"))
        .at(Place::file(path))
        .hint("use TrueType or OpenType files (.ttf, .otf)")
}
