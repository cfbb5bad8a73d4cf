//! Problems as text, in each form that a reader or a machine wants.

mod human;
mod machine;

use super::{Problem, SourceTexts};

/// The forms in which problems are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// With the author's line and a mark under what is meant.
    #[default]
    Human,
    /// One line each: `path:line:column: severity[code] message`.
    Short,
    /// One JSON object with all problems.
    Json,
    /// SARIF 2.1.0 (OASIS), for code scanning services.
    Sarif,
    /// Workflow commands of GitHub Actions.
    Github,
    /// The code quality report of GitLab.
    Gitlab,
}

/// Shows problems in a form; `colour` counts for people only.
pub fn render(problems: &[Problem], texts: &SourceTexts, format: Format, colour: bool) -> String {
    match format {
        Format::Human => human::render(problems, texts, colour),
        Format::Short => machine::short(problems, texts),
        Format::Json => machine::json(problems, texts),
        Format::Sarif => machine::sarif(problems, texts),
        Format::Github => machine::github(problems, texts),
        Format::Gitlab => machine::gitlab(problems, texts),
    }
}
