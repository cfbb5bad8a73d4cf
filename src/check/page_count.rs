//! Whether the number of pages suits the binding.

use crate::diagnostic::{Problem, counted};
use crate::publication::Binding;
use crate::toml_text::Located;

/// Reports a number of pages that the binding cannot take without blank ones.
///
/// A sheet that is folded once has four pages, and a leaf has two; the print shop would add blank
/// pages at the end, behind the back cover.
pub fn page_count(pages: usize, binding: &Located<Binding>) -> Option<Problem> {
    let multiple = binding.value.pages_multiple();
    let missing = (multiple - pages % multiple) % multiple;
    (missing > 0).then(|| {
        Problem::warning(
            "check/page-count",
            format!(
                "{} cannot be bound this way: the number must be a multiple of {multiple}",
                counted(pages, "page")
            ),
        )
        .at(binding.place.clone())
        .hint(format!("fill {missing} more, for instance with notes or an imprint, or shorten the text"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Place;

    #[test]
    fn stapled_sheets_have_four_pages_each() {
        let binding = Located { value: Binding::SaddleStitch, place: Place::file("p") };
        assert_eq!(page_count(24, &binding), None);
        let problem = page_count(22, &binding).expect("22 is no multiple of 4");
        assert_eq!(
            problem.hints[0],
            "fill 2 more, for instance with notes or an imprint, or shorten the text"
        );
    }
}
