//! Runs the pipeline and shows what came of it.

use std::io::Write;

use super::Exit;
use super::global::Global;
use super::progress::Progress;
use crate::diagnostic::{Format, Problem, Severity, SourceTexts, counted, render};
use crate::pipeline::{self, Mode, Request, Run};
use crate::release::Status;

/// The stack of a working thread, in bytes: deep nesting is refused long before it is used up.
const STACK: usize = 64 << 20;

pub(super) fn run(global: &Global, slugs: Vec<String>, mode: Mode) -> Exit {
    if let Err(exit) = start_threads(global) {
        return exit;
    }
    let progress = Progress::new(global.shows_progress());
    let request = Request {
        root: global.root.clone(),
        output_dir: global.output_dir.clone(),
        selection: global.selection(slugs),
        mode,
    };
    // The work runs on the pool, since only its threads have the large stack.
    let run = rayon::scope(|_| pipeline::run(&request, &|event| progress.show(&event)));
    progress.finish();
    show(global, &run)
}

/// Starts the threads that all work runs on.
pub(super) fn start_threads(global: &Global) -> Result<(), Exit> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(global.jobs()).stack_size(STACK);
    pool.build_global().map_err(|error| {
        eprintln!("error: the working threads could not be started: {error}");
        Exit::Machine
    })
}

fn show(global: &Global, run: &Run) -> Exit {
    let all = run.problems();
    show_problems(global, &all, &run.texts);
    if !global.quiet {
        show_results(run);
        show_sum(global, &all);
    }
    exit(run, global.strict)
}

/// Shows problems in the form that is asked for.
pub(super) fn show_problems(global: &Global, all: &[Problem], texts: &SourceTexts) {
    let wanted = |problem: &&Problem| global.verbose || problem.severity > Severity::Hint;
    let problems: Vec<Problem> = all.iter().filter(wanted).cloned().collect();
    let format = global.format();
    let text = render(&problems, texts, format, global.colour());
    if !text.is_empty() && (format != Format::Human || !problems.is_empty()) {
        // A reader that has gone away is no error of the build.
        let _ = std::io::stderr().lock().write_all(text.as_bytes());
    }
}

fn show_results(run: &Run) {
    let mut out = std::io::stdout().lock();
    for done in &run.publications {
        let word = match done.report.status {
            Status::Built => "built",
            Status::Unchanged => "unchanged",
            Status::Checked => "checked",
            Status::Failed => "failed",
        };
        let _ = writeln!(out, "{word:<10} {}", done.report.label());
        if matches!(done.report.status, Status::Built | Status::Unchanged) {
            for artefact in &done.report.artefacts {
                let pages = artefact.pages.map(|pages| format!(", {}", counted(pages, "page")));
                let size = artefact.bytes.div_ceil(1024);
                let _ =
                    writeln!(out, "           {} ({size} KiB{})", artefact.file, pages.unwrap_or_default());
            }
        }
    }
}

/// Shows how many problems there were, to people.
pub(super) fn show_sum(global: &Global, problems: &[Problem]) {
    if global.format() != Format::Human {
        return;
    }
    let count = |severity| problems.iter().filter(|problem| problem.severity == severity).count();
    let (errors, warnings, hints) = (count(Severity::Error), count(Severity::Warning), count(Severity::Hint));
    if errors + warnings > 0 {
        eprintln!("\n{}, {}", counted(errors, "error"), counted(warnings, "warning"));
    }
    if hints > 0 {
        eprintln!("{} (shown with -v)", counted(hints, "hint"));
    }
}

/// The exit code of a run: what concerns the workspace as a whole is a matter of its usage.
fn exit(run: &Run, strict: bool) -> Exit {
    let workspace = run.findings.iter().map(|problem| match weight(problem, strict) {
        Exit::Sources => Exit::Usage,
        other => other,
    });
    let publications = run.publications.iter().flat_map(|done| &done.report.findings);
    workspace.chain(publications.map(|problem| weight(problem, strict))).max().unwrap_or(Exit::Done)
}

/// The exit code of a command that has problems and no run.
pub(super) fn exit_of(problems: &[Problem], strict: bool) -> Exit {
    problems.iter().map(|problem| weight(problem, strict)).max().unwrap_or(Exit::Done)
}

fn weight(problem: &Problem, strict: bool) -> Exit {
    match problem.severity {
        Severity::Hint => Exit::Done,
        Severity::Warning if !strict => Exit::Done,
        _ if problem.code.starts_with("satz/") => Exit::Bug,
        _ if problem.code.starts_with("machine/") => Exit::Machine,
        Severity::Warning | Severity::Error => Exit::Sources,
    }
}
