//! The lists of cited works: which of them shows which citation.

use std::collections::BTreeMap;

use crate::data::Work;
use crate::diagnostic::{Place, Problem, suggestion};
use crate::document::{Block, BlockKind, Document, InlineKind, NodeMut, WorkList, walk_mut};

/// A list of works, and the chapter that it stands in.
struct Listed {
    list: WorkList,
    chapter: usize,
    place: Place,
    /// How many citations lead to it.
    citations: usize,
}

/// Leads every citation to one list. A list that chooses works goes before one that takes all, a list
/// of the chapter before one of the whole publication, and the first before the next.
///
/// Where there is only one list that takes all, citations need not say so.
pub(super) fn assign(document: &mut Document, works: &[Work], problems: &mut Vec<Problem>) {
    // Without works there is nothing to lead anywhere, which the check of citations reports.
    if works.is_empty() {
        return;
    }
    let mut lists = number(document);
    problems.extend(lists.iter().filter_map(|listed| unknown_choice(listed, works)));
    if let [] | [Listed { list: WorkList { number: None, .. }, .. }] = lists.as_slice() {
        return;
    }
    let works: BTreeMap<&str, &Work> = works.iter().map(|work| (work.key.as_str(), work)).collect();
    for (index, chapter) in document.chapters.iter_mut().enumerate() {
        walk_mut(&mut chapter.blocks, &mut |node| {
            let NodeMut::Inline(inline) = node else { return };
            let InlineKind::Citation(items) = &mut inline.kind else { return };
            for item in items {
                // A work that no file has is reported by the check of citations.
                let Some(work) = works.get(item.key.as_str()) else { continue };
                let shows = |listed: &&mut Listed| listed.shows(work, index);
                let best = lists.iter_mut().filter(shows).min_by_key(|listed| listed.list.rank());
                match best {
                    Some(listed) => {
                        listed.citations += 1;
                        item.list = listed.list.number;
                    }
                    None => problems.push(unlisted(&item.key, &item.place)),
                }
            }
        });
    }
    problems.extend(lists.iter().filter(|listed| listed.citations == 0).map(empty));
}

/// Numbers the lists, unless there is only one and it takes all.
fn number(document: &mut Document) -> Vec<Listed> {
    let mut lists = Vec::new();
    for (chapter, of) in document.chapters.iter_mut().enumerate() {
        walk_mut(&mut of.blocks, &mut |node| {
            if let NodeMut::Block(Block { kind: BlockKind::Bibliography(list), place }) = node {
                list.number = Some(lists.len() + 1);
                lists.push(Listed { list: list.clone(), chapter, place: place.clone(), citations: 0 });
            }
        });
    }
    if let [only] = lists.as_mut_slice()
        && only.list.takes_all()
    {
        only.list.number = None;
        walk_mut(&mut document.chapters[only.chapter].blocks, &mut |node| {
            if let NodeMut::Block(Block { kind: BlockKind::Bibliography(list), .. }) = node {
                list.number = None;
            }
        });
    }
    lists
}

impl Listed {
    fn shows(&self, work: &Work, chapter: usize) -> bool {
        let list = &self.list;
        let has_type = || list.types.iter().any(|(word, _)| *word == work.kind);
        let has_keyword = || list.keywords.iter().any(|(word, _)| work.keywords.contains(word));
        (!list.of_chapter || self.chapter == chapter)
            && (list.types.is_empty() || has_type())
            && (list.keywords.is_empty() || has_keyword())
    }
}

/// A word of a choice that no work has.
fn unknown_choice(listed: &Listed, works: &[Work]) -> Option<Problem> {
    let types = || works.iter().map(|work| work.kind.as_str());
    let keywords = || works.iter().flat_map(|work| work.keywords.iter().map(String::as_str));
    let unknown = |words: &[(String, Place)], known: Vec<&str>, what: &str| {
        let (word, place) = words.iter().find(|(word, _)| !known.contains(&word.as_str()))?;
        let message = format!("no work of the bibliography has the {what} `{word}`");
        let problem = Problem::error("apparatus/works", message).at(place.clone());
        Some(match suggestion(word, known.iter().copied()) {
            Some(near) => problem.hint(format!("did you mean `{near}`?")),
            None => problem.hint("write it as the file does, or take it out"),
        })
    };
    let list = &listed.list;
    unknown(&list.types, types().collect(), "type")
        .or_else(|| unknown(&list.keywords, keywords().collect(), "keyword"))
}

fn unlisted(key: &str, place: &Place) -> Problem {
    Problem::error("apparatus/works", format!("no list of works shows `{key}`, which is cited here"))
        .at(place.clone())
        .hint("write `:::bibliography{scope=chapter}` in this chapter, or `:::bibliography` for all the rest")
}

fn empty(listed: &Listed) -> Problem {
    Problem::error("apparatus/works", "this list has no works to show")
        .at(listed.place.clone())
        .hint("no citation leads to it: take it out, or choose other works")
}
