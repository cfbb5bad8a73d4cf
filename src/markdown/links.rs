//! Links: to the web, to another part of the publication, to a chapter.

use std::ops::Range;

use comrak::Node;
use comrak::nodes::NodeLink;

use super::Reader;
use super::attributes::Allowed;
use super::source::restored;
use crate::diagnostic::{Problem, list};
use crate::document::{Attributes, Inline, InlineKind, Link, Span, Target, workspace_path};

const LINK: Allowed = Allowed { what: "a link", id: false, classes: Some(&[]), keys: &["lang", "address"] };

/// Where the address of a link can stand on paper.
const ADDRESSES: [&str; 4] = ["inline", "note", "qr", "none"];

/// What ends a sentence or a quotation, and no address: GFM § 6.9 knows the signs of ASCII only.
const SURPLUS: [char; 17] =
    ['“', '”', '‘', '’', '»', '«', '›', '‹', '…', '?', '!', '.', ',', ':', '*', '_', '~'];

/// What a link may start with; other schemes mean nothing to a reader, or harm.
const SCHEMES: [&str; 4] = ["https", "http", "mailto", "tel"];

impl<'a> Reader<'a> {
    pub(super) fn link(
        &mut self,
        node: Node<'a>,
        link: &NodeLink,
        range: &Range<usize>,
    ) -> Option<InlineKind> {
        let attributes = match node.data().attrs {
            Some(_) => self.trailing_attributes(range).map(|parsed| parsed.attributes),
            None => None,
        };
        let attributes = attributes.unwrap_or_default();
        self.allow(&attributes, &LINK);
        if let Some(pair) =
            attributes.pair("address").filter(|pair| !ADDRESSES.contains(&pair.value.as_str()))
        {
            self.report(
                Problem::error(
                    "markdown/attribute-value",
                    format!("an address cannot stand `{}`", pair.value),
                )
                .at(pair.place.clone())
                .hint(format!("write {}", list(ADDRESSES))),
            );
        }
        let was_in_link = std::mem::replace(&mut self.in_link, true);
        let content = self.nested(range.clone(), |reader| reader.inlines(node));
        self.in_link = was_in_link;
        if !link.title.is_empty() {
            self.report(
                Problem::warning("markdown/link-title", "the title of a link is not shown")
                    .at(self.source.place(range.clone()))
                    .hint("say it in the text, or delete it"),
            );
        }
        Some(match self.target(&restored(&link.url), range) {
            Some(target) => InlineKind::Link(Link { target, content, attributes }),
            // The words stay the author's, so that a heading of them is not reported as empty.
            None => InlineKind::Span(Box::new(Span { attributes, content })),
        })
    }

    /// How many bytes at the end of an address that stands in the text by itself are of the sentence: „https://a.de“.
    pub(super) fn surplus_of_address(&self, link: &NodeLink, range: &Range<usize>) -> usize {
        let written = self.source.slice(range.clone());
        let surplus = &written[written.trim_end_matches(SURPLUS).len()..];
        let is_bare = !written.starts_with(['<', '[']) && link.url.ends_with(written);
        if is_bare { surplus.len() } else { 0 }
    }

    /// The link of an address that stands in the text by itself, without the surplus at its end.
    pub(super) fn bare_link(&mut self, link: &NodeLink, surplus: usize, range: &Range<usize>) -> InlineKind {
        let kind = InlineKind::Text(self.source.slice(range.clone()).to_owned());
        let content = vec![Inline { kind, place: self.source.place(range.clone()) }];
        let attributes = Attributes::default();
        match self.target(&link.url[..link.url.len() - surplus], range) {
            Some(target) => InlineKind::Link(Link { target, content, attributes }),
            None => InlineKind::Span(Box::new(Span { attributes, content })),
        }
    }

    fn target(&mut self, address: &str, range: &Range<usize>) -> Option<Target> {
        let place = self.source.place(range.clone());
        if let Some(id) = address.strip_prefix('#').filter(|id| !id.is_empty()) {
            return Some(Target::Id(id.to_owned()));
        }
        if let Some(scheme) = scheme(address) {
            if SCHEMES.contains(&scheme.to_ascii_lowercase().as_str()) {
                return Some(Target::Address(encoded(address)));
            }
            let message = format!("a link cannot start with `{scheme}:`");
            self.report(Problem::error("markdown/link-scheme", message).at(place));
            return None;
        }
        let (path, id) = address.split_once('#').unwrap_or((address, ""));
        if path.ends_with(".md") {
            if !id.is_empty() {
                return Some(Target::Id(id.to_owned()));
            }
            if let Some(file) = workspace_path(&self.file, path) {
                return Some(Target::Chapter(file));
            }
        }
        self.report(
            Problem::error("markdown/link-target", format!("`{address}` leads nowhere"))
                .at(place)
                .hint("write the whole address, `https://…`, or `#id` for a part of the publication"),
        );
        None
    }
}

/// An address without signs that no address has (RFC 3987 § 2.2, where letters of all scripts are allowed).
fn encoded(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for (offset, sign) in address.char_indices() {
        let behind = &address.as_bytes()[offset + sign.len_utf8()..];
        let is_code = behind.len() > 1 && behind[..2].iter().all(u8::is_ascii_hexdigit);
        let is_refused = match sign {
            '%' => !is_code,
            // Whether brackets are those of a host is left to the author: `http://[::1]/`.
            _ => sign.is_ascii_control() || " \"<>\\^`{|}".contains(sign),
        };
        if is_refused {
            out.push_str(&format!("%{:02X}", u32::from(sign)));
        } else {
            out.push(sign);
        }
    }
    out
}

/// The scheme of an address (RFC 3986 § 3.1).
fn scheme(address: &str) -> Option<&str> {
    let (scheme, _) = address.split_once(':')?;
    let mut bytes = scheme.bytes();
    let valid = bytes.next().is_some_and(|byte| byte.is_ascii_alphabetic())
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    valid.then_some(scheme)
}

#[cfg(test)]
mod tests {
    use super::encoded;

    #[test]
    fn an_address_has_only_signs_of_addresses() {
        let cases = [
            ("https://a.de/b?c=d&e#f", "https://a.de/b?c=d&e#f"),
            ("https://a.de/b c|{d}", "https://a.de/b%20c%7C%7Bd%7D"),
            ("https://a.de/100%/%C3%A4/ä", "https://a.de/100%25/%C3%A4/ä"),
        ];
        for (address, expected) in cases {
            assert_eq!(encoded(address), expected);
        }
    }
}
