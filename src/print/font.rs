//! Fonts, as far as reading text back needs them (ISO 32000-1, 9.6 to 9.10).

use std::sync::Arc;

use lopdf::{Dictionary, Document, Object};

use super::content::{Operand, operations};

/// A font that can be read.
#[derive(Debug)]
pub(super) struct Font {
    /// Its name, without the prefix of a subset.
    pub(super) name: Arc<str>,
    /// Bytes for each code: 2 for composite fonts, 1 for simple ones.
    bytes: usize,
    /// The text of each code.
    texts: Vec<Option<Box<str>>>,
    /// The advance of each code in thousandths of the size.
    widths: Vec<Option<f32>>,
    default_width: f32,
}

/// A code of a text operator.
pub(super) struct Glyph<'a> {
    /// What it says; `None` if the font does not tell.
    pub(super) text: Option<&'a str>,
    /// Its advance in thousandths of the size.
    pub(super) width: f32,
    /// Whether word spacing applies: the single byte 32.
    pub(super) space: bool,
    /// Whether it is the glyph 0 of a composite font, `.notdef`: the box for what the font lacks.
    pub(super) lacking: bool,
}

impl Font {
    /// Reads a font dictionary.
    pub(super) fn read(document: &Document, font: &Dictionary) -> Font {
        let value = |dictionary: &Dictionary, key: &[u8]| dictionary.get_deref(key, document).ok().cloned();
        let composite = font.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Type0");
        let mut read = Font {
            name: name(font).into(),
            bytes: if composite { 2 } else { 1 },
            texts: Vec::new(),
            widths: Vec::new(),
            default_width: if composite { 1000.0 } else { 0.0 },
        };
        if let Some(Object::Stream(map)) = value(font, b"ToUnicode") {
            read.read_map(&map.get_plain_content().unwrap_or_default());
        } else if !composite {
            // Without a map, the codes of a simple font are almost always those of Latin 1.
            read.texts = (0..=255u8).map(|code| Some(char::from(code).to_string().into())).collect();
        }
        if composite {
            if let Some(descendant) = descendant(document, font) {
                let width = value(descendant, b"DW").and_then(|width| width.as_float().ok());
                read.default_width = width.unwrap_or(1000.0);
                if let Some(Object::Array(widths)) = value(descendant, b"W") {
                    read.read_composite_widths(document, &widths);
                }
            }
        } else if let Some(Object::Array(widths)) = value(font, b"Widths") {
            let first = value(font, b"FirstChar").and_then(|first| first.as_i64().ok()).unwrap_or(0);
            for (code, width) in (first..).zip(&widths) {
                set(
                    &mut read.widths,
                    code,
                    document.dereference(width).ok().and_then(|(_, width)| width.as_float().ok()),
                );
            }
        }
        read
    }

    /// The codes of a string.
    pub(super) fn glyphs<'a>(&'a self, string: &'a [u8]) -> impl Iterator<Item = Glyph<'a>> {
        string.chunks(self.bytes).map(|code| {
            let space = code == [32];
            let code = code.iter().fold(0, |code, &byte| code << 8 | usize::from(byte));
            Glyph {
                text: self.texts.get(code).and_then(|text| text.as_deref()),
                width: self.widths.get(code).copied().flatten().unwrap_or(self.default_width),
                space,
                lacking: self.bytes == 2 && code == 0,
            }
        })
    }

    /// Reads a `ToUnicode` map: single codes and ranges of codes.
    fn read_map(&mut self, map: &[u8]) {
        for operation in operations(map) {
            match operation.operator {
                b"endbfchar" => {
                    for pair in operation.operands.chunks_exact(2) {
                        if let [Operand::Text(code), Operand::Text(text)] = pair {
                            set(&mut self.texts, number(code), Some(utf16(text)));
                        }
                    }
                }
                b"endbfrange" => operation.operands.chunks_exact(3).for_each(|range| self.read_range(range)),
                _ => {}
            }
        }
    }

    fn read_range(&mut self, range: &[Operand]) {
        let [Operand::Text(first), Operand::Text(last), texts] = range else { return };
        let (first, last) = (number(first), number(last).min(0xffff));
        match texts {
            Operand::Array(texts) => {
                for (code, text) in (first..=last).zip(texts) {
                    if let Operand::Text(text) = text {
                        set(&mut self.texts, code, Some(utf16(text)));
                    }
                }
            }
            Operand::Text(start) => {
                let mut text = start.clone();
                for code in first..=last {
                    set(&mut self.texts, code, Some(utf16(&text)));
                    if let Some(byte) = text.last_mut() {
                        *byte = byte.wrapping_add(1);
                    }
                }
            }
            _ => {}
        }
    }

    /// Reads `W`: `first [width …]` and `first last width`, mixed.
    fn read_composite_widths(&mut self, document: &Document, entries: &[Object]) {
        let mut entries =
            entries.iter().filter_map(|entry| document.dereference(entry).ok()).map(|(_, entry)| entry);
        while let (Some(first), Some(second)) = (entries.next(), entries.next()) {
            let Ok(first) = first.as_i64() else { continue };
            if let Ok(widths) = second.as_array() {
                for (code, width) in (first..).zip(widths) {
                    set(&mut self.widths, code, width.as_float().ok());
                }
            } else if let (Ok(last), Some(width)) = (second.as_i64(), entries.next()) {
                (first..=last.min(0xffff))
                    .for_each(|code| set(&mut self.widths, code, width.as_float().ok()));
            }
        }
    }
}

/// The name of a font, without the six letters and the plus of a subset.
pub(super) fn name(font: &Dictionary) -> String {
    let name = font.get(b"BaseFont").and_then(Object::as_name).unwrap_or(b"unnamed");
    let name = String::from_utf8_lossy(name);
    let plain = match name.split_once('+') {
        Some((prefix, plain)) if prefix.len() == 6 => plain,
        _ => &name,
    };
    plain.trim_end_matches("-Identity-H").to_owned()
}

/// The font inside a composite font.
pub(super) fn descendant<'a>(document: &'a Document, font: &'a Dictionary) -> Option<&'a Dictionary> {
    let descendants = font.get_deref(b"DescendantFonts", document).ok()?.as_array().ok()?;
    document.dereference(descendants.first()?).ok()?.1.as_dict().ok()
}

fn number(code: &[u8]) -> i64 {
    code.iter().take(4).fold(0, |number, &byte| number << 8 | i64::from(byte))
}

fn utf16(text: &[u8]) -> Box<str> {
    let units = text.chunks(2).map(|unit| unit.iter().fold(0, |unit, &byte| unit << 8 | u16::from(byte)));
    char::decode_utf16(units)
        .map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect::<String>()
        .into()
}

/// Sets the value of a code; codes have at most two bytes.
fn set<T>(values: &mut Vec<Option<T>>, code: i64, value: Option<T>) {
    if let Some(code) = usize::try_from(code).ok().filter(|code| *code <= 0xffff) {
        while values.len() <= code {
            values.push(None);
        }
        values[code] = value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::{Stream, dictionary};

    #[test]
    fn a_composite_font_gives_texts_and_widths() {
        let mut document = Document::new();
        let map = b"2 beginbfchar\n<0001> <0041> <0002> <00660069>\nendbfchar\n1 beginbfrange <0003> <0005> <D835DC65> endbfrange";
        let map = document.add_object(Stream::new(dictionary! {}, map.to_vec()));
        let inner = document.add_object(dictionary! {
            "DW" => 500,
            "W" => vec![1.into(), vec![Object::from(600), 700.into()].into(), 4.into(), 5.into(), 800.into()],
        });
        let font = dictionary! {
            "Subtype" => "Type0", "BaseFont" => "ABCDEF+Sans-Identity-H",
            "ToUnicode" => map, "DescendantFonts" => vec![inner.into()],
        };
        let font = Font::read(&document, &font);
        assert_eq!(&*font.name, "Sans");
        let glyphs: Vec<_> =
            font.glyphs(&[0, 1, 0, 2, 0, 3, 0, 4, 0, 9]).map(|glyph| (glyph.text, glyph.width)).collect();
        assert_eq!(
            glyphs,
            [(Some("A"), 600.0), (Some("fi"), 700.0), (Some("𝑥"), 500.0), (Some("𝑦"), 800.0), (None, 500.0)]
        );
    }

    #[test]
    fn a_simple_font_without_a_map_is_read_as_latin() {
        let document = Document::new();
        let font = dictionary! { "Subtype" => "TrueType", "FirstChar" => 65, "Widths" => vec![610.into()] };
        let font = Font::read(&document, &font);
        let glyphs: Vec<_> =
            font.glyphs(b"A\xe4 ").map(|glyph| (glyph.text, glyph.width, glyph.space)).collect();
        assert_eq!(glyphs, [(Some("A"), 610.0, false), (Some("ä"), 0.0, false), (Some(" "), 0.0, true)]);
    }
}
