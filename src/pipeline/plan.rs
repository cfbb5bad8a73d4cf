//! What a run makes: each publication, and of one with `[variants]` as many as are asked for.

use std::collections::BTreeMap;

use super::open::Opened;
use super::prepare::data_alone;
use super::shelf::Shelf;
use super::variant::Variant;
use super::{Request, Selection};
use crate::data::Value;
use crate::diagnostic::{Problem, list, suggestion};
use crate::publication::{self, DataFile, Outline, Variants};

/// One publication of a run.
pub(super) struct Plan {
    pub(super) slug: String,
    /// The files that all its variants read.
    pub(super) shelf: Shelf,
    /// What is made of it, in the order of the rows.
    pub(super) jobs: Vec<Job>,
    /// Whether each job is a variant.
    pub(super) has_variants: bool,
}

/// One set of files to be made.
pub(super) struct Job {
    pub(super) slug: String,
    /// The row that it is made for.
    pub(super) variant: Option<Variant>,
    /// What stands in its way before it has begun.
    pub(super) problems: Vec<Problem>,
}

impl Job {
    /// How people call it.
    pub(super) fn label(&self) -> String {
        match &self.variant {
            Some(variant) => format!("{}/{}", self.slug, variant.name),
            None => self.slug.clone(),
        }
    }
}

/// Which part of all jobs a machine takes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    /// Its number, from 1.
    pub number: usize,
    /// How many there are.
    pub of: usize,
}

impl Shard {
    /// Whether the job at this position, counted from 0, belongs to the shard. It does not depend on
    /// the machine, and neighbours, which cost alike, go to different shards.
    fn has(self, index: usize) -> bool {
        index % self.of.max(1) + 1 == self.number
    }
}

/// What a manifest asks for, before choices are made.
struct Found {
    slug: String,
    shelf: Shelf,
    outline: Result<Outline, Vec<Problem>>,
    rows: Result<Vec<Job>, Vec<Problem>>,
}

/// Plans all publications of a run; `None` where the choice of the run fits none of them, which
/// `findings` then say.
pub(super) fn plan(opened: &Opened, request: &Request, findings: &mut Vec<Problem>) -> Option<Vec<Plan>> {
    let selection = &request.selection;
    let found: Vec<Found> = opened.slugs.iter().map(|slug| find(opened, slug)).collect();
    findings.extend(unknown_choices(selection, &found));
    if findings.iter().any(Problem::is_error) {
        return None;
    }
    let mut index = 0;
    let mut plans = Vec::new();
    for found in found {
        let first = match &found.outline {
            Ok(Outline { variants: Some((variants, _)), .. }) => Some(variants.first),
            Ok(_) | Err(_) => None,
        };
        let mut jobs = wanted(found.rows, &found.slug, first, selection);
        jobs.retain(|_| {
            index += 1;
            selection.shard.is_none_or(|shard| shard.has(index - 1))
        });
        if !jobs.is_empty() {
            plans.push(Plan { slug: found.slug, shelf: found.shelf, jobs, has_variants: first.is_some() });
        }
    }
    Some(plans)
}

fn find(opened: &Opened, slug: &str) -> Found {
    let shelf = Shelf::new(opened.root.clone());
    let folder = format!("{}/{slug}", opened.workspace.sources);
    let path = format!("{folder}/{}", publication::FILE_NAME);
    // A manifest that cannot be read is told when the publication is prepared.
    let text = shelf.text(&path, super::prepare::LONGEST_MANIFEST).ok().flatten().unwrap_or_default();
    let outline = publication::outline(&folder, &text, &shelf.walk(&folder));
    let rows = match &outline {
        Ok(Outline { variants: Some((variants, data)), .. }) => rows(opened, slug, variants, data, &shelf),
        Ok(_) => Ok(vec![Job { slug: slug.to_owned(), variant: None, problems: Vec::new() }]),
        Err(problems) => Err(problems.clone()),
    };
    Found { slug: slug.to_owned(), shelf, outline, rows }
}

/// A job for each row.
fn rows(
    opened: &Opened,
    slug: &str,
    variants: &Variants,
    file: &DataFile,
    shelf: &Shelf,
) -> Result<Vec<Job>, Vec<Problem>> {
    let mut problems = Vec::new();
    let data = data_alone(opened, &file.file, file.sheet.as_ref(), &file.schema, shelf, &mut problems);
    let Some(data) = data.filter(|_| !problems.iter().any(Problem::is_error)) else { return Err(problems) };
    let rows = match &data.root.value {
        Value::List(rows) if !rows.is_empty() => rows,
        _ => {
            let message = format!("`{}` has no rows", file.name.value);
            return Err(vec![
                Problem::error("variants/data", message)
                    .at(variants.data.place.clone())
                    .hint("`[variants]` makes one publication for each row of a table"),
            ]);
        }
    };
    let of = |(index, row)| Variant::of_row(opened, slug, variants, &data, index, row);
    let made: Vec<(Variant, Vec<Problem>)> = rows.iter().enumerate().map(of).collect();
    let job = |(variant, problems)| Job { slug: slug.to_owned(), variant: Some(variant), problems };
    let mut jobs: Vec<Job> = made.into_iter().map(job).collect();
    tell_collisions(&mut jobs);
    Ok(jobs)
}

/// Rows of the same name are all refused: nobody knows which of them was meant.
fn tell_collisions(jobs: &mut [Job]) {
    let mut first: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, job) in jobs.iter().enumerate().filter(|(_, job)| job.problems.is_empty()) {
        let name = job.variant.as_ref().map(|variant| variant.name.clone());
        first.entry(name.unwrap_or_default()).or_default().push(index);
    }
    for (name, same) in first.into_iter().filter(|(_, same)| same.len() > 1) {
        let place = |index: usize| jobs[index].variant.as_ref().map(|variant| variant.place.clone());
        let told: Vec<(usize, Problem)> = same
            .iter()
            .map(|&index| {
                let message = format!("{} rows give the variant `{name}`", same.len());
                let problem = Problem::error("variants/collision", message)
                    .at(place(index))
                    .hint("add a column that tells the rows apart to `name` in `[variants]`");
                let others = same.iter().filter(|other| **other != index).filter_map(|&other| place(other));
                (
                    index,
                    others.take(3).fold(problem, |problem, other| problem.label(other, "so does this row")),
                )
            })
            .collect();
        for (index, problem) in told {
            jobs[index].problems.push(problem);
        }
    }
}

/// The jobs that the run asks for.
fn wanted(
    rows: Result<Vec<Job>, Vec<Problem>>,
    slug: &str,
    first: Option<Option<usize>>,
    selection: &Selection,
) -> Vec<Job> {
    let mut jobs = match rows {
        Ok(jobs) => jobs,
        Err(problems) => return vec![Job { slug: slug.to_owned(), variant: None, problems }],
    };
    let named = &selection.variants;
    if !named.is_empty() {
        jobs.retain(|job| job.variant.as_ref().is_some_and(|variant| named.contains(&variant.name)));
    } else if let (Some(Some(first)), false) = (first, selection.all_variants) {
        jobs.truncate(first);
    }
    jobs
}

/// What the command line names and no publication of the run has.
fn unknown_choices(selection: &Selection, found: &[Found]) -> Vec<Problem> {
    let outlines = || found.iter().filter_map(|found| found.outline.as_ref().ok());
    let jobs = || found.iter().filter_map(|found| found.rows.as_ref().ok()).flatten();
    let variants: Vec<&str> =
        jobs().filter_map(|job| job.variant.as_ref()).map(|variant| variant.name.as_str()).collect();
    let values: Vec<&str> = outlines().flat_map(|outline| &outline.values).map(String::as_str).collect();
    let profiles: Vec<&str> = outlines().flat_map(|outline| &outline.profiles).map(String::as_str).collect();
    let set = selection.choice.set.iter().map(|(name, _)| name);
    let mut problems = Vec::new();
    problems.extend(
        selection.variants.iter().filter_map(|name| unknown("variants/unknown", "variant", name, &variants)),
    );
    problems.extend(set.filter_map(|name| unknown("values/unknown", "value", name, &values)));
    let profile = selection.choice.profile.iter();
    problems.extend(profile.filter_map(|name| unknown("values/unknown", "profile", name, &profiles)));
    // A publication that cannot say what it has may have what is asked for, and tells why it fails.
    if found.iter().any(|found| found.outline.is_err() || found.rows.is_err()) {
        Vec::new()
    } else {
        problems
    }
}

fn unknown(code: &'static str, what: &str, name: &str, known: &[&str]) -> Option<Problem> {
    if known.contains(&name) {
        return None;
    }
    let problem = Problem::error(code, format!("there is no {what} `{name}`"));
    Some(match suggestion(name, known.iter().copied()) {
        Some(near) => problem.hint(format!("did you mean `{near}`?")),
        None if known.is_empty() => problem.hint(format!("no publication of this run has a {what}")),
        None if known.len() > MOST_LISTED => problem,
        None => problem.hint(format!("known here: {}", list(known.iter().copied()))),
    })
}

/// So many names are helpful; more are a wall.
const MOST_LISTED: usize = 12;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_job_belongs_to_one_shard() {
        for of in 1..8 {
            for index in 0..161 {
                let shards = (1..=of).filter(|&number| Shard { number, of }.has(index));
                assert_eq!(shards.count(), 1, "{index} of {of}");
            }
        }
    }
}
