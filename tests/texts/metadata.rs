//! Any text survives as title, author, description and keyword: what the manifest says, each file says of itself.

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use satz::print::inspect;

use crate::common::{Epub, Workspace};

/// Texts that mean something to TOML, Typst, PDF strings, XMP or XML.
const KEPT: [&str; 8] = [
    "Akteur*innen & <b> #set [x] $y$ @z",
    "a)b(c \\ \\n \\u{41} \"d\" 'e'",
    "</rdf:Description> ]]> <!-- & -->",
    "{{ x }} {% y %} {# z #}",
    "מרכז העיר (2026) وسط",
    "𝔘nicode 👩\u{200d}🚒 市中心",
    "Straße–Maß „Mitte“ … z.\u{a0}B.",
    "&amp; &#38; %20 -- ---",
];

/// How many texts are drawn.
const DRAWN: usize = 16;

#[test]
fn every_text_of_a_manifest_arrives_in_the_metadata_of_each_file() {
    let texts = all_texts();
    let workspace = Workspace::with_chapter("# Anfang\n\nEin Absatz.\n");
    let mut failures = Vec::new();
    for texts in texts.chunks_exact(4) {
        let found = said_of(&workspace, texts);
        for (name, found, text) in found {
            if found.as_deref() != Some(text) {
                failures.push(format!("{name}: {text:?} became {found:?}"));
            }
        }
    }
    assert!(failures.is_empty(), "{} texts\n{}", failures.len(), failures.join("\n"));
}

/// The texts without white space that a file may lay out anew.
fn all_texts() -> Vec<String> {
    let mut runner = TestRunner::deterministic();
    let drawn = super::texts().prop_map(|text| super::shown_exactly(&text));
    let drawn = drawn.prop_filter("says something", |text| text.chars().any(char::is_alphanumeric));
    let drawn = (0..DRAWN).map(|_| drawn.new_tree(&mut runner).unwrap().current());
    KEPT.iter().map(|text| (*text).to_owned()).chain(drawn).collect()
}

/// What the files say of themselves where the manifest says four texts, beside each text.
fn said_of<'a>(workspace: &Workspace, texts: &'a [String]) -> Vec<(String, Option<String>, &'a str)> {
    let [title, author, description, keyword] = texts else { panic!("four texts are used at once") };
    let toml = |text: &str| toml::Value::from(text).to_string();
    let manifest = format!(
        "title = {}\nlayout = \"plain\"\nlanguage = \"de-DE\"\ndate = 2026-11-01\noutputs = [\"print\", \"screen\", \
         \"epub\"]\ncontributors = [{{ name = {}, role = \"author\" }}]\ndescription = {}\nsubjects = [{}]\n",
        toml(title),
        toml(author),
        toml(description),
        toml(keyword)
    );
    std::fs::write(workspace.path("sources/heft/publication.toml"), &manifest).unwrap();
    let finished = workspace.satz(&["build", "-q"]);
    assert_eq!(finished.exit, 0, "{manifest}\n{}", finished.stderr);
    let mut found = Vec::new();
    for name in ["heft-print.pdf", "heft-screen.pdf"] {
        let facts = inspect(&workspace.built(name)).unwrap().facts;
        let info = ["Title", "Author", "Subject", "Keywords"].map(|key| facts.info.get(key).cloned());
        let xmp = ["dc:title", "dc:creator", "dc:description", "pdf:Keywords"]
            .map(|key| facts.xmp.get(key).cloned());
        for (kind, said) in [("Info", info), ("XMP", xmp)] {
            let pairs = said.into_iter().zip(texts);
            found.extend(pairs.map(|(said, text)| (format!("{kind} of {name}"), said, text.as_str())));
        }
    }
    let epub = Epub::open(&workspace.built("heft.epub"));
    let package = epub.paths().into_iter().find(|path| path.ends_with(".opf")).unwrap();
    let package = epub.xml(package);
    for (name, text) in ["title", "creator", "description", "subject"].into_iter().zip(texts) {
        let said = package.descendants().find(|node| node.tag_name().name() == name);
        let said = said.and_then(|node| node.text()).map(str::to_owned);
        found.push((format!("OPF {name}"), said, text.as_str()));
    }
    found
}
