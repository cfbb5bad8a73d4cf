//! The editions of one work: the publication, its translations, and those in plain words.

use crate::language::{Language, also_in};

/// A publication as the other editions of its work name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// The folder of the publication.
    pub slug: String,
    /// The folder of the publication that it was made from.
    pub source: Option<String>,
    /// What makes its EPUB the same book in every build.
    pub epub_name: String,
    /// The title.
    pub title: String,
    /// The subtitle.
    pub subtitle: Option<String>,
    /// The language of the text.
    pub language: Language,
    /// Where readers find it: a page on the web.
    pub address: Option<String>,
}

/// Another edition of the same work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sibling {
    /// The other edition.
    pub edition: Edition,
    /// What it is to this one.
    pub relation: Relation,
    /// Its title, with its subtitle where the title is that of this one as well.
    pub title: String,
    /// The language of this one.
    own: Language,
}

/// What another edition is to this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// This one was made from it.
    Source,
    /// It was made from this one.
    Version,
    /// Both were made from a third.
    Sister,
}

impl Sibling {
    /// What stands before its title, in the language `told`: “Auch in Leichter Sprache”.
    pub fn label(&self, told: &Language) -> String {
        also_in(&self.edition.language, &self.own, told)
    }
}

/// The other editions of the work that a publication belongs to, its source first.
pub fn siblings(all: &[Edition], slug: &str) -> Vec<Sibling> {
    let Some(own) = all.iter().find(|edition| edition.slug == slug) else { return Vec::new() };
    let work = root(all, own);
    let others = all.iter().filter(|other| other.slug != slug && root(all, other) == work);
    let related = |other: &Edition| {
        if own.source.as_ref() == Some(&other.slug) {
            Relation::Source
        } else if other.source.as_deref() == Some(slug) {
            Relation::Version
        } else {
            Relation::Sister
        }
    };
    let mut found: Vec<Sibling> = others
        .map(|other| Sibling {
            edition: other.clone(),
            relation: related(other),
            title: match &other.subtitle {
                Some(subtitle) if other.title == own.title => format!("{}. {subtitle}", other.title),
                _ => other.title.clone(),
            },
            own: own.language.clone(),
        })
        .collect();
    found.sort_by_key(|sibling| (sibling.relation as u8, sibling.edition.slug.clone()));
    found
}

/// The publication that a chain of editions begins with. Editions that name each other in a ring have
/// none of their own: each of them is told apart.
fn root<'a>(all: &'a [Edition], edition: &'a Edition) -> &'a str {
    let mut first = edition;
    for _ in all {
        let source = first.source.as_ref().and_then(|source| all.iter().find(|other| other.slug == *source));
        let Some(source) = source else { return &first.slug };
        first = source;
    }
    &edition.slug
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edition(slug: &str, source: Option<&str>, language: &str) -> Edition {
        Edition {
            slug: slug.into(),
            source: source.map(str::to_owned),
            epub_name: format!("{slug} "),
            title: slug.to_uppercase(),
            subtitle: None,
            language: Language::parse(language).expect("a good tag"),
            address: None,
        }
    }

    fn told(all: &[Edition], slug: &str) -> Vec<(String, Relation)> {
        siblings(all, slug).into_iter().map(|sibling| (sibling.edition.slug, sibling.relation)).collect()
    }

    #[test]
    fn editions_of_one_work_know_each_other() {
        let all = [
            edition("a", Some("heft"), "en"),
            edition("b", Some("heft"), "de-simple"),
            edition("c", Some("a"), "fr"),
            edition("heft", None, "de"),
            edition("other", None, "de"),
        ];
        let relation = |slug: &str, relation| (slug.to_owned(), relation);
        assert_eq!(
            told(&all, "heft"),
            [
                relation("a", Relation::Version),
                relation("b", Relation::Version),
                relation("c", Relation::Sister)
            ]
        );
        assert_eq!(
            told(&all, "a"),
            [
                relation("heft", Relation::Source),
                relation("c", Relation::Version),
                relation("b", Relation::Sister)
            ]
        );
        assert_eq!(told(&all, "other"), []);
        assert_eq!(told(&all, "nowhere"), []);
    }

    #[test]
    fn editions_of_one_title_are_told_apart_by_their_subtitles() {
        let heft = |slug: &str, source, subtitle: &str| Edition {
            title: "Heft".into(),
            subtitle: Some(subtitle.into()),
            ..edition(slug, source, "de")
        };
        let all = [heft("a", None, "Eins"), heft("b", Some("a"), "Zwei"), edition("c", Some("a"), "en")];
        let titles: Vec<String> = siblings(&all, "a").into_iter().map(|sibling| sibling.title).collect();
        assert_eq!(titles, ["Heft. Zwei", "C"]);
    }

    #[test]
    fn editions_in_a_ring_end() {
        let all =
            [edition("a", Some("b"), "de"), edition("b", Some("a"), "en"), edition("c", Some("c"), "fr")];
        assert_eq!(told(&all, "a"), []);
        assert_eq!(told(&all, "c"), []);
    }
}
