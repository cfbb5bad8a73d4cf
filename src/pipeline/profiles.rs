//! The profiles of printing conditions: the one that satz ships, and those in `layouts/profiles/`.

use std::path::Path;

use super::Request;
use super::open;
use super::shelf::{Shelf, unreadable};
use crate::colour::{Converter, Profile};
use crate::diagnostic::{Place, Problem, SourceTexts, list, suggestion};
use crate::files;
use crate::publication::Print;
use crate::workspace::Workspace;

/// A profile that publications of a workspace can name.
#[derive(Debug, Clone)]
pub struct Available {
    /// The profile.
    pub profile: Profile,
    /// Its file in the workspace, or as it was named; `None` for the one that satz ships.
    pub file: Option<String>,
}

impl Available {
    fn shipped() -> Self {
        Self { profile: Profile::standard().clone(), file: None }
    }

    /// The word that `[print] condition` takes.
    pub fn name(&self) -> &str {
        let condition = self.profile.condition();
        if condition.registry.is_some() { &condition.identifier } else { self.profile.description() }
    }
}

/// The folder in that of the layouts, which is no layout.
pub(super) const FOLDER: &str = "profiles";

/// ICC profiles of presses have one to three megabytes.
const LARGEST: u64 = 16 << 20;

/// The profiles of a workspace, its own before the shipped one.
///
/// # Errors
/// Where there is no workspace, or a file in its folder of profiles is none.
pub fn profiles(request: &Request) -> Result<Vec<Available>, Vec<Problem>> {
    let (shelf, workspace) = workspace(request)?;
    let (found, problems) = available(&workspace.layouts, &shelf);
    if problems.is_empty() { Ok(found) } else { Err(problems) }
}

/// One profile, by its name in the workspace or by its file anywhere, with what a print shop would say of it.
///
/// # Errors
/// Where there is no such profile, or nothing can be printed with it.
pub fn profile(request: &Request, name: &str) -> Result<(Available, Vec<Problem>), Vec<Problem>> {
    let path = Path::new(name);
    let found = if path.is_file() {
        Available { profile: read_named(path)?, file: Some(name.to_owned()) }
    } else {
        let (shelf, workspace) = workspace(request)?;
        named(name, &workspace.layouts, &shelf)?
    };
    let warnings = richness(&found.profile)?;
    Ok((found, warnings.into_iter().collect()))
}

/// Checks a profile and copies it into the workspace's folder of profiles.
///
/// # Errors
/// Where it is no profile of a printing condition, or the workspace has another one for the same condition.
pub fn add_profile(request: &Request, path: &Path) -> Result<Available, Vec<Problem>> {
    let profile = read_named(path)?;
    let (shelf, workspace) = workspace(request)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let file = format!("{}/{FOLDER}/{name}", workspace.layouts);
    let new = Available { profile, file: Some(file.clone()) };
    let (others, _) = available(&workspace.layouts, &shelf);
    let rival = others.iter().find(|other| {
        other.file.is_some() && other.name() == new.name() && other.profile.bytes() != new.profile.bytes()
    });
    if let Some(Available { file: Some(rival), .. }) = rival {
        let message = format!("`{rival}` is a profile for {}, too", new.name());
        let problem = Problem::error("profiles/taken", message)
            .hint("delete the old one first; a publication could not say which of them it means");
        return Err(vec![problem]);
    }
    let written = files::write_atomically(&shelf.root().path().join(&file), new.profile.bytes());
    written.map_err(|error| vec![Problem::error("machine/write", error.to_string())])?;
    Ok(new)
}

/// The profile that a publication is printed with, within the limit of inks that it names.
pub(super) fn of_publication(
    print: &Print,
    layouts: &str,
    shelf: &Shelf,
    problems: &mut Vec<Problem>,
) -> Profile {
    let asked = print.condition.as_ref().or(print.profile.as_ref());
    let found = match (&print.condition, &print.profile) {
        (Some(condition), _) => named(&condition.value, layouts, shelf).map(|found| found.profile),
        (None, Some(file)) => from_shelf(&file.value, shelf).map_err(|problem| vec![problem]),
        (None, None) => Ok(Profile::standard().clone()),
    };
    let place = asked.map(|asked| asked.place.clone());
    let profile = found.unwrap_or_else(|found| {
        problems.extend(found.into_iter().map(|problem| problem.at(place.clone())));
        Profile::standard().clone()
    });
    let profile = match &print.ink_limit {
        Some(limit) => profile.with_ink_limit(limit.value),
        None => profile,
    };
    if let Some(place) = print.ink_limit.as_ref().map(|limit| limit.place.clone()).or(place) {
        let rich = richness(&profile).map_or_else(|found| found, |found| found.into_iter().collect());
        problems.extend(rich.into_iter().map(|problem| problem.at(place.clone())));
    }
    profile
}

/// How much more than the limit a profile may mix. What is over is taken back from the coloured inks of the darkest
/// colours; of a tenth nobody sees anything.
const RICHNESS: f32 = 1.1;

/// `print/ink-limit`: a profile that is made for another paper, which bears far more ink.
fn richness(profile: &Profile) -> Result<Option<Problem>, Vec<Problem>> {
    let largest = Converter::new(profile).map_err(|problem| vec![problem])?.largest_ink_sum();
    let limit = f32::from(profile.condition().ink_limit);
    let problem = || {
        let message = format!(
            "the profile {} mixes up to {largest:.0} % of ink, and the limit is {limit} %: dark colours lose so much of theirs that it can be seen",
            profile.description()
        );
        Problem::warning("print/ink-limit", message).hint(
            "take the version of the profile that is made for this limit, or set `ink-limit` to what the print shop allows",
        )
    };
    Ok((largest > limit * RICHNESS).then(problem))
}

/// The profile that somebody means by a word; the workspace's own before the shipped one.
fn named(word: &str, layouts: &str, shelf: &Shelf) -> Result<Available, Vec<Problem>> {
    let (all, mut problems) = available(layouts, shelf);
    let meant: Vec<&Available> = all.iter().filter(|one| one.profile.answers_to(word)).collect();
    let own: Vec<&Available> = meant.iter().copied().filter(|one| one.file.is_some()).collect();
    match (&own[..], meant.first()) {
        ([first, second, ..], _) => {
            let files = [first, second].map(|one| one.file.as_deref().unwrap_or_default());
            let message = format!("`{word}` is the profile {} as well as {}", files[0], files[1]);
            problems.push(
                Problem::error("print/condition", message)
                    .hint("name the file with `profile` in place of `condition`, or delete one of them"),
            );
            Err(problems)
        }
        (_, Some(first)) => Ok((*first).clone()),
        (_, None) => {
            problems.push(unknown(word, &all, layouts));
            Err(problems)
        }
    }
}

fn unknown(word: &str, all: &[Available], layouts: &str) -> Problem {
    let problem = Problem::error("print/condition", format!("there is no profile for `{word}`"));
    let names = || all.iter().map(Available::name);
    let problem = match suggestion(word, names()) {
        Some(near) => problem.hint(format!("did you mean `{near}`?")),
        None => problem,
    };
    problem.hint(format!(
        "there is {}; others, such as those of www.eci.org, come into `{layouts}/{FOLDER}/` with `satz profiles add FILE`",
        list(names())
    ))
}

/// All profiles that can be read, and why the others cannot.
fn available(layouts: &str, shelf: &Shelf) -> (Vec<Available>, Vec<Problem>) {
    let is_profile = |path: &String| {
        let ending = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        matches!(ending.as_str(), "icc" | "icm")
    };
    let mut problems = Vec::new();
    let files = shelf.walk(&format!("{layouts}/{FOLDER}")).into_iter().filter(is_profile);
    let mut found: Vec<Available> = files
        .filter_map(|file| match from_shelf(&file, shelf) {
            Ok(profile) => Some(Available { profile, file: Some(file) }),
            Err(problem) => {
                problems.push(problem.at(Place::file(file)));
                None
            }
        })
        .collect();
    found.push(Available::shipped());
    (found, problems)
}

fn from_shelf(file: &str, shelf: &Shelf) -> Result<Profile, Problem> {
    let bytes = shelf.bytes(file, LARGEST).map_err(|error| unreadable("print/profile", &error))?;
    Profile::read(&bytes, file)
}

fn read_named(path: &Path) -> Result<Profile, Vec<Problem>> {
    let bytes = files::read_named(path, LARGEST).map_err(|error| {
        vec![Problem::error("profiles/file", error.to_string()).hint("look at the path of the file")]
    })?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Profile::read(&bytes, &name).map_err(|problem| vec![problem])
}

fn workspace(request: &Request) -> Result<(Shelf, Workspace), Vec<Problem>> {
    let mut problems = Vec::new();
    let found = open::workspace(request.root.as_deref(), &mut problems, &mut SourceTexts::default());
    found.map(|(root, workspace)| (Shelf::new(root), workspace)).ok_or(problems)
}
