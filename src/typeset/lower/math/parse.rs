//! From LaTeX notation to the structure of a formula.

use std::ops::Range;

use super::symbols::{ACCENTS, ENVIRONMENTS, SPACES, find, function};
use super::{Node, Unknown, unknown_command};

/// How deep groups may stand in one another.
const MAX_DEPTH: usize = 24;

/// The structure, and what was not understood.
pub(super) struct Parsed {
    pub(super) nodes: Vec<Node>,
    pub(super) unknown: Vec<Unknown>,
}

/// Parses a formula; always gives what could be understood.
pub(super) fn parse(latex: &str) -> Parsed {
    let mut parser = Parser { latex, offset: 0, depth: 0, unknown: Vec::new() };
    let mut nodes = Vec::new();
    while parser.offset < latex.len() && parser.unknown.len() < 20 {
        nodes.extend(parser.sequence(|_| false));
        if parser.offset < latex.len() {
            let start = parser.offset;
            parser.skip_one();
            let found = &latex[start..parser.offset];
            let message = match found {
                "}" => "this brace closes nothing".to_owned(),
                "&" => "`&` stands outside of rows and columns".to_owned(),
                _ => format!("`{found}` stands alone"),
            };
            parser.report(start..parser.offset, message);
        }
    }
    Parsed { nodes, unknown: parser.unknown }
}

struct Parser<'a> {
    latex: &'a str,
    offset: usize,
    depth: usize,
    unknown: Vec<Unknown>,
}

impl<'a> Parser<'a> {
    fn rest(&self) -> &'a str {
        &self.latex[self.offset..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn report(&mut self, range: Range<usize>, message: impl Into<String>) {
        self.unknown.push(Unknown { range, message: message.into(), hint: None });
    }

    fn skip_space(&mut self) {
        self.offset += self.rest().len() - self.rest().trim_start().len();
    }

    /// Skips a character, or a command with its name.
    fn skip_one(&mut self) {
        match self.peek() {
            Some('\\') => {
                self.command_name();
            }
            Some(character) => self.offset += character.len_utf8(),
            None => {}
        }
    }

    /// The name of the command that starts here, which is passed: letters, or one other sign.
    fn command_name(&mut self) -> &'a str {
        let name = &self.rest()[1..];
        let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count();
        let length = if letters > 0 { letters } else { name.chars().next().map_or(0, char::len_utf8) };
        self.offset += 1 + length;
        &name[..length]
    }

    /// Whether the command of a name comes next.
    fn at_command(&self, name: &str) -> bool {
        self.rest().strip_prefix('\\').and_then(|rest| rest.strip_prefix(name)).is_some_and(|rest| {
            !name.ends_with(|last: char| last.is_ascii_alphabetic())
                || !rest.starts_with(|next: char| next.is_ascii_alphabetic())
        })
    }

    /// Parts up to the end, a closing brace, a cell's end, or what `stop` says.
    fn sequence(&mut self, stop: impl Fn(&Self) -> bool) -> Vec<Node> {
        let mut nodes: Vec<Node> = Vec::new();
        loop {
            self.skip_space();
            let Some(next) = self.peek() else { break };
            if matches!(next, '}' | '&')
                || self.at_command("\\")
                || self.at_command("end")
                || self.at_command("right")
                || stop(self)
            {
                break;
            }
            if matches!(next, '_' | '^') {
                self.scripts(&mut nodes);
                continue;
            }
            match self.limits() {
                Some(call) => match nodes.pop() {
                    Some(last) => nodes.push(Node::Call(call, vec![vec![last]])),
                    None => {
                        let end = self.offset;
                        self.report(end - 1..end, "nothing stands before the command for limits");
                    }
                },
                None => nodes.extend(self.atom()),
            }
        }
        join_decimals(nodes)
    }

    /// Passes a command that says where the scripts of the part before it stand.
    fn limits(&mut self) -> Option<&'static str> {
        let (name, call) = [("limits", "limits"), ("nolimits", "scripts")]
            .into_iter()
            .find(|(name, _)| self.at_command(name))?;
        self.offset += 1 + name.len();
        Some(call)
    }

    /// What stands below or above the last part.
    fn scripts(&mut self, nodes: &mut Vec<Node>) {
        let start = self.offset;
        let above = self.peek() == Some('^');
        self.offset += 1;
        let Some(script) = self.argument() else {
            let sign = if above { '^' } else { '_' };
            self.report(start..start + 1, format!("nothing stands behind `{sign}`"));
            return;
        };
        let base = nodes.pop().unwrap_or(Node::Group(Vec::new()));
        let (base, mut below, mut over) = match base {
            Node::Scripts(base, below, over) => (base, below, over),
            base => (Box::new(base), None, None),
        };
        let slot = if above { &mut over } else { &mut below };
        if slot.replace(script).is_some() {
            self.report(start..start + 1, "this part has two scripts of the same kind");
        }
        nodes.push(Node::Scripts(base, below, over));
    }

    /// One argument: a group in braces, or the next part.
    fn argument(&mut self) -> Option<Vec<Node>> {
        self.skip_space();
        match self.peek()? {
            '{' => match self.group()? {
                Node::Group(nodes) => Some(nodes),
                node => Some(vec![node]),
            },
            '}' | '&' | '_' | '^' => None,
            // Without braces, one digit is an argument: `\frac12` is one half.
            digit if digit.is_ascii_digit() => {
                self.offset += 1;
                Some(vec![Node::Number(digit.to_string())])
            }
            _ => self.atom().map(|node| vec![node]),
        }
    }

    /// An argument that must be there.
    fn required(&mut self, command: &Range<usize>) -> Vec<Node> {
        self.argument().unwrap_or_else(|| {
            let name = self.latex[command.clone()].to_owned();
            self.report(command.clone(), format!("`{name}` needs an argument in braces"));
            Vec::new()
        })
    }

    fn deeper<T: Default>(&mut self, start: usize, read: impl FnOnce(&mut Self) -> T) -> T {
        if self.depth >= MAX_DEPTH {
            self.report(start..self.offset, "this formula is nested too deep");
            self.offset = self.latex.len();
            return T::default();
        }
        self.depth += 1;
        let value = read(self);
        self.depth -= 1;
        value
    }

    fn group(&mut self) -> Option<Node> {
        let start = self.offset;
        self.offset += 1;
        let nodes = self.deeper(start, |parser| parser.sequence(|_| false));
        if self.peek() == Some('}') {
            self.offset += 1;
        } else if self.unknown.is_empty() {
            self.report(start..start + 1, "this brace is not closed");
        }
        Some(Node::Group(nodes))
    }

    fn atom(&mut self) -> Option<Node> {
        let character = self.peek()?;
        match character {
            '{' => self.group(),
            '\\' => self.command(),
            '0'..='9' => {
                let digits = self.rest().bytes().take_while(u8::is_ascii_digit).count();
                let number = self.rest()[..digits].to_owned();
                self.offset += digits;
                Some(Node::Number(number))
            }
            '\'' => {
                self.offset += 1;
                Some(Node::Prime)
            }
            '~' => {
                self.offset += 1;
                Some(Node::Space("space.nobreak"))
            }
            '$' | '#' | '%' => {
                self.report(
                    self.offset..self.offset + 1,
                    format!("`{character}` is written `\\{character}`"),
                );
                self.offset += 1;
                None
            }
            _ => {
                self.offset += character.len_utf8();
                Some(if character.is_alphabetic() { Node::Letter(character) } else { Node::Sign(character) })
            }
        }
    }

    fn command(&mut self) -> Option<Node> {
        let start = self.offset;
        let name = self.command_name();
        let range = start..self.offset;
        if let Some(symbol) = find(name) {
            return Some(Node::Symbol(symbol));
        }
        if let Some(limits) = function(name) {
            return Some(Node::Function(name.to_owned(), limits));
        }
        if let Some((_, space)) = SPACES.iter().find(|(command, _)| *command == name) {
            return Some(Node::Space(space));
        }
        if let Some((_, call)) = ACCENTS.iter().find(|(command, _)| *command == name) {
            let argument = self.deeper(start, |parser| parser.required(&range));
            return Some(Node::Call(call, vec![argument]));
        }
        match name {
            "frac" | "dfrac" | "tfrac" | "cfrac" => self.pair("frac", &range),
            "binom" | "dbinom" | "tbinom" => self.pair("binom", &range),
            "overset" | "stackrel" => self.pair("overset", &range),
            "underset" => self.pair("underset", &range),
            "xrightarrow" => {
                let above = self.deeper(start, |parser| parser.required(&range));
                Some(Node::Call("overset", vec![above, vec![Node::Sign('⟶')]]))
            }
            "substack" => self.substack(&range),
            "bmod" | "mod" => Some(Node::Function("mod".to_owned(), false)),
            "pmod" => {
                let modulus = self.deeper(start, |parser| parser.required(&range));
                let inner = [vec![Node::Function("mod".to_owned(), false)], modulus].concat();
                Some(Node::Fenced(Some('('), inner, Some(')')))
            }
            "not" => self.negated(&range),
            "middle" => self.delimiter().map(|sign| Node::Call("mid", vec![vec![Node::Sign(sign)]])),
            "sqrt" => {
                self.skip_space();
                let degree = (self.peek() == Some('[')).then(|| self.degree());
                let radicand = self.deeper(start, |parser| parser.required(&range));
                Some(Node::Root(degree, radicand))
            }
            "text" | "textrm" | "textnormal" | "mbox" => self.text(&range).map(Node::Text),
            "mathrm" | "textsf" => self.text(&range).map(Node::Text),
            "operatorname" => {
                let has_limits = self.peek() == Some('*');
                self.offset += usize::from(has_limits);
                self.text(&range).map(|name| Node::Function(name, has_limits))
            }
            "left" => self.fenced(&range),
            "begin" => self.environment(&range),
            "displaystyle" | "textstyle" | "big" | "Big" | "bigg" | "Bigg" | "bigl" | "bigr" | "Bigl"
            | "Bigr" | "biggl" | "biggr" | "Biggl" | "Biggr" | "!" => None,
            "|" => Some(Node::Sign('‖')),
            "%" | "#" | "$" | "&" | "_" | "{" | "}" => name.chars().next().map(Node::Sign),
            _ => {
                self.unknown.push(unknown_command(range, name));
                None
            }
        }
    }

    /// A command with two arguments.
    fn pair(&mut self, call: &'static str, command: &Range<usize>) -> Option<Node> {
        let arguments =
            self.deeper(command.start, |parser| vec![parser.required(command), parser.required(command)]);
        Some(Node::Call(call, arguments))
    }

    /// Lines below one another, such as the conditions of a sum.
    fn substack(&mut self, command: &Range<usize>) -> Option<Node> {
        self.skip_space();
        if self.peek() != Some('{') {
            self.report(command.clone(), "`\\substack` needs lines in braces");
            return None;
        }
        let brace = self.offset;
        self.offset += 1;
        let rows = self.deeper(command.start, Self::rows);
        if self.peek() == Some('}') {
            self.offset += 1;
        } else if self.unknown.is_empty() {
            self.report(brace..brace + 1, "this brace is not closed");
        }
        Some(Node::Rows("substack", rows))
    }

    /// The sign that says the contrary of the next one.
    fn negated(&mut self, command: &Range<usize>) -> Option<Node> {
        self.skip_space();
        let contrary = match self.peek() {
            Some('=') => {
                self.offset += 1;
                Some("neq")
            }
            Some('\\') => match self.command_name() {
                "in" => Some("notin"),
                "exists" => Some("nexists"),
                "subseteq" => Some("nsubseteq"),
                _ => None,
            },
            _ => None,
        };
        if contrary.is_none() {
            self.report(
                command.start..self.offset,
                "`\\not` stands before `=`, `\\in`, `\\exists` or `\\subseteq` only",
            );
        }
        contrary.and_then(find).map(Node::Symbol)
    }

    fn degree(&mut self) -> Vec<Node> {
        let start = self.offset;
        self.offset += 1;
        let nodes = self.deeper(start, |parser| parser.sequence(|parser| parser.peek() == Some(']')));
        if self.peek() == Some(']') {
            self.offset += 1;
        } else {
            self.report(start..start + 1, "this bracket is not closed");
        }
        nodes
    }

    /// The words of `\text{…}`, as they are.
    fn text(&mut self, command: &Range<usize>) -> Option<String> {
        self.skip_space();
        let rest = self.rest();
        let closed = rest.strip_prefix('{').and_then(|inner| inner.find('}').map(|end| &inner[..end]));
        let Some(words) = closed else {
            let name = self.latex[command.clone()].to_owned();
            self.report(command.clone(), format!("`{name}` needs words in braces"));
            return None;
        };
        self.offset += words.len() + 2;
        Some(words.replace("\\,", "\u{2009}").replace('\\', "").replace('~', "\u{a0}"))
    }

    fn fenced(&mut self, command: &Range<usize>) -> Option<Node> {
        let opening = self.delimiter();
        let start = command.start;
        let stop = self.offset;
        let nodes = self.deeper(start, |parser| parser.sequence(|_| false));
        if !self.at_command("right") {
            if self.unknown.is_empty() {
                self.report(start..stop, "`\\left` has no `\\right`");
            }
            return Some(Node::Group(nodes));
        }
        self.command_name();
        let closing = self.delimiter();
        Some(Node::Fenced(opening, nodes, closing))
    }

    /// A delimiter; a point stands for none.
    fn delimiter(&mut self) -> Option<char> {
        self.skip_space();
        let start = self.offset;
        if self.peek() == Some('\\') {
            let name = self.command_name();
            let sign = match name {
                "{" => Some('{'),
                "}" => Some('}'),
                "|" | "Vert" => Some('‖'),
                "vert" => Some('|'),
                _ => find(name).and_then(|symbol| symbol.sign.chars().next()),
            };
            if sign.is_none() {
                self.unknown.push(unknown_command(start..self.offset, name));
            }
            return sign;
        }
        let sign = self.peek()?;
        self.offset += sign.len_utf8();
        (sign != '.').then_some(sign)
    }

    fn environment(&mut self, command: &Range<usize>) -> Option<Node> {
        let name = self.text(command)?;
        let Some(known) = ENVIRONMENTS.iter().find(|known| **known == name) else {
            self.report(command.start..self.offset, format!("`{name}` is not known in formulas"));
            self.offset = self.latex.len();
            return None;
        };
        if name == "array" {
            self.columns(command);
        }
        let start = command.start;
        let rows = self.deeper(start, Self::rows);
        if self.at_command("end") {
            let end = self.offset;
            self.command_name();
            let closing = self.text(&(end..end + "\\end".len()));
            if closing.is_some_and(|closing| closing != name) {
                self.report(end..self.offset, format!("`\\begin{{{name}}}` ends with another name"));
            }
        } else if self.unknown.is_empty() {
            self.report(command.clone(), format!("`\\begin{{{name}}}` has no `\\end{{{name}}}`"));
        }
        Some(Node::Rows(known, rows))
    }

    /// The columns of an array, all of which are centred, as those of a matrix are.
    fn columns(&mut self, command: &Range<usize>) {
        let start = self.offset;
        let columns = self.text(command);
        if columns.is_some_and(|columns| columns.chars().any(|column| column != 'c' && column != ' ')) {
            self.report(start..self.offset, "the columns of an array can only be centred: `{ccc}`");
        }
    }

    fn rows(&mut self) -> Vec<Vec<Vec<Node>>> {
        let mut rows = vec![Vec::new()];
        loop {
            let cell = self.sequence(|_| false);
            if let Some(row) = rows.last_mut() {
                row.push(cell);
            }
            if self.peek() == Some('&') {
                self.offset += 1;
            } else if self.at_command("\\") {
                self.offset += "\\\\".len();
                rows.push(Vec::new());
            } else {
                break;
            }
        }
        // `\\` behind the last row opens no further one.
        rows.retain(|row| row.iter().any(|cell| !cell.is_empty()));
        rows
    }
}

/// Joins `18`, `{,}`, `8` and `1`, `.`, `5` to numbers with a decimal sign. A bare comma joins, too,
/// as German writes it; a list of numbers has spaces or braces around its commas.
fn join_decimals(nodes: Vec<Node>) -> Vec<Node> {
    let mut joined: Vec<Node> = Vec::with_capacity(nodes.len());
    let mut nodes = nodes.into_iter().peekable();
    while let Some(node) = nodes.next() {
        let sign = match &node {
            Node::Sign(sign @ (',' | '.')) => Some(*sign),
            Node::Group(inner) if *inner == [Node::Sign(',')] => Some(','),
            _ => None,
        };
        match (joined.last_mut(), sign, nodes.peek()) {
            (Some(Node::Number(whole)), Some(sign), Some(Node::Number(part)))
                if !whole.contains([',', '.']) =>
            {
                whole.push(sign);
                whole.push_str(part);
                nodes.next();
            }
            _ => joined.push(node),
        }
    }
    joined
}
