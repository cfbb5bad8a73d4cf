//! Pages beside each other, as they stand on the cover of a book or on the sheet of a flyer.

use super::{Page, Rect};

/// All that stands on pages from left to right, each moved behind the one before it; the first keeps its place.
///
/// Only what can be seen and located is joined: tags and annotations belong to pages of their own.
pub fn beside<'a>(pages: impl IntoIterator<Item = &'a Page>) -> Page {
    let mut pages = pages.into_iter();
    let Some(first) = pages.next() else { return Page::default() };
    pages.fold(first.clone(), |mut joined, page| {
        let by = joined.boxes.trim.map_or(0.0, |trim| trim.right);
        let moved = |rect: Option<Rect>| rect.map(|rect| right_by(rect, by));
        let right = |own: Rect, other: Rect| Rect { right: other.right, ..own };
        joined.boxes.media = right(joined.boxes.media, right_by(page.boxes.media, by));
        joined.boxes.bleed =
            joined.boxes.bleed.zip(moved(page.boxes.bleed)).map(|(own, other)| right(own, other));
        joined.boxes.trim =
            joined.boxes.trim.zip(moved(page.boxes.trim)).map(|(own, other)| right(own, other));
        add(&mut joined, page, by);
        joined
    })
}

fn add(joined: &mut Page, page: &Page, by: f32) {
    joined.runs.extend(page.runs.iter().cloned().map(|mut run| {
        run.x += by;
        run
    }));
    joined.pictures.extend(page.pictures.iter().cloned().map(|mut picture| {
        (picture.rect, picture.seen) = (right_by(picture.rect, by), right_by(picture.seen, by));
        picture
    }));
    joined.lines.extend(page.lines.iter().cloned().map(|mut line| {
        line.rect = right_by(line.rect, by);
        line
    }));
    joined.areas.extend(page.areas.iter().cloned().map(|mut area| {
        (area.rect, area.seen) = (right_by(area.rect, by), right_by(area.seen, by));
        area
    }));
    joined.drawings.extend(page.drawings.iter().cloned().map(|mut drawing| {
        drawing.rect = right_by(drawing.rect, by);
        drawing
    }));
    joined.spaces.extend(&page.spaces);
}

fn right_by(rect: Rect, by: f32) -> Rect {
    Rect { left: rect.left + by, right: rect.right + by, ..rect }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::{Boxes, Drawing};

    fn page(width: f32) -> Page {
        let trim = Rect { left: 0.0, top: 0.0, right: width, bottom: 50.0 };
        let bleed = Rect { left: -8.0, top: -8.0, right: width + 8.0, bottom: 58.0 };
        let boxes = Boxes { media: bleed, bleed: Some(bleed), trim: Some(trim), ..Boxes::default() };
        let rect = Rect { left: 1.0, top: 2.0, right: 3.0, bottom: 4.0 };
        Page { boxes, drawings: vec![Drawing { rect, place: None }], ..Page::default() }
    }

    #[test]
    fn pages_stand_behind_each_other_and_bleed_is_left_outside() {
        let joined = beside([&page(100.0), &page(10.0), &page(100.0)]);
        let trim = Rect { left: 0.0, top: 0.0, right: 210.0, bottom: 50.0 };
        assert_eq!(joined.boxes.trim, Some(trim));
        assert_eq!(joined.boxes.bleed.map(|bleed| (bleed.left, bleed.right)), Some((-8.0, 218.0)));
        let lefts: Vec<f32> = joined.drawings.iter().map(|drawing| drawing.rect.left).collect();
        assert_eq!(lefts, [1.0, 101.0, 111.0]);
        assert_eq!(beside([&page(100.0)]), page(100.0));
        assert_eq!(beside([]), Page::default());
    }
}
