//! JPEG, read sample by sample.
//!
//! CMYK stays CMYK here, which the general picture library would turn into RGB without its profile.

use zune_jpeg::JpegDecoder;
use zune_jpeg::errors::DecodeErrors;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use crate::colour::Model;

use super::decode::{Header, Raster};
use super::metadata;
use super::orientation::Orientation;

pub(super) fn header(bytes: &[u8]) -> Result<Header, String> {
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options());
    decoder.decode_headers().map_err(|error| reason(&error))?;
    let (width, height) = decoder.dimensions().ok_or("it has no size")?;
    let colours = decoder.input_colorspace().ok_or("it has no colours")?;
    if width == 0 || height == 0 {
        return Err("it has no pixels".to_owned());
    }
    Ok(Header {
        width: u32::try_from(width).unwrap_or(u32::MAX),
        height: u32::try_from(height).unwrap_or(u32::MAX),
        model: model(colours)?,
        alpha: false,
        icc: decoder.icc_profile(),
        orientation: decoder.exif().map_or(Orientation::UPRIGHT, |exif| metadata::orientation(exif)),
    })
}

pub(super) fn pixels(bytes: &[u8]) -> Result<Raster, String> {
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options());
    decoder.decode_headers().map_err(|error| reason(&error))?;
    let (width, height) = decoder.dimensions().ok_or("it has no size")?;
    let colours = decoder.input_colorspace().ok_or("it has no colours")?;
    let model = model(colours)?;
    let wanted = match model {
        Model::Gray => ColorSpace::Luma,
        Model::Rgb => ColorSpace::RGB,
        Model::Cmyk => colours,
    };
    decoder.set_options(options().jpeg_set_out_colorspace(wanted));
    let mut pixels = decoder.decode().map_err(|error| reason(&error))?;
    if pixels.len() != width * height * model.channels() {
        return Err("it ends too early".to_owned());
    }
    if colours == ColorSpace::YCCK {
        ycck_to_stored_cmyk(&mut pixels);
    }
    if model == Model::Cmyk && is_of_adobe(bytes) {
        pixels.iter_mut().for_each(|sample| *sample = 255 - *sample);
    }
    Ok(Raster { width, height, model, pixels, alpha: None })
}

/// Whether the file carries Adobe's mark (Adobe Technical Note 5116, segment APP14). With it, CMYK is stored as
/// the complement of the ink, as every studio program writes it; without it, as the ink itself.
fn is_of_adobe(bytes: &[u8]) -> bool {
    metadata::segments(bytes).any(|(marker, segment)| marker == 0xee && segment[4..].starts_with(b"Adobe"))
}

fn options() -> DecoderOptions {
    DecoderOptions::default().set_max_width(usize::from(u16::MAX)).set_max_height(usize::from(u16::MAX))
}

fn model(colours: ColorSpace) -> Result<Model, String> {
    match colours {
        ColorSpace::Luma => Ok(Model::Gray),
        ColorSpace::RGB | ColorSpace::YCbCr => Ok(Model::Rgb),
        ColorSpace::CMYK | ColorSpace::YCCK => Ok(Model::Cmyk),
        _ => Err("it has an unusual number of colour channels".to_owned()),
    }
}

/// YCCK as Adobe stores it: Y, Cb, Cr of the complement of the stored C, M, Y; K is stored as it is.
fn ycck_to_stored_cmyk(pixels: &mut [u8]) {
    for pixel in pixels.chunks_exact_mut(4) {
        let luma = i32::from(pixel[0]) << 16;
        let (blue, red) = (i32::from(pixel[1]) - 128, i32::from(pixel[2]) - 128);
        // ITU-T T.871 in fixed point of 16 bits: 1.402, 0.344136, 0.714136, 1.772.
        let light = [luma + 91_881 * red, luma - 22_554 * blue - 46_802 * red, luma + 116_130 * blue];
        for (sample, light) in pixel.iter_mut().zip(light) {
            let light = ((light + 32_768) >> 16).clamp(0, 255);
            *sample = 255 - u8::try_from(light).unwrap_or(u8::MAX);
        }
    }
}

/// The library's errors in our words.
fn reason(error: &DecodeErrors) -> String {
    match error {
        DecodeErrors::IllegalMagicBytes(_) | DecodeErrors::ZeroError => "it is no JPEG picture",
        DecodeErrors::Unsupported(_) => "it uses a variant of JPEG that satz does not know",
        DecodeErrors::ExhaustedData | DecodeErrors::IoErrors(_) => "it ends too early",
        DecodeErrors::LargeDimensions(_) => "it has too many pixels",
        _ => "its data are damaged or cut off",
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
    fn ycck_of_a_pure_ink_becomes_that_ink() {
        // Ink C = 255 alone: complement of the stored value is R = 255, G = B = 0.
        let mut pixel = [76, 85, 255, 255];
        ycck_to_stored_cmyk(&mut pixel);
        assert!(pixel[0] < 3 && pixel[1] > 252 && pixel[2] > 252 && pixel[3] == 255, "{pixel:?}");
    }

    #[test]
    fn a_picture_that_is_cut_off_is_an_error_or_whole() {
        let whole = encode::jpeg(64, 64, Model::Rgb, &[99; 64 * 64 * 3], 90);
        assert!(pixels(&whole[..40]).is_err());
    }
}
