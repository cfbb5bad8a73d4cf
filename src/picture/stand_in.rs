//! What stands in a PDF where a picture will be.

use super::encode;
use crate::colour::Model;

/// A JPEG of one pixel that differs from every other one by its key, in a comment (ISO/IEC 10918-1, B.2.4.5).
///
/// Typst decodes each picture that it places, although it writes a JPEG into the PDF as it is. With a
/// stand-in on the pages, only the finishing stage touches the picture, and only once.
pub fn stand_in(key: u128) -> Vec<u8> {
    const COMMENT: [u8; 4] = [0xff, 0xfe, 0, 2 + 16];
    let pixel = encode::jpeg(1, 1, Model::Gray, &[128], 90);
    let (start, rest) = pixel.split_at(pixel.len().min(2));
    [start, &COMMENT, &key.to_be_bytes(), rest].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::jpeg_samples;

    #[test]
    fn a_stand_in_is_a_picture_of_its_own() {
        assert_ne!(stand_in(1), stand_in(2));
        assert_eq!(jpeg_samples(&stand_in(1)).map(|(width, height, ..)| (width, height)), Some((1, 1)));
    }
}
