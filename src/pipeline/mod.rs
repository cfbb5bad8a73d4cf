//! Plans and runs a build: the only room that calls all the others.
//!
//! One publication is prepared ([`prepare`]), typeset and written into bytes ([`produce`]), and
//! published into the output folder ([`publish`]); publications and outputs run side by side. It
//! tells its steps as [`Event`]s and knows nothing of a terminal.

mod catalogue;
mod editions;
mod fonts;
mod inspect;
mod open;
mod passes;
mod plan;
mod preflight;
mod prepare;
mod produce;
mod profiles;
mod publish;
mod sheets;
mod shelf;
mod stage;
mod statement;
mod told;
mod trade;
mod variant;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use rayon::prelude::*;

use crate::diagnostic::{Place, Problem, SourceTexts};
use crate::publication::{Choice, Output};
use crate::release::{Artefact, PublicationReport, Status, Waiver};
use crate::typeset::{Book, forget_unused};

pub use stage::Stage;

use open::Opened;
use plan::{Job, Plan};
use prepare::Prepared;
use produce::Product;
use shelf::Shelf;

pub use catalogue::{MadeCatalogue, catalogue};
pub use inspect::read_aloud;
pub use plan::Shard;
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
    /// Whether the sheets for the office printer are made beside them.
    pub proof: bool,
    /// The variants by their names; none means those that the manifest makes first.
    pub variants: Vec<String>,
    /// All variants, however many the manifest makes first.
    pub all_variants: bool,
    /// The part of the work that is done here.
    pub shard: Option<Shard>,
    /// What templates are told.
    pub choice: Choice,
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
        /// The publication; of a variant, its name behind a `/`.
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
    /// Each publication, sorted by its name, its variants in the order of their rows.
    pub publications: Vec<Done>,
    /// The texts that problems point into.
    pub texts: SourceTexts,
}

/// What came of one publication, or of one of its variants.
#[derive(Debug)]
pub struct Done {
    /// Its report.
    pub report: PublicationReport,
    /// The row of a variant.
    pub row: Option<Place>,
}

impl Run {
    /// All problems: those of the workspace, then those of each publication.
    ///
    /// What concerns a layout that several publications share is told once, and so is what all variants
    /// of a publication have in common.
    pub fn problems(&self) -> Vec<Problem> {
        let mut all: Vec<Problem> = self.findings.clone();
        for done in self.publications.chunk_by(|one, other| one.report.slug == other.report.slug) {
            for problem in told::of(done) {
                if !all.contains(&problem) {
                    all.push(problem);
                }
            }
        }
        all
    }
}

/// Builds or checks what is asked for.
///
/// Problems never stop the run: each publication fails for itself, and its older files stay.
/// Publications work side by side; then the variants of each follow one another, since every one
/// takes what the one before it has laid out.
pub fn run(request: &Request, listener: Listener<'_>) -> Run {
    let mut run = Run::default();
    let Some(opened) = open::open(request, &mut run.findings, &mut run.texts) else { return run };
    let Some(plans) = plan::plan(&opened, request, &mut run.findings) else { return run };
    let jobs: usize = plans.iter().map(|plan| plan.jobs.len()).sum();
    listener(Event::Planned { steps: STEPS * jobs as u64 });
    let make = |plan: &Plan| (plan.slug.clone(), made(&opened, plan, request, listener));
    let (many, single): (Vec<Plan>, Vec<Plan>) = plans.into_iter().partition(|plan| plan.has_variants);
    let mut finished: Vec<(String, Vec<Done>)> = single.par_iter().map(make).collect();
    finished.extend(many.iter().map(make));
    finished.sort_by(|(one, _), (other, _)| one.cmp(other));
    run.publications.extend(finished.into_iter().flat_map(|(_, done)| done));
    for plan in single.into_iter().chain(many) {
        run.texts.extend(plan.shelf.into_texts());
    }
    if request.mode == Mode::Build {
        run.findings.extend(publish::run_report(&opened, &run));
    }
    run
}

/// The jobs of one publication, one after the other.
fn made(opened: &Opened, plan: &Plan, request: &Request, listener: Listener<'_>) -> Vec<Done> {
    let mut since = 0;
    let one = |job: &Job| {
        let report = one(opened, job, &plan.shelf.for_variant(), request, listener);
        // What an unchanged variant did not use may serve the next one.
        if plan.has_variants && report.status != Status::Unchanged {
            since += 1;
            if since % TIDIED_AFTER == 0 {
                forget_unused(1);
            }
        }
        Done { report, row: job.variant.as_ref().map(|variant| variant.place.clone()) }
    };
    plan.jobs.iter().map(one).collect()
}

/// After so many variants what none of them used is forgotten. It takes a look at all that is kept, and so is
/// not done after each; often enough that the memory of a run does not grow with their number.
const TIDIED_AFTER: usize = 3;

/// One publication up to the text that Typst compiles, for whoever calls Typst themselves.
///
/// # Errors
/// Whatever stands in the way of typesetting it.
pub fn book(request: &Request, slug: &str) -> Result<Book, Vec<Problem>> {
    let mut problems = Vec::new();
    let Some(opened) = open::open(request, &mut problems, &mut SourceTexts::default()) else {
        return Err(problems);
    };
    let plans = plan::plan(&opened, request, &mut problems).unwrap_or_default();
    let Some(plan) = plans.into_iter().find(|plan| plan.slug == slug) else { return Err(problems) };
    let Some(job) = plan.jobs.first() else { return Err(problems) };
    problems.extend(job.problems.clone());
    let passes = passes::of(&opened, job, &request.selection, &plan.shelf);
    let Some(pass) = passes.first() else { return Err(problems) };
    let prepared = prepare::prepare(&opened, job, &request.selection, pass, &plan.shelf, &mut problems);
    prepared.map(|prepared| prepared.book).ok_or(problems)
}

/// One job from start to end; a fault of satz itself is told as such and stops no other.
fn one(
    opened: &Opened,
    job: &Job,
    shelf: &Shelf,
    request: &Request,
    listener: Listener<'_>,
) -> PublicationReport {
    let worked = catch_unwind(AssertUnwindSafe(|| work(opened, job, request, shelf, listener)));
    worked.unwrap_or_else(|_| {
        let message = format!("satz failed while it worked on `{}`", job.label());
        let problem = Problem::error("satz/bug", message)
            .hint("this is a fault of satz and not of your sources; please report it with them");
        failed(job, shelf, vec![problem])
    })
}

fn work(
    opened: &Opened,
    job: &Job,
    request: &Request,
    shelf: &Shelf,
    listener: Listener<'_>,
) -> PublicationReport {
    let label = job.label();
    let tell = |output, stage| listener(Event::Doing { slug: &label, output, stage });
    let done = |steps| listener(Event::Done { steps });
    tell(None, Stage::Read);
    if !job.problems.is_empty() {
        done(STEPS);
        return failed(job, shelf, job.problems.clone());
    }
    if request.mode == Mode::Build
        && let Some(report) = publish::current(opened, job, &request.selection, shelf)
    {
        done(STEPS);
        return report;
    }
    let mut problems = Vec::new();
    let passes = passes::of(opened, job, &request.selection, shelf);
    let mut made = Vec::new();
    for pass in &passes {
        let mut found = Vec::new();
        let prepared = prepare::prepare(opened, job, &request.selection, pass, shelf, &mut found);
        made.push(prepared.and_then(|prepared| {
            let products = produce::produce(opened, &prepared, &tell, &mut found)?;
            Some((prepared, products))
        }));
        // What two passes find alike is one finding.
        found.retain(|problem| !problems.contains(problem));
        problems.extend(found);
    }
    let whole = made.into_iter().collect::<Option<Vec<_>>>();
    let whole = whole.and_then(|made| together(opened, made, &mut problems));
    done(STEPS - 1);
    let report = match whole {
        Some((products, waivers)) if !problems.iter().any(Problem::is_error) => {
            tell(None, Stage::Write);
            publish::publish(opened, job, request, products, problems, waivers, shelf)
        }
        _ => failed(job, shelf, problems),
    };
    done(1);
    report
}

/// The files of all passes, with those that speak of all of them, and what the manifest took back.
fn together(
    opened: &Opened,
    made: Vec<(Prepared, Vec<Product>)>,
    problems: &mut Vec<Problem>,
) -> Option<(Vec<(Product, Artefact)>, Vec<Waiver>)> {
    let (prepared, products): (Vec<Prepared>, Vec<Vec<Product>>) = made.into_iter().unzip();
    let prepared = prepared.into_iter().next()?;
    let mut products: Vec<Product> = products.into_iter().flatten().collect();
    let files = trade::products(opened, &prepared, &products, problems);
    products.extend(files);
    let mut artefacts: Vec<Artefact> = products.par_iter().map(Product::artefact).collect();
    if let Some(statement) = statement::statement(opened, &prepared, &artefacts, problems) {
        artefacts.push(statement.artefact());
        products.push(statement);
    }
    Some((products.into_iter().zip(artefacts).collect(), prepared.waivers))
}

fn failed(job: &Job, shelf: &Shelf, findings: Vec<Problem>) -> PublicationReport {
    PublicationReport {
        slug: job.slug.clone(),
        variant: job.variant.as_ref().map(|variant| variant.name.clone()),
        status: Status::Failed,
        artefacts: Vec::new(),
        inputs: shelf.inputs(),
        waivers: Vec::new(),
        findings,
    }
}
