//! Language tags.

use std::fmt;

/// A language as BCP 47 writes it: `de-DE`, `en`, `de-Latn-AT`.
///
/// The form is checked and its case normalised; whether the language is registered is not.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Language {
    tag: String,
    /// Where the region stands in `tag`, if it has one.
    region: Option<(usize, usize)>,
}

impl Language {
    /// The German of Germany, satz's default.
    pub fn german() -> Self {
        Self { tag: "de-DE".to_owned(), region: Some((3, 5)) }
    }

    /// Reads a tag; `None` where it has not the form of RFC 5646, section 2.1, without extensions.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-').peekable();
        let primary = parts.next().filter(|part| is_letters(part, 2..=3))?;
        let mut tag = primary.to_ascii_lowercase();
        let mut region = None;
        if let Some(script) = parts.next_if(|part| is_letters(part, 4..=4)) {
            tag.push('-');
            tag.push_str(&script[..1].to_ascii_uppercase());
            tag.push_str(&script[1..].to_ascii_lowercase());
        }
        if let Some(code) = parts.next_if(|part| is_region(part)) {
            tag.push('-');
            region = Some((tag.len(), tag.len() + code.len()));
            tag.push_str(&code.to_ascii_uppercase());
        }
        for variant in parts {
            if !is_variant(variant) {
                return None;
            }
            tag.push('-');
            tag.push_str(&variant.to_ascii_lowercase());
        }
        Some(Self { tag, region })
    }

    /// The whole tag, `de-DE`.
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// The language alone, `de`.
    pub fn primary(&self) -> &str {
        self.tag.split('-').next().unwrap_or(&self.tag)
    }

    /// The region alone, `DE`.
    pub fn region(&self) -> Option<&str> {
        self.region.map(|(start, end)| &self.tag[start..end])
    }

    /// Whether it is written in plain words (Leichte Sprache), which the registered variant `simple` says.
    pub fn is_plain(&self) -> bool {
        self.tag.split('-').skip(1).any(|part| part == "simple")
    }

    /// Whether German forms apply; all other languages get English ones.
    pub fn is_german(&self) -> bool {
        self.primary() == "de"
    }
}

impl Default for Language {
    fn default() -> Self {
        Self::german()
    }
}

impl fmt::Display for Language {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.tag)
    }
}

fn is_letters(part: &str, length: std::ops::RangeInclusive<usize>) -> bool {
    length.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic())
}

fn is_region(part: &str) -> bool {
    is_letters(part, 2..=2) || (part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Variants have five to eight characters, or four of which the first is a digit.
fn is_variant(part: &str) -> bool {
    let long = (5..=8).contains(&part.len());
    let year = part.len() == 4 && part.starts_with(|first: char| first.is_ascii_digit());
    (long || year) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_checked_and_their_case_is_normalised() {
        let cases = [
            ("de-DE", Some(("de-DE", Some("DE")))),
            ("DE-de", Some(("de-DE", Some("DE")))),
            ("en", Some(("en", None))),
            ("de-latn-at", Some(("de-Latn-AT", Some("AT")))),
            ("de-1996", Some(("de-1996", None))),
            ("es-419", Some(("es-419", Some("419")))),
            ("deutsch", None),
            ("de_DE", None),
            ("de-", None),
            ("", None),
            ("dé-DE", None),
        ];
        for (text, expected) in cases {
            let language = Language::parse(text);
            let found = language.as_ref().map(|language| (language.tag(), language.region()));
            assert_eq!(found, expected, "{text}");
        }
    }
}
