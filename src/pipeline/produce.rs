//! One publication into the bytes of its outputs, with what they share done once.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use rayon::prelude::*;

use super::Stage;
use super::open::Opened;
use super::prepare::Prepared;
use super::sheets::{self, Part};
use crate::cache::Key;
use crate::check::{self, Limits, coverage, preflight, preflight_pages};
use crate::colour::Converter;
use crate::diagnostic::{Outcome, Problem};
use crate::epub;
use crate::layout::Folded;
use crate::page::{self, Inventory};
use crate::picture::{self, Drawing, Inked, Placed, Recipe};
use crate::print;
use crate::publication::{GenderReading, Output};
use crate::release::{Standard, StandardState};
use crate::typeset::{
    self, Derived, Pages, PdfSettings, PlacedPicture, PrintColours, Replacements, WebBook, compile_bundle,
    compile_pages,
};

/// One finished file.
pub(super) struct Product {
    pub(super) output: Output,
    /// Its name in the publication's folder.
    pub(super) file: String,
    pub(super) bytes: Vec<u8>,
    pub(super) pages: Option<usize>,
    pub(super) standards: Vec<Standard>,
}

/// How wide the picture of the cover is, in pixels: what shops and catalogues ask for.
const COVER_WIDTH: u32 = 1600;

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
        add_spine(&mut pages, prepared, problems)?;
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
            Output::Epub => {
                bundle.as_ref().map_or_else(|| Err(Vec::new()), |bundle| work.epub(bundle)).map(one)
            }
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

/// Lays out the spine of a cover that is a file of its own.
fn add_spine(pages: &mut Pages, prepared: &Prepared, problems: &mut Vec<Problem>) -> Option<()> {
    let inner = pages.count().saturating_sub(sheets::COVER);
    let Some(width) = prepared.publication.print.spine_of(inner) else { return Some(()) };
    // The trade names a spine in tenths of a millimetre.
    let width = (width * 10.0).round() / 10.0;
    match pages.add_spine(&prepared.book, width) {
        Ok(warnings) => {
            problems.extend(warnings);
            Some(())
        }
        Err(found) => {
            problems.extend(found);
            None
        }
    }
}

/// The value of an outcome; its problems go to the others.
fn take<T>(outcome: Outcome<T>, problems: &mut Vec<Problem>) -> Option<T> {
    match outcome {
        Ok(warned) => {
            problems.extend(warned.warnings);
            Some(warned.value)
        }
        Err(found) => {
            problems.extend(found);
            None
        }
    }
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
    fn screen(&self) -> Made<Product> {
        let tell = |stage| (self.tell)(Some(Output::Screen), stage);
        let pictures = self.screen_pictures(&tell)?;
        tell(Stage::Derive);
        let derived = self.pages.screen(&pictures);
        tell(Stage::Export);
        let pdf = derived.to_screen_pdf(&self.settings())?;
        tell(Stage::Check);
        let mut found = Vec::new();
        self.check_words(
            &print::text_of(&pdf).map_err(|problem| vec![problem])?.join("\n"),
            "the screen PDF",
            &mut found,
        );
        let by = "Typst 0.15.1";
        let standards = vec![checked("PDF/UA-1", by), checked("PDF/A-2a", by)];
        Ok((self.product(Output::Screen, "screen.pdf", pdf, standards), found))
    }

    fn screen_pictures(&self, tell: &dyn Fn(Stage)) -> Result<Replacements, Vec<Problem>> {
        tell(Stage::Convert);
        self.pictures(|picture, placed| {
            let recipe = Recipe::Screen(placed);
            let original = self.prepared.shelf.original(&picture.bytes);
            let bytes = original.as_deref().unwrap_or(&picture.bytes);
            let make = || picture::for_screen(bytes, "the picture", placed).map(|made| made.bytes);
            self.converted(bytes, &recipe, make)
        })
    }

    /// The pages in the colours of the screen on sheets for the office printer, to be folded by hand.
    fn proof(&self) -> Made<Product> {
        let tell = |stage| (self.tell)(Some(Output::Proof), stage);
        let pictures = self.screen_pictures(&tell)?;
        tell(Stage::Derive);
        let derived = self.pages.screen(&pictures);
        tell(Stage::Export);
        let pdf = derived.to_print_pdf(&self.settings())?;
        tell(Stage::Finish);
        let sides = sheets::sides(self.prepared, self.pages.count());
        let pdf = print::proof(&pdf, &sides).map_err(|problem| vec![problem])?;
        let product = self.product(Output::Proof, "proof.pdf", pdf, Vec::new());
        Ok((Product { pages: Some(sides.len()), ..product }, Vec::new()))
    }

    fn print(&self) -> Made<Vec<Product>> {
        let tell = |stage| (self.tell)(Some(Output::Print), stage);
        tell(Stage::Convert);
        let profile = &self.prepared.print.profile;
        let converter = Converter::new(profile).map_err(|problem| vec![problem])?;
        let pictures = self.pictures(|picture, placed| self.print_picture(picture, placed, &converter))?;
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
        if found.iter().any(Problem::is_error) {
            return Err(found);
        }
        tell(Stage::Export);
        let pdf = derived.to_print_pdf(&self.settings())?;
        tell(Stage::Finish);
        let parts = sheets::parts(self.prepared, self.pages.count(), self.pages.has_spine());
        let files = sheets::finish(&pdf, &parts, &later, &self.prepared.print)?;
        tell(Stage::Check);
        self.judge_print(&parts, &files, &derived, &mut found)?;
        let standards = || vec![claimed("PDF/X-4"), checked("PDF/X-4 rules of satz", "satz preflight")];
        let product = |(part, pdf): (&Part, Vec<u8>)| Product {
            pages: Some(part.sheets.len()),
            ..self.product(Output::Print, part.ending, pdf, standards())
        };
        Ok((parts.iter().zip(files).map(product).collect(), found))
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
        found: &mut Vec<Problem>,
    ) -> Result<(), Vec<Problem>> {
        let limits = Limits::of_a_build();
        let read = files.iter().map(|pdf| print::inspect(pdf));
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
        Ok(())
    }

    /// A folded sheet has as many pages as panels, no more and no less.
    fn panels(&self) -> Option<Problem> {
        let publication = &self.prepared.publication;
        let place = publication.print.size.as_ref().map_or(&publication.layout.place, |size| &size.place);
        check::panels(self.pages.count(), Folded::PAGES, place)
    }

    fn cover(&self) -> Made<Product> {
        let cover = self.drawn_cover()?;
        (self.tell)(Some(Output::Cover), Stage::Convert);
        let png = picture::drawing_for_shops(cover).bytes;
        let product = self.product(Output::Cover, "cover.png", png, Vec::new());
        Ok((
            Product { file: format!("{}-cover.png", self.prepared.publication.slug), pages: None, ..product },
            Vec::new(),
        ))
    }

    /// The picture of the cover, drawn by whoever asks first. Drawing starts no other work, so that
    /// a thread which waits for it cannot be the one that draws.
    fn drawn_cover(&self) -> Result<&Drawing, Vec<Problem>> {
        let drawn = self.cover.get_or_init(|| {
            (self.tell)(Some(Output::Cover), Stage::Export);
            self.pages.draw_cover(COVER_WIDTH)
        });
        drawn.as_ref().map_err(Clone::clone)
    }

    fn epub(&self, bundle: &WebBook) -> Made<Product> {
        let tell = |stage| (self.tell)(Some(Output::Epub), stage);
        let cover = self.drawn_cover()?;
        tell(Stage::Convert);
        let cover = picture::drawing_for_epub(cover);
        tell(Stage::Clean);
        let paths: Vec<String> =
            self.prepared.book.chapters.iter().map(typeset::Chapter::virtual_path).collect();
        let marks: Vec<epub::PageMark> = self
            .pages
            .page_marks(&paths)
            .into_iter()
            .map(|mark| epub::PageMark { folio: mark.folio, anchors: mark.anchors })
            .collect();
        let options = epub::CleanOptions {
            language: self.prepared.publication.language.tag(),
            chapters: &self.prepared.web_chapters,
            page_marks: &marks,
            picture: &|path, bytes| {
                tell(Stage::Convert);
                let picture = self.epub_picture(path, bytes);
                tell(Stage::Clean);
                picture
            },
            place: &|span| bundle.place(span),
        };
        let mut text = epub::clean(&bundle.bundle, &options)?;
        if self.prepared.publication.typography.gender_reading == GenderReading::Pause {
            epub::pause_at_gender_signs(&mut text.value.documents);
        }
        let mut found = text.warnings;
        let book = epub::Book {
            metadata: &self.prepared.metadata,
            text: &text.value,
            cover: Some(&epub::Cover {
                bytes: cover.bytes,
                media_type: cover.format.media_type(),
                extension: cover.format.extension(),
            }),
            style: &self.prepared.css,
        };
        tell(Stage::Pack);
        let packed = epub::pack(&book)?;
        found.extend(packed.warnings);
        tell(Stage::Check);
        let read = epub::read_text(&packed.value).map_err(|problem| vec![problem])?;
        self.check_words(&read, "the EPUB", &mut found);
        let file = format!("{}.epub", self.prepared.publication.slug);
        let product = self.product(Output::Epub, "epub", packed.value, vec![claimed("EPUB 3.3")]);
        Ok((Product { file, pages: None, ..product }, found))
    }

    /// The versions of all raster pictures on the pages, each made once.
    fn pictures(
        &self,
        version: impl Fn(&PlacedPicture, Placed) -> Result<Vec<u8>, Problem> + Sync,
    ) -> Result<Replacements, Vec<Problem>> {
        let pictures = self.pages.pictures();
        let made: Vec<Result<(u128, Vec<u8>), Problem>> = pictures
            .par_iter()
            .map(|picture| {
                let placed = Placed { width: picture.size.0, height: picture.size.1 };
                let bytes = version(picture, placed);
                bytes.map(|bytes| (picture.key, bytes)).map_err(|problem| problem.at(picture.place.clone()))
            })
            .collect();
        let (good, bad): (Vec<_>, Vec<_>) = made.into_iter().partition(Result::is_ok);
        let problems: Vec<Problem> = bad.into_iter().filter_map(Result::err).collect();
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(good.into_iter().filter_map(Result::ok).collect::<BTreeMap<_, _>>())
    }

    fn converted(
        &self,
        bytes: &[u8],
        recipe: &Recipe<'_>,
        make: impl FnOnce() -> Result<Vec<u8>, Problem>,
    ) -> Result<Vec<u8>, Problem> {
        let key = Key::of([recipe.key().as_slice(), bytes]);
        self.opened.cache.get_or_make(&key, make)
    }

    fn epub_picture(&self, path: &str, bytes: &[u8]) -> Result<epub::Picture, Problem> {
        let original = self.prepared.shelf.original(bytes);
        let bytes = original.as_deref().unwrap_or(bytes);
        let make = || picture::for_epub(bytes, path).map(|made| made.bytes);
        let made = self.converted(bytes, &Recipe::Epub, make)?;
        let limits = picture::Limits::default();
        let probe = picture::probe(&made, path, &limits);
        let probe = probe.map_err(|mut problems| problems.swap_remove(0))?.value;
        let pixels = |side: f64| side.round().clamp(1.0, f64::from(u32::MAX)) as u32;
        Ok(epub::Picture {
            media_type: probe.format.media_type(),
            extension: probe.format.extension(),
            width: pixels(probe.width),
            height: pixels(probe.height),
            bytes: made,
        })
    }

    fn check_words(&self, text: &str, output: &str, found: &mut Vec<Problem>) {
        found.extend(coverage(&self.prepared.words, output, text));
    }

    fn settings(&self) -> PdfSettings {
        PdfSettings { ident: self.prepared.publication.slug.clone(), date: self.prepared.date }
    }

    fn product(&self, output: Output, ending: &str, bytes: Vec<u8>, standards: Vec<Standard>) -> Product {
        let file = format!("{}-{ending}", self.prepared.publication.slug);
        Product { output, file, bytes, pages: Some(self.pages.count()), standards }
    }
}

/// Each picture of pixels by a stand-in on the pages, and by its stand-in for the finishing stage.
fn stand_ins(pictures: Replacements) -> (Replacements, BTreeMap<Vec<u8>, Inked>) {
    let mut later = BTreeMap::new();
    let stand_in = |(key, bytes): (u128, Vec<u8>)| match Inked::from_bytes(&bytes) {
        Some(picture) => {
            let stand_in = picture::stand_in(key);
            later.insert(stand_in.clone(), picture);
            (key, stand_in)
        }
        None => (key, bytes),
    };
    (pictures.into_iter().map(stand_in).collect(), later)
}

fn checked(name: &str, by: &str) -> Standard {
    Standard { name: name.to_owned(), state: StandardState::Checked, by: by.to_owned() }
}

fn claimed(name: &str) -> Standard {
    Standard { name: name.to_owned(), state: StandardState::Claimed, by: String::new() }
}
