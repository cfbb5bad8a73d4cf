//! How words are spoken that do not say it themselves: abbreviations and gender forms.

use std::collections::BTreeMap;

use super::{Document, InlineKind, Node, TermKind, plain_text, walk};
use crate::language::gender_forms;

/// The abbreviations as the text has them, inflected ones too, each with its long form; and, where the manifest
/// wants them to be read with a pause, the gender forms, each as it is spoken.
pub fn expansions(document: &Document, with_gender_forms: bool) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for chapter in &document.chapters {
        walk(&chapter.blocks, &mut |node| {
            let Node::Inline(inline) = node else { return };
            match &inline.kind {
                InlineKind::Term(term) => {
                    if let TermKind::Abbreviation(abbreviation) = &term.kind {
                        found.insert(plain_text(&term.content), abbreviation.expansion.clone());
                    }
                }
                InlineKind::Text(text) if with_gender_forms => {
                    let forms = gender_forms(text).into_iter();
                    found.extend(forms.map(|(at, form)| {
                        let word = &text[at];
                        (word.to_owned(), form.spoken(word))
                    }));
                }
                _ => {}
            }
        });
    }
    found
}
