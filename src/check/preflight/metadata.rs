//! What the file says about itself in two places: the document information and the XMP metadata.

use std::str::FromStr;

use jiff::Timestamp;

use crate::diagnostic::Problem;
use crate::page::Facts;

/// The keys of the document information, and the XMP properties that say the same.
const TWICE: [(&str, &str); 8] = [
    ("Title", "dc:title"),
    ("Subject", "dc:description"),
    ("Keywords", "pdf:Keywords"),
    ("Creator", "xmp:CreatorTool"),
    ("Producer", "pdf:Producer"),
    ("CreationDate", "xmp:CreateDate"),
    ("ModDate", "xmp:ModifyDate"),
    ("Trapped", "pdf:Trapped"),
];

/// The XMP properties without which a file is no PDF/X-4, besides its title and version.
const REQUIRED: [&str; 6] = [
    "xmp:CreateDate",
    "xmp:ModifyDate",
    "xmp:MetadataDate",
    "xmpMM:DocumentID",
    "xmpMM:VersionID",
    "xmpMM:RenditionClass",
];

pub(super) fn check(facts: &Facts) -> Vec<Problem> {
    [no_title(facts), incomplete(facts)].into_iter().flatten().chain(differences(facts)).collect()
}

/// `preflight/no-title`: the shop's lists of jobs show it (ISO 15930-7, metadata: `dc:title`).
fn no_title(facts: &Facts) -> Option<Problem> {
    let empty = |title: Option<&String>| title.is_none_or(|title| title.trim().is_empty());
    let problem = || {
        Problem::error("preflight/no-title", "the file has no title")
            .hint("give the document a title and export it again")
    };
    (empty(facts.xmp.get("dc:title")) && empty(facts.title.as_ref())).then(problem)
}

/// `preflight/metadata-missing`: dates and identifiers by which versions of a file are told apart
/// (ISO 15930-7, metadata).
fn incomplete(facts: &Facts) -> Option<Problem> {
    let missing: Vec<&str> =
        REQUIRED.into_iter().filter(|name| facts.xmp.get(*name).is_none_or(String::is_empty)).collect();
    let problem = || {
        let message = format!("the XMP metadata lack {}", missing.join(", "));
        Problem::error("preflight/metadata-missing", message).hint("export the file as PDF/X-4")
    };
    (!missing.is_empty()).then(problem)
}

/// `preflight/metadata-differ`: where both are there, they say the same (ISO 15930-7, metadata;
/// ISO 32000-1, 14.3).
fn differences(facts: &Facts) -> impl Iterator<Item = Problem> {
    TWICE.into_iter().filter_map(|(key, name)| {
        let (info, xmp) = facts.info.get(key).zip(facts.xmp.get(name))?;
        let said = key != "Trapped" || matches!(facts.trapped.as_deref(), Some("True" | "False"));
        (said && !same(key, info, xmp)).then(|| {
            let message =
                format!("the document information and the metadata differ in {key}: “{info}” and “{xmp}”");
            Problem::error("preflight/metadata-differ", message)
                .hint("export the file again; a program changed one of the two and not the other")
        })
    })
}

fn same(key: &str, info: &str, xmp: &str) -> bool {
    if !key.ends_with("Date") {
        return info.trim() == xmp.trim();
    }
    match (pdf_date(info), Timestamp::from_str(xmp)) {
        (Some(info), Ok(xmp)) => info == xmp,
        // A date of less detail is nothing to compare.
        _ => true,
    }
}

/// `D:20261101120000+01'00'` (ISO 32000-1, 7.9.4) as a moment.
fn pdf_date(date: &str) -> Option<Timestamp> {
    let date = date.strip_prefix("D:").unwrap_or(date);
    let digits = date.get(..14).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    let zone = date.get(14..)?.trim_end_matches('\'').replace('\'', ":");
    let zone = if zone.is_empty() || zone.starts_with('Z') { "Z" } else { zone.as_str() };
    let part = |range: std::ops::Range<usize>| digits.get(range).unwrap_or_default();
    let (day, time) = ((part(0..4), part(4..6), part(6..8)), (part(8..10), part(10..12), part(12..14)));
    let text = format!("{}-{}-{}T{}:{}:{}{zone}", day.0, day.1, day.2, time.0, time.1, time.2);
    Timestamp::from_str(&text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_may_be_written_in_two_zones() {
        assert!(same("ModDate", "D:20261101120000+01'00'", "2026-11-01T11:00:00Z"));
        assert!(same("ModDate", "D:20261101110000Z", "2026-11-01T12:00:00+01:00"));
        assert!(!same("ModDate", "D:20261101120000Z", "2026-11-02T12:00:00Z"));
        assert!(same("ModDate", "D:2026", "2026-11-02T12:00:00Z"));
    }
}
