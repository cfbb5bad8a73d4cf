//! What typographers change in typed text: spaces that no line may break at, dashes, the ellipsis,
//! the apostrophe. Letters and digits are never touched.
//!
//! The German rules follow Duden and DIN 5008. Quotation marks are not here: Typst sets them from
//! straight ones in the language of the text, in the pages as in the EPUB.

use std::ops::Range;

use super::{Language, NO_BREAK_SPACE};
use super::{figures, ranges, spacing};

/// Which rules are in force; what each does depends on the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// Straight quotes become those of the language.
    pub quotes: bool,
    /// `'` within a word, or for left-out letters and figures, becomes `’`.
    pub apostrophe: bool,
    /// ` - ` becomes a dash, and a hyphen between two numbers the sign for “to”.
    pub dashes: bool,
    /// Three points become one ellipsis.
    pub ellipsis: bool,
    /// Abbreviations, numbers and units, paragraphs of law, dates and names stay on a line.
    pub spaces: bool,
    /// Letters that a joint of the word parts are not set as a ligature.
    pub ligatures: bool,
    /// A long number before a unit has its figures in groups.
    pub numbers: bool,
}

impl Default for Rules {
    /// All but the one for numbers, which adds signs that are copied and searched.
    fn default() -> Self {
        Self {
            quotes: true,
            apostrophe: true,
            dashes: true,
            ellipsis: true,
            spaces: true,
            ligatures: true,
            numbers: false,
        }
    }
}

/// A change of a text: what stands in place of a byte range, which is empty where a space is added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The bytes that go.
    pub range: Range<usize>,
    /// What comes.
    pub text: String,
}

/// The changes of a text, in order and apart from each other. A language without rules has none.
pub fn changes(text: &str, language: &Language, rules: &Rules) -> Vec<Change> {
    let Some(tongue) = Tongue::of(language) else { return Vec::new() };
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    let line = Line { text, letters: &letters, tongue };
    let mut found = Vec::new();
    let mut end = 0;
    for index in 0..letters.len() {
        if let Some(change) = line.change(index, rules).filter(|change| change.range.start >= end) {
            end = change.range.end;
            found.push(change);
        }
    }
    found
}

/// A language that has rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tongue {
    German,
    English,
}

impl Tongue {
    fn of(language: &Language) -> Option<Self> {
        match language.primary() {
            "de" => Some(Self::German),
            "en" => Some(Self::English),
            _ => None,
        }
    }
}

/// A text with its letters, to be looked at from one of them.
pub(super) struct Line<'a> {
    pub(super) text: &'a str,
    letters: &'a [(usize, char)],
    pub(super) tongue: Tongue,
}

impl Line<'_> {
    fn change(&self, index: usize, rules: &Rules) -> Option<Change> {
        let (start, letter) = self.letters[index];
        let (length, text) = match letter {
            '\'' if rules.apostrophe && self.is_apostrophe(index) => (1, "’".to_owned()),
            '.' if rules.ellipsis && self.is_ellipsis(start) => (3, "…".to_owned()),
            '0'..='9' if rules.numbers => (0, figures::mark_before(self, start)?.to_string()),
            '-' if rules.dashes => self.dash(index)?,
            ' ' if rules.spaces && spacing::holds(self, start) => (1, self.space(start).to_string()),
            _ if rules.spaces && spacing::lacks_space(self, start) => (0, spacing::NARROW.to_string()),
            _ => return None,
        };
        Some(Change { range: start..start + length, text })
    }

    /// Between the parts of an abbreviation the space is narrow.
    fn space(&self, start: usize) -> char {
        if spacing::is_abbreviation(self, start) { spacing::NARROW } else { NO_BREAK_SPACE }
    }

    fn before(&self, index: usize) -> Option<char> {
        index.checked_sub(1).map(|before| self.letters[before].1)
    }

    fn is_apostrophe(&self, index: usize) -> bool {
        let rest = &self.text[self.letters[index].0 + 1..];
        let word_before = self.before(index).is_some_and(char::is_alphanumeric);
        if word_before {
            // Swiss groups: `10'000`. Behind other figures it stands for minutes or feet.
            let groups = rest.bytes().take_while(u8::is_ascii_digit).count() == 3;
            return rest.starts_with(char::is_alphabetic) || groups;
        }
        let next: &str = rest.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or("");
        // A word that ends with such a sign as well is quoted.
        let quoted = rest[next.len()..].starts_with(['\'', '’']);
        let figures = next.bytes().take_while(u8::is_ascii_digit).count();
        let left_out = match self.tongue {
            Tongue::German => {
                matches!(next, "s" | "n" | "ne" | "nen" | "nem" | "ner" | "ran" | "rein" | "raus")
            }
            Tongue::English => matches!(next, "tis" | "twas" | "em" | "til"),
        };
        !quoted && (figures == 2 || left_out)
    }

    fn is_ellipsis(&self, start: usize) -> bool {
        let rest = &self.text[start..];
        rest.starts_with("...") && !rest.starts_with("....") && !self.text[..start].ends_with('.')
    }

    /// The length of the hyphens that stand for a dash, and the dash.
    fn dash(&self, index: usize) -> Option<(usize, String)> {
        let start = self.letters[index].0;
        let (front, rest) = (&self.text[..start], &self.text[start..]);
        let length = rest.bytes().take_while(|byte| *byte == b'-').count();
        if front.ends_with('-') || length > 3 {
            return None;
        }
        let behind = &rest[length..];
        let ends_part = behind.starts_with([',', ';', ':', '.', '!', '?']) && length == 1;
        let apart = is_spaced(front.chars().next_back()) && (is_spaced(behind.chars().next()) || ends_part);
        let dash = if length == 3 && self.tongue == Tongue::English { "—" } else { "–" };
        let stands = match length {
            // Between two numbers it may be a minus.
            1 if apart => !(ends_with_figure(front.trim_end()) && starts_with_figure(behind.trim_start())),
            1 => is_range(front, behind) || ranges::joins(front, behind),
            _ => {
                apart
                    || (ends_with_figure(front) && starts_with_figure(behind))
                    || self.tongue == Tongue::English
            }
        };
        // At the edge of a text nothing says what it is.
        let inside = !front.trim().is_empty() && !behind.trim().is_empty();
        (stands && inside).then(|| (length, dash.to_owned()))
    }
}

fn is_spaced(letter: Option<char>) -> bool {
    letter.is_some_and(|letter| letter == ' ' || letter == NO_BREAK_SPACE)
}

fn ends_with_figure(text: &str) -> bool {
    text.ends_with(|letter: char| letter.is_ascii_digit())
}

fn starts_with_figure(text: &str) -> bool {
    text.starts_with(|letter: char| letter.is_ascii_digit())
}

/// Whether a hyphen between two texts stands for “to”: between two numbers of at most four figures
/// that rise (`2014-2020`, `3-5`, `2014-20`), and not in a date, a telephone number or an ISBN.
fn is_range(front: &str, behind: &str) -> bool {
    let figures = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let from = &front[front.len() - front.bytes().rev().take_while(u8::is_ascii_digit).count()..];
    let to = &behind[..figures(behind)];
    let joins =
        |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '/' | '–' | ':' | '+' | '_' | '*');
    let outside = front[..front.len() - from.len()].chars().next_back();
    let mut rest = behind[to.len()..].chars();
    let (next, second) = (rest.next(), rest.next());
    let has_fraction =
        matches!(next, Some('.' | ',')) && second.is_some_and(|letter| letter.is_ascii_digit());
    let goes_on = has_fraction || next.is_some_and(joins);
    let goes_before = outside.is_some_and(|letter| joins(letter) || matches!(letter, '.' | ','));
    let plain = |number: &str| matches!(number.len(), 1..=4) && !number.starts_with('0');
    let (Ok(first), Ok(last)) = (from.parse::<u32>(), to.parse::<u32>()) else { return false };
    // `2014-20` are years, `2014-11` may be a month.
    let short_year = from.len() == 4 && to.len() == 2 && last > 12 && last > first % 100;
    !goes_before && !goes_on && plain(from) && plain(to) && (first < last || short_year)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn apply(text: &str, language: &str, rules: &Rules) -> String {
        let language = Language::parse(language).expect("a tag");
        let mut out = text.to_owned();
        for Change { range, text } in changes(text, &language, rules).into_iter().rev() {
            out.replace_range(range, &text);
        }
        out
    }

    /// `~` stands for a no-break space and `_` for a narrow one.
    fn shown(text: &str) -> String {
        text.replace('\u{a0}', "~").replace('\u{202f}', "_")
    }

    #[test]
    fn german_text_is_set_as_duden_has_it() {
        let cases = [
            ("z. B. hier", "z._B. hier"),
            ("z.B. hier", "z._B. hier"),
            ("Z. B. d. h. u. a.", "Z._B. d._h. u._a."),
            ("i. d. R. und i.d.R.", "i._d._R. und i._d._R."),
            ("Netzwerk e. V. und e.V.", "Netzwerk e._V. und e._V."),
            ("50 n. Chr.", "50 n._Chr."),
            ("§ 5 Abs. 2 Satz 1", "§~5 Abs.~2 Satz~1"),
            ("§§ 136 ff. BauGB", "§§~136~ff. BauGB"),
            ("10 % und 5 km", "10~% und 5~km"),
            ("12.000 m² oder 3 m", "12.000~m² oder 3~m"),
            ("3 Mio. Euro, 20 €, 5 Mrd. €", "3~Mio. Euro, 20~€, 5~Mrd.~€"),
            ("um 9:30 Uhr", "um 9:30~Uhr"),
            ("am 12. Mai 2026", "am 12.~Mai 2026"),
            ("Prof. Dr. Muster", "Prof.~Dr.~Muster"),
            ("S. 12 ff., Nr. 3, Abb. 4", "S.~12~ff., Nr.~3, Abb.~4"),
            ("5 Städte, 3 mal, 2 miteinander", "5 Städte, 3 mal, 2 miteinander"),
            ("www.z.B.de", "www.z.B.de"),
            ("Markt - und mehr", "Markt – und mehr"),
            ("Markt -- und mehr", "Markt – und mehr"),
            ("2014-2020 und S. 3-5", "2014–2020 und S.~3–5"),
            ("2014-20", "2014–20"),
            (
                "1.-3. Mai, 01.05.-03.05.2026, 1.5.2026-3.5.2026.",
                "1.–3. Mai, 01.05.–03.05.2026, 1.5.2026–3.5.2026.",
            ),
            ("Mo.-Fr., Di-So, Jan.-März", "Mo.–Fr., Di–So, Jan.–März"),
            (
                "Version 1.2.3-4.5.6, 1.2-3.4, Mo-Gruppe, Di-Do-Kurs",
                "Version 1.2.3-4.5.6, 1.2-3.4, Mo-Gruppe, Di-Do-Kurs",
            ),
            ("na ja - war so -, sagte er", "na ja – war so –, sagte er"),
            ("10'000 und 5' 6", "10’000 und 5' 6"),
            (
                "Dr. h. c. Muster, a.a.O., o.ä., z. Hd. Muster",
                "Dr. h._c. Muster, a._a._O., o._ä., z._Hd. Muster",
            ),
            ("12 000 Menschen, 1 234 567 Blumen", "12~000 Menschen, 1~234~567 Blumen"),
            ("Tel. 0251 / 49 21-0, +49 251 4921", "Tel.~0251~/~49~21-0, +49~251~4921"),
            ("im Jahr 2020 12 Läden", "im Jahr 2020 12 Läden"),
            ("Wer ...? EUR 5", "Wer~…? EUR~5"),
            ("2026-11-01, 2014-11", "2026-11-01, 2014-11"),
            ("978-3-16-148410-0, 0251-1234", "978-3-16-148410-0, 0251-1234"),
            ("5 - 3 = 2, 9-3, A4-5", "5 - 3 = 2, 9-3, A4-5"),
            ("E-Mail, Ein- und Ausgang, --help", "E-Mail, Ein- und Ausgang, --help"),
            ("Moment ...", "Moment~…"),
            ("viele....", "viele...."),
            ("so geht's, '68, 'ne Idee", "so geht’s, ’68, ’ne Idee"),
            ("das Wort 'Markt'", "das Wort 'Markt'"),
            ("'n' heißt", "'n' heißt"),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(&apply(text, "de-DE", &Rules::default())), expected, "{text}");
        }
    }

    #[test]
    fn english_has_its_own_rules_and_other_languages_none() {
        let cases = [
            ("en-GB", "don't -- or do", "don’t – or do"),
            ("en-GB", "so---it is", "so—it is"),
            ("en-GB", "p. 12, Dr. Muster, 5 km", "p.~12, Dr.~Muster, 5~km"),
            ("en-GB", "12 May 2026, 2014-2020", "12~May 2026, 2014–2020"),
            ("fr", "l'eau -- 10 % ...", "l'eau -- 10 % ..."),
        ];
        for (language, text, expected) in cases {
            assert_eq!(shown(&apply(text, language, &Rules::default())), expected, "{text}");
        }
    }

    #[test]
    fn every_rule_can_be_off() {
        let off = |change: fn(&mut Rules)| {
            let mut rules = Rules::default();
            change(&mut rules);
            shown(&apply("so geht's - 10 % ...", "de", &rules))
        };
        assert_eq!(off(|rules| rules.apostrophe = false), "so geht's – 10~%~…");
        assert_eq!(off(|rules| rules.dashes = false), "so geht’s - 10~%~…");
        assert_eq!(off(|rules| rules.spaces = false), "so geht’s – 10 % …");
        assert_eq!(off(|rules| rules.ellipsis = false), "so geht’s – 10~%~...");
    }

    #[test]
    fn figures_are_grouped_where_a_unit_says_that_they_are_a_quantity() {
        let rules = Rules { numbers: true, ..Rules::default() };
        let grouped = [
            ("de", "12000 m² und 1234567,25 €", "12.000~m² und 1.234.567,25~€"),
            ("de", "„10000 Euro“, (25000 t), 10000%", "„10.000~Euro“, (25.000~t), 10.000%"),
            ("de", "150000 Tsd. Euro", "150.000~Tsd. Euro"),
            ("en-GB", "12000 km for €20000, or 1234567.25 kg", "12,000~km for €20,000, or 1,234,567.25~kg"),
            ("de", "2500 m², im Jahr 2026", "2500~m², im Jahr 2026"),
        ];
        for (language, text, expected) in grouped {
            assert_eq!(shown(&apply(text, language, &rules)), expected, "{text}");
            assert_eq!(apply(expected, language, &rules), expected, "set once");
        }
        let kept = [
            "48143 Münster, 50000 Menschen",
            "Tel. 0251 492100, 12345 h/a",
            "ISBN 9783161484100, S. 12345 ff., Nr. 12345",
            "A12345 km, 1/12345 m, 00123 m, 12345-7 m, 2.12345 m",
            "12345.5 m und 10.000 m²",
        ];
        let off = Rules::default();
        for text in kept {
            assert_eq!(apply(text, "de", &rules), apply(text, "de", &off), "{text}");
        }
        assert_eq!(apply("12000 m²", "de", &off), "12000\u{a0}m²");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn letters_and_digits_stay(text in r"([a-zA-ZäöüßẞÄ0-9§%€'. \-]|\PC){0,60}") {
            let kept = |text: &str| text.chars().filter(|letter| letter.is_alphanumeric()).collect::<String>();
            for language in ["de", "en", "fr"] {
                prop_assert_eq!(kept(&apply(&text, language, &Rules::default())), kept(&text));
            }
        }

        #[test]
        fn what_is_set_is_set_once(text in r"[a-zzBdh0-9§%'. \-]{0,40}") {
            let once = apply(&text, "de", &Rules { dashes: false, ..Rules::default() });
            prop_assert_eq!(apply(&once, "de", &Rules { dashes: false, ..Rules::default() }), once);
        }
    }
}
