//! A child for each row: the steps of a timeline, people, cards, entries of a directory.

use super::slot::Slot;
use super::writer::Writer;
use super::{Filler, Row};
use crate::diagnostic::Problem;
use crate::document::Pair;
use crate::language::initial;
use crate::layout::Component;

/// The attributes that say what a child holds.
const BODY: [&str; 2] = ["text", "lines"];

/// What of the rows goes into which attribute of a child.
pub(super) struct Child<'a> {
    name: &'a str,
    attributes: Vec<(&'a Pair, Option<Slot>)>,
    body: Vec<(&'a Pair, Slot)>,
}

impl<'a> Filler<'a> {
    /// Writes the component with one child for each row; with `letters` under the first letters of a
    /// column.
    pub(super) fn children(&self, rows: &[Row<'_>], writer: &mut Writer) -> Result<(), Vec<Problem>> {
        let declared = self.sources.components.get(&self.used.name);
        let Some(name) = declared.and_then(|declared| declared.rows.as_deref()) else { return Ok(()) };
        let child = self.child(name, rows)?;
        let is_own = |key: &str| key == "data" || key == "sort" || key == "letters" || child.takes(key);
        writer.open(5, &self.used.name, &self.rest(is_own));
        match self.pair("letters") {
            Some(pair) => {
                let slot = self.slot(rows, pair)?;
                let mut letter = None;
                for row in rows {
                    let (text, _) = self.shown(&slot, row, pair)?;
                    let own = initial(&text).map_or_else(|| "#".to_owned(), String::from);
                    if letter.as_ref() != Some(&own) {
                        if letter.is_some() {
                            writer.close(4);
                        }
                        writer.push(&format!(
                            "::::letter{{letter=\"{}\"}}\n\n",
                            if own == "#" { "0–9" } else { own.as_str() }
                        ));
                        letter = Some(own);
                    }
                    self.write_child(&child, row, writer)?;
                }
                if letter.is_some() {
                    writer.close(4);
                }
            }
            None => {
                for row in rows {
                    self.write_child(&child, row, writer)?;
                }
            }
        }
        writer.close(5);
        Ok(())
    }

    /// What the attributes of the component say about its children.
    pub(super) fn child(&self, name: &'a str, rows: &[Row<'_>]) -> Result<Child<'a>, Vec<Problem>> {
        let container = self.sources.components.get(&self.used.name);
        let declared = self.sources.components.get(name);
        let mut child = Child { name, attributes: Vec::new(), body: Vec::new() };
        let mut problems = Vec::new();
        for pair in &self.used.attributes.pairs {
            let is_containers =
                container.is_some_and(|container| container.attributes.contains_key(&pair.key));
            if BODY.contains(&pair.key.as_str()) {
                for part in parts_of_body(pair) {
                    match self.slot(rows, &part) {
                        Ok(slot) => child.body.push((pair, slot)),
                        Err(found) => problems.extend(found),
                    }
                }
            } else if !is_containers && declared.is_some_and(|declared| has_attribute(declared, &pair.key)) {
                // An empty text is none of a row: it marks an ornament.
                if pair.value.is_empty() {
                    child.attributes.push((pair, None));
                    continue;
                }
                match self.slot(rows, pair) {
                    Ok(slot) => child.attributes.push((pair, Some(slot))),
                    Err(found) => problems.extend(found),
                }
            }
        }
        if problems.is_empty() { Ok(child) } else { Err(problems) }
    }

    pub(super) fn write_child(
        &self,
        child: &Child<'_>,
        row: &Row<'_>,
        writer: &mut Writer,
    ) -> Result<(), Vec<Problem>> {
        writer.push(":::");
        writer.push(child.name);
        writer.push("{");
        for (pair, slot) in &child.attributes {
            match slot {
                Some(slot) => {
                    let (text, place) = self.shown(slot, row, pair)?;
                    if !text.is_empty() {
                        writer.attribute(pair, &text, place);
                    }
                }
                None => writer.attribute(pair, "", pair.place.clone()),
            }
        }
        writer.push("}\n\n");
        let mut is_first = true;
        for (pair, slot) in &child.body {
            let (text, place) = self.shown(slot, row, pair)?;
            if text.is_empty() {
                continue;
            }
            if !is_first {
                writer.push("\\\n");
            }
            writer.put(&text, place);
            is_first = false;
        }
        writer.close(3);
        Ok(())
    }
}

impl Child<'_> {
    /// Whether an attribute of the component is meant for its children.
    pub(super) fn takes(&self, key: &str) -> bool {
        BODY.contains(&key) || self.attributes.iter().any(|(pair, _)| pair.key == key)
    }
}

/// `text` is one slot; `lines` are slots parted by semicolons, each a line of its own.
fn parts_of_body(pair: &Pair) -> Vec<Pair> {
    if pair.key != "lines" {
        return vec![pair.clone()];
    }
    let part =
        |part: &str| Pair { value: part.trim().to_owned(), written: part.trim().to_owned(), ..pair.clone() };
    pair.value.split(';').map(part).collect()
}

/// Whether a component has an attribute, or a picture that the attribute tells about.
fn has_attribute(declared: &Component, key: &str) -> bool {
    let base = key.strip_suffix("-alt").unwrap_or(key);
    declared.attributes.contains_key(base) || matches!(key, "alt" | "credit" | "licence")
}
