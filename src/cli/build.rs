//! `satz build`: every publication into finished files.

use super::global::Global;
use super::{Exit, show};
use crate::pipeline::Mode;

/// Build publications into `output/`
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The publications, by the names of their folders [default: all]
    #[arg(value_name = "SLUG")]
    slugs: Vec<String>,
}

pub(super) fn run(global: &Global, args: Args) -> Exit {
    show::run(global, args.slugs, Mode::Build)
}
