//! Text as it is shown (ISO 32000-1, 9.3 and 9.4), and the marks around it (14.6).

use std::sync::Arc;

use lopdf::Dictionary;

use super::{Mark, Walk};
use crate::page::Run;
use crate::print::content::{Operand, Operation};
use crate::print::geometry::Matrix;
use crate::print::space::entry;

impl Walk<'_, '_> {
    pub(super) fn open_mark(&mut self, operation: &Operation<'_>, resources: Option<&Dictionary>) {
        let artifact = operation.operands.first().and_then(Operand::name) == Some(b"Artifact");
        let actual = match operation.operands.get(1) {
            Some(Operand::Name(name)) => resources
                .and_then(|resources| entry(self.walker.document, resources, b"Properties", name))
                .and_then(|properties| self.walker.document.dereference(properties).ok())
                .and_then(|(_, properties)| properties.as_dict().ok()?.get(b"ActualText").ok()?.as_str().ok())
                .map(text_string),
            Some(properties) => match properties.get(b"ActualText") {
                Some(Operand::Text(text)) => Some(text_string(text)),
                _ => None,
            },
            None => None,
        };
        let number = operation.operands.get(1).and_then(|properties| properties.get(b"MCID"));
        // Numbers of marks are whole and far below 2^24, where the type of operands has gaps.
        let number = number.and_then(Operand::number).map(|number| number as u32);
        let language = operation.operands.get(1).and_then(|properties| match properties.get(b"Lang") {
            Some(Operand::Text(tag)) => Some(text_string(tag)).filter(|tag| !tag.is_empty()),
            _ => None,
        });
        self.marks.push(Mark { artifact, number, language, actual: actual.map(Some) });
    }

    pub(super) fn text_operation(&mut self, operation: &Operation<'_>, resources: Option<&Dictionary>) {
        let numbers = operation.numbers();
        let number = numbers.first().copied().unwrap_or(0.0);
        match operation.operator {
            b"BT" => (self.text, self.line) = (Matrix::IDENTITY, Matrix::IDENTITY),
            b"Tf" => {
                let name = operation.operands.first().and_then(Operand::name).unwrap_or_default();
                self.state.font = self.walker.font(resources, name);
                self.state.size = number;
            }
            b"Tm" => (self.text, self.line) = (Matrix::of(&numbers), Matrix::of(&numbers)),
            b"Td" | b"TD" => {
                let down = numbers.get(1).copied().unwrap_or(0.0);
                if operation.operator == b"TD" {
                    self.state.leading = -down;
                }
                self.next_line(number, down);
            }
            b"T*" => self.next_line(0.0, -self.state.leading),
            b"Tc" => self.state.character_spacing = number,
            b"Tw" => self.state.word_spacing = number,
            b"Tz" => self.state.scale = number / 100.0,
            b"TL" => self.state.leading = number,
            b"Ts" => self.state.rise = number,
            b"Tj" => self.show(&operation.operands),
            b"TJ" => {
                if let Some(Operand::Array(items)) = operation.operands.first() {
                    self.show(items);
                }
            }
            b"'" | b"\"" => {
                if let [word, character, ..] = numbers[..] {
                    (self.state.word_spacing, self.state.character_spacing) = (word, character);
                }
                self.next_line(0.0, -self.state.leading);
                self.show(
                    operation.operands.get(operation.operands.len().saturating_sub(1)..).unwrap_or_default(),
                );
            }
            _ => {}
        }
    }

    fn next_line(&mut self, x: f32, y: f32) {
        self.line = Matrix::shift(x, y).then(self.line);
        self.text = self.line;
    }

    /// Shows strings and the shifts between them, as one run.
    fn show(&mut self, items: &[Operand]) {
        let Some(font) = self.state.font.clone() else { return };
        let mut text = String::new();
        let mut advance = 0.0;
        let mut lacks = false;
        for item in items {
            match item {
                Operand::Number(shift) => advance -= shift / 1000.0 * self.state.size * self.state.scale,
                Operand::Text(string) => {
                    for glyph in font.glyphs(string) {
                        lacks |= glyph.lacking;
                        text.push_str(glyph.text.unwrap_or("\u{fffd}"));
                        let word = if glyph.space { self.state.word_spacing } else { 0.0 };
                        let width =
                            glyph.width / 1000.0 * self.state.size + self.state.character_spacing + word;
                        advance += width * self.state.scale;
                    }
                }
                _ => {}
            }
        }
        let space = self.state.fill.space.clone();
        self.use_space(&space);
        self.run(text, &font.name, advance, lacks);
        self.text = Matrix::shift(advance, 0.0).then(self.text);
    }

    fn run(&mut self, glyphs: String, font: &Arc<str>, advance: f32, lacks_glyphs: bool) {
        let text = match self.marks.iter_mut().rev().find_map(|mark| mark.actual.as_mut()) {
            Some(actual) => actual.take().unwrap_or_default(),
            None => glyphs,
        };
        if let Some(number) = self.marks.iter().rev().find_map(|mark| mark.number) {
            self.page.marked.entry(number).or_default().push(self.page.runs.len());
            if let Some(language) = self.marks.iter().rev().find_map(|mark| mark.language.clone()) {
                self.page.languages.insert(number, language);
            }
        }
        let matrix = self.text.then(self.state.matrix);
        let (x, y) = matrix.apply(0.0, self.state.rise);
        self.page.runs.push(Run {
            text,
            x: x - self.trim[0],
            y: self.trim[3] - y,
            width: advance * matrix.stretch_x(),
            size: self.state.size * matrix.stretch_y(),
            font: Arc::clone(font),
            colour: self.state.fill.colour.clone(),
            artifact: self.marks.iter().any(|mark| mark.artifact),
            level: matrix.0[1].abs() < 1e-3 * matrix.0[0].abs(),
            lacks_glyphs,
            overprints: self.state.overprint.is_on(),
            place: None,
        });
    }
}

/// A text string of PDF (ISO 32000-1, 7.9.2.2): UTF-16 or UTF-8 with a mark, else near to Latin 1.
pub(in crate::print) fn text_string(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, text @ ..] => {
            let units = text.chunks_exact(2).map(|unit| u16::from_be_bytes([unit[0], unit[1]]));
            char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
        }
        [0xef, 0xbb, 0xbf, text @ ..] => String::from_utf8_lossy(text).into_owned(),
        text => text.iter().map(|&byte| char::from(byte)).collect(),
    }
}
