//! A formula read aloud, for whoever does not see it.
//!
//! PDF/UA asks for an alternative text of every formula. Authors write it for formulas that matter;
//! the small ones within a line get this plain reading, sign by sign, in German.

use super::symbols::is_large;
use super::{Converted, Node};

/// The reading of a formula; in other languages than German its notation, which readers of
/// formulas know.
pub(in crate::typeset::lower) fn reading(formula: &Converted, latex: &str, language: &str) -> String {
    let is_german = language.is_empty() || language.split('-').next() == Some("de");
    let words = if is_german { sequence(&formula.nodes) } else { latex.trim().to_owned() };
    if words.is_empty() { "Formel".to_owned() } else { words }
}

fn sequence(nodes: &[Node]) -> String {
    // Figures in groups of three are one number: `20\,578` is read as 20578.
    if let [Node::Number(first), Node::Space("thin"), Node::Number(group), rest @ ..] = nodes
        && group.bytes().take_while(u8::is_ascii_digit).count() == 3
    {
        let joined = [Node::Number(format!("{first}{group}"))];
        return sequence(&[&joined, rest].concat());
    }
    if let Some(at) = nodes.windows(3).position(|part| {
        matches!(part, [Node::Number(_), Node::Space("thin"), Node::Number(group)] if group.len() >= 3)
    }) && at > 0
    {
        return format!("{} {}", sequence(&nodes[..at]), sequence(&nodes[at..]));
    }
    nodes.iter().map(node).filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" ")
}

fn node(node: &Node) -> String {
    match node {
        Node::Number(number) => number.clone(),
        Node::Letter(letter) if letter.is_uppercase() => format!("groß {letter}"),
        Node::Letter(letter) => letter.to_string(),
        Node::Sign(sign) => self::sign(*sign),
        Node::Symbol(symbol) => symbol.german.to_owned(),
        Node::Function(name, _) => function(name).to_owned(),
        Node::Text(words) => words.trim().to_owned(),
        Node::Group(nodes) => sequence(nodes),
        Node::Call(name, arguments) => call(name, arguments),
        Node::Root(None, radicand) => framed("Wurzel aus", radicand, "Ende der Wurzel"),
        Node::Root(Some(degree), radicand) => {
            let root = format!("{}-te Wurzel aus", sequence(degree));
            framed(&root, radicand, "Ende der Wurzel")
        }
        Node::Scripts(base, below, above) => scripts(base, below.as_deref(), above.as_deref()),
        Node::Fenced(opening, nodes, closing) => {
            let delimiter = |sign: &Option<char>| sign.map(self::sign).unwrap_or_default();
            let parts = [delimiter(opening), sequence(nodes), delimiter(closing)];
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
        }
        Node::Rows(_, rows) => rows
            .iter()
            .map(|row| row.iter().map(|cell| sequence(cell)).collect::<Vec<_>>().join(" "))
            .collect::<Vec<_>>()
            .join("; "),
        Node::Space(_) => String::new(),
        Node::Prime => "Strich".to_owned(),
    }
}

/// Words around a part, and the word for its end where the part is more than one sign.
fn framed(start: &str, part: &[Node], end: &str) -> String {
    let words = sequence(part);
    if part.len() > 1 { format!("{start} {words}, {end}") } else { format!("{start} {words}") }
}

fn call(name: &str, arguments: &[Vec<Node>]) -> String {
    match (name, arguments) {
        ("frac", [above, below]) if above.len() == 1 && below.len() == 1 => {
            format!("{} durch {}", sequence(above), sequence(below))
        }
        ("frac", [above, below]) => {
            format!("Bruch {} durch {}, Ende des Bruchs", sequence(above), sequence(below))
        }
        ("binom", [above, below]) => format!("{} über {}", sequence(above), sequence(below)),
        ("arrow", [inner]) => format!("Vektor {}", sequence(inner)),
        ("overline", [inner]) => format!("{} quer", sequence(inner)),
        ("hat", [inner]) => format!("{} Dach", sequence(inner)),
        ("tilde", [inner]) => format!("{} Tilde", sequence(inner)),
        ("dot", [inner]) => format!("{} Punkt", sequence(inner)),
        ("dot.double", [inner]) => format!("{} zwei Punkte", sequence(inner)),
        (_, arguments) => arguments.iter().map(|argument| sequence(argument)).collect::<Vec<_>>().join(" "),
    }
}

fn scripts(base: &Node, below: Option<&[Node]>, above: Option<&[Node]>) -> String {
    let words = node(base);
    if matches!(base, Node::Symbol(symbol) if is_large(symbol)) {
        let from = below.map(|below| format!(" von {}", sequence(below))).unwrap_or_default();
        let to = above.map(|above| format!(" bis {}", sequence(above))).unwrap_or_default();
        return format!("{words}{from}{to} über");
    }
    let index = match (base, below) {
        (_, None) => String::new(),
        (Node::Function(..), Some(below)) => format!(" für {}", sequence(below)),
        (_, Some(below)) => format!(" Index {}", sequence(below)),
    };
    let power = match above {
        None => String::new(),
        Some([Node::Number(number)]) if number == "2" => " Quadrat".to_owned(),
        Some([Node::Symbol(symbol)]) if symbol.command == "circ" => " Grad".to_owned(),
        Some(above) => format!(" hoch {}", sequence(above)),
    };
    format!("{words}{index}{power}")
}

fn sign(sign: char) -> String {
    let words = match sign {
        '+' => "plus",
        '-' | '−' => "minus",
        '=' => "gleich",
        '<' => "kleiner als",
        '>' => "größer als",
        '/' => "durch",
        '*' => "mal",
        '%' => "Prozent",
        '€' => "Euro",
        '!' => "Fakultät",
        ',' => "Komma",
        ':' => "zu",
        '(' | '[' | '{' => "Klammer auf",
        ')' | ']' | '}' => "Klammer zu",
        '|' => "Strich",
        _ => return sign.to_string(),
    };
    words.to_owned()
}

fn function(name: &str) -> &str {
    match name {
        "sin" => "Sinus",
        "cos" => "Kosinus",
        "tan" => "Tangens",
        "log" => "Logarithmus",
        "ln" => "natürlicher Logarithmus",
        "lim" => "Grenzwert",
        "max" => "Maximum",
        "min" => "Minimum",
        "exp" => "Exponentialfunktion",
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::super::convert;
    use super::*;
    use crate::diagnostic::Place;

    #[test]
    fn formulas_are_read_in_german() {
        let cases = [
            ("x^2 + a_i", "x Quadrat plus a Index i"),
            (r"L_N = 9 / 48 = 18{,}8\,\%", "groß L Index groß N gleich 9 durch 48 gleich 18,8 Prozent"),
            (r"\frac{a}{b}", "a durch b"),
            (r"\sum_{i=1}^{n} x_i", "Summe von i gleich 1 bis n über x Index i"),
            (r"\sqrt{2}", "Wurzel aus 2"),
            (r"K = 20\,578\,500 - 7\,191", "groß K gleich 20578500 minus 7191"),
        ];
        for (latex, expected) in cases {
            let (formula, _) = convert(latex, &Place::file("a.md"));
            assert_eq!(reading(&formula, latex, "de-DE"), expected, "{latex}");
        }
    }
}
