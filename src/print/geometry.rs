//! Matrices and boxes of PDF, whose y grows upwards.

use lopdf::{Dictionary, Document, Object};

use crate::page::Rect;

/// A transformation `[a b c d e f]` (ISO 32000-1, 8.3.3).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Matrix(pub(super) [f32; 6]);

impl Matrix {
    pub(super) const IDENTITY: Matrix = Matrix([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// A matrix of six numbers; anything else changes nothing.
    pub(super) fn of(numbers: &[f32]) -> Matrix {
        numbers.try_into().map_or(Matrix::IDENTITY, Matrix)
    }

    /// First this one, then the other.
    pub(super) fn then(self, other: Matrix) -> Matrix {
        let [a, b, c, d, e, f] = self.0;
        let [p, q, r, s, t, u] = other.0;
        Matrix([
            a * p + b * r,
            a * q + b * s,
            c * p + d * r,
            c * q + d * s,
            e * p + f * r + t,
            e * q + f * s + u,
        ])
    }

    pub(super) fn shift(x: f32, y: f32) -> Matrix {
        Matrix([1.0, 0.0, 0.0, 1.0, x, y])
    }

    pub(super) fn apply(self, x: f32, y: f32) -> (f32, f32) {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }

    /// How long a unit along x becomes.
    pub(super) fn stretch_x(self) -> f32 {
        self.0[0].hypot(self.0[1])
    }

    /// How long a unit along y becomes.
    pub(super) fn stretch_y(self) -> f32 {
        self.0[2].hypot(self.0[3])
    }
}

/// Corners in PDF's direction: lower left, then upper right.
pub(super) type Corners = [f32; 4];

/// The smallest box around points.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Around(Option<Corners>);

impl Around {
    pub(super) fn add(&mut self, (x, y): (f32, f32)) {
        self.0 = Some(match self.0 {
            None => [x, y, x, y],
            Some([a, b, c, d]) => [a.min(x), b.min(y), c.max(x), d.max(y)],
        });
    }

    pub(super) fn of(points: &[(f32, f32)]) -> Around {
        let mut around = Around::default();
        points.iter().for_each(|point| around.add(*point));
        around
    }

    pub(super) fn corners(self) -> Option<Corners> {
        self.0
    }
}

/// Whether all points are corners of their box, so that they enclose it and nothing else.
pub(super) fn are_corners(points: &[(f32, f32)], [left, bottom, right, top]: Corners) -> bool {
    let on = |value: f32, one: f32, other: f32| (value - one).abs().min((value - other).abs()) < 0.01;
    (4..=5).contains(&points.len()) && points.iter().all(|(x, y)| on(*x, left, right) && on(*y, bottom, top))
}

/// The box around a rectangle after a transformation.
pub(super) fn transformed(corners: Corners, matrix: Matrix) -> Corners {
    let [left, bottom, right, top] = corners;
    let mut around = Around::default();
    for (x, y) in [(left, bottom), (right, bottom), (left, top), (right, top)] {
        around.add(matrix.apply(x, y));
    }
    around.corners().unwrap_or_default()
}

/// The box that two boxes share; without a size where they share none.
pub(super) fn shared(one: Corners, other: Corners) -> Corners {
    let (left, bottom) = (one[0].max(other[0]), one[1].max(other[1]));
    [left, bottom, one[2].min(other[2]).max(left), one[3].min(other[3]).max(bottom)]
}

/// A box of a page, inherited from its parents where the standard says so, its corners in order.
pub(super) fn page_box(document: &Document, page: &Dictionary, key: &[u8]) -> Option<Corners> {
    let mut node = page;
    for _ in 0..32 {
        if let Ok(value) = node.get_deref(key, document) {
            return corners(document, value);
        }
        if !matches!(key, b"MediaBox" | b"CropBox") {
            return None;
        }
        node = node.get_deref(b"Parent", document).ok()?.as_dict().ok()?;
    }
    None
}

/// Four numbers as corners, in order.
pub(super) fn corners(document: &Document, value: &Object) -> Option<Corners> {
    let numbers: Vec<f32> = numbers(document, value);
    let [a, b, c, d] = numbers.try_into().ok()?;
    Some([f32::min(a, c), f32::min(b, d), f32::max(a, c), f32::max(b, d)])
}

/// The numbers of an array.
pub(super) fn numbers(document: &Document, value: &Object) -> Vec<f32> {
    let items = document.dereference(value).ok().and_then(|(_, value)| value.as_array().ok());
    items
        .into_iter()
        .flatten()
        .filter_map(|item| document.dereference(item).ok()?.1.as_float().ok())
        .collect()
}

/// A box in the inventory's direction, measured from the upper left corner of `trim`.
pub(super) fn rect(corners: Corners, trim: Corners) -> Rect {
    let [left, bottom, right, top] = corners;
    Rect { left: left - trim[0], top: trim[3] - top, right: right - trim[0], bottom: trim[3] - bottom }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matrices_apply_in_the_order_of_writing() {
        let matrix = Matrix::of(&[2.0, 0.0, 0.0, -2.0, 0.0, 0.0]).then(Matrix::shift(10.0, 100.0));
        assert_eq!(matrix.apply(1.0, 1.0), (12.0, 98.0));
        assert_eq!(matrix.stretch_y(), 2.0);
    }

    #[test]
    fn boxes_are_measured_from_the_upper_left_of_the_trimmed_page() {
        let found = rect([8.0, 8.0, 20.0, 30.0], [8.0, 8.0, 108.0, 208.0]);
        assert_eq!(found, Rect { left: 0.0, top: 178.0, right: 12.0, bottom: 200.0 });
    }
}
