//! Chapters straight to the text of their pages and to their XHTML, without files in between.

use std::sync::Arc;

use satz::diagnostic::{Place, Problem};
use satz::document::{self, Block, BlockKind, Document, Inline, InlineKind, Link, NodeMut, Target};
use satz::epub::{self, ChapterKind, CleanOptions, Element};
use satz::markdown;
use satz::pipeline::{self, Mode, Request, Selection};
use satz::typeset::{Book, Chapter, compile_bundle, lower};
use typst::layout::{Frame, FrameItem, Transform};
use typst_layout::PagedDocument;

use super::{Sample, Workspace};

/// What a layout must not add where words are compared: marks of lists, numbers, folios, quotes.
const BARE: &str = "\
#let publication(body) = {
  set page(width: 3000pt, height: auto, margin: 20pt)
  set text(font: tokens.font.text, size: tokens.size.body, hyphenate: false)
  set smartquote(enabled: false)
  set list(marker: [])
  set enum(numbering: (..) => [])
  set raw(tab-size: 4)
  show figure: it => { it.body; parbreak(); if it.caption != none { it.caption.body } }
  body
}
";

/// The same for the EPUB.
const BARE_WEB: &str = "\
#let semantics(body) = {
  set figure(supplement: none, numbering: none)
  set smartquote(enabled: false)
  body
}
";

/// A task list that says nothing of what is done.
const TASKS: &str =
    "#let task-list(tight: true, ..items) = list(tight: tight, ..items.pos().map(item => item.body))\n";

/// A compiler of chapters that keeps its world: names of files are used again and again, since
/// Typst has only 65,536 of them in a process.
pub struct Press {
    book: Book,
    /// Holds the layout and the fonts that the book reads.
    _workspace: Workspace,
}

/// What the two compiles made of a chapter.
pub struct Printed {
    /// The text on its pages, lines joined by line ends.
    pub pages: String,
    /// The body of its document in the EPUB.
    pub body: Element,
}

impl Press {
    pub fn new() -> Self {
        let workspace = Workspace::with_chapter("# Titel\n").file("sources/heft/bild.png", Sample::picture());
        for file in ["pages.typ", "web.typ"] {
            let path = workspace.path(&format!("layouts/plain/{file}"));
            let layout = std::fs::read_to_string(&path).unwrap();
            let bare = if file == "pages.typ" { BARE } else { BARE_WEB };
            // Other tests share the file by a hard link.
            std::fs::remove_file(&path).unwrap();
            std::fs::write(&path, format!("{layout}\n{bare}{TASKS}")).unwrap();
        }
        let request = Request {
            root: Some(workspace.path("")),
            output_dir: None,
            selection: Selection::default(),
            mode: Mode::Check,
        };
        let book = pipeline::book(&request, "heft").unwrap_or_else(|problems| panic!("{problems:?}"));
        Self { book, _workspace: workspace }
    }

    /// Compiles texts, each a chapter of its own behind a title, once to pages and once to XHTML.
    pub fn print(&mut self, texts: &[String]) -> Result<Vec<Printed>, Vec<Problem>> {
        let mut document = Document::default();
        for (index, text) in texts.iter().enumerate() {
            let name = format!("sources/heft/{index:04}.md");
            let file: Arc<str> = Arc::from(name.as_str());
            let text = format!("# {}\n\n{text}", title(index));
            let (mut chapter, _) = markdown::read(&text, &file, &|range| Place::new(name.as_str(), range));
            document::walk_mut(&mut chapter.blocks[1..], &mut make_printable);
            document.chapters.push(chapter);
        }
        document::assign_ids(&mut document);
        document::resolve_references(&mut document, &[]);
        let context = lower::Context { language: "de-DE", ..lower::Context::default() };
        let chapters = document.chapters.iter().map(|chapter| Chapter {
            file: chapter.file.to_string(),
            title: chapter.title(),
            lowered: Arc::new(lower::lower(chapter, &context).0),
        });
        self.book.chapters = chapters.collect();
        let pages = self.pages(texts.len())?;
        let bodies = self.bodies()?;
        Ok(pages.into_iter().zip(bodies).map(|(pages, body)| Printed { pages, body }).collect())
    }

    fn pages(&self, count: usize) -> Result<Vec<String>, Vec<Problem>> {
        satz::typeset::compile_pages(&self.book)?;
        let world = self.book.world_of_pages();
        let pages = typst::compile::<PagedDocument>(&world).output.expect("what satz compiles, Typst does");
        let mut lines = Lines::default();
        for page in pages.pages() {
            lines.frame(&page.frame, Transform::identity());
            lines.end_line();
        }
        let mut rest = lines.text.as_str();
        let mut texts = Vec::new();
        for index in 0..count {
            let (_, behind) = rest.split_once(&title(index)).expect("every title is on a page");
            let end = behind.find(&title(index + 1)).unwrap_or(behind.len());
            // A no-break space is no edge of a text.
            texts.push(behind[..end].trim_matches([' ', '\n']).to_owned());
            rest = behind;
        }
        Ok(texts)
    }

    fn bodies(&self) -> Result<Vec<Element>, Vec<Problem>> {
        let bundle = compile_bundle(&self.book)?.value;
        let chapters = self.book.chapters.iter().map(|chapter| epub::Chapter {
            path: chapter.web_path(),
            kind: ChapterKind::Chapter,
            part: None,
        });
        let options = CleanOptions {
            profile: epub::Profile::Standard,
            language: "de-DE",
            chapters: &chapters.collect::<Vec<_>>(),
            page_marks: &[],
            picture: &|_, bytes| {
                let (media_type, extension) = ("image/png", "png");
                Ok(epub::Picture { media_type, extension, width: 48, height: 32, bytes: bytes.to_vec() })
            },
            place: &|span| bundle.place(span),
        };
        let text = epub::clean(&bundle.bundle, &options)?.value;
        Ok(text.documents.into_iter().map(|document| document.body).collect())
    }
}

/// A title that no text has.
fn title(index: usize) -> String {
    format!("Anfang{index:04}Titel")
}

/// Puts a picture that there is in the place of those that the texts name, an address in that of ids, and headings
/// below the title: what is wrong with them is told before, and their words are what counts here.
fn make_printable(node: NodeMut<'_>) {
    let file = "sources/heft/bild.png".to_owned();
    match node {
        NodeMut::Block(Block { kind: BlockKind::Heading(heading), .. }) => heading.level = 2,
        NodeMut::Block(Block { kind: BlockKind::Picture(picture), .. }) => picture.file = file,
        NodeMut::Inline(Inline { kind: InlineKind::Picture(picture), .. }) => picture.file = file,
        NodeMut::Inline(Inline {
            kind: InlineKind::Link(Link { target: target @ Target::Id(_), .. }),
            ..
        }) => {
            *target = Target::Address("https://example.org".to_owned());
        }
        _ => {}
    }
}

/// The text of frames, line by line.
#[derive(Default)]
struct Lines {
    text: String,
    /// The runs of the line in the making.
    runs: Vec<Run>,
    /// Its base line.
    base: f64,
}

/// A run of text on a page.
struct Run {
    text: String,
    start: f64,
    end: f64,
    /// Where its first character stands in the lowered text.
    origin: (u64, u16),
}

impl Lines {
    fn frame(&mut self, frame: &Frame, outer: Transform) {
        for (position, item) in frame.items() {
            let moved = outer.pre_concat(Transform::translate(position.x, position.y));
            match item {
                FrameItem::Group(group) => self.frame(&group.frame, moved.pre_concat(group.transform)),
                FrameItem::Text(text) => {
                    let (x, y) = (moved.tx.to_pt(), moved.ty.to_pt());
                    if (y - self.base).abs() > 0.5 {
                        self.end_line();
                    }
                    self.base = y;
                    let origins =
                        text.glyphs.iter().map(|glyph| (glyph.span.0.into_raw().get(), glyph.span.1));
                    self.runs.push(Run {
                        text: text.text.to_string(),
                        start: x,
                        end: x + text.width().to_pt(),
                        origin: origins.min().unwrap_or_default(),
                    });
                }
                FrameItem::Image(..) | FrameItem::Shape(..) => self.end_line(),
                FrameItem::Link(..) | FrameItem::Tag(_) => {}
            }
        }
    }

    /// Adds the text of the line. Where some run from right to left, the order on the page is not that of the text,
    /// and the distance of two runs says nothing.
    fn end_line(&mut self) {
        let mut runs = std::mem::take(&mut self.runs);
        let in_order = runs.is_sorted_by_key(|run| run.origin)
            && runs.is_sorted_by(|one, other| one.start <= other.start);
        runs.sort_by_key(|run| run.origin);
        let mut end = f64::INFINITY;
        for run in &runs {
            if in_order && run.start - end > 0.5 {
                self.text.push(' ');
            }
            self.text.push_str(&run.text);
            end = run.end;
        }
        self.text.push('\n');
    }
}
