//! For people at a terminal: the line itself, a mark under what is meant, and what to do.

use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

use crate::diagnostic::{Place, Problem, Severity, SourceTexts, line_and_column};

/// Lines longer than this many characters are shown in part, around the mark.
const LONGEST_LINE: usize = 110;

pub(super) fn render(problems: &[Problem], texts: &SourceTexts, colour: bool) -> String {
    let ink = Ink { on: colour };
    problems.iter().map(|problem| one(problem, texts, ink)).collect::<Vec<_>>().join("\n")
}

fn one(problem: &Problem, texts: &SourceTexts, ink: Ink) -> String {
    let (word, code) = match problem.severity {
        Severity::Error => ("error", RED),
        Severity::Warning => ("warning", YELLOW),
        Severity::Hint => ("hint", BLUE),
    };
    let mut text = String::new();
    let head = ink.paint(code, &format!("{word}[{}]", problem.code));
    let _ = writeln!(text, "{head}{}", ink.paint(BOLD, &format!(": {}", problem.message)));
    let gutter = gutter_width(problem, texts);
    let first = problem.place.iter().map(|place| (place, "", code));
    let others = problem.labels.iter().map(|label| (&label.place, label.text.as_str(), BLUE));
    for (place, words, code) in first.chain(others) {
        text.push_str(&excerpt(place, words, texts, gutter, ink, code));
    }
    for hint in &problem.hints {
        let _ = writeln!(text, "{:gutter$} {} {hint}", "", ink.paint(BLUE, "= help:"));
    }
    text
}

fn gutter_width(problem: &Problem, texts: &SourceTexts) -> usize {
    let places = problem.place.iter().chain(problem.labels.iter().map(|label| &label.place));
    let line =
        |place: &Place| texts.get(&place.file).map_or(0, |text| line_and_column(text, place.range.start).0);
    places.map(line).max().unwrap_or(0).to_string().len()
}

fn excerpt(place: &Place, words: &str, texts: &SourceTexts, gutter: usize, ink: Ink, code: &str) -> String {
    let mut shown = String::new();
    let arrow = ink.paint(BLUE, "-->");
    let Some(text) = texts.get(&place.file) else {
        let _ = writeln!(shown, "{:gutter$}{arrow} {}", "", texts.address(place));
        return shown;
    };
    let (line, column) = line_and_column(text, place.range.start);
    let _ = writeln!(shown, "{:gutter$}{arrow} {}", "", texts.address(place));
    let window = Window::of(text, place, line, column);
    let bar = ink.paint(BLUE, "|");
    let _ = writeln!(shown, "{:gutter$} {bar}", "");
    let number = ink.paint(BLUE, &format!("{line:>gutter$}"));
    let _ = writeln!(shown, "{number} {bar} {}", window.text);
    let mark = format!("{} {words}", "^".repeat(window.marked));
    let mark = ink.paint(code, mark.trim_end());
    let _ = writeln!(shown, "{:gutter$} {bar} {:before$}{}", "", "", mark, before = window.before);
    shown
}

/// The part of a line that is shown, and where its mark stands, in columns of the terminal.
struct Window {
    text: String,
    before: usize,
    marked: usize,
}

impl Window {
    fn of(text: &str, place: &Place, line: usize, column: usize) -> Self {
        let full = text.lines().nth(line - 1).unwrap_or("");
        let line_start = text.split_inclusive('\n').take(line - 1).map(str::len).sum::<usize>();
        let chars: Vec<char> = full.chars().collect();
        let start = (column - 1).min(chars.len());
        let end_byte = place.range.end.saturating_sub(line_start).min(full.len());
        let end = full.get(..end_byte).map_or(chars.len(), |part| part.chars().count());
        let end = end.clamp(start, chars.len());
        let from = if chars.len() > LONGEST_LINE { start.saturating_sub(40) } else { 0 };
        let to = (from + LONGEST_LINE).min(chars.len());
        let clean = |range: &[char]| -> String {
            range.iter().map(|c| if c.is_control() { ' ' } else { *c }).collect()
        };
        let lead = if from > 0 { "…" } else { "" };
        let tail = if to < chars.len() { "…" } else { "" };
        let width = |range: &[char]| clean(range).width();
        Self {
            text: format!("{lead}{}{tail}", clean(&chars[from..to])),
            before: lead.width() + width(&chars[from..start.clamp(from, to)]),
            marked: width(&chars[start.min(to)..end.min(to)]).max(1),
        }
    }
}

const RED: &str = "1;31";
const YELLOW: &str = "1;33";
const BLUE: &str = "1;34";
const BOLD: &str = "1";

/// Colours words where the terminal wants it.
#[derive(Clone, Copy)]
struct Ink {
    on: bool,
}

impl Ink {
    fn paint(self, code: &str, words: &str) -> String {
        if self.on { format!("\u{1b}[{code}m{words}\u{1b}[0m") } else { words.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts() -> SourceTexts {
        let mut texts = SourceTexts::default();
        texts.insert("a.md", "# Titel\n\nSiehe @abb-plam dort.\n");
        texts
    }

    #[test]
    fn a_problem_shows_its_line_with_a_mark_and_says_what_to_do() {
        let problem = Problem::error("document/unknown-reference", "nothing has the id `abb-plam`")
            .at(Place::new("a.md", 15..24))
            .hint("did you mean `abb-plan`?");
        assert_eq!(
            render(&[problem], &texts(), false),
            "error[document/unknown-reference]: nothing has the id `abb-plam`\n \
             --> a.md:3:7\n  |\n3 | Siehe @abb-plam dort.\n  |       ^^^^^^^^^\n  \
             = help: did you mean `abb-plan`?\n"
        );
    }

    #[test]
    fn a_problem_in_an_unknown_file_still_names_the_file() {
        let problem = Problem::error("x/y", "broken").at(Place::file("b.png"));
        assert_eq!(render(&[problem], &texts(), false), "error[x/y]: broken\n --> b.png\n");
    }
}
