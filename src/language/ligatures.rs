//! Where a ligature would hide the joint of a word: `Auf|lage`, `Schiff|fahrt`.

use std::ops::Range;

use hypher::Lang;

/// The letters that a ligature may join behind an `f`.
const JOINED: [char; 8] = ['f', 'i', 'l', 't', 'j', 'b', 'h', 'k'];

/// The pairs of letters of a German text that are not set as a ligature, since the word may be
/// divided between them (Duden, Textverarbeitung: no ligature over the joint of a word).
///
/// Where a word may be divided says the table of hyphenation that Typst has, too. It does not know
/// whether a point is a joint, so `hof-fen` is set without a ligature as `Hof-fest` is; and it misses
/// the joint of a few words, such as `Topf|lappen`.
pub fn divided_ligatures(text: &str, language: &str) -> Vec<Range<usize>> {
    if !(language == "de" || language.starts_with("de-")) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut start = 0;
    for word in text.split_inclusive(|letter: char| !letter.is_alphabetic()) {
        let letters = word.trim_end_matches(|letter: char| !letter.is_alphabetic());
        if letters.contains('f') {
            found.extend(divided(letters).map(|range| start + range.start..start + range.end));
        }
        start += word.len();
    }
    found
}

/// Whether letters before and behind a place of a word may be set as one sign.
pub fn is_ligature(word: &str, place: usize) -> bool {
    word[..place].ends_with('f') && word[place..].starts_with(JOINED)
}

fn divided(word: &str) -> impl Iterator<Item = Range<usize>> {
    let mut point = 0;
    let mut points = Vec::new();
    for syllable in hypher::hyphenate(word, Lang::German) {
        point += syllable.len();
        points.push(point);
    }
    points.into_iter().filter(move |&point| is_ligature(word, point)).map(|point| point - 1..point + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A word with `|` where it has no ligature.
    fn shown(word: &str) -> String {
        let mut out = word.to_owned();
        for range in divided_ligatures(word, "de-DE").into_iter().rev() {
            out.insert(range.start + 1, '|');
        }
        out
    }

    /// `|` stands where the ligature is broken.
    const WORDS: &str = "
        Auf|lage auf|laden Auf|lauf auf|legen auf|listen auf|lösen Auf|lösung Auf|teilung auf|fallen Auf|fassung
        auf|führen Auf|führung auf|finden auf|hören auf|heben auf|bauen auf|klären Auf|klärung auf|kommen auf|kaufen
        auf|füllen auf|fordern Auf|forderung Auf|bau Auf|trag Auf|kleber Auf|halt Schaf|fell Dorf|fest Hof|fest Chef|koch
        Brief|kasten Brief|träger Kauf|haus Kauf|kraft Hof|laden Dorf|laden Tief|bau Tarif|lohn Schlaf|lied
        höf|lich käuf|lich schriftlich beruf|lich straf|bar Lauf|bahn hilf|los Stoff|lager Stoff|fetzen
        Schiff|fahrt Schiff|bau Kampf|lied ratlos Dampf|lok
        fliegen Schiff Flagge Fisch Film finden Filiale Pfiff fließen fleißig Flur Flut häufig Grafik Profil
        Pflege pflanzen Pflaster Finanzen fiktiv filtern Fläche flach flink Flotte Flucht Fluss Af|fe Stift
        Luft Saft Kraft Schrift Haft Gift Duft öffnen Begriff Griff Stoff Triff Kniff
        Fjord Konflikt Konfirmation Definition Infizieren Spezifisch
    ";

    #[test]
    fn a_joint_has_no_ligature_and_a_stem_keeps_it() {
        let mut differing = Vec::new();
        for word in WORDS.split_whitespace() {
            let plain = word.replace('|', "");
            if shown(&plain) != word {
                differing.push(format!("{word} became {}", shown(&plain)));
            }
        }
        assert_eq!(differing, Vec::<String>::new());
        assert!(WORDS.split_whitespace().count() >= 100);
    }

    #[test]
    fn ranges_are_those_of_the_letters_and_other_languages_have_none() {
        let text = "Die „Auflage“ und Auflagen";
        let found: Vec<&str> = divided_ligatures(text, "de").into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["fl", "fl"]);
        assert_eq!(divided_ligatures(text, "en-GB"), Vec::<std::ops::Range<usize>>::new());
    }
}
