//! Formulas: MathML as reading systems and screen readers expect it.

use typst_html::{HtmlElement, HtmlFrame, HtmlNode};
use typst_library::foundations::StyleChain;
use typst_library::math::EquationElem;
use typst_library::model::Numbering;
use typst_syntax::Span;

use super::styles;
use super::walk::Walk;
use crate::diagnostic::Problem;
use crate::epub::xhtml::{Element, MATHML, Node};
use crate::picture::drawing_for_epub;
use crate::typeset::draw_formula;

impl Walk<'_, '_> {
    /// A formula with its namespace and its reading in words, which Typst's export leaves out.
    pub(super) fn formula(&mut self, source: &HtmlElement, into: &mut Vec<Node>) {
        let equation = self.innermost::<EquationElem>();
        let named = self.begin(source);
        let mut math = Element::new("math").with("xmlns", MATHML);
        for name in ["id", "display", "class"] {
            if let Some(value) = named.get(name) {
                math.set(name, value);
            }
        }
        self.math_children(&source.children, &mut math);
        let alt = equation.as_ref().and_then(|equation| equation.alt.get_cloned(StyleChain::default()));
        let reading = alt.map_or_else(|| spaced_text(&math), |alt| alt.to_string());
        math.set("alttext", reading);
        let number = equation.and_then(|equation| self.equation_number(&equation, source.span));
        into.push(numbered(math, number).into());
    }

    /// A formula that was drawn, for reading devices that show none: a picture of its letters, as high above
    /// and below the line as they are, and its reading in words for whoever does not see it.
    pub(super) fn drawn_formula(&mut self, equation: &EquationElem, frame: &HtmlFrame, into: &mut Vec<Node>) {
        let alt = equation.alt.get_cloned(StyleChain::default()).map(|alt| alt.to_string());
        let Some(alt) = self.given_alt().or(alt) else {
            let problem = Problem::error("epub/missing-alt", "a drawn formula has no alternative text")
                .hint("say in words how it is read: `alt=\"…\"`");
            return self.report(problem, frame.span);
        };
        let formula = draw_formula(&frame.inner);
        let file = drawing_for_epub(&formula.drawing);
        let path = self.resource(file.bytes, file.format.media_type(), file.format.extension());
        let mut element = self.picture_element(&path, &alt).with("class", "formula");
        let ems = |points: f64| points / frame.text_size.to_pt();
        self.size(styles::ems("width", ems(formula.width)), &mut element);
        if !equation.block.get(StyleChain::default()) {
            self.size(styles::ems("vertical-align", -ems(formula.depth)), &mut element);
        }
        self.identify(&mut element, frame.span);
        let number = self.equation_number(equation, frame.span);
        into.push(numbered(element, number).into());
    }

    /// The number of a block formula, unless the layout shows it: Typst's HTML export leaves it out though
    /// references name it.
    fn equation_number(&mut self, equation: &EquationElem, span: Span) -> Option<String> {
        let styles = StyleChain::default();
        let numbering = equation.numbering.get_ref(styles).as_ref()?;
        if !equation.block.get(styles) {
            return None;
        }
        self.shared.equations += 1;
        if self.shown_by_layout() {
            return None;
        }
        match numbering {
            Numbering::Pattern(pattern) => {
                pattern.apply(None, &[self.shared.equations]).ok().map(|number| number.to_string())
            }
            Numbering::Func(_) => {
                let problem =
                    Problem::error("epub/equation-number", "the number of this formula is not known").hint(
                        "number formulas by a pattern, or show the number in web.typ within class “equation”",
                    );
                self.report(problem, span);
                None
            }
        }
    }

    fn math_children(&mut self, nodes: &[HtmlNode], into: &mut Element) {
        for node in nodes {
            match node {
                HtmlNode::Tag(_) => {}
                HtmlNode::Text(text, _) => into.children.push(Node::Text(text.to_string())),
                HtmlNode::Element(source) => self.math_element(source, into),
                HtmlNode::Frame(frame) => self.report(foreign("a drawing"), frame.span),
            }
        }
    }

    fn math_element(&mut self, source: &HtmlElement, into: &mut Element) {
        let name = source.tag.resolve();
        if !name.as_str().starts_with('m') || name.as_str() == "mark" {
            self.report(foreign(&format!("`{name}`", name = name.as_str())), source.span);
            return;
        }
        let mut element = Element::new(name.as_str());
        for (key, value) in &source.attrs.0 {
            match key.resolve().as_str() {
                "style" => self.math_style(value, source.span),
                other => element.set(other, value.as_str()),
            }
        }
        self.math_children(&source.children, &mut element);
        if element.name == "mi" {
            use_plain_letter(&mut element);
        }
        into.children.push(element.into());
    }

    /// Fine points of spacing that our style sheet leaves to the reading system.
    fn math_style(&mut self, style: &str, span: Span) {
        for (property, value) in styles::declarations(style) {
            if !matches!(property, "math-shift" | "math-style" | "math-depth" | "display") {
                let message = format!("the style `{property}: {value}` has no meaning in a formula");
                self.report(Problem::error("epub/unknown-style", message), span);
            }
        }
    }
}

/// A formula with its number, if that is for satz to show.
fn numbered(mut formula: Element, number: Option<String>) -> Element {
    let Some(number) = number else { return formula };
    let mut block = Element::new("div").with("class", "equation");
    if let Some(id) = formula.take("id") {
        block.set("id", id);
    }
    let number = Element::new("span").with("class", "equation-number").text(number);
    block.containing([formula.into(), number.into()])
}

fn foreign(what: &str) -> Problem {
    Problem::error("epub/not-mathml", format!("{what} stands in a formula, where MathML has no place for it"))
}

/// The text of a formula with its parts set apart, for a formula without a reading.
fn spaced_text(math: &Element) -> String {
    let mut parts = Vec::new();
    math.each(&mut |element| {
        if element.children.iter().all(|child| matches!(child, Node::Text(_))) {
            let text = element.plain_text();
            if !text.trim().is_empty() {
                parts.push(text.trim().to_owned());
            }
        }
    });
    parts.join(" ")
}

/// A single letter of the mathematical italic becomes the plain letter: MathML slants it all the same, and
/// old reading systems have no glyph for the other.
fn use_plain_letter(identifier: &mut Element) {
    let [Node::Text(text)] = identifier.children.as_mut_slice() else { return };
    let mut characters = text.chars();
    let (Some(letter), None) = (characters.next(), characters.next()) else { return };
    if let Some(plain) = plain_letter(letter) {
        *text = plain.to_string();
    }
}

/// The plain form of a mathematical italic letter (Unicode 16, Mathematical Alphanumeric Symbols).
fn plain_letter(letter: char) -> Option<char> {
    let from = |base: char, first: u32| char::from_u32(base as u32 + (letter as u32 - first));
    match letter {
        '\u{210e}' => Some('h'),
        '\u{1d434}'..='\u{1d44d}' => from('A', 0x1d434),
        '\u{1d44e}'..='\u{1d467}' => from('a', 0x1d44e),
        '\u{1d6e2}'..='\u{1d6fa}' => from('Α', 0x1d6e2),
        '\u{1d6fc}'..='\u{1d714}' => from('α', 0x1d6fc),
        '\u{1d716}' => Some('ϵ'),
        '\u{1d717}' => Some('ϑ'),
        '\u{1d719}' => Some('ϕ'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn italic_letters_become_plain_ones() {
        for (italic, plain) in [('𝑎', 'a'), ('𝑍', 'Z'), ('ℎ', 'h'), ('𝛼', 'α'), ('𝜔', 'ω'), ('𝛺', 'Ω')]
        {
            assert_eq!(plain_letter(italic), Some(plain));
        }
        assert_eq!(plain_letter('x'), None);
        assert_eq!(plain_letter('𝐱'), None);
    }
}
