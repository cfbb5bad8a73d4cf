//! The files for the print shop: derived, finished, and judged as they are written.

use std::collections::BTreeMap;

use super::super::Stage;
use super::super::sheets::{self, Part};
use super::pictures::versions;
use super::{Made, Product, Work, checked, claimed};
use crate::check::{self, Limits, preflight, preflight_pages};
use crate::colour::{Converter, Model};
use crate::diagnostic::Problem;
use crate::layout::Folded;
use crate::page::{self, Inventory};
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
        let read = self.judge_print(&parts, &files, &derived, &later, &mut found)?;
        let job = if self.prepared.publication.print.has_jobticket() {
            self.job(&parts, &files, &read, &mut found)?
        } else {
            Vec::new()
        };
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

    /// Reads the finished files back, once for their words and for the rules of the press, and holds the
    /// laid-out pages against the same rules.
    ///
    /// Only where something is found are the authors' places looked up, since most builds find nothing.
    fn judge_print(
        &self,
        parts: &[Part],
        files: &[Vec<u8>],
        derived: &Derived<'_>,
        pictures: &BTreeMap<Vec<u8>, Inked>,
        found: &mut Vec<Problem>,
    ) -> Result<Vec<Inventory>, Vec<Problem>> {
        let limits = Limits::of_a_build(
            self.prepared.ink_limit.into(),
            self.prepared.palette.process().into_values().collect(),
        );
        let known = known_inks(pictures);
        let read = files.iter().map(|pdf| print::inspect_known(pdf, &known));
        let mut read: Vec<Inventory> = read.collect::<Result<_, _>>().map_err(|problem| vec![problem])?;
        let text: Vec<String> = read.iter().flat_map(|file| &file.pages).map(print::page_text).collect();
        self.check_words(&text.join("\n"), "the print PDF", found);
        let judge = |read: &[Inventory]| {
            read.iter().flat_map(|file| preflight(file, &limits)).collect::<Vec<Problem>>()
        };
        let mut problems = judge(&read);
        let mut early = preflight_pages(&derived.inventory(false), &limits);
        if !problems.is_empty() || !early.is_empty() {
            let laid_out = derived.inventory(true);
            for (part, file) in parts.iter().zip(&mut read) {
                page::locate(&mut file.pages, &part.laid_out(&laid_out));
            }
            problems = judge(&read);
            early = preflight_pages(&laid_out, &limits);
        }
        // What both have is told once, as the file has it.
        early.retain(|problem| problems.iter().all(|other| other.code != problem.code));
        found.extend(problems);
        found.extend(early);
        Ok(read)
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
