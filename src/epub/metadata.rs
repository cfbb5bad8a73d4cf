//! What the package document says about the publication (EPUB 3.3, section 5.5).

use uuid::Uuid;

use crate::publication::Sibling;

/// Metadata of one EPUB. Texts are plain text; dates are ISO 8601.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metadata {
    /// What makes this EPUB the same book in its next build: slug, edition, variant. It is the seed of the
    /// unique identifier and never shown.
    pub name: String,
    /// The title.
    pub title: String,
    /// The subtitle.
    pub subtitle: Option<String>,
    /// A BCP 47 tag, such as `de-DE`.
    pub language: String,
    /// The date of publication, `YYYY-MM-DD`.
    pub date: Option<String>,
    /// The same date as people read it.
    pub date_text: Option<String>,
    /// The time of the last change, `YYYY-MM-DDThh:mm:ssZ`.
    pub modified: String,
    /// The edition as people read it, such as `1. Auflage`.
    pub edition: Option<String>,
    /// The ISBN of this EPUB; never that of the print edition.
    pub isbn: Option<String>,
    /// The ISBN of the print edition whose pages are marked.
    pub print_isbn: Option<String>,
    /// The DOI, without a resolver.
    pub doi: Option<String>,
    /// The URN, such as `urn:nbn:de:…`.
    pub urn: Option<String>,
    /// The series that the book belongs to.
    pub series: Option<Series>,
    /// Who made the book, in the order in which they are to be named.
    pub contributors: Vec<Contributor>,
    /// Who published it.
    pub publisher: Option<Publisher>,
    /// What the book is about, in a few sentences.
    pub description: Option<String>,
    /// Keywords.
    pub subjects: Vec<String>,
    /// Terms of use.
    pub rights: Option<String>,
    /// What readers are told about accessibility, in place of the sentences that satz makes of facts.
    pub accessibility_summary: Option<String>,
    /// The organisation that vouches for EPUB Accessibility 1.1 at WCAG 2.2 AA. It is a claim by people and
    /// never made by satz itself.
    pub certified_by: Option<String>,
    /// The address of that organisation's report.
    pub certifier_report: Option<String>,
    /// The other editions of the same work.
    pub siblings: Vec<Sibling>,
}

/// A series and the book's place in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Series {
    /// Its name.
    pub name: String,
    /// The number of the volume.
    pub number: Option<u64>,
    /// Its ISSN.
    pub issn: Option<String>,
}

/// A person or body that took part.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contributor {
    /// The name as shown.
    pub name: String,
    /// The name as catalogues sort it: `Muster, Erika`.
    pub file_as: Option<String>,
    /// A name or code of the MARC relators, such as `author` or `aut`.
    pub role: String,
    /// The role in the book's language, such as `Redaktion`.
    pub role_text: String,
}

/// The publishing body.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Publisher {
    /// Its name.
    pub name: String,
    /// Lines of its address.
    pub address: Vec<String>,
    /// Its website as shown.
    pub website: Option<String>,
    /// Its mail address.
    pub email: Option<String>,
}

impl Metadata {
    /// The unique identifier: a UUID of version 5, so that every build of a publication has the same one.
    pub fn identifier(&self) -> String {
        identifier(&self.name)
    }

    /// The same book for Kindle: a file of its own, with neither the identifier nor the ISBN of the EPUB.
    #[must_use]
    pub fn for_kindle(&self) -> Self {
        Self { name: format!("{} kindle", self.name), isbn: None, ..self.clone() }
    }

    /// Title and subtitle in one line.
    pub fn full_title(&self) -> String {
        match &self.subtitle {
            Some(subtitle) => format!("{}. {subtitle}", self.title),
            None => self.title.clone(),
        }
    }
}

/// The identifier of a book that has none of the trade: the same for the same name (RFC 9562, section 5.5).
pub fn identifier(name: &str) -> String {
    let satz = Uuid::new_v5(&Uuid::NAMESPACE_OID, b"satz");
    format!("urn:uuid:{}", Uuid::new_v5(&satz, name.as_bytes()))
}

/// The code of a MARC relator, from its English name or from the code itself.
pub fn relator(role: &str) -> Option<&'static str> {
    const RELATORS: [(&str, &str); 34] = [
        ("artist", "art"),
        ("author", "aut"),
        ("author of afterword", "aft"),
        ("author of introduction", "aui"),
        ("book designer", "bkd"),
        ("cartographer", "ctg"),
        ("commissioning body", "spn"),
        ("compiler", "com"),
        ("compositor", "cmt"),
        ("consultant", "csl"),
        ("contributor", "ctb"),
        ("copyeditor", "edc"),
        ("copyright holder", "cph"),
        ("corrector", "crr"),
        ("cover designer", "cov"),
        ("creator", "cre"),
        ("designer", "dsr"),
        ("distributor", "dst"),
        ("editor", "edt"),
        ("funder", "fnd"),
        ("host institution", "his"),
        ("illustrator", "ill"),
        ("interviewer", "ivr"),
        ("issuing body", "isb"),
        ("moderator", "mod"),
        ("photographer", "pht"),
        ("printer", "prt"),
        ("project director", "pdr"),
        ("proofreader", "pfr"),
        ("publisher", "pbl"),
        ("reviewer", "rev"),
        ("speaker", "spk"),
        ("sponsor", "spn"),
        ("translator", "trl"),
    ];
    let role = role.trim().to_lowercase().replace('-', " ");
    RELATORS.iter().find(|(name, code)| *name == role || *code == role).map(|&(_, code)| code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_book_keeps_its_identifier_while_its_title_changes() {
        let first = Metadata { name: "leerstand/1".into(), title: "A".into(), ..Metadata::default() };
        let second = Metadata { title: "B".into(), ..first.clone() };
        assert_eq!(first.identifier(), second.identifier());
        let other = Metadata { name: "leerstand/2".into(), ..first.clone() };
        assert_ne!(first.identifier(), other.identifier());
    }

    #[test]
    fn a_relator_is_known_by_its_name_and_by_its_code() {
        assert_eq!(relator("author"), Some("aut"));
        assert_eq!(relator("Issuing-Body"), Some("isb"));
        assert_eq!(relator("pht"), Some("pht"));
        assert_eq!(relator("wizard"), None);
    }
}
