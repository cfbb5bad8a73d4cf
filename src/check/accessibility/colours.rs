//! Whether the colours that a layout puts on one another stand apart.

use super::rule::CONTRAST;
use crate::colour;
use crate::diagnostic::Problem;
use crate::layout::{Palette, Tokens};

/// Reports pairs of `[contrast]` below their ratio, by the values that screen, EPUB and cover show.
///
/// A layout inherits its parent's pairs and is held to them with its own values.
pub fn contrast(tokens: &Tokens, palette: &Palette) -> Vec<Problem> {
    let mut problems = Vec::new();
    for pair in &tokens.contrast {
        let (Some(front), Some(back)) =
            (palette.colour(tokens, &pair.front), palette.colour(tokens, &pair.back))
        else {
            continue;
        };
        let (found, wanted) = (colour::contrast(front, back), pair.kind.ratio());
        if found < wanted {
            problems.push(
                CONTRAST
                    .found(
                        format!(
                            "`{}` on `{}` has a contrast of {found:.2}:1, but {} needs {wanted}:1",
                            pair.front,
                            pair.back,
                            pair.kind.words(),
                        ),
                        "make one of the two darker or lighter, or take the pair out of `[contrast]` once no page uses it",
                    )
                    .at(pair.place.clone()),
            );
        }
    }
    problems
}
