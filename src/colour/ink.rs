//! How much ink a colour takes.

use super::Cmyk;

/// The ink sum of a colour in percent, 0 to 400.
///
/// Print shops limit it, often to 300 percent on coated paper, because more does not dry.
pub fn ink_sum(colour: Cmyk) -> f32 {
    colour.iter().map(|&ink| f32::from(ink)).sum::<f32>() / 2.55
}

/// A colour from percentages, as design tokens and swatches give them: `percent([0, 100, 80, 10])`.
///
/// Values above 100 count as 100.
pub fn percent(inks: [u8; 4]) -> Cmyk {
    inks.map(|ink| {
        let tone = (u16::from(ink.min(100)) * 255 + 50) / 100;
        u8::try_from(tone).unwrap_or(u8::MAX)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ink_sum_adds_the_four_plates() {
        for (inks, expected) in
            [([0, 0, 0, 0], 0.0), ([0, 0, 0, 100], 100.0), ([100; 4], 400.0), ([60, 40, 40, 100], 240.0)]
        {
            assert!((ink_sum(percent(inks)) - expected).abs() < 0.5, "{inks:?}");
        }
    }

    #[test]
    fn percentages_become_tones_of_eight_bits() {
        assert_eq!(percent([0, 50, 100, 200]), [0, 128, 255, 255]);
    }
}
