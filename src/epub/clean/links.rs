//! Links between the chapters: every one leads to a place that is there.

use std::collections::BTreeMap;

use super::ContentDocument;
use super::ids::Known;
use crate::diagnostic::Problem;

/// Lets every internal link follow renamed identifiers, and reports those that lead nowhere.
pub(super) fn mend(
    documents: &mut [ContentDocument],
    known: &BTreeMap<String, Known>,
    problems: &mut Vec<Problem>,
) {
    for document in documents {
        let path = document.path.clone();
        document.body.each_mut(&mut |element| {
            let Some(href) = element.get("href") else { return };
            if is_external(href) {
                return;
            }
            match resolved(&path, href, known) {
                Some(mended) => {
                    // The labels of the glossary's entries are satz's own (DPUB-ARIA 1.1, doc-glossref).
                    if mended.split_once('#').is_some_and(|(_, id)| id.starts_with("term-")) {
                        element.set("epub:type", "glossref");
                        element.set("role", "doc-glossref");
                    }
                    element.set("href", mended);
                }
                None => problems.push(Problem::error(
                    "epub/dangling-link",
                    format!("the link “{}” to “{href}” leads nowhere", element.plain_text()),
                )),
            }
        });
    }
}

/// Whether a link leaves the book.
pub(super) fn is_external(href: &str) -> bool {
    href.split_once(':').is_some_and(|(scheme, _)| {
        !scheme.is_empty()
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+.-".contains(&byte))
    })
}

fn resolved(from: &str, href: &str, known: &BTreeMap<String, Known>) -> Option<String> {
    let (file, fragment) = href.split_once('#').unwrap_or((href, ""));
    let target = if file.is_empty() { from.to_owned() } else { joined(from, file) };
    let ids = known.get(&target)?;
    let fragment = ids.renamed.get(fragment).map_or(fragment, String::as_str);
    if !fragment.is_empty() && !ids.ids.contains(fragment) {
        return None;
    }
    let file = if target == from { "" } else { file };
    match fragment {
        "" => Some(if file.is_empty() { last_part(from).to_owned() } else { file.to_owned() }),
        _ => Some(format!("{file}#{fragment}")),
    }
}

fn last_part(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The path that `relative` means in the file `from`.
fn joined(from: &str, relative: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in relative.split('/') {
        match part {
            ".." => {
                parts.pop();
            }
            "." | "" => {}
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_follows_a_renamed_identifier_and_a_dangling_one_is_found() {
        let mut known = BTreeMap::new();
        let mut one = Known::default();
        one.ids.insert("note-1".into());
        one.renamed.insert("loc-7".into(), "note-1".into());
        known.insert("text/a.xhtml".to_owned(), one);
        let cases = [
            ("text/a.xhtml", "#loc-7", Some("#note-1")),
            ("text/a.xhtml", "a.xhtml#loc-7", Some("#note-1")),
            ("text/b.xhtml", "a.xhtml#note-1", Some("a.xhtml#note-1")),
            ("nav.xhtml", "text/a.xhtml", Some("text/a.xhtml")),
            ("text/b.xhtml", "a.xhtml#nowhere", None),
            ("text/b.xhtml", "c.xhtml", None),
        ];
        for (from, href, expected) in cases {
            assert_eq!(resolved(from, href, &known).as_deref(), expected, "{from} {href}");
        }
    }

    #[test]
    fn a_link_with_a_scheme_leaves_the_book() {
        assert!(is_external("https://example.org"));
        assert!(is_external("mailto:a@example.org"));
        assert!(!is_external("02.xhtml#a:b"));
    }
}
