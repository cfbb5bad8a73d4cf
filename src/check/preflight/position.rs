//! Where something stands on the pages, in the words of people who work with rulers.

use std::fmt;

use crate::diagnostic::{Place, Problem, counted};
use crate::page::Rect;

/// Millimetres in a point.
const MILLIMETRES: f32 = 25.4 / 72.0;

/// Points as millimetres.
pub(super) fn millimetres(points: f32) -> f32 {
    points * MILLIMETRES
}

/// A place on a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Position {
    /// The page's number, from 1.
    page: usize,
    x: f32,
    y: f32,
}

impl Position {
    /// A point on the page with this index, in points.
    pub(super) fn new(page: usize, x: f32, y: f32) -> Self {
        Self { page: page + 1, x, y }
    }

    /// The upper left corner of a rectangle.
    pub(super) fn of(page: usize, rect: Rect) -> Self {
        Self::new(page, rect.left, rect.top)
    }
}

impl fmt::Display for Position {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenths = |points: f32| {
            // A zero has no sign.
            let rounded = (millimetres(points) * 10.0).round() / 10.0 + 0.0;
            format!("{rounded:.1} mm")
        };
        let Self { page, x, y } = self;
        write!(formatter, "on page {page}, {} from the left and {} from the top", tenths(*x), tenths(*y))
    }
}

/// The same fault in several places, to be told once.
#[derive(Debug, Default)]
pub(super) struct Places {
    all: Vec<Position>,
    /// Where authors wrote it, each line once.
    written: Vec<Place>,
}

/// So many lines of authors are shown beside the first one.
const SHOWN: usize = 3;

impl Places {
    pub(super) fn add(&mut self, position: Position) {
        self.all.push(position);
    }

    /// A place together with the author's line that it comes from.
    pub(super) fn add_written(&mut self, position: Position, place: Option<&Place>) {
        self.add(position);
        if let Some(place) = place.filter(|place| !self.written.contains(place)) {
            self.written.push(place.clone());
        }
    }

    /// The problem at the first of the places, if there is one, with a hint on the others.
    pub(super) fn told(&self, problem: impl FnOnce(Position) -> Problem) -> Option<Problem> {
        let (first, others) = self.all.split_first()?;
        let mut problem = problem(*first);
        if let Some((place, more)) = self.written.split_first() {
            problem = problem.at(place.clone());
            for place in more.iter().take(SHOWN) {
                problem = problem.label(place.clone(), "here, too");
            }
        }
        if others.is_empty() {
            return Some(problem);
        }
        let numbers = pages(others.iter().map(|position| position.page));
        Some(problem.hint(format!("{} like it, on {numbers}", counted(others.len(), "more place"))))
    }
}

/// `page 3`, `pages 3, 5–8 and 11`: numbers in order, neighbours together.
pub(super) fn pages(numbers: impl Iterator<Item = usize>) -> String {
    let mut spans: Vec<(usize, usize)> = Vec::new();
    let mut sorted: Vec<usize> = numbers.collect();
    sorted.sort_unstable();
    sorted.dedup();
    for number in &sorted {
        match spans.last_mut() {
            Some((_, last)) if *last + 1 == *number => *last = *number,
            _ => spans.push((*number, *number)),
        }
    }
    let span = |(first, last): &(usize, usize)| match last - first {
        0 => first.to_string(),
        _ => format!("{first}–{last}"),
    };
    let words: Vec<String> = spans.iter().map(span).collect();
    let list = match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => words.concat(),
    };
    format!("{} {list}", if sorted.len() == 1 { "page" } else { "pages" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_are_told_in_spans() {
        let told = |numbers: &[usize]| pages(numbers.iter().copied());
        assert_eq!(told(&[3]), "page 3");
        assert_eq!(told(&[8, 3, 5, 6, 7, 11, 5]), "pages 3, 5–8 and 11");
        assert_eq!(told(&[1, 2]), "pages 1–2");
    }

    #[test]
    fn one_fault_in_three_places_is_told_once() {
        let mut places = Places::default();
        assert_eq!(places.told(|_| Problem::warning("x/y", "")), None);
        for page in [0, 0, 4] {
            places.add(Position::new(page, 72.0, -0.01));
        }
        let problem = places.told(|position| Problem::warning("x/y", position.to_string())).unwrap();
        assert_eq!(problem.message, "on page 1, 25.4 mm from the left and 0.0 mm from the top");
        assert_eq!(problem.hints, ["2 more places like it, on pages 1 and 5"]);
    }
}
