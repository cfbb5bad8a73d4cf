//! The ink of a colour as it is written in a PDF.

use std::collections::BTreeMap;

use lopdf::{Document, Object, ObjectId, Stream};

use super::space::ColourSpace;
use crate::colour::{Converter, Model, to_srgb};

/// Turns drawn colours into ink.
pub(super) struct Inks<'a> {
    converter: &'a Converter,
    /// The profiles of the document's RGB that is not sRGB, by their objects.
    profiles: BTreeMap<ObjectId, Vec<u8>>,
    /// The inks of colours that the layout names.
    tokens: BTreeMap<[u8; 3], [f32; 4]>,
}

impl<'a> Inks<'a> {
    /// For drawings whose RGB is sRGB.
    #[cfg(test)]
    pub(super) fn new(converter: &'a Converter) -> Inks<'a> {
        Inks { converter, profiles: BTreeMap::new(), tokens: BTreeMap::new() }
    }

    /// For the drawings of a document, each RGB by its own profile.
    pub(super) fn of_document(converter: &'a Converter, document: &Document) -> Inks<'a> {
        let is_rgb =
            |stream: &&Stream| stream.dict.get(b"N").and_then(Object::as_i64).is_ok_and(|number| number == 3);
        let profiles = document.objects.iter().filter_map(|(id, object)| {
            let stream = object.as_stream().ok().filter(is_rgb)?;
            let icc = stream.get_plain_content().ok().filter(|icc| is_wide(icc))?;
            Some((*id, icc))
        });
        Inks { converter, profiles: profiles.collect(), tokens: BTreeMap::new() }
    }

    /// Gives the layout's own colours the inks that the layout names for them.
    pub(super) fn with_tokens(self, tokens: &BTreeMap<[u8; 3], [f32; 4]>) -> Inks<'a> {
        Inks { tokens: tokens.clone(), ..self }
    }

    /// Cyan, magenta, yellow and black, 0 to 1, of a colour in a space of gray or RGB, or in CMYK with a profile
    /// of its own, whose numbers stay; `None` for every other space. Neutral colours become black ink alone, without
    /// passing through bytes, so that a tint keeps its exact value.
    pub(super) fn of(&self, space: &ColourSpace, numbers: &[f32]) -> Option<[f32; 4]> {
        match numbers {
            [gray] if space.is_gray() => Some(black(*gray)),
            &[red, green, blue] if space.is_rgb() => {
                let rgb = [red, green, blue].map(byte);
                if let Some(inks) = self.token(space, rgb) {
                    return Some(inks);
                }
                if rgb[0] == rgb[1] && rgb[1] == rgb[2] && self.profile(space).is_none() {
                    return Some(black(red));
                }
                Some(self.of_bytes(space, rgb).map(|ink| f32::from(ink) / 255.0))
            }
            &[cyan, magenta, yellow, black] if space.is_profiled_ink() => {
                Some([cyan, magenta, yellow, black])
            }
            _ => None,
        }
    }

    /// The ink of a colour of eight bits in a space of RGB.
    pub(super) fn of_bytes(&self, space: &ColourSpace, rgb: [u8; 3]) -> [u8; 4] {
        if let Some(inks) = self.token(space, rgb) {
            return inks.map(byte);
        }
        let Some(profile) = self.profile(space) else { return self.converter.colour(rgb) };
        let srgb = to_srgb(Model::Rgb, Some(profile), &rgb);
        let &[red, green, blue] = &srgb[..] else { return self.converter.colour(rgb) };
        // What is neutral in a wide space is neutral in sRGB, but for a step of rounding.
        let neutral = rgb[0] == rgb[1] && rgb[1] == rgb[2];
        self.converter.colour(if neutral { [green; 3] } else { [red, green, blue] })
    }

    /// The inks of a colour of sRGB that the layout names.
    fn token(&self, space: &ColourSpace, rgb: [u8; 3]) -> Option<[f32; 4]> {
        self.profile(space).is_none().then(|| self.tokens.get(&rgb).copied()).flatten()
    }

    /// The profile of a space that is not sRGB.
    fn profile(&self, space: &ColourSpace) -> Option<&[u8]> {
        let ColourSpace::Icc(3, Some(id)) = space else { return None };
        self.profiles.get(id).map(Vec::as_slice)
    }

    /// The ink of the pixels of a photograph.
    pub(super) fn of_pixels(&self, rgb: &[u8]) -> Vec<u8> {
        self.converter.pixels(rgb)
    }
}

/// Whether a profile gives other colours than sRGB.
fn is_wide(icc: &[u8]) -> bool {
    // Full and middle tones of each channel: where they come out as they went in, all others do.
    let probes = [[255, 0, 0], [0, 255, 0], [0, 0, 255], [128, 64, 32], [64, 128, 192]].concat();
    let found = to_srgb(Model::Rgb, Some(icc), &probes);
    found.iter().zip(&probes).any(|(one, other)| one.abs_diff(*other) > 2)
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
    use lopdf::dictionary;

    #[test]
    fn neutral_colours_become_black_ink_of_the_same_tone() {
        let converter = Converter::new(Profile::standard()).unwrap();
        let inks = Inks::new(&converter);
        assert_eq!(inks.of(&ColourSpace::Icc(1, None), &[0.0]), Some([0.0, 0.0, 0.0, 1.0]));
        assert_eq!(inks.of(&ColourSpace::Rgb, &[0.25; 3]), Some([0.0, 0.0, 0.0, 0.75]));
        assert!(inks.of(&ColourSpace::Icc(3, None), &[1.0, 0.0, 0.0]).is_some_and(|inks| inks[1] > 0.8));
        assert_eq!(inks.of(&ColourSpace::Cmyk, &[0.0; 4]), None);
    }

    #[test]
    fn a_drawing_in_the_colours_of_the_layout_has_their_inks() {
        let converter = Converter::new(Profile::standard()).unwrap();
        let document = Document::new();
        let tokens = BTreeMap::from([([28, 26, 25], [0.0, 0.0, 0.0, 1.0]), ([26; 3], [0.0, 0.0, 0.0, 0.5])]);
        let inks = Inks::of_document(&converter, &document).with_tokens(&tokens);
        let of =
            |rgb: [u8; 3]| inks.of(&ColourSpace::Rgb, &rgb.map(|value| f32::from(value) / 255.0)).unwrap();
        assert_eq!(of([28, 26, 25]), [0.0, 0.0, 0.0, 1.0]);
        assert_eq!(of([26; 3]), [0.0, 0.0, 0.0, 0.5], "also where it is neutral");
        assert!(of([29, 26, 25])[0] > 0.2, "any other colour is mixed by the profile");
        assert_eq!(inks.of_bytes(&ColourSpace::Rgb, [28, 26, 25]), [0, 0, 0, 255]);
    }

    #[test]
    fn each_rgb_counts_by_its_own_profile() {
        let converter = Converter::new(Profile::standard()).unwrap();
        let mut document = Document::new();
        let mut profile = |icc: Vec<u8>| document.add_object(Stream::new(dictionary! { "N" => 3 }, icc));
        let wide = profile(moxcms::ColorProfile::new_adobe_rgb().encode().unwrap());
        let plain = profile(moxcms::ColorProfile::new_srgb().encode().unwrap());
        let broken = profile(vec![1, 2, 3]);
        let inks = Inks::of_document(&converter, &document);
        let green = |id| inks.of(&ColourSpace::Icc(3, Some(id)), &[0.4, 0.6, 0.4]).unwrap();
        assert_eq!(green(plain), inks.of(&ColourSpace::Rgb, &[0.4, 0.6, 0.4]).unwrap());
        assert_eq!(green(broken), green(plain), "a broken profile counts as sRGB");
        assert!(
            green(wide)[0] > green(plain)[0] + 0.05,
            "the same numbers are a stronger green in a wide space"
        );
        let gray = inks.of(&ColourSpace::Icc(3, Some(wide)), &[0.5; 3]).unwrap();
        assert!(gray[..3] == [0.0; 3] && gray[3] > 0.4, "{gray:?}");
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
