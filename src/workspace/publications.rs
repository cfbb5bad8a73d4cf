//! Which publications a workspace holds.

use std::collections::BTreeSet;

use crate::diagnostic::{Place, Problem, Warned};

/// The slugs of the publications among `files`, paths from the root, in order.
///
/// A publication is a folder directly in `sources` that holds a `publication.toml`. Folders whose
/// names start with `_` or `.` are shared or hidden. A slug becomes a file's name and a part of
/// addresses, so it is plain; another name is an error at its manifest.
pub fn publications<'a>(sources: &str, files: impl IntoIterator<Item = &'a str>) -> Warned<Vec<String>> {
    let mut slugs = BTreeSet::new();
    let mut warnings = Vec::new();
    for file in files {
        let Some(inside) = file.strip_prefix(sources).and_then(|rest| rest.strip_prefix('/')) else {
            continue;
        };
        match inside.split_once('/') {
            Some((slug, "publication.toml")) if !slug.starts_with(['_', '.']) => {
                if !is_slug(slug) {
                    warnings.push(bad_slug(file, slug));
                } else {
                    slugs.insert(slug.to_owned());
                }
            }
            _ => {}
        }
    }
    warnings.sort_by(|a, b| a.message.cmp(&b.message));
    Warned { value: slugs.into_iter().collect(), warnings }
}

/// Small letters, figures and hyphens, starting with a letter or figure; short enough for a file
/// name with an ending on every system.
fn is_slug(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    name.len() <= 100 && name.bytes().all(plain) && !name.starts_with('-')
}

fn bad_slug(file: &str, slug: &str) -> Problem {
    let message = format!("`{slug}` cannot name a publication");
    let problem = Problem::error("workspace/slug", message).at(Place::file(file));
    match crate::language::slug(slug) {
        better if better.is_empty() => problem,
        better => problem.hint(format!("rename the folder to `{better}`")),
    }
    .hint("the folder's name becomes part of file names and addresses: small letters, figures and hyphens")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_with_a_manifest_are_publications_unless_shared() {
        let files = [
            "sources/b/publication.toml",
            "sources/a/publication.toml",
            "sources/a/01.md",
            "sources/_shared/publication.toml",
            "sources/notes/x.md",
            "sources/a/deep/publication.toml",
            "sources/publication.toml",
            "other/c/publication.toml",
        ];
        let found = publications("sources", files);
        assert_eq!(found.value, ["a", "b"]);
        assert_eq!(found.warnings, []);
    }

    #[test]
    fn a_name_that_cannot_be_a_file_name_everywhere_is_refused_with_a_better_one() {
        let found = publications("sources", ["sources/Größe 2/publication.toml"]);
        assert_eq!(found.value, Vec::<String>::new());
        assert_eq!(found.warnings[0].message, "`Größe 2` cannot name a publication");
        assert_eq!(found.warnings[0].hints[0], "rename the folder to `groesse-2`");
    }
}
