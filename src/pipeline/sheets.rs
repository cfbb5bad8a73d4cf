//! Which pages go into which file of the print shop, and how they stand beside each other there.

use std::collections::BTreeMap;

use super::prepare::Prepared;
use crate::diagnostic::Problem;
use crate::print::{self, Marks, PrintOptions, Side};

/// One file of the print shop.
pub(super) struct Part {
    /// The end of its name.
    pub(super) ending: &'static str,
    /// Its pages: each made of one or more laid-out pages, counted from 0.
    pub(super) sheets: Vec<Vec<usize>>,
}

/// The files of a publication of so many pages; with a spine, its two sides come after the last page.
pub(super) fn parts(prepared: &Prepared, pages: usize, has_spine: bool) -> Vec<Part> {
    let body = |sheets| Part { ending: "print.pdf", sheets };
    let single = |range: std::ops::Range<usize>| range.map(|page| vec![page]).collect::<Vec<_>>();
    if let Some(folded) = &prepared.folded {
        return vec![body(folded.fold.sides().map(|side| side.to_vec()).to_vec())];
    }
    if !prepared.publication.print.has_separate_cover() || pages < COVER {
        return vec![body(single(0..pages))];
    }
    let (outside, inside) = if has_spine { (vec![pages], vec![pages + 1]) } else { (vec![], vec![]) };
    let cover =
        vec![[vec![pages - 1], outside, vec![0]].concat(), [vec![1], inside, vec![pages - 2]].concat()];
    vec![body(single(2..pages - 2)), Part { ending: "print-cover.pdf", sheets: cover }]
}

/// The pages of a cover (Umschlag): U1 and U2 are the first two of the publication, U3 and U4 the last.
pub(super) const COVER: usize = 4;

/// The sides of the sheets of a proof.
pub(super) fn sides(prepared: &Prepared, pages: usize) -> Vec<Side> {
    match &prepared.folded {
        Some(folded) => folded.fold.sides().map(|side| side.map(Some).to_vec()).to_vec(),
        None => print::booklet(pages),
    }
}

/// Finishes each file; `pictures` are those of all pages, by their stand-ins.
pub(super) fn finish(
    pdf: &[u8],
    parts: &[Part],
    pictures: &BTreeMap<Vec<u8>, Vec<u8>>,
    options: &PrintOptions,
) -> Result<Vec<Vec<u8>>, Vec<Problem>> {
    let whole = |part: &Part| part.sheets.iter().all(|sheet| sheet.len() == 1);
    if let [part] = parts
        && whole(part)
    {
        return Ok(vec![print::finish(pdf, pictures, options)?]);
    }
    let mut drafts = Vec::new();
    for part in parts {
        drafts.push(print::join(pdf, &part.sheets).map_err(|problem| vec![problem])?);
    }
    // A picture belongs to the files that show it; one that none shows is left to all, which report it.
    let shows = |draft: &print::Joined, picture: &[u8]| {
        draft.pdf.windows(picture.len()).any(|bytes| bytes == picture)
    };
    let finished = drafts.iter().map(|draft| {
        let own = pictures
            .iter()
            .filter(|(picture, _)| shows(draft, picture) || !drafts.iter().any(|draft| shows(draft, picture)))
            .map(|(picture, bytes)| (picture.clone(), bytes.clone()))
            .collect();
        let marks = Marks { folds: draft.folds.clone(), ..options.marks.clone() };
        print::finish(&draft.pdf, &own, &PrintOptions { marks, ..options.clone() })
    });
    finished.collect()
}
