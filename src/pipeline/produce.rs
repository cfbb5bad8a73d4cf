//! One publication into the bytes of its outputs, with what they share done once.

mod cover;
mod epubs;
mod job;
mod pictures;
mod print;
mod screen;

use std::sync::OnceLock;

use rayon::prelude::*;

use super::Stage;
use super::open::Opened;
use super::prepare::{Prepared, take};
use super::sheets;
use crate::cache::sha256;
use crate::check::coverage;
use crate::diagnostic::Problem;
use crate::picture::Drawing;
use crate::publication::Output;
use crate::release::{Artefact, Standard, StandardState};
use crate::typeset::{Pages, PdfSettings, compile_bundle, compile_pages};

/// One finished file.
pub(super) struct Product {
    /// The word of reports for what it is: `screen`, `statement`.
    pub(super) output: &'static str,
    /// Its name in the publication's folder.
    pub(super) file: String,
    pub(super) bytes: Vec<u8>,
    pub(super) pages: Option<usize>,
    pub(super) standards: Vec<Standard>,
}

impl Product {
    /// The file as reports name it.
    pub(super) fn artefact(&self) -> Artefact {
        Artefact {
            output: self.output.to_owned(),
            file: self.file.clone(),
            bytes: self.bytes.len() as u64,
            sha256: sha256(&self.bytes),
            pages: self.pages,
            standards: self.standards.clone(),
        }
    }
}

type Made<T> = Result<(T, Vec<Problem>), Vec<Problem>>;

/// Hears which stage begins, and for which output.
pub(super) type Tell<'a> = &'a (dyn Fn(Option<Output>, Stage) + Sync);

/// Typesets a publication and makes all outputs that it asks for; `None` where that failed, which
/// `problems` then say.
pub(super) fn produce(
    opened: &Opened,
    prepared: &Prepared,
    tell: Tell<'_>,
    problems: &mut Vec<Problem>,
) -> Option<Vec<Product>> {
    let wants = |output| prepared.outputs.contains(&output);
    let (pages, bundle) = rayon::join(
        || {
            tell(None, Stage::Compile);
            compile_pages(&prepared.book)
        },
        || {
            wants(Output::Epub).then(|| {
                tell(Some(Output::Epub), Stage::Compile);
                compile_bundle(&prepared.book)
            })
        },
    );
    tell(None, Stage::Check);
    let pages = take(pages, problems);
    let bundle = bundle.map(|bundle| take(bundle, problems));
    let mut pages = pages?;
    problems.extend(pages.problems());
    if problems.iter().any(Problem::is_error) {
        return None;
    }
    if wants(Output::Print) {
        add_cover_parts(&mut pages, prepared, problems)?;
    }
    let bundle = bundle.flatten();
    let work = Work { opened, prepared, tell, pages: &pages, cover: OnceLock::new() };
    let one = |(product, found): (Product, Vec<Problem>)| (vec![product], found);
    let made: Vec<Made<Vec<Product>>> = prepared
        .outputs
        .par_iter()
        .map(|output| match output {
            Output::Print => work.print(),
            Output::Proof => work.proof().map(one),
            Output::Screen => work.screen().map(one),
            Output::Epub => bundle.as_ref().map_or_else(|| Err(Vec::new()), |bundle| work.epubs(bundle)),
            Output::Cover => work.cover().map(one),
        })
        .collect();
    let mut products = Vec::new();
    let mut whole = true;
    for made in made {
        match made {
            Ok((made, found)) => {
                products.extend(made);
                problems.extend(found);
            }
            Err(found) => {
                whole = false;
                problems.extend(found);
            }
        }
    }
    whole.then_some(products)
}

/// Lays out the spine and the flaps of a cover that is a file of its own.
fn add_cover_parts(pages: &mut Pages, prepared: &Prepared, problems: &mut Vec<Problem>) -> Option<()> {
    let book = &prepared.book;
    let mut made = Vec::new();
    if let Some(width) = sheets::spine_of(prepared, pages.count()) {
        made.push(pages.add_spine(book, width));
    }
    if let Some(width) = prepared.publication.print.flaps_of() {
        made.push(pages.add_flaps(book, width));
    }
    let whole = made.iter().all(Result::is_ok);
    problems.extend(made.into_iter().flat_map(|found| found.unwrap_or_else(|found| found)));
    whole.then_some(())
}

/// What the making of every output shares.
struct Work<'a> {
    opened: &'a Opened,
    prepared: &'a Prepared,
    tell: Tell<'a>,
    pages: &'a Pages,
    /// The picture of the cover, which is an output of its own and the cover of the EPUB.
    cover: OnceLock<Result<Drawing, Vec<Problem>>>,
}

impl Work<'_> {
    fn check_words(&self, text: &str, output: &str, found: &mut Vec<Problem>) {
        found.extend(coverage(&self.prepared.words, output, text));
    }

    fn settings(&self) -> PdfSettings {
        PdfSettings { ident: self.prepared.publication.identity(), date: self.prepared.date }
    }

    fn product(&self, output: Output, ending: &str, bytes: Vec<u8>, standards: Vec<Standard>) -> Product {
        let file = format!("{}-{ending}", self.prepared.publication.stem);
        Product { output: output.name(), file, bytes, pages: Some(self.pages.count()), standards }
    }
}

fn checked(name: &str, by: &str) -> Standard {
    Standard { name: name.to_owned(), state: StandardState::Checked, by: by.to_owned() }
}

fn claimed(name: &str) -> Standard {
    Standard { name: name.to_owned(), state: StandardState::Claimed, by: String::new() }
}
