//! Which pages go into which file of the print shop, and how they stand beside each other there.

use std::collections::BTreeMap;

use super::prepare::Prepared;
use crate::diagnostic::Problem;
use crate::page::{self, Page};
use crate::picture::Inked;
use crate::print::{self, Marks, PrintOptions, Sheet, Side};
use crate::typeset::Pages;

/// One file of the print shop.
pub(super) struct Part {
    /// What of the copy it is: `content`, `cover`, or the flat `sheet` of a flyer.
    pub(super) name: &'static str,
    /// The end of its name.
    pub(super) ending: &'static str,
    /// Its pages: each made of one or more laid-out pages.
    pub(super) sheets: Vec<Sheet>,
}

impl Part {
    /// What was laid out for each of its pages.
    pub(super) fn laid_out(&self, pages: &[Page]) -> Vec<Page> {
        let behind = |sheet: &Sheet| page::beside(sheet.pages.iter().filter_map(|page| pages.get(*page)));
        self.sheets.iter().map(behind).collect()
    }
}

/// The files of a publication.
pub(super) fn parts(prepared: &Prepared, pages: &Pages) -> Vec<Part> {
    let body = |name, sheets| Part { name, ending: "print.pdf", sheets };
    let single = |range: std::ops::Range<usize>| range.map(|page| vec![page].into()).collect::<Vec<Sheet>>();
    if let Some(folded) = &prepared.folded {
        return vec![body("sheet", folded.fold.sides().map(|side| side.to_vec().into()).to_vec())];
    }
    let count = pages.count();
    if !prepared.publication.print.has_separate_cover() || count < COVER {
        return vec![body("content", single(0..count))];
    }
    vec![
        body("content", single(2..count - 2)),
        Part { name: "cover", ending: "print-cover.pdf", sheets: cover(prepared, pages) },
    ]
}

/// The cover outside and inside, from left to right. The spine and then the flaps come after the last page.
fn cover(prepared: &Prepared, pages: &Pages) -> Vec<Sheet> {
    let count = pages.count();
    let spine = |side: usize| if pages.has_spine() { vec![count + side] } else { Vec::new() };
    let flaps = count + if pages.has_spine() { 2 } else { 0 };
    let flap = |side: usize| if pages.has_flaps() { vec![flaps + side] } else { Vec::new() };
    #[expect(clippy::cast_possible_truncation, reason = "a few millimetres")]
    let glue = (prepared.publication.print.glue() * 72.0 / 25.4) as f32;
    let outside = [flap(1), vec![count - 1], spine(0), vec![0], flap(0)].concat();
    let inside = [flap(2), vec![1], spine(1), vec![count - 2], flap(3)].concat();
    vec![outside.into(), Sheet { pages: inside, glue }]
}

/// The pages of a cover (Umschlag): U1 and U2 are the first two of the publication, U3 and U4 the last.
const COVER: usize = 4;

/// The width of the spine of a publication of so many pages, in millimetres, if its cover has one.
pub(super) fn spine_of(prepared: &Prepared, pages: usize) -> Option<f64> {
    let width = prepared.publication.print.spine_of(pages.saturating_sub(COVER))?;
    // The trade names a spine in tenths of a millimetre.
    Some((width * 10.0).round() / 10.0)
}

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
    pictures: &BTreeMap<Vec<u8>, Inked>,
    options: &PrintOptions,
) -> Result<Vec<Vec<u8>>, Vec<Problem>> {
    let whole = |part: &Part| part.sheets.iter().all(|sheet| sheet.pages.len() == 1);
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
            .map(|(picture, inked)| (picture.clone(), inked.clone()))
            .collect();
        let marks = Marks { folds: draft.folds.clone(), ..options.marks.clone() };
        print::finish(&draft.pdf, &own, &PrintOptions { marks, ..options.clone() })
    });
    finished.collect()
}
