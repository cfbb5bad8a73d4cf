//! Typst's inline styles: each has a meaning here, or is a problem.

use typst_library::model::Numbering;

/// What a style declaration becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// A class that our style sheet knows.
    Class(&'static str),
    /// Nothing: reading systems do the same without it.
    Nothing,
    /// Nobody has said what it means in an EPUB.
    Unknown,
}

/// The declarations of a `style` attribute.
pub(super) fn declarations(style: &str) -> impl Iterator<Item = (&str, &str)> {
    style.split(';').filter_map(|declaration| {
        let (property, value) = declaration.split_once(':')?;
        Some((property.trim(), value.trim()))
    })
}

/// What a declaration means; `verbatim` says that it stands in code.
pub(super) fn meaning(property: &str, value: &str, verbatim: bool) -> Style {
    match (property, value) {
        ("text-decoration", "underline") => Style::Class("underline"),
        ("text-decoration", "overline") => Style::Class("overline"),
        ("font-variant-caps", "small-caps") => Style::Class("small-caps"),
        ("font-variant-caps", "all-small-caps") => Style::Class("all-small-caps"),
        ("list-style-type", "none") => Style::Class("plain-list"),
        ("white-space", "pre-wrap") if verbatim => Style::Class("keep-spaces"),
        // Colours of code are fixed to a white page, which a reader may not have.
        ("color", _) if verbatim => Style::Nothing,
        ("white-space" | "display" | "image-rendering", _) => Style::Nothing,
        _ => Style::Unknown,
    }
}

/// The `type` of a numbered list, from the first counter of its pattern.
pub(super) fn list_type(numbering: &Numbering) -> Option<&'static str> {
    let Numbering::Pattern(pattern) = numbering else { return None };
    let first = pattern.apply(None, &[1]).ok()?;
    match first.trim_matches(|c: char| !c.is_alphanumeric()) {
        "a" => Some("a"),
        "A" => Some("A"),
        "i" => Some("i"),
        "I" => Some("I"),
        _ => None,
    }
}

/// The class and the rule for the width of a picture; `None` where it says nothing.
///
/// Shares of the column stay; lengths become multiples of the type size, taking 10 pt for the size in print.
pub(super) fn width(value: &str) -> Option<(String, String)> {
    if let Some(percent) = value.strip_suffix('%').and_then(|number| number.parse::<f64>().ok()) {
        let percent = percent.round().clamp(1.0, 100.0);
        return (percent < 100.0).then(|| (format!("width-{percent}"), format!("width: {percent}%;")));
    }
    let points = value.strip_suffix("pt").and_then(|number| number.parse::<f64>().ok())?;
    let ems = points.round() / 10.0;
    Some((format!("width-{}em", ems.to_string().replace('.', "-")), format!("width: {ems}em;")))
}

/// The class and the rule for a length in multiples of the type size, to a hundredth; `None` for one that is no
/// number.
pub(super) fn ems(property: &str, ems: f64) -> Option<(String, String)> {
    let ems = (ems * 100.0).round() / 100.0;
    let named = ems.abs().to_string().replace('.', "-");
    let side = if ems < 0.0 { "below-" } else { "" };
    ems.is_finite().then(|| (format!("{property}-{side}{named}em"), format!("{property}: {ems}em;")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_without_a_meaning_is_found() {
        let found: Vec<_> = declarations("display: block; text-decoration: underline; float: left")
            .map(|(property, value)| meaning(property, value, false))
            .collect();
        assert_eq!(found, [Style::Nothing, Style::Class("underline"), Style::Unknown]);
    }

    #[test]
    fn widths_are_shares_or_multiples_of_the_type_size() {
        assert_eq!(width("60%"), Some(("width-60".into(), "width: 60%;".into())));
        assert_eq!(width("100%"), None);
        assert_eq!(width("113.39pt"), Some(("width-11-3em".into(), "width: 11.3em;".into())));
        assert_eq!(width("calc(1% + 2pt)"), None);
    }
}
