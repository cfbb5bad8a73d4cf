//! From Markdown to the model, to Typst, and to the chapter's XHTML, as many small cases.
//!
//! A file of `tests/suite/reading/` holds cases, each after a line `--- case name ---`: the Markdown
//! of a chapter, more files after `--- path ---` lines, then what each stage makes of it after
//! `--- document ---`, `--- typst ---` and `--- xhtml ---`. A chapter that does not begin with a title
//! gets one, which the stages then leave out. What stands in `--- publication.toml ---` is added to
//! the manifest. `UPDATE=1` rewrites the stages.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use satz::data::{self, Data};
use satz::diagnostic::{Outcome, Problem};
use satz::document::{self, Document};
use satz::layout::usage::{Vocabulary, type_components};
use satz::pipeline::{self, Mode, Request, Selection};
use satz::publication::{self, Publication, Schema};
use satz::template::{self, Context};
use satz::typeset::lower;
use satz::workspace::{self, Output};
use satz::{apparatus, layout, markdown, rows};

use crate::common::{Epub, Sample, Workspace, updating};

const STAGES: [&str; 3] = ["document", "typst", "xhtml"];
const TITLE: &str = "# Titel\n\n";

/// What every publication of a case may use.
const BIBLIOGRAPHY: &str = "\
@book{jacobs, author = {Jacobs, Jane}, title = {Tod und Leben großer amerikanischer Städte}, date = {1963}, publisher = {Ullstein}, location = {Berlin}}
@book{gehl, author = {Gehl, Jan}, title = {Städte für Menschen}, keywords = {Nord, dänisch}, date = {2015}, publisher = {Jovis}, location = {Berlin}}
";
const DRAWING: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"20\" height=\"10\"><path d=\"M0 0h20v10z\"/></svg>";

#[test]
fn each_construct_comes_out_of_each_stage_like_this() {
    let mut suites: Vec<Suite> = files().iter().map(|path| Suite::read(path)).collect();
    assert!(!suites.is_empty());
    let workspace = workspace(&suites);
    build(&workspace);
    let mut failures = Vec::new();
    for suite in &mut suites {
        let name = suite.name();
        let mut changed = false;
        for (index, case) in suite.cases.iter_mut().enumerate() {
            let slug = format!("{name}-{index}");
            let actual = stages(&workspace, &slug, case);
            for (stage, actual) in STAGES.into_iter().zip(actual) {
                let expected = case.part(stage).unwrap_or("");
                if expected != actual {
                    failures.push(format!(
                        "{name}, {}, {stage}\n{}",
                        case.name,
                        difference(expected, &actual)
                    ));
                    case.set(stage, actual);
                    changed = true;
                }
            }
        }
        if changed && updating() {
            fs::write(&suite.path, suite.text()).unwrap();
        }
    }
    assert!(failures.is_empty(), "{} stages differ\n\n{}", failures.len(), failures.join("\n"));
}

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/reading");
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// A file of cases.
struct Suite {
    path: PathBuf,
    /// What stands before the first case.
    head: String,
    cases: Vec<Case>,
}

/// One case: its files first, the first of them the chapter, then what the stages make of it.
struct Case {
    name: String,
    parts: Vec<(String, String)>,
}

impl Suite {
    fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).unwrap();
        let mut suite = Self { path: path.to_owned(), head: String::new(), cases: Vec::new() };
        for line in text.split_inclusive('\n') {
            let mark = line.trim_end().strip_prefix("--- ").and_then(|line| line.strip_suffix(" ---"));
            match (mark, mark.and_then(|mark| mark.strip_prefix("case ")), suite.cases.last_mut()) {
                (_, Some(name), _) => {
                    let chapter = ("01-text.md".to_owned(), String::new());
                    suite.cases.push(Case { name: name.to_owned(), parts: vec![chapter] });
                }
                (Some(part), None, Some(case)) => case.parts.push((part.to_owned(), String::new())),
                (None, None, Some(case)) => case.parts.last_mut().unwrap().1.push_str(line),
                (_, None, None) => suite.head.push_str(line),
            }
        }
        for (_, content) in suite.cases.iter_mut().flat_map(|case| &mut case.parts) {
            *content = format!("{}\n", content.trim_matches('\n'));
        }
        suite
    }

    fn name(&self) -> String {
        self.path.file_stem().unwrap().to_string_lossy().into_owned()
    }

    fn text(&self) -> String {
        let mut text = self.head.clone();
        for case in &self.cases {
            text.push_str(&format!("--- case {} ---\n{}", case.name, case.parts[0].1));
            for (name, content) in &case.parts[1..] {
                text.push_str(&format!("\n--- {name} ---\n{content}"));
            }
            text.push('\n');
        }
        format!("{}\n", text.trim_end())
    }
}

impl Case {
    fn part(&self, name: &str) -> Option<&str> {
        self.parts.iter().find(|(part, _)| part == name).map(|(_, content)| content.as_str())
    }

    fn set(&mut self, name: &str, content: String) {
        match self.parts.iter_mut().find(|(part, _)| part == name) {
            Some(part) => part.1 = content,
            None => self.parts.push((name.to_owned(), content)),
        }
    }

    /// Whether the chapter has no title of its own.
    fn is_untitled(&self) -> bool {
        !self.parts[0].1.starts_with("# ") && !self.parts[0].1.starts_with("+++")
    }

    fn manifest(&self) -> String {
        let more = self.part("publication.toml").unwrap_or("");
        format!(
            "title = \"Heft\"\nlayout = \"plain\"\nlanguage = \"de-DE\"\ndate = 2026-11-01\npictures = {{ credit = \"Beispiel\" }}\n{more}"
        )
    }

    /// The files of the publication beside its manifest.
    fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files: BTreeMap<String, Vec<u8>> = self
            .parts
            .iter()
            .filter(|(name, _)| !STAGES.contains(&name.as_str()) && name != "publication.toml")
            .map(|(name, content)| (name.clone(), content.clone().into_bytes()))
            .collect();
        if self.is_untitled() {
            files.insert(self.parts[0].0.clone(), format!("{TITLE}{}", self.parts[0].1).into_bytes());
        }
        files.insert("bild.png".to_owned(), Sample::picture());
        files.insert("skizze.svg".to_owned(), DRAWING.into());
        files.insert("literatur.bib".to_owned(), BIBLIOGRAPHY.into());
        files
    }
}

/// All cases of all files as publications of one workspace.
fn workspace(suites: &[Suite]) -> Workspace {
    let mut workspace = Workspace::new();
    for suite in suites {
        for (index, case) in suite.cases.iter().enumerate() {
            let folder = format!("sources/{}-{index}", suite.name());
            workspace = workspace.file(&format!("{folder}/publication.toml"), case.manifest());
            for (name, content) in case.files() {
                workspace = workspace.file(&format!("{folder}/{name}"), content);
            }
        }
    }
    workspace
}

/// Builds all EPUBs; every case has to work. What rules say about the author's text is no matter here.
fn build(workspace: &Workspace) {
    let selection = Selection { outputs: Some(vec![Output::Epub]), ..Selection::default() };
    let root = Some(workspace.path(""));
    let request = Request { root, output_dir: None, selection, mode: Mode::Build };
    let about_text = |problem: &Problem| {
        !problem.is_error()
            && ["accessibility/", "apparatus/", "check/"].iter().any(|room| problem.code.starts_with(room))
    };
    let mut problems = pipeline::run(&request, &|_| {}).problems();
    problems.retain(|problem| !about_text(problem));
    let problems = told(problems);
    assert!(problems.is_empty(), "{problems}");
}

fn told(problems: Vec<Problem>) -> String {
    let line = |problem: Problem| {
        let place = problem.place.map(|place| format!("{place:?}")).unwrap_or_default();
        format!("{}: {} {place} {:?}\n", problem.code, problem.message, problem.hints)
    };
    problems.into_iter().map(line).collect()
}

/// What each stage makes of a case.
fn stages(workspace: &Workspace, slug: &str, case: &Case) -> [String; 3] {
    let folder = format!("sources/{slug}");
    let read = read(workspace, &folder, case);
    let chapters = &read.document.chapters;
    let dumped = chapters.iter().map(|chapter| {
        let dump = document::dump(chapter);
        if case.is_untitled() && chapter.file.ends_with("01-text.md") {
            after(&dump, "heading 1 #titel \"Titel\"\n").to_owned()
        } else {
            dump
        }
    });
    let bibliography = read.publication.bibliography.as_ref();
    let context = lower::Context { bibliography, language: "de-DE", ..lower::Context::default() };
    let lowered = chapters.iter().map(|chapter| {
        let (lowered, problems) = lower::lower(chapter, &context);
        assert_eq!(told(problems), "");
        if case.is_untitled() && chapter.file.ends_with("01-text.md") {
            after(&lowered.text, "= Titel <titel>\n").to_owned()
        } else {
            lowered.text
        }
    });
    let epub = Epub::open(&fs::read(workspace.path(&format!("output/{slug}/{slug}.epub"))).unwrap());
    let written = epub.documents().into_iter().filter(|path| path.starts_with("EPUB/text/")).map(|path| {
        let text = epub.text(path);
        let body = &text[text.find("<body").unwrap()..text.find("</html>").unwrap()];
        if case.is_untitled() && path.ends_with("01-text.xhtml") {
            after(body, "<h1 id=\"titel\">Titel</h1>").trim_end_matches("</section>\n</body>\n").to_owned()
        } else {
            body.to_owned()
        }
    });
    let names: Vec<String> = chapters.iter().map(|chapter| chapter.key()).collect();
    [together(&names, dumped), together(&names, lowered), together(&names, written)]
}

/// The texts of the chapters; where there are several, each begins with the chapter's name.
fn together(names: &[String], texts: impl Iterator<Item = String>) -> String {
    let texts: Vec<String> = texts.map(|text| text.trim_matches('\n').to_owned()).collect();
    match texts.as_slice() {
        [only] => format!("{only}\n"),
        _ => names.iter().zip(&texts).map(|(name, text)| format!("[{name}]\n{text}\n")).collect(),
    }
}

fn after<'a>(text: &'a str, head: &str) -> &'a str {
    text.split_once(head).unwrap_or_else(|| panic!("no {head:?} in\n{text}")).1
}

struct Read {
    publication: Publication,
    document: Document,
}

/// The stages from the manifest to the document, by the doors that the pipeline uses.
fn read(workspace: &Workspace, folder: &str, case: &Case) -> Read {
    let text_of = |path: &str| fs::read_to_string(workspace.path(path)).ok().map(Arc::<str>::from);
    let settings = good(workspace::read("satz.toml", &text_of("satz.toml").unwrap()));
    let files: Vec<String> = case.files().into_keys().map(|name| format!("{folder}/{name}")).collect();
    let (publication, problems) = publication::read(folder, &case.manifest(), &files, &settings);
    assert_eq!(told(problems), "");
    let publication = publication.unwrap();
    let layout = good(layout::read(&publication.layout, "layouts", &["plain".to_owned()], &text_of));
    let data: BTreeMap<String, Data> = publication
        .data
        .iter()
        .map(|source| {
            let file: Arc<str> = Arc::from(source.file.value.as_str());
            let bytes = fs::read(workspace.path(&file)).unwrap();
            (source.name.value.clone(), good(data::read(&file, &bytes, &source.schema, &settings.limits)))
        })
        .collect();
    let context = Context::new(&publication, &settings.publisher, &data);
    let mut document = Document::default();
    for file in &publication.chapters {
        let file: Arc<str> = Arc::from(file.value.as_str());
        let text = text_of(&file).unwrap();
        let expanded = good(template::expand(&file, &text, &context, &settings.limits, &text_of));
        let (chapter, problems) = markdown::read(&expanded.text, &file, &|range| expanded.map.place(range));
        assert_eq!(told(problems), "");
        document.chapters.push(chapter);
    }
    let sources = rows::Sources {
        data: &data,
        components: &layout.components,
        language: &publication.language,
        most_bytes: settings.limits.template_output,
    };
    assert_eq!(told(rows::fill(&mut document, &sources)), "");
    let vocabulary = Vocabulary {
        components: &layout.components,
        colours: layout.tokens.colours.keys().map(String::as_str).collect(),
        data: data.keys().map(String::as_str).collect(),
        language: publication.language.primary(),
    };
    assert_eq!(told(type_components(&mut document, &vocabulary)), "");
    let terms = publication.terms.as_ref().map(|terms| {
        let file: Arc<str> = Arc::from(terms.file.value.as_str());
        let bytes = fs::read(workspace.path(&file)).unwrap();
        good(data::read(&file, &bytes, &Schema::default(), &settings.limits))
    });
    let works = good(data::works(&Arc::from("literatur.bib"), BIBLIOGRAPHY));
    let sources = apparatus::Sources {
        settings: publication.terms.as_ref(),
        terms: terms.as_ref(),
        works: &works,
        pictures: &publication.pictures,
        manifest_pictures: Vec::new(),
        manifest: &publication.manifest,
        language: &publication.language,
    };
    let mut problems = Vec::new();
    let gathered = apparatus::gather(&mut document, &sources, &mut problems);
    assert_eq!(told(problems), "");
    assert_eq!(gathered.uncredited, []);
    assert_eq!(told(document::assign_ids(&mut document)), "");
    assert_eq!(told(document::resolve_references(&mut document, &[])), "");
    Read { publication, document }
}

/// The value of an outcome that comes without a word.
#[track_caller]
fn good<T>(outcome: Outcome<T>) -> T {
    let warned = outcome.unwrap_or_else(|problems| panic!("{}", told(problems)));
    assert_eq!(told(warned.warnings), "");
    warned.value
}

fn difference(expected: &str, actual: &str) -> String {
    let same = expected.lines().zip(actual.lines()).take_while(|(one, other)| one == other).count();
    let rest = |text: &str, sign: &str| -> String {
        text.lines().skip(same).take(12).map(|line| format!("{sign} {line}\n")).collect()
    };
    format!("from line {} on\n{}{}", same + 1, rest(expected, "-"), rest(actual, "+"))
}
