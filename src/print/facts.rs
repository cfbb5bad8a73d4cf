//! What a PDF says about itself: version, metadata, output intents, and what it must not contain.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, Object, Stream};
use quick_xml::Reader;
use quick_xml::events::Event;

use super::inspect::{dictionaries, text};
use crate::page::{Facts, Intent};

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
    }
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
    let mut keys = |dictionary: &Dictionary| {
        for key in [&b"AA"[..], b"JavaScript", b"JS"] {
            if dictionary.has(key) {
                found.insert(String::from_utf8_lossy(key).into_owned());
            }
        }
        for key in [&b"S"[..], b"A"] {
            let action = dictionary.get_deref(key, document);
            let kind = match action {
                Ok(Object::Name(name)) if key == b"S" => Some(name.as_slice()),
                Ok(Object::Dictionary(action)) => action.get(b"S").and_then(Object::as_name).ok(),
                _ => None,
            };
            if let Some(
                kind @ (b"URI" | b"Launch" | b"GoToR" | b"JavaScript" | b"SubmitForm" | b"ImportData"
                | b"Named"),
            ) = kind
            {
                found.insert(String::from_utf8_lossy(kind).into_owned());
            }
        }
    };
    dictionaries(document).for_each(|(_, dictionary)| {
        keys(dictionary);
        if let Ok(names) = dictionary.get_deref(b"Names", document).and_then(Object::as_dict) {
            keys(names);
        }
    });
    found.into_iter().collect()
}

fn attachments(document: &Document) -> Vec<String> {
    let found: BTreeSet<String> = dictionaries(document)
        .filter(|(_, dictionary)| dictionary.has_type(b"Filespec") || dictionary.has(b"EF"))
        .map(|(_, file)| {
            text(file, b"UF", document).or_else(|| text(file, b"F", document)).unwrap_or_default()
        })
        .collect();
    found.into_iter().collect()
}

/// What ISO 15930-7 forbids and no page shows: transfer functions, halftone phases, programs in PostScript,
/// references to other pages, alternate images and compression.
fn forbidden(document: &Document) -> Vec<String> {
    let mut found = BTreeSet::new();
    for (_, dictionary) in dictionaries(document) {
        let subtype = dictionary.get(b"Subtype").and_then(Object::as_name).ok();
        if dictionary.has(b"TR") && !dictionary.has_type(b"Halftone") && dictionary.get(b"S").is_err() {
            found.insert("a transfer function (TR)");
        }
        if dictionary
            .get_deref(b"TR2", document)
            .is_ok_and(|value| !matches!(value.as_name(), Ok(b"Default")))
        {
            found.insert("a transfer function (TR2)");
        }
        if dictionary.has(b"HTP") {
            found.insert("a halftone phase (HTP)");
        }
        if subtype == Some(b"PS") {
            found.insert("a PostScript XObject");
        }
        if dictionary.has(b"OPI") {
            found.insert("an OPI link");
        }
        if dictionary.has(b"Ref") && subtype == Some(b"Form") {
            found.insert("a reference to a page of another file");
        }
        if dictionary.has(b"Alternates") {
            found.insert("an alternate image");
        }
    }
    let streams = document.objects.values().filter_map(|object| object.as_stream().ok());
    for Stream { dict, .. } in streams {
        let filter = dict.get_deref(b"Filter", document);
        let names: Vec<&[u8]> = match filter {
            Ok(Object::Name(name)) => vec![name],
            Ok(Object::Array(names)) => names.iter().filter_map(|name| name.as_name().ok()).collect(),
            _ => Vec::new(),
        };
        if names.iter().any(|name| matches!(*name, b"LZWDecode" | b"Crypt")) {
            found.insert("a stream compressed with LZW or encrypted");
        }
        if dict.has(b"FFilter") || dict.get_deref(b"F", document).is_ok() {
            found.insert("a stream that lies in another file");
        }
    }
    found.into_iter().map(str::to_owned).collect()
}

/// The simple properties of an XMP packet, by their names with prefix.
pub(super) struct Properties(Vec<(String, String)>);

impl Properties {
    /// Reads elements with text and attributes of descriptions; a broken packet gives what came before.
    pub(super) fn read(packet: &str) -> Properties {
        let mut reader = Reader::from_str(packet.trim_start_matches('\u{feff}'));
        let mut found = Vec::new();
        let mut open: Option<(String, String)> = None;
        while let Ok(event) = reader.read_event() {
            match event {
                Event::Start(element) | Event::Empty(element) => {
                    for attribute in element.attributes().flatten() {
                        found.push((attribute.key.0.to_owned(), attribute.value.to_string()));
                    }
                    open = Some((element.name().0.to_owned(), String::new()));
                }
                Event::Text(text) => {
                    if let Some((_, value)) = &mut open {
                        value.push_str(&text.xml10_content());
                    }
                }
                Event::End(_) => found.extend(open.take()),
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
}
