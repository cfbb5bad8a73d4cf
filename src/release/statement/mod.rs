//! The accessibility statement of a publication (Erklärung zur Barrierefreiheit): an accessible page of
//! HTML that says what was checked with which tool, what was found, what was taken back, and what a
//! person still has to judge.
//!
//! It claims nothing that this build does not know: a standard is checked where a tool of the build, or
//! a judge with a verdict on these very bytes, has looked; everything else is called claimed.

mod parts;
mod words;

use super::{Artefact, Verdict, Waiver};
use crate::diagnostic::Problem;
use crate::document::Contents;
use crate::epub::{Element, html_page};
use crate::language::Language;
use crate::publication::Sibling;

/// The end of the statement's file name, behind the slug.
pub const STATEMENT: &str = "accessibility.html";

/// The outputs that people read, and so the subject of the statement.
const READ_OUTPUTS: [&str; 3] = ["screen", "epub", "kindle"];

/// All that a statement tells.
pub struct Statement<'a> {
    /// The language of the publication.
    pub language: &'a Language,
    /// Title and subtitle.
    pub title: &'a str,
    /// What it is in the trade.
    pub edition: Option<&'a str>,
    /// The date of publication, as people read it.
    pub date: Option<&'a str>,
    /// The other editions of the work.
    pub siblings: &'a [Sibling],
    /// Who publishes it.
    pub publisher: Option<&'a str>,
    /// Where barriers are reported to.
    pub contact: Contact<'a>,
    /// Who vouches for the EPUB, and the address of the report.
    pub certified: Option<(&'a str, Option<&'a str>)>,
    /// The files of the build.
    pub artefacts: &'a [Artefact],
    /// What judges from outside said; what they said about other bytes does not count.
    pub verdicts: &'a [Verdict],
    /// Everything that the build found.
    pub findings: &'a [Problem],
    /// The rules that the manifest takes back.
    pub waivers: &'a [Waiver],
    /// What the text has that a person has to look at.
    pub contents: Contents,
}

/// Where the publisher can be reached.
#[derive(Debug, Clone, Copy, Default)]
pub struct Contact<'a> {
    /// The postal address, line by line.
    pub address: &'a [String],
    /// The address in the web.
    pub website: Option<&'a str>,
    /// The mail address.
    pub email: Option<&'a str>,
}

impl Contact<'_> {
    fn is_empty(&self) -> bool {
        self.address.is_empty() && self.website.is_none() && self.email.is_none()
    }
}

/// The page looks like the reader's own pages: their type and their colours, light or dark.
const STYLE: &str = "
:root { color-scheme: light dark; }
body { max-width: 48rem; margin: 2rem auto; padding: 0 1rem; font-family: sans-serif; line-height: 1.5; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
caption { text-align: left; font-weight: bold; padding-bottom: 0.5rem; }
th, td { border: 1px solid currentColor; padding: 0.3rem 0.6rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
@media (min-width: 40rem) { th, td { overflow-wrap: break-word; } }
code { overflow-wrap: anywhere; }
a { color: inherit; }
";

impl Statement<'_> {
    /// Whether there is anything to state: a file that people read.
    pub fn is_needed(artefacts: &[Artefact]) -> bool {
        artefacts.iter().any(is_read)
    }

    /// The statement as a page of HTML.
    pub fn to_html(&self) -> String {
        let words = words::words(self.language);
        let main = Element::new("main").containing(
            [
                parts::head(self, words),
                parts::files(self, words),
                parts::standards(self, words),
                parts::found(self, words),
                parts::waived(self, words),
                parts::people(self, words),
                parts::contact(self, words),
                parts::rules(self, words),
            ]
            .into_iter()
            .flatten(),
        );
        let title = format!("{}: {}", words.title, self.title);
        html_page(words.language, &title, STYLE, Element::new("body").containing([main.into()]))
    }

    /// The files that people read.
    fn read_files(&self) -> impl Iterator<Item = &Artefact> {
        self.artefacts.iter().filter(|artefact| is_read(artefact))
    }

    /// The verdicts on a file as it is, of judges of accessibility.
    fn verdicts_on<'a>(&'a self, artefact: &'a Artefact) -> impl Iterator<Item = (&'a str, &'a Verdict)> {
        self.verdicts
            .iter()
            .filter(|verdict| verdict.sha256 == artefact.sha256)
            .filter_map(|verdict| Some((verdict.standard.as_deref()?, verdict)))
    }
}

fn is_read(artefact: &Artefact) -> bool {
    READ_OUTPUTS.contains(&artefact.output.as_str())
}

#[cfg(test)]
mod tests;
