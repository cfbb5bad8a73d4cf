//! Links: to the web, to another part of the publication, to a chapter.

use std::ops::Range;

use comrak::Node;
use comrak::nodes::NodeLink;

use super::Reader;
use super::attributes::Allowed;
use super::source::restored;
use crate::diagnostic::{Problem, list};
use crate::document::{InlineKind, Link, Span, Target, workspace_path};

const LINK: Allowed = Allowed { what: "a link", id: false, classes: Some(&[]), keys: &["lang", "address"] };

/// Where the address of a link can stand on paper.
const ADDRESSES: [&str; 4] = ["inline", "note", "qr", "none"];

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

    fn target(&mut self, address: &str, range: &Range<usize>) -> Option<Target> {
        let place = self.source.place(range.clone());
        if let Some(id) = address.strip_prefix('#').filter(|id| !id.is_empty()) {
            return Some(Target::Id(id.to_owned()));
        }
        if let Some(scheme) = scheme(address) {
            if SCHEMES.contains(&scheme.to_ascii_lowercase().as_str()) {
                return Some(Target::Address(address.to_owned()));
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

/// The scheme of an address (RFC 3986 § 3.1).
fn scheme(address: &str) -> Option<&str> {
    let (scheme, _) = address.split_once(':')?;
    let mut bytes = scheme.bytes();
    let valid = bytes.next().is_some_and(|byte| byte.is_ascii_alphabetic())
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    valid.then_some(scheme)
}
