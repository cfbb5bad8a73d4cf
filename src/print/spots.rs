//! The replacements of spot colours: on a press, they must be ink, and one for each plate (ISO 32000-1, 8.6.6.4).

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::function::in_ink;
use super::inks::Inks;
use super::space::ColourSpace;
use crate::diagnostic::Problem;

/// Spaces inside other objects are at most this deep.
const DEPTH: usize = 16;

/// Gives every separation a replacement in ink, in place.
///
/// A drawing that was made elsewhere writes the same spot ink in another way; `known` are those of the layout, which
/// then hold in the drawing, too. The plate is the same, only its show on a screen changes.
pub(super) fn convert(
    document: &mut Document,
    inks: &Inks<'_>,
    known: &BTreeMap<String, [f32; 4]>,
) -> Vec<Problem> {
    let inks = &Replacements { inks, known };
    let ids: Vec<ObjectId> = document.objects.keys().copied().collect();
    let mut refused = BTreeSet::new();
    for id in ids {
        let Some(object) = document.objects.get(&id) else { continue };
        let mut changed = object.clone();
        if replace(document, &mut changed, inks, &mut refused, 0) {
            document.set_object(id, changed);
        }
    }
    refused
        .into_iter()
        .map(|name| {
            Problem::error(
                "print/spot-colour",
                format!("the replacement of the spot colour `{name}` cannot be turned into ink"),
            )
            .hint("give the spot colour a CMYK value in tokens.toml")
        })
        .collect()
}

/// Where the replacement of a spot colour comes from.
struct Replacements<'a> {
    inks: &'a Inks<'a>,
    known: &'a BTreeMap<String, [f32; 4]>,
}

/// A function from no ink to a full tone.
fn ramp(inks: [f32; 4]) -> Dictionary {
    dictionary! {
        "FunctionType" => 2, "Domain" => vec![0.into(), 1.into()], "N" => 1,
        "C0" => vec![Object::Integer(0); 4], "C1" => super::function::array(inks),
    }
}

fn replace(
    document: &Document,
    object: &mut Object,
    inks: &Replacements<'_>,
    refused: &mut BTreeSet<String>,
    depth: usize,
) -> bool {
    if depth > DEPTH {
        return false;
    }
    let mut changed = false;
    let values: Vec<&mut Object> = match object {
        Object::Array(_) => return array(document, object, inks, refused, depth),
        Object::Dictionary(dictionary) => dictionary.iter_mut().map(|(_, value)| value).collect(),
        Object::Stream(stream) => stream.dict.iter_mut().map(|(_, value)| value).collect(),
        _ => return false,
    };
    for value in values {
        changed |= replace(document, value, inks, refused, depth + 1);
    }
    changed
}

fn array(
    document: &Document,
    object: &mut Object,
    inks: &Replacements<'_>,
    refused: &mut BTreeSet<String>,
    depth: usize,
) -> bool {
    let space = ColourSpace::of(document, object);
    let Ok(items) = object.as_array_mut() else { return false };
    let (names, alternate) = match &space {
        ColourSpace::Separation(name, alternate) => (String::from_utf8_lossy(name).into_owned(), alternate),
        ColourSpace::DeviceN(names, alternate) => {
            (names.iter().map(|name| String::from_utf8_lossy(name)).collect::<Vec<_>>().join(", "), alternate)
        }
        _ => {
            let mut changed = false;
            for item in items {
                changed |= replace(document, item, inks, refused, depth + 1);
            }
            return changed;
        }
    };
    let known = inks.known.get(&names).filter(|_| matches!(space, ColourSpace::Separation(..)));
    if let (Some(known), [_, _, alternate, function, ..]) = (known, &mut items[..]) {
        *alternate = "DeviceCMYK".into();
        *function = ramp(*known).into();
        return true;
    }
    if !(alternate.is_gray() || alternate.is_rgb()) {
        return false;
    }
    let function = items.get(3).and_then(|function| in_ink(document, function, alternate, inks.inks));
    match function.filter(|function| function.as_dict().is_ok()) {
        Some(function) => {
            items[2] = "DeviceCMYK".into();
            items[3] = function;
            true
        }
        None => {
            refused.insert(names);
            false
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::colour::{Converter, Profile};

    fn space(function: Object) -> Object {
        vec!["Separation".into(), "Gold".into(), "DeviceRGB".into(), function].into()
    }

    fn converted(object: Object) -> (Object, usize) {
        let mut document = Document::new();
        let id = document.add_object(object);
        let converter = Converter::new(Profile::standard()).unwrap();
        let problems = convert(&mut document, &Inks::new(&converter), &BTreeMap::new());
        (document.objects[&id].clone(), problems.len())
    }

    #[test]
    fn the_replacement_of_a_spot_colour_becomes_ink() {
        let ramp = dictionary! { "FunctionType" => 2, "C0" => vec![Object::from(1.0); 3], "C1" => vec![0.7.into(), 0.6.into(), 0.1.into()] };
        let (object, problems) = converted(dictionary! { "c0" => space(ramp.into()) }.into());
        assert_eq!(problems, 0);
        let document = Document::new();
        let space = object.as_dict().unwrap().get(b"c0").unwrap();
        assert_eq!(
            ColourSpace::of(&document, space),
            ColourSpace::Separation(b"Gold".into(), Box::new(ColourSpace::Cmyk))
        );
    }

    #[test]
    fn a_spot_ink_of_the_layout_means_the_same_in_drawings() {
        let mut document = Document::new();
        let program = document.add_object(space(dictionary! { "FunctionType" => 4 }.into()));
        let other = dictionary! { "FunctionType" => 2, "C1" => vec![0.1.into(); 3] };
        let other = document.add_object(space(other.into()));
        let converter = Converter::new(Profile::standard()).unwrap();
        let known = BTreeMap::from([("Gold".to_owned(), [0.0, 0.2, 0.6, 0.2])]);
        assert_eq!(convert(&mut document, &Inks::new(&converter), &known), []);
        assert_eq!(document.objects[&program], document.objects[&other]);
        let once = document.objects[&other].clone();
        assert_eq!(convert(&mut document, &Inks::new(&converter), &known), []);
        assert_eq!(document.objects[&other], once);
    }

    #[test]
    fn a_replacement_made_by_a_program_is_refused() {
        assert_eq!(converted(space(dictionary! { "FunctionType" => 4 }.into())).1, 1);
    }
}
