use std::collections::BTreeMap;

use super::*;
use crate::data;
use crate::publication;
use crate::toml_text::told;
use crate::workspace::{Publisher, Workspace};

const FILE: &str = "sources/x/01-a.md";
const CSV: &str = "name,wert,tag\nÄpfel *neu*,3,2026-05-12\nZwiebeln,\"12,5\",2026-02-31\nBirnen,7,\n";

fn included(path: &str) -> Option<Arc<str>> {
    let text = match path {
        "sources/x/_teil.md" => "Teil von {{ publication.title }}\n{{ fehlt }}\n",
        "sources/_shared/gruss.md" => "Gruß *aus* Köln\n",
        "sources/x/_kreis.md" => "{% include \"_kreis.md\" %}",
        "sources/x/_makros.md" => "{% macro fett(x) %}**{{ x }}**{% endmacro %}",
        _ => return None,
    };
    Some(Arc::from(text))
}

fn run(text: &str, limits: Limits) -> Outcome<Expanded> {
    let manifest = "title = \"Ein *Titel*\"\nlayout = \"house\"\ndate = 2026-11-01\n";
    let files = [FILE.to_owned()];
    let publication =
        publication::read("sources/x", manifest, &files, &Workspace::default()).0.expect("a good manifest");
    let file = Arc::from("sources/x/data/obst.csv");
    let schema = publication::Schema::default();
    let obst = data::read(&file, CSV.as_bytes(), &schema, &limits).expect("good data").value;
    let data = BTreeMap::from([("obst".to_owned(), obst)]);
    let context = Context::new(&publication, &Publisher::default(), &data);
    expand(&Arc::from(FILE), text, &context, &limits, &included)
}

fn expanded(text: &str) -> String {
    run(text, Limits::default()).unwrap_or_else(|problems| panic!("{problems:#?}")).value.text
}

fn problems(text: &str) -> Vec<String> {
    told(text, &run(text, Limits::default()).expect_err(text))
}

#[test]
fn a_chapter_without_templates_stays_as_it_is() {
    let text = "+++\nshort = \"{{ x }}\"\n+++\n# A {#a}\n";
    let read = run(text, Limits::default()).expect("no templates").value;
    assert_eq!(read.text, text);
    assert_eq!(read.map.place(22..25), Place::new(FILE, 22..25));
}

#[test]
fn values_are_words_unless_they_are_meant_as_markdown() {
    let cases = [
        ("{{ publication.title }}", "Ein \\*Titel\\*"),
        ("{{ publication.title|markdown }}", "Ein *Titel*"),
        ("{{ publication.subtitle }}|", "|"),
        ("{{ publication.date|date }}", "1.\u{a0}November 2026"),
        ("{{ obst[1].wert }}", "12,5"),
        ("{{ obst|sum(attribute=\"wert\")|number(2) }}", "22,50"),
        ("{{ \"1.234,5\"|euro }}", "1.234,50\u{a0}€"),
        ("{{ \"9.05 Uhr\"|time }}", "9:05"),
        ("{{ \"Größe 2\"|slug }}", "groesse-2"),
        ("{{ obst|map(attribute=\"name\")|sort_de|join(\", \") }}", "Äpfel \\*neu\\*, Birnen, Zwiebeln"),
        ("{{ (obst|sort_de(\"name\"))[1].name }}", "Birnen"),
        ("{% set x = \"a*b *\"|markdown %}{{ x|replace(\"a\", \"c\") }}", "c*b *"),
        ("{% macro m(x) %}*{{ x }}*{% endmacro %}{{ m(\"_y_\") }}", "*\\_y\\_*"),
        ("{% import \"_makros.md\" as m %}{{ m.fett(\"a\") }}", "**a**"),
        ("{## nie ##}# A {#id}", "# A {#id}"),
        ("{% raw %}$\\frac{{a}}{b}${% endraw %}", "$\\frac{{a}}{b}$"),
        ("{% include \"/sources/_shared/gruss.md\" %}", "Gruß *aus* Köln\n"),
        ("{% include \"fehlt.md\" ignore missing %}x", "x"),
    ];
    for (text, expected) in cases {
        assert_eq!(expanded(text), expected, "{text}");
    }
}

#[test]
fn a_loop_makes_the_rows_of_a_table() {
    let text =
        "| A | B |\n|---|---|\n{% for o in obst %}\n| {{ o.name }} | {{ o.wert }} |\n{% endfor %}\n\nEnde\n";
    assert_eq!(
        expanded(text),
        "| A | B |\n|---|---|\n| Äpfel \\*neu\\* | 3 |\n| Zwiebeln | 12,5 |\n| Birnen | 7 |\n\nEnde\n"
    );
}

#[test]
fn every_part_of_the_result_knows_its_place() {
    let text = "+++\n+++\n# Ü {{ publication.title }} ä\n\n{% for o in obst -%}\n  * {{ o.name|upper }}: *gut*\n{% endfor %}\n{% include \"/sources/_shared/gruss.md\" %}Ende\n";
    let read = run(text, Limits::default()).expect("good").value;
    let place = |needle: &str, nth: usize| {
        let (start, _) = read.text.match_indices(needle).nth(nth).expect(needle);
        let place = read.map.place(start..start + needle.len());
        (place.file.to_string(), place.range)
    };
    let source = |needle: &str| {
        let start = text.find(needle).expect(needle);
        (FILE.to_owned(), start..start + needle.len())
    };
    assert_eq!(place("ä\n", 0), source("ä\n"));
    assert_eq!(place("\\*Titel", 0), source("{{ publication.title }}"));
    assert_eq!(place("ZWIEBELN", 0), source("{{ o.name|upper }}"));
    // The same words in the second and third round stand at one place.
    assert_eq!(place("*gut*", 1), source("*gut*"));
    assert_eq!(place("*gut*", 2), source("*gut*"));
    assert_eq!(place("Ende", 0), source("Ende"));
    assert_eq!(place("*aus*", 0), ("sources/_shared/gruss.md".to_owned(), 6..11));
    assert_eq!(place("# Ü Ein", 0), source("# Ü {{ publication.title }}"));
    assert_eq!(read.includes, ["sources/_shared/gruss.md"]);
    assert_eq!(read.map.place(read.text.len()..read.text.len()).range.start, text.len());
}

#[test]
fn mistakes_are_told_at_their_expression_with_what_was_meant() {
    let raw = "braces that are no template code stand between `{% raw %}` and `{% endraw %}`";
    let cases = [
        ("# A\n\n{{ publikation.title }}", "template/undefined [publikation.title] nothing is called `publikation` here (did you mean `publication`?)".to_owned()),
        ("{{ publication.titel }}", "template/undefined [publication.titel] `publication` has no `titel` (did you mean `publication.title`?)".to_owned()),
        ("{% for o in obst %}{{ o.namen }}{% endfor %}", "template/undefined [o.namen] `o` has no `namen` (did you mean `o.name`?)".to_owned()),
        ("$\\frac{{BauGB}}{b}$", format!("template/undefined [BauGB] nothing is called `BauGB` here ({raw})")),
        ("{{ publication.title|dat }}", "template/unknown-filter [dat] there is no filter `dat` (did you mean `date`?)".to_owned()),
        ("{% if obst %}x", format!("template/syntax [x] this is not valid template code: unexpected end of input, expected end of block ({raw})")),
        ("{{ obst }}", "template/value [obst] a sequence cannot be written as text".to_owned()),
        ("{{ obst[1].tag|date }}", "template/value [date] `2026-02-31` is not a day; write `2026-05-12` or `12.5.2026`".to_owned()),
        ("{{ obst[2].tag|date }}", "template/value [date] `date` was given nothing; ask first: `{% if … %}`".to_owned()),
        ("{% include \"nix.md\" %}", "template/include [\"nix.md\"] there is no file `sources/x/nix.md` (paths count from the file that includes, or from the workspace with a leading `/`)".to_owned()),
        ("{% include \"../../../x.md\" %}", "template/include [\"../../../x.md\"] the path `../../../x.md` leaves the workspace".to_owned()),
    ];
    for (text, expected) in cases {
        assert_eq!(problems(text), [expected], "{text}");
    }
}

#[test]
fn a_bad_value_points_into_the_data_as_well() {
    let found = run("{{ obst[1].tag|date }}", Limits::default()).expect_err("no such day");
    let start = CSV.find("2026-02-31").expect("in the data");
    assert_eq!(found[0].labels[0].place, Place::new("sources/x/data/obst.csv", start..start + 10));
}

#[test]
fn a_mistake_in_an_included_file_stands_there_and_names_the_inclusion() {
    let text = "Text\n{% include \"_teil.md\" %}\n";
    let found = run(text, Limits::default()).expect_err("undefined");
    assert_eq!(found[0].code, "template/undefined");
    let place = found[0].place.clone().expect("a place");
    assert_eq!((&*place.file, place.range), ("sources/x/_teil.md", 36..41));
    assert_eq!(&*found[0].labels[0].place.file, FILE);
}

#[test]
fn what_would_never_end_ends_in_words() {
    let small = Limits { template_steps: 5000, ..Limits::default() };
    let cases = [
        ("{% for a in range(10000) %}{% for b in range(10000) %}x{% endfor %}{% endfor %}", "template/steps"),
        ("{% for a in range(100000000) %}x{% endfor %}", "template/steps"),
        ("{% include \"_kreis.md\" %}", "template/recursion"),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "template/recursion"),
        ("{{ \"x\" * 1000000000 }}", "template/steps"),
    ];
    for (text, code) in cases {
        let found = run(text, small).expect_err(text);
        assert_eq!(found[0].code, code, "{found:?}");
        assert!(found[0].place.is_some(), "{text}");
    }
    let short = Limits { template_output: 10, ..Limits::default() };
    let found = run("{% for a in range(20) %}x{% endfor %}", short).expect_err("too long");
    assert_eq!(found[0].message, "the templates write 20 bytes, more than 10");
}

#[test]
fn a_tag_behind_text_keeps_the_end_of_its_line() {
    for (text, expected) in [
        ("{% if true %}Eins.{% endif %}\n\nZwei.\n", "Eins.\n\nZwei.\n"),
        ("{% for i in [1, 2] %}\n- {{ i }}\n{% endfor %}\nEnde\n", "- 1\n- 2\nEnde\n"),
        ("a {% raw %}x %}{% endraw %} b\n", "a x %} b\n"),
    ] {
        let expanded = run(text, Limits::default()).expect("a good template").value;
        assert_eq!(expanded.text, expected, "{text}");
    }
}
