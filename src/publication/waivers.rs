//! Rules that a publication takes back with a reason.

use crate::diagnostic::Problem;
use crate::toml_text::{Located, Table, Value};

/// An entry of `[waivers]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    /// The rule's code, such as `accessibility/link-text`.
    pub code: Located<String>,
    /// Why the rule does not hold here.
    pub reason: String,
    /// The file of the one chapter that it is taken back in.
    pub chapter: Option<String>,
}

/// Reads `"code" = "reason"` and `"code" = { reason = "…", chapter = "05-x.md" }`.
pub(super) fn waivers(table: Table, problems: &mut Vec<Problem>) -> Vec<Waiver> {
    let entries = table.into_entries().into_iter();
    entries.filter_map(|entry| waiver(entry.key, entry.value, problems)).collect()
}

fn waiver(code: Located<String>, value: Value, problems: &mut Vec<Problem>) -> Option<Waiver> {
    let (reason, chapter) = if value.is_text() {
        (value.read::<String>(problems)?, None)
    } else {
        let mut table = value.read::<Table>(problems)?.value;
        let reason = table.require::<String>("reason", problems);
        let chapter = table.take::<String>("chapter", problems).map(|chapter| chapter.value);
        table.finish(problems);
        (reason?, chapter)
    };
    if reason.value.trim().is_empty() {
        let message = format!("`waivers.\"{}\"` gives no reason", code.value);
        problems.push(
            Problem::error("manifest/value", message)
                .at(reason.place)
                .hint("say why the rule does not hold here: it stands in the report"),
        );
        return None;
    }
    Some(Waiver { code, reason: reason.value, chapter })
}
