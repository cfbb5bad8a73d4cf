//! Pictures of pixels.

use std::collections::BTreeMap;

use super::Limits;
use super::position::{Places, Position};
use crate::diagnostic::Problem;
use crate::page::{Page, PlacedPicture, Space};

/// A picture may have this much less, which is the rounding of its size.
const SLACK: f32 = 0.99;

/// A coarse picture at one size, with all its places in the file.
struct Coarse {
    pixels: (u32, u32),
    ppi: f32,
    places: Places,
}

pub(super) fn check(pages: &[Page], limits: &Limits) -> Vec<Problem> {
    // One picture at one size is told once, on however many pages it stands.
    let mut found: BTreeMap<(u32, u32, u32), Coarse> = BTreeMap::new();
    for (index, page) in pages.iter().enumerate() {
        for picture in page.pictures.iter().filter(|picture| is_coarse(picture, limits)) {
            let (pixels, ppi) = (picture.pixels, picture.ppi());
            let coarse = found.entry((pixels.0, pixels.1, ppi.to_bits())).or_insert_with(|| Coarse {
                pixels,
                ppi,
                places: Places::default(),
            });
            coarse.places.add_written(Position::of(index, picture.rect), picture.place.as_ref());
        }
    }
    let told = |Coarse { pixels: (width, height), ppi, places }: Coarse| {
        places.told(|position| resolution(format!("{width} × {height} pixels"), ppi, position, limits))
    };
    found.into_values().filter_map(told).collect()
}

/// What only says where to paint, and single dots that a drawing program makes of gradients, have no
/// resolution to judge.
fn is_coarse(picture: &PlacedPicture, limits: &Limits) -> bool {
    let is_dot = picture.pixels.0 <= 1 || picture.pixels.1 <= 1;
    picture.space != Space::Mask && !is_dot && picture.ppi() < limits.ppi * SLACK
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
