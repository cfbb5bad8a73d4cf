//! Whether a language edition still says what its source says.

use crate::diagnostic::Problem;
use crate::publication::EditionOf;

/// Reports an edition whose source has other texts than those it was made from. `now` is the
/// fingerprint of the texts that the source has in this build.
pub fn stale_edition(edition: &EditionOf, now: &str) -> Option<Problem> {
    let source = &edition.publication.value;
    let update = format!("then write `seen = \"{now}\"`");
    match &edition.seen {
        Some(seen) if seen.value == now => None,
        Some(seen) => Some(
            Problem::warning(
                "check/stale-edition",
                format!("`{source}` has changed since this edition was made"),
            )
            .at(seen.place.clone())
            .hint(format!("carry its changes over, {update}")),
        ),
        None => Some(
            Problem::warning(
                "check/stale-edition",
                format!("which state of `{source}` this edition has is not said"),
            )
            .at(edition.publication.place.clone())
            .hint(format!("compare the two, {update}")),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Place;
    use crate::toml_text::Located;

    #[test]
    fn an_edition_is_current_only_with_the_fingerprint_of_today() {
        let located = |text: &str| Located { value: text.to_owned(), place: Place::file("p") };
        let edition =
            |seen: Option<&str>| EditionOf { publication: located("heft"), seen: seen.map(located) };
        assert_eq!(stale_edition(&edition(Some("abc")), "abc"), None);
        for seen in [None, Some("abd"), Some("")] {
            let problem = stale_edition(&edition(seen), "abc").expect("the edition is stale");
            assert!(problem.hints[0].ends_with("then write `seen = \"abc\"`"));
        }
    }
}
