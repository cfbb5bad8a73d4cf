//! The files of the machine: confined reading, atomic writing, sorted listing.
//!
//! Every error names its path and what was tried. This room knows no formats.

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Component, Path, PathBuf};

/// What went wrong with a file, in words that name its path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileError {
    /// The path as it is shown: from the workspace's root, or as the user gave it.
    pub path: String,
    /// What was tried: `read`, `write`, `list`.
    pub verb: &'static str,
    /// Why it did not work.
    pub reason: Reason,
}

/// Why a file could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// Nothing lies there.
    Missing,
    /// It lies, or leads, outside of the workspace.
    Outside,
    /// It is larger than its limit, both in bytes.
    TooLarge {
        /// How many it has.
        size: u64,
        /// How many it may have.
        limit: u64,
    },
    /// The system's words.
    System(String),
}

impl std::fmt::Display for FileError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { path, verb, reason } = self;
        match reason {
            Reason::Missing => write!(formatter, "cannot {verb} `{path}`: there is no such file"),
            Reason::Outside => write!(formatter, "cannot {verb} `{path}`: it lies outside of the workspace"),
            Reason::TooLarge { size, limit } => {
                write!(formatter, "cannot {verb} `{path}`: it has {size} bytes, and the limit is {limit}")
            }
            Reason::System(words) => write!(formatter, "cannot {verb} `{path}`: {words}"),
        }
    }
}

impl FileError {
    fn of_system(path: &str, verb: &'static str, error: &io::Error) -> Self {
        let reason = match error.kind() {
            io::ErrorKind::NotFound => Reason::Missing,
            _ => Reason::System(error.to_string()),
        };
        Self { path: path.to_owned(), verb, reason }
    }
}

/// A folder that reading never leaves, neither by `..` nor through a symbolic link.
#[derive(Debug, Clone)]
pub struct Root {
    path: PathBuf,
}

/// One entry of a listing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The name in its folder.
    pub name: String,
    /// Whether it is a folder itself.
    pub is_folder: bool,
}

impl Root {
    /// Opens a folder as the root of all reading.
    ///
    /// # Errors
    /// When there is no such folder.
    pub fn open(path: &Path) -> Result<Self, FileError> {
        let shown = path.display().to_string();
        let path = fs::canonicalize(path).map_err(|error| FileError::of_system(&shown, "open", &error))?;
        Ok(Self { path })
    }

    /// The root itself, absolute and without symbolic links.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads a file of at most `limit` bytes; `path` has `/` separators and starts at the root.
    ///
    /// # Errors
    /// When the file is missing, outside, too large, or unreadable.
    pub fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, FileError> {
        let real = self.resolve(path, "read")?;
        let failed = |error: io::Error| FileError::of_system(path, "read", &error);
        let file = fs::File::open(&real).map_err(failed)?;
        let size = file.metadata().map_err(failed)?.len();
        if size > limit {
            let reason = Reason::TooLarge { size, limit };
            return Err(FileError { path: path.to_owned(), verb: "read", reason });
        }
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
        // A file may grow, and a pipe has no size: the limit holds for what is really read.
        file.take(limit + 1).read_to_end(&mut bytes).map_err(failed)?;
        if bytes.len() as u64 > limit {
            let reason = Reason::TooLarge { size: bytes.len() as u64, limit };
            return Err(FileError { path: path.to_owned(), verb: "read", reason });
        }
        Ok(bytes)
    }

    /// Whether a file or folder lies at a path inside of the root.
    pub fn has(&self, path: &str) -> bool {
        self.resolve(path, "find").is_ok()
    }

    /// The entries of a folder, sorted by name; a missing folder is an error.
    ///
    /// # Errors
    /// When the folder is missing, outside, or unreadable.
    pub fn list(&self, path: &str) -> Result<Vec<Entry>, FileError> {
        let real = self.resolve(path, "list")?;
        let failed = |error: io::Error| FileError::of_system(path, "list", &error);
        let mut entries = Vec::new();
        for entry in fs::read_dir(real).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let kind = entry.file_type().map_err(failed)?;
            // A link to a folder may lead in a circle, so only links to files are listed.
            if kind.is_symlink() && !entry.path().is_file() {
                continue;
            }
            let name = entry.file_name().to_string_lossy().into_owned();
            entries.push(Entry { name, is_folder: kind.is_dir() });
        }
        entries.sort();
        Ok(entries)
    }

    /// All files below a folder, as paths from the root, sorted; hidden ones are left out.
    ///
    /// # Errors
    /// When a folder is missing, outside, or unreadable.
    pub fn walk(&self, folder: &str) -> Result<Vec<String>, FileError> {
        let mut files = Vec::new();
        for entry in self.list(folder)? {
            let path = format!("{folder}/{}", entry.name);
            if entry.name.starts_with('.') {
                continue;
            }
            if entry.is_folder { files.extend(self.walk(&path)?) } else { files.push(path) }
        }
        Ok(files)
    }

    fn resolve(&self, path: &str, verb: &'static str) -> Result<PathBuf, FileError> {
        let outside = || FileError { path: path.to_owned(), verb, reason: Reason::Outside };
        let relative = Path::new(path.trim_start_matches('/'));
        let plain = |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
        if !relative.components().all(plain) {
            return Err(outside());
        }
        let real = fs::canonicalize(self.path.join(relative))
            .map_err(|error| FileError::of_system(path, verb, &error))?;
        if real.starts_with(&self.path) { Ok(real) } else { Err(outside()) }
    }
}

/// Reads a file of at most `limit` bytes that the user named on the command line, wherever it lies.
///
/// # Errors
/// When the file is missing, too large, or unreadable.
pub fn read_named(path: &Path, limit: u64) -> Result<Vec<u8>, FileError> {
    let shown = path.display().to_string();
    let failed = |error: io::Error| FileError::of_system(&shown, "read", &error);
    let file = fs::File::open(path).map_err(failed)?;
    let mut bytes = Vec::new();
    file.take(limit + 1).read_to_end(&mut bytes).map_err(failed)?;
    let size = bytes.len() as u64;
    if size > limit {
        return Err(FileError { path: shown, verb: "read", reason: Reason::TooLarge { size, limit } });
    }
    Ok(bytes)
}

/// The ending of files that are being written; a killed build may leave some behind.
const UNFINISHED: &str = ".satz-unfinished";

/// Writes a file so that at every moment the old one or the new one is there, whole.
///
/// # Errors
/// When the folder cannot be made or the file cannot be written.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    let shown = path.display().to_string();
    let failed = |error: io::Error| FileError::of_system(&shown, "write", &error);
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(failed)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let unfinished = folder.join(format!(".{name}.{}{UNFINISHED}", std::process::id()));
    let written = fs::File::create(&unfinished)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&unfinished, path));
    if written.is_err() {
        // The first error says more than one about the leftover would.
        let _ = fs::remove_file(&unfinished);
    }
    written.map_err(failed)
}

/// Removes what a killed build left unfinished in a folder; a missing folder holds nothing.
pub fn remove_unfinished(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        if entry.file_name().to_string_lossy().ends_with(UNFINISHED) {
            // What cannot be removed does no harm: it is hidden and never read.
            let _ = fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root() -> (tempfile::TempDir, Root) {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("inside")).unwrap();
        fs::write(folder.path().join("inside/a.md"), "abc").unwrap();
        let root = Root::open(&folder.path().join("inside")).unwrap();
        fs::write(folder.path().join("secret"), "no").unwrap();
        (folder, root)
    }

    #[test]
    fn reading_stays_inside() {
        let (_folder, root) = root();
        assert_eq!(root.read("a.md", 10).unwrap(), b"abc");
        assert_eq!(root.read("/a.md", 10).unwrap(), b"abc");
        assert_eq!(root.read("../secret", 10).unwrap_err().reason, Reason::Outside);
        assert_eq!(root.read("b.md", 10).unwrap_err().reason, Reason::Missing);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_a_circle_does_not_catch_a_walk() {
        let (_folder, root) = root();
        fs::create_dir(root.path().join("sub")).unwrap();
        std::os::unix::fs::symlink(root.path(), root.path().join("sub/circle")).unwrap();
        fs::write(root.path().join("sub/b.md"), "b").unwrap();
        assert_eq!(root.walk("sub").unwrap(), ["sub/b.md"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_symbolic_link_does_not_lead_out() {
        let (folder, root) = root();
        std::os::unix::fs::symlink(folder.path().join("secret"), root.path().join("link")).unwrap();
        assert_eq!(root.read("link", 10).unwrap_err().reason, Reason::Outside);
    }

    #[test]
    fn a_file_over_its_limit_is_not_read() {
        let (_folder, root) = root();
        let reason = root.read("a.md", 2).unwrap_err().reason;
        assert_eq!(reason, Reason::TooLarge { size: 3, limit: 2 });
    }

    #[test]
    fn writing_replaces_the_whole_file_and_leaves_nothing_beside_it() {
        let (folder, _root) = root();
        let path = folder.path().join("out/x.pdf");
        write_atomically(&path, b"one").unwrap();
        write_atomically(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(folder.path().join("out")).unwrap().count(), 1);
    }
}
