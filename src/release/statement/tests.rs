use super::*;
use crate::release::{Standard, StandardState};

fn artefact(output: &str, file: &str, sum: &str, standards: Vec<Standard>) -> Artefact {
    Artefact {
        output: output.to_owned(),
        file: file.to_owned(),
        bytes: 2_048_000,
        sha256: sum.to_owned(),
        pages: None,
        standards,
    }
}

fn verdict(sum: &str, passed: bool) -> Verdict {
    Verdict {
        by: "EPUBCheck 5.3.0".to_owned(),
        standard: Some("EPUB 3.3".to_owned()),
        sha256: sum.to_owned(),
        passed,
        findings: if passed { Vec::new() } else { vec!["ERROR RSC-005 <p>".to_owned()] },
    }
}

/// The rows of the second table, cell by cell.
fn standards(language: &str, verdicts: &[Verdict]) -> Vec<String> {
    let claimed = Standard { name: "EPUB 3.3".to_owned(), state: StandardState::Claimed, by: String::new() };
    let artefacts =
        [artefact("epub", "a.epub", "aa", vec![claimed]), artefact("print", "a-print.pdf", "pp", Vec::new())];
    let html = statement(language, &artefacts, verdicts, &[]);
    let page = roxmltree::Document::parse(html.trim_start_matches("<!DOCTYPE html>\n")).expect("it is XML");
    let table = page.descendants().filter(|node| node.has_tag_name("table")).nth(1).expect("a table");
    let body = table.children().find(|node| node.has_tag_name("tbody")).expect("a body");
    let rows = body.children().filter(|node| node.has_tag_name("tr"));
    let text = |node: roxmltree::Node| {
        node.descendants().filter_map(|node| node.text().filter(|_| node.is_text())).collect::<String>()
    };
    rows.map(|row| {
        row.children().filter(roxmltree::Node::is_element).map(text).collect::<Vec<_>>().join(" | ")
    })
    .collect()
}

fn statement(language: &str, artefacts: &[Artefact], verdicts: &[Verdict], waivers: &[Waiver]) -> String {
    let language = Language::parse(language).expect("a language");
    Statement {
        language: &language,
        title: "Heft <1>",
        edition: None,
        date: None,
        siblings: &[],
        publisher: None,
        contact: Contact::default(),
        certified: None,
        artefacts,
        verdicts,
        findings: &[Problem::warning("accessibility/link-text", "x")],
        waivers,
        contents: Contents::default(),
    }
    .to_html()
}

#[test]
fn a_standard_is_claimed_until_a_judge_has_seen_these_very_bytes() {
    let claimed = "a.epub | EPUB 3.3 | beansprucht: danach gemacht, nicht geprüft | niemand";
    assert_eq!(standards("de", &[])[1..], [claimed]);
    assert_eq!(standards("de", &[verdict("an older file", true)])[1..], [claimed]);
    assert_eq!(
        standards("de", &[verdict("aa", true)])[1..],
        ["a.epub | EPUB 3.3 | geprüft, ohne Verstoß | EPUBCheck 5.3.0"]
    );
    assert_eq!(
        standards("en", &[verdict("aa", false)])[1..],
        ["a.epub | EPUB 3.3 | checked, violations: 1 | EPUBCheck 5.3.0"]
    );
}

#[test]
fn findings_exceptions_and_open_questions_are_told() {
    let waiver = Waiver { code: "accessibility/capitals".into(), reason: "Ein Zitat".into(), findings: 3 };
    let artefacts = [artefact("screen", "a-screen.pdf", "aa", Vec::new())];
    let html = statement("de-DE", &artefacts, &[], std::slice::from_ref(&waiver));
    for told in [
        "<html lang=\"de\">",
        "„Heft &lt;1&gt;“",
        "Ein Link sagt, wohin er führt: Vorleseprogramme",
        "<code>accessibility/link-text</code>",
        "WCAG 2.4.4",
        "<td>Ein Zitat</td>",
        "Für Rückmeldungen ist keine Stelle angegeben.",
        "Screenreader",
        "2.000 KiB",
    ] {
        assert!(html.contains(told), "{told} is not in {html}");
    }
    assert!(!html.contains("jede Textalternative"), "there are no pictures to judge");
    assert!(!html.contains("Druckerei"), "there is no print PDF");
}
