//! From a picture's own profile to the colour spaces that satz works in.

use moxcms::{ColorProfile, DataColorSpace, InterpolationMethod, Layout, RenderingIntent, TransformOptions};

use super::convert::Converter;
use super::profile::Profile;

/// What the samples of a picture stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Model {
    /// One sample for each pixel, 0 is black.
    Gray,
    /// Red, green, blue.
    Rgb,
    /// Cyan, magenta, yellow, black; 0 is no ink.
    Cmyk,
}

impl Model {
    /// Samples for each pixel.
    pub fn channels(self) -> usize {
        match self {
            Model::Gray => 1,
            Model::Rgb => 3,
            Model::Cmyk => 4,
        }
    }
}

/// The colour model that an ICC profile describes; `None` if it is broken or of another model.
pub fn model_of(icc: &[u8]) -> Option<Model> {
    ColorProfile::new_from_slice(icc).ok().and_then(|profile| match profile.color_space {
        DataColorSpace::Gray => Some(Model::Gray),
        DataColorSpace::Rgb => Some(Model::Rgb),
        DataColorSpace::Cmyk => Some(Model::Cmyk),
        _ => None,
    })
}

/// The options of every conversion: perceptual, and only paths whose result does not depend on the
/// processor (the crate's vector features are off in Cargo.toml).
pub(super) fn options() -> TransformOptions {
    TransformOptions {
        rendering_intent: RenderingIntent::Perceptual,
        interpolation_method: InterpolationMethod::Tetrahedral,
        prefer_fixed_point: true,
        ..TransformOptions::default()
    }
}

/// Pixels in sRGB, three bytes each.
///
/// Without a profile, or with one that does not fit the samples, gray and RGB count as sRGB already and
/// CMYK as printed by satz's standard condition: a wrong profile is no better than none.
pub fn to_srgb(model: Model, icc: Option<&[u8]>, pixels: &[u8]) -> Vec<u8> {
    let source =
        icc.filter(|icc| model_of(icc) == Some(model)).and_then(|icc| ColorProfile::new_from_slice(icc).ok());
    let layout = match model {
        Model::Gray => Layout::Gray,
        Model::Rgb => Layout::Rgb,
        Model::Cmyk => Layout::Rgba,
    };
    let standard = (model == Model::Cmyk).then(|| Profile::standard().profile.clone());
    for source in [source, standard].into_iter().flatten() {
        let mut target = vec![0; pixels.len() / model.channels() * 3];
        let transform =
            source.create_transform_8bit(layout, &ColorProfile::new_srgb(), Layout::Rgb, options());
        if transform.is_ok_and(|transform| transform.transform(pixels, &mut target).is_ok()) {
            return target;
        }
    }
    match model {
        Model::Gray => pixels.iter().flat_map(|&gray| [gray; 3]).collect(),
        Model::Rgb => pixels.to_vec(),
        Model::Cmyk => pixels.chunks_exact(4).flat_map(plain_rgb).collect(),
    }
}

/// Gray pixels with the tone curve of sRGB, one byte each.
pub fn to_gray(icc: Option<&[u8]>, pixels: &[u8]) -> Vec<u8> {
    match icc.filter(|icc| model_of(icc) == Some(Model::Gray)) {
        Some(icc) => to_srgb(Model::Gray, Some(icc), pixels).chunks_exact(3).map(|rgb| rgb[1]).collect(),
        None => pixels.to_vec(),
    }
}

/// Pixels in the inks of a printing condition, four bytes each.
///
/// Pixels that are CMYK already keep their numbers: whoever made a picture in CMYK chose its inks, and
/// a way over Lab would turn its pure black into four inks.
pub fn to_cmyk(model: Model, icc: Option<&[u8]>, pixels: &[u8], converter: &Converter) -> Vec<u8> {
    match model {
        Model::Cmyk => pixels.to_vec(),
        Model::Gray => to_gray(icc, pixels).into_iter().flat_map(|gray| [0, 0, 0, 255 - gray]).collect(),
        Model::Rgb => converter.pixels(&to_srgb(model, icc, pixels)),
    }
}

/// The arithmetic complement, for the case that no profile can be used at all.
fn plain_rgb(ink: &[u8]) -> [u8; 3] {
    let light = |ink: u8, black: u8| {
        let tone = u32::from(255 - ink) * u32::from(255 - black) / 255;
        u8::try_from(tone).unwrap_or(u8::MAX)
    };
    [light(ink[0], ink[3]), light(ink[1], ink[3]), light(ink[2], ink[3])]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_without_a_profile_is_srgb_already() {
        assert_eq!(to_srgb(Model::Rgb, None, &[1, 2, 3]), [1, 2, 3]);
        assert_eq!(to_srgb(Model::Gray, None, &[7]), [7, 7, 7]);
    }

    #[test]
    fn a_wide_profile_is_brought_into_srgb() {
        let adobe = ColorProfile::new_adobe_rgb().encode().unwrap();
        let srgb = to_srgb(Model::Rgb, Some(&adobe), &[100, 150, 100]);
        assert!(srgb[0] < 95 && srgb[1].abs_diff(150) < 4, "{srgb:?}");
    }

    #[test]
    fn a_profile_of_another_model_is_not_used() {
        let gray = ColorProfile::new_gray_with_gamma(1.0).encode().unwrap();
        assert_eq!(to_srgb(Model::Rgb, Some(&gray), &[1, 2, 3]), [1, 2, 3]);
        assert_eq!(model_of(b"rubbish"), None);
    }

    #[test]
    fn gray_with_a_linear_curve_becomes_lighter_in_srgb() {
        let linear = ColorProfile::new_gray_with_gamma(1.0).encode().unwrap();
        let gray = to_gray(Some(&linear), &[55]);
        assert!(gray[0].abs_diff(128) < 5, "{gray:?}");
    }

    #[test]
    fn ink_becomes_light_and_ink_stays_ink() {
        let converter = Converter::new(Profile::standard()).unwrap();
        let paper = to_srgb(Model::Cmyk, None, &[0, 0, 0, 0]);
        assert!(paper.iter().all(|&light| light > 245), "{paper:?}");
        assert_eq!(to_cmyk(Model::Cmyk, None, &[1, 2, 3, 4], &converter), [1, 2, 3, 4]);
        assert_eq!(to_cmyk(Model::Gray, None, &[0], &converter), [0, 0, 0, 255]);
    }
}
