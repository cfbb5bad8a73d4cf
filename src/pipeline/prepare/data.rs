//! The data of a publication: read, and checked together.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::open::Opened;
use super::super::plan::Job;
use super::super::shelf::{Shelf, unreadable};
use super::take;
use crate::check;
use crate::data::{self, Data, JsonSchema, Raw, Unchecked};
use crate::diagnostic::Problem;
use crate::layout::Layout;
use crate::publication::{Column, DataFile, Publication, Schema};
use crate::toml_text::Located;

/// A schema of more bytes than this is none.
const LONGEST_SCHEMA: u64 = 4 << 20;

/// Reads the files of `[data]`.
pub(super) fn of(
    opened: &Opened,
    publication: &Publication,
    shelf: &Shelf,
    problems: &mut Vec<Problem>,
) -> BTreeMap<String, Data> {
    let mut files = Vec::new();
    for source in &publication.data {
        let raw = raw(opened, &source.file, source.sheet.as_ref(), shelf, problems);
        let rules = json_schema(opened, source, shelf, problems);
        if let Some(raw) = raw {
            files.push(Unchecked { name: &source.name.value, raw, schema: &source.schema, rules });
        }
    }
    let (checked, found) = data::check(files);
    problems.extend(found);
    checked
}

/// Hints about data that nothing shows.
pub(super) fn unused(
    opened: &Opened,
    publication: &Publication,
    layout: &Layout,
    data: &BTreeMap<String, Data>,
    job: &Job,
    shelf: &Shelf,
) -> Vec<Problem> {
    let limit = opened.workspace.limits.markdown_bytes;
    let files = shelf.walk(&publication.folder);
    let mut read: Vec<String> = shelf.inputs().into_keys().filter(|path| path.ends_with(".md")).collect();
    read.push(publication.manifest.to_string());
    for folder in &layout.folders {
        read.extend(shelf.walk(folder).into_iter().filter(|path| path.ends_with(".typ")));
    }
    let code = read.iter().filter_map(|path| {
        let text = shelf.text(path, limit).ok().flatten()?;
        Some(if path.ends_with(".typ") { text.to_string() } else { check::code_of(&text) })
    });
    // The table of the variants is used by the build itself.
    let of_variants = |data: &&Data| job.variant.as_ref().is_some_and(|own| own.place.file == data.file);
    let own = data.iter().filter(|(_, data)| of_variants(data)).map(|(name, _)| name.clone());
    let code: Vec<String> = code.chain(own).collect();
    let mut problems = check::unused_data(publication, data, &code);
    let inputs = shelf.inputs();
    problems.extend(check::unread_files(&files, &|path| inputs.contains_key(path)));
    problems
}

/// Reads a file whose columns nobody describes.
pub(super) fn plain(
    opened: &Opened,
    file: &Located<String>,
    shelf: &Shelf,
    problems: &mut Vec<Problem>,
) -> Option<Data> {
    alone(opened, file, None, &Schema::default(), shelf, problems)
}

/// Reads a file by itself, without a look at others that it may refer to.
pub(in crate::pipeline) fn alone(
    opened: &Opened,
    file: &Located<String>,
    sheet: Option<&Located<String>>,
    schema: &Schema,
    shelf: &Shelf,
    problems: &mut Vec<Problem>,
) -> Option<Data> {
    let raw = raw(opened, file, sheet, shelf, problems)?;
    let columns = schema.columns.iter().cloned().map(|column| Column { references: None, ..column });
    let schema = Schema { columns: columns.collect(), file: None };
    let (mut checked, found) = data::check(vec![Unchecked { name: "", raw, schema: &schema, rules: None }]);
    let has_errors = found.iter().any(Problem::is_error);
    problems.extend(found);
    checked.remove("").filter(|_| !has_errors)
}

fn raw(
    opened: &Opened,
    file: &Located<String>,
    sheet: Option<&Located<String>>,
    shelf: &Shelf,
    problems: &mut Vec<Problem>,
) -> Option<Raw> {
    let limits = &opened.workspace.limits;
    let path: Arc<str> = Arc::from(file.value.as_str());
    let bytes = shelf.bytes(&path, limits.data_bytes).map_err(|error| {
        problems.push(unreadable("data/file", &error).at(file.place.clone()));
    });
    let (mut raw, found) = data::parse(data::File { path: &path, sheet, bytes: &bytes.ok()? }, limits);
    problems.extend(found);
    if let Some((name, text)) = raw.sheet.take() {
        shelf.keep_sheet(name, text);
    }
    Some(raw)
}

fn json_schema(
    opened: &Opened,
    source: &DataFile,
    shelf: &Shelf,
    problems: &mut Vec<Problem>,
) -> Option<JsonSchema> {
    let file = source.schema.file.as_ref()?;
    let path: Arc<str> = Arc::from(file.value.as_str());
    match shelf.bytes(&path, LONGEST_SCHEMA) {
        Ok(bytes) => take(JsonSchema::read(&path, &bytes, &opened.workspace.limits), problems),
        Err(error) => {
            problems.push(unreadable("data/file", &error).at(file.place.clone()));
            None
        }
    }
}
