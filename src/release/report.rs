//! The report that a machine reads: what was built from what, and what was found.
//!
//! It holds no time and no path of the machine, so the same input gives the same report.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::diagnostic::Problem;

/// How a publication fared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Its files were written.
    Built,
    /// Nothing had changed, and its files were left as they are.
    Unchanged,
    /// It was checked, and nothing was written.
    Checked,
    /// Something was wrong; older files stay.
    Failed,
}

/// One written file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Artefact {
    /// `print`, `screen`, `epub` or `cover`.
    pub output: String,
    /// The file's name in the publication's folder.
    pub file: String,
    /// Its length.
    pub bytes: u64,
    /// Its SHA-256 in hexadecimal digits.
    pub sha256: String,
    /// How many pages it has, where it has pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pages: Option<usize>,
    /// The standards that it follows.
    pub standards: Vec<Standard>,
}

/// A standard, and how it is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standard {
    /// Its short name, such as `PDF/UA-1`.
    pub name: String,
    /// Whether this build checked it.
    pub state: StandardState,
    /// What checked it; empty for a claim.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub by: String,
}

/// How it is known that a file follows a standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StandardState {
    /// This build checked it with the tool that is named.
    Checked,
    /// It was made to follow it; a judge from outside has to say so.
    Claimed,
}

/// A rule that the manifest takes back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiver {
    /// The rule's code.
    pub code: String,
    /// Why it does not hold, in the editor's words.
    pub reason: String,
    /// How many findings it took back.
    pub findings: usize,
}

/// All about one publication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicationReport {
    /// The folder's name.
    pub slug: String,
    /// The name of the variant, where the publication makes many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variant: Option<String>,
    /// How it fared.
    pub status: Status,
    /// Its files.
    pub artefacts: Vec<Artefact>,
    /// Every file that was read for it, with its SHA-256.
    pub inputs: BTreeMap<String, String>,
    /// The rules that its manifest takes back.
    #[serde(default)]
    pub waivers: Vec<Waiver>,
    /// Errors, warnings and hints.
    pub findings: Vec<Problem>,
}

impl PublicationReport {
    /// The files that a written report tells; `None` where it is no report, or one of a build that failed.
    pub fn artefacts_in(text: &[u8]) -> Option<Vec<Artefact>> {
        #[derive(Deserialize)]
        struct Written {
            artefacts: Vec<Artefact>,
        }
        let written: Written = serde_json::from_slice(text).ok()?;
        Some(written.artefacts).filter(|artefacts| !artefacts.is_empty())
    }

    /// How people call it: the slug, and of a variant its name behind a `/`.
    pub fn label(&self) -> String {
        match &self.variant {
            Some(variant) => format!("{}/{variant}", self.slug),
            None => self.slug.clone(),
        }
    }

    /// The report as JSON, `findings` as the diagnostics renderer gives them.
    pub fn to_json(&self, findings: serde_json::Value) -> serde_json::Value {
        let mut report = json!({
            "slug": self.slug,
            "status": self.status,
            "artefacts": self.artefacts,
            "inputs": self.inputs,
            "waivers": self.waivers,
            "findings": findings,
        });
        if let Some(variant) = &self.variant {
            report["variant"] = variant.as_str().into();
        }
        report
    }
}

/// The report of a whole run.
pub fn run_report(publications: &[serde_json::Value], findings: serde_json::Value) -> String {
    let report = json!({
        "satz": env!("CARGO_PKG_VERSION"),
        "publications": publications,
        "findings": findings,
    });
    format!("{report:#}\n")
}
