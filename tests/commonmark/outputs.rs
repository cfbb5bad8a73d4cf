//! Every example of CommonMark and GFM says on the pages and in the EPUB what it says in its specification.
//!
//! Where the model says something else on purpose (the finding `words`), the outputs say what the model does.
//! Examples with raw HTML are refused while they are read, and have no output. A picture is no word on a page;
//! in the EPUB its alternative text counts.

use std::collections::BTreeSet;

use satz::epub::{Element, Node};

use super::{
    BREAK, PAGES, TITLE, WORDS, XHTML, code, examples, exceptions, has_raw_html, normal, picture, read,
    text_of_html, text_of_model,
};
use crate::common::Press;

#[test]
fn every_example_of_the_specifications_says_in_each_output_what_it_says_in_html() {
    let mut listed = exceptions();
    let examples: Vec<_> = examples().into_iter().filter(|example| !has_raw_html(example)).collect();
    assert!(examples.len() > 600, "only {} examples reach an output", examples.len());
    let texts: Vec<String> = examples.iter().map(|example| example.markdown.clone()).collect();
    let printed = Press::new().print(&texts).unwrap_or_else(|problems| panic!("{problems:#?}"));
    let mut failures = Vec::new();
    for (example, printed) in examples.iter().zip(&printed) {
        let expected = listed.remove(&example.name).unwrap_or_default();
        let written = if expected.contains(WORDS) {
            text_of_model(&read(&format!("{TITLE}{}", example.markdown)).0)
        } else {
            text_of_html(&example.html)
        };
        let pages = normal(&printed.pages);
        let web = text_of_body(&printed.body);
        let differ = [(PAGES, on_paper(&written) != pages), (XHTML, written != web)];
        let found: BTreeSet<&str> =
            differ.iter().filter(|(_, differs)| *differs).map(|(name, _)| *name).collect();
        let expected: BTreeSet<&str> =
            expected.iter().map(String::as_str).filter(|name| [PAGES, XHTML].contains(name)).collect();
        if found != expected {
            failures.push(format!(
                "{}: found {found:?}, listed {expected:?}\n  markdown {:?}\n  html     {written:?}\n  pages    \
                 {pages:?}\n  xhtml    {web:?}",
                example.name, example.markdown
            ));
        }
    }
    assert!(failures.is_empty(), "{} examples\n{}", failures.len(), failures.join("\n"));
}

/// A text as paper shows it: spaces and line breaks are white space, and pictures say nothing.
fn on_paper(text: &str) -> String {
    let mut shown = String::new();
    let mut depth = 0;
    for sign in text.chars() {
        match sign {
            '⟦' => depth += 1,
            '⟧' => {
                depth -= 1;
                shown.push(' ');
            }
            _ if depth > 0 => {}
            BREAK | '·' | '⇥' | '⏎' => shown.push(' '),
            _ => shown.push(sign),
        }
    }
    normal(&shown)
}

/// The text of a chapter's XHTML behind its title, in the form that the specification's HTML is brought into.
fn text_of_body(body: &Element) -> String {
    let mut text = String::new();
    element(body, false, &mut text);
    normal(&text)
}

fn element(parent: &Element, in_code: bool, out: &mut String) {
    for child in &parent.children {
        match child {
            Node::Text(text) if in_code => out.push_str(&code(text)),
            Node::Text(text) => out.push_str(text),
            Node::Element(found) => match found.name.as_str() {
                "h1" => {}
                "br" if in_code => out.push('⏎'),
                "br" => out.push(BREAK),
                "img" => out.push_str(&picture(found.get("alt").unwrap_or(""))),
                "code" => element(found, true, out),
                name => {
                    let is_block = !INLINE.contains(&name);
                    out.push_str(if is_block { "\n" } else { "" });
                    element(found, in_code || name == "pre", out);
                    out.push_str(if is_block { "\n" } else { "" });
                }
            },
        }
    }
}

/// The elements that stand within a line; a reader sees all others apart.
const INLINE: [&str; 6] = ["a", "em", "s", "span", "strong", "sup"];
