//! Whether every cited work is in the bibliography.

use crate::diagnostic::{Place, Problem, suggestion};

/// Reports citations of works that a bibliography does not have.
///
/// `cited` are the keys with their places, `bibliography` is the text of a BibLaTeX file (`.bib`) or
/// a Hayagriva file (`.yml`), of which only the keys are read: Typst reads the rest. `is_listed` says
/// whether some chapter shows the list of works.
pub fn citations(cited: &[(String, Place)], bibliography: Option<&str>, is_listed: bool) -> Vec<Problem> {
    let Some(text) = bibliography else {
        return cited.iter().map(|(key, place)| without_bibliography(key).at(place.clone())).collect();
    };
    if let (Some((_, place)), false) = (cited.first(), is_listed) {
        return vec![without_list().at(place.clone())];
    }
    let keys = keys(text);
    let unknown = cited.iter().filter(|(key, _)| !keys.contains(&key.as_str()));
    unknown.map(|(key, place)| unknown_work(key, &keys).at(place.clone())).collect()
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

fn keys(text: &str) -> Vec<&str> {
    text.lines().filter_map(|line| bibtex_key(line).or_else(|| hayagriva_key(line))).collect()
}

/// `@book{key,`
fn bibtex_key(line: &str) -> Option<&str> {
    let (kind, rest) = line.trim_start().strip_prefix('@')?.split_once('{')?;
    let is_work = !matches!(kind.trim().to_ascii_lowercase().as_str(), "comment" | "string" | "preamble");
    is_work.then(|| rest.split(',').next().unwrap_or(rest).trim())
}

/// `key:` at the start of a line.
fn hayagriva_key(line: &str) -> Option<&str> {
    let starts = line.starts_with(|first: char| first.is_alphanumeric());
    line.trim_end().strip_suffix(':').filter(|_| starts)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BIBTEX: &str =
        "% works\n@book{muster2020,\n  title = {A},\n}\n@comment{x}\n@ARTICLE{ beispiel-1 ,\n}\n";

    #[test]
    fn a_cited_work_is_looked_up_by_its_key() {
        let found = |key: &str| citations(&[(key.to_owned(), Place::file("a.md"))], Some(BIBTEX), true);
        assert_eq!(found("muster2020"), []);
        assert_eq!(found("beispiel-1"), []);
        assert_eq!(found("mustre2020")[0].hints, ["did you mean `@muster2020`?"]);
    }

    #[test]
    fn hayagriva_files_have_their_keys_at_the_start_of_lines() {
        let text = "muster2020:\n    type: book\n    title: A\n";
        assert_eq!(citations(&[("muster2020".to_owned(), Place::file("a.md"))], Some(text), true), []);
    }

    #[test]
    fn a_citation_without_a_list_of_works_is_told_once() {
        let cited = ["muster2020", "beispiel-1"].map(|key| (key.to_owned(), Place::file("a.md")));
        assert_eq!(citations(&cited, Some(BIBTEX), false).len(), 1);
    }

    #[test]
    fn a_citation_without_any_bibliography_says_where_to_name_one() {
        let found = citations(&[("a".to_owned(), Place::file("a.md"))], None, true);
        assert_eq!(found[0].code, "check/no-bibliography");
    }
}
