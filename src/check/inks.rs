//! The inks of colours that name none.

use crate::colour::{Converter, Profile};
use crate::diagnostic::Problem;
use crate::layout::Tokens;

/// `tokens/derived-ink`: a colour without `cmyk` gets the inks of the profile, which a designer should have
/// seen. A neutral colour is told of nothing: its inks are black alone, by rule.
pub fn derived_inks(tokens: &Tokens, profile: &Profile, converter: &Converter) -> Vec<Problem> {
    let derived = tokens.colours.iter().filter(|(_, colour)| {
        let [r, g, b] = colour.rgb;
        colour.cmyk.is_none() && (r != g || g != b)
    });
    derived
        .map(|(name, colour)| {
            let inks = converter.colour(colour.rgb).map(|ink| (f32::from(ink) / 2.55).round());
            let [c, m, y, k] = inks;
            let message = format!(
                "the colour `{name}` names no inks; the profile {} gives C{c} M{m} Y{y} K{k}",
                profile.description()
            );
            Problem::advice("tokens/derived-ink", message)
                .at(colour.place.clone())
                .hint(format!("to keep them for every paper, write `cmyk = [{c}, {m}, {y}, {k}]`"))
        })
        .collect()
}
