//! Every example of CommonMark and GFM says in the model what it says in the specification.
//!
//! `tests/suite/commonmark/` holds the examples, with the HTML that the specifications give, and
//! `exceptions.txt`: where satz differs on purpose, and why. An example that is listed and no
//! longer differs fails the test just as one that differs and is not listed.

mod outputs;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use satz::diagnostic::{Place, Problem};
use satz::document::{Alternative, Block, BlockKind, Chapter, Inline, InlineKind};
use satz::markdown;
use serde_json::Value;

const COMMONMARK: &str = include_str!("suite/commonmark/commonmark-0.31.2.json");
const GFM: &str = include_str!("suite/commonmark/gfm-0.29.json");
const EXCEPTIONS: &str = include_str!("suite/commonmark/exceptions.txt");

/// A chapter begins with its title, so each example stands behind one.
const TITLE: &str = "# Titel\n\n";

/// The finding that the words of an example are others than in the specification.
const WORDS: &str = "words";
/// The finding that an example's raw HTML was not refused.
const RAW_HTML_PASSED: &str = "raw-html-passed";
/// The finding that the words on the pages are others than in the specification.
const PAGES: &str = "pages";
/// The finding that the words in the EPUB are others than in the specification.
const XHTML: &str = "xhtml";

/// An example of a specification.
struct Example {
    /// The specification and the example's number in it.
    name: String,
    markdown: String,
    html: String,
}

fn examples() -> Vec<Example> {
    let mut examples = Vec::new();
    for (specification, text) in [("commonmark", COMMONMARK), ("gfm", GFM)] {
        let list: Vec<Value> = serde_json::from_str(text).unwrap();
        examples.extend(list.into_iter().map(|example| Example {
            name: format!("{specification} {}", example["number"]),
            markdown: example["markdown"].as_str().unwrap().to_owned(),
            html: example["html"].as_str().unwrap().to_owned(),
        }));
    }
    examples
}

/// What each excepted example is to be found with, by the example's name.
///
/// A section of the list begins with `= finding`, goes on with its reason, and ends with lines of
/// a specification's name and the numbers of examples.
fn exceptions() -> BTreeMap<String, BTreeSet<String>> {
    let mut listed: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut finding = "";
    for line in EXCEPTIONS.lines() {
        let (first, rest) = line.split_once(' ').unwrap_or((line, ""));
        match first {
            "=" => finding = rest,
            "commonmark" | "gfm" => {
                for number in rest.split(' ') {
                    let findings = listed.entry(format!("{first} {number}")).or_default();
                    assert!(findings.insert(finding.to_owned()), "{first} {number} is listed twice");
                }
            }
            _ => {}
        }
    }
    listed
}

#[test]
fn every_example_of_the_specifications_says_in_the_model_what_it_says_in_html() {
    let mut listed = exceptions();
    let mut failures = Vec::new();
    for example in examples() {
        let mut expected = listed.remove(&example.name).unwrap_or_default();
        expected.retain(|finding| finding != PAGES && finding != XHTML);
        let (chapter, problems) = read(&format!("{TITLE}{}", example.markdown));
        let said = text_of_model(&chapter);
        let written = text_of_html(&example.html);
        let found = findings(&example, &problems, said == written);
        let unlisted: Vec<&String> = found.difference(&expected).collect();
        let outdated: Vec<&String> = expected.difference(&found).collect();
        if !unlisted.is_empty() || !outdated.is_empty() {
            failures.push(format!(
                "{}: not listed {unlisted:?}, listed in vain {outdated:?}\n  markdown {:?}\n  html     \
                 {written:?}\n  model    {said:?}",
                example.name, example.markdown
            ));
        }
    }
    assert!(listed.is_empty(), "no such examples: {:?}", listed.keys());
    assert!(failures.is_empty(), "{} examples\n{}", failures.len(), failures.join("\n"));
}

fn read(text: &str) -> (Chapter, Vec<Problem>) {
    let file: Arc<str> = Arc::from("sources/a/1.md");
    markdown::read(text, &file, &|range| Place::new("sources/a/1.md", range))
}

/// How the reading of an example differs from its specification: by the errors that it gives, and
/// by its words. Raw HTML must be refused, and then nothing else counts.
fn findings(example: &Example, problems: &[Problem], same_words: bool) -> BTreeSet<String> {
    let errors = problems.iter().filter(|problem| problem.is_error());
    let errors: BTreeSet<String> = errors.map(|problem| problem.code.to_string()).collect();
    let refused = errors.contains("markdown/raw-html");
    match (has_raw_html(example), refused) {
        (true, true) => BTreeSet::new(),
        (true, false) => BTreeSet::from([RAW_HTML_PASSED.to_owned()]),
        (false, _) => errors.into_iter().chain((!same_words).then(|| WORDS.to_owned())).collect(),
    }
}

/// Whether the example's author wrote a tag of the HTML: all others come from Markdown. Comments
/// and line breaks are no concern of the reader's.
fn has_raw_html(example: &Example) -> bool {
    tags(&example.html).into_iter().any(|tag| {
        let passes = tag.starts_with("<!--") || tag.starts_with("<br");
        !passes && example.markdown.contains(tag)
    })
}

/// The tags and comments of an HTML text.
fn tags(html: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let length = length_of_tag(&rest[start..]);
        found.push(&rest[start..start + length]);
        rest = &rest[start + length..];
    }
    found
}

fn length_of_tag(html: &str) -> usize {
    let end = if html.starts_with("<!--") { "-->" } else { ">" };
    html.find(end).map_or(html.len(), |at| at + end.len())
}

/// The text of the specification's HTML, in the form that [`normal`] describes.
fn text_of_html(html: &str) -> String {
    let mut text = String::new();
    let mut code_depth = 0;
    let mut rest = html;
    while let Some(character) = rest.chars().next() {
        if character == '<' {
            let (tag, behind) = rest.split_at(length_of_tag(rest));
            rest = behind;
            match tag {
                "<pre>" => code_depth += 1,
                "</pre>" => code_depth -= 1,
                "</code>" if code_depth > 0 => code_depth -= 1,
                _ if tag.starts_with("<code") => code_depth += 1,
                _ if tag.starts_with("<br") => text.push(BREAK),
                _ if tag.starts_with("<img") => text.push_str(&picture(&unescaped(alternative_in(tag)))),
                _ => {}
            }
        } else {
            let run = &rest[..rest.find('<').unwrap_or(rest.len())];
            rest = &rest[run.len()..];
            let run = unescaped(run);
            text.push_str(&if code_depth > 0 { code(&run) } else { run });
        }
    }
    normal(&text)
}

fn alternative_in(tag: &str) -> &str {
    let value = tag.split_once(" alt=\"").map_or("", |(_, value)| value);
    value.split_once('"').map_or("", |(value, _)| value)
}

/// The four entities that the HTML of the specifications has.
fn unescaped(html: &str) -> String {
    let text = html.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">");
    text.replace("&amp;", "&")
}

/// Stands for a line break.
const BREAK: char = '↵';

/// Code with signs for its spaces, since each of them counts.
fn code(text: &str) -> String {
    text.trim_end_matches('\n').replace(' ', "·").replace('\t', "⇥").replace('\n', "⏎")
}

/// A picture by its alternative text.
fn picture(alternative: &str) -> String {
    format!("⟦{}⟧", normal(alternative))
}

/// A text with one space between its words.
fn normal(text: &str) -> String {
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    words.join(" ").replace(" ↵", "↵").replace("↵ ", "↵")
}

/// The text of a chapter behind its title, in the same form.
fn text_of_model(chapter: &Chapter) -> String {
    let mut text = String::new();
    blocks(&chapter.blocks[1..], &mut text);
    normal(&text)
}

fn blocks(list: &[Block], out: &mut String) {
    for block in list {
        match &block.kind {
            BlockKind::Heading(heading) => inlines(&heading.content, out),
            BlockKind::Paragraph(content) => inlines(content, out),
            BlockKind::List(list) => list.items.iter().for_each(|item| blocks(&item.blocks, out)),
            BlockKind::TaskList(list) => list.items.iter().for_each(|item| blocks(&item.blocks, out)),
            BlockKind::Quote(list) => blocks(list, out),
            BlockKind::Code(block) => out.push_str(&code(&block.text)),
            BlockKind::Table(table) => {
                for cell in table.head.iter().chain(table.rows.iter().flat_map(|row| &row.cells)) {
                    inlines(&cell.content, out);
                    out.push(' ');
                }
            }
            BlockKind::Figure(figure) => {
                blocks(&figure.body, out);
                figure.caption.iter().for_each(|caption| inlines(caption, out));
            }
            BlockKind::Picture(shown) => out.push_str(&alternative_of(&shown.alternative)),
            BlockKind::Divider => {}
            // No specification knows these; each shows as a difference.
            other => out.push_str(&format!("{other:?}")),
        }
        out.push('\n');
    }
}

fn inlines(list: &[Inline], out: &mut String) {
    for inline in list {
        match &inline.kind {
            InlineKind::Text(text) => out.push_str(text),
            InlineKind::SoftBreak => out.push(' '),
            InlineKind::LineBreak => out.push(BREAK),
            InlineKind::Code(text) => out.push_str(&code(text)),
            InlineKind::Emphasis(content) | InlineKind::Strong(content) | InlineKind::Strike(content) => {
                inlines(content, out);
            }
            InlineKind::Link(link) => inlines(&link.content, out),
            InlineKind::Span(span) => inlines(&span.content, out),
            InlineKind::Picture(shown) => out.push_str(&alternative_of(&shown.alternative)),
            other => out.push_str(&format!("{other:?}")),
        }
    }
}

fn alternative_of(alternative: &Alternative) -> String {
    match alternative {
        Alternative::Text(text) => picture(text),
        Alternative::Decorative => picture(""),
    }
}
