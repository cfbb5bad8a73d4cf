//! What offices hand over as data: each file ends in right words or in a clear error.

use std::fmt::Write;

use crate::common::{Cell, Epub, Workspace, archive, ods, xlsx};

use Cell::{Day, Nothing, Number, Text};

/// A table as spreadsheets hold it: its name starts in row 3, and a column stays empty.
const MEMBERS: &[&[Cell]] = &[
    &[],
    &[],
    &[Text("Ort"), Nothing, Text("Beitritt"), Text("Beitrag"), Text("PLZ")],
    &[Text("Öhringen"), Nothing, Day("2026-05-12", 46154.0), Number(1234.5), Text("04109")],
    &[],
    &[Text("Ahlen*"), Nothing, Day("2019-01-31", 43496.0), Number(800.0), Text("59227")],
];

const LIST: &str = "# Orte\n\n{% for o in orte %}\n- {{ o.Ort }}, {{ o.Beitritt|date }}, {{ o.Beitrag|euro }}, {{ o.PLZ }}\n{% endfor %}\n";

fn workspace(data: &str, chapter: &str) -> Workspace {
    Workspace::with_chapter(chapter).publication(&format!("outputs = [\"epub\"]\n[data]\n{data}\n"))
}

fn ods_of(rows: &[&[Cell]]) -> String {
    let row = |cells: &&[Cell]| {
        let cells: String = cells.iter().map(|cell| cell.ods()).collect();
        let cells = if cells.is_empty() { Nothing.ods() } else { cells };
        format!("<table:table-row>{cells}</table:table-row>")
    };
    rows.iter().map(row).collect()
}

/// The words of the first chapter of the EPUB of `heft`.
fn words(workspace: &Workspace) -> String {
    let epub = Epub::open(&workspace.built("heft.epub"));
    let path = *epub.documents().iter().find(|path| path.contains("01-text")).expect("a chapter");
    epub.xml(path)
        .descendants()
        .filter(|node| node.is_text())
        .filter_map(|node| node.text())
        .map(str::trim)
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn a_sheet_of_either_format_is_read_as_its_office_meant_it() {
    let other: &[&[Cell]] = &[&[Text("Anderes")]];
    let files: [(&str, Vec<u8>); 2] = [
        ("orte.xlsx", xlsx(&[("Anderes", other), ("Mitglieder", MEMBERS)])),
        ("orte.ods", ods(&[("Anderes", &ods_of(other)), ("Mitglieder", &ods_of(MEMBERS))])),
    ];
    for (name, bytes) in files {
        for data in [
            format!("orte = \"{name}#Mitglieder\""),
            format!(
                "orte = {{ file = \"{name}\", sheet = \"Mitglieder\", schema = {{ Beitritt = {{ type = \"date\" }} }} }}"
            ),
        ] {
            let workspace = workspace(&data, LIST).file(&format!("sources/heft/{name}"), &bytes);
            workspace.build();
            let words = words(&workspace);
            for expected in [
                "Öhringen, 12.\u{a0}Mai 2026, 1.234,50\u{a0}€, 04109",
                "Ahlen*, 31.\u{a0}Januar 2019, 800\u{a0}€, 59227",
            ] {
                assert!(words.contains(expected), "{name}: {words}");
            }
        }
    }
}

#[test]
fn a_mistake_in_a_sheet_is_told_by_its_cell() {
    let rows: &[&[Cell]] =
        &[&[Text("Ort"), Text("Beitritt")], &[Text("Ahlen"), Text("bald")], &[Text("Beckum"), Cell::Failed]];
    let both = |schema: &str, rows: &[&[Cell]]| {
        let workspace =
            workspace(&format!("orte = {{ file = \"orte.xlsx\", schema = {{ {schema} }} }}"), "# A\n");
        workspace.file("sources/heft/orte.xlsx", xlsx(&[("Orte", rows)])).satz(&["check"]).stderr
    };
    let told = both("Ort = { unique = true }, Beitritt = { type = \"date\" }", &rows[..2]);
    assert!(
        told.contains("`Beitritt` must be a day such as `2026-05-12` or `12.5.2026`, but is `bald`"),
        "{told}"
    );
    assert!(told.contains("--> sources/heft/orte.xlsx#Orte:B2\n"), "{told}");
    assert!(told.contains("2 | Ahlen bald\n"), "{told}");
    let told = both("", rows);
    assert!(told.contains("the cell B3 holds the error `#DIV/0!`"), "{told}");
    let nameless: &[&[Cell]] = &[&[Text("Ort")], &[Text("Ahlen"), Text("Notiz")]];
    assert!(both("", nameless).contains("column B has no name"));
}

#[test]
fn a_sheet_that_is_not_there_gets_a_suggestion() {
    let workspace = workspace("orte = \"orte.xlsx#Mitgleider\"", "# A\n")
        .file("sources/heft/orte.xlsx", xlsx(&[("Mitglieder", MEMBERS)]));
    let told = workspace.satz(&["check"]).stderr;
    assert!(told.contains("data/sheet") && told.contains("did you mean `Mitglieder`?"), "{told}");
}

/// What is wrong with a spreadsheet of these bytes, within small limits.
fn refused(name: &str, bytes: &[u8]) -> String {
    let workspace = workspace(&format!("orte = \"{name}\""), "# A\n")
        .file(&format!("sources/heft/{name}"), bytes)
        .file("satz.toml", "[limits]\ndata-bytes = 1000000\ndata-cells = 10000\n");
    let finished = workspace.satz(&["check"]);
    assert_eq!(finished.exit, 1, "{}", finished.stderr);
    finished.stderr
}

#[test]
fn hostile_spreadsheets_end_in_words_before_they_are_unpacked() {
    let noughts = "0".repeat(5_000_000);
    let bomb = archive(&[("xl/workbook.xml", &noughts)]);
    assert!(bomb.len() < 10_000);
    let repeated = "<table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell table:number-columns-repeated=\"16000\" office:value-type=\"float\" office:value=\"1\"/></table:table-row>";
    let far = xlsx(&[("A", MEMBERS)]);
    let cases: [(&str, Vec<u8>, &str); 7] = [
        ("a.xlsx", bomb.clone(), "unpacks to more than 1000000 bytes"),
        ("a.ods", bomb, "unpacks to more than 1000000 bytes"),
        ("a.ods", ods(&[("A", repeated)]), "a sheet has more than 10000 cells"),
        ("a.xlsx", b"kein Archiv".to_vec(), "the spreadsheet cannot be read"),
        ("a.xlsx", far[..far.len() / 2].to_vec(), "the spreadsheet cannot be read"),
        ("a.ods", archive(&[("x", "y")]), "the spreadsheet cannot be read"),
        ("a.xlsx", xlsx(&[("A", &[])]), "the sheet is empty"),
    ];
    for (name, bytes, expected) in cases {
        let told = refused(name, &bytes);
        assert!(told.contains(expected) && told.contains(&format!("sources/heft/{name}")), "{told}");
    }
}

#[test]
fn an_archive_that_lies_about_its_sizes_is_counted_all_the_same() {
    let mut bomb = archive(&[("xl/workbook.xml", &"0".repeat(5_000_000))]);
    // The length before packing stands at two places (APPNOTE 6.3.10, § 4.3.7 and 4.3.12).
    let size = 5_000_000_u32.to_le_bytes();
    let found: Vec<usize> =
        bomb.windows(4).enumerate().filter(|(_, part)| *part == size).map(|(at, _)| at).collect();
    assert!(!found.is_empty());
    for at in found {
        bomb[at..at + 4].copy_from_slice(&100_u32.to_le_bytes());
    }
    let told = refused("a.xlsx", &bomb);
    assert!(told.contains("unpacks to more than") || told.contains("cannot be read"), "{told}");
}

#[test]
fn every_usual_dialect_of_csv_is_read() {
    let dialects = [
        "Ort;Zahl\nAhlen;1,5\n",
        "\u{feff}Ort;Zahl\r\nAhlen;1,5\r\n",
        "sep=;\r\nOrt;Zahl\r\nAhlen;1,5\r\n",
        "Ort\tZahl\nAhlen\t1,5",
        "Ort,Zahl\nAhlen,\"1,5\"\n\n\n",
    ];
    for dialect in dialects {
        let workspace =
            workspace("orte = \"orte.csv\"", "# A\n\n{{ orte[0].Ort }}: {{ orte[0].Zahl|euro }}\n")
                .file("sources/heft/orte.csv", dialect);
        workspace.build();
        assert!(words(&workspace).contains("Ahlen: 1,50\u{a0}€"), "{dialect:?}");
    }
    let latin = workspace("orte = \"orte.csv\"", "# A\n").file("sources/heft/orte.csv", b"Ort\nK\xf6ln\n");
    let told = latin.satz(&["check"]).stderr;
    assert!(told.contains("data/encoding") && told.contains("save it as UTF-8"), "{told}");
}

#[test]
fn tables_of_one_column_and_of_a_hundred_thousand_rows_are_read() {
    let one = workspace("orte = \"orte.csv\"", "# A\n\n{% for o in orte %}{{ o.Ort }} {% endfor %}\n")
        .file("sources/heft/orte.csv", "Ort\nAhlen\nBeckum\n");
    one.build();
    assert!(words(&one).contains("Ahlen Beckum"));
    let mut many = "nr;ort\n".to_owned();
    for number in 0..100_000 {
        let _ = writeln!(many, "{number};Ort {number}");
    }
    let chapter = "# A\n\n{{ orte|length }} Orte, zuletzt {{ (orte|last).ort }}.\n";
    let schema = "orte = { file = \"orte.csv\", schema = { nr = { type = \"integer\", unique = true } } }";
    let large = workspace(schema, chapter).file("sources/heft/orte.csv", many);
    large.build();
    assert!(words(&large).contains("100000 Orte, zuletzt Ort 99999."), "{}", words(&large));
}

#[test]
fn hostile_words_in_cells_stay_words() {
    let hostile = "*fett* | # Titel ::: {{ x }} {% raw %} $a$ <b> [x](y) @ref ![](a.png) `code` \\ & =1+1";
    let quoted = hostile.replace('"', "\"\"");
    let workspace = workspace(
        "orte = \"orte.csv\"",
        "# A\n\n| Ort | B |\n|---|---|\n{% for o in orte %}\n| {{ o.ort }} | b |\n{% endfor %}\n",
    )
    .file("sources/heft/orte.csv", format!("ort\n\"{quoted}\"\n"));
    let finished = workspace.satz(&["build", "-q"]);
    assert_eq!((finished.stderr.as_str(), finished.exit), ("", 0));
    assert!(words(&workspace).contains(hostile), "{}", words(&workspace));
}

#[test]
fn data_that_nothing_shows_is_a_hint() {
    let workspace = workspace("orte = \"orte.csv\"\nleer = \"leer.csv\"", "# A\n\n{{ orte[0].ort }}\n")
        .file("sources/heft/orte.csv", "ort,kreis\nA,B\n")
        .file("sources/heft/leer.csv", "x\n1\n")
        .file("sources/heft/alt.xlsx", "nie gelesen");
    workspace.build();
    let told = workspace.satz(&["check", "-v"]).stderr;
    for expected in [
        "`sources/heft/orte.csv` has columns that nothing shows: `kreis`",
        "no chapter shows the data `leer`",
        "the build does not read this file\n --> sources/heft/alt.xlsx",
    ] {
        assert!(told.contains(expected), "{told}");
    }
}

/// A workspace with the house layout and one table.
fn with_house(chapter: &str) -> Workspace {
    let mut workspace = workspace("leute = \"leute.csv\"", chapter)
        .file("sources/heft/leute.csv", "name,rolle,von,bis,tag,mail,kosten\nÖzlem \"Ö\" *A*,Leitung,9:00,10:00,Montag,a@example.org,\"1,5\"\nBerta,,9:00,10:00,Montag,,2\nAnton,Planung,11:00,,Dienstag,c@example.org,\n")
        .file(
            "sources/heft/publication.toml",
            "title = \"Heft\"\nlayout = \"house\"\nlanguage = \"de-DE\"\ndate = 2026-11-01\noutputs = [\"epub\"]\n[data]\nleute = \"leute.csv\"\n",
        );
    let house = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("layouts/house");
    for entry in std::fs::read_dir(house).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            workspace = workspace.file(&format!("layouts/house/{name}"), std::fs::read(&path).unwrap());
        }
    }
    workspace
}

/// The body of the first chapter of the EPUB.
fn body(chapter: &str) -> String {
    let workspace = with_house(chapter);
    let finished = workspace.satz(&["build", "-q"]);
    assert_eq!((finished.stderr.as_str(), finished.exit), ("", 0), "{chapter}");
    let epub = Epub::open(&workspace.built("heft.epub"));
    let path = *epub.documents().iter().find(|path| path.contains("01-text")).expect("a chapter");
    let text = epub.text(path);
    text[text.find("<body").unwrap()..].to_owned()
}

#[test]
fn components_made_from_data_are_those_that_a_loop_writes() {
    let cases = [
        (
            ":::speakers{data=leute name=name role=rolle text=mail}\n:::",
            "::::speakers\n{% for p in leute %}\n:::speaker{name=\"{{ p.name }}\"{% if p.rolle %} role=\"{{ p.rolle }}\"{% endif %}}\n{{ p.mail }}\n:::\n\n{% endfor %}\n::::",
        ),
        (
            ":::timeline{data=leute date=\"{von|time} Uhr\" title=name sort=name}\n:::",
            "::::timeline\n{% for p in leute|sort_de(\"name\") %}\n:::step{date=\"{{ p.von|time }} Uhr\" title=\"{{ p.name }}\"}\n:::\n\n{% endfor %}\n::::",
        ),
        (
            ":::directory{data=leute letters=name sort=name name=name lines=\"rolle; mail\"}\n:::",
            ":::::directory\n{% for g in leute|sort_de(\"name\")|group(\"name\", letters=true) %}\n::::letter{letter={{ g.name }}}\n\n{% for p in g.rows %}\n:::entry{name=\"{{ p.name }}\"}\n{{ p.rolle }}{% if p.rolle and p.mail %}\\\n{% endif %}{{ p.mail }}\n:::\n\n{% endfor %}\n::::\n\n{% endfor %}\n:::::",
        ),
        (
            ":::table{data=leute columns=\"name: Name, kosten|euro: Kosten\" caption=\"Kosten\" sum=kosten}\n:::",
            ":::table{caption=\"Kosten\"}\n| Name | Kosten |\n|---|--:|\n{% for p in leute %}\n| {{ p.name }} | {% if p.kosten %}{{ p.kosten|euro }}{% endif %} |\n{% endfor %}\n| **Summe** | **{{ leute|map(attribute=\"kosten\")|select|sum|euro }}** |\n:::",
        ),
        (
            ":::programme{data=leute day=tag start=von end=bis title=name room=rolle}\n:::",
            ":::::programme\n## Montag\n\n::::timeslot{start=\"9:00\" end=\"10:00\"}\n:::session{title=\"{{ leute[0].name }}\" room=Leitung}\n:::\n\n:::session{title=Berta}\n:::\n::::\n\n## Dienstag\n\n::::timeslot{start=\"11:00\"}\n:::session{title=Anton room=Planung}\n:::\n::::\n:::::",
        ),
    ];
    for (data, written) in cases {
        assert_eq!(body(&format!("# A\n\n{data}\n")), body(&format!("# A\n\n{written}\n")), "{data}");
    }
}

#[test]
fn every_kind_of_chart_has_its_numbers_in_words_and_as_a_table() {
    let map = "{\"type\": \"FeatureCollection\", \"features\": [{\"type\": \"Feature\", \"properties\": {\"name\": \"Berta\"}, \"geometry\": {\"type\": \"Polygon\", \"coordinates\": [[[7, 51], [8, 51], [8, 52], [7, 52], [7, 51]]]}}, {\"type\": \"Feature\", \"properties\": {\"name\": \"Anton\"}, \"geometry\": {\"type\": \"Polygon\", \"coordinates\": [[[8, 51], [9, 51], [9, 52], [8, 52], [8, 51]]]}}]}";
    for (kind, word) in
        [("bar", "Balkendiagramm"), ("line", "Liniendiagramm"), ("pie", "Kreisdiagramm"), ("map", "Karte")]
    {
        let more = if kind == "map" { " map=karte" } else { "" };
        let chapter =
            format!("# A\n\n:::chart{{data=zahlen x=ort y=wert kind={kind} title=\"Zahlen\"{more}}}\n:::\n");
        let workspace = with_house(&chapter)
            .file("sources/heft/zahlen.csv", "ort,wert\nAnton,3\nBerta,\"4,5\"\n")
            .file("sources/heft/karte.geojson", map);
        let manifest = std::fs::read_to_string(workspace.path("sources/heft/publication.toml")).unwrap();
        let workspace = workspace.file(
            "sources/heft/publication.toml",
            format!("{manifest}zahlen = \"zahlen.csv\"\nkarte = \"karte.geojson\"\n"),
        );
        let finished = workspace.satz(&["build", "-q", "--outputs", "screen,epub"]);
        assert_eq!((finished.stderr.as_str(), finished.exit), ("", 0), "{kind}");
        let epub = Epub::open(&workspace.built("heft.epub"));
        let path = *epub.documents().iter().find(|path| path.contains("01-text")).expect("a chapter");
        let text = epub.text(path);
        assert!(text.contains(&format!("{word}. Anton: 3; Berta: 4,5.")), "{kind}: {text}");
        assert!(text.contains("<details") && text.contains("<th scope=\"row\">Berta</th>"), "{kind}: {text}");
    }
}
