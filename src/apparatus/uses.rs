//! Where the text uses terms and abbreviations: linked with their entries, explained the first time.

use std::collections::{BTreeMap, BTreeSet};

use super::terms::{Entry, Terms};
use crate::diagnostic::{Place, Problem};
use crate::document::{
    Abbreviation, Attributes, Block, BlockKind, Chapter, Document, Explanation, Footnote, Inline, InlineKind,
    Node, NodeMut, Span, Term, TermKind, plain_text, walk, walk_inlines_mut, walk_mut,
};
use crate::markdown::read_line_at;
use crate::publication::{Abbreviations, Definitions, Terms as Settings};

/// Turns every marked span of the document into a term, and reports marks without an entry and
/// entries without a use.
pub(super) fn resolve(
    document: &mut Document,
    terms: Option<&Terms>,
    settings: Option<&Settings>,
    asked: &BTreeMap<&'static str, Place>,
    problems: &mut Vec<Problem>,
) {
    let mut uses = Uses {
        terms,
        abbreviations: settings.map_or_else(Abbreviations::default, |settings| settings.abbreviations),
        definitions: settings.map_or_else(Definitions::default, |settings| settings.definitions),
        has_glossary: asked.contains_key("glossary"),
        has_abbreviations: asked.contains_key("abbreviations"),
        used: BTreeSet::new(),
        titled: BTreeSet::new(),
        problems,
    };
    for chapter in &mut document.chapters {
        walk_mut(&mut chapter.blocks, &mut |node| match node {
            NodeMut::Block(block) => uses.parts_apart(block),
            NodeMut::Inline(inline) => uses.inline(inline, Standing::Text),
        });
    }
    let (mut used, titled, has_list) = (uses.used, uses.titled, uses.has_abbreviations);
    match terms {
        Some(terms) => {
            mark_plain(document, terms, has_list, &mut used);
            used.extend(titled);
            report_unused(document, terms, &used, problems);
        }
        None => {
            for (name, place) in
                asked.iter().filter(|(name, _)| matches!(**name, "glossary" | "abbreviations"))
            {
                problems.push(without_terms(&format!("`:::{name}` has nothing to show"), place));
            }
        }
    }
}

/// What a marked word stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// Running text, where it is explained and linked.
    Text,
    /// A heading or a caption, which is repeated in lists and running heads: it keeps its words.
    Title,
    /// The explanation of another term, where it is linked.
    List,
}

struct Uses<'a> {
    terms: Option<&'a Terms>,
    abbreviations: Abbreviations,
    definitions: Definitions,
    has_glossary: bool,
    has_abbreviations: bool,
    /// The entries that have been used in running text, by their number.
    used: BTreeSet<usize>,
    /// Those that a heading or a caption marks.
    titled: BTreeSet<usize>,
    problems: &'a mut Vec<Problem>,
}

/// A mark as its author wrote it.
struct Written {
    is_abbreviation: bool,
    /// The word under which the entry is looked up, and its place.
    name: String,
    place: Place,
    /// The long form, inflected.
    long: Option<Vec<Inline>>,
}

impl Uses<'_> {
    /// Headings, captions and lists are visited before the running text within them.
    fn parts_apart(&mut self, block: &mut Block) {
        let title = match &mut block.kind {
            BlockKind::Heading(heading) => Some(&mut heading.content),
            BlockKind::Figure(figure) => figure.caption.as_mut(),
            BlockKind::Table(table) => table.caption.as_mut(),
            BlockKind::Collected(list) => {
                for line in list.lines_mut() {
                    self.line(line, Standing::List);
                }
                None
            }
            _ => None,
        };
        if let Some(title) = title {
            self.line(title, Standing::Title);
        }
    }

    fn line(&mut self, line: &mut [Inline], standing: Standing) {
        walk_inlines_mut(line, &mut |node| {
            if let NodeMut::Inline(inline) = node {
                self.inline(inline, standing);
            }
        });
    }

    fn inline(&mut self, inline: &mut Inline, standing: Standing) {
        let InlineKind::Span(span) = &mut inline.kind else { return };
        let Some(written) = self.written(span, &inline.place) else { return };
        let Some(terms) = self.terms else {
            self.problems.push(without_terms("this word is marked, and nothing explains it", &written.place));
            return;
        };
        let Some(index) = terms.find(&written.name) else {
            self.problems.push(terms.unknown(&written.name, &written.place));
            return;
        };
        if standing == Standing::Title {
            self.titled.insert(index);
        }
        let is_first = standing == Standing::Text && self.used.insert(index);
        let entry = &terms.entries[index];
        let content = std::mem::take(&mut span.content);
        let Some(kind) = self.kind(entry, &written, is_first) else { return };
        let target = self.target(entry, written.is_abbreviation).filter(|_| standing != Standing::Title);
        let term = Term { kind, target, is_first, content };
        let mut content =
            vec![Inline { kind: InlineKind::Term(Box::new(term)), place: inline.place.clone() }];
        content.extend(self.note(entry, &written, is_first));
        inline.kind = match (content.pop(), span.attributes == Attributes::default()) {
            (Some(only), true) if content.is_empty() => only.kind,
            (last, _) => {
                content.extend(last);
                let attributes = std::mem::take(&mut span.attributes);
                InlineKind::Span(Box::new(Span { attributes, content }))
            }
        };
    }

    /// The mark of a span, which is taken out of its attributes.
    fn written(&mut self, span: &mut Span, place: &Place) -> Option<Written> {
        let attributes = &mut span.attributes;
        let (term, abbr) = (attributes.take("term"), attributes.take("abbr"));
        let (is_term, is_abbr) = (attributes.take_class("term"), attributes.take_class("abbr"));
        let long = attributes.take("long");
        let is_abbreviation = is_abbr || abbr.is_some();
        if !is_abbreviation && !is_term && term.is_none() {
            if let Some(long) = long {
                self.problems.push(
                    Problem::error("apparatus/term", "a long form belongs to an abbreviation")
                        .at(long.key_place)
                        .hint("write `[ISEK]{.abbr long=\"…\"}`"),
                );
            }
            return None;
        }
        let long = long.map(|pair| {
            let (inlines, found) = read_line_at(&pair.written, &pair.place, &pair.place.file);
            self.problems.extend(found);
            inlines
        });
        let (name, place) = match abbr.or(term) {
            Some(pair) => (pair.value, pair.place),
            None => (plain_text(&span.content), place.clone()),
        };
        Some(Written { is_abbreviation, name, place, long })
    }

    fn kind(&mut self, entry: &Entry, written: &Written, is_first: bool) -> Option<TermKind> {
        if !written.is_abbreviation {
            if entry.glossary_label().is_none() {
                self.problems.push(
                    Problem::error("apparatus/term", format!("`{}` has no definition", entry.term.text))
                        .at(written.place.clone())
                        .label(entry.term.place.clone(), "its row")
                        .hint("fill the column `definition`, or mark it as an abbreviation with `.abbr`"),
                );
            } else if !self.has_glossary && self.definitions == Definitions::Link {
                self.problems.push(
                    Problem::error(
                        "apparatus/no-list",
                        "terms are marked, and no chapter shows the glossary",
                    )
                    .at(written.place.clone())
                    .hint(
                        "write `:::glossary` and `:::` where it is to stand, mostly in a chapter of its own",
                    )
                    .hint("or explain each term in a note: `definitions = \"note\"` under `[terms]`"),
                );
            }
            return Some(TermKind::Glossary);
        }
        if entry.abbreviation.is_none() {
            self.problems.push(
                Problem::error("apparatus/term", format!("`{}` has no abbreviation", entry.term.text))
                    .at(written.place.clone())
                    .label(entry.term.place.clone(), "its row")
                    .hint("fill the column `abbreviation`, or mark it as a term with `.term`"),
            );
            return None;
        }
        let comes_first = self.abbreviations == Abbreviations::LongFirst;
        let explains = is_first && self.abbreviations != Abbreviations::Short;
        let own = || {
            let kind = InlineKind::Text(entry.term.text.clone());
            vec![Inline { kind, place: entry.term.place.clone() }]
        };
        let long = written.long.clone().unwrap_or_else(own);
        Some(TermKind::Abbreviation(Abbreviation {
            expansion: entry.term.text.clone(),
            explanation: explains.then_some(Explanation { long, comes_first }),
        }))
    }

    fn target(&self, entry: &Entry, is_abbreviation: bool) -> Option<String> {
        let glossary = || entry.glossary_label().filter(|_| self.has_glossary);
        let short = || entry.abbreviation_label().filter(|_| self.has_abbreviations && is_abbreviation);
        short().or_else(glossary)
    }

    /// The definition as a footnote at the first use, where the manifest asks for it.
    fn note(&self, entry: &Entry, written: &Written, is_first: bool) -> Option<Inline> {
        let wanted = is_first && !written.is_abbreviation && self.definitions == Definitions::Note;
        let definition = entry.definition.clone().filter(|_| wanted)?;
        let place = entry.term.place.clone();
        let blocks = vec![Block { kind: BlockKind::Paragraph(definition), place: place.clone() }];
        let name = entry.glossary_label()?;
        Some(Inline { kind: InlineKind::Footnote(Footnote { name, blocks }), place })
    }
}

fn without_terms(message: &str, place: &Place) -> Problem {
    Problem::error("apparatus/no-terms", message)
        .at(place.clone())
        .hint("name the file of terms in the manifest: `[terms]`, `file = \"data/begriffe.csv\"`")
}

/// Marks the abbreviations that no author marked, where a row has nothing but the long form: `NRW` is
/// read out as what it stands for, and the text keeps its words. Once in each chapter is enough.
fn mark_plain(document: &mut Document, terms: &Terms, has_list: bool, used: &mut BTreeSet<usize>) {
    for (index, entry) in terms.entries.iter().enumerate() {
        let Some(short) = entry.abbreviation.as_ref().filter(|_| entry.is_plain()) else { continue };
        if used.contains(&index) {
            continue;
        }
        let target = entry.abbreviation_label().filter(|_| has_list);
        for chapter in &mut document.chapters {
            if mark_first(chapter, &short.text, &entry.term.text, target.as_ref()) {
                used.insert(index);
            }
        }
    }
}

/// Marks the first use of an abbreviation in the paragraphs of a chapter.
fn mark_first(chapter: &mut Chapter, short: &str, expansion: &str, target: Option<&String>) -> bool {
    let mut found = false;
    walk_mut(&mut chapter.blocks, &mut |node| {
        let NodeMut::Block(Block { kind: BlockKind::Paragraph(content), .. }) = node else { return };
        let at = content.iter().position(
            |inline| matches!(&inline.kind, InlineKind::Text(text) if word_at(text, short).is_some()),
        );
        let Some(at) = at.filter(|_| !found) else { return };
        found = true;
        let parts = in_three(&content[at], short);
        content.splice(
            at..=at,
            parts.into_iter().enumerate().filter_map(|(number, part)| {
                let part = part?;
                if number != 1 {
                    return Some(part);
                }
                let kind = TermKind::Abbreviation(Abbreviation {
                    expansion: expansion.to_owned(),
                    explanation: None,
                });
                let place = part.place.clone();
                let term = Term { kind, target: target.cloned(), is_first: false, content: vec![part] };
                Some(Inline { kind: InlineKind::Term(Box::new(term)), place })
            }),
        );
    });
    found
}

/// A text before a word, the word, and the text behind it.
fn in_three(inline: &Inline, word: &str) -> [Option<Inline>; 3] {
    let InlineKind::Text(text) = &inline.kind else { return [None, None, None] };
    let Some(start) = word_at(text, word) else { return [None, None, None] };
    let end = start + word.len();
    let exact = inline.place.range.len() == text.len();
    [0..start, start..end, end..text.len()].map(|range| {
        let from = inline.place.range.start;
        let place = match exact {
            true => Place::new(inline.place.file.clone(), from + range.start..from + range.end),
            false => inline.place.clone(),
        };
        let words = text[range].to_owned();
        (!words.is_empty()).then_some(Inline { kind: InlineKind::Text(words), place })
    })
}

/// Reports the entries that no mark uses, and shows where the text has their words.
fn report_unused(document: &Document, terms: &Terms, used: &BTreeSet<usize>, problems: &mut Vec<Problem>) {
    for (index, entry) in terms.entries.iter().enumerate() {
        let only_sends_on = entry.definition.is_none() && entry.abbreviation.is_none();
        if used.contains(&index) || only_sends_on {
            continue;
        }
        let mut problem =
            Problem::warning("apparatus/unused-term", format!("no text marks `{}`", entry.term.text))
                .at(entry.term.place.clone());
        let unmarked = document.chapters.iter().find_map(|chapter| unmarked(chapter, entry));
        // An abbreviation that stands in titles alone is explained to whoever asks.
        if unmarked.is_some() && entry.is_plain() {
            continue;
        }
        problem = match unmarked {
            Some(place) => problem.label(place, "the word stands here without a mark").hint(
                "mark it at its first use, such as `[Wort]{.term}`, `[Worts]{term=\"Wort\"}` or `[Abk.]{.abbr}`",
            ),
            None => problem.hint("no chapter has the word; take the row out"),
        };
        problems.push(problem);
    }
}

/// The first place where a chapter has a word of the entry.
fn unmarked(chapter: &Chapter, entry: &Entry) -> Option<Place> {
    let mut found = None;
    walk(&chapter.blocks, &mut |node| {
        if let Node::Inline(Inline { kind: InlineKind::Text(text), place }) = node
            && found.is_none()
        {
            // The lists have their words from the data file.
            let is_own_file = place.file == chapter.file;
            let at = entry.words().find_map(|word| Some((word_at(text, &word.text)?, word.text.len())));
            if let (Some((at, length)), true) = (at, is_own_file) {
                let exact = place.range.len() == text.len();
                let start = place.range.start + at;
                found = Some(if exact {
                    Place::new(place.file.clone(), start..start + length)
                } else {
                    place.clone()
                });
            }
        }
    });
    found
}

/// Where a text has a word, whole.
fn word_at(text: &str, word: &str) -> Option<usize> {
    text.match_indices(word).map(|(at, _)| at).find(|&at| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        ![before, after].into_iter().flatten().any(char::is_alphanumeric)
    })
}
