//! Pictures of pixels in ink (ISO 32000-1, 8.9.5).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::inks::Inks;
use super::recolour::unconverted;
use super::space::ColourSpace;
use crate::colour::{Model, to_srgb};
use crate::diagnostic::Problem;
use crate::picture::{Inked, Samples, encode_jpeg, jpeg_samples, png_rows};

/// Converts the pictures of a document in place.
///
/// Gray keeps its bytes and prints with black alone. RGB becomes CMYK: JPEG stays JPEG, drawings of at
/// most 256 colours stay without loss, with the K-only rule and a table of inks, and other pictures become
/// JPEG. Transparency (`SMask`) stays as it is.
pub(super) fn convert(document: &mut Document, inks: &Inks<'_>, masked: &BTreeSet<ObjectId>) -> Vec<Problem> {
    let ids: Vec<ObjectId> = document
        .objects
        .iter()
        .filter(|(id, object)| {
            !masked.contains(id) && matches!(object, Object::Stream(stream) if is_image(stream))
        })
        .map(|(id, _)| *id)
        .collect();
    let mut refused = BTreeMap::new();
    for id in ids {
        let Some(Object::Stream(stream)) = document.objects.get(&id) else { continue };
        match image(document, stream, inks) {
            Ok(None) => {}
            Ok(Some(converted)) => document.set_object(id, converted),
            Err(reason) => *refused.entry(reason).or_insert(0usize) += 1,
        }
    }
    refused.into_keys().map(|reason| unconverted("print/picture", reason)).collect()
}

/// Puts pictures where a stand-in holds their place; the keys are the stand-ins' bytes.
///
/// A picture whose stand-in is not in the file is a problem: it would be missing from the print.
pub(super) fn place(document: &mut Document, pictures: &BTreeMap<Vec<u8>, Inked>) -> Vec<Problem> {
    let held = |object: &Object| {
        let stream = object.as_stream().ok().filter(|stream| is_image(stream))?;
        pictures.get_key_value(&stream.content)
    };
    let places: Vec<(ObjectId, &Vec<u8>, &Inked)> = document
        .objects
        .iter()
        .filter_map(|(id, object)| held(object).map(|(stand_in, picture)| (*id, stand_in, picture)))
        .collect();
    for (id, _, picture) in &places {
        let mut stream = placed(picture);
        if let Some(alpha) = &picture.alpha {
            stream.dict.set("SMask", document.add_object(plane(alpha, picture, "DeviceGray".into())));
        }
        document.set_object(*id, stream);
    }
    let found: BTreeSet<&Vec<u8>> = places.iter().map(|(_, stand_in, _)| *stand_in).collect();
    let lost = pictures.keys().any(|stand_in| !found.contains(stand_in));
    let problem = || unconverted("print/picture", "a picture whose place in the PDF cannot be found");
    lost.then(problem).into_iter().collect()
}

/// A picture as an object of the file, but for its transparency.
fn placed(picture: &Inked) -> Stream {
    match &picture.samples {
        Samples::Gray(png) => plane(png, picture, "DeviceGray".into()),
        Samples::Table(table, png) => {
            let highest = Object::Integer(i64::try_from(table.len()).unwrap_or(256) - 1);
            let table = Object::String(table.concat(), lopdf::StringFormat::Hexadecimal);
            plane(png, picture, vec!["Indexed".into(), "DeviceCMYK".into(), highest, table].into())
        }
        Samples::Photo(model, jpeg) => {
            let space = match model {
                Model::Gray => "DeviceGray",
                Model::Rgb => "DeviceRGB",
                Model::Cmyk => "DeviceCMYK",
            };
            let mut dictionary = image_dictionary(picture, space.into());
            dictionary.set("Filter", "DCTDecode");
            if *model == Model::Cmyk {
                dictionary.set("Decode", complement());
            }
            Stream::new(dictionary, jpeg.clone()).with_compression(false)
        }
    }
}

/// One byte a pixel, compressed as the PNG has it.
fn plane(png: &[u8], picture: &Inked, space: Object) -> Stream {
    let mut dictionary = image_dictionary(picture, space);
    dictionary.set("Filter", "FlateDecode");
    let columns = i64::from(picture.width);
    dictionary.set(
        "DecodeParms",
        dictionary! { "Predictor" => 15, "Colors" => 1, "BitsPerComponent" => 8, "Columns" => columns },
    );
    Stream::new(dictionary, png_rows(png)).with_compression(false)
}

fn image_dictionary(picture: &Inked, space: Object) -> Dictionary {
    dictionary! {
        "Type" => "XObject", "Subtype" => "Image", "Width" => i64::from(picture.width),
        "Height" => i64::from(picture.height), "ColorSpace" => space, "BitsPerComponent" => 8,
    }
}

/// CMYK in JPEG is stored as the complement of the ink.
fn complement() -> Vec<Object> {
    [1, 0].repeat(4).into_iter().map(Object::Integer).collect()
}

fn is_image(stream: &Stream) -> bool {
    stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Image")
}

/// The converted picture; `None` if it is ink already.
fn image(document: &Document, stream: &Stream, inks: &Inks<'_>) -> Result<Option<Stream>, &'static str> {
    let Ok(entry) = stream.dict.get(b"ColorSpace") else { return Ok(None) };
    let space = ColourSpace::of(document, entry);
    let mut converted = stream.clone();
    match &space {
        ColourSpace::Gray | ColourSpace::Cmyk | ColourSpace::Separation(..) | ColourSpace::DeviceN(..) => {
            return Ok(None);
        }
        space if space.is_gray() => converted.dict.set("ColorSpace", "DeviceGray"),
        ColourSpace::Icc(4, _) => converted.dict.set("ColorSpace", "DeviceCMYK"),
        ColourSpace::Indexed(base) if base.is_rgb() || base.is_gray() => {
            converted.dict.set("ColorSpace", indexed(document, entry, base, inks)?);
        }
        ColourSpace::Indexed(base) if base.is_profiled_ink() => {
            let parts = document.dereference(entry).ok().and_then(|(_, entry)| entry.as_array().ok());
            let mut parts = parts.ok_or("a picture with a broken table of colours")?.clone();
            parts[1] = "DeviceCMYK".into();
            converted.dict.set("ColorSpace", parts);
        }
        ColourSpace::Indexed(base) if **base == ColourSpace::Cmyk => return Ok(None),
        space if space.is_rgb() => rgb(document, stream, &mut converted, inks)?,
        _ => return Err("a picture in Lab or an unknown colour space"),
    }
    Ok(Some(converted))
}

/// The colour space of a picture with a table of colours, the table in ink.
fn indexed(
    document: &Document,
    entry: &Object,
    base: &ColourSpace,
    inks: &Inks<'_>,
) -> Result<Vec<Object>, &'static str> {
    const BROKEN: &str = "a picture with a broken table of colours";
    let parts =
        document.dereference(entry).ok().and_then(|(_, entry)| entry.as_array().ok()).ok_or(BROKEN)?;
    let table = parts.get(3).and_then(|table| document.dereference(table).ok()).ok_or(BROKEN)?.1;
    let table = match table {
        Object::String(bytes, _) => bytes.clone(),
        Object::Stream(stream) => stream.get_plain_content().map_err(|_| BROKEN)?,
        _ => return Err(BROKEN),
    };
    let mut ink = Vec::with_capacity(table.len() * 4);
    for colour in table.chunks_exact(base.components().max(1)) {
        ink.extend(match *colour {
            [r, g, b] => inks.of_bytes(base, [r, g, b]),
            [gray] => inks.of_bytes(base, [gray; 3]),
            _ => return Err(BROKEN),
        });
    }
    let table = Object::String(ink, lopdf::StringFormat::Hexadecimal);
    Ok(vec!["Indexed".into(), "DeviceCMYK".into(), parts.get(2).cloned().unwrap_or(255.into()), table])
}

fn rgb(
    document: &Document,
    stream: &Stream,
    converted: &mut Stream,
    inks: &Inks<'_>,
) -> Result<(), &'static str> {
    if stream.dict.has(b"Decode") {
        return Err("a picture with inverted samples (Decode)");
    }
    if stream.dict.get_deref(b"Mask", document).is_ok_and(|mask| mask.as_array().is_ok()) {
        return Err("a picture that marks its background by a colour (Mask)");
    }
    let number = |key: &[u8]| stream.dict.get_deref(key, document).ok().and_then(|value| value.as_i64().ok());
    let side = |key: &[u8]| number(key).and_then(|side| usize::try_from(side).ok()).unwrap_or(0);
    let (width, height) = (side(b"Width"), side(b"Height"));
    let filters = stream.filters().unwrap_or_default();
    let samples = match filters[..] {
        [b"DCTDecode"] => match jpeg_samples(&stream.content) {
            Some((found_width, found_height, Model::Rgb, samples))
                if (found_width, found_height) == (width, height) =>
            {
                samples
            }
            _ => return Err("a picture with a broken JPEG"),
        },
        [] | [b"FlateDecode"] => flat_samples(stream, number(b"BitsPerComponent").unwrap_or(8))?,
        _ => return Err("a picture in a rare format (JPEG 2000, CCITT, JBIG2 or LZW)"),
    };
    if samples.len() < width * height * 3 || width * height == 0 {
        return Err("a picture that ends too early");
    }
    let samples = to_srgb(Model::Rgb, profile(document, stream).as_deref(), &samples[..width * height * 3]);
    write(converted, width, height, &samples, inks);
    Ok(())
}

/// Samples without compression, eight bits each.
fn flat_samples(stream: &Stream, bits: i64) -> Result<Vec<u8>, &'static str> {
    let samples = stream.get_plain_content().map_err(|_| "a picture with damaged data")?;
    match bits {
        8 => Ok(samples),
        16 => Ok(samples.chunks_exact(2).map(|sample| sample[0]).collect()),
        _ => Err("an RGB picture with fewer than eight bits a sample"),
    }
}

/// The profile of a picture's colour space.
fn profile(document: &Document, stream: &Stream) -> Option<Vec<u8>> {
    let space = stream.dict.get_deref(b"ColorSpace", document).ok()?.as_array().ok()?;
    let profile = document.dereference(space.get(1)?).ok()?.1.as_stream().ok()?;
    profile.get_plain_content().ok()
}

fn write(converted: &mut Stream, width: usize, height: usize, samples: &[u8], inks: &Inks<'_>) {
    converted.dict.set("BitsPerComponent", 8);
    let mut plain = |space: Object, samples: Vec<u8>| {
        converted.dict.set("ColorSpace", space);
        converted.set_plain_content(samples);
        // Compression fails for no content; the samples then stay as they are, which is valid.
        let _ = converted.compress();
    };
    if samples.chunks_exact(3).all(|pixel| pixel[0] == pixel[1] && pixel[1] == pixel[2]) {
        return plain("DeviceGray".into(), samples.chunks_exact(3).map(|pixel| pixel[0]).collect());
    }
    if let Some((table, indices)) = few_colours(samples, inks) {
        return plain(table, indices);
    }
    let ink = inks.of_pixels(samples);
    let jpeg = encode_jpeg(width, height, Model::Cmyk, &ink, 92);
    if jpeg.is_empty() {
        return plain("DeviceCMYK".into(), ink);
    }
    converted.dict.remove(b"DecodeParms");
    converted.dict.set("ColorSpace", "DeviceCMYK");
    converted.dict.set("Filter", "DCTDecode");
    converted.dict.set("Decode", complement());
    converted.set_content(jpeg);
}

/// A picture of few colours as a table of inks and an index for each pixel; `None` if it has too many.
fn few_colours(samples: &[u8], inks: &Inks<'_>) -> Option<(Object, Vec<u8>)> {
    let mut known: HashMap<[u8; 3], u8> = HashMap::new();
    let mut table = Vec::new();
    let mut indices = Vec::with_capacity(samples.len() / 3);
    let mut last = None;
    for pixel in samples.chunks_exact(3) {
        let pixel = [pixel[0], pixel[1], pixel[2]];
        let index = match last {
            Some((before, index)) if before == pixel => index,
            _ => match known.get(&pixel) {
                Some(index) => *index,
                None => {
                    let index = u8::try_from(known.len()).ok()?;
                    known.insert(pixel, index);
                    table.extend(inks.of_bytes(&ColourSpace::Rgb, pixel));
                    index
                }
            },
        };
        last = Some((pixel, index));
        indices.push(index);
    }
    let highest = Object::Integer(i64::try_from(known.len()).unwrap_or(256) - 1);
    let table = Object::String(table, lopdf::StringFormat::Hexadecimal);
    Some((Object::Array(vec!["Indexed".into(), "DeviceCMYK".into(), highest, table]), indices))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::colour::{Converter, Profile};
    use crate::picture::stand_in;

    fn converted(
        space: Object,
        filter: Option<&str>,
        content: Vec<u8>,
        side: i64,
    ) -> Result<Option<Stream>, &'static str> {
        let mut dictionary = dictionary! {
            "Subtype" => "Image", "Width" => side, "Height" => side, "BitsPerComponent" => 8, "ColorSpace" => space,
        };
        if let Some(filter) = filter {
            dictionary.set("Filter", filter);
        }
        let converter = Converter::new(Profile::standard()).unwrap();
        image(&Document::new(), &Stream::new(dictionary, content), &Inks::new(&converter))
    }

    fn space_of(stream: &Stream) -> Vec<u8> {
        stream.dict.get(b"ColorSpace").unwrap().as_name().unwrap().to_vec()
    }

    #[test]
    fn a_drawing_keeps_black_alone_and_loses_nothing() {
        let found =
            converted("DeviceRGB".into(), None, [0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 0, 0].to_vec(), 2)
                .unwrap()
                .unwrap();
        let space = found.dict.get(b"ColorSpace").unwrap().as_array().unwrap();
        assert_eq!((space[1].as_name().unwrap(), space[2].as_i64().unwrap()), (&b"DeviceCMYK"[..], 2));
        assert_eq!(space[3].as_str().unwrap()[..8], [0, 0, 0, 255, 0, 0, 0, 0]);
        assert_eq!(found.get_plain_content().unwrap(), [0, 1, 2, 0]);
    }

    #[test]
    fn a_picture_without_colour_becomes_gray() {
        let found = converted("DeviceRGB".into(), None, [7; 12].to_vec(), 2).unwrap().unwrap();
        assert_eq!(
            (space_of(&found), found.get_plain_content().unwrap()),
            (b"DeviceGray".to_vec(), vec![7; 4])
        );
    }

    fn photo(alpha: Option<Vec<u8>>) -> Inked {
        let samples = Samples::Photo(Model::Cmyk, encode_jpeg(2, 3, Model::Cmyk, &[9; 24], 92));
        Inked { width: 2, height: 3, samples, alpha, ink_sum: 14.0 }
    }

    #[test]
    fn a_picture_without_a_place_is_told_and_not_lost() {
        let pictures = BTreeMap::from([(stand_in(1), photo(None))]);
        assert_eq!(place(&mut Document::new(), &pictures).len(), 1);
    }

    #[test]
    fn a_picture_takes_the_place_that_is_held_for_it() {
        let (held, other) = (stand_in(1), stand_in(2));
        let image = |content: &[u8]| {
            let dictionary = dictionary! { "Subtype" => "Image", "Width" => 1, "Height" => 1, "ColorSpace" => "DeviceGray", "Filter" => "DCTDecode" };
            Stream::new(dictionary, content.to_vec())
        };
        let mut document = Document::new();
        let ids = [&held, &other].map(|content| document.add_object(image(content)));
        let picture = photo(Some(vec![1]));
        assert!(place(&mut document, &BTreeMap::from([(held, picture.clone())])).is_empty());
        let found = ids.map(|id| document.get_object(id).unwrap().as_stream().unwrap());
        let Samples::Photo(_, jpeg) = picture.samples else { panic!("a photo") };
        assert_eq!((found[0].content == jpeg, found[1].content == other), (true, true));
        assert_eq!(found[0].dict.get(b"Height").unwrap().as_i64().unwrap(), 3);
        assert_eq!((space_of(found[0]), found[0].dict.has(b"Decode")), (b"DeviceCMYK".to_vec(), true));
        let mask = found[0].dict.get_deref(b"SMask", &document).unwrap().as_stream().unwrap();
        assert_eq!(space_of(mask), b"DeviceGray");
    }

    #[test]
    fn a_photo_becomes_cmyk_jpeg() {
        let samples: Vec<u8> = (0..64 * 64).flat_map(|i| [(i % 251) as u8, (i / 64 * 3) as u8, 90]).collect();
        let jpeg = encode_jpeg(64, 64, Model::Rgb, &samples, 92);
        let found = converted("DeviceRGB".into(), Some("DCTDecode"), jpeg, 64).unwrap().unwrap();
        assert_eq!(space_of(&found), b"DeviceCMYK");
        assert!(matches!(jpeg_samples(&found.content), Some((64, 64, Model::Cmyk, _))));
        assert!(found.dict.has(b"Decode"));
    }

    #[test]
    fn a_table_of_colours_becomes_ink() {
        let table = Object::String(vec![0, 0, 0, 255, 0, 0], lopdf::StringFormat::Hexadecimal);
        let space = vec!["Indexed".into(), "DeviceRGB".into(), 1.into(), table];
        let found = converted(space.into(), None, vec![0, 1, 1, 0], 2).unwrap().unwrap();
        let space = found.dict.get(b"ColorSpace").unwrap().as_array().unwrap();
        assert_eq!(space[1].as_name().unwrap(), b"DeviceCMYK");
        assert_eq!(&space[3].as_str().unwrap()[..4], [0, 0, 0, 255]);
    }

    #[test]
    fn ink_stays_and_rare_formats_are_refused() {
        assert_eq!(converted("DeviceCMYK".into(), None, vec![0; 16], 2), Ok(None));
        assert_eq!(converted("DeviceGray".into(), None, vec![0; 4], 2), Ok(None));
        assert!(converted("DeviceRGB".into(), Some("JPXDecode"), vec![0; 4], 2).is_err());
        assert!(converted("DeviceRGB".into(), None, vec![0; 4], 2).is_err());
    }
}
