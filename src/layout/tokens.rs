//! Design tokens: the colours, fonts, sizes and spaces that a layout is made of.

use std::collections::BTreeMap;

use super::contrast::{self, ContrastPair};
use crate::diagnostic::{Place, Problem};
use crate::toml_text::{Length, Located, Table, Value};

/// The tokens of a chain of layouts; a child's replace its parent's by name.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tokens {
    /// Colours by name.
    pub colours: BTreeMap<String, Colour>,
    /// Font families by role.
    pub fonts: BTreeMap<String, String>,
    /// Sizes of type and line heights.
    pub sizes: BTreeMap<String, Length>,
    /// Distances and thicknesses.
    pub spaces: BTreeMap<String, Length>,
    /// Which colours stand on which, the parents' pairs first.
    pub contrast: Vec<ContrastPair>,
}

/// A colour on the screen and in print.
#[derive(Debug, Clone, PartialEq)]
pub struct Colour {
    /// sRGB, 8 bits a channel.
    pub rgb: [u8; 3],
    /// Process inks in percent; `None` is derived through the profile.
    pub cmyk: Option<[f32; 4]>,
    /// The name of a spot ink that replaces the process inks where the print shop has it.
    pub spot: Option<String>,
    /// Where it is defined.
    pub place: Place,
}

/// Reads one `tokens.toml` over what the parents say.
pub(super) fn read(mut table: Table, tokens: &mut Tokens, problems: &mut Vec<Problem>) {
    for entry in table.take_table("colour", problems).into_entries() {
        if let Some(colour) = entry.value.read::<Table>(problems)
            && let Some(colour) = self::colour(colour.value, problems)
        {
            tokens.colours.insert(entry.key.value, colour);
        }
    }
    for entry in table.take_table("font", problems).into_entries() {
        if let Some(family) = entry.value.read::<String>(problems) {
            tokens.fonts.insert(entry.key.value, family.value);
        }
    }
    lengths(table.take_table("size", problems), &mut tokens.sizes, problems);
    lengths(table.take_table("space", problems), &mut tokens.spaces, problems);
    contrast::read(table.take_table("contrast", problems), &mut tokens.contrast, problems);
    table.finish(problems);
}

fn lengths(table: Table, found: &mut BTreeMap<String, Length>, problems: &mut Vec<Problem>) {
    for entry in table.into_entries() {
        let Some(text) = entry.value.read::<String>(problems) else { continue };
        match Length::parse(&text.value) {
            Some(length) => {
                found.insert(entry.key.value, length);
            }
            None => {
                let message = format!("`{}` must be {}", entry.key.value, Length::EXPECTED);
                problems.push(Problem::error("tokens/value", message).at(text.place));
            }
        }
    }
}

fn colour(mut table: Table, problems: &mut Vec<Problem>) -> Option<Colour> {
    let place = table.place();
    let rgb = table.require::<String>("rgb", problems);
    let inks = table.take::<Vec<Value>>("cmyk", problems);
    let spot = table.take::<String>("spot", problems).map(|spot| spot.value);
    table.finish(problems);
    let rgb = hexadecimal(rgb?, problems);
    let cmyk = inks.map(|inks| process_inks(inks, problems));
    Some(Colour { rgb: rgb?, cmyk: cmyk.flatten(), spot, place })
}

fn hexadecimal(text: Located<String>, problems: &mut Vec<Problem>) -> Option<[u8; 3]> {
    let digits = text.value.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii());
    let channel = |at: usize| digits.and_then(|digits| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok());
    let rgb = channel(0).zip(channel(2)).zip(channel(4)).map(|((r, g), b)| [r, g, b]);
    if rgb.is_none() {
        let message = format!("`{}` is no colour", text.value);
        problems.push(
            Problem::error("tokens/value", message)
                .at(text.place)
                .hint("write # and six hexadecimal digits, such as `#a8341c`"),
        );
    }
    rgb
}

fn process_inks(inks: Located<Vec<Value>>, problems: &mut Vec<Problem>) -> Option<[f32; 4]> {
    let mut percents = Vec::new();
    for value in inks.value {
        let Some(percent) = value.read::<f64>(problems) else { continue };
        if !(0.0..=100.0).contains(&percent.value) {
            let message = format!("{} is no percentage of an ink", percent.value);
            let problem = Problem::error("tokens/value", message).at(percent.place);
            problems.push(problem.hint("inks are from 0 to 100"));
        }
        percents.push(percent.value as f32);
    }
    let count = percents.len();
    <[f32; 4]>::try_from(percents).ok().or_else(|| {
        let message = format!("`cmyk` needs four inks, but has {count}");
        let problem = Problem::error("tokens/value", message).at(inks.place);
        problems.push(problem.hint("write cyan, magenta, yellow and black, such as `[0, 100, 80, 10]`"));
        None
    })
}

impl Tokens {
    /// Refuses colours that look alike on the screen and differ in print: a colour on a page finds
    /// its inks by its sRGB value.
    pub(super) fn check(&self, problems: &mut Vec<Problem>) {
        contrast::check(self, problems);
        let colours: Vec<(&String, &Colour)> = self.colours.iter().collect();
        for (index, (name, colour)) in colours.iter().enumerate() {
            let differs = |other: &&(&String, &Colour)| {
                other.1.rgb == colour.rgb && (other.1.cmyk != colour.cmyk || other.1.spot != colour.spot)
            };
            let Some((other, first)) = colours[..index].iter().find(differs) else { continue };
            let message = format!("`{name}` and `{other}` are the same on the screen, but not in print");
            problems.push(
                Problem::error("tokens/ambiguous", message)
                    .at(colour.place.clone())
                    .label(first.place.clone(), format!("`{other}` is defined here"))
                    .hint("give both the same inks, or change one `rgb` by a step"),
            );
        }
    }
}
