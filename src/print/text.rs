//! The text of written pages, as a reader would copy it.

use super::inspect::pages;
use super::open;
use super::tags::bookmarks;
use crate::diagnostic::Problem;
use crate::page::{Page, Run};

/// The text of each page of a PDF, in the order in which it is drawn.
///
/// Ligatures are resolved, and where the file says what glyphs mean (`ActualText`), that is taken. A new
/// line starts wherever the drawing leaves the baseline or jumps along it; runs that touch are joined
/// without a space. Where a word was divided, U+00AD stands before the line end, so that
/// `text.replace("\u{ad}\n", "")` joins it again, but for words divided at the end of a column or page.
/// A number that touches a word in a smaller size or as a run of its own is a footnote mark and gets a
/// space before it.
pub fn text_of(pdf: &[u8]) -> Result<Vec<String>, Problem> {
    read_back(pdf).map(|written| written.pages)
}

/// What people read in a PDF.
pub struct Written {
    /// The text of each page; see [`text_of`].
    pub pages: Vec<String>,
    /// How many bookmarks stand on the first level.
    pub bookmarks: usize,
}

/// Reads a written PDF once for all that is checked in one for the screen.
///
/// # Errors
/// `print/broken-pdf`.
pub fn read_back(pdf: &[u8]) -> Result<Written, Problem> {
    let document = open(pdf)?;
    let pages = pages(&document).0.iter().map(page_text).collect();
    Ok(Written { pages, bookmarks: bookmarks(&document) })
}

/// The text of one page of an inventory; see [`text_of`].
pub fn page_text(page: &Page) -> String {
    let mut text = String::new();
    let mut last: Option<&Run> = None;
    for run in page.runs.iter().filter(|run| !run.text.is_empty()) {
        if let Some(last) = last {
            text.push_str(between(last, run));
        }
        text.push_str(&run.text);
        last = Some(run);
    }
    text
}

/// What stands between two runs that follow each other.
fn between(last: &Run, next: &Run) -> &'static str {
    match step(last, next) {
        "" => {}
        step => return step,
    }
    let size = last.size.max(next.size);
    let raised = (last.y - next.y).abs();
    let mark = |run: &Run| run.text.len() <= 3 && run.text.bytes().all(|byte| byte.is_ascii_digit());
    let spaced = last.text.ends_with(char::is_whitespace) || next.text.starts_with(char::is_whitespace);
    if (mark(last) != mark(next) || raised > 0.1 * size) && !spaced { " " } else { "" }
}

/// What the way from one run to the next says: nothing where they touch.
pub(super) fn step(last: &Run, next: &Run) -> &'static str {
    let size = last.size.max(next.size);
    let gap = next.x - (last.x + last.width);
    let raised = (last.y - next.y).abs();
    if raised > 0.6 * size || gap < -0.5 * size || gap > 2.0 * size {
        return "\n";
    }
    if gap > 0.15 * size { " " } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Colour;

    fn run(text: &str, x: f32, y: f32, size: f32) -> Run {
        Run {
            text: text.into(),
            x,
            y,
            width: text.chars().count() as f32 * size / 2.0,
            size,
            font: "Sans".into(),
            colour: Colour::Gray(0.0),
            artifact: false,
            level: true,
            lacks_glyphs: false,
            overprints: false,
            place: None,
        }
    }

    fn text(runs: Vec<Run>) -> String {
        page_text(&Page { runs, ..Page::default() })
    }

    #[test]
    fn runs_that_touch_are_one_word() {
        assert_eq!(text(vec![run("Halb", 0.0, 10.0, 10.0), run("fett", 20.0, 10.0, 10.0)]), "Halbfett");
    }

    #[test]
    fn a_new_line_and_a_jump_part_words() {
        assert_eq!(text(vec![run("eins", 0.0, 10.0, 10.0), run("zwei", 0.0, 22.0, 10.0)]), "eins\nzwei");
        assert_eq!(text(vec![run("eins", 0.0, 10.0, 10.0), run("zwei", 90.0, 10.0, 10.0)]), "eins\nzwei");
        assert_eq!(text(vec![run("eins", 0.0, 10.0, 10.0), run("zwei", 23.0, 10.0, 10.0)]), "eins zwei");
    }

    #[test]
    fn a_divided_word_can_be_joined_again() {
        let found = text(vec![
            run("Leer", 0.0, 10.0, 10.0),
            run("\u{ad}", 20.0, 10.0, 10.0),
            run("stand", 0.0, 22.0, 10.0),
        ]);
        assert_eq!(found, "Leer\u{ad}\nstand");
        assert_eq!(found.replace("\u{ad}\n", ""), "Leerstand");
    }

    #[test]
    fn a_footnote_mark_does_not_stick_to_its_word() {
        assert_eq!(
            text(vec![run("Wort", 0.0, 10.0, 10.0), run("12", 20.0, 7.0, 6.0), run(".", 26.0, 10.0, 10.0)]),
            "Wort 12 ."
        );
        assert_eq!(text(vec![run("Wort ", 0.0, 10.0, 10.0), run("12", 25.0, 10.0, 10.0)]), "Wort 12");
    }
}
