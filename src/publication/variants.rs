//! The section `[variants]`: one publication for each row of a data file.

use crate::diagnostic::{Problem, list, suggestion};
use crate::toml_text::{Fill, Located, Table};

/// What makes many of one publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variants {
    /// The name of the file in `[data]`.
    pub data: Located<String>,
    /// The template of a variant's name, which is its folder and part of its files' names.
    pub name: Located<String>,
    /// The template of the beginning of its files' names.
    pub file: Option<Located<String>>,
    /// How many a build makes that does not ask for more.
    pub first: Option<usize>,
}

/// One variant, as the manifest is read for it.
#[derive(Clone, Copy)]
pub struct VariantOf<'a> {
    /// Its name.
    pub name: &'a str,
    /// The beginning of its files' names.
    pub stem: &'a str,
    /// Puts the values of its row into a text.
    pub fill: Fill<'a>,
}

/// Takes the section; `None` where there is none, or it cannot be used, which `problems` then say.
pub(super) fn take(table: &mut Table, problems: &mut Vec<Problem>) -> Option<Variants> {
    let mut table = table.take::<Table>("variants", problems)?.value;
    let data = table.require("data", problems);
    let name = table.require("name", problems);
    let file = table.take("file", problems);
    let first = table.take::<i64>("first", problems);
    table.finish(problems);
    let first = first.and_then(|first| match usize::try_from(first.value) {
        Ok(count) if count > 0 => Some(count),
        _ => {
            problems.push(
                Problem::error("manifest/value", "`variants.first` must be 1 or more")
                    .at(first.place)
                    .hint("leave it out where every build makes all variants"),
            );
            None
        }
    });
    Some(Variants { data: data?, name: name?, file, first })
}

/// The problem that `data` names no file.
pub(super) fn unknown_data(name: &Located<String>, known: &[&str]) -> Problem {
    let problem =
        Problem::error("variants/data", format!("`[data]` has no `{}`", name.value)).at(name.place.clone());
    match suggestion(&name.value, known.iter().copied()) {
        Some(near) => problem.hint(format!("did you mean `{near}`?")),
        None if known.is_empty() => problem.hint("name the file of the rows under `[data]` first"),
        None => problem.hint(format!("it has {}", list(known.iter().copied()))),
    }
}
