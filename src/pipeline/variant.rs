//! One row of a data file, as a publication of its own.

use super::open::Opened;
use crate::data::{Data, Node, Step};
use crate::diagnostic::{Place, Problem};
use crate::language::slug;
use crate::layout::{Layout, ParameterType};
use crate::publication::Variants;
use crate::template::{self, Context, Words};
use crate::toml_text::{Entry, Located};

/// A variant of a publication.
#[derive(Debug, Clone)]
pub(super) struct Variant {
    /// Its folder's name, and what the command line calls it.
    pub(super) name: String,
    /// The beginning of its files' names.
    pub(super) stem: String,
    /// The values of its row.
    pub(super) row: Node,
    /// Where the row stands.
    pub(super) place: Place,
}

/// The longest name of a file without its ending, in bytes: with the ending and the folder it has to
/// fit everywhere, archives and Windows included.
const LONGEST_NAME: usize = 80;

impl Variant {
    /// The variant of a row, with what is wrong with its names.
    pub(super) fn of_row(
        opened: &Opened,
        slug: &str,
        variants: &Variants,
        data: &Data,
        index: usize,
        row: &Node,
    ) -> (Self, Vec<Problem>) {
        let mut variant = Self {
            name: format!("row-{}", index + 1),
            stem: String::new(),
            row: row.clone(),
            place: data.place(&[Step::Row(index)]),
        };
        let mut problems = Vec::new();
        let named = |template: &Located<String>, form: fn(&str) -> Option<String>, problems: &mut Vec<_>| {
            let told = match variant.fill(opened, &template.value, &template.place, Words::Plain) {
                Ok(text) => form(&text).ok_or_else(|| bad_name(&text, template)),
                Err(problem) => Err(problem),
            };
            told.map_err(|problem| problems.push(problem)).ok()
        };
        let name = named(&variants.name, folder_name, &mut problems);
        let file = variants.file.as_ref().and_then(|file| named(file, file_name, &mut problems));
        if let Some(name) = name {
            variant.name = name;
        }
        variant.stem = file.unwrap_or_else(|| format!("{slug}-{}", variant.name));
        (variant, problems)
    }

    /// Puts the values of the row into a text of the manifest.
    pub(super) fn fill(
        &self,
        opened: &Opened,
        text: &str,
        place: &Place,
        words: Words,
    ) -> Result<String, Problem> {
        let context = Context::of_variant(opened.workspace.defaults.language.clone(), &self.row);
        template::fill(text, place, words, &context, &opened.workspace.limits)
    }

    /// Puts the values of the row into the parameters, as the layout types them.
    pub(super) fn fill_parameters(
        &self,
        opened: &Opened,
        layout: &Layout,
        entries: &mut [Entry],
        problems: &mut Vec<Problem>,
    ) {
        for entry in entries {
            let declared = layout.parameters.get(&entry.key.value);
            let is_markdown = declared.is_some_and(|declared| declared.kind == ParameterType::Markdown);
            let fill = |text: &str, path: &str, place: &Place| {
                // The credit of a picture is Markdown, too.
                let words =
                    if is_markdown || path.ends_with(".credit") { Words::Markdown } else { Words::Plain };
                self.fill(opened, text, place, words)
            };
            entry.value.fill(&fill, problems);
        }
    }
}

/// A text as the name of a folder; `None` where it is none, or means to be a path.
fn folder_name(text: &str) -> Option<String> {
    let is_path = text.contains(['/', '\\']) || text.trim().starts_with('.');
    Some(slug(text)).filter(|name| !is_path && !name.is_empty() && name.len() <= LONGEST_NAME)
}

/// A text as the beginning of a file's name: letters, figures, `-`, `_` and points within.
fn file_name(text: &str) -> Option<String> {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.');
    let good = text.chars().all(plain) && text.starts_with(|first: char| first.is_ascii_alphanumeric());
    (good && !text.ends_with('.') && text.len() <= LONGEST_NAME).then(|| text.to_owned())
}

fn bad_name(text: &str, template: &Located<String>) -> Problem {
    Problem::error("variants/name", format!("`{}` cannot name files everywhere", text.escape_debug()))
        .at(template.place.clone())
        .hint("a name has letters, figures, `-` and `_`, is no path, and has no more than 80 letters; `|slug` makes one")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_nowhere_else_and_read_like_their_rows() {
        assert_eq!(
            folder_name("Musterstadt am Beispielbach").as_deref(),
            Some("musterstadt-am-beispielbach")
        );
        assert_eq!(folder_name("Größe (Süd)").as_deref(), Some("groesse-sued"));
        for bad in ["", " ", "..", "../a", "a/b", "a\\b", ".a", "–", &"a".repeat(81)] {
            assert_eq!(folder_name(bad), None, "{bad}");
        }
        assert_eq!(file_name("Broschuere_01.a").as_deref(), Some("Broschuere_01.a"));
        for bad in ["", "..", ".a", "a.", "../a", "a/b", "a b", "ä", "-a", &"a".repeat(81)] {
            assert_eq!(file_name(bad), None, "{bad}");
        }
    }
}
