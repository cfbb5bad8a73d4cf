//! Whether every cited work is in the bibliography, and every work of it is cited.

use std::collections::BTreeMap;

use crate::data::{Omission, Work};
use crate::diagnostic::{Place, Problem, suggestion};

/// Reports citations of works that the bibliography does not have, and works that nobody cites.
///
/// `cited` are the keys with their places, `works` those of the bibliography, `None` where the
/// manifest names none. `is_listed` says whether some chapter shows the list of works.
pub fn citations(cited: &[(String, Place)], works: Option<&[Work]>, is_listed: bool) -> Vec<Problem> {
    let Some(works) = works else {
        return cited.iter().map(|(key, place)| without_bibliography(key).at(place.clone())).collect();
    };
    if let (Some((_, place)), false) = (cited.first(), is_listed) {
        return vec![without_list().at(place.clone())];
    }
    let keys: Vec<&str> = works.iter().map(|work| work.key.as_str()).collect();
    let unknown = cited.iter().filter(|(key, _)| !keys.contains(&key.as_str()));
    let unknown = unknown.map(|(key, place)| unknown_work(key, &keys).at(place.clone()));
    let is_cited = |work: &&Work| cited.iter().any(|(key, _)| *key == work.key);
    let uncited = works.iter().filter(|work| !is_cited(work)).map(uncited_work);
    unknown.chain(uncited).collect()
}

/// Reports keys that several files of the bibliography have; one file's were told as it was read.
pub fn works_twice(works: &[Work]) -> Vec<Problem> {
    let mut first: BTreeMap<&str, &Work> = BTreeMap::new();
    let mut problems = Vec::new();
    for work in works {
        match first.get(work.key.as_str()) {
            None => {
                first.insert(&work.key, work);
            }
            Some(before) => problems.push(
                Problem::error("data/bibliography", format!("the key `{}` stands in two files", work.key))
                    .at(work.place.clone())
                    .label(before.place.clone(), "first here")
                    .hint("give one of the two works another key"),
            ),
        }
    }
    problems
}

/// Reports cited works of which the citation style leaves something out, each at its first citation.
pub fn omitted_works(cited: &[(String, Place)], omissions: &[(String, Omission)]) -> Vec<Problem> {
    let told = omissions.iter().filter_map(|(key, omission)| {
        let (_, place) = cited.iter().find(|(cited, _)| cited == key)?;
        let problem = match omission {
            Omission::Citation => Problem::error(
                "check/omitted-citation",
                format!("the citation style shows nothing where `{key}` is cited"),
            )
            .hint("give the work what the style asks for, such as an author, or choose another style"),
            Omission::Listing => Problem::warning(
                "check/omitted-work",
                format!("the citation style leaves `{key}` out of the list of works"),
            )
            .hint("readers find it where it is cited alone; choose another style if the list is to have it"),
        };
        Some(problem.at(place.clone()))
    });
    told.collect()
}

fn without_bibliography(key: &str) -> Problem {
    Problem::error(
        "check/no-bibliography",
        format!("`{key}` is cited, but the publication has no bibliography"),
    )
    .hint("name its file in the manifest: `bibliography = \"literatur.bib\"`")
}

fn without_list() -> Problem {
    Problem::error("check/no-bibliography", "works are cited, but no chapter shows the list of works")
        .hint("write `:::bibliography` and `:::` where the list is to stand, mostly in a chapter of its own")
}

fn unknown_work(key: &str, keys: &[&str]) -> Problem {
    let problem = Problem::error("check/unknown-citation", format!("the bibliography has no work `{key}`"));
    match suggestion(key, keys.iter().copied()) {
        Some(near) => problem.hint(format!("did you mean `@{near}`?")),
        None => problem.hint("add the work to the bibliography, or mend its key"),
    }
}

fn uncited_work(work: &Work) -> Problem {
    let message = format!("the work `{}` is nowhere cited, so no list shows it", work.key);
    Problem::warning("check/uncited-work", message)
        .at(work.place.clone())
        .hint(format!("cite it with `[@{}]`, or take it out of the file", work.key))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn works(keys: &[&str]) -> Vec<Work> {
        let work = |key: &&str| Work {
            key: (*key).to_owned(),
            place: Place::file("l.bib"),
            kind: "book".to_owned(),
            keywords: Vec::new(),
        };
        keys.iter().map(work).collect()
    }

    fn found(cited: &[&str], keys: &[&str], is_listed: bool) -> Vec<Problem> {
        let cited: Vec<(String, Place)> =
            cited.iter().map(|key| ((*key).to_owned(), Place::file("a.md"))).collect();
        citations(&cited, Some(&works(keys)), is_listed)
    }

    #[test]
    fn a_cited_work_is_looked_up_by_its_key() {
        assert_eq!(found(&["muster2020"], &["muster2020"], true), []);
        let problems = found(&["mustre2020", "muster2020"], &["muster2020"], true);
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].hints, ["did you mean `@muster2020`?"]);
    }

    #[test]
    fn a_work_that_nobody_cites_is_a_warning_at_its_entry() {
        let problems = found(&["a"], &["a", "b"], true);
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].code, "check/uncited-work");
        assert!(!problems[0].is_error());
    }

    #[test]
    fn a_citation_without_a_list_of_works_is_told_once() {
        assert_eq!(found(&["a", "b"], &["a", "b"], false).len(), 1);
    }

    #[test]
    fn a_work_that_the_style_leaves_out_is_told_where_it_is_cited_first() {
        let cited = [("a", "1.md"), ("b", "1.md"), ("a", "2.md")];
        let cited = cited.map(|(key, file)| (key.to_owned(), Place::file(file)));
        let omissions = [("a", Omission::Listing), ("b", Omission::Citation), ("c", Omission::Citation)];
        let omissions = omissions.map(|(key, omission)| (key.to_owned(), omission));
        let found = omitted_works(&cited, &omissions);
        let told: Vec<(&str, bool)> =
            found.iter().map(|problem| (&*problem.code, problem.is_error())).collect();
        assert_eq!(told, [("check/omitted-work", false), ("check/omitted-citation", true)]);
        assert_eq!(found[0].place, Some(Place::file("1.md")));
    }

    #[test]
    fn a_citation_without_any_bibliography_says_where_to_name_one() {
        let found = citations(&[("a".to_owned(), Place::file("a.md"))], None, true);
        assert_eq!(found[0].code, "check/no-bibliography");
    }
}
