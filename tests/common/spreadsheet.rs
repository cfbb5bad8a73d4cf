//! Small spreadsheets, written as plainly as their standards allow.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A cell of a sheet.
#[derive(Clone, Copy)]
pub enum Cell {
    Nothing,
    Text(&'static str),
    Number(f64),
    /// A day as ISO 8601 writes it, and as Excel counts it.
    Day(&'static str, f64),
    /// A cell whose formula failed.
    Failed,
}

/// A ZIP archive of these parts.
pub fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        let method =
            if *name == "mimetype" { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        writer.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// An XLSX file (ECMA-376) with these sheets.
pub fn xlsx(sheets: &[(&str, &[&[Cell]])]) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
    let (mut listed, mut related, mut parts) = (String::new(), String::new(), Vec::new());
    for (index, (name, rows)) in sheets.iter().enumerate() {
        let number = index + 1;
        let _ = write!(listed, "<sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"r{number}\"/>");
        let _ = write!(
            related,
            "<Relationship Id=\"r{number}\" Type=\"{RELATIONS}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
        );
        let rows = rows.iter().enumerate().map(|(row, cells)| xlsx_row(row + 1, cells)).collect::<String>();
        let sheet = format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData></worksheet>");
        parts.push((format!("xl/worksheets/sheet{number}.xml"), sheet));
    }
    parts.push((
        "xl/workbook.xml".to_owned(),
        format!("<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATIONS}\"><sheets>{listed}</sheets></workbook>"),
    ));
    parts.push((
        "xl/_rels/workbook.xml.rels".to_owned(),
        format!("<Relationships xmlns=\"{PACKAGE}/relationships\">{related}<Relationship Id=\"s\" Type=\"{RELATIONS}/styles\" Target=\"styles.xml\"/></Relationships>"),
    ));
    parts.push((
        "_rels/.rels".to_owned(),
        format!("<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"r1\" Type=\"{RELATIONS}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"),
    ));
    // Format 14 is a day (ECMA-376, part 1, § 18.8.30).
    parts.push((
        "xl/styles.xml".to_owned(),
        format!("<styleSheet xmlns=\"{MAIN}\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"),
    ));
    let parts: Vec<(&str, &str)> = parts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    archive(&parts)
}

fn xlsx_row(row: usize, cells: &[Cell]) -> String {
    let cell = |(column, cell): (usize, &Cell)| {
        let at = format!("{}{row}", char::from(b'A' + u8::try_from(column).unwrap()));
        match cell {
            Cell::Nothing => String::new(),
            Cell::Text(text) => format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"),
            Cell::Number(number) => format!("<c r=\"{at}\"><v>{number}</v></c>"),
            Cell::Day(_, count) => format!("<c r=\"{at}\" s=\"1\"><v>{count}</v></c>"),
            Cell::Failed => format!("<c r=\"{at}\" t=\"e\"><v>#DIV/0!</v></c>"),
        }
    };
    let cells = cells.iter().enumerate().map(cell).collect::<String>();
    format!("<row r=\"{row}\">{cells}</row>")
}

/// An ODS file (OpenDocument 1.3) with these sheets, whose rows are XML.
pub fn ods(sheets: &[(&str, &str)]) -> Vec<u8> {
    let tables = sheets
        .iter()
        .map(|(name, rows)| format!("<table:table table:name=\"{name}\">{rows}</table:table>"))
        .collect::<String>();
    let content = format!(
        "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    );
    archive(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        (
            "META-INF/manifest.xml",
            "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"/>",
        ),
        ("content.xml", &content),
    ])
}

impl Cell {
    /// The cell as OpenDocument writes it.
    pub fn ods(self) -> String {
        match self {
            Self::Nothing => "<table:table-cell/>".to_owned(),
            Self::Text(text) => format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"),
            Self::Number(number) => format!("<table:table-cell office:value-type=\"float\" office:value=\"{number}\"/>"),
            Self::Day(iso, _) => format!("<table:table-cell office:value-type=\"date\" office:date-value=\"{iso}\"/>"),
            Self::Failed => "<table:table-cell office:value-type=\"string\" calcext:value-type=\"error\"><text:p>#DIV/0!</text:p></table:table-cell>".to_owned(),
        }
    }
}
