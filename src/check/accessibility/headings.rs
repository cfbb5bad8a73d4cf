//! Lines that look like headings and are none.

use super::rule::BOLD_HEADING;
use crate::diagnostic::Problem;
use crate::document::{Block, BlockKind, Chapter, Inline, InlineKind, plain_text};

/// A longer bold paragraph is an emphasis and not meant as a heading.
const LONGEST: usize = 80;

pub(super) fn check(chapter: &Chapter, problems: &mut Vec<Problem>) {
    for pair in chapter.blocks.windows(2) {
        if let [line, Block { kind: BlockKind::Paragraph(_) | BlockKind::List(_), .. }] = pair
            && let BlockKind::Paragraph(content) = &line.kind
            && is_bold_line(content)
        {
            problems.push(
                BOLD_HEADING
                    .found("this bold line stands in place of a heading", "write it as a heading: `## …`")
                    .at(line.place.clone()),
            );
        }
    }
}

fn is_bold_line(content: &[Inline]) -> bool {
    let [Inline { kind: InlineKind::Strong(words), .. }] = content else { return false };
    let text = plain_text(words);
    // A sentence is an emphasis; a question may be a heading.
    !text.trim_end().ends_with(['.', '!', ',', ';']) && text.chars().count() <= LONGEST
}
