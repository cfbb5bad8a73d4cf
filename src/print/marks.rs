//! Marks around the trimmed page: where it is cut and folded, crosses on every plate, and patches of ink.
//!
//! Marks lie in the slug (Infobereich), outside of the bleed. The sheet grows; the page itself is not touched.

use std::fmt::Write;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::geometry::{Corners, page_box};

/// Millimetres in points.
const MM: f32 = 72.0 / 25.4;
/// How far the slug reaches around the bleed.
const SLUG: f32 = 12.0 * MM;
/// Between the bleed and a mark: a cutter that misses by a hair leaves no mark on the page.
const GAP: f32 = 0.5 * MM;
/// The length of a mark that says where to cut.
const LENGTH: f32 = 5.0 * MM;
/// The width of every line of a mark, in points.
const HAIR: f32 = 0.25;
/// The side of a patch of the colour bar.
const PATCH: f32 = 5.0 * MM;

/// Which marks are drawn.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Marks {
    /// Where the cutter cuts (Schnittmarken), and where a sheet is folded (Falzmarken).
    pub crop: bool,
    /// How far the bleed reaches.
    pub bleed: bool,
    /// Crosses that show whether the plates lie on one another (Passermarken).
    pub registration: bool,
    /// Patches of the four inks (Farbkontrollstreifen).
    pub colour_bar: bool,
    /// For each page, where it is folded: from the left trim edge, in points.
    pub folds: Vec<Vec<f32>>,
}

impl Marks {
    fn any(&self) -> bool {
        self.crop || self.bleed || self.registration || self.colour_bar
    }
}

/// Draws the marks on every page whose sheet ends at its bleed; a page with a slug has its marks already.
pub(super) fn draw(document: &mut Document, marks: &Marks) {
    if !marks.any() {
        return;
    }
    let pages: Vec<ObjectId> = document.page_iter().collect();
    let mut all = None;
    for (index, id) in pages.into_iter().enumerate() {
        let Ok(page) = document.get_dictionary(id) else { continue };
        let [Some(media), Some(bleed), Some(trim)] =
            [&b"MediaBox"[..], b"BleedBox", b"TrimBox"].map(|key| page_box(document, page, key))
        else {
            continue;
        };
        if media != bleed {
            continue;
        }
        let folds = marks.folds.get(index).map_or(&[][..], Vec::as_slice);
        let content = Drawing { trim, bleed, text: String::new() }.content(marks, folds);
        let space = *all.get_or_insert_with(|| registration_colour(document));
        add(document, id, content, space);
        if let Ok(page) = document.get_dictionary_mut(id) {
            let [left, bottom, right, top] = bleed;
            let sheet = [left - SLUG, bottom - SLUG, right + SLUG, top + SLUG];
            page.set("MediaBox", sheet.map(Object::Real).to_vec());
        }
    }
}

/// The colour that every plate prints (ISO 32000-1, 8.6.6.4): `/Separation /All`.
fn registration_colour(document: &mut Document) -> ObjectId {
    let tint = dictionary! {
        "FunctionType" => 2, "Domain" => vec![0.into(), 1.into()], "N" => 1,
        "C0" => vec![0.into(); 4], "C1" => vec![1.into(); 4],
    };
    document.add_object(vec!["Separation".into(), "All".into(), "DeviceCMYK".into(), tint.into()])
}

/// The name of the registration colour in the resources of a page; Typst's own names are shorter.
const NAME: &str = "registration";

/// Sets the page's own content aside with its graphics state and draws the marks after it.
fn add(document: &mut Document, id: ObjectId, content: String, space: ObjectId) {
    let before = document.add_object(Stream::new(Dictionary::new(), b"q\n".to_vec()));
    let content = format!("\nQ\n{content}").into_bytes();
    let after = document.add_object(Stream::new(Dictionary::new(), content));
    let resolve = |key: &[u8]| {
        let page = document.get_dictionary(id).ok()?;
        page.get_deref(key, document).ok().cloned()
    };
    let mut resources = match resolve(b"Resources") {
        Some(Object::Dictionary(resources)) => resources,
        _ => Dictionary::new(),
    };
    let mut spaces = match resources.get_deref(b"ColorSpace", document) {
        Ok(Object::Dictionary(spaces)) => spaces.clone(),
        _ => Dictionary::new(),
    };
    spaces.set(NAME, space);
    resources.set("ColorSpace", spaces);
    let Ok(page) = document.get_dictionary_mut(id) else { return };
    let own = match page.get(b"Contents") {
        Ok(Object::Array(streams)) => streams.clone(),
        Ok(stream) => vec![stream.clone()],
        Err(_) => Vec::new(),
    };
    page.set("Contents", [vec![before.into()], own, vec![after.into()]].concat());
    page.set("Resources", resources);
}

/// The operators of one page's marks.
struct Drawing {
    trim: Corners,
    bleed: Corners,
    text: String,
}

impl Drawing {
    fn content(mut self, marks: &Marks, folds: &[f32]) -> String {
        let _ = writeln!(self.text, "q /{NAME} CS 1 SCN {HAIR} w 0 J");
        let corners = |[left, bottom, right, top]: Corners| ([left, right], [bottom, top]);
        if marks.crop {
            let (xs, ys) = corners(self.trim);
            self.edges(&xs, &ys, LENGTH);
            self.folds(folds);
        }
        if marks.bleed {
            let (xs, ys) = corners(self.bleed);
            self.edges(&xs, &ys, LENGTH / 2.0);
        }
        if marks.registration {
            self.crosses();
        }
        self.text.push_str("Q\n");
        if marks.colour_bar {
            self.patches();
        }
        self.text
    }

    fn line(&mut self, (x, y): (f32, f32), (to_x, to_y): (f32, f32)) {
        let _ = writeln!(self.text, "{x:.3} {y:.3} m {to_x:.3} {to_y:.3} l S");
    }

    /// Marks at both ends of the lines through `xs` and `ys`.
    fn edges(&mut self, xs: &[f32], ys: &[f32], length: f32) {
        let [left, bottom, right, top] = self.bleed;
        for &x in xs {
            self.line((x, top + GAP), (x, top + GAP + length));
            self.line((x, bottom - GAP), (x, bottom - GAP - length));
        }
        for &y in ys {
            self.line((left - GAP, y), (left - GAP - length, y));
            self.line((right + GAP, y), (right + GAP + length, y));
        }
    }

    /// Marks of folds are dashed.
    fn folds(&mut self, folds: &[f32]) {
        self.text.push_str("q [2 2] 0 d\n");
        let xs: Vec<f32> = folds.iter().map(|fold| self.trim[0] + fold).collect();
        self.edges(&xs, &[], LENGTH);
        self.text.push_str("Q\n");
    }

    /// A circle with a cross in the middle of each side.
    fn crosses(&mut self) {
        let [left, bottom, right, top] = self.bleed;
        let (x, y) = ((left + right) / 2.0, (bottom + top) / 2.0);
        let out = SLUG / 2.0;
        for (x, y) in [(x, top + out), (x, bottom - out), (left - out, y), (right + out, y)] {
            let arm = 2.5 * MM;
            self.line((x - arm, y), (x + arm, y));
            self.line((x, y - arm), (x, y + arm));
            self.circle(x, y, 1.5 * MM);
        }
    }

    /// A circle of four curves; 0.5523 is the usual length of their handles.
    fn circle(&mut self, x: f32, y: f32, radius: f32) {
        let handle = 0.5523 * radius;
        let _ = write!(self.text, "{:.3} {y:.3} m", x + radius);
        for (cos, sin) in [(1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0)] {
            let point =
                |along: f32, aside: f32| (x + along * cos - aside * sin, y + along * sin + aside * cos);
            for (to_x, to_y) in [point(radius, handle), point(handle, radius), point(0.0, radius)] {
                let _ = write!(self.text, " {to_x:.3} {to_y:.3}");
            }
            self.text.push_str(" c");
        }
        self.text.push_str(" S\n");
    }

    /// The four inks, full and half, below the page and beside the cross.
    fn patches(&mut self) {
        let (mut x, y) = (self.trim[0] + PATCH, self.bleed[1] - SLUG / 2.0 - PATCH / 2.0);
        for tone in [1.0, 0.5] {
            for ink in 0..4 {
                let inks: Vec<String> =
                    (0..4).map(|n| if n == ink { tone.to_string() } else { "0".to_owned() }).collect();
                let _ = writeln!(self.text, "{} k {x:.3} {y:.3} {PATCH:.3} {PATCH:.3} re f", inks.join(" "));
                x += PATCH;
            }
        }
    }
}
