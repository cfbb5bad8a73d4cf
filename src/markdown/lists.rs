//! Lists of items, of tasks and of terms.

use std::ops::Range;

use comrak::Node;
use comrak::nodes::{ListType, NodeList, NodeValue};

use super::Reader;
use crate::diagnostic::Problem;
use crate::document::{
    BlockKind, Description, DescriptionList, Inline, List, ListItem, ListKind, TaskItem, TaskList,
};

impl<'a> Reader<'a> {
    pub(super) fn list(&mut self, node: Node<'a>, list: NodeList, range: &Range<usize>) -> BlockKind {
        let is_task = |item: Node<'a>| matches!(item.data().value, NodeValue::TaskItem(_));
        let tasks = node.children().filter(|item| is_task(item)).count();
        if tasks > 0 {
            if tasks < node.children().count() {
                self.report(
                    Problem::error("markdown/task-list", "some items of this list are tasks, others not")
                        .at(self.source.place(range.clone()))
                        .hint("start each item with `[ ]` or `[x]`, or none"),
                );
            }
            return BlockKind::TaskList(self.task_list(node, list.tight));
        }
        let kind = match list.list_type {
            ListType::Bullet => ListKind::Bullets,
            ListType::Ordered => ListKind::Numbers { start: list.start },
        };
        let items = node
            .children()
            .map(|item| {
                let range = self.source.range_of(item);
                let blocks = self.nested(range.clone(), |reader| reader.blocks(item));
                ListItem { blocks, place: self.source.place(range) }
            })
            .collect();
        BlockKind::List(List { kind, tight: list.tight, items })
    }

    fn task_list(&mut self, node: Node<'a>, tight: bool) -> TaskList {
        let items = node
            .children()
            .map(|item| {
                let range = self.source.range_of(item);
                let done = match &item.data().value {
                    NodeValue::TaskItem(task) => task.symbol.is_some(),
                    _ => false,
                };
                let blocks = self.nested(range.clone(), |reader| reader.blocks(item));
                TaskItem { done, blocks, place: self.source.place(range) }
            })
            .collect();
        TaskList { tight, items }
    }

    pub(super) fn description_list(&mut self, node: Node<'a>) -> BlockKind {
        let mut items: Vec<Description> = Vec::new();
        for item in node.children() {
            let range = self.source.range_of(item);
            let mut term = Vec::new();
            let mut details = Vec::new();
            for part in item.children() {
                let is_term = matches!(part.data().value, NodeValue::DescriptionTerm);
                if is_term {
                    term = self.nested(range.clone(), |reader| reader.term(part));
                } else {
                    details.extend(self.nested(range.clone(), |reader| reader.blocks(part)));
                }
            }
            match items.last_mut() {
                // comrak gives a term's further explanations as items of their own, without a term.
                Some(last) if term.is_empty() => last.details.extend(details),
                _ => items.push(Description { term, details, place: self.source.place(range) }),
            }
        }
        // The empty line before each explanation is a must, so it says nothing about looseness.
        let tight = items.iter().all(|item| item.details.len() < 2);
        BlockKind::DescriptionList(DescriptionList { tight, items })
    }

    /// A term is one paragraph, which comrak may or may not make explicit.
    fn term(&mut self, part: Node<'a>) -> Vec<Inline> {
        match part.first_child() {
            Some(child) if matches!(child.data().value, NodeValue::Paragraph) => {
                let position = child.data().sourcepos;
                let range = self.source.range(position);
                self.behind_definitions(child, &range, position.end.line, |reader| reader.inlines(child))
            }
            _ => self.inlines(part),
        }
    }
}
