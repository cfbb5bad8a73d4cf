//! Chapters of Typst in, XHTML out: what cleaning promises, shown on small texts.

use std::collections::HashMap;
use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, Span, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World, WorldExt};
use typst_bundle::Bundle;
use typst_kit::fonts::FontStore;

use super::*;
use crate::epub::xhtml;

static FONTS: LazyLock<FontStore> = LazyLock::new(|| {
    let mut fonts = FontStore::new();
    fonts.extend(typst_kit::fonts::embedded());
    fonts
});

/// A world of chapters held in memory.
struct Chapters {
    library: LazyHash<Library>,
    sources: HashMap<FileId, Source>,
    main: FileId,
}

impl World for Chapters {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }
    fn book(&self) -> &LazyHash<FontBook> {
        FONTS.book()
    }
    fn main(&self) -> FileId {
        self.main
    }
    fn source(&self, id: FileId) -> FileResult<Source> {
        self.sources.get(&id).cloned().ok_or_else(|| FileError::NotFound("test".into()))
    }
    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match id.vpath().get_without_slash() {
            "pixel.svg" => {
                Ok(Bytes::from_string("<svg xmlns='http://www.w3.org/2000/svg' width='10' height='10'/>"))
            }
            _ => Err(FileError::NotFound("test".into())),
        }
    }
    fn font(&self, index: usize) -> Option<Font> {
        FONTS.font(index)
    }
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn file(path: &str) -> FileId {
    let path = VirtualPath::new(path).expect("the path is plain");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

fn world(chapters: &[&str]) -> Chapters {
    let features = [Feature::Html, Feature::Bundle, Feature::A11yExtras].into_iter().collect();
    let library = LazyHash::new(Library::builder().with_features(features).build());
    let mut sources = HashMap::new();
    let mut main = String::from("#set text(lang: \"de\", region: \"DE\")\n");
    for (index, text) in chapters.iter().enumerate() {
        let id = file(&format!("{index}.typ"));
        sources.insert(id, Source::new(id, (*text).to_owned()));
        main.push_str(&format!(
            "#document(\"text/{index}.xhtml\", format: \"html\", title: \"x\")[#include \"/{index}.typ\"]\n"
        ));
    }
    let id = file("main.typ");
    sources.insert(id, Source::new(id, main));
    Chapters { library, sources, main: id }
}

/// Cleans chapters; `marked` are the texts before which pages begin, in order, by chapter.
fn cleaned(chapters: &[&str], marked: &[(usize, &str)]) -> Outcome<CleanText> {
    let world = world(chapters);
    let bundle = typst::compile::<Bundle>(&world).output.expect("the chapters compile");
    let marks: Vec<PageMark> =
        marked.iter().enumerate().map(|(index, mark)| page_mark(&world, index + 1, *mark)).collect();
    let list: Vec<Chapter> = (0..chapters.len())
        .map(|index| Chapter { path: format!("text/{index}.xhtml"), kind: ChapterKind::Chapter, part: None })
        .collect();
    let picture = |_: &str, bytes: &[u8]| {
        Ok(Picture {
            bytes: bytes.to_vec(),
            media_type: "image/svg+xml",
            extension: "svg",
            width: 10,
            height: 10,
        })
    };
    let place = |span: Span| {
        let range = world.range(span)?;
        Some(Place::new(span.id()?.vpath().get_without_slash(), range))
    };
    clean(
        &bundle,
        &CleanOptions {
            profile: Profile::Standard,
            language: "de-DE",
            chapters: &list,
            page_marks: &marks,
            picture: &picture,
            place: &place,
        },
    )
}

/// A page that begins with a text of a chapter; one that begins with nothing known for an empty text.
fn page_mark(world: &Chapters, folio: usize, (chapter, text): (usize, &str)) -> PageMark {
    let source = &world.sources[&file(&format!("{chapter}.typ"))];
    let anchors = match source.text().find(text) {
        Some(at) if !text.is_empty() => {
            let node = typst::syntax::LinkedNode::new(source.root())
                .leaf_at(at, typst::syntax::Side::After)
                .expect("every text lies in a leaf");
            vec![(node.span(), u16::try_from(at - node.offset()).expect("test texts are short"))]
        }
        _ => Vec::new(),
    };
    PageMark { folio: folio.to_string(), anchors }
}

/// The only chapter's section, as written.
fn body(text: &str) -> String {
    let cleaned = cleaned(&[text], &[]).expect("the chapter is in order").value;
    written(&cleaned.documents[0].body)
}

fn written(body: &Element) -> String {
    xhtml::document("de", "", "", body)
}

/// The codes of the problems of a chapter.
fn codes(text: &str) -> Vec<String> {
    match cleaned(&[text], &[]) {
        Ok(_) => Vec::new(),
        Err(problems) => problems.iter().map(|problem| problem.code.to_string()).collect(),
    }
}

#[test]
fn each_construct_becomes_what_reading_systems_expect() {
    let cases = [
        ("a heading of the chapter is its h1", "= A <a>\n== B <b>", "<h1 id=\"a\">A</h1>"),
        ("sections follow it", "= A <a>\n== B <b>", "<h2 id=\"b\">B</h2>"),
        (
            "numbers of headings can be styled",
            "#set heading(numbering: \"1.1\")\n= A <a>",
            "<h1 id=\"a\"><span class=\"heading-number\">1</span> A</h1>",
        ),
        (
            "a head of a table says what it belongs to",
            "= A\n#table(columns: 2, align: (left, right), table.header([a], [b]), [c], [d])",
            "<th class=\"align-right\" scope=\"col\">b</th>",
        ),
        (
            "cells keep their alignment",
            "= A\n#table(columns: 2, align: (left, right), table.header([a], [b]), [c], [d])",
            "<td class=\"align-right\">d</td>",
        ),
        (
            "a cell that names its row is a head of the row",
            "= A\n#table(columns: 2, table.header([a], [b]), pdf.header-cell(scope: \"row\")[c], [d])",
            "<th scope=\"row\">c</th>",
        ),
        ("an empty head is a cell", "= A\n#table(columns: 2, table.header([], [b]), [c], [d])", "<td></td>"),
        (
            "items of a tight list have no paragraphs",
            "= A\n#list(tight: true)[a #list(tight: true)[b]]",
            "<li>a<ul>\n<li>b</li>\n</ul></li>",
        ),
        ("letters count a list", "= A\n#enum(numbering: \"a)\")[x]", "<ol type=\"a\">"),
        (
            "the source of a quotation belongs to it",
            "= A\n#quote(block: true, attribution: [B])[c]",
            "<blockquote>\n<p>c</p>\n<footer>— B</footer>\n</blockquote>",
        ),
        (
            "a formula has its namespace, its reading and plain letters",
            "= A\n#math.equation(alt: \"x quer\", $x$)",
            "alttext=\"x quer\"><mi>x</mi></math>",
        ),
        (
            "a numbered formula shows the number that links name",
            "= A\n#set math.equation(numbering: \"(1)\")\n$ x $ <gl>\n@gl",
            "<span class=\"equation-number\">(1)</span>",
        ),
        ("code says its language", "= A\n```rs\nlet a = 1 < 2;\n```", "<code class=\"language-rs\">"),
        ("styles become classes", "= A\n#underline[a]", "<span class=\"underline\">a</span>"),
        (
            "foreign words carry their language twice",
            "= A\n#html.elem(\"span\", attrs: (lang: \"en\"))[b]",
            "<span lang=\"en\" xml:lang=\"en\">b</span>",
        ),
        (
            "a picture is a file beside the text",
            "= A\n#image(\"pixel.svg\", alt: \"Punkt\", width: 50%)",
            ".svg\" alt=\"Punkt\" width=\"10\" height=\"10\" class=\"width-50\"/>",
        ),
        (
            "a drawing of the layout is a file with an alternative",
            "= A\n#html.elem(\"div\", attrs: (data-alt: \"Kreis\"), html.frame(circle()))",
            "<div><img src=\"../images/",
        ),
        ("a bare wrapper is left out", "= A\n#box[b]", "<p>b</p>"),
    ];
    for (what, text, expected) in cases {
        let body = body(text);
        assert!(body.contains(expected), "{what}: {expected} is not in\n{body}");
    }
}

#[test]
fn a_note_stands_at_the_end_of_its_chapter_and_leads_back() {
    let body = body("= A <a>\nText#footnote[Note.\n\nZweiter Absatz.] mehr.");
    let expected = [
        "Text<a href=\"#note-1\" class=\"noteref\" epub:type=\"noteref\" role=\"doc-noteref\" id=\"noteref-1\">1</a> mehr.",
        "<aside class=\"footnote\" epub:type=\"footnote\" role=\"doc-footnote\" id=\"note-1\">",
        "href=\"#noteref-1\" class=\"backlink\" epub:type=\"backlink\" role=\"doc-backlink\" title=\"Zurück zur Textstelle 1\">1</a> Note.</p>",
        "<p>Zweiter Absatz.</p>",
    ];
    for part in expected {
        assert!(body.contains(part), "{part} is not in\n{body}");
    }
}

#[test]
fn what_an_epub_cannot_show_is_a_problem() {
    let cases = [
        ("= A\n#image(\"pixel.svg\")", vec!["epub/missing-alt"]),
        ("= A\n#html.frame(circle())", vec!["epub/missing-alt"]),
        ("= A\n= B", vec!["epub/second-title"]),
        ("= A\n=== B", vec!["epub/skipped-heading"]),
        ("Text", vec!["epub/untitled-chapter"]),
        ("= A#footnote[b]", vec!["epub/note-in-heading"]),
        ("= A\n#html.elem(\"p\", attrs: (style: \"float: left\"))[b]", vec!["epub/unknown-style"]),
        ("= A\n#html.elem(\"p\", attrs: (onclick: \"x\"))[b]", vec!["epub/script"]),
        ("= A\n#emph(html.elem(\"div\")[b])", vec!["epub/block-in-text"]),
        (
            "= A\n#html.elem(\"p\", attrs: (id: \"x\"))[b]\n#html.elem(\"p\", attrs: (id: \"x\"))[c]",
            vec!["epub/duplicate-id"],
        ),
        ("= A\n#html.elem(\"a\", attrs: (href: \"#nirgends\"))[b]", vec!["epub/dangling-link"]),
        ("= A\nGut.", vec![]),
    ];
    for (text, expected) in cases {
        assert_eq!(codes(text), expected, "{text}");
    }
}

#[test]
fn a_link_leads_to_the_chapter_that_has_its_target() {
    let text = cleaned(&["= A <a>\nSiehe #link(<b>)[dort].", "= B <b>\nText."], &[])
        .expect("the chapters are in order")
        .value;
    assert!(written(&text.documents[0].body).contains("<a href=\"1.xhtml#b\">dort</a>"));
}

#[test]
fn every_printed_page_is_marked_in_order_and_before_a_word() {
    let chapters = ["= A <a>\nEin Absatz mit Innenstadt und mehr.\n\nNoch einer.", "= B <b>\nSchluss."];
    let marks = [(0, ""), (0, "= A"), (0, "stadt"), (0, ""), (0, "Noch"), (1, "B"), (1, "")];
    let text = cleaned(&chapters, &marks).expect("the chapters are in order").value;
    assert_eq!(text.leading_pages, ["1", "2"]);
    let folios =
        |document: &ContentDocument| document.pages.iter().map(|page| page.folio.clone()).collect::<Vec<_>>();
    assert_eq!(folios(&text.documents[0]), ["3", "4", "5"]);
    assert_eq!(folios(&text.documents[1]), ["6", "7"]);
    let first = written(&text.documents[0].body);
    let marker =
        "<span epub:type=\"pagebreak\" role=\"doc-pagebreak\" id=\"seite-3\" aria-label=\"3\"></span>";
    assert!(first.contains(&format!("mit {marker}Innenstadt")), "{first}");
    let second = written(&text.documents[1].body);
    assert!(second.contains("id=\"seite-6\" aria-label=\"6\"></span>\n<h1"), "{second}");
}
