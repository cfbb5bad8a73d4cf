//! The picture for each output.

use crate::colour::{Cmyk, Converter, Model, to_cmyk, to_gray, to_srgb};
use crate::diagnostic::Problem;

use super::decode::{self, Header, Raster};
use super::inked::{Inked, Samples, darkest, darkest_of, plane};
use super::orientation::Orientation;
use super::probe::broken;
use super::recipe::Placed;
use super::resample::resample;
use super::{Format, encode, metadata, pdf};

/// Resolution on the screen: two pixels for each of the 96 that CSS counts to the inch, sharp at a zoom of
/// 200 percent.
const SCREEN_PPI: f64 = 192.0;
/// Resolution in print, twice the screen ruling of 150 lines an inch.
const PRINT_PPI: f64 = 300.0;
/// Below this a finer picture is left as it is: resampling costs more sharpness than it saves bytes.
const PRINT_PPI_KEPT: f64 = 450.0;
/// The longest side in an EPUB, which fills the widest screens of reading systems.
const EPUB_SIDE: usize = 2000;

/// A converted picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Converted {
    /// The bytes of the file.
    pub bytes: Vec<u8>,
    /// Its format, which may differ from the source's.
    pub format: Format,
    /// Width in pixels; 0 for SVG, which has none of its own.
    pub width: usize,
    /// Height in pixels; 0 for SVG.
    pub height: usize,
}

/// The picture for the screen PDF: sRGB, upright, at most 192 pixels an inch at its placed size.
///
/// Opaque photographs become JPEG; pictures with transparent parts, and drawings of few colours, become
/// PNG. A picture that fits already keeps its pixels bit by bit; an SVG stays as it is, and a PDF becomes one.
pub fn for_screen(bytes: &[u8], name: &str, placed: Placed) -> Result<Converted, Problem> {
    let Some(source) = Source::read(bytes, name)? else { return drawing(bytes, name) };
    let (width, height) = source.header.orientation.size(source.raster.width, source.raster.height);
    let excess = placed.excess(width, height, SCREEN_PPI);
    Ok(source.in_srgb(bytes, excess))
}

/// The picture for an EPUB: sRGB, upright, at most 2000 pixels on its longer side, JPEG or PNG, which
/// every reading system must know (EPUB 3.3, core media types); an SVG stays as it is, and a PDF becomes one.
pub fn for_epub(bytes: &[u8], name: &str) -> Result<Converted, Problem> {
    let Some(source) = Source::read(bytes, name)? else { return drawing(bytes, name) };
    let excess = source.epub_excess();
    Ok(source.in_srgb(bytes, excess))
}

/// A picture of pixels on white, for reading devices that show what is transparent as black; one without
/// transparent parts stays as it is.
pub fn on_white(bytes: &[u8], name: &str) -> Result<Converted, Problem> {
    let format = Format::of(bytes).ok_or_else(|| broken(name, "it is not a picture that satz knows"))?;
    let raster = decode::pixels(bytes, format).map_err(|reason| broken(name, &reason))?;
    let Raster { width, height, model, mut pixels, alpha } = raster;
    let Some(alpha) = alpha else { return Ok(Converted { bytes: bytes.to_vec(), format, width, height }) };
    for (pixel, alpha) in pixels.chunks_exact_mut(model.channels()).zip(alpha) {
        for sample in pixel {
            let (own, alpha) = (u32::from(*sample), u32::from(alpha));
            *sample = u8::try_from((own * alpha + 255 * (255 - alpha) + 127) / 255).unwrap_or(u8::MAX);
        }
    }
    Ok(png(&Raster { width, height, model, pixels, alpha: None }))
}

/// What was drawn by satz: straight RGBA of eight bits, rows from top to bottom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing {
    /// Width in pixels.
    pub width: usize,
    /// Height in pixels.
    pub height: usize,
    /// Four bytes a pixel.
    pub pixels: Vec<u8>,
}

/// A drawing as shops and catalogues take it: a PNG of all its pixels.
pub fn drawing_for_shops(drawing: &Drawing) -> Converted {
    png(&drawn(drawing).raster)
}

/// A drawing as an EPUB shows it on its cover: in all its pixels, since shops ask for 2560 of them.
pub fn drawing_for_epub(drawing: &Drawing) -> Converted {
    drawn(drawing).in_srgb(&[], 1.0)
}

/// A drawing as a source without a file; it counts as WebP, whose bytes are never kept.
fn drawn(drawing: &Drawing) -> Source {
    let Drawing { width, height, pixels } = drawing;
    let raster = decode::from_rgba(*width, *height, pixels);
    let side = |pixels: usize| u32::try_from(pixels).unwrap_or(u32::MAX);
    let header = Header {
        width: side(*width),
        height: side(*height),
        model: raster.model,
        alpha: raster.alpha.is_some(),
        icc: None,
        orientation: Orientation::UPRIGHT,
    };
    Source { header, raster, format: Format::Webp }
}

/// The picture from which the cover is drawn: a TIFF as PNG in sRGB, upright, with all its pixels, and a PDF as
/// SVG; all others as they are.
pub fn for_drawing(bytes: &[u8], name: &str) -> Result<Vec<u8>, Problem> {
    match Format::of(bytes) {
        Some(Format::Tiff) => {
            let Some(Source { header, raster, .. }) = Source::read(bytes, name)? else {
                return Ok(Vec::new());
            };
            Ok(png(&srgb(header.orientation.apply(raster), header.icc.as_deref())).bytes)
        }
        Some(Format::Pdf) => pdf::to_svg(bytes, name),
        _ => Ok(bytes.to_vec()),
    }
}

/// The picture for print, at 300 pixels an inch if it has more than 450 at its placed size.
///
/// - Photographs become CMYK with full colour resolution.
/// - Gray pictures, and RGB pictures without any colour, print with black alone.
/// - Drawings of few colours keep their pixels, since JPEG would smear their edges, and their neutral
///   colours become black alone.
/// - Pictures in CMYK keep their inks.
pub fn for_print(bytes: &[u8], name: &str, placed: Placed, converter: &Converter) -> Result<Inked, Problem> {
    let Some(source) = Source::read(bytes, name)? else {
        return Err(broken(name, "it is a drawing and no picture of pixels"));
    };
    let Source { header, raster, format } = source;
    let drawn = format != Format::Jpeg && raster.is_drawn();
    let (width, height) = header.orientation.size(raster.width, raster.height);
    let excess = placed.excess(width, height, PRINT_PPI);
    let reduced = !drawn && excess > PRINT_PPI_KEPT / PRINT_PPI;
    let raster = if reduced { smaller(&raster, excess) } else { raster };
    let raster = header.orientation.apply(raster);
    let icc = header.icc.as_deref();
    let raster = if raster.model == Model::Cmyk { raster } else { srgb(raster, icc).neutral_as_gray() };
    let (samples, ink_sum) = match (drawn, raster.model) {
        (true, Model::Gray) => (Samples::Gray(plane(raster.width, raster.height, &raster.pixels)), 100.0),
        (true, _) => table(&raster, converter).unwrap_or_else(|| photo(&raster, converter)),
        (false, _) => photo(&raster, converter),
    };
    let side = |pixels: usize| u32::try_from(pixels).unwrap_or(u32::MAX);
    let alpha = raster.alpha.as_deref().map(|alpha| plane(raster.width, raster.height, alpha));
    Ok(Inked { width: side(raster.width), height: side(raster.height), samples, alpha, ink_sum })
}

/// A photograph in ink with its ink sum; the raster is in sRGB, gray or ink.
fn photo(raster: &Raster, converter: &Converter) -> (Samples, f32) {
    let (model, pixels, sum) = match raster.model {
        Model::Gray => (Model::Gray, raster.pixels.clone(), 100.0),
        model => {
            let pixels = to_cmyk(model, None, &raster.pixels, converter);
            let sum = darkest(&pixels);
            (Model::Cmyk, pixels, sum)
        }
    };
    (Samples::Photo(model, encode::jpeg(raster.width, raster.height, model, &pixels, 92)), sum)
}

/// A drawing in ink with its ink sum; `None` if it has more than 256 colours.
fn table(raster: &Raster, converter: &Converter) -> Option<(Samples, f32)> {
    let mut numbers = std::collections::HashMap::new();
    let mut table: Vec<Cmyk> = Vec::new();
    let mut indices = Vec::with_capacity(raster.width * raster.height);
    for pixel in raster.pixels.chunks_exact(raster.model.channels()) {
        let number = match numbers.get(pixel) {
            Some(number) => *number,
            None => {
                let number = u8::try_from(table.len()).ok()?;
                table.push(match *pixel {
                    [r, g, b] => converter.colour([r, g, b]),
                    [c, m, y, k] => [c, m, y, k],
                    _ => return None,
                });
                numbers.insert(pixel, number);
                number
            }
        };
        indices.push(number);
    }
    let sum = darkest_of(&table);
    Some((Samples::Table(table, plane(raster.width, raster.height, &indices)), sum))
}

/// A picture that was read.
struct Source {
    header: Header,
    raster: Raster,
    format: Format,
}

impl Source {
    /// Reads pixels; `None` for a drawing or a PDF, which have none.
    fn read(bytes: &[u8], name: &str) -> Result<Option<Source>, Problem> {
        let format = match Format::of(bytes) {
            Some(Format::Svg | Format::Pdf) => return Ok(None),
            Some(format) => format,
            None => return Err(broken(name, "it is not a picture that satz knows")),
        };
        let header = decode::header(bytes, format).map_err(|reason| broken(name, &reason))?;
        let raster = decode::pixels(bytes, format).map_err(|reason| broken(name, &reason))?;
        Ok(Some(Source { header, raster, format }))
    }

    /// How much finer the picture is than an EPUB needs.
    #[expect(clippy::cast_precision_loss, reason = "pixel counts are far below 2^52")]
    fn epub_excess(&self) -> f64 {
        self.raster.width.max(self.raster.height) as f64 / EPUB_SIDE as f64
    }

    /// The picture in sRGB, made smaller by `excess` if that is more than 1.
    fn in_srgb(self, bytes: &[u8], excess: f64) -> Converted {
        let Source { header, raster, format } = self;
        let (width, height) = (raster.width, raster.height);
        let drawn = format != Format::Jpeg && raster.is_drawn();
        let fits = excess <= 1.0
            && header.orientation == Orientation::UPRIGHT
            && header.icc.is_none()
            && header.model != Model::Cmyk;
        let kept = format == Format::Jpeg || (format == Format::Png && (drawn || raster.alpha.is_some()));
        if fits && kept {
            return Converted { bytes: metadata::removed(bytes, format), format, width, height };
        }
        let raster = if excess > 1.0 { smaller(&raster, excess) } else { raster };
        let raster = srgb(header.orientation.apply(raster), header.icc.as_deref());
        if raster.alpha.is_some() || drawn {
            return png(&raster);
        }
        let bytes = encode::jpeg(raster.width, raster.height, raster.model, &raster.pixels, 85);
        Converted { bytes, format: Format::Jpeg, width: raster.width, height: raster.height }
    }
}

/// A drawing as SVG.
fn drawing(bytes: &[u8], name: &str) -> Result<Converted, Problem> {
    let bytes = match Format::of(bytes) {
        Some(Format::Pdf) => pdf::to_svg(bytes, name)?,
        _ => bytes.to_vec(),
    };
    Ok(Converted { bytes, format: Format::Svg, width: 0, height: 0 })
}

fn png(raster: &Raster) -> Converted {
    let bytes =
        encode::png(raster.width, raster.height, raster.model, &raster.pixels, raster.alpha.as_deref());
    Converted { bytes, format: Format::Png, width: raster.width, height: raster.height }
}

/// Colours in sRGB; gray stays gray.
fn srgb(raster: Raster, icc: Option<&[u8]>) -> Raster {
    match raster.model {
        Model::Gray => Raster { pixels: to_gray(icc, &raster.pixels), ..raster },
        model => Raster { pixels: to_srgb(model, icc, &raster.pixels), model: Model::Rgb, ..raster },
    }
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "pixel counts are far below 2^52, and the excess is above 1"
)]
fn smaller(raster: &Raster, excess: f64) -> Raster {
    let side = |pixels: usize| ((pixels as f64 / excess).round() as usize).clamp(1, pixels);
    resample(raster, side(raster.width), side(raster.height))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::colour::Profile;

    const INCH: Placed = Placed { width: 72.0, height: 72.0 };

    fn photo(side: usize) -> Vec<u8> {
        let pixels: Vec<u8> = (0..side * side)
            .flat_map(|i| [(i % 251) as u8, (i / side % 241) as u8, (i * 7 % 239) as u8])
            .collect();
        encode::jpeg(side, side, Model::Rgb, &pixels, 90)
    }

    fn print(bytes: &[u8]) -> Inked {
        for_print(bytes, "x", INCH, &Converter::new(Profile::standard()).unwrap()).unwrap()
    }

    #[test]
    fn a_photo_is_reduced_to_what_its_size_needs() {
        let large = photo(600);
        let screen = for_screen(&large, "x", INCH).unwrap();
        assert_eq!((screen.format, screen.width, screen.height), (Format::Jpeg, 192, 192));
        let printed = print(&large);
        assert_eq!((printed.width, printed.height), (300, 300));
        let Samples::Photo(Model::Cmyk, jpeg) = printed.samples else { panic!("no photo in ink") };
        assert_eq!(decode::pixels(&jpeg, Format::Jpeg).unwrap().model, Model::Cmyk);
        assert!(printed.ink_sum > 50.0 && printed.ink_sum < 310.0, "{}", printed.ink_sum);
        assert_eq!(print(&photo(400)).width, 400, "between 300 and 450 ppi a picture keeps its pixels");
    }

    #[test]
    fn a_small_photo_keeps_its_bytes_and_is_never_enlarged() {
        let small = photo(100);
        assert_eq!(for_screen(&small, "x", INCH).unwrap().bytes, small);
        assert_eq!(for_epub(&small, "x").unwrap().bytes, small);
        assert_eq!(print(&small).width, 100);
    }

    #[test]
    fn gray_prints_with_black_alone() {
        let gray =
            encode::jpeg(64, 64, Model::Gray, &(0..4096).map(|i| (i % 255) as u8).collect::<Vec<_>>(), 90);
        assert!(matches!(print(&gray).samples, Samples::Photo(Model::Gray, _)));
    }

    #[test]
    fn drawings_keep_their_pixels_and_their_transparency() {
        let drawn = encode::png(40, 40, Model::Rgb, &[200, 10, 10].repeat(1600), None);
        let seen = encode::png(40, 40, Model::Rgb, &[200, 10, 10].repeat(1600), Some(&[128; 1600]));
        for (picture, alpha) in [(drawn, false), (seen, true)] {
            let printed = print(&picture);
            assert!(matches!(&printed.samples, Samples::Table(table, _) if table.len() == 1));
            assert_eq!(printed.alpha.is_some(), alpha);
            assert_eq!(for_screen(&picture, "x", INCH).unwrap().format, Format::Png);
            assert_eq!(for_epub(&picture, "x").unwrap().format, Format::Png);
        }
    }

    #[test]
    fn the_neutral_colours_of_a_drawing_print_with_black_alone() {
        let pixels = [[0, 0, 0], [255, 0, 0], [128, 128, 128], [255, 255, 255]].concat().repeat(100);
        let printed = print(&encode::png(20, 20, Model::Rgb, &pixels, None));
        let Samples::Table(table, _) = printed.samples else { panic!("no drawing") };
        assert_eq!((table[0], table[2], table[3]), ([0, 0, 0, 255], [0, 0, 0, 127], [0; 4]));
    }

    #[test]
    fn ink_of_a_tiff_stays_and_is_shown_in_srgb() {
        use crate::picture::tiff::tests::written;
        let inks = [[0, 0, 0, 255], [255, 0, 0, 0]].concat().repeat(50);
        let tiff = written::<::tiff::encoder::colortype::CMYK8, _>((20, 5), &inks, 1);
        let Samples::Table(table, _) = print(&tiff).samples else { panic!("no drawing") };
        assert_eq!(table, [[0, 0, 0, 255], [255, 0, 0, 0]]);
        let shown = decode::pixels(&for_drawing(&tiff, "x").unwrap(), Format::Png).unwrap();
        assert_eq!((shown.model, shown.width), (Model::Rgb, 20));
        assert!(shown.pixels[..3].iter().all(|light| *light < 70), "{:?}", &shown.pixels[..3]);
        assert!(shown.pixels[3] < 60 && shown.pixels[5] > 180, "{:?}", &shown.pixels[3..6]);
        assert_eq!(for_drawing(&photo(8), "x"), Ok(photo(8)));
    }

    #[test]
    fn profiles_of_version_2_4_are_honoured() {
        let adobe = moxcms::ColorProfile::new_adobe_rgb().encode().unwrap();
        let mut newer = adobe.clone();
        newer[8..12].copy_from_slice(&[2, 0x40, 0, 0]);
        let pixels = [60, 200, 60].repeat(64);
        let with = |icc: &[u8]| {
            let mut bytes = Vec::new();
            let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, 95);
            encoder.add_icc_profile(icc).unwrap();
            encoder.encode(&pixels, 8, 8, jpeg_encoder::ColorType::Rgb).unwrap();
            decode::pixels(&for_epub(&bytes, "x").unwrap().bytes, Format::Jpeg).unwrap().pixels[..3].to_vec()
        };
        let (found, plain) = (with(&newer), 60);
        assert_eq!(found, with(&adobe));
        assert!(found[0].abs_diff(plain) > 20, "the wide green leaves no red in sRGB: {found:?}");
    }

    #[test]
    fn a_pdf_is_a_drawing_on_the_screen() {
        let pdf = crate::picture::pdf::tests::page("1 0 0 0 k 0 0 36 36 re f", "");
        for made in [for_epub(&pdf, "x"), for_screen(&pdf, "x", INCH)] {
            let made = made.unwrap();
            assert!(made.format == Format::Svg && made.bytes.starts_with(b"<svg"));
        }
    }

    #[test]
    fn an_svg_passes_through() {
        let svg = b"<svg xmlns='http://www.w3.org/2000/svg'/>";
        assert_eq!(for_epub(svg, "x").unwrap().bytes, svg);
        assert_eq!(for_epub(svg, "x").unwrap().format, Format::Svg);
    }

    #[test]
    fn the_same_picture_gives_the_same_bytes() {
        let large = photo(500);
        assert_eq!(print(&large), print(&large));
        assert_eq!(for_screen(&large, "x", INCH), for_screen(&large, "x", INCH));
    }

    #[test]
    fn a_picture_cut_off_is_an_error() {
        let png = encode::png(40, 40, Model::Rgb, &[1; 4800], None);
        assert_eq!(for_epub(&png[..60], "x").unwrap_err().code, "picture/broken");
    }
}
