use super::*;
use crate::toml_text::told;

const FOLDER: &str = "sources/leerstand";

fn files() -> Vec<String> {
    ["01-a.md", "02-b.md", "_teil.md", "data/orte.csv", "literatur.bib", "publication.toml"]
        .map(|file| format!("{FOLDER}/{file}"))
        .to_vec()
}

fn checked(text: &str) -> (Option<Publication>, Vec<Problem>) {
    read(FOLDER, text, &files(), &Workspace::default())
}

fn found(text: &str) -> Vec<String> {
    told(text, &checked(text).1)
}

#[test]
fn a_small_manifest_gets_the_defaults() {
    let publication = checked("title = \"A\"\nlayout = \"house\"\n").0.expect("a good file");
    assert_eq!(publication.slug, "leerstand");
    assert_eq!(publication.language.tag(), "de-DE");
    assert_eq!(publication.outputs, Outputs::all());
    let chapters: Vec<_> = publication.chapters.iter().map(|path| path.value.as_str()).collect();
    assert_eq!(chapters, ["sources/leerstand/01-a.md", "sources/leerstand/02-b.md"]);
}

#[test]
fn every_section_is_read() {
    let text = r#"
title = "Leerstand aktivieren"
subtitle = "Eine Arbeitshilfe"
layout = "guidance"
date = 2026-11-01
series = { name = "Arbeitshilfen", number = 7 }
contributors = [{ name = "A", file-as = "A, B", role = "editor" }, { name = "B", role = "photographer" }]
identifiers = { isbn-print = "978-3-16-148410-0", doi = "10.1000/182" }
subjects = ["Stadt"]
chapters = ["02-b.md", "*.md"]
outputs = ["epub"]
bibliography = "literatur.bib"
[print]
size = "a5"
bleed = "5mm"
binding = "saddle-stitch"
[data]
orte = { file = "data/orte.csv", schema = { einwohner = { type = "integer", required = true } } }
geteilt = "../_shared/x.csv"
[parameters]
series = "X"
"#;
    let publication = checked(text).0.expect("a good file");
    assert_eq!(publication.chapters[0].value, "sources/leerstand/02-b.md");
    assert_eq!(publication.chapters.len(), 2);
    assert_eq!(publication.series.as_ref().and_then(|series| series.number), Some(7));
    assert_eq!(publication.contributors[0].file_as.as_deref(), Some("A, B"));
    assert_eq!(publication.contributors[1].role.text(&publication.language), "Fotografie");
    assert_eq!(publication.identifiers.iter().count(), 2);
    assert_eq!(publication.print.binding.map(|binding| binding.value.pages_multiple()), Some(4));
    assert_eq!(publication.data[0].schema.columns[0].kind, ColumnType::Integer);
    assert_eq!(publication.data[1].file.value, "sources/_shared/x.csv");
    assert_eq!(publication.parameters[0].value.path, "parameters.series");
}

#[test]
fn each_mistake_is_told_once_at_its_place() {
    let head = "title = \"A\"\nlayout = \"house\"\n";
    let cases = [
        (
            "chapters = [\"01-a.md\", \"01-aa.md\"]",
            "manifest/missing-chapter [\"01-aa.md\"] there is no file `01-aa.md` in the publication's folder (did you mean `01-a.md`?)",
        ),
        (
            "chapters = [\"teil/*.md\"]",
            "manifest/missing-chapter [\"teil/*.md\"] no file matches `teil/*.md`",
        ),
        (
            "chapters = [\"../../../x.md\"]",
            "manifest/path [\"../../../x.md\"] the path `../../../x.md` leaves the workspace (copy the file into the workspace; a leading `/` is the workspace's root)",
        ),
        (
            "chapters = [\"01-a.md\", \"01-a.md\"]",
            "manifest/value [\"01-a.md\"] the chapter `01-a.md` is listed twice",
        ),
        (
            "chapters = [\"data/orte.csv\"]",
            "manifest/value [\"data/orte.csv\"] the chapter `data/orte.csv` is not a Markdown file (chapters end in `.md`)",
        ),
        (
            "date = \"2026-11-01\"",
            "manifest/type [\"2026-11-01\"] `date` must be a date without quotes such as `2026-11-01`, but is text",
        ),
        (
            "contributors = [{ name = \"A\", role = \"autor\" }]",
            "manifest/value [\"autor\"] `contributors.role` cannot be `autor`, only `author`, `editor`, `illustrator`, `photographer`, `translator`, `publisher`, `designer`, `cover-designer`, `typographer`, `proofreader`, `cartographer`, `contributor`, `compiler`, `researcher`, `interviewer`, `interviewee`, `writer-of-introduction`, `writer-of-afterword`, `funder` or `issuing-body` (did you mean `author`?)",
        ),
        (
            "identifiers = { isbn-print = \"978-3-16-148410-1\" }",
            "manifest/value [\"978-3-16-148410-1\"] the ISBN `978-3-16-148410-1` has a wrong check digit (its last figure would have to be 0; compare it with the letter of the ISBN agency)",
        ),
        (
            "bibliography = \"literatur.bibb\"",
            "manifest/missing-file [\"literatur.bibb\"] there is no file `literatur.bibb` in the publication's folder (did you mean `literatur.bib`?)",
        ),
        (
            "[print]\nbinding = \"stapled\"",
            "manifest/value [\"stapled\"] `print.binding` cannot be `stapled`, only `saddle-stitch`, `perfect`, `wire` or `loose`",
        ),
        (
            "[print]\nbleed = \"3\"",
            "manifest/value [\"3\"] `print.bleed` must be a length such as `3mm` or `9.5pt`",
        ),
        (
            "[data]\nmeine-orte = \"data/orte.csv\"",
            "manifest/value [meine-orte] `meine-orte` cannot name data in a template (a name has letters, figures and `_`, starts with a letter, and is none of satz's own, such as `publication`)",
        ),
        (
            "[data]\norte = 3",
            "manifest/type [3] `data.orte` must be the path of a file, or `{ file = \"…\", schema = { … } }`, but is a whole number",
        ),
        (
            "[data.orte]\nfile = \"data/orte.csv\"\n[data.orte.schema]\na = { type = \"zahl\" }",
            "manifest/value [\"zahl\"] `data.orte.schema.a.type` cannot be `zahl`, only `text`, `integer`, `number`, `boolean`, `date` or `time`",
        ),
    ];
    for (line, expected) in cases {
        assert_eq!(found(&format!("{head}{line}\n")), [expected], "{line}");
    }
}

#[test]
fn all_mistakes_of_a_file_come_in_its_order() {
    let text = "titel = \"A\"\nlayout = \"../x\"\noutputs = [\"print\", \"pdf\"]\n";
    let codes: Vec<String> = found(text);
    assert_eq!(
        codes,
        [
            "manifest/missing-key [] `title` is missing (add `title = \"…\"`)",
            "manifest/unknown-key [titel] unknown key `titel` (did you mean `title`?)",
            "manifest/value [\"../x\"] `../x` cannot name a layout (write the name of a folder in the workspace's layouts, such as `house`)",
            "manifest/value [\"pdf\"] `outputs` cannot be `pdf`, only `print`, `screen`, `epub`, `cover` or `proof`",
        ]
    );
}

#[test]
fn a_folder_without_chapters_is_told_at_its_manifest() {
    let text = "title = \"A\"\nlayout = \"house\"\n";
    let (_, problems) = read(FOLDER, text, &[], &Workspace::default());
    assert_eq!(
        told(text, &problems),
        [
            "manifest/missing-chapter [] the publication has no chapters (write a file such as `01-einleitung.md` beside the manifest)"
        ]
    );
}
