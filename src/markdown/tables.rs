//! Tables, and their columns as `:::table` gives them.

use std::ops::Range;

use comrak::Node;
use comrak::nodes::{NodeTable, NodeValue, TableAlignment};

use super::Reader;
use super::attributes::{Allowed, is_length, is_plain_number};
use crate::diagnostic::{Problem, counted};
use crate::document::{Attributes, BlockKind, Cell, Column, ColumnAlignment, Row, Table};

const TABLE: Allowed =
    Allowed { what: "a table", id: true, classes: Some(&[]), keys: &["caption", "widths", "header-column"] };

impl<'a> Reader<'a> {
    pub(super) fn table(&mut self, node: Node<'a>, table: &NodeTable, range: &Range<usize>) -> Table {
        let columns = table.alignments.iter().map(|alignment| Column {
            alignment: match alignment {
                TableAlignment::None => ColumnAlignment::Default,
                TableAlignment::Left => ColumnAlignment::Left,
                TableAlignment::Center => ColumnAlignment::Centre,
                TableAlignment::Right => ColumnAlignment::Right,
            },
            width: None,
        });
        let columns: Vec<Column> = columns.collect();
        let mut head = Vec::new();
        let mut rows = Vec::new();
        for row in node.children() {
            let row_range = self.source.range(row.data().sourcepos);
            let place = self.source.place(row_range.clone());
            self.check_row(&row_range, columns.len());
            let mut cells: Vec<Cell> = row.children().map(|cell| self.cell(cell)).collect();
            cells.truncate(columns.len());
            if matches!(row.data().value, NodeValue::TableRow(true)) {
                head = cells;
            } else {
                while cells.len() < columns.len() {
                    cells.push(Cell { content: Vec::new(), place: place.clone() });
                }
                rows.push(Row { cells, place });
            }
        }
        if head.iter().all(|cell| cell.content.is_empty()) {
            self.report(
                Problem::error("markdown/table-head", "this table has no head")
                    .at(self.source.place(range.clone()))
                    .hint("name each column in the first row: whoever hears the table needs it"),
            );
        }
        Table { attributes: Attributes::default(), caption: None, columns, header_column: false, head, rows }
    }

    /// Reports cells beyond the last column: GFM drops them without a word.
    fn check_row(&mut self, range: &Range<usize>, columns: usize) {
        let found = cells_of(self.source.slice(range.clone()));
        if found > columns {
            let message = format!(
                "this row has {}, but the head names {}",
                counted(found, "cell"),
                counted(columns, "column")
            );
            self.report(
                Problem::error("markdown/table-row", message)
                    .at(self.source.place(range.clone()))
                    .hint("write `\\|` for a bar that readers see, in code, too"),
            );
        }
    }

    fn cell(&mut self, node: Node<'a>) -> Cell {
        let range = self.source.range(node.data().sourcepos);
        let before = self.source.enter_cell(&range);
        let content = self.inlines(node);
        self.source.restore(before);
        Cell { content, place: self.source.place(range) }
    }

    /// The one table within `:::table`, with what the directive says about it.
    pub(super) fn table_directive(
        &mut self,
        node: Node<'a>,
        attributes: Attributes,
        range: &Range<usize>,
    ) -> Option<BlockKind> {
        self.allow(&attributes, &TABLE);
        let mut blocks = self.nested(range.clone(), |reader| reader.blocks(node)).into_iter();
        let (Some(block), None) = (blocks.next(), blocks.next()) else {
            self.not_one_table(range);
            return None;
        };
        let BlockKind::Table(mut table) = block.kind else {
            self.not_one_table(range);
            return None;
        };
        table.caption = attributes.pair("caption").map(|pair| self.caption_at(pair));
        table.header_column = self.flag(&attributes, "header-column");
        self.set_widths(&mut table, &attributes);
        table.attributes = Attributes { pairs: Vec::new(), ..attributes };
        Some(BlockKind::Table(table))
    }

    fn not_one_table(&mut self, range: &Range<usize>) {
        self.report(
            Problem::error("markdown/table-directive", "`:::table` holds exactly one table")
                .at(self.source.place(range.clone()))
                .hint("leave an empty line before the table, and put other text outside"),
        );
    }

    fn set_widths(&mut self, table: &mut Table, attributes: &Attributes) {
        let Some(pair) = attributes.pair("widths") else { return };
        let widths: Vec<&str> = pair.value.split([' ', ',']).filter(|width| !width.is_empty()).collect();
        let is_width = |width: &str| {
            width == "auto" || is_length(width) || width.strip_suffix("fr").is_some_and(is_plain_number)
        };
        let wrong = widths.iter().find(|width| !is_width(width));
        let problem = if let Some(wrong) = wrong {
            Problem::error("markdown/attribute-value", format!("`{wrong}` is not a width"))
                .hint("write shares such as `2fr 1fr 1fr`, lengths such as `30mm`, or `auto`")
        } else if widths.len() == table.columns.len() {
            for (column, width) in table.columns.iter_mut().zip(&widths) {
                column.width = Some((*width).to_owned());
            }
            return;
        } else {
            let message = format!(
                "{} for a table of {}",
                counted(widths.len(), "width"),
                counted(table.columns.len(), "column")
            );
            Problem::error("markdown/attribute-value", message)
        };
        self.report(problem.at(pair.place.clone()));
    }

    /// The value of a key as a truth value; absent is `false`.
    fn flag(&mut self, attributes: &Attributes, key: &str) -> bool {
        let Some(pair) = attributes.pair(key) else { return false };
        match pair.value.as_str() {
            "true" => true,
            "false" => false,
            other => {
                let message = format!("`{key}` must be `true` or `false`, but is `{other}`");
                self.report(Problem::error("markdown/attribute-value", message).at(pair.place.clone()));
                false
            }
        }
    }
}

/// How many cells a row of a table has by its unescaped bars.
fn cells_of(row: &str) -> usize {
    let row = row.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    let mut bars = 0;
    let mut escaped = false;
    let mut ends_with_bar = false;
    for c in row.chars() {
        ends_with_bar = c == '|' && !escaped;
        bars += usize::from(ends_with_bar);
        escaped = c == '\\' && !escaped;
    }
    bars + usize::from(!ends_with_bar)
}

#[cfg(test)]
mod tests {
    use super::cells_of;

    #[test]
    fn cells_are_counted_by_bars_that_are_not_escaped() {
        for (row, cells) in
            [("| a | b |", 2), ("a | b", 2), ("| a \\| b | c |", 2), ("| `c|d` |", 2), ("|  |", 1)]
        {
            assert_eq!(cells_of(row), cells, "{row}");
        }
    }
}
