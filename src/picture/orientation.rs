//! The orientation that a camera notes instead of turning the pixels (EXIF 2.32, tag 0x0112).

use super::decode::Raster;

/// How stored pixels are to be turned: first mirrored along the diagonal, then from left to right, then
/// from top to bottom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Orientation {
    transposed: bool,
    mirrored: bool,
    flipped: bool,
}

impl Orientation {
    /// Pixels that stand as they are stored.
    pub(super) const UPRIGHT: Orientation =
        Orientation { transposed: false, mirrored: false, flipped: false };

    /// The orientation of an EXIF value, 1 to 8; every other value is upright.
    pub(super) fn from_exif(value: u8) -> Orientation {
        let (transposed, mirrored, flipped) = match value {
            2 => (false, true, false),
            3 => (false, true, true),
            4 => (false, false, true),
            5 => (true, false, false),
            6 => (true, true, false),
            7 => (true, true, true),
            8 => (true, false, true),
            _ => (false, false, false),
        };
        Orientation { transposed, mirrored, flipped }
    }

    /// The size as it is to be seen.
    pub(super) fn size<T>(self, width: T, height: T) -> (T, T) {
        if self.transposed { (height, width) } else { (width, height) }
    }

    /// Turns the pixels upright.
    pub(super) fn apply(self, raster: Raster) -> Raster {
        if self == Orientation::UPRIGHT {
            return raster;
        }
        let (width, height) = self.size(raster.width, raster.height);
        let channels = raster.model.channels();
        let pixels = self.turned(&raster.pixels, raster.width, raster.height, channels);
        let alpha = raster.alpha.as_ref().map(|alpha| self.turned(alpha, raster.width, raster.height, 1));
        Raster { width, height, model: raster.model, pixels, alpha }
    }

    fn turned(self, source: &[u8], source_width: usize, source_height: usize, channels: usize) -> Vec<u8> {
        let (width, height) = self.size(source_width, source_height);
        let mut target = Vec::with_capacity(source.len());
        for y in 0..height {
            let y = if self.flipped { height - 1 - y } else { y };
            for x in 0..width {
                let x = if self.mirrored { width - 1 - x } else { x };
                let at = if self.transposed { x * source_width + y } else { y * source_width + x };
                target.extend_from_slice(&source[at * channels..(at + 1) * channels]);
            }
        }
        target
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::colour::Model;

    #[test]
    fn each_exif_value_turns_the_pixels_upright() {
        // Stored as   1 2 3
        //             4 5 6
        let cases: [(u8, usize, [u8; 6]); 8] = [
            (1, 3, [1, 2, 3, 4, 5, 6]),
            (2, 3, [3, 2, 1, 6, 5, 4]),
            (3, 3, [6, 5, 4, 3, 2, 1]),
            (4, 3, [4, 5, 6, 1, 2, 3]),
            (5, 2, [1, 4, 2, 5, 3, 6]),
            (6, 2, [4, 1, 5, 2, 6, 3]),
            (7, 2, [6, 3, 5, 2, 4, 1]),
            (8, 2, [3, 6, 2, 5, 1, 4]),
        ];
        for (value, width, expected) in cases {
            let stored = Raster {
                width: 3,
                height: 2,
                model: Model::Gray,
                pixels: vec![1, 2, 3, 4, 5, 6],
                alpha: Some(vec![1, 2, 3, 4, 5, 6]),
            };
            let turned = Orientation::from_exif(value).apply(stored);
            assert_eq!(
                (turned.width, turned.pixels.as_slice()),
                (width, expected.as_slice()),
                "value {value}"
            );
            assert_eq!(turned.alpha.as_deref(), Some(expected.as_slice()));
        }
    }
}
