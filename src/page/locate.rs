//! The authors' places of what stands on a written page, from the laid-out page that it was written from.

use super::{Page, Rect};
use crate::diagnostic::Place;

/// Positions may differ by this much between the two, in points: the noise of numbers that were written short.
const SLACK: f32 = 0.75;

/// Gives everything on the written pages the place of what was laid out at the same position.
///
/// What two authors' places could claim gets none. Lines, areas and text inside of a drawing get the place of
/// the drawing.
pub fn locate(written: &mut [Page], laid_out: &[Page]) {
    for (written, laid_out) in written.iter_mut().zip(laid_out) {
        one_page(written, laid_out);
    }
}

fn one_page(written: &mut Page, laid_out: &Page) {
    for run in &mut written.runs {
        let at = Rect { left: run.x, top: run.y, right: run.x, bottom: run.y };
        let spots = laid_out.runs.iter().map(|run| {
            let rect = Rect { left: run.x, top: run.y, right: run.x + run.width, bottom: run.y };
            (rect, &run.place)
        });
        run.place = only(spots.filter(|(rect, _)| rect.contains(at, SLACK)).map(|(_, place)| place))
            .or_else(|| drawing(laid_out, at));
    }
    for picture in &mut written.pictures {
        let spots = laid_out.pictures.iter().map(|picture| (picture.rect, &picture.place));
        picture.place = same(spots, picture.rect).or_else(|| drawing(laid_out, picture.rect));
    }
    for line in &mut written.lines {
        let spots = laid_out.lines.iter().map(|line| (line.rect, &line.place));
        line.place = same(spots, line.rect).or_else(|| drawing(laid_out, line.rect));
    }
    for area in &mut written.areas {
        let spots = laid_out.areas.iter().map(|area| (area.rect, &area.place));
        area.place = same(spots, area.rect).or_else(|| drawing(laid_out, area.rect));
    }
}

/// The place of what covers the same rectangle.
fn same<'a>(spots: impl Iterator<Item = (Rect, &'a Option<Place>)>, rect: Rect) -> Option<Place> {
    let near = |other: Rect| rect.contains(other, SLACK) && other.contains(rect, SLACK);
    only(spots.filter(|(other, _)| near(*other)).map(|(_, place)| place))
}

/// The place of the drawing that this lies in.
fn drawing(page: &Page, rect: Rect) -> Option<Place> {
    let around = page.drawings.iter().filter(|drawing| drawing.rect.contains(rect, SLACK));
    only(around.map(|drawing| &drawing.place))
}

/// The place that all of these have, if they have one in common.
fn only<'a>(mut places: impl Iterator<Item = &'a Option<Place>>) -> Option<Place> {
    let first = places.next()?;
    places.all(|other| other == first).then(|| first.clone())?
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::{Area, Colour, Drawing};

    fn rect(left: f32) -> Rect {
        Rect { left, top: 0.0, right: left + 10.0, bottom: 10.0 }
    }

    fn area(left: f32, place: Option<Place>) -> Area {
        Area {
            rect: rect(left),
            seen: rect(left),
            is_rectangle: true,
            colour: Colour::Gray(0.0),
            overprints: false,
            place,
        }
    }

    fn page(areas: Vec<Area>) -> Page {
        Page { areas, ..Page::default() }
    }

    #[test]
    fn what_stands_at_the_same_position_has_the_same_place() {
        let (one, two) = (Some(Place::file("a.md")), Some(Place::file("b.typ")));
        let laid_out = page(vec![area(0.0, one.clone()), area(50.0, two.clone())]);
        let mut written = [page(vec![area(50.1, None), area(0.3, None), area(100.0, None)])];
        locate(&mut written, &[laid_out]);
        let places: Vec<_> = written[0].areas.iter().map(|area| area.place.clone()).collect();
        assert_eq!(places, [two, one, None]);
    }

    #[test]
    fn what_two_could_claim_gets_no_place() {
        let laid_out = page(vec![area(0.0, Some(Place::file("a.md"))), area(0.2, Some(Place::file("b.md")))]);
        let mut written = [page(vec![area(0.0, None)])];
        locate(&mut written, &[laid_out]);
        assert_eq!(written[0].areas[0].place, None);
    }

    #[test]
    fn what_lies_in_a_drawing_has_the_place_of_the_drawing() {
        let place = Some(Place::file("a.md"));
        let around = Rect { left: -5.0, top: -5.0, right: 90.0, bottom: 90.0 };
        let drawings = vec![Drawing { rect: around, place: place.clone() }];
        let mut written = [page(vec![area(3.0, None)])];
        locate(&mut written, &[Page { drawings, ..Page::default() }]);
        assert_eq!(written[0].areas[0].place, place);
    }
}
