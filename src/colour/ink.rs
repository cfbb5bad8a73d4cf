//! How much ink a colour takes.

use super::Cmyk;

/// The ink sum of a colour in percent, 0 to 400.
///
/// Print shops limit it, often to 300 percent on coated paper, because more does not dry.
pub fn ink_sum(colour: Cmyk) -> f32 {
    colour.iter().map(|&ink| f32::from(ink)).sum::<f32>() / 2.55
}

/// The most that the four tones of a colour may add up to under a limit in percent.
pub(super) fn room(limit: u16) -> u16 {
    u16::try_from(u32::from(limit) * 255 / 100).unwrap_or(u16::MAX)
}

/// Takes cyan, magenta and yellow back until the sum of the inks is within the room.
///
/// They keep their ratio, and so the hue; black, which carries the drawing of shadows, stays. Tones are rounded down, so no sum is lifted over the room.
pub(super) fn keep_within(room: u16, [c, m, y, k]: Cmyk) -> Cmyk {
    let coloured = u32::from(c) + u32::from(m) + u32::from(y);
    let left = u32::from(room).saturating_sub(k.into());
    if coloured <= left {
        return [c, m, y, k];
    }
    let less = |tone: u8| u8::try_from(u32::from(tone) * left / coloured).unwrap_or(tone);
    [less(c), less(m), less(y), k]
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
    fn no_colour_takes_more_ink_than_the_limit() {
        let tones = (0..=255u8).step_by(15);
        for limit in [100, 240, 280, 300, 320, 330, 400] {
            for (c, m) in tones.clone().flat_map(|c| tones.clone().map(move |m| (c, m))) {
                for (y, k) in tones.clone().flat_map(|y| tones.clone().map(move |k| (y, k))) {
                    let before = [c, m, y, k];
                    let after = keep_within(room(limit), before);
                    assert!(ink_sum(after) <= f32::from(limit), "{before:?} became {after:?}");
                    if ink_sum(before) <= f32::from(limit) {
                        assert_eq!(after, before, "what keeps to the limit stays");
                    } else {
                        assert!(ink_sum(after) > f32::from(limit) - 1.6, "no more is taken than has to be");
                    }
                }
            }
        }
    }

    #[test]
    fn black_stays_and_the_other_inks_keep_their_ratio() {
        assert_eq!(keep_within(room(300), percent([100, 80, 60, 100])), [212, 170, 127, 255]);
        assert_eq!(keep_within(room(300), [255, 255, 255, 0]), [255, 255, 255, 0]);
        assert_eq!(keep_within(room(100), [9, 8, 7, 255]), [0, 0, 0, 255]);
    }

    #[test]
    fn percentages_become_tones_of_eight_bits() {
        assert_eq!(percent([0, 50, 100, 200]), [0, 128, 255, 255]);
    }
}
