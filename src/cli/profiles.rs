//! `satz profiles`: the printing conditions that publications can name.

use std::io::Write;
use std::path::PathBuf;

use super::global::Global;
use super::{Exit, show};
use crate::cache::sha256;
use crate::diagnostic::{Problem, SourceTexts};
use crate::pipeline::{self, Available, Mode, Request};

/// List, add and check the ICC profiles of printing conditions
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Check a profile and copy it into `layouts/profiles/`
    Add {
        /// The ICC file, such as PSOcoated_v3.icc of www.eci.org
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Say what a profile is for, and whether satz can print with it
    Check {
        /// An ICC file, or the name of a printing condition, such as FOGRA39
        #[arg(value_name = "FILE|NAME")]
        name: String,
    },
}

pub(super) fn run(global: &Global, args: &Args) -> Exit {
    let request = Request {
        root: global.root.clone(),
        output_dir: global.output_dir.clone(),
        selection: global.selection(Vec::new()),
        mode: Mode::Check,
    };
    let done = match &args.action {
        None => pipeline::profiles(&request).map(|all| (table(&all), Vec::new())),
        Some(Action::Add { file }) => pipeline::add_profile(&request, file)
            .map(|added| (format!("added      {}\n", line(&added)), Vec::new())),
        Some(Action::Check { name }) => {
            pipeline::profile(&request, name).map(|(found, warnings)| (facts(&found), warnings))
        }
    };
    match done {
        Ok((text, warnings)) => {
            // A reader that has gone away is no error.
            let _ = std::io::stdout().lock().write_all(text.as_bytes());
            show::show_problems(global, &warnings, &SourceTexts::default());
            if global.strict && !warnings.is_empty() { Exit::Sources } else { Exit::Done }
        }
        Err(problems) => {
            show::show_problems(global, &problems, &SourceTexts::default());
            exit(&problems)
        }
    }
}

fn exit(problems: &[Problem]) -> Exit {
    let machine = problems.iter().any(|problem| problem.code.starts_with("machine/"));
    if machine { Exit::Machine } else { Exit::Usage }
}

fn table(all: &[Available]) -> String {
    all.iter().map(|one| format!("{}\n", line(one))).collect()
}

fn line(one: &Available) -> String {
    let (name, limit) = (one.name(), one.profile.condition().ink_limit);
    format!("{name:<10} {limit} %  {} ({})", one.profile.description(), origin(one))
}

fn origin(one: &Available) -> &str {
    one.file.as_deref().unwrap_or("shipped with satz")
}

fn facts(one: &Available) -> String {
    let condition = one.profile.condition();
    let rows = [
        ("condition", one.name().to_owned()),
        ("meant for", condition.info.clone()),
        ("profile", one.profile.description().to_owned()),
        ("file", origin(one).to_owned()),
        ("ink limit", format!("{} %", condition.ink_limit)),
        ("rights", one.profile.copyright().unwrap_or("not told").to_owned()),
        ("sha256", sha256(one.profile.bytes())),
    ];
    rows.iter().map(|(name, value)| format!("{name:<10} {value}\n")).collect()
}
