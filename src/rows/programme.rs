//! A programme: days, times, and the sessions of each time side by side.

use super::contents::Child;
use super::writer::Writer;
use super::{Filler, Row};
use crate::diagnostic::{Place, Problem};
use crate::document::Pair;

/// The attributes that order the sessions.
const OWN: [&str; 5] = ["data", "sort", "day", "start", "end"];

/// The sessions that begin at one time of one day.
struct Slot<'a> {
    day: String,
    start: (String, Place),
    end: Option<(&'a Pair, String, Place)>,
    rows: Vec<Row<'a>>,
}

impl<'a> Filler<'a> {
    pub(super) fn programme(&self, rows: &[Row<'a>], writer: &mut Writer) -> Result<(), Vec<Problem>> {
        let Some(start) = self.pair("start") else {
            let message = "`programme` needs the attribute `start`";
            return Err(vec![
                Problem::error("component/missing-attribute", message)
                    .at(self.used.name_place.clone())
                    .hint("name the column of the time at which a session begins: `start=beginn`"),
            ]);
        };
        let child: Child<'_> = self.child("session", rows)?;
        let slots = self.slots(rows, start)?;
        writer.open(5, "programme", &self.rest(|key| OWN.contains(&key) || child.takes(key)));
        let mut day = "";
        for slot in &slots {
            if slot.day != day {
                let hashes = "#".repeat(usize::from(self.level + 1).min(6));
                writer.push(&format!("{hashes} "));
                let place = self.pair("day").map_or(&self.used.name_place, |pair| &pair.place);
                writer.put(&slot.day, place.clone());
                writer.push("\n\n");
                day = &slot.day;
            }
            writer.push("::::timeslot{");
            writer.attribute(start, &slot.start.0, slot.start.1.clone());
            if let Some((pair, text, place)) = &slot.end {
                writer.attribute(pair, text, place.clone());
            }
            writer.push("}\n\n");
            for row in &slot.rows {
                self.write_child(&child, row, writer)?;
            }
            writer.close(4);
        }
        writer.close(5);
        Ok(())
    }

    /// The times in the order of their first sessions.
    fn slots(&self, rows: &[Row<'a>], start: &Pair) -> Result<Vec<Slot<'a>>, Vec<Problem>> {
        let mut slots: Vec<Slot<'a>> = Vec::new();
        for row in rows {
            let day = match self.pair("day") {
                Some(pair) => self.shown(&self.slot(rows, pair)?, row, pair)?.0,
                None => String::new(),
            };
            let begins = self.shown(&self.slot(rows, start)?, row, start)?;
            match slots.iter_mut().find(|slot| slot.day == day && slot.start.0 == begins.0) {
                Some(slot) => slot.rows.push(*row),
                None => {
                    let end = match self.pair("end") {
                        Some(pair) => {
                            let (text, place) = self.shown(&self.slot(rows, pair)?, row, pair)?;
                            Some((pair, text, place))
                        }
                        None => None,
                    };
                    slots.push(Slot { day, start: begins, end, rows: vec![*row] });
                }
            }
        }
        Ok(slots)
    }
}
