//! Whether a publication keeps to one gender form.

use crate::diagnostic::{Place, Problem};
use crate::document::{Document, Inline, InlineKind, Node, walk};
use crate::language::{GenderForm, gender_forms as forms};

/// Reports each other form at its first use, with the place of the form that it differs from.
///
/// `wanted` is the form of the manifest; without one the first that the text uses is the measure.
/// A form alone in emphasis is spoken about, and not counted.
/// A sign between markup, as in `**Bürger**\*innen`, is not seen.
pub fn gender_forms(document: &Document, wanted: Option<GenderForm>) -> Vec<Problem> {
    let mut first: Vec<(GenderForm, String, Place)> = Vec::new();
    let mut mentioned: Vec<&Place> = Vec::new();
    for chapter in &document.chapters {
        walk(&chapter.blocks, &mut |node| {
            let Node::Inline(inline) = node else { return };
            mentioned.extend(mention(inline));
            let InlineKind::Text(text) = &inline.kind else { return };
            if mentioned.contains(&&inline.place) {
                return;
            }
            for (range, form) in forms(text) {
                if first.iter().all(|(known, ..)| *known != form) {
                    let word = text[range.clone()].to_owned();
                    first.push((form, word, narrowed(&inline.place, text, range)));
                }
            }
        });
    }
    match wanted {
        Some(wanted) => {
            let others = first.iter().filter(|(form, ..)| *form != wanted);
            others.map(|(_, word, place)| mixed(word, wanted).at(place.clone())).collect()
        }
        None => {
            let Some(((measure, used, at), others)) = first.split_first() else { return Vec::new() };
            let told = |word: &str, place: &Place| {
                mixed(word, *measure).at(place.clone()).label(at.clone(), format!("`{used}` comes first"))
            };
            others.iter().map(|(_, word, place)| told(word, place)).collect()
        }
    }
}

/// The place of a word that is spoken about and not used: emphasis around one gender form alone.
fn mention(inline: &Inline) -> Option<&Place> {
    let InlineKind::Emphasis(content) = &inline.kind else { return None };
    let [Inline { kind: InlineKind::Text(text), place }] = content.as_slice() else { return None };
    forms(text).iter().any(|(range, _)| *range == (0..text.len())).then_some(place)
}

/// The place of a part of a text, where its bytes are those of the source.
fn narrowed(place: &Place, text: &str, range: std::ops::Range<usize>) -> Place {
    if place.range.len() != text.len() {
        return place.clone();
    }
    let start = place.range.start;
    Place::new(place.file.clone(), start + range.start..start + range.end)
}

fn mixed(word: &str, form: GenderForm) -> Problem {
    let message = format!("`{word}` is another gender form than `{}`", form.example());
    Problem::warning("check/mixed-gender-forms", message)
        .hint("write one form throughout; `gender` in the manifest's section `[typography]` names it")
}
