//! Drawings as pixels, for reading devices that know no vectors and no transparency.

use comemo::Track;
use typst::World;
use typst::foundations::{Bytes, Content, Smart};
use typst::introspection::Tag;
use typst::layout::{Abs, Frame, FrameItem, Point, Sides, Size};
use typst::math::EquationElem;
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

/// A formula in pixels, without white around it.
pub struct DrawnFormula {
    /// Its pixels.
    pub drawing: Drawing,
    /// Its width in points.
    pub width: f64,
    /// How far it reaches below the line that it stands on, in points; negative where it floats above.
    pub depth: f64,
}

/// Draws the frame of a formula.
pub fn draw_formula(frame: &Frame) -> DrawnFormula {
    let whole = draw_frame(frame);
    let pixel_per_pt = whole.width as f64 / frame.width().to_pt();
    let line = base_line(frame).unwrap_or_else(|| frame.height()).to_pt() * pixel_per_pt;
    let (drawing, bottom) = without_margins(whole);
    DrawnFormula {
        width: drawing.width as f64 / pixel_per_pt,
        depth: (bottom as f64 - line) / pixel_per_pt,
        drawing,
    }
}

/// The base line of a formula, from the top of its frame: there lie Typst's marks of where the formula begins.
fn base_line(frame: &Frame) -> Option<Abs> {
    frame.items().find_map(|(at, item)| match item {
        FrameItem::Tag(Tag::Start(content, _)) if content.is::<EquationElem>() => Some(at.y),
        FrameItem::Group(group) => base_line(&group.frame).map(|line| at.y + line),
        _ => None,
    })
}

/// A drawing without the white rows and columns at its edges, and the row below its last one.
fn without_margins(drawing: Drawing) -> (Drawing, usize) {
    let Drawing { width, height, pixels } = &drawing;
    let is_ink = |x: usize, y: usize| pixels[(y * width + x) * 4..][..3].iter().any(|sample| *sample < 250);
    let rows: Vec<usize> = (0..*height).filter(|&y| (0..*width).any(|x| is_ink(x, y))).collect();
    let columns: Vec<usize> = (0..*width).filter(|&x| (0..*height).any(|y| is_ink(x, y))).collect();
    let ([top, .., bottom], [left, .., right]) = (&rows[..], &columns[..]) else {
        let height = *height;
        return (drawing, height);
    };
    let line = |y: usize| &pixels[(y * width + left) * 4..(y * width + right + 1) * 4];
    let cut = (*top..=*bottom).flat_map(line).copied().collect();
    (Drawing { width: right - left + 1, height: bottom - top + 1, pixels: cut }, bottom + 1)
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
