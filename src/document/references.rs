//! Cross references: every `@id` and every link within the publication leads somewhere.

use std::collections::BTreeMap;

use super::labels::attributes_of;
use super::{BlockKind, Document, InlineKind, Node, NodeMut, Target, walk, walk_mut};
use crate::diagnostic::{Place, Problem, suggestion};
use crate::language::slug;

/// Resolves cross references and inner links over the whole publication; to be called after
/// [`assign_ids`](super::assign_ids).
///
/// `@name` is a reference wherever the reader of Markdown took it for one (see
/// `markdown/references.rs`): a mail address, a handle with a point such as `@stadt.de`, and `\@`
/// never come here. So a name that is no id is an author's mistake, and said to be one. A link to
/// a chapter's file becomes a link to the id of its title. `works` are the keys of the literature, which
/// authors take for ids.
pub fn resolve_references(document: &mut Document, works: &[&str]) -> Vec<Problem> {
    let mut ids = BTreeMap::new();
    let mut titles = BTreeMap::new();
    for chapter in &document.chapters {
        if let Some(id) = chapter.heading().and_then(|heading| heading.attributes.id_name()) {
            titles.insert(chapter.file.to_string(), id.to_owned());
        }
        walk(&chapter.blocks, &mut |node| {
            let id = attributes_of(node).and_then(|attributes| attributes.id_name());
            ids.extend(id.map(|id| (id.to_owned(), has_name(node))));
        });
    }
    let mut resolver = Resolver { ids, titles, works, problems: Vec::new() };
    for chapter in &mut document.chapters {
        if let Some(short) = &mut chapter.front.short {
            super::walk_inlines_mut(short, &mut |node| resolver.visit(node));
        }
        walk_mut(&mut chapter.blocks, &mut |node| resolver.visit(node));
    }
    resolver.problems
}

struct Resolver<'a> {
    /// Every id, and whether a reference can name what it stands for.
    ids: BTreeMap<String, bool>,
    /// The id of each chapter's title by its file.
    titles: BTreeMap<String, String>,
    /// The keys of the literature.
    works: &'a [&'a str],
    problems: Vec<Problem>,
}

impl Resolver<'_> {
    fn visit(&mut self, node: NodeMut<'_>) {
        let NodeMut::Inline(inline) = node else { return };
        match &mut inline.kind {
            InlineKind::Reference(reference) => {
                self.check(&reference.id, &inline.place, '@');
                if self.ids.get(&reference.id) == Some(&false) {
                    self.problems.push(nameless(&reference.id, &inline.place));
                }
            }
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
                for item in items.iter().filter(|item| self.ids.contains_key(&item.key)) {
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
        if self.ids.contains_key(id) {
            return;
        }
        let message = format!("nothing in this publication has the id `{id}`");
        let mut problem = Problem::error("document/unknown-reference", message).at(place.clone());
        if sign == '@' && self.works.contains(&id) {
            self.problems.push(problem.hint(format!("write `[@{id}]` to cite the work of this key")));
            return;
        }
        let candidates = self.ids.keys().map(String::as_str);
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

/// Whether a part has a number or a title by which a reference can name it.
fn has_name(node: Node<'_>) -> bool {
    match node {
        Node::Block(block) => match &block.kind {
            BlockKind::Component(component) => component.counted.is_some() || component.has_title(),
            BlockKind::Code(_) => false,
            _ => true,
        },
        Node::Inline(_) => false,
    }
}

fn nameless(id: &str, place: &Place) -> Problem {
    let message = format!("`{id}` has neither a number nor a title that a reference could show");
    Problem::error("document/nameless-reference", message)
        .at(place.clone())
        .hint(format!("write the words yourself: `[words](#{id})`"))
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
