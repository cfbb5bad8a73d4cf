//! `satz inspect`: what a finished file says.

use std::io::Write;

use super::global::Global;
use super::{Exit, show};
use crate::diagnostic::SourceTexts;
use crate::pipeline::{self, Mode, Request};

/// Look into a finished file: read a tagged PDF aloud as a screen reader would
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Read the structure in its order, in German words
    #[arg(long, required = true)]
    tags: bool,

    /// A PDF file of any program, or a publication whose screen PDF was built
    #[arg(value_name = "FILE|SLUG")]
    target: String,
}

pub(super) fn run(global: &Global, args: &Args) -> Exit {
    if let Err(exit) = show::start_threads(global) {
        return exit;
    }
    let slug = (!args.target.to_lowercase().ends_with(".pdf")).then(|| args.target.clone());
    let request = Request {
        root: global.root.clone(),
        output_dir: global.output_dir.clone(),
        selection: global.selection(slug.into_iter().collect()),
        mode: Mode::Check,
    };
    // The work runs on the pool, since only its threads have the large stack.
    match rayon::scope(|_| pipeline::read_aloud(&request, &args.target)) {
        Ok(text) => {
            // A reader that has gone away is no error.
            let _ = std::io::stdout().lock().write_all(text.as_bytes());
            Exit::Done
        }
        Err(problems) => {
            show::show_problems(global, &problems, &SourceTexts::default());
            Exit::Usage
        }
    }
}
