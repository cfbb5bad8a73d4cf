//! From the bytes of a file to plain samples.

use std::io::Cursor;

use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::{ColorType, DynamicImage, ImageDecoder};

use crate::colour::Model;

use super::orientation::Orientation;
use super::{Drawing, Format, jpeg, tiff};

/// What stands before the pixels of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    /// Width as stored, before the orientation.
    pub(super) width: u32,
    /// Height as stored, before the orientation.
    pub(super) height: u32,
    pub(super) model: Model,
    pub(super) alpha: bool,
    pub(super) icc: Option<Vec<u8>>,
    pub(super) orientation: Orientation,
}

/// The pixels of a picture: eight bits a sample, rows from top to bottom, nothing between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Raster {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) model: Model,
    pub(super) pixels: Vec<u8>,
    /// One byte for each pixel, 0 is transparent.
    pub(super) alpha: Option<Vec<u8>>,
}

impl Raster {
    /// Whether no two of its three samples differ anywhere.
    pub(super) fn is_neutral(&self) -> bool {
        self.model == Model::Rgb && self.pixels.chunks_exact(3).all(|p| p[0] == p[1] && p[1] == p[2])
    }

    /// Whether it is drawn rather than photographed: it has at most 256 different colours.
    pub(super) fn is_drawn(&self) -> bool {
        let mut colours = std::collections::HashSet::new();
        let mut last: &[u8] = &[];
        for pixel in self.pixels.chunks_exact(self.model.channels()) {
            if pixel != last && colours.insert(pixel) && colours.len() > 256 {
                return false;
            }
            last = pixel;
        }
        self.model != Model::Gray || colours.len() <= 16
    }

    /// The same picture in straight RGBA; it must be in gray or RGB.
    pub(super) fn into_drawing(self) -> Drawing {
        let mut pixels = Vec::with_capacity(self.width * self.height * 4);
        for (at, pixel) in self.pixels.chunks_exact(self.model.channels()).enumerate() {
            let (red, blue) = (pixel[0], pixel[pixel.len() - 1]);
            let green = pixel[pixel.len() / 2];
            let alpha = self.alpha.as_ref().map_or(u8::MAX, |alpha| alpha[at]);
            pixels.extend([red, green, blue, alpha]);
        }
        Drawing { width: self.width, height: self.height, pixels }
    }

    /// The same picture with one sample for each pixel, if its three are equal everywhere.
    pub(super) fn neutral_as_gray(mut self) -> Raster {
        if self.is_neutral() {
            self.pixels = self.pixels.chunks_exact(3).map(|pixel| pixel[0]).collect();
            self.model = Model::Gray;
        }
        self
    }
}

/// Reads the header; the error is the reason in a few words.
pub(super) fn header(bytes: &[u8], format: Format) -> Result<Header, String> {
    match format {
        Format::Jpeg => jpeg::header(bytes),
        Format::Png => described(PngDecoder::new(Cursor::new(bytes))),
        Format::Webp => described(WebPDecoder::new(Cursor::new(bytes))),
        Format::Tiff => tiff::header(bytes),
        Format::Svg | Format::Pdf => Err("it is a drawing".to_owned()),
    }
}

/// Reads the pixels; the error is the reason in a few words.
pub(super) fn pixels(bytes: &[u8], format: Format) -> Result<Raster, String> {
    match format {
        Format::Jpeg => jpeg::pixels(bytes),
        Format::Png => decoded(PngDecoder::new(Cursor::new(bytes))),
        Format::Webp => decoded(WebPDecoder::new(Cursor::new(bytes))),
        Format::Tiff => tiff::pixels(bytes),
        Format::Svg | Format::Pdf => Err("it is a drawing".to_owned()),
    }
}

fn described<D: ImageDecoder>(decoder: image::ImageResult<D>) -> Result<Header, String> {
    let mut decoder = decoder.map_err(|error| reason(&error))?;
    let (width, height) = decoder.dimensions();
    let colour = decoder.color_type();
    let orientation =
        decoder.orientation().map_or(Orientation::UPRIGHT, |found| Orientation::from_exif(found.to_exif()));
    Ok(Header {
        width,
        height,
        model: if colour.has_color() { Model::Rgb } else { Model::Gray },
        alpha: colour.has_alpha(),
        icc: decoder.icc_profile().ok().flatten(),
        orientation,
    })
}

fn decoded<D: ImageDecoder>(decoder: image::ImageResult<D>) -> Result<Raster, String> {
    let image = decoder.and_then(DynamicImage::from_decoder).map_err(|error| reason(&error))?;
    let (width, height) = (image.width() as usize, image.height() as usize);
    let colour: ColorType = image.color();
    let (model, (pixels, alpha)) = match (colour.has_color(), colour.has_alpha()) {
        (false, false) => (Model::Gray, (image.into_luma8().into_raw(), None)),
        (false, true) => (Model::Gray, split(&image.into_luma_alpha8().into_raw(), 1)),
        (true, false) => (Model::Rgb, (image.into_rgb8().into_raw(), None)),
        (true, true) => (Model::Rgb, split(&image.into_rgba8().into_raw(), 3)),
    };
    Ok(Raster { width, height, model, pixels, alpha })
}

/// The raster of straight RGBA.
pub(super) fn from_rgba(width: usize, height: usize, samples: &[u8]) -> Raster {
    let (pixels, alpha) = split(samples, 3);
    Raster { width, height, model: Model::Rgb, pixels, alpha }
}

/// Parts samples and alpha; an alpha channel that hides nothing is dropped.
fn split(samples: &[u8], channels: usize) -> (Vec<u8>, Option<Vec<u8>>) {
    let mut pixels = Vec::with_capacity(samples.len());
    let mut alpha = Vec::with_capacity(samples.len() / (channels + 1));
    for pixel in samples.chunks_exact(channels + 1) {
        pixels.extend_from_slice(&pixel[..channels]);
        alpha.push(pixel[channels]);
    }
    let transparent = alpha.iter().any(|&alpha| alpha < 255);
    (pixels, transparent.then_some(alpha))
}

/// The library's errors in our words; the details would help nobody who cannot read the file format.
fn reason(error: &image::ImageError) -> String {
    match error {
        image::ImageError::Decoding(_) => "its data are damaged or cut off",
        image::ImageError::Unsupported(_) => "it uses a variant of its format that satz does not know",
        image::ImageError::Limits(_) => "it needs too much memory",
        image::ImageError::IoError(_) => "it ends too early",
        image::ImageError::Encoding(_) | image::ImageError::Parameter(_) => "its header contradicts itself",
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raster(model: Model, pixels: Vec<u8>) -> Raster {
        Raster { width: pixels.len() / model.channels(), height: 1, model, pixels, alpha: None }
    }

    #[test]
    fn a_picture_of_few_colours_is_drawn() {
        let few: Vec<u8> = (0..300u16).flat_map(|i| [u8::try_from(i % 200).unwrap(), 0, 1]).collect();
        let many: Vec<u8> = (0..300u16)
            .flat_map(|i| [u8::try_from(i % 200).unwrap(), u8::try_from(i / 200).unwrap(), 1])
            .collect();
        assert!(raster(Model::Rgb, few).is_drawn());
        assert!(!raster(Model::Rgb, many).is_drawn());
    }

    #[test]
    fn neutral_pixels_become_gray() {
        assert_eq!(raster(Model::Rgb, vec![1, 1, 1, 2, 2, 2]).neutral_as_gray().pixels, [1, 2]);
        assert_eq!(raster(Model::Rgb, vec![1, 1, 2]).neutral_as_gray().model, Model::Rgb);
    }

    #[test]
    fn alpha_that_hides_nothing_is_dropped() {
        assert_eq!(split(&[1, 255, 2, 255], 1), (vec![1, 2], None));
        assert_eq!(split(&[1, 2, 3, 0], 3), (vec![1, 2, 3], Some(vec![0])));
    }
}
