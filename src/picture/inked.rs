//! A picture in ink, as the finishing stage puts it into the print PDF.

use crate::colour::{Cmyk, Model, ink_sum};

use super::encode;

/// A picture of pixels in the inks of one printing condition.
///
/// It is made once and kept in the cache, compressed as the PDF will hold it, so that a build which meets it
/// again only copies bytes.
#[derive(Debug, Clone, PartialEq)]
pub struct Inked {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Its colours.
    pub samples: Samples,
    /// How much of each pixel covers what lies below it, as a gray PNG; `None` where it covers all.
    pub alpha: Option<Vec<u8>>,
    /// The ink sum of its darkest thousandth in percent: single pixels dry.
    pub ink_sum: f32,
}

/// The colours of a picture in ink.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Samples {
    /// A photograph, in JPEG.
    Photo(Model, Vec<u8>),
    /// A drawing in gray without loss, as a gray PNG; it prints with black alone.
    Gray(Vec<u8>),
    /// A drawing of at most 256 colours without loss: the inks of each, and a gray PNG of their numbers.
    Table(Vec<Cmyk>, Vec<u8>),
}

/// A PNG of one byte a pixel.
pub(super) fn plane(width: usize, height: usize, bytes: &[u8]) -> Vec<u8> {
    encode::png(width, height, Model::Gray, bytes, None)
}

/// The compressed rows of a PNG of one byte a pixel (PNG, 11.2.4): just what `FlateDecode` with a predictor
/// of 15 takes (ISO 32000-1, 7.4.4.4).
pub fn png_rows(png: &[u8]) -> Vec<u8> {
    let mut rows = Vec::with_capacity(png.len());
    let mut rest = png.get(8..).unwrap_or_default();
    while let Some((length, chunk)) = rest.split_first_chunk::<4>() {
        let length = u32::from_be_bytes(*length) as usize;
        let Some(data) = chunk.get(4..4 + length) else { break };
        if chunk.starts_with(b"IDAT") {
            rows.extend_from_slice(data);
        }
        rest = chunk.get(4 + length + 4..).unwrap_or_default();
    }
    rows
}

/// The ink sum in percent that one pixel in a thousand reaches or exceeds.
pub fn darkest(inks: &[u8]) -> f32 {
    let mut counts = [0usize; 4 * 255 + 1];
    for pixel in inks.chunks_exact(4) {
        counts[pixel.iter().map(|ink| usize::from(*ink)).sum::<usize>()] += 1;
    }
    let share = (inks.len() / 4).div_ceil(1000).max(1);
    let mut seen = 0;
    let reached = counts.iter().enumerate().rev().find(|(_, count)| {
        seen += **count;
        seen >= share
    });
    #[expect(clippy::cast_precision_loss, reason = "at most 1020")]
    reached.map_or(0.0, |(sum, _)| sum as f32 / 2.55)
}

/// The largest ink sum of a table of colours.
pub(super) fn darkest_of(table: &[Cmyk]) -> f32 {
    table.iter().map(|colour| ink_sum(*colour)).fold(0.0, f32::max)
}

/// The marks of the three kinds of samples in the stored form.
const PHOTOS: [(u8, Model); 3] = [(1, Model::Gray), (2, Model::Rgb), (3, Model::Cmyk)];
const GRAY: u8 = 4;
const TABLE: u8 = 5;

impl Inked {
    /// The form in which it is stored.
    pub fn to_bytes(&self) -> Vec<u8> {
        let (kind, table, samples) = match &self.samples {
            Samples::Photo(model, jpeg) => {
                let kind = PHOTOS.iter().find(|(_, known)| known == model).map_or(0, |(kind, _)| *kind);
                (kind, Vec::new(), jpeg)
            }
            Samples::Gray(png) => (GRAY, Vec::new(), png),
            Samples::Table(table, png) => (TABLE, table.concat(), png),
        };
        let mut bytes = vec![kind];
        bytes.extend_from_slice(&self.width.to_le_bytes());
        bytes.extend_from_slice(&self.height.to_le_bytes());
        bytes.extend_from_slice(&self.ink_sum.to_le_bytes());
        for part in [table.as_slice(), samples, self.alpha.as_deref().unwrap_or_default()] {
            bytes.extend_from_slice(&(part.len() as u64).to_le_bytes());
            bytes.extend_from_slice(part);
        }
        bytes
    }

    /// Reads the stored form; `None` if it is broken.
    pub fn from_bytes(bytes: &[u8]) -> Option<Inked> {
        let (&kind, rest) = bytes.split_first()?;
        let (width, rest) = rest.split_first_chunk()?;
        let (height, rest) = rest.split_first_chunk()?;
        let (ink_sum, rest) = rest.split_first_chunk()?;
        let (table, rest) = part(rest)?;
        let (samples, rest) = part(rest)?;
        let (alpha, _) = part(rest)?;
        let samples = match kind {
            GRAY => Samples::Gray(samples),
            TABLE => {
                Samples::Table(table.chunks_exact(4).filter_map(|ink| ink.try_into().ok()).collect(), samples)
            }
            kind => Samples::Photo(PHOTOS.iter().find(|(known, _)| *known == kind)?.1, samples),
        };
        Some(Inked {
            width: u32::from_le_bytes(*width),
            height: u32::from_le_bytes(*height),
            samples,
            alpha: (!alpha.is_empty()).then_some(alpha),
            ink_sum: f32::from_le_bytes(*ink_sum),
        })
    }
}

fn part(bytes: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let (length, rest) = bytes.split_first_chunk()?;
    let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
    Some((rest.get(..length)?.to_vec(), rest.get(length..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_stored_comes_back() {
        let drawn = Samples::Table(vec![[0, 0, 0, 255], [1, 2, 3, 4]], vec![7, 8]);
        for (samples, alpha) in [
            (Samples::Photo(Model::Cmyk, vec![1, 2, 3]), Some(vec![9])),
            (Samples::Photo(Model::Gray, vec![]), None),
            (Samples::Gray(vec![5]), None),
            (drawn, Some(vec![1; 40])),
        ] {
            let picture = Inked { width: 2, height: 70_000, samples, alpha, ink_sum: 287.5 };
            let bytes = picture.to_bytes();
            assert_eq!(Inked::from_bytes(&bytes), Some(picture));
            assert_eq!(Inked::from_bytes(&bytes[..bytes.len() - 1]), None);
        }
    }

    #[test]
    fn one_dark_pixel_in_thousands_is_no_dark_picture() {
        let mut inks = [100, 0, 0, 0].repeat(5000);
        inks[..4].fill(255);
        assert!((darkest(&inks) - 39.2).abs() < 0.1);
        inks[..4 * 10].fill(255);
        assert!((darkest(&inks) - 400.0).abs() < 0.1);
        assert_eq!(darkest(&[]), 0.0);
    }

    #[test]
    fn the_rows_of_a_png_are_those_between_its_chunks() {
        let rows = png_rows(&plane(3, 2, &[1, 2, 3, 4, 5, 6]));
        assert_eq!(rows.first(), Some(&0x78), "zlib, RFC 1950");
        assert_eq!(png_rows(b"no png"), Vec::<u8>::new());
    }
}
