//! A PDF that stands on a page as a picture, in ink before Typst embeds it.

use std::collections::BTreeMap;

use lopdf::Document;
use lopdf::xref::XrefType;

use super::inks::Inks;
use super::{inspect, open, pages, recolour};
use crate::colour::{Converter, Profile};
use crate::diagnostic::Problem;

/// The first page of a PDF as a file of PDF 1.6 in the inks of a printing condition, or all that stands against it.
///
/// The whole of the print PDF is finished later, too; whoever converts a picture before it is embedded can
/// still say which picture cannot be converted, and keep what was made of it.
///
/// Errors: those of [`super::finish`], and `picture/pdf-font`.
pub fn page_in_ink(pdf: &[u8], profile: &Profile) -> Result<Vec<u8>, Vec<Problem>> {
    let converter = Converter::new(profile).map_err(|problem| vec![problem])?;
    let mut document = open(pdf).map_err(|problem| vec![problem])?;
    keep_first_page(&mut document);
    let mut problems = pages::prepare(&mut document);
    pages::strip(&mut document);
    let inks = Inks::of_document(&converter, &document);
    problems.extend(recolour::recolour(&mut document, &inks, &BTreeMap::new()));
    problems.extend(missing_fonts(pdf));
    if !problems.is_empty() {
        return Err(problems);
    }
    "1.6".clone_into(&mut document.version);
    if let Ok(catalog) = document.catalog_mut() {
        catalog.remove(b"Version");
        catalog.remove(b"OutputIntents");
        catalog.remove(b"Metadata");
        catalog.remove(b"Outlines");
    }
    document.prune_objects();
    document.reference_table.cross_reference_type = XrefType::CrossReferenceTable;
    let mut bytes = Vec::new();
    let written = document.save_to(&mut bytes);
    written.map_err(|_| vec![Problem::error("print/broken-pdf", "the PDF cannot be written")])?;
    Ok(bytes)
}

fn keep_first_page(document: &mut Document) {
    let others: Vec<u32> = document.get_pages().into_keys().skip(1).collect();
    if !others.is_empty() {
        document.delete_pages(&others);
    }
}

fn missing_fonts(pdf: &[u8]) -> Vec<Problem> {
    let Ok(read) = inspect(pdf) else { return Vec::new() };
    let missing = read.fonts.into_iter().filter(|font| !font.embedded);
    let told = |name| {
        Problem::error("picture/pdf-font", format!("the font {name} is not in the PDF"))
            .hint("export it with all fonts embedded, or with its text as outlines")
    };
    missing.map(|font| told(font.name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::{Colour, Space};
    use lopdf::{Object, Stream, dictionary};

    fn two_pages(content: &str) -> Vec<u8> {
        let mut document = Document::with_version("1.7");
        let tree = document.new_object_id();
        let pages: Vec<Object> = [content, "1 0 0 rg 0 0 9 9 re f"]
            .iter()
            .map(|content| {
                let content = document.add_object(Stream::new(dictionary! {}, content.as_bytes().to_vec()));
                let media = [0, 0, 72, 36].map(Object::from).to_vec();
                let resources = dictionary! { "ColorSpace" => dictionary! {
                    "loose" => vec![Object::from("Pattern"), "DeviceRGB".into()],
                    "lab" => vec![Object::from("Lab"), dictionary! { "WhitePoint" => vec![1.into(), 1.into(), 1.into()] }.into()],
                } };
                document
                    .add_object(dictionary! { "Type" => "Page", "Parent" => tree, "MediaBox" => media, "Contents" => content, "Resources" => resources })
                    .into()
            })
            .collect();
        document.set_object(tree, dictionary! { "Type" => "Pages", "Kids" => pages, "Count" => 2 });
        let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
        document.trailer.set("Root", catalog);
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn the_first_page_comes_in_ink() {
        let made =
            page_in_ink(&two_pages("0 0 1 rg 0 0 9 9 re f 0 g 9 9 9 9 re f"), Profile::standard()).unwrap();
        let read = inspect(&made).unwrap();
        assert_eq!((read.pages.len(), read.facts.header.as_str()), (1, "1.6"));
        assert!(!read.spaces.contains(&Space::Rgb), "{:?}", read.spaces);
        assert!(read.pages[0].areas.iter().any(|area| area.colour == Colour::Cmyk([0.0, 0.0, 0.0, 1.0])));
    }

    #[test]
    fn a_pattern_that_takes_its_colour_from_the_page_is_in_ink_too() {
        let pdf = two_pages("/loose cs 0.5 0.5 0.5 /p scn 0 0 9 9 re f");
        let made = Document::load_mem(&page_in_ink(&pdf, Profile::standard()).unwrap()).unwrap();
        let page = made.page_iter().next().unwrap();
        let content = String::from_utf8(made.get_page_content(page)).unwrap();
        assert!(content.contains("0 0 0 0.5 /p scn"), "{content}");
        let resources = made.get_dictionary(page).unwrap().get_deref(b"Resources", &made).unwrap();
        let spaces = resources.as_dict().unwrap().get_deref(b"ColorSpace", &made).unwrap().as_dict().unwrap();
        let loose = spaces.get(b"loose").unwrap().as_array().unwrap();
        assert_eq!(loose[1].as_name().unwrap(), b"DeviceCMYK");
    }

    #[test]
    fn what_has_no_way_into_ink_is_told() {
        let found =
            page_in_ink(&two_pages("/lab cs 50 10 10 sc 0 0 9 9 re f"), Profile::standard()).unwrap_err();
        assert_eq!(found[0].code, "print/colour");
        assert_eq!(page_in_ink(b"no pdf", Profile::standard()).unwrap_err()[0].code, "print/broken-pdf");
    }
}
