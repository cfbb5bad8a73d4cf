//! Tables: what a head belongs to, and how columns are aligned. Typst's HTML has neither.

use std::collections::VecDeque;

use typst_html::HtmlElement;
use typst_library::foundations::{Smart, StyleChain};
use typst_library::layout::HAlignment;
use typst_library::layout::resolve::{Cell, Entry};
use typst_library::model::{TableCell, TableElem};
use typst_library::pdf::{TableCellKind, TableHeaderScope};

use super::walk::Walk;
use crate::epub::xhtml::{Element, Node};

/// The cells of a table that have not been met yet, in the order of writing.
pub(super) type Cells = VecDeque<CellFacts>;

/// What Typst knows about a cell.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct CellFacts {
    class: Option<&'static str>,
    heads_row: bool,
}

impl Walk<'_, '_> {
    /// A table; one that a layout built from elements has no facts of Typst's.
    pub(super) fn table(&mut self, source: &HtmlElement, into: &mut Vec<Node>) {
        let facts = self.innermost::<TableElem>().and_then(|table| {
            let grid = table.grid.as_ref()?;
            Some(grid.entries.iter().filter_map(cell_of).map(facts).collect())
        });
        let by_layout = self.begun::<TableElem>().is_none();
        self.tables.push(if by_layout { Cells::new() } else { facts.unwrap_or_default() });
        let mut element = self.begin(source);
        self.fill(&mut element, &source.children);
        self.tables.pop();
        label_cells(&mut element);
        into.push(element.into());
    }

    /// A cell: the scope of a head, and the alignment as a class.
    pub(super) fn cell(&mut self, source: &HtmlElement, into: &mut Vec<Node>) {
        let facts = self.tables.last_mut().and_then(VecDeque::pop_front).unwrap_or_default();
        let mut element = self.begin(source);
        self.fill(&mut element, &source.children);
        if let Some(class) = facts.class {
            element.add_class(class);
        }
        if facts.heads_row {
            element.name = "th".to_owned();
        }
        let is_empty = element.plain_text().trim().is_empty() && !holds_picture(&element);
        if element.name == "th" && is_empty {
            // A head that says nothing would be read out as one.
            element.name = "td".to_owned();
            element.take("scope");
        } else if element.name == "th" && element.get("scope").is_none() {
            let across = element.get("colspan").is_some();
            let scope = match (self.is_within("thead"), across) {
                (true, false) => "col",
                (true, true) => "colgroup",
                (false, false) => "row",
                (false, true) => "colgroup",
            };
            element.set("scope", scope);
        }
        into.push(element.into());
    }
}

/// From this many columns on, a table is wider than the screen of a phone.
const WIDE: usize = 4;

/// Gives each cell of a wide table the words of its head, so that a style sheet can stack the cells of
/// a row on a narrow screen. Tables with merged cells or a head of several rows stay as they are.
fn label_cells(table: &mut Element) {
    let mut heads: Vec<String> = Vec::new();
    let mut is_plain = true;
    table.each(&mut |part| {
        is_plain &= part.get("colspan").is_none() && part.get("rowspan").is_none();
        if part.name == "th" && part.get("scope") == Some("col") {
            heads.push(part.plain_text().trim().to_owned());
        }
    });
    let mut rows = Vec::new();
    table.each(&mut |part| rows.extend((part.name == "tr").then(|| cells(part).count())));
    if heads.len() < WIDE || !is_plain || rows.iter().any(|cells| *cells != heads.len()) {
        return;
    }
    table.add_class("stacks");
    table.each_mut(&mut |row| {
        if row.name == "tr" {
            for (cell, head) in row.children.iter_mut().filter_map(Node::as_element_mut).zip(&heads) {
                if cell.name == "td" {
                    cell.set("data-label", head.as_str());
                }
            }
        }
    });
}

/// The cells of a row.
fn cells(row: &Element) -> impl Iterator<Item = &Element> {
    row.children.iter().filter_map(Node::as_element).filter(|cell| matches!(cell.name.as_str(), "td" | "th"))
}

fn holds_picture(element: &Element) -> bool {
    let mut found = false;
    element.each(&mut |part| found |= matches!(part.name.as_str(), "img" | "math"));
    found
}

fn cell_of(entry: &Entry) -> Option<&Cell> {
    match entry {
        Entry::Cell(cell) => Some(cell),
        Entry::Merged { .. } => None,
    }
}

fn facts(cell: &Cell) -> CellFacts {
    let Some(cell) = cell.body.to_packed::<TableCell>() else { return CellFacts::default() };
    let styles = StyleChain::default();
    let class = match cell.align.get(styles) {
        Smart::Custom(alignment) => match alignment.x() {
            Some(HAlignment::Center) => Some("align-center"),
            Some(HAlignment::Right | HAlignment::End) => Some("align-right"),
            _ => None,
        },
        Smart::Auto => None,
    };
    let heads_row = matches!(
        cell.kind.get(styles),
        Smart::Custom(TableCellKind::Header(_, TableHeaderScope::Row | TableHeaderScope::Both))
    );
    CellFacts { class, heads_row }
}
