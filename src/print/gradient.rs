//! Gradients in ink (ISO 32000-1, 8.7.4.5).

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::function::{array, in_ink};
use super::geometry::numbers;
use super::inks::Inks;
use super::space::ColourSpace;
use crate::diagnostic::Problem;

/// Converts the linear and radial gradients of a document in place.
pub(super) fn convert(document: &mut Document, inks: &Inks<'_>, masked: &BTreeSet<ObjectId>) -> Vec<Problem> {
    let ids: Vec<ObjectId> = document.objects.keys().filter(|id| !masked.contains(id)).copied().collect();
    let mut refused = BTreeSet::new();
    for id in ids {
        let Some(object) = document.objects.get(&id) else { continue };
        let mut changed = object.clone();
        let found = match &mut changed {
            Object::Dictionary(dictionary) => shadings(document, dictionary, inks),
            Object::Stream(stream) => shadings(document, &mut stream.dict, inks),
            _ => continue,
        };
        match found {
            Ok(false) => {}
            Ok(true) => document.set_object(id, changed),
            Err(kind) => drop(refused.insert(kind)),
        }
    }
    refused.into_iter().map(problem).collect()
}

/// Why a gradient has no way into ink.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Refused {
    Conic,
    Mesh,
    Program,
}

fn problem(refused: Refused) -> Problem {
    match refused {
        Refused::Conic => {
            Problem::error("print/conic-gradient", "a conic gradient cannot be turned into ink")
                .hint("take a linear or radial gradient in the layout")
        }
        Refused::Mesh => Problem::error(
            "print/mesh-gradient",
            "a mesh gradient in an embedded PDF cannot be turned into ink",
        )
        .hint("export that drawing in CMYK"),
        Refused::Program => {
            Problem::error("print/gradient", "a gradient made by a program cannot be turned into ink")
                .hint("take a linear or radial gradient of plain colours")
        }
    }
}

/// Converts an object that is a shading, or holds some directly: a pattern, or the resources of a page.
fn shadings(document: &Document, dictionary: &mut Dictionary, inks: &Inks<'_>) -> Result<bool, Refused> {
    if dictionary.has(b"ShadingType") {
        return shading(document, dictionary, inks);
    }
    let mut changed = false;
    for key in [&b"Shading"[..], b"Resources", b"Pattern"] {
        if let Ok(Object::Dictionary(inner)) = dictionary.get_mut(key) {
            changed |= shadings(document, inner, inks)?;
            for (_, value) in inner.iter_mut() {
                if let Object::Dictionary(value) = value {
                    changed |= value.has(b"ShadingType") && shading(document, value, inks)?;
                }
            }
        }
    }
    Ok(changed)
}

fn shading(document: &Document, shading: &mut Dictionary, inks: &Inks<'_>) -> Result<bool, Refused> {
    let space =
        shading.get(b"ColorSpace").map_or(ColourSpace::Unknown, |space| ColourSpace::of(document, space));
    if !(space.is_gray() || space.is_rgb()) {
        return Ok(false);
    }
    match shading.get(b"ShadingType").and_then(Object::as_i64) {
        Ok(2 | 3) => {}
        Ok(1) => return Err(Refused::Conic),
        _ => return Err(Refused::Mesh),
    }
    let function = shading.get(b"Function").map_err(|_| Refused::Program)?;
    let function = in_ink(document, function, &space, inks).ok_or(Refused::Program)?;
    // A sampled function is a stream, which cannot stand inside a dictionary; Typst writes none here.
    if function.as_stream().is_ok() {
        return Err(Refused::Program);
    }
    shading.set("Function", function);
    shading.set("ColorSpace", "DeviceCMYK");
    if let Some(ink) =
        shading.get(b"Background").ok().and_then(|ground| inks.of(&space, &numbers(document, ground)))
    {
        shading.set("Background", array(ink));
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::colour::{Converter, Profile};
    use lopdf::dictionary;

    fn converted(kind: i64) -> (Dictionary, Vec<String>) {
        let mut document = Document::new();
        let ramp = document.add_object(dictionary! {
            "FunctionType" => 2, "N" => 1, "C0" => vec![Object::from(1.0); 3], "C1" => vec![Object::from(0.0); 3],
        });
        let id = document.add_object(dictionary! {
            "ShadingType" => kind, "ColorSpace" => "DeviceRGB", "Function" => ramp,
        });
        let converter = Converter::new(Profile::standard()).unwrap();
        let problems = convert(&mut document, &Inks::new(&converter), &BTreeSet::new());
        (
            document.get_dictionary(id).unwrap().clone(),
            problems.into_iter().map(|found| found.code.to_string()).collect(),
        )
    }

    #[test]
    fn linear_and_radial_gradients_become_ink() {
        for kind in [2, 3] {
            let (shading, problems) = converted(kind);
            assert!(problems.is_empty());
            assert_eq!(shading.get(b"ColorSpace").unwrap().as_name().unwrap(), b"DeviceCMYK");
            let ends = shading.get(b"Function").unwrap().as_dict().unwrap().get(b"C1").unwrap();
            assert_eq!(numbers(&Document::new(), ends), [0.0, 0.0, 0.0, 1.0]);
        }
    }

    #[test]
    fn conic_and_mesh_gradients_are_refused() {
        assert_eq!(converted(1).1, ["print/conic-gradient"]);
        assert_eq!(converted(7).1, ["print/mesh-gradient"]);
    }
}
