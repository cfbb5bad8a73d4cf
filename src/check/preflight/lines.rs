//! Drawn lines.

use super::Limits;
use super::position::{Places, Position};
use crate::diagnostic::Problem;
use crate::page::Inventory;

/// A line may be thinner by this much, in points: the noise of numbers that were written short.
const SLACK: f32 = 0.005;

/// `preflight/thin-line`: a rule of shops; a thinner line breaks up on the plate, and one of no thickness
/// is as thin as the device can draw it.
pub(super) fn check(file: &Inventory, limits: &Limits) -> Vec<Problem> {
    let mut places = Places::default();
    let mut thinnest = f32::INFINITY;
    for (index, page) in file.pages.iter().enumerate() {
        for line in page.lines.iter().filter(|line| line.width < limits.line_width - SLACK) {
            thinnest = thinnest.min(line.width);
            places.add(Position::of(index, line.rect));
        }
    }
    let told = places.told(|position| {
        let message = format!(
            "a line is thinner than {} pt {position}; the thinnest has {thinnest:.2} pt",
            limits.line_width
        );
        Problem::warning("preflight/thin-line", message).hint("draw lines of 0.25 pt at least")
    });
    told.into_iter().collect()
}
