//! The small Typst files that satz writes itself: the two mains and the import of the layout.

use std::fmt::Write;

use super::compile::Book;
use super::literal::quoted;
use crate::layout::component::{Body, Component, Components};

/// The file of the functions that every layout has for glossary, index and credits. It stands apart
/// from `satz.typ`, so that importing that one never hides a layout's own functions of these names.
pub(super) const APPARATUS_FILE: &str = "satz/apparatus.typ";

/// What is in it.
pub(super) const APPARATUS: &str = include_str!("apparatus.typ");

/// The main file of the pages: metadata, the layout's rules, and each chapter in order.
pub(super) fn main_of_pages(book: &Book) -> String {
    let mut text = preamble(book);
    text.push_str("#show: publication\n");
    for chapter in &book.chapters {
        let _ = writeln!(text, "#include \"/{}\"", chapter.virtual_path());
    }
    text
}

/// The main file of the EPUB: one HTML document for each chapter.
pub(super) fn main_of_bundle(book: &Book) -> String {
    format!("{}{}", preamble(book), documents(book))
}

/// The same with every formula drawn. The rule stands before those of the layout, which see the formula as it
/// is; within the drawing, where Typst lays out pages, it does nothing. Numbers are no part of the drawing. Around
/// it is room for what reaches beyond the line; [`super::draw_formula`] cuts off what is left of that.
pub(super) fn main_of_drawn_bundle(book: &Book) -> String {
    let (imports, rules) = (LAYOUT_IMPORT, preamble(book));
    let rules = rules.strip_prefix(imports).unwrap_or(&rules);
    format!("{imports}{DRAWN_FORMULAS}{rules}{}", documents(book))
}

const LAYOUT_IMPORT: &str = "#import \"/satz/layout.typ\": *\n";

const DRAWN_FORMULAS: &str = "\
#show math.equation: it => context if target() == \"html\" {
  let drawn = html.frame(pad(0.5em, {
    set text(font: tokens.font.at(\"math\", default: \"New Computer Modern Math\"))
    math.equation(block: it.block, numbering: none, alt: it.alt, it.body)
  }))
  if it.block { drawn } else { std.box(drawn) }
} else { it }
";

fn documents(book: &Book) -> String {
    let mut text = String::new();
    for chapter in &book.chapters {
        let _ = writeln!(
            text,
            "#document({}, format: \"html\", title: {})[#include \"/{}\"]",
            quoted(&chapter.web_path()),
            quoted(&chapter.title),
            chapter.virtual_path(),
        );
    }
    text
}

/// The document's language, and the rules that both compiles share.
///
/// Title, authors and the like are no rules of the document: they would be part of the style of every
/// paragraph, and nothing could be shared between variants. [`super::Pages`] writes them into its files.
fn preamble(book: &Book) -> String {
    let rules = "\
     #set text(lang: language.lang, region: language.region)\n\
     QUOTES#show: component-references\n\
     #show: semantics\n";
    let quotes = if book.smart_quotes { "" } else { "#set smartquote(enabled: false)\n" };
    format!("{LAYOUT_IMPORT}{}", rules.replace("QUOTES", quotes))
}

/// The layout as the pages see it: satz's values, the shared rules, then the page functions.
pub(super) fn layout_for_pages(book: &Book) -> String {
    let mut text = imports(&["satz/satz.typ", APPARATUS_FILE].map(str::to_owned));
    text.push_str(&imports(&book.layout_files("semantics.typ")));
    text.push_str(&imports(&book.layout_files("pages.typ")));
    text
}

/// The layout as the EPUB sees it: bodies that satz makes from `layout.toml` first, so that the
/// layout's own `web.typ` may replace each of them.
pub(super) fn layout_for_web(book: &Book) -> String {
    let mut text = imports(&["satz/satz.typ", APPARATUS_FILE].map(str::to_owned));
    text.push_str(&imports(&book.layout_files("semantics.typ")));
    text.push_str("#let chapter(..attributes, body) = body\n");
    text.push_str(&components_for_web(&book.components));
    text.push_str(&imports(&book.layout_files("web.typ")));
    text
}

fn imports(paths: &[String]) -> String {
    paths.iter().fold(String::new(), |mut text, path| {
        let _ = writeln!(text, "#import \"/{path}\": *");
        text
    })
}

fn components_for_web(components: &Components) -> String {
    components.iter().filter_map(|(name, component)| component_for_web(name, component)).collect()
}

/// An element with the component's class, its shown attributes, and its body.
fn component_for_web(name: &str, component: &Component) -> Option<String> {
    let element = component.element.as_deref()?;
    let has_body = component.body != Body::None;
    let mut text = format!("#let {name}(..attributes");
    text.push_str(if has_body { ", body) = {\n" } else { ") = {\n" });
    text.push_str("  let named = attributes.named()\n");
    let mut attributes = format!("class: {}", quoted(name));
    for (key, value) in [("role", &component.role), ("epub:type", &component.epub_type)] {
        if let Some(value) = value {
            let _ = write!(attributes, ", {}: {}", quoted(key), quoted(value));
        }
    }
    let _ = writeln!(text, "  html.elem({}, attrs: ({attributes}), {{", quoted(element));
    for (key, attribute) in &component.attributes {
        if let Some(shown) = &attribute.element {
            let _ = writeln!(
                text,
                "    if {} in named {{ html.elem({}, attrs: (class: {}), named.at({})) }}",
                quoted(key),
                quoted(shown),
                quoted(&format!("{name}-{key}")),
                quoted(key),
            );
        }
    }
    // Breaks around the body make a paragraph of its only line, too.
    text.push_str(if has_body { "    parbreak()\n    body\n    parbreak()\n  })\n}\n" } else { "  })\n}\n" });
    Some(text)
}

/// The main file of the spine: a page of its size with what the layout's function draws on it, and an empty one
/// for the inside, which takes the glue. Nothing that a layout sets up for its own pages holds here.
pub(super) fn main_of_spine(book: &Book, width: f64) -> String {
    format!(
        "#let spine(width) = none\n{}\
         #set page(width: {width}mm, height: sheet.height, bleed: sheet.bleed, margin: 0pt)\n\
         #spine({width}mm)\n#pagebreak()\n",
        preamble(book)
    )
}

/// The main file of the flaps: the front and the back one as the outside shows them, then their insides.
pub(super) fn main_of_flaps(book: &Book, width: f64) -> String {
    let flap = |side: &str, inside: bool| format!("#flap({width}mm, side: \"{side}\", inside: {inside})\n");
    format!(
        "#let flap(width, side: \"front\", inside: false) = none\n{}\
         #set page(width: {width}mm, height: sheet.height, bleed: sheet.bleed, margin: 0pt)\n\
         {}#pagebreak()\n{}#pagebreak()\n{}#pagebreak()\n{}",
        preamble(book),
        flap("front", false),
        flap("back", false),
        flap("front", true),
        flap("back", true)
    )
}
