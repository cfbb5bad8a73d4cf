//! Which publications of the workspace are editions of one work.

use super::prepare::{LONGEST_MANIFEST, epub_name};
use crate::files::Root;
use crate::publication::{self, Edition, Publication};
use crate::workspace::Workspace;

/// Every publication that has editions, or is one, as the others name it. `slugs` are all of the
/// workspace, and `files` those of its sources.
///
/// What is wrong with a manifest is told where it is built itself. A publication with variants is a
/// work of its own for each row, so it is no edition.
pub(super) fn editions(
    root: &Root,
    workspace: &Workspace,
    slugs: &[String],
    files: &[String],
) -> Vec<Edition> {
    let read = |slug: &String| {
        let folder = format!("{}/{slug}", workspace.sources);
        let bytes = root.read(&format!("{folder}/{}", publication::FILE_NAME), LONGEST_MANIFEST).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        let start = format!("{folder}/");
        let own: Vec<String> = files.iter().filter(|file| file.starts_with(&start)).cloned().collect();
        let outline = publication::outline(&folder, &text, &own).ok()?;
        let publication = publication::read(&folder, &text, &own, workspace).0?;
        outline.variants.is_none().then_some(publication)
    };
    let found: Vec<Publication> = slugs.iter().filter_map(read).collect();
    let source = |publication: &Publication| {
        publication.edition_of.as_ref().map(|edition| edition.publication.value.clone())
    };
    let sources: Vec<String> = found.iter().filter_map(source).collect();
    found
        .iter()
        .filter(|publication| publication.edition_of.is_some() || sources.contains(&publication.slug))
        .map(|publication| Edition {
            slug: publication.slug.clone(),
            source: source(publication),
            epub_name: epub_name(publication),
            title: publication.title.value.clone(),
            subtitle: publication.subtitle.clone(),
            language: publication.language.clone(),
            address: address(workspace, publication),
        })
        .collect()
}

/// Where readers find a publication: its DOI, which stays, or its place in the catalogue on the web.
fn address(workspace: &Workspace, publication: &Publication) -> Option<String> {
    let doi = publication.identifiers.doi.as_ref().map(|doi| format!("https://doi.org/{doi}"));
    let in_catalogue = |catalogue: &String| format!("{catalogue}#{}", publication.slug);
    doi.or_else(|| workspace.publisher.catalogue.as_ref().map(in_catalogue))
}
