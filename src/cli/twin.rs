//! `satz twin`: a print PDF for the validators of PDF/A. Hidden, since only they need it.

use std::path::PathBuf;

use super::global::Global;
use super::{Exit, show};
use crate::diagnostic::SourceTexts;
use crate::pipeline;

/// Write a print PDF of satz once more so that it declares PDF/A-2b, too, for validators
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The print PDF of a build
    #[arg(value_name = "FILE")]
    from: PathBuf,

    /// The file to write
    #[arg(value_name = "TWIN")]
    to: PathBuf,
}

pub(super) fn run(global: &Global, args: &Args) -> Exit {
    match pipeline::twin(&args.from, &args.to) {
        Ok(()) => Exit::Done,
        Err(problems) => {
            show::show_problems(global, &problems, &SourceTexts::default());
            Exit::Usage
        }
    }
}
