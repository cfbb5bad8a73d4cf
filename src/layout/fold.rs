//! Folded sheets: which panels they have, and where each page of a flyer stands.

use crate::diagnostic::Problem;
use crate::toml_text::{Length, Located, Table};

/// How a sheet of three panels is folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fold {
    /// Once forwards, once backwards (Zickzackfalz, Leporello).
    Parallel,
    /// One panel into the others (Wickelfalz).
    Wrap,
    /// Two wings over the middle (Altarfalz).
    Gate,
}

/// A fold with its panels.
#[derive(Debug, Clone, PartialEq)]
pub struct Folded {
    /// The kind.
    pub fold: Fold,
    /// The widths of the panels, as the outside of the flat sheet shows them from left to right.
    pub panels: [Length; 3],
}

/// The panel that is folded in is narrower by at least this much, in millimetres, or it bulges.
const PLAY: f64 = 1.0;

impl Fold {
    const WORDS: [(&'static str, Self); 3] =
        [("parallel", Self::Parallel), ("wrap", Self::Wrap), ("gate", Self::Gate)];

    /// The word of layouts.
    pub fn name(self) -> &'static str {
        Self::WORDS.iter().find(|(_, fold)| *fold == self).map_or("", |(name, _)| name)
    }

    /// The pages on the two sides of the flat sheet from left to right, counted from 0: the outside, then
    /// the inside.
    ///
    /// The pages of a sheet that is folded parallel or wrapped are the title, the three of the inside, and what
    /// lies left of the title: 5 6 1 outside, 2 3 4 inside. With wings, the title stands on both of them, so a
    /// reader sees 1 2, opens 3 4 5, and turns to 6: 2 6 1 outside, 3 4 5 inside.
    pub fn sides(self) -> [[usize; 3]; 2] {
        match self {
            Self::Parallel | Self::Wrap => [[4, 5, 0], [1, 2, 3]],
            Self::Gate => [[1, 5, 0], [2, 3, 4]],
        }
    }
}

impl Folded {
    /// How many pages the two sides have.
    pub const PAGES: usize = 6;

    /// The width of each page, in the order of the pages. The inside shows the panels mirrored.
    pub fn widths(&self) -> [Length; Self::PAGES] {
        let [left, middle, right] = self.panels;
        let [outside, inside] = self.fold.sides();
        let mut widths = [left; Self::PAGES];
        for (pages, panels) in [(outside, [left, middle, right]), (inside, [right, middle, left])] {
            for (page, width) in pages.into_iter().zip(panels) {
                widths[page] = width;
            }
        }
        widths
    }

    pub(super) fn take(
        table: &mut Table,
        width: Option<&Located<Length>>,
        problems: &mut Vec<Problem>,
    ) -> Option<Self> {
        let fold = table.take_word("fold", &Fold::WORDS, problems);
        let panels = table.take_texts("panels", problems);
        let place = table.place();
        let (fold, panels) = match (fold, panels) {
            (None, None) => return None,
            (Some(fold), Some(panels)) => (fold.value, panels),
            _ => {
                let message = "a folded size needs both `fold` and `panels`";
                problems.push(Problem::error("layout/missing-key", message).at(place));
                return None;
            }
        };
        let lengths: Option<Vec<Length>> = panels.iter().map(|panel| Length::parse(&panel.value)).collect();
        let lengths = lengths.and_then(|lengths| <[Length; 3]>::try_from(lengths).ok());
        let folded = lengths.map(|panels| Self { fold, panels });
        let wrong = match &folded {
            None => Some("`panels` must be three lengths such as `97mm`"),
            Some(folded) => folded.fault(width.and_then(|width| width.value.points())),
        };
        problems.extend(wrong.map(|wrong| {
            Problem::error("layout/fold", wrong)
                .at(panels.first().map_or(place, |panel| panel.place.clone()))
                .hint("`panels` are those of the outside of the flat sheet, from left to right; `width` is the widest of them")
        }));
        folded.filter(|_| wrong.is_none())
    }

    /// What is wrong with the widths for this fold.
    fn fault(&self, width: Option<f64>) -> Option<&'static str> {
        let points: Vec<f64> = self.panels.iter().filter_map(|panel| panel.points()).collect();
        let [left, middle, right] = <[f64; 3]>::try_from(points).ok()?.map(|points| points * 25.4 / 72.0);
        let equal = |one: f64, other: f64| (one - other).abs() < 0.01;
        let widest = left.max(middle).max(right);
        if width.is_some_and(|width| !equal(width * 25.4 / 72.0, widest)) {
            return Some("`width` is not the width of the widest panel");
        }
        match self.fold {
            Fold::Parallel => (!equal(left, middle) || !equal(middle, right))
                .then_some("the panels of a parallel fold are equally wide"),
            Fold::Wrap => (!equal(middle, right) || left > right - PLAY)
                .then_some("the left panel of a wrap fold is folded in, so it is narrower than the two others by 1 mm or more"),
            Fold::Gate => (!equal(left, right) || left > middle / 2.0 - PLAY / 2.0)
                .then_some("the wings of a gate fold are equally wide, and narrower than half of the middle"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(fold: Fold, panels: [&str; 3]) -> Folded {
        Folded { fold, panels: panels.map(|panel| Length::parse(panel).unwrap()) }
    }

    fn widths(folded: &Folded) -> Vec<String> {
        folded.widths().iter().map(Length::to_string).collect()
    }

    #[test]
    fn the_narrow_panel_is_left_outside_and_right_inside() {
        let wrap = folded(Fold::Wrap, ["97mm", "100mm", "100mm"]);
        assert_eq!(wrap.fault(Some(100.0 * 72.0 / 25.4)), None);
        assert_eq!(widths(&wrap), ["100mm", "100mm", "100mm", "97mm", "97mm", "100mm"]);
        let parallel = folded(Fold::Parallel, ["99mm"; 3]);
        assert_eq!(parallel.fault(None), None);
        assert_eq!(widths(&parallel), ["99mm"; 6]);
        let gate = folded(Fold::Gate, ["73.5mm", "150mm", "73.5mm"]);
        assert_eq!(gate.fault(None), None);
        assert_eq!(widths(&gate), ["73.5mm", "73.5mm", "73.5mm", "150mm", "73.5mm", "150mm"]);
    }

    /// Both sides of one panel are one piece of paper.
    #[test]
    fn every_panel_has_one_width_on_both_sides() {
        for (fold, panels) in [
            (Fold::Parallel, ["99mm"; 3]),
            (Fold::Wrap, ["97mm", "100mm", "100mm"]),
            (Fold::Gate, ["73mm", "151mm", "73mm"]),
        ] {
            let widths = folded(fold, panels).widths();
            let [outside, inside] = fold.sides();
            for panel in 0..3 {
                assert_eq!(widths[outside[panel]], widths[inside[2 - panel]], "{}", fold.name());
            }
            let mut all = [outside, inside].concat();
            all.sort_unstable();
            assert_eq!(all, [0, 1, 2, 3, 4, 5]);
        }
    }

    #[test]
    fn widths_that_cannot_be_folded_are_refused() {
        for (fold, panels) in [
            (Fold::Parallel, ["99mm", "99mm", "97mm"]),
            (Fold::Wrap, ["100mm", "100mm", "97mm"]),
            (Fold::Wrap, ["99mm", "99mm", "99mm"]),
            (Fold::Gate, ["75mm", "150mm", "75mm"]),
        ] {
            assert!(folded(fold, panels).fault(None).is_some(), "{} {panels:?}", fold.name());
        }
    }
}
