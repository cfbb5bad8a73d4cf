//! The file `/satz/satz.typ`: everything that a layout may know of a publication, as Typst values.

use std::fmt::Write;

use crate::language::long_date;
use crate::layout::{Folded, Layout, Palette, ParameterValue, Parameters, PictureValue, Size, Tokens};
use crate::publication::Publication;
use crate::toml_text::Length;
use crate::workspace::Publisher;

/// What the file is made of.
pub struct SatzTyp<'a> {
    /// The publication.
    pub publication: &'a Publication,
    /// Who publishes it.
    pub publisher: &'a Publisher,
    /// The layout.
    pub layout: &'a Layout,
    /// Its colours and tints.
    pub palette: &'a Palette,
    /// The trim.
    pub size: Size,
    /// How far the bleed reaches.
    pub bleed: Length,
    /// The parameters; Markdown among them is lowered by `markdown`.
    pub parameters: &'a Parameters,
    /// Lowers the Markdown of a parameter to Typst markup.
    pub markdown: &'a dyn Fn(&str) -> String,
}

/// Which compile reads the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// The pages.
    Paged,
    /// The EPUB.
    Web,
}

/// The helpers that come after the values.
const PRELUDE: &str = include_str!("prelude.typ");

/// Writes the file for a target. It depends on nothing but its input, so equal publications share
/// Typst's caches.
pub fn satz_typ(values: &SatzTyp<'_>, target: Target) -> String {
    let mut text = String::from("// Written by satz. Layouts import it; nobody edits it.\n\n");
    let _ = writeln!(text, "#let meta = {}\n", meta(values, target));
    text.push_str(&tokens(&values.layout.tokens, values.palette));
    let Size { width, height, folded } = &values.size;
    let panels = folded.iter().flat_map(Folded::widths).map(|width| width.to_string());
    let _ = writeln!(
        text,
        "#let sheet = (width: {width}, height: {height}, bleed: {}, panels: {})\n",
        values.bleed,
        array(panels)
    );
    let _ = writeln!(text, "#let binding = {}\n", binding(values));
    let _ = writeln!(text, "#let parameters = {}\n", parameters(values));
    text.push_str("#let data(name) = json(\"/satz/data.json\").at(name)\n\n");
    text.push_str(PRELUDE);
    text
}

fn meta(values: &SatzTyp<'_>, target: Target) -> String {
    let publication = values.publication;
    let language = &publication.language;
    let contributors = publication.contributors.iter().map(|contributor| {
        dictionary([
            ("name", quoted(&contributor.name.value)),
            ("role", quoted(contributor.role.name())),
            ("role-text", quoted(contributor.role.text(language))),
        ])
    });
    let identifiers =
        publication.identifiers.iter().map(|(key, value)| (key, quoted(value))).collect::<Vec<_>>();
    let publisher = values.publisher;
    let date = publication.date;
    dictionary([
        ("slug", quoted(&publication.slug)),
        ("title", quoted(&publication.title.value)),
        ("subtitle", optional(publication.subtitle.as_deref())),
        ("language", quoted(language.tag())),
        ("lang", quoted(language.primary())),
        ("region", optional(language.region())),
        ("date", date.map_or("none".into(), datetime)),
        ("date-text", date.map_or("none".into(), |date| quoted(&long_date(date, language)))),
        ("edition", optional(publication.edition.as_deref())),
        ("contributors", array(contributors)),
        ("identifiers", dictionary(identifiers)),
        ("description", optional(publication.description.as_deref())),
        ("subjects", array(publication.subjects.iter().map(|subject| quoted(subject)))),
        ("rights", optional(publication.rights.as_deref())),
        (
            "publisher",
            dictionary([
                ("name", optional(publisher.name.as_deref())),
                ("address", array(publisher.address.iter().map(|line| quoted(line)))),
                ("website", optional(publisher.website.as_deref())),
                ("email", optional(publisher.email.as_deref())),
            ]),
        ),
        ("layout", quoted(&values.layout.name)),
        ("target", quoted(if target == Target::Paged { "paged" } else { "web" })),
    ])
}

fn datetime(date: jiff::civil::Date) -> String {
    format!("datetime(year: {}, month: {}, day: {})", date.year(), date.month(), date.day())
}

fn tokens(tokens: &Tokens, palette: &Palette) -> String {
    let colours = tokens.colours.iter().map(|(name, colour)| (name.as_str(), hexadecimal(colour.rgb)));
    let tints = palette
        .tints()
        .iter()
        .map(|(name, tints)| (name.as_str(), array(tints.iter().copied().map(hexadecimal))));
    let fonts = tokens.fonts.iter().map(|(name, family)| (name.as_str(), quoted(family)));
    let lengths = |lengths: &std::collections::BTreeMap<String, Length>| {
        let entries: Vec<(&str, String)> =
            lengths.iter().map(|(name, length)| (name.as_str(), length.to_string())).collect();
        dictionary(entries)
    };
    let mut text = String::new();
    let _ = writeln!(text, "#let colour = {}\n", dictionary(colours.collect::<Vec<_>>()));
    let _ = writeln!(text, "#let tints = {}\n", dictionary(tints.collect::<Vec<_>>()));
    text.push_str(
        "/// A colour of the tokens mixed with paper, in whole percent from 1 to 99.\n\
         #let tint(name, percent) = tints.at(name).at(percent - 1)\n\n",
    );
    let all = [
        ("font", dictionary(fonts.collect::<Vec<_>>())),
        ("size", lengths(&tokens.sizes)),
        ("space", lengths(&tokens.spaces)),
    ];
    let _ = writeln!(text, "#let tokens = {}\n", dictionary(all));
    text
}

/// What the binding asks of the pages: their multiple, who fills it up, and whether the cover is apart.
fn binding(values: &SatzTyp<'_>) -> String {
    let print = &values.publication.print;
    let multiple = print.binding.as_ref().map_or(1, |binding| binding.value.pages_multiple());
    let fillers = print.fillers.as_ref().map(|fillers| fillers.value.as_str());
    dictionary([
        ("multiple", multiple.to_string()),
        ("fillers", optional(fillers)),
        ("separate-cover", print.has_separate_cover().to_string()),
    ])
}

/// Every declared parameter; one without value is `none`.
fn parameters(values: &SatzTyp<'_>) -> String {
    let entries: Vec<(&str, String)> = values
        .layout
        .parameters
        .keys()
        .map(|name| {
            let value = values.parameters.get(name);
            (name.as_str(), value.map_or("none".into(), |value| parameter(&value.value, values)))
        })
        .collect();
    dictionary(entries)
}

fn parameter(value: &ParameterValue, values: &SatzTyp<'_>) -> String {
    match value {
        ParameterValue::Text(text) => quoted(text),
        ParameterValue::Markdown(text) => format!("[{}]", (values.markdown)(text)),
        ParameterValue::Integer(number) => number.to_string(),
        ParameterValue::Number(number) => number.to_string(),
        ParameterValue::Boolean(truth) => truth.to_string(),
        ParameterValue::Colour(name) => format!("colour.at({})", quoted(name)),
        ParameterValue::Picture(picture) => filling(picture),
        ParameterValue::Logo(logo) => whole(logo),
        ParameterValue::Pictures(pictures) => array(pictures.iter().map(filling)),
        ParameterValue::Logos(logos) => array(logos.iter().map(whole)),
    }
}

fn filling(picture: &PictureValue) -> String {
    image(picture, "width: 100%, height: 100%, fit: \"cover\"")
}

fn whole(picture: &PictureValue) -> String {
    image(picture, "height: 100%, fit: \"contain\"")
}

fn image(picture: &PictureValue, frame: &str) -> String {
    let alternative = picture.alternative.as_deref().unwrap_or("");
    format!("image({}, alt: {}, {frame})", quoted(&format!("/{}", picture.file)), quoted(alternative))
}

fn hexadecimal([r, g, b]: [u8; 3]) -> String {
    format!("rgb(\"#{r:02x}{g:02x}{b:02x}\")")
}

fn optional(text: Option<&str>) -> String {
    text.map_or("none".into(), quoted)
}

/// A Typst string literal; characters that nobody sees are written by their number.
pub(super) fn quoted(text: &str) -> String {
    let mut literal = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => literal.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(literal, "\\u{{{:x}}}", u32::from(c));
            }
            c => literal.push(c),
        }
    }
    literal.push('"');
    literal
}

fn dictionary<'k>(entries: impl IntoIterator<Item = (&'k str, String)>) -> String {
    let entries: Vec<String> =
        entries.into_iter().map(|(key, value)| format!("{}: {value}", quoted(key))).collect();
    if entries.is_empty() { "(:)".into() } else { format!("({})", entries.join(", ")) }
}

fn array(values: impl Iterator<Item = String>) -> String {
    let values: Vec<String> = values.collect();
    match values.as_slice() {
        [] => "()".into(),
        [only] => format!("({only},)"),
        _ => format!("({})", values.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_literals_of_typst() {
        assert_eq!(quoted("a\"b\\c\nd"), "\"a\\\"b\\\\c\\u{a}d\"");
        assert_eq!(array(["1".to_owned()].into_iter()), "(1,)");
        assert_eq!(dictionary([]), "(:)");
    }
}
