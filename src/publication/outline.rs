//! What has to be known of a manifest before it is read for a run or for one of its variants.

use std::sync::Arc;

use super::{DataFile, FILE_NAME, Reader, Variants, variants};
use crate::diagnostic::Problem;
use crate::toml_text::{self, MANIFEST, Table};

/// What a manifest makes of one publication.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Outline {
    /// The section `[variants]`, with the file of its rows.
    pub variants: Option<(Variants, DataFile)>,
    /// The names of `[values]`.
    pub values: Vec<String>,
    /// The names of `[profiles]`.
    pub profiles: Vec<String>,
}

/// Reads the outline of the manifest of `folder`. The arguments are those of [`super::read`].
///
/// # Errors
/// What is wrong with `[variants]`. Everything else is told when the manifest is read.
pub fn outline(folder: &str, text: &str, files: &[String]) -> Result<Outline, Vec<Problem>> {
    let manifest: Arc<str> = Arc::from(format!("{folder}/{FILE_NAME}"));
    let mut elsewhere = Vec::new();
    let mut table = toml_text::parse(&manifest, text, 0, &MANIFEST, &mut elsewhere);
    let mut names = |key| {
        let table: Table = table.take_table(key, &mut elsewhere);
        table.into_entries().into_iter().map(|entry| entry.key.value).collect::<Vec<String>>()
    };
    let (values, profiles) = (names("values"), names("profiles"));
    let mut problems = Vec::new();
    let found = variants::take(&mut table, &mut problems);
    let reader = Reader { folder, files };
    let data = table.take_table("data", &mut elsewhere).into_entries();
    let known: Vec<String> = data.iter().map(|entry| entry.key.value.clone()).collect();
    let with_rows = found.and_then(|variants| {
        let Some(entry) = data.into_iter().find(|entry| entry.key.value == variants.data.value) else {
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            problems.push(variants::unknown_data(&variants.data, &known));
            return None;
        };
        Some((variants, reader.data_file(entry.key, entry.value, &mut problems)?))
    });
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(Outline { variants: with_rows, values, profiles })
}
