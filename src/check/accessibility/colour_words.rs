//! Words that tell something apart by its colour alone.
//!
//! This is what can be judged before pages are laid out: the author's own words about charts and
//! pictures. How a chart is drawn is the layout's matter; the house's names every series and writes
//! every value beside its mark.

use super::rule::COLOUR_ALONE;
use super::{own_words, words};
use crate::diagnostic::{Place, Problem};
use crate::document::{BlockKind, Chapter, Component, Inline, Node, Value, walk};

/// Stems of colours; German ones are inflected, and may be the second part of a word (`hellblau`).
const GERMAN_COLOURS: [&str; 11] =
    ["rot", "grün", "blau", "gelb", "orange", "lila", "violett", "türkis", "rosa", "braun", "grau"];
const GERMAN_ENDINGS: [&str; 6] = ["", "e", "en", "er", "es", "em"];
const ENGLISH_COLOURS: [&str; 11] =
    ["red", "green", "blue", "yellow", "orange", "purple", "violet", "turquoise", "pink", "brown", "grey"];

/// What charts and maps are made of.
const GERMAN_MARKS: [&str; 20] = [
    "balken",
    "säule",
    "säulen",
    "linie",
    "linien",
    "kurve",
    "kurven",
    "segment",
    "segmente",
    "markierung",
    "markierungen",
    "punkt",
    "punkte",
    "pfeil",
    "pfeile",
    "kästchen",
    "balkens",
    "symbol",
    "symbole",
    "segmenten",
];
const ENGLISH_MARKS: [&str; 18] = [
    "bar", "bars", "column", "columns", "line", "lines", "curve", "curves", "segment", "segments", "marker",
    "markers", "dot", "dots", "arrow", "arrows", "symbol", "symbols",
];

/// Marking with a colour: `rot markiert`, `marked in red`.
const GERMAN_MARKED: [&str; 8] = [
    "markiert",
    "markierte",
    "markierten",
    "hinterlegt",
    "hinterlegte",
    "hinterlegten",
    "eingefärbt",
    "gekennzeichnet",
];
const ENGLISH_MARKED: [&str; 4] = ["marked", "highlighted", "shaded", "coloured"];

pub(super) fn check(chapter: &Chapter, language: &str, problems: &mut Vec<Problem>) {
    walk(&chapter.blocks, &mut |node| {
        let Node::Block(block) = node else { return };
        match &block.kind {
            BlockKind::Paragraph(content) => problems.extend(in_words(content, language)),
            BlockKind::Figure(figure) => {
                problems.extend(figure.caption.as_ref().and_then(|caption| in_words(caption, language)));
            }
            BlockKind::Table(table) => {
                problems.extend(table.caption.as_ref().and_then(|caption| in_words(caption, language)));
            }
            BlockKind::Component(component) if is_chart(component) => {
                for argument in &component.arguments {
                    if let Value::Text(text) = &argument.value {
                        problems.extend(in_text(text, &argument.place, language));
                    }
                }
            }
            _ => {}
        }
    });
}

/// A component that shows a table of data.
fn is_chart(component: &Component) -> bool {
    component.arguments.iter().any(|argument| matches!(argument.value, Value::Data(_)))
}

fn in_words(content: &[Inline], language: &str) -> Option<Problem> {
    let mut found = None;
    own_words(content, &mut |text, place| {
        if found.is_none() {
            found = in_text(text, place, language);
        }
    });
    found
}

fn in_text(text: &str, place: &Place, language: &str) -> Option<Problem> {
    let words: Vec<(&str, String)> = words(text).map(|word| (word, word.to_lowercase())).collect();
    let pair = words.windows(2).find(|pair| tells_by_colour(&pair[0].1, &pair[1].1, language));
    let triple = || {
        words.windows(3).find(|words| {
            language == "en"
                && ENGLISH_MARKED.contains(&words[0].1.as_str())
                && words[1].1 == "in"
                && is_colour(&words[2].1, language)
        })
    };
    let phrase = pair.or_else(triple)?.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(" ");
    Some(
        COLOUR_ALONE
            .found(
                format!("`{phrase}` tells something apart by its colour alone"),
                "name what is meant as well: its label, its place, its pattern",
            )
            .at(place.clone()),
    )
}

fn tells_by_colour(first: &str, second: &str, language: &str) -> bool {
    let has = |words: &[&str]| words.contains(&second);
    is_colour(first, language)
        && match language {
            "de" => has(&GERMAN_MARKS) || has(&GERMAN_MARKED),
            "en" => has(&ENGLISH_MARKS),
            _ => false,
        }
}

fn is_colour(word: &str, language: &str) -> bool {
    match language {
        "de" => GERMAN_ENDINGS.iter().any(|ending| {
            word.strip_suffix(ending).is_some_and(|stem| {
                GERMAN_COLOURS.iter().any(|colour| {
                    stem == *colour || ["hell", "dunkel"].iter().any(|tone| stem == format!("{tone}{colour}"))
                })
            })
        }),
        "en" => ENGLISH_COLOURS.contains(&word),
        _ => false,
    }
}
