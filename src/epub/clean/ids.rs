//! Identifiers of one document: every one once, none that shifts with an edit elsewhere.

use std::collections::{BTreeMap, BTreeSet};

/// The identifiers that a finished document has, and the old names of those that were renamed.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) ids: BTreeSet<String>,
    pub(super) renamed: BTreeMap<String, String>,
}

/// The identifiers of a document while it is made.
#[derive(Debug, Default)]
pub(super) struct Ids {
    known: Known,
    counts: BTreeMap<&'static str, usize>,
}

impl Ids {
    /// Takes an identifier into use; says whether it was free.
    pub(super) fn claim(&mut self, id: &str) -> bool {
        self.known.ids.insert(id.to_owned())
    }

    /// The next free identifier that starts with `kind`.
    pub(super) fn next(&mut self, kind: &'static str) -> String {
        loop {
            let count = self.counts.entry(kind).or_insert(0);
            *count += 1;
            let id = format!("{kind}-{count}");
            if self.claim(&id) {
                return id;
            }
        }
    }

    /// Remembers that links to `old` now lead to `new`.
    pub(super) fn rename(&mut self, old: &str, new: &str) {
        self.known.renamed.insert(old.to_owned(), new.to_owned());
    }

    pub(super) fn into_known(self) -> Known {
        self.known
    }
}

/// Whether Typst counted this identifier itself, so that it would change with any edit before it.
pub(super) fn is_counted(id: &str) -> bool {
    id.strip_prefix("loc-").is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether a label can be an identifier as it is.
pub(super) fn is_plain(label: &str) -> bool {
    label.starts_with(|c: char| c.is_ascii_alphabetic())
        && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}
