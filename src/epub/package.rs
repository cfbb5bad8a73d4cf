//! The package document (EPUB 3.3, section 5) with accessibility metadata (EPUB Accessibility 1.1).

use super::clean::{Facts, Resource};
use super::metadata::{Metadata, identifier, relator};
use super::words::Words;
use super::xhtml::{Element, Node};
use crate::publication::Relation;

/// A file of the package as the manifest lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) id: String,
    pub(super) href: String,
    pub(super) media_type: String,
    pub(super) properties: Vec<&'static str>,
    /// Whether it is read in the reading order; files come in that order.
    pub(super) in_spine: bool,
}

/// What the whole book holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct BookFacts<'a> {
    /// The licences of the embedded fonts.
    pub(super) licences: &'a [Resource],
    pub(super) text: Facts,
    pub(super) has_pages: bool,
    pub(super) has_index: bool,
    pub(super) has_cover: bool,
}

/// The vocabulary of Apple Books.
const IBOOKS: &str = "ibooks: http://vocabulary.itunes.apple.com/rdf/ibooks/vocabulary-extensions-1.0/";

/// The package document.
pub(super) fn document(words: &Words, metadata: &Metadata, facts: BookFacts<'_>, items: &[Item]) -> Element {
    let manifest = items.iter().map(|item| {
        let mut element = Element::new("item")
            .with("id", &item.id)
            .with("href", &item.href)
            .with("media-type", &item.media_type);
        if !item.properties.is_empty() {
            element.set("properties", item.properties.join(" "));
        }
        element.into()
    });
    let spine = items
        .iter()
        .filter(|item| item.in_spine)
        .map(|item| Element::new("itemref").with("idref", &item.id).into());
    let mut package = Element::new("package")
        .with("xmlns", "http://www.idpf.org/2007/opf")
        .with("version", "3.0")
        .with("unique-identifier", "uid")
        .with("xml:lang", &metadata.language)
        .with("dir", "ltr");
    if !facts.licences.is_empty() {
        package.set("prefix", IBOOKS);
    }
    package.containing([
        metadata_element(words, metadata, facts).into(),
        Element::new("manifest").containing(manifest).into(),
        Element::new("spine").with("toc", "ncx").containing(spine).into(),
    ])
}

fn metadata_element(words: &Words, metadata: &Metadata, facts: BookFacts<'_>) -> Element {
    let mut element = Element::new("metadata").with("xmlns:dc", "http://purl.org/dc/elements/1.1/");
    let into = &mut element.children;
    identifiers(metadata, into);
    titles(metadata, into);
    series(metadata, into);
    into.push(dc("language", &metadata.language));
    into.push(property("dcterms:modified", &metadata.modified));
    if let Some(date) = &metadata.date {
        into.push(dc("date", date));
    }
    contributors(metadata, into);
    if let Some(publisher) = &metadata.publisher {
        into.push(dc("publisher", &publisher.name));
    }
    if let Some(description) = &metadata.description {
        into.push(dc("description", description));
    }
    into.extend(metadata.subjects.iter().map(|subject| dc("subject", subject)));
    if let Some(rights) = &metadata.rights {
        into.push(dc("rights", rights));
    }
    editions(metadata, into);
    if facts.has_pages {
        page_source(words, metadata, into);
    }
    accessibility(words, metadata, facts, into);
    fonts(facts, into);
    if facts.has_cover {
        into.push(Element::new("meta").with("name", "cover").with("content", "cover-image").into());
    }
    element
}

/// The other editions of the work, by the identifiers of their books (DCMI Metadata Terms) and, where one
/// is known, by the address of a page (EPUB 3.3, section 5.5.6).
fn editions(metadata: &Metadata, into: &mut Vec<Node>) {
    for sibling in &metadata.siblings {
        let relation = match sibling.relation {
            Relation::Source => "dcterms:isVersionOf",
            Relation::Version => "dcterms:hasVersion",
            Relation::Sister => "dcterms:relation",
        };
        into.push(property(relation, &identifier(&sibling.edition.epub_name)));
        into.extend(sibling.edition.address.iter().map(|address| {
            Element::new("link")
                .with("rel", relation)
                .with("href", address)
                .with("hreflang", sibling.edition.language.tag())
                .with("media-type", "text/html")
                .into()
        }));
    }
}

/// Apple Books shows embedded fonts only where the package asks for them (Apple Books Asset Guide).
fn fonts(facts: BookFacts<'_>, into: &mut Vec<Node>) {
    if facts.licences.is_empty() {
        return;
    }
    into.push(property("ibooks:specified-fonts", "true"));
    into.extend(facts.licences.iter().map(|licence| {
        Element::new("link")
            .with("rel", "dcterms:license")
            .with("href", &licence.path)
            .with("media-type", &licence.media_type)
            .into()
    }));
}

fn dc(name: &str, text: &str) -> Node {
    Element::new(format!("dc:{name}")).text(text).into()
}

fn property(property: &str, text: &str) -> Node {
    Element::new("meta").with("property", property).text(text).into()
}

fn refinement(of: &str, name: &str, text: &str) -> Element {
    Element::new("meta").with("refines", format!("#{of}")).with("property", name).text(text)
}

fn identifiers(metadata: &Metadata, into: &mut Vec<Node>) {
    let uid = Element::new("dc:identifier").with("id", "uid").text(metadata.identifier());
    into.push(uid.into());
    if let Some(isbn) = &metadata.isbn {
        let urn = format!("urn:isbn:{}", bare_isbn(isbn));
        into.push(Element::new("dc:identifier").with("id", "isbn").text(urn).into());
        // Code 15 of ONIX code list 5 is ISBN-13.
        let kind = refinement("isbn", "identifier-type", "15").with("scheme", "onix:codelist5");
        into.push(kind.into());
    }
    if let Some(doi) = &metadata.doi {
        into.push(dc("identifier", &format!("doi:{doi}")));
    }
    into.extend(metadata.urn.iter().map(|urn| dc("identifier", urn)));
}

/// An ISBN as URNs have it: digits only.
fn bare_isbn(isbn: &str) -> String {
    isbn.chars().filter(|c| c.is_ascii_digit() || *c == 'X').collect()
}

fn titles(metadata: &Metadata, into: &mut Vec<Node>) {
    into.push(Element::new("dc:title").with("id", "title").text(&metadata.title).into());
    into.push(refinement("title", "title-type", "main").into());
    if let Some(subtitle) = &metadata.subtitle {
        into.push(Element::new("dc:title").with("id", "subtitle").text(subtitle).into());
        into.push(refinement("subtitle", "title-type", "subtitle").into());
    }
}

/// The series as a collection (EPUB 3.3, appendix D.3.1), with its ISSN and the number of the volume.
fn series(metadata: &Metadata, into: &mut Vec<Node>) {
    let Some(series) = &metadata.series else { return };
    let name = Element::new("meta").with("property", "belongs-to-collection").with("id", "series");
    into.push(name.text(&series.name).into());
    into.push(refinement("series", "collection-type", "series").into());
    if let Some(number) = series.number {
        into.push(refinement("series", "group-position", &number.to_string()).into());
    }
    if let Some(issn) = &series.issn {
        into.push(refinement("series", "dcterms:identifier", &format!("urn:issn:{issn}")).into());
    }
}

/// Authors are creators. A book without an author has its editors or its issuing body for them.
fn contributors(metadata: &Metadata, into: &mut Vec<Node>) {
    let code = |role: &str| relator(role).unwrap_or("ctb");
    let creating = ["aut", "cre", "edt", "isb"]
        .into_iter()
        .find(|wanted| metadata.contributors.iter().any(|found| code(&found.role) == *wanted));
    for (index, contributor) in metadata.contributors.iter().enumerate() {
        let role = code(&contributor.role);
        let name = if Some(role) == creating { "dc:creator" } else { "dc:contributor" };
        let id = format!("contributor-{}", index + 1);
        into.push(Element::new(name).with("id", &id).text(&contributor.name).into());
        into.push(refinement(&id, "role", role).with("scheme", "marc:relators").into());
        into.extend(contributor.file_as.iter().map(|name| refinement(&id, "file-as", name).into()));
    }
}

/// Where page numbers come from: the ISBN of the print edition, or its name.
fn page_source(words: &Words, metadata: &Metadata, into: &mut Vec<Node>) {
    let source = match &metadata.print_isbn {
        Some(isbn) => format!("urn:isbn:{}", bare_isbn(isbn)),
        None => format!("{}, {}", metadata.full_title(), words.print_edition),
    };
    if metadata.print_isbn.is_some() {
        into.push(dc("source", &source));
    }
    into.push(property("pageBreakSource", &source));
}

fn accessibility(words: &Words, metadata: &Metadata, facts: BookFacts<'_>, into: &mut Vec<Node>) {
    let mut say = |name: &str, text: &str| into.push(property(&format!("schema:{name}"), text));
    let is_visual = facts.text.pictures > 0 || facts.has_cover;
    say("accessMode", "textual");
    if is_visual {
        say("accessMode", "visual");
        say("accessModeSufficient", "textual,visual");
    }
    // Everything that is shown is also said in words, or the build would have failed.
    say("accessModeSufficient", "textual");
    let features = [
        ("tableOfContents", true),
        ("structuralNavigation", true),
        ("readingOrder", true),
        ("displayTransformability", true),
        ("alternativeText", is_visual),
        ("longDescription", facts.text.descriptions > 0),
        ("MathML", facts.text.formulas > 0),
        ("describedMath", facts.text.formulas > 0),
        ("index", facts.has_index),
        ("pageBreakMarkers", facts.has_pages),
        ("pageNavigation", facts.has_pages),
    ];
    for (feature, _) in features.into_iter().filter(|(_, is_there)| *is_there) {
        say("accessibilityFeature", feature);
    }
    say("accessibilityHazard", "none");
    let sentences = [
        (words.summary.structure, true),
        (words.summary.pictures, is_visual),
        (words.summary.formulas, facts.text.formulas > 0),
        (words.summary.pages, facts.has_pages),
        (words.summary.uncertified, metadata.certified_by.is_none()),
    ];
    let summary: Vec<&str> =
        sentences.iter().filter(|(_, is_true)| *is_true).map(|(text, _)| *text).collect();
    let summary = metadata.accessibility_summary.clone().unwrap_or_else(|| summary.join(" "));
    say("accessibilitySummary", &summary);
    if let Some(certifier) = &metadata.certified_by {
        let claim = Element::new("meta").with("property", "dcterms:conformsTo").with("id", "conformance");
        into.push(claim.text("EPUB Accessibility 1.1 - WCAG 2.2 Level AA").into());
        into.push(refinement("conformance", "a11y:certifiedBy", certifier).with("id", "certifier").into());
        into.extend(metadata.certifier_report.iter().map(|report| {
            Element::new("link")
                .with("refines", "#certifier")
                .with("rel", "a11y:certifierReport")
                .with("href", report)
                .into()
        }));
    }
}
