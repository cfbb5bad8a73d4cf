//! The style sheet of the EPUB, with the tokens' values in place of their names.
//!
//! Weak reading systems know no custom properties, so `var(--colour-accent)` is replaced by its
//! value here, and the tokens stay the one source of every colour and size.

use std::sync::Arc;

use super::{Palette, Tokens};
use crate::diagnostic::{Outcome, Place, Problem, outcome, suggestion};

/// Joins the style sheets of a chain, the oldest ancestor's first, with all names replaced.
///
/// # Errors
/// A name that no token has, at its place in the designer's file.
pub fn css(sheets: &[(Arc<str>, Arc<str>)], tokens: &Tokens, palette: &Palette) -> Outcome<String> {
    let names = Names { tokens, palette };
    let mut problems = Vec::new();
    let mut joined = String::new();
    for (file, text) in sheets {
        let mut rest = 0;
        while let Some(found) = text[rest..].find("var(") {
            let start = rest + found;
            let end = text[start..].find(')').map_or(text.len(), |end| start + end + 1);
            joined.push_str(&text[rest..start]);
            let name = text[start..end].trim_start_matches("var(").trim_end_matches(')').trim();
            match names.value(name) {
                Some(value) => joined.push_str(&value),
                None => problems.push(names.unknown(name, Place::new(file.clone(), start..end))),
            }
            rest = end;
        }
        joined.push_str(&text[rest..]);
        joined.push('\n');
    }
    outcome(joined, problems)
}

struct Names<'a> {
    tokens: &'a Tokens,
    palette: &'a Palette,
}

impl Names<'_> {
    fn value(&self, name: &str) -> Option<String> {
        let (kind, token) = name.strip_prefix("--")?.split_once('-')?;
        match kind {
            "colour" => self.tokens.colours.get(token).map(|colour| hexadecimal(colour.rgb)),
            "tint" => {
                let (token, percent) = token.rsplit_once('-')?;
                let index = percent.parse::<usize>().ok()?.checked_sub(1)?;
                self.palette.tints().get(token)?.get(index).copied().map(hexadecimal)
            }
            "font" => self.tokens.fonts.get(token).map(|family| format!("\"{family}\"")),
            "size" => self.tokens.sizes.get(token).map(ToString::to_string),
            "space" => self.tokens.spaces.get(token).map(ToString::to_string),
            _ => None,
        }
    }

    fn unknown(&self, name: &str, place: Place) -> Problem {
        let tokens = self.tokens;
        let known: Vec<String> = (tokens.colours.keys().map(|name| format!("--colour-{name}")))
            .chain(tokens.fonts.keys().map(|name| format!("--font-{name}")))
            .chain(tokens.sizes.keys().map(|name| format!("--size-{name}")))
            .chain(tokens.spaces.keys().map(|name| format!("--space-{name}")))
            .collect();
        let problem =
            Problem::error("tokens/unknown", format!("`{name}` is not the name of a token")).at(place);
        match suggestion(name, known.iter().map(String::as_str)) {
            Some(near) => problem.hint(format!("did you mean `{near}`?")),
            None => {
                problem.hint("names start with `--colour-`, `--tint-`, `--font-`, `--size-` or `--space-`")
            }
        }
    }
}

fn hexadecimal([r, g, b]: [u8; 3]) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

#[cfg(test)]
mod tests {
    use super::super::Colour;
    use super::*;

    fn replaced(text: &str) -> Outcome<String> {
        let colour = Colour { rgb: [168, 52, 28], cmyk: None, spot: None, place: Place::file("t") };
        let tokens = Tokens {
            colours: [("accent".to_owned(), colour)].into(),
            fonts: [("text".to_owned(), "Vollkorn".to_owned())].into(),
            ..Tokens::default()
        };
        let palette = Palette::new(&tokens, &|_| [0.0; 4]);
        css(&[("a.css".into(), text.into())], &tokens, &palette)
    }

    #[test]
    fn names_become_values() {
        let text =
            "a { color: var(--colour-accent); background: var( --tint-accent-50 ); font: var(--font-text) }";
        assert_eq!(
            replaced(text).expect("good names").value,
            "a { color: #a8341c; background: #d3998d; font: \"Vollkorn\" }\n"
        );
    }

    #[test]
    fn an_unknown_name_is_told_at_its_place() {
        let problems = replaced("a { color: var(--colour-acent) }").expect_err("a bad name");
        assert_eq!(problems[0].place, Some(Place::new("a.css", 11..30)));
        assert_eq!(problems[0].hints, ["did you mean `--colour-accent`?"]);
    }
}
