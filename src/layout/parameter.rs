//! What a publication may set in its layout.

use std::collections::BTreeMap;

use super::Layout;
use crate::diagnostic::{Place, Problem, list, suggestion};
use crate::toml_text::{Entry, Located, Table, Value};
use crate::workspace::resolve;

/// A parameter as `layout.toml` declares it.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// What its value may be.
    pub kind: ParameterType,
    /// Whether a publication has to set it.
    pub required: bool,
    /// Its value where a publication does not set it.
    pub default: Option<Value>,
    /// The words of a choice.
    pub choices: Vec<String>,
}

/// What a parameter's value may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterType {
    /// Words as they are.
    Text,
    /// Markdown.
    Markdown,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// One of the listed words.
    Choice,
    /// A colour of the tokens, by name.
    Colour,
    /// A picture that fills its frame.
    Picture,
    /// A picture that is shown whole.
    Logo,
    /// Several pictures.
    Pictures,
    /// Several logos.
    Logos,
}

impl ParameterType {
    /// The names that `layout.toml` knows.
    pub(super) const NAMED: [(&'static str, Self); 11] = [
        ("text", Self::Text),
        ("markdown", Self::Markdown),
        ("integer", Self::Integer),
        ("number", Self::Number),
        ("boolean", Self::Boolean),
        ("choice", Self::Choice),
        ("colour", Self::Colour),
        ("picture", Self::Picture),
        ("logo", Self::Logo),
        ("pictures", Self::Pictures),
        ("logos", Self::Logos),
    ];
}

/// The values of a layout's parameters by name; one without value is absent.
pub type Parameters = BTreeMap<String, Located<ParameterValue>>;

/// A typed value.
#[derive(Debug, Clone, PartialEq)]
pub enum ParameterValue {
    /// Words, a choice.
    Text(String),
    /// Markdown, not yet read.
    Markdown(String),
    /// A whole number.
    Integer(i64),
    /// A finite number.
    Number(f64),
    /// A truth value.
    Boolean(bool),
    /// The name of a colour token.
    Colour(String),
    /// A picture that fills its frame.
    Picture(PictureValue),
    /// A picture that is shown whole.
    Logo(PictureValue),
    /// Several pictures.
    Pictures(Vec<PictureValue>),
    /// Several logos.
    Logos(Vec<PictureValue>),
}

/// A picture that a manifest names.
#[derive(Debug, Clone, PartialEq)]
pub struct PictureValue {
    /// The path from the workspace's root.
    pub file: String,
    /// The text for whoever does not see it; `None` for an ornament.
    pub alternative: Option<String>,
    /// Who made it, as Markdown.
    pub credit: Option<String>,
    /// Where the manifest names it.
    pub place: Place,
}

/// Types the `[parameters]` of a manifest by the layout's declarations.
///
/// Paths count from `folder`, the publication's own. Defaults of the layout fill what is absent.
pub fn check_parameters(
    layout: &Layout,
    entries: &[Entry],
    folder: &str,
    manifest: Place,
    problems: &mut Vec<Problem>,
) -> Parameters {
    let mut values = Parameters::new();
    for entry in entries {
        match layout.parameters.get(&entry.key.value) {
            Some(declared) => {
                let place = entry.value.place.clone();
                let value = Typing { layout, folder, declared }.value(entry.value.clone(), problems);
                if let Some(value) = value {
                    values.insert(entry.key.value.clone(), Located { value, place });
                }
            }
            None => problems.push(unknown(layout, &entry.key)),
        }
    }
    for (name, declared) in &layout.parameters {
        if entries.iter().any(|entry| entry.key.value == *name) {
            continue;
        }
        if let Some(default) = &declared.default {
            let own = layout.folders.last().map_or("", String::as_str);
            let typing = Typing { layout, folder: own, declared };
            if let Some(value) = typing.value(default.clone(), problems) {
                values.insert(name.clone(), Located { value, place: default.place.clone() });
            }
        } else if declared.required {
            let message = format!("the layout `{}` needs the parameter `{name}`", layout.name);
            problems.push(
                Problem::error("parameters/missing", message)
                    .at(manifest.clone())
                    .hint(format!("add `{name} = …` under `[parameters]`")),
            );
        }
    }
    values
}

fn unknown(layout: &Layout, key: &Located<String>) -> Problem {
    let names = || layout.parameters.keys().map(String::as_str);
    let message = format!("the layout `{}` has no parameter `{}`", layout.name, key.value);
    let problem = Problem::error("parameters/unknown", message).at(key.place.clone());
    match suggestion(&key.value, names()) {
        Some(near) => problem.hint(format!("did you mean `{near}`?")),
        None if layout.parameters.is_empty() => problem,
        None => problem.hint(format!("it has {}", list(names()))),
    }
}

/// Types the value of one parameter.
struct Typing<'a> {
    layout: &'a Layout,
    folder: &'a str,
    declared: &'a Parameter,
}

impl Typing<'_> {
    fn value(&self, value: Value, problems: &mut Vec<Problem>) -> Option<ParameterValue> {
        let text = |value: Value, problems: &mut _| value.read::<String>(problems);
        Some(match self.declared.kind {
            ParameterType::Text => ParameterValue::Text(text(value, problems)?.value),
            ParameterType::Markdown => ParameterValue::Markdown(text(value, problems)?.value),
            ParameterType::Integer => ParameterValue::Integer(value.read::<i64>(problems)?.value),
            ParameterType::Number => ParameterValue::Number(value.read::<f64>(problems)?.value),
            ParameterType::Boolean => ParameterValue::Boolean(value.read::<bool>(problems)?.value),
            ParameterType::Choice => {
                let known: Vec<&str> = self.declared.choices.iter().map(String::as_str).collect();
                ParameterValue::Text(one_of(text(value, problems)?, &known, problems)?)
            }
            ParameterType::Colour => {
                let known: Vec<&str> = self.layout.tokens.colours.keys().map(String::as_str).collect();
                ParameterValue::Colour(one_of(text(value, problems)?, &known, problems)?)
            }
            ParameterType::Picture => ParameterValue::Picture(self.picture(value, problems)?),
            ParameterType::Logo => ParameterValue::Logo(self.picture(value, problems)?),
            ParameterType::Pictures => ParameterValue::Pictures(self.pictures(value, problems)?),
            ParameterType::Logos => ParameterValue::Logos(self.pictures(value, problems)?),
        })
    }

    fn pictures(&self, value: Value, problems: &mut Vec<Problem>) -> Option<Vec<PictureValue>> {
        let values = value.read::<Vec<Value>>(problems)?.value;
        Some(values.into_iter().filter_map(|value| self.picture(value, problems)).collect())
    }

    /// A picture is a path, or a table with its path and its alternative text.
    fn picture(&self, value: Value, problems: &mut Vec<Problem>) -> Option<PictureValue> {
        let place = value.place.clone();
        let (path, alternative, credit) = if value.is_table() {
            let mut table = value.read::<Table>(problems)?.value;
            let path = table.require::<String>("file", problems);
            let alternative = table.take::<String>("alt", problems).map(|alt| alt.value);
            let credit = table.take::<String>("credit", problems).map(|credit| credit.value);
            table.finish(problems);
            (path?, alternative, credit)
        } else {
            (value.read::<String>(problems)?, None, None)
        };
        match resolve(self.folder, &path.value) {
            Ok(file) => Some(PictureValue { file, alternative, credit, place }),
            Err(error) => {
                problems.push(error.problem(&path));
                None
            }
        }
    }
}

fn one_of(found: Located<String>, known: &[&str], problems: &mut Vec<Problem>) -> Option<String> {
    if known.contains(&found.value.as_str()) {
        return Some(found.value);
    }
    let message = format!("`{}` is not one of {}", found.value, list(known.iter().copied()));
    let problem = Problem::error("parameters/value", message).at(found.place);
    problems.push(match suggestion(&found.value, known.iter().copied()) {
        Some(near) => problem.hint(format!("did you mean `{near}`?")),
        None => problem,
    });
    None
}
