//! The pictures that a publication shows, and the paths under which authors name them.

use super::{BlockKind, Document, InlineKind, Node, Value, walk};
use crate::diagnostic::Place;
use crate::workspace::resolve;

/// A picture that a publication shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsedPicture {
    /// The path from the workspace's root.
    pub file: String,
    /// Where its author named it.
    pub place: Place,
}

/// Every use of a picture in reading order; a picture shown twice comes twice.
///
/// The pictures of components are found once the layout has typed their attributes.
pub fn pictures(document: &Document) -> Vec<UsedPicture> {
    let mut found = Vec::new();
    let mut add = |file: &str, place: &Place| {
        found.push(UsedPicture { file: file.to_owned(), place: place.clone() });
    };
    for chapter in &document.chapters {
        walk(&chapter.blocks, &mut |node| match node {
            Node::Block(block) => match &block.kind {
                BlockKind::Picture(picture) => add(&picture.file, &picture.place),
                BlockKind::Component(component) => {
                    for argument in &component.arguments {
                        if let Value::Picture { file, .. } = &argument.value {
                            add(file, &argument.place);
                        }
                    }
                }
                _ => {}
            },
            Node::Inline(inline) => {
                if let InlineKind::Picture(picture) = &inline.kind {
                    add(&picture.file, &picture.place);
                }
            }
        });
    }
    found
}

/// The path from the workspace's root of a path that an author wrote in `file`.
///
/// Relative paths start from the folder of `file`, a leading `/` from the workspace's root.
/// `None` where the path leads out of the workspace or names no file.
pub fn workspace_path(file: &str, written: &str) -> Option<String> {
    let last = written.rsplit('/').next().unwrap_or_default();
    let names_file = !matches!(last, "" | "." | "..");
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    names_file.then(|| resolve(folder, written).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_start_at_the_chapter_or_the_root_and_never_leave_the_workspace() {
        let path = |written| workspace_path("sources/heft/01.md", written);
        assert_eq!(path("img/a.jpg").as_deref(), Some("sources/heft/img/a.jpg"));
        assert_eq!(path("./../_shared/a.jpg").as_deref(), Some("sources/_shared/a.jpg"));
        assert_eq!(path("/layouts/x.svg").as_deref(), Some("layouts/x.svg"));
        assert_eq!(path("../../../x.jpg"), None);
        assert_eq!(path("img\\a.jpg"), None);
        assert_eq!(path("img/"), None);
        assert_eq!(path(""), None);
    }
}
