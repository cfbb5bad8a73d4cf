//! Where the pages of the printed edition begin in the text.
//!
//! Both compiles read the same sources, so a run of glyphs on a page and a text node of the tree carry the
//! same span, and the offset in it names the very character (reference/typst.md, section 5).

use std::collections::{HashMap, HashSet};

use typst_html::{HtmlElement, HtmlNode};
use typst_syntax::Span;

use super::PageMark;

/// The marks that belong to nodes, and those that belong to none.
#[derive(Debug, Default)]
pub(super) struct Placements {
    /// By the address of a node: byte offset in its text, and marks in order.
    nodes: HashMap<usize, Vec<(usize, usize)>>,
    /// Marks of pages before the first known text.
    pub(super) leading: Vec<usize>,
    /// Marks of pages after the last known text.
    pub(super) trailing: Vec<usize>,
}

impl Placements {
    /// Takes the marks of a node: offsets and marks, in order.
    pub(super) fn take(&mut self, node: &HtmlNode) -> Vec<(usize, usize)> {
        self.nodes.remove(&address(node)).unwrap_or_default()
    }
}

/// A node is known by its address, which is stable while the bundle is borrowed.
fn address(node: &HtmlNode) -> usize {
    std::ptr::from_ref(node) as usize
}

/// A node that can take a mark.
#[derive(Debug, Clone, Copy)]
struct Spot {
    /// Its rank in the reading order.
    rank: usize,
    node: usize,
    /// The range of its text within the text of its span.
    start: usize,
    end: usize,
}

/// Finds the node and the offset of every mark.
///
/// A page whose text is unknown, such as a picture, begins where the next known page begins. Marks that
/// would break the order of the pages count as unknown.
pub(super) fn place(bodies: &[&HtmlElement], marks: &[PageMark]) -> Placements {
    let mut index = Index::default();
    for body in bodies {
        index.read(&body.children, None, None);
    }
    let mut seen = HashSet::new();
    let found: Vec<Option<(usize, usize, usize)>> = marks
        .iter()
        .map(|mark| {
            let fresh: Vec<_> = mark.anchors.iter().filter(|anchor| !seen.contains(*anchor)).collect();
            let spot = fresh.iter().find_map(|&&(span, offset)| index.find(span, offset.into()));
            seen.extend(mark.anchors.iter().copied());
            spot
        })
        .collect();
    let in_order = longest_increasing(&found);
    let mut placements = Placements::default();
    let mut waiting = Vec::new();
    let mut any = false;
    for (mark, spot) in found.iter().enumerate() {
        waiting.push(mark);
        if let (Some((_, offset, node)), true) = (spot, in_order.contains(&mark)) {
            let last = waiting.pop();
            let known = placements.nodes.entry(*node).or_default();
            if any {
                known.extend(waiting.drain(..).map(|mark| (*offset, mark)));
            } else {
                placements.leading = std::mem::take(&mut waiting);
            }
            known.extend(last.map(|mark| (*offset, mark)));
            any = true;
        }
    }
    placements.trailing = waiting;
    placements
}

#[derive(Default)]
struct Index {
    spots: HashMap<Span, Vec<Spot>>,
    /// Those within links. A reference repeats the words of a title, and a list those of a caption, so
    /// they count only where the words stand nowhere else.
    linked: HashMap<Span, Vec<Spot>>,
    in_link: bool,
    rank: usize,
}

impl Index {
    /// Reads nodes in the order in which they are cleaned. Within `whole`, such as a heading, a formula or a
    /// caption, a mark belongs before that node; `figure` is the figure whose caption may come.
    fn read(&mut self, nodes: &[HtmlNode], whole: Option<usize>, figure: Option<usize>) {
        for node in nodes {
            self.rank += 1;
            match node {
                HtmlNode::Tag(_) => {}
                HtmlNode::Text(text, span) => self.add(*span, whole, node, text.len()),
                HtmlNode::Frame(frame) => self.add(frame.span, whole, node, 0),
                HtmlNode::Element(element) => {
                    let name = element.tag.resolve();
                    match name.as_str() {
                        "section" if is_notes(element) => continue,
                        "img" => self.add(element.span, whole, node, 0),
                        "math" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "summary" => {
                            self.read(&element.children, whole.or(Some(address(node))), figure);
                        }
                        "a" => {
                            let in_link = std::mem::replace(&mut self.in_link, true);
                            self.read(&element.children, whole, figure);
                            self.in_link = in_link;
                        }
                        "figure" => self.read(&element.children, whole, Some(address(node))),
                        // A page whose first words are a caption begins with the picture above them.
                        "figcaption" => self.read(&element.children, whole.or(figure), figure),
                        _ => self.read(&element.children, whole, figure),
                    }
                }
            }
        }
    }

    fn add(&mut self, span: Span, whole: Option<usize>, node: &HtmlNode, length: usize) {
        if span.is_detached() {
            return;
        }
        let spots = if self.in_link { &mut self.linked } else { &mut self.spots }.entry(span).or_default();
        let start = spots.last().map_or(0, |spot| spot.end);
        let node = whole.unwrap_or_else(|| address(node));
        spots.push(Spot { rank: self.rank, node, start, end: start + length });
    }

    /// Rank, offset in the node, and node of a span's offset.
    fn find(&self, span: Span, offset: usize) -> Option<(usize, usize, usize)> {
        let spots = self.spots.get(&span).or_else(|| self.linked.get(&span))?;
        let spot = spots
            .iter()
            .find(|spot| (spot.start..spot.end).contains(&offset))
            .or_else(|| spots.first().filter(|spot| spot.end == spot.start))?;
        Some((spot.rank, offset.saturating_sub(spot.start), spot.node))
    }
}

fn is_notes(element: &HtmlElement) -> bool {
    super::attribute(element, "role").as_deref() == Some("doc-endnotes")
}

/// The indices of the longest run of spots whose rank and offset rise.
fn longest_increasing(found: &[Option<(usize, usize, usize)>]) -> HashSet<usize> {
    let key = |index: usize| found[index].map(|(rank, offset, _)| (rank, offset));
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; found.len()];
    for index in 0..found.len() {
        if found[index].is_none() {
            continue;
        }
        let at = tails.partition_point(|&tail| key(tail) < key(index));
        before[index] = at.checked_sub(1).map(|previous| tails[previous]);
        match tails.get_mut(at) {
            Some(tail) => *tail = index,
            None => tails.push(index),
        }
    }
    let mut chosen = HashSet::new();
    let mut next = tails.last().copied();
    while let Some(index) = next {
        chosen.insert(index);
        next = before[index];
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_out_of_order_does_not_displace_the_others() {
        let spot = |rank| Some((rank, 0, 0));
        let found = [spot(1), spot(9), None, spot(3), spot(4), spot(5)];
        let mut chosen: Vec<usize> = longest_increasing(&found).into_iter().collect();
        chosen.sort_unstable();
        assert_eq!(chosen, [0, 3, 4, 5]);
    }
}
