//! The model of a publication's text: what it says and how it is built, with a place for each part.
//!
//! The model knows neither the Markdown that it was read from nor the Typst that it becomes, so
//! that checks, labels and coverage are written once. Everything that an author wrote stands in it
//! with its [`Place`](crate::diagnostic::Place); nothing stands in it that nobody wrote, but for
//! the ids that [`assign_ids`] gives to headings.

mod addresses;
mod attributes;
mod block;
mod collected;
mod contents;
mod dump;
mod expansions;
mod front_matter;
mod inline;
mod labels;
mod pictures;
mod plain_text;
mod references;
mod typography;
mod visit;
mod words;

use std::sync::Arc;

pub use addresses::addresses;
pub use attributes::{Attributes, Class, Id, Pair};
pub use block::{
    Alert, AlertKind, Argument, Block, BlockKind, Cell, CodeBlock, Column, ColumnAlignment, Component,
    Description, DescriptionList, Exhibits, Figure, Formula, Heading, List, ListItem, ListKind, Row, Table,
    TaskItem, TaskList, Value, WorkList,
};
pub use collected::{
    Collected, CreditGroup, CreditedPicture, Index, IndexEntry, IndexGroup, IndexLink, Locator, Mark,
    TermEntry,
};
pub use contents::{Contents, contents};
pub use dump::dump;
pub use expansions::expansions;
pub use front_matter::{ChapterKind, FrontMatter};
pub use inline::{
    Abbreviation, Alternative, CitationItem, Explanation, Footnote, Inline, InlineKind, Link, Math, Picture,
    Reference, ReferenceForm, Span, Target, Term, TermKind,
};
pub use labels::{assign_ids, is_label};
pub use pictures::{UsedPicture, pictures, workspace_path};
pub use plain_text::plain_text;
pub use references::{citations, resolve_references};
pub use typography::{set_run, set_typography};
pub use visit::{Node, NodeMut, walk, walk_inlines, walk_inlines_mut, walk_mut};
pub use words::{Word, alternatives, split_words, words};

use crate::language::slug;

/// A publication's text: its chapters in reading order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Document {
    /// The chapters.
    pub chapters: Vec<Chapter>,
}

/// One Markdown file.
#[derive(Debug, Clone, PartialEq)]
pub struct Chapter {
    /// The Markdown file's path from the workspace's root.
    pub file: Arc<str>,
    /// What stands between the `+++` lines.
    pub front: FrontMatter,
    /// The chapter's text; a correct chapter starts with its one level-1 heading.
    pub blocks: Vec<Block>,
}

impl Chapter {
    /// The chapter's level-1 heading, if its author wrote one.
    pub fn heading(&self) -> Option<&Heading> {
        self.blocks.iter().find_map(|block| match &block.kind {
            BlockKind::Heading(heading) if heading.level == 1 => Some(heading),
            _ => None,
        })
    }

    /// The text of the level-1 heading without markup; empty where there is none.
    pub fn title(&self) -> String {
        self.heading().map(|heading| plain_text(&heading.content)).unwrap_or_default()
    }

    /// The chapter's part in generated labels, such as `01-einleitung` for
    /// `sources/x/01-einleitung.md`: unique within a publication as long as its files are.
    pub fn key(&self) -> String {
        let name = self.file.rsplit('/').next().unwrap_or(&self.file);
        slug(name.strip_suffix(".md").unwrap_or(name))
    }
}
