//! Components that are filled from data without a loop: a table, a list of people, a programme.
//!
//! Each is written down as the Markdown that a template's loop would have written and read again, so
//! that data get the very components that authors write by hand, with one look and one set of
//! checks. Every value keeps its place in its file. This room opens no files.

mod contents;
mod programme;
mod slot;
mod sorting;
mod table;
mod writer;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::data::{Data, Node, Step, Value};
use crate::diagnostic::{Place, Problem, list, suggestion};
use crate::document::{Attributes, Block, BlockKind, Component, Document, NodeMut, Pair, Table, walk_mut};
use crate::language::Language;
use crate::layout::Components;
use crate::markdown;
use slot::Slot;
use writer::Writer;

/// What components are filled from.
pub struct Sources<'a> {
    /// The tables of `[data]`.
    pub data: &'a BTreeMap<String, Data>,
    /// The components of the layout; those with `rows` make one child for each row.
    pub components: &'a Components,
    /// The language in which values are written.
    pub language: &'a Language,
    /// How many bytes one component may become.
    pub most_bytes: u64,
}

/// Fills every component that names a table with `data`.
pub fn fill(document: &mut Document, sources: &Sources<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for chapter in &mut document.chapters {
        let file = chapter.file.clone();
        let mut level = 1;
        walk_mut(&mut chapter.blocks, &mut |node| {
            let NodeMut::Block(block) = node else { return };
            match &block.kind {
                BlockKind::Heading(heading) => level = heading.level,
                BlockKind::Component(used) if is_filled(used, sources.components) => {
                    let filler = Filler { sources, used, file: &file, level };
                    let filled = filler.fill(&mut problems).map(|filled| filled.kind);
                    block.kind = filled.unwrap_or_else(|| BlockKind::Table(stand_in(used)));
                }
                _ => {}
            }
        });
    }
    problems
}

/// Whether a component is made from rows here, and not by the layout's own function.
fn is_filled(used: &Component, components: &Components) -> bool {
    let has_rows = components.get(&used.name).is_some_and(|declared| declared.rows.is_some());
    used.attributes.pair("data").is_some()
        && (has_rows || matches!(used.name.as_str(), "table" | "programme"))
}

/// What stands for a component whose problems were told, so that references to it are not told as well.
fn stand_in(used: &Component) -> Table {
    Table {
        attributes: Attributes { pairs: Vec::new(), classes: Vec::new(), ..used.attributes.clone() },
        caption: None,
        columns: Vec::new(),
        header_column: false,
        head: Vec::new(),
        rows: Vec::new(),
    }
}

/// One component on its way.
struct Filler<'a> {
    sources: &'a Sources<'a>,
    used: &'a Component,
    /// The chapter's file.
    file: &'a Arc<str>,
    /// The level of the heading above.
    level: u8,
}

impl<'a> Filler<'a> {
    fn fill(&self, problems: &mut Vec<Problem>) -> Option<Block> {
        let rows = self.rows(problems)?;
        if let Some(block) = self.used.body.first() {
            let message = format!("`{}` takes its content from data, and holds no text", self.used.name);
            problems.push(Problem::error("component/body", message).at(block.place.clone()));
        }
        let mut writer = Writer::new(self.used.name_place.clone());
        let written = match self.used.name.as_str() {
            "table" => self.table(&rows, &mut writer),
            "programme" => self.programme(&rows, &mut writer),
            _ => self.children(&rows, &mut writer),
        };
        if let Err(found) = written {
            problems.extend(found);
            return None;
        }
        if writer.text().len() as u64 > self.sources.most_bytes {
            let message =
                format!("the rows make {} bytes, more than {}", writer.text().len(), self.sources.most_bytes);
            problems.push(
                Problem::error("template/output", message)
                    .at(self.used.name_place.clone())
                    .hint("show fewer rows, or raise `template-output` under `[limits]` in satz.toml"),
            );
            return None;
        }
        let (blocks, found) = markdown::read_blocks(writer.text(), self.file, &|range| writer.place(range));
        problems.extend(found);
        blocks.into_iter().next()
    }

    /// The rows of the table, in the order that is asked for.
    fn rows(&self, problems: &mut Vec<Problem>) -> Option<Vec<Row<'a>>> {
        let pair = self.used.attributes.pair("data")?;
        let Some(data) = self.sources.data.get(pair.value.trim()) else {
            let names = self.sources.data.keys().map(String::as_str);
            let message = format!("`data` must be the name of a table in `[data]`, but is `{}`", pair.value);
            let problem = Problem::error("component/attribute-type", message).at(pair.place.clone());
            problems.push(with_hint(problem, &pair.value, names.collect()));
            return None;
        };
        let Value::List(nodes) = &data.root.value else {
            let message = format!("`{}` is no list of rows", pair.value);
            problems.push(Problem::error("component/attribute-type", message).at(pair.place.clone()));
            return None;
        };
        let mut rows: Vec<Row<'_>> = nodes.iter().map(|node| Row { data, node }).collect();
        if let Some(sort) = self.used.attributes.pair("sort") {
            let column = sort.value.trim_start_matches('-').trim();
            if let Some(problem) = self.unknown_column(&rows, column, sort) {
                problems.push(problem);
                return None;
            }
            sorting::sort(&mut rows, column, sort.value.starts_with('-'));
        }
        Some(rows)
    }

    /// The slots of an attribute: what of a row stands there.
    fn slot(&self, rows: &[Row<'_>], pair: &Pair) -> Result<Slot, Vec<Problem>> {
        let slot = Slot::read(&pair.value, &pair.place).map_err(|problem| vec![problem])?;
        let unknown = slot.columns().filter_map(|column| self.unknown_column(rows, column, pair));
        let unknown: Vec<Problem> = unknown.collect();
        if unknown.is_empty() { Ok(slot) } else { Err(unknown) }
    }

    /// The problem that no row has a column.
    fn unknown_column(&self, rows: &[Row<'_>], column: &str, pair: &Pair) -> Option<Problem> {
        if rows.is_empty() || rows.iter().any(|row| row.get(column).is_some()) {
            return None;
        }
        let names = rows.first()?.data.columns();
        let message = format!("`{}` has no column `{column}`", rows.first()?.data.file);
        let problem = Problem::error("component/unknown-column", message).at(pair.place.clone());
        Some(with_hint(problem, column, names))
    }

    /// The value of an attribute for one row, as Markdown, with its place.
    fn shown(&self, slot: &Slot, row: &Row<'_>, pair: &Pair) -> Result<(String, Place), Vec<Problem>> {
        let text = slot.show(row, self.sources.language).map_err(|(message, node)| {
            let place = pair.place.clone().with_data(Some(Arc::new(row.place(node))));
            vec![Problem::error("component/value", message).at(place)]
        })?;
        let node = slot.columns().find_map(|column| row.get(column)).unwrap_or(row.node);
        Ok((text, pair.place.clone().with_data(Some(Arc::new(row.place(node))))))
    }

    fn pair(&self, key: &str) -> Option<&'a Pair> {
        self.used.attributes.pair(key)
    }

    /// The pairs of the component that are no business of this room, for the component itself.
    fn rest(&self, taken: impl Fn(&str) -> bool) -> Attributes {
        let pairs = self.used.attributes.pairs.iter().filter(|pair| !taken(&pair.key));
        Attributes { pairs: pairs.cloned().collect(), ..self.used.attributes.clone() }
    }
}

/// A row of a table.
#[derive(Clone, Copy)]
struct Row<'a> {
    data: &'a Data,
    node: &'a Node,
}

impl Row<'_> {
    fn get(&self, column: &str) -> Option<&Node> {
        self.node.get(Step::Key(column))
    }

    fn place(&self, node: &Node) -> Place {
        Place::new(self.data.file.clone(), node.range.clone())
    }
}

fn with_hint(problem: Problem, found: &str, known: Vec<&str>) -> Problem {
    match suggestion(found, known.iter().copied()) {
        Some(near) => problem.hint(format!("did you mean `{near}`?")),
        None if known.is_empty() => problem,
        None => problem.hint(format!("known here: {}", list(known).replace(" or ", " and "))),
    }
}
