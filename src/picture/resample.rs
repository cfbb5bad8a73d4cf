//! Fewer pixels, by the Catmull-Rom filter stretched over the pixels that fall together.
//!
//! The filter is a polynomial, so the result does not depend on a platform's mathematical library, and
//! sums run in a fixed order, so it does not depend on the processor either.

use super::decode::Raster;

/// The same picture with `width` × `height` pixels; both at least 1, and no larger than before.
pub(super) fn resample(raster: &Raster, width: usize, height: usize) -> Raster {
    let channels = raster.model.channels();
    let Some(alpha) = &raster.alpha else {
        let pixels = samples(&raster.pixels, raster.width, raster.height, channels, width, height);
        return Raster { width, height, model: raster.model, pixels, alpha: None };
    };
    // Colours are weighed by their alpha, so that the unseen colour of transparent pixels does not bleed
    // into the edges.
    let mut weighed = Vec::with_capacity(raster.pixels.len() + alpha.len());
    for (pixel, &alpha) in raster.pixels.chunks_exact(channels).zip(alpha) {
        weighed.extend(pixel.iter().map(|&sample| scaled(sample, alpha, 255)));
        weighed.push(alpha);
    }
    let weighed = samples(&weighed, raster.width, raster.height, channels + 1, width, height);
    let mut pixels = Vec::with_capacity(width * height * channels);
    let mut alphas = Vec::with_capacity(width * height);
    for pixel in weighed.chunks_exact(channels + 1) {
        let alpha = pixel[channels];
        pixels.extend(pixel[..channels].iter().map(|&sample| scaled(sample, 255, alpha)));
        alphas.push(alpha);
    }
    Raster { width, height, model: raster.model, pixels, alpha: Some(alphas) }
}

/// `sample * numerator / denominator`, rounded, at most 255; 0 for a denominator of 0.
fn scaled(sample: u8, numerator: u8, denominator: u8) -> u8 {
    let denominator = u32::from(denominator);
    let product = u32::from(sample) * u32::from(numerator) + denominator / 2;
    u8::try_from(product.checked_div(denominator).unwrap_or(0)).unwrap_or(u8::MAX)
}

fn samples(
    source: &[u8],
    source_width: usize,
    source_height: usize,
    channels: usize,
    width: usize,
    height: usize,
) -> Vec<u8> {
    let columns = weights(source_width, width);
    let rows = weights(source_height, height);
    let line = source_width * channels;
    let mut blended = vec![0.0f32; line];
    let mut target = Vec::with_capacity(width * height * channels);
    for row in &rows {
        blended.fill(0.0);
        for (at, weight) in row.factors.iter().enumerate() {
            let start = (row.start + at) * line;
            for (sum, &sample) in blended.iter_mut().zip(&source[start..start + line]) {
                *sum += f32::from(sample) * weight;
            }
        }
        for column in &columns {
            for channel in 0..channels {
                let mut sum = 0.0;
                for (at, weight) in column.factors.iter().enumerate() {
                    sum += blended[(column.start + at) * channels + channel] * weight;
                }
                target.push(eight_bits(sum));
            }
        }
    }
    target
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the value is clamped to a byte before"
)]
fn eight_bits(value: f32) -> u8 {
    (value + 0.5).clamp(0.0, 255.0) as u8
}

/// The source samples that make one target sample.
struct Weights {
    start: usize,
    factors: Vec<f32>,
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "pixel counts are far below 2^52, and every position is clamped into the picture"
)]
fn weights(source: usize, target: usize) -> Vec<Weights> {
    let ratio = source as f64 / target as f64;
    let stretch = ratio.max(1.0);
    (0..target)
        .map(|at| {
            let centre = (at as f64 + 0.5) * ratio;
            let start = (centre - 2.0 * stretch).floor().max(0.0) as usize;
            let end = ((centre + 2.0 * stretch).ceil() as usize).clamp(start + 1, source);
            let start = start.min(end - 1);
            let mut factors: Vec<f64> =
                (start..end).map(|source| catmull_rom((source as f64 + 0.5 - centre) / stretch)).collect();
            let sum: f64 = factors.iter().sum();
            factors.iter_mut().for_each(|factor| *factor /= sum);
            Weights { start, factors: factors.into_iter().map(|factor| factor as f32).collect() }
        })
        .collect()
}

/// The kernel of Catmull and Rom: Mitchell and Netravali's family with B = 0, C = 1/2.
fn catmull_rom(x: f64) -> f64 {
    let x = x.abs();
    if x < 1.0 {
        (1.5 * x - 2.5) * x * x + 1.0
    } else if x < 2.0 {
        ((-0.5 * x + 2.5) * x - 4.0) * x + 2.0
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::colour::Model;

    #[test]
    fn an_even_area_stays_even() {
        let raster = Raster {
            width: 40,
            height: 30,
            model: Model::Rgb,
            pixels: [10, 200, 77].repeat(1200),
            alpha: None,
        };
        assert_eq!(resample(&raster, 13, 7).pixels, [10, 200, 77].repeat(91));
    }

    #[test]
    fn an_edge_stays_where_it_is() {
        let pixels: Vec<u8> = (0..100).map(|x| if x < 50 { 0 } else { 255 }).collect();
        let raster = Raster { width: 100, height: 1, model: Model::Gray, pixels, alpha: None };
        let small = resample(&raster, 10, 1).pixels;
        assert!(small[..5].iter().all(|&sample| sample < 40), "{small:?}");
        assert!(small[5..].iter().all(|&sample| sample > 215), "{small:?}");
    }

    #[test]
    fn the_colour_of_hidden_pixels_does_not_bleed_out() {
        let pixels = [[255, 0, 0], [0, 255, 0]].repeat(32).concat();
        let alpha = [255, 0].repeat(32);
        let raster = Raster { width: 8, height: 8, model: Model::Rgb, pixels, alpha: Some(alpha) };
        let small = resample(&raster, 2, 2);
        assert!(small.pixels.chunks(3).all(|pixel| pixel[0] > 250 && pixel[1] < 5), "{small:?}");
    }
}
