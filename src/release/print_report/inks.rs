//! Which plates pages need, and where most ink lies.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::page::{Colour, Page, Rect, Space};

/// The plates of process printing in their order.
const PROCESS: [&str; 4] = ["cyan", "magenta", "yellow", "black"];

/// The place with the most ink.
#[derive(Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct InkSum {
    pub(super) percent: f64,
    pub(super) page: usize,
    pub(super) left_mm: f64,
    pub(super) top_mm: f64,
    /// What lies there: `text`, `line`, `area` or `picture`.
    pub(super) of: &'static str,
}

/// The inks that pages print with: the process colours in their order, then spot colours by name.
///
/// A picture or gradient in CMYK counts as all four: its plates are made, be they nearly empty.
pub(super) fn plates<'a>(pages: impl IntoIterator<Item = &'a Page>) -> Vec<String> {
    let (mut process, mut spots) = ([false; 4], BTreeSet::new());
    for page in pages {
        for (colour, _, _) in coloured(page) {
            match colour {
                Colour::Gray(gray) => process[3] |= *gray < 1.0,
                Colour::Cmyk(inks) => (0..4).for_each(|ink| process[ink] |= inks[ink] > 0.0),
                Colour::Spot(name, tint) if *tint > 0.0 && !matches!(&**name, "All" | "None") => {
                    spots.insert(name.to_string());
                }
                Colour::Pattern if page.spaces.contains(&Space::Cmyk) => process = [true; 4],
                Colour::Spot(..) | Colour::Pattern | Colour::Rgb(_) | Colour::Other => {}
            }
        }
        for picture in &page.pictures {
            match picture.space {
                Space::Gray | Space::IccGray => process[3] = true,
                Space::Cmyk | Space::IccCmyk => process = [true; 4],
                _ => {}
            }
        }
    }
    let process = PROCESS.iter().zip(process).filter(|(_, used)| *used).map(|(name, _)| (*name).to_owned());
    process.chain(spots).collect()
}

/// The place with the most ink of what is drawn and, where their pixels were looked at, of pictures.
///
/// What lies over one another is not added up: opaque colours knock out.
pub(super) fn highest(pages: &[Page]) -> Option<InkSum> {
    let mut found: Option<(f32, usize, Rect, &'static str)> = None;
    for (number, page) in (1..).zip(pages) {
        let drawn = coloured(page)
            .filter(|(colour, ..)| !matches!(colour, Colour::Spot(name, _) if &**name == "All"))
            .filter_map(|(colour, rect, of)| Some((colour.ink_sum()?, rect, of)));
        let pictures =
            page.pictures.iter().filter_map(|picture| Some((picture.ink_sum?, picture.rect, "picture")));
        for (sum, rect, of) in drawn.chain(pictures) {
            if found.is_none_or(|(most, ..)| sum > most) {
                found = Some((sum, number, rect, of));
            }
        }
    }
    found.map(|(sum, page, rect, of)| InkSum::at(sum, page, rect, of))
}

/// The colours of text, lines and areas, where they stand, and of what.
fn coloured(page: &Page) -> impl Iterator<Item = (&Colour, Rect, &'static str)> {
    let runs = page.runs.iter().filter(|run| !run.text.trim().is_empty()).map(|run| {
        let rect = Rect { left: run.x, top: run.y, right: run.x + run.width, bottom: run.y };
        (&run.colour, rect, "text")
    });
    let lines = page.lines.iter().map(|line| (&line.colour, line.rect, "line"));
    let areas = page.areas.iter().map(|area| (&area.colour, area.rect, "area"));
    areas.chain(lines).chain(runs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Area;

    fn area(colour: Colour, left: f32) -> Area {
        let rect = Rect { left, top: 0.0, right: left + 1.0, bottom: 1.0 };
        Area { rect, seen: rect, is_rectangle: true, colour, overprints: false, place: None }
    }

    fn page(colours: Vec<Colour>) -> Page {
        let areas = colours.into_iter().zip([0.0, 72.0, 144.0]).map(|(colour, left)| area(colour, left));
        Page { areas: areas.collect(), ..Page::default() }
    }

    #[test]
    fn plates_are_those_that_get_ink() {
        let spot = |tint| Colour::Spot("HKS 44".into(), tint);
        let cyan = Colour::Cmyk([0.4, 0.0, 0.0, 0.0]);
        assert_eq!(plates([&page(vec![Colour::Gray(1.0), spot(0.0)])]), Vec::<String>::new());
        assert_eq!(plates([&page(vec![Colour::Gray(0.5)])]), ["black"]);
        assert_eq!(plates([&page(vec![cyan]), &page(vec![spot(0.2)])]), ["cyan", "HKS 44"]);
    }

    #[test]
    fn the_place_with_the_most_ink_is_told_and_registration_marks_are_none() {
        let most = Colour::Cmyk([1.0, 0.5, 0.5, 0.3]);
        let pages = [
            page(vec![Colour::Cmyk([0.1, 0.0, 0.0, 0.0])]),
            page(vec![Colour::Spot("All".into(), 4.0), most.clone(), most]),
        ];
        let found = highest(&pages).unwrap();
        assert_eq!((found.percent, found.page, found.left_mm, found.of), (230.0, 2, 25.4, "area"));
        assert_eq!(highest(&[]), None);
    }
}
