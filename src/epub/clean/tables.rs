//! Tables: what a head belongs to, and how columns are aligned. Typst's HTML has neither.

use std::collections::VecDeque;

use typst_html::HtmlElement;
use typst_library::foundations::{Smart, StyleChain};
use typst_library::layout::HAlignment;
use typst_library::layout::resolve::{Cell, Entry};
use typst_library::model::{TableCell, TableElem};
use typst_library::pdf::{TableCellKind, TableHeaderScope};

use super::walk::Walk;
use crate::epub::xhtml::Node;

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

fn holds_picture(element: &crate::epub::xhtml::Element) -> bool {
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
