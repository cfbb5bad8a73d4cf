//! The EPUB.

use super::super::Stage;
use super::{Made, Product, Work, claimed};
use crate::diagnostic::Problem;
use crate::epub;
use crate::picture::{self, Recipe};
use crate::publication::Output;
use crate::typeset::{self, WebBook};

impl Work<'_> {
    pub(super) fn epub(&self, bundle: &WebBook) -> Made<Product> {
        let tell = |stage| (self.tell)(Some(Output::Epub), stage);
        let cover = self.drawn_cover()?;
        tell(Stage::Convert);
        let cover = picture::drawing_for_epub(cover);
        tell(Stage::Clean);
        let paths: Vec<String> =
            self.prepared.book.chapters.iter().map(typeset::Chapter::virtual_path).collect();
        let marks: Vec<epub::PageMark> = self
            .pages
            .page_marks(&paths)
            .into_iter()
            .map(|mark| epub::PageMark { folio: mark.folio, anchors: mark.anchors })
            .collect();
        let options = epub::CleanOptions {
            language: self.prepared.publication.language.tag(),
            chapters: &self.prepared.web_chapters,
            page_marks: &marks,
            picture: &|path, bytes| {
                tell(Stage::Convert);
                let picture = self.epub_picture(path, bytes);
                tell(Stage::Clean);
                picture
            },
            place: &|span| bundle.place(span),
        };
        let text = epub::clean(&bundle.bundle, &options)?;
        let mut found = text.warnings;
        let book = epub::Book {
            metadata: &self.prepared.metadata,
            text: &text.value,
            cover: Some(&epub::Cover {
                bytes: cover.bytes,
                media_type: cover.format.media_type(),
                extension: cover.format.extension(),
            }),
            style: &self.prepared.css,
        };
        tell(Stage::Pack);
        let packed = epub::pack(&book)?;
        found.extend(packed.warnings);
        tell(Stage::Check);
        let read = epub::read_text(&packed.value).map_err(|problem| vec![problem])?;
        self.check_words(&read, "the EPUB", &mut found);
        let file = format!("{}.epub", self.prepared.publication.stem);
        let product = self.product(Output::Epub, "epub", packed.value, vec![claimed("EPUB 3.3")]);
        Ok((Product { file, pages: None, ..product }, found))
    }

    fn epub_picture(&self, path: &str, bytes: &[u8]) -> Result<epub::Picture, Problem> {
        let original = self.prepared.shelf.original(bytes);
        let bytes = original.as_deref().unwrap_or(bytes);
        let make = || picture::for_epub(bytes, path).map(|made| made.bytes);
        let made = self.converted(bytes, &Recipe::Epub, make)?;
        let limits = picture::Limits::default();
        let probe = picture::probe(&made, path, &limits);
        let probe = probe.map_err(|mut problems| problems.swap_remove(0))?.value;
        let pixels = |side: f64| side.round().clamp(1.0, f64::from(u32::MAX)) as u32;
        Ok(epub::Picture {
            media_type: probe.format.media_type(),
            extension: probe.format.extension(),
            width: pixels(probe.width),
            height: pixels(probe.height),
            bytes: made,
        })
    }
}
