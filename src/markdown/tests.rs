//! Markdown to model, as tables of small cases.

use std::sync::Arc;

use super::read;
use crate::diagnostic::Place;
use crate::document::{Block, BlockKind, Document, Node, assign_ids, dump, resolve_references, walk};

/// Reads a chapter with a title before `text`, and gives its dump without the title's line, and
/// the problems as `code «text of the place»`.
fn case(text: &str) -> (String, Vec<String>) {
    let text = format!("# T\n\n{text}\n");
    let file: Arc<str> = Arc::from("sources/a/1.md");
    let (chapter, problems) = read(&text, &file, &|range| Place::new("sources/a/1.md", range));
    let dump = dump(&chapter);
    let blocks = dump.split_once('\n').map(|(_, blocks)| blocks.trim_end().to_owned());
    let told = problems.iter().map(|problem| {
        let range = problem.place.as_ref().map(|place| place.range.clone()).unwrap_or_default();
        format!("{} «{}»", problem.code, &text[range])
    });
    (blocks.unwrap_or_default(), told.collect())
}

fn check(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        let (dump, problems) = case(text);
        assert_eq!(problems, Vec::<String>::new(), "{text}");
        assert_eq!(dump, *expected, "{text}");
    }
}

#[test]
fn a_star_between_letters_is_a_letter_and_emphasis_still_works() {
    check(&[
        ("Akteur*innen und Partner*innen", r#"paragraph "Akteur*innen und Partner*innen""#),
        ("*Partner*innen*", r#"paragraph emph("Partner*innen")"#),
        ("**der*die** _Bürger_innen_", r#"paragraph strong("der*die") " " emph("Bürger_innen")"#),
        ("Bürger:innen, Bürger_innen, `a*b`", r#"paragraph "Bürger:innen, Bürger_innen, " code("a*b")"#),
        ("[Akteur*in](https://a.de/x*y)", r#"paragraph link<https://a.de/x*y>("Akteur*in")"#),
        ("## Bürger*innen", r#"heading 2 "Bürger*innen""#),
        ("| Bürger*innen |\n|-|\n| *a* |", "table (-)\n  head \"Bürger*innen\"\n  row emph(\"a\")"),
        (r"Akteur\*innen 5 * 3", r#"paragraph "Akteur*innen 5 * 3""#),
    ]);
}

#[test]
fn dollars_are_formulas_by_the_rule_of_pandoc() {
    check(&[
        ("5 $ und 10 $", r#"paragraph "5 $ und 10 $""#),
        ("$x_i$ und \\$5", r#"paragraph math("x_i") " und $5""#),
        ("$20 für 30$5", r#"paragraph "$20 für 30$5""#),
        ("$$\na < b\n$$", r#"formula "a < b""#),
        (
            "$$\na\n+ b\n- c\n* d\n= e\n=\n> f\n1) g\n-\n$$",
            r#"formula "a\n+ b\n- c\n* d\n= e\n=\n> f\n1) g\n-""#,
        ),
        (
            "> $$\n> a\n> - b\n> $$\n> - c",
            "quote\n  formula \"a\\n  - b\"\n  bullets\n    item\n      paragraph \"c\"",
        ),
        ("1. $$\n   a\n   + b\n   $$", "numbers from 1\n  item\n    formula \"a\\n   + b\""),
        ("```\n$$\n- a\n$$\n```", r#"code - "$$\n- a\n$$""#),
        ("$$\n- a `+`\n- b\n$$ c", r#"paragraph math("\n- a `+`\n- b\n") " c""#),
        ("$$$ ist teuer", r#"paragraph "$$$ ist teuer""#),
        ("Preis\n\\$\\$ hoch", r#"paragraph "Preis" / "$$ hoch""#),
        (":::formula{#gl-a alt=\"x\"}\na_i * b * c\n:::", "formula #gl-a \"a_i * b * c\""),
    ]);
}

#[test]
fn brackets_and_at_signs_are_spans_citations_and_references() {
    check(&[
        ("[Stadt]{lang=en .x}", r#"paragraph span<.x lang="en">("Stadt")"#),
        ("[a [b]{.x} *c*]{.y}", r#"paragraph span<.y>("a " span<.x>("b") " " emph("c"))"#),
        ("[@a, S. *12*; @b]", r#"paragraph cite(a "S. " emph("12"); b)"#),
        ("(siehe @abb-x).", r#"paragraph "(siehe " @abb-x ").""#),
        (r"\@a x@y @stadt.de `@a`", r#"paragraph "@a x@y @stadt.de " code("@a")"#),
        ("[@nrw](https://a.de)", r#"paragraph link<https://a.de>("@nrw")"#),
        (r"\[@a\] [b]", r#"paragraph "[" @a "] [b]""#),
    ]);
}

#[test]
fn pictures_alone_in_a_paragraph_are_figures() {
    check(&[
        (
            "![Ein *Platz*](img/a.jpg \"Der \\\"Markt\\\", *neu*\"){#abb-a credit=\"Foto: X\" width=60%}",
            "figure #abb-a\n  picture sources/a/img/a.jpg 60% \"Ein Platz\"\n  \
             caption \"Der \\\"Markt\\\", \" emph(\"neu\")\n  credit \"Foto: X\"",
        ),
        ("![](/x.svg){.decorative}", "picture x.svg decorative"),
        ("a ![b](c.png) d", r#"paragraph "a " picture sources/a/c.png "b" " d""#),
        (
            ":::figure{#f credit=x}\n![a](b.jpg)\n\nText.\n:::",
            "figure #f\n  picture sources/a/b.jpg \"a\"\n  caption \"Text.\"\n  credit \"x\"",
        ),
    ]);
}

#[test]
fn links_and_pictures_over_several_lines_keep_their_attributes() {
    check(&[
        (
            "![a\nb](c.png\n\"Titel\nhier\"){#abb\nwidth=60%}",
            "figure #abb\n  picture sources/a/c.png 60% \"a b\"\n  caption \"Titel hier\"",
        ),
        (
            "> ![a](c.png \"x\n> y\"){credit=\"Z\"}",
            "quote\n  figure\n    picture sources/a/c.png \"a\"\n    caption \"x   y\"\n    credit \"Z\"",
        ),
        (
            "[a](<https://x.de>\n){lang=en} [b][\nc] @d\n[e]{lang=en}\n\n[c]: https://c.de",
            r#"paragraph link<https://x.de lang="en">("a") " " link<https://c.de>("b") " " @d / span<lang="en">("e")"#,
        ),
        ("```\n[a](b\n\"c\")\n```", r#"code - "[a](b\n\"c\")""#),
        ("[a]: https://a.de\nb [c]{.x}", r#"paragraph "b " span<.x>("c")"#),
    ]);
}

#[test]
fn directives_lists_and_notes_keep_their_structure() {
    check(&[
        (
            "::::a{t=\"Ziel: 1\"}\n:::b\nx\n:::\n::::",
            "component a t=\"Ziel: 1\"\n  component b\n    paragraph \"x\"",
        ),
        (
            ":::table{#t caption=\"*C*\" widths=\"2fr 1fr\" header-column=true}\n| a | b |\n|-|-:|\n| 1 |\n:::",
            "table #t header-column (- 2fr, right 1fr)\n  caption emph(\"C\")\n  head \"a\" | \"b\"\n  row \"1\" |",
        ),
        ("- [x] a\n- [ ] b", "tasks\n  done\n    paragraph \"a\"\n  open\n    paragraph \"b\""),
        ("A\n\n: b", "terms\n  term \"A\"\n    paragraph \"b\""),
        ("> [!TIP] Ein *Rat*\n> x", "alert tip \"Ein \" emph(\"Rat\")\n  paragraph \"x\""),
        ("a[^n] b[^n]\n\n[^n]: c", r#"paragraph "a" footnote[n](paragraph "c") " b" footnote[n]"#),
        ("a<br>b <!-- c -->", r#"paragraph "a" break "b ""#),
        ("| a \\| b [c]{.x} |\n|-|\n| d |", "table (-)\n  head \"a | b \" span<.x>(\"c\")\n  row \"d\""),
    ]);
}

#[test]
fn mistakes_are_told_at_the_words_that_made_them() {
    let cases: [(&str, &[&str]); 26] = [
        ("<div>x</div>", &["markdown/raw-html «<div>x</div>»"]),
        ("a <b>x</b>", &["markdown/raw-html «<b>»", "markdown/raw-html «</b>»"]),
        ("### A", &["markdown/heading-level «### A»"]),
        ("a\n$$\nb\n\nc\n$$", &["markdown/open-formula «$$»", "markdown/open-formula «$$»"]),
        ("# A", &["markdown/title «# A»"]),
        ("## A {#b c!}", &["markdown/attributes «{#b c!}»"]),
        ("## A {#b #c}", &["markdown/attributes «{#b #»"]),
        ("[a](https://a.de){lang=en lang=de}", &["markdown/attributes «{lang=en lang=de»"]),
        ("## A {.b}", &["markdown/unknown-attribute «b»"]),
        ("| |\n|-|\n| a |", &["markdown/table-head «| |\n|-|\n| a |»"]),
        ("![](a.jpg)", &["markdown/picture-alt «![](a.jpg)»"]),
        ("![a](../../../b.jpg)", &["picture/path «![a](../../../b.jpg)»"]),
        ("![a](b.jpg){width=5}", &["markdown/attribute-value «5»"]),
        ("![a $x$](b.jpg)", &["markdown/picture-alt «$x$»"]),
        ("[a](b)", &["markdown/link-target «[a](b)»"]),
        (
            "[a](https://x.de\n\"t\") b\nc [](d) e",
            &["markdown/link-title «[a](https://x.de\n\"t\")»", "markdown/link-target «[](d)»"],
        ),
        ("[a](javascript:x)", &["markdown/link-scheme «[a](javascript:x)»"]),
        ("a[^b]", &["markdown/unknown-footnote «[^b]»"]),
        ("a\n\n[^b]: c", &["markdown/unused-footnote «[^b]: c»"]),
        ("[@a S. 2]", &["markdown/citation «S. 2»"]),
        ("Bürger* da", &["markdown/stray-star «*»"]),
        (":::a\nb", &["markdown/directive-unclosed «:::a»"]),
        (":::a\n::::b\n::::\n:::", &["markdown/directive-fence «::::»"]),
        ("a\n\n:::", &["markdown/directive-unmatched «:::»"]),
        (":::a b\n:::", &["markdown/directive « b»"]),
        (">>>>>>>>>>>>> a", &["markdown/nesting «>»"]),
    ];
    for (text, expected) in cases {
        assert_eq!(case(text).1, expected, "{text}");
    }
}

#[test]
fn front_matter_is_read_and_its_mistakes_are_placed() {
    let text = "+++\nshort = \"K*i*\"\npart = \"II\"\nauthrs = []\n+++\n# T\n";
    let file: Arc<str> = Arc::from("1.md");
    let (chapter, problems) = read(text, &file, &|range| Place::new("1.md", range));
    assert_eq!(dump(&chapter), "front short=\"K*i*\" part=\"II\"\nheading 1 \"T\"\n");
    let places: Vec<&str> = problems
        .iter()
        .filter_map(|problem| problem.place.as_ref())
        .map(|place| &text[place.range.clone()])
        .collect();
    assert_eq!(places, ["authrs", "*"]);
}

#[test]
fn places_are_those_of_the_author_behind_entities_and_escapes() {
    let text = "# T\n\na &amp; b \\* c [d]{.x} e\r\n> *f*\n";
    let file: Arc<str> = Arc::from("1.md");
    let (chapter, _) = read(text, &file, &|range| Place::new("1.md", range));
    let mut places = Vec::new();
    walk(&chapter.blocks, &mut |node| {
        if let Node::Inline(inline) = node {
            places.push(&text[inline.place.range.clone()]);
        }
    });
    assert_eq!(places, ["T", "a &amp; b \\* c ", "[d]{.x}", "d", " e", "*f*", "f"]);
}

#[test]
fn ids_are_unique_over_the_publication_and_references_find_them() {
    let chapter = |file: &str, text: &str| {
        let name: Arc<str> = Arc::from(file);
        read(text, &name, &|range| Place::new(name.clone(), range)).0
    };
    let mut document = Document {
        chapters: vec![
            chapter("s/1.md", "# Über uns\n\n## Ziel {#ziel}\n\n## Maß & Größe\n\n[b](2.md) @ziel"),
            chapter("s/2.md", "# Über uns\n\n## 2030\n\n## X {#ziel}\n\n@zeil"),
        ],
    };
    let problems: Vec<String> = assign_ids(&mut document)
        .into_iter()
        .chain(resolve_references(&mut document, &[]))
        .map(|problem| format!("{} {}", problem.code, problem.hints.join(" ")))
        .collect();
    assert_eq!(
        problems,
        [
            "document/duplicate-id give each part of a publication an id of its own",
            "document/unknown-reference did you mean `@ziel`? write `\\@zeil` if `@` is meant as a character",
        ]
    );
    let ids: Vec<String> =
        document.chapters.iter().flat_map(|chapter| &chapter.blocks).filter_map(id).collect();
    assert_eq!(ids, ["ueber-uns", "ziel", "mass-groesse", "ueber-uns-2", "abschnitt-2030", "ziel"]);
    assert!(dump(&document.chapters[0]).contains("link<#ueber-uns-2>"));
}

fn id(block: &Block) -> Option<String> {
    match &block.kind {
        BlockKind::Heading(heading) => heading.attributes.id_name().map(str::to_owned),
        _ => None,
    }
}

#[test]
fn hostile_nesting_ends_in_a_problem() {
    for text in [">".repeat(100_000), "[".repeat(100_000), ":::a\n".repeat(2000), "*a **b ".repeat(20_000)] {
        case(&text);
    }
}
