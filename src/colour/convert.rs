//! From sRGB to ink.

use std::sync::Arc;

use moxcms::Transform8BitExecutor;

use super::ink::ink_sum;
use super::profile::Profile;
use super::{Cmyk, Rgb};
use crate::diagnostic::Problem;

/// Converts colours and pixels from sRGB to one printing condition.
///
/// All converters to one profile share their tables, also between threads.
#[derive(Clone)]
pub struct Converter {
    transform: Arc<Transform8BitExecutor>,
}

impl Converter {
    /// A converter to the condition of a profile.
    pub fn new(profile: &Profile) -> Result<Converter, Problem> {
        profile.to_ink().map(|transform| Converter { transform }).ok_or_else(|| {
            Problem::error(
                "colour/unusable-profile",
                format!("the profile `{}` gives no way from sRGB to ink", profile.description()),
            )
        })
    }

    /// The ink of one drawn colour: text, a line, an area, a stop of a gradient.
    ///
    /// The K-only rule: a neutral colour (r = g = b) becomes black ink alone. A profile would mix it
    /// from four inks, and small text would show coloured edges wherever the plates are not in register.
    pub fn colour(&self, colour: Rgb) -> Cmyk {
        let [r, g, b] = colour;
        if r == g && g == b {
            return [0, 0, 0, 255 - r];
        }
        let mut ink = [0; 4];
        // Both lengths are whole pixels, which is all that the transform can refuse.
        let _ = self.transform.transform(&colour, &mut ink);
        ink
    }

    /// The ink of the pixels of a picture: three bytes in, four bytes out for each.
    ///
    /// The K-only rule does not hold here: in a photograph the profile's mixture gives deeper shadows
    /// and no steps beside coloured pixels. Pure white stays bare paper.
    pub fn pixels(&self, rgb: &[u8]) -> Vec<u8> {
        let whole = rgb.len() / 3;
        let mut ink = vec![0; whole * 4];
        let _ = self.transform.transform(&rgb[..whole * 3], &mut ink);
        for (source, target) in rgb.chunks_exact(3).zip(ink.chunks_exact_mut(4)) {
            if source == [255; 3] {
                target.fill(0);
            }
        }
        ink
    }

    /// The largest sum of inks that any colour of the screen gets in a picture, in percent.
    pub fn largest_ink_sum(&self) -> f32 {
        // A profile's tables have from 9 to 33 steps, and more are read between them in straight lines.
        let steps = (0..=u8::MAX).step_by(15);
        let rgb: Vec<u8> = steps
            .clone()
            .flat_map(|r| steps.clone().map(move |g| (r, g)))
            .flat_map(|(r, g)| steps.clone().flat_map(move |b| [r, g, b]))
            .collect();
        self.pixels(&rgb)
            .chunks_exact(4)
            .map(|ink| ink_sum([ink[0], ink[1], ink[2], ink[3]]))
            .fold(0.0, f32::max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn converter() -> Converter {
        Converter::new(Profile::standard()).unwrap()
    }

    #[test]
    fn neutral_colours_print_with_black_ink_alone() {
        let converter = converter();
        for (gray, black) in [(0, 255), (128, 127), (255, 0)] {
            assert_eq!(converter.colour([gray; 3]), [0, 0, 0, black]);
        }
    }

    #[test]
    fn colours_print_in_the_inks_that_mix_them() {
        let converter = converter();
        let [c, m, y, k] = converter.colour([230, 0, 30]);
        assert!(m > 200 && y > 150 && c < 60 && k < 60, "red is {:?}", [c, m, y, k]);
        let [c, _, y, _] = converter.colour([0, 158, 224]);
        assert!(c > 180 && y < 60, "cyan");
    }

    #[test]
    fn the_profile_keeps_pixels_under_its_own_ink_limit() {
        let converter = converter();
        for colour in [[0u8, 0, 0], [10, 0, 20], [0, 0, 80], [40, 20, 0]] {
            let ink: Cmyk = converter.pixels(&colour).try_into().unwrap();
            assert!(ink_sum(ink) <= 305.0, "{colour:?} takes {} percent", ink_sum(ink));
        }
        let largest = converter.largest_ink_sum();
        assert!((280.0..=318.0).contains(&largest), "{largest}");
    }

    #[test]
    fn white_pixels_are_bare_paper() {
        assert_eq!(converter().pixels(&[255; 6]), [0; 8]);
    }
}
