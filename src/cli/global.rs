//! The words that every command understands.

use std::io::IsTerminal;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::diagnostic::Format;
use crate::pipeline::{Selection, Shard};
use crate::publication::{Choice, Output};

/// Options of every command.
#[derive(Debug, Args)]
pub(super) struct Global {
    /// The workspace's folder [default: the nearest one upwards with a satz.toml]
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) root: Option<PathBuf>,

    /// Where the files go [default: the workspace's `output`]
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) output_dir: Option<PathBuf>,

    /// Only these outputs [default: what each publication asks for]
    #[arg(long, global = true, value_name = "LIST", value_delimiter = ',')]
    outputs: Vec<OutputName>,

    /// The sheets for the office printer, too
    #[arg(long, global = true)]
    proof: bool,

    /// Only this variant of a publication; can be given again
    #[arg(long = "variant", global = true, value_name = "NAME")]
    variants: Vec<String>,

    /// All variants, not only those that a manifest makes first
    #[arg(long, global = true, conflicts_with = "variants")]
    all_variants: bool,

    /// Only the K-th of N parts of the work, the same on every machine
    #[arg(long, global = true, value_name = "K/N", value_parser = shard)]
    shard: Option<Shard>,

    /// Choose a profile of the manifests
    #[arg(long, global = true, value_name = "NAME")]
    profile: Option<String>,

    /// Set a value that templates ask for; can be given again
    #[arg(long, global = true, value_name = "KEY=VALUE", value_parser = setting)]
    set: Vec<(String, String)>,

    /// How many threads work [default: one for each core]
    #[arg(long, global = true, value_name = "N")]
    jobs: Option<std::num::NonZeroUsize>,

    /// Warnings fail, too
    #[arg(long, global = true)]
    pub(super) strict: bool,

    /// The form in which problems are shown
    #[arg(long, global = true, value_name = "FORM", default_value = "human")]
    diagnostics: FormatName,

    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: When,

    /// Say nothing but problems
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(super) quiet: bool,

    /// Show hints, too
    #[arg(short, long, global = true)]
    pub(super) verbose: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum OutputName {
    Print,
    Screen,
    Epub,
    Cover,
    Proof,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum FormatName {
    Human,
    Short,
    Json,
    Sarif,
    Github,
    Gitlab,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum When {
    Auto,
    Always,
    Never,
}

impl Global {
    pub(super) fn format(&self) -> Format {
        match self.diagnostics {
            FormatName::Human => Format::Human,
            FormatName::Short => Format::Short,
            FormatName::Json => Format::Json,
            FormatName::Sarif => Format::Sarif,
            FormatName::Github => Format::Github,
            FormatName::Gitlab => Format::Gitlab,
        }
    }

    /// Whether problems are coloured. See <https://no-color.org> for `NO_COLOR`.
    pub(super) fn colour(&self) -> bool {
        match self.color {
            When::Always => true,
            When::Never => false,
            When::Auto => std::env::var_os("NO_COLOR").is_none() && std::io::stderr().is_terminal(),
        }
    }

    /// Whether a progress bar may be drawn.
    pub(super) fn shows_progress(&self) -> bool {
        !self.quiet && std::env::var_os("CI").is_none() && std::io::stderr().is_terminal()
    }

    pub(super) fn jobs(&self) -> usize {
        self.jobs.map_or(0, std::num::NonZeroUsize::get)
    }

    /// What is to be built, for the pipeline.
    pub(super) fn selection(&self, slugs: Vec<String>) -> Selection {
        let output = |name: &OutputName| match name {
            OutputName::Print => Output::Print,
            OutputName::Screen => Output::Screen,
            OutputName::Epub => Output::Epub,
            OutputName::Cover => Output::Cover,
            OutputName::Proof => Output::Proof,
        };
        let outputs = (!self.outputs.is_empty()).then(|| self.outputs.iter().map(output).collect());
        Selection {
            slugs,
            outputs,
            proof: self.proof,
            variants: self.variants.clone(),
            all_variants: self.all_variants,
            shard: self.shard,
            choice: Choice { profile: self.profile.clone(), set: self.set.clone() },
        }
    }
}

/// Reads `2/4`.
fn shard(text: &str) -> Result<Shard, String> {
    let parts = text.split_once('/').and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)));
    match parts {
        Some((number, of)) if (1..=of).contains(&number) => Ok(Shard { number, of }),
        _ => Err("write the number of the part and how many there are, such as `2/4`".to_owned()),
    }
}

/// Reads `audience=public`.
fn setting(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.is_empty() => Ok((key.to_owned(), value.to_owned())),
        _ => Err("write a name and its value, such as `audience=public`".to_owned()),
    }
}
