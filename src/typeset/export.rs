//! Pages → bytes: PDFs, and the picture of the cover.

use typst::foundations::{Datetime, Smart};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::pictures::{Replacements, edit, replace_picture};
use super::{Derived, Pages};
use crate::diagnostic::Problem;
use crate::picture::Drawing;

/// What both PDFs are told.
#[derive(Debug, Clone)]
pub struct PdfSettings {
    /// A name of the publication that never changes, from which the PDF's `/ID` is made.
    pub ident: String,
    /// The fixed time of the build: year, month, day.
    pub date: (i32, u8, u8),
}

impl Derived<'_> {
    /// Writes PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2) at once.
    ///
    /// # Errors
    /// What PDF/UA or PDF/A forbids, at its author's place.
    pub fn to_screen_pdf(&self, settings: &PdfSettings) -> Result<Vec<u8>, Vec<Problem>> {
        self.to_pdf(settings, &[PdfStandard::Ua_1, PdfStandard::A_2a], true)
    }

    /// Writes PDF 1.6 without tags, as the print room finishes it.
    ///
    /// # Errors
    /// What Typst cannot write.
    pub fn to_print_pdf(&self, settings: &PdfSettings) -> Result<Vec<u8>, Vec<Problem>> {
        self.to_pdf(settings, &[PdfStandard::V_1_6], false)
    }

    fn to_pdf(
        &self,
        settings: &PdfSettings,
        standards: &[PdfStandard],
        tagged: bool,
    ) -> Result<Vec<u8>, Vec<Problem>> {
        let standards = PdfStandards::new(standards)
            .map_err(|error| vec![Problem::error("typeset/standards", error.message().as_str())])?;
        let (year, month, day) = settings.date;
        let options = PdfOptions {
            ident: Smart::Custom(settings.ident.clone()),
            creator: Smart::Custom(Some(concat!("satz ", env!("CARGO_PKG_VERSION")).to_owned())),
            timestamp: Datetime::from_ymd_hms(year, month, day, 0, 0, 0).map(Timestamp::new_utc),
            standards,
            tagged,
            ..PdfOptions::default()
        };
        self.pages.exported(typst_pdf::pdf(&self.document, &options))
    }
}

impl Pages {
    /// Draws the first page, trimmed, with these versions of its pictures, about as wide as the given number of
    /// pixels.
    ///
    /// # Errors
    /// A publication without pages.
    pub fn draw_cover(&self, width: u32, pictures: &Replacements) -> Result<Drawing, Vec<Problem>> {
        let empty = || vec![Problem::error("typeset/no-pages", "the publication has no pages")];
        let mut page = self.document.pages().first().ok_or_else(empty)?.clone();
        edit(&mut page.frame, &mut |item| {
            replace_picture(item, pictures);
            true
        });
        let pixel_per_pt = f64::from(width) / page.frame.width().to_pt();
        let options = typst_render::RenderOptions {
            pixel_per_pt: pixel_per_pt.into(),
            ..typst_render::RenderOptions::default()
        };
        let drawn = typst_render::render(&page, &options);
        let (width, height) = (drawn.width() as usize, drawn.height() as usize);
        Ok(Drawing { width, height, pixels: drawn.take_demultiplied() })
    }
}
