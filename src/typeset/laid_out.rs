//! The laid-out pages of print as the plain inventory that checks read.

use std::sync::Arc;

use typst::layout::{Abs, Frame, FrameItem, Point, Ratio, Transform};
use typst::syntax::Span;
use typst::text::TextItem;
use typst::visualize::{
    Color, FixedStroke, Geometry, Image, ImageKind, Paint, ProcessColor, Shape, SpotColorantName,
};

use super::{Derived, Pages};
use crate::diagnostic::Place;
use crate::page::{Area, Boxes, Colour, Drawing, Line, Page, PlacedPicture, Rect, Run, Space};

impl Derived<'_> {
    /// Everything that stands on the pages; with `places`, also where its authors wrote it.
    pub fn inventory(&self, places: bool) -> Vec<Page> {
        self.document.pages().iter().map(|page| self.page(page, places)).collect()
    }

    /// The same of some pages, counted from 0, with places.
    pub fn inventory_of(&self, pages: &[usize]) -> Vec<Page> {
        let all = self.document.pages();
        pages.iter().filter_map(|number| all.get(*number)).map(|page| self.page(page, true)).collect()
    }

    fn page(&self, page: &typst_layout::Page, places: bool) -> Page {
        let size = page.frame.size();
        let trim = Rect { right: points(size.x), bottom: points(size.y), ..Rect::default() };
        let bleed = Rect {
            left: -points(page.bleed.left),
            top: -points(page.bleed.top),
            right: trim.right + points(page.bleed.right),
            bottom: trim.bottom + points(page.bleed.bottom),
        };
        let boxes = Boxes { media: bleed, bleed: Some(bleed), trim: Some(trim), ..Boxes::default() };
        let found = Page { boxes, ..Page::default() };
        let mut reader = Reader { pages: self.pages, places, page: found, clip: bleed };
        reader.frame(&page.frame, Transform::identity());
        reader.page
    }
}

/// Reads the frames of one page.
struct Reader<'a> {
    pages: &'a Pages,
    places: bool,
    page: Page,
    /// What lies outside of it is not seen.
    clip: Rect,
}

impl Reader<'_> {
    fn frame(&mut self, frame: &Frame, outer: Transform) {
        for (position, item) in frame.items() {
            let here = outer.pre_concat(Transform::translate(position.x, position.y));
            match item {
                FrameItem::Group(group) => {
                    let inner = here.pre_concat(group.transform);
                    let before = self.clip;
                    if let Some(clip) = &group.clip {
                        let bounds = clip.bbox(None);
                        self.clip = before.within(around([bounds.min, bounds.max], inner));
                    }
                    self.frame(&group.frame, inner);
                    self.clip = before;
                }
                FrameItem::Text(text) => self.text(text, here),
                FrameItem::Shape(shape, span) => self.shape(shape, here, *span),
                FrameItem::Image(image, size, span) => {
                    let rect = around([Point::zero(), size.to_point()], here);
                    let (across, down) = (stretch(here.sx, here.ky), stretch(here.kx, here.sy));
                    self.image(image, rect, (points(size.x) * across, points(size.y) * down), *span);
                }
                FrameItem::Link(..) | FrameItem::Tag(_) => {}
            }
        }
    }

    fn place(&self, span: Span) -> Option<Place> {
        if self.places { self.pages.home().place(span) } else { None }
    }

    fn text(&mut self, text: &TextItem, here: Transform) {
        let start = Point::zero().transform(here);
        let family = text.font.font().info().family.as_str();
        let place = text.glyphs.first().and_then(|glyph| self.place(glyph.span.0));
        self.page.runs.push(Run {
            text: text.text.to_string(),
            x: points(start.x),
            y: points(start.y),
            width: points(text.width()) * stretch(here.sx, here.ky),
            size: points(text.size) * stretch(here.kx, here.sy),
            font: Arc::from(family),
            colour: colour(&text.fill),
            artifact: false,
            level: here.ky.get().abs() < 1e-3 * here.sx.get().abs(),
            lacks_glyphs: text.glyphs.iter().any(|glyph| glyph.id == 0),
            overprints: false,
            place,
        });
    }

    fn shape(&mut self, shape: &Shape, here: Transform, span: Span) {
        let bounds = match &shape.geometry {
            Geometry::Line(end) => typst::layout::Rect::new(end.min(Point::zero()), end.max(Point::zero())),
            geometry => geometry.bbox(None),
        };
        let rect = around([bounds.min, bounds.max], here);
        let seen = rect.within(self.clip);
        if let Some(fill) = &shape.fill {
            let place = self.place(span);
            let level = here.ky.get() == 0.0 && here.kx.get() == 0.0;
            let is_rectangle = level && matches!(shape.geometry, Geometry::Rect(_));
            self.page.areas.push(Area {
                rect,
                seen,
                is_rectangle,
                colour: colour(fill),
                overprints: false,
                place,
            });
        }
        if let Some(FixedStroke { paint, thickness, .. }) = &shape.stroke {
            let scale = stretch(here.sx, here.ky).min(stretch(here.kx, here.sy));
            let place = self.place(span);
            self.page.lines.push(Line {
                rect: seen,
                width: points(*thickness) * scale,
                colour: colour(paint),
                place,
            });
        }
    }

    fn image(&mut self, image: &Image, rect: Rect, size: (f32, f32), span: Span) {
        let place = self.place(span);
        let ImageKind::Raster(raster) = image.kind() else {
            self.page.drawings.push(Drawing { rect, place });
            return;
        };
        let seen = rect.within(self.clip);
        let pixels = (raster.width(), raster.height());
        let space = Space::Unknown;
        self.page.pictures.push(PlacedPicture {
            rect,
            seen,
            size,
            pixels,
            space,
            bits: 8,
            ink_sum: None,
            place,
        });
    }
}

#[expect(clippy::cast_possible_truncation, reason = "pages are far smaller than 2^23 points")]
fn points(length: Abs) -> f32 {
    length.to_pt() as f32
}

#[expect(clippy::cast_possible_truncation, reason = "a factor needs no more digits")]
fn stretch(along: Ratio, across: Ratio) -> f32 {
    along.get().hypot(across.get()) as f32
}

/// The rectangle around two corners of a frame after a transformation.
fn around([min, max]: [Point; 2], transform: Transform) -> Rect {
    let corners = [min, max, Point::new(min.x, max.y), Point::new(max.x, min.y)];
    let moved = corners.map(|corner| corner.transform(transform));
    let x = moved.map(|corner| points(corner.x));
    let y = moved.map(|corner| points(corner.y));
    let least = |numbers: [f32; 4]| numbers.into_iter().fold(f32::INFINITY, f32::min);
    let most = |numbers: [f32; 4]| numbers.into_iter().fold(f32::NEG_INFINITY, f32::max);
    Rect { left: least(x), top: least(y), right: most(x), bottom: most(y) }
}

fn colour(paint: &Paint) -> Colour {
    match paint {
        Paint::Gradient(_) | Paint::Tiling(_) => Colour::Pattern,
        Paint::Solid(Color::Spot(spot)) => match &spot.colorant.name {
            #[expect(clippy::cast_possible_truncation, reason = "a tint is a share of 1")]
            Some(SpotColorantName::Custom(name)) => {
                Colour::Spot(Arc::from(name.as_str()), spot.tint.get() as f32)
            }
            _ => Colour::Other,
        },
        Paint::Solid(Color::Process(process)) => match process {
            ProcessColor::Cmyk(inks) => Colour::Cmyk([inks.c, inks.m, inks.y, inks.k]),
            ProcessColor::Luma(gray) => Colour::Gray(gray.luma),
            process => {
                let rgb = process.to_rgb();
                Colour::Rgb([rgb.red, rgb.green, rgb.blue])
            }
        },
    }
}
