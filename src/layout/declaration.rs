//! One `layout.toml`, before it is joined with its ancestors.

use std::collections::BTreeMap;

use super::Size;
use super::component::{Attribute, AttributeType, Body, Component, Components};
use super::fold::Folded;
use super::parameter::{Parameter, ParameterType};
use crate::diagnostic::Problem;
use crate::toml_text::{Length, Located, Table};

/// What one `layout.toml` says.
pub(super) struct Declaration {
    pub(super) extends: Option<Located<String>>,
    pub(super) contract: Option<Located<i64>>,
    pub(super) sizes: BTreeMap<String, Size>,
    pub(super) default_size: Option<String>,
    pub(super) bleed: Option<Length>,
    pub(super) parameters: BTreeMap<String, Parameter>,
    pub(super) components: Components,
}

pub(super) fn declaration(mut table: Table, problems: &mut Vec<Problem>) -> Declaration {
    let extends = table.take::<String>("extends", problems);
    let contract = table.take::<i64>("contract", problems);
    table.take::<String>("description", problems);
    let bleed = table.take_length("bleed", problems).map(|bleed| bleed.value);
    let (sizes, default_size) = sizes(table.take_table("sizes", problems), problems);
    let parameters = tables(table.take_table("parameters", problems), problems, parameter);
    let components =
        tables(unreserved(table.take_table("components", problems), problems), problems, component);
    table.finish(problems);
    Declaration { extends, contract, sizes, default_size, bleed, parameters, components }
}

/// The functions of Typst and of satz that lowered chapters call: a component of such a name would
/// take their place.
const RESERVED: [&str; 43] = [
    "alert",
    "bibliography",
    "chapter",
    "cite",
    "citing-note",
    "counted",
    "credit",
    "data",
    "datetime",
    "decorative",
    "divided",
    "divider",
    "emph",
    "enum",
    "exhibits",
    "figure",
    "footnote",
    "formula",
    "heading",
    "html",
    "image",
    "linebreak",
    "link",
    "list",
    "math",
    "metadata",
    "not-in-lists",
    "number-of",
    "numbered-title",
    "page-reference",
    "paged-reference",
    "parbreak",
    "quote",
    "raw",
    "ref",
    "row-header",
    "span",
    "strike",
    "strong",
    "table",
    "terms",
    "text",
    "undivided",
];

/// Reports components whose names are taken.
fn unreserved(components: Table, problems: &mut Vec<Problem>) -> Table {
    for entry in components.entries().iter().filter(|entry| RESERVED.contains(&&*entry.key.value)) {
        let message = format!("a component cannot be called `{}`", entry.key.value);
        problems.push(
            Problem::error("layout/reserved-name", message)
                .at(entry.key.place.clone())
                .hint("chapters use a function of that name; choose another"),
        );
    }
    components
}

/// Reads a table of tables whose keys the designer chooses.
fn tables<T>(
    table: Table,
    problems: &mut Vec<Problem>,
    read: fn(Table, &mut Vec<Problem>) -> Option<T>,
) -> BTreeMap<String, T> {
    let mut found = BTreeMap::new();
    for entry in table.into_entries() {
        if let Some(inner) = entry.value.read::<Table>(problems)
            && let Some(value) = read(inner.value, problems)
        {
            found.insert(entry.key.value, value);
        }
    }
    found
}

fn sizes(table: Table, problems: &mut Vec<Problem>) -> (BTreeMap<String, Size>, Option<String>) {
    let read = |mut table: Table, problems: &mut Vec<Problem>| {
        let is_default = table.take::<bool>("default", problems).is_some_and(|found| found.value);
        table.take::<String>("description", problems);
        let width = table.take_length("width", problems);
        let height = table.take_length("height", problems);
        let place = table.place();
        let folded = Folded::take(&mut table, width.as_ref(), problems);
        table.finish(problems);
        if width.is_none() || height.is_none() {
            let message = "a page size needs `width` and `height`";
            problems.push(Problem::error("layout/missing-key", message).at(place));
        }
        Some((Size { width: width?.value, height: height?.value, folded }, is_default))
    };
    let sizes = tables(table, problems, read);
    let default = sizes.iter().find(|(_, (_, is_default))| *is_default).map(|(name, _)| name.clone());
    (sizes.into_iter().map(|(name, (size, _))| (name, size)).collect(), default)
}

fn parameter(mut table: Table, problems: &mut Vec<Problem>) -> Option<Parameter> {
    let words: Vec<(&'static str, ParameterType)> = ParameterType::NAMED.to_vec();
    let kind = table.take_word("type", &words, problems);
    let required = table.take::<bool>("required", problems).is_some_and(|found| found.value);
    let default = table.take_value("default");
    let choices = texts(&mut table, "choices", problems);
    table.take::<String>("description", problems);
    let place = table.place();
    table.finish(problems);
    if kind.is_none() {
        problems.push(Problem::error("layout/missing-key", "a parameter needs a `type`").at(place));
    }
    Some(Parameter { kind: kind?.value, required, default, choices })
}

fn component(mut table: Table, problems: &mut Vec<Problem>) -> Option<Component> {
    let text = |table: &mut Table, key, problems: &mut Vec<Problem>| {
        table.take::<String>(key, problems).map(|found| found.value)
    };
    let words: Vec<(&'static str, Body)> =
        Body::NAMES.iter().filter_map(|name| Some((*name, Body::from_name(name)?))).collect();
    let description = text(&mut table, "description", problems).unwrap_or_default();
    let body = table.take_word("body", &words, problems).map_or(Body::Blocks, |found| found.value);
    let counted = words_by_language(table.take_table("counted", problems), problems);
    let rows = text(&mut table, "rows", problems);
    let element = text(&mut table, "element", problems);
    let role = text(&mut table, "role", problems);
    let epub_type = text(&mut table, "epub-type", problems);
    let web = table.take::<bool>("web", problems).is_some_and(|found| found.value);
    let attributes = tables(table.take_table("attributes", problems), problems, attribute);
    let place = table.place();
    table.finish(problems);
    if !counted.is_empty() && attributes.get("title").is_none_or(|title| title.kind != AttributeType::Inline)
    {
        problems.push(
            Problem::error("layout/counted", "a component that is counted needs a `title`")
                .at(place.clone())
                .hint("declare `attributes.title` with `type = \"inline\"`; its number stands before it"),
        );
    }
    if element.is_none() && !web {
        problems.push(
            Problem::error("layout/missing-key", "a component needs a body for the EPUB")
                .at(place)
                .hint("name its `element`, or write its function in `web.typ` and say `web = true`"),
        );
    }
    Some(Component {
        description,
        body,
        attributes,
        counted,
        rows,
        element: element.filter(|_| !web),
        role,
        epub_type,
    })
}

/// A word by the languages it is written in.
fn words_by_language(table: Table, problems: &mut Vec<Problem>) -> BTreeMap<String, String> {
    let entries = table.into_entries().into_iter();
    entries.filter_map(|entry| Some((entry.key.value, entry.value.read::<String>(problems)?.value))).collect()
}

fn attribute(mut table: Table, problems: &mut Vec<Problem>) -> Option<Attribute> {
    let place = table.place();
    let name = table.take::<String>("type", problems);
    let choices = texts(&mut table, "choices", problems);
    let required = table.take::<bool>("required", problems).is_some_and(|found| found.value);
    let description = table.take::<String>("description", problems).map(|found| found.value);
    let element = table.take::<String>("element", problems).map(|found| found.value);
    table.finish(problems);
    let Some(name) = name else {
        problems.push(Problem::error("layout/missing-key", "an attribute needs a `type`").at(place));
        return None;
    };
    let kind = match AttributeType::from_name(&name.value) {
        Some(AttributeType::Choice(_)) => AttributeType::Choice(choices),
        Some(kind) => kind,
        None => {
            let known = crate::diagnostic::list(AttributeType::NAMES);
            let message = format!("`{}` is no type of an attribute", name.value);
            let problem = Problem::error("layout/value", message).at(name.place);
            problems.push(problem.hint(format!("the types are {known}")));
            return None;
        }
    };
    Some(Attribute { kind, required, description: description.unwrap_or_default(), element })
}

fn texts(table: &mut Table, key: &'static str, problems: &mut Vec<Problem>) -> Vec<String> {
    let found = table.take_texts(key, problems).unwrap_or_default();
    found.into_iter().map(|text| text.value).collect()
}
