//! What chapters are built of, as Typst text.

use super::math::reading;
use super::writer::Writer;
use crate::document::{
    Argument, Block, BlockKind, Cell, Column, ColumnAlignment, Component, DescriptionList, Exhibits, Figure,
    Formula, Heading, Inline, InlineKind, List, ListKind, Table, TaskList, Value, is_label,
};

impl Writer<'_> {
    /// Blocks with an empty line between them.
    pub(super) fn blocks(&mut self, blocks: &[Block]) {
        for (index, block) in blocks.iter().enumerate() {
            if index > 0 {
                self.paragraph_break();
            }
            self.at(&block.place, |writer| writer.block(block));
        }
        self.line();
    }

    /// Blocks between brackets.
    ///
    /// A tight body that is one paragraph is handed over as its words. Any other body stands
    /// between empty lines: only they make Typst see a paragraph, which is a `P` in PDF and a `<p>`
    /// in EPUB, where a body holds nothing but one line of text.
    pub(super) fn body(&mut self, blocks: &[Block], tight: bool) {
        self.push("[");
        match blocks {
            [] => {}
            [Block { kind: BlockKind::Paragraph(content), place }] if tight => {
                self.at(place, |writer| writer.inlines(content));
            }
            [Block { kind: BlockKind::Paragraph(content), place }, rest @ ..] if tight => {
                self.at(place, |writer| writer.inlines(content));
                self.paragraph_break();
                self.blocks(rest);
            }
            _ => {
                self.push("\n\n");
                self.blocks(blocks);
                self.push("\n");
            }
        }
        self.push("]");
    }

    fn block(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Heading(heading) => {
                self.in_title = true;
                self.heading(heading);
                self.in_title = false;
            }
            BlockKind::Paragraph(content) => self.inlines(content),
            BlockKind::List(list) => self.list(list),
            BlockKind::TaskList(list) => self.task_list(list),
            BlockKind::DescriptionList(list) => self.description_list(list),
            BlockKind::Quote(blocks) => {
                self.push("#quote(block: true)");
                self.body(blocks, false);
            }
            BlockKind::Alert(alert) => {
                self.push(&format!("#alert(\"{}\"", alert.kind.name()));
                if let Some(title) = &alert.title {
                    self.push(", title: ");
                    self.content(title);
                }
                self.push(")");
                self.body(&alert.blocks, false);
            }
            BlockKind::Code(code) => {
                self.push("#raw(block: true, ");
                if let Some(language) = &code.language {
                    self.push("lang: ");
                    self.string(language);
                    self.push(", ");
                }
                self.string(&code.text);
                self.push(")");
                self.optional_label(code.attributes.id_name());
            }
            BlockKind::Table(table) => self.table(table),
            BlockKind::Figure(figure) => self.figure(figure),
            BlockKind::Picture(picture) => {
                self.push("#");
                self.picture(picture, "width: 100%");
            }
            BlockKind::Formula(formula) => self.block_formula(formula),
            BlockKind::Bibliography(list) => self.work_list(list),
            BlockKind::Exhibits(Exhibits::Figures) => self.push("#exhibits(image)"),
            BlockKind::Exhibits(Exhibits::Tables) => self.push("#exhibits(table)"),
            BlockKind::Collected(list) => self.collected(list),
            BlockKind::Divider => self.push("#divider()"),
            BlockKind::Component(component) => self.component(component),
        }
    }

    fn optional_label(&mut self, id: Option<&str>) {
        if let Some(id) = id {
            self.label(id);
        }
    }

    fn heading(&mut self, heading: &Heading) {
        if heading.attributes.has_class("unnumbered") {
            self.push(&format!("#heading(level: {}, numbering: none)", heading.level));
            self.content(&heading.content);
        } else {
            self.push(&"=".repeat(usize::from(heading.level)));
            self.push(" ");
            // A line end would end the heading, so a break of the source is a space here.
            for inline in &heading.content {
                match inline.kind {
                    InlineKind::SoftBreak => self.push(" "),
                    _ => self.inlines(std::slice::from_ref(inline)),
                }
            }
        }
        self.optional_label(heading.attributes.id_name());
        if !heading.attributes.marks.is_empty() {
            self.line();
            self.marks(&heading.attributes);
        }
    }

    fn list(&mut self, list: &List) {
        match list.kind {
            ListKind::Bullets => self.push(&format!("#list(tight: {},\n", list.tight)),
            ListKind::Numbers { start: 1 } => self.push(&format!("#enum(tight: {},\n", list.tight)),
            ListKind::Numbers { start } => {
                self.push(&format!("#enum(tight: {}, start: {start},\n", list.tight));
            }
        }
        for item in &list.items {
            self.push("  ");
            self.at(&item.place, |writer| writer.body(&item.blocks, list.tight));
            self.push(",\n");
        }
        self.push(")");
    }

    fn task_list(&mut self, list: &TaskList) {
        self.push(&format!("#task-list(tight: {},\n", list.tight));
        for item in &list.items {
            self.push("  ");
            self.at(&item.place, |writer| {
                writer.push(&format!("(done: {}, body: ", item.done));
                writer.body(&item.blocks, list.tight);
                writer.push(")");
            });
            self.push(",\n");
        }
        self.push(")");
    }

    fn description_list(&mut self, list: &DescriptionList) {
        self.push(&format!("#terms(tight: {},\n", list.tight));
        for item in &list.items {
            self.push("  ");
            self.at(&item.place, |writer| {
                writer.push("terms.item(");
                writer.content(&item.term);
                writer.push(", ");
                writer.body(&item.details, list.tight);
                writer.push(")");
            });
            self.push(",\n");
        }
        self.push(")");
    }

    fn table(&mut self, table: &Table) {
        let in_figure = table.caption.is_some() || table.attributes.id.is_some();
        if !in_figure {
            self.push("#");
            self.bare_table(table);
            return;
        }
        self.marks(&table.attributes);
        self.push("#figure(");
        self.bare_table(table);
        if let Some(caption) = &table.caption {
            self.push(", caption: ");
            self.in_caption = true;
            self.content(caption);
            self.in_caption = false;
        }
        self.push(")");
        self.optional_label(table.attributes.id_name());
    }

    fn bare_table(&mut self, table: &Table) {
        let width = |column: &Column| column.width.clone().unwrap_or_else(|| "auto".to_owned());
        let alignment = |column: &Column| match column.alignment {
            ColumnAlignment::Default => "auto",
            ColumnAlignment::Left => "left",
            ColumnAlignment::Centre => "center",
            ColumnAlignment::Right => "right",
        };
        let array = |items: Vec<String>| format!("({},)", items.join(", "));
        let all_auto = table.columns.iter().all(|column| column.width.is_none());
        self.push("table(columns: ");
        if all_auto {
            self.push(&table.columns.len().to_string());
        } else {
            self.push(&array(table.columns.iter().map(width).collect()));
        }
        let is_default = |column: &Column| column.alignment == ColumnAlignment::Default;
        if !table.columns.iter().all(is_default) {
            let alignments = table.columns.iter().map(|column| alignment(column).to_owned());
            self.push(&format!(", align: {}", array(alignments.collect())));
        }
        self.push(",\n  table.header(");
        self.cells(&table.head, false);
        self.push("),\n");
        for row in &table.rows {
            self.push("  ");
            self.at(&row.place, |writer| writer.cells(&row.cells, table.header_column));
            self.push(",\n");
        }
        self.push(")");
    }

    fn cells(&mut self, cells: &[Cell], names_row: bool) {
        for (index, cell) in cells.iter().enumerate() {
            if index > 0 {
                self.push(", ");
            }
            self.at(&cell.place, |writer| {
                if names_row && index == 0 {
                    writer.push("row-header");
                }
                writer.content(&cell.content);
            });
        }
    }

    fn figure(&mut self, figure: &Figure) {
        self.index_marks(&figure.attributes);
        self.push("#figure(");
        match figure.body.as_slice() {
            [Block { kind: BlockKind::Picture(picture), .. }] => self.picture(picture, "width: 100%"),
            [Block { kind: BlockKind::Table(table), .. }] => self.bare_table(table),
            body => {
                self.body(body, false);
                // Typst cannot see what a body of several parts is.
                self.push(", kind: image");
            }
        }
        let numbered = figure.caption.is_some() || figure.attributes.id.is_some();
        if figure.caption.is_some() || figure.credit.is_some() {
            self.push(", caption: [");
            let caption: &[Inline] = figure.caption.as_deref().unwrap_or_default();
            self.in_caption = true;
            self.inlines(caption);
            self.in_caption = false;
            if let Some(credit) = &figure.credit {
                // Only what has a caption comes into lists, which name no credits.
                let (start, end) =
                    if caption.is_empty() { ("#credit", "") } else { (" #not-in-lists[#credit", "]") };
                self.push(start);
                self.content(credit);
                self.push(end);
            }
            self.push("]");
        }
        if !numbered {
            self.push(", numbering: none, outlined: false");
        }
        self.push(")");
        self.figure_label(&figure.attributes);
    }

    fn block_formula(&mut self, formula: &Formula) {
        let converted = self.formula(&formula.latex, &formula.place);
        let alternative = formula
            .alternative
            .clone()
            .unwrap_or_else(|| reading(&converted, &formula.latex, self.context.language));
        self.push("#math.equation(block: true, alt: ");
        self.string(&alternative);
        // A formula that nobody can refer to needs no number.
        if formula.attributes.id.is_none() {
            self.push(", numbering: none");
        }
        self.push(", $ ");
        self.at(&formula.place, |writer| writer.push(&converted.typst));
        self.push(" $)");
        self.optional_label(formula.attributes.id_name());
    }

    fn component(&mut self, component: &Component) {
        if let Some(id) = component.attributes.id_name() {
            self.component_anchor(id, component);
            self.line();
        }
        if !component.attributes.marks.is_empty() {
            self.marks(&component.attributes);
            self.line();
        }
        let target = component.attributes.id_name().filter(|id| component.counted.is_some() && is_label(id));
        self.push("#");
        self.at(&component.name_place, |writer| writer.push(&component.name));
        self.push("(");
        for (index, argument) in component.arguments.iter().enumerate() {
            self.push(if index > 0 { ", " } else { "" });
            self.push(&argument.name);
            self.push(": ");
            let number = target.filter(|_| argument.name == "title");
            self.push(&number.map_or(String::new(), |id| format!("numbered-title(number-of(<{id}>), ")));
            self.at(&argument.place, |writer| writer.value(argument));
            self.push(if number.is_some() { ")" } else { "" });
        }
        if let Some(id) = target.filter(|_| !component.has_title()) {
            self.push(if component.arguments.is_empty() { "" } else { ", " });
            self.push(&format!("title: numbered-title(number-of(<{id}>), none)"));
        }
        self.push(")");
        if component.takes_body {
            self.body(&component.body, false);
        }
    }

    /// The anchor of a component carries its number, or else its title, by which references name it.
    fn component_anchor(&mut self, id: &str, component: &Component) {
        if let Some(word) = component.counted.as_deref().filter(|_| is_label(id)) {
            self.push(&format!("#counted(<{id}>, "));
            self.string(word);
            self.push(")");
            return;
        }
        let title = component.arguments.iter().find(|argument| argument.name == "title");
        match title.map(|argument| &argument.value) {
            Some(Value::Inline(content)) if is_label(id) => {
                self.push("#metadata(");
                self.content(content);
                self.push(&format!(")<{id}>"));
            }
            Some(Value::Text(text)) if is_label(id) => {
                self.push("#metadata([");
                self.markup(text);
                self.push(&format!("])<{id}>"));
            }
            _ => self.anchor(id),
        }
    }

    fn value(&mut self, argument: &Argument) {
        match &argument.value {
            Value::Text(text) | Value::Choice(text) => self.string(text),
            Value::Inline(content) => {
                self.in_title = true;
                self.content(content);
                self.in_title = false;
            }
            Value::Integer(number) => self.push(&number.to_string()),
            Value::Number(number) => self.push(&number.to_string()),
            Value::Boolean(flag) => self.push(&flag.to_string()),
            Value::Length(length) => self.push(length),
            Value::Colour(name) => {
                self.push("colour.at(");
                self.string(name);
                self.push(")");
            }
            Value::Data(name) => {
                self.push("data(");
                self.string(name);
                self.push(")");
            }
            Value::Date(date) => self.push(&format!(
                "datetime(year: {}, month: {}, day: {})",
                date.year(),
                date.month(),
                date.day()
            )),
            Value::Picture { file, alternative } => {
                let fit = ", width: 100%, height: 100%, fit: \"cover\")";
                match alternative {
                    Some(text) => {
                        self.push("image(");
                        self.string(&format!("/{file}"));
                        self.push(", alt: ");
                        self.string(text);
                        self.push(fit);
                    }
                    None => {
                        self.push("decorative(image(");
                        self.string(&format!("/{file}"));
                        self.push(", alt: \"\"");
                        self.push(fit);
                        self.push(")");
                    }
                }
            }
        }
    }
}
