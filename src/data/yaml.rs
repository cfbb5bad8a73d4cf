//! YAML 1.2 with the place of every value.

use saphyr::{LoadableYamlNode, MarkedYaml, Scalar, YamlData};

use super::{Node, Source, Value};
use crate::diagnostic::Problem;

/// Reads the one document of a YAML file.
pub(super) fn read(source: &Source<'_>, problems: &mut Vec<Problem>) -> Option<Node> {
    let start = if source.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let text = &source.text[start..];
    let reading = Reading { source, offsets: offsets(text, start) };
    if is_monstrous(text) {
        problems.push(source.too_deep(start..start));
        return None;
    }
    let mut documents = match MarkedYaml::load_from_str(text) {
        Ok(documents) => documents,
        Err(error) => {
            problems.push(reading.syntax(&error));
            return None;
        }
    };
    if documents.len() > 1 {
        let at = reading.offset(documents[1].span.start.index());
        problems.push(source.problem("data/syntax", at..at, "the file holds a second document"));
    }
    let Some(document) = (!documents.is_empty()).then(|| documents.swap_remove(0)) else {
        problems.push(source.problem("data/syntax", start..start, "the file is empty"));
        return None;
    };
    Some(reading.node(document, 0, problems))
}

/// Whether values may stand so deep in one another that the library's recursion would not end
/// well; real data is far from it.
fn is_monstrous(text: &str) -> bool {
    const DEEPEST: usize = 2000;
    let mut open = 0_usize;
    for byte in text.bytes() {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        if open > DEEPEST {
            return true;
        }
    }
    let lead = |line: &str| line.len() - line.trim_start_matches([' ', '-', '?', ':']).len();
    text.lines().any(|line| lead(line) > DEEPEST)
}

/// The byte offset of every character, since the library counts characters.
fn offsets(text: &str, start: usize) -> Vec<usize> {
    let ends = std::iter::once(start + text.len());
    text.char_indices().map(|(offset, _)| start + offset).chain(ends).collect()
}

struct Reading<'a> {
    source: &'a Source<'a>,
    offsets: Vec<usize>,
}

impl Reading<'_> {
    fn offset(&self, index: usize) -> usize {
        self.offsets.get(index).or(self.offsets.last()).copied().unwrap_or_default()
    }

    fn syntax(&self, error: &saphyr::ScanError) -> Problem {
        let at = self.offset(error.marker().index());
        let message = format!("this is not valid YAML: {}", error.info());
        let problem = self.source.problem("data/syntax", at..at, message);
        match error.info() {
            info if info.contains("duplicate") => problem.hint("write every key of a record once"),
            info if info.contains('\t') || info.contains("tab") => {
                problem.hint("YAML indents with spaces, never with tabs")
            }
            _ => problem.hint("put texts that hold `: ` or ` #` in quotes, and indent with spaces"),
        }
    }

    fn node(&self, yaml: MarkedYaml<'_>, depth: u64, problems: &mut Vec<Problem>) -> Node {
        let start = self.offset(yaml.span.start.index());
        let end = self.offset(yaml.span.end.index()).max(start);
        let range = start..start + self.source.text[start..end].trim_end().len();
        if depth > self.source.nesting {
            problems.push(self.source.too_deep(range.clone()));
            return Node { value: Value::Nothing, range };
        }
        let value = match yaml.data {
            YamlData::Value(scalar) => scalar_value(scalar),
            YamlData::Sequence(items) => {
                Value::List(items.into_iter().map(|item| self.node(item, depth + 1, problems)).collect())
            }
            YamlData::Mapping(entries) => {
                let mut record = Vec::with_capacity(entries.len());
                for (key, value) in entries {
                    let name = self.name(key, problems);
                    record.push((name, self.node(value, depth + 1, problems)));
                }
                Value::Record(record)
            }
            YamlData::Tagged(_, inner) => return self.node(*inner, depth + 1, problems),
            YamlData::Representation(text, ..) => Value::Text(text.into_owned()),
            YamlData::Alias(_) | YamlData::BadValue => {
                let message = "this value cannot be read, or it refers to a name that is not defined";
                problems.push(self.source.problem("data/value", range.clone(), message));
                Value::Nothing
            }
        };
        Node { value, range }
    }

    fn name(&self, key: MarkedYaml<'_>, problems: &mut Vec<Problem>) -> String {
        let start = self.offset(key.span.start.index());
        match key.data {
            YamlData::Value(Scalar::String(text)) => text.into_owned(),
            YamlData::Value(Scalar::Integer(integer)) => integer.to_string(),
            YamlData::Value(Scalar::Boolean(boolean)) => boolean.to_string(),
            _ => {
                let end = self.offset(key.span.end.index()).max(start);
                let message = "a name in a record must be a text or a whole number";
                problems.push(self.source.problem("data/type", start..end, message));
                String::new()
            }
        }
    }
}

fn scalar_value(scalar: Scalar<'_>) -> Value {
    match scalar {
        Scalar::Null => Value::Nothing,
        Scalar::Boolean(boolean) => Value::Boolean(boolean),
        Scalar::Integer(integer) => Value::Integer(integer),
        Scalar::FloatingPoint(number) if number.is_finite() => Value::Number(number.into_inner(), None),
        Scalar::FloatingPoint(number) => Value::Text(number.to_string()),
        Scalar::String(text) => Value::Text(text.into_owned()),
    }
}
