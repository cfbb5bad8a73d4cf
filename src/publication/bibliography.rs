//! The key `bibliography`: the files of the literature, and how it is cited.

use super::Reader;
use crate::diagnostic::Problem;
use crate::toml_text::{Located, Table};

/// The literature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bibliography {
    /// BibLaTeX or Hayagriva files, from the workspace's root.
    pub files: Vec<Located<String>>,
    /// How citations and lists look; `None` leaves it to the layout.
    pub style: Option<CitationStyle>,
}

/// A style of the Citation Style Language (<https://docs.citationstyles.org/en/stable/specification.html>).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CitationStyle {
    /// One that Typst carries, by its name.
    Named(Located<String>),
    /// A `.csl` file, from the workspace's root.
    File(Located<String>),
}

/// Takes `bibliography = "file.bib"`, or `{ files = ["file.bib"], style = "…" }`.
pub(super) fn take(
    reader: &Reader<'_>,
    manifest: &mut Table,
    problems: &mut Vec<Problem>,
) -> Option<Bibliography> {
    let value = manifest.take_value("bibliography")?;
    if value.is_text() {
        let file = reader.existing(&value.read(problems)?, problems)?;
        return Some(Bibliography { files: vec![file], style: None });
    }
    if !value.is_table() {
        let expected = "the path of a file, or `{ files = [\"…\"], style = \"…\" }`";
        problems.push(value.type_problem(expected));
        return None;
    }
    let mut table = value.read::<Table>(problems)?.value;
    let place = table.place();
    let files = table.take_texts("files", problems).unwrap_or_default();
    let style = table.take::<String>("style", problems);
    let style = style.and_then(|style| read_style(reader, style, problems));
    table.finish(problems);
    if files.is_empty() {
        problems.push(
            Problem::error("manifest/missing-key", "`bibliography.files` names no file")
                .at(place)
                .hint("write `files = [\"literatur.bib\"]`"),
        );
    }
    let files: Vec<_> = files.iter().filter_map(|file| reader.existing(file, problems)).collect();
    (!files.is_empty()).then_some(Bibliography { files, style })
}

/// What ends in `.csl` is a file; every other word is the name of a style.
fn read_style(
    reader: &Reader<'_>,
    style: Located<String>,
    problems: &mut Vec<Problem>,
) -> Option<CitationStyle> {
    if style.value.ends_with(".csl") {
        return Some(CitationStyle::File(reader.existing(&style, problems)?));
    }
    Some(CitationStyle::Named(style))
}
