//! Tables that say what they hold, and hold what is a table.

use super::rule::{LAYOUT_TABLE, TABLE_CAPTION};
use crate::diagnostic::Problem;
use crate::document::{BlockKind, Chapter, Node, walk};

pub(super) fn check(chapter: &Chapter, problems: &mut Vec<Problem>) {
    walk(&chapter.blocks, &mut |node| {
        let Node::Block(block) = node else { return };
        let BlockKind::Table(table) = &block.kind else { return };
        if table.columns.len() < 2 || table.rows.is_empty() {
            let what = if table.rows.is_empty() { "no row below its head" } else { "one column only" };
            problems.push(
                LAYOUT_TABLE
                    .found(
                        format!("this table has {what}"),
                        "write a list or a component of the layout where text is only arranged",
                    )
                    .at(block.place.clone()),
            );
        } else if table.caption.is_none() {
            problems.push(
                TABLE_CAPTION
                    .found(
                        "this table has no caption",
                        "write `:::table{caption=\"…\"}` around it: what it compares, in a few words",
                    )
                    .at(block.place.clone()),
            );
        }
    });
}
