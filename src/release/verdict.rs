//! What judges from outside said about finished files.
//!
//! `tests/validators/run` writes their verdicts beside the files that they judged. A verdict holds for
//! one sequence of bytes, so it counts only for a file with the same SHA-256: what was judged once and
//! changed since is not judged.

use serde::Deserialize;

/// The name of the file with the verdicts, in the folder of a publication's files.
pub const VERDICTS: &str = "verdicts.json";

/// What one judge said about one file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Verdict {
    /// The judge with its version: `EPUBCheck 5.3.0`.
    pub by: String,
    /// What it holds files against: `EPUB 3.3`. Absent where that is no standard of accessibility.
    #[serde(default)]
    pub standard: Option<String>,
    /// The SHA-256 of the file that it judged.
    pub sha256: String,
    /// Whether it let the file pass.
    pub passed: bool,
    /// What it found, in its own words.
    #[serde(default)]
    pub findings: Vec<String>,
}

#[derive(Deserialize)]
struct File {
    verdicts: Vec<Verdict>,
}

/// Reads `{ "verdicts": […] }`.
///
/// # Errors
/// What is wrong with the text, in the words of its reader.
pub fn read_verdicts(text: &[u8]) -> Result<Vec<Verdict>, String> {
    serde_json::from_slice::<File>(text).map(|file| file.verdicts).map_err(|error| error.to_string())
}
