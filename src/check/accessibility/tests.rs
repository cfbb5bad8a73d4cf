use std::collections::BTreeSet;
use std::sync::Arc;

use super::*;
use crate::publication;
use crate::workspace::Workspace;

fn publication(more: &str) -> Publication {
    let text = format!("title = \"T\"\nlayout = \"house\"\ndate = 2026-11-01\n{more}");
    let files = ["sources/t/a.md".to_owned()];
    let (publication, problems) = publication::read("sources/t", &text, &files, &Workspace::default());
    assert_eq!(problems, []);
    publication.expect("a good manifest")
}

fn found_in(markdown: &str, more: &str) -> Vec<Problem> {
    let file: Arc<str> = Arc::from("sources/t/a.md");
    let (chapter, problems) =
        crate::markdown::read(markdown, &file, &|range| Place::new(file.clone(), range));
    assert!(problems.iter().all(|problem| !problem.is_error()), "{problems:?}");
    let explained = BTreeSet::from(["NRW".to_owned()]);
    accessibility(&Document { chapters: vec![chapter] }, &publication(more), &explained)
}

/// The codes of what is found, without `accessibility/`.
fn codes(markdown: &str) -> Vec<String> {
    let codes = found_in(markdown, "").into_iter();
    codes.map(|problem| problem.code.trim_start_matches("accessibility/").to_owned()).collect()
}

#[test]
fn each_rule_is_broken_by_one_text_and_kept_by_its_neighbour() {
    let long = format!("![{}](a.jpg \"Ein Haus\")\n", "Ein Haus steht am Markt. ".repeat(13));
    let hard = "Die Verwaltungsvereinbarung zur Städtebauförderung bestimmt Bewilligungsvoraussetzungen \
                hinsichtlich gemeindlicher Entwicklungskonzepte beziehungsweise Maßnahmenkonzeptionen. "
        .repeat(10);
    let easy = "Das Haus ist alt. Es steht am Markt. Der Laden ist leer. ".repeat(12);
    let cases: &[(&str, &str, &str)] = &[
        ("alt-caption", "![Ein Haus.](a.jpg \"Ein Haus\")\n", "![Ein Haus.](a.jpg \"Der Markt 5\")\n"),
        ("alt-file-name", "![bild-1.jpg](a.jpg \"Ein Haus\")\n", "![Stand 1. Januar](a.jpg \"Ein Haus\")\n"),
        ("alt-file-name", "![markt-1](markt-1.jpg \"Ein Haus\")\n", "![Markt](markt.jpg \"Ein Haus\")\n"),
        ("alt-long", &long, "![Ein Haus steht am Markt.](a.jpg \"Ein Haus\")\n"),
        ("bold-heading", "**Was folgt daraus?**\n\nEin Absatz.\n", "**Das ist wichtig.**\n\nEin Absatz.\n"),
        ("bold-heading", "**Die Lage**\n\n- eins\n", "**Die Lage** ist gut.\n\nEin Absatz.\n"),
        ("link-text", "Mehr steht [hier](https://a.de).\n", "Mehr im [Heft](https://a.de).\n"),
        ("link-text", "[Mehr…](https://a.de)\n", "[Mehr vom Markt](https://a.de)\n"),
        (
            "link-repeated",
            "[Das Heft](https://a.de), [das Heft](https://b.de)\n",
            "[Das Heft](https://a.de), [das Heft](https://a.de)\n",
        ),
        (
            "table-caption",
            "| a | b |\n|---|---|\n| 1 | 2 |\n",
            ":::table{caption=\"C\"}\n| a | b |\n|---|---|\n| 1 | 2 |\n:::\n",
        ),
        (
            "layout-table",
            "| a |\n|---|\n| 1 |\n",
            ":::table{caption=\"C\"}\n| a | b |\n|---|---|\n| 1 | 2 |\n:::\n",
        ),
        (
            "foreign-passage",
            "Er sagte: The town is for all of us.\n",
            "Er sagte: [The town is for all of us.]{lang=en}\n",
        ),
        (
            "foreign-passage",
            "La ville est pour nous.\n",
            "Das *Savoir-vivre* und der *Charme* sind in der Stadt.\n",
        ),
        ("abbreviation", "Siehe BGB, und noch einmal BGB.\n", "Das Bürgerliche Gesetzbuch (BGB) gilt.\n"),
        ("abbreviation", "Siehe BGB.\n", "Das BGB (Bürgerliches Gesetzbuch) gilt. Teil XIV.\n"),
        ("capitals", "Das ist SEHR, SEHR WICHTIG.\n", "Das ist sehr wichtig.\n"),
        ("readability", &hard, &easy),
        ("formula-text", "$$L = M$$\n", ":::formula{alt=\"L gleich M\"}\nL = M\n:::\n"),
        ("colour-alone", "Die roten Balken zeigen es.\n", "Die oberen Balken, in Rot, zeigen es.\n"),
        ("colour-alone", "Es ist hellgrün markiert.\n", "Das Ufer ist grün, der Platz ist grau.\n"),
        (
            "colour-alone",
            "![Ein Plan](a.jpg \"Die blaue Linie ist der Weg\")\n",
            "![Eine blaue Linie am Fluss](a.jpg \"Der Weg\")\n",
        ),
    ];
    for (rule, broken, kept) in cases {
        let (broken, kept) = (format!("# Titel\n\n{broken}"), format!("# Titel\n\n{kept}"));
        let mut found = codes(&broken);
        // Shouted words look like abbreviations, too.
        found.retain(|code| *rule != "capitals" || code != "abbreviation");
        assert_eq!(found, [*rule], "{broken}");
        assert_eq!(codes(&kept), [""; 0], "{kept}");
    }
    for rule in RULES.iter().map(|rule| rule.code.trim_start_matches("accessibility/")) {
        let has_case = cases.iter().any(|(case, ..)| *case == rule);
        // These two are held against colours and against a finished file, and have tests of their own.
        assert!(has_case || ["contrast", "bookmarks"].contains(&rule), "no case breaks `{rule}`");
    }
}

#[test]
fn kindle_reads_shorter_alternative_texts() {
    let text = format!("# Titel\n\n![{}](a.jpg \"Ein Haus\")\n", "Ein Haus steht am Markt. ".repeat(6));
    assert_eq!(codes(&text), [""; 0]);
    let found = found_in(&text, "[epub]\nkindle = true\n");
    assert_eq!(found.len(), 1);
    assert!(found[0].message.contains("more than 140"), "{found:?}");
}

#[test]
fn words_are_quoted_as_their_author_wrote_them() {
    let found = found_in("# Titel\n\nDie Roten Balken zeigen es.\n", "");
    assert!(found[0].message.starts_with("`Roten Balken` tells"), "{found:?}");
}

#[test]
fn the_file_of_terms_explains_abbreviations() {
    assert_eq!(codes("# Titel\n\nIn NRW.\n"), [""; 0]);
}

#[test]
fn a_formula_within_a_line_needs_a_text_where_no_reading_is_known() {
    let english = "language = \"en\"\n";
    let found = |markdown: &str| {
        let found = found_in(&format!("# Title\n\n{markdown}\n"), english).into_iter();
        found.map(|problem| problem.code.into_owned()).collect::<Vec<_>>()
    };
    assert_eq!(found("It is $\\frac{a}{b}$."), ["accessibility/formula-text"]);
    assert_eq!(found("It is $x$."), [""; 0]);
    assert_eq!(found("It is $\\frac{a}{b}${alt=\"a over b\"}."), [""; 0]);
    assert_eq!(found("See the red bars."), ["accessibility/colour-alone"]);
    assert_eq!(found("They are marked in green."), ["accessibility/colour-alone"]);
}

#[test]
fn what_only_a_finished_file_shows_is_waived_later() {
    let late = "\"accessibility/bookmarks\" = \"Faltblatt\"";
    let (left, told) = waived("# Titel\n\nText.\n", late);
    assert_eq!((left.len(), told.len()), (0, 1));
    let waivers = publication(&format!("[waivers]\n{late}\n")).waivers;
    let found = || bookmarks(0, 3, &Place::file("t"));
    assert_eq!(waive_later(found(), &waivers), None);
    assert!(waive_later(found(), &[]).is_some());
}

fn waived(markdown: &str, waivers: &str) -> (Vec<String>, Vec<Waived>) {
    let more = format!("[waivers]\n{waivers}\n");
    let mut problems = found_in(markdown, &more);
    let waived = waive(&mut problems, &publication(&more).waivers);
    (problems.into_iter().map(|problem| problem.code.into_owned()).collect(), waived)
}

#[test]
fn a_waiver_takes_back_what_it_names_and_nothing_else() {
    let text = "# Titel\n\nMehr steht [hier](https://a.de). Siehe BGB.\n";
    let link = "\"accessibility/link-text\"";
    let (left, told) = waived(text, &format!("{link} = \"Zitat\""));
    assert_eq!(left, ["accessibility/abbreviation"]);
    assert_eq!((told[0].findings, told[0].reason.as_str()), (1, "Zitat"));
    let (left, _) = waived(text, &format!("{link} = {{ reason = \"Zitat\", chapter = \"a.md\" }}"));
    assert_eq!(left, ["accessibility/abbreviation"]);
    let (left, told) = waived(text, &format!("{link} = {{ reason = \"Zitat\", chapter = \"b.md\" }}"));
    assert_eq!(left, ["accessibility/link-text", "accessibility/abbreviation", "waivers/unused"]);
    assert_eq!(told[0].findings, 0);
}

#[test]
fn a_waiver_of_an_unknown_rule_is_an_error() {
    let (left, told) = waived("# Titel\n\nText.\n", "\"accessibility/linktext\" = \"Zitat\"");
    assert_eq!(left, ["waivers/unknown-rule"]);
    assert_eq!(told, []);
}
