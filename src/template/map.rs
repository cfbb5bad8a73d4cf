//! From the expanded text back to where it was written.

use std::ops::Range;
use std::sync::Arc;

use minijinja::{OutputSpan, OutputSpanKind};

use super::includes::Template;
use super::row::{Origin, Written};
use crate::diagnostic::Place;

/// What a run of the engine gave.
pub(super) struct Run<'a> {
    pub(super) output: &'a str,
    pub(super) spans: &'a [OutputSpan],
    /// What each expression wrote, in order.
    pub(super) written: Vec<Written>,
}

/// For each part of an expanded text its place in the author's files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineMap {
    /// In the order of the expanded text, without overlaps.
    segments: Vec<Segment>,
    /// The chapter's file, for offsets that no segment covers.
    file: Arc<str>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Segment {
    /// The bytes of the expanded text.
    expanded: Range<usize>,
    /// The bytes of the file that wrote them.
    source: Range<usize>,
    file: Arc<str>,
    /// Whether both are the same text, so that every byte has its own place.
    literal: bool,
    /// The value of the data that was inserted.
    origin: Option<Origin>,
}

impl LineMap {
    /// The map of a text that is the file's first `length` bytes.
    pub fn identity(file: &Arc<str>, length: usize) -> Self {
        let whole = Segment {
            expanded: 0..length,
            source: 0..length,
            file: file.clone(),
            literal: true,
            origin: None,
        };
        Self { segments: vec![whole], file: file.clone() }
    }

    /// Adds what a run of the engine wrote behind the first `offset` bytes.
    pub(super) fn append(&mut self, offset: usize, run: &Run<'_>, templates: &[Template]) {
        // What was written into a macro's or a block's own text comes again with that text.
        let mut written = run.written.iter();
        for span in run.spans {
            let template = templates.iter().find(|template| *template.file == *span.name());
            let Some(template) = template else { continue };
            let output = span.output_range();
            let literal = span.kind() == OutputSpanKind::Raw;
            let source = span.source_range();
            let text = run.output.get(output.clone()).unwrap_or_default();
            let next = if literal { None } else { written.find(|written| written.text == text) };
            let expression = template.text.get(source.clone()).unwrap_or_default();
            let origin = next.and_then(|next| next.source(expression));
            let source = if literal { source } else { braces(&template.text, source) };
            self.segments.push(Segment {
                expanded: output.start + offset..output.end + offset,
                source: source.start + template.offset..source.end + template.offset,
                file: template.file.clone(),
                literal,
                origin,
            });
        }
    }

    /// Where a range of the expanded text was written: exact for text that a file holds, the
    /// `{{ … }}` for what a value wrote.
    ///
    /// A range over several parts goes from the start of the first to the end of the last where
    /// both stand in one file in this order; else it is the first part's.
    ///
    /// The place carries the value of a data file that stands there, if all values in the range come
    /// from one row.
    pub fn place(&self, range: Range<usize>) -> Place {
        let data = self.data(&range);
        self.written(range).with_data(data)
    }

    fn data(&self, range: &Range<usize>) -> Option<Arc<Place>> {
        let start = self.segments.partition_point(|segment| segment.expanded.end <= range.start);
        let within = self.segments[start..].iter().take_while(|segment| segment.expanded.start < range.end);
        let mut origins = within.filter_map(|segment| segment.origin.as_ref());
        let first = origins.next()?;
        let same_row = |other: &Origin| other.row == first.row && other.place.file == first.place.file;
        origins.all(same_row).then(|| first.place.clone())
    }

    fn written(&self, range: Range<usize>) -> Place {
        let Some(first) = self.segment(range.start) else { return Place::file(self.file.clone()) };
        let start = first.source_of(range.start).start;
        if range.is_empty() {
            let end = if first.literal { start } else { first.source.end };
            return Place::new(first.file.clone(), start..end);
        }
        let last = self.segment(range.end - 1).unwrap_or(first);
        let end = last.source_of(range.end - 1).end;
        let end = if last.literal { self.exact_end(last, range.end) } else { end };
        if *last.file == *first.file && end >= start {
            Place::new(first.file.clone(), start..end)
        } else if first.literal {
            let end = first.source.end;
            Place::new(first.file.clone(), start..end)
        } else {
            Place::new(first.file.clone(), first.source.clone())
        }
    }

    fn exact_end(&self, segment: &Segment, end: usize) -> usize {
        segment.source.start + (end - segment.expanded.start).min(segment.source.len())
    }

    /// The segment that holds an offset, or the last one before it.
    fn segment(&self, offset: usize) -> Option<&Segment> {
        let after = self.segments.partition_point(|segment| segment.expanded.start <= offset);
        self.segments.get(after.saturating_sub(1))
    }
}

impl Segment {
    /// The bytes of the file that wrote the byte at an offset.
    fn source_of(&self, offset: usize) -> Range<usize> {
        if !self.literal {
            return self.source.clone();
        }
        let distance = offset.saturating_sub(self.expanded.start).min(self.source.len());
        let start = self.source.start + distance;
        start..(start + 1).min(self.source.end)
    }
}

/// An expression with the braces around it, since editors look for `{{`.
fn braces(text: &str, expression: Range<usize>) -> Range<usize> {
    let before = text.get(..expression.start).and_then(|before| before.rfind(['{']));
    let after = text.get(expression.end..).and_then(|after| after.find("}}"));
    match (before, after) {
        (Some(open), Some(close)) if text[..=open].ends_with("{{") => open - 1..expression.end + close + 2,
        _ => expression,
    }
}
