//! CSV as RFC 4180 and spreadsheets write it, with the place of every cell.
//!
//! The `csv` crate knows where a row starts but not where its cells do, and a message that says
//! "column 7" sends an editor counting commas; so the cells are found here.

use std::ops::Range;

use super::{Node, Source, Value, cell};
use crate::diagnostic::{Place, Problem, counted};

/// A cell's text and its place, with the quotes.
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) range: Range<usize>,
}

/// Reads a table: the first row names the columns, each further row becomes a record.
pub(super) fn read(source: &Source<'_>, problems: &mut Vec<Problem>) -> Option<Node> {
    let start = if source.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let (start, delimiter) = match named_delimiter(&source.text[start..]) {
        Some((line, delimiter)) => (start + line, delimiter),
        None => (start, delimiter(&source.text[start..])),
    };
    let mut reader = Reader { source, delimiter, at: start };
    let mut rows = Vec::new();
    let mut header: Option<Vec<Cell>> = None;
    while reader.at < source.text.len() {
        let row = match reader.row() {
            Ok(row) => row,
            Err(problem) => {
                // An open quote swallows the rest: what follows would be noise.
                problems.push(problem);
                return None;
            }
        };
        if row.iter().all(|cell| cell.text.is_empty()) {
            continue;
        }
        match &header {
            None => header = Some(checked_header(source, row, problems)),
            Some(header) => rows.extend(record(source, header, row, delimiter, problems)),
        }
    }
    if header.is_none() {
        let hint = "write the names of the columns into the first line";
        problems.push(source.problem("data/row", start..start, "the table is empty").hint(hint));
    }
    Some(Node { value: Value::List(rows), range: start..source.text.len() })
}

/// The sign that a first line `sep=;` names, as Excel writes it, and that line's length.
fn named_delimiter(text: &str) -> Option<(usize, u8)> {
    let line = text.split_inclusive('\n').next()?;
    match line.trim_end().strip_prefix("sep=")?.as_bytes() {
        [sign @ (b',' | b';' | b'\t')] => Some((line.len(), *sign)),
        [] if line.starts_with("sep=\t") => Some((line.len(), b'\t')),
        _ => None,
    }
}

/// The sign between cells: of comma, semicolon and tab the one that the first line has most.
fn delimiter(text: &str) -> u8 {
    let mut counts = [(b',', 0_usize), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            _ if !quoted => {
                if let Some((_, count)) = counts.iter_mut().find(|(sign, _)| *sign == byte) {
                    *count += 1;
                }
            }
            _ => {}
        }
    }
    // Of equal counts the first wins, so a single column is read with the comma.
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(sign, _)| sign)
}

pub(super) fn checked_header(
    source: &Source<'_>,
    header: Vec<Cell>,
    problems: &mut Vec<Problem>,
) -> Vec<Cell> {
    for (index, cell) in header.iter().enumerate() {
        if cell.text.is_empty() {
            let message = format!("column {} has no name", index + 1);
            problems.push(
                source
                    .problem("data/header", cell.range.clone(), message)
                    .hint("name every column in the first line, and remove empty ones"),
            );
        } else if let Some(first) = header[..index].iter().find(|other| other.text == cell.text) {
            let message = format!("two columns are called `{}`", cell.text);
            problems.push(
                source
                    .problem("data/header", cell.range.clone(), message)
                    .label(Place::new(source.file.clone(), first.range.clone()), "the first one"),
            );
        }
    }
    header
}

fn record(
    source: &Source<'_>,
    header: &[Cell],
    row: Vec<Cell>,
    delimiter: u8,
    problems: &mut Vec<Problem>,
) -> Option<Node> {
    let start = row.first().map_or(0, |cell| cell.range.start);
    let end = row.last().map_or(start, |cell| cell.range.end);
    if row.len() != header.len() {
        let sign = if delimiter == b'\t' { "tab".to_owned() } else { format!("`{}`", char::from(delimiter)) };
        let message = format!(
            "this row has {}, but the first line names {}",
            counted(row.len(), "cell"),
            counted(header.len(), "column")
        );
        let problem = source.problem("data/row", start..end, message);
        problems.push(if row.len() > header.len() {
            problem.hint(format!("a cell that holds a {sign} stands in quotes: \"…\""))
        } else {
            problem.hint("an empty cell still has its separator")
        });
        return None;
    }
    let entries = header
        .iter()
        .zip(row)
        .map(|(name, cell)| (name.text.clone(), Node { value: cell::guess(&cell.text), range: cell.range }));
    Some(Node { value: Value::Record(entries.collect()), range: start..end })
}

/// Walks a CSV text from cell to cell.
struct Reader<'a> {
    source: &'a Source<'a>,
    delimiter: u8,
    at: usize,
}

impl Reader<'_> {
    /// The cells up to the end of the line, which is passed over.
    fn row(&mut self) -> Result<Vec<Cell>, Problem> {
        let mut row = Vec::new();
        loop {
            row.push(self.cell()?);
            let rest = &self.source.text.as_bytes()[self.at..];
            match rest {
                [sign, ..] if *sign == self.delimiter => self.at += 1,
                [b'\r', b'\n', ..] => {
                    self.at += 2;
                    return Ok(row);
                }
                [b'\r' | b'\n', ..] => {
                    self.at += 1;
                    return Ok(row);
                }
                _ => return Ok(row),
            }
        }
    }

    fn cell(&mut self) -> Result<Cell, Problem> {
        let bytes = self.source.text.as_bytes();
        let start = self.at;
        if bytes.get(start) == Some(&b'"') {
            return self.quoted(start);
        }
        while bytes.get(self.at).is_some_and(|&byte| !self.ends_cell(byte)) {
            self.at += 1;
        }
        let text = self.source.text[start..self.at].trim().to_owned();
        Ok(Cell { text, range: start..self.at })
    }

    /// A cell in quotes, which may hold separators, line ends and doubled quotes.
    fn quoted(&mut self, start: usize) -> Result<Cell, Problem> {
        let bytes = self.source.text.as_bytes();
        let mut text = String::new();
        let mut piece = start + 1;
        let mut at = piece;
        loop {
            match (bytes.get(at), bytes.get(at + 1)) {
                (None, _) => {
                    let message = "the quote that opens here is never closed";
                    return Err(self.source.problem("data/quote", start..start + 1, message));
                }
                (Some(b'"'), Some(b'"')) => {
                    text.push_str(&self.source.text[piece..=at]);
                    at += 2;
                    piece = at;
                }
                (Some(b'"'), after) => {
                    text.push_str(&self.source.text[piece..at]);
                    self.at = at + 1;
                    if after.is_some_and(|&byte| !self.ends_cell(byte)) {
                        let message = "text stands behind the quote that closes this cell";
                        return Err(self
                            .source
                            .problem("data/quote", start..self.at, message)
                            .hint("write a quote inside a cell twice: \"\""));
                    }
                    return Ok(Cell { text: text.trim().to_owned(), range: start..self.at });
                }
                _ => at += 1,
            }
        }
    }

    fn ends_cell(&self, byte: u8) -> bool {
        byte == self.delimiter || matches!(byte, b'\r' | b'\n')
    }
}
