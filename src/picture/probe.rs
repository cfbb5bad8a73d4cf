//! What a picture is, read from its header before a single pixel is decoded.

use crate::colour::{Model, model_of};
use crate::diagnostic::{Outcome, Problem, outcome};

use super::decode::{self, Header};
use super::{Format, pdf, svg};

/// How large a picture may be before satz refuses to read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Limits {
    /// Bytes of the file.
    pub bytes: usize,
    /// Pixels, width times height; for SVG and PDF this limits nothing.
    pub pixels: u64,
}

impl Default for Limits {
    /// 200 MB and 200 megapixels: an A0 panel at 150 ppi has 35, the largest cameras have 150.
    fn default() -> Self {
        Limits { bytes: 200_000_000, pixels: 200_000_000 }
    }
}

/// The longest side that both encoders can write.
const LONGEST_SIDE: u32 = 65_000;

/// What a picture says about itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Probe {
    /// Its format, by its bytes.
    pub format: Format,
    /// Width in pixels as it is to be seen, after the EXIF orientation; for SVG and PDF in CSS pixels.
    pub width: f64,
    /// Height in pixels as it is to be seen.
    pub height: f64,
    /// Whether it has transparent parts, or may have some.
    pub alpha: bool,
    /// What its samples stand for; SVG counts as RGB and PDF as CMYK.
    pub model: Model,
    /// Its colour profile.
    pub icc: Icc,
}

/// The colour profile inside a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Icc {
    /// None; the picture counts as sRGB.
    None,
    /// One that fits the picture's samples, and is used.
    Fits,
    /// One that is broken or of another colour model, and is passed over.
    Unusable,
}

impl Probe {
    /// The resolution in pixels for each inch when the picture is printed `width` points wide.
    pub fn ppi(&self, width: f64) -> f64 {
        if width > 0.0 { self.width / width * 72.0 } else { f64::INFINITY }
    }
}

/// Reads the header of a picture and decides whether satz takes it; `name` is for messages.
///
/// Errors: `picture/too-large`, `picture/unknown-format`, `picture/broken`, and for SVG
/// `picture/svg-entities` and `picture/svg-external`. Warning: `picture/unusable-profile`.
pub fn probe(bytes: &[u8], name: &str, limits: &Limits) -> Outcome<Probe> {
    if bytes.len() > limits.bytes {
        return Err(vec![
            Problem::error(
                "picture/too-large",
                format!(
                    "`{name}` has {} MB, more than the limit of {} MB",
                    bytes.len() / 1_000_000,
                    limits.bytes / 1_000_000
                ),
            )
            .hint("make the picture smaller, or raise the limit in `[limits]` of satz.toml"),
        ]);
    }
    match Format::of(bytes) {
        None => Err(vec![unknown(name)]),
        Some(Format::Svg) => svg::probe(bytes, name),
        Some(Format::Pdf) => pdf::probe(bytes, name),
        Some(format) => {
            let header = decode::header(bytes, format).map_err(|reason| vec![broken(name, &reason)])?;
            raster(format, &header, name, limits)
        }
    }
}

fn raster(format: Format, header: &Header, name: &str, limits: &Limits) -> Outcome<Probe> {
    let (width, height) = (header.width, header.height);
    let pixels = u64::from(width) * u64::from(height);
    if pixels > limits.pixels || width.max(height) > LONGEST_SIDE {
        return Err(vec![
            Problem::error(
                "picture/too-large",
                format!(
                    "`{name}` has {width} × {height} pixels; satz takes {} megapixels and sides of at most {LONGEST_SIDE} pixels",
                    limits.pixels / 1_000_000
                ),
            )
            .hint("make the picture smaller: 300 pixels for each inch of its printed size are enough"),
        ]);
    }
    let icc = match &header.icc {
        None => Icc::None,
        Some(icc) if model_of(icc) == Some(header.model) => Icc::Fits,
        Some(_) => Icc::Unusable,
    };
    let mut problems = Vec::new();
    if icc == Icc::Unusable {
        problems.push(Problem::warning(
            "picture/unusable-profile",
            format!("the colour profile in `{name}` is broken or does not fit the picture, so its colours count as sRGB"),
        ));
    }
    let (width, height) = header.orientation.size(width, height);
    let probe = Probe {
        format,
        width: f64::from(width),
        height: f64::from(height),
        alpha: header.alpha,
        model: header.model,
        icc,
    };
    outcome(probe, problems)
}

fn unknown(name: &str) -> Problem {
    Problem::error("picture/unknown-format", format!("`{name}` is not a picture that satz knows"))
        .hint("take JPEG, PNG, WebP, TIFF, SVG or PDF")
}

/// The problem of a picture that cannot be read to its end.
pub(super) fn broken(name: &str, reason: &str) -> Problem {
    Problem::error("picture/broken", format!("`{name}` cannot be read: {reason}"))
        .hint("open the picture in an image editor and save it again")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::encode;

    fn code(bytes: &[u8]) -> String {
        probe(bytes, "x", &Limits::default())
            .map_or_else(|problems| problems[0].code.to_string(), |_| "fine".to_owned())
    }

    /// The signature and header chunk of a PNG of any size, without a picture.
    fn png_header(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = encode::png(8, 8, Model::Gray, &[0; 64], None);
        bytes[16..20].copy_from_slice(&width.to_be_bytes());
        bytes[20..24].copy_from_slice(&height.to_be_bytes());
        let crc = crate::picture::metadata::crc32(&bytes[12..29]);
        bytes[29..33].copy_from_slice(&crc.to_be_bytes());
        bytes
    }

    #[test]
    fn a_picture_too_large_is_refused_by_its_header() {
        assert_eq!(code(&png_header(60_000, 60_000)), "picture/too-large");
        assert_eq!(code(&png_header(70_000, 1)), "picture/too-large");
        let small = Limits { bytes: 10, pixels: 10 };
        assert_eq!(probe(&png_header(8, 8), "x", &small).unwrap_err()[0].code, "picture/too-large");
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        assert_eq!(code(b""), "picture/unknown-format");
        assert_eq!(code(b"hello"), "picture/unknown-format");
        assert_eq!(code(b"\xff\xd8\xff\xe0 and nothing more"), "picture/broken");
        assert_eq!(code(b"\x89PNG\r\n\x1a\n\0\0"), "picture/broken");
        assert_eq!(code(b"RIFF\0\0\0\0WEBPVP8 "), "picture/broken");
    }

    #[test]
    fn the_probe_names_size_model_and_transparency() {
        let png = encode::png(3, 2, Model::Rgb, &[9; 18], Some(&[255; 6]));
        let probe = probe(&png, "x", &Limits::default()).unwrap().value;
        assert_eq!((probe.width, probe.height, probe.alpha, probe.model), (3.0, 2.0, true, Model::Rgb));
        assert_eq!(probe.icc, Icc::None);
        assert!((probe.ppi(3.0) - 72.0).abs() < 1e-9);
    }
}
