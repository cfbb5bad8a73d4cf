//! What stands on the pages while they are laid out: a picture of the same size without its pixels.
//!
//! Typst decodes every picture that it places and keeps the pixels, though a layout only has to know how large
//! it is. Each output puts its own version in the blank's place afterwards.

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};

use super::decode;
use super::metadata::{chunk, chunks, segments};
use super::{Format, Limits};

/// The words that mark a blank; the picture's name follows.
const MARK: &[u8] = b"Comment\0satz lays out ";

/// A blank with the format, the pixels on each side, the orientation and the resolution of a picture, so that
/// Typst gives it the same size; a TIFF becomes a PNG. It carries `name`, since blanks of equal size would be
/// taken for one another.
///
/// `None` where there is none: for drawings, for WebP, and for what cannot be read.
pub fn blank(bytes: &[u8], name: &str) -> Option<Vec<u8>> {
    match Format::of(bytes)? {
        Format::Jpeg => jpeg(bytes, name),
        Format::Png => {
            let header = decode::header(bytes, Format::Png).ok()?;
            let kept = chunks(bytes).filter(|(kind, _)| matches!(*kind, b"pHYs" | b"eXIf"));
            png((header.width, header.height), kept.map(|(_, chunk)| chunk), name)
        }
        Format::Tiff => {
            let header = decode::header(bytes, Format::Tiff).ok()?;
            png(header.orientation.size(header.width, header.height), std::iter::empty(), name)
        }
        Format::Webp | Format::Svg | Format::Pdf => None,
    }
}

/// Whether a picture is a blank, which must not reach an output.
pub fn is_blank(bytes: &[u8]) -> bool {
    // A comment stands right behind the start of a JPEG, and behind the header of a PNG.
    let marked = |at: usize| bytes.get(at..).is_some_and(|text| text.starts_with(MARK));
    marked(6) || marked(33 + 8)
}

/// A baseline JPEG (ISO/IEC 10918-1) of one component with the notes on orientation and resolution. Its two
/// tables of codes have one code of one bit, so that a block of eight by eight pixels takes two bits.
fn jpeg(bytes: &[u8], name: &str) -> Option<Vec<u8>> {
    let frame = segments(bytes).find(|(marker, _)| matches!(marker, 0xc0..=0xc2))?.1;
    let side = |at: usize| Some(u16::from_be_bytes(frame.get(at..at + 2)?.try_into().ok()?));
    let (height, width) = (side(5)?, side(7)?);
    let mut blank = vec![0xff, 0xd8];
    let mut segment = |marker: u8, data: &[&[u8]]| {
        let data = data.concat();
        let length = u16::try_from(data.len() + 2).unwrap_or(u16::MAX).to_be_bytes();
        blank.extend([0xff, marker]);
        blank.extend(length);
        blank.extend(data);
    };
    segment(0xfe, &[MARK, name.as_bytes()]);
    for (marker, note) in segments(bytes).take_while(|(marker, _)| *marker != 0xda) {
        let note = &note[4..];
        let says_size = marker == 0xe0 && note.starts_with(b"JFIF\0");
        if says_size || (marker == 0xe1 && note.starts_with(b"Exif\0")) {
            segment(marker, &[note]);
        }
    }
    let one_code = [&[1][..], &[0; 15], &[0]].concat();
    segment(0xdb, &[&[0], &[1; 64]]);
    segment(0xc0, &[&[8], &height.to_be_bytes(), &width.to_be_bytes(), &[1, 1, 0x11, 0]]);
    segment(0xc4, &[&[0x00], &one_code]);
    segment(0xc4, &[&[0x10], &one_code]);
    segment(0xda, &[&[1, 1, 0x00, 0, 63, 0]]);
    let blocks = usize::from(width).div_ceil(8) * usize::from(height).div_ceil(8);
    blank.resize(blank.len() + blocks.div_ceil(4), 0);
    blank.extend([0xff, 0xd9]);
    Some(blank)
}

/// A PNG of one bit a pixel. Its rows are those of a picture of eight bits that is an eighth as wide.
fn png<'a>((width, height): (u32, u32), kept: impl Iterator<Item = &'a [u8]>, name: &str) -> Option<Vec<u8>> {
    const HEADER: usize = 8 + 25;
    // The header of a broken file may claim any size.
    if u64::from(width) * u64::from(height) > Limits::default().pixels {
        return None;
    }
    let narrow = width.div_ceil(8);
    let mut bytes = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Fast, FilterType::NoFilter);
    let rows = vec![0; narrow as usize * height as usize];
    encoder.write_image(&rows, narrow, height, ExtendedColorType::L8).ok()?;
    let mut header = [&width.to_be_bytes()[..], bytes.get(20..HEADER - 4)?].concat();
    header[8] = 1;
    let mark = chunk(*b"tEXt", &[MARK, name.as_bytes()].concat());
    let kept: Vec<u8> = kept.flatten().copied().collect();
    Some([&bytes[..8], &chunk(*b"IHDR", &header), &mark, &kept, bytes.get(HEADER..)?].concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::colour::Model;
    use crate::picture::{encode, tiff};

    fn with_exif(jpeg: &[u8]) -> Vec<u8> {
        // One entry: the orientation (0x0112), turned by a quarter.
        let exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
        let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
        [&jpeg[..2], &[0xff, 0xe1], &length, exif, &jpeg[2..]].concat()
    }

    #[test]
    fn a_blank_has_the_size_of_its_picture_and_can_be_decoded() {
        let tiff = tiff::tests::written::<::tiff::encoder::colortype::RGB8, _>((20, 5), &[9; 300], 6);
        let rgb = encode::png(41, 23, Model::Rgb, &[9; 41 * 23 * 3], None);
        let seen = encode::png(41, 23, Model::Rgb, &[9; 41 * 23 * 3], Some(&[7; 41 * 23]));
        let photo = encode::jpeg(41, 23, Model::Rgb, &[9; 41 * 23 * 3], 90);
        let ink = encode::jpeg(700, 300, Model::Cmyk, &[9; 700 * 300 * 4], 90);
        for (name, picture, as_png) in [
            ("TIFF", tiff, true),
            ("RGB", rgb, true),
            ("alpha", seen, true),
            ("turned", with_exif(&photo), false),
            ("photo", photo, false),
            ("ink", ink, false),
        ] {
            let blank = blank(&picture, name).unwrap();
            let format = if as_png { Format::Png } else { Format::Jpeg };
            assert_eq!(Format::of(&blank), Some(format), "{name}");
            let size = |bytes: &[u8]| {
                let header = decode::header(bytes, Format::of(bytes).unwrap()).unwrap();
                header.orientation.size(header.width, header.height)
            };
            assert_eq!(size(&blank), size(&picture), "{name}");
            let header = decode::header(&blank, format).unwrap();
            let pixels = decode::pixels(&blank, format).unwrap().pixels.len();
            assert_eq!(pixels, (header.width * header.height) as usize, "{name}: one gray sample a pixel");
            assert!(is_blank(&blank) && !is_blank(&picture), "{name}");
        }
    }

    #[test]
    fn the_resolution_stays_and_the_name_tells_blanks_apart() {
        let mut photo = encode::jpeg(8, 8, Model::Gray, &[9; 64], 90);
        let at = photo.windows(5).position(|bytes| bytes == b"JFIF\0").unwrap();
        photo[at + 7] = 1;
        photo[at + 8..at + 12].copy_from_slice(&[0x01, 0x2c, 0x01, 0x2c]);
        let density = [&b"JFIF\0"[..], &photo[at + 5..at + 12]].concat();
        assert!(blank(&photo, "a").unwrap().windows(density.len()).any(|bytes| bytes == density));
        assert_ne!(blank(&photo, "a"), blank(&photo, "b"));
        let plain = encode::png(8, 8, Model::Gray, &[9; 64], None);
        let physical = chunk(*b"pHYs", &[0, 0, 0x2e, 0x23, 0, 0, 0x2e, 0x23, 1]);
        let fine = [&plain[..33], &physical, &plain[33..]].concat();
        assert!(blank(&fine, "a").unwrap().windows(physical.len()).any(|bytes| bytes == physical));
    }

    #[test]
    fn a_header_that_claims_any_size_gets_no_blank() {
        let plain = encode::png(8, 8, Model::Gray, &[9; 64], None);
        let mut header = plain[16..29].to_vec();
        header[..8].copy_from_slice(&[0x7f; 8]);
        assert_eq!(blank(&[&plain[..8], &chunk(*b"IHDR", &header), &plain[33..]].concat(), "x"), None);
    }

    #[test]
    fn what_has_no_blank_is_laid_out_itself() {
        for bytes in [&b"<svg/>"[..], b"%PDF-1.7", b"RIFF\0\0\0\0WEBPVP8 ", b"\xff\xd8\xff", b"no picture"] {
            assert_eq!(blank(bytes, "x"), None);
        }
    }
}
