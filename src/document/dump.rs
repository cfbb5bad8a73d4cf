//! A chapter as text, for tests and for looking at what was read.

use std::fmt::Write;

use super::{
    Alternative, Attributes, Block, BlockKind, Chapter, Collected, ColumnAlignment, FrontMatter, IndexEntry,
    IndexLink, Inline, InlineKind, ListKind, Picture, ReferenceForm, Target, Term, TermKind, Value,
};

/// Writes a chapter one block a line, indented by its depth, with its inlines behind it.
pub fn dump(chapter: &Chapter) -> String {
    let mut out = String::new();
    front(&chapter.front, &mut out);
    blocks(&chapter.blocks, 0, &mut out);
    out
}

fn front(front: &FrontMatter, out: &mut String) {
    let mut parts = Vec::new();
    if front.kind != super::ChapterKind::default() {
        parts.push(format!("kind={}", front.kind.name()));
    }
    parts.extend(front.short.as_ref().map(|short| format!("short={}", inlines(short))));
    parts.extend(front.part.as_ref().map(|(part, _)| format!("part={part:?}")));
    parts.extend(front.authors.iter().map(|(author, _)| format!("author={author:?}")));
    parts.extend(front.numbering.map(|numbering| format!("numbering={numbering}")));
    if !parts.is_empty() {
        let _ = writeln!(out, "front {}", parts.join(" "));
    }
}

fn blocks(blocks: &[Block], depth: usize, out: &mut String) {
    for block in blocks {
        self::block(block, depth, out);
    }
}

fn line(depth: usize, text: &str, out: &mut String) {
    let _ = writeln!(out, "{}{}", "  ".repeat(depth), text.trim_end());
}

fn block(block: &Block, depth: usize, out: &mut String) {
    match &block.kind {
        BlockKind::Heading(heading) => {
            let attributes = attributes(&heading.attributes);
            let content = inlines(&heading.content);
            line(depth, &format!("heading {}{attributes} {content}", heading.level), out);
        }
        BlockKind::Paragraph(content) => line(depth, &format!("paragraph {}", inlines(content)), out),
        BlockKind::List(list) => {
            let kind = match list.kind {
                ListKind::Bullets => "bullets".to_owned(),
                ListKind::Numbers { start } => format!("numbers from {start}"),
            };
            line(depth, &format!("{kind}{}", tightness(list.tight)), out);
            for item in &list.items {
                line(depth + 1, "item", out);
                blocks(&item.blocks, depth + 2, out);
            }
        }
        BlockKind::TaskList(list) => {
            line(depth, &format!("tasks{}", tightness(list.tight)), out);
            for item in &list.items {
                line(depth + 1, if item.done { "done" } else { "open" }, out);
                blocks(&item.blocks, depth + 2, out);
            }
        }
        BlockKind::DescriptionList(list) => {
            line(depth, &format!("terms{}", tightness(list.tight)), out);
            for item in &list.items {
                line(depth + 1, &format!("term {}", inlines(&item.term)), out);
                blocks(&item.details, depth + 2, out);
            }
        }
        BlockKind::Quote(inner) => {
            line(depth, "quote", out);
            blocks(inner, depth + 1, out);
        }
        BlockKind::Alert(alert) => {
            let title = alert.title.as_ref().map(|title| inlines(title)).unwrap_or_default();
            line(depth, &format!("alert {} {title}", alert.kind.name()), out);
            blocks(&alert.blocks, depth + 1, out);
        }
        BlockKind::Code(code) => {
            let attributes = attributes(&code.attributes);
            let language = code.language.as_deref().unwrap_or("-");
            line(depth, &format!("code{attributes} {language} {:?}", code.text), out);
        }
        BlockKind::Table(found) => table(found, depth, out),
        BlockKind::Figure(figure) => {
            line(depth, &format!("figure{}", attributes(&figure.attributes)), out);
            blocks(&figure.body, depth + 1, out);
            for (name, content) in [("caption", &figure.caption), ("credit", &figure.credit)] {
                if let Some(content) = content {
                    line(depth + 1, &format!("{name} {}", inlines(content)), out);
                }
            }
        }
        BlockKind::Picture(shown) => line(depth, &picture(shown), out),
        BlockKind::Formula(formula) => {
            let attributes = attributes(&formula.attributes);
            line(depth, &format!("formula{attributes} {:?}", formula.latex), out);
        }
        BlockKind::Bibliography(list) => {
            let number = list.number.map_or(String::new(), |number| format!(" {number}"));
            line(depth, &format!("bibliography{number}"), out);
        }
        BlockKind::Exhibits(exhibits) => line(depth, exhibits.directive(), out),
        BlockKind::Collected(found) => collected(found, depth, out),
        BlockKind::Divider => line(depth, "divider", out),
        BlockKind::Component(component) => {
            let attributes = attributes(&component.attributes);
            let counted =
                component.counted.as_deref().map_or(String::new(), |word| format!(" counted {word:?}"));
            line(depth, &format!("component {}{attributes}{counted}", component.name), out);
            for argument in &component.arguments {
                line(depth + 1, &format!("{} = {}", argument.name, value(&argument.value)), out);
            }
            blocks(&component.body, depth + 1, out);
        }
    }
}

fn table(table: &super::Table, depth: usize, out: &mut String) {
    let header = if table.header_column { " header-column" } else { "" };
    let columns: Vec<String> = table
        .columns
        .iter()
        .map(|column| {
            let alignment = match column.alignment {
                ColumnAlignment::Default => "-",
                ColumnAlignment::Left => "left",
                ColumnAlignment::Centre => "centre",
                ColumnAlignment::Right => "right",
            };
            column.width.as_ref().map_or_else(|| alignment.into(), |width| format!("{alignment} {width}"))
        })
        .collect();
    let attributes = attributes(&table.attributes);
    line(depth, &format!("table{attributes}{header} ({})", columns.join(", ")), out);
    if let Some(caption) = &table.caption {
        line(depth + 1, &format!("caption {}", inlines(caption)), out);
    }
    let cells = |cells: &[super::Cell]| {
        cells.iter().map(|cell| inlines(&cell.content)).collect::<Vec<_>>().join(" | ")
    };
    line(depth + 1, &format!("head {}", cells(&table.head)), out);
    for row in &table.rows {
        line(depth + 1, &format!("row {}", cells(&row.cells)), out);
    }
}

fn collected(collected: &Collected, depth: usize, out: &mut String) {
    line(depth, collected.name(), out);
    match collected {
        Collected::Glossary(entries) | Collected::Abbreviations(entries) => {
            for entry in entries {
                let see = if entry.sends_on { "see " } else { "" };
                let (term, details) = (inlines(&entry.term), inlines(&entry.details));
                line(depth + 1, &format!("entry #{} {term} = {see}{details}", entry.label), out);
            }
        }
        Collected::Index(index) => {
            for group in &index.groups {
                let initial = group.initial.map_or_else(|| "signs".to_owned(), String::from);
                line(depth + 1, &initial, out);
                group.entries.iter().for_each(|entry| index_entry(entry, depth + 2, out));
            }
        }
        Collected::Credits(groups) => {
            for group in groups {
                let pictures = group.pictures.iter().map(|picture| {
                    format!("#{} {:?}", picture.target.as_deref().unwrap_or("-"), picture.words)
                });
                let pictures = pictures.collect::<Vec<_>>().join(", ");
                line(depth + 1, &format!("credit {} for {pictures}", inlines(&group.credit)), out);
            }
        }
    }
}

fn index_entry(entry: &IndexEntry, depth: usize, out: &mut String) {
    let mut text = format!("entry {:?}", entry.term);
    if let Some(label) = &entry.label {
        let _ = write!(text, " #{label}");
    }
    for locator in &entry.locators {
        let (first, last) = (locator.first.label(), locator.last.label());
        let range = if first == last { first } else { format!("{first}..{last}") };
        let _ = write!(text, " {range} in {:?}", locator.section);
    }
    let links =
        |links: &[IndexLink]| links.iter().map(|link| link.words.clone()).collect::<Vec<_>>().join("; ");
    for (word, list) in [("see", &entry.see), ("see also", &entry.see_also)] {
        if !list.is_empty() {
            let _ = write!(text, " {word} {:?}", links(list));
        }
    }
    line(depth, &text, out);
    entry.entries.iter().for_each(|entry| index_entry(entry, depth + 1, out));
}

fn term(term: &Term) -> String {
    let target = term.target.as_ref().map(|target| format!(" #{target}")).unwrap_or_default();
    let first = if term.is_first { " first" } else { "" };
    let content = inlines(&term.content);
    match &term.kind {
        TermKind::Glossary => format!("term<{}>({content})", format!("{target}{first}").trim()),
        TermKind::Abbreviation(abbreviation) => {
            let long = abbreviation.explanation.as_ref().map(|explanation| {
                let order = if explanation.comes_first { "before" } else { "behind" };
                format!(" {order}({})", inlines(&explanation.long))
            });
            let long = long.unwrap_or_default();
            format!("abbr<{:?}{target}{first}{long}>({content})", abbreviation.expansion)
        }
    }
}

fn tightness(tight: bool) -> &'static str {
    if tight { "" } else { " loose" }
}

fn attributes(attributes: &Attributes) -> String {
    let mut text = String::new();
    if let Some(id) = &attributes.id {
        let _ = write!(text, " #{}", id.name);
    }
    for class in &attributes.classes {
        let _ = write!(text, " .{}", class.name);
    }
    for pair in &attributes.pairs {
        let _ = write!(text, " {}={:?}", pair.key, pair.value);
    }
    for mark in &attributes.marks {
        let _ = write!(text, " ^{}", mark.label());
    }
    text
}

fn picture(picture: &Picture) -> String {
    let alternative = match &picture.alternative {
        Alternative::Text(text) => format!("{text:?}"),
        Alternative::Decorative => "decorative".to_owned(),
    };
    let width = picture.width.as_ref().map(|width| format!(" {width}")).unwrap_or_default();
    format!("picture {}{width} {alternative}", picture.file)
}

fn value(value: &Value) -> String {
    match value {
        Value::Text(text) => format!("{text:?}"),
        Value::Inline(content) => inlines(content),
        Value::Integer(number) => number.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Boolean(flag) => flag.to_string(),
        Value::Length(text) | Value::Choice(text) | Value::Colour(text) | Value::Data(text) => text.clone(),
        Value::Picture { file, alternative } => format!("{file} {alternative:?}"),
        Value::Date(date) => date.to_string(),
    }
}

fn inlines(inlines: &[Inline]) -> String {
    inlines.iter().map(inline).collect::<Vec<_>>().join(" ")
}

fn inline(inline: &Inline) -> String {
    match &inline.kind {
        InlineKind::Text(text) => format!("{text:?}"),
        InlineKind::SoftBreak => "/".to_owned(),
        InlineKind::LineBreak => "break".to_owned(),
        InlineKind::Emphasis(content) => format!("emph({})", inlines(content)),
        InlineKind::Strong(content) => format!("strong({})", inlines(content)),
        InlineKind::Strike(content) => format!("strike({})", inlines(content)),
        InlineKind::Code(text) => format!("code({text:?})"),
        InlineKind::Link(link) => {
            let target = match &link.target {
                Target::Address(address) => address.clone(),
                Target::Id(id) => format!("#{id}"),
                Target::Chapter(file) => file.clone(),
            };
            format!("link<{target}{}>({})", attributes(&link.attributes), inlines(&link.content))
        }
        InlineKind::Picture(shown) => picture(shown),
        InlineKind::Span(span) => {
            format!("span<{}>({})", attributes(&span.attributes).trim(), inlines(&span.content))
        }
        InlineKind::Term(found) => term(found),
        InlineKind::Footnote(footnote) => {
            let mut text = String::new();
            blocks(&footnote.blocks, 0, &mut text);
            format!("footnote[{}]({})", footnote.name, text.trim_end().replace('\n', "; "))
        }
        InlineKind::FootnoteReference(name) => format!("footnote[{name}]"),
        InlineKind::Citation(items) => {
            let items = items
                .iter()
                .map(|item| format!("{} {}", item.key, inlines(&item.supplement)).trim_end().to_owned());
            format!("cite({})", items.collect::<Vec<_>>().join("; "))
        }
        InlineKind::Reference(reference) => match &reference.form {
            ReferenceForm::Whole => format!("@{}", reference.id),
            ReferenceForm::Number => format!("@{} .number", reference.id),
            ReferenceForm::Word(word) => format!("@{} word={word:?}", reference.id),
            ReferenceForm::Page => format!("@{} .page", reference.id),
        },
        InlineKind::Math(math) => format!("math({:?})", math.latex),
    }
}
