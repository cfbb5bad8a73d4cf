//! Which Markdown is read: CommonMark, GFM, and the extensions of satz.

use comrak::Options;

/// The options of comrak for chapters and lines alike.
pub(super) fn options() -> Options<'static> {
    let mut options = Options::default();
    let extension = &mut options.extension;
    extension.table = true;
    extension.strikethrough = true;
    extension.tasklist = true;
    extension.autolink = true;
    extension.footnotes = true;
    extension.description_lists = true;
    extension.alerts = true;
    extension.math_dollars = true;
    extension.block_directive = true;
    extension.header_attributes = true;
    extension.fenced_code_attributes = true;
    extension.link_attributes = true;
    // Definitions stay where they are, so that one that nobody uses is found and reported.
    options.parse.leave_footnote_definitions = true;
    // An escaped sign is told from a bare one: `\@` is never a reference, `\[` never a span.
    options.parse.escaped_char_spans = true;
    options
}
