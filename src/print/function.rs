//! Functions that give colours: gradients and the replacements of spot colours (ISO 32000-1, 7.10).

use lopdf::{Document, Object};

use super::geometry::numbers;
use super::inks::Inks;
use super::space::ColourSpace;

/// Functions inside functions are at most this deep.
const DEPTH: usize = 4;

/// A copy of a function whose results are ink instead of colours in `space`.
///
/// Exponential functions (type 2) get new ends, stitching functions (type 3) new parts, sampled ones
/// (type 0, eight bits) new samples. Between its ends a gradient mixes ink instead of light, which is
/// what a designer sees in every layout program. `None` for functions in PostScript (type 4).
pub(super) fn in_ink(
    document: &Document,
    function: &Object,
    space: &ColourSpace,
    inks: &Inks<'_>,
) -> Option<Object> {
    convert(document, function, space, inks, 0)
}

fn convert(
    document: &Document,
    function: &Object,
    space: &ColourSpace,
    inks: &Inks<'_>,
    depth: usize,
) -> Option<Object> {
    let (_, function) = document.dereference(function).ok()?;
    let dictionary = match function {
        Object::Dictionary(dictionary) => dictionary,
        Object::Stream(stream) => &stream.dict,
        _ => return None,
    };
    let mut converted = dictionary.clone();
    if dictionary.has(b"Range") {
        converted.set("Range", [0, 1].repeat(4).into_iter().map(Object::Integer).collect::<Vec<_>>());
    }
    match (dictionary.get(b"FunctionType").and_then(Object::as_i64).ok()?, function) {
        (2, _) => {
            for (key, default) in [("C0", 0.0), ("C1", 1.0)] {
                let colour = dictionary
                    .get(key.as_bytes())
                    .map_or_else(|_| vec![default], |ends| numbers(document, ends));
                converted.set(key, array(inks.of(space, &colour)?));
            }
            Some(Object::Dictionary(converted))
        }
        (3, _) if depth < DEPTH => {
            let parts = dictionary.get_deref(b"Functions", document).and_then(Object::as_array).ok()?;
            let parts: Option<Vec<Object>> =
                parts.iter().map(|part| convert(document, part, space, inks, depth + 1)).collect();
            // A stream needs an object of its own, so sampled parts would have to be placed one by one.
            let parts = parts.filter(|parts| parts.iter().all(|part| part.as_dict().is_ok()))?;
            converted.set("Functions", parts);
            Some(Object::Dictionary(converted))
        }
        (0, Object::Stream(stream)) => {
            let bits = dictionary.get(b"BitsPerSample").and_then(Object::as_i64).ok()?;
            if bits != 8 || dictionary.has(b"Decode") {
                return None;
            }
            let samples = stream.get_plain_content().ok()?;
            let mut target = Vec::with_capacity(samples.len() * 4);
            for sample in samples.chunks_exact(space.components().max(1)) {
                let colour: Vec<f32> = sample.iter().map(|&value| f32::from(value) / 255.0).collect();
                target.extend(inks.of(space, &colour)?.map(byte));
            }
            let mut stream = stream.clone();
            stream.dict = converted;
            stream.set_plain_content(target);
            Some(Object::Stream(stream))
        }
        _ => None,
    }
}

/// Four inks as an array.
pub(super) fn array(inks: [f32; 4]) -> Vec<Object> {
    inks.into_iter().map(Object::Real).collect()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "inks lie between 0 and 1")]
fn byte(ink: f32) -> u8 {
    (ink * 255.0).round() as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::colour::{Converter, Profile};
    use lopdf::{Stream, dictionary};

    fn converted(function: Object) -> Option<Object> {
        let converter = Converter::new(Profile::standard()).unwrap();
        in_ink(&Document::new(), &function, &ColourSpace::Rgb, &Inks::new(&converter))
    }

    fn ramp() -> Object {
        dictionary! {
            "FunctionType" => 2, "N" => 1, "Domain" => vec![0.into(), 1.into()],
            "C0" => vec![Object::from(0.0); 3], "C1" => vec![Object::from(1.0); 3],
            "Range" => vec![Object::from(0); 6],
        }
        .into()
    }

    #[test]
    fn the_ends_of_a_ramp_become_ink() {
        let ramp = converted(ramp()).unwrap();
        let ramp = ramp.as_dict().unwrap();
        let document = Document::new();
        assert_eq!(numbers(&document, ramp.get(b"C0").unwrap()), [0.0, 0.0, 0.0, 1.0]);
        assert_eq!(numbers(&document, ramp.get(b"C1").unwrap()), [0.0; 4]);
        assert_eq!(ramp.get(b"Range").unwrap().as_array().unwrap().len(), 8);
    }

    #[test]
    fn the_parts_of_a_stitched_function_become_ink() {
        let stitched = dictionary! { "FunctionType" => 3, "Functions" => vec![ramp(), ramp()] };
        let stitched = converted(stitched.into()).unwrap();
        let parts = stitched.as_dict().unwrap().get(b"Functions").unwrap().as_array().unwrap().clone();
        assert_eq!(parts.len(), 2);
        assert_eq!(parts[0].as_dict().unwrap().get(b"C0").unwrap().as_array().unwrap().len(), 4);
    }

    #[test]
    fn samples_become_ink_and_postscript_is_refused() {
        let sampled = Stream::new(
            dictionary! { "FunctionType" => 0, "BitsPerSample" => 8 },
            vec![0, 0, 0, 255, 255, 255],
        );
        let sampled = converted(sampled.into()).unwrap();
        assert_eq!(sampled.as_stream().unwrap().content, [0, 0, 0, 255, 0, 0, 0, 0]);
        let program = Stream::new(dictionary! { "FunctionType" => 4 }, b"{}".to_vec());
        assert!(converted(program.into()).is_none());
    }
}
