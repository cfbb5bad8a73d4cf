//! The ink of a colour as it is written in a PDF.

use super::space::ColourSpace;
use crate::colour::Converter;

/// Turns drawn colours into ink.
pub(super) struct Inks<'a> {
    converter: &'a Converter,
}

impl<'a> Inks<'a> {
    pub(super) fn new(converter: &'a Converter) -> Inks<'a> {
        Inks { converter }
    }

    /// Cyan, magenta, yellow and black, 0 to 1, of a colour in a space of gray or RGB, or in CMYK with a profile
    /// of its own, whose numbers stay; `None` for every other space. Neutral colours become black ink alone, without passing through bytes, so that a
    /// tint keeps its exact value. RGB counts as sRGB, the only RGB that Typst draws in.
    pub(super) fn of(&self, space: &ColourSpace, numbers: &[f32]) -> Option<[f32; 4]> {
        match numbers {
            [gray] if space.is_gray() => Some(black(*gray)),
            &[red, green, blue] if space.is_rgb() => {
                let rgb = [red, green, blue].map(byte);
                if rgb[0] == rgb[1] && rgb[1] == rgb[2] {
                    return Some(black(red));
                }
                Some(self.converter.colour(rgb).map(|ink| f32::from(ink) / 255.0))
            }
            &[cyan, magenta, yellow, black] if *space == ColourSpace::Icc(4) => {
                Some([cyan, magenta, yellow, black])
            }
            _ => None,
        }
    }

    /// The ink of a colour in eight bits.
    pub(super) fn of_bytes(&self, rgb: [u8; 3]) -> [u8; 4] {
        self.converter.colour(rgb)
    }

    /// The ink of the pixels of a photograph.
    pub(super) fn of_pixels(&self, rgb: &[u8]) -> Vec<u8> {
        self.converter.pixels(rgb)
    }
}

fn black(gray: f32) -> [f32; 4] {
    [0.0, 0.0, 0.0, 1.0 - gray.clamp(0.0, 1.0)]
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the value is clamped to a byte before"
)]
fn byte(value: f32) -> u8 {
    (value.clamp(0.0, 1.0) * 255.0).round() as u8
}

/// A number of at most four decimals, as content streams hold it; finer steps than 1/10000 of a tone no
/// plate can show.
pub(super) fn tone(value: f32) -> String {
    let text = format!("{value:.4}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text.is_empty() || text == "-0" { "0".to_owned() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::colour::Profile;

    #[test]
    fn neutral_colours_become_black_ink_of_the_same_tone() {
        let converter = Converter::new(Profile::standard()).unwrap();
        let inks = Inks::new(&converter);
        assert_eq!(inks.of(&ColourSpace::Icc(1), &[0.0]), Some([0.0, 0.0, 0.0, 1.0]));
        assert_eq!(inks.of(&ColourSpace::Rgb, &[0.25; 3]), Some([0.0, 0.0, 0.0, 0.75]));
        assert!(inks.of(&ColourSpace::Icc(3), &[1.0, 0.0, 0.0]).is_some_and(|inks| inks[1] > 0.8));
        assert_eq!(inks.of(&ColourSpace::Cmyk, &[0.0; 4]), None);
    }

    #[test]
    fn tones_are_written_short() {
        for (value, text) in [
            (0.0, "0"),
            (1.0, "1"),
            (0.5, "0.5"),
            (0.100_000_02, "0.1"),
            (-0.000_01, "0"),
            (0.49804, "0.498"),
        ] {
            assert_eq!(tone(value), text);
        }
    }
}
