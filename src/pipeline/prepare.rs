//! One publication from its folder to a book that Typst can typeset.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Selection;
use super::fonts::{self, Fonts};
use super::open::Opened;
use super::passes::Pass;
use super::plan::Job;
use super::profiles;
use super::shelf::{Shelf, unreadable};
use crate::check::{self, Seen};
use crate::colour::{Converter, Profile, Proof};
use crate::data::Data;
use crate::diagnostic::{Outcome, Place, Problem};
use crate::document::{self, Contents, Word};
use crate::epub;
use crate::language::Hyphenation;
use crate::layout::{self, Folded, Layout, Palette, PrintColour};
use crate::print::{Marks, PrintOptions};
use crate::publication::{self, GenderReading, Mark, Output, Publication, VariantOf, Wish};
use crate::release::Waiver;
use crate::template::Words;
use crate::typeset::{self, SatzTyp, Target, qr_codes, satz_typ, work_typ};

pub(super) mod chapters;
mod data;
mod editions;
mod metadata;
mod pictures;

pub(super) use data::alone as data_alone;
pub(super) use metadata::epub_name;

use metadata::{about, metadata, web_chapters};

/// A publication that is ready to be typeset.
pub(super) struct Prepared {
    pub(super) publication: Publication,
    pub(super) outputs: Vec<Output>,
    /// Whether the pages are those of the printed copy.
    pub(super) has_page_list: bool,
    /// The fixed time of the build: year, month, day.
    pub(super) date: (i32, u8, u8),
    pub(super) palette: Palette,
    pub(super) css: String,
    pub(super) book: typeset::Book,
    pub(super) web_chapters: Vec<epub::Chapter>,
    pub(super) metadata: epub::Metadata,
    pub(super) print: PrintOptions,
    /// The files that were read.
    pub(super) shelf: Shelf,
    /// The fonts that the EPUB is to have.
    pub(super) fonts: Fonts,
    /// How the flat sheet becomes a flyer.
    pub(super) folded: Option<Folded>,
    /// Every word that has to arrive in every output.
    pub(super) words: Vec<Word>,
    /// What the abbreviations that the text marks stand for.
    pub(super) expansions: BTreeMap<String, String>,
    /// What the text has that a person has to look at.
    pub(super) contents: Contents,
    /// The rules that the manifest takes back.
    pub(super) waivers: Vec<Waiver>,
}

/// A manifest of more bytes than this is none.
pub(super) const LONGEST_MANIFEST: u64 = 1 << 20;

/// Reads and checks a publication; `None` where it cannot be typeset, which `problems` then say.
///
/// What can be checked apart is checked apart, so that one run tells as much as possible.
pub(super) fn prepare(
    opened: &Opened,
    job: &Job,
    selection: &Selection,
    pass: &Pass,
    shelf: &Shelf,
    problems: &mut Vec<Problem>,
) -> Option<Prepared> {
    let publication = manifest(opened, job, selection, shelf, problems)?;
    editions::check_source(opened, &publication, shelf, problems);
    let siblings = publication::siblings(&opened.editions, &publication.slug);
    let layout = layout_of(opened, &publication, shelf, problems);
    let data = data::of(opened, &publication, shelf, problems);
    let terms = publication.terms.as_ref().map(|terms| &terms.file);
    let terms = terms.and_then(|file| data::plain(opened, file, shelf, problems));
    let reading = chapters::Reading {
        opened,
        publication: &publication,
        shelf,
        data: &data,
        terms: terms.as_ref(),
        job,
        output: pass.told,
    };
    let parameters = match &layout {
        Some(layout) => parameters_of(opened, job, layout, &publication, problems),
        None => layout::Parameters::new(),
    };
    let (mut document, gathered) = reading.document(layout.as_ref(), &parameters, problems);
    // The words as their author typed them, so that the coverage check does not trust typography.
    let words = document::words(&document);
    document::set_typography(&mut document, &publication.language, &publication.typography.rules);
    let layout = layout?;
    let size = layout.size(publication.print.size.as_ref()).map_err(|problem| problems.push(problem)).ok();
    let date = build_date(&publication, problems);
    let (profile, palette) = inks(opened, &publication, &layout, pass, shelf, problems)?;
    pictures::check(opened, (&document, &parameters), &profile, shelf, problems);
    let css = css(&layout, &palette, shelf, problems);
    let fonts = fonts::find(publication.epub.fonts.as_ref(), &layout.tokens, opened, shelf, problems);
    let waivers = if problems.iter().any(Problem::is_error) {
        // A text that was read in part would make waivers look unused.
        Vec::new()
    } else {
        let mut found = check::accessibility(&document, &publication, &gathered.abbreviations);
        found.extend(contrast(&layout, &palette, &profile, &pass.outputs));
        waived(found, &publication, problems)
    };
    let hyphenation = hyphenation(opened, &publication, shelf, problems);
    let lowered = chapters::lower(&document, &publication, &hyphenation, problems);
    if problems.iter().any(Problem::is_error) {
        return None;
    }
    problems.extend(check::picture_credits(&gathered.uncredited));
    problems.extend(data::unused(opened, &publication, &layout, &data, job, shelf));
    let size = size?;
    let folded = size.folded.clone();
    let values = SatzTyp {
        publication: &publication,
        publisher: &opened.workspace.publisher,
        siblings: &siblings,
        layout: &layout,
        palette: &palette,
        size,
        bleed: publication.print.bleed.as_ref().map_or(layout.bleed, |bleed| bleed.value),
        parameters: &parameters,
        markdown: &|text| chapters::markdown_of_parameter(text, &publication),
    };
    let date = date?;
    let virtual_files = BTreeMap::from([
        ("satz/data.json".to_owned(), data_json(&data)),
        ("satz/qr.json".to_owned(), qr_codes(&document::addresses(&document))),
    ]);
    let read = shelf.for_typst(opened.workspace.limits.picture_bytes, &opened.cache, &profile);
    let files = layout_files(&layout, shelf);
    let book = book(opened, &values, lowered, files, virtual_files, read, date);
    Some(Prepared {
        outputs: pass.outputs.clone(),
        has_page_list: pass.has_page_list,
        date,
        css: css?,
        web_chapters: web_chapters(&document, &book),
        metadata: epub::Metadata { siblings, ..metadata(opened, &publication, date) },
        print: PrintOptions {
            profile,
            marks: marks(&publication),
            spots: palette.spots(),
            tokens: palette.process(),
            ..PrintOptions::default()
        },
        fonts,
        folded,
        shelf: shelf.clone(),
        words,
        expansions: document::expansions(
            &document,
            publication.typography.gender_reading == GenderReading::Pause,
        ),
        book,
        palette,
        publication,
        contents: document::contents(&document),
        waivers,
    })
}

/// What colours become on the press.
fn inks(
    opened: &Opened,
    publication: &Publication,
    layout: &Layout,
    pass: &Pass,
    shelf: &Shelf,
    problems: &mut Vec<Problem>,
) -> Option<(Profile, Palette)> {
    let layouts = &opened.workspace.layouts;
    let profile = profiles::of_publication(&publication.print, layouts, shelf, problems);
    let converter = Converter::new(&profile).map_err(|problem| problems.push(problem)).ok()?;
    if pass.outputs.contains(&Output::Print) {
        problems.extend(check::derived_inks(&layout.tokens, &profile, &converter));
    }
    let palette =
        Palette::new(&layout.tokens, &|rgb| converter.colour(rgb).map(|ink| f32::from(ink) / 255.0));
    Some((profile, palette))
}

/// What Typst gets to see of a publication.
fn book(
    opened: &Opened,
    values: &SatzTyp<'_>,
    chapters: Vec<typeset::Chapter>,
    layout_files: Vec<String>,
    virtual_files: BTreeMap<String, Vec<u8>>,
    read: typeset::ReadFile,
    date: (i32, u8, u8),
) -> typeset::Book {
    typeset::Book {
        fonts: opened.fonts.clone(),
        chapters,
        components: values.layout.components.clone(),
        layout_files,
        satz_typ: [satz_typ(values, Target::Paged), satz_typ(values, Target::Web)],
        work_typ: work_typ(values),
        about: about(values.publication),
        virtual_files,
        read,
        date: Some(date),
        smart_quotes: values.publication.typography.rules.quotes,
    }
}

fn marks(publication: &Publication) -> Marks {
    let has = |mark| publication.print.marks.contains(&mark);
    Marks {
        crop: has(Mark::Crop),
        bleed: has(Mark::Bleed),
        registration: has(Mark::Registration),
        colour_bar: has(Mark::ColourBar),
        folds: Vec::new(),
    }
}

fn parameters_of(
    opened: &Opened,
    job: &Job,
    layout: &Layout,
    publication: &Publication,
    problems: &mut Vec<Problem>,
) -> layout::Parameters {
    let manifest = Place::file(publication.manifest.clone());
    let folder = &publication.folder;
    let mut entries = publication.parameters.clone();
    if let Some(variant) = &job.variant {
        let before = problems.len();
        variant.fill_parameters(opened, layout, &mut entries, problems);
        if problems.len() > before {
            return layout::Parameters::new();
        }
    }
    let parameters = layout::check_parameters(layout, &entries, folder, manifest, problems);
    problems.extend(chapters::parameter_problems(&parameters, publication));
    parameters
}

/// The colours of the layout that are too near each other in the outputs that are wanted.
fn contrast(layout: &Layout, palette: &Palette, profile: &Profile, wanted: &[Output]) -> Vec<Problem> {
    let proof = wanted.contains(&Output::Print).then(|| Proof::new(profile).ok()).flatten();
    let in_print = |rgb| {
        let (inks, tint) = match palette.print(rgb)? {
            PrintColour::Spot { cmyk, tint, .. } => (cmyk, tint),
            PrintColour::Cmyk(inks) => (inks, 1.0),
        };
        Some(proof.as_ref()?.colour(inks.map(|ink| (ink * tint * 255.0).round() as u8)))
    };
    let on_screen = wanted.iter().any(|output| *output != Output::Print).then_some(Seen::OnScreen);
    let on_paper = proof.is_some().then_some(Seen::InPrint(&in_print));
    let seen: Vec<Seen<'_>> = on_screen.into_iter().chain(on_paper).collect();
    check::contrast(&layout.tokens, palette, &seen)
}

/// Reports what a person has to mend before anybody can hear or see the text, without what the
/// manifest waives, which is given.
fn waived(mut found: Vec<Problem>, publication: &Publication, problems: &mut Vec<Problem>) -> Vec<Waiver> {
    let waived = check::waive(&mut found, &publication.waivers);
    problems.extend(found);
    let told = |waived: check::Waived| Waiver {
        code: waived.code,
        reason: waived.reason,
        findings: waived.findings,
    };
    waived.into_iter().map(told).collect()
}

pub(super) fn outputs(publication: &Publication, selection: &Selection) -> Vec<Output> {
    let wanted = |output: &Output| match &selection.outputs {
        Some(wanted) => wanted.contains(output),
        None => publication.outputs.iter().any(|asked| asked == *output),
    };
    let is_proof = |output: &Output| selection.proof && *output == Output::Proof;
    Output::ALL.into_iter().filter(|output| wanted(output) || is_proof(output)).collect()
}

pub(super) fn manifest(
    opened: &Opened,
    job: &Job,
    selection: &Selection,
    shelf: &Shelf,
    problems: &mut Vec<Problem>,
) -> Option<Publication> {
    let folder = format!("{}/{}", opened.workspace.sources, job.slug);
    let path = format!("{folder}/{}", publication::FILE_NAME);
    let text = text_of(shelf, &path, LONGEST_MANIFEST, problems)?;
    let files = shelf.walk(&folder);
    let fill = |text: &str, _: &str, place: &Place| match &job.variant {
        Some(variant) => variant.fill(opened, text, place, Words::Plain),
        None => Ok(text.to_owned()),
    };
    let variant = job.variant.as_ref();
    let variant = variant.map(|variant| VariantOf { name: &variant.name, stem: &variant.stem, fill: &fill });
    let wish = Wish { choice: &selection.choice, variant };
    let (publication, found) = publication::read_for(&folder, &text, &files, &opened.workspace, wish);
    problems.extend(found);
    publication
}

fn layout_of(
    opened: &Opened,
    publication: &Publication,
    shelf: &Shelf,
    problems: &mut Vec<Problem>,
) -> Option<Layout> {
    let text_of = |path: &str| shelf.text(path, LONGEST_MANIFEST).ok().flatten();
    let folder = &opened.workspace.layouts;
    take(layout::read(&publication.layout, folder, &opened.layouts, &text_of), problems)
}

/// The Typst files of the chain, the oldest ancestor's first.
fn layout_files(layout: &Layout, shelf: &Shelf) -> Vec<String> {
    let files = ["semantics.typ", "pages.typ", "web.typ"];
    let paths = layout.folders.iter().flat_map(|folder| files.map(|file| format!("{folder}/{file}")));
    paths.filter(|path| shelf.has(path)).collect()
}

fn css(layout: &Layout, palette: &Palette, shelf: &Shelf, problems: &mut Vec<Problem>) -> Option<String> {
    let sheet = |folder: &String| {
        let path = format!("{folder}/epub.css");
        let text = shelf.text(&path, LONGEST_MANIFEST).ok().flatten()?;
        Some((Arc::from(path), text))
    };
    let sheets: Vec<(Arc<str>, Arc<str>)> = layout.folders.iter().filter_map(sheet).collect();
    take(layout::css(&sheets, &layout.tokens, palette), problems)
}

/// The exceptions of hyphenation: the workspace's, and over them the publication's.
fn hyphenation(
    opened: &Opened,
    publication: &Publication,
    shelf: &Shelf,
    problems: &mut Vec<Problem>,
) -> Hyphenation {
    let mut found = Hyphenation::default();
    for folder in [&opened.workspace.sources, &publication.folder] {
        let path = format!("{folder}/{}", crate::data::EXCEPTIONS_FILE);
        if shelf.has(&path)
            && let Some(text) = text_of(shelf, &path, opened.workspace.limits.data_bytes, problems)
        {
            problems.extend(crate::data::exceptions(&Arc::from(path), &text, &mut found));
        }
    }
    found
}

/// All data as one JSON object, which layouts read through `data(name)`.
fn data_json(data: &BTreeMap<String, Data>) -> Vec<u8> {
    let values: serde_json::Map<String, serde_json::Value> =
        data.iter().map(|(name, data)| (name.clone(), data.to_json())).collect();
    serde_json::Value::Object(values).to_string().into_bytes()
}

/// The fixed time of the build: the publication's date, or else `SOURCE_DATE_EPOCH`
/// (<https://reproducible-builds.org/specs/source-date-epoch/>).
fn build_date(publication: &Publication, problems: &mut Vec<Problem>) -> Option<(i32, u8, u8)> {
    let epoch = || {
        let seconds = std::env::var("SOURCE_DATE_EPOCH").ok()?.parse::<i64>().ok()?;
        let moment = jiff::Timestamp::from_second(seconds).ok()?;
        Some(moment.to_zoned(jiff::tz::TimeZone::UTC).date())
    };
    let date = publication.date.or_else(epoch);
    let told = problems.iter().any(|problem| problem.code.starts_with("manifest/"));
    if date.is_none() && !told {
        problems.push(
            Problem::error("manifest/missing-key", "`date` is missing")
                .at(Place::file(publication.manifest.clone()))
                .hint("add `date = 2026-11-01`: the day of publication stands in every file, and satz never asks the clock"),
        );
    }
    let date = date?;
    Some((i32::from(date.year()), date.month().unsigned_abs(), date.day().unsigned_abs()))
}

/// The text of a file that has to be there.
fn text_of(shelf: &Shelf, path: &str, limit: u64, problems: &mut Vec<Problem>) -> Option<Arc<str>> {
    match shelf.text(path, limit) {
        Ok(Some(text)) => Some(text),
        Ok(None) => {
            problems.push(
                Problem::error("workspace/encoding", format!("`{path}` is not UTF-8 text"))
                    .at(Place::file(path))
                    .hint("save the file as UTF-8"),
            );
            None
        }
        Err(error) => {
            problems.push(unreadable("workspace/file", &error).at(Place::file(path)));
            None
        }
    }
}

/// The value of an outcome; its problems go to the others.
pub(super) fn take<T>(outcome: Outcome<T>, problems: &mut Vec<Problem>) -> Option<T> {
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
