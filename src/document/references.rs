//! Cross references: every `@id` and every link within the publication leads somewhere.

use std::collections::{BTreeMap, BTreeSet};

use super::labels::attributes_of;
use super::{Document, InlineKind, Node, NodeMut, Target, walk, walk_mut};
use crate::diagnostic::{Place, Problem, suggestion};
use crate::language::slug;

/// Resolves cross references and inner links over the whole publication; to be called after
/// [`assign_ids`](super::assign_ids).
///
/// `@name` is a reference wherever the reader of Markdown took it for one (see
/// `markdown/references.rs`): a mail address, a handle with a point such as `@stadt.de`, and `\@`
/// never come here. So a name that is no id is an author's mistake, and said to be one. A link to
/// a chapter's file becomes a link to the id of its title.
pub fn resolve_references(document: &mut Document) -> Vec<Problem> {
    let mut ids = BTreeSet::new();
    let mut titles = BTreeMap::new();
    for chapter in &document.chapters {
        if let Some(id) = chapter.heading().and_then(|heading| heading.attributes.id_name()) {
            titles.insert(chapter.file.to_string(), id.to_owned());
        }
        walk(&chapter.blocks, &mut |node| {
            ids.extend(attributes_of(node).and_then(|attributes| attributes.id_name()).map(String::from));
        });
    }
    let mut resolver = Resolver { ids, titles, problems: Vec::new() };
    for chapter in &mut document.chapters {
        if let Some(short) = &mut chapter.front.short {
            super::walk_inlines_mut(short, &mut |node| resolver.visit(node));
        }
        walk_mut(&mut chapter.blocks, &mut |node| resolver.visit(node));
    }
    resolver.problems
}

struct Resolver {
    ids: BTreeSet<String>,
    /// The id of each chapter's title by its file.
    titles: BTreeMap<String, String>,
    problems: Vec<Problem>,
}

impl Resolver {
    fn visit(&mut self, node: NodeMut<'_>) {
        let NodeMut::Inline(inline) = node else { return };
        match &mut inline.kind {
            InlineKind::Reference(reference) => self.check(&reference.id, &inline.place, '@'),
            InlineKind::Link(link) => match &link.target {
                Target::Id(id) => self.check(id, &inline.place, '#'),
                Target::Chapter(file) => match self.titles.get(file) {
                    Some(id) => link.target = Target::Id(id.clone()),
                    None => {
                        let problem = self.unknown_chapter(file, &inline.place);
                        self.problems.push(problem);
                    }
                },
                Target::Address(_) => {}
            },
            InlineKind::Citation(items) => {
                for item in items.iter().filter(|item| self.ids.contains(&item.key)) {
                    let message = format!("`{}` is an id and not a key of the bibliography", item.key);
                    self.problems.push(
                        Problem::error("document/citation-of-id", message)
                            .at(item.place.clone())
                            .hint(format!("write `@{}` without brackets for a cross reference", item.key)),
                    );
                }
            }
            _ => {}
        }
    }

    fn check(&mut self, id: &str, place: &Place, sign: char) {
        if self.ids.contains(id) {
            return;
        }
        let message = format!("nothing in this publication has the id `{id}`");
        let mut problem = Problem::error("document/unknown-reference", message).at(place.clone());
        let candidates = self.ids.iter().map(String::as_str);
        if let Some(near) = suggestion(&slug(id), candidates) {
            problem = problem.hint(format!("did you mean `{sign}{near}`?"));
        }
        if sign == '@' {
            problem = problem.hint(format!("write `\\@{id}` if `@` is meant as a character"));
        }
        self.problems.push(problem);
    }

    fn unknown_chapter(&self, file: &str, place: &Place) -> Problem {
        let message = format!("`{file}` is not a chapter of this publication");
        let problem = Problem::error("document/unknown-chapter", message).at(place.clone());
        match suggestion(file, self.titles.keys().map(String::as_str)) {
            Some(near) => problem.hint(format!("did you mean `{near}`?")),
            None => problem,
        }
    }
}

/// Every key of the bibliography that the publication cites, in reading order, with its place.
pub fn citations(document: &Document) -> Vec<(String, Place)> {
    let mut found = Vec::new();
    for chapter in &document.chapters {
        walk(&chapter.blocks, &mut |node| {
            if let Node::Inline(inline) = node
                && let InlineKind::Citation(items) = &inline.kind
            {
                found.extend(items.iter().map(|item| (item.key.clone(), item.place.clone())));
            }
        });
    }
    found
}
