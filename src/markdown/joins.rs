//! Links and pictures whose address, title or attributes go over several lines.
//!
//! comrak reads them, but loses count of the lines behind them, and says a wrong end. So their line
//! ends are turned into spaces, which mean the same there, and the text is read once more.

use std::ops::Range;

use comrak::nodes::NodeValue;
use comrak::{Arena, Node};

use super::PlaceOf;
use super::options::options;
use super::prepare::Prepared;
use super::source::Source;

/// How many such links of one paragraph are mended; each costs one more reading.
const MAX_ROUNDS: usize = 24;

/// Reads a prepared text, and changes line ends in `written`, the text as its author wrote it, too.
pub(super) fn parse<'a>(
    arena: &'a Arena<'a>,
    prepared: &mut Prepared,
    written: &mut String,
    place_of: PlaceOf<'_>,
) -> Node<'a> {
    let options = options();
    let mut root = comrak::parse_document(arena, &prepared.text, &options);
    for _ in 0..MAX_ROUNDS {
        let breaks = breaks(root, &Source::new(written, prepared.start, place_of));
        if breaks.is_empty() {
            break;
        }
        for range in breaks {
            let spaces = " ".repeat(range.len());
            written.replace_range(range.clone(), &spaces);
            prepared.text.replace_range(range.start - prepared.start..range.end - prepared.start, &spaces);
        }
        root = comrak::parse_document(arena, &prepared.text, &options);
    }
    root
}

/// The line ends within the first such link of each paragraph: behind it, comrak's positions are
/// wrong.
fn breaks(root: Node<'_>, source: &Source<'_>) -> Vec<Range<usize>> {
    let mut breaks = Vec::new();
    let mut mended = None;
    for node in root.descendants() {
        if !matches!(node.data().value, NodeValue::Link(_) | NodeValue::Image(_)) {
            continue;
        }
        let paragraph = node.ancestors().find(|ancestor| ancestor.data().value.block());
        if paragraph.is_some()
            && mended.map(|node: Node<'_>| node.data().sourcepos)
                == paragraph.map(|node| node.data().sourcepos)
        {
            continue;
        }
        let found = link_tail(node, source).map(|tail| line_ends(source.text(), tail)).unwrap_or_default();
        if !found.is_empty() {
            mended = paragraph;
            breaks.extend(found);
        }
    }
    breaks
}

/// The line ends in a part of the text, with the indents and quotation signs behind them.
fn line_ends(text: &str, part: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut offset = part.start;
    while let Some(at) = text[offset..part.end].find(['\n', '\r']) {
        let start = offset + at;
        offset = start + prefix(&text[start..part.end]);
        found.push(start..offset);
    }
    found
}

/// The length of the line end at the start of a text, with what stands before the next line's words.
fn prefix(text: &str) -> usize {
    text.len() - text.trim_start_matches(['\n', '\r', ' ', '\t', '>']).len()
}

/// What stands behind the words of a link or a picture, from its closing bracket on.
fn link_tail(node: Node<'_>, source: &Source<'_>) -> Option<Range<usize>> {
    let text = source.text();
    let words = match node.last_child() {
        Some(child) => source.range(child.data().sourcepos).end,
        None => {
            let start = source.range(node.data().sourcepos).start;
            start + text.get(start..)?.find('[')? + 1
        }
    };
    let start = words + prefix(text.get(words..)?);
    let mut tail = Tail { text, offset: start };
    tail.expect(']')?;
    match tail.peek() {
        Some('(') => tail.address()?,
        Some('[') => tail.until(']')?,
        _ => {}
    }
    if node.data().attrs.is_some() && tail.peek() == Some('{') {
        tail.braces()?;
    }
    Some(start..tail.offset)
}

/// A reader of what stands behind the words of a link (CommonMark § 6.3).
struct Tail<'a> {
    text: &'a str,
    offset: usize,
}

impl Tail<'_> {
    fn peek(&self) -> Option<char> {
        self.text[self.offset..].chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.offset += next.len_utf8();
        Some(next)
    }

    fn expect(&mut self, sign: char) -> Option<()> {
        (self.next()? == sign).then_some(())
    }

    fn skip_space(&mut self) {
        while let Some(sign) = self.peek().filter(|sign| sign.is_ascii_whitespace()) {
            self.offset += match sign {
                '\n' | '\r' => prefix(&self.text[self.offset..]),
                _ => 1,
            };
        }
    }

    /// Goes behind a closing sign that has no backslash before it.
    fn until(&mut self, closing: char) -> Option<()> {
        self.next()?;
        loop {
            match self.next()? {
                '\\' => drop(self.next()?),
                sign if sign == closing => return Some(()),
                _ => {}
            }
        }
    }

    /// Goes behind `(address "title")`.
    fn address(&mut self) -> Option<()> {
        self.expect('(')?;
        self.skip_space();
        match self.peek()? {
            '<' => self.until('>')?,
            _ => self.bare_address()?,
        }
        self.skip_space();
        match self.peek()? {
            quote @ ('"' | '\'') => self.until(quote)?,
            '(' => self.until(')')?,
            _ => {}
        }
        self.skip_space();
        self.expect(')')
    }

    fn bare_address(&mut self) -> Option<()> {
        let mut depth = 0_usize;
        loop {
            match self.peek()? {
                ')' if depth == 0 => return Some(()),
                sign if sign.is_ascii_whitespace() => return Some(()),
                '(' => depth += 1,
                ')' => depth -= 1,
                '\\' => drop(self.next()?),
                _ => {}
            }
            self.next()?;
        }
    }

    /// Goes behind `{…}`; a brace may stand between quotes.
    fn braces(&mut self) -> Option<()> {
        self.expect('{')?;
        loop {
            match self.peek()? {
                '"' => self.until('"')?,
                sign => {
                    self.next()?;
                    if sign == '}' {
                        return Some(());
                    }
                }
            }
        }
    }
}
