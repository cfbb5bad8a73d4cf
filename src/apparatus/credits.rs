//! Picture credits: who made the pictures, gathered from captions, attributes and the manifest.

use std::sync::Arc;

use super::Sources;
use crate::diagnostic::{Place, Problem};
use crate::document::{
    Alternative, Attributes, Block, BlockKind, Collected, Component, CreditGroup, CreditedPicture, Document,
    Figure, Inline, InlineKind, Mark, NodeMut, Value, plain_text, walk_mut,
};
use crate::markdown::read_line_at;

/// A picture that the manifest names.
#[derive(Debug, Clone, PartialEq)]
pub struct ManifestPicture {
    /// The parameter that holds it.
    pub parameter: String,
    /// The text for whoever does not see it; `None` for an ornament.
    pub alternative: Option<String>,
    /// The maker and the terms of use, as Markdown.
    pub credit: Option<String>,
    /// Where the manifest names it.
    pub place: Place,
}

/// More characters of a caption than these are cut at a word.
const LONGEST_WORDS: usize = 60;

/// Fills the list of credits; gives the places of pictures without one.
pub(super) fn gather(
    document: &mut Document,
    sources: &Sources<'_>,
    problems: &mut Vec<Problem>,
) -> Vec<Place> {
    let default = sources.pictures.credit.as_ref().map(|credit| {
        let (inlines, found) = read_line_at(&credit.value, &credit.place, sources.manifest);
        problems.extend(found);
        inlines
    });
    let mut credits = Credits { number: 0, default, groups: Vec::new(), uncredited: Vec::new(), problems };
    for picture in &sources.manifest_pictures {
        credits.manifest_picture(picture, sources);
    }
    for chapter in &mut document.chapters {
        let file = chapter.file.clone();
        walk_mut(&mut chapter.blocks, &mut |node| {
            let NodeMut::Block(Block { kind, place }) = node else { return };
            match kind {
                BlockKind::Figure(figure) => credits.figure(figure, place),
                BlockKind::Component(component) => credits.component(component, &file),
                _ => {}
            }
        });
    }
    let Credits { mut groups, uncredited, .. } = credits;
    for group in &mut groups {
        super::licences::link(&mut group.credit);
    }
    super::fill(document, |list| {
        if let Collected::Credits(credits) = list {
            *credits = groups.clone();
        }
    });
    uncredited
}

struct Credits<'a> {
    number: usize,
    /// The credit of pictures that have none of their own.
    default: Option<Vec<Inline>>,
    groups: Vec<CreditGroup>,
    uncredited: Vec<Place>,
    problems: &'a mut Vec<Problem>,
}

impl Credits<'_> {
    fn manifest_picture(&mut self, picture: &ManifestPicture, sources: &Sources<'_>) {
        let Some(alternative) = &picture.alternative else { return };
        let credit = picture.credit.as_ref().map(|credit| {
            let (inlines, found) = read_line_at(credit, &picture.place, sources.manifest);
            self.problems.extend(found);
            inlines
        });
        let words = match (picture.parameter.starts_with("cover"), sources.language.is_german()) {
            (true, true) => "Umschlag".to_owned(),
            (true, false) => "Cover".to_owned(),
            (false, _) => shortened(alternative),
        };
        self.add(credit, CreditedPicture { target: None, words }, &picture.place);
    }

    fn figure(&mut self, figure: &mut Figure, place: &Place) {
        let pictures = figure.body.iter().filter_map(|block| match &block.kind {
            BlockKind::Picture(picture) => Some(&picture.alternative),
            _ => None,
        });
        let alternative = pictures.into_iter().find_map(|alternative| match alternative {
            Alternative::Text(text) => Some(text.clone()),
            Alternative::Decorative => None,
        });
        // A table or a formula as a figure has no maker to be named, unless its author names one.
        if alternative.is_none() && figure.credit.is_none() {
            return;
        }
        let caption = figure.caption.as_deref().map(plain_text).filter(|caption| !caption.trim().is_empty());
        let words = shortened(&caption.or(alternative).unwrap_or_default());
        let target = Some(self.target(&mut figure.attributes));
        self.add(figure.credit.clone(), CreditedPicture { target, words }, place);
    }

    fn component(&mut self, component: &mut Component, file: &Arc<str>) {
        let shown = component.arguments.iter().find_map(|argument| match &argument.value {
            Value::Picture { alternative: Some(text), .. } => Some((text.clone(), argument.place.clone())),
            _ => None,
        });
        let Some((alternative, place)) = shown else { return };
        let caption = component.arguments.iter().find_map(|argument| match &argument.value {
            Value::Inline(line) if argument.name == "caption" => Some(plain_text(line)),
            _ => None,
        });
        let mut credit: Option<Vec<Inline>> = None;
        for key in ["credit", "licence"] {
            let Some(pair) = component.attributes.pair(key) else { continue };
            let (line, found) = read_line_at(&pair.written, &pair.place, file);
            // What the layout shows itself was read, and its problems told, before.
            if !component.arguments.iter().any(|argument| argument.name == key) {
                self.problems.extend(found);
            }
            match &mut credit {
                Some(credit) => {
                    let kind = InlineKind::Text(", ".to_owned());
                    credit.push(Inline { kind, place: pair.key_place.clone() });
                    credit.extend(line);
                }
                None => credit = Some(line),
            }
        }
        let words = shortened(&caption.unwrap_or(alternative));
        let target = Some(self.target(&mut component.attributes));
        self.add(credit, CreditedPicture { target, words }, &place);
    }

    /// The label of a part: its author's id, or that of a mark.
    fn target(&mut self, attributes: &mut Attributes) -> String {
        if let Some(id) = attributes.id_name() {
            return id.to_owned();
        }
        self.number += 1;
        let mark = Mark::Picture(self.number);
        attributes.marks.push(mark);
        mark.label()
    }

    fn add(&mut self, credit: Option<Vec<Inline>>, picture: CreditedPicture, place: &Place) {
        let own = credit.filter(|credit| !plain_text(credit).trim().is_empty());
        let Some(credit) = own.or_else(|| self.default.clone()) else {
            self.uncredited.push(place.clone());
            return;
        };
        // A space that no line breaks at is a space like others here.
        let words = |line: &[Inline]| plain_text(line).split_whitespace().collect::<Vec<_>>().join(" ");
        let own = words(&credit);
        match self.groups.iter_mut().find(|group| words(&group.credit) == own) {
            Some(group) => group.pictures.push(picture),
            None => self.groups.push(CreditGroup { credit, pictures: vec![picture] }),
        }
    }
}

/// The first words of a caption, up to a stop or cut at a word.
fn shortened(words: &str) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    // What stands before the first stop mostly names the picture, and the rest tells about it.
    let stop = [". ", ": ", "; "].iter().filter_map(|stop| words.find(stop)).min();
    let sentence = words[..stop.unwrap_or(words.len())].trim_end_matches('.');
    if sentence.chars().count() <= LONGEST_WORDS {
        return sentence.to_owned();
    }
    let end = sentence.char_indices().nth(LONGEST_WORDS).map_or(sentence.len(), |(end, _)| end);
    let cut = sentence[..end].rfind(' ').unwrap_or(end);
    format!("{} …", sentence[..cut].trim_end_matches([',', ';', ':']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_named_by_the_first_words_of_its_caption() {
        let cases = [
            ("Der Kreis. Mehr dazu.", "Der Kreis"),
            ("Plenum am Morgen: Die hinteren Reihen", "Plenum am Morgen"),
            ("Ein Platz.", "Ein Platz"),
            (
                "Eine lange Unterschrift ohne jeden Punkt, die sich über mehrere Zeilen zieht",
                "Eine lange Unterschrift ohne jeden Punkt, die sich über …",
            ),
        ];
        for (caption, expected) in cases {
            assert_eq!(shortened(caption), expected);
        }
    }
}
