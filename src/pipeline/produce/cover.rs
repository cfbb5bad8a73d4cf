//! The picture of the cover.

use super::super::Stage;
use super::pictures::versions_in_turn;
use super::{Made, Product, Work};
use crate::diagnostic::Problem;
use crate::picture::{self, Drawable, Drawing};
use crate::publication::Output;
use crate::typeset::{Replacements, Version};

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

    /// The pictures of the cover with all their pixels, since shops show it large.
    fn cover_pictures(&self) -> Result<Replacements, Vec<Problem>> {
        let mut pictures = self.pages.pictures();
        pictures.retain(|picture| picture.page == 1);
        versions_in_turn(&pictures, |picture, _| {
            let original = self.prepared.shelf.original(&picture.bytes);
            let bytes = original.as_deref().unwrap_or(&picture.bytes);
            Ok(match picture::for_drawing(bytes, "the picture")? {
                Drawable::File(bytes) => Version::new(bytes),
                Drawable::Pixels(drawing) => Version::of_pixels(drawing),
            })
        })
    }

    /// The picture of the cover, drawn by whoever asks first. Drawing starts no other work, so that
    /// a thread which waits for it cannot be the one that draws.
    pub(super) fn drawn_cover(&self) -> Result<&Drawing, Vec<Problem>> {
        let drawn = self.cover.get_or_init(|| {
            (self.tell)(Some(Output::Cover), Stage::Convert);
            let pictures = self.cover_pictures()?;
            (self.tell)(Some(Output::Cover), Stage::Export);
            self.pages.draw_cover(COVER_WIDTH, &pictures)
        });
        drawn.as_ref().map_err(Clone::clone)
    }
}
