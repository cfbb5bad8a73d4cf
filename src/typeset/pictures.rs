//! Pictures on laid-out pages, and the version of each that an output puts in its place.

use std::collections::BTreeMap;

use typst::foundations::Bytes;
use typst::layout::{Frame, FrameItem, Ratio, Transform};
use typst::syntax::Span;
use typst::utils::hash128;
use typst::visualize::{
    ExchangeFormat, Image, ImageKind, PixelEncoding, PixelFormat, RasterFormat, RasterImage, SvgImage,
};

use super::Pages;
use crate::diagnostic::Place;
use crate::picture::{Drawing, is_blank};

/// A picture of pixels, or the page of a PDF, as the pages show it.
#[derive(Debug, Clone)]
pub struct PlacedPicture {
    /// Names the picture's bytes; replacements are given under it.
    pub key: u128,
    /// The bytes that Typst was given.
    pub bytes: Bytes,
    /// The largest size at which the picture stands on any page, before clipping, in points.
    pub size: (f64, f64),
    /// The number of the first page that shows it, from 1.
    pub page: usize,
    /// Where the author placed it.
    pub place: Option<Place>,
}

/// A picture as an output shows it, ready for its pages; clones share it.
#[derive(Clone)]
pub struct Version(Option<ImageKind>);

impl Version {
    /// A version from the bytes of a picture of pixels or of an SVG. Those of a PDF leave what stands on the
    /// pages as it is.
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(kind_of(Bytes::new(bytes)))
    }

    /// A version of pixels.
    pub fn of_pixels(drawing: Drawing) -> Self {
        let side = |pixels: usize| u32::try_from(pixels).unwrap_or(u32::MAX);
        let format = RasterFormat::Pixel(PixelFormat {
            encoding: PixelEncoding::Rgba8,
            width: side(drawing.width),
            height: side(drawing.height),
        });
        let raster = RasterImage::plain(Bytes::new(drawing.pixels), format);
        Self(raster.ok().map(Into::into))
    }
}

/// Versions of pictures, by [`PlacedPicture::key`]; a picture without one stays as it is.
pub type Replacements = BTreeMap<u128, Version>;

impl Pages {
    /// The pictures on the pages, on the spine and on the flaps but for SVG, each once, in the order of their
    /// first appearance.
    pub fn pictures(&self) -> Vec<PlacedPicture> {
        let mut found: Vec<PlacedPicture> = Vec::new();
        for (index, page) in self.bound().enumerate() {
            visit_pictures(&page.frame, Transform::identity(), &mut |image, size, span| {
                let Some(bytes) = bytes_of(image) else { return };
                let key = hash128(&bytes);
                match found.iter_mut().find(|picture| picture.key == key) {
                    Some(picture) if picture.size.0 < size.0 => picture.size = size,
                    Some(_) => {}
                    None => found.push(PlacedPicture {
                        key,
                        bytes,
                        size,
                        page: index + 1,
                        place: self.home().place(span),
                    }),
                }
            });
        }
        found
    }
}

/// A frame with its pictures of pixels as `version` gives them, by the bytes that Typst was given.
pub fn with_pictures(frame: &Frame, version: &mut dyn FnMut(&[u8]) -> Option<Vec<u8>>) -> Frame {
    let mut frame = frame.clone();
    edit(&mut frame, &mut |item| {
        if let FrameItem::Image(image, ..) = item
            && let ImageKind::Raster(raster) = image.kind()
            && let Some(bytes) = version(raster.data())
        {
            put(image, Some(&Version::new(bytes)));
        }
        true
    });
    frame
}

/// Calls `change` on every item of a frame, groups included; an item is dropped on `false`.
pub(super) fn edit(frame: &mut Frame, change: &mut impl FnMut(&mut FrameItem) -> bool) {
    frame.retain(|item| {
        let keep = change(item);
        if let FrameItem::Group(group) = item {
            edit(&mut group.frame, change);
        }
        keep
    });
}

fn visit_pictures(frame: &Frame, outer: Transform, found: &mut impl FnMut(&Image, (f64, f64), Span)) {
    for (position, item) in frame.items() {
        match item {
            FrameItem::Group(group) => {
                let moved = outer
                    .pre_concat(Transform::translate(position.x, position.y))
                    .pre_concat(group.transform);
                visit_pictures(&group.frame, moved, found);
            }
            FrameItem::Image(image, size, span) => {
                let (x, y) = scale(outer);
                found(image, (size.x.to_pt() * x, size.y.to_pt() * y), *span);
            }
            FrameItem::Text(_) | FrameItem::Shape(..) | FrameItem::Link(..) | FrameItem::Tag(_) => {}
        }
    }
}

/// How much a transform enlarges along its two axes, whatever its rotation.
fn scale(transform: Transform) -> (f64, f64) {
    let length = |a: Ratio, b: Ratio| a.get().hypot(b.get());
    (length(transform.sx, transform.ky), length(transform.kx, transform.sy))
}

/// The author's bytes of a picture that outputs have versions of: of all but SVG, which is every output's.
fn bytes_of(image: &Image) -> Option<Bytes> {
    match image.kind() {
        ImageKind::Raster(raster) => Some(raster.data().clone()),
        ImageKind::Pdf(pdf) => Some(Bytes::new(pdf.document().pdf().data().as_ref().to_vec())),
        ImageKind::Svg(_) => None,
    }
}

pub(super) fn replace_picture(item: &mut FrameItem, pictures: &Replacements) {
    let FrameItem::Image(image, ..) = item else { return };
    let Some(bytes) = bytes_of(image) else { return };
    put(image, pictures.get(&hash128(&bytes)));
}

/// Puts a version into the place of a picture. A blank that stayed would be a lost picture.
fn put(image: &mut Image, version: Option<&Version>) {
    match version {
        Some(Version(Some(kind))) => {
            *image = Image::new(kind.clone(), image.alt().map(Into::into), image.scaling());
        }
        Some(Version(None)) | None => {
            let is_lost = matches!(image.kind(), ImageKind::Raster(raster) if is_blank(raster.data()));
            assert!(!is_lost, "every picture has a version for each output");
        }
    }
}

/// A version of a picture as Typst holds it; `None` for a PDF, which stays as it is.
fn kind_of(bytes: Bytes) -> Option<ImageKind> {
    if bytes.starts_with(b"<svg") {
        return Some(SvgImage::new(bytes).ok()?.into());
    }
    let format = RasterFormat::Exchange(ExchangeFormat::detect(&bytes)?);
    Some(RasterImage::plain(bytes, format).ok()?.into())
}
