//! Pages beside each other on larger ones: the cover around its spine, the panels of a folded flyer, and
//! the sheets for the office printer.
//!
//! Each page becomes a form (ISO 32000-1, 8.10), so that what stands on it is not touched.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::geometry::{Corners, page_box};
use super::walk::Walker;
use super::{broken, open};
use crate::diagnostic::Problem;

/// Pages that were joined.
#[derive(Debug, Clone, PartialEq)]
pub struct Joined {
    /// The new file.
    pub pdf: Vec<u8>,
    /// For each of its pages, where it is folded: from the left trim edge, in points.
    pub folds: Vec<Vec<f32>>,
}

/// One page of a new file, made of one or more pages of another.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sheet {
    /// The pages from left to right, counted from 0.
    pub pages: Vec<usize>,
    /// So many points stay unprinted on both sides of the page in the middle, where glue has to hold.
    pub glue: f32,
}

impl From<Vec<usize>> for Sheet {
    fn from(pages: Vec<usize>) -> Self {
        Self { pages, glue: 0.0 }
    }
}

/// Makes a file of some pages of another; those of a sheet stand beside each other from left to right.
///
/// A joined page has one trim box. Inside of it each page is cut at its own trim; on the outer edges its bleed
/// stays. Links and outlines are left out, for they would lead to pages that are not there.
///
/// # Errors
/// `print/broken-pdf` for what is no PDF, or lacks one of the pages.
pub fn join(pdf: &[u8], sheets: &[Sheet]) -> Result<Joined, Problem> {
    let mut document = open(pdf)?;
    let all = read_pages(&document)?;
    let mut kids = Vec::new();
    let mut folds = Vec::new();
    for sheet in sheets {
        let parts = parts(&all, &sheet.pages)?;
        let (page, at) = match parts.as_slice() {
            [only] => (only.whole(), Vec::new()),
            parts => beside(&mut document, parts, sheet.glue)?,
        };
        kids.push(document.add_object(page));
        folds.push(at);
    }
    Ok(Joined { pdf: write(document, &kids)?, folds })
}

/// One of the sides of the sheets for the office printer; `None` is an empty place.
pub type Side = Vec<Option<usize>>;

/// The sides of the sheets of a folded and stapled booklet, the front of the outermost sheet first.
///
/// The pages come in fours; where some are missing, empty ones stand before the last page, so that the back
/// cover stays outside. A booklet of eight pages has the sides 8 1, 2 7, 6 3, 4 5.
pub fn booklet(pages: usize) -> Vec<Side> {
    let places = pages.div_ceil(4) * 4;
    let page = |place: usize| {
        let last = pages.checked_sub(1)?;
        match place {
            place if place + 1 == places => Some(last),
            place => (place < last).then_some(place),
        }
    };
    let side = |n: usize| {
        let (low, high) = (n, places - 1 - n);
        if n.is_multiple_of(2) { vec![page(high), page(low)] } else { vec![page(low), page(high)] }
    };
    (0..places / 2).map(side).collect()
}

/// The papers of office printers, lying: DIN A4 and A3, in points.
const PAPERS: [(f32, f32); 2] = [(841.89, 595.28), (1190.55, 841.89)];

/// Puts trimmed pages on sheets for the office printer, to be printed on both sides and turned over the short
/// edge: on A4 where they fit in full size, else on A3, and smaller where even that is too small.
///
/// # Errors
/// `print/broken-pdf` for what is no PDF, or lacks one of the pages.
pub fn proof(pdf: &[u8], sides: &[Side]) -> Result<Vec<u8>, Problem> {
    let mut document = open(pdf)?;
    let all = read_pages(&document)?;
    let first = all.first().ok_or_else(|| broken("it has no pages"))?;
    let (blank, height) = (width(first.trim), first.trim[3] - first.trim[1]);
    let wide = |side: &Side| {
        side.iter()
            .map(|page| page.and_then(|page| all.get(page)).map_or(blank, |page| width(page.trim)))
            .sum()
    };
    let widest = sides.iter().map(wide).fold(0.0_f32, f32::max);
    let fits = PAPERS.into_iter().find(|paper| widest <= paper.0 + 0.5 && height <= paper.1 + 0.5);
    let paper = fits.unwrap_or(PAPERS[1]);
    let scale = (paper.0 / widest).min(paper.1 / height).min(1.0);
    let mut kids = Vec::new();
    for side in sides {
        let mut canvas = Canvas::default();
        let mut x = (paper.0 - scale * wide(side)) / 2.0;
        let y = (paper.1 - scale * height) / 2.0;
        for place in side {
            let Some(number) = place else {
                x += scale * blank;
                continue;
            };
            let page = all.get(*number).ok_or_else(|| broken("a page is missing"))?;
            canvas.place(&mut document, page, page.trim, scale, (x, y));
            x += scale * width(page.trim);
        }
        let page = canvas.page(&mut document, [0.0, 0.0, paper.0, paper.1]);
        kids.push(document.add_object(page));
    }
    if let Ok(catalog) = document.catalog_mut() {
        let wishes = dictionary! { "Duplex" => "DuplexFlipShortEdge", "PrintScaling" => "None" };
        catalog.set("ViewerPreferences", wishes);
    }
    write(document, &kids)
}

/// A page with what it inherits.
struct Part {
    id: ObjectId,
    page: Dictionary,
    media: Corners,
    trim: Corners,
}

impl Part {
    fn whole(&self) -> Dictionary {
        let mut page = self.page.clone();
        page.remove(b"Annots");
        page
    }
}

fn width(corners: Corners) -> f32 {
    corners[2] - corners[0]
}

fn read_pages(document: &Document) -> Result<Vec<Part>, Problem> {
    let read = |id: ObjectId| {
        let mut page = document.get_dictionary(id).ok()?.clone();
        let media = page_box(document, &page, b"MediaBox")?;
        let trim = page_box(document, &page, b"TrimBox").unwrap_or(media);
        let resources = inherited(document, &page, b"Resources").unwrap_or_else(|| Dictionary::new().into());
        page.set("Resources", resources);
        page.set("MediaBox", media.map(Object::Real).to_vec());
        Some(Part { id, page, media, trim })
    };
    let pages: Vec<Option<Part>> = document.page_iter().map(read).collect();
    pages.into_iter().map(|page| page.ok_or_else(|| broken("a page has no size"))).collect()
}

fn inherited(document: &Document, page: &Dictionary, key: &[u8]) -> Option<Object> {
    let mut node = page;
    for _ in 0..32 {
        if let Ok(value) = node.get(key) {
            return Some(value.clone());
        }
        node = node.get_deref(b"Parent", document).ok()?.as_dict().ok()?;
    }
    None
}

fn parts<'a>(all: &'a [Part], numbers: &[usize]) -> Result<Vec<&'a Part>, Problem> {
    numbers.iter().map(|number| all.get(*number).ok_or_else(|| broken("a page is missing"))).collect()
}

/// A page reaches under its right neighbour by so many points of its bleed, so that no viewer draws a light
/// line where the two meet.
const OVERLAP: f32 = 0.25;

/// Where the neighbour is painted up to the fold it hides more than that: as much as the pixels of a screen, which
/// mix what both paint on them.
const HIDDEN: f32 = 1.5;

/// Where a page is painted along its left edge: from and to, in points from its lower edge.
fn painted(document: &Document, part: &Part) -> Vec<(f32, f32)> {
    let page = Walker::new(document).page(part.id, part.trim);
    let areas = page.areas.iter().filter(|area| area.is_rectangle).map(|area| area.seen);
    let pictures = page.pictures.iter().map(|picture| picture.seen);
    let at_edge = areas.chain(pictures).filter(|seen| seen.left <= 0.0 && seen.right >= HIDDEN);
    at_edge.map(|seen| (part.trim[3] - seen.bottom, part.trim[3] - seen.top)).collect()
}

/// One page of several, and where they meet.
fn beside(document: &mut Document, parts: &[&Part], glue: f32) -> Result<(Dictionary, Vec<f32>), Problem> {
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else {
        return Err(broken("a sheet has no pages"));
    };
    let left = first.trim[0] - first.media[0];
    let below = parts.iter().map(|part| part.trim[1] - part.media[1]).fold(f32::INFINITY, f32::min);
    let above = parts.iter().map(|part| part.media[3] - part.trim[3]).fold(f32::INFINITY, f32::min);
    let height = first.trim[3] - first.trim[1];
    let behind: Vec<Vec<(f32, f32)>> = parts.iter().skip(1).map(|part| painted(document, part)).collect();
    let mut canvas = Canvas::default();
    let mut x = left;
    let mut folds = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        let mut from = if index == 0 { part.media[0] } else { part.trim[0] };
        let mut to =
            if index + 1 == parts.len() { part.media[2] } else { part.media[2].min(part.trim[2] + OVERLAP) };
        if glue > 0.0 && index + 1 == parts.len() / 2 {
            to = part.trim[2] - glue;
        }
        if glue > 0.0 && index == parts.len() / 2 + 1 {
            from = part.trim[0] + glue;
        }
        let clip = [from, part.trim[1] - below, to, part.trim[3] + above];
        let (edge, reach) = (part.trim[2], part.media[2].min(part.trim[2] + HIDDEN));
        let meets = if to > edge { behind.get(index) } else { None };
        let hidden: Vec<Corners> = meets
            .into_iter()
            .flatten()
            .map(|(low, high)| [edge - HIDDEN, low.max(clip[1]), reach, high.min(clip[3])])
            .collect();
        canvas.place_with(document, part, clip, &hidden, 1.0, (x - part.trim[0] + from, 0.0));
        x += width(part.trim);
        folds.push(x - left);
    }
    folds.pop();
    let right = last.media[2] - last.trim[2];
    let mut page = canvas.page(document, [0.0, 0.0, x + right, below + height + above]);
    page.set("TrimBox", [left, below, x, below + height].map(Object::Real).to_vec());
    Ok((page, folds))
}

/// A new page that takes forms.
#[derive(Default)]
struct Canvas {
    content: String,
    forms: Dictionary,
}

impl Canvas {
    /// Shows what a page has inside of `clip`, whose lower left corner comes to `at`.
    fn place(&mut self, document: &mut Document, part: &Part, clip: Corners, scale: f32, at: (f32, f32)) {
        self.place_with(document, part, clip, &[], scale, at);
    }

    /// The same, and what it has inside of some more rectangles.
    fn place_with(
        &mut self,
        document: &mut Document,
        part: &Part,
        clip: Corners,
        more: &[Corners],
        scale: f32,
        at: (f32, f32),
    ) {
        let content = document.get_page_content(part.id);
        let around = more.iter().fold(clip, |around, other| {
            let [left, low, right, high] = *other;
            [around[0].min(left), around[1].min(low), around[2].max(right), around[3].max(high)]
        });
        let mut form = dictionary! {
            "Type" => "XObject", "Subtype" => "Form", "BBox" => around.map(Object::Real).to_vec(),
            "Resources" => part.page.get(b"Resources").cloned().unwrap_or(Object::Null),
        };
        if let Ok(group) = part.page.get(b"Group") {
            form.set("Group", group.clone());
        }
        let mut form = Stream::new(form, content);
        let _ = form.compress();
        let name = format!("p{}", self.forms.len());
        let (x, y) = (at.0 - scale * clip[0], at.1 - scale * clip[1]);
        let path: String = [&[clip], more].concat().iter().map(rectangle).collect();
        let cut = if more.is_empty() { String::new() } else { format!("{path}W n ") };
        self.content += &format!("q {scale} 0 0 {scale} {x:.4} {y:.4} cm {cut}/{name} Do Q\n");
        self.forms.set(name, document.add_object(form));
    }

    fn page(self, document: &mut Document, media: Corners) -> Dictionary {
        let content = document.add_object(Stream::new(Dictionary::new(), self.content.into_bytes()));
        dictionary! {
            "Type" => "Page", "MediaBox" => media.map(Object::Real).to_vec(), "Contents" => content,
            "Resources" => dictionary! { "XObject" => self.forms },
        }
    }
}

/// The operator that adds a rectangle to a path.
fn rectangle([left, low, right, high]: &Corners) -> String {
    format!("{left:.4} {low:.4} {:.4} {:.4} re ", right - left, high - low)
}

/// Writes the document with these pages and no others.
fn write(mut document: Document, kids: &[ObjectId]) -> Result<Vec<u8>, Problem> {
    let count = i64::try_from(kids.len()).unwrap_or(i64::MAX);
    let tree = document.new_object_id();
    let list: Vec<Object> = kids.iter().map(|kid| Object::Reference(*kid)).collect();
    document.set_object(tree, dictionary! { "Type" => "Pages", "Kids" => list, "Count" => count });
    for kid in kids {
        if let Ok(page) = document.get_dictionary_mut(*kid) {
            page.set("Parent", tree);
        }
    }
    let catalog = document.catalog_mut().map_err(|_| broken("it has no catalog"))?;
    catalog.set("Pages", tree);
    for key in [&b"Outlines"[..], b"Names", b"Dests", b"PageLabels", b"PageMode", b"OpenAction"] {
        catalog.remove(key);
    }
    document.prune_objects();
    document.renumber_objects();
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).map_err(|_| broken("it cannot be written"))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::print::inspect;

    /// Pages of 100 by 200 points with 8 points of bleed, each with a line of its own grey over its bleed.
    fn pages(widths: &[f32]) -> Vec<u8> {
        let mut document = Document::with_version("1.6");
        let tree = document.new_object_id();
        let mut kids: Vec<Object> = Vec::new();
        for (index, width) in widths.iter().enumerate() {
            let grey = (index + 1) as f32 / 10.0;
            let content = format!("{grey} G 2 w 0 100 m {} 100 l S", width + 16.0);
            let content = document.add_object(Stream::new(Dictionary::new(), content.into_bytes()));
            let page = dictionary! {
                "Type" => "Page", "Parent" => tree, "Contents" => content,
                "MediaBox" => [0.0, 0.0, width + 16.0, 216.0].map(Object::Real).to_vec(),
                "TrimBox" => [8.0, 8.0, width + 8.0, 208.0].map(Object::Real).to_vec(),
            };
            kids.push(document.add_object(page).into());
        }
        let count = kids.len() as i64;
        document.set_object(tree, dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count });
        let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
        document.trailer.set("Root", catalog);
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        bytes
    }

    fn numbers(sides: &[Side]) -> Vec<Vec<usize>> {
        sides.iter().map(|side| side.iter().map(|page| page.map_or(0, |page| page + 1)).collect()).collect()
    }

    #[test]
    fn a_booklet_comes_in_the_order_of_its_sheets() {
        assert_eq!(numbers(&booklet(4)), [[4, 1], [2, 3]]);
        assert_eq!(numbers(&booklet(8)), [[8, 1], [2, 7], [6, 3], [4, 5]]);
        assert_eq!(numbers(&booklet(12)), [[12, 1], [2, 11], [10, 3], [4, 9], [8, 5], [6, 7]]);
        assert_eq!(numbers(&booklet(0)), Vec::<Vec<usize>>::new());
    }

    #[test]
    fn empty_pages_stand_before_the_back_cover() {
        assert_eq!(numbers(&booklet(1)), [[1, 0], [0, 0]]);
        assert_eq!(numbers(&booklet(6)), [[6, 1], [2, 0], [0, 3], [4, 5]]);
    }

    /// Folding proves the order: the pages that lie on one another are leaves of consecutive numbers.
    #[test]
    fn a_folded_booklet_reads_in_order() {
        for count in (4..=80).step_by(4) {
            let sides = numbers(&booklet(count));
            let mut read: Vec<usize> = Vec::new();
            for sheet in sides.chunks(2) {
                read.extend([sheet[0][1], sheet[1][0]]);
            }
            for sheet in sides.chunks(2).rev() {
                read.extend([sheet[1][1], sheet[0][0]]);
            }
            assert_eq!(read, (1..=count).collect::<Vec<_>>());
        }
    }

    #[test]
    fn joined_pages_have_one_trim_and_keep_the_bleed_of_their_outer_edges() {
        let joined = join(&pages(&[100.0, 8.0, 100.0]), &[vec![2, 1, 0].into(), vec![1].into()]).unwrap();
        assert_eq!(joined.folds, [vec![100.0, 108.0], vec![]]);
        let read = inspect(&joined.pdf).unwrap();
        let boxes = read.pages[0].boxes;
        let trim = boxes.trim.unwrap();
        assert_eq!((trim.width(), trim.height()), (208.0, 200.0));
        assert_eq!((boxes.media.left, boxes.media.right), (-8.0, 216.0));
        assert_eq!(read.pages[1].boxes.trim.map(|trim| trim.width()), Some(8.0));
        assert!(join(&pages(&[100.0]), &[vec![1].into()]).is_err(), "there is no second page");
    }

    /// Both pages have a band over their bleed at the top, and only the left one has another at the foot.
    #[test]
    fn a_page_reaches_far_under_its_neighbour_only_where_that_hides_it() {
        let mut document = Document::load_mem(&pages(&[100.0, 100.0])).unwrap();
        let ids: Vec<ObjectId> = document.page_iter().collect();
        for (id, content) in ids.into_iter().zip(["0 150 116 66 re f 0 0 116 50 re f", "0 150 116 66 re f"]) {
            document.change_page_content(id, content.as_bytes().to_vec()).unwrap();
        }
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        let joined = Document::load_mem(&join(&bytes, &[vec![0, 1].into()]).unwrap().pdf).unwrap();
        let page = joined.page_iter().next().unwrap();
        let content = String::from_utf8(joined.get_page_content(page)).unwrap();
        let left = content.lines().next().unwrap();
        assert!(
            left.contains("0.0000 0.0000 108.2500 216.0000 re 106.5000 150.0000 3.0000 66.0000 re W n"),
            "{left}"
        );
        assert_eq!(content.matches(" W n").count(), 1, "the last page has no neighbour: {content}");
    }

    /// Each page has a line from edge to edge, which ends where the glue begins.
    #[test]
    fn a_strip_on_both_sides_of_the_spine_stays_unprinted() {
        let sheet = Sheet { pages: vec![0, 1, 2], glue: 20.0 };
        let read = inspect(&join(&pages(&[100.0, 8.0, 100.0]), &[sheet]).unwrap().pdf).unwrap();
        let lines: Vec<(f32, f32)> = read.pages[0]
            .lines
            .iter()
            .map(|line| (line.rect.left.round(), line.rect.right.round()))
            .collect();
        assert_eq!((lines[0], lines[2]), ((-8.0, 80.0), (128.0, 216.0)));
    }

    #[test]
    fn a_proof_is_centred_on_the_smallest_paper_that_takes_it_in_full_size() {
        let small = inspect(&proof(&pages(&[400.0; 4]), &booklet(4)).unwrap()).unwrap();
        assert_eq!(small.pages.len(), 2);
        assert_eq!(small.pages[0].boxes.media.width().round(), 842.0);
        let large = inspect(&proof(&pages(&[595.0; 4]), &booklet(4)).unwrap()).unwrap();
        assert_eq!(large.pages[0].boxes.media.width().round(), 1191.0);
    }
}
