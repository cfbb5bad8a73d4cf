//! Lets black text overprint what lies below it (ISO 32000-1, 8.6.7).
//!
//! Typst cannot ask for it, and without it each letter is cut out of the colour below: where the plates
//! are a hair out of register, paper shows around the letters. Areas and large type stay knocked out,
//! since the colour below would show through their black.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::content::{Operation, operations};
use super::geometry::Matrix;
use super::walk::resources_of;

/// Type above this size, in points, is an area rather than text.
const LARGEST: f32 = 24.0;

/// The names of the graphics states that are added to the resources.
const OVERPRINT: &str = "SatzOverprint";
const KNOCKOUT: &str = "SatzKnockout";

/// Sets black text of all pages and forms to overprint; `masked` are the objects of soft masks.
pub(super) fn black_text(document: &mut Document, masked: &BTreeSet<ObjectId>) {
    let mut painters: Vec<(ObjectId, Option<ObjectId>)> = Vec::new();
    for page in document.page_iter() {
        painters.extend(document.get_page_contents(page).into_iter().map(|id| (id, Some(page))));
    }
    for (id, object) in &document.objects {
        let form = matches!(object, Object::Stream(stream)
            if stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Form"));
        if form && !masked.contains(id) {
            painters.push((*id, None));
        }
    }
    for (id, page) in painters {
        let Ok(stream) = document.get_object(id).and_then(Object::as_stream) else { continue };
        let Some(content) = overprinted(&stream.get_plain_content().unwrap_or_default()) else { continue };
        if !add_states(document, page.unwrap_or(id)) {
            continue;
        }
        if let Ok(stream) = document.get_object_mut(id).and_then(Object::as_stream_mut) {
            stream.set_plain_content(content);
            // Compression fails for no content; the stream then stays as it is, which is valid.
            let _ = stream.compress();
        }
    }
}

/// Adds the two states to the resources of a page or form; `false` if it has none of its own.
fn add_states(document: &mut Document, holder: ObjectId) -> bool {
    let page = document.get_dictionary(holder).is_ok();
    let found = if page {
        resources_of(document, holder).cloned()
    } else {
        let stream = document.get_object(holder).and_then(Object::as_stream);
        stream
            .and_then(|stream| stream.dict.get_deref(b"Resources", document))
            .and_then(Object::as_dict)
            .ok()
            .cloned()
    };
    let Some(mut resources) = found else { return false };
    let mut states =
        resources.get_deref(b"ExtGState", document).and_then(Object::as_dict).cloned().unwrap_or_default();
    states.set(OVERPRINT, dictionary! { "OP" => false, "op" => true, "OPM" => 1 });
    states.set(KNOCKOUT, dictionary! { "OP" => false, "op" => false, "OPM" => 0 });
    resources.set("ExtGState", states);
    let holder: Option<&mut Dictionary> = match document.objects.get_mut(&holder) {
        Some(Object::Dictionary(page)) => Some(page),
        Some(Object::Stream(form)) => Some(&mut form.dict),
        _ => None,
    };
    holder.is_some_and(|holder| {
        holder.set("Resources", resources);
        true
    })
}

/// What decides whether a letter overprints.
#[derive(Clone, Copy)]
struct State {
    /// The fill is black ink alone, at its full tone.
    black: bool,
    /// Letters are filled and not outlined.
    filled: bool,
    size: f32,
    overprints: bool,
}

/// The stream with the states switched where needed; `None` if nothing changes.
fn overprinted(content: &[u8]) -> Option<Vec<u8>> {
    let mut state = State { black: false, filled: true, size: 0.0, overprints: false };
    let mut saved = Vec::new();
    let mut scale = 1.0;
    let mut written = Vec::with_capacity(content.len() + content.len() / 8);
    let mut copied = 0;
    for operation in operations(content) {
        let number = |at: usize| operation.operands.get(at).and_then(super::content::Operand::number);
        match operation.operator {
            b"q" => saved.push(state),
            b"Q" => state = saved.pop().unwrap_or(state),
            b"k" => state.black = operation.numbers() == [0.0, 0.0, 0.0, 1.0],
            b"g" | b"rg" | b"cs" | b"sc" | b"scn" => state.black = false,
            b"Tr" => state.filled = number(0) == Some(0.0),
            b"BT" => scale = 1.0,
            b"Tm" => scale = Matrix::of(&operation.numbers()).stretch_y(),
            b"Tf" => state.size = number(1).unwrap_or(0.0),
            b"gs" => match operation.name() {
                Some(name) if name == OVERPRINT.as_bytes() => state.overprints = true,
                Some(name) if name == KNOCKOUT.as_bytes() => state.overprints = false,
                _ => {}
            },
            _ => {}
        }
        let Some(text) = paints(&operation) else { continue };
        let wanted = text && state.black && state.filled && state.size * scale <= LARGEST;
        if wanted != state.overprints {
            written.extend_from_slice(&content[copied..operation.span.start]);
            let name = if wanted { OVERPRINT } else { KNOCKOUT };
            written.extend_from_slice(format!(" /{name} gs ").as_bytes());
            copied = operation.span.start;
            state.overprints = wanted;
        }
    }
    (!written.is_empty()).then(|| {
        written.extend_from_slice(&content[copied..]);
        written
    })
}

/// Whether an operation paints with the fill, and if so, whether it paints letters.
fn paints(operation: &Operation<'_>) -> Option<bool> {
    match operation.operator {
        b"Tj" | b"TJ" | b"'" | b"\"" => Some(true),
        b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" | b"Do" | b"sh" | b"BI" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(content: &str) -> String {
        overprinted(content.as_bytes()).map_or_else(String::new, |bytes| {
            String::from_utf8(bytes).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
        })
    }

    #[test]
    fn small_black_text_overprints() {
        assert_eq!(
            text("q 0 0 0 1 k BT /f 10 Tf <01> Tj ET Q"),
            "q 0 0 0 1 k BT /f 10 Tf /SatzOverprint gs <01> Tj ET Q"
        );
    }

    #[test]
    fn everything_else_is_knocked_out() {
        for content in [
            "0 0 0 1 k BT /f 30 Tf <01> Tj ET",
            "0 0 0 1 k BT /f 10 Tf 4 0 0 4 0 0 Tm <01> Tj ET",
            "0 0 0 0.9 k BT /f 10 Tf <01> Tj ET",
            "0 1 0 1 k BT /f 10 Tf <01> Tj ET",
            "0 0 0 1 k 1 Tr BT /f 10 Tf <01> Tj ET",
            "0 0 0 1 k 0 0 10 10 re f",
            "q 0 0 0 1 k Q BT /f 10 Tf <01> Tj ET",
        ] {
            assert_eq!(text(content), "", "{content}");
        }
    }

    #[test]
    fn overprinting_ends_before_the_next_colour_paints() {
        assert_eq!(
            text("0 0 0 1 k BT /f 9 Tf <01> Tj 1 0 0 0 k <02> Tj ET"),
            "0 0 0 1 k BT /f 9 Tf /SatzOverprint gs <01> Tj 1 0 0 0 k /SatzKnockout gs <02> Tj ET"
        );
    }

    #[test]
    fn a_stream_that_overprints_already_stays() {
        let once = text("0 0 0 1 k BT /f 9 Tf <01> Tj ET 0 0 1 1 re f");
        assert_eq!(text(&once), "");
    }
}
