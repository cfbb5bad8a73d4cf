//! Words arrive whole, in every output, whatever signs stand in them.

use crate::common::Workspace;

const CHAPTER: &str = "\
# Akteur*innen und Partner*innen

## Der*die Leiter*in bei Bürger:innen und Bürger_innen

Viele *Partner*innen* und **alle Akteur*innen** kennen [Planer*innen](https://example.org/planer*innen).
Auch der*die Leiter*in und die BürgerInnen, *echte Betonung* und Fußnoten.[^n]

[^n]: Für Besucher*innen und Gäst*innen.

| Akteur*innen | Zahl |
|:--|--:|
| Händler*innen | 12 |

![Skizze der Nutzer*innen](skizze.svg \"Bewohner*innen auf dem Platz\"){credit=\"Zeichner*innen\"}

:::box{title=\"Expert*innen\"}
Kasten für Mieter*innen.
:::
";

const WORDS: [&str; 12] = [
    "Akteur*innen",
    "Partner*innen",
    "Der*die",
    "Leiter*in",
    "Bürger:innen",
    "Bürger_innen",
    "Planer*innen",
    "BürgerInnen",
    "Besucher*innen",
    "Händler*innen",
    "Bewohner*innen",
    "Mieter*innen",
];

fn workspace() -> Workspace {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"20\" height=\"10\"><rect width=\"20\" height=\"10\"/></svg>";
    Workspace::new()
        .file(
            "sources/heft/publication.toml",
            "title = \"Für Akteur*innen\"\nlayout = \"plain\"\nlanguage = \"de-DE\"\ndate = 2026-11-01\n",
        )
        .file("sources/heft/01-text.md", CHAPTER)
        .file("sources/heft/skizze.svg", svg)
}

/// A text without what only lines and pages put into it.
fn joined(text: &str) -> String {
    let mut joined = String::new();
    for (index, part) in text.split('\u{ad}').enumerate() {
        joined.push_str(if index == 0 { part } else { part.trim_start() });
    }
    joined
}

#[test]
fn gender_forms_stand_literally_in_print_screen_and_epub() {
    let workspace = workspace();
    // The forms are mixed on purpose, which is a warning.
    assert_eq!(workspace.satz(&["build"]).exit, 0);
    let pdf = |name: &str| joined(&satz::print::text_of(&workspace.built(name)).unwrap().join("\n"));
    let epub = satz::epub::read_text(&workspace.built("heft.epub")).unwrap();
    for (name, text) in [("print", pdf("heft-print.pdf")), ("screen", pdf("heft-screen.pdf")), ("epub", epub)]
    {
        for word in WORDS {
            assert!(text.contains(word), "{word} is not in {name}:\n{text}");
        }
        assert!(!text.contains("*Partner"), "a star of emphasis is left in {name}");
    }
}

#[test]
fn gender_forms_stand_literally_in_metadata_and_bookmarks() {
    let workspace = workspace();
    // The forms are mixed on purpose, which is a warning.
    assert_eq!(workspace.satz(&["build"]).exit, 0);
    let pdf = lopdf::Document::load_mem(&workspace.built("heft-screen.pdf")).unwrap();
    let texts: Vec<String> = pdf
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok()?.get(b"Title").ok())
        .filter_map(|title| lopdf::decode_text_string(title).ok())
        .collect();
    assert!(texts.iter().any(|title| title == "Für Akteur*innen"), "{texts:?}");
    assert!(texts.iter().any(|title| title.contains("Akteur*innen und Partner*innen")), "{texts:?}");
}

#[test]
fn a_layout_that_drops_the_body_of_a_paragraph_fails_the_build() {
    let workspace = workspace();
    let pages = std::fs::read_to_string(workspace.path("layouts/plain/pages.typ")).unwrap();
    let broken = pages.replace("    parbreak()\n    body\n  },\n)", "    parbreak()\n  },\n)");
    assert_ne!(pages, broken);
    let workspace = workspace.file("layouts/plain/pages.typ", broken);
    let finished = workspace.satz(&["build", "--diagnostics", "short"]);
    assert_eq!(finished.exit, 1);
    assert!(finished.stderr.contains("check/lost-word"), "{}", finished.stderr);
    assert!(finished.stderr.contains("sources/heft/01-text.md:17"), "{}", finished.stderr);
}

#[test]
fn a_layout_whose_capitals_make_two_letters_of_a_sharp_s_fails_the_build() {
    let pages = std::fs::read_to_string(workspace().path("layouts/plain/pages.typ")).unwrap();
    let loud = pages.replace("  show heading: set text(", "  show heading: upper\n  show heading: set text(");
    assert_ne!(pages, loud);
    let build = |title: &str| {
        let workspace =
            workspace().file("sources/heft/01-text.md", format!("# {title}\n\n[Maß]{{.small-caps}}.\n"));
        workspace.file("layouts/plain/pages.typ", loud.as_str()).satz(&["build", "--diagnostics", "short"])
    };
    assert_eq!(build("Platz").exit, 0);
    let finished = build("Straße");
    assert_eq!(finished.exit, 1);
    assert!(finished.stderr.contains("the word “straße” does not arrive"), "{}", finished.stderr);
}

#[test]
fn typography_reaches_every_output_and_words_are_found_as_they_were_typed() {
    let workspace = workspace().file(
        "sources/heft/01-text.md",
        "# Auflage\n\nDie Auflage z. B. fliegt 2014-2020 zum Schaffell, so geht's - um 10 % und\n12 km. Nach § 5 Abs. 2 BauGB, STRAẞE und Straße.\n\n\
         `z. B. 10 %` bleibt, und [so don't -- go]{lang=en} ist englisch.\n",
    );
    workspace.build();
    let pdf = |name: &str| satz::print::text_of(&workspace.built(name)).unwrap().join("\n");
    let epub = satz::epub::read_text(&workspace.built("heft.epub")).unwrap();
    let words = [
        "Die Auflage z.\u{202f}B. fliegt 2014–2020",
        "Schaffell",
        "geht’s",
        "10\u{a0}%",
        "12\u{a0}km",
        "§\u{a0}5 Abs.\u{a0}2 BauGB",
        "STRAẞE",
        "Straße",
        "z. B. 10 %",
        "don’t – go",
    ];
    for (name, text) in [("print", pdf("heft-print.pdf")), ("screen", pdf("heft-screen.pdf")), ("epub", epub)]
    {
        // Lines of a page end anywhere; their ends are spaces.
        let text = joined(&text).replace('\n', " ");
        for word in words {
            assert!(text.contains(word), "{word} is not in {name}:\n{text}");
        }
    }
}

#[test]
fn straight_quotes_become_those_of_the_language_unless_the_manifest_says_otherwise() {
    for (more, quoted) in [("", "„so“ und ‚so‘"), ("[typography]\nquotes = false\n", "\"so\" und 'so'")]
    {
        let workspace = Workspace::with_chapter("# Zitat\n\nMan sagt \"so\" und 'so'.\n").publication(more);
        workspace.build();
        let pdf = |name: &str| satz::print::text_of(&workspace.built(name)).unwrap().join("\n");
        let epub = satz::epub::read_text(&workspace.built("heft.epub")).unwrap();
        for text in [pdf("heft-print.pdf"), pdf("heft-screen.pdf"), epub] {
            assert!(text.contains(quoted), "{quoted} is not in\n{text}");
        }
    }
}

#[test]
fn a_quantity_has_the_marks_of_its_language_where_the_manifest_asks_for_them() {
    let workspace = Workspace::new()
        .publication("[typography]\nnumbers = true\n")
        .file("sources/heft/01-text.md", "# Zahlen\n\nVon 12000 m² in 48143 Münster, [25000 km]{lang=en}.\n");
    workspace.build();
    let pdf = satz::print::text_of(&workspace.built("heft-screen.pdf")).unwrap().join("\n");
    let epub = satz::epub::read_text(&workspace.built("heft.epub")).unwrap();
    for text in [pdf, epub] {
        assert!(text.contains("12.000\u{a0}m² in 48143 Münster, 25,000\u{a0}km"), "{text}");
    }
}

#[test]
fn exceptions_of_hyphenation_divide_words_alike_in_every_output_and_leave_no_signs() {
    // Words of all lengths between them bring every letter of the two to the end of some line.
    let filler = ["a", "ab", "abc", "abcd", "abcde", "abcdef", "abcdefg"];
    let text: Vec<String> =
        (0..400).map(|n| format!("{} Staubecken Urinstinkt", filler[n * n % filler.len()])).collect();
    let workspace = Workspace::with_chapter(&format!("# Staubecken\n\n{}\n", text.join(" ")))
        .file("sources/hyphenation.txt", "Staub-ecken Urinstinkt # des Menschen\n")
        .file("sources/heft/hyphenation.txt", "Stau-becken\n");
    workspace.build();
    for name in ["heft-print.pdf", "heft-screen.pdf"] {
        let text = satz::print::text_of(&workspace.built(name)).unwrap().join("\n");
        let divided: Vec<&str> = text
            .match_indices('\u{ad}')
            .map(|(at, _)| text[..at].split_whitespace().last().unwrap())
            .collect();
        assert!(divided.len() > 5, "{name} divides {} words", divided.len());
        assert!(divided.iter().all(|before| *before == "Stau"), "{name}: {divided:?}");
        assert_eq!(
            text.matches('\u{ad}').count(),
            text.matches("\u{ad}\n").count(),
            "{name} has signs within lines"
        );
        assert!(text.matches("Staubecken").count() + divided.len() >= 401, "{name}");
        assert!(text.matches("Urinstinkt").count() == 400, "{name}");
    }
    let epub = crate::common::Epub::open(&workspace.built("heft.epub"));
    let chapter = epub.text("EPUB/text/01-text.xhtml");
    assert!(chapter.contains("<h1 id=\"staubecken\">Staubecken</h1>"));
    assert!(chapter.contains("a Stau\u{ad}becken <span class=\"undivided\">Urinstinkt</span>"), "{chapter}");
}

/// A publication whose gender forms are read with a pause, in all places where text can stand.
fn paused() -> Workspace {
    let text = "\
# Akteur*innen

## Für Leiter:innen

Für `a*innen` und alle Bürger*innen(!), die *Partner/-innen* und *jene Gäst_innen*, auch HändlerInnen, im
*echten* Wort und [Planer*innen](https://example.org/) im [Team der Owner:innen]{lang=en}.[^n]

| Ort | Zahl |
|:--|--:|
| Mieter*innennetzwerk | 12 |

[^n]: Für Besucher\\*innen.
";
    Workspace::new()
        .publication("[typography]\ngender-reading = \"pause\"\n")
        .file("sources/heft/01-text.md", text)
}

#[test]
fn a_gender_form_is_read_with_a_pause_and_is_searched_as_it_was_typed() {
    let workspace = paused();
    // The forms are mixed on purpose, which is a warning.
    assert_eq!(workspace.satz(&["build"]).exit, 0);
    let epub = crate::common::Epub::open(&workspace.built("heft.epub"));
    let chapter = epub.text("EPUB/text/01-text.xhtml");
    let form = |word: &str, sign: &str| format!("{word}<span aria-hidden=\"true\">{sign}</span>innen");
    for shown in [
        format!("<h1 id=\"akteurinnen\">{}</h1>", form("Akteur", "*")),
        format!("alle {}(!)", form("Bürger", "*")),
        format!("<em>{}</em>", form("Partner", "/-")),
        "<code>a*innen</code>".to_owned(),
        "Owner:innen".to_owned(),
    ] {
        assert!(chapter.contains(&shown), "{shown} is not in {chapter}");
    }
    let pdf = |name: &str| joined(&satz::print::text_of(&workspace.built(name)).unwrap().join("\n"));
    let epub = satz::epub::read_text(&workspace.built("heft.epub")).unwrap();
    for (name, text) in [("print", pdf("heft-print.pdf")), ("screen", pdf("heft-screen.pdf")), ("epub", epub)]
    {
        for word in
            ["Akteur*innen", "Bürger*innen(!)", "Partner/-innen", "HändlerInnen", "Mieter*innennetzwerk"]
        {
            assert!(text.contains(word), "{word} is not in {name}:\n{text}");
        }
        assert!(!text.contains("Bürger innen"), "{name}");
    }
}

#[test]
fn the_tags_of_the_screen_pdf_say_how_a_gender_form_is_spoken() {
    let workspace = paused();
    assert_eq!(workspace.satz(&["build"]).exit, 0);
    let (root, _) = satz::print::tags(&workspace.built("heft-screen.pdf")).unwrap().expect("a tagged file");
    let tags = all(&root);
    let spoken: Vec<&str> = tags.iter().filter_map(|tag| tag.expansion.as_deref()).collect();
    assert_eq!(
        spoken,
        [
            "Akteur innen",
            "Leiter innen",
            "Bürger innen",
            "Partner innen",
            "Gäst innen",
            "Händler innen",
            "Planer innen",
            "Besucher innen",
            "Mieter innennetzwerk",
        ]
    );
}

/// The parts of a tag on all levels, in reading order.
fn all(tag: &satz::page::Tag) -> Vec<&satz::page::Tag> {
    tag.tags().flat_map(|tag| std::iter::once(tag).chain(all(tag))).collect()
}

#[test]
fn a_passage_is_divided_and_tagged_in_its_language() {
    // Words of all lengths between them bring every letter of the word to the end of some line.
    let filler = ["a", "ab", "abc", "abcd", "abcde", "abcdef", "abcdefg"];
    let words: Vec<String> =
        (0..300).map(|n| format!("{} knowledge", filler[n * n % filler.len()])).collect();
    let points = |language: &str| {
        let text = format!("# Titel\n\n[{}]{{lang={language}}}\n", words.join(" "));
        let workspace = Workspace::with_chapter(&text);
        workspace.build();
        let pdf = workspace.built("heft-screen.pdf");
        let text = satz::print::text_of(&pdf).unwrap().join("\n");
        let before = text
            .match_indices('\u{ad}')
            .map(|(at, _)| text[..at].split_whitespace().last().unwrap().to_owned());
        let points: std::collections::BTreeSet<String> = before.collect();
        let (root, whole) = satz::print::tags(&pdf).unwrap().expect("a tagged file");
        assert_eq!(whole.as_deref(), Some("de-DE"));
        let tagged = all(&root).iter().filter_map(|tag| tag.language.clone()).collect::<Vec<_>>();
        let epub = crate::common::Epub::open(&workspace.built("heft.epub"));
        let chapter = epub.text("EPUB/text/01-text.xhtml");
        assert!(
            chapter.contains(&format!("<span lang=\"{language}\" xml:lang=\"{language}\">a knowledge")),
            "{chapter}"
        );
        (points, tagged)
    };
    let (english, tagged) = points("en");
    assert_eq!(english, ["knowl".to_owned()].into());
    assert!(!tagged.is_empty() && tagged.iter().all(|tag| tag == "en"), "{tagged:?}");
    assert_eq!(points("de").0, ["know".to_owned()].into());
}
