//! The map from lowered text to authors' places.

use std::ops::Range;

use crate::diagnostic::Place;

/// Lowered text with its map.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lowered {
    /// The Typst text.
    pub text: String,
    /// In the order of their starts, outer ones first.
    segments: Vec<Segment>,
}

/// A part of the lowered text, and the place that it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Segment {
    out: Range<usize>,
    place: Place,
    /// The segment around this one.
    parent: Option<usize>,
}

impl Lowered {
    /// Builds the map from parts in any order; parts are nested or apart, as the model is.
    pub(super) fn new(text: String, mut parts: Vec<(Range<usize>, Place)>) -> Self {
        parts.sort_by_key(|(out, _)| (out.start, std::cmp::Reverse(out.end)));
        let mut segments: Vec<Segment> = Vec::with_capacity(parts.len());
        let mut open: Vec<usize> = Vec::new();
        for (out, place) in parts {
            while open.last().is_some_and(|&last| segments[last].out.end < out.end) {
                open.pop();
            }
            let parent = open.last().copied();
            open.push(segments.len());
            segments.push(Segment { out, place, parent });
        }
        Self { text, segments }
    }

    /// The author's place of a byte range of the text: that of the innermost part in which the
    /// range starts. `None` for what satz wrote by itself.
    ///
    /// In a part that was copied byte by byte, the place is as narrow as the range.
    pub fn place_of(&self, range: Range<usize>) -> Option<Place> {
        let behind = self.segments.partition_point(|segment| segment.out.start <= range.start);
        let mut index = behind.checked_sub(1);
        while let Some(segment) = index.map(|index| &self.segments[index]) {
            if range.start < segment.out.end {
                return Some(narrowed(segment, &range));
            }
            index = segment.parent;
        }
        None
    }

    /// The parts of the text with their places, outer ones first.
    pub fn parts(&self) -> impl Iterator<Item = (&Range<usize>, &Place)> {
        self.segments.iter().map(|segment| (&segment.out, &segment.place))
    }
}

/// Bytes were copied one by one where text and place are equally long; markup around a part makes
/// the lengths differ.
fn narrowed(segment: &Segment, range: &Range<usize>) -> Place {
    let place = segment.place.clone();
    if segment.out.len() != place.range.len() || range.end > segment.out.end {
        return place;
    }
    let start = place.range.start + range.start - segment.out.start;
    Place::new(place.file, start..start + range.len()).with_data(place.data)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_innermost_part_answers() {
        let place = |range| Place::new("a.md", range);
        let lowered = Lowered::new(
            "0123456789".into(),
            vec![(4..6, place(40..42)), (2..8, place(20..90)), (7..8, place(70..79))],
        );
        assert_eq!(lowered.place_of(5..6), Some(place(41..42)));
        assert_eq!(lowered.place_of(6..7), Some(place(20..90)));
        assert_eq!(lowered.place_of(7..8), Some(place(70..79)));
        assert_eq!(lowered.place_of(1..3), None);
        assert_eq!(lowered.place_of(9..10), None);
    }
}
