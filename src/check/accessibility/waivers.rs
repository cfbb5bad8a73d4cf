//! Rules that an editor took back, with a reason.

use super::rule::{RULES, Rule};
use crate::diagnostic::{Problem, suggestion};
use crate::publication::Waiver;

/// A waiver and what it took back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waived {
    /// The rule's code.
    pub code: String,
    /// Why, in the editor's words.
    pub reason: String,
    /// How many findings it took back.
    pub findings: usize,
}

/// Takes the waived findings out of `problems`; reports waivers of unknown rules and unused ones.
///
/// Waivers of rules that only finished files are held against wait for [`waive_later`].
pub fn waive(problems: &mut Vec<Problem>, waivers: &[Waiver]) -> Vec<Waived> {
    let mut waived = Vec::new();
    for waiver in waivers {
        if Rule::of(&waiver.code.value).is_none() {
            problems.push(unknown(waiver));
            continue;
        }
        let before = problems.len();
        problems.retain(|problem| !covers(waiver, problem));
        let findings = before - problems.len();
        if findings == 0 && !Rule::of(&waiver.code.value).is_some_and(Rule::is_late) {
            problems.push(unused(waiver));
        }
        waived.push(Waived { code: waiver.code.value.clone(), reason: waiver.reason.clone(), findings });
    }
    waived
}

/// A finding about a finished file, unless it is waived.
pub fn waive_later(problem: Option<Problem>, waivers: &[Waiver]) -> Option<Problem> {
    problem.filter(|problem| !waivers.iter().any(|waiver| covers(waiver, problem)))
}

fn covers(waiver: &Waiver, problem: &Problem) -> bool {
    let file = problem.place.as_ref().map_or("", |place| &*place.file);
    let here = |chapter: &String| file == chapter || file.ends_with(&format!("/{chapter}"));
    problem.code == waiver.code.value && waiver.chapter.as_ref().is_none_or(here)
}

fn unknown(waiver: &Waiver) -> Problem {
    let code = &waiver.code.value;
    let problem =
        Problem::error("waivers/unknown-rule", format!("no rule that can be waived is called `{code}`"))
            .at(waiver.code.place.clone());
    match suggestion(code, RULES.iter().map(|rule| rule.code)) {
        Some(near) => problem.hint(format!("did you mean `{near}`?")),
        None => problem.hint("only rules of `accessibility/` can be waived"),
    }
}

fn unused(waiver: &Waiver) -> Problem {
    Problem::warning(
        "waivers/unused",
        format!("nothing of `{}` was found that this waives", waiver.code.value),
    )
    .at(waiver.code.place.clone())
    .hint("delete it, so that it does not hide what comes later")
}
