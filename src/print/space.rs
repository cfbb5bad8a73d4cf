//! Colour spaces as a PDF names them (ISO 32000-1, 8.6).

use lopdf::{Dictionary, Document, Object, ObjectId};

use crate::page::Space;

/// A colour space with what is needed to read and convert colours in it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum ColourSpace {
    Gray,
    Rgb,
    Cmyk,
    /// With a profile: components 1, 3 or 4, and the profile's object.
    Icc(u8, Option<ObjectId>),
    /// `CalGray` and `CalRGB`: calibrated, which no modern program writes.
    CalGray,
    CalRgb,
    Lab,
    /// Base and table.
    Indexed(Box<ColourSpace>),
    /// Colorant and alternate.
    Separation(Vec<u8>, Box<ColourSpace>),
    /// Colorants and alternate.
    DeviceN(Vec<Vec<u8>>, Box<ColourSpace>),
    /// Patterns; uncoloured ones paint in the space inside.
    Pattern(Option<Box<ColourSpace>>),
    Unknown,
}

/// Spaces inside spaces are at most this deep.
const DEPTH: usize = 6;

impl ColourSpace {
    /// The space of a name in an operator: one of the device's, or one of the page's resources.
    pub(super) fn named(document: &Document, resources: Option<&Dictionary>, name: &[u8]) -> ColourSpace {
        match device(name) {
            Some(space) => space,
            None => resources
                .and_then(|resources| entry(document, resources, b"ColorSpace", name))
                .map_or(ColourSpace::Unknown, |object| ColourSpace::of(document, object)),
        }
    }

    /// The space that an object describes.
    pub(super) fn of(document: &Document, object: &Object) -> ColourSpace {
        read(document, object, 0)
    }

    /// Numbers for each colour; 0 for patterns and unknown spaces.
    pub(super) fn components(&self) -> usize {
        match self {
            ColourSpace::Gray
            | ColourSpace::CalGray
            | ColourSpace::Indexed(_)
            | ColourSpace::Separation(..) => 1,
            ColourSpace::Rgb | ColourSpace::CalRgb | ColourSpace::Lab => 3,
            ColourSpace::Cmyk => 4,
            ColourSpace::Icc(components, _) => usize::from(*components),
            ColourSpace::DeviceN(names, _) => names.len(),
            ColourSpace::Pattern(_) | ColourSpace::Unknown => 0,
        }
    }

    /// Whether its colours are light on a gray scale.
    pub(super) fn is_gray(&self) -> bool {
        matches!(self, ColourSpace::Gray | ColourSpace::CalGray | ColourSpace::Icc(1, _))
    }

    /// Whether its colours are red, green and blue.
    pub(super) fn is_rgb(&self) -> bool {
        matches!(self, ColourSpace::Rgb | ColourSpace::CalRgb | ColourSpace::Icc(3, _))
    }

    /// Whether its colours are inks that have a profile of their own.
    pub(super) fn is_profiled_ink(&self) -> bool {
        matches!(self, ColourSpace::Icc(4, _))
    }

    /// Its kind for the inventory.
    pub(super) fn kind(&self) -> Space {
        match self {
            ColourSpace::Gray => Space::Gray,
            ColourSpace::Rgb => Space::Rgb,
            ColourSpace::Cmyk => Space::Cmyk,
            ColourSpace::Icc(1, _) | ColourSpace::CalGray => Space::IccGray,
            ColourSpace::Icc(3, _) | ColourSpace::CalRgb => Space::IccRgb,
            ColourSpace::Icc(..) => Space::IccCmyk,
            ColourSpace::Lab => Space::Lab,
            ColourSpace::Indexed(base) => base.kind(),
            ColourSpace::Separation(..) => Space::Separation,
            ColourSpace::DeviceN(..) => Space::DeviceN,
            ColourSpace::Pattern(_) => Space::Pattern,
            ColourSpace::Unknown => Space::Unknown,
        }
    }
}

/// The object behind a name in one category of a resource dictionary.
pub(super) fn entry<'a>(
    document: &'a Document,
    resources: &'a Dictionary,
    category: &[u8],
    name: &[u8],
) -> Option<&'a Object> {
    let category = resources.get(category).ok()?;
    document.dereference(category).ok()?.1.as_dict().ok()?.get(name).ok()
}

fn device(name: &[u8]) -> Option<ColourSpace> {
    Some(match name {
        b"DeviceGray" | b"G" | b"CalGray" => ColourSpace::Gray,
        b"DeviceRGB" | b"RGB" | b"CalRGB" => ColourSpace::Rgb,
        b"DeviceCMYK" | b"CMYK" => ColourSpace::Cmyk,
        b"Pattern" => ColourSpace::Pattern(None),
        _ => return None,
    })
}

fn read(document: &Document, object: &Object, depth: usize) -> ColourSpace {
    let Ok((_, object)) = document.dereference(object) else { return ColourSpace::Unknown };
    if let Ok(name) = object.as_name() {
        return device(name).unwrap_or(ColourSpace::Unknown);
    }
    let Ok(parts) = object.as_array() else { return ColourSpace::Unknown };
    let part =
        |at: usize| parts.get(at).and_then(|part| document.dereference(part).ok()).map(|(_, part)| part);
    let inner = |at: usize| match parts.get(at) {
        Some(part) if depth < DEPTH => read(document, part, depth + 1),
        _ => ColourSpace::Unknown,
    };
    let family = part(0).and_then(|part| part.as_name().ok()).unwrap_or_default();
    match family {
        b"ICCBased" => {
            let components = part(1)
                .and_then(|part| part.as_stream().ok())
                .and_then(|stream| stream.dict.get(b"N").ok()?.as_i64().ok());
            let profile = parts.get(1).and_then(|part| part.as_reference().ok());
            match components {
                Some(1) => ColourSpace::Icc(1, profile),
                Some(3) => ColourSpace::Icc(3, profile),
                Some(4) => ColourSpace::Icc(4, profile),
                _ => ColourSpace::Unknown,
            }
        }
        b"CalGray" => ColourSpace::CalGray,
        b"CalRGB" => ColourSpace::CalRgb,
        b"Lab" => ColourSpace::Lab,
        b"Indexed" | b"I" => ColourSpace::Indexed(Box::new(inner(1))),
        b"Separation" => {
            let name = part(1).and_then(|part| part.as_name().ok()).unwrap_or_default();
            ColourSpace::Separation(name.to_vec(), Box::new(inner(2)))
        }
        b"DeviceN" => {
            let names = part(1).and_then(|part| part.as_array().ok());
            let names = names
                .into_iter()
                .flatten()
                .filter_map(|name| name.as_name().ok().map(<[u8]>::to_vec))
                .collect();
            ColourSpace::DeviceN(names, Box::new(inner(2)))
        }
        b"Pattern" => ColourSpace::Pattern((parts.len() > 1).then(|| Box::new(inner(1)))),
        name if parts.len() == 1 => device(name).unwrap_or(ColourSpace::Unknown),
        _ => ColourSpace::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::{Stream, dictionary};

    #[test]
    fn spaces_are_read_through_references() {
        let mut document = Document::new();
        let profile = document.add_object(Stream::new(dictionary! { "N" => 3 }, Vec::new()));
        let icc = document.add_object(vec!["ICCBased".into(), Object::from(profile)]);
        let spot = Object::from(vec!["Separation".into(), "Gold".into(), icc.into(), Object::Null]);
        let space = ColourSpace::of(&document, &spot);
        assert_eq!(
            space,
            ColourSpace::Separation(b"Gold".into(), Box::new(ColourSpace::Icc(3, Some(profile))))
        );
        assert_eq!((space.components(), space.kind()), (1, Space::Separation));
        let resources = dictionary! { "ColorSpace" => dictionary! { "c0" => icc } };
        assert!(ColourSpace::named(&document, Some(&resources), b"c0").is_rgb());
        assert_eq!(ColourSpace::named(&document, Some(&resources), b"c9"), ColourSpace::Unknown);
        assert_eq!(ColourSpace::named(&document, None, b"DeviceCMYK"), ColourSpace::Cmyk);
    }

    #[test]
    fn a_space_that_contains_itself_ends() {
        let mut document = Document::new();
        let id = document.new_object_id();
        document.set_object(id, Object::from(vec!["Indexed".into(), id.into(), 1.into(), Object::Null]));
        assert_eq!(ColourSpace::of(&document, &id.into()).components(), 1);
    }
}
