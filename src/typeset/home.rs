//! Typst's diagnostics, brought home to the files that people write.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use typst::WorldExt;
use typst::diag::{Severity, SourceDiagnostic, Tracepoint};
use typst::syntax::{DiagSpan, Span, Spanned};

use super::lower::Lowered;
use super::world::SatzWorld;
use crate::diagnostic::{Place, Problem};

/// The chapters' maps, by the path of their virtual Typst file.
pub(super) type Maps = BTreeMap<String, Arc<Lowered>>;

/// Translates spans and diagnostics of one compile.
pub(super) struct Home<'a> {
    pub(super) world: &'a SatzWorld,
    pub(super) maps: &'a Maps,
}

impl Home<'_> {
    /// The author's place of a span, in a chapter or in a layout's file.
    pub(super) fn place(&self, span: impl Into<DiagSpan>) -> Option<Place> {
        let span = span.into();
        let path = span.id()?.vpath().get_without_slash().to_owned();
        let range = self.world.range(span)?;
        self.home_of(path, range)
    }

    fn home_of(&self, path: String, range: Range<usize>) -> Option<Place> {
        match self.maps.get(&path) {
            Some(lowered) => lowered.place_of(range),
            None if path.starts_with("satz/") => None,
            None => Some(Place::new(path, range)),
        }
    }

    /// Translates what Typst said in one wave; equal findings are told once.
    pub(super) fn problems<'d>(&self, found: impl IntoIterator<Item = &'d SourceDiagnostic>) -> Vec<Problem> {
        let mut problems: Vec<Problem> = Vec::new();
        for problem in found.into_iter().filter_map(|diagnostic| self.problem(diagnostic)) {
            if !problems.contains(&problem) {
                problems.push(problem);
            }
        }
        problems
    }

    /// One diagnostic; `None` for the notices that every compile repeats.
    ///
    /// The chapter's place comes first where there is one, because its author is the likelier
    /// reader; a place in the layout is then told beside it.
    fn problem(&self, found: &SourceDiagnostic) -> Option<Problem> {
        let kind = Kind::of(found)?;
        let own = self.place(found.span);
        let traced = found.trace.iter().find_map(|point| self.chapter_of_call(point));
        let (main, other) = match (own, traced) {
            (Some(own), Some(traced)) if !self.is_chapter(found.span) => (Some(traced), Some(own)),
            (own, traced) => (own.or(traced), None),
        };
        let mut problem = kind.problem(&found.message).at(main);
        if let Some(place) = other {
            problem = problem.label(place, "raised here");
        }
        problem.hints.extend(found.hints.iter().map(|hint| hint.v.to_string()));
        problem.hints.extend(kind.hint(&found.message).map(str::to_owned));
        Some(problem)
    }

    fn is_chapter(&self, span: DiagSpan) -> bool {
        span.id().is_some_and(|id| self.maps.contains_key(id.vpath().get_without_slash()))
    }

    /// The author's place of a call in a chapter; imports and includes say nothing about a cause.
    fn chapter_of_call(&self, point: &Spanned<Tracepoint>) -> Option<Place> {
        let calls = matches!(point.v, Tracepoint::Call(_) | Tracepoint::Show(_));
        let span: Span = point.span;
        (calls && self.is_chapter(span.into())).then(|| self.place(span)).flatten()
    }
}

/// What a diagnostic of Typst means to satz.
#[derive(Clone, Copy)]
enum Kind {
    /// An output would lose something: fatal, whatever Typst calls it.
    Lost,
    MissingFont,
    Accessibility,
    Archival,
    Error,
    Warning,
}

impl Kind {
    fn of(found: &SourceDiagnostic) -> Option<Self> {
        let message = found.message.as_str();
        let starts = |prefix: &str| message.starts_with(prefix);
        if starts("html export is under active development") || starts("bundle export is experim") {
            return None;
        }
        // Typst counts the title as its second level; the EPUB room makes it the first, and an `h6` of this.
        if starts("heading of level 6 was transformed to") {
            return None;
        }
        Some(match found.severity {
            _ if message.contains("was ignored during") => Self::Lost,
            _ if starts("unknown font family") => Self::MissingFont,
            _ if starts("PDF/UA") => Self::Accessibility,
            _ if starts("PDF/A") => Self::Archival,
            Severity::Error => Self::Error,
            Severity::Warning => Self::Warning,
        })
    }

    fn problem(self, message: &str) -> Problem {
        match self {
            Self::Lost => Problem::error("typeset/lost", message),
            Self::MissingFont => Problem::error("typeset/missing-font", message),
            Self::Accessibility => Problem::error("typeset/pdf-ua", message),
            Self::Archival => Problem::error("typeset/pdf-a", message),
            Self::Error => Problem::error("typeset/typst", message),
            Self::Warning => Problem::warning("typeset/typst", message),
        }
    }

    fn hint(self, message: &str) -> Option<&'static str> {
        match self {
            Self::Lost => Some("give the component a body for EPUB in the layout's `web.typ`"),
            Self::MissingFont => Some("put the font into `fonts/`; fonts of the system are never used"),
            Self::Accessibility | Self::Archival => Some("mend the layout, or the text at this place"),
            Self::Error | Self::Warning => {
                ADVICE.iter().find(|(words, _)| message.contains(words)).map(|(_, advice)| *advice)
            }
        }
    }
}

/// What to do about the mistakes that designers make most often, by Typst's words for them.
const ADVICE: [(&str, &str); 11] = [
    ("unclosed delimiter", "close the bracket, or take it out"),
    ("unexpected closing", "open the bracket before it, or take it out"),
    ("unclosed string", "end the text with a straight quotation mark"),
    ("does not contain key", "use a name that `tokens.toml`, `layout.toml` or the data define"),
    ("unknown variable", "import the name, or define it before it is used"),
    ("unexpected argument", "declare the argument in the function, or do not hand it over"),
    ("missing argument", "hand the argument over, or give it a default"),
    ("expected", "give the function a value of the type that it takes"),
    ("file not found", "paths count from the file that names them; a leading `/` is the workspace"),
    ("is not present in the bibliography", "add the work to the bibliography, or mend its key"),
    ("does not exist in the document", "give the part an id, or mend the reference"),
];
