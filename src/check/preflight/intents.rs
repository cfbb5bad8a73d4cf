//! The output intent: the printing condition that a file is made for (ISO 15930-7, output
//! intents; ISO 32000-1, 14.11.5).

use crate::diagnostic::Problem;
use crate::page::{Facts, Intent};

pub(super) fn check(facts: &Facts) -> Vec<Problem> {
    let intents: Vec<&Intent> = facts.intents.iter().filter(|intent| intent.subtype == "GTS_PDFX").collect();
    match intents[..] {
        [] => vec![none()],
        [intent] => profile(intent).into_iter().collect(),
        _ => vec![several(intents.len())],
    }
}

/// `preflight/no-output-intent`: without it the numbers of the inks mean no colour.
fn none() -> Problem {
    Problem::error(
        "preflight/no-output-intent",
        "the file does not say which printing condition it is made for",
    )
    .hint("export it with the output intent that the print shop names, such as FOGRA39 or FOGRA51")
}

/// `preflight/output-intents`: one file, one printing condition.
fn several(number: usize) -> Problem {
    let message = format!("the file is made for {number} printing conditions at once (`GTS_PDFX`)");
    Problem::error("preflight/output-intents", message).hint("keep the one that the print shop names")
}

/// The faults of the embedded profile, the first of them.
fn profile(intent: &Intent) -> Option<Problem> {
    profile_missing(intent).or_else(|| profile_class(intent)).or_else(|| profile_components(intent))
}

/// `preflight/profile-missing`: PDF/X-4 embeds the profile (PDF/X-4p is another standard).
fn profile_missing(intent: &Intent) -> Option<Problem> {
    let problem = || {
        let message = format!("the output intent {} has no ICC profile in the file", intent.condition);
        Problem::error("preflight/profile-missing", message)
            .hint("embed the profile of the printing condition")
    };
    intent.profile_class.is_none().then(problem)
}

/// `preflight/profile-class`: the profile describes a printer and no screen or camera (ICC.1, 7.2.5).
fn profile_class(intent: &Intent) -> Option<Problem> {
    let class = intent.profile_class.as_deref().filter(|class| *class != "prtr")?;
    let message =
        format!("the profile of the output intent is of the class `{class}` and not of a printer (`prtr`)");
    Some(
        Problem::error("preflight/profile-class", message).hint("take the profile that the print shop names"),
    )
}

/// `preflight/profile-components`: four inks, in the profile and in what the file says of it.
fn profile_components(intent: &Intent) -> Option<Problem> {
    let space = intent.profile_space.as_deref().unwrap_or_default();
    if space == "CMYK" && intent.components == Some(4) {
        return None;
    }
    let components = intent.components.map_or("no".to_owned(), |number| number.to_string());
    let message = format!(
        "the profile of the output intent is for {space}, and the file claims {components} components of it, where four inks are meant"
    );
    Some(
        Problem::error("preflight/profile-components", message)
            .hint("take a CMYK profile, and say `/N 4` of it"),
    )
}
