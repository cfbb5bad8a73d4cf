//! PDF as a picture: its first page, drawn by another program.
//!
//! In print it stays what it is, lines and type in its own inks. The screen PDF and the EPUB cannot hold a
//! PDF (PDF/A forbids it, reading systems do not know it), so they show it as SVG.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use hayro_svg::hayro_interpret::InterpreterSettings;
use hayro_svg::{RenderCache, SvgRenderSettings};
use hayro_syntax::{LoadPdfError, Pdf};

use crate::colour::Model;
use crate::diagnostic::{Outcome, Problem, Warned};

use super::Format;
use super::probe::{Icc, Probe, broken};

/// CSS pixels in a point.
const PIXELS: f64 = 96.0 / 72.0;

/// Finds the size of the first page in CSS pixels.
pub(super) fn probe(bytes: &[u8], name: &str) -> Outcome<Probe> {
    let pdf = open(bytes, name).map_err(|problem| vec![problem])?;
    let Some(page) = pdf.pages().first() else { return Err(vec![broken(name, "it has no pages")]) };
    let (width, height) = page.render_dimensions();
    let value = Probe {
        format: Format::Pdf,
        width: f64::from(width) * PIXELS,
        height: f64::from(height) * PIXELS,
        alpha: true,
        model: Model::Cmyk,
        icc: Icc::None,
    };
    Ok(Warned { value, warnings: Vec::new() })
}

/// The first page as a drawing.
///
/// Errors: what cannot be shown, such as type whose font is not in the file, since it would be missing.
pub(super) fn to_svg(bytes: &[u8], name: &str) -> Result<Vec<u8>, Problem> {
    let pdf = open(bytes, name)?;
    let Some(page) = pdf.pages().first() else { return Err(broken(name, "it has no pages")) };
    let lost = Lost::default();
    let (fonts, rest) = (lost.fonts.clone(), lost.rest.clone());
    let settings = InterpreterSettings {
        font_resolver: Arc::new(move |_| {
            fonts.store(true, Ordering::Relaxed);
            None
        }),
        warning_sink: Arc::new(move |_| rest.store(true, Ordering::Relaxed)),
        render_annotations: false,
        ..InterpreterSettings::default()
    };
    let svg = hayro_svg::convert(page, &RenderCache::new(), &settings, &SvgRenderSettings::default());
    lost.told(name).map_or(Ok(svg.into_bytes()), Err)
}

/// What the drawing program could not show.
#[derive(Default)]
struct Lost {
    fonts: Arc<AtomicBool>,
    rest: Arc<AtomicBool>,
}

impl Lost {
    fn told(&self, name: &str) -> Option<Problem> {
        if self.fonts.load(Ordering::Relaxed) {
            let message = format!("`{name}` has text whose font is not in the file");
            return Some(
                Problem::error("picture/pdf-font", message)
                    .hint("export it with all fonts embedded, or with its text as outlines"),
            );
        }
        self.rest.load(Ordering::Relaxed).then(|| {
            broken(name, "something on its first page cannot be shown")
                .hint("export it once more as PDF 1.6, or save it as SVG")
        })
    }
}

fn open(bytes: &[u8], name: &str) -> Result<Pdf, Problem> {
    Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(_) => broken(name, "it is encrypted"),
        LoadPdfError::Invalid => broken(name, "it is no PDF, or its objects are damaged or cut off"),
    })
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A page of 72 × 36 points; `content` is what it paints, `resources` what it paints with.
    pub(in crate::picture) fn page(content: &str, resources: &str) -> Vec<u8> {
        let objects = [
            "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
            "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
            format!(
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 36]/Contents 4 0 R/Resources<<{resources}>>>>"
            ),
            format!("<</Length {}>>stream\n{content}\nendstream", content.len()),
        ];
        let mut pdf = "%PDF-1.6\n".to_owned();
        let mut table = String::from("0000000000 65535 f \n");
        for (number, object) in (1..).zip(&objects) {
            table += &format!("{:010} 00000 n \n", pdf.len());
            pdf += &format!("{number} 0 obj\n{object}\nendobj\n");
        }
        let start = pdf.len();
        pdf += &format!("xref\n0 5\n{table}trailer<</Size 5/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n");
        pdf.into_bytes()
    }

    #[test]
    fn the_size_is_that_of_the_first_page() {
        let probe = probe(&page("", ""), "x.pdf").unwrap().value;
        assert_eq!((probe.width, probe.height, probe.format), (96.0, 48.0, Format::Pdf));
    }

    #[test]
    fn a_page_becomes_a_drawing() {
        let svg = to_svg(&page("1 0 0 0 k 0 0 36 36 re f", ""), "x.pdf").unwrap();
        let svg = String::from_utf8(svg).unwrap();
        assert!(svg.starts_with("<svg") && svg.contains("<path"), "{svg}");
    }

    #[test]
    fn text_without_its_font_is_an_error_and_not_a_gap() {
        let font = "/Font<</f<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>";
        let found = to_svg(&page("BT /f 12 Tf 5 5 Td (a) Tj ET", font), "x.pdf").unwrap_err();
        assert_eq!(found.code, "picture/pdf-font");
    }

    #[test]
    fn what_is_no_pdf_is_broken() {
        assert_eq!(probe(b"%PDF-1.6 and nothing more", "x.pdf").unwrap_err()[0].code, "picture/broken");
    }
}
