//! The file as a whole: version, identifiers, actions, and what no page shows.

use crate::diagnostic::Problem;
use crate::page::{Facts, Forbidden, Inventory};

/// The newest version of PDF that PDF/X-4 builds upon.
const NEWEST: (u32, u32) = (1, 6);

pub(super) fn check(file: &Inventory) -> Vec<Problem> {
    let facts = &file.facts;
    let whole = [
        no_pages(file),
        damaged(facts),
        version(facts),
        no_id(facts),
        pdfx_version(facts),
        trapped(facts),
        open_action(facts),
        javascript(facts),
        action(facts),
        embedded_file(facts),
        tagged(facts),
    ];
    whole.into_iter().flatten().chain(facts.forbidden.iter().map(|found| forbidden(*found))).collect()
}

/// `preflight/encrypted`: a press cannot ask for a password (ISO 15930-7, encryption; ISO
/// 32000-1, 7.6).
pub(super) fn encrypted() -> Problem {
    Problem::error("preflight/encrypted", "the file is encrypted, so it can be neither judged nor printed")
        .hint("save it without a password and without restrictions")
}

/// `preflight/no-pages`: a file without pages prints nothing.
fn no_pages(file: &Inventory) -> Option<Problem> {
    let problem = || {
        Problem::error("preflight/no-pages", "the file has no pages")
            .hint("export it once more; it is damaged")
    };
    file.pages.is_empty().then(problem)
}

/// `preflight/damaged`: what one program guesses of a damaged file, the next one guesses otherwise (ISO 32000-1,
/// 7.5.4 and 7.4.4).
fn damaged(facts: &Facts) -> Option<Problem> {
    let message = match (facts.mended, facts.damaged_streams) {
        (false, 0) => return None,
        (true, _) => "the file is damaged: its table of objects (xref) does not lead to them".to_owned(),
        (false, count) => format!(
            "the file is damaged: {} not hold what was written",
            if count == 1 {
                "one of its streams does".to_owned()
            } else {
                format!("{count} of its streams do")
            }
        ),
    };
    Some(
        Problem::error("preflight/damaged", message)
            .hint("export it once more, and send it as it was written"),
    )
}

/// `preflight/version`: PDF/X-4 is made of PDF 1.6, and a newer file may hold what a press does not know
/// (ISO 15930-7, conformance). The catalog's version overrides that of the first line (ISO 32000-1, 7.5.2).
fn version(facts: &Facts) -> Option<Problem> {
    let number = |text: &str| {
        let (major, minor) = text.split_once('.')?;
        Some((major.parse::<u32>().ok()?, minor.parse::<u32>().ok()?))
    };
    let newer = |text: &&str| number(text).is_none_or(|number| number > NEWEST);
    let versions = [Some(facts.header.as_str()), facts.version.as_deref()];
    let newer = versions.into_iter().flatten().find(newer)?;
    let message = if newer.is_empty() {
        "the file does not begin with its version, such as `%PDF-1.6`".to_owned()
    } else {
        format!("the file says that it is PDF {newer}, and PDF/X-4 is PDF 1.6 at most")
    };
    Some(Problem::error("preflight/version", message).hint("export it as PDF 1.6 or as PDF/X-4"))
}

/// `preflight/no-id`: jobs are told apart by the two halves of the identifier (ISO 15930-7, file
/// identifiers; ISO 32000-1, 14.4).
fn no_id(facts: &Facts) -> Option<Problem> {
    let problem = || {
        Problem::error("preflight/no-id", "the file has no identifier (`/ID`)")
            .hint("export it once more as PDF/X-4, which writes one")
    };
    (!facts.id).then(problem)
}

/// `preflight/pdfx-version`: the file itself says which standard it follows (ISO 15930-7,
/// identification).
fn pdfx_version(facts: &Facts) -> Option<Problem> {
    let message = match facts.pdfx.as_deref() {
        Some("PDF/X-4") => return None,
        Some(other) => {
            format!("the metadata call the file {other} and not PDF/X-4 (`pdfxid:GTS_PDFXVersion`)")
        }
        None => "the metadata do not say that the file is PDF/X-4 (`pdfxid:GTS_PDFXVersion`)".to_owned(),
    };
    Some(Problem::error("preflight/pdfx-version", message).hint("export it as PDF/X-4"))
}

/// `preflight/trapped`: the shop must know whether overlaps between inks are still to be made
/// (ISO 15930-7, trapping; ISO 32000-1, 14.11.6).
fn trapped(facts: &Facts) -> Option<Problem> {
    let message = match facts.trapped.as_deref() {
        Some("True" | "False") => return None,
        Some(other) => format!("`/Trapped` of the document information is {other}, which says nothing"),
        None => "`/Trapped` of the document information is missing or is no name".to_owned(),
    };
    Some(
        Problem::error("preflight/trapped", message)
            .hint("set it to `/False` unless somebody trapped the file"),
    )
}

/// `preflight/open-action`: nothing happens by itself on a press (ISO 15930-7, actions; ISO
/// 32000-1, 12.6).
fn open_action(facts: &Facts) -> Option<Problem> {
    let problem = || {
        Problem::error("preflight/open-action", "the file does something when it is opened (`/OpenAction`)")
            .hint("remove the action; a file for print only holds pages")
    };
    has(facts, &["OpenAction"]).then(problem)
}

/// `preflight/javascript`: no programs (ISO 15930-7, actions; ISO 32000-1, 12.6.4.16).
fn javascript(facts: &Facts) -> Option<Problem> {
    let problem = || {
        Problem::error("preflight/javascript", "the file contains JavaScript")
            .hint("remove the scripts; a file for print only holds pages")
    };
    has(facts, &["JavaScript", "JS"]).then(problem)
}

/// `preflight/action`: no links to the web and no other actions (ISO 15930-7, actions;
/// ISO 32000-1, 12.6).
fn action(facts: &Facts) -> Option<Problem> {
    let is_other = |action: &&str| !matches!(*action, "OpenAction" | "JavaScript" | "JS");
    let others: Vec<&str> = facts.actions.iter().map(String::as_str).filter(is_other).collect();
    let problem = || {
        let message = format!("the file contains links or other actions: {}", others.join(", "));
        Problem::error("preflight/action", message).hint("export it without links and forms")
    };
    (!others.is_empty()).then(problem)
}

fn has(facts: &Facts, keys: &[&str]) -> bool {
    facts.actions.iter().any(|action| keys.contains(&action.as_str()))
}

/// `preflight/embedded-file`: a rule of shops; what is not on the pages is not printed, and a virus scanner
/// may stop the job.
fn embedded_file(facts: &Facts) -> Option<Problem> {
    let problem = || {
        let message = format!("the file contains other files: {}", facts.attachments.join(", "));
        Problem::warning("preflight/embedded-file", message).hint("export it without attachments")
    };
    (!facts.attachments.is_empty()).then(problem)
}

/// `preflight/tagged`: a rule of satz; tags are allowed, but a tagged file is most likely the one for the
/// screen.
fn tagged(facts: &Facts) -> Option<Problem> {
    let problem = || {
        Problem::warning(
            "preflight/tagged",
            "the file is tagged for reading programs, which print does not need",
        )
        .hint("look whether this is the PDF for the screen")
    };
    facts.tagged.then(problem)
}

/// `preflight/transfer-function` and `preflight/forbidden`: what changes tones on the device, and what is
/// not in the file or is a program (ISO 15930-7, graphics state, XObjects, streams;
/// ISO 32000-1, 8.4.5 and 10.5).
fn forbidden(found: Forbidden) -> Problem {
    let what = match found {
        Forbidden::TransferFunction => {
            return Problem::error(
                "preflight/transfer-function",
                "a graphics state changes tones on the device (`/TR` or `/TR2`)",
            )
            .hint("apply the curve to the picture itself");
        }
        Forbidden::HalftonePhase => "a halftone phase (`/HTP`)",
        Forbidden::PostScript => "a program in PostScript",
        Forbidden::Opi => "a link to a picture on a server (OPI)",
        Forbidden::OtherFile => "a reference to a page of another file",
        Forbidden::AlternatePicture => "a second version of a picture for another occasion",
        Forbidden::Filter => "a stream that is compressed with LZW or encrypted",
        Forbidden::OutsideStream => "a stream that lies in another file",
    };
    Problem::error("preflight/forbidden", format!("the file contains {what}, which PDF/X-4 forbids"))
        .hint("export it as PDF/X-4")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_of_the_catalog_counts_too() {
        let found = |header: &str, version: Option<&str>| {
            let facts =
                Facts { header: header.to_owned(), version: version.map(str::to_owned), ..Facts::default() };
            super::version(&facts).is_some()
        };
        assert!(!found("1.6", None) && !found("1.4", Some("1.6")));
        assert!(found("1.7", None) && found("1.4", Some("1.7")) && found("2.0", None) && found("1.10", None));
    }
}
