//! What readers who hear a publication get, and what stands in the report about it.

use crate::common::{Epub, Sample, Workspace, golden};

#[test]
fn the_screen_pdf_is_read_aloud_like_this() {
    let workspace = Workspace::new().file("heft-screen.pdf", &Sample::built().screen);
    let finished = workspace.satz(&["inspect", "--tags", "heft-screen.pdf"]);
    assert_eq!((finished.stderr.as_str(), finished.exit), ("", 0));
    golden("aloud-screen.txt", &finished.stdout);
}

#[test]
fn a_pdf_without_tags_is_said_to_have_none() {
    let workspace = Workspace::new().file("heft-print.pdf", &Sample::built().print);
    let finished = workspace.satz(&["inspect", "--tags", "heft-print.pdf"]);
    assert_eq!(finished.exit, 2);
    assert!(finished.stderr.contains("inspect/no-tags"), "{}", finished.stderr);
    let missing = workspace.satz(&["inspect", "--tags", "anders.pdf"]);
    assert!(missing.stderr.contains("inspect/file"), "{}", missing.stderr);
}

#[test]
fn waivers_stand_in_the_report_with_their_reasons() {
    let workspace = Workspace::new()
        .publication("[waivers]\n\"accessibility/link-text\" = \"Zitat aus einer Anzeige\"\n")
        .file("sources/heft/01-text.md", "# Titel\n\nMehr steht [hier](https://example.org/).\n");
    workspace.build();
    let report: serde_json::Value = serde_json::from_slice(&workspace.built("report.json")).unwrap();
    assert_eq!(
        report["waivers"],
        serde_json::json!([
            { "code": "accessibility/link-text", "reason": "Zitat aus einer Anzeige", "findings": 1 }
        ])
    );
}

#[test]
fn the_statement_says_claimed_until_a_judge_has_seen_the_file_of_this_build() {
    let workspace = Workspace::with_chapter("# Titel\n\nText.\n");
    workspace.build();
    let statement = |workspace: &Workspace| {
        String::from_utf8(workspace.built("heft-accessibility.html")).unwrap().replace('\n', "")
    };
    let before = statement(&workspace);
    assert!(
        before.contains("<td>EPUB 3.3</td><td>beansprucht: danach gemacht, nicht geprüft</td>"),
        "{before}"
    );
    assert!(before.contains("<td>PDF/UA-1</td><td>geprüft, ohne Verstoß</td><td>Typst"), "{before}");
    let report: serde_json::Value = serde_json::from_slice(&workspace.built("report.json")).unwrap();
    let epub = report["artefacts"].as_array().unwrap().iter().find(|file| file["output"] == "epub").unwrap();
    let verdicts = serde_json::json!({ "verdicts": [{
        "by": "EPUBCheck 5.3.0",
        "standard": "EPUB 3.3",
        "sha256": epub["sha256"],
        "passed": true,
    }]});
    let workspace = workspace.file("output/heft/verdicts.json", verdicts.to_string());
    workspace.build();
    let after = statement(&workspace);
    assert!(
        after.contains("<td>EPUB 3.3</td><td>geprüft, ohne Verstoß</td><td>EPUBCheck 5.3.0</td>"),
        "{after}"
    );
    let again = workspace.satz(&["build"]);
    assert!(again.stdout.starts_with("unchanged"), "{}", again.stdout);
}

/// A publication that uses abbreviations, marked and not, and a foreign passage.
fn heft() -> Workspace {
    let text = "# Titel\n\nDas [ISEK]{.abbr} gilt in NRW, auch das zweite [ISEK]{.abbr}.\n\n\
                Ein [pop-up store]{lang=en} öffnet.\n\n- Punkt\n  1. eins\n\nBegriff\n: Erklärung\n";
    Workspace::new()
        .publication("[terms]\nfile = \"begriffe.csv\"\n")
        .file(
            "sources/heft/begriffe.csv",
            "term,abbreviation\nEntwicklungskonzept,ISEK\nNordrhein-Westfalen,NRW\n",
        )
        .file("sources/heft/01-text.md", text)
}

#[test]
fn a_screen_reader_is_told_what_abbreviations_stand_for() {
    let workspace = heft();
    workspace.build();
    let aloud = workspace.satz(&["inspect", "--tags", "heft"]).stdout;
    let line = aloud.lines().find(|line| line.contains("ISEK")).unwrap_or_default();
    assert_eq!(
        line,
        "Das Entwicklungskonzept (ISEK (ausgeschrieben: Entwicklungskonzept)) gilt in NRW (ausgeschrieben: \
         Nordrhein-Westfalen), auch das zweite ISEK (ausgeschrieben: Entwicklungskonzept)."
    );
    let epub = Epub::open(&workspace.built("heft.epub"));
    let chapter = epub.text("EPUB/text/01-text.xhtml");
    assert!(chapter.contains("<abbr title=\"Nordrhein-Westfalen\">NRW</abbr>"), "{chapter}");
}

#[test]
fn a_foreign_passage_is_announced() {
    let workspace = heft();
    workspace.build();
    let aloud = workspace.satz(&["inspect", "--tags", "heft"]).stdout;
    assert!(aloud.contains("Ein [Englisch: pop-up store] öffnet."), "{aloud}");
    let epub = Epub::open(&workspace.built("heft.epub"));
    let chapter = epub.text("EPUB/text/01-text.xhtml");
    assert!(chapter.contains("<span lang=\"en\" xml:lang=\"en\">pop-up store</span>"), "{chapter}");
}

#[test]
fn lists_in_lists_and_terms_are_read_whole() {
    let workspace = heft();
    workspace.build();
    let aloud = workspace.satz(&["inspect", "--tags", "heft"]).stdout;
    let lists = "Liste mit 1 Eintrag\n  • Punkt\n  Liste mit 1 Eintrag\n    1. eins\n  Ende der Liste\nEnde der Liste\n\
                 Liste mit 1 Eintrag\n  Begriff Erklärung\nEnde der Liste\n";
    assert!(aloud.ends_with(lists), "{aloud}");
}

#[test]
fn heads_of_columns_have_their_scope() {
    let (root, _) = satz::print::tags(&Sample::built().screen).unwrap().expect("a tagged file");
    let mut heads = Vec::new();
    root.find(&["TH"], &mut heads);
    let scopes: Vec<_> = heads.iter().map(|head| head.scope.as_deref()).collect();
    assert_eq!(scopes, [Some("Column"); 2]);
}

#[test]
fn authors_follow_the_heading_of_their_chapter() {
    let chapter = "+++\nauthors = [\"Ada Muster\", \"Bo Beispiel\"]\n+++\n# Titel {#titel}\n\nText.\n\n## Abschnitt\n\nMehr.\n";
    for layout in ["house", "guidance", "brochure", "conference", "article", "worksheet", "press-release"] {
        let manifest =
            format!("title = \"Heft\"\nlayout = \"{layout}\"\ndate = 2026-11-01\noutputs = [\"screen\"]\n");
        let workspace = Workspace::new()
            .folder("layouts", "layouts")
            .file("sources/heft/publication.toml", manifest)
            .file("sources/heft/01-text.md", chapter);
        assert_eq!(workspace.satz(&["build"]).exit, 0, "{layout}");
        let aloud = workspace.satz(&["inspect", "--tags", "heft"]).stdout;
        let lines: Vec<&str> = aloud.lines().collect();
        let title =
            lines.iter().rposition(|line| line.starts_with("Überschrift 1: ") && line.ends_with("Titel"));
        let title = title.unwrap_or_else(|| panic!("{layout}: {aloud}"));
        assert_eq!(lines[title + 1], "Ada Muster, Bo Beispiel", "{layout}: {aloud}");
    }
}

#[test]
fn texts_of_their_own_are_not_run_together_and_code_is_in_the_language_around_it() {
    let chapter = "# Titel\n\nText.\n\n:::pull-quote{by=\"Ada Muster\"}\nEin Satz.\n:::\n\n:::factbox{title=\"Zahlen\"}\nNeun \
                   Läden.\n:::\n\n:::contact{title=\"Kontakt\"}\nAmt, `leer`\n:::\n";
    for layout in ["house", "guidance", "brochure", "conference", "article"] {
        let manifest =
            format!("title = \"Heft\"\nlayout = \"{layout}\"\ndate = 2026-11-01\noutputs = [\"screen\"]\n");
        let workspace = Workspace::new()
            .folder("layouts", "layouts")
            .file("sources/heft/publication.toml", manifest)
            .file("sources/heft/01-text.md", chapter);
        assert_eq!(workspace.satz(&["build"]).exit, 0, "{layout}");
        let aloud = workspace.satz(&["inspect", "--tags", "heft"]).stdout;
        let lines = "Ein Satz.\nAda Muster\nZahlen\nNeun Läden.\nKontakt\nAmt, leer\n";
        assert!(aloud.contains(lines), "{layout}: {aloud}");
    }
}
