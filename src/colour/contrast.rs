//! How well two colours stand apart, by the Web Content Accessibility Guidelines 2.2.

use super::Rgb;

/// The relative luminance of a colour, 0 for black and 1 for white.
///
/// WCAG 2.2, "relative luminance". The threshold is 0.04045 of IEC 61966-2-1; the guidelines' own
/// 0.03928 is a known slip that changes no value of eight bits.
pub fn relative_luminance(colour: Rgb) -> f64 {
    let [r, g, b] = colour.map(linear);
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

/// The contrast ratio of two colours, from 1 (equal) to 21 (black on white).
///
/// WCAG 2.2, "contrast ratio": 4.5 is asked of text, 3 of large text and of shapes with meaning.
pub fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (a, b) = (relative_luminance(one), relative_luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn linear(value: u8) -> f64 {
    let value = f64::from(value) / 255.0;
    if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        let white = [255; 3];
        for (colour, expected) in [
            ([0, 0, 0], 21.0),
            ([255, 255, 255], 1.0),
            ([0x76, 0x76, 0x76], 4.54),
            ([0x94, 0x94, 0x94], 3.03),
            ([255, 0, 0], 4.0),
            ([0, 0, 255], 8.59),
        ] {
            let found = contrast(colour, white);
            assert!((found - expected).abs() < 0.01, "{colour:?}: {found} instead of {expected}");
            assert_eq!(found, contrast(white, colour), "the order of the two does not matter");
        }
    }
}
