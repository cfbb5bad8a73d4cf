//! What is changed before comrak reads: signs that are text here and would be markup there.
//!
//! Every change keeps the number of bytes, so that comrak's positions stay the author's.
//!
//! - The gender star of `Akteur*innen`: a star between two letters is a letter. Emphasis of part
//!   of a word is given up for that; emphasis around words works, also around words with stars.
//! - A sign at the start of a line of a formula between `$$`, where Markdown would begin a list, a quotation
//!   or a heading: `$$`, `a`, `+ b`, `$$`.
//! - Colons in the line of a directive, which comrak does not allow: `:::box{title="Ziel: Zahlen"}`.
//! - Control characters, which no output can show.
//! - Hostile nesting, before it costs time.

use std::ops::Range;

use super::{MAX_DEPTH, PlaceOf};
use crate::diagnostic::{Place, Problem};

/// Stands for a star that is a letter.
pub(super) const STAR: char = '\u{1a}';
/// Stands for a colon in the line of a directive.
pub(super) const COLON: char = '\u{1b}';
/// Stand for the signs that would begin a block on a line of a formula.
pub(super) const OPENERS: [(char, char); 5] =
    [('+', '\u{1c}'), ('-', '\u{1d}'), ('>', '\u{1e}'), ('=', '\u{1f}'), ('1', '\u{19}')];
/// Stands before a line that is read by itself: no block begins with it, and markup and addresses
/// may begin right after it.
pub(super) const GUARD: &str = "(";

/// How many colons a fence may have: the first three, and one more for each level.
const MAX_FENCE: usize = MAX_DEPTH + 3;

/// What comrak is to read.
pub(super) struct Prepared {
    /// The text.
    pub(super) text: String,
    /// The offset in the expanded text where it starts.
    pub(super) start: usize,
}

/// Prepares the body of a chapter, which stands from `start` to the end of `text`.
pub(super) fn document(
    text: &str,
    start: usize,
    place_of: PlaceOf<'_>,
    problems: &mut Vec<Problem>,
) -> Prepared {
    let mut bytes = text.as_bytes()[start..].to_vec();
    let body = &text[start..];
    protect_stars(body, &mut bytes);
    protect_colons(body, &mut bytes);
    protect_formulas(body, &mut bytes);
    drop_control_characters(body, &mut bytes, &mut |range| {
        problems.push(control_character(place_of(range.start + start..range.end + start)));
    });
    flatten_hostile_lines(body, &mut bytes, &mut |range| {
        problems.push(too_deep(place_of(range.start + start..range.end + start)));
    });
    shorten_hostile_fences(body, &mut bytes, &mut |range| {
        problems.push(too_deep(place_of(range.start + start..range.end + start)));
    });
    Prepared { text: into_text(bytes), start }
}

/// Prepares a line that is read by itself.
pub(super) fn line(text: &str, place_of: PlaceOf<'_>, problems: &mut Vec<Problem>) -> String {
    let mut bytes = text.as_bytes().to_vec();
    protect_stars(text, &mut bytes);
    for byte in &mut bytes {
        if matches!(byte, b'\n' | b'\r') {
            *byte = b' ';
        }
    }
    drop_control_characters(text, &mut bytes, &mut |range| {
        problems.push(control_character(place_of(range)));
    });
    format!("{GUARD}{}", into_text(bytes))
}

/// Whole characters were put in the places of characters, so nothing is ever replaced here.
fn into_text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

fn protect_stars(text: &str, bytes: &mut [u8]) {
    let mut addresses = addresses(text).into_iter().peekable();
    for (offset, _) in text.match_indices('*') {
        while addresses.next_if(|address| address.end <= offset).is_some() {}
        let in_address = addresses.peek().is_some_and(|address| address.start <= offset);
        let before = text[..offset].chars().next_back();
        let after = text[offset + 1..].chars().next();
        let is_letter = |character: Option<char>| character.is_some_and(char::is_alphabetic);
        if !in_address && is_letter(before) && is_letter(after) {
            bytes[offset] = STAR as u8;
        }
    }
}

/// The addresses `](…)` and `<…>` of a text, in order: no star begins emphasis in them, and comrak
/// takes no address with a control character.
fn addresses(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (opening, closing) in [("](", ')'), ("<", '>')] {
        let mut from = 0;
        while let Some(start) = text[from..].find(opening).map(|at| from + at + opening.len()) {
            let ends = |character: char| character.is_whitespace() || character == closing;
            let end = text[start..].find(ends).map_or(text.len(), |length| start + length);
            found.push(start..end);
            from = end.max(start);
        }
    }
    found.sort_by_key(|address| address.start);
    found
}

fn protect_colons(text: &str, bytes: &mut [u8]) {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if let Some(fence) = line.find(":::").filter(|&fence| begins_blocks(&line[..fence])) {
            let info = fence + line[fence..].bytes().take_while(|&byte| byte == b':').count();
            for (colon, _) in line[info..].match_indices(':') {
                bytes[start + info + colon] = COLON as u8;
            }
        }
        start += line.len();
    }
}

/// Keeps the lines of a formula between `$$` together: the formula ends before the next empty line, and no
/// block begins in it.
fn protect_formulas(text: &str, bytes: &mut [u8]) {
    let mut start = 0;
    // The quotations around the formula that is open, and the signs at the starts of its lines.
    let mut formula: Option<(usize, Vec<(usize, u8)>)> = None;
    for line in text.split_inclusive('\n') {
        match &mut formula {
            None => formula = opens_formula(line).map(|quotations| (quotations, Vec::new())),
            Some((quotations, signs)) => {
                let rest = unquoted(line, *quotations);
                signs.extend(stand_in(rest).map(|sign| (start + line.len() - rest.len(), sign)));
                if rest.contains("$$") {
                    signs.iter().for_each(|&(offset, sign)| bytes[offset] = sign);
                }
                if rest.is_empty() || rest.contains("$$") {
                    formula = None;
                }
            }
        }
        start += line.len();
    }
}

/// How many quotations stand around a formula that begins on a line and does not end on it.
fn opens_formula(line: &str) -> Option<usize> {
    let (before, behind) = line.split_once("$$")?;
    let opens = begins_blocks(before) && !behind.contains("$$");
    opens.then(|| before.bytes().filter(|&byte| byte == b'>').count())
}

/// What stands on a line behind the signs of so many quotations.
fn unquoted(line: &str, quotations: usize) -> &str {
    let mut rest = line.trim_start();
    for _ in 0..quotations {
        rest = rest.strip_prefix('>').unwrap_or(rest).trim_start();
    }
    rest
}

/// What stands for the first sign of a line, where that could begin a block.
fn stand_in(line: &str) -> Option<u8> {
    let first = line.chars().next()?;
    let known = OPENERS.into_iter().chain([('*', STAR), (':', COLON)]);
    known.into_iter().find(|(sign, _)| *sign == first).map(|(_, stands)| stands as u8)
}

/// Whether a block may begin behind the start of a line: it is empty, or signs of lists, quotations,
/// descriptions and footnotes. Colons behind other words are those of the words.
fn begins_blocks(start: &str) -> bool {
    let note = start.trim_start().strip_prefix("[^").and_then(|note| note.split_once("]:"));
    let signs = note.map_or(start, |(_, behind)| behind);
    signs.bytes().all(|byte| byte.is_ascii_digit() || b" \t>-+*.):".contains(&byte))
}

/// Replaces control characters by spaces, tabs and line ends excepted (Unicode category Cc).
fn drop_control_characters(text: &str, bytes: &mut [u8], report: &mut dyn FnMut(Range<usize>)) {
    for (offset, character) in text.char_indices() {
        if character.is_control() && !matches!(character, '\t' | '\n' | '\r') {
            let range = offset..offset + character.len_utf8();
            let space: &[u8] = if character.is_ascii() { b" " } else { "\u{a0}".as_bytes() };
            bytes[range.clone()].copy_from_slice(space);
            report(range);
        }
    }
}

/// Takes the surplus quotation signs off a line that starts with more of them than can be read.
fn flatten_hostile_lines(text: &str, bytes: &mut [u8], report: &mut dyn FnMut(Range<usize>)) {
    let mut start = 0;
    let mut reported = false;
    for line in text.split_inclusive('\n') {
        let markers = line.bytes().take_while(|byte| b"> \t-+*".contains(byte));
        let mut depth = 0;
        for (offset, byte) in markers.enumerate() {
            depth += usize::from(byte == b'>');
            if byte == b'>' && depth > MAX_DEPTH {
                bytes[start + offset] = b' ';
                if !reported {
                    report(start + offset..start + offset + 1);
                    reported = true;
                }
            }
        }
        start += line.len();
    }
}

/// Takes away fences of a length that only hostile nesting needs.
fn shorten_hostile_fences(text: &str, bytes: &mut [u8], report: &mut dyn FnMut(Range<usize>)) {
    let longest = ":".repeat(MAX_FENCE + 1);
    let mut from = 0;
    let mut reported = false;
    while let Some(start) = text[from..].find(&longest).map(|at| from + at) {
        from = start + text[start..].bytes().take_while(|&byte| byte == b':').count();
        bytes[start..from].fill(b' ');
        if !reported {
            report(start..from);
            reported = true;
        }
    }
}

fn control_character(place: Place) -> Problem {
    Problem::error("markdown/control-character", "a control character stands here")
        .at(place)
        .hint("delete the invisible character and write the words around it again")
}

/// The problem of text that is nested too deep.
pub(super) fn too_deep(place: Place) -> Problem {
    let message = format!("this stands in more than {MAX_DEPTH} levels of lists, quotations or markup");
    Problem::error("markdown/nesting", message).at(place).hint("write it in fewer levels")
}
