//! The chapters of a publication: expanded, read, checked, lowered.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::super::open::Opened;
use super::super::plan::Job;
use super::super::shelf::Shelf;
use super::{take, text_of};
use crate::apparatus::{self, Gathered, ManifestPicture};
use crate::check;
use crate::data::{self, CitingStyle, Data, Omissions, Work};
use crate::diagnostic::{Place, Problem};
use crate::document::{self, BlockKind, Chapter, Document, Node};
use crate::language::Hyphenation;
use crate::layout::usage::{Vocabulary, type_components};
use crate::layout::{Layout, ParameterValue, Parameters, PictureValue};
use crate::markdown;
use crate::publication::{CitationStyle, GenderReading, Publication};
use crate::rows;
use crate::template::{self, Context};
use crate::toml_text::Located;
use crate::typeset::{self, lower};

/// What the reading of chapters needs.
pub(super) struct Reading<'a> {
    pub(super) opened: &'a Opened,
    pub(super) publication: &'a Publication,
    pub(super) shelf: &'a Shelf,
    pub(super) data: &'a BTreeMap<String, Data>,
    /// The file of the terms, if the manifest names one that can be read.
    pub(super) terms: Option<&'a Data>,
    /// What is made of the publication.
    pub(super) job: &'a Job,
    /// What templates are told as `output`.
    pub(super) output: &'a str,
}

impl Reading<'_> {
    /// Reads all chapters side by side and checks them as one document; gives what was gathered from
    /// it beside it.
    pub(super) fn document(
        &self,
        layout: Option<&Layout>,
        parameters: &Parameters,
        problems: &mut Vec<Problem>,
    ) -> (Document, Gathered) {
        let read: Vec<(Option<Chapter>, Vec<Problem>)> = self
            .publication
            .chapters
            .par_iter()
            .map(|file| {
                let mut problems = Vec::new();
                let chapter = self.chapter(&file.value, &mut problems);
                (chapter, problems)
            })
            .collect();
        let mut document = Document::default();
        for (chapter, found) in read {
            document.chapters.extend(chapter);
            problems.extend(found);
        }
        if let Some(layout) = layout {
            problems.extend(rows::fill(&mut document, &self.rows(layout)));
            problems.extend(self.check_components(&mut document, layout));
        }
        let (works, omissions) = self.works(problems).unzip();
        let sources = self.sources(parameters, works.as_deref().unwrap_or_default());
        let gathered = apparatus::gather(&mut document, &sources, problems);
        problems.extend(document::assign_ids(&mut document));
        let keys: Vec<&str> = works.iter().flatten().map(|work| work.key.as_str()).collect();
        problems.extend(document::resolve_references(&mut document, &keys));
        let cited = document::citations(&document);
        match (&self.publication.bibliography, works) {
            // A file that cannot be read was reported; its citations cannot be judged.
            (Some(_), None) => {}
            (_, works) => {
                problems.extend(check::citations(&cited, works.as_deref(), lists_works(&document)));
                problems.extend(check::omitted_works(&cited, &omissions.unwrap_or_default()));
            }
        }
        problems.extend(check::gender_forms(&document, self.publication.typography.gender));
        (document, gathered)
    }

    fn chapter(&self, path: &str, problems: &mut Vec<Problem>) -> Option<Chapter> {
        let limits = &self.opened.workspace.limits;
        let text = text_of(self.shelf, path, limits.markdown_bytes, problems)?;
        let file: Arc<str> = Arc::from(path);
        let loader = |path: &str| self.shelf.text(path, limits.markdown_bytes).ok().flatten();
        // What a chapter looks up in the data is its own affair, and so is the context that notes it.
        let context = context(self.opened, self.job, self.publication, self.data, self.output);
        let Some(expanded) = take(template::expand(&file, &text, &context, limits, &loader), problems) else {
            problems.extend(markdown::front_matter_problems(&text, &file));
            return None;
        };
        let (chapter, found) = markdown::read(&expanded.text, &file, &|range| expanded.map.place(range));
        problems.extend(found);
        Some(chapter)
    }

    fn sources<'s>(&'s self, parameters: &Parameters, works: &'s [Work]) -> apparatus::Sources<'s> {
        let publication = self.publication;
        apparatus::Sources {
            settings: publication.terms.as_ref(),
            terms: self.terms,
            works,
            pictures: &publication.pictures,
            manifest_pictures: manifest_pictures(parameters),
            manifest: &publication.manifest,
            language: &publication.language,
        }
    }

    /// The works of the literature, and those of which the manifest's style leaves something out.
    fn works(&self, problems: &mut Vec<Problem>) -> Option<(Vec<Work>, Omissions)> {
        let literature = self.publication.bibliography.as_ref()?;
        let limit = self.opened.workspace.limits.data_bytes;
        let style = self.citing_style(problems);
        let mut works: Vec<Work> = Vec::new();
        let mut omissions = Vec::new();
        for file in &literature.files {
            let text = text_of(self.shelf, &file.value, limit, problems)?;
            let path = Arc::from(file.value.as_str());
            works.extend(take(data::works(&path, &text), problems)?);
            omissions.extend(style.iter().flat_map(|style| style.omissions(&path, &text)));
        }
        problems.extend(check::works_twice(&works));
        Some((works, omissions))
    }

    /// The style that the manifest asks for.
    fn citing_style(&self, problems: &mut Vec<Problem>) -> Option<CitingStyle> {
        match self.publication.bibliography.as_ref()?.style.as_ref()? {
            CitationStyle::Named(name) => {
                problems.extend(data::style_problem(&name.value).map(|found| found.at(name.place.clone())));
                CitingStyle::named(&name.value)
            }
            CitationStyle::File(file) => {
                let limit = self.opened.workspace.limits.data_bytes;
                let text = text_of(self.shelf, &file.value, limit, problems)?;
                problems.extend(data::style_file_problem(&Arc::from(file.value.as_str()), &text));
                CitingStyle::of_file(&text)
            }
        }
    }

    fn rows<'a>(&'a self, layout: &'a Layout) -> rows::Sources<'a> {
        rows::Sources {
            data: self.data,
            components: &layout.components,
            language: &self.publication.language,
            most_bytes: self.opened.workspace.limits.template_output,
        }
    }

    fn check_components(&self, document: &mut Document, layout: &Layout) -> Vec<Problem> {
        let vocabulary = Vocabulary {
            components: &layout.components,
            colours: layout.tokens.colours.keys().map(String::as_str).collect(),
            data: self.data.keys().map(String::as_str).collect(),
            language: self.publication.language.primary(),
        };
        type_components(document, &vocabulary)
    }
}

/// What the templates of a job can name.
fn context<'a>(
    opened: &Opened,
    job: &Job,
    publication: &Publication,
    data: &'a BTreeMap<String, Data>,
    output: &str,
) -> Context<'a> {
    let context = Context::new(publication, &opened.workspace.publisher, data).with_output(output);
    match &job.variant {
        Some(variant) => context.with_variant(&variant.row),
        None => context,
    }
}

/// The texts of all chapters for an output; `None` where one cannot be expanded.
pub(in crate::pipeline) fn texts(
    opened: &Opened,
    job: &Job,
    publication: &Publication,
    shelf: &Shelf,
    output: &str,
) -> Option<Vec<String>> {
    let limits = &opened.workspace.limits;
    let loader = |path: &str| shelf.text(path, limits.markdown_bytes).ok().flatten();
    let data = super::data::of(opened, publication, shelf, &mut Vec::new());
    let text = |chapter: &Located<String>| {
        let context = context(opened, job, publication, &data, output);
        let text = loader(&chapter.value)?;
        let file: Arc<str> = Arc::from(chapter.value.as_str());
        Some(template::expand(&file, &text, &context, limits, &loader).ok()?.value.text)
    };
    publication.chapters.iter().map(text).collect()
}

/// The pictures of the manifest whose makers are to be named; logos name themselves.
fn manifest_pictures(parameters: &Parameters) -> Vec<ManifestPicture> {
    let of = |(name, value): (&String, &Located<ParameterValue>)| {
        let pictures = match &value.value {
            ParameterValue::Picture(picture) => std::slice::from_ref(picture),
            ParameterValue::Pictures(pictures) => pictures,
            _ => &[],
        };
        let picture = |picture: &PictureValue| ManifestPicture {
            parameter: name.clone(),
            alternative: picture.alternative.clone(),
            credit: picture.credit.clone(),
            place: picture.place.clone(),
        };
        pictures.iter().map(picture).collect::<Vec<_>>()
    };
    parameters.iter().flat_map(of).collect()
}

/// Whether some chapter shows the list of cited works.
fn lists_works(document: &Document) -> bool {
    let mut found = false;
    for chapter in &document.chapters {
        document::walk(&chapter.blocks, &mut |node| {
            found |= matches!(node, Node::Block(block) if matches!(block.kind, BlockKind::Bibliography(_)));
        });
    }
    found
}

/// Lowers each chapter to Typst text with its map home.
pub(super) fn lower(
    document: &Document,
    publication: &Publication,
    hyphenation: &Hyphenation,
    problems: &mut Vec<Problem>,
) -> Vec<typeset::Chapter> {
    let context = lower::Context {
        bibliography: publication.bibliography.as_ref(),
        language: publication.language.tag(),
        ligatures: publication.typography.rules.ligatures,
        hyphenation: Some(hyphenation),
        names_gender_forms: publication.typography.gender_reading == GenderReading::Pause,
    };
    let lowered: Vec<(lower::Lowered, Vec<Problem>)> =
        document.chapters.par_iter().map(|chapter| lower::lower(chapter, &context)).collect();
    let mut chapters = Vec::new();
    for (chapter, (lowered, found)) in document.chapters.iter().zip(lowered) {
        problems.extend(found);
        chapters.push(typeset::Chapter {
            file: chapter.file.to_string(),
            title: chapter.title(),
            lowered: Arc::new(lowered),
        });
    }
    chapters
}

/// What is wrong with the Markdown of parameters, each told at its parameter.
pub(super) fn parameter_problems(parameters: &Parameters, publication: &Publication) -> Vec<Problem> {
    let of = |value: &Located<ParameterValue>| match &value.value {
        ParameterValue::Markdown(text) => {
            let (_, problems) = markdown::read_line(text, &publication.manifest, &|_| value.place.clone());
            problems
        }
        _ => Vec::new(),
    };
    parameters.values().flat_map(of).collect()
}

/// Lowers the Markdown of a parameter: paragraphs of lines. [`parameter_problems`] tells what is
/// wrong with it.
pub(super) fn markdown_of_parameter(text: &str, publication: &Publication) -> String {
    let paragraphs = text.split("\n\n").map(|paragraph| {
        let lines = paragraph.split("\\\n").map(|line| line_of_parameter(line, publication));
        lines.collect::<Vec<_>>().join("#linebreak() ")
    });
    paragraphs.collect::<Vec<_>>().join("#parbreak() ")
}

fn line_of_parameter(text: &str, publication: &Publication) -> String {
    let place = Place::file(publication.manifest.clone());
    let (mut inlines, _) = markdown::read_line(text, &publication.manifest, &|_| place.clone());
    let (language, rules) = (&publication.language, &publication.typography.rules);
    document::set_run(&mut inlines, language, rules);
    let context =
        lower::Context { language: language.tag(), ligatures: rules.ligatures, ..lower::Context::default() };
    lower::fragment(&inlines, &context)
}
