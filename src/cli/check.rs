//! `satz check`: everything that a build would find, without writing a file.

use super::global::Global;
use super::{Exit, show};
use crate::pipeline::Mode;

/// Check publications without writing their files
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The publications, by the names of their folders [default: all]
    #[arg(value_name = "SLUG")]
    slugs: Vec<String>,
}

pub(super) fn run(global: &Global, args: Args) -> Exit {
    show::run(global, args.slugs, Mode::Check)
}
