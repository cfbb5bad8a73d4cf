//! What stands inside a paragraph, as Typst text.

use super::math::reading;
use super::writer::Writer;
use crate::document::{
    Alternative, Block, CitationItem, Footnote, Inline, InlineKind, Link, Math, Node, Picture, Reference,
    ReferenceForm, Span, Target, walk,
};
use crate::publication::CitationStyle;

impl Writer<'_> {
    /// Inlines between brackets.
    pub(super) fn content(&mut self, inlines: &[Inline]) {
        self.push("[");
        self.inlines(inlines);
        self.push("]");
    }

    pub(super) fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            self.at(&inline.place, |writer| writer.inline(&inline.kind));
        }
    }

    fn inline(&mut self, kind: &InlineKind) {
        match kind {
            InlineKind::Text(text) => self.markup(text),
            InlineKind::SoftBreak => self.push("\n"),
            InlineKind::LineBreak => self.push("#linebreak()"),
            InlineKind::Emphasis(content) => self.call("#emph", content),
            InlineKind::Strong(content) => self.call("#strong", content),
            InlineKind::Strike(content) => self.call("#strike", content),
            InlineKind::Code(text) => {
                self.push("#raw(");
                self.string(text);
                self.push(")");
            }
            InlineKind::Link(link) => self.link(link),
            InlineKind::Picture(picture) => {
                // By its full name, as a layout may have a component called `box`.
                self.push("#std.box(");
                self.picture(picture, "height: 1em");
                self.push(")");
            }
            InlineKind::Span(span) => self.span(span),
            InlineKind::Term(term) => self.term(term),
            InlineKind::Footnote(footnote) => self.outside_lists(|writer| writer.footnote(footnote)),
            InlineKind::FootnoteReference(name) => {
                let label = self.footnote_label(name);
                self.outside_lists(|writer| writer.push(&format!("#footnote(<{label}>)")));
            }
            InlineKind::Citation(items) => self.citations(items),
            InlineKind::Reference(reference) => self.reference(reference),
            InlineKind::Math(math) => self.math(math),
        }
    }

    fn call(&mut self, function: &str, content: &[Inline]) {
        self.push(function);
        self.content(content);
    }

    fn link(&mut self, link: &Link) {
        let lang = link.attributes.value("lang").map(str::to_owned);
        if let Some(lang) = &lang {
            self.push("#span(lang: ");
            self.string(lang);
            self.push(")[");
        }
        let is_address = matches!(link.target, Target::Address(_));
        match link.attributes.value("address").filter(|_| is_address) {
            Some(way) => {
                self.push("#web-link(");
                self.string(way);
                self.push(", ");
            }
            None => self.push("#link("),
        }
        match &link.target {
            Target::Address(address) => self.string(address),
            Target::Id(id) => self.label_value(id),
            // Resolved before; an unknown chapter has been reported.
            Target::Chapter(file) => self.string(file),
        }
        self.push(")");
        self.in_language(lang.as_deref(), |writer| writer.content(&link.content));
        if lang.is_some() {
            self.push("]");
        }
    }

    fn span(&mut self, span: &Span) {
        if let Some(id) = span.attributes.id_name() {
            self.anchor(id);
        }
        self.marks(&span.attributes);
        let lang = span.attributes.value("lang");
        if lang.is_none() && span.attributes.classes.is_empty() && !span.attributes.marks.is_empty() {
            self.inlines(&span.content);
            return;
        }
        let class: Vec<&str> = span.attributes.classes.iter().map(|class| class.name.as_str()).collect();
        self.push("#span(");
        if let Some(lang) = span.attributes.value("lang") {
            self.push("lang: ");
            self.string(lang);
        }
        if !class.is_empty() {
            self.push(if span.attributes.value("lang").is_some() { ", class: " } else { "class: " });
            self.string(&class.join(" "));
        }
        self.push(")");
        self.in_language(span.attributes.value("lang"), |writer| writer.content(&span.content));
    }

    fn reference(&mut self, reference: &Reference) {
        self.push(match (&reference.form, reference.page) {
            (ReferenceForm::Page, _) => "#page-reference(",
            (_, Some(_)) => "#paged-reference(",
            (_, None) => "#ref(",
        });
        self.label_value(&reference.id);
        if let (ReferenceForm::Whole | ReferenceForm::Number | ReferenceForm::Word(_), Some(page)) =
            (&reference.form, reference.page)
        {
            self.push(if page { ", \"on\"" } else { ", \"off\"" });
        }
        match &reference.form {
            ReferenceForm::Whole | ReferenceForm::Page => {}
            ReferenceForm::Number => self.push(", supplement: none"),
            ReferenceForm::Word(word) => {
                self.push(", supplement: [");
                self.markup(word);
                self.push("]");
            }
        }
        self.push(")");
    }

    /// A note of a caption, which a list of figures must not repeat.
    fn outside_lists(&mut self, write: impl FnOnce(&mut Self)) {
        let in_caption = std::mem::replace(&mut self.in_caption, false);
        self.push(if in_caption { "#not-in-lists[" } else { "" });
        write(self);
        self.push(if in_caption { "]" } else { "" });
        self.in_caption = in_caption;
    }

    fn footnote(&mut self, footnote: &Footnote) {
        self.push("#footnote");
        if cites(&footnote.blocks) {
            self.push("[#citing-note(");
            self.citing_style();
            self.push(")");
            self.body(&footnote.blocks, true);
            self.push("]");
        } else {
            self.body(&footnote.blocks, true);
        }
        // The label stands close behind: a space before it would be a space in the text.
        let label = self.footnote_label(&footnote.name);
        self.push(&format!("<{label}>"));
    }

    /// The style that the manifest asks for.
    fn citing_style(&mut self) {
        match self.context.bibliography.and_then(|literature| literature.style.as_ref()) {
            Some(CitationStyle::Named(name)) => self.string(&name.value),
            Some(CitationStyle::File(file)) => self.string(&format!("/{}", file.value)),
            None => self.push("auto"),
        }
    }

    /// Works of one list are one citation; what follows from another list stands apart.
    fn citations(&mut self, items: &[CitationItem]) {
        for (index, item) in items.iter().enumerate() {
            let is_apart = index > 0 && items[index - 1].list != item.list;
            self.push(if is_apart { " " } else { "" });
            self.citation(item);
        }
    }

    fn citation(&mut self, item: &CitationItem) {
        self.at(&item.place, |writer| {
            writer.push("#cite(");
            writer.label_value(&item.key);
            if !item.supplement.is_empty() {
                writer.push(", supplement: ");
                writer.content(&item.supplement);
            }
            writer.push(")");
            if let Some(number) = item.list {
                writer.push(&format!("<works-{number}>"));
            }
        });
    }

    fn math(&mut self, math: &Math) {
        let converted = self.formula(&math.latex, &math.place);
        let alternative = math
            .alternative
            .clone()
            .unwrap_or_else(|| reading(&converted, &math.latex, self.context.language));
        self.push("#math.equation(alt: ");
        self.string(&alternative);
        self.push(", $");
        self.at(&math.place, |writer| writer.push(&converted.typst));
        self.push("$)");
    }

    /// An image; `size` is used where its author asked for none.
    pub(super) fn picture(&mut self, picture: &Picture, size: &str) {
        let ornament = picture.alternative == Alternative::Decorative;
        if ornament {
            self.push("decorative(");
        }
        self.at(&picture.place, |writer| {
            writer.push("image(");
            writer.string(&format!("/{}", picture.file));
            match &picture.alternative {
                Alternative::Text(text) => {
                    writer.push(", alt: ");
                    writer.string(text);
                }
                Alternative::Decorative => writer.push(", alt: \"\""),
            }
            let width = picture.width.as_ref().map(|width| format!("width: {width}"));
            writer.push(", ");
            writer.push(width.as_deref().unwrap_or(size));
            writer.push(")");
        });
        if ornament {
            self.push(")");
        }
    }
}

fn cites(blocks: &[Block]) -> bool {
    let mut found = false;
    walk(blocks, &mut |node| {
        found |= matches!(node, Node::Inline(Inline { kind: InlineKind::Citation(_), .. }));
    });
    found
}
