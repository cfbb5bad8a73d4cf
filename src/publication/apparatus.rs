//! What the manifest says of glossary, abbreviations and picture credits.

use crate::diagnostic::Problem;
use crate::toml_text::{Located, Table};

/// The section `[terms]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Terms {
    /// The data file of the terms, from the workspace's root.
    pub file: Located<String>,
    /// How an abbreviation is explained at its first use.
    pub abbreviations: Abbreviations,
    /// Where a term is explained at its first use.
    pub definitions: Definitions,
}

/// How an abbreviation is explained at its first use.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Abbreviations {
    /// The long form, and the short one in brackets.
    #[default]
    LongFirst,
    /// The short form, and the long one in brackets.
    ShortFirst,
    /// The short form alone: the list explains it.
    Short,
}

/// Where a term is explained at its first use.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Definitions {
    /// In the glossary, to which the term is linked.
    #[default]
    Link,
    /// In a footnote as well.
    Note,
}

/// The section `[pictures]`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pictures {
    /// The credit of all pictures that have none of their own: a line of Markdown.
    pub credit: Option<Located<String>>,
}

const ABBREVIATIONS: [(&str, Abbreviations); 3] = [
    ("long-first", Abbreviations::LongFirst),
    ("short-first", Abbreviations::ShortFirst),
    ("short", Abbreviations::Short),
];
const DEFINITIONS: [(&str, Definitions); 2] = [("link", Definitions::Link), ("note", Definitions::Note)];

/// Reads `[terms]`; `existing` finds its file.
pub(super) fn terms(
    manifest: &mut Table,
    existing: impl Fn(&Located<String>, &mut Vec<Problem>) -> Option<Located<String>>,
    problems: &mut Vec<Problem>,
) -> Option<Terms> {
    let mut table = manifest.take::<Table>("terms", problems)?.value;
    let file = table.require("file", problems);
    let abbreviations = table.take_word("abbreviations", &ABBREVIATIONS, problems);
    let definitions = table.take_word("definitions", &DEFINITIONS, problems);
    table.finish(problems);
    Some(Terms {
        file: existing(&file?, problems)?,
        abbreviations: abbreviations.map(|found| found.value).unwrap_or_default(),
        definitions: definitions.map(|found| found.value).unwrap_or_default(),
    })
}

/// Reads `[pictures]`.
pub(super) fn pictures(mut table: Table, problems: &mut Vec<Problem>) -> Pictures {
    let credit = table.take("credit", problems);
    table.finish(problems);
    Pictures { credit }
}
