//! Markdown becomes the model, and every part keeps its author's place.
//!
//! Reading is total: it never fails and never panics. What is wrong becomes a problem beside the
//! chapter, so one reading finds all of them. This room opens no file; its input is the text that
//! the templates have been expanded into, and a way from there to what people wrote.
//!
//! The block structure and most of the inline structure come from comrak (CommonMark and GFM).
//! Its limits are mended here, one file for each: signs that must not become markup
//! ([`prepare`]), lines that it loses count of ([`joins`]), attributes with places ([`attributes`]), spans, citations and references
//! ([`spans`], [`references`]), directives ([`directives`]).

mod atoms;
mod attributes;
mod blocks;
mod code;
mod directives;
mod figures;
mod footnotes;
mod front_matter;
mod headings;
mod html;
mod joins;
mod links;
mod lists;
mod options;
mod prepare;
#[cfg(test)]
mod properties;
mod references;
mod source;
mod spans;
mod tables;
#[cfg(test)]
mod tests;

use std::ops::Range;
use std::sync::Arc;

use comrak::Arena;

use crate::diagnostic::{Place, Problem};
use crate::document::{Block, Chapter, Inline};
pub use attributes::is_length;
pub use directives::OWN;
use footnotes::Footnotes;
use source::Source;

/// The way from byte ranges of the expanded text to the places where people wrote it.
pub type PlaceOf<'a> = &'a dyn Fn(Range<usize>) -> Place;

/// How deep lists, quotations, components and markup may stand in one another.
///
/// Typst gives up at 72 levels of layout and 64 of show rules; one level of the model costs it two
/// to five, depending on the layout.
const MAX_DEPTH: usize = 12;

/// How many problems of one file are told; hostile text would fill the memory with them.
const MAX_PROBLEMS: usize = 1000;

/// Reads one Markdown file.
///
/// `text` is the file after its templates were expanded, `file` its path from the workspace's
/// root, and `place_of` gives the place of a byte range of `text`. Problems come in the order of
/// their finding; with an error among them, the chapter is good for further checks and not for an
/// output.
pub fn read(text: &str, file: &Arc<str>, place_of: PlaceOf<'_>) -> (Chapter, Vec<Problem>) {
    let mut problems = Vec::new();
    let split = front_matter::split(text, place_of, &mut problems);
    let (front, found) = front_matter::read(text, split.front, file, place_of);
    problems.extend(found);

    let mut prepared = prepare::document(text, split.body, place_of, &mut problems);
    let mut written = text.to_owned();
    let arena = Arena::new();
    let root = joins::parse(&arena, &mut prepared, &mut written, place_of);
    let mut reader =
        Reader::new(Source::new(&written, prepared.start, place_of), file, SourceKind::Chapter, problems);
    reader.collect_footnotes(root);
    let blocks = reader.blocks(root);
    reader.report_unused_footnotes();
    reader.check_headings(&blocks);
    (Chapter { file: file.clone(), front, blocks }, reader.problems)
}

/// What is wrong with the front matter of a chapter whose templates do not run: they never touch it.
pub fn front_matter_problems(text: &str, file: &Arc<str>) -> Vec<Problem> {
    let place_of = |range| Place::new(file.clone(), range);
    let mut problems = Vec::new();
    let split = front_matter::split(text, &place_of, &mut problems);
    problems.extend(front_matter::read(text, split.front, file, &place_of).1);
    problems
}

/// Reads one line of Markdown, such as a caption or the value of an attribute.
///
/// `text` holds only what stands inside a paragraph: a list or a heading cannot begin in it, and a
/// line end counts as a space. `file` and `place_of` are as for [`read`].
pub fn read_line(text: &str, file: &Arc<str>, place_of: PlaceOf<'_>) -> (Vec<Inline>, Vec<Problem>) {
    read_fragment(text, file, place_of, SourceKind::Line)
}

fn read_fragment(
    text: &str,
    file: &Arc<str>,
    place_of: PlaceOf<'_>,
    kind: SourceKind,
) -> (Vec<Inline>, Vec<Problem>) {
    let mut problems = Vec::new();
    let prepared = prepare::line(text, place_of, &mut problems);
    let arena = Arena::new();
    let root = comrak::parse_document(&arena, &prepared, &options::options());
    let mut reader = Reader::new(Source::of_line(text, place_of), file, kind, problems);
    let inlines = root.first_child().map(|paragraph| reader.inlines_of_line(paragraph)).unwrap_or_default();
    (inlines, reader.problems)
}

/// Reads blocks that belong into a chapter and were not written in it, such as what data become.
pub fn read_blocks(text: &str, file: &Arc<str>, place_of: PlaceOf<'_>) -> (Vec<Block>, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut prepared = prepare::document(text, 0, place_of, &mut problems);
    let mut written = text.to_owned();
    let arena = Arena::new();
    let root = joins::parse(&arena, &mut prepared, &mut written, place_of);
    let mut reader =
        Reader::new(Source::new(&written, prepared.start, place_of), file, SourceKind::Chapter, problems);
    let blocks = reader.blocks(root);
    (blocks, reader.problems)
}

/// Reads one line of Markdown that stands at a known place, such as an attribute's value after
/// its chapter has been read.
///
/// Where the text is as long as its place, the one was copied from the other, and every part gets
/// its own place; otherwise (a template wrote it) the whole place stands for each part.
pub fn read_line_at(text: &str, place: &Place, file: &Arc<str>) -> (Vec<Inline>, Vec<Problem>) {
    read_line(text, file, &within(text, place))
}

fn within<'p>(text: &str, place: &'p Place) -> impl Fn(Range<usize>) -> Place + 'p {
    let copied = text.len() == place.range.len();
    move |range: Range<usize>| {
        if copied {
            let start = place.range.start;
            Place::new(place.file.clone(), start + range.start..start + range.end)
        } else {
            place.clone()
        }
    }
}

/// What is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SourceKind {
    /// A whole chapter.
    Chapter,
    /// A caption, whose footnotes stand in its chapter.
    Caption,
    /// Another line, which has no footnotes.
    Line,
}

/// The state of one reading.
struct Reader<'a> {
    source: Source<'a>,
    file: Arc<str>,
    problems: Vec<Problem>,
    footnotes: Footnotes<'a>,
    depth: usize,
    kind: SourceKind,
    /// Whether the text of a link is read, in which `@` is a character.
    in_link: bool,
    /// Whether a directive's fence was reported, after which the further fences mean nothing.
    broken_fences: bool,
}

impl<'a> Reader<'a> {
    fn new(source: Source<'a>, file: &Arc<str>, kind: SourceKind, problems: Vec<Problem>) -> Self {
        Self {
            source,
            file: file.clone(),
            problems,
            footnotes: Footnotes::default(),
            depth: 0,
            kind,
            in_link: false,
            broken_fences: false,
        }
    }
}

impl Reader<'_> {
    /// Keeps a problem, up to the number that a person could mend.
    fn report(&mut self, problem: Problem) {
        if self.problems.len() < MAX_PROBLEMS {
            self.problems.push(problem);
        } else if self.problems.len() == MAX_PROBLEMS {
            self.problems.push(
                Problem::error("markdown/too-many", "the further problems of this file are not listed")
                    .at(Place::file(self.file.clone())),
            );
        }
    }

    /// Reads what stands one level deeper, or reports that this is too deep.
    fn nested<T: Default>(&mut self, range: Range<usize>, read: impl FnOnce(&mut Self) -> T) -> T {
        if self.depth >= MAX_DEPTH {
            if !self.problems.iter().any(|problem| problem.code == "markdown/nesting") {
                let place = self.source.place(range);
                self.report(prepare::too_deep(place));
            }
            return T::default();
        }
        self.depth += 1;
        let value = read(self);
        self.depth -= 1;
        value
    }
}
