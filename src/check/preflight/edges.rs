//! What comes near to the trimmed edge: colour goes over it, text stays away from it.

use super::Limits;
use super::position::{Places, Position, millimetres};
use crate::diagnostic::{Place, Problem};
use crate::page::{Page, Rect};

/// What ends this close to the edge was meant to reach it, in millimetres.
const NEAR: f32 = 0.3;

/// Bleed may be short by this much, in millimetres, which no cutter sees.
const SLACK: f32 = 0.1;

pub(super) fn check(pages: &[Page], limits: &Limits) -> Vec<Problem> {
    [short_of_bleed(pages, limits), near_edge(pages, limits)].into_iter().flatten().collect()
}

/// The trimmed page, measured from its own corner.
fn trimmed(page: &Page) -> Option<Rect> {
    page.boxes.trim.or(page.boxes.art)
}

/// How far a rectangle reaches over each edge of the page, in millimetres; less than 0 is inside.
fn beyond(rect: Rect, trim: Rect) -> [f32; 4] {
    [trim.left - rect.left, trim.top - rect.top, rect.right - trim.right, rect.bottom - trim.bottom]
        .map(millimetres)
}

/// `preflight/bleed-content`: a rule of shops; what ends at the trimmed edge shows a white rim where the cutter
/// misses by a hair. What lies on a ground that reaches the bleed shows none. Where the page has no bleed at all,
/// the rule of the boxes says so.
fn short_of_bleed(pages: &[Page], limits: &Limits) -> Option<Problem> {
    let mut places = Places::default();
    for (index, page) in pages.iter().enumerate() {
        let (Some(trim), Some(bleed)) = (trimmed(page), page.boxes.bleed) else { continue };
        let wanted = beyond(bleed, trim).map(|bleed| limits.bleed.min(bleed) - SLACK);
        let all: Vec<(Rect, Option<&Place>)> =
            coloured(page).filter(|(rect, _)| trim.overlaps(*rect)).collect();
        let short = |rect: Rect, side: usize| {
            let reach = beyond(rect, trim)[side];
            wanted[side] > 0.0 && reach > -NEAR && reach < wanted[side]
        };
        let has_ground = |rect: Rect, side: usize| {
            let (start, end) = along(rect, side);
            all.iter().any(|(ground, _)| {
                let (from, to) = along(*ground, side);
                beyond(*ground, trim)[side] >= wanted[side] && from <= start + 1.0 && to >= end - 1.0
            })
        };
        for (rect, place) in &all {
            if (0..4).any(|side| short(*rect, side) && !has_ground(*rect, side)) {
                places.add_written(Position::of(index, *rect), *place);
            }
        }
    }
    places.told(|position| {
        let message = format!("a picture or an area ends at the trimmed edge {position}");
        Problem::warning("preflight/bleed-content", message)
            .hint(format!("let it reach {} mm over the edge, or stay away from it", limits.bleed))
    })
}

/// Where a rectangle begins and ends along one edge of the page.
fn along(rect: Rect, side: usize) -> (f32, f32) {
    if side.is_multiple_of(2) { (rect.top, rect.bottom) } else { (rect.left, rect.right) }
}

/// Everything but text that prints, with the rectangle that is seen of it.
fn coloured(page: &Page) -> impl Iterator<Item = (Rect, Option<&Place>)> {
    let pictures = page.pictures.iter().map(|picture| (picture.seen, picture.place.as_ref()));
    // A corner of some other shape may end anywhere; the edge of a rectangle was put where it is.
    let areas = page.areas.iter().filter(|area| area.is_rectangle && !area.colour.is_paper());
    let areas = areas.map(|area| (area.seen, area.place.as_ref()));
    pictures.chain(areas).filter(|(rect, _)| rect.width() > 0.0 && rect.height() > 0.0)
}

/// `preflight/safe-zone`: a rule of shops; text near to the edge may be cut, and looks as if it slid off the page.
fn near_edge(pages: &[Page], limits: &Limits) -> Option<Problem> {
    let mut places = Places::default();
    for (index, page) in pages.iter().enumerate() {
        let Some(trim) = trimmed(page) else { continue };
        let runs = page.runs.iter().filter(|run| run.level && run.text.chars().any(char::is_alphanumeric));
        for run in runs.filter(|run| !run.colour.is_paper() || run.size > 0.0) {
            // Letters reach about half their size over the baseline; what they have below it is seldom there.
            let rect =
                Rect { left: run.x, top: run.y - run.size * 0.5, right: run.x + run.width, bottom: run.y };
            let near = |reach: f32| reach > SLACK - limits.safe_zone;
            if trim.overlaps(rect) && beyond(rect, trim).into_iter().any(near) {
                places.add_written(Position::of(index, rect), run.place.as_ref());
            }
        }
    }
    places.told(|position| {
        let message =
            format!("text stands less than {} mm from the trimmed edge {position}", limits.safe_zone);
        Problem::warning("preflight/safe-zone", message).hint("move it away from the edge")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::{Area, Boxes, Colour};

    /// A page of 100 × 100 millimetres with 3 millimetres of bleed and one area on it, in millimetres.
    fn page([left, top, right, bottom]: [f32; 4], colour: Colour) -> Page {
        let rect = |corners: [f32; 4]| {
            let [left, top, right, bottom] = corners.map(|number| number / 25.4 * 72.0);
            Rect { left, top, right, bottom }
        };
        let bleed = rect([-3.0, -3.0, 103.0, 103.0]);
        let around = rect([left, top, right, bottom]);
        let area =
            Area { rect: around, seen: around, is_rectangle: true, colour, overprints: false, place: None };
        Page {
            boxes: Boxes {
                media: bleed,
                bleed: Some(bleed),
                trim: Some(rect([0.0, 0.0, 100.0, 100.0])),
                ..Boxes::default()
            },
            areas: vec![area],
            ..Page::default()
        }
    }

    #[test]
    fn an_area_reaches_over_the_edge_or_stays_away_from_it() {
        let black = || Colour::Gray(0.0);
        let found = |area, colour| check(&[page(area, colour)], &Limits::default()).len();
        assert_eq!(found([-3.0, -3.0, 103.0, 40.0], black()), 0, "it reaches the bleed");
        assert_eq!(found([10.0, 10.0, 90.0, 40.0], black()), 0, "it stays away");
        assert_eq!(found([0.0, -3.0, 103.0, 40.0], black()), 1, "it ends at the left edge");
        assert_eq!(found([10.0, 10.0, 101.0, 40.0], black()), 1, "it ends in the bleed");
        assert_eq!(found([0.0, 10.0, 50.0, 40.0], Colour::Gray(1.0)), 0, "paper has no edge");
        let mut grounded = page([-3.0, -3.0, 103.0, 103.0], black());
        grounded.areas.extend(page([0.0, 10.0, 50.0, 40.0], black()).areas);
        assert!(check(&[grounded], &Limits::default()).is_empty(), "its ground reaches the bleed");
    }
}
