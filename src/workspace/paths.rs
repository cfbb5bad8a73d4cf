//! Paths as sources write them, confined to the workspace.

use std::fmt;

use crate::diagnostic::Problem;
use crate::toml_text::Located;

/// Why a path of a source is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathError {
    /// `..` leads out of the workspace.
    Outside,
    /// A backslash or a drive letter: the path would mean something on one system only.
    Foreign,
    /// Nothing, or a sign that no file's name may have.
    Unusable,
}

/// The path from the workspace's root that a source means, with `/` and without `.` and `..`.
///
/// A leading `/` is the workspace's root; all else counts from `folder`, itself a path from the
/// root. Symbolic links are not followed here: whoever opens the file confines them.
pub fn resolve(folder: &str, path: &str) -> Result<String, PathError> {
    if path.is_empty() || path.contains(|letter: char| letter.is_control()) {
        return Err(PathError::Unusable);
    }
    if path.contains('\\') || path.as_bytes().get(1) == Some(&b':') {
        return Err(PathError::Foreign);
    }
    let folder = if path.starts_with('/') { "" } else { folder };
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop().ok_or(PathError::Outside)?;
            }
            part => parts.push(part),
        }
    }
    Ok(parts.join("/"))
}

impl PathError {
    /// The problem of a manifest that holds the path.
    pub fn problem(self, path: &Located<String>) -> Problem {
        let problem =
            Problem::error("manifest/path", format!("the path `{}` {self}", path.value.escape_debug()))
                .at(path.place.clone());
        match self {
            Self::Outside => {
                problem.hint("copy the file into the workspace; a leading `/` is the workspace's root")
            }
            Self::Foreign => problem.hint("write `/` between folders, on every system"),
            Self::Unusable => problem,
        }
    }
}

impl fmt::Display for PathError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Outside => "leaves the workspace",
            Self::Foreign => "is written for one system only",
            Self::Unusable => "names no file",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_in_the_workspace() {
        let cases = [
            ("img/a.jpg", Ok("sources/x/img/a.jpg")),
            ("./img//a.jpg", Ok("sources/x/img/a.jpg")),
            ("../_shared/a.csv", Ok("sources/_shared/a.csv")),
            ("/sources/_shared/a.csv", Ok("sources/_shared/a.csv")),
            ("../../../etc/passwd", Err(PathError::Outside)),
            ("/../etc/passwd", Err(PathError::Outside)),
            ("img\\a.jpg", Err(PathError::Foreign)),
            ("C:/a.jpg", Err(PathError::Foreign)),
            ("", Err(PathError::Unusable)),
            ("a\0b", Err(PathError::Unusable)),
        ];
        for (path, expected) in cases {
            let found = resolve("sources/x", path);
            assert_eq!(found.as_deref(), expected.as_ref().copied(), "{path:?}");
        }
    }
}
