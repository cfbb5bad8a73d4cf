//! What the print shop gets beside its files: the report for machines, and the job ticket.

use std::fmt::Write;

use satz::print::{inspect, text_of};
use sha2::{Digest, Sha256};

use crate::common::{Sample, Workspace};

const PRINT: &str = "outputs = [\"print\"]\n[print]\njobticket = true\ncopies = 500\nmarks = [\"crop\"]\n";

/// Thinner than a plate holds.
const LINE: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='60' height='20'><path d='M0 10H60' stroke='black' stroke-width='0.02'/></svg>";

fn workspace(print: &str) -> Workspace {
    Workspace::new()
        .publication(print)
        .file(
            "sources/heft/01-text.md",
            "# Bestand\n\nText.\n\n![Verlauf](verlauf.png){width=4mm credit=\"B\"}\n",
        )
        .file("sources/heft/verlauf.png", Sample::picture())
}

fn report(workspace: &Workspace) -> serde_json::Value {
    serde_json::from_slice(&workspace.built("heft-print.json")).unwrap()
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[test]
fn the_report_tells_what_is_in_the_file() {
    let workspace = workspace(PRINT);
    workspace.build();
    let (report, pdf) = (report(&workspace), workspace.built("heft-print.pdf"));
    assert_eq!((&report["copies"], &report["marks"][0]), (&500.into(), &"crop".into()));
    assert_eq!(report["condition"]["identifier"], "FOGRA39");
    let file = &report["files"][0];
    assert_eq!((&file["file"], &file["part"]), (&"heft-print.pdf".into(), &"content".into()));
    assert_eq!(file["sha256"], sha256(&pdf));
    assert_eq!((&file["trim-mm"], &file["bleed-mm"]), (&serde_json::json!([105.0, 148.0]), &3.0.into()));
    let read = inspect(&pdf).unwrap();
    let picture = &file["pictures"][0];
    assert_eq!(picture["ppi"], f64::from(read.pages[0].pictures[0].ppi()).round());
    assert_eq!(picture["size-mm"][0], 4.0);
    assert_eq!(file["fonts"].as_array().unwrap().len(), read.fonts.len());
    assert_eq!(file["pages"].as_array().unwrap().len(), read.pages.len());
}

#[test]
fn the_ticket_goes_with_the_files_that_it_names() {
    let print = PRINT.replace("jobticket", "binding = \"saddle-stitch\"\nseparate-cover = true\njobticket");
    let chapter = |n: usize| format!("# Seite {n}\n\nText.\n");
    let workspace = (1..8).fold(workspace(&print), |workspace, n| {
        workspace.file(&format!("sources/heft/{:02}.md", n + 1), chapter(n))
    });
    let workspace = workspace
        .file("sources/heft/01-text.md", "# Titel\n\n![Eine Linie](linie.svg){credit=\"B\"}\n")
        .file("sources/heft/08.md", "# Ende\n\n![Eine Linie](linie.svg){credit=\"B\"}\n")
        .file("sources/heft/linie.svg", LINE);
    let built = workspace.satz(&["build", "-q"]);
    assert_eq!(built.exit, 0, "{}", built.stderr);
    assert!(built.stderr.contains("heft-print-cover.pdf: a line is thinner than"), "{}", built.stderr);
    let findings = report(&workspace)["findings"].clone();
    let of = |file: &str| findings.as_array().unwrap().iter().filter(|one| one["file"] == file).count();
    assert_eq!((of("heft-print-cover.pdf"), of("heft-print.pdf")), (1, 0), "{findings}");
    let ticket = workspace.built("heft-jobticket.pdf");
    let text: String = text_of(&ticket).unwrap().concat().split_whitespace().collect();
    for file in ["heft-print.pdf", "heft-print-cover.pdf"] {
        assert!(text.contains(&sha256(&workspace.built(file))), "{file} is not the one of the ticket");
    }
    let read = inspect(&ticket).unwrap();
    assert_eq!(read.pages.len(), 1);
    assert_eq!((read.facts.pdfua.as_deref(), read.facts.pdfa.as_deref()), (Some("1"), Some("2A")));
    assert_eq!(read.facts.language.as_deref(), Some("de-DE"));
    assert_eq!(read.facts.title.as_deref(), Some("Druckauftrag: Heft"));
}

#[test]
fn nobody_gets_a_ticket_who_does_not_ask() {
    let workspace = workspace("outputs = [\"print\"]\n");
    workspace.build();
    assert!(!workspace.path("output/heft/heft-jobticket.pdf").exists());
    assert!(!workspace.path("output/heft/heft-print.json").exists());
}

#[test]
fn the_same_publication_gives_the_same_ticket() {
    let bytes = || {
        let workspace = workspace(PRINT);
        workspace.build();
        ["heft-print.json", "heft-jobticket.pdf"].map(|file| workspace.built(file))
    };
    assert!(bytes() == bytes());
}
