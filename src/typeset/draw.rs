//! Drawings as pixels, for reading devices that know no vectors and no transparency.

use comemo::Track;
use typst::World;
use typst::foundations::{Bytes, Content, Smart};
use typst::layout::{Abs, Frame, FrameItem, Point, Sides, Size};
use typst::syntax::Span;
use typst::visualize::{Image, ImageKind, SvgImage};
use typst_layout::Page;

use super::WebBook;
use crate::picture::Drawing;

/// Pixels on each point: 288 on an inch, which no reading device exceeds by much.
const FINENESS: f64 = 4.0;

/// The longer side of the largest picture in an EPUB, in pixels.
const LONGEST: f64 = 2000.0;

/// Draws a frame on white, at the size of its type.
pub fn draw_frame(frame: &Frame) -> Drawing {
    let longest = frame.width().max(frame.height()).to_pt().max(1.0);
    draw(frame.clone(), FINENESS.min(LONGEST / longest))
}

fn draw(frame: Frame, pixel_per_pt: f64) -> Drawing {
    let page = Page {
        frame,
        bleed: Sides::default(),
        // Auto is white where pixels are made.
        fill: Smart::Auto,
        numbering: None,
        supplement: Content::empty(),
        number: 1,
    };
    let options = typst_render::RenderOptions {
        pixel_per_pt: pixel_per_pt.into(),
        ..typst_render::RenderOptions::default()
    };
    let drawn = typst_render::render(&page, &options);
    let (width, height) = (drawn.width() as usize, drawn.height() as usize);
    Drawing { width, height, pixels: drawn.take_demultiplied() }
}

impl WebBook {
    /// Draws an SVG on white, as large as a picture of an EPUB may be, with the workspace's fonts.
    ///
    /// # Errors
    /// What is wrong with the SVG, in Typst's words.
    pub fn draw_svg(&self, svg: &[u8]) -> Result<Drawing, String> {
        let world: &dyn World = self.world();
        let image = SvgImage::with_fonts_images(Bytes::new(svg.to_vec()), world.track(), &[], None)
            .map_err(|error| format!("{error:?}"))?;
        let image = Image::plain(ImageKind::Svg(image));
        let size = Size::new(Abs::pt(image.width()), Abs::pt(image.height()));
        let mut frame = Frame::hard(size);
        frame.push(Point::zero(), FrameItem::Image(image, size, Span::detached()));
        let longest = size.x.max(size.y).to_pt().max(1.0);
        Ok(draw(frame, LONGEST / longest))
    }
}
