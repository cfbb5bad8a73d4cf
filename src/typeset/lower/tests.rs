//! Markdown to Typst text, as a table of small cases.

use std::sync::Arc;

use super::{Context, Lowered, lower};
use crate::diagnostic::Place;
use crate::document::{Document, assign_ids, resolve_references};
use crate::markdown::read;
use crate::publication::Bibliography;
use crate::toml_text::Located;

fn lowered(text: &str) -> Lowered {
    let file: Arc<str> = Arc::from("sources/a/01-b.md");
    let (chapter, _) = read(text, &file, &|range| Place::new("sources/a/01-b.md", range));
    let mut document = Document { chapters: vec![chapter] };
    assign_ids(&mut document);
    resolve_references(&mut document, &[]);
    let literature = Located { value: "sources/a/l.bib".to_owned(), place: Place::file("a.toml") };
    let literature = Bibliography { files: vec![literature], style: None };
    let context = Context { bibliography: Some(&literature), language: "de-DE", ..Context::default() };
    lower(&document.chapters[0], &context).0
}

#[test]
fn each_construct_has_one_form_in_typst() {
    let cases = [
        ("*a* **b** ~~c~~ `d`", r#"#emph[a] #strong[b] #strike[c] #raw("d")"#),
        ("Akteur*innen (a)", r"Akteur\*innen (a)"),
        ("[a](https://b.de) @t", r#"#link("https://b.de")[a] #ref(<t>)"#),
        ("a[^n]; c[^n]\n\n[^n]: d", r"a#footnote[d]<fn-01-b-n>\; c#footnote(<fn-01-b-n>)"),
        ("[@k, S. 2; @l]", "#cite(<k>, supplement: [S. 2])#cite(<l>)"),
        ("- a\n- b", "#list(tight: true,\n  [a],\n  [b],\n)"),
        ("3. a\n\n4. b", "#enum(tight: false, start: 3,\n  [\n\na\n\n],\n  [\n\nb\n\n],\n)"),
        ("- [x] a", "#task-list(tight: true,\n  (done: true, body: [a]),\n)"),
        ("A\n\n: b", "#terms(tight: true,\n  terms.item([A], [b]),\n)"),
        ("> a", "#quote(block: true)[\n\na\n\n]"),
        ("> [!NOTE]\n> a", "#alert(\"note\")[\n\na\n\n]"),
        ("---", "#divider()"),
        ("```rs\na\nb\n```", r#"#raw(block: true, lang: "rs", "a\nb")"#),
        (
            "![b](c.jpg \"d\"){#e credit=\"f\"}",
            "#figure(image(\"/sources/a/c.jpg\", alt: \"b\", width: 100%), caption: [d #not-in-lists[#credit[f]]]) <e>",
        ),
        (
            "| a | b |\n|-|-:|\n| c | d |",
            "#table(columns: 2, align: (auto, right,),\n  table.header([a], [b]),\n  [c], [d],\n)",
        ),
        ("$x^2$", r#"#math.equation(alt: "x Quadrat", $x^2$)"#),
        (":::bibliography\n:::", "#bibliography(\"/sources/a/l.bib\", title: none)"),
        ("[a]{lang=en}", r#"#span(lang: "en")[a]"#),
    ];
    for (text, expected) in cases {
        let lowered = lowered(&format!("# T\n\n{text}\n"));
        let (_, body) = lowered.text.split_once("= T <t>\n\n").unwrap_or_default();
        assert_eq!(body.trim_end(), expected, "{text}");
    }
}

#[test]
fn ligatures_over_joints_are_divided_where_the_rule_is_on() {
    let file: Arc<str> = Arc::from("a.md");
    let (chapter, _) = read("# T\n\nAuflage\n", &file, &|range| Place::new("a.md", range));
    let text = |ligatures| {
        lower(&chapter, &Context { language: "de-DE", ligatures, ..Context::default() }).0.text.clone()
    };
    assert!(text(true).contains("ligatures: false"), "{}", text(true));
    assert!(text(false).trim_end().ends_with("\n\nAuflage"), "{}", text(false));
}

#[test]
fn the_head_hands_the_front_matter_to_the_layout() {
    let lowered =
        lowered("+++\nshort = \"K\"\nkind = \"preface\"\nauthors = [\"A\"]\nnumbering = false\n+++\n# T\n");
    assert!(lowered.text.starts_with(
        "#import \"/satz/layout.typ\": *\n#show: chapter.with(kind: \"preface\", short: [K], \
         authors: (\"A\",), part: none, numbering: false)\n\n= T <t>\n"
    ));
}

#[test]
fn a_span_of_typst_leads_to_the_word_in_the_markdown() {
    let text = "# T\n\nEin **fettes** Wort.\n";
    let lowered = lowered(text);
    let start = lowered.text.find("fettes").unwrap_or_default();
    let place = lowered.place_of(start..start + 6).map(|place| place.range);
    assert_eq!(place.map(|range| &text[range]), Some("fettes"));
    assert_eq!(lowered.place_of(0..3), None);
}
