//! The accessibility statement, made from all that the build knows and what judges said before.

use std::fs;

use super::open::Opened;
use super::prepare::Prepared;
use super::produce::Product;
use crate::diagnostic::Problem;
use crate::release::{Artefact, Contact, STATEMENT, Statement, VERDICTS, Verdict, read_verdicts};

/// The file with the verdicts of judges on the files of the last build.
pub(super) fn verdicts_file(opened: &Opened, folder: &str) -> Option<Vec<u8>> {
    fs::read(opened.output.join(folder).join(VERDICTS)).ok()
}

/// The statement on the files of a publication; none where nothing of them is read by people.
pub(super) fn statement(
    opened: &Opened,
    prepared: &Prepared,
    artefacts: &[Artefact],
    problems: &mut Vec<Problem>,
) -> Option<Product> {
    if !Statement::is_needed(artefacts) {
        return None;
    }
    let verdicts = verdicts(opened, &prepared.publication.identity(), problems);
    let (publication, publisher) = (&prepared.publication, &opened.workspace.publisher);
    let metadata = &prepared.metadata;
    let certifier = metadata.certified_by.as_deref();
    let statement = Statement {
        language: &publication.language,
        title: &metadata.full_title(),
        edition: publication.edition.as_deref(),
        date: metadata.date_text.as_deref(),
        siblings: &metadata.siblings,
        publisher: publisher.name.as_deref(),
        contact: Contact {
            address: &publisher.address,
            website: publisher.website.as_deref(),
            email: publisher.email.as_deref(),
        },
        certified: certifier.map(|certifier| (certifier, metadata.certifier_report.as_deref())),
        artefacts,
        verdicts: &verdicts,
        findings: problems,
        waivers: &prepared.waivers,
        contents: prepared.contents,
    };
    Some(Product {
        output: "statement",
        file: format!("{}-{STATEMENT}", publication.stem),
        bytes: statement.to_html().into_bytes(),
        pages: None,
        standards: Vec::new(),
    })
}

fn verdicts(opened: &Opened, folder: &str, problems: &mut Vec<Problem>) -> Vec<Verdict> {
    let Some(text) = verdicts_file(opened, folder) else { return Vec::new() };
    read_verdicts(&text).unwrap_or_else(|error| {
        let message = format!("`{VERDICTS}` beside the files of `{folder}` cannot be read: {error}");
        problems.push(Problem::warning("statement/verdicts", message).hint(
            "let the judges write it anew, or delete it; the statement then calls claimed what they judged",
        ));
        Vec::new()
    })
}
