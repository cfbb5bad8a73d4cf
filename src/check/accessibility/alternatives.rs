//! What pictures say to whoever does not see them.

use super::rule::{ALT_CAPTION, ALT_FILE_NAME, ALT_LONG};
use super::small_words;
use crate::diagnostic::{Place, Problem, counted};
use crate::document::{
    Alternative, BlockKind, Chapter, Figure, InlineKind, Node, Picture, Value, plain_text, walk,
};

/// Longer alternative texts than this are hard to follow by ear: two to three sentences.
const LONGEST: usize = 300;

/// As many characters of an alternative text does Kindle read (Kindle Publishing Guidelines).
const LONGEST_FOR_KINDLE: usize = 140;

/// What files of pictures end in.
const ENDINGS: [&str; 10] = ["jpg", "jpeg", "png", "webp", "gif", "svg", "tif", "tiff", "pdf", "eps"];

pub(super) fn check(chapter: &Chapter, for_kindle: bool, problems: &mut Vec<Problem>) {
    let longest = if for_kindle { LONGEST_FOR_KINDLE } else { LONGEST };
    walk(&chapter.blocks, &mut |node| match node {
        Node::Block(block) => match &block.kind {
            BlockKind::Figure(figure) => problems.extend(repeated(figure)),
            BlockKind::Picture(picture) => check_picture(picture, longest, problems),
            BlockKind::Component(component) => {
                for argument in &component.arguments {
                    if let Value::Picture { file, alternative: Some(text) } = &argument.value {
                        check_text(text, file, longest, &argument.place, problems);
                    }
                }
            }
            _ => {}
        },
        Node::Inline(inline) => {
            if let InlineKind::Picture(picture) = &inline.kind {
                check_picture(picture, longest, problems);
            }
        }
    });
}

fn repeated(figure: &Figure) -> Option<Problem> {
    let caption = letters(&plain_text(figure.caption.as_ref()?));
    let picture = figure.body.iter().find_map(|block| match &block.kind {
        BlockKind::Picture(picture) => Some(picture),
        _ => None,
    })?;
    let Alternative::Text(text) = &picture.alternative else { return None };
    (!caption.is_empty() && letters(text) == caption).then(|| {
        ALT_CAPTION
            .found(
                "the alternative text repeats the caption",
                "describe what the picture shows, and leave the rest to the caption",
            )
            .at(picture.place.clone())
    })
}

fn check_picture(picture: &Picture, longest: usize, problems: &mut Vec<Problem>) {
    if let Alternative::Text(text) = &picture.alternative {
        check_text(text, &picture.file, longest, &picture.place, problems);
    }
}

fn check_text(text: &str, file: &str, longest: usize, place: &Place, problems: &mut Vec<Problem>) {
    if is_file_name(text, file) {
        problems.push(
            ALT_FILE_NAME
                .found(
                    format!("the alternative text `{text}` is the name of a file"),
                    "describe what the picture shows, or mark an ornament with `.decorative`",
                )
                .at(place.clone()),
        );
    }
    let length = text.chars().count();
    if length > longest {
        problems.push(
            ALT_LONG
                .found(
                    format!("the alternative text has {}, more than {longest}", counted(length, "character")),
                    "say the gist here, and tell the details in the text",
                )
                .at(place.clone()),
        );
    }
}

fn is_file_name(text: &str, file: &str) -> bool {
    let text = text.trim();
    let name = file.rsplit('/').next().unwrap_or(file);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let ends = text.rsplit_once('.').is_some_and(|(stem, ending)| {
        !stem.contains(' ') && ENDINGS.contains(&ending.to_lowercase().as_str())
    });
    // One word can be the picture's name and its subject; two parts joined by a sign cannot.
    ends || text.eq_ignore_ascii_case(stem) && stem.contains(['_', '-']) && !text.contains(' ')
}

/// The words alone, so that a full stop more or less makes no difference.
fn letters(text: &str) -> String {
    small_words(text).collect::<Vec<_>>().join(" ")
}
