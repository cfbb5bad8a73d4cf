//! The notation of formulas: what each becomes in Typst, how it is read, and that both outputs set it.
//!
//! `tests/suite/formulas.txt` has one formula a line; behind those that have been run stand their
//! Typst text, the two readings, and what the MathML shows. `UPDATE=1` rewrites them.

use std::sync::Arc;

use satz::diagnostic::Place;
use satz::document::Document;
use satz::markdown;
use satz::typeset::lower::{self, Context};

use crate::common::{Press, updating};

#[test]
fn each_formula_is_set_and_read_like_this() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/suite/formulas.txt");
    let before = std::fs::read_to_string(path).unwrap();
    let formulas: Vec<&str> =
        before.lines().filter(|line| !line.is_empty() && !line.starts_with("  ")).collect();
    assert!(formulas.len() > 60);
    let chapters: Vec<String> = formulas.iter().map(|latex| format!("${latex}$\n")).collect();
    let printed = Press::new().print(&chapters).unwrap_or_else(|problems| panic!("{problems:?}"));
    let mut after = String::new();
    for ((latex, chapter), printed) in formulas.iter().zip(&chapters).zip(printed) {
        let (german, typst) = lowered(chapter, "de-DE");
        let (english, _) = lowered(chapter, "en-GB");
        let mut shown = Vec::new();
        printed.body.each(&mut |part| {
            if part.name == "math" {
                assert_eq!(part.get("alttext"), Some(german.as_str()), "{latex}");
                shown.push(part.plain_text().split_whitespace().collect::<Vec<_>>().join(" "));
            }
        });
        assert_eq!(shown.len(), 1, "{latex} is one formula in the EPUB");
        after.push_str(&format!("{latex}\n  {typst}\n  {german}\n  {english}\n  {}\n\n", shown[0]));
    }
    if updating() {
        std::fs::write(path, &after).unwrap();
    }
    assert_eq!(before, after);
}

/// The reading of a formula and its Typst text.
fn lowered(text: &str, language: &str) -> (String, String) {
    let file: Arc<str> = Arc::from("sources/a/1.md");
    let (chapter, problems) =
        markdown::read(&format!("# T\n\n{text}"), &file, &|range| Place::new("a", range));
    assert_eq!(problems, [], "{text}");
    let document = Document { chapters: vec![chapter] };
    let context = Context { language, ..Context::default() };
    let (lowered, problems) = lower::lower(&document.chapters[0], &context);
    assert_eq!(problems, [], "{text}");
    let (_, equation) = lowered.text.split_once("#math.equation(alt: \"").unwrap();
    let (reading, rest) = equation.split_once("\", $").unwrap();
    (reading.to_owned(), rest.trim_end().trim_end_matches("$)").to_owned())
}
