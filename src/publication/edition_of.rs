//! The publication that this one is an edition of, in another language or in plain words.

use crate::diagnostic::Problem;
use crate::toml_text::{Located, Table};

/// Of which publication this one is an edition, and which state of its texts was translated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditionOf {
    /// The slug of the other publication.
    pub publication: Located<String>,
    /// The fingerprint of its texts at that time.
    pub seen: Option<Located<String>>,
}

/// Takes the key `edition-of`, a table `{ publication = "…", seen = "…" }`.
pub(super) fn take(slug: &str, table: &mut Table, problems: &mut Vec<Problem>) -> Option<EditionOf> {
    let mut table = table.take::<Table>("edition-of", problems)?.value;
    let publication = table.require::<String>("publication", problems);
    let seen = table.take("seen", problems);
    table.finish(problems);
    let publication = publication?;
    if publication.value == slug {
        problems.push(
            Problem::error("manifest/value", format!("`{slug}` cannot be an edition of itself"))
                .at(publication.place)
                .hint("name the folder of the publication that this one was made from"),
        );
        return None;
    }
    Some(EditionOf { publication, seen })
}
