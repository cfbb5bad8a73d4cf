//! The files for the print shop: derived, finished, and judged as they are written.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use super::super::Stage;
use super::super::sheets::{self, Part};
use super::pictures::versions;
use super::{Made, Product, Work, checked, claimed};
use crate::check::{self, Limits, preflight, preflight_pages};
use crate::colour::{Converter, Model};
use crate::diagnostic::Problem;
use crate::layout::Folded;
use crate::page::{self, Inventory, Page};
use crate::picture::{self, Inked, Placed, Recipe, Samples};
use crate::print::{self, KnownInks};
use crate::publication::Output;
use crate::typeset::{Derived, PlacedPicture, PrintColours, Replacements, Version};

impl Work<'_> {
    pub(super) fn print(&self) -> Made<Vec<Product>> {
        let tell = |stage| (self.tell)(Some(Output::Print), stage);
        tell(Stage::Convert);
        let profile = &self.prepared.print.profile;
        let converter = Converter::new(profile).map_err(|problem| vec![problem])?;
        let pictures = versions(&self.pages.pictures(), |picture, placed| {
            self.print_picture(picture, placed, &converter)
        })?;
        let (pictures, later) = stand_ins(pictures);
        let palette = &self.prepared.palette;
        let colours = PrintColours {
            token: &|rgb| palette.print(rgb),
            convert: &|rgb| converter.colour(rgb).map(|ink| f32::from(ink) / 255.0),
        };
        tell(Stage::Derive);
        let (derived, mut found) = self.pages.print(&pictures, &colours);
        found.extend(check::binding(&self.prepared.publication.print, self.pages.count()));
        found.extend(self.prepared.folded.as_ref().and_then(|_| self.panels()));
        found.extend(self.cover_faults(&derived));
        if found.iter().any(Problem::is_error) {
            return Err(found);
        }
        tell(Stage::Export);
        let pdf = derived.to_print_pdf(&self.settings())?;
        tell(Stage::Finish);
        let parts = sheets::parts(self.prepared, self.pages);
        let files = sheets::finish(&pdf, &parts, &later, &self.prepared.print)?;
        tell(Stage::Check);
        let laid_out = derived.inventory(false);
        let read = self.read_back(&files, &later, &mut found)?;
        let judged = self.judge(&parts, read, &derived, &laid_out);
        let job = if self.prepared.publication.print.has_jobticket() {
            self.job(&parts, &files, &judged, &laid_out, &mut found)?
        } else {
            Vec::new()
        };
        found.extend(self.told(&parts, judged));
        let standards = || vec![claimed("PDF/X-4"), checked("PDF/X-4 rules of satz", "satz preflight")];
        let product = |(part, pdf): (&Part, Vec<u8>)| Product {
            pages: Some(part.sheets.len()),
            ..self.product(Output::Print, part.ending, pdf, standards())
        };
        Ok((parts.iter().zip(files).map(product).chain(job).collect(), found))
    }

    /// The version of a picture for print: pixels in ink as they are stored. A PDF is in ink already.
    fn print_picture(
        &self,
        picture: &PlacedPicture,
        placed: Placed,
        converter: &Converter,
    ) -> Result<Vec<u8>, Problem> {
        let profile = &self.prepared.print.profile;
        let original = self.prepared.shelf.original(&picture.bytes);
        let bytes = original.as_deref().unwrap_or(&picture.bytes);
        if picture::Format::of(bytes) == Some(picture::Format::Pdf) {
            return Ok(picture.bytes.to_vec());
        }
        let make = || picture::for_print(bytes, "the picture", placed, converter).map(|made| made.to_bytes());
        self.converted(bytes, &Recipe::Print(placed, profile), make)
    }

    /// Reads the finished files back, and counts their words.
    fn read_back(
        &self,
        files: &[Vec<u8>],
        pictures: &BTreeMap<Vec<u8>, Inked>,
        found: &mut Vec<Problem>,
    ) -> Result<Vec<Inventory>, Vec<Problem>> {
        let known = known_inks(pictures);
        let read = files.iter().map(|pdf| print::inspect_known(pdf, &known));
        let read: Vec<Inventory> = read.collect::<Result<_, _>>().map_err(|problem| vec![problem])?;
        let text: Vec<String> = read.iter().flat_map(|file| &file.pages).map(print::page_text).collect();
        self.check_words(&text.join("\n"), "the print PDF", found);
        Ok(read)
    }

    /// Holds what was laid out and what was written of it against the rules of the press.
    ///
    /// Only where something is found are the authors' places looked up, since most builds find nothing.
    fn judge(
        &self,
        parts: &[Part],
        read: Vec<Inventory>,
        derived: &Derived<'_>,
        laid_out: &[Page],
    ) -> Vec<Judged> {
        let limits = Limits::of_a_build(
            self.prepared.print.profile.condition().ink_limit.into(),
            self.prepared.palette.process().into_values().collect(),
        );
        let located = OnceCell::new();
        let one = |(part, mut read): (&Part, Inventory)| {
            let mut findings = preflight(&read, &limits);
            let mut early = preflight_pages(&part.laid_out(laid_out), &limits);
            if !findings.is_empty() || !early.is_empty() {
                let laid_out = part.laid_out(located.get_or_init(|| derived.inventory(true)));
                page::locate(&mut read.pages, &laid_out);
                findings = preflight(&read, &limits);
                early = preflight_pages(&laid_out, &limits);
            }
            // What both have is told once, as the file has it.
            early.retain(|problem| findings.iter().all(|other| other.code != problem.code));
            findings.extend(early);
            Judged { read, findings }
        };
        parts.iter().zip(read).map(one).collect()
    }

    /// The findings of all files; where there are several, each names its own, for their pages have the same numbers.
    fn told(&self, parts: &[Part], judged: Vec<Judged>) -> Vec<Problem> {
        let named = |part: &Part, problem: Problem| Problem {
            message: format!("{}: {}", self.name(part), problem.message),
            ..problem
        };
        let of_file = |(part, judged): (&Part, Judged)| {
            let tell = |problem| if parts.len() > 1 { named(part, problem) } else { problem };
            judged.findings.into_iter().map(tell).collect::<Vec<Problem>>()
        };
        parts.iter().zip(judged).flat_map(of_file).collect()
    }

    /// The name of a file of the print shop.
    pub(super) fn name(&self, part: &Part) -> String {
        format!("{}-{}", self.prepared.publication.stem, part.ending)
    }

    /// What stands against folding and gluing a cover of its own.
    fn cover_faults(&self, derived: &Derived<'_>) -> Vec<Problem> {
        let print = &self.prepared.publication.print;
        let width = self.pages.trim_size().0 * 25.4 / 72.0;
        let mut found: Vec<Problem> = check::flaps(print, width).into_iter().collect();
        let count = self.pages.count();
        if print.glue() > 0.0 && count >= 4 {
            let laid_out = derived.inventory_of(&[1, count - 2]);
            if let [before, behind] = &laid_out[..] {
                found.extend(check::glue_strips(print, [before, behind]));
            }
        }
        found
    }

    /// A folded sheet has as many pages as panels, no more and no less.
    fn panels(&self) -> Option<Problem> {
        let publication = &self.prepared.publication;
        let place = publication.print.size.as_ref().map_or(&publication.layout.place, |size| &size.place);
        check::panels(self.pages.count(), Folded::PAGES, place)
    }
}

/// A file for the print shop as it was read back, and what was found in it.
pub(super) struct Judged {
    pub(super) read: Inventory,
    pub(super) findings: Vec<Problem>,
}

/// Each picture of pixels by a stand-in on the pages, and by its stand-in for the finishing stage.
fn stand_ins(pictures: BTreeMap<u128, Vec<u8>>) -> (Replacements, BTreeMap<Vec<u8>, Inked>) {
    let mut later = BTreeMap::new();
    let stand_in = |(key, bytes): (u128, Vec<u8>)| match Inked::from_bytes(&bytes) {
        Some(picture) => {
            let stand_in = picture::stand_in(key);
            later.insert(stand_in.clone(), picture);
            (key, Version::new(stand_in))
        }
        None => (key, Version::new(bytes)),
    };
    (pictures.into_iter().map(stand_in).collect(), later)
}

/// The ink sums of photographs, which conversion has told, by the bytes that the PDF holds of them.
fn known_inks(pictures: &BTreeMap<Vec<u8>, Inked>) -> KnownInks<'_> {
    pictures
        .values()
        .filter_map(|picture| match &picture.samples {
            Samples::Photo(Model::Cmyk, jpeg) => Some((jpeg.as_slice(), picture.ink_sum)),
            _ => None,
        })
        .collect()
}
