//! The plain inventory of pages: what stands where, laid out or written.
//!
//! The typesetting stage fills it from the pages it laid out, the finishing stage from the bytes of a
//! written PDF, and the checks read it without knowing where it came from. It knows neither Typst nor
//! PDF: numbers are points (1/72 inch), `x` grows to the right and `y` downwards, and both start at the
//! upper left corner of the trimmed page.

mod aloud;
mod beside;
mod file;
mod locate;
mod tags;

pub use aloud::aloud;
pub use beside::beside;
pub use file::{Facts, Font, Forbidden, Intent, Inventory, Spot};
pub use locate::locate;
pub use tags::{Tag, TagPart};

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;

use crate::diagnostic::Place;

/// One page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    /// The boxes of the page.
    pub boxes: Boxes,
    /// Text in the order of its drawing.
    pub runs: Vec<Run>,
    /// The runs of each marked content, by its number on the page (MCID).
    pub marked: BTreeMap<u32, Vec<usize>>,
    /// The language of each marked content that names one, by its number on the page.
    pub languages: BTreeMap<u32, String>,
    /// Pictures of pixels.
    pub pictures: Vec<PlacedPicture>,
    /// Drawn lines.
    pub lines: Vec<Line>,
    /// Filled areas.
    pub areas: Vec<Area>,
    /// Pictures that are drawings of lines; a written page has their lines and areas instead.
    pub drawings: Vec<Drawing>,
    /// The rectangles of annotations, such as links; those that belong to print itself, marks and
    /// trapping, are left out.
    pub annotations: Vec<Rect>,
    /// The colour spaces in which something is painted on it.
    pub spaces: BTreeSet<Space>,
}

impl Page {
    /// Whether nothing is printed on the page and its bleed. Marks beside them do not count.
    pub fn is_blank(&self) -> bool {
        let paper = self.boxes.bleed.or(self.boxes.trim).unwrap_or(self.boxes.media);
        let text = self.runs.iter().any(|run| !run.text.trim().is_empty());
        let rects = self.pictures.iter().map(|picture| picture.seen);
        let rects = rects.chain(self.lines.iter().map(|line| line.rect));
        let rects =
            rects.chain(self.areas.iter().filter(|area| !area.colour.is_paper()).map(|area| area.seen));
        let mut rects = rects.chain(self.drawings.iter().map(|drawing| drawing.rect));
        // A line has no height or no width, so touching counts.
        let touches = |rect: Rect| {
            rect.left <= paper.right
                && rect.right >= paper.left
                && rect.top <= paper.bottom
                && rect.bottom >= paper.top
        };
        !text && !rects.any(touches)
    }
}

/// A rectangle, its first corner above and left of the second.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Rect {
    /// Left edge.
    pub left: f32,
    /// Upper edge.
    pub top: f32,
    /// Right edge.
    pub right: f32,
    /// Lower edge.
    pub bottom: f32,
}

impl Rect {
    /// Its width.
    pub fn width(self) -> f32 {
        self.right - self.left
    }

    /// Its height.
    pub fn height(self) -> f32 {
        self.bottom - self.top
    }

    /// Whether the other rectangle lies inside, up to `slack` points beyond each edge.
    pub fn contains(self, other: Rect, slack: f32) -> bool {
        other.left >= self.left - slack
            && other.top >= self.top - slack
            && other.right <= self.right + slack
            && other.bottom <= self.bottom + slack
    }

    /// The part that both share; empty, with no width or height, where they share none.
    pub fn within(self, other: Rect) -> Rect {
        let (left, top) = (self.left.max(other.left), self.top.max(other.top));
        let (right, bottom) = (self.right.min(other.right), self.bottom.min(other.bottom));
        Rect { left, top, right: right.max(left), bottom: bottom.max(top) }
    }

    /// Whether the two share an area.
    pub fn overlaps(self, other: Rect) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }
}

/// The boxes of a page (ISO 32000-1, 14.11.2); the trim box starts at 0, 0 by definition.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Boxes {
    /// The sheet with everything on it.
    pub media: Rect,
    /// The part that reading programs show.
    pub crop: Option<Rect>,
    /// The trimmed page with the bleed around it.
    pub bleed: Option<Rect>,
    /// The page after trimming.
    pub trim: Option<Rect>,
    /// The artwork; a page has either this or a trim box.
    pub art: Option<Rect>,
}

/// Text that was set in one go, in one font, size and colour.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// The text as Unicode, ligatures resolved; a soft hyphen (U+00AD) where a word was divided.
    pub text: String,
    /// Where its baseline starts.
    pub x: f32,
    /// The height of its baseline.
    pub y: f32,
    /// How far it advances along the baseline.
    pub width: f32,
    /// The size of its type.
    pub size: f32,
    /// The name of its font, without the prefix of a subset.
    pub font: Arc<str>,
    /// Its fill.
    pub colour: Colour,
    /// Whether the page's structure counts it as decoration or page furniture, not as content.
    pub artifact: bool,
    /// Whether its baseline is level, so that position and width tell where it ends.
    pub level: bool,
    /// Whether one of its glyphs is the box that fonts show for what they lack.
    pub lacks_glyphs: bool,
    /// Whether it leaves what lies below it on the other plates.
    pub overprints: bool,
    /// Where its author wrote it.
    pub place: Option<Place>,
}

/// A picture of pixels on a page.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedPicture {
    /// Where it stands, before any cropping.
    pub rect: Rect,
    /// The part of it that is seen.
    pub seen: Rect,
    /// How wide and how high it stands there, along its own edges, however it is turned.
    pub size: (f32, f32),
    /// Its pixels, width and height.
    pub pixels: (u32, u32),
    /// What its samples stand for.
    pub space: Space,
    /// Bits for each sample; 1 is line art.
    pub bits: u8,
    /// The ink sum of its darkest parts in percent, where its pixels were looked at.
    pub ink_sum: Option<f32>,
    /// Where its author wrote it.
    pub place: Option<Place>,
}

impl PlacedPicture {
    /// Its resolution in pixels for each inch, in the coarser direction.
    #[expect(clippy::cast_precision_loss, reason = "pixel counts are far below 2^23")]
    pub fn ppi(&self) -> f32 {
        let ppi = |pixels: u32, points: f32| {
            if points > 0.0 { pixels as f32 / points * 72.0 } else { f32::INFINITY }
        };
        ppi(self.pixels.0, self.size.0).min(ppi(self.pixels.1, self.size.1))
    }
}

/// A drawn line; the outline of a shape counts as one.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The rectangle around the part of its path that is seen.
    pub rect: Rect,
    /// Its thickness; 0 is as thin as the device can draw.
    pub width: f32,
    /// Its colour.
    pub colour: Colour,
    /// Where its author wrote it.
    pub place: Option<Place>,
}

/// A filled area.
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    /// The rectangle around it, before any cropping.
    pub rect: Rect,
    /// The part of it that is seen.
    pub seen: Rect,
    /// Whether it fills that rectangle, with edges along those of the page.
    pub is_rectangle: bool,
    /// Its colour.
    pub colour: Colour,
    /// Whether it leaves what lies below it on the other plates.
    pub overprints: bool,
    /// Where its author wrote it.
    pub place: Option<Place>,
}

/// A drawing that stands on a page as a picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    /// Where it stands.
    pub rect: Rect,
    /// Where its author wrote it.
    pub place: Option<Place>,
}

/// A colour as it is written, every component from 0 to 1.
#[derive(Debug, Clone, PartialEq)]
pub enum Colour {
    /// Light, 0 is black.
    Gray(f32),
    /// Red, green, blue.
    Rgb([f32; 3]),
    /// Cyan, magenta, yellow, black.
    Cmyk([f32; 4]),
    /// A tint of a spot colour.
    Spot(Arc<str>, f32),
    /// A gradient or a pattern.
    Pattern,
    /// In another space, such as Lab.
    Other,
}

impl Colour {
    /// Whether it prints with the black plate alone.
    pub fn is_black_alone(&self) -> bool {
        match self {
            Colour::Gray(_) => true,
            Colour::Cmyk([c, m, y, _]) => *c == 0.0 && *m == 0.0 && *y == 0.0,
            _ => false,
        }
    }

    /// Whether it is bare paper.
    pub fn is_paper(&self) -> bool {
        match self {
            Colour::Gray(gray) => *gray >= 1.0,
            Colour::Cmyk(inks) => inks.iter().all(|ink| *ink == 0.0),
            Colour::Spot(_, tint) => *tint == 0.0,
            Colour::Rgb(light) => light.iter().all(|light| *light >= 1.0),
            Colour::Pattern | Colour::Other => false,
        }
    }

    /// Its ink sum in percent, where that can be told.
    pub fn ink_sum(&self) -> Option<f32> {
        match self {
            Colour::Gray(gray) => Some((1.0 - gray) * 100.0),
            Colour::Cmyk(inks) => Some(inks.iter().sum::<f32>() * 100.0),
            Colour::Spot(_, tint) => Some(tint * 100.0),
            Colour::Rgb(_) | Colour::Pattern | Colour::Other => None,
        }
    }
}

/// A colour space as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Space {
    /// `DeviceGray`.
    Gray,
    /// `DeviceRGB`, which says nothing about its red.
    Rgb,
    /// `DeviceCMYK`.
    Cmyk,
    /// Gray with a profile.
    IccGray,
    /// RGB with a profile.
    IccRgb,
    /// CMYK with a profile.
    IccCmyk,
    /// One spot colour.
    Separation,
    /// Several spot colours together.
    DeviceN,
    /// A gradient or pattern.
    Pattern,
    /// Lab or another space of the eye.
    Lab,
    /// A picture that only says where to paint.
    Mask,
    /// A space that satz does not know.
    Unknown,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_resolution_is_that_of_the_coarser_direction() {
        let rect = Rect { left: 0.0, top: 0.0, right: 144.0, bottom: 72.0 };
        let turned = PlacedPicture {
            rect,
            seen: rect,
            size: (72.0, 144.0),
            pixels: (300, 300),
            space: Space::Rgb,
            bits: 8,
            ink_sum: None,
            place: None,
        };
        assert!((turned.ppi() - 150.0).abs() < 0.01);
    }

    #[test]
    fn black_alone_is_told_from_black_of_four_inks() {
        assert!(Colour::Gray(0.0).is_black_alone());
        assert!(Colour::Cmyk([0.0, 0.0, 0.0, 0.5]).is_black_alone());
        assert!(!Colour::Cmyk([0.1, 0.0, 0.0, 1.0]).is_black_alone());
        assert!(!Colour::Rgb([0.0; 3]).is_black_alone());
    }

    #[test]
    fn rectangles_know_what_lies_inside() {
        let page = Rect { left: 0.0, top: 0.0, right: 100.0, bottom: 100.0 };
        let link = Rect { left: 90.0, top: 10.0, right: 100.4, bottom: 20.0 };
        assert!(page.contains(link, 0.5) && !page.contains(link, 0.1) && page.overlaps(link));
    }
}
