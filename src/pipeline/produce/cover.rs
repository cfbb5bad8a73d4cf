//! The picture of the cover.

use super::super::Stage;
use super::{Made, Product, Work};
use crate::diagnostic::Problem;
use crate::picture::{self, Drawing};
use crate::publication::Output;

/// How wide the picture of the cover is, in pixels: what shops and catalogues ask for.
const COVER_WIDTH: u32 = 1600;

impl Work<'_> {
    pub(super) fn cover(&self) -> Made<Product> {
        let cover = self.drawn_cover()?;
        (self.tell)(Some(Output::Cover), Stage::Convert);
        let png = picture::drawing_for_shops(cover).bytes;
        let product = self.product(Output::Cover, "cover.png", png, Vec::new());
        Ok((
            Product { file: format!("{}-cover.png", self.prepared.publication.stem), pages: None, ..product },
            Vec::new(),
        ))
    }

    /// The picture of the cover, drawn by whoever asks first. Drawing starts no other work, so that
    /// a thread which waits for it cannot be the one that draws.
    pub(super) fn drawn_cover(&self) -> Result<&Drawing, Vec<Problem>> {
        let drawn = self.cover.get_or_init(|| {
            (self.tell)(Some(Output::Cover), Stage::Export);
            self.pages.draw_cover(COVER_WIDTH)
        });
        drawn.as_ref().map_err(Clone::clone)
    }
}
