//! What templates can name.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use minijinja::Value;

use super::row::{self, Trace};
use crate::data::Data;
use crate::language::Language;
use crate::publication::Publication;
use crate::workspace::Publisher;

/// The variables of a publication's templates: `publication`, and each name of `[data]`.
#[derive(Debug, Clone)]
pub struct Context<'a> {
    /// The language in which filters write.
    pub(super) language: Language,
    data: &'a BTreeMap<String, Data>,
    /// The names of `[data]` whose files could not be read, which was told.
    unreadable: Vec<String>,
    value: Value,
    /// What templates look up in the data.
    pub(super) trace: Arc<Trace>,
}

impl<'a> Context<'a> {
    /// The variables of a publication with its data, by the names of `[data]`.
    pub fn new(publication: &Publication, publisher: &Publisher, data: &'a BTreeMap<String, Data>) -> Self {
        let own = ("publication".to_owned(), publication_value(publication, publisher));
        let trace = Arc::new(Trace::default());
        let tables =
            data.iter().map(|(name, data)| (name.clone(), row::value(&data.root, &data.file, &trace)));
        let declared = publication.data.iter().map(|file| &file.name.value);
        Self {
            language: publication.language.clone(),
            data,
            unreadable: declared.filter(|name| !data.contains_key(*name)).cloned().collect(),
            value: Value::from_pairs(tables.chain(std::iter::once(own))),
            trace,
        }
    }

    /// The root of all variables.
    pub(super) fn value(&self) -> Value {
        self.value.clone()
    }

    /// The data files.
    pub(super) fn data(&self) -> impl Iterator<Item = &Data> {
        self.data.values()
    }

    /// Whether a name is that of data whose file could not be read.
    pub(super) fn is_unreadable(&self, name: &str) -> bool {
        self.unreadable.iter().any(|unreadable| unreadable == name)
    }

    /// The names of the variables.
    pub(super) fn variables(&self) -> Vec<String> {
        self.data.keys().cloned().chain(["publication".to_owned()]).collect()
    }

    /// The names behind a point that some value has.
    pub(super) fn attributes(&self) -> BTreeSet<String> {
        let mut names: BTreeSet<String> = self.data().flat_map(Data::names).map(str::to_owned).collect();
        if let Ok(keys) = self.value.get_attr("publication").and_then(|own| own.try_iter()) {
            names.extend(keys.filter_map(|key| key.as_str().map(str::to_owned)));
        }
        names
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
