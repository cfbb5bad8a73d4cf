//! The archive around a spreadsheet, looked at before anybody takes its word.
//!
//! XLSX and ODS are ZIP files. Their reader unpacks whole parts into memory, so a file of a few
//! kilobytes could ask for gigabytes (a ZIP bomb). Here every part is unpacked once into nothing and
//! counted, and of an ODS, whose cells can be repeated by a number, the cells are counted, too.

use std::io::{BufReader, Cursor, Read, copy, sink};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use crate::workspace::Limits;

/// What is wrong with an archive.
pub(super) enum Fault {
    /// It is no archive, or a broken one.
    Broken(String),
    /// Its parts have more bytes than `data-bytes`.
    Bytes,
    /// A sheet has more cells than `data-cells`.
    Cells,
}

/// More parts than this has no spreadsheet of an office.
const MOST_PARTS: usize = 10_000;

/// Unpacks every part into nothing, up to the limit on bytes.
pub(super) fn check_size(bytes: &[u8], limits: &Limits) -> Result<(), Fault> {
    let mut archive = open(bytes)?;
    if archive.len() > MOST_PARTS {
        return Err(Fault::Bytes);
    }
    let mut left = limits.data_bytes;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(broken)?;
        if part.size() > left {
            return Err(Fault::Bytes);
        }
        // The sizes in the archive's list are its author's word; only these are true.
        let unpacked = copy(&mut part.take(left + 1), &mut sink()).map_err(broken)?;
        left = left.checked_sub(unpacked).ok_or(Fault::Bytes)?;
    }
    Ok(())
}

/// Counts the cells of every sheet of an ODS as its reader will lay them out
/// (OpenDocument 1.3, part 3, § 19.675 and 19.679: `table:number-…-repeated`).
pub(super) fn check_repeats(bytes: &[u8], limits: &Limits) -> Result<(), Fault> {
    let mut archive = open(bytes)?;
    let content = archive.by_name("content.xml").map_err(broken)?;
    let mut reader = Reader::from_reader(BufReader::new(content));
    let mut buffer = Vec::new();
    let mut extent = Extent::default();
    loop {
        let event = reader.read_event_into(&mut buffer).map_err(broken)?;
        match &event {
            Event::Eof => return Ok(()),
            Event::Start(tag) | Event::Empty(tag) => extent.open(tag),
            _ => {}
        }
        if extent.cells() > limits.data_cells {
            return Err(Fault::Cells);
        }
        buffer.clear();
    }
}

/// How far the cells of a sheet reach.
#[derive(Default)]
struct Extent {
    /// Rows up to the last one that says something.
    height: u64,
    /// Columns up to the last one that says something.
    width: u64,
    /// All rows so far, and how often the present one is repeated.
    rows: u64,
    repeated: u64,
    /// Cells of the present row so far.
    column: u64,
}

impl Extent {
    fn cells(&self) -> u64 {
        self.height.saturating_mul(self.width)
    }

    fn open(&mut self, tag: &BytesStart<'_>) {
        match tag.name().as_ref() {
            "table:table" => *self = Self::default(),
            "table:table-row" => {
                self.repeated = number(tag, "table:number-rows-repeated");
                self.rows = self.rows.saturating_add(self.repeated);
                self.column = 0;
            }
            "table:table-cell" | "table:covered-table-cell" => {
                let repeated = number(tag, "table:number-columns-repeated");
                self.column = self.column.saturating_add(repeated);
                if says_something(tag) {
                    self.height = self.rows;
                    self.width = self.width.max(self.column);
                }
            }
            _ => {}
        }
    }
}

fn number(tag: &BytesStart<'_>, key: &str) -> u64 {
    let attributes = tag.attributes().flatten();
    let value = attributes.filter(|attribute| attribute.key.as_ref() == key).last();
    value.map_or(1, |value| value.value.parse().unwrap_or(u64::MAX))
}

/// Whether a cell has a value or a formula; others are room between cells.
fn says_something(tag: &BytesStart<'_>) -> bool {
    tag.attributes().flatten().any(|attribute| {
        let key = attribute.key.as_ref();
        key.starts_with("office:") || key.starts_with("calcext:") || key == "table:formula"
    })
}

fn open(bytes: &[u8]) -> Result<ZipArchive<Cursor<&[u8]>>, Fault> {
    ZipArchive::new(Cursor::new(bytes)).map_err(broken)
}

fn broken(error: impl std::fmt::Display) -> Fault {
    Fault::Broken(error.to_string())
}
