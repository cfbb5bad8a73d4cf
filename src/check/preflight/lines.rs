//! Drawn lines.

use super::Limits;
use super::position::{Places, Position};
use crate::diagnostic::Problem;
use crate::page::{Area, Page};

/// A line may be thinner by this much, in points: the noise of numbers that were written short.
const SLACK: f32 = 0.005;

/// `preflight/thin-line`: a rule of shops; a thinner line breaks up on the plate, and one of no thickness
/// is as thin as the device can draw it.
pub(super) fn check(pages: &[Page], limits: &Limits) -> Vec<Problem> {
    let mut places = Places::default();
    let mut thinnest = f32::INFINITY;
    for (index, page) in pages.iter().enumerate() {
        for line in page.lines.iter().filter(|line| line.width < limits.line_width - SLACK) {
            thinnest = thinnest.min(line.width);
            places.add_written(Position::of(index, line.rect), line.place.as_ref());
        }
        for area in page.areas.iter().filter(|area| is_line(area, limits)) {
            thinnest = thinnest.min(area.rect.width().min(area.rect.height()));
            places.add_written(Position::of(index, area.rect), area.place.as_ref());
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

/// Whether an area is a line that was drawn as a filled rectangle. What is as short as it is thin is a dot.
fn is_line(area: &Area, limits: &Limits) -> bool {
    let (width, height) = (area.rect.width(), area.rect.height());
    let (thin, long) = (width.min(height), width.max(height));
    area.is_rectangle
        && thin > 0.0
        && thin < limits.line_width - SLACK
        && long > 4.0 * limits.line_width
        && !area.colour.is_paper()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::{Colour, Rect};

    #[test]
    fn a_thin_filled_rectangle_is_a_line() {
        let area = |width, height| {
            let rect = Rect { left: 0.0, top: 0.0, right: width, bottom: height };
            Area {
                rect,
                seen: rect,
                is_rectangle: true,
                colour: Colour::Gray(0.0),
                overprints: false,
                place: None,
            }
        };
        let limits = Limits::default();
        assert!(is_line(&area(80.0, 0.1), &limits) && is_line(&area(0.1, 80.0), &limits));
        assert!(!is_line(&area(0.1, 0.1), &limits) && !is_line(&area(80.0, 0.5), &limits));
    }
}
