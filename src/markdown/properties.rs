//! What holds for every text: reading ends, and each place is the author's.
//!
//! The texts are the examples of CommonMark and GFM, and random ones from a fixed seed.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{read, read_line};
use crate::diagnostic::{Place, Problem};
use crate::document::{Block, BlockKind, Chapter, Inline, InlineKind, Node, walk, walk_inlines};
use crate::publication;
use crate::template::{self, Context, Expanded};
use crate::workspace::Workspace;

const EXAMPLES: [&str; 2] = [
    include_str!("../../tests/suite/commonmark/commonmark-0.31.2.json"),
    include_str!("../../tests/suite/commonmark/gfm-0.29.json"),
];

/// Pieces that mean something to the reader, or may confuse it.
const PIECES: [&str; 84] = [
    "a",
    "Stadt",
    "ü",
    "😀",
    "e\u{301}",
    "\u{ad}",
    "\u{a0}",
    "\u{feff}",
    "\u{2028}",
    "\0",
    "\u{1a}",
    "\u{1b}",
    " ",
    "  ",
    "\t",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "    ",
    "*",
    "**",
    "_",
    "__",
    "~~",
    "`",
    "``",
    "\n```\n",
    "\n~~~ x\n",
    "[",
    "]",
    "](",
    "](https://a.de/x*y)",
    ")",
    "![",
    "](b.png \"c *d*\")",
    "[a]",
    "\n\n[a]: https://a.de 'b'\n\n",
    "{",
    "}",
    "{#a}",
    "{.b}",
    "{k=\"v\"}",
    "{lang=en}",
    "\\",
    "\\*",
    "\\|",
    "|",
    "\n| a | b |\n|--|--|\n| ",
    "\n> ",
    ">",
    "\n- ",
    "\n1. ",
    "\n- [ ] ",
    "\n# ",
    "\n## ",
    "\n---\n",
    "\n===\n",
    "\n\n: ",
    "\n:::box\n",
    "\n::::box{t=\"a: b\"}\n",
    "\n:::\n",
    "\n::::\n",
    "\n:::formula{alt=\"x\"}\n",
    "\n:::figure\n",
    "\n:::table{caption=\"*c*\"}\n",
    "$",
    "$$",
    "$x$",
    "@",
    "@a",
    "[@a, S. 1; @b]",
    "[^a]",
    "\n[^a]: ",
    "<",
    ">",
    "<br>",
    "<!-- c -->",
    "<!--",
    "<b>",
    "&amp;",
    "&",
    "https://a.de/",
    "a@b.de",
];

/// Random numbers that are the same in each run (Marsaglia, "Xorshift RNGs", 2003).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }

    fn text(&mut self) -> String {
        let length = 1 + self.below(24);
        (0..length).map(|_| PIECES[self.below(PIECES.len())]).collect()
    }
}

fn examples() -> Vec<String> {
    let lists = EXAMPLES.iter().map(|text| serde_json::from_str::<Vec<serde_json::Value>>(text).unwrap());
    lists.flatten().map(|example| example["markdown"].as_str().unwrap().to_owned()).collect()
}

fn chapter(text: &str) -> (Chapter, Vec<Problem>) {
    let file: Arc<str> = Arc::from("sources/a/1.md");
    read(text, &file, &|range| Place::new("sources/a/1.md", range))
}

#[test]
fn every_place_of_an_example_cuts_out_what_was_read_there() {
    let wrong: Vec<String> =
        examples().iter().flat_map(|text| wrong_in_chapter(&format!("# T\n\n{text}"))).collect();
    assert!(wrong.is_empty(), "{} places\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_place_of_a_random_text_cuts_out_what_was_read_there() {
    let mut random = Random(0x5a72_2026);
    let mut wrong = Vec::new();
    for _ in 0..4000 {
        let text = random.text();
        wrong.extend(wrong_in_chapter(&text));
        wrong.extend(wrong_in_line(&text));
    }
    assert!(wrong.is_empty(), "{} places\n{}", wrong.len(), wrong.join("\n"));
}

/// A file that the random chapters include.
const INCLUDED: (&str, &str) = ("sources/a/_teil.md", "Teil *eins*\n\n> und `zwei`\n");

/// What may stand around a part of a chapter with templates.
const AROUND: [(&str, &str); 6] = [
    ("", ""),
    ("", "{{ publication.title }}"),
    ("{## nichts ##}", ""),
    ("{% if publication.title %}", "{% endif %}"),
    ("\n{% for wort in ['a', 'b'] %}\n", "\n{% endfor %}\n"),
    ("\n{% include \"_teil.md\" %}\n", ""),
];

#[test]
fn every_place_behind_a_template_cuts_out_what_was_read_there() {
    let manifest = "title = \"Ein *Titel*\"\nlayout = \"house\"\ndate = 2026-11-01\n";
    let settings = Workspace::default();
    let file: Arc<str> = Arc::from("sources/a/1.md");
    let publication = publication::read("sources/a", manifest, &[file.to_string()], &settings).0.unwrap();
    let data = BTreeMap::new();
    let context = Context::new(&publication, &settings.publisher, &data);
    let loader = |path: &str| (path == INCLUDED.0).then(|| Arc::from(INCLUDED.1));
    let mut random = Random(0x7e3d_2026);
    let (mut wrong, mut expanded) = (Vec::new(), 0);
    for _ in 0..4000 {
        let text: String = (0..3)
            .map(|_| {
                let (before, after) = AROUND[random.below(AROUND.len())];
                format!("{before}{}{after}", random.text())
            })
            .collect();
        // Pieces may make a template that is none.
        let Ok(made) = template::expand(&file, &text, &context, &settings.limits, &loader) else { continue };
        expanded += 1;
        wrong.extend(wrong_behind_templates(&text, &made.value));
    }
    assert!(expanded > 2000, "only {expanded} texts are templates");
    assert!(wrong.is_empty(), "{} places\n{}", wrong.len(), wrong.join("\n"));
}

/// The parts of an expanded chapter that do not stand at their places.
///
/// What a file holds as it was read has to stand there to the byte. What a tag wrote has the tag's place, and what
/// goes from one turn of a loop into the next has the place of its start: these begin where they were written.
fn wrong_behind_templates(written: &str, made: &Expanded) -> Vec<String> {
    let file: Arc<str> = Arc::from("sources/a/1.md");
    let source = |place: &Place| if *place.file == *INCLUDED.0 { INCLUDED.1 } else { written };
    let cut = |place: &Place| source(place).get(place.range.clone());
    let (wrong, composed) = (RefCell::new(Vec::new()), RefCell::new(BTreeSet::new()));
    let (chapter, problems) = read(&made.text, &file, &|range| {
        let place = made.map.place(range.clone());
        let read = &made.text[range];
        match cut(&place) {
            Some(found) if found == read => {}
            Some(found) if begins_like(found, read) => {
                composed.borrow_mut().insert((place.file.to_string(), place.range.start, place.range.end));
            }
            found => wrong.borrow_mut().push(format!("{read:?}\n  at {found:?}\n  of {written:?}")),
        }
        place
    });
    let mut wrong = wrong.into_inner();
    let composed = composed.into_inner();
    let is_exact =
        |place: &Place| !composed.contains(&(place.file.to_string(), place.range.start, place.range.end));
    let is_clean = !problems.iter().any(Problem::is_error);
    walk(&chapter.blocks, &mut |node| match node {
        Node::Block(block) if is_exact(&block.place) => {
            wrong.extend(wrong_block(source(&block.place), block))
        }
        Node::Inline(inline) if is_exact(&inline.place) => {
            wrong.extend(wrong_inline(source(&inline.place), inline, is_clean));
        }
        Node::Block(_) | Node::Inline(_) => {}
    });
    wrong
}

/// Whether a place begins with what was read, or with the tag that wrote it.
fn begins_like(found: &str, read: &str) -> bool {
    found.starts_with("{{") || found.chars().next() == read.chars().next()
}

/// The parts of a chapter that do not stand at their places.
fn wrong_in_chapter(text: &str) -> Vec<String> {
    let (chapter, problems) = chapter(text);
    let mut wrong = wrong_problems(text, &problems);
    let is_clean = !problems.iter().any(Problem::is_error);
    walk(&chapter.blocks, &mut |node| match node {
        Node::Block(block) => wrong.extend(wrong_block(text, block)),
        Node::Inline(inline) => wrong.extend(wrong_inline(text, inline, is_clean)),
    });
    wrong
}

/// As [`wrong_in_chapter`], for a text that is read as one line.
fn wrong_in_line(text: &str) -> Vec<String> {
    let file: Arc<str> = Arc::from("sources/a/1.md");
    let (inlines, problems) = read_line(text, &file, &|range| Place::new("sources/a/1.md", range));
    let mut wrong = wrong_problems(text, &problems);
    let is_clean = !problems.iter().any(Problem::is_error);
    let line = text.replace(['\n', '\r'], " ");
    walk_inlines(&inlines, &mut |node| {
        if let Node::Inline(inline) = node {
            wrong.extend(wrong_inline(&line, inline, is_clean));
        }
    });
    wrong
}

fn wrong_problems(text: &str, problems: &[Problem]) -> Vec<String> {
    let places = problems.iter().flat_map(|problem| {
        let labels = problem.labels.iter().map(|label| &label.place);
        problem.place.iter().chain(labels).map(|place| (problem.code.clone(), place.range.clone()))
    });
    let missing = places.filter(|(_, range)| text.get(range.clone()).is_none());
    missing.map(|(code, range)| format!("{code} at {range:?} of {text:?}")).collect()
}

fn wrong_block(text: &str, block: &Block) -> Option<String> {
    let written = text.get(block.place.range.clone()).unwrap_or_default();
    let blank = |sign: char| sign.is_whitespace() || sign.is_control();
    let starts = match &block.kind {
        BlockKind::Heading(heading) => {
            written.starts_with('#')
                || (heading.level < 3 && written.trim_end_matches(blank).ends_with(['=', '-']))
        }
        BlockKind::Quote(_) | BlockKind::Alert(_) => written.starts_with('>'),
        BlockKind::List(_) => written.starts_with(|c: char| "-+*".contains(c) || c.is_ascii_digit()),
        BlockKind::TaskList(_) => written.starts_with(|c: char| "-+*".contains(c) || c.is_ascii_digit()),
        BlockKind::Component(_) | BlockKind::Bibliography(_) => written.starts_with(":::"),
        BlockKind::Divider => written.trim_start().starts_with(['-', '*', '_']),
        BlockKind::Picture(_) => written.starts_with("!["),
        _ => !written.is_empty(),
    };
    (!starts).then(|| format!("{:?}\n  at {written:?}\n  of {text:?}", block.kind))
}

fn wrong_inline(text: &str, inline: &Inline, is_clean: bool) -> Option<String> {
    let written = text.get(inline.place.range.clone()).unwrap_or_default();
    let encloses = |signs: &[char]| written.starts_with(signs) && written.ends_with(signs);
    let stands = match &inline.kind {
        // A caption from a definition elsewhere has the place of its picture.
        InlineKind::Text(words) => !is_clean || says(written, words) || written.starts_with("!["),
        InlineKind::Code(_) => encloses(&['`']),
        InlineKind::Emphasis(_) | InlineKind::Strong(_) => encloses(&['*', '_']),
        InlineKind::Strike(_) => encloses(&['~']),
        InlineKind::Picture(_) => written.starts_with("!["),
        InlineKind::Span(_) if is_clean => written.starts_with('[') && written.ends_with('}'),
        InlineKind::Citation(_) => written.starts_with("[@") && written.ends_with(']'),
        InlineKind::Reference(reference) => !is_clean || says(written, &format!("@{}", reference.id)),
        InlineKind::Footnote(_) | InlineKind::FootnoteReference(_) => {
            written.starts_with("[^") && written.ends_with(']')
        }
        InlineKind::Math(math) => {
            let latex = text.get(math.place.range.clone()).unwrap_or_default();
            let blank = |text: &str| text.replace(['\n', '\r', '>'], " ");
            encloses(&['$']) && blank(latex) == blank(&math.latex)
        }
        _ => true,
    };
    (!stands).then(|| format!("{:?}\n  at {written:?}\n  of {text:?}", inline.kind))
}

/// Whether what an author wrote says these words: with escapes, entities, and comments in between.
fn says(written: &str, words: &str) -> bool {
    let Some(sign) = written.chars().next() else { return words.is_empty() };
    let behind = &written[sign.len_utf8()..];
    if let Some(rest) = words.strip_prefix(sign)
        && says(behind, rest)
    {
        return true;
    }
    match sign {
        '\\' => {
            behind.starts_with(|c: char| c.is_ascii_punctuation()) && {
                let escaped = &behind[..1];
                words.strip_prefix(escaped).is_some_and(|rest| says(&behind[1..], rest))
            }
        }
        '&' => behind.find(';').is_some_and(|end| {
            let ends = words.char_indices().map(|(at, c)| at + c.len_utf8()).take(2);
            ends.into_iter().any(|at| says(&behind[end + 1..], &words[at..]))
        }),
        '<' => {
            written.starts_with("<!--")
                && behind.find("-->").is_some_and(|end| says(&behind[end + 3..], words))
        }
        _ => false,
    }
}
