//! Whether a PDF can go to the print shop: PDF/X-4 (ISO 15930-7:2010) and the rules of shops beyond it.
//!
//! One family of rules a file. Every rule has a code `preflight/…`; what the standard forbids is an error,
//! what a shop asks for is a warning. A rule that finds the same thing in many places tells it once, at the
//! first place, and says on which pages it found more. Positions are millimetres from the upper left corner
//! of the trimmed page.
//!
//! The text of ISO 15930-7 is not free: its rules are named by their subjects, with the clause of
//! ISO 32000-1 that defines what they speak of.

mod blank;
mod boxes;
mod colour;
mod edges;
mod file;
mod fonts;
mod intents;
mod lines;
mod metadata;
mod overprint;
mod pictures;
mod position;

use crate::colour::Condition;
use crate::diagnostic::Problem;
use crate::page::{Facts, Inventory, Page};

pub use pictures::PICTURE_INK_SLACK;

/// The numbers that a print shop asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct Limits {
    /// How far pictures and areas reach over the trimmed edge, in millimetres.
    pub bleed: f32,
    /// Below this many pixels for each inch a picture looks soft.
    pub ppi: f32,
    /// Below this many pixels for each inch its pixels can be seen.
    pub least_ppi: f32,
    /// Below this many pixels for each inch the edges of line art are seen as steps.
    pub line_art_ppi: f32,
    /// Thinner lines break up on the plate, in points.
    pub line_width: f32,
    /// Smaller text shows coloured edges when its inks are not exactly in register, in points.
    pub small_text: f32,
    /// Whether small text in colours of several inks is told, and not only in such a black.
    pub coloured_text: bool,
    /// Text stays this far away from the trimmed edge, in millimetres: the cutter may miss by a part of it.
    pub safe_zone: f32,
    /// How much ink may lie in one spot, in percent: 400 is four full tones. `None` is the limit of the
    /// printing condition that the file is made for.
    pub ink_sum: Option<f32>,
    /// The inks of the layout's tokens, among which alone a black may be mixed; `None` where the file has none.
    pub tokens: Option<Vec<[f32; 4]>>,
    /// What the number of pages must be a multiple of, if the binding is known.
    pub page_multiple: Option<usize>,
}

impl Default for Limits {
    /// What German shops ask for offset printing on coated paper.
    fn default() -> Self {
        Self {
            bleed: 3.0,
            ppi: 300.0,
            least_ppi: 150.0,
            line_art_ppi: 1200.0,
            line_width: 0.25,
            small_text: 9.0,
            coloured_text: true,
            safe_zone: 3.0,
            ink_sum: None,
            tokens: None,
            page_multiple: None,
        }
    }
}

impl Limits {
    /// The numbers for the files of a build. The colours of text are tokens there, chosen by the designer
    /// of the layout, and nothing that an editor can mend.
    pub fn of_a_build(ink_sum: f32, tokens: Vec<[f32; 4]>) -> Self {
        Self { coloured_text: false, ink_sum: Some(ink_sum), tokens: Some(tokens), ..Self::default() }
    }

    /// The limit of inks for a file: the one that is set, or that of its printing condition.
    fn for_file(&self, facts: &Facts) -> Self {
        let condition = facts.intents.first().map_or("", |intent| intent.condition.as_str());
        let limit = self.ink_sum.unwrap_or_else(|| Condition::ink_limit_of(condition).into());
        Self { ink_sum: Some(limit), ..self.clone() }
    }
}

/// Judges a file by its inventory.
///
/// An encrypted file is not judged further, since nothing in it can be read.
pub fn preflight(file: &Inventory, limits: &Limits) -> Vec<Problem> {
    if file.facts.encrypted {
        return vec![file::encrypted()];
    }
    let limits = &limits.for_file(&file.facts);
    [
        file::check(file),
        metadata::check(&file.facts),
        intents::check(&file.facts),
        boxes::check(file, limits),
        colour::check(file),
        fonts::check(file),
        blank::check(&file.pages).into_iter().collect(),
        preflight_pages(&file.pages, limits),
    ]
    .concat()
}

/// Judges pages by what stands on them, be they laid out or read back from a file.
pub fn preflight_pages(pages: &[Page], limits: &Limits) -> Vec<Problem> {
    [
        colour::ink_sums(pages, limits),
        colour::rich_blacks(pages, limits),
        fonts::text(pages, limits),
        pictures::check(pages, limits),
        lines::check(pages, limits),
        edges::check(pages, limits),
        overprint::check(pages),
    ]
    .concat()
}
