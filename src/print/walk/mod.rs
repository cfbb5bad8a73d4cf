//! Walks over the content of a page as a reading program paints it, and notes what it meets.

mod text;

pub(super) use text::text_string;

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::content::{Operand, Operation, operations};
use super::font::Font;
use super::geometry::{Around, Corners, Matrix, are_corners, corners, numbers, rect, shared, transformed};
use super::inspect::KnownInks;
use super::pixels;
use super::space::{ColourSpace, entry};
use crate::page::{Area, Colour, Line, Page, PlacedPicture, Rect, Space};

/// Forms inside forms are at most this deep.
const DEPTH: usize = 16;

/// What all pages of a file share while they are walked.
pub(super) struct Walker<'a> {
    document: &'a Document,
    fonts: HashMap<ObjectId, Rc<Font>>,
    /// Patterns whose content was seen.
    patterns: BTreeSet<ObjectId>,
    /// The ink sums of pictures that are known; `None` where nobody wants to know of pixels.
    known: Option<&'a KnownInks<'a>>,
    /// What the pixels of pictures told.
    pixels: HashMap<ObjectId, Pixels>,
}

/// What the pixels of a picture tell.
#[derive(Clone, Copy, Default)]
struct Pixels {
    ink_sum: Option<f32>,
    line_art: bool,
}

/// The graphics state, as far as the inventory needs it (ISO 32000-1, 8.4).
#[derive(Clone)]
struct State {
    matrix: Matrix,
    fill: Paint,
    stroke: Paint,
    line_width: f32,
    /// What lies outside of it is not seen.
    clip: Option<Corners>,
    overprint: Overprint,
    font: Option<Rc<Font>>,
    size: f32,
    character_spacing: f32,
    word_spacing: f32,
    scale: f32,
    leading: f32,
    rise: f32,
}

/// Whether fills leave what lies below them on the other plates (ISO 32000-1, 8.6.7).
#[derive(Clone, Copy, Default)]
struct Overprint {
    fill: bool,
    /// With mode 1, an ink of no tone leaves its plate alone.
    mode: bool,
}

impl Overprint {
    fn is_on(self) -> bool {
        self.fill && self.mode
    }
}

#[derive(Clone)]
struct Paint {
    space: ColourSpace,
    colour: Colour,
}

impl Paint {
    fn black() -> Paint {
        Paint { space: ColourSpace::Gray, colour: Colour::Gray(0.0) }
    }
}

/// Marked content that is open (ISO 32000-1, 14.6).
struct Mark {
    artifact: bool,
    /// Its number on the page, by which the structure names it.
    number: Option<u32>,
    /// The language of its text, where it names one.
    language: Option<String>,
    /// Text that stands for the glyphs inside; `Some(None)` after it was given once.
    actual: Option<Option<String>>,
}

/// The walk over one page.
struct Walk<'w, 'a> {
    walker: &'w mut Walker<'a>,
    page: Page,
    trim: Corners,
    state: State,
    saved: Vec<State>,
    marks: Vec<Mark>,
    text: Matrix,
    line: Matrix,
    /// The corners of the path on the page, and the points that bend it.
    path: Vec<(f32, f32)>,
    /// Whether the path is to clip what follows.
    clips: bool,
}

impl<'a> Walker<'a> {
    pub(super) fn new(document: &'a Document) -> Walker<'a> {
        Walker {
            document,
            fonts: HashMap::new(),
            patterns: BTreeSet::new(),
            known: None,
            pixels: HashMap::new(),
        }
    }

    /// A walk that looks at the pixels of pictures, too, except at those that are known.
    pub(super) fn looking(document: &'a Document, known: &'a KnownInks<'a>) -> Walker<'a> {
        Walker { known: Some(known), ..Walker::new(document) }
    }

    /// Walks over one page; the boxes and annotations of the result are left empty.
    pub(super) fn page(&mut self, page: ObjectId, trim: Corners) -> Page {
        let document = self.document;
        let content = document.get_page_content(page);
        let resources = resources_of(document, page);
        let state = State {
            matrix: Matrix::IDENTITY,
            fill: Paint::black(),
            stroke: Paint::black(),
            line_width: 1.0,
            clip: None,
            overprint: Overprint::default(),
            font: None,
            size: 0.0,
            character_spacing: 0.0,
            word_spacing: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
        };
        let mut walk = Walk {
            walker: self,
            page: Page::default(),
            trim,
            state,
            saved: Vec::new(),
            marks: Vec::new(),
            text: Matrix::IDENTITY,
            line: Matrix::IDENTITY,
            path: Vec::new(),
            clips: false,
        };
        walk.stream(&content, resources, 0);
        walk.page
    }

    fn font(&mut self, resources: Option<&Dictionary>, name: &[u8]) -> Option<Rc<Font>> {
        let fonts = resources?.get_deref(b"Font", self.document).ok()?.as_dict().ok()?;
        let reference = fonts.get(name).ok()?;
        let (id, font) = self.document.dereference(reference).ok()?;
        let font = font.as_dict().ok()?;
        let Some(id) = id else { return Some(Rc::new(Font::read(self.document, font))) };
        let document = self.document;
        Some(Rc::clone(self.fonts.entry(id).or_insert_with(|| Rc::new(Font::read(document, font)))))
    }
}

/// The resources of a page, its own or those of a parent.
pub(super) fn resources_of(document: &Document, page: ObjectId) -> Option<&Dictionary> {
    let mut node = document.get_dictionary(page).ok()?;
    for _ in 0..32 {
        if let Ok(resources) = node.get_deref(b"Resources", document) {
            return resources.as_dict().ok();
        }
        node = node.get_deref(b"Parent", document).ok()?.as_dict().ok()?;
    }
    None
}

impl<'a> Walk<'_, 'a> {
    fn stream(&mut self, content: &[u8], resources: Option<&'a Dictionary>, depth: usize) {
        let (marks, saved) = (self.marks.len(), self.saved.len());
        for operation in operations(content) {
            self.operation(&operation, resources, depth);
        }
        // A stream that leaves something open must not change what follows it.
        self.marks.truncate(marks);
        self.saved.truncate(saved);
    }

    fn operation(&mut self, operation: &Operation<'_>, resources: Option<&'a Dictionary>, depth: usize) {
        let numbers = || operation.numbers();
        match operation.operator {
            b"q" => self.saved.push(self.state.clone()),
            b"Q" => self.state = self.saved.pop().unwrap_or_else(|| self.state.clone()),
            b"cm" => self.state.matrix = Matrix::of(&numbers()).then(self.state.matrix),
            b"w" => self.state.line_width = numbers().first().copied().unwrap_or(1.0),
            b"m" | b"l" | b"c" | b"v" | b"y" => {
                for point in numbers().chunks_exact(2) {
                    self.path.push(self.state.matrix.apply(point[0], point[1]));
                }
            }
            b"re" => {
                if let [x, y, width, height] = numbers()[..] {
                    for (x, y) in [(x, y), (x + width, y), (x + width, y + height), (x, y + height)] {
                        self.path.push(self.state.matrix.apply(x, y));
                    }
                }
            }
            b"S" | b"s" => self.paint_path(false, true),
            b"f" | b"F" | b"f*" => self.paint_path(true, false),
            b"B" | b"B*" | b"b" | b"b*" => self.paint_path(true, true),
            b"n" => self.paint_path(false, false),
            b"W" | b"W*" => self.clips = true,
            b"gs" => self.graphics_state(operation, resources),
            b"BMC" | b"BDC" => self.open_mark(operation, resources),
            b"EMC" => drop(self.marks.pop()),
            b"Do" => self.object(operation, resources, depth),
            b"sh" => {
                let shading = operation
                    .name()
                    .and_then(|name| entry(self.walker.document, resources?, b"Shading", name));
                shading.into_iter().for_each(|shading| self.shading(shading));
            }
            b"BI" => self.inline_image(operation, resources),
            operator if operator.first() == Some(&b'T') || matches!(operator, b"BT" | b"'" | b"\"") => {
                self.text_operation(operation, resources);
            }
            _ => self.colour_operation(operation, resources, depth),
        }
    }

    fn colour_operation(
        &mut self,
        operation: &Operation<'_>,
        resources: Option<&'a Dictionary>,
        depth: usize,
    ) {
        let document = self.walker.document;
        let stroke = operation.operator.first().is_some_and(u8::is_ascii_uppercase);
        let paint = match operation.operator {
            b"g" | b"G" => Paint::of(ColourSpace::Gray, &operation.numbers()),
            b"rg" | b"RG" => Paint::of(ColourSpace::Rgb, &operation.numbers()),
            b"k" | b"K" => Paint::of(ColourSpace::Cmyk, &operation.numbers()),
            b"cs" | b"CS" => {
                let name = operation.name().unwrap_or_default();
                let space = ColourSpace::named(document, resources, name);
                let initial = vec![0.0; space.components()];
                Paint::of(space, &initial)
            }
            b"sc" | b"SC" | b"scn" | b"SCN" => {
                let current = if stroke { &self.state.stroke } else { &self.state.fill };
                let space = current.space.clone();
                if let Some(name) = operation.name() {
                    self.pattern(name, resources, depth);
                }
                Paint::of(space, &operation.numbers())
            }
            _ => return,
        };
        *(if stroke { &mut self.state.stroke } else { &mut self.state.fill }) = paint;
    }

    fn graphics_state(&mut self, operation: &Operation<'_>, resources: Option<&'a Dictionary>) {
        let document = self.walker.document;
        let found = operation.name().and_then(|name| entry(document, resources?, b"ExtGState", name));
        let Some(Ok((_, Object::Dictionary(state)))) = found.map(|found| document.dereference(found)) else {
            return;
        };
        let flag = |key: &[u8]| match state.get_deref(key, document) {
            Ok(Object::Boolean(flag)) => Some(*flag),
            _ => None,
        };
        if let Some(fill) = flag(b"op").or_else(|| flag(b"OP")) {
            self.state.overprint.fill = fill;
        }
        if let Ok(mode) = state.get_deref(b"OPM", document).and_then(Object::as_i64) {
            self.state.overprint.mode = mode == 1;
        }
    }

    /// The rectangle around the part of a box that is seen.
    fn seen(&self, corners: Corners) -> Rect {
        let found = rect(corners, self.trim);
        self.state.clip.map_or(found, |clip| found.within(rect(clip, self.trim)))
    }

    fn paint_path(&mut self, fill: bool, stroke: bool) {
        let points = std::mem::take(&mut self.path);
        let path = Around::of(&points).corners();
        if let Some(path) = path.filter(|_| fill) {
            let paint = self.state.fill.clone();
            self.use_space(&paint.space);
            let (rect, seen) = (rect(path, self.trim), self.seen(path));
            let overprints = self.state.overprint.is_on();
            let is_rectangle = are_corners(&points, path);
            self.page.areas.push(Area {
                rect,
                seen,
                is_rectangle,
                colour: paint.colour,
                overprints,
                place: None,
            });
        }
        if let Some(path) = path.filter(|_| stroke) {
            let paint = self.state.stroke.clone();
            self.use_space(&paint.space);
            let scale = self.state.matrix.stretch_x().min(self.state.matrix.stretch_y());
            self.page.lines.push(Line {
                rect: self.seen(path),
                width: self.state.line_width * scale,
                colour: paint.colour,
                place: None,
            });
        }
        if std::mem::take(&mut self.clips) {
            let path = path.unwrap_or_default();
            self.state.clip = Some(self.state.clip.map_or(path, |clip| shared(clip, path)));
        }
    }

    fn use_space(&mut self, space: &ColourSpace) {
        self.page.spaces.insert(space.kind());
    }

    /// Paints an image or a form.
    fn object(&mut self, operation: &Operation<'_>, resources: Option<&'a Dictionary>, depth: usize) {
        let document = self.walker.document;
        let object = operation.name().and_then(|name| entry(document, resources?, b"XObject", name));
        let Some(Ok((id, Object::Stream(stream)))) = object.map(|object| document.dereference(object)) else {
            return;
        };
        match stream.dict.get(b"Subtype").and_then(Object::as_name) {
            Ok(b"Image") => self.image(stream, id),
            Ok(b"Form") if depth < DEPTH => {
                if let Some(space) = group_space(document, &stream.dict) {
                    self.use_space(&space);
                }
                let before = self.state.clone();
                let matrix =
                    stream.dict.get(b"Matrix").map(|matrix| numbers(document, matrix)).unwrap_or_default();
                self.state.matrix = Matrix::of(&matrix).then(self.state.matrix);
                if let Some(bounds) =
                    stream.dict.get(b"BBox").ok().and_then(|bounds| corners(document, bounds))
                {
                    let bounds = transformed(bounds, self.state.matrix);
                    self.state.clip = Some(self.state.clip.map_or(bounds, |clip| shared(clip, bounds)));
                }
                let own =
                    stream.dict.get_deref(b"Resources", document).ok().and_then(|own| own.as_dict().ok());
                self.stream(&stream.get_plain_content().unwrap_or_default(), own.or(resources), depth + 1);
                self.state = before;
            }
            _ => {}
        }
    }

    fn image(&mut self, stream: &Stream, id: Option<ObjectId>) {
        let document = self.walker.document;
        let number =
            |key: &[u8]| stream.dict.get_deref(key, document).ok().and_then(|value| value.as_i64().ok());
        let mask = matches!(stream.dict.get(b"ImageMask"), Ok(Object::Boolean(true)));
        let space = match stream.dict.get(b"ColorSpace") {
            _ if mask => Space::Mask,
            Ok(space) => ColourSpace::of(document, space).kind(),
            Err(_) => Space::Unknown,
        };
        let pixels = |key: &[u8]| number(key).and_then(|pixels| u32::try_from(pixels).ok()).unwrap_or(0);
        let Pixels { ink_sum, line_art } = if mask { Pixels::default() } else { self.pixels(stream, id) };
        let bits = if mask || line_art {
            1
        } else {
            number(b"BitsPerComponent").and_then(|bits| u8::try_from(bits).ok()).unwrap_or(8)
        };
        self.picture(space, (pixels(b"Width"), pixels(b"Height")), bits, ink_sum);
    }

    /// Looks at the pixels of a picture, once however often it is placed.
    fn pixels(&mut self, stream: &Stream, id: Option<ObjectId>) -> Pixels {
        let Some(known) = self.walker.known else { return Pixels::default() };
        let document = self.walker.document;
        let look = || Pixels {
            ink_sum: known
                .get(stream.content.as_slice())
                .copied()
                .or_else(|| pixels::ink_sum(document, stream)),
            line_art: pixels::is_line_art(document, stream),
        };
        match id {
            Some(id) => *self.walker.pixels.entry(id).or_insert_with(look),
            None => look(),
        }
    }

    fn inline_image(&mut self, operation: &Operation<'_>, resources: Option<&'a Dictionary>) {
        let Some(image) = operation.operands.first() else { return };
        let value = |long: &[u8], short: &[u8]| image.get(long).or_else(|| image.get(short));
        let number = |long, short| value(long, short).and_then(Operand::number).unwrap_or(0.0);
        let space = match value(b"ColorSpace", b"CS").and_then(Operand::name) {
            Some(name) => ColourSpace::named(self.walker.document, resources, name).kind(),
            None => Space::Mask,
        };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
        let pixels = (number(b"Width", b"W") as u32, number(b"Height", b"H") as u32);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
        let bits = number(b"BitsPerComponent", b"BPC").max(1.0) as u8;
        self.picture(space, pixels, bits, None);
    }

    fn picture(&mut self, space: Space, pixels: (u32, u32), bits: u8, ink_sum: Option<f32>) {
        self.page.spaces.insert(space);
        let corners = transformed([0.0, 0.0, 1.0, 1.0], self.state.matrix);
        self.page.pictures.push(PlacedPicture {
            rect: rect(corners, self.trim),
            seen: self.seen(corners),
            size: (self.state.matrix.stretch_x(), self.state.matrix.stretch_y()),
            pixels,
            space,
            bits,
            ink_sum,
            place: None,
        });
    }

    /// Notes the spaces of a pattern, once for each.
    fn pattern(&mut self, name: &[u8], resources: Option<&'a Dictionary>, depth: usize) {
        let document = self.walker.document;
        let Some(pattern) = resources.and_then(|resources| entry(document, resources, b"Pattern", name))
        else {
            return;
        };
        let Ok((id, pattern)) = document.dereference(pattern) else { return };
        if id.is_some_and(|id| !self.walker.patterns.insert(id)) || depth >= DEPTH {
            return;
        }
        match pattern {
            Object::Dictionary(pattern) => {
                pattern.get(b"Shading").into_iter().for_each(|shading| self.shading(shading));
            }
            Object::Stream(tile) => {
                let own = tile.dict.get_deref(b"Resources", document).ok().and_then(|own| own.as_dict().ok());
                let (before, page) = (self.state.clone(), self.page.clone());
                self.stream(&tile.get_plain_content().unwrap_or_default(), own, depth + 1);
                // What a tile paints stands where the tiles are laid, which the inventory does not follow.
                let spaces = std::mem::replace(&mut self.page, page).spaces;
                self.page.spaces.extend(spaces);
                self.state = before;
            }
            _ => {}
        }
    }

    fn shading(&mut self, shading: &Object) {
        let document = self.walker.document;
        let dictionary = match document.dereference(shading) {
            Ok((_, Object::Dictionary(dictionary))) => dictionary,
            Ok((_, Object::Stream(stream))) => &stream.dict,
            _ => return,
        };
        if let Ok(space) = dictionary.get(b"ColorSpace") {
            self.use_space(&ColourSpace::of(document, space));
        }
    }
}

impl Paint {
    fn of(space: ColourSpace, numbers: &[f32]) -> Paint {
        let colour = match (&space, numbers) {
            (ColourSpace::Separation(name, _), [tint]) => {
                Colour::Spot(String::from_utf8_lossy(name).into(), *tint)
            }
            (ColourSpace::Pattern(_), _) => Colour::Pattern,
            (ColourSpace::Cmyk | ColourSpace::Icc(4, _), &[c, m, y, k]) => Colour::Cmyk([c, m, y, k]),
            (space, [gray]) if space.is_gray() => Colour::Gray(*gray),
            (space, &[r, g, b]) if space.is_rgb() => Colour::Rgb([r, g, b]),
            _ => Colour::Other,
        };
        Paint { space, colour }
    }
}

/// The blending space of a transparency group, if it names one.
pub(super) fn group_space(document: &Document, dictionary: &Dictionary) -> Option<ColourSpace> {
    let group = dictionary.get_deref(b"Group", document).ok()?.as_dict().ok()?;
    Some(ColourSpace::of(document, group.get(b"CS").ok()?))
}
