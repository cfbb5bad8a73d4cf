//! Opening a workspace: where it is, what it says, which publications and fonts it has.

use std::path::{Path, PathBuf};

use super::{Mode, Request, profiles};
use crate::cache::Cache;
use crate::diagnostic::{Problem, SourceTexts, list, suggestion};
use crate::files::{FileError, Root};
use crate::publication::Edition;
use crate::typeset::Fonts;
use crate::workspace::{self, Workspace};

/// What all publications of a run share.
pub(super) struct Opened {
    pub(super) root: Root,
    pub(super) workspace: Workspace,
    pub(super) fonts: Fonts,
    /// The fonts' files with their SHA-256, which every publication is built from.
    pub(super) font_files: Vec<String>,
    pub(super) layouts: Vec<String>,
    /// The publications of this run, sorted.
    pub(super) slugs: Vec<String>,
    pub(super) output: PathBuf,
    pub(super) cache: Cache,
    /// The publications that have editions, or are some.
    pub(super) editions: Vec<Edition>,
}

/// The names under which a workspace may be marked; the hidden one is for those who keep their top
/// level free of it.
const MARKS: [&str; 2] = [workspace::FILE_NAME, ".satz.toml"];

/// No workspace file is longer than this many bytes.
const LONGEST_FILE: u64 = 1 << 20;

/// A font of this size or more is none that satz can use.
const LARGEST_FONT: u64 = 64 << 20;

/// Finds and reads the workspace; `None` where nothing can be built, which `findings` then say.
pub(super) fn open(
    request: &Request,
    findings: &mut Vec<Problem>,
    texts: &mut SourceTexts,
) -> Option<Opened> {
    let (root, workspace) = workspace(request.root.as_deref(), findings, texts)?;
    let output = request.output_dir.clone().unwrap_or_else(|| root.path().join(&workspace.output));
    let files = root.walk(&workspace.sources).unwrap_or_default();
    let found = workspace::publications(&workspace.sources, files.iter().map(String::as_str));
    findings.extend(found.warnings);
    let editions = super::editions::editions(&root, &workspace, &found.value, &files);
    let slugs = chosen(found.value, &request.selection.slugs, &workspace, findings)?;
    let (fonts, font_files) = fonts(&root, &workspace, findings);
    let folders = root.list(&workspace.layouts).unwrap_or_default();
    let is_layout = |entry: &crate::files::Entry| {
        entry.is_folder && !entry.name.starts_with('.') && entry.name != profiles::FOLDER
    };
    let layouts = folders.into_iter().filter(is_layout).map(|entry| entry.name).collect();
    if request.mode == Mode::Build {
        crate::files::remove_unfinished(&output);
    }
    let cache = Cache::new(&output.join(".cache/pictures"));
    Some(Opened { root, workspace, fonts, font_files, layouts, slugs, output, cache, editions })
}

/// Where the workspace is and what its file says; `None` where it has none or a broken one.
pub(super) fn workspace(
    given: Option<&Path>,
    findings: &mut Vec<Problem>,
    texts: &mut SourceTexts,
) -> Option<(Root, Workspace)> {
    let root = find(given).map_err(|problem| findings.push(problem)).ok()?;
    let workspace = read(&root, findings, texts)?;
    Some((root, workspace))
}

/// The workspace's folder: the given one, or the nearest one upwards that is marked.
fn find(given: Option<&Path>) -> Result<Root, Problem> {
    let machine = |error: &FileError| Problem::error("workspace/root", error.to_string());
    if let Some(given) = given {
        return Root::open(given).map_err(|error| machine(&error));
    }
    let here = std::env::current_dir()
        .map_err(|error| Problem::error("machine/folder", format!("the current folder is gone: {error}")))?;
    let marked = here.ancestors().find(|folder| MARKS.iter().any(|mark| folder.join(mark).is_file()));
    match marked {
        Some(folder) => Root::open(folder).map_err(|error| machine(&error)),
        None => Err(Problem::error(
            "workspace/none",
            format!("there is no `satz.toml` in {} or above it", here.display()),
        )
        .hint("change into a workspace, or name one with `--root DIR`")),
    }
}

fn read(root: &Root, findings: &mut Vec<Problem>, texts: &mut SourceTexts) -> Option<Workspace> {
    let mark = MARKS.into_iter().find(|mark| root.has(mark));
    let Some(mark) = mark else { return Some(Workspace::default()) };
    let text = match root.read(mark, LONGEST_FILE).map(String::from_utf8) {
        Ok(Ok(text)) => text,
        Ok(Err(_)) => {
            findings.push(
                Problem::error("workspace/encoding", format!("`{mark}` is not UTF-8 text"))
                    .at(crate::diagnostic::Place::file(mark)),
            );
            return None;
        }
        Err(error) => {
            findings.push(Problem::error("workspace/file", error.to_string()));
            return None;
        }
    };
    texts.insert(mark, text.as_str());
    match workspace::read(mark, &text) {
        Ok(read) => {
            findings.extend(read.warnings);
            Some(read.value)
        }
        Err(problems) => {
            findings.extend(problems);
            None
        }
    }
}

/// The publications that are asked for; a name that does not exist stops the run.
fn chosen(
    all: Vec<String>,
    wanted: &[String],
    workspace: &Workspace,
    findings: &mut Vec<Problem>,
) -> Option<Vec<String>> {
    let names = || all.iter().map(String::as_str);
    let unknown: Vec<&String> = wanted.iter().filter(|slug| !all.contains(slug)).collect();
    for slug in &unknown {
        let problem =
            Problem::error("workspace/unknown-publication", format!("there is no publication `{slug}`"));
        findings.push(match suggestion(slug, names()) {
            Some(near) => problem.hint(format!("did you mean `{near}`?")),
            None if all.is_empty() => problem.hint(format!("`{}/` has no publications", workspace.sources)),
            None => problem.hint(format!("`{}/` has {}", workspace.sources, list(names()))),
        });
    }
    if !unknown.is_empty() {
        return None;
    }
    if all.is_empty() {
        findings.push(
            Problem::warning("workspace/empty", format!("`{}/` has no publications", workspace.sources))
                .hint("a publication is a folder with a `publication.toml`"),
        );
    }
    let is_wanted = |slug: &String| wanted.is_empty() || wanted.contains(slug);
    Some(all.into_iter().filter(is_wanted).collect())
}

fn fonts(root: &Root, workspace: &Workspace, findings: &mut Vec<Problem>) -> (Fonts, Vec<String>) {
    let is_font = |path: &String| {
        let ending = path.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
        matches!(ending.as_str(), "ttf" | "otf" | "ttc" | "otc")
    };
    let paths: Vec<String> =
        root.walk(&workspace.fonts).unwrap_or_default().into_iter().filter(is_font).collect();
    let mut files = Vec::new();
    for path in &paths {
        match root.read(path, LARGEST_FONT) {
            Ok(bytes) => files.push((path.clone(), bytes)),
            Err(error) => findings.push(Problem::warning("workspace/file", error.to_string())),
        }
    }
    let (fonts, problems) = Fonts::read(files);
    findings.extend(problems);
    (fonts, paths)
}
