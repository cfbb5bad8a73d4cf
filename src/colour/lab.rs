//! CIE L*a*b*, in which archives keep scans.

/// The colour of the screen for L*, a* and b* of eight bits: 255 is L* 100, and a* and b* are whole numbers with
/// sign (TIFF 6.0, section 23).
///
/// CIE 15:2004 gives the way to XYZ, with the white of D50 as ICC profiles have it; the matrix is that of sRGB
/// (IEC 61966-2-1), adapted from D65 to D50 by Bradford.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the value is clamped to a byte before"
)]
pub fn srgb_of_lab([l, a, b]: [u8; 3]) -> [u8; 3] {
    let fy = (f64::from(l) / 2.55 + 16.0) / 116.0;
    let (fx, fz) = (fy + f64::from(a.cast_signed()) / 500.0, fy - f64::from(b.cast_signed()) / 200.0);
    let light =
        |f: f64| if f > 6.0 / 29.0 { f.powi(3) } else { 3.0 * (6.0f64 / 29.0).powi(2) * (f - 4.0 / 29.0) };
    let (x, y, z) = (0.9642 * light(fx), light(fy), 0.8249 * light(fz));
    [
        3.133_856_1 * x - 1.616_866_7 * y - 0.490_614_6 * z,
        -0.978_768_4 * x + 1.916_141_5 * y + 0.033_454_0 * z,
        0.071_945_3 * x - 0.228_991_4 * y + 1.405_242_7 * z,
    ]
    .map(|linear| {
        let linear = linear.clamp(0.0, 1.0);
        let value =
            if linear <= 0.003_130_8 { 12.92 * linear } else { 1.055 * linear.powf(1.0 / 2.4) - 0.055 };
        (value * 255.0).round() as u8
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lab_becomes_the_colour_that_it_is() {
        // Values of LittleCMS 2, relative intent, which cuts what sRGB lacks off otherwise.
        for (lab, rgb) in [
            ([255, 0, 0], [255, 255, 255]),
            ([0, 0, 0], [0, 0, 0]),
            ([136, 208, 178], [0, 153, 254]),
            ([140, 81, 70], [252, 12, 4]),
            ([150, 12, 188], [74, 139, 255]),
        ] {
            let found = srgb_of_lab(lab);
            let near = found.iter().zip(rgb).all(|(one, other): (&u8, u8)| one.abs_diff(other) <= 8);
            assert!(near, "{lab:?} became {found:?} and not {rgb:?}");
        }
    }
}
