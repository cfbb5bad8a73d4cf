//! Foreign keys: a value that has to stand in a column of another table.

use std::collections::{BTreeMap, BTreeSet};

use super::check::written;
use super::{Data, Node, Step, Value};
use crate::diagnostic::{Place, Problem, list, suggestion};
use crate::publication::{Column, Schema};
use crate::toml_text::Located;

/// Checks the columns of a table that refer to others.
pub(super) fn check(name: &str, schema: &Schema, tables: &BTreeMap<String, Data>) -> Vec<Problem> {
    let Some(Data { file, root }) = tables.get(name) else { return Vec::new() };
    let Value::List(rows) = &root.value else { return Vec::new() };
    let mut problems = Vec::new();
    for column in &schema.columns {
        let Some(target) = &column.references else { continue };
        let known = match values(target, tables) {
            Ok(known) => known,
            Err(found) => {
                problems.extend(found);
                continue;
            }
        };
        for cell in rows.iter().filter_map(|row| row.get(Step::Key(&column.name.value))) {
            if cell.value != Value::Nothing {
                problems.extend(
                    unknown(column, target, cell, &known)
                        .map(|problem| problem.at(Place::new(file.clone(), cell.range.clone()))),
                );
            }
        }
    }
    problems.sort_by_key(|problem| problem.place.as_ref().map(|place| place.range.start));
    problems
}

fn unknown(
    column: &Column,
    target: &Located<String>,
    cell: &Node,
    known: &BTreeSet<String>,
) -> Option<Problem> {
    let value = written(&cell.value);
    if known.contains(&value) {
        return None;
    }
    let message = format!("`{}` is `{value}`, which `{}` does not have", column.name.value, target.value);
    let problem = Problem::error("data/reference", message);
    Some(match suggestion(&value, known.iter().map(String::as_str)) {
        Some(near) => problem.hint(format!("did you mean `{near}`?")),
        None => problem.hint("add the row there, or mend the value here"),
    })
}

/// The values of the column that `table.column` names; a problem where there is no such column, and
/// nothing where the table itself could not be read.
fn values(
    target: &Located<String>,
    tables: &BTreeMap<String, Data>,
) -> Result<BTreeSet<String>, Option<Problem>> {
    let wrong = |message: String| Problem::error("data/missing", message).at(target.place.clone());
    let Some((table, column)) = target.value.split_once('.') else {
        let problem = wrong(format!("`{}` names no column of another table", target.value));
        return Err(Some(problem.hint("write the name under `[data]`, a point and the column: `towns.key`")));
    };
    let Some(data) = tables.get(table) else {
        let names = tables.keys().map(String::as_str);
        let problem = wrong(format!("`[data]` has no readable table `{table}`"));
        return Err(Some(match suggestion(table, names.clone()) {
            Some(near) => problem.hint(format!("did you mean `{near}`?")),
            None => problem.hint(format!("its tables are {}", list(names).replace(" or ", " and "))),
        }));
    };
    let Value::List(rows) = &data.root.value else { return Err(None) };
    let cells: Vec<&Node> = rows.iter().filter_map(|row| row.get(Step::Key(column))).collect();
    if cells.is_empty() && !rows.is_empty() {
        let problem = wrong(format!("`{}` has no column `{column}`", data.file));
        return Err(Some(match suggestion(column, data.names()) {
            Some(near) => problem.hint(format!("did you mean `{near}`?")),
            None => problem,
        }));
    }
    Ok(cells.into_iter().map(|cell| written(&cell.value)).collect())
}
