//! Whether a longer file can be jumped through.

use super::rule::BOOKMARKS;
use crate::diagnostic::{Place, Problem};

/// From so many pages on, readers need a list of places to jump to.
const PAGES: usize = 3;

/// Reports a screen PDF of three pages or more without bookmarks. Only the finished file shows it: its
/// chapters have headings, which a layout may keep out of the list.
pub fn bookmarks(count: usize, pages: usize, layout: &Place) -> Option<Problem> {
    (count == 0 && pages >= PAGES).then(|| {
        BOOKMARKS
            .found(
                format!("the screen PDF has {pages} pages and no bookmarks"),
                "the layout keeps its headings out of them: let `heading.bookmarked` be `auto`",
            )
            .at(layout.clone())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_file_of_three_pages_needs_bookmarks() {
        let place = Place::file("p");
        assert_eq!(bookmarks(0, 2, &place), None);
        assert_eq!(bookmarks(1, 3, &place), None);
        assert_eq!(bookmarks(0, 3, &place).expect("a finding").code, "accessibility/bookmarks");
    }
}
