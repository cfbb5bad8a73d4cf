//! `satz catalogue`: a web page and a feed of all that was built.

use std::io::Write;

use super::global::Global;
use super::{Exit, show};
use crate::pipeline::{self, Mode, Request};

/// Write a web page and an OPDS feed of all that was built
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The publications, by the names of their folders [default: all that were built]
    #[arg(value_name = "SLUG")]
    slugs: Vec<String>,
}

pub(super) fn run(global: &Global, args: Args) -> Exit {
    if let Err(exit) = show::start_threads(global) {
        return exit;
    }
    let request = Request {
        root: global.root.clone(),
        output_dir: global.output_dir.clone(),
        selection: global.selection(args.slugs),
        mode: Mode::Build,
    };
    // The work runs on the pool, since only its threads have the large stack.
    let made = rayon::scope(|_| pipeline::catalogue(&request));
    show::show_problems(global, &made.findings, &made.texts);
    if !global.quiet {
        let mut out = std::io::stdout().lock();
        for file in &made.files {
            // A reader that has gone away is no error of the run.
            let _ = writeln!(out, "written    {file}");
        }
        show::show_sum(global, &made.findings);
    }
    show::exit_of(&made.findings, global.strict)
}
