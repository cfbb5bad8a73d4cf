//! Templates in the texts of a manifest: a row of a data file makes them the texts of one variant.

use std::sync::Arc;

use super::{Context, environment, escape, fault, includes};
use crate::diagnostic::{Place, Problem};
use crate::workspace::Limits;

/// What the text is that values are put into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Words {
    /// Words as they are: a title, a path.
    Plain,
    /// Markdown, in which the signs of a value mean nothing.
    Markdown,
}

/// Runs the templates of one text of a manifest, which stands at `place`.
///
/// # Errors
/// What is wrong with the template, at that place: where in the text cannot be told, since TOML
/// writes some signs in other ways.
pub fn fill(
    text: &str,
    place: &Place,
    words: Words,
    context: &Context<'_>,
    limits: &Limits,
) -> Result<String, Problem> {
    if !["{{", "{%", "{##"].iter().any(|sign| text.contains(sign)) {
        return Ok(text.to_owned());
    }
    let template = includes::Template { file: place.file.clone(), text: Arc::from(text), offset: 0 };
    let templates = [template];
    let fault = |error| fault::problem(&error, &templates, context, limits).at(Some(place.clone()));
    let mut environment = environment(&context.language, limits);
    match words {
        Words::Plain => environment.set_formatter(escape::plain_formatter(context.language.clone())),
        Words::Markdown => {
            environment.set_formatter(escape::formatter(context.language.clone(), context.trace.clone()));
        }
    }
    environment.add_template(&place.file, text).map_err(fault)?;
    let template = environment.get_template(&place.file).map_err(fault)?;
    template.render(context.value()).map_err(fault)
}
