//! Whether the colours that a layout puts on one another stand apart.

use super::rule::CONTRAST;
use crate::colour::{self, Rgb};
use crate::diagnostic::Problem;
use crate::layout::{ContrastPair, Palette, Tokens};

/// How colours come to a reader's eye.
pub enum Seen<'a> {
    /// On a screen, in the EPUB and on the picture of the cover: by their own values.
    OnScreen,
    /// On paper: as the inks of a colour look, which are told for each.
    InPrint(&'a dyn Fn(Rgb) -> Option<Rgb>),
}

/// Reports pairs of `[contrast]` below their ratio, in the outputs that a publication has.
///
/// A pair that fails in several is told once, for the first. A layout inherits its parent's pairs
/// and is held to them with its own values.
pub fn contrast(tokens: &Tokens, palette: &Palette, outputs: &[Seen<'_>]) -> Vec<Problem> {
    let of = |pair: &ContrastPair| outputs.iter().find_map(|seen| too_near(tokens, palette, pair, seen));
    tokens.contrast.iter().filter_map(of).collect()
}

fn too_near(tokens: &Tokens, palette: &Palette, pair: &ContrastPair, seen: &Seen<'_>) -> Option<Problem> {
    let (front, back) = (palette.colour(tokens, &pair.front)?, palette.colour(tokens, &pair.back)?);
    let (front, back, place) = match seen {
        Seen::OnScreen => (front, back, ""),
        Seen::InPrint(look) => (look(front)?, look(back)?, " in print"),
    };
    let (found, wanted) = (colour::contrast(front, back), pair.kind.ratio());
    if found >= wanted {
        return None;
    }
    let hint = match seen {
        Seen::OnScreen => {
            "make one of the two darker or lighter, or take the pair out of `[contrast]` once no page uses it"
        }
        Seen::InPrint(_) => "correct the `cmyk` of one of the two, or leave it to the profile",
    };
    let words = format!(
        "`{}` on `{}` has a contrast of {found:.2}:1{place}, but {} needs {wanted}:1",
        pair.front,
        pair.back,
        pair.kind.words(),
    );
    Some(CONTRAST.found(words, hint).at(pair.place.clone()))
}
