//! Lists of the whole publication, and the marks that they lead to, as Typst text.

use super::writer::Writer;
use crate::document::{
    Attributes, Collected, CreditGroup, IndexEntry, IndexLink, Inline, InlineKind, Locator, Mark, Term,
    TermEntry, TermKind, WorkList, is_label,
};
use crate::publication::CitationStyle;

impl Writer<'_> {
    pub(super) fn term(&mut self, term: &Term) {
        let first = if term.is_first { "true" } else { "false" };
        match &term.kind {
            TermKind::Glossary => self.push(&format!("#term(first: {first}")),
            TermKind::Abbreviation(abbreviation) => {
                self.push("#abbreviation(expansion: ");
                self.string(&abbreviation.expansion);
                if let Some(explanation) = &abbreviation.explanation {
                    self.push(&format!(", long-first: {}, long: ", explanation.comes_first));
                    self.content(&explanation.long);
                }
            }
        }
        if let Some(target) = &term.target {
            self.push(", target: ");
            self.label_value(target);
        }
        self.push(")");
        self.content(&term.content);
    }

    /// The invisible marks of a part.
    pub(super) fn marks(&mut self, attributes: &Attributes) {
        self.write_marks(attributes.marks.iter());
    }

    /// Those of a figure for the index; for the credits it has a label.
    pub(super) fn index_marks(&mut self, attributes: &Attributes) {
        self.write_marks(attributes.marks.iter().filter(|mark| matches!(mark, Mark::Index(_))));
    }

    fn write_marks<'m>(&mut self, marks: impl Iterator<Item = &'m Mark>) {
        for mark in marks {
            self.push("#mark(");
            self.string(&mark.label());
            self.push(")");
        }
    }

    /// The label of a figure: its author's, or else that of its mark.
    pub(super) fn figure_label(&mut self, attributes: &Attributes) {
        let mark = attributes.marks.iter().find(|mark| matches!(mark, Mark::Picture(_)));
        match (attributes.id_name(), mark) {
            (Some(id), _) => self.label(id),
            (None, Some(mark)) => self.label(&mark.label()),
            (None, None) => {}
        }
    }

    /// A list of works. Where there are several, each names the citations that lead to it, which
    /// Typst would guess by their order otherwise.
    pub(super) fn work_list(&mut self, list: &WorkList) {
        let Some(literature) = self.context.bibliography else { return };
        self.push("#bibliography(");
        match literature.files.as_slice() {
            [file] => self.string(&format!("/{}", file.value)),
            files => {
                self.push("(");
                for file in files {
                    self.string(&format!("/{}", file.value));
                    self.push(",");
                }
                self.push(")");
            }
        }
        self.push(", title: none");
        match &literature.style {
            Some(CitationStyle::Named(name)) => {
                self.push(", style: ");
                self.string(&name.value);
            }
            Some(CitationStyle::File(file)) => {
                self.push(", style: ");
                self.string(&format!("/{}", file.value));
            }
            None => {}
        }
        if let Some(number) = list.number {
            self.push(&format!(", target: <works-{number}>"));
            // The numbers of a chapter's list begin anew.
            self.push(if list.of_chapter { ", group: none" } else { "" });
        }
        self.push(")");
    }

    pub(super) fn collected(&mut self, list: &Collected) {
        match list {
            Collected::Glossary(entries) => self.terms("glossary", entries),
            Collected::Abbreviations(entries) => self.terms("abbreviations", entries),
            Collected::Index(index) => {
                self.push("#index(\n");
                for group in &index.groups {
                    let initial = group.initial.map(String::from).unwrap_or_default();
                    self.push("  (initial: ");
                    self.string(&initial);
                    self.push(", entries: ");
                    self.index_entries(&group.entries);
                    self.push("),\n");
                }
                self.push(")");
            }
            Collected::Credits(groups) => {
                self.push("#credits(\n");
                groups.iter().for_each(|group| self.credit_group(group));
                self.push(")");
            }
        }
    }

    fn terms(&mut self, function: &str, entries: &[TermEntry]) {
        self.push(&format!("#{function}(terms(tight: false,\n"));
        for entry in entries {
            self.at(&entry.place, |writer| {
                writer.push(&format!("  terms.item(defined(<{}>)", entry.label));
                writer.content(&entry.term);
                writer.push(", [");
                if entry.sends_on {
                    writer.push("#see");
                    writer.content(&entry.details);
                } else {
                    writer.inlines(&entry.details);
                }
                writer.push("]),\n");
            });
        }
        self.push("))");
    }

    fn index_entries(&mut self, entries: &[IndexEntry]) {
        self.push("(");
        for entry in entries {
            self.push("(term: ");
            let word = [Inline { kind: InlineKind::Text(entry.term.clone()), place: entry.place.clone() }];
            self.content(&word);
            match &entry.label {
                Some(label) => self.push(&format!(", label: <{label}>, locators: (")),
                None => self.push(", label: none, locators: ("),
            }
            entry.locators.iter().for_each(|locator| self.locator(locator));
            self.push("), see: ");
            self.index_links(&entry.see);
            self.push(", see-also: ");
            self.index_links(&entry.see_also);
            self.push(", entries: ");
            self.index_entries(&entry.entries);
            self.push("),");
        }
        self.push(")");
    }

    fn locator(&mut self, locator: &Locator) {
        self.push(&format!(
            "(first: \"{}\", last: \"{}\", section: ",
            locator.first.label(),
            locator.last.label()
        ));
        self.string(&locator.section);
        self.push("),");
    }

    fn index_links(&mut self, links: &[IndexLink]) {
        self.push("(");
        for link in links {
            self.push(&format!("(target: <{}>, words: ", link.label));
            self.string(&link.words);
            self.push("),");
        }
        self.push(")");
    }

    fn credit_group(&mut self, group: &CreditGroup) {
        self.push("  (credit: ");
        self.content(&group.credit);
        self.push(", pictures: (");
        for picture in &group.pictures {
            let target = picture.target.as_deref().filter(|target| is_label(target)).unwrap_or_default();
            self.push("(mark: ");
            self.string(target);
            self.push(", words: ");
            self.string(&picture.words);
            self.push("),");
        }
        self.push(")),\n");
    }
}
