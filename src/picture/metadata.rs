//! What stands in a picture's file beside its pixels: read where it matters, removed where it must not
//! go out. Cameras note the place and the owner; neither belongs into a publication.

use super::Format;
use super::orientation::Orientation;

/// The orientation in EXIF data that start with their TIFF header.
pub(super) fn orientation(exif: &[u8]) -> Orientation {
    image::metadata::Orientation::from_exif_chunk(exif)
        .map_or(Orientation::UPRIGHT, |found| Orientation::from_exif(found.to_exif()))
}

/// The same file without notes about camera, place and person; pixels and profile stay, bit by bit.
pub(super) fn removed(bytes: &[u8], format: Format) -> Vec<u8> {
    match format {
        Format::Jpeg => jpeg(bytes),
        Format::Png => png(bytes),
        Format::Webp | Format::Tiff | Format::Svg | Format::Pdf => None,
    }
    .unwrap_or_else(|| bytes.to_vec())
}

/// Keeps the segments that decoding needs: JFIF (APP0), Adobe's colour mark (APP14) and the ICC profile
/// (APP2); drops EXIF, XMP, IPTC and comments. `None` if the file is not built as expected.
fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut kept = bytes.get(..2)?.to_vec();
    let mut at = 2;
    loop {
        let &[0xff, marker] = bytes.get(at..at + 2)? else { return None };
        if marker == 0xda {
            kept.extend_from_slice(&bytes[at..]);
            return Some(kept);
        }
        let length = usize::from(u16::from_be_bytes(bytes.get(at + 2..at + 4)?.try_into().ok()?));
        let segment = bytes.get(at..at + 2 + length)?;
        let profile =
            marker == 0xe2 && segment.get(4..).is_some_and(|data| data.starts_with(b"ICC_PROFILE\0"));
        let note = matches!(marker, 0xe1..=0xed | 0xef | 0xfe) && !profile;
        if !note {
            kept.extend_from_slice(segment);
        }
        at += 2 + length;
    }
}

fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut kept = bytes.get(..8)?.to_vec();
    let mut at = 8;
    while at < bytes.len() {
        let length = u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?) as usize;
        let end = at.checked_add(12)?.checked_add(length)?;
        let chunk = bytes.get(at..end)?;
        if !matches!(&chunk[4..8], b"tEXt" | b"zTXt" | b"iTXt" | b"eXIf" | b"tIME") {
            kept.extend_from_slice(chunk);
        }
        if &chunk[4..8] == b"IEND" {
            return Some(kept);
        }
        at = end;
    }
    None
}

/// The checksum of a PNG chunk (ISO 3309), for building broken and crafted files in tests.
#[cfg(test)]
pub(super) fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, &byte| {
        (0..8).fold(
            crc ^ u32::from(byte),
            |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 },
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::colour::Model;
    use crate::picture::{decode, encode};

    #[test]
    fn notes_of_the_camera_are_removed_and_pixels_stay() {
        let plain = encode::jpeg(8, 8, Model::Rgb, &[120; 192], 90);
        let mut noted = plain[..2].to_vec();
        noted.extend_from_slice(b"\xff\xe1\x00\x0cExif\0\0GPS!\xff\xfe\x00\x05abc");
        noted.extend_from_slice(&plain[2..]);
        assert_eq!(removed(&noted, Format::Jpeg), plain);
        assert_eq!(removed(&plain, Format::Jpeg), plain);
    }

    #[test]
    fn texts_in_a_png_are_removed() {
        let plain = encode::png(2, 2, Model::Gray, &[1, 2, 3, 4], None);
        let mut noted = plain[..33].to_vec();
        noted.extend_from_slice(&[0, 0, 0, 3]);
        noted.extend_from_slice(b"tEXta\0b");
        noted.extend_from_slice(&crc32(b"tEXta\0b").to_be_bytes());
        noted.extend_from_slice(&plain[33..]);
        assert_eq!(removed(&noted, Format::Png), plain);
        assert!(decode::pixels(&noted, Format::Png).is_ok());
    }

    #[test]
    fn a_file_built_otherwise_is_left_as_it_is() {
        assert_eq!(removed(b"\xff\xd8\xffrubbish", Format::Jpeg), b"\xff\xd8\xffrubbish");
        assert_eq!(removed(b"PNG", Format::Png), b"PNG");
    }
}
