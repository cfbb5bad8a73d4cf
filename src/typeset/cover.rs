//! The parts of a cover that no reader turns as pages: its spine and its flaps.

use typst_layout::{Page, PagedDocument};

use super::Pages;
use super::compile::{Book, compile};
use super::generated;
use crate::diagnostic::Problem;

impl Pages {
    /// Lays out the spine of the cover, `width` millimetres wide, for which the layout has a function
    /// `spine(width)`. The print pages end with its outside and its empty inside then.
    ///
    /// # Errors
    /// Everything that Typst refuses, and a spine that does not fit its page.
    pub fn add_spine(&mut self, book: &Book, width: f64) -> Result<Vec<Problem>, Vec<Problem>> {
        let (pages, warnings) = lay_out(book, generated::main_of_spine(book, width))?;
        if pages.len() != 2 {
            let message = "the text of the spine does not fit on it";
            let problem = Problem::error("layout/spine", message)
                .hint("make it smaller in the layout's function `spine`, or shorten the title");
            return Err(vec![problem]);
        }
        self.spine = pages;
        Ok(warnings)
    }

    /// Lays out the flaps of the cover, `width` millimetres wide, for which the layout has a function
    /// `flap(width, side:, inside:)`. The print pages end with the outside of the front and the back flap and
    /// with their insides then, in this order, after the spine.
    ///
    /// # Errors
    /// Everything that Typst refuses, and a text that does not fit on its flap.
    pub fn add_flaps(&mut self, book: &Book, width: f64) -> Result<Vec<Problem>, Vec<Problem>> {
        let (pages, warnings) = lay_out(book, generated::main_of_flaps(book, width))?;
        if pages.len() != 4 {
            let message = format!("the text of a flap does not fit on its {width} mm");
            let problem = Problem::error("layout/flap", message)
                .hint("make it smaller in the layout's function `flap`, or shorten the `description`");
            return Err(vec![problem]);
        }
        self.flaps = pages;
        Ok(warnings)
    }
}

fn lay_out(book: &Book, main: String) -> Result<(Vec<Page>, Vec<Problem>), Vec<Problem>> {
    let world = book.world(main, generated::layout_for_pages(book), &book.satz_typ[0]);
    let (document, _, _, warnings) = compile::<PagedDocument>(world, book.maps())?;
    Ok((document.pages().to_vec(), warnings))
}
