//! The scholarly apparatus: what is gathered from a whole publication for the lists at its end.
//!
//! Glossary and abbreviations come from a data file and are linked with their uses; the index and
//! the picture credits come from marks and attributes in the text. All of it becomes part of the
//! document, so that every output shows the same.

mod credits;
mod index;
mod licences;
mod terms;
mod uses;
mod works;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use credits::ManifestPicture;

use crate::data::{Data, Work};
use crate::diagnostic::{Place, Problem};
use crate::document::{BlockKind, Collected, Document, Node, NodeMut, walk, walk_mut};
use crate::language::Language;
use crate::publication::{Pictures, Terms as TermSettings};
use terms::Terms;

/// What the lists are made of, beside the text.
pub struct Sources<'a> {
    /// What the manifest says of glossary and abbreviations.
    pub settings: Option<&'a TermSettings>,
    /// The data file with the terms.
    pub terms: Option<&'a Data>,
    /// The works that can be cited.
    pub works: &'a [Work],
    /// What the manifest says of pictures.
    pub pictures: &'a Pictures,
    /// The pictures that the manifest itself names, such as that of the cover.
    pub manifest_pictures: Vec<ManifestPicture>,
    /// The publication's manifest.
    pub manifest: &'a Arc<str>,
    /// The publication's language.
    pub language: &'a Language,
}

/// What the apparatus knows of a document, beside what it changes in it.
#[derive(Debug, Default)]
pub struct Gathered {
    /// The abbreviations that the file of terms explains.
    pub abbreviations: BTreeSet<String>,
    /// Where pictures stand whose makers nobody named.
    pub uncredited: Vec<Place>,
}

/// Fills every list that the document asks for, and explains terms and abbreviations where they
/// are used. To be called once components are typed, and before ids and references are resolved.
///
/// Problems are added to `problems`.
pub fn gather(document: &mut Document, sources: &Sources<'_>, problems: &mut Vec<Problem>) -> Gathered {
    let asked = asked(document, problems);
    let terms = sources.terms.map(|data| Terms::read(data, problems));
    if let Some(terms) = &terms {
        fill(document, |list| match list {
            Collected::Glossary(entries) => *entries = terms.glossary(),
            Collected::Abbreviations(entries) => *entries = terms.abbreviations(),
            Collected::Index(_) | Collected::Credits(_) => {}
        });
    }
    uses::resolve(document, terms.as_ref(), sources.settings, &asked, problems);
    works::assign(document, sources.works, problems);
    index::gather(document, asked.get("index"), problems);
    let uncredited = credits::gather(document, sources, problems);
    let abbreviations = terms.iter().flat_map(Terms::short_forms).map(str::to_owned).collect();
    Gathered { abbreviations, uncredited }
}

/// The lists that the document asks for by their names, with their places; each may stand once.
fn asked(document: &Document, problems: &mut Vec<Problem>) -> BTreeMap<&'static str, Place> {
    let mut asked: BTreeMap<&'static str, Place> = BTreeMap::new();
    for chapter in &document.chapters {
        walk(&chapter.blocks, &mut |node| {
            let Node::Block(block) = node else { return };
            let BlockKind::Collected(list) = &block.kind else { return };
            match asked.get(list.name()) {
                None => {
                    asked.insert(list.name(), block.place.clone());
                }
                Some(first) => problems.push(
                    Problem::error("apparatus/twice", format!("`:::{}` stands twice", list.name()))
                        .at(block.place.clone())
                        .label(first.clone(), "first here")
                        .hint("a publication has each of these lists once; take one of them out"),
                ),
            }
        });
    }
    asked
}

fn fill(document: &mut Document, mut fill: impl FnMut(&mut Collected)) {
    for chapter in &mut document.chapters {
        walk_mut(&mut chapter.blocks, &mut |node| {
            if let NodeMut::Block(block) = node
                && let BlockKind::Collected(list) = &mut block.kind
            {
                fill(list);
            }
        });
    }
}
