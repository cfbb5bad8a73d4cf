//! Which outputs share a layout: all of them, but for a publication whose text asks where it stands.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Selection;
use super::open::Opened;
use super::plan::Job;
use super::prepare::{self, chapters};
use super::shelf::Shelf;
use crate::publication::{Output, Publication};
use crate::template;

/// Outputs of one text, which are laid out together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pass {
    /// The outputs.
    pub(super) outputs: Vec<Output>,
    /// What templates are told as `output`.
    pub(super) told: &'static str,
    /// Whether its pages are those of the printed copy, so that an EPUB may name them.
    pub(super) has_page_list: bool,
}

/// What templates are told for an output: the proof shows the printed pages, and the picture of the
/// cover stands on screens.
fn told(output: Output) -> &'static str {
    match output {
        Output::Print | Output::Proof => "print",
        Output::Screen | Output::Cover => "screen",
        Output::Epub => "epub",
    }
}

/// The passes of a job: one, unless its chapters read `output` and then differ.
///
/// What is wrong with the sources is not told here but by the pass that reads them.
pub(super) fn of(opened: &Opened, job: &Job, selection: &Selection, shelf: &Shelf) -> Vec<Pass> {
    let publication = prepare::manifest(opened, job, selection, shelf, &mut Vec::new());
    let outputs = publication.as_ref().map(|publication| prepare::outputs(publication, selection));
    let outputs = outputs.unwrap_or_default();
    let differing = publication.as_ref().and_then(|publication| {
        let texts = texts(opened, job, publication, shelf, &outputs)?;
        (texts.len() > 1).then_some(texts)
    });
    let Some(texts) = differing else {
        let first = outputs.first().map_or("screen", |output| told(*output));
        return vec![Pass { outputs, told: first, has_page_list: true }];
    };
    let pass = |outputs: Vec<Output>| Pass {
        told: outputs.first().map_or("screen", |output| told(*output)),
        has_page_list: outputs.contains(&Output::Print),
        outputs,
    };
    texts.into_values().map(pass).collect()
}

/// The outputs by the text that they have; `None` where no chapter reads `output`, or one cannot be
/// expanded.
fn texts(
    opened: &Opened,
    job: &Job,
    publication: &Publication,
    shelf: &Shelf,
    outputs: &[Output],
) -> Option<BTreeMap<Vec<String>, Vec<Output>>> {
    let limits = &opened.workspace.limits;
    let loader = |path: &str| shelf.text(path, limits.markdown_bytes).ok().flatten();
    let reads = |file: &str| {
        let text = loader(file).unwrap_or_default();
        template::reads(&Arc::from(file), &text, "output", limits, &loader)
    };
    if !publication.chapters.iter().any(|chapter| reads(&chapter.value)) {
        return None;
    }
    let mut by_text: BTreeMap<Vec<String>, Vec<Output>> = BTreeMap::new();
    for &output in outputs {
        let text = chapters::texts(opened, job, publication, shelf, told(output))?;
        by_text.entry(text).or_default().push(output);
    }
    Some(by_text)
}
