//! The index: words that are marked in the text, in order, with the places that deal with them.

use std::collections::BTreeMap;

use crate::diagnostic::{Place, Problem, suggestion};
use crate::document::{
    Attributes, Block, BlockKind, Collected, Document, Index, IndexEntry, IndexGroup, IndexLink, Inline,
    InlineKind, Locator, Mark, NodeMut, Pair, Span, plain_text, walk_inlines_mut, walk_mut,
};
use crate::language::{SortKey, initial, sort_key};

/// An entry below another one, below a third one: more is no index that anybody finds a way in.
const DEEPEST: usize = 3;

/// Numbers the marks of the document, and fills its index from them.
pub(super) fn gather(document: &mut Document, asked: Option<&Place>, problems: &mut Vec<Problem>) {
    let body = take_body(document);
    let mut marks = Marks {
        number: 0,
        section: String::new(),
        root: Branch::default(),
        open: Vec::new(),
        first: None,
        problems,
    };
    for chapter in &mut document.chapters {
        end_sections(&mut chapter.blocks);
        walk_mut(&mut chapter.blocks, &mut |node| match node {
            NodeMut::Block(block) => marks.block(block),
            NodeMut::Inline(inline) => {
                if let InlineKind::Span(span) = &mut inline.kind {
                    let place = inline.place.clone();
                    let words = plain_text(&span.content);
                    marks.read(&mut span.attributes, &words, &place);
                }
            }
        });
    }
    let (open, first, mut root) =
        (std::mem::take(&mut marks.open), marks.first.take(), std::mem::take(&mut marks.root));
    for range in open {
        problems.push(
            Problem::error(
                "apparatus/index-range",
                format!("the range of `{}` has no end", range.path.join(" > ")),
            )
            .at(range.place)
            .hint("write `[]{index-to=\"…\"}` with the same words where it ends"),
        );
    }
    let links = read_body(&body, &mut root, problems);
    match (asked, first) {
        (None, Some(place)) => problems.push(
            Problem::warning("apparatus/no-list", "the text has marks for an index, and no chapter shows it")
                .at(place)
                .hint("write `:::index` and `:::` where it is to stand, mostly in a chapter of its own"),
        ),
        (Some(place), None) => problems.push(
            Problem::error("apparatus/empty-index", "the index has nothing to show")
                .at(place.clone())
                .hint("mark words in the text: `[Wort]{.index}` or `[]{index=\"Hauptwort > Unterwort\"}`"),
        ),
        _ => {}
    }
    link(&mut root, links, problems);
    let groups = root.groups();
    super::fill(document, |list| {
        if let Collected::Index(index) = list {
            *index = Index { body: Vec::new(), groups: groups.clone() };
        }
    });
}

/// An entry in the making.
#[derive(Default)]
struct Branch {
    place: Option<Place>,
    label: Option<String>,
    locators: Vec<Locator>,
    see: Vec<IndexLink>,
    see_also: Vec<IndexLink>,
    below: BTreeMap<(SortKey, String), Branch>,
}

impl Branch {
    fn at(&mut self, path: &[String], place: &Place) -> &mut Self {
        let mut branch = self;
        for word in path {
            branch = branch.below.entry((sort_key(word), word.clone())).or_default();
            branch.place.get_or_insert_with(|| place.clone());
        }
        branch
    }

    fn find(&mut self, path: &[String]) -> Option<&mut Self> {
        path.iter().try_fold(self, |branch, word| branch.below.get_mut(&(sort_key(word), word.clone())))
    }

    fn paths(&self) -> Vec<String> {
        let mut found = Vec::new();
        for ((_, word), branch) in &self.below {
            found.push(word.clone());
            found.extend(branch.paths().into_iter().map(|rest| format!("{word} > {rest}")));
        }
        found
    }

    fn groups(self) -> Vec<IndexGroup> {
        let mut groups: Vec<IndexGroup> = Vec::new();
        for entry in self.entries() {
            let letter = initial(&entry.term);
            match groups.last_mut().filter(|group| group.initial == letter) {
                Some(group) => group.entries.push(entry),
                None => groups.push(IndexGroup { initial: letter, entries: vec![entry] }),
            }
        }
        groups
    }

    fn entries(self) -> Vec<IndexEntry> {
        let entry = |((_, term), branch): ((SortKey, String), Self)| IndexEntry {
            term,
            place: branch.place.clone().unwrap_or_else(|| Place::file("")),
            label: branch.label.clone(),
            locators: branch.locators.clone(),
            see: branch.see.clone(),
            see_also: branch.see_also.clone(),
            entries: branch.entries(),
        };
        self.below.into_iter().map(entry).collect()
    }
}

/// A range whose end has not been met.
struct Open {
    path: Vec<String>,
    mark: Mark,
    section: String,
    place: Place,
}

/// The marks while the document is walked.
struct Marks<'a> {
    number: usize,
    /// The title of the section that the walk is in.
    section: String,
    root: Branch,
    open: Vec<Open>,
    /// The first mark of all.
    first: Option<Place>,
    problems: &'a mut Vec<Problem>,
}

impl Marks<'_> {
    /// Marks in headings and captions go to the whole block, since their words are repeated in
    /// lists and running heads, and a mark is one place.
    fn block(&mut self, block: &mut Block) {
        let (line, attributes) = match &mut block.kind {
            BlockKind::Heading(heading) => {
                self.section = plain_text(&heading.content);
                (Some(&mut heading.content), &mut heading.attributes)
            }
            BlockKind::Figure(figure) => (figure.caption.as_mut(), &mut figure.attributes),
            BlockKind::Table(table) => (table.caption.as_mut(), &mut table.attributes),
            _ => return,
        };
        self.read(attributes, "", &block.place);
        let mut moved = Vec::new();
        walk_inlines_mut(line.map(Vec::as_mut_slice).unwrap_or_default(), &mut |node| {
            if let NodeMut::Inline(Inline { kind: InlineKind::Span(span), place }) = node {
                let words = plain_text(&span.content);
                self.read(&mut span.attributes, &words, place);
                moved.append(&mut span.attributes.marks);
            }
        });
        attributes.marks.extend(moved);
    }

    /// Takes the marks out of attributes, and sets them as numbers.
    fn read(&mut self, attributes: &mut Attributes, words: &str, place: &Place) {
        let mut wanted: Vec<(&str, String, Place)> = Vec::new();
        if attributes.take_class("index") {
            wanted.push(("index", words.trim().to_owned(), place.clone()));
        }
        for key in ["index-to", "index", "index-from"] {
            wanted.extend(attributes.take(key).map(|pair| (key, pair.value, pair.place)));
        }
        for key in ["see", "see-also"] {
            if let Some(pair) = attributes.take(key) {
                self.problems.push(
                    Problem::error(
                        "apparatus/index",
                        format!("`{key}` stands between the fences of `:::index`"),
                    )
                    .at(pair.key_place)
                    .hint("write `[Wort]{see=\"Anderes Wort\"}` there, on a line of its own"),
                );
            }
        }
        if wanted.is_empty() {
            return;
        }
        self.first.get_or_insert_with(|| place.clone());
        self.number += 1;
        let mark = Mark::Index(self.number);
        attributes.marks.push(mark);
        for (key, value, place) in wanted {
            for path in paths(&value, &place, self.problems) {
                self.occurrence(key, path, mark, &place);
            }
        }
    }

    fn occurrence(&mut self, key: &str, path: Vec<String>, mark: Mark, place: &Place) {
        match key {
            "index-from" => {
                // The entry stands where the range begins, in reading order.
                self.open.push(Open { path, mark, section: self.section.clone(), place: place.clone() });
            }
            "index-to" => match self.open.iter().rposition(|open| open.path == path) {
                Some(index) => {
                    let open = self.open.remove(index);
                    let locator = Locator { first: open.mark, last: mark, section: open.section };
                    self.root.at(&path, &open.place).locators.push(locator);
                }
                None => self.problems.push(
                    Problem::error(
                        "apparatus/index-range",
                        format!("the range of `{}` has no start", path.join(" > ")),
                    )
                    .at(place.clone())
                    .hint("write `[]{index-from=\"…\"}` with the same words where it begins"),
                ),
            },
            _ => {
                let locator = Locator { first: mark, last: mark, section: self.section.clone() };
                self.root.at(&path, place).locators.push(locator);
            }
        }
    }
}

/// The entries of a mark: `Hauptwort > Unterwort; Anderes Wort`.
fn paths(value: &str, place: &Place, problems: &mut Vec<Problem>) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for path in value.split(';') {
        let words: Vec<String> = path.split('>').map(|word| word.trim().to_owned()).collect();
        let message = if words.iter().any(String::is_empty) {
            "an entry of the index has no words"
        } else if words.len() > DEEPEST {
            "an entry of the index stands too deep"
        } else {
            found.push(words);
            continue;
        };
        problems.push(
            Problem::error("apparatus/index", message)
                .at(place.clone())
                .hint("write `Hauptwort`, `Hauptwort > Unterwort`, and `;` between several entries"),
        );
    }
    found
}

/// A heading's `index` stands for its whole section: the end is marked in its last words.
fn end_sections(blocks: &mut [Block]) {
    let level = |block: &Block| match &block.kind {
        BlockKind::Heading(heading) => Some(heading.level),
        _ => None,
    };
    for at in 0..blocks.len() {
        let Some(own) = level(&blocks[at]) else { continue };
        let BlockKind::Heading(heading) = &blocks[at].kind else { continue };
        let Some(pair) = heading.attributes.pair("index").cloned() else { continue };
        let next = blocks[at + 1..].iter().position(|block| level(block).is_some_and(|level| level <= own));
        let end = next.map_or(blocks.len(), |next| at + 1 + next);
        // A section that ends with something other than words is found by its start alone.
        let Some(line) = blocks[at + 1..end].last_mut().and_then(last_line) else { continue };
        let place = pair.place.clone();
        let to = Pair { key: "index-to".to_owned(), ..pair };
        let attributes = Attributes { pairs: vec![to], ..Attributes::default() };
        let kind = InlineKind::Span(Box::new(Span { attributes, content: Vec::new() }));
        line.push(Inline { kind, place });
        if let BlockKind::Heading(heading) = &mut blocks[at].kind
            && let Some(pair) = heading.attributes.pairs.iter_mut().find(|pair| pair.key == "index")
        {
            pair.key = "index-from".to_owned();
        }
    }
}

/// The last line of a block's text.
fn last_line(block: &mut Block) -> Option<&mut Vec<Inline>> {
    match &mut block.kind {
        BlockKind::Paragraph(line) => Some(line),
        BlockKind::List(list) => list.items.last_mut()?.blocks.last_mut().and_then(last_line),
        BlockKind::TaskList(list) => list.items.last_mut()?.blocks.last_mut().and_then(last_line),
        BlockKind::DescriptionList(list) => list.items.last_mut()?.details.last_mut().and_then(last_line),
        BlockKind::Quote(blocks) => blocks.last_mut().and_then(last_line),
        BlockKind::Alert(alert) => alert.blocks.last_mut().and_then(last_line),
        BlockKind::Table(table) => table.rows.last_mut()?.cells.last_mut().map(|cell| &mut cell.content),
        BlockKind::Component(component) => component.body.last_mut().and_then(last_line),
        _ => None,
    }
}

fn take_body(document: &mut Document) -> Vec<Block> {
    let mut body = Vec::new();
    super::fill(document, |list| {
        if let Collected::Index(index) = list {
            body.append(&mut index.body);
        }
    });
    body
}

/// An entry that sends readers on.
struct Sent {
    path: Vec<String>,
    to: Vec<String>,
    also: bool,
    place: Place,
}

/// Reads the entries between the fences: `[Wort]{see="Anderes Wort"}`, `[Wort]{see-also="…; …"}`.
fn read_body(body: &[Block], root: &mut Branch, problems: &mut Vec<Problem>) -> Vec<Sent> {
    let mut found = Vec::new();
    for block in body {
        let BlockKind::Paragraph(line) = &block.kind else {
            problems.push(only_links(&block.place));
            continue;
        };
        for inline in line {
            match &inline.kind {
                InlineKind::Span(span) => {
                    let before = found.len();
                    for own in paths(&plain_text(&span.content), &inline.place, problems) {
                        for (key, also) in [("see", false), ("see-also", true)] {
                            let Some(pair) = span.attributes.pair(key) else { continue };
                            for to in paths(&pair.value, &pair.place, problems) {
                                root.at(&own, &inline.place);
                                found.push(Sent { path: own.clone(), to, also, place: pair.place.clone() });
                            }
                        }
                    }
                    if found.len() == before {
                        problems.push(only_links(&inline.place));
                    }
                }
                InlineKind::SoftBreak => {}
                InlineKind::Text(text) if text.trim().is_empty() => {}
                _ => problems.push(only_links(&inline.place)),
            }
        }
    }
    found
}

fn only_links(place: &Place) -> Problem {
    Problem::error("apparatus/index", "between the fences of `:::index` stand entries that send readers on")
        .at(place.clone())
        .hint("write lines such as `[Wort]{see=\"Anderes Wort\"}` or `[Wort]{see-also=\"Anderes Wort\"}`")
}

fn link(root: &mut Branch, links: Vec<Sent>, problems: &mut Vec<Problem>) {
    let known = root.paths();
    let mut number = 0;
    for Sent { path, to, also, place } in links {
        let words = to.join(" > ");
        let Some(target) = root.find(&to).filter(|_| to != path) else {
            let problem =
                Problem::error("apparatus/index-see", format!("the index has no entry `{words}`")).at(place);
            let others = known.iter().map(String::as_str).filter(|known| *known != words);
            problems.push(match suggestion(&words, others) {
                Some(near) => problem.hint(format!("did you mean `{near}`?")),
                None => problem.hint("mark its places in the text, or take the line out"),
            });
            continue;
        };
        let label = target.label.get_or_insert_with(|| {
            number += 1;
            format!("entry-{number}")
        });
        let link = IndexLink { words: to.join(", "), label: label.clone(), place: place.clone() };
        let Some(own) = root.find(&path) else { continue };
        if !also && (!own.locators.is_empty() || !own.below.is_empty()) {
            problems.push(
                Problem::error(
                    "apparatus/index-see",
                    format!("`{}` has places of its own", path.join(" > ")),
                )
                .at(place)
                .hint("write `see-also`, or mark those places under the other entry"),
            );
        }
        if also { own.see_also.push(link) } else { own.see.push(link) }
    }
}
