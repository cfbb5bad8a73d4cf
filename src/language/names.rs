//! What languages are called, and how readers of one edition are told of another.

use super::Language;

/// Languages by their BCP 47 tag, with their German and their English names.
const NAMES: [(&str, &str, &str); 26] = [
    ("ar", "Arabisch", "Arabic"),
    ("bg", "Bulgarisch", "Bulgarian"),
    ("cs", "Tschechisch", "Czech"),
    ("da", "Dänisch", "Danish"),
    ("de", "Deutsch", "German"),
    ("el", "Griechisch", "Greek"),
    ("en", "Englisch", "English"),
    ("es", "Spanisch", "Spanish"),
    ("fa", "Persisch", "Persian"),
    ("fr", "Französisch", "French"),
    ("hr", "Kroatisch", "Croatian"),
    ("hu", "Ungarisch", "Hungarian"),
    ("it", "Italienisch", "Italian"),
    ("ku", "Kurdisch", "Kurdish"),
    ("la", "Latein", "Latin"),
    ("nds", "Niederdeutsch", "Low German"),
    ("nl", "Niederländisch", "Dutch"),
    ("pl", "Polnisch", "Polish"),
    ("pt", "Portugiesisch", "Portuguese"),
    ("ro", "Rumänisch", "Romanian"),
    ("ru", "Russisch", "Russian"),
    ("sq", "Albanisch", "Albanian"),
    ("sr", "Serbisch", "Serbian"),
    ("tr", "Türkisch", "Turkish"),
    ("uk", "Ukrainisch", "Ukrainian"),
    ("vi", "Vietnamesisch", "Vietnamese"),
];

/// The German name of a language, from its tag.
pub fn german_name(tag: &str) -> Option<&'static str> {
    named(tag).map(|(_, german, _)| german)
}

fn named(tag: &str) -> Option<(&'static str, &'static str, &'static str)> {
    let primary = tag.split('-').next().unwrap_or_default();
    NAMES.into_iter().find(|(known, ..)| known.eq_ignore_ascii_case(primary))
}

/// What stands before the title of an edition in the language `other`, beside one in the language
/// `own`, said in the language `told`: “Auch in Leichter Sprache”, “Auch auf Englisch”.
pub fn also_in(other: &Language, own: &Language, told: &Language) -> String {
    let (german, same) = (told.is_german(), other.primary() == own.primary());
    match (german, same, other.is_plain()) {
        (true, true, true) => "Auch in Leichter Sprache".to_owned(),
        // Words of Leichte Sprache show their parts.
        (true, true, false) if told.is_plain() => "Auch in Alltags-Sprache".to_owned(),
        (true, true, false) if own.is_plain() => "Auch in Alltagssprache".to_owned(),
        (true, true, false) => "Auch in einer anderen Ausgabe".to_owned(),
        (false, true, true) => "Also in plain language".to_owned(),
        (false, true, false) if own.is_plain() => "Also in everyday language".to_owned(),
        (false, true, false) => "Also in another edition".to_owned(),
        (true, false, plain) => {
            let name = named(other.tag()).map(|(_, german, _)| format!("auf {german}"));
            let name = name.unwrap_or_else(|| format!("in einer anderen Sprache ({other})"));
            format!("Auch {name}{}", if plain { ", in Leichter Sprache" } else { "" })
        }
        (false, false, plain) => {
            let name = named(other.tag()).map(|(_, _, english)| english.to_owned());
            let name = name.unwrap_or_else(|| format!("another language ({other})"));
            format!("Also in {}{name}", if plain { "plain " } else { "" })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edition_is_named_as_its_readers_call_it() {
        let cases = [
            ("de-DE-simple", "de-DE", "de-DE", "Auch in Leichter Sprache"),
            ("de-DE", "de-DE-simple", "de-DE-simple", "Auch in Alltags-Sprache"),
            ("de-DE", "de-DE-simple", "de-DE", "Auch in Alltagssprache"),
            ("en-GB", "de-DE", "de-DE", "Auch auf Englisch"),
            ("de-DE", "en-GB", "en-GB", "Also in German"),
            ("de-DE-simple", "en-GB", "en-GB", "Also in plain German"),
            ("de-DE", "en-GB", "de-DE", "Auch auf Deutsch"),
            ("de-AT", "de-DE", "de-DE", "Auch in einer anderen Ausgabe"),
            ("en-simple", "de", "de", "Auch auf Englisch, in Leichter Sprache"),
            ("sw", "de", "de", "Auch in einer anderen Sprache (sw)"),
            ("sw", "en", "en", "Also in another language (sw)"),
        ];
        for (other, own, told, expected) in cases {
            let tag = |text| Language::parse(text).expect("a good tag");
            assert_eq!(also_in(&tag(other), &tag(own), &tag(told)), expected);
        }
    }
}
