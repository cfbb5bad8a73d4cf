//! TIFF, the format in which studios and archives hand over pictures (TIFF 6.0, Adobe 1992).
//!
//! Gray, RGB and CMYK are read, with alpha, of eight or sixteen bits, and palettes and Lab, which become RGB; of
//! several pages the first.

use std::io::Cursor;

use image::metadata::Orientation as Exif;
use tiff::decoder::{BufferLayoutPreference, Decoder, DecodingResult};
use tiff::tags::Tag;
use tiff::{ColorType, TiffError};

use crate::colour::{Model, srgb_of_lab};

use super::decode::{Header, Raster};
use super::meaning::{self, Meaning};
use super::orientation::Orientation;

/// Colours that were multiplied by their alpha (TIFF 6.0, `ExtraSamples`, value 1).
const ASSOCIATED_ALPHA: u32 = 1;

pub(super) fn header(bytes: &[u8]) -> Result<Header, String> {
    let (bytes, meaning) = meaning::plain(bytes);
    let mut decoder = open(&bytes)?;
    let (width, height) = decoder.dimensions().map_err(|error| reason(&error))?;
    refuse_jpeg(&mut decoder)?;
    let kind = Kind::of(decoder.colortype().map_err(|error| reason(&error))?)?;
    // The profile of a palette or of Lab is none for the RGB that they become.
    let plain = meaning == Meaning::Plain;
    let orientation = decoder.find_tag_unsigned::<u8>(Tag::Orientation).ok().flatten();
    let orientation = orientation.and_then(Exif::from_exif).unwrap_or(Exif::NoTransforms);
    Ok(Header {
        width,
        height,
        model: if plain { kind.model } else { Model::Rgb },
        alpha: kind.alpha,
        icc: decoder.get_tag_u8_vec(Tag::IccProfile).ok().filter(|_| plain || meaning == Meaning::Palette),
        orientation: Orientation::from_exif(orientation.to_exif()),
    })
}

pub(super) fn pixels(bytes: &[u8]) -> Result<Raster, String> {
    let (bytes, meaning) = meaning::plain(bytes);
    let mut decoder = open(&bytes)?;
    let (width, height) = decoder.dimensions().map_err(|error| reason(&error))?;
    refuse_jpeg(&mut decoder)?;
    let colours = decoder.colortype().map_err(|error| reason(&error))?;
    let kind = Kind::of(colours)?;
    let multiplied = is_multiplied(&mut decoder);
    let mut read = DecodingResult::U8(Vec::new());
    let layout = decoder.read_image_to_buffer(&mut read).map_err(|error| reason(&error))?;
    let samples = eight_bits(read)?;
    let (width, height) = (width as usize, height as usize);
    let samples = match colours.bit_depth() {
        8 | 16 => interleaved(samples, &layout, kind.channels()),
        bits => unpacked(&samples, width, bits),
    };
    if meaning == Meaning::Palette {
        return coloured(&mut decoder, (width, height), samples, colours.bit_depth());
    }
    if samples.len() != width * height * kind.channels() {
        return Err("it ends too early".to_owned());
    }
    let (mut pixels, alpha) = if kind.alpha { parted(&samples, kind.channels()) } else { (samples, None) };
    if let Some(alpha) = alpha.as_ref().filter(|_| multiplied) {
        divide(&mut pixels, alpha, kind.model);
    }
    match meaning {
        Meaning::Lab => {
            let rgb = pixels.chunks_exact(3).flat_map(|lab| srgb_of_lab([lab[0], lab[1], lab[2]]));
            Ok(Raster { width, height, model: Model::Rgb, pixels: rgb.collect(), alpha })
        }
        _ => Ok(Raster { width, height, model: kind.model, pixels, alpha }),
    }
}

/// The colours of a palette, whose numbers were read as tones of gray.
fn coloured(
    decoder: &mut Decoder<Cursor<&[u8]>>,
    (width, height): (usize, usize),
    tones: Vec<u8>,
    bits: u8,
) -> Result<Raster, String> {
    let broken = || "its palette is damaged or cut off".to_owned();
    let map = decoder.find_tag_unsigned_vec::<u16>(Tag::ColorMap).ok().flatten().ok_or_else(broken)?;
    let colours = map.len() / 3;
    let highest = (1usize << bits.clamp(1, 8)) - 1;
    if bits > 8 || tones.len() != width * height || colours != highest + 1 {
        return Err(broken());
    }
    // All reds come first, then all greens and all blues, of sixteen bits each (TIFF 6.0, `ColorMap`).
    let colour = |tone: u8| {
        let at = usize::from(tone) * highest / 255;
        [0, 1, 2].map(|plane| eight(map[plane * colours + at]))
    };
    let pixels = tones.into_iter().flat_map(colour).collect();
    Ok(Raster { width, height, model: Model::Rgb, pixels, alpha: None })
}

/// JPEG inside of TIFF comes in two kinds and several samplings, which the library here does not read.
fn refuse_jpeg(decoder: &mut Decoder<Cursor<&[u8]>>) -> Result<(), String> {
    let method = decoder.find_tag_unsigned::<u16>(Tag::Compression).ok().flatten();
    if matches!(method, Some(6 | 7)) {
        return Err("it is a TIFF with JPEG inside: save it with LZW or ZIP, or as JPEG itself".to_owned());
    }
    Ok(())
}

/// What the samples of a TIFF stand for.
#[derive(Clone, Copy)]
struct Kind {
    model: Model,
    alpha: bool,
}

impl Kind {
    fn of(colours: ColorType) -> Result<Kind, String> {
        let kind = |model, alpha| Ok(Kind { model, alpha });
        match colours {
            ColorType::Gray(1 | 2 | 4 | 8 | 16) => kind(Model::Gray, false),
            ColorType::GrayA(8 | 16) => kind(Model::Gray, true),
            ColorType::RGB(8 | 16) => kind(Model::Rgb, false),
            ColorType::RGBA(8 | 16) => kind(Model::Rgb, true),
            ColorType::CMYK(8 | 16) => kind(Model::Cmyk, false),
            ColorType::CMYKA(8 | 16) => kind(Model::Cmyk, true),
            _ => Err(
                "it is a TIFF of a kind that satz does not read: take gray, RGB, CMYK or Lab of 8 or 16 bits"
                    .to_owned(),
            ),
        }
    }

    /// Samples for each pixel, alpha included.
    fn channels(self) -> usize {
        self.model.channels() + usize::from(self.alpha)
    }
}

fn open(bytes: &[u8]) -> Result<Decoder<Cursor<&[u8]>>, String> {
    Decoder::new(Cursor::new(bytes)).map_err(|error| reason(&error))
}

fn is_multiplied(decoder: &mut Decoder<Cursor<&[u8]>>) -> bool {
    let extra = decoder.find_tag_unsigned_vec::<u32>(Tag::ExtraSamples).ok().flatten();
    extra.is_some_and(|kinds| kinds.first() == Some(&ASSOCIATED_ALPHA))
}

fn eight_bits(read: DecodingResult) -> Result<Vec<u8>, String> {
    match read {
        DecodingResult::U8(samples) => Ok(samples),
        DecodingResult::U16(samples) => Ok(samples.into_iter().map(eight).collect()),
        _ => Err("its samples are no whole numbers of 8 or 16 bits".to_owned()),
    }
}

/// The nearest of the 256 tones: 65 535 is 255 times 257.
fn eight(sample: u16) -> u8 {
    u8::try_from((u32::from(sample) + 128) / 257).unwrap_or(u8::MAX)
}

/// Samples pixel by pixel, where the file may have one plane after the other.
fn interleaved(samples: Vec<u8>, layout: &BufferLayoutPreference, channels: usize) -> Vec<u8> {
    if layout.planes < 2 || channels < 2 {
        return samples;
    }
    let pixels = samples.len() / channels;
    (0..pixels)
        .flat_map(|pixel| (0..channels).map(move |plane| plane * pixels + pixel))
        .map(|at| samples[at])
        .collect()
}

/// Gray of one, two or four bits; every row starts with a new byte.
fn unpacked(packed: &[u8], width: usize, bits: u8) -> Vec<u8> {
    let bits = usize::from(bits.clamp(1, 8));
    let highest = (1u16 << bits) - 1;
    let row = (width * bits).div_ceil(8);
    let tone = |row: &[u8], x: usize| {
        let at = x * bits;
        let value = u16::from(row[at / 8]) >> (8 - bits - at % 8) & highest;
        u8::try_from(value * 255 / highest).unwrap_or(u8::MAX)
    };
    packed.chunks_exact(row.max(1)).flat_map(|row| (0..width).map(move |x| tone(row, x))).collect()
}

/// Parts colours and alpha; an alpha channel that hides nothing is dropped.
fn parted(samples: &[u8], channels: usize) -> (Vec<u8>, Option<Vec<u8>>) {
    let colours = channels - 1;
    let pixels = samples.chunks_exact(channels).flat_map(|pixel| &pixel[..colours]).copied().collect();
    let alpha: Vec<u8> = samples.chunks_exact(channels).map(|pixel| pixel[colours]).collect();
    let hides = alpha.iter().any(|alpha| *alpha < u8::MAX);
    (pixels, hides.then_some(alpha))
}

/// Takes the alpha out of colours that were multiplied by it. Ink counts from paper, light from black,
/// and both are zero there, so that one division serves both.
fn divide(pixels: &mut [u8], alpha: &[u8], model: Model) {
    for (pixel, alpha) in pixels.chunks_exact_mut(model.channels()).zip(alpha) {
        let alpha = u32::from(*alpha).max(1);
        for sample in pixel {
            *sample = u8::try_from((u32::from(*sample) * 255 + alpha / 2) / alpha).unwrap_or(u8::MAX);
        }
    }
}

/// The library's errors in our words.
fn reason(error: &TiffError) -> String {
    match error {
        TiffError::UnsupportedError(_) => {
            "it is a TIFF of a kind that satz does not read: take gray, RGB, CMYK or Lab of 8 or 16 bits, \
             uncompressed or with LZW or ZIP"
        }
        TiffError::IoError(_) => "it ends too early",
        TiffError::LimitsExceeded => "it needs too much memory",
        _ => "its data are damaged or cut off",
    }
    .to_owned()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use tiff::encoder::colortype::{CMYK8, Gray16, RGB8, RGBA8};
    use tiff::encoder::{TiffEncoder, colortype};

    /// A TIFF of some samples with further tags.
    pub(in crate::picture) fn written<C: colortype::ColorType<Inner = T>, T>(
        (width, height): (u32, u32),
        samples: &[T],
        orientation: u16,
    ) -> Vec<u8>
    where
        [T]: tiff::encoder::TiffValue,
    {
        let mut bytes = Cursor::new(Vec::new());
        let mut encoder = TiffEncoder::new(&mut bytes).unwrap();
        let mut image = encoder.new_image::<C>(width, height).unwrap();
        image.encoder().write_tag(Tag::Orientation, orientation).unwrap();
        image.write_data(samples).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn gray_colour_and_ink_are_read_as_they_are() {
        let rgb = pixels(&written::<RGB8, _>((2, 1), &[1, 2, 3, 4, 5, 6], 1)).unwrap();
        assert_eq!((rgb.model, rgb.pixels), (Model::Rgb, vec![1, 2, 3, 4, 5, 6]));
        let ink = pixels(&written::<CMYK8, _>((1, 1), &[10, 0, 255, 40], 1)).unwrap();
        assert_eq!((ink.model, ink.pixels), (Model::Cmyk, vec![10, 0, 255, 40]));
        let deep = pixels(&written::<Gray16, _>((3, 1), &[0u16, 257 * 77, 65_535], 1)).unwrap();
        assert_eq!((deep.model, deep.pixels), (Model::Gray, vec![0, 77, 255]));
    }

    #[test]
    fn alpha_is_parted_and_the_orientation_told() {
        let seen = written::<RGBA8, _>((2, 1), &[9, 9, 9, 255, 8, 8, 8, 100], 6);
        let raster = pixels(&seen).unwrap();
        assert_eq!((raster.pixels, raster.alpha), (vec![9, 9, 9, 8, 8, 8], Some(vec![255, 100])));
        let header = header(&seen).unwrap();
        assert!(header.alpha);
        assert_eq!(header.orientation.size(2, 1), (1, 2), "6 is a quarter turn");
    }

    /// A TIFF that claims another interpretation, and may have a palette.
    fn claiming(interpretation: u16, samples: &[u8], palette: Option<&[u16]>) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        let mut encoder = TiffEncoder::new(&mut bytes).unwrap();
        if let Some(palette) = palette {
            let mut image = encoder.new_image::<colortype::Gray8>(samples.len() as u32, 1).unwrap();
            image.encoder().write_tag(Tag::PhotometricInterpretation, interpretation).unwrap();
            image.encoder().write_tag(Tag::ColorMap, palette).unwrap();
            image.write_data(samples).unwrap();
        } else {
            let mut image = encoder.new_image::<RGB8>(samples.len() as u32 / 3, 1).unwrap();
            image.encoder().write_tag(Tag::PhotometricInterpretation, interpretation).unwrap();
            image.write_data(samples).unwrap();
        }
        bytes.into_inner()
    }

    #[test]
    fn palettes_and_lab_become_rgb() {
        let mut palette = vec![0u16; 768];
        (palette[7], palette[256 + 7], palette[512 + 7]) = (65_535, 257 * 50, 257);
        let indexed = claiming(3, &[0, 7], Some(&palette));
        let raster = pixels(&indexed).unwrap();
        assert_eq!((raster.model, raster.pixels), (Model::Rgb, vec![0, 0, 0, 255, 50, 1]));
        assert_eq!(header(&indexed).unwrap().model, Model::Rgb);
        let lab = pixels(&claiming(8, &[255, 0, 0, 0, 0, 0], None)).unwrap();
        assert_eq!((lab.model, lab.pixels), (Model::Rgb, vec![255, 255, 255, 0, 0, 0]));
        let short = claiming(3, &[0, 7], Some(&palette[..48]));
        assert!(pixels(&short).unwrap_err().contains("palette"));
    }

    #[test]
    fn jpeg_inside_is_refused_with_what_to_do() {
        let mut bytes = written::<RGB8, _>((1, 1), &[1, 2, 3], 1);
        // The entry of the tag `Compression`, 259, of type 3 with one value: its value becomes 7.
        let entry = [3, 1, 3, 0, 1, 0, 0, 0];
        let at = bytes.windows(8).position(|window| window == entry).unwrap() + 8;
        bytes[at] = 7;
        for refused in [header(&bytes).map(drop), pixels(&bytes).map(drop)] {
            assert!(refused.unwrap_err().contains("save it with LZW or ZIP"));
        }
    }

    #[test]
    fn rows_of_single_bits_are_unpacked() {
        assert_eq!(unpacked(&[0b1010_0000, 0b0100_0000], 3, 1), [255, 0, 255, 0, 255, 0]);
        assert_eq!(unpacked(&[0xf0], 2, 4), [255, 0]);
    }

    #[test]
    fn colours_that_were_multiplied_by_their_alpha_come_back() {
        let mut pixels = [64, 0, 127];
        divide(&mut pixels, &[128], Model::Rgb);
        assert_eq!(pixels, [128, 0, 253]);
    }

    #[test]
    fn a_file_that_is_cut_off_is_an_error() {
        let whole = written::<RGB8, _>((8, 8), &[7; 192], 1);
        for length in [3, 8, 20, whole.len() / 2] {
            assert!(pixels(&whole[..length]).is_err(), "{length}");
        }
    }
}
