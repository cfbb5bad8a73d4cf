//! What stands on the laid-out pages: where each begins in the text, and what is wrong on it.

use std::collections::{BTreeSet, HashMap};

use typst::WorldExt;
use typst::foundations::NativeElement;
use typst::introspection::{Location, Tag};
use typst::layout::{Frame, FrameItem, Point, Transform};
use typst::model::OutlineElem;
use typst::pdf::ArtifactElem;
use typst::syntax::{FileId, Span};
use typst::text::TextItem;
use typst_layout::Page;

use super::Pages;
use super::world::file_id;
use crate::diagnostic::{Place, Problem};

/// Where a printed page begins in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageMark {
    /// The number as it is printed, such as `17` or `iv`.
    pub folio: String,
    /// Where the page's runs of text and its pictures begin, in the order of the chapters: the text
    /// node and the byte in it. Empty for a page without an author's text.
    pub anchors: Vec<(Span, u16)>,
}

impl Pages {
    /// How many pages there are.
    pub fn count(&self) -> usize {
        self.document.pages().len()
    }

    /// Whether the print pages end with the two sides of a spine.
    pub fn has_spine(&self) -> bool {
        !self.spine.is_empty()
    }

    /// Whether the print pages end with the four sides of two flaps.
    pub fn has_flaps(&self) -> bool {
        !self.flaps.is_empty()
    }

    /// The size of the first page's trim, in points.
    pub fn trim_size(&self) -> (f64, f64) {
        let size = |page: &Page| (page.frame.width().to_pt(), page.frame.height().to_pt());
        self.document.pages().first().map_or((0.0, 0.0), size)
    }

    /// Where each page begins, in the order of the pages.
    pub fn page_marks(&self, chapters: &[String]) -> Vec<PageMark> {
        let order: HashMap<FileId, usize> =
            chapters.iter().enumerate().map(|(index, path)| (file_id(path), index)).collect();
        let mark = |page: &Page| {
            let mut search = Anchors { pages: self, order: &order, outside: Vec::new(), found: Vec::new() };
            search.frame(&page.frame);
            search.found.sort_by_key(|(position, _)| *position);
            PageMark {
                folio: folio(page),
                anchors: search.found.into_iter().map(|(_, anchor)| anchor).collect(),
            }
        };
        self.document.pages().iter().map(mark).collect()
    }

    /// What a reader would see broken: glyphs that no font has, fonts that are not the
    /// workspace's, and text that runs out of its page.
    pub fn problems(&self) -> Vec<Problem> {
        let mut faults = Faults::default();
        for (index, page) in self.document.pages().iter().enumerate() {
            self.faults_of(page, index + 1, &page.frame, Transform::identity(), &mut faults);
        }
        faults.found
    }

    fn faults_of(&self, page: &Page, number: usize, frame: &Frame, outer: Transform, faults: &mut Faults) {
        for (position, item) in frame.items() {
            let moved = outer.pre_concat(Transform::translate(position.x, position.y));
            match item {
                FrameItem::Group(group) => {
                    let inner = moved.pre_concat(group.transform);
                    self.faults_of(page, number, &group.frame, inner, faults);
                }
                FrameItem::Text(text) => {
                    let start = Point::zero().transform(moved);
                    let beyond = start.x + text.width() > page.frame.width() + page.bleed.right
                        || start.y > page.frame.height() + page.bleed.bottom;
                    if beyond && moved.kx.get() == 0.0 {
                        faults.add(self.overflow(text, number));
                    }
                    self.check_font(text, faults);
                }
                FrameItem::Shape(..) | FrameItem::Image(..) | FrameItem::Link(..) | FrameItem::Tag(_) => {}
            }
        }
    }

    fn check_font(&self, text: &TextItem, faults: &mut Faults) {
        let family = text.font.font().info().family.as_str();
        if !self.world.fonts().is_own(family) && faults.families.insert(family.to_owned()) {
            let message = format!("{} comes from the font {family}, which is not in `fonts/`", shown(text));
            faults.add(
                Problem::warning("typeset/fallback-font", message)
                    .at(self.first_place(text))
                    .hint("no font of the layout has these characters; replace them or add a font"),
            );
        }
        for glyph in text.glyphs.iter().filter(|glyph| glyph.id == 0) {
            let missing = text.text.get(usize::from(glyph.range.start)..usize::from(glyph.range.end));
            let message = format!("no font has the character {}", missing.unwrap_or("?"));
            faults.add(
                Problem::error("typeset/missing-glyph", message)
                    .at(self.home().place(glyph.span.0))
                    .hint("replace the character, or add a font that has it to `fonts/`"),
            );
        }
    }

    fn overflow(&self, text: &TextItem, page: usize) -> Problem {
        Problem::warning("typeset/overflow", format!("{} runs out of page {page}", shown(text)))
            .at(self.first_place(text))
            .hint("shorten the text, or allow it to be hyphenated")
    }

    fn first_place(&self, text: &TextItem) -> Option<Place> {
        self.home().place(text.glyphs.first()?.span.0)
    }
}

#[derive(Default)]
struct Faults {
    found: Vec<Problem>,
    families: BTreeSet<String>,
}

impl Faults {
    fn add(&mut self, problem: Problem) {
        if !self.found.contains(&problem) {
            self.found.push(problem);
        }
    }
}

/// The first words of a run, for messages.
fn shown(text: &TextItem) -> String {
    let words: String = text.text.chars().take(24).collect();
    format!("“{}”", words.trim())
}

/// The number as the page prints it; a page without numbering still counts.
fn folio(page: &Page) -> String {
    let plain = page.number.to_string();
    match &page.numbering {
        Some(typst::model::Numbering::Pattern(pattern)) => {
            pattern.apply(None, &[page.number]).map_or(plain, |folio| folio.to_string())
        }
        Some(typst::model::Numbering::Func(_)) | None => plain,
    }
}

/// Finds where the text and the pictures of a page begin in the chapters.
///
/// What stands outside of the flow does not count: running heads and the contents repeat words of
/// other pages, and notes and floats may belong to an earlier one.
struct Anchors<'a> {
    pages: &'a Pages,
    order: &'a HashMap<FileId, usize>,
    outside: Vec<Location>,
    found: Vec<((usize, usize), (Span, u16))>,
}

impl Anchors<'_> {
    fn frame(&mut self, frame: &Frame) {
        for (_, item) in frame.items() {
            match item {
                FrameItem::Group(group) if group.parent.is_none() => self.frame(&group.frame),
                FrameItem::Tag(Tag::Start(element, _)) => {
                    let repeats = element.elem() == ArtifactElem::ELEM || element.elem() == OutlineElem::ELEM;
                    if let Some(location) = element.location().filter(|_| repeats) {
                        self.outside.push(location);
                    }
                }
                FrameItem::Tag(Tag::End(location, ..)) => self.outside.retain(|open| open != location),
                FrameItem::Text(text) => {
                    if let Some(glyph) = text.glyphs.first() {
                        self.anchor(glyph.span);
                    }
                }
                FrameItem::Image(_, _, span) => self.anchor((*span, 0)),
                FrameItem::Group(_) | FrameItem::Shape(..) | FrameItem::Link(..) => {}
            }
        }
    }

    fn anchor(&mut self, (span, offset): (Span, u16)) {
        if !self.outside.is_empty() {
            return;
        }
        let Some(chapter) = span.id().and_then(|id| self.order.get(&id)) else { return };
        let Some(range) = self.pages.world.range(span) else { return };
        self.found.push(((*chapter, range.start + usize::from(offset)), (span, offset)));
    }
}
