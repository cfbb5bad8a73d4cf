//! For machines: the same problems in the forms that services read.

use std::fmt::Write;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::diagnostic::{Place, Problem, Severity, SourceTexts};

fn position(place: &Place, texts: &SourceTexts) -> Option<(usize, usize)> {
    texts.position(&place.file, place.range.start)
}

fn end(place: &Place, texts: &SourceTexts) -> Option<(usize, usize)> {
    texts.position(&place.file, place.range.end)
}

fn severity(problem: &Problem) -> &'static str {
    match problem.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "hint",
    }
}

pub(super) fn short(problems: &[Problem], texts: &SourceTexts) -> String {
    let mut text = String::new();
    for problem in problems {
        if let Some(place) = &problem.place {
            text.push_str(&texts.address(place));
            text.push_str(": ");
        }
        let _ = write!(text, "{}[{}] {}", severity(problem), problem.code, problem.message);
        for hint in &problem.hints {
            let _ = write!(text, " ({hint})");
        }
        text.push('\n');
    }
    text
}

pub(super) fn json(problems: &[Problem], texts: &SourceTexts) -> String {
    let problems: Vec<Value> = problems.iter().map(|problem| json_of(problem, texts)).collect();
    pretty(&json!({ "problems": problems }))
}

/// One problem as JSON: lines and columns from 1, columns in characters.
pub(crate) fn json_of(problem: &Problem, texts: &SourceTexts) -> Value {
    let labels: Vec<Value> = problem
        .labels
        .iter()
        .map(|label| json!({ "place": json_place(&label.place, texts), "text": label.text }))
        .collect();
    json!({
        "code": problem.code,
        "severity": severity(problem),
        "message": problem.message,
        "place": problem.place.as_ref().map(|place| json_place(place, texts)),
        "labels": labels,
        "hints": problem.hints,
    })
}

fn json_place(place: &Place, texts: &SourceTexts) -> Value {
    let (line, column) = position(place, texts).unzip();
    let (end_line, end_column) = end(place, texts).unzip();
    json!({
        "file": &*place.file,
        "line": line,
        "column": column,
        "endLine": end_line,
        "endColumn": end_column,
    })
}

/// SARIF 2.1.0, § 3.30: columns count UTF-16 code units unless the run says otherwise, so it does.
pub(super) fn sarif(problems: &[Problem], texts: &SourceTexts) -> String {
    let results: Vec<Value> = problems.iter().map(|problem| sarif_result(problem, texts)).collect();
    let mut codes: Vec<&str> = problems.iter().map(|problem| &*problem.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let rules: Vec<Value> = codes.iter().map(|code| json!({ "id": code })).collect();
    pretty(&json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "satz",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    }))
}

fn sarif_result(problem: &Problem, texts: &SourceTexts) -> Value {
    let level = match problem.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "note",
    };
    let locations: Vec<Value> = problem.place.iter().map(|place| sarif_location(place, texts)).collect();
    json!({
        "ruleId": problem.code,
        "level": level,
        "message": { "text": with_hints(problem) },
        "locations": locations,
    })
}

fn sarif_location(place: &Place, texts: &SourceTexts) -> Value {
    let mut physical = json!({ "artifactLocation": { "uri": encoded(texts.path(place)) } });
    if let (Some((line, column)), Some((end_line, end_column))) = (position(place, texts), end(place, texts))
    {
        physical["region"] = json!({
            "startLine": line,
            "startColumn": column,
            "endLine": end_line,
            "endColumn": end_column,
        });
    }
    json!({ "physicalLocation": physical })
}

/// A path as a relative URI (RFC 3986, § 2.1).
fn encoded(path: &str) -> String {
    path.bytes().fold(String::new(), |mut uri, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
        uri
    })
}

pub(super) fn github(problems: &[Problem], texts: &SourceTexts) -> String {
    let escape = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |text: &str| escape(text).replace(':', "%3A").replace(',', "%2C");
    let mut text = String::new();
    for problem in problems {
        let word = match problem.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Hint => "notice",
        };
        let _ = write!(text, "::{word} title={}", property(&problem.code));
        if let Some(place) = &problem.place {
            let _ = write!(text, ",file={}", property(texts.path(place)));
            if let Some((line, column)) = position(place, texts) {
                let _ = write!(text, ",line={line},col={column}");
            }
        }
        let _ = writeln!(text, "::{}", escape(&with_hints(problem)));
    }
    text
}

pub(super) fn gitlab(problems: &[Problem], texts: &SourceTexts) -> String {
    let one = |problem: &Problem| {
        let severity = match problem.severity {
            Severity::Error => "major",
            Severity::Warning => "minor",
            Severity::Hint => "info",
        };
        let path = problem.place.as_ref().map_or("", |place| texts.path(place));
        let line = problem.place.as_ref().and_then(|place| position(place, texts)).map_or(1, |at| at.0);
        json!({
            "description": with_hints(problem),
            "check_name": problem.code,
            "fingerprint": fingerprint(problem, line),
            "severity": severity,
            "location": { "path": path, "lines": { "begin": line } },
        })
    };
    pretty(&Value::Array(problems.iter().map(one).collect()))
}

fn fingerprint(problem: &Problem, line: usize) -> String {
    let file = problem.place.as_ref().map_or("", |place| &place.file);
    let digest = Sha256::digest(format!("{}\n{file}\n{line}\n{}", problem.code, problem.message));
    digest.iter().take(16).fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn with_hints(problem: &Problem) -> String {
    problem.hints.iter().fold(problem.message.clone(), |text, hint| format!("{text}; {hint}"))
}

fn pretty(value: &Value) -> String {
    let mut text = format!("{value:#}");
    text.push('\n');
    text
}
