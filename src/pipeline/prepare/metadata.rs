//! What files say about themselves: the PDFs, and the package of the EPUB.

use super::super::open::Opened;
use crate::document::{self, Document};
use crate::epub;
use crate::language::{iso_date, long_date};
use crate::publication::Publication;
use crate::typeset;

/// What the PDFs say about themselves.
pub(super) fn about(publication: &Publication) -> typeset::About {
    let mut authors: Vec<String> = Vec::new();
    for contributor in &publication.contributors {
        if !authors.contains(&contributor.name.value) {
            authors.push(contributor.name.value.clone());
        }
    }
    typeset::About {
        title: publication.title.value.clone(),
        authors,
        description: publication.description.clone(),
        keywords: publication.subjects.clone(),
    }
}

/// What the EPUB has to know of each chapter beside its text.
pub(super) fn web_chapters(document: &Document, book: &typeset::Book) -> Vec<epub::Chapter> {
    document
        .chapters
        .iter()
        .zip(&book.chapters)
        .map(|(chapter, lowered)| epub::Chapter {
            path: lowered.web_path(),
            kind: chapter_kind(chapter.front.kind),
            part: chapter.front.part.as_ref().map(|(part, _)| part.clone()),
        })
        .collect()
}

fn chapter_kind(kind: document::ChapterKind) -> epub::ChapterKind {
    match kind {
        document::ChapterKind::Chapter => epub::ChapterKind::Chapter,
        document::ChapterKind::Greeting => epub::ChapterKind::Greeting,
        document::ChapterKind::Preface => epub::ChapterKind::Preface,
        document::ChapterKind::Appendix => epub::ChapterKind::Appendix,
        document::ChapterKind::Glossary => epub::ChapterKind::Glossary,
        document::ChapterKind::Bibliography => epub::ChapterKind::Bibliography,
        document::ChapterKind::Index => epub::ChapterKind::Index,
        document::ChapterKind::Imprint => epub::ChapterKind::Imprint,
    }
}

/// What makes the EPUB of a publication the same book in every build.
pub(in crate::pipeline) fn epub_name(publication: &Publication) -> String {
    format!("{} {}", publication.identity(), publication.edition.as_deref().unwrap_or(""))
}

/// What the EPUB says about itself; the other editions are added by whoever knows them.
pub(super) fn metadata(
    opened: &Opened,
    publication: &Publication,
    (year, month, day): (i32, u8, u8),
) -> epub::Metadata {
    let identifiers = &publication.identifiers;
    let publisher = &opened.workspace.publisher;
    epub::Metadata {
        name: epub_name(publication),
        title: publication.title.value.clone(),
        subtitle: publication.subtitle.clone(),
        language: publication.language.tag().to_owned(),
        date: publication.date.map(iso_date),
        date_text: publication.date.map(|date| long_date(date, &publication.language)),
        modified: format!("{year:04}-{month:02}-{day:02}T00:00:00Z"),
        edition: publication.edition.clone(),
        isbn: identifiers.isbn_epub.clone(),
        print_isbn: identifiers.isbn_print.clone(),
        doi: identifiers.doi.clone(),
        urn: identifiers.urn.clone(),
        series: publication.series.as_ref().map(|series| epub::Series {
            name: series.name.value.clone(),
            number: series.number,
            issn: identifiers.issn.clone(),
        }),
        contributors: publication
            .contributors
            .iter()
            .map(|contributor| epub::Contributor {
                name: contributor.name.value.clone(),
                file_as: contributor.file_as.clone(),
                role: contributor.role.code().to_owned(),
                role_text: contributor.role.text(&publication.language).to_owned(),
            })
            .collect(),
        publisher: publisher.name.clone().map(|name| epub::Publisher {
            name,
            address: publisher.address.clone(),
            website: publisher.website.clone(),
            email: publisher.email.clone(),
        }),
        description: publication.description.clone(),
        subjects: publication.subjects.clone(),
        rights: publication.rights.clone(),
        accessibility_summary: publication.epub.accessibility_summary.clone(),
        certified_by: publication.epub.certified_by.clone(),
        certifier_report: publication.epub.certifier_report.clone(),
        siblings: Vec::new(),
    }
}
