//! The series that a publication belongs to.

use crate::diagnostic::Problem;
use crate::toml_text::{Located, Table};

/// A series and the publication's place in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Its name as it is printed.
    pub name: Located<String>,
    /// The number of the volume.
    pub number: Option<u64>,
}

/// Takes the key `series`, a table `{ name = "…", number = 3 }`.
pub(super) fn take(table: &mut Table, problems: &mut Vec<Problem>) -> Option<Series> {
    let mut table = table.take::<Table>("series", problems)?.value;
    let name = table.require("name", problems);
    let number = table.take::<i64>("number", problems).and_then(|number| volume(&number, problems));
    table.finish(problems);
    Some(Series { name: name?, number })
}

/// Volumes count from nought on.
fn volume(number: &Located<i64>, problems: &mut Vec<Problem>) -> Option<u64> {
    let volume = u64::try_from(number.value).ok();
    if volume.is_none() {
        problems.push(
            Problem::error("manifest/value", format!("`{}` is not the number of a volume", number.value))
                .at(number.place.clone())
                .hint("write a whole number such as `7`"),
        );
    }
    volume
}
