//! The EPUB: chapters cleaned from Typst's bundle, packed with everything that a book needs.
//!
//! Two steps: [`clean`] makes XHTML chapters of Typst's tree, [`pack`] puts them with package document,
//! navigation, cover, title page and styles into one archive. [`read_text`] reads a finished EPUB back.
//! This room knows Typst's elements and EPUB's files; it knows no Markdown and opens no file.

mod clean;
mod container;
mod flat;
mod fonts;
mod front;
mod gender;
mod metadata;
mod navigation;
mod package;
mod read;
mod words;
mod xhtml;

pub use clean::{
    Chapter, ChapterKind, CleanOptions, CleanText, ContentDocument, Facts, Heading, PageMark, PageStart,
    Picture, PreparePicture, Resource, clean,
};
pub use fonts::{Font, Licence};
pub use gender::pause_at_gender_signs;
pub use metadata::{Contributor, Metadata, Publisher, Series, identifier, relator};
pub use read::read_text;
pub use xhtml::{Element, Node, html_page, xml};

use crate::diagnostic::{Outcome, Problem, outcome};
use fonts::Embedded;
use navigation::Landmark;
use package::{BookFacts, Item};
use words::{Words, words};

/// Rules for what cleaning writes, and for formulas. A layout's rules come after it and may change all of it.
const BASE_STYLE: &str = include_str!("base.css");

/// The picture on the cover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cover {
    /// The file's content.
    pub bytes: Vec<u8>,
    /// `image/jpeg` or `image/png`.
    pub media_type: &'static str,
    /// `jpg` or `png`.
    pub extension: &'static str,
}

/// Which reading systems an EPUB is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// All that follow EPUB 3.3.
    Standard,
    /// Kindle: pictures of pixels on white, drawn formulas, rules of CSS 2.1.
    Kindle,
}

/// All that one EPUB is made of.
pub struct Book<'a> {
    /// Which reading systems it is for.
    pub profile: Profile,
    /// What the package says about it.
    pub metadata: &'a Metadata,
    /// Its chapters.
    pub text: &'a CleanText,
    /// Its cover, if it has one.
    pub cover: Option<&'a Cover>,
    /// The layout's style sheet, complete and without references to files.
    pub style: &'a str,
    /// The fonts that lie in the package.
    pub fonts: &'a [Font<'a>],
    /// The family of the running text, which readers keep to themselves unless it is embedded.
    pub text_font: Option<&'a str>,
}

/// Packs a book; gives the bytes of the EPUB.
pub fn pack(book: &Book) -> Outcome<Vec<u8>> {
    let mut problems = Vec::new();
    for contributor in &book.metadata.contributors {
        if relator(&contributor.role).is_none() {
            problems.push(Problem::warning(
                "epub/unknown-role",
                format!(
                    "“{}” is no role of the MARC relators, so {} is a contributor",
                    contributor.role, contributor.name
                ),
            ));
        }
    }
    let files = match Files::of(book) {
        Ok(files) => files.files,
        Err(found) => {
            problems.extend(found);
            return Err(problems);
        }
    };
    problems.extend(files.iter().filter_map(|(path, content)| too_long(path, content)));
    if problems.iter().any(Problem::is_error) {
        return Err(problems);
    }
    match container::pack(&files) {
        Ok(bytes) => outcome(bytes, problems),
        Err(error) => {
            problems
                .push(Problem::error("epub/archive", format!("the archive could not be written: {error}")));
            Err(problems)
        }
    }
}

/// Reading devices lay out a whole content document before they show a page of it, and older ones give up
/// at 300 KB.
const LONGEST_CHAPTER: usize = 300_000;

fn too_long(path: &str, content: &[u8]) -> Option<Problem> {
    (path.ends_with(".xhtml") && content.len() > LONGEST_CHAPTER).then(|| {
        Problem::error(
            "epub/long-chapter",
            format!("`{path}` has {} KB, and older reading devices fail above 300 KB", content.len() / 1000),
        )
        .hint("divide the chapter into several Markdown files")
    })
}

/// The files of a package while they are put together.
#[derive(Default)]
struct Files {
    files: Vec<(String, Vec<u8>)>,
    items: Vec<Item>,
}

const TITLE_PAGE: &str = "title-page.xhtml";
const NAVIGATION: &str = "nav.xhtml";
const COVER: &str = "cover.xhtml";
const IMPRINT: &str = "imprint.xhtml";

impl Files {
    fn of(book: &Book) -> Result<Self, Vec<Problem>> {
        let words = words(&book.metadata.language);
        let mut files = Self::default();
        let mut landmarks: Vec<Landmark> = Vec::new();
        if let Some(cover) = book.cover {
            files.cover(words, book.metadata, cover, &mut landmarks);
        }
        let (title_page, leading) = front::title_page(book.metadata, &book.text.leading_pages);
        files.page("title-page", TITLE_PAGE, book.metadata, words.title_page, &title_page);
        let entries = navigation::entries(&book.text.documents);
        let pages = navigation::pages(TITLE_PAGE, &leading, &book.text.documents);
        files.chapters(book.text);
        files.landmarks(words, book.text, &mut landmarks);
        let mut entries = entries;
        if !book.text.documents.iter().any(|document| document.kind == ChapterKind::Imprint) {
            files.page(
                "imprint",
                IMPRINT,
                book.metadata,
                words.imprint,
                &front::imprint(words, book.metadata),
            );
            entries.push(navigation::Entry {
                text: words.imprint.to_owned(),
                href: IMPRINT.to_owned(),
                children: Vec::new(),
            });
        }
        let contents = navigation::Contents {
            entries: &entries,
            pages: &pages,
            landmarks: &landmarks,
            documents: &book.text.documents,
        };
        files.navigation(words, book.metadata, &contents);
        let embedded = fonts::embed(book.fonts, &files.files)?;
        files.add("style", "style.css", "text/css", style(book, &embedded).into_bytes());
        for (index, resource) in book.text.resources.iter().enumerate() {
            let id = format!("picture-{}", index + 1);
            files.add(&id, &resource.path, &resource.media_type, resource.bytes.clone());
        }
        for (index, font) in embedded.fonts.iter().enumerate() {
            files.add(&format!("font-{}", index + 1), &font.path, &font.media_type, font.bytes.clone());
        }
        for licence in &embedded.licences {
            files.files.push((licence.path.clone(), licence.bytes.clone()));
        }
        let facts = BookFacts {
            licences: &embedded.licences,
            text: sum(&book.text.documents),
            has_pages: !pages.is_empty(),
            has_index: book.text.documents.iter().any(|document| document.kind == ChapterKind::Index),
            has_cover: book.cover.is_some(),
        };
        let package = package::document(words, book.metadata, facts, &files.items);
        files.files.push(("package.opf".to_owned(), xhtml::xml(&package).into_bytes()));
        Ok(files)
    }

    /// A file that is no page.
    fn add(&mut self, id: &str, path: &str, media_type: &str, content: Vec<u8>) -> &mut Item {
        self.files.push((path.to_owned(), content));
        self.items.push(Item {
            id: id.to_owned(),
            href: path.to_owned(),
            media_type: media_type.to_owned(),
            properties: Vec::new(),
            in_spine: false,
        });
        let last = self.items.len() - 1;
        &mut self.items[last]
    }

    /// A page in the reading order.
    fn page(&mut self, id: &str, path: &str, metadata: &Metadata, title: &str, body: &xhtml::Element) {
        let text = xhtml::document(&metadata.language, title, "style.css", body);
        self.add(id, path, "application/xhtml+xml", text.into_bytes()).in_spine = true;
    }

    fn cover(&mut self, words: &Words, metadata: &Metadata, cover: &Cover, landmarks: &mut Vec<Landmark>) {
        let path = format!("images/cover.{}", cover.extension);
        self.page("cover", COVER, metadata, words.cover, &front::cover(words, metadata, &path));
        self.add("cover-image", &path, cover.media_type, cover.bytes.clone()).properties =
            vec!["cover-image"];
        landmarks.push(("cover", words.cover.to_owned(), COVER.to_owned()));
    }

    fn chapters(&mut self, text: &CleanText) {
        for (index, document) in text.documents.iter().enumerate() {
            let up = "../".repeat(document.path.matches('/').count());
            let content = xhtml::document(
                &document.language,
                &document.title,
                &format!("{up}style.css"),
                &document.body,
            );
            let id = format!("chapter-{}", index + 1);
            let item = self.add(&id, &document.path, "application/xhtml+xml", content.into_bytes());
            item.in_spine = true;
            if document.facts.formulas > 0 {
                item.properties.push("mathml");
            }
        }
    }

    fn landmarks(&self, words: &Words, text: &CleanText, landmarks: &mut Vec<Landmark>) {
        landmarks.push(("titlepage", words.title_page.to_owned(), TITLE_PAGE.to_owned()));
        landmarks.push(("toc", words.contents.to_owned(), format!("{NAVIGATION}#toc")));
        let main = text.documents.iter().find(|document| document.kind == ChapterKind::Chapter);
        if let Some(first) = main.or(text.documents.first()) {
            landmarks.push(("bodymatter", words.start.to_owned(), first.path.clone()));
        }
        let places = [
            ("bibliography", ChapterKind::Bibliography),
            ("glossary", ChapterKind::Glossary),
            ("index", ChapterKind::Index),
        ];
        for (name, kind) in places {
            if let Some(document) = text.documents.iter().find(|document| document.kind == kind) {
                landmarks.push((name, document.title.clone(), document.path.clone()));
            }
        }
    }

    fn navigation(&mut self, words: &Words, metadata: &Metadata, contents: &navigation::Contents<'_>) {
        let body = navigation::body(words, contents);
        let text = xhtml::document(&metadata.language, words.contents, "style.css", &body);
        let item = self.add("nav", NAVIGATION, "application/xhtml+xml", text.into_bytes());
        item.properties = vec!["nav"];
        item.in_spine = true;
        // The contents are read before the chapters.
        let at = self.items.iter().position(|item| item.id.starts_with("chapter-"));
        if let (Some(at), Some(nav)) = (at, self.items.pop()) {
            self.items.insert(at, nav);
        }
        let ncx = xhtml::xml(&navigation::ncx(metadata, contents.entries, contents.pages));
        self.add("ncx", "toc.ncx", "application/x-dtbncx+xml", ncx.into_bytes());
    }
}

fn style(book: &Book, embedded: &Embedded) -> String {
    let text_font = book.text_font.map(|family| format!("body {{ font-family: \"{family}\", serif; }}\n"));
    let text_font = text_font.unwrap_or_default();
    let style = format!("{}{BASE_STYLE}\n{text_font}{}\n{}", embedded.style, book.text.style, book.style);
    match book.profile {
        Profile::Standard => style,
        Profile::Kindle => flat::flat(&style),
    }
}

fn sum(documents: &[ContentDocument]) -> Facts {
    documents.iter().fold(Facts::default(), |sum, document| Facts {
        pictures: sum.pictures + document.facts.pictures,
        decorations: sum.decorations + document.facts.decorations,
        formulas: sum.formulas + document.facts.formulas,
        descriptions: sum.descriptions + document.facts.descriptions,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::io::{Cursor, Read};

    use super::*;
    use crate::language::Language;
    use crate::publication::{Edition, Sibling, siblings};
    use xhtml::Element;

    fn chapter(path: &str, kind: ChapterKind, part: Option<&str>) -> ContentDocument {
        let heading = Element::new("h1").with("id", "titel").text("Titel & mehr");
        ContentDocument {
            path: path.to_owned(),
            title: "Titel & mehr".to_owned(),
            language: "de-DE".to_owned(),
            kind,
            part: part.map(str::to_owned),
            body: Element::new("body").containing([heading.into()]),
            headings: vec![Heading { level: 1, id: "titel".into(), text: "Titel & mehr".into() }],
            pages: vec![PageStart { folio: "5".into(), id: "seite-5".into() }],
            facts: Facts { formulas: 1, ..Facts::default() },
        }
    }

    fn packed() -> Vec<u8> {
        let text = CleanText {
            documents: vec![
                chapter("text/01.xhtml", ChapterKind::Chapter, Some("Erster Teil")),
                chapter("text/02.xhtml", ChapterKind::Appendix, None),
            ],
            resources: vec![Resource {
                path: "images/a.svg".into(),
                media_type: "image/svg+xml".into(),
                bytes: b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(),
            }],
            style: String::new(),
            leading_pages: vec!["1".to_owned()],
        };
        let metadata = Metadata {
            title: "Buch".into(),
            language: "de-DE".into(),
            modified: "2026-11-01T00:00:00Z".into(),
            ..Metadata::default()
        };
        let cover = Cover { bytes: vec![0], media_type: "image/png", extension: "png" };
        let book = Book {
            profile: Profile::Standard,
            metadata: &metadata,
            text: &text,
            cover: Some(&cover),
            style: "",
            fonts: &[],
            text_font: None,
        };
        pack(&book).expect("the book can be packed").value
    }

    fn file(epub: &[u8], path: &str) -> String {
        let mut archive = zip::ZipArchive::new(Cursor::new(epub)).expect("an EPUB is a zip archive");
        let mut text = String::new();
        let mut file = archive.by_name(&format!("EPUB/{path}")).expect("the file is in the EPUB");
        file.read_to_string(&mut text).expect("the file is text");
        text
    }

    #[test]
    fn the_manifest_lists_every_file_once_and_nothing_else() {
        let epub = packed();
        let package = file(&epub, "package.opf");
        let package = roxmltree::Document::parse(&package).expect("the package document is XML");
        let listed: Vec<String> = package
            .descendants()
            .filter(|node| node.has_tag_name(("http://www.idpf.org/2007/opf", "item")))
            .map(|item| format!("EPUB/{}", item.attribute("href").unwrap_or_default()))
            .collect();
        let archive = zip::ZipArchive::new(Cursor::new(&epub)).expect("an EPUB is a zip archive");
        let there: BTreeSet<String> = archive
            .file_names()
            .filter_map(Result::ok)
            .filter(|name| name.starts_with("EPUB/") && !name.ends_with(".opf"))
            .map(|name| name.into_owned())
            .collect();
        assert_eq!(listed.iter().cloned().collect::<BTreeSet<_>>(), there);
        assert_eq!(listed.len(), there.len());
    }

    #[test]
    fn the_reading_order_starts_with_the_cover_and_ends_with_the_imprint() {
        let package = file(&packed(), "package.opf");
        let package = roxmltree::Document::parse(&package).expect("the package document is XML");
        let spine: Vec<&str> = package.descendants().filter_map(|node| node.attribute("idref")).collect();
        assert_eq!(spine, ["cover", "title-page", "nav", "chapter-1", "chapter-2", "imprint"]);
    }

    #[test]
    fn every_page_is_in_both_page_lists_and_parts_hold_their_chapters() {
        let epub = packed();
        let navigation = file(&epub, "nav.xhtml");
        for href in ["title-page.xhtml#seite-1", "text/01.xhtml#seite-5", "text/02.xhtml#seite-5"] {
            assert!(navigation.contains(&format!("<a href=\"{href}\">")), "{href} is not in {navigation}");
            assert!(file(&epub, "toc.ncx").contains(&format!("src=\"{href}\"")), "{href}");
        }
        assert!(
            navigation
                .contains("Erster Teil</a><ol>\n<li><a href=\"text/01.xhtml\">Titel &amp; mehr</a></li>")
        );
    }

    /// The editions beside one of a work in German, in plain words and in English.
    fn editions(own: &str) -> Vec<Sibling> {
        let edition = |slug: &str, source: Option<&str>, language: &str| Edition {
            slug: slug.into(),
            source: source.map(str::to_owned),
            epub_name: format!("{slug} "),
            title: format!("Heft <{slug}>"),
            subtitle: None,
            language: Language::parse(language).expect("a good tag"),
            address: (slug == "heft").then(|| "https://example.org/#heft".to_owned()),
        };
        let all = [
            edition("heft", None, "de-DE"),
            edition("plain", Some("heft"), "de-DE-simple"),
            edition("en", Some("heft"), "en-GB"),
        ];
        siblings(&all, own)
    }

    #[test]
    fn other_editions_of_the_work_are_linked_for_machines_and_for_readers() {
        let metadata = |own: &str, language: &str| Metadata {
            siblings: editions(own),
            language: language.into(),
            ..Metadata::default()
        };
        let package = |metadata: &Metadata| {
            xhtml::xml(&package::document(words("de"), metadata, BookFacts::default(), &[]))
        };
        let plain = metadata("plain", "de-DE-simple");
        let text = package(&plain);
        let (heft, english) = (identifier("heft "), identifier("en "));
        for wanted in [
            format!("<meta property=\"dcterms:isVersionOf\">{heft}</meta>"),
            format!("<meta property=\"dcterms:relation\">{english}</meta>"),
            "<link rel=\"dcterms:isVersionOf\" href=\"https://example.org/#heft\" hreflang=\"de-DE\" \
             media-type=\"text/html\"/>"
                .to_owned(),
        ] {
            assert!(text.contains(&wanted), "{wanted} is not in {text}");
        }
        let text = package(&metadata("heft", "de-DE"));
        assert!(text.contains(&format!("<meta property=\"dcterms:hasVersion\">{english}</meta>")), "{text}");
        let page = xhtml::xml(&front::title_page(&plain, &[]).0);
        for wanted in [
            "<p class=\"edition-link\">Auch in Alltags-Sprache: <a href=\"https://example.org/#heft\" lang=\"de-DE\" \
             xml:lang=\"de-DE\">Heft &lt;heft&gt;</a></p>",
            "<p class=\"edition-link\">Auch auf Englisch: <span lang=\"en-GB\" xml:lang=\"en-GB\">Heft \
             &lt;en&gt;</span></p>",
        ] {
            assert!(page.contains(wanted), "{wanted} is not in {page}");
        }
    }

    #[test]
    fn the_package_names_series_numbers_and_certifier_as_the_specification_writes_them() {
        let metadata = Metadata {
            urn: Some("urn:nbn:de:101:1-2026".into()),
            series: Some(Series {
                name: "Arbeitshilfen".into(),
                number: Some(7),
                issn: Some("2049-3630".into()),
            }),
            contributors: vec![Contributor {
                name: "Erika Muster".into(),
                file_as: Some("Muster, Erika".into()),
                role: "aut".into(),
                role_text: "Text".into(),
            }],
            certified_by: Some("Prüfstelle".into()),
            certifier_report: Some("https://example.org/bericht".into()),
            ..Metadata::default()
        };
        let element = package::document(words("de"), &metadata, BookFacts::default(), &[]);
        let text = xhtml::xml(&element);
        for wanted in [
            "<dc:identifier>urn:nbn:de:101:1-2026</dc:identifier>",
            "<meta property=\"belongs-to-collection\" id=\"series\">Arbeitshilfen</meta>",
            "<meta refines=\"#series\" property=\"collection-type\">series</meta>",
            "<meta refines=\"#series\" property=\"group-position\">7</meta>",
            "<meta refines=\"#series\" property=\"dcterms:identifier\">urn:issn:2049-3630</meta>",
            "<meta refines=\"#contributor-1\" property=\"file-as\">Muster, Erika</meta>",
            ">EPUB Accessibility 1.1 - WCAG 2.2 Level AA</meta>",
            "property=\"a11y:certifiedBy\" id=\"certifier\">Prüfstelle</meta>",
            "<link refines=\"#certifier\" rel=\"a11y:certifierReport\" href=\"https://example.org/bericht\"/>",
        ] {
            assert!(text.contains(wanted), "{wanted} is not in {text}");
        }
    }

    #[test]
    fn features_are_claimed_only_where_the_text_has_them() {
        let package = file(&packed(), "package.opf");
        assert!(package.contains("accessibilityFeature\">MathML<"));
        assert!(package.contains("accessibilityFeature\">pageBreakMarkers<"));
        assert!(!package.contains("conformsTo"));
    }
}
