//! The file `/satz/work.typ`: what is said of one publication, and what one variant of it says
//! otherwise.

use super::literal::{array, dictionary, optional, quoted};
use super::satz_typ::SatzTyp;
use crate::language::long_date;
use crate::layout::{ParameterValue, PictureValue};

/// Writes the file.
///
/// It is read by calls and not by imports at the head of a file, so that a title which differs from
/// variant to variant changes nothing but the places that show it: a value captured by a layout's rules
/// would be part of every key in Typst's caches.
pub fn work_typ(values: &SatzTyp<'_>) -> String {
    format!(
        "#import \"/satz/satz.typ\": *\n#let meta = {}\n#let parameters = {}\n",
        meta(values),
        parameters(values)
    )
}

fn meta(values: &SatzTyp<'_>) -> String {
    let publication = values.publication;
    let language = &publication.language;
    let contributors = publication.contributors.iter().map(|contributor| {
        dictionary([
            ("name", quoted(&contributor.name.value)),
            ("role", quoted(contributor.role.name())),
            ("role-text", quoted(contributor.role.text(language))),
        ])
    });
    let identifiers =
        publication.identifiers.iter().map(|(key, value)| (key, quoted(value))).collect::<Vec<_>>();
    let editions = values.siblings.iter().map(|sibling| {
        dictionary([
            ("label", quoted(&sibling.label(language))),
            ("title", quoted(&sibling.title)),
            ("language", quoted(sibling.edition.language.tag())),
            ("address", optional(sibling.edition.address.as_deref())),
        ])
    });
    let publisher = values.publisher;
    let date = publication.date;
    dictionary([
        ("slug", quoted(&publication.slug)),
        ("title", quoted(&publication.title.value)),
        ("subtitle", optional(publication.subtitle.as_deref())),
        ("language", quoted(language.tag())),
        ("date", date.map_or("none".into(), datetime)),
        ("date-text", date.map_or("none".into(), |date| quoted(&long_date(date, language)))),
        ("edition", optional(publication.edition.as_deref())),
        ("editions", array(editions)),
        ("contributors", array(contributors)),
        ("identifiers", dictionary(identifiers)),
        ("description", optional(publication.description.as_deref())),
        ("subjects", array(publication.subjects.iter().map(|subject| quoted(subject)))),
        ("rights", optional(publication.rights.as_deref())),
        (
            "publisher",
            dictionary([
                ("name", optional(publisher.name.as_deref())),
                ("address", array(publisher.address.iter().map(|line| quoted(line)))),
                ("website", optional(publisher.website.as_deref())),
                ("email", optional(publisher.email.as_deref())),
            ]),
        ),
        ("layout", quoted(&values.layout.name)),
    ])
}

fn datetime(date: jiff::civil::Date) -> String {
    format!("datetime(year: {}, month: {}, day: {})", date.year(), date.month(), date.day())
}

/// Every declared parameter; one without value is `none`.
fn parameters(values: &SatzTyp<'_>) -> String {
    let entries: Vec<(&str, String)> = values
        .layout
        .parameters
        .keys()
        .map(|name| {
            let value = values.parameters.get(name);
            (name.as_str(), value.map_or("none".into(), |value| parameter(&value.value, values)))
        })
        .collect();
    dictionary(entries)
}

fn parameter(value: &ParameterValue, values: &SatzTyp<'_>) -> String {
    match value {
        ParameterValue::Text(text) => quoted(text),
        ParameterValue::Markdown(text) => format!("[{}]", (values.markdown)(text)),
        ParameterValue::Integer(number) => number.to_string(),
        ParameterValue::Number(number) => number.to_string(),
        ParameterValue::Boolean(truth) => truth.to_string(),
        ParameterValue::Colour(name) => format!("colour.at({})", quoted(name)),
        ParameterValue::Picture(picture) => filling(picture),
        ParameterValue::Logo(logo) => whole(logo),
        ParameterValue::Pictures(pictures) => array(pictures.iter().map(filling)),
        ParameterValue::Logos(logos) => array(logos.iter().map(whole)),
    }
}

fn filling(picture: &PictureValue) -> String {
    image(picture, "width: 100%, height: 100%, fit: \"cover\"")
}

fn whole(picture: &PictureValue) -> String {
    image(picture, "height: 100%, fit: \"contain\"")
}

fn image(picture: &PictureValue, frame: &str) -> String {
    let alternative = picture.alternative.as_deref().unwrap_or("");
    format!("image({}, alt: {}, {frame})", quoted(&format!("/{}", picture.file)), quoted(alternative))
}
