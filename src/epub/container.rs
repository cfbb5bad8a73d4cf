//! The container: one zip archive, the same bytes from the same files (EPUB OCF 3.3).

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::xhtml::{Element, xml};

/// The folder of the package within the container.
pub(super) const FOLDER: &str = "EPUB";

/// Packs files, given by their paths from the package document, into an EPUB.
///
/// The media type comes first and uncompressed; the rest is sorted by path. Times are the earliest that zip
/// knows, so that no clock shows in the archive.
pub(super) fn pack(files: &[(String, Vec<u8>)]) -> zip::result::ZipResult<Vec<u8>> {
    let options =
        SimpleFileOptions::default().last_modified_time(DateTime::default()).unix_permissions(0o644);
    let stored = options.compression_method(CompressionMethod::Stored);
    let packed = options.compression_method(CompressionMethod::Deflated).compression_level(Some(6));
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("mimetype", stored)?;
    archive.write_all(b"application/epub+zip")?;
    archive.start_file("META-INF/container.xml", packed)?;
    archive.write_all(container().as_bytes())?;
    let mut sorted: Vec<_> = files.iter().collect();
    sorted.sort();
    for (path, content) in sorted {
        // Pictures are compressed already.
        let is_picture = [".jpg", ".png", ".webp"].iter().any(|ending| path.ends_with(ending));
        archive.start_file(format!("{FOLDER}/{path}"), if is_picture { stored } else { packed })?;
        archive.write_all(content)?;
    }
    Ok(archive.finish()?.into_inner())
}

fn container() -> String {
    let rootfile = Element::new("rootfile")
        .with("full-path", format!("{FOLDER}/package.opf"))
        .with("media-type", "application/oebps-package+xml");
    xml(&Element::new("container")
        .with("version", "1.0")
        .with("xmlns", "urn:oasis:names:tc:opendocument:xmlns:container")
        .containing([Element::new("rootfiles").containing([rootfile.into()]).into()]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_media_type_comes_first_and_can_be_read_without_unpacking() {
        let bytes = pack(&[("a.xhtml".into(), b"<a/>".to_vec())]).expect("files in memory can be packed");
        assert_eq!(&bytes[30..58], b"mimetypeapplication/epub+zip");
    }

    #[test]
    fn the_order_of_the_files_does_not_change_the_bytes() {
        let one = ("a".to_owned(), vec![1]);
        let two = ("b".to_owned(), vec![2]);
        let first = pack(&[one.clone(), two.clone()]).expect("files in memory can be packed");
        let second = pack(&[two, one]).expect("files in memory can be packed");
        assert_eq!(first, second);
    }
}
