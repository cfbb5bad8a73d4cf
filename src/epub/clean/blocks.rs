//! Lists, quotations and paragraphs: Typst wraps too much in some of them, and too little in others.

use typst_html::HtmlElement;
use typst_library::foundations::StyleChain;
use typst_library::model::{EnumElem, ListElem, QuoteElem, TermsElem};

use super::styles;
use super::walk::Walk;
use crate::epub::xhtml::{Element, Node, is_phrasing};

impl Walk<'_, '_> {
    pub(super) fn list(&mut self, source: &HtmlElement, into: &mut Vec<Node>) {
        let styles = StyleChain::default();
        let bullets = self.begun::<ListElem>().map(|list| list.tight.get(styles));
        let numbers = self.begun::<EnumElem>();
        let terms = self.begun::<TermsElem>().map(|list| list.tight.get(styles));
        let numbers_tight = numbers.as_ref().map(|list| list.tight.get(styles));
        let tight = bullets.or(numbers_tight).or(terms).unwrap_or(false);
        let mut element = self.begin(source);
        if let Some(kind) = numbers.and_then(|list| styles::list_type(list.numbering.get_ref(styles))) {
            element.set("type", kind);
        }
        self.fill(&mut element, &source.children);
        if tight {
            for child in &mut element.children {
                if let Node::Element(item) = child {
                    unwrap_paragraph(item);
                }
            }
        }
        element.children.retain(|child| !child.is_blank());
        into.push(element.into());
    }

    pub(super) fn quote(&mut self, source: &HtmlElement, into: &mut Vec<Node>) {
        let mut element = self.begin(source);
        self.fill(&mut element, &source.children);
        element.children = paragraphs(std::mem::take(&mut element.children));
        into.push(element.into());
    }

    pub(super) fn paragraph(&mut self, source: &HtmlElement, into: &mut Vec<Node>) {
        let mut element = self.begin(source);
        self.fill(&mut element, &source.children);
        if element.children.iter().all(Node::is_blank) {
            return;
        }
        let quotes = self.open.iter().filter(|content| content.is::<QuoteElem>()).count();
        let around = self.parents.iter().filter(|parent| parent.name == "blockquote").count();
        // Typst sets the source of a quotation after it; in HTML it belongs to the quotation.
        match into.iter_mut().rev().find(|node| !node.is_blank()) {
            Some(Node::Element(quote)) if quote.name == "blockquote" && around < quotes => {
                element.name = "footer".to_owned();
                quote.children.push(element.into());
            }
            _ => into.push(element.into()),
        }
    }
}

/// Takes the paragraph away that Typst sets around the text of a tight item.
fn unwrap_paragraph(item: &mut Element) {
    let is_paragraph = |node: &Node| node.as_element().is_some_and(|element| element.name == "p");
    if item.children.iter().filter(|node| is_paragraph(node)).count() != 1 {
        return;
    }
    let children = std::mem::take(&mut item.children);
    for child in children {
        match child {
            Node::Element(element) if element.name == "p" && element.attributes.is_empty() => {
                item.children.extend(element.children);
            }
            other => item.children.push(other),
        }
    }
}

/// Sets text that stands directly in a block into paragraphs.
pub(super) fn paragraphs(nodes: Vec<Node>) -> Vec<Node> {
    let mut blocks: Vec<Node> = Vec::new();
    let mut open = false;
    for node in nodes {
        let is_inline = node.as_element().is_none_or(|element| is_phrasing(&element.name));
        match blocks.last_mut() {
            Some(Node::Element(paragraph)) if is_inline && open => paragraph.children.push(node),
            _ if !is_inline => {
                open = false;
                blocks.push(node);
            }
            _ if node.is_blank() => {}
            _ => {
                open = true;
                blocks.push(Element::new("p").containing([node]).into());
            }
        }
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_beside_blocks_gets_its_own_paragraph() {
        let nodes = vec![
            Node::Text("a ".into()),
            Element::new("em").text("b").into(),
            Element::new("ul").into(),
            Node::Text(" ".into()),
            Node::Text("c".into()),
        ];
        let names: Vec<_> = paragraphs(nodes)
            .iter()
            .filter_map(|node| node.as_element().map(|element| (element.name.clone(), element.plain_text())))
            .collect();
        assert_eq!(
            names,
            [("p".into(), "a b".to_owned()), ("ul".into(), String::new()), ("p".into(), "c".into())]
        );
    }
}
