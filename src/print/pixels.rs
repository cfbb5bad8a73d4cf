//! How much ink the pixels of a picture take, and whether they are line art.

use lopdf::{Document, Object, Stream};

use super::space::ColourSpace;
use crate::colour::Model;
use crate::picture::{darkest, jpeg_samples};

/// Pictures of more pixels are not looked into: a page of A0 in the resolution of print has half as many.
const MOST: usize = 300_000_000;

/// The ink sum of a picture's darkest thousandth in percent, as for the pictures that satz converts itself:
/// single pixels dry. `None` where its pixels are not in CMYK, or not stored in a way that satz reads.
pub(super) fn ink_sum(document: &Document, stream: &Stream) -> Option<f32> {
    match ColourSpace::of(document, stream.dict.get(b"ColorSpace").ok()?) {
        ColourSpace::Cmyk | ColourSpace::Icc(4, _) => Some(darkest(&inks(document, stream)?)),
        ColourSpace::Indexed(base) if matches!(*base, ColourSpace::Cmyk | ColourSpace::Icc(4, _)) => {
            Some(darkest(&table(document, stream)?))
        }
        _ => None,
    }
}

/// Whether a gray picture of more than one bit a sample has black and white only, as a scan of a drawing has.
pub(super) fn is_line_art(document: &Document, stream: &Stream) -> bool {
    let is_gray =
        stream.dict.get(b"ColorSpace").is_ok_and(|space| ColourSpace::of(document, space).is_gray());
    let flat = is_flat(stream) && number(document, stream, b"BitsPerComponent") == Some(8);
    let samples = if is_gray && flat { plain(document, stream) } else { None };
    samples
        .is_some_and(|samples| !samples.is_empty() && samples.iter().all(|sample| matches!(sample, 0 | 255)))
}

/// Four bytes of ink a pixel.
fn inks(document: &Document, stream: &Stream) -> Option<Vec<u8>> {
    let samples = if is_flat(stream) {
        (number(document, stream, b"BitsPerComponent")? == 8).then(|| plain(document, stream))??
    } else {
        photograph(stream)?
    };
    // `Decode` alone says what is ink: the mark of Adobe in a JPEG means nothing inside of a PDF, where programs write
    // it into pictures of either kind.
    Some(if is_inverted(document, stream) { inverted(samples) } else { samples })
}

fn photograph(stream: &Stream) -> Option<Vec<u8>> {
    match stream.filters().ok()?[..] {
        [b"DCTDecode"] => match jpeg_samples(&stream.content)? {
            (_, _, Model::Cmyk, samples) => Some(samples),
            _ => None,
        },
        _ => None,
    }
}

fn table(document: &Document, stream: &Stream) -> Option<Vec<u8>> {
    let space = stream.dict.get_deref(b"ColorSpace", document).ok()?.as_array().ok()?;
    match document.dereference(space.get(3)?).ok()?.1 {
        Object::String(bytes, _) => Some(bytes.clone()),
        Object::Stream(stream) => stream.get_plain_content().ok(),
        _ => None,
    }
}

fn is_flat(stream: &Stream) -> bool {
    !stream.dict.has(b"Filter") || matches!(stream.filters().unwrap_or_default()[..], [b"FlateDecode"])
}

fn plain(document: &Document, stream: &Stream) -> Option<Vec<u8>> {
    let side = |key: &[u8]| usize::try_from(number(document, stream, key)?).ok();
    let pixels = side(b"Width")?.checked_mul(side(b"Height")?)?;
    (pixels <= MOST).then(|| stream.get_plain_content().ok())?
}

fn is_inverted(document: &Document, stream: &Stream) -> bool {
    let decode = stream.dict.get_deref(b"Decode", document).ok().and_then(|decode| decode.as_array().ok());
    decode
        .and_then(|decode| decode.first())
        .and_then(|first| first.as_float().ok())
        .is_some_and(|first| first == 1.0)
}

fn inverted(mut samples: Vec<u8>) -> Vec<u8> {
    samples.iter_mut().for_each(|sample| *sample = 255 - *sample);
    samples
}

fn number(document: &Document, stream: &Stream, key: &[u8]) -> Option<i64> {
    stream.dict.get_deref(key, document).ok().and_then(|value| value.as_i64().ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::encode_jpeg;
    use lopdf::dictionary;

    fn picture(space: Object, content: Vec<u8>) -> Stream {
        let dictionary = dictionary! {
            "Subtype" => "Image", "Width" => 16, "Height" => 16, "BitsPerComponent" => 8, "ColorSpace" => space,
        };
        Stream::new(dictionary, content)
    }

    fn sum(stream: &Stream) -> Option<f32> {
        ink_sum(&Document::new(), stream).map(f32::round)
    }

    #[test]
    fn the_darkest_pixels_count_however_they_are_stored() {
        let inks: Vec<u8> = [255, 204, 0, 51].repeat(256);
        let flat = picture("DeviceCMYK".into(), inks.clone());
        assert_eq!(sum(&flat), Some(200.0));
        let mut turned = picture("DeviceCMYK".into(), inverted(inks.clone()));
        let complement: Vec<Object> = [1, 0].repeat(4).into_iter().map(Object::from).collect();
        turned.dict.set("Decode", complement.clone());
        assert_eq!(sum(&turned), Some(200.0));
        let light = encode_jpeg(16, 16, Model::Cmyk, &[51, 0, 0, 0].repeat(256), 92);
        let mut light = picture("DeviceCMYK".into(), light);
        light.dict.set("Filter", "DCTDecode");
        assert_eq!(sum(&light), Some(380.0), "nothing says that the samples are the complement");
        light.dict.set("Decode", complement);
        assert_eq!(sum(&light), Some(20.0));
        let colours = Object::String(vec![0, 0, 0, 255, 255, 255, 255, 0], lopdf::StringFormat::Hexadecimal);
        let space: Vec<Object> = vec!["Indexed".into(), "DeviceCMYK".into(), 1.into(), colours];
        assert_eq!(sum(&picture(space.into(), vec![0; 256])), Some(300.0));
        assert_eq!(sum(&picture("DeviceGray".into(), vec![0; 256])), None);
    }

    #[test]
    fn a_gray_picture_of_two_tones_is_line_art() {
        let is = |samples: Vec<u8>| is_line_art(&Document::new(), &picture("DeviceGray".into(), samples));
        assert!(is([0, 255].repeat(128)));
        assert!(!is([0, 254].repeat(128)));
    }
}
