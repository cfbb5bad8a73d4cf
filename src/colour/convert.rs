//! From sRGB to ink.

use std::sync::Arc;

use moxcms::Transform8BitExecutor;

use super::ink::{ink_sum, keep_within, room};
use super::profile::Profile;
use super::{Cmyk, Rgb};
use crate::diagnostic::Problem;

/// Converts colours and pixels from sRGB to one printing condition, within its limit of ink.
///
/// All converters to one profile share their tables, also between threads.
#[derive(Clone)]
pub struct Converter {
    transform: Arc<Transform8BitExecutor>,
    /// The most that the tones of a colour add up to.
    room: u16,
}

impl Converter {
    /// A converter to the condition of a profile.
    ///
    /// A profile that is made for a limit misses it between the points of its table, and another one may be made
    /// for more than the paper bears: what it mixes is kept within the limit of the condition.
    pub fn new(profile: &Profile) -> Result<Converter, Problem> {
        let room = room(profile.condition().ink_limit);
        profile.to_ink().map(|transform| Converter { transform, room }).ok_or_else(|| {
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
        keep_within(self.room, ink)
    }

    /// The ink of the pixels of a picture: three bytes in, four bytes out for each.
    ///
    /// The K-only rule does not hold here: in a photograph the profile's mixture gives deeper shadows
    /// and no steps beside coloured pixels. Pure white stays bare paper.
    pub fn pixels(&self, rgb: &[u8]) -> Vec<u8> {
        let mut inks = self.mixed(rgb);
        for (source, ink) in rgb.as_chunks::<3>().0.iter().zip(inks.as_chunks_mut::<4>().0) {
            *ink = if *source == [255; 3] { [0; 4] } else { keep_within(self.room, *ink) };
        }
        inks
    }

    /// What the profile itself mixes.
    fn mixed(&self, rgb: &[u8]) -> Vec<u8> {
        let whole = rgb.len() / 3;
        let mut inks = vec![0; whole * 4];
        let _ = self.transform.transform(&rgb[..whole * 3], &mut inks);
        inks
    }

    /// The largest sum of inks that the profile itself mixes for a colour of the screen, in percent.
    pub fn largest_ink_sum(&self) -> f32 {
        // A profile's tables have from 9 to 33 steps, and more are read between them in straight lines.
        let steps = (0..=u8::MAX).step_by(15);
        let rgb: Vec<u8> = steps
            .clone()
            .flat_map(|r| steps.clone().map(move |g| (r, g)))
            .flat_map(|(r, g)| steps.clone().flat_map(move |b| [r, g, b]))
            .collect();
        self.mixed(&rgb).as_chunks::<4>().0.iter().copied().map(ink_sum).fold(0.0, f32::max)
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
    fn no_colour_of_the_screen_takes_more_ink_than_the_condition_bears() {
        for limit in [300, 260] {
            let profile = Profile::standard().clone().with_ink_limit(limit);
            let converter = Converter::new(&profile).unwrap();
            let largest = converter.largest_ink_sum();
            assert!((310.0..=318.0).contains(&largest), "the profile itself mixes {largest}");
            let steps = (0..=255u8).step_by(5);
            for (r, g) in steps.clone().flat_map(|r| steps.clone().map(move |g| (r, g))) {
                let row: Vec<u8> = (0..=255u8).flat_map(|b| [r, g, b]).collect();
                let within = |ink: &[u8; 4]| ink_sum(*ink) <= f32::from(limit);
                assert!(converter.pixels(&row).as_chunks::<4>().0.iter().all(within), "{r} {g}");
                assert!(within(&converter.colour([r, g, 0])), "{r} {g} 0");
            }
        }
    }

    #[test]
    fn white_pixels_are_bare_paper() {
        assert_eq!(converter().pixels(&[255; 6]), [0; 8]);
    }
}
