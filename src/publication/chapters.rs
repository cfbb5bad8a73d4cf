//! The chapters: which files, in which order.

use super::{Reader, glob, missing};
use crate::diagnostic::Problem;
use crate::toml_text::{Located, Table};
use crate::workspace::resolve;

/// Takes the key `chapters`: patterns and paths, in reading order.
///
/// A pattern gives its files sorted by name, without those that an earlier entry gave, and without
/// those whose names start with `_`, which are parts for inclusion.
pub(super) fn take(
    folder: &str,
    files: &[String],
    table: &mut Table,
    problems: &mut Vec<Problem>,
) -> Vec<Located<String>> {
    let entries = table.take_texts("chapters", problems);
    let default = entries.is_none();
    let entries = entries.unwrap_or_else(|| vec![Located { value: "*.md".to_owned(), place: table.place() }]);
    let before = problems.len();
    let mut chapters: Vec<Located<String>> = Vec::new();
    for entry in &entries {
        if glob::is_pattern(&entry.value) {
            add_matches(folder, files, entry, default, &mut chapters, problems);
        } else {
            add_path(&Reader { folder, files }, entry, &mut chapters, problems);
        }
    }
    if chapters.is_empty() && problems.len() == before {
        problems.push(
            Problem::error("manifest/missing-chapter", "the publication has no chapters")
                .at(table.place())
                .hint("write a file such as `01-einleitung.md` beside the manifest"),
        );
    }
    chapters
}

fn add_matches(
    folder: &str,
    files: &[String],
    entry: &Located<String>,
    default: bool,
    chapters: &mut Vec<Located<String>>,
    problems: &mut Vec<Problem>,
) {
    let pattern = match resolve(folder, &entry.value) {
        Ok(pattern) => pattern,
        Err(error) => return problems.push(error.problem(entry)),
    };
    let is_part = |file: &str| file.rsplit('/').next().is_some_and(|name| name.starts_with('_'));
    let mut matching: Vec<&String> = files
        .iter()
        .filter(|file| file.ends_with(".md") && !is_part(file) && glob::matches(&pattern, file))
        .collect();
    matching.sort();
    if matching.is_empty() && !default {
        problems.push(
            Problem::error("manifest/missing-chapter", format!("no file matches `{}`", entry.value))
                .at(entry.place.clone()),
        );
    }
    for file in matching {
        if chapters.iter().all(|chapter| chapter.value != *file) {
            chapters.push(Located { value: file.clone(), place: entry.place.clone() });
        }
    }
}

fn add_path(
    reader: &Reader<'_>,
    entry: &Located<String>,
    chapters: &mut Vec<Located<String>>,
    problems: &mut Vec<Problem>,
) {
    let Some(chapter) = reader.resolved(entry, problems) else { return };
    if !reader.files.contains(&chapter.value) {
        let (written, place) = (&entry.value, &entry.place);
        problems.push(missing("manifest/missing-chapter", written, place, reader));
    } else if !chapter.value.ends_with(".md") {
        let message = format!("the chapter `{}` is not a Markdown file", entry.value);
        let problem = Problem::error("manifest/value", message).at(entry.place.clone());
        problems.push(problem.hint("chapters end in `.md`"));
    } else if chapters.iter().any(|other| other.value == chapter.value) {
        let message = format!("the chapter `{}` is listed twice", entry.value);
        problems.push(Problem::error("manifest/value", message).at(entry.place.clone()));
    } else {
        chapters.push(chapter);
    }
}
