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

/// Builds the chapter, of which satz says only that its gender forms are mixed.
fn build(workspace: &Workspace) {
    let finished = workspace.satz(&["build", "--diagnostics", "short"]);
    assert_eq!(finished.exit, 0, "{}", finished.stderr);
    let others =
        finished.stderr.lines().filter(|line| line.contains("[") && !line.contains("mixed-gender-forms"));
    assert_eq!(others.collect::<Vec<_>>(), Vec::<&str>::new());
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
    build(&workspace);
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
    build(&workspace);
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
fn typography_reaches_every_output_and_words_are_found_as_they_were_typed() {
    let workspace = workspace().file(
        "sources/heft/01-text.md",
        "# Auflage\n\nDie Auflage z. B. fliegt 2014-2020 zum Schaffell, so geht's - um 10 % und\n12 km.\n\n\
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
