//! The two compiles of one book: its pages, and the bundle behind its EPUB.

use std::collections::BTreeMap;
use std::sync::Arc;

use typst::World;
use typst::diag::{SourceResult, Warned as TypstWarned};
use typst::foundations::{Bytes, Datetime, Output};
use typst::syntax::Span;
use typst_bundle::Bundle;
use typst_layout::{Page, PagedDocument};

use super::Fonts;
use super::generated;
use super::home::{Home, Maps};
use super::lower::Lowered;
use super::world::{ReadFile, SatzWorld};
use crate::diagnostic::{Outcome, Place, Problem, Warned};
use crate::layout::component::Components;

/// All that Typst needs to typeset one publication.
pub struct Book {
    /// The fonts of the workspace.
    pub fonts: Fonts,
    /// The chapters in reading order.
    pub chapters: Vec<Chapter>,
    /// The components of the layout.
    pub components: Components,
    /// The Typst files of the layout and of all it extends, parents first, as paths from the root.
    pub layout_files: Vec<String>,
    /// `satz.typ` for the pages and for the EPUB.
    pub satz_typ: [String; 2],
    /// `work.typ` for both.
    pub work_typ: String,
    /// What the PDFs say about themselves.
    pub about: About,
    /// Further virtual files, by path from the root.
    pub virtual_files: BTreeMap<String, Vec<u8>>,
    /// How other files of the workspace are read.
    pub read: ReadFile,
    /// Year, month and day of the publication, the only clock that a layout sees.
    pub date: Option<(i32, u8, u8)>,
    /// Whether straight quotes become those of the language.
    pub smart_quotes: bool,
}

/// What a PDF says about itself.
#[derive(Debug, Clone, Default)]
pub struct About {
    /// The title.
    pub title: String,
    /// Those who made it, each once.
    pub authors: Vec<String>,
    /// What it is about.
    pub description: Option<String>,
    /// Keywords.
    pub keywords: Vec<String>,
}

/// One lowered chapter.
pub struct Chapter {
    /// The Markdown file's path from the root.
    pub file: String,
    /// The text of its first heading.
    pub title: String,
    /// Its Typst text, with the map home.
    pub lowered: Arc<Lowered>,
}

impl Chapter {
    /// The virtual Typst file, beside its Markdown so that relative paths mean the same.
    pub fn virtual_path(&self) -> String {
        format!("{}.typ", self.file)
    }

    /// Where the chapter's document lies in the EPUB.
    pub fn web_path(&self) -> String {
        let name = self.file.rsplit('/').next().unwrap_or(&self.file);
        format!("text/{}.xhtml", name.trim_end_matches(".md"))
    }
}

impl Book {
    pub(super) fn layout_files(&self, name: &str) -> Vec<String> {
        let is_named = |path: &&String| path.rsplit('/').next() == Some(name);
        self.layout_files.iter().filter(is_named).cloned().collect()
    }

    pub(super) fn world(&self, main: String, layout: String, satz: &str) -> SatzWorld {
        let text = |text: String| Bytes::from_string(text);
        let mut files: BTreeMap<String, Bytes> = self
            .virtual_files
            .iter()
            .map(|(path, bytes)| (path.clone(), Bytes::new(bytes.clone())))
            .collect();
        files.insert("satz/main.typ".into(), text(main));
        files.insert("satz/layout.typ".into(), text(layout));
        files.insert("satz/satz.typ".into(), text(satz.to_owned()));
        files.insert(generated::APPARATUS_FILE.into(), text(generated::APPARATUS.to_owned()));
        files.insert("satz/work.typ".into(), text(self.work_typ.clone()));
        for chapter in &self.chapters {
            files.insert(chapter.virtual_path(), text(chapter.lowered.text.clone()));
        }
        let today = self.date.and_then(|(year, month, day)| Datetime::from_ymd(year, month, day));
        SatzWorld::new(self.fonts.clone(), files, self.read.clone(), "satz/main.typ", today)
    }

    /// The world in which the pages are laid out, for whoever calls Typst themselves.
    pub fn world_of_pages(&self) -> impl World + use<> {
        self.pages_world()
    }

    fn pages_world(&self) -> SatzWorld {
        self.world(generated::main_of_pages(self), generated::layout_for_pages(self), &self.satz_typ[0])
    }

    pub(super) fn maps(&self) -> Maps {
        let entry = |chapter: &Chapter| (chapter.virtual_path(), chapter.lowered.clone());
        self.chapters.iter().map(entry).collect()
    }
}

/// The laid-out pages, with bleed, and the way from their spans to the authors' places.
pub struct Pages {
    pub(super) document: PagedDocument,
    pub(super) world: SatzWorld,
    pub(super) maps: Maps,
    /// The spine of the cover outside and inside, which only the print PDF has.
    pub(super) spine: Vec<Page>,
    /// The flaps of the cover: front and back outside, front and back inside.
    pub(super) flaps: Vec<Page>,
    pub(super) about: About,
}

/// The bundle of HTML documents behind an EPUB, with the way home.
pub struct WebBook {
    /// Typst's documents, in the order of the chapters.
    pub bundle: Bundle,
    world: SatzWorld,
    maps: Maps,
}

/// Lays out the pages once, for all outputs.
///
/// # Errors
/// Everything that Typst refuses, and every warning that means a loss.
pub fn compile_pages(book: &Book) -> Outcome<Pages> {
    let (document, world, maps, warnings) = compile(book.pages_world(), book.maps())?;
    Ok(Warned {
        value: Pages {
            document,
            world,
            maps,
            about: book.about.clone(),
            spine: Vec::new(),
            flaps: Vec::new(),
        },
        warnings,
    })
}

/// Compiles the same chapters into HTML documents for the EPUB.
///
/// # Errors
/// As [`compile_pages`]; also whatever Typst would drop from HTML.
pub fn compile_bundle(book: &Book) -> Outcome<WebBook> {
    bundle(book, generated::main_of_bundle(book))
}

/// The same for reading devices that show no formulas: each is drawn, with its reading in words.
///
/// # Errors
/// As [`compile_bundle`].
pub fn compile_drawn_bundle(book: &Book) -> Outcome<WebBook> {
    bundle(book, generated::main_of_drawn_bundle(book))
}

fn bundle(book: &Book, main: String) -> Outcome<WebBook> {
    let world = book.world(main, generated::layout_for_web(book), &book.satz_typ[1]);
    let (bundle, world, maps, warnings) = compile(world, book.maps())?;
    Ok(Warned { value: WebBook { bundle, world, maps }, warnings })
}

pub(super) fn compile<T: Output>(
    world: SatzWorld,
    maps: Maps,
) -> Result<(T, SatzWorld, Maps, Vec<Problem>), Vec<Problem>> {
    let TypstWarned { output, warnings } = typst::compile::<T>(&world as &dyn World);
    let home = Home { world: &world, maps: &maps };
    let mut problems = home.problems(&warnings);
    match output {
        Ok(value) if !problems.iter().any(Problem::is_error) => Ok((value, world, maps, problems)),
        Ok(_) => Err(problems),
        Err(errors) => {
            problems.extend(home.problems(&errors));
            Err(problems)
        }
    }
}

impl Pages {
    pub(super) fn home(&self) -> Home<'_> {
        Home { world: &self.world, maps: &self.maps }
    }

    /// Translates what an exporter refused.
    pub(super) fn exported<T>(&self, result: SourceResult<T>) -> Result<T, Vec<Problem>> {
        result.map_err(|errors| self.home().problems(&errors))
    }
}

impl WebBook {
    pub(super) fn world(&self) -> &SatzWorld {
        &self.world
    }

    /// The author's place of a span, for what the EPUB room finds.
    pub fn place(&self, span: Span) -> Option<Place> {
        Home { world: &self.world, maps: &self.maps }.place(span)
    }
}

/// Lets go of what the last compiles did not use; to be called after a compile that did work.
pub fn forget_unused(max_age: usize) {
    comemo::evict(max_age);
}
