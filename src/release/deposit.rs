//! The transfer package for the German National Library (Deutsche Nationalbibliothek).
//!
//! The library takes a zip archive with a folder `content` of the publication and a file `catalogue_md.xml` of its
//! metadata, in ONIX or MARCXML (Spezifikation von Transferpaketen und deren Übertragung an die Deutsche
//! Nationalbibliothek mittels eines Hotfolders, version 2.0 of 2020-08-24). It prefers PDF/A to all other forms
//! and archives one; so the screen PDF is what it gets.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::diagnostic::Problem;

/// Packs a PDF/A and its metadata. Times are the earliest that zip knows, so that the same files give the same
/// bytes.
pub fn transfer_package(name: &str, pdf: &[u8], metadata: &[u8]) -> Result<Vec<u8>, Problem> {
    pack(name, pdf, metadata).map_err(|error| {
        Problem::error("trade/archive", format!("the transfer package could not be written: {error}"))
    })
}

fn pack(name: &str, pdf: &[u8], metadata: &[u8]) -> zip::result::ZipResult<Vec<u8>> {
    let options =
        SimpleFileOptions::default().last_modified_time(DateTime::default()).unix_permissions(0o644);
    let stored = options.compression_method(CompressionMethod::Stored);
    let packed = options.compression_method(CompressionMethod::Deflated).compression_level(Some(6));
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("catalogue_md.xml", packed)?;
    archive.write_all(metadata)?;
    archive.start_file(format!("content/{name}"), stored)?;
    archive.write_all(pdf)?;
    Ok(archive.finish()?.into_inner())
}
