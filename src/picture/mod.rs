//! Pictures: what they are, and the version of each that an output needs.
//!
//! `probe` reads headers only and says whether a picture may be used; `for_screen`, `for_print` and
//! `for_epub` convert bytes to bytes: oriented, in the output's colours, at a resolution that fits the
//! size at which the picture stands. This room opens no files, knows no pages and keeps no cache; a
//! [`Recipe`] names a conversion, so that whoever stores its result can build a key.
//!
//! The bytes do not depend on the machine: resampling is scalar arithmetic in a fixed order, colours go
//! through scalar tables, and both encoders are used without vector code.

mod blank;
mod convert;
mod decode;
mod encode;
mod inked;
mod jpeg;
mod meaning;
mod metadata;
mod orientation;
mod pdf;
mod probe;
mod recipe;
mod resample;
mod stand_in;
mod svg;
mod tiff;

pub use blank::{blank, is_blank};
pub use convert::{
    Converted, Drawing, drawing_for_epub, drawing_for_shops, for_drawing, for_epub, for_print, for_screen,
    on_white,
};
pub use inked::{Inked, Samples, darkest, png_rows};
pub use probe::{Icc, Limits, Probe, probe};
pub use recipe::{Placed, Recipe};
pub use stand_in::stand_in;

use crate::colour::Model;

/// The samples of a JPEG that lies inside another file: width, height, model, and eight bits a sample, as they are
/// stored, for the other file says whether that is ink or its complement. `None` if it is broken, or larger than any
/// picture that satz takes by itself.
pub fn jpeg_samples(bytes: &[u8]) -> Option<(usize, usize, Model, Vec<u8>)> {
    let header = jpeg::header(bytes).ok()?;
    if u64::from(header.width) * u64::from(header.height) > Limits::default().pixels {
        return None;
    }
    jpeg::stored(bytes).ok().map(|raster| (raster.width, raster.height, raster.model, raster.pixels))
}

/// A JPEG of samples, CMYK as the complement of the ink; empty if a side has more than 65 535 pixels.
pub fn encode_jpeg(width: usize, height: usize, model: Model, samples: &[u8], quality: u8) -> Vec<u8> {
    encode::jpeg(width, height, model, samples, quality)
}

/// The kinds of picture that satz takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// JPEG, the format of photographs.
    Jpeg,
    /// PNG, for drawings, screenshots and pictures with transparent parts.
    Png,
    /// WebP, still pictures only.
    Webp,
    /// TIFF, pictures from studios and archives.
    Tiff,
    /// SVG, drawings made of lines.
    Svg,
    /// PDF, the page of another program.
    Pdf,
}

impl Format {
    /// The format of a file, by its first bytes: names and extensions are not trusted.
    pub fn of(bytes: &[u8]) -> Option<Format> {
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
        match bytes {
            [0xff, 0xd8, 0xff, ..] => Some(Format::Jpeg),
            [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some(Format::Png),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Format::Webp),
            [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => Some(Format::Tiff),
            [b'%', b'P', b'D', b'F', b'-', ..] => Some(Format::Pdf),
            _ if text.starts_with(b"<?xml") || text.starts_with(b"<svg") || text.starts_with(b"<!") => {
                Some(Format::Svg)
            }
            _ => None,
        }
    }

    /// The media type, as EPUB and HTTP name it.
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Jpeg => "image/jpeg",
            Format::Png => "image/png",
            Format::Webp => "image/webp",
            Format::Tiff => "image/tiff",
            Format::Svg => "image/svg+xml",
            Format::Pdf => "application/pdf",
        }
    }

    /// The usual extension, without a dot.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Jpeg => "jpg",
            Format::Png => "png",
            Format::Webp => "webp",
            Format::Tiff => "tif",
            Format::Svg => "svg",
            Format::Pdf => "pdf",
        }
    }
}
