//! Data that nothing shows: files, tables and columns. Only hints, since a table may well know more
//! than a publication tells.

use std::collections::BTreeMap;

use crate::data::Data;
use crate::diagnostic::{Place, Problem};
use crate::publication::Publication;

/// Reports tables and columns that neither `code` nor another table names.
///
/// `code` are the templates and directives of all chapters, and the Typst files of the layout.
pub fn unused_data(
    publication: &Publication,
    data: &BTreeMap<String, Data>,
    code: &[String],
) -> Vec<Problem> {
    let names = |word: &str| code.iter().any(|code| has_word(code, word));
    // What walks over all columns of a row names none of them.
    let generic = ["|items", "| items", "|dictsort", "| dictsort"];
    let is_generic = generic.iter().any(|filter| code.iter().any(|code| code.contains(filter)));
    let referenced: Vec<&str> = publication
        .data
        .iter()
        .flat_map(|file| &file.schema.columns)
        .filter_map(|column| Some(column.references.as_ref()?.value.as_str()))
        .collect();
    let mut problems = Vec::new();
    for file in &publication.data {
        let name = &file.name.value;
        let is_referenced = |column: &str| referenced.contains(&format!("{name}.{column}").as_str());
        let Some(data) = data.get(name) else { continue };
        let columns = data.columns();
        if !names(name) && !columns.iter().any(|column| is_referenced(column)) {
            let message = format!("no chapter shows the data `{name}`");
            problems.push(Problem::advice("check/unused-data", message).at(file.name.place.clone()));
            continue;
        }
        // A table that names no columns shows all.
        let is_whole =
            |line: &str| line.contains(":::table") && !line.contains("columns=") && has_word(line, name);
        if code.iter().flat_map(|code| code.lines()).any(is_whole) {
            continue;
        }
        let unused = columns.into_iter().filter(|column| !names(column) && !is_referenced(column));
        let unused: Vec<String> = unused.map(|column| format!("`{column}`")).collect();
        if !unused.is_empty() && !is_generic {
            let message =
                format!("`{}` has columns that nothing shows: {}", file.file.value, unused.join(", "));
            problems.push(Problem::advice("check/unused-data", message).at(file.name.place.clone()));
        }
    }
    problems
}

/// Reports files of data that the build did not read.
pub fn unread_files<'a>(
    files: impl IntoIterator<Item = &'a String>,
    is_read: &dyn Fn(&str) -> bool,
) -> Vec<Problem> {
    let is_data = |path: &&String| {
        let ending = path.rsplit('.').next().unwrap_or_default();
        matches!(ending, "csv" | "tsv" | "json" | "geojson" | "yaml" | "yml" | "xlsx" | "ods")
    };
    let unread = files.into_iter().filter(is_data).filter(|path| !is_read(path));
    let tell = |path: &String| {
        Problem::advice("check/unused-data", "the build does not read this file")
            .at(Place::file(path.as_str()))
            .hint("name it under `[data]`, or delete it")
    };
    unread.map(tell).collect()
}

/// The parts of a chapter that can name data: what templates do, and the lines of directives.
pub fn code_of(chapter: &str) -> String {
    let mut code = String::new();
    for line in chapter.lines() {
        if line.trim_start_matches(['>', ' ', '\t']).starts_with(":::") {
            code.push_str(line);
            code.push('\n');
        }
    }
    for (open, close) in [("{{", "}}"), ("{%", "%}")] {
        for part in chapter.split(open).skip(1) {
            code.push_str(part.split(close).next().unwrap_or_default());
            code.push('\n');
        }
    }
    code
}

/// Whether a text has a word, and not only as a part of a longer one.
fn has_word(text: &str, word: &str) -> bool {
    let is_part = |sign: char| sign.is_alphanumeric() || sign == '_';
    text.match_indices(word).any(|(start, _)| {
        let before = text[..start].chars().next_back();
        let after = text[start + word.len()..].chars().next();
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_templates_and_directives_name_data() {
        let code =
            code_of("Die orte sind da.\n{% for ort in staedte %}\n{{ ort.name }}\n:::chart{data=zahl}\n");
        for (word, expected) in
            [("staedte", true), ("name", true), ("zahl", true), ("orte", false), ("or", false)]
        {
            assert_eq!(has_word(&code, word), expected, "{word}");
        }
    }
}
