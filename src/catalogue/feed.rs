//! The feed for reading systems: OPDS Catalog 2.0, over the Readium Web Publication Manifest.
//!
//! Addresses are relative to the document that names them, so that the folder works wherever it
//! is put. A publication has a document of its own, since OPDS 2.0 wants a link to one.

use serde_json::{Value, json};

use super::{Catalogue, DOCUMENT, Format, Item};
use crate::language::iso_date;

/// Where readers may take a file without more ado (OPDS 1.2, section 5.1.1; OPDS 2.0 keeps the relation).
const OPEN_ACCESS: &str = "http://opds-spec.org/acquisition/open-access";

/// The feed `opds.json` beside the page.
pub fn feed(catalogue: &Catalogue) -> Value {
    let publications: Vec<Value> =
        catalogue.items.iter().map(|item| described(item, catalogue, &format!("{}/", item.folder))).collect();
    json!({
        "metadata": {
            "title": super::page::title(catalogue),
            "numberOfItems": publications.len(),
        },
        "links": [
            { "rel": "self", "href": "opds.json", "type": "application/opds+json" },
            { "rel": "alternate", "href": "index.html", "type": "text/html" },
        ],
        "publications": publications,
    })
}

/// The document [`DOCUMENT`] of one publication, which lies beside its files.
pub fn publication(item: &Item, catalogue: &Catalogue) -> Value {
    described(item, catalogue, "")
}

/// One publication, as a document sees it from which its folder lies at `folder`.
fn described(item: &Item, catalogue: &Catalogue, folder: &str) -> Value {
    let own = json!({
        "rel": "self",
        "href": format!("{folder}{DOCUMENT}"),
        "type": "application/opds-publication+json",
    });
    let files = item.files.iter().filter(|file| file.format != Format::Print).map(|file| {
        json!({
            "rel": OPEN_ACCESS,
            "href": format!("{folder}{}", file.name),
            "type": file.format.media_type(),
            "size": file.bytes,
            "properties": { "sha256": file.sha256 },
        })
    });
    // From its own document, the others lie in the folders beside.
    let up = if folder.is_empty() { "../" } else { "" };
    let editions = item.editions.iter().map(|sibling| {
        json!({
            "rel": "alternate",
            "href": format!("{up}{}/{DOCUMENT}", sibling.edition.slug),
            "type": "application/opds-publication+json",
            "title": sibling.title,
            "language": sibling.edition.language.tag(),
        })
    });
    let mut told = json!({
        "metadata": metadata(item, catalogue),
        "links": std::iter::once(own).chain(files).chain(editions).collect::<Vec<Value>>(),
    });
    if let Some(cover) = &item.cover {
        told["images"] = json!([{
            "href": format!("{folder}{}", cover.name),
            "type": cover.media_type,
            "width": cover.width,
            "height": cover.height,
        }]);
    }
    told
}

/// Facts that are absent have no key.
fn metadata(item: &Item, catalogue: &Catalogue) -> Value {
    let names = |authors: bool| -> Vec<&str> {
        item.people.iter().filter(|person| person.is_author == authors).map(|person| &*person.name).collect()
    };
    let pages = item.files.iter().find(|file| file.format == Format::Screen).and_then(|file| file.pages);
    let mut told = json!({
        "@type": "http://schema.org/Book",
        "title": item.title,
        "identifier": item.identifier,
        "language": item.language.tag(),
    });
    let facts = [
        ("subtitle", item.subtitle.as_ref().map(|text| json!(text))),
        ("author", Some(json!(names(true))).filter(|names| names != &json!([]))),
        ("contributor", Some(json!(names(false))).filter(|names| names != &json!([]))),
        ("publisher", catalogue.publisher.as_ref().map(|name| json!(name))),
        ("published", item.date.map(|date| json!(iso_date(date)))),
        ("description", item.description.as_ref().map(|text| json!(text))),
        ("subject", Some(json!(item.subjects)).filter(|subjects| subjects != &json!([]))),
        ("numberOfPages", pages.map(|pages| json!(pages))),
    ];
    for (key, value) in facts {
        if let Some(value) = value {
            told[key] = value;
        }
    }
    told
}
