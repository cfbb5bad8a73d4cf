//! Forms of German that name all genders.

use std::ops::Range;

/// How a word names all genders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GenderForm {
    /// `Bürger*innen`, `der*die`
    Star,
    /// `Bürger:innen`
    Colon,
    /// `Bürger_innen`
    Underscore,
    /// `Bürger/-innen`, `Bürger/innen`
    Slash,
    /// `BürgerInnen`
    InnerI,
}

impl GenderForm {
    /// An example of the form, which names it to editors.
    pub fn example(self) -> &'static str {
        match self {
            Self::Star => "Bürger*innen",
            Self::Colon => "Bürger:innen",
            Self::Underscore => "Bürger_innen",
            Self::Slash => "Bürger/-innen",
            Self::InnerI => "BürgerInnen",
        }
    }

    /// The sign between the two parts of a word of this form; the inner I has none.
    pub fn sign(self, word: &str) -> Option<&'static str> {
        match self {
            Self::Star => Some("*"),
            Self::Colon => Some(":"),
            Self::Underscore => Some("_"),
            Self::Slash if word.contains("/-") => Some("/-"),
            Self::Slash => Some("/"),
            Self::InnerI => None,
        }
    }

    /// How a word of this form is spoken: as two words, between which voices pause.
    pub fn spoken(self, word: &str) -> String {
        if let Some(sign) = self.sign(word) {
            return word.replace(sign, " ");
        }
        let inner = word.match_indices("In").find(|(at, _)| word[..*at].ends_with(char::is_lowercase));
        inner.map_or_else(|| word.to_owned(), |(at, _)| format!("{} i{}", &word[..at], &word[at + 1..]))
    }
}

/// The gender forms of a text, each with the range of its word.
pub fn gender_forms(text: &str) -> Vec<(Range<usize>, GenderForm)> {
    let part =
        |letter: char| letter.is_alphanumeric() || matches!(letter, '*' | ':' | '_' | '/' | '-' | '.' | '@');
    let mut found = Vec::new();
    let mut start = None;
    for (index, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        match (start, part(letter)) {
            (None, true) => start = Some(index),
            (Some(from), false) => {
                let word = text[from..index].trim_end_matches(|letter: char| !letter.is_alphanumeric());
                found.extend(form(word).map(|form| (from..from + word.len(), form)));
                start = None;
            }
            _ => {}
        }
    }
    found
}

/// The form of one word.
fn form(word: &str) -> Option<GenderForm> {
    // Addresses and paths are no words.
    if word.contains(['.', '@']) || word.contains("//") {
        return None;
    }
    let signs = [('*', GenderForm::Star), (':', GenderForm::Colon), ('_', GenderForm::Underscore)];
    let signed = signs.into_iter().find(|(sign, _)| {
        word.split_once(*sign)
            .is_some_and(|(front, end)| front.ends_with(char::is_alphabetic) && is_ending(end))
    });
    if let Some((_, form)) = signed {
        return Some(form);
    }
    let slashed = word.split_once('/').is_some_and(|(front, end)| {
        let ending = end.strip_prefix('-').unwrap_or(end);
        front.ends_with(char::is_lowercase)
            && (ending.starts_with("innen") || (end.starts_with('-') && ending == "in"))
    });
    if slashed {
        return Some(GenderForm::Slash);
    }
    // `PlugIn` is no such form, so the singular is known behind `er` only.
    let plural = word.find("Innen").is_some_and(|at| word[..at].ends_with(char::is_lowercase));
    (plural || word.ends_with("erIn")).then_some(GenderForm::InnerI)
}

/// Whether letters behind a sign are the ending of a gender form, also within a compound
/// (`innennetzwerk`), or the second article of a pair.
fn is_ending(end: &str) -> bool {
    let letters = end.split(|letter: char| !letter.is_alphabetic()).next().unwrap_or("");
    let small = [
        "in", "r", "e", "n", "s", "die", "der", "das", "dem", "den", "eine", "einer", "einem", "einen",
        "seine", "ihre",
    ];
    small.contains(&letters) || letters.starts_with("innen")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_known_and_other_signs_are_left() {
        let cases = [
            ("Bürger*innen", Some(GenderForm::Star)),
            ("Leiter*in", Some(GenderForm::Star)),
            ("der*die", Some(GenderForm::Star)),
            ("Akteur*innennetzwerk", Some(GenderForm::Star)),
            ("Bürger:innen", Some(GenderForm::Colon)),
            ("Bürger_innen", Some(GenderForm::Underscore)),
            ("Bürger/-innen", Some(GenderForm::Slash)),
            ("Bürger/innen", Some(GenderForm::Slash)),
            ("Bürger/-in", Some(GenderForm::Slash)),
            ("BürgerInnen", Some(GenderForm::InnerI)),
            ("LeiterIn", Some(GenderForm::InnerI)),
            ("und/oder", None),
            ("PlugIn", None),
            ("Innenstadt", None),
            ("Stadt:land", None),
            ("datei_name", None),
            ("5*3", None),
            ("a_b@innen.de", None),
            ("https://beispiel.de/innen", None),
        ];
        for (text, expected) in cases {
            let found: Vec<GenderForm> = gender_forms(text).into_iter().map(|(_, form)| form).collect();
            assert_eq!(found, Vec::from_iter(expected), "{text}");
        }
    }

    #[test]
    fn a_form_is_spoken_as_two_words() {
        let cases = [
            ("Bürger*innen", "Bürger innen"),
            ("der*die", "der die"),
            ("Akteur:innen-Netzwerk", "Akteur innen-Netzwerk"),
            ("Bürger/-innen", "Bürger innen"),
            ("Bürger/innen", "Bürger innen"),
            ("BürgerInnen", "Bürger innen"),
            ("LeiterIn", "Leiter in"),
            ("AnwohnerInnen-Initiative", "Anwohner innen-Initiative"),
        ];
        for (word, expected) in cases {
            let (_, form) = gender_forms(word).remove(0);
            assert_eq!(form.spoken(word), expected);
        }
    }

    #[test]
    fn the_range_is_that_of_the_word() {
        let text = "für „Bürger*innen“, die";
        let (range, _) = gender_forms(text).remove(0);
        assert_eq!(&text[range], "Bürger*innen");
    }
}
