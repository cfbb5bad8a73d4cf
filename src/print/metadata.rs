//! Metadata of a PDF/X-4 file (ISO 15930-7, 6.3 to 6.5): the XMP packet, the document information and
//! the identifiers.

use lopdf::{Dictionary, Document, Object, Stream, StringFormat, dictionary};
use sha2::{Digest, Sha256};

use super::facts::Properties;
use super::inspect::text;

/// The namespaces of what is added.
const NAMESPACES: [(&str, &str); 5] = [
    ("pdfxid", "http://www.npes.org/pdfx/ns/id/"),
    ("pdf", "http://ns.adobe.com/pdf/1.3/"),
    ("xmp", "http://ns.adobe.com/xap/1.0/"),
    ("xmpMM", "http://ns.adobe.com/xap/1.0/mm/"),
    ("pdfaid", "http://www.aiim.org/pdfa/ns/id/"),
];

/// Writes the document information that PDF/X asks for, and sees to it that there is a place for XMP.
pub(super) fn inform(document: &mut Document, producer: &str) {
    let mut info =
        document.trailer.get_deref(b"Info", document).and_then(Object::as_dict).cloned().unwrap_or_default();
    info.set("Trapped", "False");
    info.set("Producer", Object::String(producer.as_bytes().to_vec(), StringFormat::Literal));
    match document.trailer.get(b"Info").and_then(Object::as_reference) {
        Ok(id) => document.set_object(id, info),
        Err(_) => {
            let id = document.add_object(info);
            document.trailer.set("Info", id);
        }
    }
    let packet = packet(document);
    set_packet(document, packet.into_bytes());
}

/// Writes the XMP packet and the identifiers.
///
/// The first half of `/ID` names the publication and stays. The second names these bytes: it is the hash
/// of the file without the packet and the identifiers, so that equal files have equal names.
pub(super) fn identify(document: &mut Document, producer: &str, archive: bool) -> std::io::Result<()> {
    let packet = packet(document);
    let publication = first_id(document);
    set_packet(document, Vec::new());
    document.trailer.remove(b"ID");
    let mut bytes = Vec::new();
    document.save_to(&mut bytes)?;
    let instance = half(&bytes);
    let id = publication.unwrap_or_else(|| half(&instance));
    let packet = described(&packet, &id, &instance, producer, archive);
    set_packet(document, packet.into_bytes());
    let identifiers = [id, instance].map(|half| Object::String(half, StringFormat::Hexadecimal)).to_vec();
    document.trailer.set("ID", identifiers);
    Ok(())
}

/// The identifier of the publication, the first half of `/ID`.
fn first_id(document: &Document) -> Option<Vec<u8>> {
    let id = document.trailer.get(b"ID").and_then(Object::as_array).ok()?;
    id.first()?.as_str().ok().map(<[u8]>::to_vec)
}

fn half(bytes: &[u8]) -> Vec<u8> {
    Sha256::digest(bytes)[..16].to_vec()
}

/// A UUID of free form (RFC 9562, version 8) of sixteen bytes.
fn uuid(bytes: &[u8]) -> String {
    let mut bytes: Vec<u8> = bytes.iter().copied().chain(std::iter::repeat(0)).take(16).collect();
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let number = bytes.iter().fold(0u128, |number, &byte| number << 8 | u128::from(byte));
    let digits = format!("{number:032x}");
    format!(
        "uuid:{}-{}-{}-{}-{}",
        &digits[..8],
        &digits[8..12],
        &digits[12..16],
        &digits[16..20],
        &digits[20..]
    )
}

/// The packet of the document, or a new one that says what the document information says.
fn packet(document: &Document) -> String {
    let found = document
        .catalog()
        .ok()
        .and_then(|catalog| catalog.get_deref(b"Metadata", document).ok()?.as_stream().ok());
    let found = found.and_then(|stream| String::from_utf8(stream.get_plain_content().ok()?).ok());
    found.filter(|packet| packet.contains("</rdf:Description>")).unwrap_or_else(|| new_packet(document))
}

fn new_packet(document: &Document) -> String {
    let empty = Dictionary::new();
    let info = document.trailer.get_deref(b"Info", document).and_then(Object::as_dict).unwrap_or(&empty);
    let title = text(info, b"Title", document).unwrap_or_default();
    let date = text(info, b"ModDate", document)
        .and_then(|date| iso_date(&date))
        .unwrap_or_else(|| "1970-01-01T00:00:00Z".to_owned());
    format!(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?><x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF \
         xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description rdf:about=\"\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{}</rdf:li>\
         </rdf:Alt></dc:title><dc:format>application/pdf</dc:format></rdf:Description></rdf:RDF></x:xmpmeta>\
         <?xpacket end=\"r\"?>",
        escaped(&title)
    )
    .replace("</rdf:Description>", &format!("<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate></rdf:Description>"))
}

/// `D:20261101000000Z` as `2026-11-01T00:00:00Z`; only dates in universal time, as satz writes them.
fn iso_date(date: &str) -> Option<String> {
    let digits = date.strip_prefix("D:")?.get(..14)?;
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let part = |range: std::ops::Range<usize>| &digits[range];
    Some(format!(
        "{}-{}-{}T{}:{}:{}Z",
        part(0..4),
        part(4..6),
        part(6..8),
        part(8..10),
        part(10..12),
        part(12..14)
    ))
}

/// The packet with all that PDF/X-4 asks for.
fn described(packet: &str, id: &[u8], instance: &[u8], producer: &str, archive: bool) -> String {
    let date = Properties::read(packet).get("ModifyDate", "xmp").unwrap_or_default();
    let mut packet = packet.to_owned();
    for (prefix, namespace) in NAMESPACES {
        declare(&mut packet, prefix, namespace);
    }
    for (name, value) in [
        ("pdfxid:GTS_PDFXVersion", "PDF/X-4"),
        ("pdf:Trapped", "False"),
        ("pdf:Producer", producer),
        ("pdf:PDFVersion", "1.6"),
        ("xmp:MetadataDate", &date),
        ("xmpMM:DocumentID", &uuid(id)),
        ("xmpMM:InstanceID", &uuid(instance)),
        ("xmpMM:VersionID", "1"),
        ("xmpMM:RenditionClass", "default"),
    ] {
        set(&mut packet, name, value);
    }
    if archive {
        set(&mut packet, "pdfaid:part", "2");
        set(&mut packet, "pdfaid:conformance", "B");
        extend(&mut packet);
    }
    packet
}

/// Declares a namespace in the first description, if the packet does not know it yet.
fn declare(packet: &mut String, prefix: &str, namespace: &str) {
    let declaration = format!("xmlns:{prefix}=");
    let Some(start) = packet.find("<rdf:Description") else { return };
    let end = packet[start..].find('>').map_or(packet.len(), |end| start + end);
    if !packet[start..end].contains(&declaration) {
        packet.insert_str(start + "<rdf:Description".len(), &format!(" {declaration}\"{namespace}\""));
    }
}

/// Sets a simple property of the first description.
fn set(packet: &mut String, name: &str, value: &str) {
    let element = format!("<{name}>{}</{name}>", escaped(value));
    let found = packet.find(&format!("<{name}>")).zip(packet.find(&format!("</{name}>")));
    match found {
        Some((start, end)) if start < end => packet.replace_range(start..end + name.len() + 3, &element),
        _ => {
            if let Some(at) = packet.find("</rdf:Description>") {
                packet.insert_str(at, &element);
            }
        }
    }
}

/// Describes the properties of PDF/X for PDF/A (ISO 19005-2, 6.6.2.3), which must know every property.
fn extend(packet: &mut String) {
    const SCHEMAS: &str = concat!(
        "<rdf:Description rdf:about=\"\" xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\" ",
        "xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\" xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">",
        "<pdfaExtension:schemas><rdf:Bag>",
        "<rdf:li rdf:parseType=\"Resource\"><pdfaSchema:schema>PDF/X identification</pdfaSchema:schema>",
        "<pdfaSchema:namespaceURI>http://www.npes.org/pdfx/ns/id/</pdfaSchema:namespaceURI>",
        "<pdfaSchema:prefix>pdfxid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">",
        "<pdfaProperty:name>GTS_PDFXVersion</pdfaProperty:name><pdfaProperty:valueType>Text</pdfaProperty:valueType>",
        "<pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>Version of PDF/X</pdfaProperty:description>",
        "</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li>",
        "<rdf:li rdf:parseType=\"Resource\"><pdfaSchema:schema>Adobe PDF</pdfaSchema:schema>",
        "<pdfaSchema:namespaceURI>http://ns.adobe.com/pdf/1.3/</pdfaSchema:namespaceURI>",
        "<pdfaSchema:prefix>pdf</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">",
        "<pdfaProperty:name>Trapped</pdfaProperty:name><pdfaProperty:valueType>Text</pdfaProperty:valueType>",
        "<pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>Whether the file is trapped</pdfaProperty:description>",
        "</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li>",
        "</rdf:Bag></pdfaExtension:schemas></rdf:Description>",
    );
    if !packet.contains("pdfaExtension:schemas")
        && let Some(at) = packet.rfind("</rdf:RDF>")
    {
        packet.insert_str(at, SCHEMAS);
    }
}

/// Puts the packet into the document, uncompressed, as whoever looks for metadata expects it.
fn set_packet(document: &mut Document, packet: Vec<u8>) {
    let stream =
        Stream::new(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, packet).with_compression(false);
    let found =
        document.catalog().and_then(|catalog| catalog.get(b"Metadata")).and_then(Object::as_reference);
    if let Ok(id) = found {
        document.set_object(id, stream);
        return;
    }
    let id = document.add_object(stream);
    if let Ok(catalog) = document.catalog_mut() {
        catalog.set("Metadata", id);
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACKET: &str = "<rdf:RDF><rdf:Description rdf:about=\"\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\">\
        <xmp:ModifyDate>2026-11-01T00:00:00Z</xmp:ModifyDate></rdf:Description></rdf:RDF>";

    #[test]
    fn a_packet_gets_all_that_pdfx_asks_for() {
        let packet = described(PACKET, &[1; 16], &[2; 16], "satz & co", false);
        let found = Properties::read(&packet);
        for (name, prefix, value) in [
            ("GTS_PDFXVersion", "pdfxid", "PDF/X-4"),
            ("Trapped", "pdf", "False"),
            ("MetadataDate", "xmp", "2026-11-01T00:00:00Z"),
            ("VersionID", "xmpMM", "1"),
            ("DocumentID", "xmpMM", "uuid:01010101-0101-8101-8101-010101010101"),
        ] {
            assert_eq!(found.get(name, prefix).as_deref(), Some(value), "{name}");
        }
        assert!(packet.contains("<pdf:Producer>satz &amp; co</pdf:Producer>"));
        assert_eq!(packet.matches("xmlns:xmp=").count(), 1);
    }

    #[test]
    fn describing_twice_changes_nothing() {
        for archive in [false, true] {
            let once = described(PACKET, &[1; 16], &[2; 16], "satz", archive);
            assert_eq!(described(&once, &[1; 16], &[2; 16], "satz", archive), once);
        }
    }

    #[test]
    fn dates_of_pdf_become_dates_of_xmp() {
        assert_eq!(iso_date("D:20261101123456Z").as_deref(), Some("2026-11-01T12:34:56Z"));
        assert_eq!(iso_date("yesterday"), None);
    }
}
