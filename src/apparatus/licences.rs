//! Licences of Creative Commons in the list of credits: their names become links to their texts.

use std::ops::Range;

use crate::document::{Attributes, Inline, InlineKind, Link, Pair, Target};

/// Whatever conditions a licence can have, the longer before those that they begin with.
const CONDITIONS: [&str; 6] = ["BY-NC-SA", "BY-NC-ND", "BY-NC", "BY-SA", "BY-ND", "BY"];
const VERSIONS: [&str; 5] = ["4.0", "3.0", "2.5", "2.0", "1.0"];

/// Links every licence that a line names by its short name and version, such as `CC BY-SA 4.0`.
pub(super) fn link(line: &mut Vec<Inline>) {
    let mut linked = Vec::with_capacity(line.len());
    for inline in line.drain(..) {
        let InlineKind::Text(text) = &inline.kind else {
            linked.push(inline);
            continue;
        };
        let mut rest = 0;
        let part =
            |text: &str| Inline { kind: InlineKind::Text(text.to_owned()), place: inline.place.clone() };
        while let Some((range, address)) = licence(text, rest) {
            if range.start > rest {
                linked.push(part(&text[rest..range.start]));
            }
            let content = vec![part(&text[range.clone()])];
            let link = Link { target: Target::Address(address), attributes: unprinted(&inline), content };
            linked.push(Inline { kind: InlineKind::Link(link), place: inline.place.clone() });
            rest = range.end;
        }
        if rest < text.len() {
            linked.push(part(&text[rest..]));
        }
    }
    *line = linked;
}

/// The name of the licence says on paper where it is found.
fn unprinted(inline: &Inline) -> Attributes {
    let pair = Pair {
        key: "address".to_owned(),
        key_place: inline.place.clone(),
        value: "none".to_owned(),
        written: "none".to_owned(),
        place: inline.place.clone(),
    };
    Attributes { pairs: vec![pair], ..Attributes::default() }
}

/// The first licence from a place on, and its address.
fn licence(text: &str, from: usize) -> Option<(Range<usize>, String)> {
    let mut starts = text[from..].match_indices("CC").map(|(at, _)| from + at);
    starts.find_map(|start| {
        let before = text[..start].chars().next_back();
        if before.is_some_and(char::is_alphanumeric) {
            return None;
        }
        let (length, path) = named(&text[start..])?;
        Some((start..start + length, format!("https://creativecommons.org/{path}/")))
    })
}

/// The licence that a text begins with: the length of its name, and the path of its address
/// (<https://creativecommons.org/licenses/list.en>).
fn named(text: &str) -> Option<(usize, String)> {
    let spaced = |text: &'_ str| text.starts_with([' ', '\u{a0}', '\u{202f}']);
    if let Some(rest) = text.strip_prefix("CC0") {
        let version = rest.trim_start();
        let named = spaced(rest) && version.starts_with("1.0");
        let end = text.len() - version.len() + "1.0".len();
        return named.then(|| (end, "publicdomain/zero/1.0".to_owned()));
    }
    let rest = text.strip_prefix("CC")?;
    let rest = rest.strip_prefix('-').or_else(|| spaced(rest).then(|| rest.trim_start()))?;
    let conditions = CONDITIONS.iter().find(|conditions| rest.starts_with(**conditions))?;
    let rest = &rest[conditions.len()..];
    let version = rest.trim_start();
    let number = VERSIONS.iter().find(|number| spaced(rest) && version.starts_with(**number))?;
    let end = text.len() - version.len() + number.len();
    Some((end, format!("licenses/{}/{number}", conditions.to_lowercase())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Place;

    #[test]
    fn a_licence_with_its_version_is_linked_and_nothing_else() {
        let cases = [
            ("Foto: A, CC BY-SA 4.0.", vec![("CC BY-SA 4.0", "licenses/by-sa/4.0")]),
            (
                "CC BY 3.0 und CC0 1.0",
                vec![("CC BY 3.0", "licenses/by/3.0"), ("CC0 1.0", "publicdomain/zero/1.0")],
            ),
            ("CC-BY-NC-ND 4.0", vec![("CC-BY-NC-ND 4.0", "licenses/by-nc-nd/4.0")]),
            ("ACC BY 4.0, CC BY, CCTV 1.0, CC0", vec![]),
        ];
        for (text, expected) in cases {
            let place = Place::file("a.md");
            let mut line = vec![Inline { kind: InlineKind::Text(text.to_owned()), place }];
            link(&mut line);
            assert_eq!(crate::document::plain_text(&line), text);
            let links: Vec<(String, String)> = line
                .iter()
                .filter_map(|inline| match &inline.kind {
                    InlineKind::Link(link) => match &link.target {
                        Target::Address(address) => {
                            Some((crate::document::plain_text(&link.content), address.clone()))
                        }
                        _ => None,
                    },
                    _ => None,
                })
                .collect();
            let expected: Vec<(String, String)> = expected
                .into_iter()
                .map(|(name, path)| (name.to_owned(), format!("https://creativecommons.org/{path}/")))
                .collect();
            assert_eq!(links, expected, "{text}");
        }
    }
}
