//! Raw HTML is refused: it would reach one output and be lost in the others.

use std::ops::Range;

use super::Reader;
use crate::diagnostic::Problem;
use crate::document::InlineKind;

impl Reader<'_> {
    /// A tag in a line: `<br>` is a line break, a comment is nothing, all else is refused.
    pub(super) fn inline_html(&mut self, html: &str, range: &Range<usize>) -> Option<InlineKind> {
        if is_break(html) {
            return Some(InlineKind::LineBreak);
        }
        if !html.starts_with("<!--") {
            self.refuse_html(html, range);
        }
        None
    }

    /// HTML on lines of its own: only comments pass.
    pub(super) fn block_html(&mut self, html: &str, range: &Range<usize>) {
        let mut rest = html.trim();
        while let Some(comment) = rest.strip_prefix("<!--") {
            let end = comment.find("-->").map_or(comment.len(), |end| end + "-->".len());
            rest = comment[end..].trim_start();
        }
        if is_break(rest) {
            self.report(
                Problem::warning("markdown/raw-html", "a `<br>` between paragraphs does nothing")
                    .at(self.source.place(range.clone()))
                    .hint("delete it; the space between paragraphs is the layout's"),
            );
        } else if !rest.is_empty() {
            self.refuse_html(rest, range);
        }
    }

    fn refuse_html(&mut self, html: &str, range: &Range<usize>) {
        let name: String = html
            .trim_start_matches(['<', '/'])
            .chars()
            .take_while(|character| character.is_ascii_alphanumeric())
            .collect();
        let hint = match name.to_ascii_lowercase().as_str() {
            "b" | "strong" => "write `**text**` for strong words",
            "i" | "em" => "write `*text*` for emphasis",
            "a" => "write `[text](https://…)` for a link",
            "img" => "write `![alternative text](picture.jpg)` for a picture",
            "table" | "tr" | "td" | "th" => "write a table with `|` between its cells",
            "span" => "write `[text]{.class}` or `[text]{lang=en}`",
            "div" | "aside" | "section" => "use a component of the layout: `:::name` … `:::`",
            "sup" | "sub" => "write the raised or lowered sign itself, as in m² or CO₂",
            "" if !html.starts_with('<') => "put what follows a comment into a paragraph of its own",
            _ => "write it in Markdown; a `<` that readers see is written `\\<`",
        };
        self.report(
            Problem::error("markdown/raw-html", "HTML cannot stand here")
                .at(self.source.place(range.clone()))
                .hint(hint),
        );
    }
}

fn is_break(html: &str) -> bool {
    let tag = html.strip_prefix("<br").and_then(|rest| rest.strip_suffix('>'));
    tag.is_some_and(|rest| rest.trim().trim_end_matches('/').trim().is_empty())
}
