//! What a publisher asks of an EPUB beyond that it is valid: page lists, fonts.

use read_fonts::types::Tag;
use read_fonts::{FontRef, TableProvider};
use roxmltree::Node;
use satz::print::text_of;

use crate::common::{Epub, Workspace};

/// A word that occurs once in the book.
fn is_token(word: &str) -> bool {
    word.len() == 5 && word.starts_with(['w', 'z']) && word[1..].bytes().all(|letter| letter.is_ascii_digit())
}

fn tokens(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| is_token(word))
}

fn words(from: usize, to: usize) -> String {
    (from..to).map(|number| format!("w{number:04}")).collect::<Vec<_>>().join(" ")
}

/// A preface with roman folios, a paragraph of several pages, and a table of several pages.
fn book_of_many_pages() -> Workspace {
    let rows: String =
        (0..60).map(|row| format!("| z{row:04} | {} |\n", words(5000 + row * 3, 5003 + row * 3))).collect();
    let table = format!(
        "# Zahlen\n\nDavor w4000.\n\n:::table{{caption=\"Zeilen\"}}\n| Zeile | Worte |\n|---|---|\n{rows}:::\n\nDanach w9000.\n"
    );
    let workspace = Workspace::new().publication("");
    let pages = std::fs::read_to_string(workspace.path("layouts/plain/pages.typ")).unwrap();
    let start = "  pagebreak(weak: true)\n  body\n";
    assert!(pages.contains(start));
    let roman = "  pagebreak(weak: true)\n  set page(numbering: if kind == \"preface\" { \"i\" } else { \"1\" })\n  \
                 context if kind == \"chapter\" and counter(page).display() == \"4\" { counter(page).update(1) }\n  body\n";
    workspace
        .file("layouts/plain/pages.typ", pages.replace(start, roman))
        .file(
            "sources/heft/01-vorwort.md",
            format!("+++\nkind = \"preface\"\n+++\n# Vorwort\n\n{}\n", words(0, 500)),
        )
        .file("sources/heft/02-lang.md", format!("# Lang\n\n{}\n", words(1000, 1900)))
        .file("sources/heft/03-zahlen.md", table)
}

/// Walks through a document: the folios of its markers and its tokens, in order.
fn walk(node: Node, into: &mut Vec<Result<String, String>>) {
    if node.attribute("role") == Some("doc-pagebreak") {
        into.push(Err(node.attribute("aria-label").unwrap().to_owned()));
    }
    if node.is_text() {
        into.extend(tokens(node.text().unwrap()).map(|token| Ok(token.to_owned())));
    }
    node.children().for_each(|child| walk(child, into));
}

#[test]
fn a_page_begins_at_its_first_word_in_long_paragraphs_in_tables_and_with_roman_folios() {
    let workspace = book_of_many_pages();
    workspace.build();
    let printed = text_of(&workspace.built("heft-screen.pdf")).unwrap();
    let epub = Epub::open(&workspace.built("heft.epub"));
    let mut read = Vec::new();
    for path in epub.documents().into_iter().filter(|path| path.contains("/text/")) {
        walk(epub.xml(path).root(), &mut read);
    }
    let order: Vec<&String> = read.iter().filter_map(|part| part.as_ref().ok()).collect();
    let marks: Vec<(&String, Option<&String>)> = read
        .iter()
        .enumerate()
        .filter_map(|(at, part)| {
            let next = read[at..].iter().find_map(|part| part.as_ref().ok());
            part.as_ref().err().map(|folio| (folio, next))
        })
        .collect();
    assert_eq!(marks.len(), printed.len(), "{marks:?}");
    let mut inside = 0;
    for ((folio, next), page) in marks.iter().zip(&printed) {
        let rank = |token: &str| order.iter().position(|known| *known == token).expect("every word arrives");
        let first = tokens(page).min_by_key(|token| rank(token)).map(str::to_owned);
        assert_eq!(first.as_ref(), *next, "page {folio}");
        inside += usize::from(first.is_some_and(|token| !token.ends_with("000")));
    }
    assert!(inside > 4, "too few pages begin inside of paragraphs and tables: {marks:?}");
    let folios: Vec<&str> = marks.iter().map(|(folio, _)| folio.as_str()).collect();
    assert!(folios.starts_with(&["i", "ii"]), "{folios:?}");
    let navigation = epub.xml("EPUB/nav.xhtml");
    let list = navigation.descendants().find(|node| node.attribute("role") == Some("doc-pagelist")).unwrap();
    let listed: Vec<&str> = list
        .descendants()
        .filter(|node| node.has_tag_name(("http://www.w3.org/1999/xhtml", "a")))
        .filter_map(|link| link.text())
        .collect();
    assert_eq!(listed, folios);
}

const FONT_TEXT: &str = "# Schrift\n\nQualität `und` §.\n";

#[test]
fn fonts_are_embedded_on_request_with_what_the_text_needs_and_their_licences() {
    let plain = Workspace::with_chapter(FONT_TEXT);
    plain.build();
    let plain = Epub::open(&plain.built("heft.epub"));
    assert!(plain.paths().iter().all(|path| !path.contains("fonts/")), "no fonts unless they are asked for");
    assert!(!plain.text("EPUB/style.css").contains("@font-face"));

    let more = "[epub]\nfonts = [\"Vollkorn\", \"IBM Plex Mono\", \"TeX Gyre Pagella Math\"]\n";
    let workspace = Workspace::new().publication(more).file("sources/heft/01-text.md", FONT_TEXT);
    workspace.build();
    let epub = Epub::open(&workspace.built("heft.epub"));
    let whole = |path: &str| std::fs::read(workspace.path(path)).unwrap();

    let bytes = &epub.files["EPUB/fonts/vollkorn/400.ttf"];
    assert!(bytes.len() * 4 < whole("fonts/vollkorn/Vollkorn-Regular.ttf").len());
    let part = FontRef::new(bytes).unwrap();
    let (cmap, glyf, loca) = (part.cmap().unwrap(), part.glyf().unwrap(), part.loca(None).unwrap());
    for letter in "SchriftQualität§„".chars() {
        let glyph = cmap.map_codepoint(letter).unwrap_or_else(|| panic!("there is no {letter}"));
        assert!(loca.get_glyf(glyph, &glyf).unwrap().is_some(), "{letter} has no outline");
    }
    assert_eq!(cmap.map_codepoint('Ж'), None);
    for table in [b"GSUB", b"GPOS", b"GDEF", b"name"] {
        assert!(part.table_data(Tag::new(table)).is_some(), "{}", String::from_utf8_lossy(table));
    }
    // A reserved name may not stand on a part, and PostScript outlines cannot be taken apart.
    let mono = "EPUB/fonts/ibm-plex-mono/400.ttf";
    assert!(epub.files[mono] == whole("fonts/ibm-plex-mono/IBMPlexMono-Regular.ttf"));
    let math = "EPUB/fonts/tex-gyre-pagella-math/400.otf";
    assert!(epub.files[math] == whole("fonts/tex-gyre-pagella-math/TeXGyrePagellaMath-Regular.otf"));

    let style = epub.text("EPUB/style.css");
    let rule = "@font-face { font-family: \"Vollkorn\"; font-weight: 400; font-style: italic; src: url(\"fonts/vollkorn/400-italic.ttf\"); }";
    assert!(style.contains(rule), "{style}");
    assert!(style.contains("body { font-family: \"Vollkorn\", serif; }"), "{style}");
    assert!(epub.text("EPUB/fonts/vollkorn/OFL.txt").contains("SIL Open Font License"));
    let package = epub.text("EPUB/package.opf");
    assert!(package.contains(
        "<link rel=\"dcterms:license\" href=\"fonts/vollkorn/OFL.txt\" media-type=\"text/plain\"/>"
    ));
    assert!(package.contains("<meta property=\"ibooks:specified-fonts\">true</meta>"));
}

const KINDLE_TEXT: &str = "# Kindle\n\nEs gilt $a = b^2$ und @eq-summe.\n\n:::formula{#eq-summe alt=\"Summe aller x\"}\n\\sum_i x_i\n:::\n\n\
                           ![Ein Kreis](kreis.svg \"Kreis\"){credit=\"Beispiel\"}\n";

const CIRCLE: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 10 10\"><circle cx=\"5\" cy=\"5\" r=\"4\" fill=\"#336699\"/></svg>";

#[test]
fn kindle_gets_pixels_on_white_in_place_of_drawings_and_formulas() {
    let workspace = Workspace::new()
        .publication("identifiers = { isbn-epub = \"978-3-16-148410-0\" }\n\n[epub]\nkindle = true\n")
        .file("sources/heft/01-text.md", KINDLE_TEXT)
        .file("sources/heft/kreis.svg", CIRCLE);
    workspace.build();
    let standard = Epub::open(&workspace.built("heft.epub"));
    assert!(standard.text("EPUB/text/01-text.xhtml").contains("<math"));
    let epub = Epub::open(&workspace.built("heft-kindle.epub"));
    let chapter = epub.text("EPUB/text/01-text.xhtml");
    assert!(!chapter.contains("<math") && !chapter.contains(".svg"), "{chapter}");
    assert!(chapter.contains("<p>Es gilt <img src="), "a formula stays in its line: {chapter}");
    assert!(chapter.contains("alt=\"Summe aller x\""), "{chapter}");
    assert!(chapter.contains("<span class=\"equation-number\">(1)</span>"), "{chapter}");
    assert!(chapter.contains("href=\"#eq-summe\"") && chapter.contains("id=\"eq-summe\""), "{chapter}");
    let document = epub.xml("EPUB/text/01-text.xhtml");
    let pictures: Vec<Node> = document.descendants().filter(|node| node.tag_name().name() == "img").collect();
    assert_eq!(pictures.len(), 3);
    for picture in pictures {
        let alt = picture.attribute("alt").unwrap();
        assert!(!alt.is_empty());
        let path = picture.attribute("src").unwrap().replace("..", "EPUB");
        let drawn = image::load_from_memory(&epub.files[&path]).unwrap().to_rgba8();
        assert!(drawn.pixels().all(|pixel| pixel[3] == 255), "{alt} is transparent somewhere");
        assert!(drawn.pixels().any(|pixel| pixel[0] > 250), "{alt} has no ground");
        assert!(drawn.pixels().any(|pixel| pixel[0] < 80), "{alt} shows nothing");
        assert!(drawn.width().max(drawn.height()) <= 2000);
    }
    let package = epub.text("EPUB/package.opf");
    assert!(!package.contains("urn:isbn") && !package.contains("MathML"), "{package}");
    let style = epub.text("EPUB/style.css");
    assert!(!style.contains("@media") && !style.contains(":has("), "{style}");
}
