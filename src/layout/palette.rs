//! The print value of every colour and tint of a layout.

use std::collections::BTreeMap;

use super::Tokens;

/// What a colour becomes in print.
#[derive(Debug, Clone, PartialEq)]
pub enum PrintColour {
    /// Process inks: cyan, magenta, yellow, black, in shares of 1.
    Cmyk([f32; 4]),
    /// A spot ink.
    Spot {
        /// Its name, such as `HKS 14 K`.
        name: String,
        /// The process inks that stand for it at full strength, in shares of 1.
        cmyk: [f32; 4],
        /// How much of it, in shares of 1.
        tint: f32,
    },
}

impl PrintColour {
    fn tint(&self, percent: u8) -> Self {
        let share = f32::from(percent) / 100.0;
        match self {
            Self::Cmyk(inks) => Self::Cmyk(inks.map(|ink| ink * share)),
            Self::Spot { name, cmyk, tint } => {
                Self::Spot { name: name.clone(), cmyk: *cmyk, tint: tint * share }
            }
        }
    }
}

/// All colours of a layout: tokens, and their tints from 1 to 99 percent.
#[derive(Debug, Clone, PartialEq)]
pub struct Palette {
    print: BTreeMap<[u8; 3], PrintColour>,
    tints: BTreeMap<String, Vec<[u8; 3]>>,
}

impl Palette {
    /// Works out the palette of some tokens; `convert` gives the inks of a colour that names none,
    /// in shares of 1.
    ///
    /// Where two tints would look alike and print differently, one is moved by a step of blue that
    /// no eye sees, so that every colour on a page leads back to one print value.
    pub fn new(tokens: &Tokens, convert: &dyn Fn([u8; 3]) -> [f32; 4]) -> Self {
        let mut print = BTreeMap::from([([255; 3], PrintColour::Cmyk([0.0; 4]))]);
        let mut full = BTreeMap::new();
        for (name, colour) in &tokens.colours {
            let inks = colour.cmyk.map_or_else(|| convert(colour.rgb), |inks| inks.map(|ink| ink / 100.0));
            let value = match &colour.spot {
                Some(spot) => PrintColour::Spot { name: spot.clone(), cmyk: inks, tint: 1.0 },
                None => PrintColour::Cmyk(inks),
            };
            print.insert(colour.rgb, value.clone());
            full.insert(name.clone(), (colour.rgb, value));
        }
        let mut tints = BTreeMap::new();
        for (name, (rgb, value)) in full {
            let of = |percent| place_tint(&mut print, mixed(rgb, percent), value.tint(percent));
            tints.insert(name, (1..=99).map(of).collect());
        }
        Self { print, tints }
    }

    /// The print value of a colour by its exact sRGB value.
    pub fn print(&self, rgb: [u8; 3]) -> Option<PrintColour> {
        self.print.get(&rgb).cloned()
    }

    /// The tints of each token, from 1 to 99 percent.
    pub fn tints(&self) -> &BTreeMap<String, Vec<[u8; 3]>> {
        &self.tints
    }

    /// The process inks of every colour and tint by its exact sRGB value, also where they stand for a spot ink.
    pub fn process(&self) -> BTreeMap<[u8; 3], [f32; 4]> {
        let inks = |value: &PrintColour| match value {
            PrintColour::Cmyk(inks) => *inks,
            PrintColour::Spot { cmyk, tint, .. } => cmyk.map(|ink| ink * tint),
        };
        self.print.iter().map(|(rgb, value)| (*rgb, inks(value))).collect()
    }

    /// The spot inks by their names, with the process inks that stand for them at full strength.
    pub fn spots(&self) -> BTreeMap<String, [f32; 4]> {
        let spot = |value: &PrintColour| match value {
            PrintColour::Spot { name, cmyk, .. } => Some((name.clone(), *cmyk)),
            PrintColour::Cmyk(_) => None,
        };
        self.print.values().filter_map(spot).collect()
    }
}

/// A colour mixed with white.
fn mixed(rgb: [u8; 3], percent: u8) -> [u8; 3] {
    rgb.map(|channel| {
        let towards_white = (255 - u32::from(channel)) * u32::from(percent);
        // At most 255 · 99 / 100, so it fits.
        255 - u8::try_from((towards_white + 50) / 100).unwrap_or(u8::MAX)
    })
}

/// Enters a tint under the nearest value that is free or already means the same.
fn place_tint(print: &mut BTreeMap<[u8; 3], PrintColour>, [r, g, b]: [u8; 3], value: PrintColour) -> [u8; 3] {
    let near = (0..=255u8).flat_map(|step| [b.checked_sub(step), b.checked_add(step)]);
    for blue in near.flatten() {
        match print.get(&[r, g, blue]) {
            Some(taken) if *taken != value => {}
            Some(_) => return [r, g, blue],
            None => {
                print.insert([r, g, blue], value);
                return [r, g, blue];
            }
        }
    }
    [r, g, b]
}

#[cfg(test)]
mod tests {
    use super::super::Colour;
    use super::*;
    use crate::diagnostic::Place;

    fn tokens(colours: &[(&str, [u8; 3], [f32; 4])]) -> Tokens {
        let colour = |&(name, rgb, cmyk): &(&str, _, _)| {
            (name.to_owned(), Colour { rgb, cmyk: Some(cmyk), spot: None, place: Place::file("t") })
        };
        Tokens { colours: colours.iter().map(colour).collect(), ..Tokens::default() }
    }

    #[test]
    fn a_tint_prints_as_its_share_of_the_inks() {
        let palette =
            Palette::new(&tokens(&[("brick", [168, 52, 28], [20.0, 90.0, 100.0, 20.0])]), &|_| [0.0; 4]);
        let tint = palette.tints()["brick"][49];
        assert_eq!(tint, [211, 153, 141]);
        assert_eq!(palette.print(tint), Some(PrintColour::Cmyk([0.1, 0.45, 0.5, 0.1])));
    }

    #[test]
    fn tints_that_would_meet_are_kept_apart() {
        let near =
            [("a", [100, 100, 100], [0.0, 0.0, 0.0, 60.0]), ("b", [101, 100, 100], [50.0, 40.0, 40.0, 0.0])];
        let palette = Palette::new(&tokens(&near), &|_| [0.0; 4]);
        for percent in 0..99 {
            let (a, b) = (palette.tints()["a"][percent], palette.tints()["b"][percent]);
            assert_ne!(a, b);
        }
    }
}
