//! Pictures of pixels.

use std::collections::BTreeMap;

use super::Limits;
use super::position::{Places, Position};
use crate::diagnostic::Problem;
use crate::page::{Page, PlacedPicture, Space};

/// A picture may have this much less, which is the rounding of its size.
const SLACK: f32 = 0.99;

pub(super) fn check(pages: &[Page], limits: &Limits) -> Vec<Problem> {
    let mut found = coarse(pages, limits);
    found.extend(line_art(pages, limits));
    found
}

/// The darkest pixels of a picture may take more ink by this much, in percent: so much JPEG adds to noise of colours
/// that reach the limit, and half of it to calm areas.
pub const PICTURE_INK_SLACK: f32 = 9.0;

/// Pixels, and a number by its bits: what a finding says of a picture. One picture that is found for one reason is
/// told once, on however many pages it stands.
type Said = ((u32, u32), u32);

fn by_value(pages: &[Page], value: impl Fn(&PlacedPicture) -> Option<Said>) -> BTreeMap<Said, Places> {
    let mut found: BTreeMap<Said, Places> = BTreeMap::new();
    for (index, page) in pages.iter().enumerate() {
        for picture in &page.pictures {
            let Some(value) = value(picture) else { continue };
            found
                .entry(value)
                .or_default()
                .add_written(Position::of(index, picture.rect), picture.place.as_ref());
        }
    }
    found
}

/// `preflight/line-art`: a rule of shops; pictures in black and white without tones between are not screened, so
/// each of their pixels is seen as an edge.
fn line_art(pages: &[Page], limits: &Limits) -> Vec<Problem> {
    let coarse = |picture: &PlacedPicture| {
        let is = picture.bits == 1
            && picture.space != Space::Mask
            && !is_dot(picture)
            && picture.ppi() < limits.line_art_ppi * SLACK;
        is.then(|| (picture.pixels, picture.ppi().to_bits()))
    };
    let told = |((pixels, ppi), places): (Said, Places)| {
        places.told(|position| {
            let message = format!(
                "the line art of {} × {} pixels has {:.0} pixels an inch {position}, and {} keep its edges smooth",
                pixels.0,
                pixels.1,
                f32::from_bits(ppi),
                limits.line_art_ppi
            );
            Problem::advice("preflight/line-art", message)
                .hint("scan it with more pixels an inch, or have it drawn as SVG")
        })
    };
    by_value(pages, coarse).into_iter().filter_map(told).collect()
}

/// `preflight/picture-ink-sum`: a rule of shops; as for colours, for the pixels of pictures in CMYK. Pictures that
/// a profile converted keep to its limit; those that came in CMYK have the inks of their author.
pub(super) fn ink_sums(pages: &[Page], limit: f32) -> Vec<Problem> {
    let over = |picture: &PlacedPicture| {
        let sum = picture.ink_sum.filter(|sum| *sum > limit + PICTURE_INK_SLACK)?;
        Some((picture.pixels, sum.round().to_bits()))
    };
    let told = |((pixels, sum), places): (Said, Places)| {
        places.told(|position| {
            let message = format!(
                "the picture of {} × {} pixels takes {:.0} % of ink in its darkest parts {position}, and the limit is {limit} %",
                pixels.0,
                pixels.1,
                f32::from_bits(sum)
            );
            Problem::warning("preflight/picture-ink-sum", message)
                .hint("give satz the picture in RGB, or convert it for the printing condition of this file")
        })
    };
    by_value(pages, over).into_iter().filter_map(told).collect()
}

fn coarse(pages: &[Page], limits: &Limits) -> Vec<Problem> {
    let coarse = |picture: &PlacedPicture| {
        is_coarse(picture, limits).then(|| (picture.pixels, picture.ppi().to_bits()))
    };
    let told = |((pixels, ppi), places): (Said, Places)| {
        let (width, height) = pixels;
        let ppi = f32::from_bits(ppi);
        places.told(|position| resolution(format!("{width} × {height} pixels"), ppi, position, limits))
    };
    by_value(pages, coarse).into_iter().filter_map(told).collect()
}

/// What only says where to paint, and single dots that a drawing program makes of gradients, have no
/// resolution to judge.
fn is_coarse(picture: &PlacedPicture, limits: &Limits) -> bool {
    picture.space != Space::Mask && !is_dot(picture) && picture.ppi() < limits.ppi * SLACK
}

fn is_dot(picture: &PlacedPicture) -> bool {
    picture.pixels.0 <= 1 || picture.pixels.1 <= 1
}

/// `preflight/picture-resolution`: a rule of shops; a picture needs twice as many pixels as the screen of
/// the press has lines, and below half of that its pixels can be seen.
fn resolution(pixels: String, ppi: f32, position: Position, limits: &Limits) -> Problem {
    let message = format!(
        "the picture of {pixels} has {ppi:.0} pixels an inch {position}, and print needs {}",
        limits.ppi
    );
    let code = "preflight/picture-resolution";
    let problem = if ppi < limits.least_ppi * SLACK {
        Problem::error(code, message)
    } else {
        Problem::warning(code, message)
    };
    let share = ppi / limits.ppi * 100.0;
    problem.hint(format!("take a larger version, or show it at {share:.0} % of its width"))
}
