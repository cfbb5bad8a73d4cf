//! Formulas: LaTeX notation becomes Typst's, and a sentence that reads it aloud.
//!
//! The common notation is understood: fractions, roots, scripts, sums, Greek letters, relations,
//! arrows, functions, accents, fences, matrices, cases, aligned lines, text. What is not
//! understood is an error at its column, so nothing is ever set wrongly. The crates for this task
//! were weighed: mitex needs a package of Typst functions beside its output, tylax a second Typst
//! parser, tex2typst-rs is under the GPL; none says where an error stands.

mod parse;
mod reading;
mod symbols;
mod write;

use std::ops::Range;

use crate::diagnostic::{Place, Problem, suggestion};
use parse::Parsed;

pub(super) use reading::reading;

/// A formula in Typst's notation, with its structure.
pub(super) struct Converted {
    /// What stands between the dollars.
    pub(super) typst: String,
    nodes: Vec<Node>,
}

/// A part of a formula.
#[derive(Debug, Clone, PartialEq)]
enum Node {
    /// Digits, with the decimal sign that the author wrote.
    Number(String),
    /// A letter, which is a variable.
    Letter(char),
    /// A sign that stands for itself: `+`, `(`, `,`.
    Sign(char),
    /// A named sign.
    Symbol(&'static symbols::Symbol),
    /// A named function: its name, and whether its scripts stand above and below.
    Function(String, bool),
    /// Words.
    Text(String),
    /// Parts that belong together.
    Group(Vec<Node>),
    /// `\frac{…}{…}` and `\binom{…}{…}`: Typst's function and its arguments.
    Call(&'static str, Vec<Vec<Node>>),
    /// A root, with its degree.
    Root(Option<Vec<Node>>, Vec<Node>),
    /// A part with what stands below and above it.
    Scripts(Box<Node>, Option<Vec<Node>>, Option<Vec<Node>>),
    /// `\left … \right`: the delimiters, `None` for a point.
    Fenced(Option<char>, Vec<Node>, Option<char>),
    /// Rows of cells, with the environment's name.
    Rows(&'static str, Vec<Vec<Vec<Node>>>),
    /// A space of Typst's name.
    Space(&'static str),
    /// The prime of a derivative.
    Prime,
}

/// A part of the notation that is not understood.
struct Unknown {
    range: Range<usize>,
    message: String,
    hint: Option<String>,
}

/// Converts a formula. `place` is where its notation stands; where both are equally long, each
/// problem has its own column.
pub(super) fn convert(latex: &str, place: &Place) -> (Converted, Vec<Problem>) {
    let Parsed { nodes, unknown } = parse::parse(latex);
    let copied = latex.len() == place.range.len();
    let problems = unknown.into_iter().map(|unknown| {
        let place = if copied {
            let start = place.range.start;
            Place::new(place.file.clone(), start + unknown.range.start..start + unknown.range.end)
        } else {
            place.clone()
        };
        let problem = Problem::error("math/notation", unknown.message).at(place);
        unknown.hint.into_iter().fold(problem, Problem::hint)
    });
    let problems = problems.collect();
    (Converted { typst: write::typst(&nodes), nodes }, problems)
}

/// A brace below or above a part, and its label: LaTeX writes it as a script, Typst takes it as an argument, and
/// readers hear what it is.
fn labelled_brace<'n>(
    base: &'n Node,
    below: Option<&'n [Node]>,
    above: Option<&'n [Node]>,
) -> Option<(&'static str, &'n [Node], &'n [Node])> {
    let Node::Call(name, arguments) = base else { return None };
    let label = match (*name, below, above) {
        ("underbrace", Some(label), None) | ("overbrace", None, Some(label)) => label,
        _ => return None,
    };
    Some((name, arguments.first()?, label))
}

fn unknown_command(range: Range<usize>, name: &str) -> Unknown {
    let near = suggestion(name, symbols::command_names());
    Unknown {
        range,
        message: format!("`\\{name}` is not known in formulas"),
        hint: near.map(|near| format!("did you mean `\\{near}`?")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn converted(latex: &str) -> Result<String, String> {
        let place = Place::new("a.md", 100..100 + latex.len());
        let (converted, problems) = convert(latex, &place);
        match problems.first() {
            None => Ok(converted.typst),
            Some(problem) => {
                let range = problem.place.as_ref().map(|place| place.range.clone()).unwrap_or_default();
                Err(format!("{} {}", &latex[range.start - 100..range.end - 100], problem.message))
            }
        }
    }

    #[test]
    fn the_common_notation_is_converted() {
        let cases = [
            (r"L_N = 9 / 48 = 18{,}8\,\%", r#"L_N = 9 \/ 48 = "18,8" thin %"#),
            (r"\frac{a+b}{2}", "frac(a + b, 2)"),
            (r"\sqrt[3]{x}", "root(3, x)"),
            (r"\sum_{i=1}^{n} x_i^2", "∑_(i = 1)^n x_i^2"),
            (r"\text{Quote} = \frac{\text{leer}}{\text{alle}}", r#""Quote" = frac("leer", "alle")"#),
            (r"\left( \frac12 \right]", r"lr(\( frac(1, 2) \])"),
            (r"a \leq b \cdot c \to \infty", "a ≤ b · c → ∞"),
            (r"\operatorname{rot} f'", r#"op("rot") f′"#),
            (r"\begin{cases} 1 & x > 0 \\ 0 & \text{sonst} \end{cases}", r#"cases(1 & x > 0, 0 & "sonst")"#),
            (r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}", r#"mat(delim: "(", a, b; c, d)"#),
            (r"\mathbf{x} \mathrm{kWh} \bar{x}", r#"upright(bold(x)) "kWh" macron(x)"#),
            (r"20\,578\,500", "20 thin 578 thin 500"),
            (r"(1+i)^{-n}", r"\( 1 + i \)^(− n)"),
        ];
        for (latex, expected) in cases {
            assert_eq!(converted(latex).as_deref(), Ok(expected), "{latex}");
        }
    }

    #[test]
    fn what_is_not_understood_is_named_at_its_column() {
        let cases = [
            (r"a + \fraq{1}{2}", r"\fraq `\fraq` is not known in formulas"),
            (r"\frac{a", "{ this brace is not closed"),
            ("a}", "} this brace closes nothing"),
            ("x^", "^ nothing stands behind `^`"),
            (r"\begin{tikz}x\end{tikz}", r"\begin{tikz} `tikz` is not known in formulas"),
            (r"\left( a", r"\left( `\left` has no `\right`"),
        ];
        for (latex, expected) in cases {
            assert_eq!(converted(latex).unwrap_err(), expected, "{latex}");
        }
    }

    #[test]
    fn hostile_nesting_is_refused_and_not_followed() {
        assert!(converted(&"{".repeat(100_000)).is_err());
        assert!(converted(&r"\sqrt".repeat(50_000)).is_err());
    }
}
