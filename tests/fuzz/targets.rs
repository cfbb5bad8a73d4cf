//! What a fuzzer does with its bytes: each stage that reads what people write must end without a panic.
//!
//! The tests replay the seeds and earlier findings through the same functions (`tests/fuzzing.rs`).

use std::collections::BTreeMap;
use std::sync::Arc;

use satz::data::{self, Data};
use satz::diagnostic::Place;
use satz::document::{self, Block, BlockKind, Document, Node};
use satz::markdown;
use satz::publication::{self, Publication, Schema};
use satz::template::{self, Context};
use satz::typeset::lower;
use satz::workspace::{self, Limits, Workspace};

const CHAPTER: &str = "sources/heft/01-text.md";
const MANIFEST: &str = "title = \"Ein *Titel*\"\nlayout = \"house\"\ndate = 2026-11-01\n";
const TABLE: &str = "ort,zahl\n\"Äpfel, *neu*\",3\nBirnen,12.5\n";

/// Markdown into the model, as a chapter and as a line.
pub fn read(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let file: Arc<str> = Arc::from(CHAPTER);
    let place_of = |range| Place::new(CHAPTER, range);
    markdown::read(&text, &file, &place_of);
    markdown::read_line(&text, &file, &place_of);
}

/// Templates into Markdown.
pub fn expand(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let publication = publication();
    let limits = Limits::default();
    let table = data::read(&Arc::from("sources/heft/t.csv"), TABLE.as_bytes(), &Schema::default(), &limits);
    let data: BTreeMap<String, Data> =
        table.ok().map(|table| ("t".to_owned(), table.value)).into_iter().collect();
    let publisher = Workspace::default().publisher;
    let context = Context::new(&publication, &publisher, &data);
    let loader = |path: &str| path.ends_with("_teil.md").then(|| Arc::from("Teil {{ publication.title }}\n"));
    let file: Arc<str> = Arc::from(CHAPTER);
    if let Ok(expanded) = template::expand(&file, &text, &context, &limits, &loader) {
        markdown::read(&expanded.value.text, &file, &|range| expanded.value.map.place(range));
    }
}

/// The model into Typst's text, which Typst's parser has to find free of mistakes.
pub fn lower(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let file: Arc<str> = Arc::from(CHAPTER);
    let (chapter, _) = markdown::read(&text, &file, &|range| Place::new(CHAPTER, range));
    // A component that no layout has is refused before.
    let mut is_typed = true;
    document::walk(&chapter.blocks, &mut |node| {
        if let Node::Block(Block { kind: BlockKind::Component(component), .. }) = node {
            is_typed &= can_be_function(&component.name);
        }
    });
    if !is_typed {
        return;
    }
    let mut document = Document { chapters: vec![chapter] };
    document::assign_ids(&mut document);
    document::resolve_references(&mut document, &[]);
    let context = lower::Context {
        language: "de-DE",
        ligatures: true,
        names_gender_forms: true,
        ..lower::Context::default()
    };
    let (lowered, _) = lower::lower(&document.chapters[0], &context);
    let root = typst_syntax::parse(&lowered.text);
    let (errors, _) = root.errors_and_warnings();
    assert!(errors.is_empty(), "{errors:?} in\n{}", lowered.text);
}

/// Whether a layout could have a function of this name: `for` is a word of Typst's.
fn can_be_function(name: &str) -> bool {
    let definition = typst_syntax::parse(&format!("#let {name} = 0"));
    typst_syntax::is_ident(name) && definition.errors_and_warnings().0.is_empty()
}

/// A publication's manifest, and the same text as the file of a workspace.
pub fn manifest(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let files = [CHAPTER.to_owned()];
    publication::read("sources/heft", &text, &files, &Workspace::default());
    let _ = workspace::read("satz.toml", &text);
}

/// A data file; its first byte says in which format.
pub fn data(bytes: &[u8]) {
    let Some((format, content)) = bytes.split_first() else { return };
    let ending = ["csv", "json", "yaml", "toml"][usize::from(format % 4)];
    let file: Arc<str> = Arc::from(format!("sources/heft/t.{ending}"));
    let _ = data::read(&file, content, &Schema::default(), &Limits::default());
}

fn publication() -> Publication {
    let files = [CHAPTER.to_owned()];
    publication::read("sources/heft", MANIFEST, &files, &Workspace::default()).0.expect("a good manifest")
}
