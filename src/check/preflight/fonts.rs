//! Fonts and small text.

use std::collections::BTreeMap;

use super::Limits;
use super::position::{Places, Position};
use crate::diagnostic::Problem;
use crate::page::{Colour, Font, Inventory, Page, Run};

pub(super) fn check(file: &Inventory) -> Vec<Problem> {
    file.fonts.iter().filter(|font| !font.embedded).map(|font| not_embedded(file, font)).collect()
}

/// The rules of text on pages.
pub(super) fn text(pages: &[Page], limits: &Limits) -> Vec<Problem> {
    missing_glyphs(pages).into_iter().chain(small_text(pages, limits)).collect()
}

/// `preflight/missing-glyph`: the font shows a box for a character that it lacks (ISO 15930-7, fonts;
/// ISO 32000-1, 9.7.6.3).
fn missing_glyphs(pages: &[Page]) -> Option<Problem> {
    let mut places = Places::default();
    for (index, page) in pages.iter().enumerate() {
        for run in page.runs.iter().filter(|run| run.lacks_glyphs) {
            places.add_written(Position::new(index, run.x, run.y), run.place.as_ref());
        }
    }
    places.told(|position| {
        let message = format!("a character that its font lacks is printed as a box {position}");
        Problem::error("preflight/missing-glyph", message).hint("replace it, or set it in a font that has it")
    })
}

/// `preflight/font-not-embedded`: the shop would set the text in a font of its own (ISO 15930-7, fonts;
/// ISO 32000-1, 9.9).
fn not_embedded(file: &Inventory, font: &Font) -> Problem {
    let mut places = Places::default();
    for (index, page) in file.pages.iter().enumerate() {
        if let Some(run) = page.runs.iter().find(|run| *run.font == *family(&font.name)) {
            places.add(Position::new(index, run.x, run.y));
        }
    }
    let problem = |place: String| {
        Problem::error(
            "preflight/font-not-embedded",
            format!("the font {} is not in the file{place}", font.name),
        )
        .hint("export the file with all fonts embedded")
    };
    places
        .told(|position| problem(format!("; it is used {position}")))
        .unwrap_or_else(|| problem(String::new()))
}

/// A font's name without the prefix of a subset, `ABCDEF+`.
fn family(name: &str) -> &str {
    match name.split_once('+') {
        Some((prefix, family)) if prefix.len() == 6 => family,
        _ => name,
    }
}

/// `preflight/small-text`: a rule of shops; small letters in several inks show coloured edges when the
/// plates are not exactly in register. For black, one ink does as well, so that is a warning; a colour
/// that is mixed of inks is a choice, so that is a hint.
fn small_text(pages: &[Page], limits: &Limits) -> Vec<Problem> {
    let mut colours: BTreeMap<String, (Mix, f32, Places)> = BTreeMap::new();
    for (index, page) in pages.iter().enumerate() {
        for run in page.runs.iter().filter(|run| is_small(run, limits)) {
            let Some(mix) = Mix::of(&run.colour) else { continue };
            let (_, size, places) =
                colours.entry(mix.words.clone()).or_insert((mix, run.size, Places::default()));
            *size = size.min(run.size);
            places.add_written(Position::new(index, run.x, run.y), run.place.as_ref());
        }
    }
    let told = |(mix, size, places): (Mix, f32, Places)| {
        places.told(|position| {
            let words = &mix.words;
            let message =
                format!("text of {size:.1} pt is set in {words} {position}, and its edges may show colours");
            let code = "preflight/small-text";
            if mix.is_black {
                Problem::warning(code, message).hint("set it in black ink alone")
            } else {
                Problem::advice(code, message)
                    .hint(format!("set text below {} pt in one ink, or make it bold", limits.small_text))
            }
        })
    };
    let wanted = |(mix, ..): &(Mix, f32, Places)| mix.is_black || limits.coloured_text;
    colours.into_values().filter(wanted).filter_map(told).collect()
}

fn is_small(run: &Run, limits: &Limits) -> bool {
    run.size > 0.0 && run.size < limits.small_text - 0.01 && run.text.chars().any(char::is_alphanumeric)
}

/// An ink of less than this share leaves no edge that anybody sees.
const VISIBLE: f32 = 0.2;

/// A colour of several inks.
struct Mix {
    /// Its inks, such as `C100 M50`.
    words: String,
    /// Whether it is a black that has other inks under it.
    is_black: bool,
}

impl Mix {
    /// The colour, if two plates of it must be in register. The edge of yellow cannot be seen on paper.
    fn of(colour: &Colour) -> Option<Self> {
        let Colour::Cmyk(inks @ [cyan, magenta, _, black]) = colour else { return None };
        let visible = [cyan, magenta, black].into_iter().filter(|ink| **ink >= VISIBLE).count();
        let part = |(name, ink): (&str, &f32)| format!("{name}{:.0}", ink * 100.0);
        let parts = ["C", "M", "Y", "K"].into_iter().zip(inks).filter(|(_, ink)| **ink > 0.0).map(part);
        let words = parts.collect::<Vec<_>>().join(" ");
        (visible > 1).then_some(Self { words, is_black: *black >= 0.7 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_black_of_four_inks_is_told_from_a_colour_and_from_black_alone() {
        let mix = |inks| Mix::of(&Colour::Cmyk(inks)).map(|mix| mix.is_black);
        assert_eq!(mix([0.6, 0.4, 0.4, 1.0]), Some(true));
        assert_eq!(mix([0.8, 0.3, 0.65, 0.25]), Some(false));
        assert_eq!(mix([0.0, 0.0, 0.0, 1.0]), None);
        assert_eq!(mix([0.0, 0.07, 0.12, 0.72]), None, "a touch of colour in gray has no edge");
        assert_eq!(mix([0.0, 0.9, 1.0, 0.0]), None, "yellow has no edge");
        assert_eq!(mix([0.0; 4]), None, "white letters are bare paper");
    }
}
