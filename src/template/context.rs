//! What templates can name.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use minijinja::Value;

use super::row::{self, Trace};
use crate::data::{Data, Node};
use crate::language::Language;
use crate::publication::{Publication, Setting};
use crate::workspace::Publisher;

/// The variables of a publication's templates: `publication`, `output`, each name of `[data]`
/// and `[values]`, and for one of many variants `variant`.
#[derive(Debug, Clone)]
pub struct Context<'a> {
    /// The language in which filters write.
    pub(super) language: Language,
    data: Option<&'a BTreeMap<String, Data>>,
    /// The names of `[data]` whose files could not be read, which was told.
    unreadable: Vec<String>,
    variables: BTreeMap<String, Value>,
    /// What templates look up in the data.
    pub(super) trace: Arc<Trace>,
}

/// The variables that are records of satz's own.
const RECORDS: [&str; 2] = ["publication", "variant"];

impl<'a> Context<'a> {
    /// The variables of a publication with its data, by the names of `[data]`.
    pub fn new(publication: &Publication, publisher: &Publisher, data: &'a BTreeMap<String, Data>) -> Self {
        let own = ("publication".to_owned(), publication_value(publication, publisher));
        let trace = Arc::new(Trace::default());
        let tables =
            data.iter().map(|(name, data)| (name.clone(), row::table(&data.root, &data.file, &trace)));
        let values = publication.values.iter().map(|(name, value)| (name.clone(), setting_value(value)));
        let declared = publication.data.iter().map(|file| &file.name.value);
        Self {
            language: publication.language.clone(),
            data: Some(data),
            unreadable: declared.filter(|name| !data.contains_key(*name)).cloned().collect(),
            variables: tables.chain(values).chain([own]).collect(),
            trace,
        }
    }

    /// Only the row of a variant, for the texts of its manifest.
    pub fn of_variant(language: Language, row: &Node) -> Self {
        let (variables, trace) = (BTreeMap::new(), Arc::default());
        Self { language, data: None, unreadable: Vec::new(), variables, trace }.with_variant(row)
    }

    /// The same with the row of a variant.
    #[must_use]
    pub fn with_variant(mut self, row: &Node) -> Self {
        // The file of the variants is told with each of their problems.
        let value = row::value(row, &Arc::from(""), &Arc::default());
        self.variables.insert("variant".to_owned(), value);
        self
    }

    /// The same with the output that the text is for.
    #[must_use]
    pub fn with_output(mut self, output: &str) -> Self {
        self.variables.insert("output".to_owned(), Value::from(output));
        self
    }

    /// The root of all variables.
    pub(super) fn value(&self) -> Value {
        Value::from_pairs(self.variables.iter().map(|(name, value)| (name.as_str(), value.clone())))
    }

    /// The data files.
    pub(super) fn data(&self) -> impl Iterator<Item = &Data> {
        self.data.iter().flat_map(|data| data.values())
    }

    /// Whether a name is that of data whose file could not be read.
    pub(super) fn is_unreadable(&self, name: &str) -> bool {
        self.unreadable.iter().any(|unreadable| unreadable == name)
    }

    /// The names of the variables.
    pub(super) fn variables(&self) -> Vec<String> {
        self.variables.keys().cloned().collect()
    }

    /// The names behind a point that some value has.
    pub(super) fn attributes(&self) -> BTreeSet<String> {
        let mut names: BTreeSet<String> = self.data().flat_map(Data::names).map(str::to_owned).collect();
        for record in RECORDS.iter().filter_map(|name| self.variables.get(*name)) {
            if let Ok(keys) = record.try_iter() {
                names.extend(keys.filter_map(|key| key.as_str().map(str::to_owned)));
            }
        }
        names
    }
}

fn setting_value(setting: &Setting) -> Value {
    match setting {
        Setting::Text(text) => Value::from(text.as_str()),
        Setting::Integer(number) => Value::from(*number),
        Setting::Number(number) => Value::from(*number),
        Setting::Boolean(truth) => Value::from(*truth),
    }
}

fn publication_value(publication: &Publication, publisher: &Publisher) -> Value {
    let language = &publication.language;
    let contributors: Value = publication
        .contributors
        .iter()
        .map(|contributor| {
            Value::from_pairs([
                ("name", Value::from(contributor.name.value.as_str())),
                ("role", Value::from(contributor.role.name())),
                ("role_text", Value::from(contributor.role.text(language))),
            ])
        })
        .collect();
    // Keys with a hyphen cannot be written behind a point.
    let identifiers = publication.identifiers.iter();
    let identifiers = identifiers.map(|(key, value)| (key.replace('-', "_"), Value::from(value)));
    let date = publication.date.map(|date| date.to_string());
    let address: Value = publisher.address.iter().map(|line| Value::from(line.as_str())).collect();
    Value::from_pairs([
        ("slug", Value::from(publication.slug.as_str())),
        ("title", Value::from(publication.title.value.as_str())),
        ("subtitle", optional(publication.subtitle.as_deref())),
        ("language", Value::from(language.tag())),
        ("date", optional(date.as_deref())),
        ("edition", optional(publication.edition.as_deref())),
        ("contributors", contributors),
        ("identifiers", Value::from_pairs(identifiers)),
        ("description", optional(publication.description.as_deref())),
        ("subjects", publication.subjects.iter().map(|text| Value::from(text.as_str())).collect()),
        ("rights", optional(publication.rights.as_deref())),
        (
            "publisher",
            Value::from_pairs([
                ("name", optional(publisher.name.as_deref())),
                ("address", address),
                ("website", optional(publisher.website.as_deref())),
                ("email", optional(publisher.email.as_deref())),
            ]),
        ),
    ])
}

fn optional(text: Option<&str>) -> Value {
    text.map_or_else(|| Value::from(()), Value::from)
}
