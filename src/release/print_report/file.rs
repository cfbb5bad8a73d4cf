//! One file of the print shop.

use serde::Serialize;

use super::inks::{InkSum, highest, plates};
use super::millimetres;
use crate::cache::sha256;
use crate::diagnostic::Problem;
use crate::page::{Inventory, Page, PlacedPicture, Rect, Space};

/// A file, and what was read back from it.
pub struct PrintFile<'a> {
    /// Its name.
    pub file: String,
    /// What of the copy it is: `content`, `cover` or `sheet`.
    pub part: &'static str,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// Its inventory.
    pub read: &'a Inventory,
    /// What preflight found in it.
    pub findings: &'a [Problem],
}

/// What the shop wants to know of a file.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct FileReport {
    file: String,
    part: &'static str,
    bytes: usize,
    sha256: String,
    standard: Option<String>,
    page_count: usize,
    trim_mm: Option<Size>,
    /// Of the side that has least of it.
    bleed_mm: Option<f64>,
    /// The plates, the process colours first.
    inks: Vec<String>,
    spots: Vec<String>,
    /// Pages that print with more than black.
    colour_pages: Vec<usize>,
    blank_pages: Vec<usize>,
    ink_sum: Option<InkSum>,
    fonts: Vec<Font>,
    pictures: Vec<Picture>,
    pages: Vec<PageReport>,
}

/// Width and height.
type Size = [f64; 2];

#[derive(Debug, Serialize)]
struct Font {
    name: String,
    embedded: bool,
}

/// A picture where it stands.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Picture {
    page: usize,
    left_mm: f64,
    top_mm: f64,
    size_mm: Size,
    pixels: [u32; 2],
    ppi: f64,
    space: Space,
    bits: u8,
    ink_sum: Option<f64>,
}

/// The boxes of a page as left, top, width and height from the corner of its trim, and its plates.
#[derive(Debug, Serialize)]
struct PageReport {
    page: usize,
    media: [f64; 4],
    bleed: Option<[f64; 4]>,
    trim: Option<[f64; 4]>,
    inks: Vec<String>,
}

pub(super) fn describe(file: &PrintFile<'_>) -> FileReport {
    let pages = &file.read.pages;
    let inks: Vec<Vec<String>> = pages.iter().map(|page| plates([page])).collect();
    let black_alone = |inks: &Vec<String>| inks.iter().all(|ink| ink == "black");
    let first = pages.first().and_then(|page| page.boxes.trim);
    FileReport {
        file: file.file.clone(),
        part: file.part,
        bytes: file.bytes.len(),
        sha256: sha256(file.bytes),
        standard: file.read.facts.pdfx.clone(),
        page_count: pages.len(),
        trim_mm: first.map(|trim| [trim.width(), trim.height()].map(|side| millimetres(side.into()))),
        bleed_mm: least_bleed(pages),
        inks: plates(pages),
        spots: file.read.spots.iter().map(|spot| spot.name.to_string()).collect(),
        colour_pages: (1..).zip(&inks).filter(|(_, inks)| !black_alone(inks)).map(|(page, _)| page).collect(),
        blank_pages: (1..).zip(pages).filter(|(_, page)| page.is_blank()).map(|(page, _)| page).collect(),
        ink_sum: highest(pages),
        fonts: file
            .read
            .fonts
            .iter()
            .map(|font| Font { name: font.name.to_string(), embedded: font.embedded })
            .collect(),
        pictures: (1..).zip(pages).flat_map(|(number, page)| pictures(number, page)).collect(),
        pages: (1..).zip(pages).zip(inks).map(|((number, page), inks)| boxes(number, page, inks)).collect(),
    }
}

fn least_bleed(pages: &[Page]) -> Option<f64> {
    let of_page = |page: &Page| {
        let (bleed, trim) = (page.boxes.bleed?, page.boxes.trim?);
        Some(
            [
                trim.left - bleed.left,
                trim.top - bleed.top,
                bleed.right - trim.right,
                bleed.bottom - trim.bottom,
            ]
            .into_iter()
            .fold(f32::INFINITY, f32::min),
        )
    };
    let least = pages.iter().map(of_page).collect::<Option<Vec<f32>>>()?.into_iter().reduce(f32::min)?;
    Some(millimetres(least.into()))
}

/// What only says where to paint, and single dots of gradients, are no pictures for a reader.
fn pictures(number: usize, page: &Page) -> impl Iterator<Item = Picture> {
    let counts = |picture: &&PlacedPicture| {
        picture.space != Space::Mask && picture.pixels.0 > 1 && picture.pixels.1 > 1
    };
    page.pictures.iter().filter(counts).map(move |picture| Picture {
        page: number,
        left_mm: millimetres(picture.rect.left.into()),
        top_mm: millimetres(picture.rect.top.into()),
        size_mm: [picture.size.0, picture.size.1].map(|side| millimetres(side.into())),
        pixels: [picture.pixels.0, picture.pixels.1],
        ppi: f64::from(picture.ppi()).round(),
        space: picture.space,
        bits: picture.bits,
        ink_sum: picture.ink_sum.map(|sum| f64::from(sum).round()),
    })
}

fn boxes(number: usize, page: &Page, inks: Vec<String>) -> PageReport {
    let corners =
        |rect: Rect| [rect.left, rect.top, rect.width(), rect.height()].map(|side| millimetres(side.into()));
    PageReport {
        page: number,
        media: corners(page.boxes.media),
        bleed: page.boxes.bleed.map(corners),
        trim: page.boxes.trim.map(corners),
        inks,
    }
}

impl InkSum {
    pub(super) fn at(percent: f32, page: usize, rect: Rect, of: &'static str) -> Self {
        Self {
            percent: f64::from(percent).round(),
            page,
            left_mm: millimetres(rect.left.into()),
            top_mm: millimetres(rect.top.into()),
            of,
        }
    }
}
