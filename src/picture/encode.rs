//! From plain samples to the bytes of a file.

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

use crate::colour::Model;

/// A baseline JPEG. From quality 90 on, colour has the full resolution (4:4:4), below it half of it.
///
/// CMYK is written as Adobe does, as the complement of the ink with an APP14 segment. Sides are at most
/// 65 000 pixels, which the probe sees to; nothing else can fail, and the bytes are empty if it did.
pub(super) fn jpeg(width: usize, height: usize, model: Model, pixels: &[u8], quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, quality);
    let sampling = if quality < 90 { SamplingFactor::F_2_2 } else { SamplingFactor::F_1_1 };
    encoder.set_sampling_factor(sampling);
    encoder.set_optimized_huffman_tables(true);
    let colours = match model {
        Model::Gray => ColorType::Luma,
        Model::Rgb => ColorType::Rgb,
        Model::Cmyk => ColorType::Cmyk,
    };
    let (Ok(width), Ok(height)) = (u16::try_from(width), u16::try_from(height)) else { return Vec::new() };
    match encoder.encode(pixels, width, height, colours) {
        Ok(()) => bytes,
        Err(_) => Vec::new(),
    }
}

/// A PNG of eight bits; the model is gray or RGB, since PNG knows no CMYK.
pub(super) fn png(width: usize, height: usize, model: Model, pixels: &[u8], alpha: Option<&[u8]>) -> Vec<u8> {
    let colours = match (model, alpha.is_some()) {
        (Model::Gray, false) => ExtendedColorType::L8,
        (Model::Gray, true) => ExtendedColorType::La8,
        (_, false) => ExtendedColorType::Rgb8,
        (_, true) => ExtendedColorType::Rgba8,
    };
    let joined = alpha.map(|alpha| {
        let channels = model.channels();
        let mut joined = Vec::with_capacity(pixels.len() + alpha.len());
        for (pixel, &alpha) in pixels.chunks_exact(channels).zip(alpha) {
            joined.extend_from_slice(pixel);
            joined.push(alpha);
        }
        joined
    });
    let mut bytes = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, FilterType::Adaptive);
    let (Ok(width), Ok(height)) = (u32::try_from(width), u32::try_from(height)) else { return Vec::new() };
    match encoder.write_image(joined.as_deref().unwrap_or(pixels), width, height, colours) {
        Ok(()) => bytes,
        Err(_) => Vec::new(),
    }
}
