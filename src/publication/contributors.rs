//! Who made a publication, and what they did.

use crate::diagnostic::Problem;
use crate::language::Language;
use crate::toml_text::{Located, Table, Value};

/// A person or body with their part in the work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contributor {
    /// The name as it is printed.
    pub name: Located<String>,
    /// The name as catalogues sort it: `Muster, Erika`.
    pub file_as: Option<String>,
    /// Their part.
    pub role: Role,
}

/// A part in a work: relators of the MARC code list, <https://id.loc.gov/vocabulary/relators>.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Role(&'static RoleWords);

#[derive(Debug, PartialEq, Eq, Hash)]
struct RoleWords {
    name: &'static str,
    code: &'static str,
    german: &'static str,
    english: &'static str,
}

const fn words(
    name: &'static str,
    code: &'static str,
    german: &'static str,
    english: &'static str,
) -> RoleWords {
    RoleWords { name, code, german, english }
}

/// The relators that printed matter of an office has a use for. German names say the work and not
/// the person, so they fit everyone.
static ROLES: [RoleWords; 20] = [
    words("author", "aut", "Text", "Text"),
    words("editor", "edt", "Redaktion", "Editor"),
    words("illustrator", "ill", "Illustration", "Illustration"),
    words("photographer", "pht", "Fotografie", "Photography"),
    words("translator", "trl", "Übersetzung", "Translation"),
    words("publisher", "pbl", "Herausgabe", "Publisher"),
    words("designer", "dsr", "Gestaltung", "Design"),
    words("cover-designer", "cov", "Umschlaggestaltung", "Cover design"),
    words("typographer", "tyg", "Satz", "Typesetting"),
    words("proofreader", "pfr", "Korrektorat", "Proofreading"),
    words("cartographer", "ctg", "Kartografie", "Maps"),
    words("contributor", "ctb", "Mitarbeit", "With contributions by"),
    words("compiler", "com", "Zusammenstellung", "Compiled by"),
    words("researcher", "res", "Recherche", "Research"),
    words("interviewer", "ivr", "Interview", "Interview"),
    words("interviewee", "ive", "Im Gespräch", "In conversation"),
    words("writer-of-introduction", "win", "Einleitung", "Introduction"),
    words("writer-of-afterword", "waw", "Nachwort", "Afterword"),
    words("funder", "fnd", "Förderung", "Funding"),
    words("issuing-body", "isb", "Herausgebende Stelle", "Issued by"),
];

impl Role {
    /// The role of this name in a manifest.
    pub fn from_name(name: &str) -> Option<Self> {
        ROLES.iter().find(|words| words.name == name).map(Self)
    }

    /// The word of manifests: MARC's term with hyphens.
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// MARC's code, which EPUB metadata carry: `edt`.
    pub fn code(self) -> &'static str {
        self.0.code
    }

    /// The words of an imprint: `Redaktion`.
    pub fn text(self, language: &Language) -> &'static str {
        if language.is_german() { self.0.german } else { self.0.english }
    }
}

/// Takes the key `contributors`, a list of `{ name = "…", role = "…" }`.
pub(super) fn take(table: &mut Table, problems: &mut Vec<Problem>) -> Vec<Contributor> {
    let values = table.take::<Vec<Value>>("contributors", problems);
    let values = values.map(|values| values.value).unwrap_or_default();
    values.into_iter().filter_map(|value| contributor(value, problems)).collect()
}

fn contributor(value: Value, problems: &mut Vec<Problem>) -> Option<Contributor> {
    let mut table = value.read::<Table>(problems)?.value;
    let roles: Vec<(&str, Role)> = ROLES.iter().map(|words| (words.name, Role(words))).collect();
    let name = table.require("name", problems);
    let file_as = table.take::<String>("file-as", problems).map(|name| name.value);
    let role = table.take_word("role", &roles, problems).map(|role| role.value);
    table.finish(problems);
    // Who says nothing about the part has written it.
    let role = role.or_else(|| Role::from_name("author"))?;
    Some(Contributor { name: name?, file_as, role })
}
