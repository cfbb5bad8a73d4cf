//! The walk over one chapter's tree: every node of Typst's becomes nodes of ours.

use std::str::FromStr;

use typst_html::{HtmlElement, HtmlNode};
use typst_library::foundations::{Content, NativeElement, Packed};
use typst_library::introspection::{Introspector, Tag};
use typst_library::layout::Dir;
use typst_library::model::HeadingElem;
use typst_library::text::Lang;
use typst_syntax::{Span, VirtualPath};

use super::ids::{Ids, is_counted, is_plain};
use super::page_marks::Placements;
use super::styles::{self, Style};
use super::tables::Cells;
use super::{CleanOptions, Heading, PageStart, Shared, page_id, page_marker};
use crate::diagnostic::Problem;
use crate::epub::words::Words;
use crate::epub::xhtml::{Element, Node, is_phrasing};

/// The state of the walk over one chapter.
pub(super) struct Walk<'a, 'o> {
    pub(super) options: &'a CleanOptions<'o>,
    pub(super) words: &'static Words,
    pub(super) shared: &'a mut Shared,
    pub(super) path: &'a VirtualPath,
    pub(super) introspector: &'a dyn Introspector,
    pub(super) ids: Ids,
    pub(super) headings: Vec<Heading>,
    pub(super) pages: Vec<PageStart>,
    pub(super) notes: Vec<Node>,
    /// The tables around the current node, innermost last.
    pub(super) tables: Vec<Cells>,
    pub(super) bibliography_is_chapter: bool,
    pub(super) in_bibliography: bool,
    placements: &'a mut Placements,
    /// Typst's elements whose start has been met and whose end has not.
    pub(super) open: Vec<Content>,
    /// A label whose element has not been met yet.
    label: Option<String>,
    /// Our elements around the current node, innermost last.
    pub(super) parents: Vec<Parent>,
}

/// An element around the current node.
pub(super) struct Parent {
    pub(super) name: String,
    class: String,
    /// The text alternative that a layout gave for a drawing within.
    alt: Option<String>,
}

impl<'a, 'o> Walk<'a, 'o> {
    pub(super) fn new(
        options: &'a CleanOptions<'o>,
        words: &'static Words,
        shared: &'a mut Shared,
        placements: &'a mut Placements,
        path: &'a VirtualPath,
        introspector: &'a dyn Introspector,
    ) -> Self {
        Self {
            options,
            words,
            shared,
            path,
            introspector,
            ids: Ids::default(),
            headings: Vec::new(),
            pages: Vec::new(),
            notes: Vec::new(),
            tables: Vec::new(),
            bibliography_is_chapter: false,
            in_bibliography: false,
            placements,
            open: Vec::new(),
            label: None,
            parents: Vec::new(),
        }
    }

    /// Reports a problem at the place that an author can mend.
    pub(super) fn report(&mut self, problem: Problem, span: Span) {
        self.shared.problems.push(problem.at((self.options.place)(span)));
    }

    /// The innermost Typst element of a kind around the current node.
    pub(super) fn innermost<T: NativeElement>(&self) -> Option<Packed<T>> {
        self.open.iter().rev().find_map(|content| content.to_packed::<T>().cloned())
    }

    /// The Typst element that has just begun, if it is of a kind.
    pub(super) fn begun<T: NativeElement>(&self) -> Option<Packed<T>> {
        self.open.last().and_then(|content| content.to_packed::<T>().cloned())
    }

    /// Whether the current node lies in an element of that name.
    pub(super) fn is_within(&self, name: &str) -> bool {
        self.parents.iter().any(|parent| parent.name == name)
    }

    /// Whether the layout wraps the current formula and shows its number itself.
    pub(super) fn shown_by_layout(&self) -> bool {
        self.parents.iter().any(|parent| parent.class.split_whitespace().any(|class| class == "equation"))
    }

    fn is_verbatim(&self) -> bool {
        self.is_within("pre") || self.is_within("code")
    }

    /// The text alternative that the nearest element around gives for a drawing.
    pub(super) fn given_alt(&self) -> Option<String> {
        self.parents.iter().rev().find_map(|parent| parent.alt.clone())
    }

    /// Cleans nodes, and adds what they become.
    pub(super) fn children(&mut self, nodes: &[HtmlNode], into: &mut Vec<Node>) {
        for node in nodes {
            match node {
                HtmlNode::Tag(Tag::Start(content, _)) => {
                    if let Some(label) = content.label() {
                        let label = label.resolve().to_string();
                        self.label = is_plain(&label).then_some(label);
                    }
                    self.open.push(content.clone());
                }
                HtmlNode::Tag(Tag::End(location, ..)) => self.end(*location),
                HtmlNode::Text(text, _) => {
                    let marks = self.placements.take(node);
                    self.text(text, &marks, into);
                }
                HtmlNode::Element(element) => {
                    self.page_starts(node, into);
                    self.element(element, into);
                }
                HtmlNode::Frame(frame) => {
                    self.page_starts(node, into);
                    self.frame(frame, into);
                }
            }
        }
    }

    fn end(&mut self, location: typst_library::introspection::Location) {
        let found = self.open.iter().rposition(|content| content.location() == Some(location));
        if let Some(index) = found {
            let ended = self.open.remove(index);
            if ended.label().is_some() {
                self.label = None;
            }
        }
    }

    /// Markers of the pages that begin with a node.
    fn page_starts(&mut self, node: &HtmlNode, into: &mut Vec<Node>) {
        for (_, mark) in self.placements.take(node) {
            let marker = self.page_start(mark);
            into.push(marker);
        }
    }

    fn page_start(&mut self, mark: usize) -> Node {
        let folio = self.options.page_marks[mark].folio.clone();
        let id = page_id(self.options.language, &folio);
        self.ids.claim(&id);
        let marker = page_marker(&id, &folio);
        self.pages.push(PageStart { folio, id });
        marker.into()
    }

    /// Adds text, with the markers of pages before the words that they begin with.
    fn text(&mut self, text: &str, marks: &[(usize, usize)], into: &mut Vec<Node>) {
        let mut done = 0;
        for &(offset, mark) in marks {
            let offset = (done..=offset.min(text.len())).rev().find(|&at| text.is_char_boundary(at));
            let offset = offset.unwrap_or(done);
            self.plain(&text[done..offset], into);
            done = offset;
            let marker = self.page_start(mark);
            let rest = split_at_word(into);
            into.push(marker);
            into.extend(rest);
        }
        self.plain(&text[done..], into);
    }

    /// Adds text to the text before it; white space that would collapse is added once.
    fn plain(&mut self, text: &str, into: &mut Vec<Node>) {
        if text.is_empty() {
            return;
        }
        let verbatim = self.is_verbatim();
        match into.last_mut() {
            Some(Node::Text(before)) => {
                let collapses = !verbatim && before.ends_with(' ');
                before.push_str(if collapses { text.trim_start_matches(' ') } else { text });
            }
            _ => into.push(Node::Text(text.to_owned())),
        }
    }

    /// Cleans one element.
    fn element(&mut self, source: &HtmlElement, into: &mut Vec<Node>) {
        let name = source.tag.resolve();
        let role = super::attribute(source, "role").unwrap_or_default();
        match (name.as_str(), role.as_str()) {
            ("h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "div", _) if self.is_heading() => {
                self.heading(source, into);
            }
            ("h1", _) => self.second_title(source),
            ("sup", "doc-noteref") => self.note_reference(source, into),
            ("sup", "doc-backlink") => self.backlink(source, into),
            ("section", "doc-endnotes") => self.chapter_notes(source),
            ("section", "doc-bibliography") => self.bibliography(source, into),
            ("math", _) => self.formula(source, into),
            ("img", _) => self.image(source, into),
            ("table", _) => self.table(source, into),
            ("td" | "th", _) => self.cell(source, into),
            ("ul" | "ol" | "dl", _) => self.list(source, into),
            ("blockquote", _) => self.quote(source, into),
            ("p", _) => self.paragraph(source, into),
            _ => self.general(source, into),
        }
    }

    fn is_heading(&self) -> bool {
        self.begun::<HeadingElem>().is_some()
    }

    /// An element without a rule of its own; one that only carried a style of Typst's is left out.
    pub(super) fn general(&mut self, source: &HtmlElement, into: &mut Vec<Node>) {
        if source.pre_span && !self.is_verbatim() {
            self.children(&source.children, into);
            return;
        }
        let mut element = self.begin(source);
        if element.name == "a" && element.get("href").is_none() {
            element.name = "span".to_owned();
        }
        self.fill(&mut element, &source.children);
        let bare = element.name == "span" && element.attributes.is_empty();
        let empty_link = element.name == "a" && element.children.is_empty();
        // A link in a link is no XHTML. An address that a citation shows says more than its way to the list.
        let is_doubled = element.name == "a" && element.children.iter().any(holds_link);
        let bare = bare || is_doubled && element.get("role") == Some("doc-biblioref");
        if is_doubled && !bare {
            element.children = without_links(std::mem::take(&mut element.children));
        }
        if bare {
            self.splice(element.children, into);
        } else if !empty_link {
            into.push(element.into());
        }
    }

    /// Adds nodes so that text stays in one piece.
    fn splice(&mut self, nodes: Vec<Node>, into: &mut Vec<Node>) {
        for node in nodes {
            match node {
                Node::Text(text) => self.plain(&text, into),
                Node::Element(element) => into.push(element.into()),
            }
        }
    }

    /// Makes the element with its cleaned attributes, and checks that it may stand here.
    pub(super) fn begin(&mut self, source: &HtmlElement) -> Element {
        let name = source.tag.resolve().to_string();
        let outer = self.parents.iter().rev().find(|parent| holds_only_phrasing(&parent.name));
        if let (Some(outer), false) = (outer, is_phrasing(&name)) {
            let message = format!("a block (`{name}`) stands inside of running text (`{}`)", outer.name);
            let problem = Problem::error("epub/block-in-text", message)
                .hint("set it apart with blank lines, or use a component whose body is inline");
            self.report(problem, source.span);
        }
        let mut element = Element::new(name);
        self.attributes(source, &mut element);
        self.identify(&mut element, source.span);
        element
    }

    /// Cleans children into an element.
    pub(super) fn fill(&mut self, element: &mut Element, children: &[HtmlNode]) {
        let alt = element.take("data-alt");
        if alt.is_some() {
            // The picture within carries the alternative itself.
            element.take("role");
            element.take("aria-label");
        }
        let class = element.get("class").unwrap_or_default().to_owned();
        self.parents.push(Parent { name: element.name.clone(), class, alt });
        self.children(children, &mut element.children);
        self.parents.pop();
    }

    fn attributes(&mut self, source: &HtmlElement, element: &mut Element) {
        for (key, value) in &source.attrs.0 {
            let name = key.resolve();
            match name.as_str() {
                "style" => self.styles(source, value, element),
                "class" => value.split_whitespace().for_each(|class| element.add_class(class)),
                "lang" => {
                    element.set("lang", value.as_str());
                    element.set("xml:lang", value.as_str());
                    if runs_left(value) {
                        element.set("dir", "rtl");
                    }
                }
                "data-lang" => element.add_class(&format!("language-{value}")),
                "target" => {}
                "role" if value == "doc-biblioref" => {
                    element.set("epub:type", "biblioref");
                    element.set("role", value.as_str());
                }
                handler if handler.starts_with("on") => {
                    let message =
                        format!("the attribute `{handler}` is a script, which this EPUB has none of");
                    self.report(Problem::error("epub/script", message), source.span);
                }
                other => element.set(other, value.as_str()),
            }
        }
    }

    fn styles(&mut self, source: &HtmlElement, value: &str, element: &mut Element) {
        for (property, value) in styles::declarations(value) {
            match styles::meaning(property, value, self.is_verbatim()) {
                Style::Class(class) => element.add_class(class),
                Style::Nothing => {}
                Style::Unknown => {
                    let message = format!("the style `{property}: {value}` has no meaning in an EPUB");
                    let problem = Problem::error("epub/unknown-style", message)
                        .hint("give the element a class, and say in epub.css how it looks");
                    self.report(problem, source.span);
                }
            }
        }
    }

    /// Gives the element its identifier: its own, or the label of the Typst element that it begins.
    pub(super) fn identify(&mut self, element: &mut Element, span: Span) {
        // What says which list shows a work, or what a list leaves out, is no name of a place.
        let is_mark = |label: &String| label.starts_with("works-") || label.starts_with("satz-");
        let label = self.label.take().filter(|label| !is_mark(label));
        let Some(id) = element.get("id").map(str::to_owned).or(label) else { return };
        if is_counted(&id) {
            let kind = match (element.name.as_str(), element.get("role")) {
                ("li", _) if self.in_bibliography => "work",
                (_, Some("doc-biblioref")) => "citation",
                _ => "place",
            };
            let new = self.ids.next(kind);
            self.ids.rename(&id, &new);
            element.set("id", new);
        } else if self.ids.claim(&id) {
            element.set("id", id);
        } else {
            let message = format!("the identifier “{id}” stands twice in one chapter");
            self.report(Problem::error("epub/duplicate-id", message), span);
        }
    }
}

/// Whether a language, by its BCP 47 tag, is written from right to left. A reading system that is not told knows
/// only the letters, and sets the signs between them in the order of the text around.
fn runs_left(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let language = parts.next().and_then(|language| Lang::from_str(language).ok());
    match parts.find(|part| part.len() == 4) {
        Some(script) => ["Adlm", "Arab", "Hebr", "Nkoo", "Syrc", "Thaa"].contains(&script),
        None => language.is_some_and(|language| language.dir() == Dir::RTL),
    }
}

/// Splits the last text before its last word, and gives that word.
fn split_at_word(into: &mut Vec<Node>) -> Option<Node> {
    let Some(Node::Text(text)) = into.last_mut() else { return None };
    let start = text.char_indices().rev().find(|(_, c)| c.is_whitespace());
    let start = start.map_or(0, |(at, c)| at + c.len_utf8());
    let word = text.split_off(start);
    if text.is_empty() {
        into.pop();
    }
    (!word.is_empty()).then_some(Node::Text(word))
}

/// Whether HTML allows nothing but phrasing content in an element.
fn holds_only_phrasing(name: &str) -> bool {
    const NAMES: [&str; 22] = [
        "p", "h1", "h2", "h3", "h4", "h5", "h6", "span", "em", "strong", "i", "b", "small", "s", "sub",
        "sup", "mark", "code", "pre", "cite", "q", "summary",
    ];
    NAMES.contains(&name)
}

/// Nodes whose links are plain text. One that something leads to stays as a place.
fn without_links(nodes: Vec<Node>) -> Vec<Node> {
    let plain = |node| match node {
        Node::Text(_) => vec![node],
        Node::Element(mut element) => {
            element.children = without_links(element.children);
            if element.name != "a" {
                return vec![element.into()];
            }
            match element.take("id") {
                Some(id) => vec![Element::new("span").with("id", id).containing(element.children).into()],
                None => element.children,
            }
        }
    };
    nodes.into_iter().flat_map(plain).collect()
}

/// Whether a link stands in a node.
fn holds_link(node: &Node) -> bool {
    match node {
        Node::Element(element) => element.name == "a" || element.children.iter().any(holds_link),
        Node::Text(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_runs_as_its_script_does() {
        let left = ["ar", "he-IL", "fa", "az-Arab", "de", "ar-Latn", "en-GB", ""].map(runs_left);
        assert_eq!(left, [true, true, true, true, false, false, false, false]);
    }

    #[test]
    fn a_page_marker_moves_to_the_start_of_its_word() {
        let mut nodes = vec![Node::Text("im Quartiers".into())];
        assert_eq!(split_at_word(&mut nodes), Some(Node::Text("Quartiers".into())));
        assert_eq!(nodes, [Node::Text("im ".into())]);
        let mut nodes = vec![Node::Text("im ".into())];
        assert_eq!(split_at_word(&mut nodes), None);
    }

    #[test]
    fn a_link_in_a_link_is_plain_text_and_a_place_that_something_leads_to_stays() {
        let text = |text: &str| Node::Text(text.to_owned());
        let link = |id: &str| {
            let link = Element::new("a").with("href", "#b").containing([text("b")]);
            if id.is_empty() { link } else { link.with("id", id) }
        };
        let nodes: Vec<Node> =
            vec![text("a"), Element::new("em").containing([link("").into()]).into(), link("x").into()];
        assert!(nodes.iter().any(holds_link));
        let plain = without_links(nodes);
        let emphasis = Element::new("em").containing([text("b")]);
        let place = Element::new("span").with("id", "x").containing([text("b")]);
        assert_eq!(plain, [text("a"), emphasis.into(), place.into()]);
    }
}
