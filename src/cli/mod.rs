//! The command line: words to calls, results to words and an exit code.
//!
//! One file a command. This room knows no formats; it shows what the pipeline gives.

mod build;
mod catalogue;
mod check;
mod global;
mod inspect;
mod preflight;
mod profiles;
mod progress;
mod show;
mod twin;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use global::Global;

/// One source, one command: print PDF, accessible PDF and EPUB.
#[derive(Debug, Parser)]
#[command(name = "satz", version, about, max_term_width = 100)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Build(build::Args),
    Catalogue(catalogue::Args),
    Check(check::Args),
    Inspect(inspect::Args),
    Preflight(preflight::Args),
    Profiles(profiles::Args),
    #[command(hide = true)]
    Twin(twin::Args),
}

/// How a run ended, as CI reads it; of several, the highest wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Exit {
    /// Everything is done.
    Done = 0,
    /// Something in `sources/` or `layouts/` is wrong.
    Sources = 1,
    /// The arguments or `satz.toml` are wrong.
    Usage = 2,
    /// The machine lacks something, such as space on its disk.
    Machine = 3,
    /// satz itself is wrong.
    Bug = 4,
}

/// Reads the command line and runs its command.
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are answers, not mistakes; a closed pipe is the reader's choice.
            let _ = error.print();
            let exit = if error.use_stderr() { Exit::Usage } else { Exit::Done };
            return ExitCode::from(exit as u8);
        }
    };
    let exit = match cli.command {
        Command::Build(args) => build::run(&cli.global, args),
        Command::Catalogue(args) => catalogue::run(&cli.global, args),
        Command::Check(args) => check::run(&cli.global, args),
        Command::Inspect(args) => inspect::run(&cli.global, &args),
        Command::Preflight(args) => preflight::run(&cli.global, &args),
        Command::Profiles(args) => profiles::run(&cli.global, &args),
        Command::Twin(args) => twin::run(&cli.global, &args),
    };
    ExitCode::from(exit as u8)
}
