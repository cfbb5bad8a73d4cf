//! Overprinting: what leaves the colour below it on the other plates.

use super::position::{Places, Position};
use crate::diagnostic::Problem;
use crate::page::Page;

/// `preflight/overprint-white`: white that overprints is not printed at all, since no plate is told to be empty
/// (ISO 32000-1, 8.6.7).
pub(super) fn check(pages: &[Page]) -> Vec<Problem> {
    let mut places = Places::default();
    for (index, page) in pages.iter().enumerate() {
        for run in page.runs.iter().filter(|run| run.overprints && run.colour.is_paper()) {
            places.add_written(Position::new(index, run.x, run.y), run.place.as_ref());
        }
        for area in page.areas.iter().filter(|area| area.overprints && area.colour.is_paper()) {
            places.add_written(Position::of(index, area.rect), area.place.as_ref());
        }
    }
    let told = places.told(|position| {
        let message = format!("something white is set to overprint and vanishes {position}");
        Problem::error("preflight/overprint-white", message).hint("let white knock out what lies below it")
    });
    told.into_iter().collect()
}
