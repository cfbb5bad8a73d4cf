//! The workspace: what `satz.toml` says, and which publications its folders hold.
//!
//! This room takes texts and lists of paths; finding and reading them is the caller's.

mod limits;
mod outputs;
mod paths;
mod publications;

use std::sync::Arc;

use crate::diagnostic::{Outcome, Problem, outcome};
use crate::language::Language;
use crate::toml_text::{self, Located, MANIFEST, Table};

pub use limits::Limits;
pub use outputs::{Output, Outputs};
pub use paths::{PathError, resolve};
pub use publications::publications;

/// The name of the file that marks a workspace.
pub const FILE_NAME: &str = "satz.toml";

/// A checked `satz.toml`.
#[derive(Debug, Clone, PartialEq)]
pub struct Workspace {
    /// The folder of the publications, from the root, with `/`.
    pub sources: String,
    /// The folder of the layouts.
    pub layouts: String,
    /// The folder of the fonts.
    pub fonts: String,
    /// The folder that satz writes to.
    pub output: String,
    /// Who publishes.
    pub publisher: Publisher,
    /// What holds where a publication says nothing.
    pub defaults: Defaults,
    /// How much of anything is read.
    pub limits: Limits,
}

/// Who publishes: for imprints and metadata.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Publisher {
    /// The name.
    pub name: Option<String>,
    /// The postal address, line by line.
    pub address: Vec<String>,
    /// The address in the web.
    pub website: Option<String>,
    /// The mail address.
    pub email: Option<String>,
    /// Where the catalogue lies in the web.
    pub catalogue: Option<String>,
}

/// What holds where a publication says nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct Defaults {
    /// The language of the text.
    pub language: Language,
    /// The outputs that are made.
    pub outputs: Outputs,
    /// The layout.
    pub layout: Option<Located<String>>,
}

impl Default for Workspace {
    fn default() -> Self {
        Self {
            sources: "sources".to_owned(),
            layouts: "layouts".to_owned(),
            fonts: "fonts".to_owned(),
            output: "output".to_owned(),
            publisher: Publisher::default(),
            defaults: Defaults { language: Language::german(), outputs: Outputs::all(), layout: None },
            limits: Limits::default(),
        }
    }
}

/// Reads the text of a workspace's `file`, [`FILE_NAME`] by custom; every key is optional.
pub fn read(file: &str, text: &str) -> Outcome<Workspace> {
    let mut problems = Vec::new();
    let mut table = toml_text::parse(&Arc::from(file), text, 0, &MANIFEST, &mut problems);
    let mut workspace = Workspace::default();
    folders(&mut workspace, table.take_table("workspace", &mut problems), &mut problems);
    workspace.publisher = publisher(table.take_table("publisher", &mut problems), &mut problems);
    defaults(&mut workspace.defaults, table.take_table("defaults", &mut problems), &mut problems);
    workspace.limits = Limits::read(table.take_table("limits", &mut problems), &mut problems);
    table.finish(&mut problems);
    outcome(workspace, problems)
}

fn folders(workspace: &mut Workspace, mut table: Table, problems: &mut Vec<Problem>) {
    let mut chosen: Vec<(&str, Located<String>)> = Vec::new();
    for (key, folder) in [
        ("sources", &mut workspace.sources),
        ("layouts", &mut workspace.layouts),
        ("fonts", &mut workspace.fonts),
        ("output", &mut workspace.output),
    ] {
        let Some(path) = table.take::<String>(key, problems) else { continue };
        match resolve("", &path.value) {
            Ok(resolved) if !resolved.is_empty() => {
                folder.clone_from(&resolved);
                chosen.push((key, Located { value: resolved, place: path.place }));
            }
            Ok(_) => problems.push(
                Problem::error("manifest/path", format!("`workspace.{key}` cannot be the workspace itself"))
                    .at(path.place)
                    .hint(format!("name a folder below it, such as `{folder}`")),
            ),
            Err(error) => problems.push(error.problem(&path)),
        }
    }
    table.finish(problems);
    keep_output_apart(workspace, &chosen, problems);
}

/// satz replaces files in the output folder, so nothing that people write may lie there.
fn keep_output_apart(workspace: &Workspace, chosen: &[(&str, Located<String>)], problems: &mut Vec<Problem>) {
    let output = format!("{}/", workspace.output);
    for (key, folder) in
        [("sources", &workspace.sources), ("layouts", &workspace.layouts), ("fonts", &workspace.fonts)]
    {
        let folder = format!("{folder}/");
        if !folder.starts_with(&output) && !output.starts_with(&folder) {
            continue;
        }
        let place = chosen
            .iter()
            .find(|(name, _)| *name == "output")
            .or_else(|| chosen.iter().find(|(name, _)| *name == key))
            .map(|(_, path)| path.place.clone());
        problems.push(
            Problem::error(
                "manifest/path",
                format!("`workspace.output` and `workspace.{key}` must not lie in one another"),
            )
            .at(place)
            .hint("satz replaces files in the output folder; give it a folder of its own"),
        );
    }
}

fn publisher(mut table: Table, problems: &mut Vec<Problem>) -> Publisher {
    let mut text = |key| table.take::<String>(key, problems).map(|text| text.value);
    let (name, website, email) = (text("name"), text("website"), text("email"));
    let address = table.take_texts("address", problems).unwrap_or_default();
    let catalogue = table.take::<String>("catalogue", problems).and_then(|text| web_address(text, problems));
    table.finish(problems);
    let address = address.into_iter().map(|line| line.value).collect();
    Publisher { name, address, website, email, catalogue }
}

/// An address that links can lead to.
fn web_address(text: Located<String>, problems: &mut Vec<Problem>) -> Option<String> {
    let is_address = ["https://", "http://"].iter().any(|scheme| text.value.starts_with(scheme))
        && !text.value.contains(['#', ' ', '"', '<', '>']);
    if !is_address {
        problems.push(
            Problem::error("manifest/value", format!("`{}` is no address of a web page", text.value))
                .at(text.place)
                .hint("write it with its scheme and without `#`: `https://example.org/publikationen/`"),
        );
    }
    is_address.then_some(text.value)
}

fn defaults(defaults: &mut Defaults, mut table: Table, problems: &mut Vec<Problem>) {
    if let Some(language) = take_language(&mut table, problems) {
        defaults.language = language;
    }
    if let Some(outputs) = Outputs::take(&mut table, problems) {
        defaults.outputs = outputs;
    }
    defaults.layout = table.take::<String>("layout", problems);
    table.finish(problems);
}

/// Takes the key `language` of a manifest.
pub fn take_language(table: &mut Table, problems: &mut Vec<Problem>) -> Option<Language> {
    let text = table.take::<String>("language", problems)?;
    let language = Language::parse(&text.value);
    if language.is_none() {
        problems.push(
            Problem::error("manifest/value", format!("`{}` is not a language tag", text.value))
                .at(text.place)
                .hint("write the language and, after a hyphen, the country: `de-DE`, `en-GB`, `fr`"),
        );
    }
    language
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::toml_text::told;

    #[test]
    fn an_empty_file_gives_the_defaults() {
        let workspace = read(FILE_NAME, "").map(|read| read.value);
        assert_eq!(workspace, Ok(Workspace::default()));
    }

    #[test]
    fn values_are_taken_over() {
        let text = "[workspace]\nsources = \"./texte/\"\n[publisher]\nname = \"N\"\naddress = [\"A\", \"B\"]\n\
                    [defaults]\nlanguage = \"en-gb\"\noutputs = [\"epub\", \"print\"]\n[limits]\nnesting = 12\n";
        let workspace = read(FILE_NAME, text).expect("a good file").value;
        assert_eq!(workspace.sources, "texte");
        assert_eq!(workspace.publisher.address, ["A", "B"]);
        assert_eq!(workspace.defaults.language.tag(), "en-GB");
        assert_eq!(workspace.defaults.outputs.iter().collect::<Vec<_>>(), [Output::Print, Output::Epub]);
        assert_eq!(workspace.limits.nesting, 12);
    }

    #[test]
    fn every_problem_is_found_at_once_and_at_its_place() {
        let text = "[workspace]\nsource = \"a\"\nfonts = \"../fonts\"\noutput = \"sources/out\"\n\
                    [defaults]\nlanguage = \"deutsch\"\noutputs = [\"pdf\"]\n[limits]\nnesting = 0\n";
        let problems = read(FILE_NAME, text).expect_err("a bad file");
        assert_eq!(
            told(text, &problems),
            [
                "manifest/path [\"../fonts\"] the path `../fonts` leaves the workspace (copy the file into the workspace; a leading `/` is the workspace's root)",
                "manifest/unknown-key [source] unknown key `workspace.source` (did you mean `sources`?)",
                "manifest/path [\"sources/out\"] `workspace.output` and `workspace.sources` must not lie in one another (satz replaces files in the output folder; give it a folder of its own)",
                "manifest/value [\"deutsch\"] `deutsch` is not a language tag (write the language and, after a hyphen, the country: `de-DE`, `en-GB`, `fr`)",
                "manifest/value [\"pdf\"] `defaults.outputs` cannot be `pdf`, only `print`, `screen`, `epub`, `cover` or `proof`",
                "manifest/value [0] `limits.nesting` must be from 1 to 1000",
            ]
        );
    }
}
