//! `satz preflight`: whether PDF files can go to the print shop.

use std::io::Write;
use std::path::PathBuf;

use super::global::Global;
use super::{Exit, show};
use crate::check::Limits;
use crate::diagnostic::{Problem, Severity, SourceTexts};
use crate::pipeline::{self, Judged};

/// Check finished PDF files, from any program, against PDF/X-4 and the rules of print shops
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The PDF files
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,

    /// Pictures need so many pixels an inch; half of it is an error
    #[arg(long, value_name = "PPI", default_value_t = 300, value_parser = clap::value_parser!(u16).range(1..=4800))]
    min_ppi: u16,

    /// The most ink that may lie in one spot, in percent [default: by the file's printing condition]
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u16).range(1..=400))]
    ink_limit: Option<u16>,

    /// The bleed that is needed, in millimetres
    #[arg(long, value_name = "MM", default_value_t = 3, value_parser = clap::value_parser!(u16).range(0..=50))]
    bleed: u16,

    /// What the number of pages must be a multiple of, such as 4 for stapled copies
    #[arg(long, value_name = "NUMBER")]
    pages_multiple: Option<std::num::NonZeroUsize>,
}

impl Args {
    fn limits(&self) -> Limits {
        let ppi = f32::from(self.min_ppi);
        Limits {
            bleed: f32::from(self.bleed),
            ppi,
            least_ppi: ppi / 2.0,
            ink_sum: self.ink_limit.map(f32::from),
            page_multiple: self.pages_multiple.map(std::num::NonZeroUsize::get),
            ..Limits::default()
        }
    }
}

pub(super) fn run(global: &Global, args: &Args) -> Exit {
    if let Err(exit) = show::start_threads(global) {
        return exit;
    }
    // The work runs on the pool, since only its threads have the large stack.
    let judged = rayon::scope(|_| pipeline::preflight(&args.files, &args.limits()));
    let problems: Vec<Problem> = judged.iter().flat_map(|file| file.findings.clone()).collect();
    show::show_problems(global, &problems, &SourceTexts::default());
    if !global.quiet {
        show_files(&judged);
        show::show_sum(global, &problems);
    }
    exit(&judged, global.strict)
}

fn show_files(judged: &[Judged]) {
    let mut out = std::io::stdout().lock();
    for file in judged {
        let worst = file.findings.iter().map(|problem| problem.severity).max();
        let word = match worst {
            Some(Severity::Error) => "failed",
            Some(Severity::Warning) => "warned",
            Some(Severity::Hint) | None => "passed",
        };
        let _ = writeln!(out, "{word:<10} {}", file.file.display());
    }
}

fn exit(judged: &[Judged], strict: bool) -> Exit {
    let fails =
        |problem: &Problem| problem.severity >= if strict { Severity::Warning } else { Severity::Error };
    let of = |file: &Judged| match file {
        Judged { is_there: false, .. } => Exit::Usage,
        file if file.findings.iter().any(fails) => Exit::Sources,
        _ => Exit::Done,
    };
    judged.iter().map(of).max().unwrap_or(Exit::Done)
}
