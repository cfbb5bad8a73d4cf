//! What bookshops and the national library get.

use std::io::{Cursor, Read};

use crate::common::Workspace;

const MANIFEST: &str = "\
subtitle = \"Ein <Beispiel>\"
edition = \"1. Auflage\"
description = \"Worum es geht & mehr\"
subjects = [\"Probe\", \"Muster\"]
series = { name = \"Hefte\", number = 7 }
contributors = [
  { name = \"Ada Muster\", file-as = \"Muster, Ada\", role = \"author\" },
  { name = \"Redaktion Beispiel\", role = \"editor\" },
  { name = \"Musterfonds\", role = \"funder\" },
]

[identifiers]
isbn-print = \"9783161484100\"
isbn-epub = \"978-0-306-40615-7\"
issn = \"2049-3630\"
doi = \"10.1000/182\"

[print]
binding = \"wire\"

[trade]
onix = true
deposit = true
print-price = 12.90
epub-price = 0
";

fn workspace() -> Workspace {
    Workspace::new()
        .file("satz.toml", "[publisher]\nname = \"Verlag Beispiel\"\nwebsite = \"www.example.org\"\n")
        .publication(MANIFEST)
        .file("sources/heft/01-text.md", "# Titel\n\nEs gilt $a = b$.\n")
}

/// The texts of all elements of a name, in order.
fn texts(xml: &str, name: &str) -> Vec<String> {
    let document = roxmltree::Document::parse(xml).unwrap();
    let named = document.descendants().filter(|node| node.tag_name().name() == name);
    named.map(|node| node.text().unwrap_or_default().to_owned()).collect()
}

#[test]
fn the_message_for_the_trade_has_a_product_for_each_isbn() {
    let workspace = workspace();
    workspace.build();
    let xml = String::from_utf8(workspace.built("heft-onix.xml")).unwrap();
    assert!(xml.contains("<ONIXMessage xmlns=\"http://ns.editeur.org/onix/3.0/reference\" release=\"3.0\">"));
    let has = |name: &str, expected: &[&str]| assert_eq!(texts(&xml, name), expected, "{name} in {xml}");
    has("ProductForm", &["BE", "ED"]);
    has("ProductFormDetail", &["E101", "E200"]);
    has("TitleText", &["Hefte", "Heft", "Hefte", "Heft"]);
    has("Subtitle", &["Ein <Beispiel>", "Ein <Beispiel>"]);
    has("PersonNameInverted", &["Muster, Ada", "Muster, Ada"]);
    has("CorporateName", &["Redaktion Beispiel", "Redaktion Beispiel"]);
    has("ContributorRole", &["A01", "B01", "A01", "B01"]);
    has("LanguageCode", &["ger", "ger"]);
    has("PriceAmount", &["12.90"]);
    has("UnpricedItemType", &["01"]);
    has("PublishingStatus", &["04", "04"]);
    has("SentDateTime", &["20261101"]);
    let features = texts(&xml, "ProductFormFeatureValue");
    assert!(features.contains(&"17".to_owned()), "there is a formula");
    assert!(!features.contains(&"04".to_owned()), "nobody vouches for conformity");
    // Each product names itself, and the other one as related.
    let isbns: Vec<String> = texts(&xml, "IDValue").into_iter().filter(|id| id.len() == 13).collect();
    assert_eq!(isbns, ["9783161484100", "9780306406157", "9780306406157", "9783161484100"]);
    let references = texts(&xml, "RecordReference");
    assert!(references.len() == 2 && references[0] != references[1], "{references:?}");
}

#[test]
fn the_package_for_the_library_has_the_pdf_and_its_metadata() {
    let workspace = workspace();
    workspace.build();
    let package = workspace.built("heft-deposit.zip");
    let mut archive = zip::ZipArchive::new(Cursor::new(&package)).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    assert_eq!(names, ["catalogue_md.xml", "content/heft-screen.pdf"]);
    let mut pdf = Vec::new();
    archive.by_name("content/heft-screen.pdf").unwrap().read_to_end(&mut pdf).unwrap();
    assert!(pdf == workspace.built("heft-screen.pdf"));
    let mut xml = String::new();
    archive.by_name("catalogue_md.xml").unwrap().read_to_string(&mut xml).unwrap();
    assert_eq!(texts(&xml, "ProductFormDetail"), ["E107", "E201"]);
    assert_eq!(texts(&xml, "ProductIDType"), ["01", "06"]);
    workspace.build();
    assert!(workspace.built("heft-deposit.zip") == package);
}

#[test]
fn nothing_of_this_is_made_unasked() {
    let workspace = Workspace::with_chapter("# Titel\n\nText.\n");
    workspace.build();
    for file in ["heft-onix.xml", "heft-deposit.zip", "heft-kindle.epub"] {
        assert!(!workspace.path(&format!("output/heft/{file}")).exists(), "{file}");
    }
}
