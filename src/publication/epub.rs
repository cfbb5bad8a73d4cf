//! The section `[epub]`.

use crate::diagnostic::{Place, Problem};
use crate::toml_text::{Kind, Located, Table, Value};

/// What the EPUB needs to know.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Epub {
    /// What readers are told about accessibility; a default is made where it is absent.
    pub accessibility_summary: Option<String>,
    /// The organisation that vouches for EPUB Accessibility 1.1 at WCAG 2.2 AA.
    pub certified_by: Option<String>,
    /// The address of its report.
    pub certifier_report: Option<String>,
    /// The fonts that lie in the package; none by default, since readers choose type for themselves.
    pub fonts: Option<EmbeddedFonts>,
    /// Whether there is a second EPUB for Kindle.
    pub kindle: bool,
}

/// The fonts that lie in the package.
#[derive(Debug, Clone, PartialEq)]
pub enum EmbeddedFonts {
    /// Those of the layout; the place is that of the key.
    OfLayout(Place),
    /// These families.
    Families(Vec<Located<String>>),
}

pub(super) fn read(mut table: Table, problems: &mut Vec<Problem>) -> Epub {
    let summary = table.take::<String>("accessibility-summary", problems);
    let certifier = table.take::<String>("certified-by", problems);
    let report = table.take::<String>("certifier-report", problems);
    if let (None, Some(report)) = (&certifier, &report) {
        problems.push(
            Problem::error("manifest/value", "`epub.certifier-report` is there without `epub.certified-by`")
                .at(report.place.clone())
                .hint("name the organisation that wrote the report: `certified-by = \"…\"`"),
        );
    }
    let fonts = table.take_value("fonts").and_then(|value| fonts(value, problems));
    let kindle = table.take::<bool>("kindle", problems).is_some_and(|kindle| kindle.value);
    table.finish(problems);
    Epub {
        accessibility_summary: summary.map(|summary| summary.value),
        certified_by: certifier.map(|certifier| certifier.value),
        certifier_report: report.map(|report| report.value),
        fonts,
        kindle,
    }
}

/// `true` for the layout's fonts, `false` for none, or a list of families.
fn fonts(value: Value, problems: &mut Vec<Problem>) -> Option<EmbeddedFonts> {
    match &value.kind {
        Kind::Boolean(true) => Some(EmbeddedFonts::OfLayout(value.place)),
        Kind::Boolean(false) => None,
        Kind::Array(_) => {
            let families = value.read::<Vec<Value>>(problems)?.value;
            let families = families.into_iter().filter_map(|family| family.read::<String>(problems));
            Some(EmbeddedFonts::Families(families.collect()))
        }
        _ => {
            problems.push(value.type_problem("`true`, `false` or a list of families"));
            None
        }
    }
}
