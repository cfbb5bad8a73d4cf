//! The text in the making, with its map.

use std::ops::Range;

use super::escape;
use super::map::Lowered;
use super::{Context, math};
use crate::diagnostic::{Place, Problem};
use crate::document::{Chapter, FrontMatter, Inline, is_label, plain_text};
use crate::language::{divided_ligatures, gender_forms, is_ligature};

/// The text in the making.
pub(super) struct Writer<'a> {
    text: String,
    parts: Vec<(Range<usize>, Place)>,
    problems: Vec<Problem>,
    pub(super) context: Context<'a>,
    /// Whether a caption is written, which lists of figures repeat.
    pub(super) in_caption: bool,
    /// Whether a title is written, which is not divided.
    pub(super) in_title: bool,
    /// What makes generated labels unique in the publication.
    key: String,
    /// The languages of the passages around, innermost last.
    languages: Vec<String>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(chapter: &Chapter, context: Context<'a>) -> Self {
        Self {
            text: String::new(),
            parts: Vec::new(),
            problems: Vec::new(),
            context,
            in_caption: false,
            in_title: false,
            key: chapter.key(),
            languages: Vec::new(),
        }
    }

    pub(super) fn finish(self) -> (Lowered, Vec<Problem>) {
        (Lowered::new(self.text, self.parts), self.problems)
    }

    pub(super) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// A string literal.
    pub(super) fn string(&mut self, text: &str) {
        self.text.push_str(&escape::string(text));
    }

    /// Readers' text, in which gender forms are named where the manifest wants them to be read with a pause.
    pub(super) fn markup(&mut self, text: &str) {
        let mut start = 0;
        if self.context.names_gender_forms && self.language().starts_with("de") {
            for (form, _) in gender_forms(text) {
                self.words(&text[start..form.start]);
                self.push("#gender-form[");
                self.words(&text[form.clone()]);
                self.push("]");
                start = form.end;
            }
        }
        self.words(&text[start..]);
    }

    /// Text with its words divided as a person says. Letters that the joint of a word parts are set without a
    /// ligature, which changes no character: search and copy find the word as it was written.
    fn words(&mut self, text: &str) {
        let mut start = 0;
        for word in self.exceptions(text) {
            self.with_ligatures(&text[start..word.start]);
            self.divided(&text[word.clone()]);
            start = word.end;
        }
        self.with_ligatures(&text[start..]);
    }

    fn with_ligatures(&mut self, text: &str) {
        let mut end = 0;
        if self.context.ligatures {
            for range in divided_ligatures(text, self.language()) {
                self.text.push_str(&escape::markup(&text[end..range.start]));
                self.text.push_str("#std.text(ligatures: false)[");
                self.text.push_str(&text[range.clone()]);
                self.text.push(']');
                end = range.end;
            }
        }
        self.text.push_str(&escape::markup(&text[end..]));
    }

    /// The words of a text whose points of division a person has written down. Titles are not
    /// divided, and a passage in another language has other words.
    fn exceptions(&self, text: &str) -> Vec<Range<usize>> {
        let exceptions = self.context.hyphenation.filter(|exceptions| !exceptions.is_empty());
        let Some(exceptions) = exceptions.filter(|_| !self.in_title && self.languages.is_empty()) else {
            return Vec::new();
        };
        let mut start = 0;
        let words = text.split(|letter: char| !letter.is_alphabetic()).map(|word| {
            let at = start;
            start += word.len();
            start += text[start..].chars().next().map_or(0, char::len_utf8);
            at..at + word.len()
        });
        words.filter(|word| exceptions.has(&text[word.clone()])).collect()
    }

    /// A word with soft hyphens where it may be divided. The pages lose those that divide nothing
    /// before they are written, so that search and copy do not meet them.
    fn divided(&mut self, word: &str) {
        let points = self.context.hyphenation.and_then(|exceptions| exceptions.points(word));
        let points = points.unwrap_or_default();
        self.push(if points.is_empty() { "#undivided[" } else { "#divided[" });
        let mut start = 0;
        for point in points {
            if self.context.ligatures && is_ligature(word, point) {
                let behind = word[point..].chars().next().map_or(point, |letter| point + letter.len_utf8());
                self.push(&word[start..point - 1]);
                self.push(&format!("#std.text(ligatures: false)[f\\u{{ad}}{}]", &word[point..behind]));
                start = behind;
            } else {
                self.push(&word[start..point]);
                self.push("\\u{ad}");
                start = point;
            }
        }
        self.push(&word[start..]);
        self.push("]");
    }

    /// The language of the text that is written now.
    pub(super) fn language(&self) -> &str {
        self.languages.last().map_or(self.context.language, String::as_str)
    }

    /// Writes text of a language; `None` is that of the text around it.
    pub(super) fn in_language(&mut self, language: Option<&str>, write: impl FnOnce(&mut Self)) {
        self.languages.extend(language.map(str::to_owned));
        write(self);
        if language.is_some() {
            self.languages.pop();
        }
    }

    /// Writes what came from a place.
    pub(super) fn at(&mut self, place: &Place, write: impl FnOnce(&mut Self)) {
        let start = self.text.len();
        write(self);
        self.parts.push((start..self.text.len(), place.clone()));
    }

    /// Starts a new line, unless one has just been started.
    pub(super) fn line(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    /// Leaves an empty line, which ends a paragraph.
    pub(super) fn paragraph_break(&mut self) {
        self.line();
        if !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// A label as a value. Whatever cannot stand between angle brackets, such as many a key of a
    /// bibliography, goes into a string.
    pub(super) fn label_value(&mut self, name: &str) {
        if is_label(&name.to_ascii_lowercase()) {
            self.text.push_str(&format!("<{name}>"));
        } else {
            self.text.push_str(&format!("label({})", escape::string(name)));
        }
    }

    /// A label right behind what it names; one that cannot be a label was reported.
    pub(super) fn label(&mut self, name: &str) {
        if is_label(name) {
            self.text.push_str(&format!(" <{name}>"));
        }
    }

    /// An invisible element that carries a label, for what Typst cannot label itself.
    pub(super) fn anchor(&mut self, name: &str) {
        if is_label(name) {
            self.text.push_str(&format!("#metadata(none)<{name}>"));
        }
    }

    /// The label of a footnote.
    pub(super) fn footnote_label(&self, name: &str) -> String {
        format!("fn-{}-{name}", self.key)
    }

    /// A formula's Typst code; what is not understood is reported at its column.
    pub(super) fn formula(&mut self, latex: &str, place: &Place) -> math::Converted {
        let (converted, problems) = math::convert(latex, place);
        self.problems.extend(problems);
        converted
    }

    /// The lines that every chapter starts with.
    pub(super) fn head(&mut self, front: &FrontMatter) {
        self.push("#import \"/satz/layout.typ\": *\n#show: chapter.with(");
        self.push(&format!("kind: \"{}\", short: ", front.kind.name()));
        self.optional_content(front.short.as_deref());
        self.push(", authors: (");
        for (author, place) in &front.authors {
            self.at(place, |writer| writer.string(author));
            // The comma makes an array of a single author, too.
            self.push(",");
        }
        self.push("), part: ");
        match &front.part {
            Some((part, place)) => self.at(place, |writer| writer.string(part)),
            None => self.push("none"),
        }
        let numbering = front.numbering.map_or("auto", |numbered| if numbered { "true" } else { "false" });
        self.push(&format!(", numbering: {numbering})\n\n"));
    }

    fn optional_content(&mut self, content: Option<&[Inline]>) {
        match content.filter(|content| !plain_text(content).is_empty()) {
            Some(content) => self.content(content),
            None => self.push("none"),
        }
    }
}
