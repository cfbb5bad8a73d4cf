//! The file `/satz/satz.typ`: what a layout may know, as Typst values.

use std::fmt::Write;

use super::literal::{array, dictionary, optional, quoted};
use crate::layout::{Folded, Layout, Palette, Parameters, Size, Tokens};
use crate::publication::{Publication, Sibling};
use crate::toml_text::Length;
use crate::workspace::Publisher;

/// What this file and [`work_typ`](super::work_typ()) are made of.
pub struct SatzTyp<'a> {
    /// The publication.
    pub publication: &'a Publication,
    /// Who publishes it.
    pub publisher: &'a Publisher,
    /// The other editions of the same work.
    pub siblings: &'a [Sibling],
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

/// Writes the file for a target.
///
/// Only what all variants of a publication have in common stands in it, since layouts build their rules
/// on it; the rest is read by calls of `meta()` and `parameters()` from the file that
/// [`work_typ`](super::work_typ()) writes.
pub fn satz_typ(values: &SatzTyp<'_>, target: Target) -> String {
    let mut text = String::from("// Written by satz. Layouts import it; nobody edits it.\n\n");
    let medium = if target == Target::Paged { "paged" } else { "web" };
    let _ = writeln!(text, "#let medium = {}\n", quoted(medium));
    let _ = writeln!(text, "#let language = {}\n", language(values));
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
    text.push_str("#let meta() = { import \"/satz/work.typ\": meta; meta }\n");
    text.push_str("#let parameters() = { import \"/satz/work.typ\": parameters; parameters }\n");
    text.push_str("#let data(name) = json(\"/satz/data.json\").at(name)\n\n");
    text.push_str(PRELUDE);
    text
}

fn language(values: &SatzTyp<'_>) -> String {
    let language = &values.publication.language;
    dictionary([
        ("tag", quoted(language.tag())),
        ("lang", quoted(language.primary())),
        ("region", optional(language.region())),
    ])
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
        ("glue", format!("{}mm", print.glue())),
        ("flaps", print.flaps.as_ref().map_or("none".into(), |flaps| flaps.value.to_string())),
    ])
}

fn hexadecimal([r, g, b]: [u8; 3]) -> String {
    format!("rgb(\"#{r:02x}{g:02x}{b:02x}\")")
}
