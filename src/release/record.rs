//! The record of the last good build of a publication.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::PublicationReport;

/// What a publication was built from, and what came out.
///
/// A build is current when the inputs have the same hashes and the files still have theirs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The version of satz and the options of the run, as one text.
    pub made_with: String,
    /// The report of that build; its inputs and artefacts carry the hashes.
    pub report: PublicationReport,
}

impl Record {
    /// Reads a record; one that is broken or from another version counts as none.
    pub fn read(text: &[u8]) -> Option<Self> {
        serde_json::from_slice(text).ok()
    }

    /// The record as JSON.
    pub fn write(&self) -> Vec<u8> {
        // A record of strings and numbers always serialises; an empty one would count as none.
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// Whether a build from these inputs with these options would give the files that are there.
    ///
    /// `on_disk` gives the SHA-256 of one of the publication's files, if it is there.
    pub fn is_current(
        &self,
        made_with: &str,
        inputs: &BTreeMap<String, String>,
        on_disk: impl Fn(&str) -> Option<String>,
    ) -> bool {
        let same = |file: &str, sum: &str| on_disk(file).is_some_and(|found| found == sum);
        self.made_with == made_with
            && self.report.inputs == *inputs
            && self.report.artefacts.iter().all(|artefact| same(&artefact.file, &artefact.sha256))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::release::{Artefact, Status};

    fn record() -> Record {
        let artefact = Artefact {
            output: "epub".into(),
            file: "a.epub".into(),
            bytes: 1,
            sha256: "aa".into(),
            pages: None,
            standards: Vec::new(),
        };
        let inputs = BTreeMap::from([("a.md".to_owned(), "11".to_owned())]);
        let report = PublicationReport {
            slug: "a".into(),
            variant: None,
            status: Status::Built,
            artefacts: vec![artefact],
            inputs,
            waivers: Vec::new(),
            findings: Vec::new(),
        };
        Record { made_with: "1".into(), report }
    }

    #[test]
    fn a_changed_input_and_an_altered_file_make_a_build_stale() {
        let record = Record::read(&record().write()).unwrap();
        let inputs = record.report.inputs.clone();
        assert!(record.is_current("1", &inputs, |_| Some("aa".into())));
        assert!(!record.is_current("2", &inputs, |_| Some("aa".into())));
        assert!(!record.is_current("1", &inputs, |_| Some("bb".into())));
        assert!(!record.is_current("1", &inputs, |_| None));
        assert!(!record.is_current("1", &BTreeMap::new(), |_| Some("aa".into())));
    }
}
