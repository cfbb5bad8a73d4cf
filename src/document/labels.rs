//! Labels: the ids under which parts of a publication are referred to.
//!
//! A label is ASCII and matches `[a-z][a-z0-9-]*`, since it becomes a Typst label, a PDF
//! destination and an XHTML id, and has to look the same in all of them.

use std::collections::BTreeMap;

use super::collected::OWN_LABELS;
use super::{Attributes, Block, BlockKind, Document, Id, InlineKind, Node, NodeMut, plain_text};
use super::{walk, walk_mut};
use crate::diagnostic::{Place, Problem};
use crate::language::slug;

/// Whether `text` may be a label.
pub fn is_label(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|byte| byte.is_ascii_lowercase())
        && bytes.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// Gives every heading an id, and checks the ids that authors gave.
///
/// An author's id always wins. A heading without one gets the slug of its text, numbered from
/// `-2` on where the publication has that label already; chapters are numbered through in reading
/// order, so an id is stable as long as nothing of the same name comes before it.
pub fn assign_ids(document: &mut Document) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut taken: BTreeMap<String, Place> = BTreeMap::new();
    for chapter in &document.chapters {
        walk(&chapter.blocks, &mut |node| {
            if let Some(id) = attributes_of(node).and_then(|attributes| attributes.id.as_ref()) {
                check(id, &mut taken, &mut problems);
            }
        });
    }
    for chapter in &mut document.chapters {
        walk_mut(&mut chapter.blocks, &mut |node| {
            if let NodeMut::Block(block) = node {
                name_heading(block, &mut taken);
            }
        });
    }
    problems
}

fn check(id: &Id, taken: &mut BTreeMap<String, Place>, problems: &mut Vec<Problem>) {
    if !is_label(&id.name) {
        let better = slug(&id.name);
        let mut problem = Problem::error("document/id", format!("`{}` cannot be an id", id.name))
            .at(id.place.clone())
            .hint("an id starts with a letter from a to z; digits and hyphens may follow");
        if is_label(&better) {
            problem = problem.hint(format!("write `{better}`"));
        }
        problems.push(problem);
    }
    if let Some(own) = OWN_LABELS.iter().find(|own| id.name.starts_with(**own)) {
        problems.push(
            Problem::error(
                "document/id",
                format!("an id cannot start with `{own}`, as those that satz makes do"),
            )
            .at(id.place.clone()),
        );
    }
    if let Some(first) = taken.get(&id.name) {
        problems.push(
            Problem::error("document/duplicate-id", format!("the id `{}` is used twice", id.name))
                .at(id.place.clone())
                .label(first.clone(), "first used here")
                .hint("give each part of a publication an id of its own"),
        );
    } else {
        taken.insert(id.name.clone(), id.place.clone());
    }
}

fn name_heading(block: &mut Block, taken: &mut BTreeMap<String, Place>) {
    let BlockKind::Heading(heading) = &mut block.kind else { return };
    if heading.attributes.id.is_some() {
        return;
    }
    let mut name = slug(&plain_text(&heading.content));
    if !is_label(&name) {
        name = format!("abschnitt-{name}").trim_end_matches('-').to_owned();
    }
    let name = free_name(name, taken);
    taken.insert(name.clone(), block.place.clone());
    heading.attributes.id = Some(Id { name, place: block.place.clone(), generated: true });
}

/// The name itself, or the name with the first number that nobody has.
fn free_name(name: String, taken: &BTreeMap<String, Place>) -> String {
    let mut free = name.clone();
    let mut number = 1_usize;
    while taken.contains_key(&free) {
        number += 1;
        free = format!("{name}-{number}");
    }
    free
}

/// The attributes of a part, if it is of a kind that can have an id.
pub(super) fn attributes_of(node: Node<'_>) -> Option<&Attributes> {
    match node {
        Node::Block(block) => match &block.kind {
            BlockKind::Heading(heading) => Some(&heading.attributes),
            BlockKind::Code(code) => Some(&code.attributes),
            BlockKind::Table(table) => Some(&table.attributes),
            BlockKind::Figure(figure) => Some(&figure.attributes),
            BlockKind::Formula(formula) => Some(&formula.attributes),
            BlockKind::Component(component) => Some(&component.attributes),
            _ => None,
        },
        Node::Inline(inline) => match &inline.kind {
            InlineKind::Span(span) => Some(&span.attributes),
            _ => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_starts_with_a_small_letter() {
        assert!(is_label("abb-x2") && !is_label("2x") && !is_label("Abb") && !is_label(""));
    }
}
