//! What a PDF says about itself: version, metadata, output intents, and what it must not contain.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, Stream};
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::inspect::{dictionaries, text};
use crate::page::{Facts, Forbidden, Intent};

/// Reads the statements of a document; `pdf` are its bytes.
pub(super) fn read(document: &Document, pdf: &[u8]) -> Facts {
    let empty = Dictionary::new();
    let catalog = document.catalog().unwrap_or(&empty);
    let info = document.trailer.get_deref(b"Info", document).and_then(Object::as_dict).unwrap_or(&empty);
    let metadata = catalog.get_deref(b"Metadata", document).ok().and_then(|stream| stream.as_stream().ok());
    let metadata = metadata.and_then(|stream| stream.get_plain_content().ok()).unwrap_or_default();
    let metadata = Properties::read(&String::from_utf8_lossy(&metadata));
    let pdfa = metadata
        .get("part", "pdfaid")
        .map(|part| part + &metadata.get("conformance", "pdfaid").unwrap_or_default());
    let marked = catalog.get_deref(b"MarkInfo", document).and_then(Object::as_dict);
    let marked = marked.and_then(|mark| mark.get(b"Marked")).and_then(Object::as_bool).unwrap_or(false);
    Facts {
        header: header(pdf),
        version: catalog
            .get(b"Version")
            .and_then(Object::as_name)
            .ok()
            .map(|name| String::from_utf8_lossy(name).into_owned()),
        id: document.trailer.get(b"ID").and_then(Object::as_array).is_ok_and(|id| id.len() == 2),
        encrypted: document.trailer.has(b"Encrypt"),
        mended: document.xref_recovery.is_some(),
        damaged_streams: 0,
        language: text(catalog, b"Lang", document),
        title: text(info, b"Title", document),
        trapped: info
            .get_deref(b"Trapped", document)
            .and_then(Object::as_name)
            .ok()
            .map(|name| String::from_utf8_lossy(name).into_owned()),
        xmp_trapped: metadata.get("Trapped", "pdf"),
        pdfx: metadata.get("GTS_PDFXVersion", "pdfxid"),
        pdfa,
        pdfua: metadata.get("part", "pdfuaid"),
        intents: intents(document, catalog),
        tagged: marked && catalog.has(b"StructTreeRoot"),
        actions: actions(document, catalog),
        attachments: attachments(document),
        forbidden: forbidden(document),
        info: info.iter().filter_map(|(key, _)| statement(info, key, document)).collect(),
        xmp: metadata.all(),
    }
}

/// What can be told of an encrypted document.
pub(super) fn sealed(pdf: &[u8]) -> Facts {
    Facts { header: header(pdf), encrypted: true, ..Facts::default() }
}

fn statement(info: &Dictionary, key: &[u8], document: &Document) -> Option<(String, String)> {
    Some((String::from_utf8_lossy(key).into_owned(), text(info, key, document)?))
}

/// The version of the first line, `%PDF-1.6`.
fn header(pdf: &[u8]) -> String {
    let start = pdf.strip_prefix(b"%PDF-").unwrap_or_default();
    let version = start.iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'.');
    version.map(|&byte| char::from(byte)).collect()
}

fn intents(document: &Document, catalog: &Dictionary) -> Vec<Intent> {
    let list = catalog.get_deref(b"OutputIntents", document).ok().and_then(|list| list.as_array().ok());
    list.into_iter()
        .flatten()
        .filter_map(|intent| document.dereference(intent).ok()?.1.as_dict().ok())
        .map(|intent| {
            let profile = intent
                .get_deref(b"DestOutputProfile", document)
                .ok()
                .and_then(|found| found.as_stream().ok());
            let header = profile.and_then(|profile| profile.get_plain_content().ok()).unwrap_or_default();
            let word = |range: std::ops::Range<usize>| {
                header.get(range).map(|word| String::from_utf8_lossy(word).trim_end().to_owned())
            };
            let components = profile.and_then(|profile| profile.dict.get(b"N").ok()?.as_i64().ok());
            Intent {
                subtype: text(intent, b"S", document).unwrap_or_default(),
                condition: text(intent, b"OutputConditionIdentifier", document).unwrap_or_default(),
                profile_class: word(12..16),
                components: components.and_then(|components| u8::try_from(components).ok()),
                profile_space: word(16..20),
            }
        })
        .collect()
}

/// The keys that hold actions or scripts, wherever they stand.
fn actions(document: &Document, catalog: &Dictionary) -> Vec<String> {
    let mut found = BTreeSet::new();
    // An array at this place is a destination, which only says where the document opens.
    if catalog.get_deref(b"OpenAction", document).is_ok_and(|action| action.as_dict().is_ok()) {
        found.insert("OpenAction".to_owned());
    }
    for dictionary in dictionaries(document) {
        for key in [&b"AA"[..], b"JavaScript", b"JS"] {
            if dictionary.has(key) {
                found.insert(String::from_utf8_lossy(key).into_owned());
            }
        }
        let kind = dictionary.get_deref(b"S", document).and_then(Object::as_name);
        if let Ok(
            kind @ (b"URI" | b"Launch" | b"GoToR" | b"GoToE" | b"JavaScript" | b"SubmitForm" | b"ResetForm"
            | b"ImportData" | b"Named" | b"Hide" | b"Sound" | b"Movie" | b"Rendition"
            | b"SetOCGState"),
        ) = kind
        {
            found.insert(String::from_utf8_lossy(kind).into_owned());
        }
    }
    found.into_iter().collect()
}

fn attachments(document: &Document) -> Vec<String> {
    let found: BTreeSet<String> = dictionaries(document)
        .filter(|dictionary| dictionary.has_type(b"Filespec") || dictionary.has(b"EF"))
        .map(|file| text(file, b"UF", document).or_else(|| text(file, b"F", document)).unwrap_or_default())
        .collect();
    found.into_iter().collect()
}

/// What ISO 15930-7 forbids and no page shows: transfer functions, halftone phases, programs in PostScript,
/// references to other pages, alternate images and compression.
fn forbidden(document: &Document) -> BTreeSet<Forbidden> {
    let mut found = BTreeSet::new();
    for dictionary in dictionaries(document) {
        let subtype = dictionary.get(b"Subtype").and_then(Object::as_name).ok();
        if is_transfer_function(document, dictionary) {
            found.insert(Forbidden::TransferFunction);
        }
        for (is_there, what) in [
            (dictionary.has(b"HTP"), Forbidden::HalftonePhase),
            (subtype == Some(b"PS"), Forbidden::PostScript),
            (dictionary.has(b"OPI"), Forbidden::Opi),
            (dictionary.has(b"Ref") && subtype == Some(b"Form"), Forbidden::OtherFile),
            (dictionary.has(b"Alternates"), Forbidden::AlternatePicture),
        ] {
            if is_there {
                found.insert(what);
            }
        }
    }
    let streams = document.objects.values().filter_map(|object| object.as_stream().ok());
    for Stream { dict, .. } in streams {
        if filters(document, dict).iter().any(|name| matches!(*name, b"LZWDecode" | b"Crypt")) {
            found.insert(Forbidden::Filter);
        }
        if dict.has(b"FFilter") || dict.get_deref(b"F", document).is_ok() {
            found.insert(Forbidden::OutsideStream);
        }
    }
    found
}

/// Whether a graphics state changes tones; `TR` of a halftone and of a soft mask is another thing.
fn is_transfer_function(document: &Document, dictionary: &Dictionary) -> bool {
    let is_function = |value: &Object| match value {
        Object::Name(_) | Object::Array(_) | Object::Stream(_) => true,
        Object::Dictionary(function) => function.has(b"FunctionType"),
        _ => false,
    };
    let own = !dictionary.has_type(b"Halftone") && !dictionary.has(b"S");
    let first = dictionary.get_deref(b"TR", document).is_ok_and(is_function);
    let second = dictionary
        .get_deref(b"TR2", document)
        .is_ok_and(|value| is_function(value) && !matches!(value.as_name(), Ok(b"Default")));
    own && (first || second)
}

fn filters<'a>(document: &'a Document, stream: &'a Dictionary) -> Vec<&'a [u8]> {
    match stream.get_deref(b"Filter", document) {
        Ok(Object::Name(name)) => vec![name],
        Ok(Object::Array(names)) => names.iter().filter_map(|name| name.as_name().ok()).collect(),
        _ => Vec::new(),
    }
}

/// The simple properties of an XMP packet, by their names with prefix.
pub(super) struct Properties(Vec<(String, String)>);

impl Properties {
    /// Reads elements with text and attributes of descriptions; a broken packet gives what came before.
    ///
    /// The values of a list count for the property whose list it is.
    pub(super) fn read(packet: &str) -> Properties {
        let mut reader = Reader::from_str(packet.trim_start_matches('\u{feff}'));
        let mut found = Vec::new();
        let mut open: Vec<(String, String)> = Vec::new();
        while let Ok(event) = reader.read_event() {
            match event {
                Event::Start(element) => {
                    found.extend(attributes(&element));
                    open.push((element.name().0.to_owned(), String::new()));
                }
                Event::Empty(element) => found.extend(attributes(&element)),
                Event::Text(text) => {
                    if let Some((_, value)) = open.last_mut() {
                        value.push_str(&text.xml10_content());
                    }
                }
                Event::GeneralRef(reference) => {
                    if let Some((_, value)) = open.last_mut() {
                        value.extend(letter(&reference));
                    }
                }
                Event::End(_) => {
                    let property = open.iter().rev().find(|(name, _)| !name.starts_with("rdf:"));
                    let name = property.map(|(name, _)| name.clone());
                    let value = open.pop().map(|(_, value)| value.trim().to_owned());
                    found.extend(name.zip(value.filter(|value| !value.is_empty())));
                }
                Event::Eof => break,
                _ => {}
            }
        }
        Properties(found)
    }

    pub(super) fn get(&self, name: &str, prefix: &str) -> Option<String> {
        let name = format!("{prefix}:{name}");
        self.0.iter().find(|(found, _)| *found == name).map(|(_, value)| value.trim().to_owned())
    }

    /// All properties, of several values the first.
    fn all(&self) -> BTreeMap<String, String> {
        let mut all = BTreeMap::new();
        for (name, value) in &self.0 {
            all.entry(name.clone()).or_insert_with(|| value.trim().to_owned());
        }
        all
    }
}

fn attributes(element: &BytesStart<'_>) -> Vec<(String, String)> {
    let attributes = element.attributes().flatten();
    attributes.map(|attribute| (attribute.key.0.to_owned(), attribute.value.to_string())).collect()
}

/// The letter that a reference stands for (XML 1.0, 4.6).
fn letter(reference: &BytesRef<'_>) -> Option<char> {
    if let Ok(Some(letter)) = reference.resolve_char_ref() {
        return Some(letter);
    }
    Some(match &*reference.xml10_content() {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "apos" => '\'',
        "quot" => '"',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::dictionary;

    #[test]
    fn properties_are_read_from_lists_attributes_and_references() {
        let packet = "<rdf:RDF><rdf:Description xmp:CreatorTool=\"satz\"><dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">\
            Markt &amp; Platz</rdf:li></rdf:Alt></dc:title><pdf:Trapped>False</pdf:Trapped></rdf:Description></rdf:RDF>";
        let found = Properties::read(packet);
        for (name, prefix, value) in
            [("title", "dc", "Markt & Platz"), ("CreatorTool", "xmp", "satz"), ("Trapped", "pdf", "False")]
        {
            assert_eq!(found.get(name, prefix).as_deref(), Some(value), "{name}");
        }
    }

    #[test]
    fn a_transfer_function_is_found_inside_of_resources_and_told_from_that_of_a_mask() {
        let found = |state: Dictionary| {
            let mut document = Document::new();
            document.add_object(dictionary! { "ExtGState" => dictionary! { "g0" => state } });
            forbidden(&document)
        };
        assert_eq!(found(dictionary! { "TR" => "Identity" }), BTreeSet::from([Forbidden::TransferFunction]));
        assert_eq!(found(dictionary! { "TR2" => "Default" }), BTreeSet::new());
        assert_eq!(found(dictionary! { "S" => "Luminosity", "TR" => "Identity" }), BTreeSet::new());
    }
}
