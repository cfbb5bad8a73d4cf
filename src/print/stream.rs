//! Turns the colours of content streams into ink (ISO 32000-1, 8.6.8).
//!
//! Only operations that set a colour in gray or RGB are replaced; every other byte is copied. Setting a
//! colour with `k` also sets the space, so the operators that chose the old space fall away.

use lopdf::{Dictionary, Document};

use super::content::{Operation, operations};
use super::inks::{Inks, tone};
use super::space::ColourSpace;

/// What became of a stream.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Converted {
    /// The new stream; `None` if nothing was to be replaced.
    pub(super) content: Option<Vec<u8>>,
    /// What could not be converted, each in a few words.
    pub(super) refused: Vec<&'static str>,
}

/// The colour spaces that are chosen, for fills and for strokes.
#[derive(Clone)]
struct Chosen {
    fill: ColourSpace,
    stroke: ColourSpace,
}

/// What is to be done with an operation.
enum Change {
    /// It stays.
    Keep,
    /// It falls away, for the next one says all.
    Drop,
    /// It becomes this ink.
    Ink([f32; 4]),
    /// It becomes this ink, in which the pattern of this name is painted.
    Pattern([f32; 4], Vec<u8>),
    /// It stays, and the file cannot be finished.
    Refuse(&'static str),
}

/// Converts one stream with the resources it paints from.
pub(super) fn convert(
    document: &Document,
    content: &[u8],
    resources: Option<&Dictionary>,
    inks: &Inks<'_>,
) -> Converted {
    let mut converted = Converted::default();
    let mut written = Vec::with_capacity(content.len());
    let mut copied = 0;
    let chosen = Chosen { fill: ColourSpace::Gray, stroke: ColourSpace::Gray };
    let mut painter = Painter { document, resources, inks, chosen, saved: Vec::new() };
    let mut operations = operations(content).peekable();
    while let Some(operation) = operations.next() {
        let stroke = operation.operator.first().is_some_and(u8::is_ascii_uppercase);
        let change = painter.change(&operation, operations.peek(), stroke);
        let ink = match change {
            Change::Keep => continue,
            Change::Refuse(what) => {
                converted.refused.push(what);
                continue;
            }
            Change::Drop => String::new(),
            Change::Ink(ink) => ink.map(tone).join(" ") + if stroke { " K" } else { " k" },
            Change::Pattern(ink, pattern) => {
                let operator = if stroke { "SCN" } else { "scn" };
                format!("{} /{} {operator}", ink.map(tone).join(" "), escaped(&pattern))
            }
        };
        written.extend_from_slice(&content[copied..operation.span.start]);
        written.extend_from_slice(format!(" {ink} ").as_bytes());
        copied = operation.span.end;
    }
    if copied > 0 {
        written.extend_from_slice(&content[copied..]);
        converted.content = Some(written);
    }
    converted
}

/// The graphics state of a stream, as far as its colours go.
struct Painter<'a> {
    document: &'a Document,
    resources: Option<&'a Dictionary>,
    inks: &'a Inks<'a>,
    chosen: Chosen,
    saved: Vec<Chosen>,
}

impl Painter<'_> {
    fn change(&mut self, operation: &Operation<'_>, next: Option<&Operation<'_>>, stroke: bool) -> Change {
        let ink = |space: &ColourSpace| match self.inks.of(space, &operation.numbers()) {
            Some(ink) => Change::Ink(ink),
            None => Change::Keep,
        };
        let current = if stroke { &self.chosen.stroke } else { &self.chosen.fill };
        let (space, change) = match operation.operator {
            b"q" => {
                self.saved.push(self.chosen.clone());
                return Change::Keep;
            }
            b"Q" => {
                self.chosen = self.saved.pop().unwrap_or(self.chosen.clone());
                return Change::Keep;
            }
            b"sc" | b"SC" | b"scn" | b"SCN" => {
                return match current {
                    // Its space becomes ink with the resources (`recolour`).
                    ColourSpace::Pattern(Some(inner)) => {
                        match (self.inks.of(inner, &operation.numbers()), operation.name()) {
                            (Some(ink), Some(pattern)) => Change::Pattern(ink, pattern.to_vec()),
                            _ => Change::Keep,
                        }
                    }
                    ColourSpace::Lab => Change::Refuse("a colour in Lab"),
                    space => ink(space),
                };
            }
            b"BI" => {
                return inline_image(self.document, operation, self.resources)
                    .map_or(Change::Keep, Change::Refuse);
            }
            b"cs" | b"CS" => {
                let name = operation.name().unwrap_or_default();
                let space = ColourSpace::named(self.document, self.resources, name);
                let change = match space.is_gray() || space.is_rgb() || space.is_profiled_ink() {
                    false => Change::Keep,
                    // Choosing a space sets its black; where a colour follows at once, that says it all.
                    true if next.is_some_and(|next| sets_colour(next, stroke)) => Change::Drop,
                    true => Change::Ink([0.0, 0.0, 0.0, 1.0]),
                };
                (space, change)
            }
            b"g" | b"G" => (ColourSpace::Gray, ink(&ColourSpace::Gray)),
            b"rg" | b"RG" => (ColourSpace::Rgb, ink(&ColourSpace::Rgb)),
            b"k" | b"K" => (ColourSpace::Cmyk, Change::Keep),
            _ => return Change::Keep,
        };
        *(if stroke { &mut self.chosen.stroke } else { &mut self.chosen.fill }) = space;
        change
    }
}

/// A name as a stream writes it (ISO 32000-1, 7.3.5).
fn escaped(name: &[u8]) -> String {
    let letter = |&byte: &u8| match byte {
        b'!'..=b'~' if !b"#()<>[]{}/%".contains(&byte) => char::from(byte).to_string(),
        byte => format!("#{byte:02X}"),
    };
    name.iter().map(letter).collect()
}

fn sets_colour(operation: &Operation<'_>, stroke: bool) -> bool {
    let operators: [&[u8]; 2] = if stroke { [b"SC", b"SCN"] } else { [b"sc", b"scn"] };
    operators.contains(&operation.operator)
}

/// An inline image in RGB: Typst writes none, and rewriting its bytes is not worth the code.
fn inline_image(
    document: &Document,
    operation: &Operation<'_>,
    resources: Option<&Dictionary>,
) -> Option<&'static str> {
    let image = operation.operands.first()?;
    let name = image.get(b"CS").or_else(|| image.get(b"ColorSpace"))?.name()?;
    ColourSpace::named(document, resources, name).is_rgb().then_some("an inline image in RGB")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::colour::{Converter, Profile};
    use lopdf::{Object, Stream, dictionary};

    fn converted(content: &str) -> Converted {
        let mut document = Document::new();
        let mut icc = |components: i64| {
            let profile = document.add_object(Stream::new(dictionary! { "N" => components }, Vec::new()));
            Object::from(vec!["ICCBased".into(), profile.into()])
        };
        let (gray, rgb) = (icc(1), icc(3));
        let spot = Object::from(vec!["Separation".into(), "Gold".into(), "DeviceCMYK".into(), Object::Null]);
        let loose = Object::from(vec!["Pattern".into(), rgb.clone()]);
        let resources = dictionary! {
            "ColorSpace" => dictionary! { "c0" => gray, "c1" => rgb, "c2" => spot, "c3" => loose },
        };
        let converter = Converter::new(Profile::standard()).unwrap();
        convert(&document, content.as_bytes(), Some(&resources), &Inks::new(&converter))
    }

    fn text(content: &str) -> String {
        let bytes = converted(content).content.unwrap_or_else(|| content.as_bytes().to_vec());
        String::from_utf8(bytes).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn gray_and_neutral_rgb_become_black_ink() {
        for (content, expected) in [
            ("/c0 cs 0 scn 0 0 m", "0 0 0 1 k 0 0 m"),
            ("/c0 CS 0.25 SCN S", "0 0 0 0.75 K S"),
            ("/c1 cs 0.5 0.5 0.5 scn f", "0 0 0 0.5 k f"),
            ("0.8 g f", "0 0 0 0.2 k f"),
            ("1 1 1 RG S", "0 0 0 0 K S"),
            ("/c0 cs f", "0 0 0 1 k f"),
            ("q/c1 CS/g0 gs Q", "q 0 0 0 1 K /g0 gs Q"),
            ("/c3 cs 0.5 0.5 0.5 /p#200 scn f", "/c3 cs 0 0 0 0.5 /p#200 scn f"),
        ] {
            assert_eq!(text(content), expected, "{content}");
        }
    }

    #[test]
    fn the_chosen_space_ends_with_the_saved_state() {
        assert_eq!(
            text("q /c0 cs 1 scn Q /c2 cs q 0 g Q 0.5 scn"),
            "q 0 0 0 0 k Q /c2 cs q 0 0 0 1 k Q 0.5 scn"
        );
    }

    #[test]
    fn ink_spots_and_patterns_stay() {
        for content in
            ["0 0 0 1 k 1 0 0 0 K", "/c2 cs 0.5 scn", "/Pattern cs /p0 scn", "BI /W 1 /CS /G ID x EI"]
        {
            assert_eq!(converted(content), Converted::default(), "{content}");
        }
    }

    #[test]
    fn what_cannot_be_converted_is_named() {
        assert_eq!(converted("BI /W 1 /CS /RGB ID x EI").refused, ["an inline image in RGB"]);
    }

    #[test]
    fn converting_twice_changes_nothing() {
        let once = text("/c1 cs 1 0 0 scn 0 g /c0 CS 0 SCN");
        assert_eq!(text(&once), once);
    }
}
