//! What leads readers through a publication: numbers of boxes, references with pages, lists of figures and
//! tables, notes of captions, and citations within notes. In the house layout, in the PDFs and the EPUB.

use lopdf::{Dictionary, Document, Object, decode_text_string};
use satz::print::{inspect, text_of};

use crate::common::{Epub, Workspace};

const DRAWING: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"20\" height=\"10\"><path d=\"M0 0h20v10z\"/></svg>";

/// A publication in the layout of the house.
fn publication(more: &str) -> Workspace {
    Workspace::new()
        .folder("layouts/house", "layouts/house")
        .file(
            "sources/heft/publication.toml",
            format!(
                "title = \"Heft\"\nlayout = \"house\"\ndate = 2026-11-01\noutputs = [\"print\", \"screen\", \"epub\"]\n\
                 pictures = {{ credit = \"Beispiel\" }}\n{more}"
            ),
        )
        .file("sources/heft/skizze.svg", DRAWING)
}

/// The text of each page of a PDF, its white space as single spaces.
fn pages(workspace: &Workspace, name: &str) -> Vec<String> {
    let pages = text_of(&workspace.built(name)).unwrap();
    let words = |page: &String| page.split_whitespace().collect::<Vec<_>>().join(" ");
    // A number that touches other signs is read as the mark of a note, and stands apart.
    let closed = |page: String| page.replace(" ,", ",").replace(" )", ")").replace(" – ", "–");
    pages.iter().map(words).map(closed).collect()
}

#[test]
fn boxes_are_counted_through_all_chapters_in_the_words_of_the_language() {
    for (language, word, page) in [("de-DE", "Kasten", "S."), ("en-GB", "Box", "p.")] {
        let workspace = publication(&format!("language = \"{language}\"\n"))
            .file(
                "sources/heft/01-eins.md",
                "# Eins\n\nA @zwei{page=on}, B @eins{page=off}, C @zwei{.number}, D @blatt.\n\n\
                 :::factbox{#eins title=\"Erster\"}\nText.\n:::\n\n\
                 :::factbox{title=\"Ungenannt\"}\nText.\n:::\n\n\
                 :::checklist{#blatt title=\"Liste\"}\n- [ ] Eins\n:::\n",
            )
            .file("sources/heft/02-zwei.md", "# Zwei\n\n:::factbox{#zwei}\nOhne Titel.\n:::\n");
        workspace.build();
        let list = if language == "de-DE" { "Checkliste" } else { "Checklist" };
        for file in ["heft-screen.pdf", "heft-print.pdf"] {
            let pages = pages(&workspace, file);
            let of = |words: &str| pages.iter().position(|page| page.contains(words));
            let (first, second) = (of(&format!("{word} 1 Erster")).unwrap(), of("Ohne Titel.").unwrap());
            let references = format!("A {word} 2 ({page} {}), B {word} 1, C 2, D {list} 1.", second + 1)
                .replace('\u{a0}', " ");
            assert!(pages[first].contains(&references), "{file}: no {references:?} in {:?}", pages[first]);
            assert!(pages[second].contains(&format!("{word} 2 Ohne Titel.")), "{:?}", pages[second]);
            assert!(pages[first].contains(" Ungenannt Text. "), "{:?}", pages[first]);
        }
        let epub = Epub::open(&workspace.built("heft.epub"));
        let text = epub.text("EPUB/text/01-eins.xhtml").replace('\u{a0}', " ");
        assert!(
            text.contains(&format!(
                "A <a href=\"02-zwei.xhtml#zwei\">{word} 2</a>, B <a href=\"#eins\">{word} 1</a>"
            )),
            "{text}"
        );
        assert!(
            text.contains(&format!("<span class=\"component-number\">{word} 1:</span> Erster")),
            "{text}"
        );
        assert!(!text.contains(&format!("({page}")), "an EPUB has no pages: {text}");
    }
}

#[test]
fn notes_of_captions_are_numbered_once_and_lists_leave_them_out() {
    let workspace = publication("language = \"de-DE\"\n")
        .file("sources/heft/01-verzeichnis.md", "# Verzeichnis\n\n:::list-of-figures\n:::\n\n## Tabellen\n\n:::list-of-tables\n:::\n")
        .file(
            "sources/heft/02-text.md",
            "# Text\n\nVorher.[^a]\n\n\
             ![Skizze](skizze.svg \"Ein Bild[^b]\"){#abb}\n\n\
             :::table{#tab caption=\"Eine Tafel[^c]\"}\n\n| Kopf[^d] | Wert |\n|---|---|\n| Zelle[^e] | 1 |\n\n:::\n\n\
             Danach.[^f]\n\n[^a]: Note A.\n[^b]: Note B.\n[^c]: Note C.\n[^d]: Note D.\n[^e]: Note E.\n[^f]: Note F.\n",
        );
    workspace.build();
    for file in ["heft-screen.pdf", "heft-print.pdf"] {
        let pages = pages(&workspace, file);
        let text = pages.iter().find(|page| page.contains("Vorher")).unwrap();
        for (number, note) in (1..=6).zip(["A", "B", "C", "D", "E", "F"]) {
            let line = format!("{number} Note {note}.");
            let set = text.contains(&line) || text.contains(&line.replacen(' ', "", 1));
            assert!(set, "{file}: no {line:?} in {text:?}");
        }
        let list = pages.iter().find(|page| page.contains("Verzeichnis") && page.contains("Tafel")).unwrap();
        assert!(
            list.contains("Abbildung 1 Ein Bild .") && list.contains("Tabelle 1 Eine Tafel ."),
            "{file}: {list:?}"
        );
    }
    let epub = Epub::open(&workspace.built("heft.epub"));
    let list = epub.text("EPUB/text/01-verzeichnis.xhtml");
    assert!(list.contains("<li><a href=\"02-text.xhtml#abb\">Abbildung 1: Ein Bild</a></li>"), "{list}");
    assert!(list.contains("<li><a href=\"02-text.xhtml#tab\">Tabelle 1: Eine Tafel</a></li>"), "{list}");
    assert!(!list.contains("noteref") && !list.contains("footnotes"), "{list}");
    let text = epub.xml("EPUB/text/02-text.xhtml");
    let marks = text.descendants().filter(|node| node.attribute("role") == Some("doc-noteref"));
    let marks: Vec<&str> = marks.filter_map(|node| node.text()).collect();
    assert_eq!(marks, ["1", "2", "3", "4", "5", "6"]);
    let notes = text.descendants().filter(|node| node.attribute("role") == Some("doc-footnote")).count();
    assert_eq!(notes, 6);
}

#[test]
fn lists_of_figures_and_tables_stand_in_the_menus_of_reading_systems() {
    let workspace = publication("language = \"de-DE\"\n")
        .file("sources/heft/01-verzeichnis.md", "# Verzeichnis\n\n:::list-of-figures\n:::\n\n:::list-of-tables\n:::\n")
        .file(
            "sources/heft/02-text.md",
            "# Text\n\n![Skizze](skizze.svg \"Ein *Bild* & mehr\"){credit=\"Foto: Muster\"}\n\n![Zweite](skizze.svg \"Noch eins\")\n",
        );
    workspace.build();
    let epub = Epub::open(&workspace.built("heft.epub"));
    let menus = epub.xml("EPUB/nav.xhtml");
    let lists = |kind: &str| -> Vec<Vec<String>> {
        let navs = menus
            .descendants()
            .filter(|node| node.attribute(("http://www.idpf.org/2007/ops", "type")) == Some(kind));
        navs.map(|nav| {
            let links =
                nav.descendants().filter(|node| node.has_tag_name(("http://www.w3.org/1999/xhtml", "a")));
            links
                .map(|link| {
                    assert!(link.attribute("href").unwrap().starts_with("text/02-text.xhtml#"));
                    link.descendants()
                        .filter_map(|node| if node.is_text() { node.text() } else { None })
                        .collect()
                })
                .collect()
        })
        .collect()
    };
    assert_eq!(lists("loi"), [["Abbildung 1: Ein Bild & mehr", "Abbildung 2: Noch eins"]]);
    // Where there is nothing to list, no menu stands open and empty.
    assert_eq!(lists("lot"), Vec::<Vec<String>>::new());
}

#[test]
fn a_note_that_cites_is_one_note_also_where_the_style_cites_in_notes() {
    let workspace = publication("language = \"de-DE\"\nbibliography = { files = [\"werke.bib\", \"netz.yaml\"], style = \"chicago-notes\" }\n")
        .file(
            "sources/heft/werke.bib",
            "@book{muster, author = {Muster, Erika}, title = {Die Mitte}, date = {2020}, publisher = {Verlag}, location = {Ort}}\n",
        )
        .file(
            "sources/heft/netz.yaml",
            "netz:\n  type: Web\n  title: Im Netz\n  url: https://example.org/netz\n  date: 2021-03-04\n",
        )
        .file(
            "sources/heft/01-text.md",
            "# Text\n\nSatz mit Note.[^a] Satz mit Werk [@muster, S. 14] und Netz [@netz].\n\n\
             [^a]: Dazu [@muster, S. 12]; so steht es.\n\n:::bibliography\n:::\n",
        );
    workspace.build();
    for file in ["heft-screen.pdf", "heft-print.pdf"] {
        let pages = pages(&workspace, file);
        let text = pages.iter().find(|page| page.contains("Satz mit Note")).unwrap();
        assert!(
            text.contains("Dazu Erika Muster, Die Mitte (Verlag, 2020), S. 12; so steht es."),
            "{text:?}"
        );
        assert!(text.contains("Muster, Die Mitte, S. 14."), "{text:?}");
    }
    let epub = Epub::open(&workspace.built("heft.epub"));
    let text = epub.xml("EPUB/text/01-text.xhtml");
    let notes = text.descendants().filter(|node| node.attribute("role") == Some("doc-footnote")).count();
    assert_eq!(notes, 3);
    let is_link = |node: &roxmltree::Node<'_, '_>| node.tag_name().name() == "a";
    let nested = text
        .descendants()
        .filter(is_link)
        .filter(|link| link.ancestors().skip(1).any(|outer| is_link(&outer)));
    assert_eq!(nested.count(), 0, "a link stands in a link");
    assert!(text.descendants().any(|node| node.attribute("href") == Some("https://example.org/netz")));
}

#[test]
fn addresses_of_links_in_captions_stand_once_and_no_list_repeats_them() {
    let workspace = publication("language = \"de-DE\"\n[parameters]\naddresses = \"note\"\n").file(
        "sources/heft/01-text.md",
        "# Text\n\nEin [Verzeichnis](https://example.org/eins) vorweg.\n\n\
         :::table{caption=\"Tafel mit [Nachweis](https://example.org/zwei) und Schluss[^n]\"}\n\n\
         | Kopf | Wert |\n|---|---|\n| [Quelle](https://example.org/drei) | 1 |\n\n:::\n\n\
         :::list-of-tables\n:::\n\n[^n]: Eine Note.\n",
    );
    workspace.build();
    for file in ["heft-screen.pdf", "heft-print.pdf"] {
        let text = pages(&workspace, file).join(" ");
        for address in ["example.org/eins", "example.org/zwei", "example.org/drei"] {
            assert_eq!(text.matches(address).count(), 1, "{file}: {address} in {text:?}");
        }
    }
    let epub = Epub::open(&workspace.built("heft.epub"));
    let text = epub.text("EPUB/text/01-text.xhtml");
    assert!(text.contains("<a href=\"https://example.org/zwei\">Nachweis</a>"), "{text}");
    assert!(text.contains("Tabelle 1: Tafel mit Nachweis und Schluss</a></li>"), "{text}");
    assert!(!text.contains("example.org/eins</"), "the EPUB shows no addresses: {text}");
}

#[test]
fn a_page_does_not_begin_where_a_reference_repeats_its_title() {
    let workspace = publication("language = \"de-DE\"\n")
        .file("sources/heft/01-eins.md", "# Eins\n\nMehr steht in @zwei und @tafel.\n\nSchluss.\n")
        .file("sources/heft/02-zwei.md", "# Zwei {#zwei}\n\nText.\n")
        .file(
            "sources/heft/03-drei.md",
            "# Drei\n\n:::table{#tafel caption=\"Tafel\"}\n| A | B |\n|---|---|\n| 1 | 2 |\n:::\n",
        );
    workspace.build();
    let epub = Epub::open(&workspace.built("heft.epub"));
    let marks = |path: &str| epub.text(path).matches("doc-pagebreak").count();
    assert_eq!(marks("EPUB/text/02-zwei.xhtml"), 1);
    let first = epub.text("EPUB/text/01-eins.xhtml");
    assert!(!first[first.find("Mehr steht").unwrap()..].contains("doc-pagebreak"), "{first}");
}

/// What a PDF says under a key in any of its dictionaries, such as the addresses of its links.
fn strings(pdf: &[u8], key: &[u8]) -> Vec<String> {
    let document = Document::load_mem(pdf).unwrap();
    let mut found = Vec::new();
    let mut dictionaries: Vec<&Dictionary> = Vec::new();
    for object in document.objects.values() {
        match object {
            Object::Dictionary(dictionary) => dictionaries.push(dictionary),
            Object::Stream(stream) => dictionaries.push(&stream.dict),
            _ => {}
        }
    }
    while let Some(dictionary) = dictionaries.pop() {
        for (name, value) in dictionary.iter() {
            match value {
                Object::Dictionary(inner) => dictionaries.push(inner),
                Object::String(..) if name == key => found.push(decode_text_string(value).unwrap()),
                _ => {}
            }
        }
    }
    found.sort();
    found
}

#[test]
fn the_index_has_each_page_once_ranges_and_links_and_stands_in_german_order() {
    let chapter = |number: usize, text: &str| {
        (format!("sources/heft/0{number}-k.md"), format!("# Kapitel {number}\n\n{text}\n"))
    };
    let chapters = [
        chapter(
            1,
            "Der [Markt]{.index} und noch einmal der [Markt]{.index}, [Zoo]{.index}, [Österreich]{.index}.",
        ),
        chapter(2, "[]{index-from=\"Bauen > im Bestand\"}Wieder der [Markt]{.index}, [Ofen]{.index}."),
        chapter(3, "Auch der [Markt]{.index}, [Straße]{.index}."),
        chapter(4, "Hier nicht, nur [Strand]{.index}.[]{index-to=\"Bauen > im Bestand\"}"),
        chapter(5, "Zuletzt der [Markt]{.index}."),
        chapter(6, ":::index\n[Handel]{see=\"Markt\"}\n[Zoo]{see-also=\"Bauen > im Bestand\"}\n:::"),
    ];
    let workspace = chapters
        .iter()
        .fold(publication("language = \"de-DE\"\n"), |workspace, (path, text)| workspace.file(path, text));
    workspace.build();
    for file in ["heft-screen.pdf", "heft-print.pdf"] {
        let pages = pages(&workspace, file);
        let page = |number: usize| {
            let words = ["einmal", "Wieder", "Auch der", "Hier nicht", "Zuletzt"][number - 1];
            pages.iter().position(|page| page.contains(words)).unwrap() + 1
        };
        let list = pages.iter().find(|page| page.contains("Handel")).unwrap();
        let lines = [
            format!("Markt, {}–{}, {}", page(1), page(3), page(5)),
            format!("im Bestand, {}–{}", page(2), page(4)),
            "Handel, siehe Markt".to_owned(),
            format!("Zoo, {}, siehe auch Bauen, im Bestand", page(1)),
        ];
        for line in lines {
            assert!(list.contains(&line), "{file}: no {line:?} in {list:?}");
        }
        let order = ["Bauen", "Handel", "Markt", "Ofen", "Österreich", "Strand", "Straße", "Zoo"];
        let places: Vec<usize> = order.iter().map(|word| list.find(word).unwrap()).collect();
        assert!(places.is_sorted(), "{file}: {list:?}");
    }
    let epub = Epub::open(&workspace.built("heft.epub"));
    let text = epub.text("EPUB/text/06-k.xhtml");
    for link in [">Kapitel 1</a>", ">Kapitel 2</a>", ">Kapitel 3</a>", ">Kapitel 5</a>"] {
        assert!(text.contains(link), "no {link} in {text}");
    }
}

#[test]
fn notes_stand_at_the_end_of_their_chapter_where_the_layout_is_asked_to() {
    let workspace = publication("language = \"de-DE\"\n[parameters]\nnotes = \"chapter\"\n")
        .file("sources/heft/01-eins.md", "# Eins\n\nErster Satz.[^a] Dieselbe.[^a]\n\n| Kopf[^b] | Wert |\n|---|---|\n| Zelle | 1 |\n\nSchlusswort.\n\n[^a]: Note A.\n[^b]: Note B.\n")
        .file("sources/heft/02-zwei.md", "# Zwei\n\nZweiter Satz.[^a]\n\nLetztes Wort.\n\n[^a]: Note C.\n");
    workspace.build();
    for file in ["heft-screen.pdf", "heft-print.pdf"] {
        let pages = pages(&workspace, file);
        let first = pages.iter().find(|page| page.contains("Erster Satz")).unwrap();
        let notes = &first[first.find("Schlusswort.").unwrap()..];
        assert!(notes.contains("Anmerkungen 1 Note A. 2 Note B."), "{file}: {first:?}");
        assert_eq!(first.matches("Note A.").count(), 1, "{file}: {first:?}");
        let second = pages.iter().find(|page| page.contains("Zweiter Satz")).unwrap();
        assert!(
            second[second.find("Letztes Wort.").unwrap()..].contains("Anmerkungen 3 Note C."),
            "{file}: {second:?}"
        );
    }
}

#[test]
fn addresses_stand_on_paper_as_the_layout_or_the_author_says_and_can_be_clicked() {
    for way in ["inline", "note", "qr", "none"] {
        let workspace = publication(&format!("language = \"de-DE\"\n[parameters]\naddresses = \"{way}\"\n")).file(
            "sources/heft/01-text.md",
            "# Text\n\nEin [Verzeichnis](https://example.org/eins?a=b&c=d) und das [Archiv](https://example.org/zwei){address=none}.\n",
        );
        workspace.build();
        for file in ["heft-screen.pdf", "heft-print.pdf"] {
            let text = pages(&workspace, file).join(" ");
            let shown = usize::from(way != "none");
            assert_eq!(text.matches("example.org/eins?a=b&c=d").count(), shown, "{way} {file}: {text:?}");
            assert_eq!(text.contains("Verzeichnis (example.org"), way == "inline", "{way} {file}: {text:?}");
            assert!(!text.contains("example.org/zwei"), "{way} {file}: {text:?}");
        }
        let screen = workspace.built("heft-screen.pdf");
        let links = strings(&screen, b"URI");
        for address in ["https://example.org/eins?a=b&c=d", "https://example.org/zwei"] {
            assert!(links.iter().any(|link| link == address), "{way}: {links:?}");
        }
        let codes = strings(&screen, b"Alt")
            .iter()
            .filter(|alt| alt.starts_with("QR-Code: https://example.org/eins"))
            .count();
        assert_eq!(codes, usize::from(way == "qr"), "{way}");
        assert_eq!(strings(&workspace.built("heft-print.pdf"), b"URI"), Vec::<String>::new(), "{way}");
        let epub = Epub::open(&workspace.built("heft.epub"));
        let text = epub.text("EPUB/text/01-text.xhtml");
        assert!(
            text.contains("<a href=\"https://example.org/eins?a=b&amp;c=d\">Verzeichnis</a>"),
            "{way}: {text}"
        );
    }
}

#[test]
fn credits_name_the_pictures_with_their_pages_and_licences() {
    let workspace = publication("language = \"de-DE\"\n")
        .file("sources/heft/01-bilder.md", "# Bilder\n\n![Eins](skizze.svg \"Das Erste\"){credit=\"Foto: Muster\" licence=\"CC BY-SA 4.0\"}\n\n![Zwei](skizze.svg \"Das Zweite\")\n")
        .file("sources/heft/02-nachweis.md", "# Nachweis\n\n:::credits\n:::\n");
    workspace.build();
    for file in ["heft-screen.pdf", "heft-print.pdf"] {
        let pages = pages(&workspace, file);
        let place = pages.iter().position(|page| page.contains("Abbildung 1 Das Erste")).unwrap() + 1;
        let list = pages
            .iter()
            .find(|page| page.contains("Nachweis") && page.contains("Muster"))
            .unwrap()
            .replace('\u{a0}', " ");
        assert!(
            list.contains(&format!("Foto: Muster, CC BY-SA 4.0 Das Erste (S. {place})")),
            "{file}: {list:?}"
        );
        assert!(list.contains(&format!("Beispiel Das Zweite (S. {place})")), "{file}: {list:?}");
    }
    let epub = Epub::open(&workspace.built("heft.epub"));
    let text = epub.text("EPUB/text/02-nachweis.xhtml");
    assert!(
        text.contains("Das Erste</a>") && text.contains("https://creativecommons.org/licenses/by-sa/4.0/"),
        "{text}"
    );
}

#[test]
fn a_counted_box_takes_one_place_among_cards() {
    let workspace = publication("language = \"de-DE\"\n").file(
        "sources/heft/01-text.md",
        "# Text\n\nSiehe @zwei.\n\n::::cards\n\n:::card{title=\"Karte\"}\nLinks.\n:::\n\n:::factbox{#zwei title=\"Kasten\"}\nRechts.\n:::\n\n::::\n",
    );
    workspace.build();
    let file = inspect(&workspace.built("heft-print.pdf")).unwrap();
    let line = |word: &str| {
        let runs = file.pages.iter().flat_map(|page| &page.runs);
        runs.into_iter().find(|run| run.text.contains(word)).map(|run| run.y).unwrap()
    };
    assert_eq!(line("Links."), line("Rechts."));
}
