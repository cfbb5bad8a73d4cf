//! A small workspace in a folder of its own, and satz at work in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// A workspace with the layout `plain` of `tests/fixture` and one font family.
pub struct Workspace {
    folder: TempDir,
}

/// What a run of satz left behind.
pub struct Finished {
    pub stdout: String,
    pub stderr: String,
    pub exit: i32,
}

impl Workspace {
    /// A workspace without publications.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
        copy_folder(&repository.join("tests/fixture"), folder.path());
        copy_folder(&repository.join("fonts"), &folder.path().join("fonts"));
        Self { folder }
    }

    /// A workspace with one publication `heft` of one chapter.
    pub fn with_chapter(chapter: &str) -> Self {
        Self::new().publication("").file("sources/heft/01-text.md", chapter)
    }

    /// Adds the manifest of `heft`, with further lines at its end.
    pub fn publication(self, more: &str) -> Self {
        let manifest =
            format!("title = \"Heft\"\nlayout = \"plain\"\nlanguage = \"de-DE\"\ndate = 2026-11-01\n{more}");
        self.file("sources/heft/publication.toml", manifest)
    }

    /// Writes a file.
    pub fn file(self, path: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        // A file of the fixture may be a hard link, through which nothing must be written.
        let _ = fs::remove_file(&path);
        fs::write(path, content).unwrap();
        self
    }

    /// Copies a folder of the repository.
    pub fn folder(self, from: &str, to: &str) -> Self {
        copy_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join(from), &self.path(to));
        self
    }

    /// The real path of a file in the workspace.
    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Runs satz with these words.
    pub fn satz(&self, words: &[&str]) -> Finished {
        self.satz_with(words, &[])
    }

    /// Runs satz with these words and environment variables, and no others.
    pub fn satz_with(&self, words: &[&str], environment: &[(&str, &str)]) -> Finished {
        let output = Command::new(env!("CARGO_BIN_EXE_satz"))
            .args(words)
            .current_dir(self.folder.path())
            .env_clear()
            .envs(environment.iter().copied())
            .output()
            .unwrap();
        let text = |bytes: Vec<u8>| self.normalised(&String::from_utf8(bytes).unwrap());
        Finished {
            stdout: text(output.stdout),
            stderr: text(output.stderr),
            exit: output.status.code().unwrap_or(-1),
        }
    }

    /// Builds everything and expects it to work without a word; hints do not count.
    #[track_caller]
    pub fn build(&self) {
        let finished = self.satz(&["build", "--strict", "-q"]);
        assert_eq!((finished.stderr.as_str(), finished.exit), ("", 0));
    }

    /// The bytes of a built file of `heft`.
    #[track_caller]
    pub fn built(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(&format!("output/heft/{name}"))).unwrap()
    }

    fn normalised(&self, text: &str) -> String {
        let real = fs::canonicalize(self.folder.path()).unwrap();
        text.replace(&real.display().to_string(), "[ROOT]")
            .replace(&self.folder.path().display().to_string(), "[ROOT]")
    }
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else if fs::hard_link(entry.path(), &target).is_err() {
            fs::copy(entry.path(), &target).unwrap();
        }
    }
}
