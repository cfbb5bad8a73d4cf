//! Formulas that nobody put into words.

use super::rule::FORMULA_TEXT;
use crate::diagnostic::{Place, Problem};
use crate::document::{BlockKind, Chapter, InlineKind, Node, walk};

/// A formula on its own line says something that its signs alone do not; one within a line is read
/// sign by sign, which only German has words for.
pub(super) fn check(chapter: &Chapter, language: &str, problems: &mut Vec<Problem>) {
    walk(&chapter.blocks, &mut |node| match node {
        Node::Block(block) => {
            if let BlockKind::Formula(formula) = &block.kind
                && formula.alternative.is_none()
            {
                let message = "this formula has no text, so its signs are read one by one";
                problems.push(found(message, "write `:::formula{alt=\"…\"}`", &formula.place));
            }
        }
        Node::Inline(inline) => {
            if let InlineKind::Math(math) = &inline.kind
                && math.alternative.is_none()
                && language != "de"
                && math.latex.contains(['\\', '_', '^'])
            {
                let message = "this formula has no text, so its notation is read aloud";
                problems.push(found(message, "write `$…${alt=\"…\"}`", &math.place));
            }
        }
    });
}

fn found(message: &str, write: &str, place: &Place) -> Problem {
    FORMULA_TEXT.found(message, format!("{write}: as you would say it to a listener")).at(place.clone())
}
