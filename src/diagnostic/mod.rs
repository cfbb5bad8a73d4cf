//! What a problem is, and how it is shown.
//!
//! Every room reports in this room's types, so that an editor, a terminal and a CI service see one
//! and the same finding. This room knows no other room: it takes places and texts and gives words.

mod place;
mod render;
mod suggestion;

pub use place::{Place, SourceTexts, column_letters, line_and_column};
pub use render::{Format, render};
pub use suggestion::{counted, list, suggestion};

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// How much a problem weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Advice; never changes an exit code.
    Hint,
    /// The output is written, but a person should look. Fails under `--strict`.
    Warning,
    /// The output is not written.
    Error,
}

/// One finding: what is wrong, where its author can mend it, and how.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Problem {
    /// `room/rule`, stable between versions, such as `manifest/unknown-key`.
    pub code: Cow<'static, str>,
    /// How much it weighs.
    pub severity: Severity,
    /// One sentence without a full stop: what was found, and what was expected.
    pub message: String,
    /// Where its author wrote the cause; `None` where no honest place is known.
    pub place: Option<Place>,
    /// Further places that explain the first, such as the other use of an id.
    pub labels: Vec<Label>,
    /// What to do, one sentence each.
    pub hints: Vec<String>,
}

/// A second place with a few words about it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Label {
    /// The place.
    pub place: Place,
    /// What stands there, in a few words.
    pub text: String,
}

impl Problem {
    /// A problem that stops its publication.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message)
    }

    /// A problem that a person should look at.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message)
    }

    /// A piece of advice.
    pub fn advice(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Hint, code, message)
    }

    fn new(severity: Severity, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code: Cow::Borrowed(code),
            severity,
            message: message.into(),
            place: None,
            labels: Vec::new(),
            hints: Vec::new(),
        }
    }

    /// Says where the cause stands; the value of a data file that a template inserted there is a
    /// second place.
    #[must_use]
    pub fn at(mut self, place: impl Into<Option<Place>>) -> Self {
        self.place = place.into();
        let data = self.place.as_mut().and_then(|place| place.data.take());
        match data {
            Some(data) => self.label(Place::clone(&data), "the value stands here"),
            None => self,
        }
    }

    /// Adds a second place that explains the first.
    #[must_use]
    pub fn label(mut self, place: Place, text: impl Into<String>) -> Self {
        self.labels.push(Label { place, text: text.into() });
        self
    }

    /// Adds a sentence that says what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Whether this problem stops its publication.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// A value, and the problems that did not stop it from coming about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warned<T> {
    /// What the stage gives.
    pub value: T,
    /// Warnings and hints, in the order of their finding.
    pub warnings: Vec<Problem>,
}

/// What a stage gives: its value with warnings, or everything that stopped it.
///
/// The error side holds at least one error, and beside it the warnings found so far.
pub type Outcome<T> = Result<Warned<T>, Vec<Problem>>;

/// Decides an outcome from a value and all that was found while making it: any error stops.
pub fn outcome<T>(value: T, problems: Vec<Problem>) -> Outcome<T> {
    if problems.iter().any(Problem::is_error) {
        Err(problems)
    } else {
        Ok(Warned { value, warnings: problems })
    }
}
