//! Whether the maker of every picture is named.

use crate::diagnostic::{Place, Problem};

/// Reports pictures that nobody is credited for; ornaments are none.
///
/// § 13 of the German copyright law (UrhG) gives makers the right to be named, and the licences of
/// Creative Commons ask for it (CC BY 4.0, section 3(a)).
pub fn picture_credits(uncredited: &[Place]) -> Vec<Problem> {
    let problem = |place: &Place| {
        Problem::warning("check/picture-credit", "this picture names no maker")
            .at(place.clone())
            .hint("give it `credit=\"Foto: …\"`, and `licence=\"CC BY 4.0\"` where it has one")
            .hint("one credit for all others stands in the manifest: `[pictures]`, `credit = \"…\"`")
    };
    uncredited.iter().map(problem).collect()
}
