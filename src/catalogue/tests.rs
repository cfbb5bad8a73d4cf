//! The page and the feed, with every fact and with none.

use serde_json::json;

use super::*;
use crate::publication::{Edition, siblings};

fn full() -> Item {
    Item {
        folder: "heft".into(),
        title: "Läden <& Leute>".into(),
        subtitle: Some("Ein Heft".into()),
        language: Language::german(),
        people: vec![
            Person { name: "Maria Muster".into(), is_author: true },
            Person { name: "Jan Beispiel".into(), is_author: false },
        ],
        description: Some("Worum es geht.".into()),
        subjects: vec!["Leerstand".into()],
        date: Some(jiff::civil::date(2026, 11, 1)),
        edition: Some("1. Auflage".into()),
        rights: Some("CC BY 4.0".into()),
        identifier: "urn:isbn:9783161484100".into(),
        editions: Vec::new(),
        cover: Some(Cover {
            name: "heft-cover-small.jpg".into(),
            media_type: "image/jpeg",
            width: 550,
            height: 778,
        }),
        files: vec![
            file("heft-print.pdf", Format::Print, 2_345_678),
            file("heft-screen.pdf", Format::Screen, 999_001),
            File { pages: None, ..file("heft.epub", Format::Epub, 1_000_000) },
        ],
    }
}

fn file(name: &str, format: Format, bytes: u64) -> File {
    File { name: name.into(), format, bytes, sha256: "ab".repeat(32), pages: Some(1) }
}

fn bare() -> Item {
    Item {
        folder: "bare".into(),
        title: "Bare".into(),
        subtitle: None,
        language: Language::parse("en-GB").unwrap(),
        people: Vec::new(),
        description: None,
        subjects: Vec::new(),
        date: None,
        edition: None,
        rights: None,
        identifier: "urn:uuid:1".into(),
        editions: Vec::new(),
        cover: None,
        files: Vec::new(),
    }
}

fn catalogue(items: Vec<Item>) -> Catalogue {
    Catalogue { publisher: Some("Amt".into()), language: Language::german(), items }
}

#[test]
fn the_page_tells_each_file_with_its_size_and_checksum_and_escapes_what_it_shows() {
    let page = page(&catalogue(vec![full(), bare()]), &Dress::default());
    for expected in [
        r#"<html lang="de-DE">"#,
        "<title>Amt: Veröffentlichungen</title>",
        r#"<h2 id="heft-title">Läden &lt;&amp; Leute&gt;</h2>"#,
        r#"<h2 id="bare-title" lang="en-GB">Bare</h2>"#,
        r#"<p class="line">Maria Muster, Jan Beispiel · 1. Auflage · 1. November 2026</p>"#,
        r#"<a href="heft/heft-print.pdf">PDF für die Druckerei</a> (1 Seite, 2,3 MB)"#,
        r#"<a href="heft/heft-screen.pdf">PDF für den Bildschirm, barrierefrei</a> (1 Seite, 1000 kB)"#,
        r#"<a href="heft/heft.epub">EPUB</a> (1,0 MB)"#,
        r#"<img src="heft/heft-cover-small.jpg" width="550" height="778" alt="""#,
        "<dt>heft.epub</dt>",
    ] {
        let expected = expected.replace("1. November 2026", "1.\u{a0}November 2026");
        assert!(page.replace('\u{a0}', " ").contains(&expected.replace('\u{a0}', " ")), "{expected}\n{page}");
    }
}

#[test]
fn a_catalogue_of_nothing_says_so() {
    let page = page(&catalogue(Vec::new()), &Dress::default());
    assert!(page.contains("Noch ist nichts gebaut."));
}

#[test]
fn the_feed_leads_from_the_catalogue_and_the_document_from_its_folder() {
    let catalogue = catalogue(vec![full()]);
    let feed = feed(&catalogue);
    assert_eq!(
        feed["links"][0],
        json!({ "rel": "self", "href": "opds.json", "type": "application/opds+json" })
    );
    let links = |told: &serde_json::Value| -> Vec<String> {
        told["links"]
            .as_array()
            .unwrap()
            .iter()
            .map(|link| link["href"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(
        links(&feed["publications"][0]),
        ["heft/publication.json", "heft/heft-screen.pdf", "heft/heft.epub"]
    );
    let own = publication(&catalogue.items[0], &catalogue);
    assert_eq!(links(&own), ["publication.json", "heft-screen.pdf", "heft.epub"]);
    assert_eq!(own["metadata"]["author"], json!(["Maria Muster"]));
    assert_eq!(own["metadata"]["published"], "2026-11-01");
    assert_eq!(own["images"][0]["href"], "heft-cover-small.jpg");
}

#[test]
fn facts_that_are_absent_have_no_key_in_the_feed() {
    let catalogue = catalogue(vec![bare()]);
    let own = publication(&catalogue.items[0], &catalogue);
    let keys: Vec<&String> = own["metadata"].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["@type", "identifier", "language", "publisher", "title"]);
    assert!(own.get("images").is_none());
}

/// A publication with an edition in plain words, which is older, and another between them.
fn family() -> Vec<Item> {
    let edition = |slug: &str, source: Option<&str>, language: &str| Edition {
        slug: slug.into(),
        source: source.map(str::to_owned),
        epub_name: slug.into(),
        title: format!("Titel & {slug}"),
        subtitle: None,
        language: Language::parse(language).unwrap(),
        address: None,
    };
    let all = [edition("heft", None, "de-DE"), edition("leicht", Some("heft"), "de-DE-simple")];
    let item = |slug: &str| Item { folder: slug.into(), editions: siblings(&all, slug), ..bare() };
    vec![item("heft"), item("other"), item("leicht")]
}

#[test]
fn editions_of_one_work_stand_together_and_lead_to_each_other() {
    let catalogue = catalogue(with_editions_together(family()));
    let order: Vec<&str> = catalogue.items.iter().map(|item| &*item.folder).collect();
    assert_eq!(order, ["heft", "leicht", "other"]);
    let page = page(&catalogue, &Dress::default());
    for expected in [
        r##"Auch in Leichter Sprache: <a href="#leicht" lang="de-DE-simple">Titel &amp; leicht</a>"##,
        r##"Auch in Alltagssprache: <a href="#heft" lang="de-DE">Titel &amp; heft</a>"##,
    ] {
        assert!(page.contains(expected), "{expected}\n{page}");
    }
    let feed = feed(&catalogue);
    assert_eq!(feed["publications"][0]["links"][1]["href"], "leicht/publication.json");
    let own = publication(&catalogue.items[1], &catalogue);
    let told = json!({
        "rel": "alternate",
        "href": "../heft/publication.json",
        "type": "application/opds-publication+json",
        "title": "Titel & heft",
        "language": "de-DE",
    });
    assert_eq!(own["links"][1], told);
}
