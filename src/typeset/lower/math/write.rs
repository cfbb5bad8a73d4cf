//! From the structure of a formula to Typst's notation.

use super::{Node, labelled_brace};
use crate::typeset::lower::escape;

/// The notation between the dollars.
pub(super) fn typst(nodes: &[Node]) -> String {
    sequence(nodes)
}

fn sequence(nodes: &[Node]) -> String {
    let mut out = String::new();
    for node in nodes {
        let part = self::node(node);
        // A prime belongs to what stands before it; all else is parted, since `ab` would be one name.
        if !out.is_empty() && !part.is_empty() && *node != Node::Prime {
            out.push(' ');
        }
        out.push_str(&part);
    }
    out
}

fn node(node: &Node) -> String {
    match node {
        Node::Number(number) if number.contains(',') => escape::string(number),
        Node::Number(number) => number.clone(),
        Node::Letter(letter) => letter.to_string(),
        Node::Sign(sign) => self::sign(*sign),
        Node::Symbol(symbol) => symbol.sign.chars().map(self::sign).collect(),
        Node::Function(name, limits) => function(name, *limits),
        Node::Text(words) => escape::string(words),
        Node::Group(nodes) => group(nodes),
        Node::Call(name, arguments) => call(name, arguments),
        Node::Root(None, radicand) => call("sqrt", std::slice::from_ref(radicand)),
        Node::Root(Some(degree), radicand) => format!("root({}, {})", sequence(degree), sequence(radicand)),
        Node::Scripts(base, below, above) => {
            if let Some((name, inner, label)) = labelled_brace(base, below.as_deref(), above.as_deref()) {
                return format!("{name}({}, {})", sequence(inner), sequence(label));
            }
            let mut out = self::node(base);
            if out.is_empty() {
                // A script without a base, as before the sign of an isotope.
                out.push_str("zws");
            }
            for (mark, script) in [('_', below), ('^', above)] {
                if let Some(script) = script {
                    out.push(mark);
                    out.push_str(&self::script(script));
                }
            }
            out
        }
        Node::Fenced(opening, nodes, closing) => {
            let delimiter = |sign: &Option<char>| sign.map(self::sign).unwrap_or_default();
            let inner = sequence(nodes);
            let parts = [delimiter(opening), inner, delimiter(closing)];
            let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
            format!("lr({})", parts.join(" "))
        }
        Node::Rows(name, rows) => self::rows(name, rows),
        Node::Space(space) => (*space).to_owned(),
        Node::Prime => "′".to_owned(),
    }
}

/// A sign that means itself: whatever Typst's math would take for markup is escaped. Parentheses,
/// too: they grow only where the author wrote `\left`, and never end an argument.
fn sign(sign: char) -> String {
    match sign {
        '/' | '(' | ')' | '[' | ']' | '{' | '}' | '#' | '$' | '&' | '_' | '^' | '"' | '\\' | ',' | ';'
        | ':' | '.' | '|' | '*' | '\'' | '~' | '`' | '@' => format!("\\{sign}"),
        '-' => "−".to_owned(),
        _ => sign.to_string(),
    }
}

fn function(name: &str, limits: bool) -> String {
    let known = ["limsup", "liminf", "coth"];
    let own_name = name.len() > 1 && name.bytes().all(|byte| byte.is_ascii_alphabetic());
    let typst_knows = own_name && !known.contains(&name) && super::symbols::function(name).is_some();
    match (typst_knows, limits) {
        (true, _) => name.to_owned(),
        (false, false) => format!("op({})", escape::string(name)),
        (false, true) => format!("op({}, limits: #true)", escape::string(name)),
    }
}

fn call(name: &str, arguments: &[Vec<Node>]) -> String {
    let written: Vec<String> = arguments.iter().map(|argument| sequence(argument)).collect();
    match (name, written.as_slice()) {
        ("overset", [above, base]) => format!("limits({base})^({above})"),
        ("underset", [below, base]) => format!("limits({base})_({below})"),
        ("upright-bold", [inner]) => format!("upright(bold({inner}))"),
        ("upright-sans", [inner]) => format!("upright(sans({inner}))"),
        _ => format!("{name}({})", written.join(", ")),
    }
}

fn script(nodes: &[Node]) -> String {
    match nodes {
        [Node::Number(number)] if !number.contains([',', '.']) => number.clone(),
        [Node::Letter(letter)] => letter.to_string(),
        [only @ (Node::Text(_) | Node::Symbol(_))] => node(only),
        // Typst takes these parentheses away again.
        _ => format!("({})", sequence(nodes)),
    }
}

/// Parts that belong together, for a script on all of them.
fn group(nodes: &[Node]) -> String {
    match nodes {
        [] => String::new(),
        [only] => node(only),
        _ => sequence(nodes),
    }
}

fn rows(name: &str, rows: &[Vec<Vec<Node>>]) -> String {
    let cells = |row: &Vec<Vec<Node>>, between: &str| {
        row.iter().map(|cell| sequence(cell)).collect::<Vec<_>>().join(between)
    };
    let joined = |within: &str, between: &str| {
        rows.iter().map(|row| cells(row, within)).collect::<Vec<_>>().join(between)
    };
    match name {
        "cases" => format!("cases({})", joined(" & ", ", ")),
        "matrix" | "smallmatrix" | "array" => format!("mat(delim: #none, {})", joined(", ", "; ")),
        "pmatrix" => format!("mat(delim: \"(\", {})", joined(", ", "; ")),
        "bmatrix" => format!("mat(delim: \"[\", {})", joined(", ", "; ")),
        "Bmatrix" => format!("mat(delim: \"{{\", {})", joined(", ", "; ")),
        "Vmatrix" => format!("mat(delim: \"‖\", {})", joined(", ", "; ")),
        "vmatrix" => format!("mat(delim: \"|\", {})", joined(", ", "; ")),
        _ => joined(" & ", " \\ "),
    }
}
