//! Plans and runs a build: the only room that calls all the others.
//!
//! One publication is prepared ([`prepare`]), typeset and written into bytes ([`produce`]), and
//! published into the output folder ([`publish`]); publications and outputs run side by side. It
//! tells its steps as [`Event`]s and knows nothing of a terminal.

mod inspect;
mod open;
mod preflight;
mod prepare;
mod produce;
mod profiles;
mod publish;
mod sheets;
mod shelf;
mod stage;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use rayon::prelude::*;

use crate::diagnostic::{Problem, SourceTexts};
use crate::publication::Output;
use crate::release::{PublicationReport, Status};
use crate::typeset::Book;

pub use stage::Stage;

use open::Opened;
use shelf::Shelf;

pub use inspect::read_aloud;
pub use preflight::{Judged, preflight, twin};
pub use profiles::{Available, add_profile, profile, profiles};

/// What is wanted of one run.
#[derive(Debug, Clone)]
pub struct Request {
    /// The workspace's folder; `None` searches upwards from the current one.
    pub root: Option<PathBuf>,
    /// Where the files go; `None` is the workspace's own output folder.
    pub output_dir: Option<PathBuf>,
    /// Which publications and outputs.
    pub selection: Selection,
    /// Whether files are written.
    pub mode: Mode,
}

/// Which publications and outputs are made.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// The publications by their folders' names; none means all.
    pub slugs: Vec<String>,
    /// The outputs; `None` means those that each publication asks for.
    pub outputs: Option<Vec<Output>>,
}

/// Whether files are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Write them.
    Build,
    /// Only look what a build would find.
    Check,
}

/// What a run tells while it works.
#[derive(Debug, Clone, Copy)]
pub enum Event<'a> {
    /// So many steps lie ahead.
    Planned {
        /// Their number.
        steps: u64,
    },
    /// A publication has come to a stage.
    Doing {
        /// The publication.
        slug: &'a str,
        /// The output that the stage works for; `None` where it works for all.
        output: Option<Output>,
        /// The stage.
        stage: Stage,
    },
    /// Steps are behind.
    Done {
        /// Their number.
        steps: u64,
    },
}

/// Hears the events of a run, from any thread.
pub type Listener<'a> = &'a (dyn Fn(Event<'_>) + Sync);

/// The stages of one publication, for counting.
const STEPS: u64 = 4;

/// What came of a run.
#[derive(Debug, Default)]
pub struct Run {
    /// Problems of the workspace as a whole: `satz.toml`, unknown publications.
    pub findings: Vec<Problem>,
    /// Each publication, sorted by its name.
    pub publications: Vec<Done>,
    /// The texts that problems point into.
    pub texts: SourceTexts,
}

/// What came of one publication.
#[derive(Debug)]
pub struct Done {
    /// Its report.
    pub report: PublicationReport,
}

impl Run {
    /// All problems: those of the workspace, then those of each publication.
    ///
    /// What concerns a layout that several publications share is told once.
    pub fn problems(&self) -> Vec<Problem> {
        let mut all: Vec<Problem> = self.findings.clone();
        for problem in self.publications.iter().flat_map(|done| &done.report.findings) {
            if !all.contains(problem) {
                all.push(problem.clone());
            }
        }
        all
    }
}

/// Builds or checks what is asked for.
///
/// Problems never stop the run: each publication fails for itself, and its older files stay.
pub fn run(request: &Request, listener: Listener<'_>) -> Run {
    let mut run = Run::default();
    let opened = match open::open(request, &mut run.findings, &mut run.texts) {
        Some(opened) => opened,
        None => return run,
    };
    listener(Event::Planned { steps: STEPS * opened.slugs.len() as u64 });
    let finished: Vec<(Done, SourceTexts)> =
        opened.slugs.par_iter().map(|slug| one(&opened, slug, request, listener)).collect();
    for (done, texts) in finished {
        run.publications.push(done);
        run.texts.extend(texts);
    }
    if request.mode == Mode::Build {
        run.findings.extend(publish::run_report(&opened, &run));
    }
    run
}

/// One publication up to the text that Typst compiles, for whoever calls Typst themselves.
///
/// # Errors
/// Whatever stands in the way of typesetting it.
pub fn book(request: &Request, slug: &str) -> Result<Book, Vec<Problem>> {
    let mut problems = Vec::new();
    let Some(opened) = open::open(request, &mut problems, &mut SourceTexts::default()) else {
        return Err(problems);
    };
    let shelf = Shelf::new(opened.root.clone());
    let prepared = prepare::prepare(&opened, slug, &request.selection, &shelf, &mut problems);
    prepared.map(|prepared| prepared.book).ok_or(problems)
}

/// One publication from start to end; a fault of satz itself is told as such and stops no other.
fn one(opened: &Opened, slug: &str, request: &Request, listener: Listener<'_>) -> (Done, SourceTexts) {
    let shelf = Shelf::new(opened.root.clone());
    let worked = catch_unwind(AssertUnwindSafe(|| work(opened, slug, request, &shelf, listener)));
    let report = worked.unwrap_or_else(|_| {
        let problem = Problem::error("satz/bug", format!("satz failed while it worked on `{slug}`"))
            .hint("this is a fault of satz and not of your sources; please report it with them");
        failed(slug, &shelf, vec![problem])
    });
    (Done { report }, shelf.into_texts())
}

fn work(
    opened: &Opened,
    slug: &str,
    request: &Request,
    shelf: &Shelf,
    listener: Listener<'_>,
) -> PublicationReport {
    let tell = |output, stage| listener(Event::Doing { slug, output, stage });
    let done = |steps| listener(Event::Done { steps });
    tell(None, Stage::Read);
    if request.mode == Mode::Build
        && let Some(report) = publish::current(opened, slug, &request.selection, shelf)
    {
        done(STEPS);
        return report;
    }
    let mut problems = Vec::new();
    let Some(prepared) = prepare::prepare(opened, slug, &request.selection, shelf, &mut problems) else {
        done(STEPS);
        return failed(slug, shelf, problems);
    };
    done(1);
    let products = produce::produce(opened, &prepared, &tell, &mut problems);
    done(2);
    let report = match products {
        Some(products) if !problems.iter().any(Problem::is_error) => {
            tell(None, Stage::Write);
            publish::publish(opened, slug, request, products, problems, prepared.waivers, shelf)
        }
        _ => failed(slug, shelf, problems),
    };
    done(1);
    report
}

fn failed(slug: &str, shelf: &Shelf, findings: Vec<Problem>) -> PublicationReport {
    PublicationReport {
        slug: slug.to_owned(),
        status: Status::Failed,
        artefacts: Vec::new(),
        inputs: shelf.inputs(),
        waivers: Vec::new(),
        findings,
    }
}
