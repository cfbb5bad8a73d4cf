//! Directives: `:::name{…}` … `:::`.
//!
//! A few names are satz's own, [`OWN`]. Every other name is a component of the layout, which the
//! layout's room knows.

use std::ops::Range;

use comrak::Node;
use comrak::nodes::NodeValue;

use super::Reader;
use super::attributes::{Allowed, parse};
use crate::diagnostic::Problem;
use crate::document::{
    Attributes, Block, BlockKind, Collected, Component, Exhibits, Formula, Index, WorkList,
};

const FORMULA: Allowed = Allowed { what: "a formula", id: true, classes: Some(&[]), keys: &["alt"] };
const BIBLIOGRAPHY: Allowed =
    Allowed { what: "a list of works", id: false, classes: Some(&[]), keys: &["scope", "types", "keywords"] };
const EXHIBITS: Allowed =
    Allowed { what: "a list of figures or tables", id: false, classes: Some(&[]), keys: &[] };

const COLLECTED: Allowed =
    Allowed { what: "a list of the whole publication", id: false, classes: Some(&[]), keys: &[] };

/// The names that no component of a layout can have.
pub const OWN: [&str; 11] = [
    "figure",
    "table",
    "programme",
    "formula",
    "bibliography",
    "list-of-figures",
    "list-of-tables",
    "glossary",
    "abbreviations",
    "index",
    "credits",
];

/// The first line of a directive.
struct Opening {
    fence: usize,
    name: Range<usize>,
    attributes: Attributes,
    line: Range<usize>,
}

impl<'a> Reader<'a> {
    pub(super) fn directive(&mut self, node: Node<'a>, range: &Range<usize>, out: &mut Vec<Block>) {
        let Some(opening) = self.opening(range) else { return };
        self.check_fences(node, &opening, range);
        let name = self.source.slice(opening.name.clone());
        let kind = match name {
            // A fence that opens nothing was reported; the text behind it is the author's still.
            "" => {
                out.extend(self.nested(range.clone(), |reader| reader.blocks(node)));
                return;
            }
            "figure" => self.figure_directive(node, opening.attributes, range),
            "table" if opening.attributes.pair("data").is_none() => {
                self.table_directive(node, opening.attributes, range)
            }
            "formula" => self.formula(node, opening, range),
            "bibliography" => {
                self.allow(&opening.attributes, &BIBLIOGRAPHY);
                self.refuse_body(node, name, range);
                Some(BlockKind::Bibliography(self.work_list(&opening.attributes)))
            }
            "list-of-figures" => self.exhibits(node, Exhibits::Figures, &opening.attributes, range),
            "list-of-tables" => self.exhibits(node, Exhibits::Tables, &opening.attributes, range),
            "glossary" => self.collected(Collected::Glossary(Vec::new()), node, &opening, range),
            "abbreviations" => self.collected(Collected::Abbreviations(Vec::new()), node, &opening, range),
            "credits" => self.collected(Collected::Credits(Vec::new()), node, &opening, range),
            "index" => {
                self.allow(&opening.attributes, &COLLECTED);
                let body = self.nested(range.clone(), |reader| reader.blocks(node));
                Some(BlockKind::Collected(Collected::Index(Index { body, groups: Vec::new() })))
            }
            _ => Some(BlockKind::Component(Component {
                name: name.to_owned(),
                name_place: self.source.place(opening.name.clone()),
                attributes: opening.attributes,
                arguments: Vec::new(),
                counted: None,
                takes_body: false,
                body: self.nested(range.clone(), |reader| reader.blocks(node)),
            })),
        };
        if let Some(kind) = kind {
            out.push(Block { kind, place: self.source.place(range.clone()) });
        }
    }

    /// Reads the line that opens a directive.
    fn opening(&mut self, range: &Range<usize>) -> Option<Opening> {
        let (start, text) = self.source.lines_of(range).first().copied()?;
        let line = range.start.max(start)..start + text.len();
        let text = self.source.slice(line.clone());
        let fence = text.bytes().take_while(|&byte| byte == b':').count();
        let after = line.start + fence;
        let rest = &text[fence..];
        let name_start = after + rest.len() - rest.trim_start().len();
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
        let named = self.source.slice(name_start..line.end);
        let name_end = name_start + named.find(|c| !is_name(c)).unwrap_or(named.len());
        let rest = self.source.slice(name_end..line.end);
        let brace = name_end + rest.len() - rest.trim_start().len();
        let mut attributes = Attributes::default();
        let mut end = name_end;
        if self.source.slice(brace..line.end).starts_with('{') {
            match parse(self.source.text(), brace, self.source.place_of()) {
                Ok(parsed) if parsed.range.end <= line.end => {
                    attributes = parsed.attributes;
                    end = parsed.range.end;
                }
                Ok(parsed) => {
                    self.report_directive(brace..parsed.range.end, "the braces go over more than one line");
                    end = line.end;
                }
                Err(malformed) => {
                    self.report_malformed(brace, &malformed);
                    end = line.end;
                }
            }
        }
        let rest = self.source.slice(end..line.end);
        if !rest.trim().is_empty() {
            let message = "expected `{attributes}` or the end of the line after the name";
            self.report_directive(end..line.end, message);
        }
        Some(Opening { fence, name: name_start..name_end, attributes, line })
    }

    fn report_directive(&mut self, range: Range<usize>, message: &str) {
        self.report(
            Problem::error("markdown/directive", message)
                .at(self.source.place(range))
                .hint("write `:::name{key=\"value\"}` in one line, then the text, then `:::`"),
        );
    }

    /// Reports fences that do not mean what their author meant.
    fn check_fences(&mut self, node: Node<'a>, opening: &Opening, range: &Range<usize>) {
        if self.broken_fences {
            return;
        }
        let fence = opening.line.start..opening.line.start + opening.fence;
        if opening.name.is_empty() {
            self.broken_fences = true;
            self.report(
                Problem::error("markdown/directive-unmatched", "this fence closes nothing and names nothing")
                    .at(self.source.place(fence))
                    .hint("delete it, or write a name behind it"),
            );
            return;
        }
        let outer = node.parent().filter(|_| node.parent().is_some_and(is_directive));
        let outer_range = outer.map(|outer| self.source.range(outer.data().sourcepos));
        if let (Some(outer), Some(outer_range)) = (outer, &outer_range)
            && fence_length(outer) <= opening.fence
        {
            self.broken_fences = true;
            let place = self.source.place(outer_range.start..outer_range.start + fence_length(outer));
            let longer = ":".repeat(opening.fence + 1);
            self.report(
                Problem::error("markdown/directive-fence", "the fence around this one must be longer")
                    .at(self.source.place(fence))
                    .label(place, "the outer fence")
                    .hint(format!("write `{longer}` at both ends of the outer directive")),
            );
            return;
        }
        let closes_with_outer = outer_range.is_some_and(|outer| {
            self.source.lines_of(&outer).last().map(|(start, _)| *start)
                == self.source.lines_of(range).last().map(|(start, _)| *start)
        });
        if closes_with_outer || !self.ends_with_fence(opening, range) {
            self.broken_fences = true;
            let colons = ":".repeat(opening.fence);
            self.report(
                Problem::error("markdown/directive-unclosed", "this directive has no end")
                    .at(self.source.place(opening.line.clone()))
                    .hint(format!("write `{colons}` on a line of its own behind its text")),
            );
        }
    }

    fn ends_with_fence(&self, opening: &Opening, range: &Range<usize>) -> bool {
        let lines = self.source.lines_of(range);
        let Some((_, last)) = lines.last().filter(|_| lines.len() > 1) else { return false };
        let colons = last.trim_start_matches([' ', '\t', '>']).trim_end();
        colons.len() >= opening.fence && colons.bytes().all(|byte| byte == b':')
    }

    /// The formula between the fences, as it was written: its lines are no Markdown.
    fn formula(&mut self, node: Node<'a>, opening: Opening, range: &Range<usize>) -> Option<BlockKind> {
        self.allow(&opening.attributes, &FORMULA);
        let lines = self.source.lines_of(range);
        let end = lines.len() - usize::from(self.ends_with_fence(&opening, range));
        let inner = lines.get(1..end).unwrap_or_default();
        let inner: Vec<(usize, String)> =
            inner.iter().map(|(start, line)| (*start, self.source.unquoted(node, line))).collect();
        let latex: Vec<&str> = inner.iter().map(|(_, line)| line.trim()).collect();
        let latex = latex.join("\n").trim().to_owned();
        if latex.is_empty() {
            self.report(
                Problem::error("markdown/formula", "this formula is empty")
                    .at(self.source.place(opening.line)),
            );
            return None;
        }
        // The place is as long as the notation wherever that stands in the file as it is, so that
        // an error within it can be told at its column.
        let first = inner.iter().find(|(_, line)| !line.trim().is_empty());
        let last = inner.iter().rfind(|(_, line)| !line.trim().is_empty());
        let indent = |line: &str| line.len() - line.trim_start().len();
        let start = first.map_or(range.start, |(start, line)| start + indent(line));
        let stop = last.map_or(range.end, |(start, line)| start + line.trim_end().len());
        let alternative = opening.attributes.value("alt").map(str::to_owned);
        Some(BlockKind::Formula(Formula {
            attributes: Attributes { pairs: Vec::new(), ..opening.attributes },
            latex,
            place: self.source.place(start..stop),
            alternative,
        }))
    }

    fn work_list(&mut self, attributes: &Attributes) -> WorkList {
        if let Some(scope) = attributes.pair("scope").filter(|pair| pair.value != "chapter") {
            self.report(
                Problem::error("markdown/attribute-value", format!("`scope` cannot be `{}`", scope.value))
                    .at(scope.place.clone())
                    .hint("write `scope=chapter`, or nothing for the whole publication"),
            );
        }
        let words = |key: &str| {
            let pair = attributes.pair(key);
            let words = pair.into_iter().flat_map(|pair| pair.value.split(',').map(move |word| (word, pair)));
            let named = words.map(|(word, pair)| (word.trim().to_lowercase(), pair.place.clone()));
            named.filter(|(word, _)| !word.is_empty()).collect()
        };
        WorkList {
            of_chapter: attributes.pair("scope").is_some(),
            types: words("types"),
            keywords: words("keywords"),
            number: None,
        }
    }

    fn exhibits(
        &mut self,
        node: Node<'a>,
        exhibits: Exhibits,
        attributes: &Attributes,
        range: &Range<usize>,
    ) -> Option<BlockKind> {
        self.allow(attributes, &EXHIBITS);
        self.refuse_body(node, exhibits.directive(), range);
        Some(BlockKind::Exhibits(exhibits))
    }

    /// The place of a list that the whole publication fills.
    fn collected(
        &mut self,
        list: Collected,
        node: Node<'a>,
        opening: &Opening,
        range: &Range<usize>,
    ) -> Option<BlockKind> {
        self.allow(&opening.attributes, &COLLECTED);
        self.refuse_body(node, list.name(), range);
        Some(BlockKind::Collected(list))
    }

    fn refuse_body(&mut self, node: Node<'a>, name: &str, range: &Range<usize>) {
        if node.first_child().is_some() {
            let message = format!("`:::{name}` holds no text");
            self.report(
                Problem::error("markdown/directive-body", message)
                    .at(self.source.place(range.clone()))
                    .hint("close it with `:::` on the next line"),
            );
        }
    }
}

fn is_directive(node: Node<'_>) -> bool {
    matches!(node.data().value, NodeValue::BlockDirective(_))
}

fn fence_length(node: Node<'_>) -> usize {
    match &node.data().value {
        NodeValue::BlockDirective(directive) => directive.fence_length,
        _ => 0,
    }
}
