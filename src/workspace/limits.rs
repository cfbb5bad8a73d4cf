//! How much of anything is read, so that a mistaken or hostile source ends in words.

use crate::diagnostic::Problem;
use crate::toml_text::Table;

/// The section `[limits]`. The defaults are far beyond any printed matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Limits {
    /// `template-steps`: instructions that the templates of one chapter may run.
    pub template_steps: u64,
    /// `template-output`: bytes that one chapter may have after its templates ran.
    pub template_output: u64,
    /// `markdown-bytes`: bytes of one chapter's file, and of one file that it includes.
    pub markdown_bytes: u64,
    /// `picture-bytes`: bytes of one picture's file.
    pub picture_bytes: u64,
    /// `picture-pixels`: pixels of one picture, width times height.
    pub picture_pixels: u64,
    /// `data-bytes`: bytes of one data file.
    pub data_bytes: u64,
    /// `data-cells`: cells of one sheet of a spreadsheet, empty ones between them included.
    pub data_cells: u64,
    /// `nesting`: how deep lists, quotations, directives, includes and data may stand in one
    /// another.
    pub nesting: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            template_steps: 10_000_000,
            template_output: 16 << 20,
            markdown_bytes: 8 << 20,
            picture_bytes: 256 << 20,
            picture_pixels: 300_000_000,
            data_bytes: 64 << 20,
            data_cells: 4_000_000,
            nesting: 64,
        }
    }
}

impl Limits {
    pub(super) fn read(mut table: Table, problems: &mut Vec<Problem>) -> Self {
        // The highest values keep sums of a few such numbers within 64 bits and, for nesting, the
        // stack: every level of text costs a few frames.
        const MOST: u64 = 1 << 40;
        let mut limits = Self::default();
        for (key, limit, most) in [
            ("template-steps", &mut limits.template_steps, MOST),
            ("template-output", &mut limits.template_output, MOST),
            ("markdown-bytes", &mut limits.markdown_bytes, MOST),
            ("picture-bytes", &mut limits.picture_bytes, MOST),
            ("picture-pixels", &mut limits.picture_pixels, MOST),
            ("data-bytes", &mut limits.data_bytes, MOST),
            ("data-cells", &mut limits.data_cells, MOST),
            ("nesting", &mut limits.nesting, 1000),
        ] {
            let Some(found) = table.take::<i64>(key, problems) else { continue };
            match u64::try_from(found.value).ok().filter(|value| (1..=most).contains(value)) {
                Some(value) => *limit = value,
                None => problems.push(
                    Problem::error("manifest/value", format!("`limits.{key}` must be from 1 to {most}"))
                        .at(found.place),
                ),
            }
        }
        table.finish(problems);
        limits
    }
}
