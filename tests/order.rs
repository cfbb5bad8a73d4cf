//! Whether the tags of the screen PDF are read in the order of the text, where pages set it in
//! columns, boxes and margins: held against the EPUB, which has no pages.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use roxmltree::Node;
use satz::page::{Tag, TagPart};
use satz::print;

use crate::common::Epub;

/// So many words at the start of a paragraph find it again.
const BEGINNING: usize = 6;

/// Parts of an EPUB that stand elsewhere in a PDF or nowhere: notes, contents, captions, cells.
const ELSEWHERE: [&str; 6] = ["aside", "nav", "figure", "table", "header", "footer"];

#[test]
fn real_publications_are_read_in_the_order_of_their_text() {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = tempfile::tempdir().unwrap();
    // Cards and double pages; numbered sections with notes in the margin; columns and tracks.
    let publications = ["netzwerk-innenstadt", "leerstand-aktivieren", "innenstadt-im-wandel"];
    let finished = Command::new(env!("CARGO_BIN_EXE_satz"))
        .args(["build", "--outputs", "screen,epub", "-q", "--root"])
        .arg(repository)
        .arg("--output-dir")
        .arg(output.path())
        .args(publications)
        .output()
        .unwrap();
    assert!(finished.status.success(), "{}", String::from_utf8_lossy(&finished.stderr));
    for slug in publications {
        let file = |ending: &str| fs::read(output.path().join(slug).join(format!("{slug}{ending}"))).unwrap();
        let (root, _) = print::tags(&file("-screen.pdf")).unwrap().expect("a tagged file");
        check_order(slug, &paragraphs(&file(".epub")), &tagged_words(&root));
    }
}

/// Every paragraph that both have is found behind the one before it.
fn check_order(slug: &str, paragraphs: &[Vec<String>], words: &[String]) {
    let mut places: BTreeMap<&[String], Vec<usize>> = BTreeMap::new();
    for (at, beginning) in words.windows(BEGINNING).enumerate() {
        places.entry(beginning).or_default().push(at);
    }
    let (mut last, mut found) = ((0, String::new()), 0);
    for paragraph in paragraphs {
        // What stands twice, such as a title in the contents, proves nothing.
        if let Some([at]) = places.get(&paragraph[..BEGINNING]).map(Vec::as_slice) {
            let text = paragraph.join(" ");
            assert!(*at >= last.0, "{slug}: `{text}` is read before `{}`", last.1);
            (last, found) = ((*at, text), found + 1);
        }
    }
    assert!(
        found * 10 >= paragraphs.len() * 9,
        "{slug}: only {found} of {} paragraphs were found",
        paragraphs.len()
    );
}

/// The words of each longer paragraph of the chapters, in reading order.
fn paragraphs(epub: &[u8]) -> Vec<Vec<String>> {
    let epub = Epub::open(epub);
    let mut paragraphs = Vec::new();
    for path in epub.documents().into_iter().filter(|path| path.contains("/text/")) {
        let chapter = epub.xml(path);
        for paragraph in
            chapter.descendants().filter(|node| node.has_tag_name(("http://www.w3.org/1999/xhtml", "p")))
        {
            let apart = paragraph.ancestors().any(|node| ELSEWHERE.contains(&node.tag_name().name()));
            let mut text = String::new();
            own_text(paragraph, &mut text);
            let words = split(&text);
            if !apart && words.len() >= BEGINNING {
                paragraphs.push(words);
            }
        }
    }
    paragraphs
}

/// The text of a paragraph up to its first note, which a PDF has in the midst of it.
fn own_text(node: Node<'_, '_>, text: &mut String) -> bool {
    for child in node.children() {
        if child.attribute("role") == Some("doc-noteref") {
            return false;
        }
        if let Some(words) = child.text().filter(|_| child.is_text()) {
            text.push_str(words);
        }
        if !own_text(child, text) {
            return false;
        }
    }
    true
}

fn tagged_words(root: &Tag) -> Vec<String> {
    let mut text = String::new();
    tagged_text(root, &mut text);
    split(&text)
}

fn tagged_text(tag: &Tag, text: &mut String) {
    if let Some(actual) = &tag.actual {
        text.push_str(actual);
        return;
    }
    for part in &tag.parts {
        match part {
            TagPart::Text(words) => text.push_str(words),
            TagPart::Tag(tag) => tagged_text(tag, text),
        }
    }
}

/// Letters and figures alone, so that signs and spaces make no difference.
fn split(text: &str) -> Vec<String> {
    let bare = |word: &str| word.chars().filter(|letter| letter.is_alphanumeric()).collect::<String>();
    text.split_whitespace().map(bare).filter(|word| !word.is_empty()).collect()
}
