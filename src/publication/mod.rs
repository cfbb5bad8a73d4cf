//! One publication: what its `publication.toml` says, checked.
//!
//! This room takes the manifest's text and the list of the folder's files; it opens none of them.

mod apparatus;
mod bibliography;
mod chapters;
mod contributors;
mod edition_of;
mod epub;
mod glob;
mod identifiers;
mod isbn;
mod outline;
mod paper;
mod print;
mod schema;
mod series;
mod siblings;
mod trade;
mod typography;
mod values;
mod variants;
mod waivers;

use std::sync::Arc;

use jiff::civil::Date;

use crate::diagnostic::{Place, Problem, suggestion};
use crate::language::Language;
use crate::toml_text::{self, Entry, Located, MANIFEST, Table, Value};
use crate::workspace::{self, Workspace, resolve};

pub use crate::workspace::{Output, Outputs};
pub use apparatus::{Abbreviations, Definitions, Pictures, Terms};
pub use bibliography::{Bibliography, CitationStyle};
pub use contributors::{Contributor, Role};
pub use edition_of::EditionOf;
pub use epub::{EmbeddedFonts, Epub};
pub use glob::matches;
pub use identifiers::Identifiers;
pub use outline::{Outline, outline};
pub use paper::{Paper, spine_width};
pub use print::{Binding, Mark, Print};
pub use schema::{Column, ColumnType, Schema};
pub use series::Series;
pub use siblings::{Edition, Relation, Sibling, siblings};
pub use trade::{Prices, Trade};
pub use typography::{GenderReading, Typography};
pub use values::{Choice, Setting};
pub use variants::{VariantOf, Variants};
pub use waivers::Waiver;

/// The name of the manifest in a publication's folder.
pub const FILE_NAME: &str = "publication.toml";

/// A checked `publication.toml`. All paths count from the workspace's root.
#[derive(Debug, Clone, PartialEq)]
pub struct Publication {
    /// The folder's name: part of file names and addresses.
    pub slug: String,
    /// The name of the variant, where it is one.
    pub variant: Option<String>,
    /// The beginning of its files' names: the slug, and the variant's name behind it.
    pub stem: String,
    /// The folder.
    pub folder: String,
    /// The manifest's file.
    pub manifest: Arc<str>,
    /// The title.
    pub title: Located<String>,
    /// The subtitle.
    pub subtitle: Option<String>,
    /// The name of the layout.
    pub layout: Located<String>,
    /// The language of the text.
    pub language: Language,
    /// The day of publication; also the fixed time of the build.
    pub date: Option<Date>,
    /// What it is in the trade: `1. Auflage`.
    pub edition: Option<String>,
    /// The publication that it is a language edition of.
    pub edition_of: Option<EditionOf>,
    /// The series that it belongs to.
    pub series: Option<Series>,
    /// Who made it, in the order of the manifest.
    pub contributors: Vec<Contributor>,
    /// Its numbers in the trade and the web.
    pub identifiers: Identifiers,
    /// What it is about, in a few sentences.
    pub description: Option<String>,
    /// Keywords.
    pub subjects: Vec<String>,
    /// The licence or the reservation of rights.
    pub rights: Option<String>,
    /// The chapters' files in reading order; each place is the entry that named it.
    pub chapters: Vec<Located<String>>,
    /// What is made of it.
    pub outputs: Outputs,
    /// The section `[print]`.
    pub print: Print,
    /// The section `[epub]`.
    pub epub: Epub,
    /// The section `[trade]`.
    pub trade: Trade,
    /// The section `[typography]`.
    pub typography: Typography,
    /// The section `[data]`, in the order of the manifest.
    pub data: Vec<DataFile>,
    /// The section `[values]`, as the run chose them.
    pub values: Vec<(String, Setting)>,
    /// The section `[parameters]`, which the layout reads.
    pub parameters: Vec<Entry>,
    /// The literature.
    pub bibliography: Option<Bibliography>,
    /// The section `[terms]`.
    pub terms: Option<Terms>,
    /// The section `[pictures]`.
    pub pictures: Pictures,
    /// The section `[waivers]`: rules that are taken back with a reason.
    pub waivers: Vec<Waiver>,
}

impl Publication {
    /// What tells it from all others of the workspace, variants included.
    pub fn identity(&self) -> String {
        match &self.variant {
            Some(variant) => format!("{}/{variant}", self.slug),
            None => self.slug.clone(),
        }
    }
}

/// One file of `[data]`.
#[derive(Debug, Clone, PartialEq)]
pub struct DataFile {
    /// The name under which templates and layouts know it.
    pub name: Located<String>,
    /// The file.
    pub file: Located<String>,
    /// The sheet of a spreadsheet; its first one where none is named.
    pub sheet: Option<Located<String>>,
    /// What its columns must hold.
    pub schema: Schema,
}

/// Reads the manifest of the publication in `folder` (`sources/<slug>`).
///
/// `files` are the paths of the folder's files from the workspace's root, in any order.
/// The publication comes with the errors where one could be made in spite of them, so that its
/// chapters are checked in the same run.
pub fn read(
    folder: &str,
    text: &str,
    files: &[String],
    workspace: &Workspace,
) -> (Option<Publication>, Vec<Problem>) {
    read_for(folder, text, files, workspace, Wish { choice: &Choice::default(), variant: None })
}

/// For what the manifest is read.
#[derive(Clone, Copy)]
pub struct Wish<'a> {
    /// What the run chose.
    pub choice: &'a Choice,
    /// The variant, where the manifest makes many.
    pub variant: Option<VariantOf<'a>>,
}

/// Reads the manifest for a run, or for one variant, whose values its texts then hold.
///
/// The texts of `[parameters]` keep their templates: only the layout says which of them are Markdown.
pub fn read_for(
    folder: &str,
    text: &str,
    files: &[String],
    workspace: &Workspace,
    wish: Wish<'_>,
) -> (Option<Publication>, Vec<Problem>) {
    let manifest: Arc<str> = Arc::from(format!("{folder}/{FILE_NAME}"));
    let mut problems = Vec::new();
    let mut table = toml_text::parse(&manifest, text, 0, &MANIFEST, &mut problems);
    if let Some(variant) = wish.variant {
        table.fill(&["variants", "values", "profiles", "parameters"], variant.fill, &mut problems);
        if !problems.is_empty() {
            return (None, problems);
        }
    }
    let reader = Reader { folder, files };
    let publication = reader.publication(manifest, &mut table, workspace, wish, &mut problems);
    table.finish(&mut problems);
    problems.sort_by_key(|problem| problem.place.as_ref().map(|place| place.range.start));
    (publication, problems)
}

/// What is known about the publication's folder.
struct Reader<'a> {
    folder: &'a str,
    files: &'a [String],
}

impl Reader<'_> {
    /// The publication, or `None` where a required key is absent, which `problems` then say.
    fn publication(
        &self,
        manifest: Arc<str>,
        table: &mut Table,
        workspace: &Workspace,
        wish: Wish<'_>,
        problems: &mut Vec<Problem>,
    ) -> Option<Publication> {
        // What is wrong with it was told before any variant was read.
        variants::take(table, &mut Vec::new());
        let values = values::take(table, wish.choice, problems);
        let title = table.require::<String>("title", problems);
        let title = title.filter(|title| self.not_blank("title", title, problems));
        let layout = match &workspace.defaults.layout {
            Some(default) => table.take("layout", problems).or_else(|| Some(default.clone())),
            None => table.require("layout", problems),
        };
        let layout = layout.filter(|layout| plain_name(layout, problems));
        let language = workspace::take_language(table, problems);
        let date = table.take::<Date>("date", problems);
        let slug = self.folder.rsplit('/').next().unwrap_or_default();
        let edition_of = edition_of::take(slug, table, problems);
        let series = series::take(table, problems);
        let contributors = contributors::take(table, problems);
        let identifiers = identifiers::read(table.take_table("identifiers", problems), problems);
        let subjects = table.take_texts("subjects", problems).unwrap_or_default();
        let chapters = chapters::take(self.folder, self.files, table, problems);
        let outputs = Outputs::take(table, problems);
        let print = print::read(self, table.take_table("print", problems), problems);
        let epub = epub::read(table.take_table("epub", problems), problems);
        let trade = trade::read(table.take_table("trade", problems), problems);
        let typography = typography::read(table.take_table("typography", problems), problems);
        let data = self.data(table.take_table("data", problems), problems);
        values::check_names(&values, &data, problems);
        let parameters = table.take_table("parameters", problems).into_entries();
        let bibliography = bibliography::take(self, table, problems);
        let terms = apparatus::terms(table, |path, problems| self.existing(path, problems), problems);
        let pictures = apparatus::pictures(table.take_table("pictures", problems), problems);
        let waivers = waivers::waivers(table.take_table("waivers", problems), problems);
        let mut text = |key| table.take::<String>(key, problems).map(|text| text.value);
        Some(Publication {
            slug: slug.to_owned(),
            variant: wish.variant.map(|variant| variant.name.to_owned()),
            stem: wish.variant.map_or(slug, |variant| variant.stem).to_owned(),
            folder: self.folder.to_owned(),
            manifest,
            subtitle: text("subtitle"),
            edition: text("edition"),
            description: text("description"),
            rights: text("rights"),
            title: title?,
            layout: layout?,
            language: language.unwrap_or_else(|| workspace.defaults.language.clone()),
            date: date.map(|date| date.value),
            edition_of,
            series,
            contributors,
            identifiers,
            subjects: subjects.into_iter().map(|subject| subject.value).collect(),
            chapters,
            outputs: outputs.unwrap_or(workspace.defaults.outputs),
            print,
            epub,
            trade,
            typography,
            data,
            values,
            parameters,
            bibliography,
            terms,
            pictures,
            waivers,
        })
    }

    fn not_blank(&self, key: &str, text: &Located<String>, problems: &mut Vec<Problem>) -> bool {
        let blank = text.value.trim().is_empty();
        if blank {
            problems
                .push(Problem::error("manifest/value", format!("`{key}` is empty")).at(text.place.clone()));
        }
        !blank
    }

    fn data(&self, table: Table, problems: &mut Vec<Problem>) -> Vec<DataFile> {
        table
            .into_entries()
            .into_iter()
            .filter_map(|entry| self.data_file(entry.key, entry.value, problems))
            .collect()
    }

    /// `name = "file.csv"`, or `name = { file = "file.csv", schema = { … } }`.
    fn data_file(
        &self,
        name: Located<String>,
        value: Value,
        problems: &mut Vec<Problem>,
    ) -> Option<DataFile> {
        if !is_variable(&name.value) {
            problems.push(
                Problem::error("manifest/value", format!("`{}` cannot name data in a template", name.value))
                    .at(name.place.clone())
                    .hint(VARIABLE),
            );
        }
        if value.is_text() {
            let (file, sheet) = self.data_path(&value.read(problems)?, problems)?;
            return Some(DataFile { name, file, sheet, schema: Schema::default() });
        }
        if !value.is_table() {
            problems.push(value.type_problem("the path of a file, or `{ file = \"…\", schema = { … } }`"));
            return None;
        }
        let mut table = value.read::<Table>(problems)?.value;
        let file = table.require("file", problems);
        let sheet = table.take("sheet", problems);
        let schema = table.take_value("schema").map(|value| self.schema(value, problems)).unwrap_or_default();
        table.finish(problems);
        let (file, own) = self.data_path(&file?, problems)?;
        Some(DataFile { name, file, sheet: sheet.or(own), schema })
    }

    /// The path of a data file, and the sheet behind its `#`: `members.xlsx#Mitglieder`.
    fn data_path(
        &self,
        written: &Located<String>,
        problems: &mut Vec<Problem>,
    ) -> Option<(Located<String>, Option<Located<String>>)> {
        let located = |value: &str| Located { value: value.to_owned(), place: written.place.clone() };
        match written.value.split_once('#') {
            Some((path, sheet)) => Some((self.existing(&located(path), problems)?, Some(located(sheet)))),
            None => Some((self.existing(written, problems)?, None)),
        }
    }

    /// The rules of a data file: its columns, or the file of a JSON Schema.
    fn schema(&self, value: Value, problems: &mut Vec<Problem>) -> Schema {
        if value.is_text() {
            let path = value.read::<String>(problems);
            let file = path.and_then(|path| self.existing(&path, problems));
            return Schema { file, ..Schema::default() };
        }
        if !value.is_table() {
            problems.push(value.type_problem("a table of columns, or the path of a JSON Schema"));
            return Schema::default();
        }
        value.read::<Table>(problems).map(|table| schema::read(table.value, problems)).unwrap_or_default()
    }

    /// A path of the manifest as a path from the root.
    fn resolved(&self, path: &Located<String>, problems: &mut Vec<Problem>) -> Option<Located<String>> {
        match resolve(self.folder, &path.value) {
            Ok(resolved) => Some(Located { value: resolved, place: path.place.clone() }),
            Err(error) => {
                problems.push(error.problem(path));
                None
            }
        }
    }

    /// The same, for a file that must be there. Of a file outside the publication's folder only
    /// its reader knows.
    fn existing(&self, path: &Located<String>, problems: &mut Vec<Problem>) -> Option<Located<String>> {
        let resolved = self.resolved(path, problems)?;
        let inside = resolved.value.strip_prefix(self.folder).is_some_and(|rest| rest.starts_with('/'));
        if inside && !self.files.contains(&resolved.value) {
            problems.push(missing("manifest/missing-file", &path.value, &path.place, self));
            return None;
        }
        Some(resolved)
    }
}

/// The problem that a file is not there, with the file that was meant.
fn missing(code: &'static str, written: &str, place: &Place, reader: &Reader<'_>) -> Problem {
    let folder = format!("{}/", reader.folder);
    let inside = || reader.files.iter().filter_map(|file| file.strip_prefix(&folder));
    let problem = Problem::error(code, format!("there is no file `{written}` in the publication's folder"))
        .at(place.clone());
    match suggestion(written, inside()) {
        Some(near) => problem.hint(format!("did you mean `{near}`?")),
        None => problem.hint("paths count from the manifest's folder; add the file, or take its entry out"),
    }
}

/// Whether a text names a folder of the layouts, and no path.
fn plain_name(name: &Located<String>, problems: &mut Vec<Problem>) -> bool {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
    let good = !name.value.is_empty() && name.value.chars().all(plain);
    if !good {
        problems.push(
            Problem::error("manifest/value", format!("`{}` cannot name a layout", name.value))
                .at(name.place.clone())
                .hint("write the name of a folder in the workspace's layouts, such as `house`"),
        );
    }
    good
}

/// What can be a variable, in words.
const VARIABLE: &str = "a name has letters, figures and `_`, starts with a letter, and is none of satz's own, such as `publication`";

/// Whether templates can write the name as a variable that is not satz's own.
fn is_variable(name: &str) -> bool {
    let mut letters = name.chars();
    letters.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && letters.all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
        && !matches!(
            name,
            "publication"
                | "output"
                | "variant"
                | "loop"
                | "self"
                | "true"
                | "false"
                | "none"
                | "not"
                | "and"
                | "or"
                | "in"
                | "is"
                | "if"
                | "else"
        )
}

#[cfg(test)]
mod tests;
