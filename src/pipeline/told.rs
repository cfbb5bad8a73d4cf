//! What the variants of a publication have in common, said once.

use super::Done;
use crate::diagnostic::Problem;

/// So many rows are named; the others are counted.
const NAMED_ROWS: usize = 3;

/// The problems of a publication's variants, each once: what all of them have does not depend on a row,
/// and of what only some have, their rows are named. Of a publication without variants, its problems.
pub(super) fn of(variants: &[Done]) -> Vec<Problem> {
    let mut found: Vec<(&Problem, Vec<&Done>)> = Vec::new();
    for done in variants {
        for problem in &done.report.findings {
            match found.iter_mut().find(|(known, _)| *known == problem) {
                Some((_, owners)) => owners.push(done),
                None => found.push((problem, vec![done])),
            }
        }
    }
    let is_common = |owners: &[&Done]| owners.len() > 1 && owners.len() == variants.len();
    let tell = |(problem, owners): (&Problem, Vec<&Done>)| {
        if is_common(&owners) { problem.clone() } else { with_rows(problem, &owners) }
    };
    found.into_iter().map(tell).collect()
}

fn with_rows(problem: &Problem, owners: &[&Done]) -> Problem {
    let rows = owners.iter().filter_map(|done| Some((done.report.variant.as_ref()?, done.row.as_ref()?)));
    // A problem that stands in the row itself needs no second mark there.
    let elsewhere = rows.filter(|(_, row)| problem.place.as_ref() != Some(*row));
    let named = elsewhere.take(NAMED_ROWS);
    let told = named.fold(problem.clone(), |problem, (name, row)| {
        problem.label(row.clone(), format!("in the variant `{name}`"))
    });
    match owners.len().saturating_sub(NAMED_ROWS) {
        0 => told,
        1 => told.hint("one more variant has the same problem"),
        more => told.hint(format!("{more} more variants have the same problem")),
    }
}
