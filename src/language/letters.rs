//! Letters with marks, and the plain ones that stand for them.

/// The label characters of a text, `[a-z0-9-]`: `Größe & Maß` becomes `groesse-mass`.
///
/// The signs of gender-inclusive spelling stand inside a word and join its parts:
/// `Akteur*innen` becomes `akteurinnen`. The result may start with a figure or be empty, and so is
/// a part of a label rather than a label.
pub fn slug(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    for (index, &letter) in letters.iter().enumerate() {
        if letter.is_ascii_alphanumeric() {
            out.push(letter.to_ascii_lowercase());
        } else if let Some(plain) = umlaut(letter).or_else(|| plain(letter)) {
            out.push_str(plain);
        } else if joins(letter) && inside_a_word(&letters, index) {
            continue;
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

/// A text as a label, `[a-z][a-z0-9-]*`: its [`slug`], with `nr-` before one that starts with a figure.
pub fn label(text: &str) -> String {
    let slug = slug(text);
    if slug.starts_with(|first: char| first.is_ascii_digit()) { format!("nr-{slug}") } else { slug }
}

/// Signs that stand inside a word without parting it: gender signs, apostrophes, soft hyphens.
fn joins(letter: char) -> bool {
    matches!(letter, '*' | ':' | '_' | '\'' | '’' | '\u{ad}' | '\u{301}' | '\u{308}')
}

fn inside_a_word(letters: &[char], index: usize) -> bool {
    let before = index.checked_sub(1).and_then(|before| letters.get(before));
    let after = letters.get(index + 1);
    before.is_some_and(|letter| letter.is_alphabetic()) && after.is_some_and(|letter| letter.is_alphabetic())
}

/// The two letters that stand for an umlaut in names of files and addresses (DIN 91379).
fn umlaut(letter: char) -> Option<&'static str> {
    match letter {
        'ä' | 'Ä' => Some("ae"),
        'ö' | 'Ö' | 'ø' | 'Ø' => Some("oe"),
        'ü' | 'Ü' => Some("ue"),
        _ => None,
    }
}

/// The plain small letters of a letter of the European languages; `None` for all other signs.
pub(super) fn plain(letter: char) -> Option<&'static str> {
    Some(match letter {
        'à'..='å' | 'À'..='Å' | 'ā' | 'Ā' | 'ă' | 'Ă' | 'ą' | 'Ą' => "a",
        'æ' | 'Æ' => "ae",
        'ç' | 'Ç' | 'ć' | 'Ć' | 'č' | 'Č' | 'ĉ' | 'Ĉ' | 'ċ' | 'Ċ' => "c",
        'ď' | 'Ď' | 'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'è'..='ë' | 'È'..='Ë' | 'ē' | 'Ē' | 'ė' | 'Ė' | 'ę' | 'Ę' | 'ě' | 'Ě' => "e",
        'ğ' | 'Ğ' | 'ģ' | 'Ģ' | 'ĝ' | 'Ĝ' => "g",
        'ì'..='ï' | 'Ì'..='Ï' | 'ī' | 'Ī' | 'į' | 'Į' | 'ı' | 'İ' => "i",
        'ķ' | 'Ķ' => "k",
        'ł' | 'Ł' | 'ļ' | 'Ļ' | 'ľ' | 'Ľ' => "l",
        'ñ' | 'Ñ' | 'ń' | 'Ń' | 'ň' | 'Ň' | 'ņ' | 'Ņ' => "n",
        'ò'..='ö' | 'Ò'..='Ö' | 'ø' | 'Ø' | 'ō' | 'Ō' | 'ő' | 'Ő' => "o",
        'œ' | 'Œ' => "oe",
        'ř' | 'Ř' | 'ŕ' | 'Ŕ' => "r",
        'ś' | 'Ś' | 'š' | 'Š' | 'ş' | 'Ş' | 'ș' | 'Ș' => "s",
        'ß' | 'ẞ' => "ss",
        'ť' | 'Ť' | 'ţ' | 'Ţ' | 'ț' | 'Ț' => "t",
        'þ' | 'Þ' => "th",
        'ù'..='ü' | 'Ù'..='Ü' | 'ū' | 'Ū' | 'ů' | 'Ů' | 'ű' | 'Ű' => "u",
        'ý' | 'ÿ' | 'Ý' | 'Ÿ' => "y",
        'ź' | 'Ź' | 'ż' | 'Ż' | 'ž' | 'Ž' => "z",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_plain_and_words_stay_words() {
        let cases = [
            ("Titel für Akteur*innen", "titel-fuer-akteurinnen"),
            ("Bürger:innen, Bürger_innen", "buergerinnen-buergerinnen"),
            ("Straße & Größe", "strasse-groesse"),
            ("1. Auflage", "nr-1-auflage"),
            ("  --  ", ""),
            ("Café – Zürich", "cafe-zuerich"),
            ("§ 13 BauGB", "nr-13-baugb"),
            ("U\u{308}ber", "uber"),
            ("Bürger_innen – E-Mail", "buergerinnen-e-mail"),
            ("Smørrebrød", "smoerrebroed"),
            ("日本", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(label(text), expected, "{text}");
        }
        assert_eq!(slug("§ 13 BauGB"), "13-baugb");
    }
}
