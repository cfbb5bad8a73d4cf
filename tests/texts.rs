//! Any text survives: what stands in a data file comes out of pages and EPUB as it went in.
//!
//! Texts are drawn from a fixed seed, and joined by those of `tests/suite/texts.txt`, one a line as a string of
//! JSON: what once failed, and stays. White space counts as one space, quotation marks are those of the
//! language, and characters without a shape do not count.

mod metadata;

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use satz::data;
use satz::diagnostic::Problem;
use satz::epub::{Element, Node};
use satz::publication::{self, Schema};
use satz::template::{self, Context};
use satz::workspace::{self, Limits};

use crate::common::Press;

const KEPT: &str = include_str!("suite/texts.txt");

/// How many texts are drawn.
const DRAWN: usize = 1500;

/// Signs that mean something to Markdown, Typst, XML or templates.
static SIGNS: [&str; 44] = [
    "*",
    "**",
    "_",
    "`",
    "```",
    "~~",
    "#",
    "# ",
    "[",
    "]",
    "](",
    "![",
    "{",
    "}",
    "{{",
    "}}",
    "{%",
    "{##",
    "<",
    ">",
    "<b>",
    "&",
    "&amp;",
    "\\",
    "/",
    "//",
    "/*",
    "-",
    "--",
    "- ",
    "1. ",
    "=",
    ":",
    ":::",
    "|",
    "$",
    "@",
    "@a",
    "[^a]",
    "\"",
    "'",
    "...",
    "https://a.de/b_c",
    "+++",
];

/// Words that run from right to left, with marks, figures and signs of direction, and other scripts.
static FOREIGN: [&str; 10] = [
    "מרכז העיר",
    "وسط المدينة",
    "שָׁלוֹם",
    "(عربي)",
    "٢٠٢٦",
    "\u{200f}",
    "\u{2067}א\u{2069}",
    "市中心",
    "हिन्दी",
    "e\u{301}👩\u{200d}🚒",
];

/// The signs that force a direction upon letters of the other one: a page has the letters as they are seen.
const FORCES: [char; 2] = ['\u{202d}', '\u{202e}'];

fn texts() -> impl Strategy<Value = String> {
    let letters = prop::char::ranges(vec!['a'..='z', 'A'..='Z', '0'..='9', 'ä'..='ü', 'α'..='ω'].into());
    let piece = prop_oneof![
        4 => "[a-zA-ZäöüÄÖÜß0-9]{1,8}",
        2 => Just(" ".to_owned()),
        4 => prop::sample::select(&SIGNS[..]).prop_map(str::to_owned),
        1 => letters.prop_map(String::from),
        1 => "[ -~]{1,4}",
        1 => any::<char>().prop_filter("a page has it in order", |sign| !FORCES.contains(sign)).prop_map(String::from),
        1 => prop::sample::select(&FOREIGN[..]).prop_map(str::to_owned),
    ];
    vec(piece, 1..10).prop_map(|pieces| pieces.concat())
}

#[test]
fn every_text_of_a_data_file_arrives_on_pages_and_in_the_epub() {
    let texts = all_texts();
    let chapters: Vec<String> = texts.iter().map(|text| chapter(text)).collect();
    let printed = Press::new().print(&chapters).unwrap_or_else(|problems| {
        let chapter = |problem: &Problem| -> Option<&String> {
            let name = problem.place.as_ref()?.file.rsplit('/').next()?;
            chapters.get(name.strip_suffix(".md")?.parse::<usize>().ok()?)
        };
        panic!("{:#?}", problems.iter().map(|problem| (problem, chapter(problem))).collect::<Vec<_>>())
    });
    let mut failures = Vec::new();
    for ((text, markdown), printed) in texts.iter().zip(&chapters).zip(&printed) {
        let expected = shown(&["Kopf", text, text, "Spalte", text, text, text, text, text].join(" "));
        let mut web = String::new();
        words(&printed.body, &mut web);
        for (output, found) in [("pages", shown(&printed.pages)), ("xhtml", shown(&web))] {
            if found != expected {
                failures.push(format!("{text:?} in {output}\n  expected {expected:?}\n  found    {found:?}\n  markdown {markdown:?}"));
            }
        }
    }
    assert!(failures.is_empty(), "{} texts\n{}", failures.len(), failures.join("\n"));
}

fn all_texts() -> Vec<String> {
    let mut texts: Vec<String> = KEPT.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut runner = TestRunner::deterministic();
    let drawn = self::texts();
    texts.extend((0..DRAWN).map(|_| drawn.new_tree(&mut runner).unwrap().current()));
    texts.push("Stadt *und* Land ".repeat(2_000));
    texts.retain(|text| !shown(text).is_empty());
    texts
}

/// A chapter with the text as heading, paragraph, cell, caption, words of a link, and code.
fn chapter(text: &str) -> String {
    let ticks = "`".repeat(3 + text.chars().filter(|&sign| sign == '`').count());
    let code = text.replace(char::is_control, " ");
    let template = "\
## Kopf {{ t[0].text }}

{{ t[0].text }}

| Spalte |
|--------|
| {{ t[0].text }} |

:::figure

![](bild.png){.decorative}

{{ t[0].text }}

:::

[{{ t[0].text }}](https://example.org)
";
    let head = expanded(template, text);
    format!("{head}\n{ticks}\n{code}\n{ticks}\n\n{ticks} {code} {ticks}\n")
}

/// Runs a template in which `t` is a table with the text.
fn expanded(template: &str, text: &str) -> String {
    let file: Arc<str> = Arc::from("sources/heft/t.json");
    let json = serde_json::json!([{ "text": text }]).to_string();
    let read = data::read(&file, json.as_bytes(), &Schema::default(), &Limits::default());
    let read = read.unwrap_or_else(|problems| panic!("{problems:?}")).value;
    let manifest = "title = \"Heft\"\nlayout = \"plain\"\ndate = 2026-11-01\n";
    let settings = workspace::Workspace::default();
    let files = ["sources/heft/01-a.md".to_owned()];
    let publication = publication::read("sources/heft", manifest, &files, &settings).0.unwrap();
    let data = BTreeMap::from([("t".to_owned(), read)]);
    let context = Context::new(&publication, &settings.publisher, &data);
    let file = Arc::from("sources/heft/01-a.md");
    let expanded = template::expand(&file, template, &context, &settings.limits, &|_| None);
    expanded.unwrap_or_else(|problems| panic!("{text:?}: {problems:?}")).value.text
}

/// The words of a chapter's document behind its title.
fn words(parent: &Element, out: &mut String) {
    for child in &parent.children {
        match child {
            Node::Text(text) => out.push_str(text),
            Node::Element(found) if found.name == "h1" => {}
            Node::Element(found) => {
                words(found, out);
                if ["h2", "p", "th", "td", "pre", "figcaption"].contains(&found.name.as_str()) {
                    out.push(' ');
                }
            }
        }
    }
}

/// A text without control characters, and one space for white space.
fn shown_exactly(text: &str) -> String {
    let plain = text.replace(char::is_control, " ");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What readers see of a text: one space for white space, one sign for each kind of quotation mark.
fn shown(text: &str) -> String {
    let signs = text.chars().filter_map(|sign| match sign {
        '"' | '„' | '“' | '”' => Some('"'),
        '\'' | '‚' | '‘' | '’' => Some('\''),
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}' => None,
        // A control character is an error, and a space in its place lets the test go on.
        _ if sign.is_whitespace() || sign.is_control() => Some(' '),
        _ => Some(sign),
    });
    signs.collect::<String>().split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
