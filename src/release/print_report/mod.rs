//! The report for the print shop: what its files hold, and what is to be made of them.
//!
//! A machine reads it as `<slug>-print.json`, a person as the job ticket (Druckauftrag) that a layout draws from
//! the same values. All lengths are millimetres, and places count from the upper left corner of the trimmed
//! page, as in preflight.

mod file;
mod inks;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::cache::sha256;
use crate::colour::Profile;
use crate::diagnostic::{Problem, Severity};
use crate::layout::Folded;
use crate::page::Page;
use crate::publication::{Paper, Publication};
use crate::workspace::Publisher;

pub use file::PrintFile;

use file::FileReport;

/// What a report is made from.
pub struct PrintJob<'a> {
    /// The publication.
    pub publication: &'a Publication,
    /// Whom the shop may ask.
    pub publisher: &'a Publisher,
    /// The printing condition, with the limit of inks that holds for this job.
    pub profile: &'a Profile,
    /// The width of the spine, in millimetres.
    pub spine: Option<f64>,
    /// How the flat sheet is folded.
    pub folded: Option<&'a Folded>,
    /// The spot colours of the layout, with the process inks that stand for them, in shares of 1.
    pub spots: &'a BTreeMap<String, [f32; 4]>,
    /// The pages as they were laid out.
    pub laid_out: &'a [Page],
    /// The files that go to the shop.
    pub files: Vec<PrintFile<'a>>,
    /// What was found beside the findings of each file.
    pub findings: &'a [Problem],
}

/// The report; its fields are the keys of the JSON.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct PrintReport<'a> {
    satz: &'static str,
    publication: Work<'a>,
    contact: Contact<'a>,
    copies: Option<i64>,
    condition: Condition<'a>,
    binding: Option<&'static str>,
    spine_mm: Option<f64>,
    flaps_mm: Option<f64>,
    fold: Option<Fold>,
    marks: Vec<&'static str>,
    paper: Option<&'a Paper>,
    cover_paper: Option<&'a Paper>,
    spots: Vec<Spot<'a>>,
    files: Vec<FileReport>,
    findings: Vec<Finding<'a>>,
}

#[derive(Debug, Serialize)]
struct Work<'a> {
    slug: &'a str,
    title: &'a str,
    subtitle: Option<&'a str>,
    edition: Option<&'a str>,
    isbn: Option<&'a str>,
    date: Option<String>,
}

#[derive(Debug, Serialize)]
struct Contact<'a> {
    name: Option<&'a str>,
    address: &'a [String],
    website: Option<&'a str>,
    email: Option<&'a str>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Condition<'a> {
    identifier: &'a str,
    info: &'a str,
    profile: &'a str,
    profile_sha256: String,
    ink_limit: u16,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Fold {
    kind: &'static str,
    panels_mm: Vec<f64>,
}

/// A spot colour that the layout prints with, and the percentages of the inks that replace it on a screen or a proof.
#[derive(Debug, Serialize)]
struct Spot<'a> {
    name: &'a str,
    cmyk: [f32; 4],
}

#[derive(Debug, Serialize)]
struct Finding<'a> {
    file: Option<&'a str>,
    code: &'a str,
    severity: Severity,
    message: &'a str,
}

/// Describes the files of the print shop as they were read back.
pub fn print_report<'a>(job: &'a PrintJob<'a>) -> PrintReport<'a> {
    let (publication, publisher) = (job.publication, job.publisher);
    let print = &publication.print;
    let condition = job.profile.condition();
    let finding = |file: Option<&'a str>, problem: &'a Problem| Finding {
        file,
        code: &problem.code,
        severity: problem.severity,
        message: &problem.message,
    };
    let in_files = job
        .files
        .iter()
        .flat_map(|file| file.findings.iter().map(|problem| finding(Some(&file.file), problem)));
    PrintReport {
        satz: env!("CARGO_PKG_VERSION"),
        publication: Work {
            slug: &publication.slug,
            title: &publication.title.value,
            subtitle: publication.subtitle.as_deref(),
            edition: publication.edition.as_deref(),
            isbn: publication.identifiers.isbn_print.as_deref(),
            date: publication.date.map(|date| date.to_string()),
        },
        contact: Contact {
            name: publisher.name.as_deref(),
            address: &publisher.address,
            website: publisher.website.as_deref(),
            email: publisher.email.as_deref(),
        },
        copies: print.copies.as_ref().map(|copies| copies.value),
        condition: Condition {
            identifier: &condition.identifier,
            info: &condition.info,
            profile: job.profile.description(),
            profile_sha256: sha256(job.profile.bytes()),
            ink_limit: condition.ink_limit,
        },
        binding: print.binding.as_ref().map(|binding| binding.value.name()),
        spine_mm: job.spine,
        flaps_mm: print.flaps_of().map(round),
        fold: job.folded.map(|folded| Fold {
            kind: folded.fold.name(),
            panels_mm: folded.panels.iter().filter_map(|panel| panel.points()).map(millimetres).collect(),
        }),
        marks: print.marks.iter().map(|mark| mark.name()).collect(),
        paper: print.paper.as_ref(),
        cover_paper: print.cover_paper.as_ref(),
        spots: spots(job),
        files: job.files.iter().map(file::describe).collect(),
        findings: job.findings.iter().map(|problem| finding(None, problem)).chain(in_files).collect(),
    }
}

/// The spot colours that the pages were laid out with: what the plates have to show.
fn spots<'a>(job: &'a PrintJob<'a>) -> Vec<Spot<'a>> {
    let plates = inks::plates(job.laid_out);
    let used = job.spots.iter().filter(|(name, _)| plates.contains(name));
    used.map(|(name, inks)| Spot { name, cmyk: inks.map(|ink| (ink * 1000.0).round() / 10.0) }).collect()
}

impl PrintReport<'_> {
    /// The report as JSON.
    pub fn to_json(&self) -> String {
        // Texts and finite numbers always serialise.
        let text = serde_json::to_string_pretty(self).unwrap_or_default();
        format!("{text}\n")
    }
}

/// Points as millimetres, to a hundredth: what a cutter sees, without the noise of the numbers in the file.
fn millimetres(points: f64) -> f64 {
    round(points * 25.4 / 72.0)
}

/// To a hundredth, and a zero without a sign.
fn round(number: f64) -> f64 {
    (number * 100.0).round() / 100.0 + 0.0
}
