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
    let Some(field) = Field::around(regions.iter().flat_map(|(_, rings)| rings.iter().flatten())) else {
        // Regions without an area were told one by one.
        if collection.features.is_empty() || !regions.is_empty() {
            problems.push(source.problem("data/map", start, "this map has no area that could be drawn"));
        }
        return None;
    };
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    /// The rows of a map with these features, or what is said of it.
    fn map(features: &str) -> Result<Node, Vec<String>> {
        read_text(&format!("{{\"type\":\"FeatureCollection\",\"features\":[{features}]}}"))
    }

    fn read_text(text: &str) -> Result<Node, Vec<String>> {
        let file: Arc<str> = "karte.geojson".into();
        let mut problems = Vec::new();
        let root = read(&Source { file: &file, text, nesting: 32 }, &mut problems);
        let told = problems.into_iter().map(|problem| {
            let range = problem.place.map_or(0..0, |place| place.range);
            format!("{}: {} {range:?}", problem.code, problem.message)
        });
        root.ok_or_else(|| told.collect())
    }

    fn region(name: &str, geometry: &str) -> String {
        format!("{{\"type\":\"Feature\",\"properties\":{{\"name\":\"{name}\"}},\"geometry\":{geometry}}}")
    }

    fn polygon(rings: &str) -> String {
        format!("{{\"type\":\"Polygon\",\"coordinates\":{rings}}}")
    }

    fn value<'a>(row: &'a Node, path: &[Step<'_>]) -> &'a Value {
        &path.iter().fold(row, |node, step| node.get(*step).unwrap()).value
    }

    fn number(row: &Node, path: &[Step<'_>]) -> f64 {
        match value(row, path) {
            Value::Number(number, _) => *number,
            other => panic!("no number: {other:?}"),
        }
    }

    /// A number of the shape of the first region.
    fn of_shape(map: &Node, key: &str) -> f64 {
        number(map, &[Step::Row(0), Step::Key("shape"), Step::Key(key)])
    }

    /// A square of a hundred units; no degrees, so a plane.
    const SQUARE: &str = "[[[1000,1000],[1100,1000],[1100,1100],[1000,1100],[1000,1000]]]";

    #[test]
    fn a_plane_fills_the_field_with_north_up() {
        let map = map(&region("Ahlen", &polygon(SQUARE))).unwrap();
        assert_eq!(value(&map, &[Step::Row(0), Step::Key("name")]), &Value::Text("Ahlen".into()));
        assert_eq!(["x", "y", "room", "height"].map(|key| of_shape(&map, key)), [0.5, 0.5, 1.0, 1.0]);
        let first = [Step::Row(0), Step::Key("shape"), Step::Key("rings"), Step::Row(0), Step::Row(0)];
        let south_west = [0, 1].map(|axis| number(&map, &[&first[..], &[Step::Row(axis)]].concat()));
        assert_eq!(south_west, [0.0, 1.0]);
    }

    #[test]
    fn degrees_are_narrower_towards_the_pole() {
        let map = map(&region("Nord", &polygon("[[[6,59],[8,59],[8,61],[6,61],[6,59]]]"))).unwrap();
        // Two degrees each way; at 60° a degree of longitude is half as wide as one of latitude.
        assert_eq!(of_shape(&map, "height"), 2.0);
    }

    #[test]
    fn a_name_stands_beside_a_hole_and_in_the_larger_part() {
        let holed = "[[[0,0],[400,0],[400,100],[0,100],[0,0]],[[10,10],[200,10],[200,90],[10,90],[10,10]]]";
        assert_eq!(of_shape(&map(&region("Loch", &polygon(holed))).unwrap(), "x"), 0.75);
        let parts = "{\"type\":\"MultiPolygon\",\"coordinates\":\
            [[[[0,0],[300,0],[300,100],[0,100],[0,0]]],[[[390,0],[400,0],[400,100],[390,100],[390,0]]]]}";
        assert_eq!(of_shape(&map(&region("Teile", parts)).unwrap(), "x"), 0.375);
    }

    #[test]
    fn what_is_no_map_of_areas_is_told() {
        let point = region("P", "{\"type\":\"Point\",\"coordinates\":[7,51]}");
        let cases = [
            (map(&point), "data/map: this region has no area"),
            (map(&region("N", "null")), "data/map: this region has no area"),
            (map(&region("K", &polygon("[[[0,0],[1,0],[0,0]]]"))), "data/map: this region has no area"),
            (map(&region("L", &polygon("[[[0,0],[1,0],[2,0],[0,0]]]"))), "data/map: this map has no area"),
            (map(""), "data/map: this map has no area"),
            (read_text("{\"type\":\"Point\",\"coordinates\":[7,51]}"), "data/map: a map is a"),
            (read_text("{\"type\":\"Karte\"}"), "data/map: this is no GeoJSON"),
        ];
        for (found, expected) in cases {
            let told = found.unwrap_err();
            assert_eq!(told.len(), 1, "{told:?}");
            assert!(told[0].starts_with(expected), "{told:?}");
        }
    }

    #[test]
    fn a_region_is_told_at_its_own_place() {
        let square = region("A", &polygon(SQUARE));
        let point = region("P", "{\"type\":\"Point\",\"coordinates\":[7,51]}");
        let text = format!("{{\"type\":\"FeatureCollection\",\"features\":[{square},{point}]}}");
        let at = text.find(&point).unwrap();
        let mut problems = Vec::new();
        let file: Arc<str> = "karte.geojson".into();
        read(&Source { file: &file, text: &text, nesting: 32 }, &mut problems);
        assert_eq!(problems[0].place.as_ref().unwrap().range, at..at + point.len());
    }
}
