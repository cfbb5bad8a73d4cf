//! The EPUB for every reading system, and the one for Kindle where the manifest asks for it.

use super::{Made, Product, Work, claimed};
use crate::diagnostic::Problem;
use crate::epub::{self, Profile};
use crate::picture::{self, Converted, Recipe};
use crate::pipeline::Stage;
use crate::publication::{GenderReading, Output};
use crate::typeset::{self, WebBook, compile_drawn_bundle};

impl Work<'_> {
    /// Both EPUBs; what is wrong with both is told once.
    pub(super) fn epubs(&self, bundle: &WebBook) -> Made<Vec<Product>> {
        let (product, mut found) = self.epub(bundle, Profile::Standard)?;
        if !self.prepared.publication.epub.kindle {
            return Ok((vec![product], found));
        }
        (self.tell)(Some(Output::Epub), Stage::Compile);
        let drawn = compile_drawn_bundle(&self.prepared.book)?;
        let (kindle, more) = self.epub(&drawn.value, Profile::Kindle)?;
        let new: Vec<Problem> = more.into_iter().filter(|problem| !found.contains(problem)).collect();
        found.extend(new);
        let file = format!("{}-kindle.epub", self.prepared.publication.stem);
        Ok((vec![product, Product { output: "kindle", file, ..kindle }], found))
    }

    fn epub(&self, bundle: &WebBook, profile: Profile) -> Made<Product> {
        let tell = |stage| (self.tell)(Some(Output::Epub), stage);
        let cover = self.drawn_cover()?;
        tell(Stage::Convert);
        let cover = picture::drawing_for_epub(cover);
        tell(Stage::Clean);
        let marks = self.page_marks();
        let options = epub::CleanOptions {
            language: self.prepared.publication.language.tag(),
            profile,
            chapters: &self.prepared.web_chapters,
            page_marks: &marks,
            picture: &|path, bytes| {
                tell(Stage::Convert);
                let picture = self.epub_picture(path, bytes, profile, bundle);
                tell(Stage::Clean);
                picture
            },
            place: &|span| bundle.place(span),
        };
        let mut text = epub::clean(&bundle.bundle, &options)?;
        if self.prepared.publication.typography.gender_reading == GenderReading::Pause {
            epub::pause_at_gender_signs(&mut text.value.documents);
        }
        let mut found = text.warnings;
        let metadata = match profile {
            Profile::Standard => self.prepared.metadata.clone(),
            Profile::Kindle => self.prepared.metadata.for_kindle(),
        };
        let book = epub::Book {
            metadata: &metadata,
            profile,
            text: &text.value,
            cover: Some(&epub::Cover {
                bytes: cover.bytes,
                media_type: cover.format.media_type(),
                extension: cover.format.extension(),
            }),
            style: &self.prepared.css,
            fonts: &self.prepared.fonts.for_epub(),
            text_font: self.prepared.fonts.text.as_deref(),
        };
        tell(Stage::Pack);
        let packed = epub::pack(&book)?;
        found.extend(packed.warnings);
        tell(Stage::Check);
        let read = epub::read_text(&packed.value).map_err(|problem| vec![problem])?;
        let name = match profile {
            Profile::Standard => "the EPUB",
            Profile::Kindle => "the EPUB for Kindle",
        };
        self.check_words(&read, name, &mut found);
        let file = format!("{}.epub", self.prepared.publication.stem);
        let product = self.product(Output::Epub, "epub", packed.value, vec![claimed("EPUB 3.3")]);
        Ok((Product { file, pages: None, ..product }, found))
    }

    fn page_marks(&self) -> Vec<epub::PageMark> {
        // Pages of another text than the printed one are no pages that a reader could look up.
        if !self.prepared.has_page_list {
            return Vec::new();
        }
        let chapters = &self.prepared.book.chapters;
        let paths: Vec<String> = chapters.iter().map(typeset::Chapter::virtual_path).collect();
        let marks = self.pages.page_marks(&paths).into_iter();
        marks.map(|mark| epub::PageMark { folio: mark.folio, anchors: mark.anchors }).collect()
    }

    fn epub_picture(
        &self,
        path: &str,
        bytes: &[u8],
        profile: Profile,
        bundle: &WebBook,
    ) -> Result<epub::Picture, Problem> {
        let original = self.prepared.shelf.original(bytes);
        let bytes = original.as_deref().unwrap_or(bytes);
        let make = || picture::for_epub(bytes, path).map(|made| made.bytes);
        let mut made = self.converted(bytes, &Recipe::Epub, make)?;
        if profile == Profile::Kindle {
            made = match picture::Format::of(&made) {
                Some(picture::Format::Svg) => drawn(&made, path, bundle)?.bytes,
                _ => picture::on_white(&made, path)?.bytes,
            };
        }
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

/// A drawing in pixels on white.
fn drawn(svg: &[u8], path: &str, bundle: &WebBook) -> Result<Converted, Problem> {
    let drawing = bundle
        .draw_svg(svg)
        .map_err(|reason| Problem::error("picture/broken", format!("`{path}` cannot be drawn: {reason}")))?;
    Ok(picture::drawing_for_epub(&drawing))
}
