//! Sentences in another language that nobody marked.
//!
//! Only function words are counted, of the languages that stand here; a sentence is foreign where
//! it has several of another language and none of its own. Single foreign words are the author's.

use super::readability::sentences;
use super::rule::FOREIGN_PASSAGE;
use super::{own_text, small_words};
use crate::diagnostic::Problem;
use crate::document::{BlockKind, Chapter, Node, walk};

/// A language: its tag, its name, and words that the others here do not have.
struct Words {
    tag: &'static str,
    name: &'static str,
    words: &'static [&'static str],
}

static LANGUAGES: [Words; 3] = [
    Words {
        tag: "de",
        name: "German",
        words: &[
            "der", "die", "das", "und", "ist", "nicht", "ein", "eine", "einen", "einer", "den", "dem", "mit",
            "von", "zu", "auf", "für", "sich", "im", "auch", "als", "es", "wie", "oder", "aber", "sind",
            "wird", "werden", "nach", "bei", "aus", "wir", "sie", "ich", "zum", "zur", "wenn", "dass", "nur",
            "noch",
        ],
    },
    Words {
        tag: "en",
        name: "English",
        words: &[
            "the", "and", "of", "is", "that", "with", "for", "this", "from", "by", "it", "you", "which",
            "have", "has", "be", "we", "our", "their", "are", "to", "they", "your", "not",
        ],
    },
    Words {
        tag: "fr",
        name: "French",
        words: &[
            "le", "la", "les", "et", "une", "dans", "pour", "est", "que", "qui", "avec", "sur", "sont",
            "nous", "vous", "aux", "cette", "ses", "pas", "plus", "il", "elle", "au", "ne",
        ],
    },
];

/// So many words of another language in one sentence are no chance.
const ENOUGH: usize = 3;

pub(super) fn check(chapter: &Chapter, language: &str, problems: &mut Vec<Problem>) {
    let Some(own) = LANGUAGES.iter().find(|words| words.tag == language) else { return };
    walk(&chapter.blocks, &mut |node| {
        let Node::Block(block) = node else { return };
        let content = match &block.kind {
            BlockKind::Paragraph(content) => content,
            BlockKind::Heading(heading) => &heading.content,
            _ => return,
        };
        let text = own_text(content);
        let foreign = sentences(&text).into_iter().find_map(|sentence| foreign(sentence, own));
        if let Some((language, sentence)) = foreign {
            problems.push(
                FOREIGN_PASSAGE
                    .found(
                        format!("this is {}, but is not marked: `{}`", language.name, beginning(sentence)),
                        format!("write `[…]{{lang={}}}` around it", language.tag),
                    )
                    .at(block.place.clone()),
            );
        }
    });
}

fn foreign<'a>(sentence: &'a str, own: &Words) -> Option<(&'static Words, &'a str)> {
    let words: Vec<String> = small_words(sentence).collect();
    let hits = |language: &Words| words.iter().filter(|word| language.words.contains(&word.as_str())).count();
    if hits(own) > 0 {
        return None;
    }
    let mut others = LANGUAGES.iter().filter(|language| language.tag != own.tag);
    others.find(|language| hits(language) >= ENOUGH).map(|language| (language, sentence))
}

fn beginning(sentence: &str) -> String {
    let words: Vec<&str> = sentence.split_whitespace().collect();
    let more = if words.len() > 6 { " …" } else { "" };
    format!("{}{more}", words[..words.len().min(6)].join(" "))
}
