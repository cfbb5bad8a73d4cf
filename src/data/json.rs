//! JSON (RFC 8259) with the place of every value.

use super::{Node, Source, Value};
use crate::diagnostic::{Place, Problem};

/// Reads one JSON value.
pub(super) fn read(source: &Source<'_>, problems: &mut Vec<Problem>) -> Option<Node> {
    let start = if source.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut parser = Parser { source, at: start };
    let root = parser.value(0).and_then(|root| {
        parser.space();
        if parser.at < source.text.len() {
            return Err(parser.unexpected("the end of the file"));
        }
        Ok(root)
    });
    root.map_err(|problem| problems.push(problem)).ok()
}

struct Parser<'a> {
    source: &'a Source<'a>,
    at: usize,
}

impl Parser<'_> {
    fn value(&mut self, depth: u64) -> Result<Node, Problem> {
        self.space();
        let start = self.at;
        if depth > self.source.nesting {
            return Err(self.source.too_deep(start..start + 1));
        }
        let value = match self.peek() {
            Some(b'{') => self.record(depth)?,
            Some(b'[') => self.list(depth)?,
            Some(b'"') => Value::Text(self.string()?),
            Some(b'-' | b'0'..=b'9') => self.number()?,
            _ => self.word()?,
        };
        Ok(Node { value, range: start..self.at })
    }

    fn record(&mut self, depth: u64) -> Result<Value, Problem> {
        let mut entries: Vec<(String, Node)> = Vec::new();
        let mut keys = std::collections::BTreeMap::new();
        self.at += 1;
        self.space();
        if self.take(b'}') {
            return Ok(Value::Record(entries));
        }
        loop {
            self.space();
            let start = self.at;
            if self.peek() != Some(b'"') {
                return Err(self.unexpected("a name in quotes"));
            }
            let name = self.string()?;
            let range = start..self.at;
            if let Some(first) = keys.insert(name.clone(), range.clone()) {
                let message = format!("`{name}` is given twice");
                return Err(self
                    .source
                    .problem("data/duplicate", range, message)
                    .label(Place::new(self.source.file.clone(), first), "the first one"));
            }
            self.space();
            if !self.take(b':') {
                return Err(self.unexpected("`:`"));
            }
            entries.push((name, self.value(depth + 1)?));
            self.space();
            if self.take(b'}') {
                return Ok(Value::Record(entries));
            }
            if !self.take(b',') {
                return Err(self.unexpected("`,` or `}`"));
            }
        }
    }

    fn list(&mut self, depth: u64) -> Result<Value, Problem> {
        let mut values = Vec::new();
        self.at += 1;
        self.space();
        if self.take(b']') {
            return Ok(Value::List(values));
        }
        loop {
            values.push(self.value(depth + 1)?);
            self.space();
            if self.take(b']') {
                return Ok(Value::List(values));
            }
            if !self.take(b',') {
                return Err(self.unexpected("`,` or `]`"));
            }
        }
    }

    /// The string at the cursor. Its escapes are `serde_json`'s to judge: surrogate pairs are easy
    /// to get wrong.
    fn string(&mut self) -> Result<String, Problem> {
        let start = self.at;
        let bytes = self.source.text.as_bytes();
        let mut end = start + 1;
        loop {
            match bytes.get(end) {
                Some(b'"') => break,
                Some(b'\\') => end += 2,
                Some(b'\n') | None => {
                    let message = "the text that starts here is never closed";
                    return Err(self.source.problem("data/syntax", start..start + 1, message));
                }
                Some(_) => end += 1,
            }
        }
        self.at = end + 1;
        serde_json::from_str(&self.source.text[start..self.at]).map_err(|_| {
            let message = "this text has a sign or an escape that JSON does not know";
            self.source.problem("data/syntax", start..self.at, message)
        })
    }

    fn number(&mut self) -> Result<Value, Problem> {
        let start = self.at;
        let part = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E');
        while self.peek().is_some_and(part) {
            self.at += 1;
        }
        let written = &self.source.text[start..self.at];
        let number: Option<serde_json::Number> = serde_json::from_str(written).ok();
        match number.map(|number| (number.as_i64(), number.as_f64())) {
            Some((Some(integer), _)) => Ok(Value::Integer(integer)),
            Some((None, Some(number))) if number.is_finite() => Ok(Value::Number(number, None)),
            _ => {
                let message = format!("`{written}` is not a number in JSON");
                Err(self.source.problem("data/syntax", start..self.at, message))
            }
        }
    }

    fn word(&mut self) -> Result<Value, Problem> {
        let rest = &self.source.text[self.at..];
        for (word, value) in
            [("true", Value::Boolean(true)), ("false", Value::Boolean(false)), ("null", Value::Nothing)]
        {
            if rest.starts_with(word) {
                self.at += word.len();
                return Ok(value);
            }
        }
        Err(self.unexpected("a value"))
    }

    fn unexpected(&self, expected: &str) -> Problem {
        let rest = &self.source.text[self.at..];
        match rest.chars().next() {
            Some(found) => {
                let range = self.at..self.at + found.len_utf8();
                let message = format!("expected {expected}, found `{}`", found.escape_debug());
                let problem = self.source.problem("data/syntax", range, message);
                match found {
                    '\'' | '“' | '„' => {
                        problem.hint("JSON writes names and texts in straight quotes: \"…\"")
                    }
                    '}' | ']' => problem.hint("JSON has no comma behind the last value"),
                    '/' | '#' => problem.hint("JSON has no comments; YAML and TOML do"),
                    _ => problem,
                }
            }
            None => {
                let message = format!("expected {expected}, but the file ends here");
                self.source.problem("data/syntax", self.at..self.at, message)
            }
        }
    }

    fn peek(&self) -> Option<u8> {
        self.source.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }
}
