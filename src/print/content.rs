//! Content streams, read operator by operator (ISO 32000-1, 7.8.2).
//!
//! Each operation knows the bytes it came from, so that a stream can be rewritten by replacing single
//! operations and copying everything else as it stands. Broken syntax is passed over, as every reader
//! of PDF does. Character maps have the same syntax and are read the same way.

use std::ops::Range;

/// One operand.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Operand {
    Number(f32),
    /// Without its slash, escapes resolved.
    Name(Vec<u8>),
    /// Of either notation, escapes resolved.
    Text(Vec<u8>),
    Array(Vec<Operand>),
    Dictionary(Vec<(Vec<u8>, Operand)>),
    /// `true`, `false`, `null`.
    Keyword,
}

impl Operand {
    pub(super) fn number(&self) -> Option<f32> {
        if let Operand::Number(number) = self { Some(*number) } else { None }
    }

    pub(super) fn name(&self) -> Option<&[u8]> {
        if let Operand::Name(name) = self { Some(name) } else { None }
    }

    /// The value of a key, if this is a dictionary.
    pub(super) fn get(&self, key: &[u8]) -> Option<&Operand> {
        let Operand::Dictionary(entries) = self else { return None };
        entries.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }
}

/// An operator with its operands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Operation<'a> {
    /// The operator; `BI` stands for a whole inline image up to its `EI`.
    pub(super) operator: &'a [u8],
    pub(super) operands: Vec<Operand>,
    /// Its bytes, from the first operand to the end of the operator.
    pub(super) span: Range<usize>,
}

impl Operation<'_> {
    /// The operands that are numbers, in their order.
    pub(super) fn numbers(&self) -> Vec<f32> {
        self.operands.iter().filter_map(Operand::number).collect()
    }

    /// The last operand, if it is a name.
    pub(super) fn name(&self) -> Option<&[u8]> {
        self.operands.last().and_then(Operand::name)
    }
}

/// All operations of a stream in their order.
pub(super) fn operations(bytes: &[u8]) -> Operations<'_> {
    Operations { bytes, at: 0 }
}

/// An iterator over operations.
pub(super) struct Operations<'a> {
    bytes: &'a [u8],
    at: usize,
}

/// Nested arrays and dictionaries deeper than this are broken.
const DEPTH: usize = 32;

enum Token<'a> {
    Operand(Operand),
    Operator(&'a [u8]),
    ArrayEnd,
    DictionaryEnd,
    End,
}

impl<'a> Iterator for Operations<'a> {
    type Item = Operation<'a>;

    fn next(&mut self) -> Option<Operation<'a>> {
        let mut operands = Vec::new();
        self.skip_space();
        let mut start = self.at;
        loop {
            match self.token(0) {
                Token::End => return None,
                Token::Operand(operand) => operands.push(operand),
                Token::ArrayEnd | Token::DictionaryEnd => {}
                Token::Operator(b"BI") => {
                    let dictionary = self.inline_image();
                    return Some(Operation {
                        operator: b"BI",
                        operands: vec![dictionary],
                        span: start..self.at,
                    });
                }
                Token::Operator(operator) => {
                    return Some(Operation { operator, operands, span: start..self.at });
                }
            }
            if operands.is_empty() {
                self.skip_space();
                start = self.at;
            }
        }
    }
}

impl<'a> Operations<'a> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                while self.peek().is_some_and(|byte| byte != b'\n' && byte != b'\r') {
                    self.at += 1;
                }
            } else if is_space(byte) {
                self.at += 1;
            } else {
                return;
            }
        }
    }

    fn token(&mut self, depth: usize) -> Token<'a> {
        self.skip_space();
        let Some(byte) = self.peek() else { return Token::End };
        match byte {
            b'/' => Token::Operand(Operand::Name(self.name())),
            b'(' => Token::Operand(Operand::Text(self.literal())),
            b'<' if self.bytes.get(self.at + 1) == Some(&b'<') => {
                self.at += 2;
                Token::Operand(self.dictionary(depth))
            }
            b'<' => Token::Operand(Operand::Text(self.hexadecimal())),
            b'>' if self.bytes.get(self.at + 1) == Some(&b'>') => {
                self.at += 2;
                Token::DictionaryEnd
            }
            b'[' => {
                self.at += 1;
                Token::Operand(self.array(depth))
            }
            b']' => {
                self.at += 1;
                Token::ArrayEnd
            }
            b'{' | b'}' | b')' | b'>' => {
                self.at += 1;
                Token::Operand(Operand::Keyword)
            }
            b'0'..=b'9' | b'+' | b'-' | b'.' => Token::Operand(self.number()),
            _ => match self.regular() {
                b"true" | b"false" | b"null" => Token::Operand(Operand::Keyword),
                operator => Token::Operator(operator),
            },
        }
    }

    /// Characters up to the next space or delimiter.
    fn regular(&mut self) -> &'a [u8] {
        let start = self.at;
        while self.peek().is_some_and(|byte| !is_space(byte) && !is_delimiter(byte)) {
            self.at += 1;
        }
        &self.bytes[start..self.at]
    }

    fn number(&mut self) -> Operand {
        let text = self.regular();
        let number = std::str::from_utf8(text).ok().and_then(|text| text.parse().ok());
        number.map_or(Operand::Keyword, Operand::Number)
    }

    fn name(&mut self) -> Vec<u8> {
        self.at += 1;
        let raw = self.regular();
        let mut name = Vec::with_capacity(raw.len());
        let mut at = 0;
        while at < raw.len() {
            let escaped = (raw[at] == b'#').then(|| raw.get(at + 1..at + 3)).flatten();
            match escaped.and_then(|digits| Some(digit(digits[0])? << 4 | digit(digits[1])?)) {
                Some(byte) => {
                    name.push(byte);
                    at += 3;
                }
                None => {
                    name.push(raw[at]);
                    at += 1;
                }
            }
        }
        name
    }

    fn hexadecimal(&mut self) -> Vec<u8> {
        self.at += 1;
        let mut text = Vec::new();
        let mut half = None;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match (byte, digit(byte), half) {
                (b'>', _, _) => break,
                (_, Some(digit), None) => half = Some(digit),
                (_, Some(digit), Some(first)) => {
                    text.push(first << 4 | digit);
                    half = None;
                }
                _ => {}
            }
        }
        text.extend(half.map(|first: u8| first << 4));
        text
    }

    fn literal(&mut self) -> Vec<u8> {
        self.at += 1;
        let mut text = Vec::new();
        let mut open = 1;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'\\' => self.escape(&mut text),
                b'(' => open += 1,
                b')' => open -= 1,
                _ => {}
            }
            if open == 0 {
                break;
            }
            if byte != b'\\' {
                text.push(byte);
            }
        }
        text
    }

    fn escape(&mut self, text: &mut Vec<u8>) {
        let Some(byte) = self.peek() else { return };
        self.at += 1;
        match byte {
            b'n' => text.push(b'\n'),
            b'r' => text.push(b'\r'),
            b't' => text.push(b'\t'),
            b'b' => text.push(8),
            b'f' => text.push(12),
            b'\r' if self.peek() == Some(b'\n') => self.at += 1,
            b'\n' | b'\r' => {}
            b'0'..=b'7' => {
                let mut code = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some(next @ b'0'..=b'7') = self.peek() else { break };
                    code = code * 8 + u32::from(next - b'0');
                    self.at += 1;
                }
                text.push((code & 0xff) as u8);
            }
            other => text.push(other),
        }
    }

    fn array(&mut self, depth: usize) -> Operand {
        let mut items = Vec::new();
        if depth >= DEPTH {
            return Operand::Array(items);
        }
        loop {
            match self.token(depth + 1) {
                Token::Operand(item) => items.push(item),
                Token::ArrayEnd | Token::End => break,
                Token::Operator(_) | Token::DictionaryEnd => {}
            }
        }
        Operand::Array(items)
    }

    fn dictionary(&mut self, depth: usize) -> Operand {
        let mut entries = Vec::new();
        if depth >= DEPTH {
            return Operand::Dictionary(entries);
        }
        let mut key = None;
        loop {
            match self.token(depth + 1) {
                Token::Operand(operand) => match (key.take(), operand) {
                    (Some(key), value) => entries.push((key, value)),
                    (None, Operand::Name(name)) => key = Some(name),
                    (None, _) => {}
                },
                Token::DictionaryEnd | Token::End => break,
                Token::Operator(_) | Token::ArrayEnd => {}
            }
        }
        Operand::Dictionary(entries)
    }

    /// Reads an inline image after `BI` to the end of its `EI`, and gives its dictionary.
    fn inline_image(&mut self) -> Operand {
        let mut entries = Vec::new();
        let mut key = None;
        loop {
            match self.token(0) {
                Token::Operand(operand) => match (key.take(), operand) {
                    (Some(key), value) => entries.push((key, value)),
                    (None, Operand::Name(name)) => key = Some(name),
                    (None, _) => {}
                },
                Token::Operator(b"ID") | Token::End => break,
                Token::Operator(_) | Token::ArrayEnd | Token::DictionaryEnd => {}
            }
        }
        // The data have no length: they end at an EI that stands alone.
        let rest = &self.bytes[self.at..];
        let end = rest
            .windows(4)
            .position(|window| is_space(window[0]) && &window[1..3] == b"EI" && is_space(window[3]));
        self.at = end.map_or(self.bytes.len(), |end| self.at + end + 3);
        Operand::Dictionary(entries)
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 12 | b'\r' | b' ')
}

fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, Vec<Operand>)> {
        operations(text.as_bytes())
            .map(|operation| (String::from_utf8_lossy(operation.operator).into_owned(), operation.operands))
            .collect()
    }

    #[test]
    fn operators_need_no_space_before_names() {
        let found = read("0 Tr/f0 14 Tf[<0001>-10<00>]TJ");
        assert_eq!(found[0], ("Tr".into(), vec![Operand::Number(0.0)]));
        assert_eq!(found[1], ("Tf".into(), vec![Operand::Name(b"f0".into()), Operand::Number(14.0)]));
        let items = vec![Operand::Text(vec![0, 1]), Operand::Number(-10.0), Operand::Text(vec![0])];
        assert_eq!(found[2], ("TJ".into(), vec![Operand::Array(items)]));
    }

    #[test]
    fn strings_names_and_dictionaries_are_resolved() {
        let found = read("/a#20b <</K (x\\)\\101(y)\\\n) /L [1 2]>> BDC");
        let dictionary = &found[0].1[1];
        assert_eq!(found[0].1[0], Operand::Name(b"a b".into()));
        assert_eq!(dictionary.get(b"K"), Some(&Operand::Text(b"x)A(y)".into())));
        assert_eq!(
            dictionary.get(b"L"),
            Some(&Operand::Array(vec![Operand::Number(1.0), Operand::Number(2.0)]))
        );
    }

    #[test]
    fn spans_cover_operands_and_operator() {
        let text = b"q % note\n 1 0 0 rg 0 0 m";
        let spans: Vec<_> = operations(text).map(|operation| &text[operation.span]).collect();
        assert_eq!(spans, [&b"q"[..], b"1 0 0 rg", b"0 0 m"]);
    }

    #[test]
    fn an_inline_image_is_one_operation() {
        let text = b"q BI /W 2 /H 1 /CS /G ID \x00EI\xff( EI Q";
        let found: Vec<_> = operations(text).collect();
        assert_eq!(found.len(), 3);
        assert_eq!(found[1].operands[0].get(b"CS"), Some(&Operand::Name(b"G".into())));
        assert_eq!(found[2].operator, b"Q");
    }

    #[test]
    fn broken_syntax_ends_and_does_not_panic() {
        for text in ["(", "<", "<<", "[", "/", "[[[", "]", ">>", "<</a", "BI", "1 2 3", ")", "1.2.3 w", "\\"]
        {
            let _ = operations(text.as_bytes()).count();
        }
        let deep = "[".repeat(10_000);
        assert_eq!(operations(deep.as_bytes()).count(), 0);
    }
}
