//! Pictures, alone or with a caption.

use std::ops::Range;

use comrak::Node;
use comrak::nodes::NodeValue;

use super::Reader;
use super::attributes::{Allowed, Parsed};
use super::source::restored;
use crate::diagnostic::Problem;
use crate::document::{
    Alternative, Attributes, Block, BlockKind, Figure, Inline, InlineKind, Node as Part, Picture, plain_text,
    walk_inlines, workspace_path,
};

const FIGURE: Allowed = Allowed {
    what: "a figure",
    id: true,
    classes: Some(&["decorative"]),
    keys: &["credit", "licence", "width"],
};
const PICTURE: Allowed =
    Allowed { what: "a picture within a line", id: false, classes: Some(&["decorative"]), keys: &["width"] };

/// A picture as it was written, before it is known what it stands in.
struct Written {
    picture: Option<Picture>,
    attributes: Attributes,
    title: Option<Vec<Inline>>,
}

impl<'a> Reader<'a> {
    /// A picture within a line.
    pub(super) fn inline_picture(&mut self, node: Node<'a>, range: &Range<usize>) -> Option<InlineKind> {
        let written = self.picture(node, range);
        self.allow(&written.attributes, &PICTURE);
        if written.title.is_some() {
            self.report(
                Problem::error("markdown/caption", "a picture within a line has no caption")
                    .at(self.source.place(range.clone()))
                    .hint("put the picture into a paragraph of its own"),
            );
        }
        written.picture.map(|picture| InlineKind::Picture(Box::new(picture)))
    }

    /// The figure of a paragraph that holds one picture and nothing else.
    ///
    /// An ornament without a caption is no figure.
    pub(super) fn picture_paragraph(&mut self, node: Node<'a>, range: &Range<usize>) -> Option<BlockKind> {
        let image = lone_picture(node)?;
        let written = self.picture(image, range);
        self.allow(&written.attributes, &FIGURE);
        let credit = self.credit(&written.attributes);
        let picture = written.picture?;
        let is_ornament = picture.alternative == Alternative::Decorative;
        if is_ornament && written.title.is_none() && credit.is_none() {
            return Some(BlockKind::Picture(picture));
        }
        let place = picture.place.clone();
        Some(BlockKind::Figure(Figure {
            attributes: Attributes { pairs: Vec::new(), ..written.attributes },
            body: vec![Block { kind: BlockKind::Picture(picture), place }],
            caption: written.title,
            credit,
        }))
    }

    /// Whether a paragraph is one picture and nothing else.
    pub(super) fn is_picture_paragraph(node: Node<'a>) -> bool {
        lone_picture(node).is_some()
    }

    /// `:::figure`: what it shows, and a last paragraph as its caption.
    pub(super) fn figure_directive(
        &mut self,
        node: Node<'a>,
        attributes: Attributes,
        range: &Range<usize>,
    ) -> Option<BlockKind> {
        self.allow(&attributes, &Allowed { classes: Some(&[]), keys: &["credit", "licence"], ..FIGURE });
        let credit = self.credit(&attributes);
        let mut body = self.nested(range.clone(), |reader| reader.blocks(node));
        let mut caption = match body.pop() {
            Some(Block { kind: BlockKind::Paragraph(content), .. }) if !body.is_empty() => Some(content),
            last => {
                body.extend(last);
                None
            }
        };
        for block in &mut body {
            self.unwrap_figure(block, &mut caption);
        }
        if let Some(wrong) = body.iter().find(|block| matches!(block.kind, BlockKind::Paragraph(_))) {
            self.problems.push(
                Problem::error("markdown/figure", "a figure has one paragraph, its caption")
                    .at(wrong.place.clone())
                    .hint("write the caption in one paragraph below what the figure shows"),
            );
        }
        if body.is_empty() {
            self.report(
                Problem::error("markdown/figure", "this figure shows nothing")
                    .at(self.source.place(range.clone())),
            );
            return None;
        }
        let attributes = Attributes { pairs: Vec::new(), ..attributes };
        Some(BlockKind::Figure(Figure { attributes, body, caption, credit }))
    }

    /// Who made a picture, and the terms of its use, on one line.
    fn credit(&mut self, attributes: &Attributes) -> Option<Vec<Inline>> {
        let mut credit = self.line_attribute(attributes, "credit");
        if let Some(pair) = attributes.pair("licence") {
            let licence = self.line_attribute(attributes, "licence").unwrap_or_default();
            match &mut credit {
                Some(credit) => {
                    let kind = InlineKind::Text(", ".to_owned());
                    credit.push(Inline { kind, place: pair.key_place.clone() });
                    credit.extend(licence);
                }
                None => credit = Some(licence),
            }
        }
        credit
    }

    /// A picture in `:::figure` was read as a figure of its own; its caption may be the figure's.
    fn unwrap_figure(&mut self, block: &mut Block, caption: &mut Option<Vec<Inline>>) {
        let BlockKind::Figure(inner) = &mut block.kind else { return };
        let refused = inner.attributes.id.is_some()
            || inner.credit.is_some()
            || (inner.caption.is_some() && caption.is_some());
        if refused {
            self.problems.push(
                Problem::error("markdown/figure", "the figure around this picture says that already")
                    .at(block.place.clone())
                    .hint("give id, credit and caption to `:::figure` and not to the picture"),
            );
        }
        if caption.is_none() {
            *caption = inner.caption.take();
        }
        if let Some(picture) = inner.body.pop() {
            *block = picture;
        }
    }

    fn picture(&mut self, node: Node<'a>, paragraph: &Range<usize>) -> Written {
        let range = self.source.range(node.data().sourcepos);
        let range = if range.is_empty() { paragraph.clone() } else { range };
        let parsed = match node.data().attrs {
            Some(_) => self.trailing_attributes(&range),
            None => None,
        };
        let (attributes, end) = match parsed {
            Some(Parsed { attributes, range }) => (attributes, range.start),
            None => (Attributes::default(), range.end),
        };
        let NodeValue::Image(link) = node.data().value.clone() else {
            return Written { picture: None, attributes, title: None };
        };
        let title = self.title(&restored(&link.title), range.start..end);
        let place = self.source.place(range.clone());
        let alternative = self.alternative(node, &attributes, &range);
        let width = self.length(&attributes, "width");
        let file = self.picture_file(&restored(&link.url), &range);
        let picture = file.map(|file| Picture { file, place, alternative, width });
        Written { picture, attributes, title }
    }

    fn alternative(&mut self, node: Node<'a>, attributes: &Attributes, range: &Range<usize>) -> Alternative {
        let content = self.nested(range.clone(), |reader| reader.inlines(node));
        self.refuse_non_words(&content);
        let text = plain_text(&content).trim().to_owned();
        if attributes.has_class("decorative") {
            if !text.is_empty() {
                self.report(
                    Problem::error("markdown/picture-alt", "an ornament has no alternative text")
                        .at(self.source.place(range.clone()))
                        .hint("delete the text, or `.decorative`"),
                );
            }
            return Alternative::Decorative;
        }
        if text.is_empty() {
            self.report(
                Problem::error("markdown/picture-alt", "this picture has no alternative text")
                    .at(self.source.place(range.clone()))
                    .hint("say between the brackets what it shows, for whoever does not see it")
                    .hint("mark an ornament with `{.decorative}`"),
            );
        }
        Alternative::Text(text)
    }

    /// Reports what an alternative text cannot say: it is words without markup.
    fn refuse_non_words(&mut self, content: &[Inline]) {
        walk_inlines(content, &mut |part| {
            let Part::Inline(Inline { kind, place }) = part else { return };
            let what = match kind {
                InlineKind::Picture(_) => "a picture",
                InlineKind::Math(_) => "a formula",
                InlineKind::Citation(_) => "a citation",
                InlineKind::Reference(_) => "a cross reference",
                InlineKind::Footnote(_) | InlineKind::FootnoteReference(_) => "a footnote",
                _ => return,
            };
            self.report(
                Problem::error("markdown/picture-alt", format!("{what} cannot stand in an alternative text"))
                    .at(place.clone())
                    .hint("say it in words, or put it into the caption"),
            );
        });
    }

    fn picture_file(&mut self, written: &str, range: &Range<usize>) -> Option<String> {
        let place = self.source.place(range.clone());
        if written.contains("://") || written.starts_with("//") || written.starts_with("data:") {
            self.report(
                Problem::error("picture/path", "a picture cannot come from the network")
                    .at(place)
                    .hint("save it beside the chapter and name its path"),
            );
            return None;
        }
        let file = workspace_path(&self.file, &decoded(written));
        if file.is_none() {
            let message = format!("`{written}` is not a file of this workspace");
            let problem = Problem::error("picture/path", message).at(place);
            self.report(if written.contains('\\') {
                problem.hint("write `/` between folders")
            } else {
                problem.hint("a path starts from the chapter's folder, or with `/` from the workspace")
            });
        }
        file
    }

    /// The caption: what stands between the quotes before the closing parenthesis, as Markdown.
    fn title(&mut self, title: &str, picture: Range<usize>) -> Option<Vec<Inline>> {
        if title.is_empty() {
            return None;
        }
        let written = self.source.slice(picture.clone());
        let inlines = match quoted_before_parenthesis(written) {
            Some(inner) => {
                let start = picture.start + inner.start;
                let place_of = self.source.place_of();
                let place = |part: Range<usize>| place_of(start + part.start..start + part.end);
                self.caption(&written[inner], &place)
            }
            // The title stands in a link definition elsewhere.
            None => {
                let place = self.source.place(picture.clone());
                self.caption(title, &|_| place.clone())
            }
        };
        Some(inlines)
    }
}

fn lone_picture(paragraph: Node<'_>) -> Option<Node<'_>> {
    let child = paragraph.first_child()?;
    let is_picture = matches!(child.data().value, NodeValue::Image(_));
    (is_picture && child.next_sibling().is_none()).then_some(child)
}

/// The range between the quotes of `![…](path "title")`.
fn quoted_before_parenthesis(written: &str) -> Option<Range<usize>> {
    let inner = written.trim_end().strip_suffix(')')?.trim_end();
    let quote = inner.chars().next_back().filter(|quote| matches!(quote, '"' | '\''))?;
    let end = inner.len() - 1;
    let bytes = inner.as_bytes();
    let opening = inner[..end].rmatch_indices(quote).map(|(index, _)| index).find(|&index| {
        let backslashes = bytes[..index].iter().rev().take_while(|&&byte| byte == b'\\').count();
        backslashes % 2 == 0 && bytes[..index].last().is_some_and(u8::is_ascii_whitespace)
    })?;
    Some(opening + 1..end)
}

/// A path without percent signs for characters: authors copy them from addresses.
fn decoded(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, tail @ ..] = rest {
        let hexadecimal = tail.get(..2).filter(|_| *first == b'%');
        let value = hexadecimal
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(value.unwrap_or(*first));
        rest = if value.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| path.to_owned())
}
