//! The outputs in the colours of the screen: the accessible PDF, and the proof for the office printer.

use super::super::Stage;
use super::super::sheets;
use super::{Made, Product, Work, checked};
use crate::check;
use crate::diagnostic::Problem;
use crate::print;
use crate::publication::Output;

impl Work<'_> {
    pub(super) fn screen(&self) -> Made<Product> {
        let tell = |stage| (self.tell)(Some(Output::Screen), stage);
        let pictures = self.screen_pictures(self.pages, &tell)?;
        tell(Stage::Derive);
        let derived = self.pages.screen(&pictures);
        tell(Stage::Export);
        let pdf = derived.to_screen_pdf(&self.settings())?;
        tell(Stage::Finish);
        let pdf = print::complete(&pdf, &self.prepared.expansions).map_err(|problem| vec![problem])?;
        tell(Stage::Check);
        let written = print::read_back(&pdf).map_err(|problem| vec![problem])?;
        let mut found: Vec<Problem> = self.check_bookmarks(written.bookmarks).into_iter().collect();
        self.check_words(&written.pages.join("\n"), "the screen PDF", &mut found);
        let by = "Typst 0.15.1";
        let standards = vec![checked("PDF/UA-1", by), checked("PDF/A-2a", by)];
        Ok((self.product(Output::Screen, "screen.pdf", pdf, standards), found))
    }

    fn check_bookmarks(&self, count: usize) -> Option<Problem> {
        let publication = &self.prepared.publication;
        let found = check::bookmarks(count, self.pages.count(), &publication.layout.place);
        check::waive_later(found, &publication.waivers)
    }

    /// The pages in the colours of the screen on sheets for the office printer, to be folded by hand.
    pub(super) fn proof(&self) -> Made<Product> {
        let tell = |stage| (self.tell)(Some(Output::Proof), stage);
        let pictures = self.screen_pictures(self.pages, &tell)?;
        tell(Stage::Derive);
        let derived = self.pages.screen(&pictures);
        tell(Stage::Export);
        let pdf = derived.to_print_pdf(&self.settings())?;
        tell(Stage::Finish);
        let sides = sheets::sides(self.prepared, self.pages.count());
        let pdf = print::proof(&pdf, &sides).map_err(|problem| vec![problem])?;
        let product = self.product(Output::Proof, "proof.pdf", pdf, Vec::new());
        Ok((Product { pages: Some(sides.len()), ..product }, Vec::new()))
    }
}
