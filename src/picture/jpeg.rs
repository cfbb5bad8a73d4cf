//! JPEG, read sample by sample.
//!
//! CMYK stays CMYK here, which the general picture library would turn into RGB without its profile. The decoder
//! behind that library is not used for another reason, too: it loses the foot of small flat pictures, and the
//! colours of those whose channels lie in scans of their own.

use jpeg_decoder::{ColorTransform, Decoder, Error, ImageInfo, PixelFormat};

use crate::colour::Model;

use super::decode::{Header, Raster};
use super::metadata;
use super::orientation::Orientation;

pub(super) fn header(bytes: &[u8]) -> Result<Header, String> {
    let mut decoder = Decoder::new(bytes);
    let info = info(&mut decoder)?;
    Ok(Header {
        width: info.width.into(),
        height: info.height.into(),
        model: model(info.pixel_format)?,
        alpha: false,
        icc: decoder.icc_profile(),
        orientation: decoder.exif_data().map_or(Orientation::UPRIGHT, metadata::orientation),
    })
}

/// The pixels of a file; ink as ink.
pub(super) fn pixels(bytes: &[u8]) -> Result<Raster, String> {
    let mut raster = stored(bytes)?;
    if raster.model == Model::Cmyk && adobe_transform(bytes).is_some() {
        complement(&mut raster.pixels);
    }
    Ok(raster)
}

/// The pixels as they are stored: whether ink is the complement says the mark of Adobe in a file of its own, and
/// `Decode` in a PDF (ISO 32000-1, 7.4.8 and 8.9.5.2).
pub(super) fn stored(bytes: &[u8]) -> Result<Raster, String> {
    let mut decoder = Decoder::new(bytes);
    let info = info(&mut decoder)?;
    let model = model(info.pixel_format)?;
    if let Some(transform) = transform(bytes, model) {
        decoder.set_color_transform(transform);
    }
    let mut pixels = decoder.decode().map_err(|error| reason(&error))?;
    let (width, height) = (usize::from(info.width), usize::from(info.height));
    if pixels.len() != width * height * model.channels() {
        return Err("it ends too early".to_owned());
    }
    if model == Model::Cmyk {
        // The decoder takes every picture of four inks for one with the mark of Adobe.
        complement(&mut pixels);
    }
    Ok(Raster { width, height, model, pixels, alpha: None })
}

fn info(decoder: &mut Decoder<&[u8]>) -> Result<ImageInfo, String> {
    decoder.read_info().map_err(|error| reason(&error))?;
    let info = decoder.info().ok_or("it has no size")?;
    if info.width == 0 || info.height == 0 {
        return Err("it has no pixels".to_owned());
    }
    Ok(info)
}

fn model(format: PixelFormat) -> Result<Model, String> {
    match format {
        PixelFormat::L8 => Ok(Model::Gray),
        PixelFormat::RGB24 => Ok(Model::Rgb),
        PixelFormat::CMYK32 => Ok(Model::Cmyk),
        PixelFormat::L16 => Err("its samples have sixteen bits".to_owned()),
    }
}

/// How the channels are mixed: JFIF is always YCbCr, the mark of Adobe says what it is, and without either the
/// names of the channels may (the rule of the IJG library, which all programs follow). `None` is one channel.
fn transform(bytes: &[u8], model: Model) -> Option<ColorTransform> {
    let has = |wanted: u8, start: &[u8]| {
        segments(bytes).any(|(marker, segment)| marker == wanted && segment.starts_with(start))
    };
    match model {
        Model::Gray => None,
        Model::Cmyk if adobe_transform(bytes) == Some(2) => Some(ColorTransform::YCCK),
        Model::Cmyk => Some(ColorTransform::CMYK),
        Model::Rgb if has(0xe0, b"JFIF\0") => Some(ColorTransform::YCbCr),
        Model::Rgb => match adobe_transform(bytes) {
            Some(0) => Some(ColorTransform::RGB),
            Some(_) => Some(ColorTransform::YCbCr),
            None if are_named_rgb(bytes) => Some(ColorTransform::RGB),
            None => Some(ColorTransform::YCbCr),
        },
    }
}

/// Whether the frame names its channels `R`, `G` and `B`.
fn are_named_rgb(bytes: &[u8]) -> bool {
    let frame = segments(bytes).find(|(marker, _)| matches!(marker, 0xc0..=0xc3));
    // Eight bytes about the picture and the number of channels, then three for each channel (ITU-T T.81, B.2.2).
    let name = |at: usize| frame.and_then(|(_, segment)| segment.get(6 + at * 3)).copied();
    [0, 1, 2].map(name) == [Some(b'R'), Some(b'G'), Some(b'B')]
}

/// What Adobe's mark says of the colours (Adobe Technical Note 5116, segment APP14): 0 is no transform, 1 YCbCr,
/// 2 YCCK. With the mark, CMYK is stored as the complement of the ink, as every studio program writes it; without
/// it, as the ink itself.
fn adobe_transform(bytes: &[u8]) -> Option<u8> {
    let mark = segments(bytes).find(|(marker, segment)| *marker == 0xee && segment.starts_with(b"Adobe"));
    mark.map(|(_, segment)| segment.get(11).copied().unwrap_or(0))
}

/// The segments of the header, each with what stands behind its marker and length.
fn segments(bytes: &[u8]) -> impl Iterator<Item = (u8, &[u8])> {
    let header = metadata::segments(bytes).take_while(|(marker, _)| *marker != 0xda);
    header.map(|(marker, segment)| (marker, &segment[4..]))
}

fn complement(pixels: &mut [u8]) {
    pixels.iter_mut().for_each(|sample| *sample = 255 - *sample);
}

/// The library's errors in our words.
fn reason(error: &Error) -> String {
    match error {
        Error::Unsupported(_) => "it uses a variant of JPEG that satz does not know",
        Error::Io(_) => "it ends too early",
        Error::Format(_) | Error::Internal(_) => "its data are damaged or cut off",
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::encode;

    #[test]
    fn cmyk_keeps_its_inks_through_writing_and_reading() {
        let inks = [200, 30, 10, 60].repeat(64);
        let read = pixels(&encode::jpeg(8, 8, Model::Cmyk, &inks, 92)).unwrap();
        assert_eq!(read.model, Model::Cmyk);
        let near = read.pixels.iter().zip(&inks).all(|(a, b)| a.abs_diff(*b) < 4);
        assert!(near, "{:?}", &read.pixels[..4]);
    }

    #[test]
    fn without_the_mark_of_adobe_the_samples_are_the_ink_itself() {
        let marked = encode::jpeg(8, 8, Model::Cmyk, &[200, 30, 10, 60].repeat(64), 92);
        let at = marked.windows(2).position(|bytes| bytes == [0xff, 0xee]).unwrap();
        let length = usize::from(u16::from_be_bytes([marked[at + 2], marked[at + 3]]));
        let plain = [&marked[..at], &marked[at + 2 + length..]].concat();
        let (marked, plain) = (pixels(&marked).unwrap(), pixels(&plain).unwrap());
        assert_eq!(plain.model, Model::Cmyk);
        let complement: Vec<u8> = marked.pixels.iter().map(|sample| 255 - sample).collect();
        assert_eq!(plain.pixels, complement);
    }

    #[test]
    fn ycck_is_the_same_ink_as_cmyk() {
        let inks = [200, 30, 10, 60].repeat(64);
        let mut bytes = Vec::new();
        let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, 92);
        encoder.set_sampling_factor(jpeg_encoder::SamplingFactor::F_1_1);
        encoder.encode(&inks, 8, 8, jpeg_encoder::ColorType::CmykAsYcck).unwrap();
        assert_eq!(adobe_transform(&bytes), Some(2));
        let read = pixels(&bytes).unwrap();
        let near = read.pixels.iter().zip(&inks).all(|(a, b)| a.abs_diff(*b) < 4);
        assert!(read.model == Model::Cmyk && near, "{:?}", &read.pixels[..4]);
    }

    #[test]
    fn small_flat_pictures_are_whole() {
        for (model, colour) in
            [(Model::Gray, &[40][..]), (Model::Rgb, &[200, 40, 20]), (Model::Cmyk, &[10, 200, 180, 20])]
        {
            for side in 1..=72 {
                let flat = colour.repeat(side * side);
                let read = pixels(&encode::jpeg(side, side, model, &flat, 92)).unwrap();
                let off = read.pixels.iter().zip(&flat).map(|(a, b)| a.abs_diff(*b)).max();
                assert!(off <= Some(4), "{model:?}, {side} pixels: off by {off:?}");
            }
        }
    }

    /// A picture whose mark of JFIF is taken away.
    fn without_jfif(bytes: &[u8]) -> Vec<u8> {
        let length = usize::from(u16::from_be_bytes([bytes[4], bytes[5]]));
        assert_eq!(bytes[3], 0xe0);
        [&bytes[..2], &bytes[4 + length..]].concat()
    }

    #[test]
    fn three_channels_are_rgb_where_the_file_says_so() {
        // All channels in one scan, so that their names stand in one place.
        let mut bytes = Vec::new();
        let encoder = jpeg_encoder::Encoder::new(&mut bytes, 92);
        encoder.encode(&[200, 40, 20].repeat(64), 8, 8, jpeg_encoder::ColorType::Rgb).unwrap();
        let bytes = without_jfif(&bytes);
        let mark = |transform| {
            let mark = [b"\xff\xee\0\x0eAdobe\0\x64\0\0\0\0".as_slice(), &[transform]].concat();
            [&bytes[..2], &mark, &bytes[2..]].concat()
        };
        let first = |bytes: &[u8]| pixels(bytes).unwrap().pixels[..3].to_vec();
        let mixed = first(&bytes);
        assert!(mixed[0] > 190 && mixed[1] < 50, "YCbCr where nothing else is said: {mixed:?}");
        assert_eq!(first(&mark(1)), mixed);
        let plain = first(&mark(0));
        assert!(plain[0] < 110 && plain[2] > 190, "Y, Cb and Cr taken for red, green and blue: {plain:?}");
        let mut named = bytes.clone();
        let frame = named.windows(2).position(|bytes| bytes == [0xff, 0xc0]).unwrap();
        let channels = [10, 13, 16].map(|at| frame + at);
        let scan = named.windows(2).position(|bytes| bytes == [0xff, 0xda]).unwrap();
        for (channel, name) in channels.into_iter().chain([5, 7, 9].map(|at| scan + at)).zip(b"RGBRGB") {
            named[channel] = *name;
        }
        assert_eq!(first(&named), plain);
    }

    #[test]
    fn a_picture_that_is_cut_off_is_an_error_or_whole() {
        let whole = encode::jpeg(64, 64, Model::Rgb, &[99; 64 * 64 * 3], 90);
        assert!(pixels(&whole[..40]).is_err());
    }
}
