//! JSON Schema (drafts 4 to 2020-12) for whole data files.
//!
//! Nothing is fetched: a schema stands in one file. Patterns run in time linear to the text.

use std::fmt;
use std::sync::Arc;

use jsonschema::error::ValidationErrorKind;
use jsonschema::paths::LocationSegment;
use jsonschema::{PatternOptions, ValidationError, Validator};

use super::{Data, Node, Source, Step, Value, json, text};
use crate::diagnostic::{Outcome, Place, Problem, Warned, list};
use crate::workspace::Limits;

/// A JSON Schema that was read.
pub struct JsonSchema {
    /// The schema's own file, to point into.
    schema: Data,
    validator: Validator,
}

impl fmt::Debug for JsonSchema {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("JsonSchema").field("file", &self.schema.file).finish_non_exhaustive()
    }
}

/// More findings in one file than this nobody reads.
const MOST_FINDINGS: usize = 200;

impl JsonSchema {
    /// Reads a schema.
    pub fn read(file: &Arc<str>, bytes: &[u8], limits: &Limits) -> Outcome<Self> {
        let mut problems = Vec::new();
        let text = text(file, bytes, &mut problems);
        let source = text.map(|text| Source { file, text, nesting: limits.nesting });
        let root = source.and_then(|source| json::read(&source, &mut problems));
        let Some(root) = root else { return Err(problems) };
        let schema = Data { file: file.clone(), root: root.into() };
        let options = jsonschema::options()
            .offline()
            .should_validate_formats(true)
            .with_pattern_options(PatternOptions::regex());
        match options.build(&schema.to_json()) {
            Ok(validator) => Ok(Warned { value: Self { schema, validator }, warnings: Vec::new() }),
            Err(error) => Err(vec![unusable(&schema, &error)]),
        }
    }

    /// Everything in a file that its schema refuses.
    pub(super) fn check(&self, data: &Data) -> Vec<Problem> {
        let is_table = !data.file.ends_with(".json");
        let instance = instance(&data.root, is_table);
        let errors = self.validator.iter_errors(&instance);
        let mut problems: Vec<Problem> =
            errors.take(MOST_FINDINGS).map(|error| self.finding(data, &error)).collect();
        problems.sort_by_key(|problem| problem.place.as_ref().map(|place| place.range.start));
        problems
    }

    fn finding(&self, data: &Data, error: &ValidationError<'_>) -> Problem {
        let segments: Vec<LocationSegment<'_>> = error.instance_path().segments().collect();
        let steps: Vec<Step<'_>> = segments.iter().map(step).collect();
        let column = steps.iter().rev().find_map(|step| match step {
            Step::Key(name) => Some(*name),
            Step::Row(_) => None,
        });
        let what = match column {
            Some(name) => format!("`{name}`"),
            None if steps.is_empty() => "the file".to_owned(),
            None => "this row".to_owned(),
        };
        let rule: Vec<LocationSegment<'_>> = error.schema_path().segments().collect();
        let rule: Vec<Step<'_>> = rule.iter().map(step).collect();
        Problem::error("data/schema", format!("{what} {}", words(error)))
            .at(data.place(&steps))
            .label(self.schema.place(&rule), "the rule")
    }
}

fn step<'a>(segment: &'a LocationSegment<'a>) -> Step<'a> {
    match segment {
        LocationSegment::Property(name) => Step::Key(name),
        LocationSegment::Index(index) => Step::Row(*index),
    }
}

/// What is wrong, behind the name of what it is wrong with.
fn words(error: &ValidationError<'_>) -> String {
    let value = match error.instance().as_ref() {
        serde_json::Value::String(text) => text.clone(),
        value @ (serde_json::Value::Object(_) | serde_json::Value::Array(_))
            if value.to_string().len() > 60 =>
        {
            "…".to_owned()
        }
        value => value.to_string(),
    };
    match error.kind() {
        ValidationErrorKind::Required { property } => format!("lacks {}", quoted(property)),
        ValidationErrorKind::AdditionalProperties { unexpected } => {
            format!("has {}, which the schema does not know", list(unexpected.iter().map(String::as_str)))
        }
        ValidationErrorKind::Enum { options } => {
            let options = options.as_array().map(Vec::as_slice).unwrap_or_default();
            let options: Vec<String> = options.iter().map(plain).collect();
            format!("cannot be `{value}`, only {}", list(options.iter().map(String::as_str)))
        }
        ValidationErrorKind::Pattern { pattern } => {
            format!("is `{value}`, which has not the form `{pattern}`")
        }
        ValidationErrorKind::Format { format } => format!("is `{value}`, which is no `{format}`"),
        _ => format!("is `{value}`, but {}", error.masked_with("it")),
    }
}

fn plain(value: &serde_json::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn quoted(value: &serde_json::Value) -> String {
    format!("`{}`", plain(value))
}

/// The problem of a schema that cannot be used, at the place of what is wrong with it.
fn unusable(schema: &Data, error: &ValidationError<'_>) -> Problem {
    if let ValidationErrorKind::Referencing(_) = error.kind() {
        let place = outside_reference(&schema.root).map(|range| Place::new(schema.file.clone(), range));
        return Problem::error("data/schema-file", "the schema refers to something outside of its file")
            .at(place.unwrap_or_else(|| Place::file(schema.file.clone())))
            .hint(
                "nothing is fetched: copy the definition into `$defs` and write `\"$ref\": \"#/$defs/…\"`",
            );
    }
    let segments: Vec<LocationSegment<'_>> = error.instance_path().segments().collect();
    let steps: Vec<Step<'_>> = segments.iter().map(step).collect();
    Problem::error("data/schema-file", format!("this is no JSON Schema: {error}")).at(schema.place(&steps))
}

/// The first reference that does not start in the schema's own file.
fn outside_reference(root: &Node) -> Option<std::ops::Range<usize>> {
    let mut found = None;
    root.visit(&mut |node| {
        let reference = node.get(Step::Key("$ref"));
        if let Some(Node { value: Value::Text(target), range }) = reference
            && !target.starts_with('#')
        {
            found = found.take().or_else(|| Some(range.clone()));
        }
    });
    found
}

/// The value as JSON. The empty cells of a table are absent, so that `required` means what it says.
fn instance(node: &Node, is_table: bool) -> serde_json::Value {
    match &node.value {
        Value::List(rows) => rows.iter().map(|row| instance(row, is_table)).collect(),
        Value::Record(entries) => entries
            .iter()
            .filter(|(_, node)| !(is_table && node.value == Value::Nothing))
            .map(|(name, node)| (name.clone(), instance(node, is_table)))
            .collect(),
        _ => node.to_json(),
    }
}
