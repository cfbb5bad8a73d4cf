//! Reads the text of a finished EPUB back, as a reader would meet it.

use std::io::{Cursor, Read};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;

use super::container::FOLDER;
use super::xhtml::is_phrasing;
use crate::diagnostic::Problem;

/// The visible text of an EPUB with the alternatives of its pictures and formulas.
///
/// Files come in the order of the archive. Blocks are set apart by line breaks; words that only styles divide
/// stay in one piece.
pub fn read_text(epub: &[u8]) -> Result<String, Problem> {
    let mut archive =
        ZipArchive::new(Cursor::new(epub)).map_err(|error| unreadable("the archive", &error))?;
    let mut names: Vec<String> =
        archive.file_names().filter_map(Result::ok).map(|name| name.into_owned()).collect();
    names
        .retain(|name| name.starts_with(FOLDER) && name.ends_with(".xhtml") && !name.ends_with("/nav.xhtml"));
    names.sort();
    let mut text = String::new();
    for name in names {
        let mut content = String::new();
        archive
            .by_name(&name)
            .map_err(|error| unreadable(&name, &error))?
            .read_to_string(&mut content)
            .map_err(|error| unreadable(&name, &error))?;
        read_document(&content, &mut text).map_err(|error| unreadable(&name, &error))?;
    }
    Ok(text)
}

fn unreadable(what: &str, error: &dyn std::fmt::Display) -> Problem {
    Problem::error("epub/unreadable", format!("{what} of the written EPUB cannot be read back: {error}"))
}

fn read_document(content: &str, text: &mut String) -> Result<(), quick_xml::Error> {
    let mut reader = Reader::from_str(content);
    let mut in_body = false;
    let mut in_note_number = false;
    loop {
        match reader.read_event()? {
            Event::Start(tag) => {
                in_body |= tag.name().as_ref() == "body";
                if in_body {
                    in_note_number |= is_note_number(&tag)?;
                    open(&tag, text)?;
                }
            }
            Event::Empty(tag) if in_body => open(&tag, text)?,
            Event::End(tag) if in_body => {
                in_note_number &= tag.name().as_ref() != "a";
                set_apart(tag.name().as_ref(), text);
            }
            Event::Text(_) if in_note_number => {}
            Event::Text(part) if in_body => text.push_str(&part),
            Event::GeneralRef(reference) if in_body => {
                if let Some(character) = reference.resolve_char_ref()? {
                    text.push(character);
                } else if let Some(known) = quick_xml::escape::resolve_predefined_entity(&reference) {
                    text.push_str(known);
                }
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// Whether a link is the number of a note. Such numbers are counted by Typst, and stand at a word without a
/// space before it, so they would change the word.
fn is_note_number(tag: &BytesStart) -> Result<bool, quick_xml::Error> {
    let role = tag.try_get_attribute("role")?;
    Ok(role.is_some_and(|role| matches!(role.value.as_ref(), "doc-noteref" | "doc-backlink")))
}

fn open(tag: &BytesStart, text: &mut String) -> Result<(), quick_xml::Error> {
    set_apart(tag.name().as_ref(), text);
    for name in ["alt", "alttext"] {
        if let Some(attribute) = tag.try_get_attribute(name)? {
            text.push(' ');
            text.push_str(&attribute.normalized_value(XmlVersion::Implicit1_0)?);
            text.push(' ');
        }
    }
    Ok(())
}

/// A block ends a word, and so do a forced line break and a part of a formula.
fn set_apart(name: &str, text: &mut String) {
    if name == "br" || !is_phrasing(name) {
        text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_divided_by_blocks_and_not_by_styles() {
        let page = "<html><head><title>x</title></head><body><p>Akteur<em>*</em>innen<a role=\"doc-noteref\" href=\"#n\">12</a> &amp; <img alt=\"ein &lt; Bild\"/></p>\
                    <ul><li>a</li><li>b</li></ul></body></html>";
        let mut text = String::new();
        read_document(page, &mut text).expect("the page is well-formed");
        let words: Vec<_> = text.split_whitespace().collect();
        assert_eq!(words, ["Akteur*innen", "&", "ein", "<", "Bild", "a", "b"]);
    }
}
