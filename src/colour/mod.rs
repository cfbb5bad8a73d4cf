//! ICC profiles, the way from sRGB to ink, and what can be measured in a colour.
//!
//! This room knows numbers and profiles; it knows no pictures, pages or PDF. Colours are plain arrays
//! of bytes: `[r, g, b]` in sRGB, and `[c, m, y, k]` in which 0 is no ink and 255 is the full tone.
//!
//! All conversions use the perceptual intent, since the colour management of this room offers no
//! black point compensation, without which the relative intent closes the shadows.

mod condition;
mod contrast;
mod convert;
mod ink;
mod lab;
mod profile;
mod proof;
mod source;

pub use condition::Condition;
pub use contrast::{contrast, relative_luminance};
pub use convert::Converter;
pub use ink::{ink_sum, percent};
pub use lab::srgb_of_lab;
pub use profile::Profile;
pub use proof::Proof;
pub use source::{Model, model_of, to_cmyk, to_gray, to_srgb};

/// A colour of the screen: red, green, blue in sRGB.
pub type Rgb = [u8; 3];

/// A colour of the press: cyan, magenta, yellow, black; 0 is no ink, 255 the full tone.
pub type Cmyk = [u8; 4];
