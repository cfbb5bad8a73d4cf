//! Every kind of failure, each as a whole small workspace with its exact words.
//!
//! A case is a text file in `tests/problems/`: files after `=== path` lines, then what satz says
//! after `=== stderr`, and how it ends after `=== exit`. A file `=== run` may hold other words for
//! the command line than `build`. `UPDATE=1` rewrites the last two parts.

use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::common::{Workspace, updating};

#[test]
fn each_problem_is_told_at_its_authors_line_in_these_words() {
    let mut cases: Vec<PathBuf> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    cases.sort();
    assert!(!cases.is_empty());
    let failures: Vec<String> = cases.par_iter().filter_map(|path| run(path)).collect();
    assert!(failures.is_empty(), "{} cases differ\n\n{}", failures.len(), failures.join("\n\n"));
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/problems")
}

struct Case {
    parts: Vec<(String, String)>,
}

impl Case {
    fn read(text: &str) -> Self {
        let mut parts: Vec<(String, String)> = Vec::new();
        for line in text.split_inclusive('\n') {
            match (line.strip_prefix("=== "), parts.last_mut()) {
                (Some(name), _) => parts.push((name.trim().to_owned(), String::new())),
                (None, Some((_, content))) => content.push_str(line),
                (None, None) => {}
            }
        }
        Self { parts }
    }

    fn part(&self, name: &str) -> Option<&str> {
        self.parts.iter().find(|(part, _)| part == name).map(|(_, content)| content.as_str())
    }

    fn files(&self) -> impl Iterator<Item = &(String, String)> {
        self.parts.iter().filter(|(name, _)| !matches!(name.as_str(), "run" | "stderr" | "exit"))
    }
}

fn run(path: &Path) -> Option<String> {
    let text = fs::read_to_string(path).unwrap();
    let case = Case::read(&text);
    let mut workspace = Workspace::new();
    for (name, content) in case.files() {
        // An empty line before the next part belongs to the case file, not to the workspace.
        let content = content.strip_suffix("\n\n").map_or(content.clone(), |rest| format!("{rest}\n"));
        workspace = workspace.file(name, content);
    }
    let words: Vec<&str> = case.part("run").unwrap_or("build").split_whitespace().collect();
    let finished = workspace.satz(&words);
    let expected = (case.part("stderr").unwrap_or(""), case.part("exit").unwrap_or("").trim());
    let actual = (finished.stderr.as_str(), finished.exit.to_string());
    let stderr = format!("{}\n", actual.0.trim_end());
    if (expected.0.trim_end(), expected.1) == (stderr.trim_end(), actual.1.as_str()) {
        return None;
    }
    if updating() {
        let sources = text.split("=== stderr").next().unwrap().trim_end();
        fs::write(path, format!("{sources}\n\n=== stderr\n{stderr}\n=== exit\n{}\n", actual.1)).unwrap();
    }
    let name = path.file_name().unwrap().to_string_lossy();
    Some(format!("{name}: exit {} instead of {}\n{stderr}", actual.1, expected.1))
}
