//! The sections `[values]` and `[profiles]`: what templates ask for, and what a run may choose.

use super::DataFile;
use crate::diagnostic::Problem;
use crate::toml_text::{Entry, Kind, Table};

/// The value of a name that templates ask for.
#[derive(Debug, Clone, PartialEq)]
pub enum Setting {
    /// Words.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number.
    Number(f64),
    /// A truth value.
    Boolean(bool),
}

/// What a run chooses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// The name of a profile.
    pub profile: Option<String>,
    /// Names and what they are set to, in the order of the command line.
    pub set: Vec<(String, String)>,
}

/// Takes both sections, and gives each name with its value in this run: that of the command line,
/// else that of the profile, else that of `[values]`.
///
/// A profile or a name that this manifest does not know is none of its concern: another
/// publication of the run may know it.
pub(super) fn take(
    table: &mut Table,
    choice: &Choice,
    problems: &mut Vec<Problem>,
) -> Vec<(String, Setting)> {
    let entries = table.take_table("values", problems).into_entries();
    let mut values: Vec<(String, Setting)> =
        entries.into_iter().filter_map(|entry| declared(entry, problems)).collect();
    for profile in table.take_table("profiles", problems).into_entries() {
        let is_chosen = choice.profile.as_ref() == Some(&profile.key.value);
        let Some(profile) = profile.value.read::<Table>(problems) else { continue };
        for (name, setting) in known(profile.value, &values, problems) {
            if let Some((_, value)) = values.iter_mut().find(|(own, _)| *own == name && is_chosen) {
                *value = setting;
            }
        }
    }
    for (name, text) in &choice.set {
        let Some((_, value)) = values.iter_mut().find(|(own, _)| own == name) else { continue };
        match value.like(text) {
            Some(set) => *value = set,
            None => problems.push(
                Problem::error("values/type", format!("`--set {name}={text}` is not {}", value.words()))
                    .hint("the value in `[values]` says what a name takes"),
            ),
        }
    }
    values
}

/// A name of `[values]` that `[data]` has, too, would hide one of both.
pub(super) fn check_names(values: &[(String, Setting)], data: &[DataFile], problems: &mut Vec<Problem>) {
    for file in data.iter().filter(|file| values.iter().any(|(name, _)| *name == file.name.value)) {
        let message = format!("`{}` stands in `[values]`, too", file.name.value);
        problems.push(
            Problem::error("manifest/value", message)
                .at(file.name.place.clone())
                .hint("templates know values and data by their names alone, so no two may be alike"),
        );
    }
}

fn declared(entry: Entry, problems: &mut Vec<Problem>) -> Option<(String, Setting)> {
    if !super::is_variable(&entry.key.value) {
        problems.push(
            Problem::error(
                "manifest/value",
                format!("`{}` cannot name a value in a template", entry.key.value),
            )
            .at(entry.key.place)
            .hint(super::VARIABLE),
        );
        return None;
    }
    Some((entry.key.value.clone(), setting(entry, problems)?))
}

/// The entries of a profile, each of which `[values]` has to know.
fn known(
    mut profile: Table,
    values: &[(String, Setting)],
    problems: &mut Vec<Problem>,
) -> Vec<(String, Setting)> {
    let found = profile.take_entries(values.iter().map(|(name, _)| name.as_str()));
    profile.finish(problems);
    let of = |entry: Entry| {
        let (name, place) = (entry.key.value.clone(), entry.value.place.clone());
        let found = setting(entry, problems)?;
        let (_, default) = values.iter().find(|(own, _)| *own == name)?;
        if std::mem::discriminant(default) != std::mem::discriminant(&found) {
            let message = format!("`{name}` must be {}, as in `[values]`", default.words());
            problems.push(Problem::error("manifest/type", message).at(place));
            return None;
        }
        Some((name, found))
    };
    found.into_iter().filter_map(of).collect()
}

fn setting(entry: Entry, problems: &mut Vec<Problem>) -> Option<Setting> {
    Some(match entry.value.kind {
        Kind::Text(text) => Setting::Text(text),
        Kind::Integer(number) => Setting::Integer(number),
        Kind::Number(number) => Setting::Number(number),
        Kind::Boolean(truth) => Setting::Boolean(truth),
        Kind::Date(_) | Kind::Array(_) | Kind::Table(_) | Kind::Other(_) => {
            problems.push(entry.value.type_problem("text, a number, or `true` or `false`"));
            return None;
        }
    })
}

impl Setting {
    /// The text of a command line as a value of the same type.
    fn like(&self, text: &str) -> Option<Self> {
        Some(match self {
            Self::Text(_) => Self::Text(text.to_owned()),
            Self::Integer(_) => Self::Integer(text.parse().ok()?),
            Self::Number(_) => Self::Number(text.parse().ok().filter(|number: &f64| number.is_finite())?),
            Self::Boolean(_) => Self::Boolean(text.parse().ok()?),
        })
    }

    fn words(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Integer(_) => "a whole number",
            Self::Number(_) => "a number",
            Self::Boolean(_) => "`true` or `false`",
        }
    }
}
