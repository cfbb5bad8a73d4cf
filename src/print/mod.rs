//! From Typst's PDF 1.6 to PDF/X-4 (ISO 15930-7:2010), and from any written PDF to its inventory.
//!
//! [`finish`] takes the bytes of an untagged PDF 1.6 whose text and shapes carry the colours of print
//! already, and gives a file for the print shop; what it meets in gray or RGB, from drawings and
//! pictures, it turns into ink. [`complete`] adds to the tags of a screen PDF what Typst cannot
//! say. [`inspect`], [`tags`] and [`text_of`] read a written file back, so that checks see
//! what was written and not what was meant.
//!
//! This room knows nothing of Typst. It works on the objects of the file and leaves all others as they
//! are; the same bytes in give the same bytes out, and finishing twice changes nothing.

mod content;
mod damage;
mod facts;
mod finish;
mod font;
mod function;
mod geometry;
mod gradient;
mod images;
mod inks;
mod inspect;
mod intent;
mod marks;
mod metadata;
mod overprint;
mod page;
mod pages;
mod pixels;
mod recolour;
mod sheets;
mod space;
mod spots;
mod stream;
mod structure;
mod tags;
mod text;
mod twin;
mod walk;

pub use finish::{PrintOptions, finish};
pub use inspect::{KnownInks, inspect, inspect_known};
pub use marks::Marks;
pub use page::page_in_ink;
pub use sheets::{Joined, Sheet, Side, booklet, join, proof};
pub use structure::complete;
pub use tags::tags;
pub use text::{Written, page_text, read_back, text_of};
pub use twin::twin;

use lopdf::Document;

use crate::diagnostic::Problem;

/// Reads the objects of a PDF that is not encrypted.
fn open(pdf: &[u8]) -> Result<Document, Problem> {
    let document = load(pdf)?;
    if is_sealed(&document) {
        return Err(broken("it is encrypted"));
    }
    Ok(document)
}

/// Reads the objects of a PDF; those of an encrypted one may be missing.
fn load(pdf: &[u8]) -> Result<Document, Problem> {
    Document::load_mem(pdf).map_err(|_| broken("it is no PDF, or its objects are damaged or cut off"))
}

/// Whether a document is encrypted, be it with an empty password that opens it for everybody.
fn is_sealed(document: &Document) -> bool {
    document.is_encrypted() || document.was_encrypted()
}

fn broken(reason: &str) -> Problem {
    Problem::error("print/broken-pdf", format!("the PDF cannot be read: {reason}"))
}
