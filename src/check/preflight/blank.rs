//! Pages on which nothing is printed.

use super::position::pages;
use crate::diagnostic::Problem;
use crate::page::Page;

/// `preflight/blank-page`: a rule of people; a shop prints what it gets, and asks about a page that may have been
/// forgotten.
pub(super) fn check(all: &[Page]) -> Option<Problem> {
    let blank: Vec<usize> = (1..).zip(all).filter(|(_, page)| page.is_blank()).map(|(n, _)| n).collect();
    let hint = "`fillers = \"notes\"` fills up the end; elsewhere let a picture or a quotation stand there, or tell the shop that it is meant so";
    let problem = || {
        let verb = if blank.len() == 1 { "is" } else { "are" };
        let message = format!("{} {verb} blank", pages(blank.iter().copied()));
        Problem::advice("preflight/blank-page", message).hint(hint)
    };
    (!blank.is_empty()).then(problem)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::{Boxes, Colour, Line, Rect};

    fn page(marks: bool, printed: bool) -> Page {
        let rect = |left: f32, right: f32| Rect { left, top: 10.0, right, bottom: 20.0 };
        let line = |rect| Line { rect, width: 0.25, colour: Colour::Gray(0.0), place: None };
        let bleed = Some(Rect { left: -8.0, top: -8.0, right: 108.0, bottom: 208.0 });
        let lines = [(marks, rect(-20.0, -10.0)), (printed, rect(5.0, 50.0))];
        let lines = lines.into_iter().filter(|(is_there, _)| *is_there).map(|(_, rect)| line(rect));
        Page { boxes: Boxes { bleed, ..Boxes::default() }, lines: lines.collect(), ..Page::default() }
    }

    #[test]
    fn blank_pages_are_named_and_marks_do_not_fill_them() {
        let told = |all: &[Page]| check(all).map(|problem| problem.message);
        assert_eq!(told(&[page(true, true), page(false, true)]), None);
        assert_eq!(told(&[page(true, true), page(true, false)]).as_deref(), Some("page 2 is blank"));
        let end = [page(true, false), page(false, false), page(false, true)];
        assert_eq!(told(&end).as_deref(), Some("pages 1–2 are blank"));
    }
}
