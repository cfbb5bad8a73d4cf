//! Attributes in braces, read with the place of each part.
//!
//! comrak reads the braces of headings, links, pictures and code, too, and decides whether they
//! are attributes; but it forgets where they stand, so they are read here again.

use std::ops::Range;

use super::{PlaceOf, Reader};
use crate::diagnostic::{Problem, list, suggestion};
use crate::document::{Attributes, Class, Id, Pair};

/// Attributes, and where they stand.
pub(super) struct Parsed {
    pub(super) attributes: Attributes,
    /// From the opening brace to behind the closing one.
    pub(super) range: Range<usize>,
}

/// What keeps braces from being attributes.
pub(super) struct Malformed {
    /// Where reading stopped.
    pub(super) offset: usize,
    /// What was expected there.
    pub(super) message: String,
}

/// Reads the attributes whose opening brace stands at `start` of `text`.
pub(super) fn parse(text: &str, start: usize, place_of: PlaceOf<'_>) -> Result<Parsed, Malformed> {
    let mut parser = Parser { text, offset: start + 1, place_of };
    let mut attributes = Attributes::default();
    loop {
        parser.skip_space();
        match parser.peek() {
            Some('}') => {
                return Ok(Parsed { attributes, range: start..parser.offset + 1 });
            }
            Some('#') => {
                parser.offset += 1;
                let range = parser.name("an id after `#`")?;
                if attributes.id.is_some() {
                    return Err(parser.malformed(range.start, "only one id can be given"));
                }
                let name = text[range.clone()].to_owned();
                attributes.id = Some(Id { name, place: place_of(range), generated: false });
            }
            Some('.') => {
                parser.offset += 1;
                let range = parser.name("a class after `.`")?;
                let name = text[range.clone()].to_owned();
                attributes.classes.push(Class { name, place: place_of(range) });
            }
            Some(letter) if letter.is_alphabetic() => {
                let pair = parser.pair()?;
                if attributes.pair(&pair.key).is_some() {
                    let message = format!("`{}` is given twice", pair.key);
                    return Err(parser.malformed(parser.offset, &message));
                }
                attributes.pairs.push(pair);
            }
            Some(_) => {
                return Err(parser.malformed(parser.offset, "expected `#id`, `.class` or `key=\"value\"`"));
            }
            None => return Err(parser.malformed(start, "the brace is not closed")),
        }
    }
}

struct Parser<'a> {
    text: &'a str,
    offset: usize,
    place_of: PlaceOf<'a>,
}

impl Parser<'_> {
    fn peek(&self) -> Option<char> {
        self.text[self.offset..].chars().next()
    }

    fn take_while(&mut self, accept: impl Fn(char) -> bool) -> Range<usize> {
        let start = self.offset;
        let rest = &self.text[start..];
        self.offset += rest.find(|character| !accept(character)).unwrap_or(rest.len());
        start..self.offset
    }

    fn skip_space(&mut self) {
        self.take_while(char::is_whitespace);
    }

    fn malformed(&self, offset: usize, message: &str) -> Malformed {
        Malformed { offset, message: message.to_owned() }
    }

    fn name(&mut self, expected: &str) -> Result<Range<usize>, Malformed> {
        let range = self.take_while(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '.'));
        if range.is_empty() {
            return Err(self.malformed(self.offset, &format!("expected {expected}")));
        }
        Ok(range)
    }

    fn pair(&mut self) -> Result<Pair, Malformed> {
        let key = self.name("a key")?;
        if self.peek() != Some('=') {
            let message = format!("expected `=` and a value after `{}`", &self.text[key]);
            return Err(self.malformed(self.offset, &message));
        }
        self.offset += 1;
        let range = if self.peek() == Some('"') { self.quoted()? } else { self.bare()? };
        let written = self.text[range.clone()].to_owned();
        Ok(Pair {
            key: self.text[key.clone()].to_owned(),
            key_place: (self.place_of)(key),
            value: unescaped(&written),
            written,
            place: (self.place_of)(range),
        })
    }

    /// What stands between quotes; a backslash takes the next sign as it is.
    fn quoted(&mut self) -> Result<Range<usize>, Malformed> {
        let start = self.offset + 1;
        let mut escaped = false;
        for (index, character) in self.text[start..].char_indices() {
            match character {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => {
                    self.offset = start + index + 1;
                    return Ok(start..start + index);
                }
                _ => {}
            }
        }
        Err(self.malformed(self.offset, "the quote is not closed"))
    }

    fn bare(&mut self) -> Result<Range<usize>, Malformed> {
        let range = self.take_while(|c| !c.is_whitespace() && !matches!(c, '}' | '"' | '{'));
        if range.is_empty() {
            return Err(self.malformed(self.offset, "expected a value after `=`"));
        }
        Ok(range)
    }
}

/// A value without the backslashes before ASCII punctuation (the rule of CommonMark § 2.4).
fn unescaped(written: &str) -> String {
    let mut value = String::with_capacity(written.len());
    let mut characters = written.chars().peekable();
    while let Some(character) = characters.next() {
        let escaped = (character == '\\').then(|| characters.next_if(char::is_ascii_punctuation)).flatten();
        value.push(escaped.unwrap_or(character));
    }
    value
}

/// Which attributes a part of the text may have.
pub(super) struct Allowed {
    /// What the part is, with its article: "a heading".
    pub(super) what: &'static str,
    pub(super) id: bool,
    /// `None`: any class.
    pub(super) classes: Option<&'static [&'static str]>,
    pub(super) keys: &'static [&'static str],
}

impl Reader<'_> {
    /// The attributes that end a range, where comrak found some there.
    ///
    /// A heading may have closing hashes behind them. What comrak takes for attributes and this
    /// room does not, such as a second id, is reported: nothing that was written is lost in silence.
    pub(super) fn trailing_attributes(&mut self, range: &Range<usize>) -> Option<Parsed> {
        let text = self.source.slice(range.clone());
        let end = text.trim_end_matches(|c: char| c.is_whitespace() || c == '#').len();
        // Braces within a quoted value make a few attempts necessary; hostile text gets no more.
        for (brace, _) in text[..end].rmatch_indices('{').take(64) {
            let start = range.start + brace;
            if let Ok(parsed) = parse(self.source.text(), start, self.source.place_of())
                && parsed.range.end == range.start + end
            {
                return Some(parsed);
            }
        }
        self.report_unread_attributes(range.start..range.start + end);
        None
    }

    /// Reports that comrak found attributes at the end of a range, and they cannot be read.
    fn report_unread_attributes(&mut self, range: Range<usize>) {
        if let Some(brace) = self.source.slice(range.clone()).rfind('{')
            && let Err(malformed) = parse(self.source.text(), range.start + brace, self.source.place_of())
        {
            self.report_malformed(range.start + brace, &malformed);
            return;
        }
        self.report(
            Problem::error("markdown/attributes", "the attributes of this part cannot be read")
                .at(self.source.place(range))
                .hint("write them right behind it, on the same line"),
        );
    }

    /// Reports braces that were meant as attributes and are none.
    pub(super) fn report_malformed(&mut self, start: usize, malformed: &Malformed) {
        let place = self.source.place(start..malformed.offset.max(start + 1));
        let message = format!("these braces are no attributes: {}", malformed.message);
        self.report(
            Problem::error("markdown/attributes", message)
                .at(place)
                .hint("write `{#id .class key=\"value\"}`; `\\{` is a brace that readers see"),
        );
    }

    /// Reports attributes that mean nothing here.
    pub(super) fn allow(&mut self, attributes: &Attributes, allowed: &Allowed) {
        let unknown = |name: &str| format!("{} has no attribute `{name}`", allowed.what);
        if let Some(id) = attributes.id.as_ref().filter(|_| !allowed.id) {
            let message = format!("{} cannot have an id", allowed.what);
            self.report(Problem::error("markdown/unknown-attribute", message).at(id.place.clone()));
        }
        for class in &attributes.classes {
            let Some(classes) = allowed.classes else { break };
            if !classes.contains(&class.name.as_str()) {
                let name = format!(".{}", class.name);
                let problem =
                    Problem::error("markdown/unknown-attribute", unknown(&name)).at(class.place.clone());
                self.report(with_hint(problem, &class.name, classes));
            }
        }
        for pair in &attributes.pairs {
            if !allowed.keys.contains(&pair.key.as_str()) {
                let problem = Problem::error("markdown/unknown-attribute", unknown(&pair.key))
                    .at(pair.key_place.clone());
                self.report(with_hint(problem, &pair.key, allowed.keys));
            }
        }
    }

    /// The value of a key as a length or share, such as `60%`; another value is reported.
    pub(super) fn length(&mut self, attributes: &Attributes, key: &str) -> Option<String> {
        let pair = attributes.pair(key)?;
        if is_length(&pair.value) {
            return Some(pair.value.clone());
        }
        let message = format!("`{}` is not a length", pair.value);
        self.report(
            Problem::error("markdown/attribute-value", message)
                .at(pair.place.clone())
                .hint("write a share such as `60%` or a length such as `45mm`"),
        );
        None
    }

    /// The value of a key as a line of Markdown.
    pub(super) fn line_attribute(
        &mut self,
        attributes: &Attributes,
        key: &str,
    ) -> Option<Vec<crate::document::Inline>> {
        let pair = attributes.pair(key)?;
        let (inlines, problems) = super::read_line_at(&pair.written, &pair.place, &self.file);
        self.problems.extend(problems);
        Some(inlines)
    }
}

fn with_hint(problem: Problem, found: &str, known: &[&str]) -> Problem {
    match suggestion(found, known.iter().copied()) {
        Some(near) => problem.hint(format!("did you mean `{near}`?")),
        None if known.is_empty() => problem,
        None => problem.hint(format!("known here: {}", list(known.iter().copied()))),
    }
}

/// Whether a text is a share or a length: a plain number with `%`, `mm`, `cm`, `in`, `pt` or `em`.
pub fn is_length(text: &str) -> bool {
    ["%", "mm", "cm", "in", "pt", "em"]
        .iter()
        .find_map(|unit| text.strip_suffix(unit))
        .is_some_and(is_plain_number)
}

/// Whether a text is digits, with at most one point between them.
pub(super) fn is_plain_number(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    text.split_once('.').map_or_else(|| digits(text), |(whole, part)| digits(whole) && digits(part))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Place;

    fn parsed(text: &str) -> Result<Attributes, String> {
        parse(text, 0, &|range| Place::new("a.md", range))
            .map(|parsed| parsed.attributes)
            .map_err(|malformed| format!("{}: {}", malformed.offset, malformed.message))
    }

    #[test]
    fn ids_classes_and_quoted_values_are_read_with_their_places() {
        let attributes = parsed(r#"{#a .b .c width=60% title="Er sagt: \"}\" \\"}"#).unwrap();
        assert_eq!(attributes.id_name(), Some("a"));
        assert!(attributes.has_class("b") && attributes.has_class("c"));
        assert_eq!(attributes.value("width"), Some("60%"));
        assert_eq!(attributes.value("title"), Some(r#"Er sagt: "}" \"#));
        assert_eq!(attributes.pairs[0].place.range, 16..19);
    }

    #[test]
    fn what_is_no_attribute_is_named_at_its_place() {
        let cases = [
            ("{#}", "2: expected an id after `#`"),
            ("{width}", "6: expected `=` and a value after `width`"),
            ("{a=1 a=2}", "8: `a` is given twice"),
            ("{a=\"x}", "3: the quote is not closed"),
            ("{a=1", "0: the brace is not closed"),
            ("{=}", "1: expected `#id`, `.class` or `key=\"value\"`"),
        ];
        for (text, expected) in cases {
            assert_eq!(parsed(text).unwrap_err(), expected, "{text}");
        }
    }
}
