//! The finishing stage: from Typst's PDF 1.6 to PDF/X-4.

use std::collections::BTreeMap;

use lopdf::Document;
use lopdf::xref::XrefType;

use super::inks::Inks;
use super::marks::{self, Marks};
use super::{images, intent, metadata, open, pages, recolour};
use crate::colour::{Converter, Profile};
use crate::diagnostic::Problem;
use crate::picture::Inked;

/// What a print file is finished for.
#[derive(Debug, Clone)]
pub struct PrintOptions {
    /// The printing condition; its profile becomes the output intent.
    pub profile: Profile,
    /// The name and version of the program, for the metadata.
    pub producer: String,
    /// Whether the file declares PDF/A-2b too. Nothing prints differently; it lets a validator of PDF/A
    /// judge the rules that both standards share, since none for PDF/X-4 is free.
    pub archive: bool,
    /// What is drawn around the trimmed pages.
    pub marks: Marks,
    /// The layout's spot inks by their names, with the process inks that stand for them, in shares of 1.
    pub spots: BTreeMap<String, [f32; 4]>,
    /// The layout's colours in sRGB with their process inks, which hold in drawings that use them.
    pub tokens: BTreeMap<[u8; 3], [f32; 4]>,
}

impl Default for PrintOptions {
    /// The condition that satz ships, FOGRA39, and no claim but PDF/X-4.
    fn default() -> Self {
        PrintOptions {
            profile: Profile::standard().clone(),
            producer: concat!("satz ", env!("CARGO_PKG_VERSION")).to_owned(),
            archive: false,
            marks: Marks::default(),
            spots: BTreeMap::new(),
            tokens: BTreeMap::new(),
        }
    }
}

/// Finishes an untagged PDF 1.6 to PDF/X-4, or says all that stands against it.
///
/// `pictures` are pictures in ink by the bytes of the JPEG that stands in the PDF in their place.
///
/// In this order: pictures take the places that are held for them; pages get their boxes and blending
/// space, and lose links, actions and structure; marks are drawn around them; what is gray or RGB becomes ink; the output intent, the
/// metadata and the identifiers are written. The same bytes in give the same bytes out, and a finished
/// file comes out as it went in.
///
/// Errors: `print/broken-pdf`, `print/colour`, `print/picture`, `print/conic-gradient`,
/// `print/mesh-gradient`, `print/gradient`, `print/spot-colour`.
pub fn finish(
    pdf: &[u8],
    pictures: &BTreeMap<Vec<u8>, Inked>,
    options: &PrintOptions,
) -> Result<Vec<u8>, Vec<Problem>> {
    let converter = Converter::new(&options.profile).map_err(|problem| vec![problem])?;
    let mut document = open(pdf).map_err(|problem| vec![problem])?;
    let mut problems = pages::prepare(&mut document);
    pages::strip(&mut document);
    marks::draw(&mut document, &options.marks);
    problems.extend(images::place(&mut document, pictures));
    let inks = Inks::of_document(&converter, &document).with_tokens(&options.tokens);
    problems.extend(recolour::recolour(&mut document, &inks, &options.spots));
    if !problems.is_empty() {
        return Err(problems);
    }
    "1.6".clone_into(&mut document.version);
    if let Ok(catalog) = document.catalog_mut() {
        catalog.remove(b"Version");
    }
    document.reference_table.cross_reference_type = XrefType::CrossReferenceTable;
    // The output intent comes last, for it is the only object that a second run makes anew.
    metadata::inform(&mut document, &options.producer);
    intent::declare(&mut document, &options.profile, options.archive);
    write(&mut document, options)
        .map_err(|_| vec![Problem::error("print/broken-pdf", "the print PDF cannot be written")])
}

fn write(document: &mut Document, options: &PrintOptions) -> std::io::Result<Vec<u8>> {
    metadata::identify(document, &options.producer, options.archive)?;
    let mut bytes = Vec::new();
    document.save_to(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::{Colour, Space};
    use crate::print::inspect;
    use lopdf::{Dictionary, Object, Stream, dictionary};

    /// A file as Typst writes one: a trimmed page with bleed, a link, gray text spaces, a form with a
    /// group in RGB, a picture with transparency, and a soft mask that only says how much shows through.
    fn draft() -> Document {
        let mut document = Document::with_version("1.6");
        let profile = document.add_object(Stream::new(dictionary! { "N" => 3 }, vec![1, 2, 3]));
        let rgb = document.add_object(vec!["ICCBased".into(), Object::from(profile)]);
        let mask = document.add_object(Stream::new(
            dictionary! { "Type" => "XObject", "Subtype" => "Form", "Group" => dictionary! { "S" => "Transparency", "CS" => rgb } },
            b"0.5 g 0 0 10 10 re f".to_vec(),
        ));
        let state =
            document.add_object(dictionary! { "SMask" => dictionary! { "S" => "Luminosity", "G" => mask } });
        let veil = document.add_object(Stream::new(
            dictionary! { "Subtype" => "Image", "Width" => 2, "Height" => 1, "BitsPerComponent" => 8, "ColorSpace" => "DeviceGray" },
            vec![255, 0],
        ));
        let picture = document.add_object(Stream::new(
            dictionary! {
                "Subtype" => "Image", "Width" => 2, "Height" => 1, "BitsPerComponent" => 8, "ColorSpace" => rgb, "SMask" => veil,
            },
            vec![255, 0, 0, 0, 0, 0],
        ));
        let form = document.add_object(Stream::new(
            dictionary! {
                "Type" => "XObject", "Subtype" => "Form", "Group" => dictionary! { "S" => "Transparency", "CS" => rgb },
                "Resources" => dictionary! { "ColorSpace" => dictionary! { "c0" => rgb } },
            },
            b"/c0 cs 0 0 1 scn 0 0 5 5 re f".to_vec(),
        ));
        let content = b"/g0 gs 0 g 0 0 10 10 re f /x0 Do q 72 0 0 72 0 0 cm /x1 Do Q".to_vec();
        let content = document.add_object(Stream::new(Dictionary::new(), content));
        let action = dictionary! { "S" => "URI", "URI" => Object::string_literal("https://example.org") };
        let link = document
            .add_object(dictionary! { "Subtype" => "Link", "Rect" => vec![0.into(); 4], "A" => action });
        let tree = document.new_object_id();
        let page = document.add_object(dictionary! {
            "Type" => "Page", "Parent" => tree, "Contents" => content, "Annots" => vec![link.into()],
            "MediaBox" => [0, 0, 117, 217].map(Object::from).to_vec(),
            "TrimBox" => [8, 8, 109, 209].map(Object::from).to_vec(),
            "Resources" => dictionary! {
                "ExtGState" => dictionary! { "g0" => state }, "XObject" => dictionary! { "x0" => form, "x1" => picture },
                "ColorSpace" => dictionary! { "c0" => rgb },
            },
        });
        document
            .set_object(tree, dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 });
        let script = dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("app.alert(1)") };
        let catalog =
            document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree, "OpenAction" => script });
        document.trailer.set("Root", catalog);
        document
    }

    fn bytes(mut document: Document) -> Vec<u8> {
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn a_draft_becomes_a_file_for_the_press() {
        let finished = finish(&bytes(draft()), &BTreeMap::new(), &PrintOptions::default()).unwrap();
        let read = inspect(&finished).unwrap();
        let page = &read.pages[0];
        assert_eq!(page.boxes.bleed, Some(page.boxes.media));
        assert_eq!(page.boxes.trim.map(|trim| (trim.width(), trim.height())), Some((101.0, 201.0)));
        assert!(page.annotations.is_empty() && read.facts.actions.is_empty());
        assert_eq!(
            page.areas.iter().filter(|area| area.colour == Colour::Cmyk([0.0, 0.0, 0.0, 1.0])).count(),
            1
        );
        assert_eq!(page.pictures[0].space, Space::Cmyk);
        assert_eq!(read.facts.pdfx.as_deref(), Some("PDF/X-4"));
        assert_eq!((read.facts.trapped.as_deref(), read.facts.id), (Some("False"), true));
        let intent = &read.facts.intents[0];
        assert_eq!(
            (intent.subtype.as_str(), intent.condition.as_str(), intent.components),
            ("GTS_PDFX", "FOGRA39", Some(4))
        );
        assert_eq!(read.facts.intents.len(), 1);
    }

    #[test]
    fn a_soft_mask_keeps_its_own_space() {
        let finished = finish(&bytes(draft()), &BTreeMap::new(), &PrintOptions::default()).unwrap();
        let document = Document::load_mem(&finished).unwrap();
        let masks = document.objects.values().filter_map(|object| object.as_stream().ok());
        let gray = masks
            .filter(|stream| stream.get_plain_content().is_ok_and(|content| content.starts_with(b"0.5 g")))
            .count();
        assert_eq!(gray, 1);
    }

    #[test]
    fn finishing_is_deterministic_and_happens_once() {
        let all =
            Marks { crop: true, bleed: true, registration: true, colour_bar: true, folds: vec![vec![40.0]] };
        for (archive, marks) in [(false, Marks::default()), (true, Marks::default()), (false, all)] {
            let options = PrintOptions { archive, marks, ..PrintOptions::default() };
            let once = finish(&bytes(draft()), &BTreeMap::new(), &options).unwrap();
            assert!(
                finish(&bytes(draft()), &BTreeMap::new(), &options).unwrap() == once,
                "the same draft gives the same bytes"
            );
            assert!(
                finish(&once, &BTreeMap::new(), &options).unwrap() == once,
                "a finished file comes out as it went in"
            );
            let without = PrintOptions { marks: Marks::default(), ..options };
            assert!(finish(&once, &BTreeMap::new(), &without).unwrap() == once, "marks that are there stay");
        }
    }

    #[test]
    fn everything_that_stands_against_it_is_said_at_once() {
        let mut document = draft();
        document.add_object(dictionary! { "Never" => "used" });
        let page = document.page_iter().next().unwrap();
        let shading = document.add_object(dictionary! { "ShadingType" => 1, "ColorSpace" => "DeviceRGB" });
        let picture = Stream::new(
            dictionary! { "Subtype" => "Image", "ColorSpace" => "DeviceRGB", "Filter" => "JPXDecode" },
            Vec::new(),
        );
        let picture = document.add_object(picture);
        let page = document.get_dictionary_mut(page).unwrap();
        page.set("Resources", dictionary! { "Shading" => dictionary! { "s" => shading }, "XObject" => dictionary! { "x" => picture } });
        let problems = finish(&bytes(document), &BTreeMap::new(), &PrintOptions::default()).unwrap_err();
        let codes: Vec<_> = problems.iter().map(|problem| problem.code.as_ref()).collect();
        assert_eq!(codes, ["print/picture", "print/conic-gradient"]);
        assert_eq!(
            finish(b"no pdf", &BTreeMap::new(), &PrintOptions::default()).unwrap_err()[0].code,
            "print/broken-pdf"
        );
    }
}
