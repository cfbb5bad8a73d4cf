//! Spreadsheets as they come from an office: one sheet of an XLSX or an ODS file.
//!
//! A cell has no place in bytes that an editor could look up, so the sheet is written down as a
//! text, a line for each row, and every place is one in that text. Messages tell it as a cell, `B7`.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::ops::Range;
use std::sync::Arc;

use calamine::{Data as Cell, ExcelDateTime, Ods, Reader, Xlsx};
use jiff::civil::Date;

use super::archive::{self, Fault};
use super::check::written;
use super::{File, Node, Source, Value, csv};
use crate::diagnostic::{Place, Problem, column_letters, list, suggestion};
use crate::language::{parse_date, parse_time, short_time};
use crate::workspace::Limits;

/// The formats of spreadsheets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Office Open XML (ECMA-376), as Excel writes it.
    Xlsx,
    /// OpenDocument, as LibreOffice writes it.
    Ods,
}

impl Kind {
    /// The format that a path's ending says.
    pub(super) fn of(path: &str) -> Option<Self> {
        match path.rsplit('.').next()?.to_ascii_lowercase().as_str() {
            "xlsx" => Some(Self::Xlsx),
            "ods" => Some(Self::Ods),
            _ => None,
        }
    }
}

/// A sheet with the text that its places point into.
pub(super) struct Sheet {
    /// The file's path, `#`, and the sheet's name.
    pub(super) name: Arc<str>,
    pub(super) text: String,
    pub(super) root: Node,
}

/// Cells by row and column, both counted from 0; those that say nothing are absent.
type Cells = BTreeMap<u32, BTreeMap<u32, Cell>>;

/// Reads a sheet: its first row that says something names the columns.
pub(super) fn read(
    kind: Kind,
    file: File<'_>,
    limits: &Limits,
    problems: &mut Vec<Problem>,
) -> Option<Sheet> {
    let reading = Reading { file, limits };
    let (name, cells) = reading.cells(kind).map_err(|problem| problems.push(problem)).ok()?;
    let name: Arc<str> = Arc::from(format!("{}#{name}", file.path));
    let written = Written::of(&name, &cells, problems);
    if written.text.len() as u64 > limits.data_bytes {
        problems.push(reading.too_big(&Fault::Bytes));
        return None;
    }
    let root = written.table(&name, problems);
    Some(Sheet { name, text: written.text, root })
}

struct Reading<'a> {
    file: File<'a>,
    limits: &'a Limits,
}

impl Reading<'_> {
    /// The name and the cells of the sheet that is meant.
    fn cells(&self, kind: Kind) -> Result<(String, Cells), Problem> {
        archive::check_size(self.file.bytes, self.limits).map_err(|fault| self.too_big(&fault))?;
        let bytes = Cursor::new(self.file.bytes);
        match kind {
            Kind::Xlsx => {
                let mut book: Xlsx<_> = Xlsx::new(bytes).map_err(|error| self.broken(&error))?;
                let name = self.sheet(&book.sheet_names())?;
                let mut reader = book.worksheet_cells_reader(&name).map_err(|error| self.broken(&error))?;
                let mut cells = Counted::new(self);
                while let Some(cell) = reader.next_cell().map_err(|error| self.broken(&error))? {
                    cells.push(cell.get_position(), Cell::from(cell.get_value().clone()))?;
                }
                Ok((name, cells.cells))
            }
            Kind::Ods => {
                archive::check_repeats(self.file.bytes, self.limits).map_err(|fault| self.too_big(&fault))?;
                let mut book: Ods<_> = Ods::new(bytes).map_err(|error| self.broken(&error))?;
                let name = self.sheet(&book.sheet_names())?;
                let range = book.worksheet_range(&name).map_err(|error| self.broken(&error))?;
                let (top, left) = range.start().unwrap_or_default();
                let mut cells = Counted::new(self);
                for (row, column, cell) in range.used_cells() {
                    let (row, column) = (u32::try_from(row), u32::try_from(column));
                    if let (Ok(row), Ok(column)) = (row, column) {
                        cells.push((top + row, left + column), cell.clone())?;
                    }
                }
                Ok((name, cells.cells))
            }
        }
    }

    /// The sheet that is asked for, or the first one.
    fn sheet(&self, names: &[String]) -> Result<String, Problem> {
        let Some(wanted) = self.file.sheet else {
            return names.first().cloned().ok_or_else(|| self.broken(&"it has no sheet"));
        };
        if names.contains(&wanted.value) {
            return Ok(wanted.value.clone());
        }
        let names = || names.iter().map(String::as_str);
        let message = format!("`{}` has no sheet `{}`", self.file.path, wanted.value);
        let problem = Problem::error("data/sheet", message).at(wanted.place.clone());
        Err(match suggestion(&wanted.value, names()) {
            Some(near) => problem.hint(format!("did you mean `{near}`?")),
            None => problem.hint(format!("its sheets are {}", list(names()).replace(" or ", " and "))),
        })
    }

    fn broken(&self, error: &dyn std::fmt::Display) -> Problem {
        Problem::error("data/spreadsheet", format!("the spreadsheet cannot be read: {error}"))
            .at(Place::file(self.file.path.clone()))
            .hint("open it and save it again, without a password, as .xlsx or .ods")
    }

    fn too_big(&self, fault: &Fault) -> Problem {
        let (message, key) = match fault {
            Fault::Broken(error) => return self.broken(error),
            Fault::Bytes => (
                format!("the spreadsheet unpacks to more than {} bytes", self.limits.data_bytes),
                "data-bytes",
            ),
            Fault::Cells => (format!("a sheet has more than {} cells", self.limits.data_cells), "data-cells"),
        };
        Problem::error("data/size", message)
            .at(Place::file(self.file.path.clone()))
            .hint("delete what stands far below or beside the table")
            .hint(format!("raise `{key}` under `[limits]` in satz.toml if that is meant"))
    }
}

/// Cells up to the limit on their number.
struct Counted<'a> {
    reading: &'a Reading<'a>,
    cells: Cells,
    count: u64,
}

impl<'a> Counted<'a> {
    fn new(reading: &'a Reading<'a>) -> Self {
        Self { reading, cells: Cells::new(), count: 0 }
    }

    fn push(&mut self, (row, column): (u32, u32), cell: Cell) -> Result<(), Problem> {
        // ECMA-376, part 1, § 18.3.1.73 and 18.3.1.13: rows and columns of a sheet.
        let outside = row >= 1_048_576 || column >= 16_384;
        self.count += 1;
        if outside || self.count > self.reading.limits.data_cells {
            return Err(self.reading.too_big(&Fault::Cells));
        }
        let blank =
            matches!(&cell, Cell::Empty) || matches!(&cell, Cell::String(text) if text.trim().is_empty());
        if !blank {
            self.cells.entry(row).or_default().insert(column, cell);
        }
        Ok(())
    }
}

/// A sheet written down: the text, and each cell's value with its bytes in it.
struct Written {
    text: String,
    rows: Vec<BTreeMap<u32, Node>>,
}

impl Written {
    fn of(name: &Arc<str>, cells: &Cells, problems: &mut Vec<Problem>) -> Self {
        let mut written = Self { text: String::new(), rows: Vec::new() };
        let mut line = 0;
        for (&row, cells) in cells {
            written.text.extend(std::iter::repeat_n('\n', (row - line) as usize));
            line = row;
            let mut nodes = BTreeMap::new();
            let mut at = 0;
            for (&column, cell) in cells {
                written.text.extend(std::iter::repeat_n('\t', (column - at) as usize));
                at = column;
                let node = written.cell(cell);
                if let Cell::Error(error) = cell {
                    let cell = format!("{}{}", column_letters(column as usize + 1), row + 1);
                    problems.push(
                        Problem::error("data/value", format!("the cell {cell} holds the error `{error}`"))
                            .at(Place::new(name.clone(), node.range.clone()))
                            .hint("mend its formula and save the spreadsheet"),
                    );
                }
                nodes.insert(column, node);
            }
            written.rows.push(nodes);
        }
        written
    }

    /// Writes a cell behind the text, on one line.
    fn cell(&mut self, cell: &Cell) -> Node {
        let value = value(cell);
        let start = self.text.len();
        let shown = self::written(&value);
        self.text.extend(shown.chars().map(|sign| if sign.is_control() { ' ' } else { sign }));
        Node { value, range: start..self.text.len() }
    }

    /// The rows below the first one, whose cells name the columns.
    fn table(&self, name: &Arc<str>, problems: &mut Vec<Problem>) -> Node {
        let source = Source { file: name, text: &self.text, nesting: 0 };
        let whole = 0..self.text.len();
        let Some((head, rows)) = self.rows.split_first() else {
            problems.push(
                source
                    .problem("data/row", 0..0, "the sheet is empty")
                    .hint("write the names of the columns into its first row"),
            );
            return Node { value: Value::List(Vec::new()), range: whole };
        };
        let columns = self.columns(head, &source, problems);
        let record = |row: &BTreeMap<u32, Node>| {
            let start = row.first_key_value().map_or(0, |(_, node)| node.range.start);
            let end = row.last_key_value().map_or(start, |(_, node)| node.range.end);
            // An empty cell has no bytes of its own: the row stands for it.
            let nothing = || Node { value: Value::Nothing, range: start..end };
            let cell = |(column, name): &(u32, String)| {
                (name.clone(), row.get(column).cloned().unwrap_or_else(nothing))
            };
            Node { value: Value::Record(columns.iter().map(cell).collect()), range: start..end }
        };
        Node { value: Value::List(rows.iter().map(record).collect()), range: whole }
    }

    /// The columns that say something, with their names.
    fn columns(
        &self,
        head: &BTreeMap<u32, Node>,
        source: &Source<'_>,
        problems: &mut Vec<Problem>,
    ) -> Vec<(u32, String)> {
        let mut first_cells: BTreeMap<u32, Range<usize>> = BTreeMap::new();
        for (&column, node) in self.rows.iter().flatten() {
            first_cells.entry(column).or_insert_with(|| node.range.clone());
        }
        let mut named = Vec::new();
        for (column, range) in first_cells {
            match head.get(&column) {
                Some(node) => named.push((column, written(&node.value), range)),
                None => {
                    let message = format!("column {} has no name", column_letters(column as usize + 1));
                    let hint = "name every column in the first row, and keep notes out of the table";
                    problems.push(source.problem("data/header", range, message).hint(hint));
                }
            }
        }
        let cells =
            named.iter().map(|(_, text, range)| csv::Cell { text: text.clone(), range: range.clone() });
        csv::checked_header(source, cells.collect(), problems);
        named.into_iter().map(|(column, name, _)| (column, name)).collect()
    }
}

/// The value of a cell: the spreadsheet knows its type, so nothing is guessed.
fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Empty => Value::Nothing,
        Cell::Int(number) => Value::Integer(*number),
        Cell::Float(number) => number_value(*number),
        Cell::Bool(boolean) => Value::Boolean(*boolean),
        Cell::String(text) => Value::Text(text.trim().to_owned()),
        Cell::DateTime(moment) => moment_value(moment),
        Cell::DateTimeIso(text) => iso_value(text),
        Cell::DurationIso(text) => duration_value(text),
        Cell::Error(error) => Value::Text(error.to_string()),
    }
}

/// Spreadsheets keep whole numbers as fractions of nought; up to 2^53 none is lost.
fn number_value(number: f64) -> Value {
    let is_whole = number.fract() == 0.0 && number.abs() < 9e15;
    if is_whole { Value::Integer(number as i64) } else { Value::Number(number, None) }
}

/// A day, a time of day, or both; a length of time stays the number that it is.
fn moment_value(moment: &ExcelDateTime) -> Value {
    if moment.is_duration() {
        return number_value(moment.as_f64());
    }
    let (year, month, day, hour, minute, ..) = moment.to_ymd_hms_milli();
    let time = format!("{hour}:{minute:02}");
    let date = Date::new(year as i16, month as i8, day as i8);
    match date {
        // The day nought of the calendar says that only the time is meant.
        _ if moment.as_f64() < 1.0 => Value::Text(time),
        Ok(date) if moment.as_f64().fract() == 0.0 => Value::Date(date),
        Ok(date) => Value::Text(format!("{date} {time}")),
        Err(_) => number_value(moment.as_f64()),
    }
}

/// `2026-05-12` or `2026-05-12T09:30:00`.
fn iso_value(text: &str) -> Value {
    let (date, time) = text.split_once('T').unwrap_or((text, ""));
    match (parse_date(date), time.get(..5).and_then(parse_time)) {
        (Some(date), None) => Value::Date(date),
        (Some(date), Some(time)) if short_time(time) == "0:00" => Value::Date(date),
        (Some(date), Some(time)) => Value::Text(format!("{date} {}", short_time(time))),
        _ => Value::Text(text.to_owned()),
    }
}

/// A time of day as OpenDocument keeps it: `PT09H30M00S`.
fn duration_value(text: &str) -> Value {
    let parts = text.strip_prefix("PT").and_then(|rest| rest.split_once('H'));
    let time = parts.and_then(|(hour, rest)| Some(format!("{hour}:{}", rest.split_once('M')?.0)));
    match time.as_deref().and_then(parse_time) {
        Some(time) => Value::Text(short_time(time)),
        None => Value::Text(text.to_owned()),
    }
}
