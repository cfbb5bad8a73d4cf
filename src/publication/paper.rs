//! Paper, and how thick a block of it becomes.

use serde::Serialize;

use crate::diagnostic::Problem;
use crate::toml_text::Table;

/// A paper as its maker describes it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Paper {
    /// What it is called, such as `Bilderdruck matt`.
    pub name: Option<String>,
    /// The weight (Grammatur), in grams for each square metre.
    pub grammage: f64,
    /// The specific volume (Papiervolumen), in cubic centimetres for each gram.
    pub volume: f64,
}

impl Paper {
    /// The thickness of one leaf, in millimetres.
    pub fn thickness(&self) -> f64 {
        self.grammage * self.volume / 1000.0
    }
}

/// Reads `{ name = "Offset", grammage = 115, volume = 0.9 }`; the volume is 1 where it is absent.
pub(super) fn take_paper(key: &'static str, table: &mut Table, problems: &mut Vec<Problem>) -> Option<Paper> {
    let mut table = table.take::<Table>(key, problems)?.value;
    let place = table.place();
    let grammage = table.require::<f64>("grammage", problems);
    let volume = table.take::<f64>("volume", problems);
    let name = table.take::<String>("name", problems).map(|name| name.value);
    table.finish(problems);
    let paper = Paper { name, grammage: grammage?.value, volume: volume.map_or(1.0, |volume| volume.value) };
    // Outside of this, figures were confused: a volume of 90, a weight in kilograms.
    let plausible = (20.0..=1000.0).contains(&paper.grammage) && (0.5..=3.0).contains(&paper.volume);
    if !plausible {
        let message = format!("no paper has {} g/m² and a volume of {}", paper.grammage, paper.volume);
        problems.push(Problem::error("manifest/value", message).at(place).hint(
            "`grammage` is in g/m², from 20 to 1000; `volume` in cm³/g, from 0.5 to 3, and 1 for most papers",
        ));
    }
    plausible.then_some(paper)
}

/// The width of the spine (Rückenstärke) of glued leaves, in millimetres: the leaves, and the cover twice.
///
/// A leaf has two pages. Glue adds up to half a millimetre, which the print shop knows.
pub fn spine_width(pages: usize, paper: &Paper, cover: Option<&Paper>) -> f64 {
    pages.div_ceil(2) as f64 * paper.thickness() + 2.0 * cover.map_or(0.0, Paper::thickness)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paper(grammage: f64, volume: f64) -> Paper {
        Paper { name: None, grammage, volume }
    }

    /// Worked examples that print shops publish: wellmann-shop, Monsenstein, and the rule of müllerprints
    /// with a cover of 1.5 mm in all.
    #[test]
    fn the_examples_of_print_shops_come_out() {
        let cases = [
            (100, paper(150.0, 1.0), Some(paper(270.0, 1.0)), 8.04),
            (200, paper(80.0, 1.5), None, 12.0),
            (160, paper(90.0, 1.2), Some(paper(500.0, 1.5)), 80.0 * 0.108 + 1.5),
        ];
        for (pages, inside, cover, expected) in cases {
            let found = spine_width(pages, &inside, cover.as_ref());
            assert!((found - expected).abs() < 1e-9, "{pages} pages: {found} mm, not {expected}");
        }
        assert!(spine_width(101, &paper(100.0, 1.0), None) > spine_width(100, &paper(100.0, 1.0), None));
    }
}
