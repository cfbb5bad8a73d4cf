//! Publishing: files into the output folder, reports beside them, and the record for next time.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use rayon::prelude::*;

use super::open::Opened;
use super::plan::Job;
use super::produce::Product;
use super::shelf::Shelf;
use super::statement;
use super::{Mode, Request, Run, Selection};
use crate::cache::sha256;
use crate::diagnostic::{Format, Problem, SourceTexts, render};
use crate::files::{self, FileError};
use crate::publication;
use crate::release::{self, Artefact, PublicationReport, Record, Status, Waiver};

/// What none of its own files tells: the version, what was asked for, what judges said of the last build,
/// and the other editions of the work.
fn made_with(opened: &Opened, job: &Job, selection: &Selection) -> String {
    let outputs = selection.outputs.as_ref().map(|outputs| {
        let mut names: Vec<&str> = outputs.iter().map(|output| output.name()).collect();
        names.sort_unstable();
        names.join(",")
    });
    let epoch = std::env::var("SOURCE_DATE_EPOCH").unwrap_or_default();
    let version = env!("CARGO_PKG_VERSION");
    let verdicts =
        statement::verdicts_file(opened, &job.label()).map(|bytes| sha256(&bytes)).unwrap_or_default();
    let (outputs, choice) = (outputs.unwrap_or_default(), &selection.choice);
    let siblings = publication::siblings(&opened.editions, &job.slug);
    let siblings =
        if siblings.is_empty() { String::new() } else { sha256(format!("{siblings:?}").as_bytes()) };
    let program = program();
    format!(
        "satz {version} {program} outputs={outputs} proof={} epoch={epoch} verdicts={verdicts} editions={siblings} choice={:?}",
        selection.proof,
        (&choice.profile, &choice.set)
    )
}

/// The program's own file by length and time, so that whoever changes satz sees what it builds now.
fn program() -> String {
    let facts = std::env::current_exe().and_then(fs::metadata);
    let time = facts.as_ref().ok().and_then(|facts| facts.modified().ok());
    let since = time.and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
    format!("{} {}", facts.map_or(0, |facts| facts.len()), since.map_or(0, |since| since.as_nanos()))
}

fn record_path(opened: &Opened, job: &Job) -> PathBuf {
    opened.output.join(".cache/builds").join(format!("{}.json", job.label()))
}

/// The files that a publication may be built from: its own folder, the shared ones, all layouts
/// and fonts, and `satz.toml`. More than it reads, so that a new file is noticed, too.
fn possible_inputs(opened: &Opened, slug: &str) -> Vec<String> {
    let workspace = &opened.workspace;
    let shared = opened.root.list(&workspace.sources).unwrap_or_default();
    let folders = shared
        .into_iter()
        .filter(|entry| entry.is_folder && (entry.name == slug || entry.name.starts_with('_')))
        .map(|entry| format!("{}/{}", workspace.sources, entry.name))
        .chain([workspace.layouts.clone()]);
    let mut files: Vec<String> =
        folders.flat_map(|folder| opened.root.walk(&folder).unwrap_or_default()).collect();
    files.extend(opened.font_files.iter().cloned());
    files.extend(
        ["satz.toml", ".satz.toml"].map(str::to_owned).into_iter().filter(|mark| opened.root.has(mark)),
    );
    files
}

/// Reads and hashes everything that counts as input, also what an earlier build read elsewhere.
fn inputs(
    opened: &Opened,
    slug: &str,
    shelf: &Shelf,
    more: &BTreeMap<String, String>,
) -> BTreeMap<String, String> {
    let possible = possible_inputs(opened, slug);
    let paths: Vec<&String> = possible.iter().chain(more.keys()).collect();
    paths.par_iter().for_each(|path| shelf.note(path));
    shelf.inputs()
}

/// The report of the last build, if nothing has changed since.
pub(super) fn current(
    opened: &Opened,
    job: &Job,
    selection: &Selection,
    shelf: &Shelf,
) -> Option<PublicationReport> {
    let record = Record::read(&fs::read(record_path(opened, job)).ok()?)?;
    let inputs = inputs(opened, &job.slug, shelf, &record.report.inputs);
    let folder = opened.output.join(job.label());
    let on_disk = |file: &str| fs::read(folder.join(file)).ok().map(|bytes| sha256(&bytes));
    let current = record.is_current(&made_with(opened, job, selection), &inputs, on_disk);
    let report = PublicationReport { status: Status::Unchanged, ..record.report };
    (current && folder.join("report.json").is_file()).then_some(report)
}

/// Writes the files of a publication, all or none being told as built.
pub(super) fn publish(
    opened: &Opened,
    job: &Job,
    request: &Request,
    products: Vec<(Product, Artefact)>,
    mut findings: Vec<Problem>,
    waivers: Vec<Waiver>,
    shelf: &Shelf,
) -> PublicationReport {
    let writes = request.mode == Mode::Build;
    let folder = opened.output.join(job.label());
    let mut artefacts = Vec::new();
    let mut written = Ok(());
    if writes {
        files::remove_unfinished(&folder);
    }
    for (product, artefact) in products {
        if writes && written.is_ok() {
            written = files::write_atomically(&folder.join(&product.file), &product.bytes);
        }
        artefacts.push(artefact);
    }
    let status = match (&written, writes) {
        (Err(_), _) => Status::Failed,
        (Ok(()), true) => Status::Built,
        (Ok(()), false) => Status::Checked,
    };
    findings.extend(written.err().map(|error| unwritten(&error)));
    let inputs = inputs(opened, &job.slug, shelf, &BTreeMap::new());
    let mut report = PublicationReport {
        slug: job.slug.clone(),
        variant: job.variant.as_ref().map(|variant| variant.name.clone()),
        status,
        artefacts,
        inputs,
        waivers,
        findings,
    };
    if status == Status::Built {
        let has_findings = !report.findings.is_empty();
        let texts = if has_findings { shelf.clone().into_texts() } else { SourceTexts::default() };
        let text = format!("{:#}\n", json(&report, &texts));
        let record = Record { made_with: made_with(opened, job, &request.selection), report: report.clone() };
        let kept = files::write_atomically(&folder.join("report.json"), text.as_bytes())
            .and_then(|()| files::write_atomically(&record_path(opened, job), &record.write()));
        report.findings.extend(kept.err().map(|error| unwritten(&error)));
    }
    report
}

pub(super) fn unwritten(error: &FileError) -> Problem {
    Problem::error("machine/write", error.to_string())
        .hint("make room on the disk, or choose another folder with `--output-dir`")
}

fn json(report: &PublicationReport, texts: &SourceTexts) -> serde_json::Value {
    report.to_json(findings_json(&report.findings, texts))
}

fn findings_json(findings: &[Problem], texts: &SourceTexts) -> serde_json::Value {
    let text = render(findings, texts, Format::Json, false);
    let mut value: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
    value["problems"].take()
}

/// Writes `output/report.json`, on failure, too; gives what went wrong with it.
pub(super) fn run_report(opened: &Opened, run: &Run) -> Option<Problem> {
    let publications: Vec<serde_json::Value> =
        run.publications.iter().map(|done| json(&done.report, &run.texts)).collect();
    let text = release::run_report(&publications, findings_json(&run.findings, &run.texts));
    let path = opened.output.join("report.json");
    files::write_atomically(&path, text.as_bytes()).err().map(|error| unwritten(&error))
}
