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
    for (marker, segment) in segments(bytes) {
        if marker == 0xda {
            kept.extend_from_slice(segment);
            return Some(kept);
        }
        let profile = marker == 0xe2 && segment[4..].starts_with(b"ICC_PROFILE\0");
        let note = matches!(marker, 0xe1..=0xed | 0xef | 0xfe) && !profile;
        if !note {
            kept.extend_from_slice(segment);
        }
    }
    None
}

/// The segments of a JPEG with their markers (ISO/IEC 10918-1, B.1.1), from `ff` on; the last is the scan
/// with all that follows. They end early where the file is not built as expected.
pub(super) fn segments(bytes: &[u8]) -> impl Iterator<Item = (u8, &[u8])> {
    let mut rest = bytes.get(2..).unwrap_or_default();
    std::iter::from_fn(move || {
        // Any number of bytes may fill up before a marker (B.1.1.2).
        while let [0xff, 0xff, ..] = rest {
            rest = &rest[1..];
        }
        let [0xff, marker, high, low, ..] = *rest else { return None };
        let length = if marker == 0xda {
            rest.len()
        } else {
            // The two bytes of the length count themselves.
            2 + usize::from(u16::from_be_bytes([high, low]).max(2))
        };
        let (segment, behind) = rest.split_at_checked(length)?;
        rest = behind;
        Some((marker, segment))
    })
}

fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut kept = bytes.get(..8)?.to_vec();
    for (kind, chunk) in chunks(bytes) {
        if !matches!(kind, b"tEXt" | b"zTXt" | b"iTXt" | b"eXIf" | b"tIME") {
            kept.extend_from_slice(chunk);
        }
        if kind == b"IEND" {
            return Some(kept);
        }
    }
    None
}

/// The chunks of a PNG with their kinds (ISO/IEC 15948, 5.3), with length and checksum. They end early where
/// the file is not built as expected.
pub(super) fn chunks(bytes: &[u8]) -> impl Iterator<Item = (&[u8; 4], &[u8])> {
    let mut rest = bytes.get(8..).unwrap_or_default();
    std::iter::from_fn(move || {
        let length = u32::from_be_bytes(*rest.first_chunk()?) as usize;
        let (chunk, behind) = rest.split_at_checked(length.checked_add(12)?)?;
        rest = behind;
        Some((chunk.get(4..)?.first_chunk()?, chunk))
    })
}

/// A chunk of a PNG.
pub(super) fn chunk(kind: [u8; 4], data: &[u8]) -> Vec<u8> {
    let length = u32::try_from(data.len()).unwrap_or(u32::MAX);
    let checked = [&kind, data].concat();
    [&length.to_be_bytes()[..], &checked, &crc32(&checked).to_be_bytes()].concat()
}

/// The checksum of a chunk of a PNG (ISO/IEC 15948, 5.5).
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
