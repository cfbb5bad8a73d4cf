//! A book that nobody wrote: German prose with all that a publication has, the same on every machine.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use image::codecs::jpeg::JpegEncoder;

/// How many chapters make about 100 pages.
pub(crate) const CHAPTERS_OF_100_PAGES: usize = 11;

const ADJECTIVES: [&str; 16] = [
    "lebendige",
    "kleine",
    "alte",
    "offene",
    "gemeinsame",
    "belebte",
    "ruhige",
    "grüne",
    "leere",
    "neue",
    "zentrale",
    "vielfältige",
    "städtische",
    "geförderte",
    "barrierefreie",
    "nachbarschaftliche",
];
const NOUNS: [&str; 20] = [
    "Innenstadt",
    "Fußgängerzone",
    "Ladenzeile",
    "Zwischennutzung",
    "Stadtverwaltung",
    "Eigentümerversammlung",
    "Genehmigung",
    "Nachbarschaft",
    "Leerstandserfassung",
    "Arbeitsgruppe",
    "Immobilienwirtschaft",
    "Aufenthaltsqualität",
    "Förderrichtlinie",
    "Haltestelle",
    "Planungswerkstatt",
    "Entscheidung",
    "Verkehrsfläche",
    "Standortgemeinschaft",
    "Wohnnutzung",
    "Bestandsaufnahme",
];
const VERBS: [&str; 12] = [
    "verändert",
    "stärkt",
    "begleitet",
    "verlangt",
    "ermöglicht",
    "erschwert",
    "prägt",
    "ergänzt",
    "ersetzt",
    "beschleunigt",
    "verhindert",
    "trägt",
];
const TURNS: [&str; 12] = [
    "in vielen Kommunen",
    "seit einigen Jahren",
    "ohne zusätzliche Mittel",
    "nach einer gründlichen Prüfung",
    "im Gespräch mit allen Beteiligten",
    "trotz knapper Haushalte",
    "vor dem Beginn der Bauarbeiten",
    "auf Dauer",
    "in der Regel",
    "unter günstigen Umständen",
    "am Rand des Quartiers",
    "bis zum nächsten Frühjahr",
];

/// Numbers that look random and are always the same (Knuth's MMIX generator).
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % bound
    }

    fn of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }

    fn sentence(&mut self) -> String {
        let (adjective, subject) = (self.of(&ADJECTIVES), self.of(&NOUNS));
        let (verb, turn, object) = (self.of(&VERBS), self.of(&TURNS), self.of(&NOUNS));
        match self.below(4) {
            0 => format!("Die {adjective} {subject} {verb} {turn} die {object}."),
            1 => {
                let (second, reason) = (self.of(&NOUNS), self.of(&VERBS));
                format!(
                    "Wer die {object} kennt, weiß, dass die {adjective} {subject} sie {turn} {verb}, und die \
                     {second} {reason} am Ende beide."
                )
            }
            2 => format!(
                "Was die {subject} {turn} {verb}, ist die *{adjective}* {object}, nicht ihr Gegenteil."
            ),
            _ => format!(
                "„Eine {adjective} {subject}“, heißt es dann, „{verb} {turn} die {object}“ – und so wird \
                 **{} Prozent** der Fläche gerechnet.",
                2 + self.below(97)
            ),
        }
    }

    fn paragraph(&mut self) -> String {
        let sentences: Vec<String> = (0..3 + self.below(4)).map(|_| self.sentence()).collect();
        sentences.join(" ")
    }
}

/// Writes the publication `slug` of so many chapters into a workspace.
pub(crate) fn write(workspace: &Path, slug: &str, chapters: usize) {
    let folder = workspace.join("sources").join(slug);
    fs::create_dir_all(folder.join("img")).expect("the workspace can be written");
    let file = |name: &str, content: &[u8]| {
        fs::write(folder.join(name), content).expect("the workspace can be written");
    };
    file("publication.toml", manifest(chapters).as_bytes());
    for number in 1..=chapters {
        file(&format!("{number:03}.md"), chapter(number).as_bytes());
        for picture in 1..=2 {
            file(&format!("img/{number:03}-{picture}.jpg"), &photograph(number * 2 + picture));
        }
    }
}

fn manifest(chapters: usize) -> String {
    format!(
        "title = \"Ein Buch von {chapters} Kapiteln\"\nlayout = \"guidance\"\nlanguage = \"de-DE\"\n\
         date = 2026-11-01\nedition = \"1. Auflage\"\ndescription = \"Zum Messen geschrieben.\"\n\
         contributors = [{{ name = \"Niemand\", role = \"author\" }}]\n\
         outputs = [\"print\", \"screen\", \"epub\", \"cover\"]\n\n[parameters]\n\
         cover-picture = {{ file = \"img/001-1.jpg\", alt = \"Ein Muster aus Farben\" }}\n"
    )
}

fn chapter(number: usize) -> String {
    let mut chance = Chance(number as u64);
    let mut text = format!("# Kapitel {number} {{#kapitel-{number}}}\n\n{}\n\n", chance.paragraph());
    for section in 1..=6 {
        let _ = writeln!(
            text,
            "## Die {} {} {{#abschnitt-{number}-{section}}}\n",
            chance.of(&ADJECTIVES),
            chance.of(&NOUNS)
        );
        for paragraph in 1..=6 {
            if paragraph == 4 {
                let _ = writeln!(text, "### Die {} im Einzelnen\n", chance.of(&NOUNS));
            }
            let _ = write!(text, "{}", chance.paragraph());
            if paragraph % 3 == 1 {
                let note = format!("n-{section}-{paragraph}");
                let _ = write!(text, "[^{note}] Dazu mehr in @abschnitt-{number}-{}.", 1 + section % 6);
                let _ = write!(text, "\n\n[^{note}]: {}", chance.sentence());
            }
            text.push_str("\n\n");
        }
        match section {
            1 | 4 => figure(&mut text, &mut chance, number, 1 + section / 4),
            2 | 5 => table(&mut text, &mut chance, number, section),
            _ => list(&mut text, &mut chance),
        }
    }
    text
}

fn figure(text: &mut String, chance: &mut Chance, number: usize, picture: usize) {
    let _ = writeln!(
        text,
        "Das zeigt @abb-{number}-{picture}.\n\n![Ein Muster aus Farben](img/{number:03}-{picture}.jpg \
         \"Die {} in Farben.\"){{#abb-{number}-{picture} credit=\"Muster\"}}\n",
        chance.of(&NOUNS)
    );
}

fn table(text: &mut String, chance: &mut Chance, number: usize, section: usize) {
    let _ = writeln!(
        text,
        "Die Zahlen stehen in @tab-{number}-{section}.\n\n:::table{{#tab-{number}-{section} caption=\"Die {} in \
         Zahlen\"}}\n\n| Gegenstand | Befund | Anteil |\n| --- | --- | --- |",
        chance.of(&NOUNS)
    );
    for _ in 0..8 {
        let (noun, turn, share) = (chance.of(&NOUNS), chance.of(&TURNS), chance.below(100));
        let _ = writeln!(text, "| {noun} | {turn} | {share} % |");
    }
    text.push_str("\n:::\n\n");
}

fn list(text: &mut String, chance: &mut Chance) {
    for _ in 0..4 {
        let _ = writeln!(text, "- {}", chance.sentence());
    }
    text.push('\n');
}

/// A picture with soft shapes and some grain, as a camera makes it.
fn photograph(seed: usize) -> Vec<u8> {
    const SIDES: (u32, u32) = (1800, 1200);
    let mut chance = Chance(seed as u64);
    let (a, b) = (40 + chance.below(160), 40 + chance.below(160));
    let value = |x: usize, y: usize, period: usize, grain: usize| {
        let wave = (x + y * a / b) % (2 * period);
        let soft = wave.min(2 * period - wave) * 200 / period;
        u8::try_from((soft + grain).min(255)).unwrap_or(u8::MAX)
    };
    let picture = image::RgbImage::from_fn(SIDES.0, SIDES.1, |x, y| {
        let (x, y, grain) = (x as usize, y as usize, chance.below(24));
        image::Rgb([value(x, y, 4 * a, grain), value(y, x, 5 * b, grain), value(x, x + y, 600, grain)])
    });
    let mut bytes = Vec::new();
    let encoded = JpegEncoder::new_with_quality(&mut bytes, 88).encode_image(&picture);
    encoded.expect("a picture in memory can be encoded");
    bytes
}
