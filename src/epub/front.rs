//! The pages that an EPUB has beside its chapters: cover, title page, imprint.

use super::clean::{PageStart, page_id, page_marker};
use super::metadata::{Metadata, Publisher};
use super::words::Words;
use super::xhtml::{Element, Node};
use crate::language::Language;
use crate::publication::Sibling;

/// The body of the cover: the picture and nothing else.
pub(super) fn cover(words: &Words, metadata: &Metadata, picture: &str) -> Element {
    let image = Element::new("img")
        .with("src", picture)
        .with("alt", format!("{}: {}", words.cover, metadata.full_title()))
        .with("role", "doc-cover");
    let section = Element::new("section")
        .with("class", "cover")
        .with("epub:type", "cover")
        .with("aria-label", words.cover)
        .containing([image.into()]);
    Element::new("body").with("epub:type", "frontmatter").containing([section.into()])
}

/// The body of the title page, and the pages of the print edition that come before the text.
pub(super) fn title_page(metadata: &Metadata, leading: &[String]) -> (Element, Vec<PageStart>) {
    let pages: Vec<PageStart> = leading
        .iter()
        .map(|folio| PageStart { folio: folio.clone(), id: page_id(&metadata.language, folio) })
        .collect();
    let mut section = Element::new("section").with("class", "title-page").with("epub:type", "titlepage");
    section.children.extend(pages.iter().map(|page| page_marker(&page.id, &page.folio).into()));
    section.children.push(Element::new("h1").text(&metadata.title).into());
    let mut line = |class: &str, text: Option<&str>| {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            section.children.push(Element::new("p").with("class", class).text(text).into());
        }
    };
    line("subtitle", metadata.subtitle.as_deref());
    line("authors", authors(metadata).as_deref());
    line("edition", metadata.edition.as_deref());
    line("date", metadata.date_text.as_deref());
    line("publisher", metadata.publisher.as_ref().map(|publisher| publisher.name.as_str()));
    section.children.extend(metadata.siblings.iter().map(|sibling| edition(metadata, sibling)));
    let body = Element::new("body").with("epub:type", "frontmatter").containing([section.into()]);
    (body, pages)
}

/// Another edition of the work: “Auch in Leichter Sprache: Mitten in der Stadt”.
fn edition(metadata: &Metadata, sibling: &Sibling) -> Node {
    let edition = &sibling.edition;
    let own = Language::parse(&metadata.language).unwrap_or_default();
    let name = match &edition.address {
        Some(address) => Element::new("a").with("href", address),
        None => Element::new("span"),
    };
    let tag = edition.language.tag();
    let name = name.with("lang", tag).with("xml:lang", tag).text(&sibling.title);
    let line = Element::new("p").with("class", "edition-link");
    line.text(format!("{}: ", sibling.label(&own))).containing([name.into()]).into()
}

/// The names of the authors in one line.
fn authors(metadata: &Metadata) -> Option<String> {
    let names: Vec<&str> = metadata
        .contributors
        .iter()
        .filter(|contributor| super::metadata::relator(&contributor.role) == Some("aut"))
        .map(|contributor| contributor.name.as_str())
        .collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// The body of the imprint, for a publication whose chapters have none.
pub(super) fn imprint(words: &Words, metadata: &Metadata) -> Element {
    let mut section = Element::new("section")
        .with("class", "imprint")
        .with("epub:type", "imprint")
        .with("aria-labelledby", "imprint")
        .containing([Element::new("h1").with("id", "imprint").text(words.imprint).into()]);
    section.children.push(paragraph([Element::new("strong").text(metadata.full_title()).into()]));
    if let Some(publisher) = &metadata.publisher {
        section.children.push(publisher_lines(words, publisher));
    }
    for contributor in &metadata.contributors {
        let text = format!("{}: {}", contributor.role_text, contributor.name);
        section.children.push(paragraph([Node::Text(text)]));
    }
    let isbn = metadata.isbn.as_ref().map(|isbn| format!("ISBN {isbn} (EPUB)"));
    let print = metadata.print_isbn.as_ref().map(|isbn| format!("ISBN {isbn} ({})", words.print_edition));
    let date = metadata.date_text.as_ref().map(|date| format!("{}: {date}", words.published));
    let rights = metadata.rights.as_ref().map(|rights| format!("{}: {rights}", words.rights));
    for text in [metadata.edition.clone(), date, isbn, print, rights].into_iter().flatten() {
        section.children.push(paragraph([Node::Text(text)]));
    }
    Element::new("body").with("epub:type", "backmatter").containing([section.into()])
}

fn paragraph(children: impl IntoIterator<Item = Node>) -> Node {
    Element::new("p").containing(children).into()
}

fn publisher_lines(words: &Words, publisher: &Publisher) -> Node {
    let mut lines = vec![vec![Node::Text(format!("{} {}", words.publisher, publisher.name))]];
    lines.extend(publisher.address.iter().map(|line| vec![Node::Text(line.clone())]));
    if let Some(website) = &publisher.website {
        let href = if website.contains("://") { website.clone() } else { format!("https://{website}") };
        lines.push(vec![Element::new("a").with("href", href).text(website).into()]);
    }
    if let Some(email) = &publisher.email {
        lines.push(vec![Element::new("a").with("href", format!("mailto:{email}")).text(email).into()]);
    }
    let broken = lines.into_iter().enumerate().flat_map(|(index, line)| {
        let before = (index > 0).then(|| Element::new("br").into());
        before.into_iter().chain(line)
    });
    paragraph(broken.collect::<Vec<_>>())
}
