//! What makes an excellent EPUB, line by line: container, package, navigation, chapters, pictures and
//! style. `.readme/accessibility.md` has the whole list and says which test proves which line.

use std::collections::BTreeSet;
use std::io::Cursor;
use std::path::Path;
use std::sync::OnceLock;

use roxmltree::{Document, Node};

use crate::common::{Epub, Workspace};

const OPS: &str = "http://www.idpf.org/2007/ops";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

const MANIFEST: &str = "\
subtitle = \"Ein Beispiel\"
description = \"Eine Probe\"
subjects = [\"Leerstand\"]
rights = \"CC BY 4.0\"
contributors = [{ name = \"Ada Muster\", role = \"author\", file-as = \"Muster, Ada\" }]
identifiers = { isbn-print = \"978-3-16-148410-0\", isbn-epub = \"978-0-306-40615-7\" }
bibliography = \"werke.bib\"
data = { zahlen = \"zahlen.csv\" }
";

const FIRST: &str = "\
# Bestand

Ein Absatz mit [pop-up store]{lang=en} und $a = b^2$.[^eins]

[^eins]: Die Fußnote.

## Bilder

### Fotos

![Ein Foto](foto.jpg \"Das Foto\"){#abb-foto width=12mm credit=\"Beispiel\"}

![Eine Zeichnung & mehr](zeichnung.svg \"Die Zeichnung\"){credit=\"Beispiel\"}

![](alpha.webp){.decorative width=8mm}

:::chart{data=\"zahlen\" x=\"name\" y=\"value\" title=\"Leerstand\"}
:::

## Zahlen

:::table{#tab-zahlen caption=\"Leerstand\"}
| Jahr | Läden |
|:-----|------:|
| 2024 | 12 |
:::

Siehe [@werk] und [das zweite Kapitel](02-werke.md).
";

const WORKS: &str = "+++\nkind = \"bibliography\"\n+++\n# Literatur\n\n:::bibliography\n:::\n";

/// A book in the layout of the house with all that the list asks about, built once.
fn book() -> &'static Epub {
    static BUILT: OnceLock<Epub> = OnceLock::new();
    BUILT.get_or_init(|| {
        let workspace = workspace();
        workspace.build();
        Epub::open(&workspace.built("heft.epub"))
    })
}

fn workspace() -> Workspace {
    let picture = |name: &str| {
        let folder = "tests/torture/sources/press/bilder";
        std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder).join(name)).unwrap()
    };
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 10 10\"><path d=\"M0 0h9v9z\"/></svg>";
    Workspace::new()
        .folder("layouts", "layouts")
        .publication(MANIFEST)
        .file("sources/heft/publication.toml", manifest())
        .file("sources/heft/01-bestand.md", FIRST)
        .file("sources/heft/02-werke.md", WORKS)
        .file(
            "sources/heft/werke.bib",
            "@book{werk, author={Muster, Ada}, title={Werk}, year={2020}, publisher={Verlag}}\n",
        )
        .file("sources/heft/zahlen.csv", "name,value\nA,12\nB,9\n")
        .file("sources/heft/foto.jpg", picture("cmyk.jpg"))
        .file("sources/heft/alpha.webp", picture("alpha.webp"))
        .file("sources/heft/zeichnung.svg", svg)
}

fn manifest() -> String {
    format!("title = \"Heft\"\nlayout = \"house\"\nlanguage = \"de-DE\"\ndate = 2026-11-01\n{MANIFEST}")
}

fn named<'a, 'i>(document: &'a Document<'i>, name: &str) -> Vec<Node<'a, 'i>> {
    document.descendants().filter(|node| node.is_element() && node.tag_name().name() == name).collect()
}

fn text(node: Node) -> String {
    node.descendants().filter(Node::is_text).filter_map(|node| node.text()).collect()
}

/// The texts of all `meta` elements with a property.
fn properties(package: &Document, property: &str) -> Vec<String> {
    let metas = named(package, "meta").into_iter();
    metas.filter(|meta| meta.attribute("property") == Some(property)).map(text).collect()
}

fn nav<'a, 'i>(document: &'a Document<'i>, kind: &str) -> Node<'a, 'i> {
    let found = document.descendants().find(|node| node.attribute((OPS, "type")) == Some(kind));
    found.unwrap_or_else(|| panic!("there is no {kind}"))
}

fn links(node: Node) -> Vec<(String, String)> {
    let links = node.descendants().filter(|node| node.tag_name().name() == "a");
    links.map(|link| (text(link), link.attribute("href").unwrap_or_default().to_owned())).collect()
}

#[test]
fn names_in_the_container_are_plain_and_sorted_and_have_no_time_of_day() {
    let workspace = Workspace::with_chapter("# Ärger & Öl\n\nText.\n");
    workspace.build();
    let mut archive = zip::ZipArchive::new(Cursor::new(workspace.built("heft.epub"))).unwrap();
    let mut names = Vec::new();
    for index in 0..archive.len() {
        let file = archive.by_index(index).unwrap();
        let time = file.last_modified().unwrap();
        assert_eq!((time.year(), time.month(), time.day(), time.hour()), (1980, 1, 1, 0));
        names.push(file.name().unwrap().into_owned());
    }
    assert_eq!(names[..2], ["mimetype", "META-INF/container.xml"]);
    assert!(names[2..].is_sorted(), "{names:?}");
    for name in &names {
        let plain = |letter: u8| letter.is_ascii_alphanumeric() || b"-_./".contains(&letter);
        assert!(name.bytes().all(plain), "{name}");
    }
}

#[test]
fn the_package_is_one_of_epub_3_with_a_linear_spine_and_what_old_readers_need() {
    let epub = book();
    let package = epub.xml("EPUB/package.opf");
    let root = package.root_element();
    assert_eq!((root.attribute("version"), root.attribute("dir")), (Some("3.0"), Some("ltr")));
    assert_eq!(root.attribute((XML, "lang")), Some("de-DE"));
    let identifiers = named(&package, "identifier");
    let unique = identifiers.iter().find(|node| node.attribute("id") == root.attribute("unique-identifier"));
    let unique = text(*unique.expect("the unique identifier is there"));
    // The digit that says the version of a UUID is 5: made of a name, not of chance.
    assert!(unique.starts_with("urn:uuid:") && unique.as_bytes()[23] == b'5', "{unique}");
    assert!(named(&package, "itemref").iter().all(|item| item.attribute("linear").is_none()));
    let spine = named(&package, "spine")[0].attribute("toc");
    let item = |id: Option<&str>| {
        let found = named(&package, "item").into_iter().find(|item| item.attribute("id") == id);
        found.unwrap_or_else(|| panic!("there is no item {id:?}"))
    };
    assert_eq!(item(spine).attribute("media-type"), Some("application/x-dtbncx+xml"));
    let cover = named(&package, "meta").into_iter().find(|meta| meta.attribute("name") == Some("cover"));
    assert_eq!(item(cover.unwrap().attribute("content")).attribute("properties"), Some("cover-image"));
}

#[test]
fn properties_of_the_manifest_follow_from_the_files_and_nothing_is_fetched_or_run() {
    let epub = book();
    let package = epub.xml("EPUB/package.opf");
    let mut kinds = BTreeSet::new();
    for item in named(&package, "item") {
        let href = item.attribute("href").unwrap();
        assert!(!href.contains(':') && !href.starts_with('/'), "{href}");
        let media_type = item.attribute("media-type").unwrap();
        kinds.insert(media_type);
        let properties = item.attribute("properties").unwrap_or_default();
        if media_type == "application/xhtml+xml" {
            let content = epub.text(&format!("EPUB/{href}"));
            assert_eq!(properties.contains("mathml"), content.contains("<math"), "{href}");
            assert_eq!(properties.contains("nav"), href == "nav.xhtml", "{href}");
            assert!(!content.contains("<svg") && !content.contains("<script"), "{href}");
        }
        for property in properties.split(' ').filter(|property| !property.is_empty()) {
            assert!(["nav", "mathml", "cover-image"].contains(&property), "{href} is {property}");
        }
    }
    let core = [
        "application/x-dtbncx+xml",
        "application/xhtml+xml",
        "image/jpeg",
        "image/png",
        "image/svg+xml",
        "text/css",
    ];
    assert!(kinds.iter().all(|kind| core.contains(kind)), "{kinds:?}");
    // Text flows: nothing is laid out beforehand.
    assert!(!epub.text("EPUB/package.opf").contains("rendition:"));
}

#[test]
fn the_package_tells_titles_people_dates_and_numbers() {
    let package = book().text("EPUB/package.opf");
    for wanted in [
        "<dc:identifier id=\"isbn\">urn:isbn:9780306406157</dc:identifier>",
        "<meta refines=\"#isbn\" property=\"identifier-type\" scheme=\"onix:codelist5\">15</meta>",
        "<dc:title id=\"title\">Heft</dc:title>",
        "<meta refines=\"#title\" property=\"title-type\">main</meta>",
        "<meta refines=\"#subtitle\" property=\"title-type\">subtitle</meta>",
        "<dc:language>de-DE</dc:language>",
        "<dc:date>2026-11-01</dc:date>",
        "<dc:creator id=\"contributor-1\">Ada Muster</dc:creator>",
        "<meta refines=\"#contributor-1\" property=\"role\" scheme=\"marc:relators\">aut</meta>",
        "<meta refines=\"#contributor-1\" property=\"file-as\">Muster, Ada</meta>",
        "<dc:publisher>Beispielverlag</dc:publisher>",
        "<dc:description>Eine Probe</dc:description>",
        "<dc:subject>Leerstand</dc:subject>",
        "<dc:rights>CC BY 4.0</dc:rights>",
        "<dc:source>urn:isbn:9783161484100</dc:source>",
        "<meta property=\"pageBreakSource\">urn:isbn:9783161484100</meta>",
    ] {
        assert!(package.contains(wanted), "{wanted} is not in {package}");
    }
    assert_eq!(package.matches("dcterms:modified").count(), 1);
    assert!(package.contains("<meta property=\"dcterms:modified\">2026-11-01T00:00:00Z</meta>"));
    // An ISBN belongs to one form of a book.
    assert_eq!(package.matches("9783161484100").count(), 2, "only as the source of page numbers");
}

#[test]
fn accessibility_metadata_say_what_the_book_has_and_what_nobody_vouches_for() {
    let package = book().xml("EPUB/package.opf");
    let found = |name: &str| properties(&package, &format!("schema:{name}"));
    assert_eq!(found("accessMode"), ["textual", "visual"]);
    assert_eq!(found("accessModeSufficient"), ["textual,visual", "textual"]);
    assert_eq!(found("accessibilityHazard"), ["none"]);
    let features = [
        "tableOfContents",
        "structuralNavigation",
        "readingOrder",
        "displayTransformability",
        "alternativeText",
        "longDescription",
        "MathML",
        "describedMath",
        "pageBreakMarkers",
        "pageNavigation",
    ];
    assert_eq!(found("accessibilityFeature"), features);
    let summary = found("accessibilitySummary").concat();
    assert!(summary.ends_with("Die Konformität mit WCAG 2.2 AA ist nicht bescheinigt."), "{summary}");
    assert!(properties(&package, "dcterms:conformsTo").is_empty());

    let plain = Workspace::new()
        .publication("[epub]\ncertified-by = \"Prüfstelle\"\n")
        .file("sources/heft/01-text.md", "# Titel\n\nText.\n");
    assert_eq!(plain.satz(&["build", "--outputs", "epub"]).exit, 0);
    let epub = Epub::open(&plain.built("heft.epub"));
    let package = epub.xml("EPUB/package.opf");
    let features = properties(&package, "schema:accessibilityFeature");
    assert!(!features.iter().any(|feature| ["MathML", "longDescription", "index"].contains(&&**feature)));
    assert_eq!(properties(&package, "dcterms:conformsTo"), ["EPUB Accessibility 1.1 - WCAG 2.2 Level AA"]);
    assert!(!properties(&package, "schema:accessibilitySummary").concat().contains("bescheinigt"));
}

#[test]
fn contents_pages_and_landmarks_are_the_same_in_both_navigations_and_follow_the_text() {
    let epub = book();
    let (document, ncx, package) =
        (epub.xml("EPUB/nav.xhtml"), epub.xml("EPUB/toc.ncx"), epub.xml("EPUB/package.opf"));
    let toc = nav(&document, "toc");
    assert_eq!(toc.attribute("role"), Some("doc-toc"));
    // Only lists of links: `ol`, `li`, `a`, one heading, and at most three levels.
    let depth = |node: &Node| node.ancestors().filter(|outer| outer.tag_name().name() == "ol").count();
    for node in toc.descendants().filter(Node::is_element).skip(1) {
        assert!(["h1", "ol", "li", "a"].contains(&node.tag_name().name()), "{node:?}");
        assert!(depth(&node) <= 3);
    }
    let contents = links(toc);
    assert_eq!(contents.len(), 6, "{contents:?}");
    let spine: Vec<&str> =
        named(&package, "itemref").iter().filter_map(|item| item.attribute("idref")).collect();
    let item_of = |href: &str| {
        let path = href.split('#').next();
        let items = named(&package, "item");
        let id =
            items.iter().find(|item| item.attribute("href") == path).and_then(|item| item.attribute("id"));
        spine.iter().position(|known| Some(*known) == id).expect("every entry leads into the spine")
    };
    assert!(contents.iter().map(|(_, href)| item_of(href)).is_sorted(), "{contents:?}");
    let points = |kind: &str| -> Vec<(String, String)> {
        let targets = named(&ncx, kind).into_iter();
        targets
            .map(|target| {
                let child =
                    |name: &str| target.children().find(|node| node.tag_name().name() == name).unwrap();
                let source = child("content").attribute("src").unwrap();
                (text(child("navLabel")).trim().to_owned(), source.to_owned())
            })
            .collect()
    };
    assert_eq!(points("navPoint"), contents);
    let pages = nav(&document, "page-list");
    assert_eq!(points("pageTarget"), links(pages));
    assert_eq!(pages.attribute("role"), Some("doc-pagelist"));
    let landmarks = nav(&document, "landmarks");
    for hidden in [pages, landmarks] {
        assert_eq!(hidden.attribute("hidden"), Some("hidden"));
        assert!(hidden.attribute("aria-label").is_some());
    }
    let kinds: Vec<&str> = landmarks
        .descendants()
        .filter(|node| node.tag_name().name() == "a")
        .filter_map(|node| node.attribute((OPS, "type")))
        .collect();
    assert_eq!(kinds, ["cover", "titlepage", "toc", "bodymatter", "bibliography"]);
    let uid = named(&ncx, "meta").into_iter().find(|meta| meta.attribute("name") == Some("dtb:uid")).unwrap();
    assert_eq!(uid.attribute("content"), Some(text(named(&package, "identifier")[0]).as_str()));
    let style = epub.text("EPUB/style.css");
    let shown = style.find("nav, section").or(style.find("nav,")).expect("the lists are blocks");
    assert!(style.find("[hidden] { display: none; }").expect("hidden lists stay hidden") > shown);
}

#[test]
fn chapters_have_one_title_whole_levels_types_with_roles_and_languages() {
    let epub = book();
    for path in epub.documents() {
        let content = epub.text(path);
        let document = epub.xml(path);
        let root = document.root_element();
        assert!(content.starts_with("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE html>"), "{path}");
        assert_eq!(
            (root.attribute("lang"), root.attribute((XML, "lang"))),
            (Some("de-DE"), Some("de-DE")),
            "{path}"
        );
        let level = |node: &Node| {
            let name = node.tag_name().name();
            name.strip_prefix('h').and_then(|level| level.parse::<u8>().ok())
        };
        let levels: Vec<u8> =
            document.descendants().filter(Node::is_element).filter_map(|node| level(&node)).collect();
        let titles = levels.iter().filter(|level| **level == 1).count();
        assert_eq!(titles, usize::from(!path.ends_with("cover.xhtml")), "{path}: {levels:?}");
        assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{path}: {levels:?}");
        assert!(named(&document, "body")[0].attribute((OPS, "type")).is_some(), "{path}");
        for section in named(&document, "section") {
            let kind = section.attribute((OPS, "type"));
            let role =
                ["chapter", "bibliography", "footnotes"].into_iter().find(|known| Some(*known) == kind);
            if let Some(known) = role {
                let role = if known == "footnotes" { None } else { Some(format!("doc-{known}")) };
                assert_eq!(section.attribute("role"), role.as_deref(), "{path}");
            }
        }
        for foreign in document.descendants().skip(2).filter(|node| node.has_attribute("lang")) {
            assert_eq!(foreign.attribute("lang"), foreign.attribute((XML, "lang")), "{path}");
        }
        assert!(content.len() < 300 * 1024);
    }
}

#[test]
fn chapters_have_no_style_script_or_data_of_their_own_and_names_that_last() {
    let epub = book();
    for path in epub.documents() {
        let document = epub.xml(path);
        let mut ids = BTreeSet::new();
        for node in document.descendants().filter(Node::is_element) {
            for attribute in node.attributes() {
                let (name, value) = (attribute.name(), attribute.value());
                assert!(name != "style" && name != "target" && !name.starts_with("on"), "{path}: {name}");
                assert!(!value.starts_with("data:") && !value.starts_with("javascript:"), "{path}: {value}");
            }
            if let Some(id) = node.attribute("id") {
                assert!(ids.insert(id.to_owned()), "{path}: {id} stands twice");
                assert!(!id.starts_with("loc-"), "{path}: {id} is counted by the typesetter");
            }
        }
    }
}

#[test]
fn pictures_are_files_with_sizes_words_and_colours_of_screens() {
    let epub = book();
    let mut seen = Vec::new();
    for path in epub.documents() {
        let document = epub.xml(path);
        for image in named(&document, "img") {
            let alt = image.attribute("alt").unwrap_or_else(|| panic!("{path} has a picture without words"));
            let source = image.attribute("src").unwrap().trim_start_matches("../");
            let bytes = &epub.files[&format!("EPUB/{source}")];
            if source.ends_with(".svg") {
                let drawing = std::str::from_utf8(bytes).unwrap();
                let drawing = Document::parse(drawing).unwrap();
                let title = named(&drawing, "title").first().map(|title| text(*title));
                assert_eq!(title.as_deref(), Some(alt), "{source}");
            } else {
                let picture = image::load_from_memory(bytes).unwrap();
                let kinds = [image::ColorType::Rgb8, image::ColorType::Rgba8, image::ColorType::L8];
                assert!(kinds.contains(&picture.color()), "{source} is {:?}", picture.color());
                assert!(picture.width().max(picture.height()) <= 2500, "{source}");
                assert!(!bytes.windows(4).any(|part| part == b"Exif"), "{source} has notes of a camera");
                assert!(source.ends_with(".jpg") || source.ends_with(".png"), "{source}");
            }
            seen.push(alt.to_owned());
        }
        for figure in named(&document, "figure") {
            assert!(figure.descendants().any(|node| node.tag_name().name() == "figcaption"), "{path}");
        }
    }
    for alt in ["Ein Foto", "Eine Zeichnung & mehr", "", "Umschlag: Heft. Ein Beispiel"] {
        assert!(seen.iter().any(|known| known == alt), "{alt:?} is not among {seen:?}");
    }
}

#[test]
fn tables_have_a_caption_and_heads_with_their_scope() {
    let chapter = book().xml("EPUB/text/01-bestand.xhtml");
    let tables = named(&chapter, "table");
    assert_eq!(tables.len(), 2, "the table, and the data of the chart");
    for table in tables {
        let heads: Vec<Node> = table.descendants().filter(|node| node.tag_name().name() == "th").collect();
        assert!(!heads.is_empty() && heads.iter().all(|head| head.attribute("scope").is_some()));
        assert!(table.descendants().any(|node| node.tag_name().name() == "thead"));
        let figure = table.ancestors().find(|node| node.tag_name().name() == "figure").unwrap();
        assert!(figure.descendants().any(|node| node.tag_name().name() == "figcaption"));
    }
}

#[test]
fn formulas_have_a_namespace_and_words() {
    let chapter = book().xml("EPUB/text/01-bestand.xhtml");
    let formulas = named(&chapter, "math");
    assert_eq!(formulas.len(), 1);
    assert_eq!(formulas[0].tag_name().namespace(), Some("http://www.w3.org/1998/Math/MathML"));
    assert_eq!(formulas[0].attribute("alttext"), Some("a gleich b Quadrat"));
}

#[test]
fn a_note_is_an_aside_in_its_chapter_and_its_mark_a_plain_link() {
    let chapter = book().xml("EPUB/text/01-bestand.xhtml");
    let of =
        |kind: &str| chapter.descendants().find(|node| node.attribute((OPS, "type")) == Some(kind)).unwrap();
    let (mark, note, back) = (of("noteref"), of("footnote"), of("backlink"));
    assert_eq!((mark.tag_name().name(), mark.attribute("role")), ("a", Some("doc-noteref")));
    assert_ne!(mark.parent().unwrap().tag_name().name(), "sup");
    assert_eq!((note.tag_name().name(), note.attribute("role")), ("aside", Some("doc-footnote")));
    assert_eq!((text(mark), text(back)), ("1".to_owned(), "1".to_owned()));
    assert_eq!(back.attribute("role"), Some("doc-backlink"));
    let name = back.attribute("title").or(back.attribute("aria-label"));
    assert!(name.is_some_and(|name| name.starts_with("Zurück zur Textstelle")), "{name:?}");
}

#[test]
fn page_markers_are_there_to_be_found_and_never_hidden() {
    let epub = book();
    let mut markers = 0;
    for path in epub.documents() {
        for marker in
            epub.xml(path).descendants().filter(|node| node.attribute("role") == Some("doc-pagebreak"))
        {
            assert_eq!(marker.attribute((OPS, "type")), Some("pagebreak"));
            assert!(marker.attribute("aria-label").is_some() && marker.attribute("id").is_some());
            assert!(!marker.has_attribute("hidden") && marker.attribute("class").is_none());
            markers += 1;
        }
    }
    assert!(markers > 3, "{markers}");
    assert!(!epub.text("EPUB/style.css").contains("pagebreak"));
}

/// The rules of a style sheet, those in conditions included: selector and declarations.
fn rules(style: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut bare = String::new();
    for (index, part) in style.split("/*").enumerate() {
        bare.push_str(if index == 0 { part } else { part.split_once("*/").map_or("", |(_, rest)| rest) });
    }
    let mut found = Vec::new();
    for block in bare.split('}').filter(|block| block.contains('{')) {
        let parts: Vec<&str> = block.split('{').collect();
        let [.., selector, declarations] = parts.as_slice() else { continue };
        let declarations = declarations.split(';').filter_map(|line| line.split_once(':'));
        let declarations =
            declarations.map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()));
        found.push((selector.trim().to_owned(), declarations.collect()));
    }
    found
}

/// The style sheet of satz and those of all layouts.
fn sheets() -> Vec<(String, String)> {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = vec![repository.join("src/epub/base.css")];
    let layouts = std::fs::read_dir(repository.join("layouts")).unwrap();
    paths.extend(layouts.map(|layout| layout.unwrap().path().join("epub.css")).filter(|path| path.is_file()));
    paths.sort();
    paths.iter().map(|path| (path.display().to_string(), std::fs::read_to_string(path).unwrap())).collect()
}

#[test]
fn style_leaves_type_size_and_page_colours_to_the_reader() {
    let sheets = sheets();
    assert!(sheets.len() > 5);
    for (path, style) in sheets {
        for (selector, declarations) in rules(&style) {
            let has = |name: &str| declarations.iter().any(|(known, _)| known == name);
            if selector.split(',').any(|part| ["body", "html"].contains(&part.trim())) {
                for name in ["font-size", "line-height", "color", "background", "background-color"] {
                    assert!(!has(name), "{path}: {selector} sets {name}");
                }
            }
            // Text has its own colour only where its ground has one too.
            let colour = declarations.iter().find(|(name, _)| name == "color");
            let taken_over =
                colour.is_none_or(|(_, value)| ["inherit", "currentColor"].contains(&value.as_str()));
            assert!(
                taken_over || has("background-color") || has("background"),
                "{path}: {selector} has a colour alone"
            );
            assert!(!has("direction"), "{path}: {selector}");
            for (name, value) in &declarations {
                assert!(
                    !value.contains("rem") || value.contains("remove"),
                    "{path}: {selector} {name}: {value}"
                );
                assert!(
                    name != "font-size" || !value.ends_with("px") && !value.ends_with("pt"),
                    "{path}: {selector}"
                );
            }
        }
    }
}

#[test]
fn style_has_twins_for_old_readers() {
    for (path, style) in sheets() {
        for (selector, declarations) in rules(&style) {
            let value_of =
                |wanted: &str| declarations.iter().find(|(name, _)| name == wanted).map(|(_, value)| value);
            for (name, value) in &declarations {
                let twins = match name.as_str() {
                    "hyphens" => vec!["-webkit-hyphens", "-epub-hyphens"],
                    "break-inside" => vec!["page-break-inside"],
                    "break-after" => vec!["page-break-after"],
                    "break-before" => vec!["page-break-before"],
                    _ => continue,
                };
                for twin in twins {
                    let wanted = if value == "page" { "always" } else { value };
                    assert_eq!(
                        value_of(twin).map(String::as_str),
                        Some(wanted),
                        "{path}: {selector} has no {twin}"
                    );
                }
            }
        }
        assert!(!style.contains(";;") && !style.contains("& ") && !style.contains("\" i]"), "{path}");
    }
}
