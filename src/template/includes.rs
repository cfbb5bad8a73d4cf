//! The files that a chapter includes, found before anything runs.
//!
//! Only paths in quotes are followed: so what a chapter is made of can be known, and cached,
//! without running it.

use std::sync::Arc;

use minijinja::machinery::{Token, tokenize};

use super::Loader;
use crate::diagnostic::{Place, Problem};
use crate::workspace::{Limits, resolve};

/// One template with its origin.
pub(super) struct Template {
    /// The file, from the workspace's root; also its name in the engine.
    pub(super) file: Arc<str>,
    /// What the engine reads.
    pub(super) text: Arc<str>,
    /// Where that starts in the file.
    pub(super) offset: usize,
}

impl Template {
    /// A place by its offsets in the engine's text.
    pub(super) fn place(&self, range: std::ops::Range<usize>) -> Place {
        let limit = |offset: usize| offset.min(self.text.len()) + self.offset;
        Place::new(self.file.clone(), limit(range.start)..limit(range.end))
    }
}

/// A template and all that it includes, each once, in the order of their finding.
pub(super) fn collect(
    main: Template,
    limits: &Limits,
    loader: Loader<'_>,
    problems: &mut Vec<Problem>,
) -> Vec<Template> {
    let mut templates = vec![main];
    let mut next = 0;
    while next < templates.len() {
        for reference in references(&templates[next]) {
            let parent = &templates[next];
            let path = match resolve(folder(&parent.file), &reference.path) {
                Ok(path) => path,
                Err(error) => {
                    let message = format!("the path `{}` {error}", reference.path.escape_debug());
                    problems
                        .push(Problem::error("template/include", message).at(parent.place(reference.range)));
                    continue;
                }
            };
            if templates.iter().any(|template| *template.file == *path) {
                continue;
            }
            match loader(&path) {
                Some(text) if text.len() as u64 > limits.markdown_bytes => {
                    problems.push(super::too_big(&Arc::from(path), text.len(), limits));
                }
                Some(text) => templates.push(Template { file: Arc::from(path), text, offset: 0 }),
                None if reference.optional => {}
                None => problems.push(
                    Problem::error("template/include", format!("there is no file `{path}`"))
                        .at(parent.place(reference.range))
                        .hint("paths count from the file that includes, or from the workspace with a leading `/`"),
                ),
            }
        }
        next += 1;
    }
    templates
}

/// The name of a template as another one writes it; the engine asks while it runs.
pub(super) fn joined(path: &str, parent: &str) -> String {
    // A path that leads out was refused before; under its own name it is not found.
    resolve(folder(parent), path).unwrap_or_else(|_| path.to_owned())
}

fn folder(file: &str) -> &str {
    file.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// A path in quotes in an `include`, `import`, `from` or `extends`.
struct Reference {
    path: String,
    range: std::ops::Range<usize>,
    /// With `ignore missing`, or one of several.
    optional: bool,
}

fn references(template: &Template) -> Vec<Reference> {
    let mut found: Vec<Reference> = Vec::new();
    // Where the references of the open block start, if it is one that has some.
    let mut open: Option<usize> = None;
    let mut opening = false;
    // What cannot be read is told when the engine reads it.
    let tokens = tokenize(&template.text, false, super::syntax()).map_while(Result::ok);
    for (token, span) in tokens {
        let range = span.start_offset as usize..span.end_offset as usize;
        match token {
            Token::BlockStart => opening = true,
            Token::Ident("include" | "import" | "from" | "extends") if opening => {
                open = Some(found.len());
                opening = false;
            }
            Token::BlockEnd => open = None,
            Token::Ident("ignore") => {
                let start = open.unwrap_or(found.len());
                found[start..].iter_mut().for_each(|reference| reference.optional = true);
            }
            Token::Str(path) if open.is_some() => {
                found.push(Reference { path: path.to_owned(), range, optional: false });
            }
            Token::Comma => {
                let start = open.unwrap_or(found.len());
                found[start..].iter_mut().for_each(|reference| reference.optional = true);
            }
            _ => opening = false,
        }
    }
    found
}
