use super::*;
use crate::diagnostic::Place;
use crate::publication::{Column, ColumnType};
use crate::toml_text::{Located, told};

fn data(file: &str, text: &str) -> Outcome<Data> {
    read(&Arc::from(file), text.as_bytes(), &Schema::default(), &Limits::default())
}

fn found(file: &str, text: &str, schema: &Schema) -> Vec<String> {
    let read = read(&Arc::from(file), text.as_bytes(), schema, &Limits::default());
    told(text, &read.map_or_else(|problems| problems, |read| read.warnings))
}

fn column(name: &str, kind: ColumnType) -> Column {
    let name = Located { value: name.to_owned(), place: Place::file("publication.toml") };
    Column { name, kind, required: false, unique: false, values: Vec::new(), pattern: None, references: None }
}

#[test]
fn every_format_gives_the_same_values() {
    let cases = [
        ("a.csv", "name,zahl,leer\n\"Ort, groß\",3,\n"),
        ("a.csv", "\u{feff}name;zahl;leer\r\nOrt, groß;3;\r\n\r\n"),
        ("a.tsv", "name\tzahl\tleer\nOrt, groß\t3\t"),
        ("a.json", "[{\"name\": \"Ort, gro\\u00df\", \"zahl\": 3, \"leer\": null}]"),
        ("a.yaml", "- name: Ort, groß\n  zahl: 3\n  leer:\n"),
    ];
    for (file, text) in cases {
        let json = data(file, text).expect(text).value.to_json().to_string();
        // serde_json sorts names, so the order of the columns is not seen here.
        assert_eq!(json, r#"[{"leer":null,"name":"Ort, groß","zahl":3}]"#, "{file}");
    }
    let toml = data("a.toml", "tag = 2026-05-12\n[[ort]]\nname = \"A\"\n").expect("good").value;
    assert_eq!(toml.to_json().to_string(), r#"{"ort":[{"name":"A"}],"tag":"2026-05-12"}"#);
}

#[test]
fn a_value_knows_its_place_in_every_format() {
    let cases = [
        ("a.csv", "name,b\nGröße,\"x\"\"y\"\n", "\"x\"\"y\""),
        ("a.json", "[ {\"name\": \"ü\", \"b\": \"xy\"} ]", "\"xy\""),
        ("a.yaml", "- name: ü\n  b: xy # nie\n", "xy"),
    ];
    for (file, text, expected) in cases {
        let data = data(file, text).expect(text).value;
        let place = data.place(&[Step::Row(0), Step::Key("b")]);
        assert_eq!(&text[place.range], expected, "{file}");
    }
    let text = "[a]\nb = \"xy\"\n";
    let place = data("a.toml", text).expect(text).value.place(&[Step::Key("a"), Step::Key("b")]);
    assert_eq!(&text[place.range], "\"xy\"");
}

#[test]
fn a_broken_file_is_told_at_its_place() {
    let cases = [
        (
            "a.csv",
            "a,b\n1,2,3\n4\n",
            vec![
                "data/row [1,2,3] this row has 3 cells, but the first line names 2 columns (a cell that holds a `,` stands in quotes: \"…\")",
                "data/row [4] this row has 1 cell, but the first line names 2 columns (an empty cell still has its separator)",
            ],
        ),
        (
            "a.csv",
            "a,,a\n1,2,3\n",
            vec![
                "data/header [] column 2 has no name (name every column in the first line, and remove empty ones)",
                "data/header [a] two columns are called `a`",
            ],
        ),
        ("a.csv", "a,b\n\"1,2\n", vec!["data/quote [\"] the quote that opens here is never closed"]),
        (
            "a.csv",
            "a,b\n\"x\"y,2\n",
            vec![
                "data/quote [\"x\"] text stands behind the quote that closes this cell (write a quote inside a cell twice: \"\")",
            ],
        ),
        (
            "a.csv",
            "",
            vec!["data/row [] the table is empty (write the names of the columns into the first line)"],
        ),
        (
            "a.json",
            "[1, 2,]",
            vec!["data/syntax []] expected a value, found `]` (JSON has no comma behind the last value)"],
        ),
        ("a.json", "{\"a\": 1, \"a\": 2}", vec!["data/duplicate [\"a\"] `a` is given twice"]),
        ("a.json", "{\"a\": 01}", vec!["data/syntax [01] `01` is not a number in JSON"]),
        (
            "a.json",
            "[\"\\ud800\"]",
            vec!["data/syntax [\"\\ud800\"] this text has a sign or an escape that JSON does not know"],
        ),
        ("a.json", "[1", vec!["data/syntax [] expected `,` or `]`, but the file ends here"]),
        (
            "a.xls",
            "",
            vec![
                "data/format [] `a.xls` is not a format of data that satz reads (data come as .csv, .json, .yaml, .toml, .xlsx or .ods; save other spreadsheets as one of them)",
            ],
        ),
    ];
    for (file, text, expected) in cases {
        assert_eq!(found(file, text, &Schema::default()), expected, "{text}");
    }
}

#[test]
fn a_broken_yaml_is_told_at_its_line() {
    let text = "- a: 1\n- b: [1, 2\n- c\n";
    let problems = data("a.yaml", text).expect_err("broken");
    assert_eq!(problems[0].code, "data/syntax");
    assert!(problems[0].place.as_ref().is_some_and(|place| place.range.start >= 7), "{problems:?}");
}

#[test]
fn a_file_in_another_encoding_is_told_where_it_shows() {
    let bytes = b"name\nGr\xf6\xdfe\n";
    let problems = read(&Arc::from("a.csv"), bytes, &Schema::default(), &Limits::default());
    let problems = problems.expect_err("not UTF-8");
    assert_eq!(problems[0].message, "the file is not UTF-8, but probably Windows-1252 or Latin-1");
    assert_eq!(problems[0].place, Some(Place::new("a.csv", 7..7)));
}

#[test]
fn too_much_and_too_deep_end_in_words() {
    let deep = "[".repeat(5000);
    for (file, text) in [("a.json", deep.clone()), ("a.yaml", deep), ("a.yaml", "- ".repeat(5000))] {
        let problems = data(file, &text).expect_err("too deep");
        assert_eq!(problems[0].code, "data/nesting", "{file}");
    }
    let limits = Limits { data_bytes: 3, ..Limits::default() };
    let problems = read(&Arc::from("a.csv"), b"a\n1\n", &Schema::default(), &limits);
    assert_eq!(problems.expect_err("too big")[0].code, "data/size");
}

#[test]
fn a_schema_checks_all_cells_at_once_in_the_order_of_the_rows() {
    let text =
        "id,einwohner,stand,form\nA1,12.000,1.5.2026,Dorf\nA1,viele,2026-02-30,Stadtt\n,,,\nB,,,Stadt\n";
    let schema = Schema {
        columns: vec![
            Column { unique: true, pattern: Some("?#".to_owned()), ..column("id", ColumnType::Text) },
            Column { required: true, ..column("einwohner", ColumnType::Integer) },
            column("stand", ColumnType::Date),
            Column { values: vec!["Stadt".into(), "Dorf".into()], ..column("form", ColumnType::Text) },
        ],
        file: None,
    };
    assert_eq!(
        found("a.csv", text, &schema),
        [
            "data/duplicate [A1] `id` is `A1` for the second time",
            "data/type [viele] `einwohner` must be a whole number, but is `viele`",
            "data/type [2026-02-30] `stand` must be a day such as `2026-05-12` or `12.5.2026`, but is `2026-02-30`",
            "data/value [Stadtt] `form` cannot be `Stadtt`, only `Stadt` or `Dorf` (did you mean `Stadt`?)",
            "data/value [B] `id` is `B`, which has not the form `?#`",
            "data/missing [B,,,Stadt] this row has nothing in `einwohner`",
        ]
    );
}

#[test]
fn a_schema_turns_cells_into_its_types_and_names_columns_that_are_not_there() {
    let text = "plz,wert,ja\n04109,\"1.234,5\",ja\n";
    let schema = Schema {
        columns: vec![
            column("plz", ColumnType::Text),
            column("wert", ColumnType::Number),
            column("ja", ColumnType::Boolean),
        ],
        file: None,
    };
    let limits = Limits::default();
    let data = read(&Arc::from("a.csv"), text.as_bytes(), &schema, &limits).expect("good").value;
    assert_eq!(data.to_json().to_string(), r#"[{"ja":true,"plz":"04109","wert":1234.5}]"#);
    let schema = Schema { columns: vec![column("pls", ColumnType::Text)], file: None };
    assert_eq!(
        found("a.csv", text, &schema),
        ["data/missing [] `a.csv` has no column `pls` (did you mean `plz`?)"]
    );
}

#[test]
fn only_a_text_that_stands_once_gives_a_place() {
    let data = data("a.csv", "a,b\nx,y\nx,z\n").expect("good").value;
    assert_eq!(data.place_of_text("y").map(|place| place.range), Some(6..7));
    assert_eq!(data.place_of_text("x"), None);
    assert_eq!(data.names(), ["a", "b"]);
}
