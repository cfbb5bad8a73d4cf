//! A formula read aloud, for whoever does not see it.
//!
//! PDF/UA asks for an alternative text of every formula. Authors write it for formulas that matter;
//! the small ones within a line get this plain reading, sign by sign, in German or English.

use super::symbols::is_large;
use super::{Converted, Node, labelled_brace};

/// The reading of a formula in German or English; in other languages its notation, which readers
/// of formulas know.
pub(in crate::typeset::lower) fn reading(formula: &Converted, latex: &str, language: &str) -> String {
    let words = match language.split('-').next() {
        Some("de" | "") | None => Voice { is_german: true }.sequence(&formula.nodes),
        Some("en") => Voice { is_german: false }.sequence(&formula.nodes),
        Some(_) => latex.trim().to_owned(),
    };
    if words.is_empty() { "Formel".to_owned() } else { words }
}

/// Who reads.
#[derive(Clone, Copy)]
struct Voice {
    is_german: bool,
}

impl Voice {
    fn say<'w>(self, german: &'w str, english: &'w str) -> &'w str {
        if self.is_german { german } else { english }
    }

    fn sequence(self, nodes: &[Node]) -> String {
        // Figures in groups of three are one number: `20\,578` is read as 20578.
        if let [Node::Number(first), Node::Space("thin"), Node::Number(group), rest @ ..] = nodes
            && group.bytes().take_while(u8::is_ascii_digit).count() == 3
        {
            let joined = [Node::Number(format!("{first}{group}"))];
            return self.sequence(&[&joined, rest].concat());
        }
        if let Some(at) = nodes.windows(3).position(|part| {
            matches!(part, [Node::Number(_), Node::Space("thin"), Node::Number(group)] if group.len() >= 3)
        }) && at > 0
        {
            return format!("{} {}", self.sequence(&nodes[..at]), self.sequence(&nodes[at..]));
        }
        joined(nodes.iter().map(|node| self.node(node)), " ")
    }

    fn node(self, node: &Node) -> String {
        match node {
            Node::Number(number) => number.clone(),
            Node::Letter(letter) if letter.is_uppercase() => {
                format!("{} {letter}", self.say("groß", "capital"))
            }
            Node::Letter(letter) => letter.to_string(),
            Node::Sign(sign) => self.sign(*sign),
            Node::Symbol(symbol) => self.say(symbol.german, symbol.english).to_owned(),
            Node::Function(name, _) => self.function(name).to_owned(),
            Node::Text(words) => words.trim().to_owned(),
            Node::Group(nodes) => self.sequence(nodes),
            Node::Call(name, arguments) => self.call(name, arguments),
            Node::Root(degree, radicand) => {
                let root = match degree.as_deref() {
                    None => self.say("Wurzel aus", "square root of").to_owned(),
                    Some([Node::Number(number)]) if number == "3" => {
                        self.say("dritte Wurzel aus", "cube root of").to_owned()
                    }
                    Some(degree) => {
                        let end = self.say("-te Wurzel aus", "-th root of");
                        format!("{}{end}", self.sequence(degree))
                    }
                };
                self.framed(&root, radicand, self.say("Ende der Wurzel", "end of root"))
            }
            Node::Scripts(base, below, above) => self.scripts(base, below.as_deref(), above.as_deref()),
            Node::Fenced(opening, nodes, closing) => self.fenced(*opening, nodes, *closing),
            Node::Rows(name, rows) => {
                let cell = |cell: &Vec<Node>| self.sequence(cell);
                let row = |row: &Vec<Vec<Node>>| joined(row.iter().map(cell), " ");
                let rows = rows.iter().map(row).collect::<Vec<_>>().join("; ");
                if name.ends_with("matrix") { format!("Matrix {rows}") } else { rows }
            }
            Node::Space(_) => String::new(),
            Node::Prime => self.say("Strich", "prime").to_owned(),
        }
    }

    /// Words around a part, and the word for its end where the part is more than one sign.
    fn framed(self, start: &str, part: &[Node], end: &str) -> String {
        let words = self.sequence(part);
        if part.len() > 1 { format!("{start} {words}, {end}") } else { format!("{start} {words}") }
    }

    fn fenced(self, opening: Option<char>, nodes: &[Node], closing: Option<char>) -> String {
        let inner = self.sequence(nodes);
        let (start, end) = match (opening, closing) {
            (Some('|'), Some('|')) => (
                self.say("Betrag von", "absolute value of"),
                self.say("Ende des Betrags", "end of absolute value"),
            ),
            (Some('‖'), Some('‖')) => {
                (self.say("Norm von", "norm of"), self.say("Ende der Norm", "end of norm"))
            }
            (Some('⌊'), Some('⌋')) => {
                (self.say("abgerundet", "floor of"), self.say("Ende der Abrundung", "end of floor"))
            }
            (Some('⌈'), Some('⌉')) => {
                (self.say("aufgerundet", "ceiling of"), self.say("Ende der Aufrundung", "end of ceiling"))
            }
            _ => {
                let delimiter = |sign: Option<char>| sign.map(|sign| self.sign(sign)).unwrap_or_default();
                return joined([delimiter(opening), inner, delimiter(closing)], " ");
            }
        };
        format!("{start} {inner}, {end}")
    }

    fn call(self, name: &str, arguments: &[Vec<Node>]) -> String {
        let over = self.say("durch", "over");
        let behind = |inner: &[Node], german, english| {
            format!("{} {}", self.sequence(inner), self.say(german, english))
        };
        let before = |german, english, inner: &[Node]| {
            format!("{} {}", self.say(german, english), self.sequence(inner))
        };
        match (name, arguments) {
            ("frac", [above, below]) if above.len() == 1 && below.len() == 1 => {
                format!("{} {over} {}", self.sequence(above), self.sequence(below))
            }
            ("frac", [above, below]) => {
                let (start, end) =
                    (self.say("Bruch", "fraction"), self.say("Ende des Bruchs", "end of fraction"));
                format!("{start} {} {over} {}, {end}", self.sequence(above), self.sequence(below))
            }
            ("binom", [above, below]) => {
                format!("{} {} {}", self.sequence(above), self.say("über", "choose"), self.sequence(below))
            }
            ("overset", [above, base]) => {
                let words = self.say("mit darüber", "with above it");
                format!("{} {words} {}", self.sequence(base), self.sequence(above))
            }
            ("underset", [below, base]) => {
                let words = self.say("mit darunter", "with below it");
                format!("{} {words} {}", self.sequence(base), self.sequence(below))
            }
            ("arrow", [inner]) => format!("{} {}", self.say("Vektor", "vector"), self.sequence(inner)),
            ("macron", [inner]) => behind(inner, "quer", "bar"),
            ("hat", [inner]) => behind(inner, "Dach", "hat"),
            ("tilde", [inner]) => behind(inner, "Tilde", "tilde"),
            ("dot", [inner]) => behind(inner, "Punkt", "dot"),
            ("dot.double", [inner]) => behind(inner, "zwei Punkte", "double dot"),
            ("dot.triple", [inner]) => behind(inner, "drei Punkte", "triple dot"),
            ("caron", [inner]) => behind(inner, "Hatschek", "caron"),
            ("breve", [inner]) => behind(inner, "Breve", "breve"),
            ("acute", [inner]) => behind(inner, "Akut", "acute"),
            ("grave", [inner]) => behind(inner, "Gravis", "grave"),
            ("circle", [inner]) => behind(inner, "Ring", "ring"),
            ("arrow.l", [inner]) => behind(inner, "mit Pfeil nach links", "with arrow to the left"),
            ("underbrace" | "overbrace", [inner]) => self.braced(name, inner, None),
            ("bold" | "upright-bold", [inner]) => before("fett", "bold", inner),
            ("cal" | "scr", [inner]) => before("Schreibschrift", "script", inner),
            ("frak", [inner]) => before("Fraktur", "fraktur", inner),
            ("bb", [inner]) => behind(inner, "mit Doppelstrich", "double-struck"),
            ("mid", _) => self.say("wobei", "given").to_owned(),
            (_, arguments) => joined(arguments.iter().map(|argument| self.sequence(argument)), " "),
        }
    }

    /// A part with a brace below or above it.
    fn braced(self, name: &str, inner: &[Node], label: Option<&[Node]>) -> String {
        let start = match name {
            "underbrace" => self.say("Klammer unter", "brace below"),
            _ => self.say("Klammer über", "brace above"),
        };
        let label =
            label.map(|label| format!(", {} {}", self.say("beschriftet", "labelled"), self.sequence(label)));
        let end = self.say("Ende der Klammer", "end of brace");
        format!("{start} {}{}, {end}", self.sequence(inner), label.unwrap_or_default())
    }

    fn scripts(self, base: &Node, below: Option<&[Node]>, above: Option<&[Node]>) -> String {
        if let Some((name, inner, label)) = labelled_brace(base, below, above) {
            return self.braced(name, inner, Some(label));
        }
        let words = self.node(base);
        if is_counting(base) {
            let part = |words: &str, script: Option<&[Node]>| {
                script.map(|script| format!(" {words} {}", self.sequence(script))).unwrap_or_default()
            };
            let from = part(self.say("von", "from"), below);
            let to = part(self.say("bis", "to"), above);
            return format!("{words}{from}{to} {}", self.say("über", "of"));
        }
        let index = match (base, below) {
            (_, None) => String::new(),
            (Node::Function(name, _), Some(below)) if name == "log" => {
                format!(" {} {}", self.say("zur Basis", "to the base"), self.sequence(below))
            }
            (Node::Function(..), Some(below)) => {
                format!(" {} {}", self.say("für", "for"), self.sequence(below))
            }
            (_, Some(below)) => format!(" {} {}", self.say("Index", "sub"), self.sequence(below)),
        };
        let power = match above {
            None => String::new(),
            Some([Node::Number(number)]) if number == "2" => format!(" {}", self.say("Quadrat", "squared")),
            Some([Node::Number(number)]) if number == "3" && !self.is_german => " cubed".to_owned(),
            Some([Node::Symbol(symbol)]) if symbol.command == "circ" => {
                format!(" {}", self.say("Grad", "degrees"))
            }
            Some(above) => format!(" {} {}", self.say("hoch", "to the power of"), self.sequence(above)),
        };
        format!("{words}{index}{power}")
    }

    fn sign(self, sign: char) -> String {
        let (german, english) = match sign {
            '+' => ("plus", "plus"),
            '-' | '−' => ("minus", "minus"),
            '=' => ("gleich", "equals"),
            '<' => ("kleiner als", "less than"),
            '>' => ("größer als", "greater than"),
            '/' => ("durch", "over"),
            '*' => ("mal", "times"),
            '%' => ("Prozent", "per cent"),
            '€' => ("Euro", "euros"),
            '!' => ("Fakultät", "factorial"),
            ',' => ("Komma", "comma"),
            ':' => ("zu", "to"),
            '(' | '[' | '{' => ("Klammer auf", "open bracket"),
            ')' | ']' | '}' => ("Klammer zu", "close bracket"),
            '|' => ("Strich", "bar"),
            '‖' => ("Doppelstrich", "double bar"),
            '⟶' => ("Pfeil nach rechts", "arrow to the right"),
            _ => return sign.to_string(),
        };
        self.say(german, english).to_owned()
    }

    fn function(self, name: &str) -> &str {
        let (german, english) = match name {
            "sin" => ("Sinus", "sine"),
            "cos" => ("Kosinus", "cosine"),
            "tan" => ("Tangens", "tangent"),
            "cot" => ("Kotangens", "cotangent"),
            "arcsin" => ("Arkussinus", "arc sine"),
            "arccos" => ("Arkuskosinus", "arc cosine"),
            "arctan" => ("Arkustangens", "arc tangent"),
            "sec" => ("Sekans", "secant"),
            "csc" => ("Kosekans", "cosecant"),
            "sinh" => ("Sinus hyperbolicus", "hyperbolic sine"),
            "cosh" => ("Kosinus hyperbolicus", "hyperbolic cosine"),
            "tanh" => ("Tangens hyperbolicus", "hyperbolic tangent"),
            "coth" => ("Kotangens hyperbolicus", "hyperbolic cotangent"),
            "log" => ("Logarithmus", "log"),
            "lg" => ("dekadischer Logarithmus", "common log"),
            "arg" => ("Argument", "argument"),
            "deg" => ("Grad", "degree"),
            "dim" => ("Dimension", "dimension"),
            "ker" => ("Kern", "kernel"),
            "limsup" => ("Limes superior", "limit superior"),
            "liminf" => ("Limes inferior", "limit inferior"),
            "ln" => ("natürlicher Logarithmus", "natural log"),
            "lim" => ("Grenzwert", "limit"),
            "max" => ("Maximum", "maximum"),
            "min" => ("Minimum", "minimum"),
            "sup" => ("Supremum", "supremum"),
            "inf" => ("Infimum", "infimum"),
            "det" => ("Determinante", "determinant"),
            "gcd" => ("größter gemeinsamer Teiler", "greatest common divisor"),
            "exp" => ("Exponentialfunktion", "exponential function"),
            "mod" => ("modulo", "modulo"),
            "Pr" => ("Wahrscheinlichkeit", "probability"),
            _ => return name,
        };
        self.say(german, english)
    }
}

/// Whether a part counts over what its scripts say: a sum, an integral.
fn is_counting(base: &Node) -> bool {
    match base {
        Node::Symbol(symbol) => is_large(symbol),
        Node::Call("limits" | "scripts", arguments) => {
            matches!(arguments.as_slice(), [inner] if matches!(inner.as_slice(), [only] if is_counting(only)))
        }
        _ => false,
    }
}

fn joined(parts: impl IntoIterator<Item = String>, between: &str) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(between)
}

#[cfg(test)]
mod tests {
    use super::super::convert;
    use super::*;
    use crate::diagnostic::Place;

    fn read(latex: &str, language: &str) -> String {
        let (formula, problems) = convert(latex, &Place::file("a.md"));
        assert_eq!(problems, [], "{latex}");
        reading(&formula, latex, language)
    }

    #[test]
    fn formulas_are_read_in_german_and_english() {
        let cases = [
            ("x^2 + a_i", "x Quadrat plus a Index i", "x squared plus a sub i"),
            (
                r"L_N = 9 / 48 = 18{,}8\,\%",
                "groß L Index groß N gleich 9 durch 48 gleich 18,8 Prozent",
                "capital L sub capital N equals 9 over 48 equals 18,8 per cent",
            ),
            (r"\frac{a}{b}", "a durch b", "a over b"),
            (
                r"\sum_{i=1}^{n} x_i",
                "Summe von i gleich 1 bis n über x Index i",
                "sum from i equals 1 to n of x sub i",
            ),
            (r"\int\limits_0^1 f", "Integral von 0 bis 1 über f", "integral from 0 to 1 of f"),
            (r"\sqrt{2}", "Wurzel aus 2", "square root of 2"),
            (
                r"\sqrt[3]{a+b}",
                "dritte Wurzel aus a plus b, Ende der Wurzel",
                "cube root of a plus b, end of root",
            ),
            (
                r"K = 20\,578\,500 - 7\,191",
                "groß K gleich 20578500 minus 7191",
                "capital K equals 20578500 minus 7191",
            ),
            (
                r"\left| x \right| \leq \log_2 n",
                "Betrag von x, Ende des Betrags kleiner oder gleich Logarithmus zur Basis 2 n",
                "absolute value of x, end of absolute value less than or equal to log to the base 2 n",
            ),
            (r"a \not= b", "a ungleich b", "a not equal to b"),
        ];
        for (latex, german, english) in cases {
            assert_eq!(read(latex, "de-DE"), german, "{latex}");
            assert_eq!(read(latex, "en-GB"), english, "{latex}");
            assert_eq!(read(latex, "fr"), latex.trim());
        }
    }
}
