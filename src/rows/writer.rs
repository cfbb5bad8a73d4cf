//! Markdown that is written from data, with the place of every part.

use std::ops::Range;

use crate::diagnostic::Place;
use crate::document::{Attributes, Pair};

/// A text whose parts know where they come from.
pub(super) struct Writer {
    text: String,
    /// The parts with a place of their own, in order.
    parts: Vec<(Range<usize>, Place)>,
    /// The place of all else: the directive.
    directive: Place,
}

impl Writer {
    pub(super) fn new(directive: Place) -> Self {
        Self { text: String::new(), parts: Vec::new(), directive }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Writes markup.
    pub(super) fn push(&mut self, markup: &str) {
        self.text.push_str(markup);
    }

    /// Writes what stands at a place.
    pub(super) fn put(&mut self, text: &str, place: Place) {
        let start = self.text.len();
        self.text.push_str(text);
        self.parts.push((start..self.text.len(), place));
    }

    /// Opens a directive with the attributes that an author wrote.
    pub(super) fn open(&mut self, fence: usize, name: &str, attributes: &Attributes) {
        self.text.push_str(&":".repeat(fence));
        self.text.push_str(name);
        self.text.push('{');
        if let Some(id) = attributes.id.as_ref().filter(|id| !id.generated) {
            self.put(&format!("#{}", id.name), id.place.clone());
        }
        for class in &attributes.classes {
            self.put(&format!(" .{}", class.name), class.place.clone());
        }
        for pair in &attributes.pairs {
            self.pair(pair);
        }
        self.text.push_str("}\n\n");
    }

    fn pair(&mut self, pair: &Pair) {
        self.text.push(' ');
        self.put(&pair.key, pair.key_place.clone());
        self.text.push_str("=\"");
        self.put(&pair.written, pair.place.clone());
        self.text.push('"');
    }

    /// Writes an attribute whose value is Markdown without bare quotes.
    pub(super) fn attribute(&mut self, key: &Pair, markdown: &str, place: Place) {
        self.text.push(' ');
        self.put(&key.key, key.key_place.clone());
        self.text.push_str("=\"");
        self.put(&quoted(markdown), place);
        self.text.push('"');
    }

    pub(super) fn close(&mut self, fence: usize) {
        self.text.push('\n');
        self.text.push_str(&":".repeat(fence));
        self.text.push_str("\n\n");
    }

    /// The place of a range: of the one part that it holds or lies in, or else the directive's.
    pub(super) fn place(&self, range: Range<usize>) -> Place {
        let start = self.parts.partition_point(|(part, _)| part.end <= range.start);
        let mut within =
            self.parts[start..].iter().take_while(|(part, _)| part.start < range.end.max(range.start + 1));
        match (within.next(), within.next()) {
            (Some((_, place)), None) => place.clone(),
            _ => self.directive.clone(),
        }
    }
}

/// A text between quotes of an attribute: its quotes are escaped, unless they are already.
fn quoted(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    let mut escaped = false;
    for sign in markdown.chars() {
        if sign == '"' && !escaped {
            out.push('\\');
        }
        escaped = sign == '\\' && !escaped;
        out.push(sign);
    }
    out
}
