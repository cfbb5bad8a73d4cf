//! The fonts that an EPUB is to have, each with the licence that lies beside it.

use std::collections::BTreeSet;

use super::open::Opened;
use super::shelf::Shelf;
use crate::diagnostic::{Place, Problem, list, suggestion};
use crate::epub;
use crate::layout::Tokens;
use crate::publication::EmbeddedFonts;
use crate::typeset::Face;

/// No licence is longer than this many bytes.
const LONGEST_LICENCE: u64 = 1 << 20;

/// What is embedded, and what the text is set in.
#[derive(Default)]
pub(super) struct Fonts {
    faces: Vec<(Face, epub::Licence)>,
    /// The family of the layout's running text, if it is among them.
    pub(super) text: Option<String>,
}

impl Fonts {
    /// The fonts as the EPUB room takes them.
    pub(super) fn for_epub(&self) -> Vec<epub::Font<'_>> {
        self.faces
            .iter()
            .map(|(face, licence)| epub::Font {
                path: &face.path,
                family: &face.family,
                weight: face.weight,
                italic: face.italic,
                bytes: face.bytes(),
                licence,
            })
            .collect()
    }
}

/// Finds the fonts that the manifest asks for.
pub(super) fn find(
    wanted: Option<&EmbeddedFonts>,
    tokens: &Tokens,
    opened: &Opened,
    shelf: &Shelf,
    problems: &mut Vec<Problem>,
) -> Fonts {
    let families = match wanted {
        None => return Fonts::default(),
        Some(EmbeddedFonts::OfLayout(place)) => {
            let roles = ["text", "head", "mono"].into_iter().filter_map(|role| tokens.fonts.get(role));
            let families: BTreeSet<&String> = roles.collect();
            families.into_iter().map(|family| (family.clone(), place)).collect::<Vec<_>>()
        }
        Some(EmbeddedFonts::Families(families)) => {
            families.iter().map(|family| (family.value.clone(), &family.place)).collect()
        }
    };
    let mut found = Fonts::default();
    for (family, place) in families {
        let faces = opened.fonts.faces().iter().filter(|face| face.family == family);
        let before = found.faces.len();
        for face in faces {
            match licence(face, opened, shelf) {
                Some(licence) => found.faces.push((face.clone(), licence)),
                None => problems.push(without_licence(face, place)),
            }
        }
        if found.faces.len() == before && !problems.iter().any(|problem| problem.code == "epub/font-licence")
        {
            problems.push(unknown(&family, place, opened));
        }
        if tokens.fonts.get("text") == Some(&family) {
            found.text = Some(family);
        }
    }
    found
}

/// The licence in the folder of a font.
fn licence(face: &Face, opened: &Opened, shelf: &Shelf) -> Option<epub::Licence> {
    let folder = face.path.rsplit_once('/')?.0;
    let is_licence = |name: &str| {
        let name = name.to_ascii_lowercase();
        let words = ["ofl", "licence", "license", "copying"];
        [".txt", ".md"].iter().any(|ending| name.ends_with(ending))
            && words.iter().any(|word| name.contains(word))
    };
    let entries = opened.root.list(folder).unwrap_or_default();
    let name = entries.into_iter().map(|entry| entry.name).find(|name| is_licence(name))?;
    let text = shelf.text(&format!("{folder}/{name}"), LONGEST_LICENCE).ok()??;
    Some(epub::Licence { name, text: text.to_string() })
}

fn without_licence(face: &Face, place: &Place) -> Problem {
    let message = format!("there is no licence beside the font `{}`, so it is not embedded", face.path);
    Problem::error("epub/font-licence", message).at(place.clone()).hint(
        "put the text of its licence into the same folder, such as `OFL.txt`; it goes into the EPUB, too",
    )
}

fn unknown(family: &str, place: &Place, opened: &Opened) -> Problem {
    let known: BTreeSet<&str> = opened.fonts.faces().iter().map(|face| face.family.as_str()).collect();
    let problem = Problem::error("epub/unknown-font", format!("there is no font family `{family}`"));
    let problem = problem.at(place.clone());
    match suggestion(family, known.iter().copied()) {
        Some(near) => problem.hint(format!("did you mean `{near}`?")),
        None => problem.hint(format!("`{}/` has {}", opened.workspace.fonts, list(known))),
    }
}
