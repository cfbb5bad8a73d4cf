//! GeoJSON (RFC 7946) as a table: a row for each region, its properties as columns, and a column `shape`
//! that layouts draw.
//!
//! Shapes are laid into a field of width 1, north up. Degrees become a plate carrée that is true to
//! scale in the middle of the map; for a country's size no eye sees the difference from a better
//! projection. Coordinates that are no degrees are taken as a plane.

use std::ops::Range;

use geojson::{GeoJson, GeometryValue, Position};

use super::{Node, Source, Step, Value, json};
use crate::diagnostic::Problem;

/// A point in the field.
type Point = (f64, f64);

/// Reads a collection of regions.
pub(super) fn read(source: &Source<'_>, problems: &mut Vec<Problem>) -> Option<Node> {
    let root = json::read(source, problems)?;
    let start = root.range.start..root.range.start;
    let collection = match source.text.trim_start_matches('\u{feff}').parse::<GeoJson>() {
        Ok(GeoJson::FeatureCollection(collection)) => collection,
        Ok(_) => {
            let message = "a map is a `FeatureCollection` of regions";
            problems.push(source.problem("data/map", start, message));
            return None;
        }
        Err(error) => {
            problems.push(source.problem("data/map", start, format!("this is no GeoJSON: {error}")));
            return None;
        }
    };
    let mut regions = Vec::new();
    for (index, feature) in collection.features.iter().enumerate() {
        let node = root.get(Step::Key("features")).and_then(|features| features.get(Step::Row(index)))?;
        match feature.geometry.as_ref().map(|geometry| &geometry.value).and_then(rings) {
            Some(rings) => regions.push((node, rings)),
            None => problems.push(
                source
                    .problem("data/map", node.range.clone(), "this region has no area")
                    .hint("a region is a `Polygon` or a `MultiPolygon`"),
            ),
        }
    }
    let field = Field::around(regions.iter().flat_map(|(_, rings)| rings.iter().flatten()))?;
    let rows = regions.into_iter().map(|(node, rings)| {
        let properties = node.get(Step::Key("properties")).map(|properties| &properties.value);
        let mut entries = match properties {
            Some(Value::Record(entries)) => entries.clone(),
            _ => Vec::new(),
        };
        entries.push(("shape".to_owned(), field.shape(&rings, &node.range)));
        Node { value: Value::Record(entries), range: node.range.clone() }
    });
    Some(Node { value: Value::List(rows.collect()), range: root.range.clone() })
}

/// The outlines of a region, holes among them; `None` for points and lines.
fn rings(geometry: &GeometryValue) -> Option<Vec<Vec<Point>>> {
    let point = |position: &Position| {
        let numbers = position.as_slice();
        (numbers.first().copied().unwrap_or_default(), numbers.get(1).copied().unwrap_or_default())
    };
    let ring = |ring: &Vec<Position>| ring.iter().map(point).collect::<Vec<Point>>();
    let rings: Vec<Vec<Point>> = match geometry {
        GeometryValue::Polygon { coordinates } => coordinates.iter().map(ring).collect(),
        GeometryValue::MultiPolygon { coordinates } => coordinates.iter().flatten().map(ring).collect(),
        _ => return None,
    };
    // A closed ring has four positions at least (RFC 7946, § 3.1.6).
    let is_area = !rings.is_empty() && rings.iter().all(|ring| ring.len() >= 4);
    (is_area && rings.iter().flatten().all(|(x, y)| x.is_finite() && y.is_finite())).then_some(rings)
}

/// How coordinates lie in the field.
struct Field {
    west: f64,
    north: f64,
    /// From a unit of longitude, and of latitude, to the field's width.
    scale: Point,
    height: f64,
}

impl Field {
    fn around<'a>(points: impl Iterator<Item = &'a Point>) -> Option<Self> {
        let (mut west, mut east) = (f64::INFINITY, f64::NEG_INFINITY);
        let (mut south, mut north) = (west, east);
        for &(x, y) in points {
            (west, east) = (west.min(x), east.max(x));
            (south, north) = (south.min(y), north.max(y));
        }
        let is_degrees = west >= -180.0 && east <= 180.0 && south >= -90.0 && north <= 90.0;
        let narrowing = if is_degrees { ((south + north) / 2.0).to_radians().cos() } else { 1.0 };
        let width = (east - west) * narrowing;
        let usable = width > 0.0 && north > south;
        usable.then(|| Self {
            west,
            north,
            scale: (narrowing / width, 1.0 / width),
            height: (north - south) / width,
        })
    }

    fn at(&self, (x, y): Point) -> Point {
        ((x - self.west) * self.scale.0, (self.north - y) * self.scale.1)
    }

    /// A region in the field: its rings, and where its name has most room.
    fn shape(&self, rings: &[Vec<Point>], range: &Range<usize>) -> Node {
        let node = |value| Node { value, range: range.clone() };
        // The ten-thousandth part of a map's width is thinner than any line on it.
        let number = |number: f64| node(Value::Number((number * 1e4).round() / 1e4, None));
        let rings: Vec<Vec<Point>> =
            rings.iter().map(|ring| ring.iter().map(|point| self.at(*point)).collect()).collect();
        let ring = |ring: &Vec<Point>| {
            let point = |&(x, y): &Point| node(Value::List(vec![number(x), number(y)]));
            node(Value::List(ring.iter().map(point).collect()))
        };
        let (x, y, room) = widest(&rings);
        node(Value::Record(vec![
            ("rings".to_owned(), node(Value::List(rings.iter().map(ring).collect()))),
            ("x".to_owned(), number(x)),
            ("y".to_owned(), number(y)),
            ("room".to_owned(), number(room)),
            ("height".to_owned(), number(self.height)),
        ]))
    }
}

/// The middle and the length of a level line inside of a region, for its name: long, and far from the
/// region's top and bottom, since a name needs height as well.
fn widest(rings: &[Vec<Point>]) -> (f64, f64, f64) {
    let heights = || rings.iter().flatten().map(|point| point.1);
    let (top, bottom) =
        (heights().fold(f64::INFINITY, f64::min), heights().fold(f64::NEG_INFINITY, f64::max));
    let mut best = (0.0, (top + bottom) / 2.0, 0.0);
    let mut most = 0.0;
    for step in 1..32 {
        let y = top + (bottom - top) * f64::from(step) / 32.0;
        let mut crossings: Vec<f64> = rings.iter().flat_map(|ring| crossings(ring, y)).collect();
        crossings.sort_by(f64::total_cmp);
        for pair in crossings.chunks_exact(2) {
            let length = pair[1] - pair[0];
            let score = length * f64::from(step.min(32 - step));
            if score > most {
                most = score;
                best = ((pair[0] + pair[1]) / 2.0, y, length);
            }
        }
    }
    best
}

fn crossings(ring: &[Point], y: f64) -> Vec<f64> {
    let edges = ring.windows(2).filter(|edge| (edge[0].1 <= y) != (edge[1].1 <= y));
    edges
        .map(|edge| edge[0].0 + (y - edge[0].1) / (edge[1].1 - edge[0].1) * (edge[1].0 - edge[0].0))
        .collect()
}
