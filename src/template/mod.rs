//! Templates in chapters: values of the publication and of its data become Markdown, and every
//! byte of the result knows where it was written.
//!
//! Templates are minijinja's, with `{##` and `##}` around comments, so that `{#id}` stays an
//! attribute. Values are words, not markup: their signs are escaped unless `|markdown` says
//! otherwise. This room opens no files: included ones come from its caller.

mod context;
mod escape;
mod fault;
mod fill;
mod filters;
mod includes;
mod map;
mod row;

use std::sync::Arc;

use minijinja::machinery::{Token, tokenize};
use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, UndefinedBehavior};

use crate::diagnostic::{Outcome, Place, Problem, Warned};
use crate::language::Language;
use crate::workspace::Limits;

pub use context::Context;
pub use escape::markdown as escaped;
pub use fill::{Words, fill};
pub use map::LineMap;

/// A chapter after its templates ran.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expanded {
    /// The Markdown, with the chapter's own front matter.
    pub text: String,
    /// Where each part of it was written.
    pub map: LineMap,
    /// The files that were read for it, from the workspace's root, in order.
    pub includes: Vec<String>,
}

/// Gives the text of a file for inclusion, by its path from the workspace's root.
pub type Loader<'a> = &'a dyn Fn(&str) -> Option<Arc<str>>;

/// Runs the templates of a chapter.
///
/// A chapter without any is given back as it is. The head between `+++` lines is TOML and never
/// touched.
pub fn expand(
    file: &Arc<str>,
    text: &str,
    context: &Context<'_>,
    limits: &Limits,
    loader: Loader<'_>,
) -> Outcome<Expanded> {
    if text.len() as u64 > limits.markdown_bytes {
        return Err(vec![too_big(file, text.len(), limits)]);
    }
    let head = head(text);
    let body = &text[head..];
    if !["{{", "{%", "{##"].iter().any(|sign| body.contains(sign)) {
        let map = LineMap::identity(file, text.len());
        return Ok(Warned {
            value: Expanded { text: text.to_owned(), map, includes: Vec::new() },
            warnings: Vec::new(),
        });
    }
    let mut problems = Vec::new();
    let main = includes::Template { file: file.clone(), text: keep_line_ends(body).into(), offset: head };
    let templates = includes::collect(main, limits, loader, &mut problems);
    if !problems.is_empty() {
        return Err(problems);
    }
    let run = Run { templates: &templates, context, limits };
    let (output, spans) = run.render().map_err(|problem| vec![problem])?;
    if output.len() as u64 > limits.template_output {
        return Err(vec![too_long(file, output.len(), limits)]);
    }
    let mut map = LineMap::identity(file, head);
    let run = map::Run { output: &output, spans: &spans, written: context.trace.written() };
    map.append(head, &run, &templates);
    Ok(Warned {
        value: Expanded {
            text: format!("{}{output}", &text[..head]),
            map,
            includes: templates.iter().skip(1).map(|template| template.file.to_string()).collect(),
        },
        warnings: Vec::new(),
    })
}

/// Whether a chapter, or what it includes, names a variable.
///
/// What cannot be read is told by [`expand`].
pub fn reads(file: &Arc<str>, text: &str, variable: &str, limits: &Limits, loader: Loader<'_>) -> bool {
    let head = head(text);
    let main = includes::Template { file: file.clone(), text: text[head..].into(), offset: head };
    let templates = includes::collect(main, limits, loader, &mut Vec::new());
    templates.iter().filter(|template| template.text.contains(variable)).any(|template| {
        let mut tokens = tokenize(&template.text, false, syntax()).map_while(Result::ok);
        tokens.any(|(token, _)| matches!(token, Token::Ident(name) if name == variable))
    })
}

/// One run of the engine.
struct Run<'a> {
    /// The chapter first, then what it includes.
    templates: &'a [includes::Template],
    context: &'a Context<'a>,
    limits: &'a Limits,
}

impl Run<'_> {
    fn render(&self) -> Result<(String, Vec<minijinja::OutputSpan>), Problem> {
        let fault = |error| fault::problem(&error, self.templates, self.context, self.limits);
        let mut environment = environment(&self.context.language, self.limits);
        let (language, trace) = (self.context.language.clone(), self.context.trace.clone());
        environment.set_formatter(escape::formatter(language, trace));
        for template in self.templates {
            environment.add_template(&template.file, &template.text).map_err(fault)?;
        }
        let Some(main) = self.templates.first() else { return Ok(Default::default()) };
        let template = environment.get_template(&main.file).map_err(fault)?;
        template.render_with_spans(self.context.value()).map_err(fault)
    }
}

fn environment<'a>(language: &Language, limits: &Limits) -> Environment<'a> {
    let mut environment = Environment::new();
    environment.set_syntax(syntax());
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Custom("markdown".into()));
    environment.set_path_join_callback(|path, parent| includes::joined(path, parent).into());
    environment.set_fuel(Some(limits.template_steps));
    // The engine's own limit is 500; half of it leaves room on the small stacks of threads.
    environment.set_recursion_limit(usize::try_from(limits.nesting).unwrap_or(250).min(250));
    // The engine keeps the places of errors only so.
    environment.set_debug(true);
    filters::add(&mut environment, language);
    environment
}

/// Blocks on lines of their own leave no trace of those lines, so that loops can make tables.
fn syntax() -> SyntaxConfig {
    SyntaxConfig::builder()
        .comment_delimiters("{##", "##}")
        .trim_blocks(true)
        .lstrip_blocks(true)
        .keep_trailing_newline(true)
        .build()
        // The delimiters above are valid, so this is the default only in theory.
        .unwrap_or_default()
}

/// Marks tags at the end of a line of text, so that the engine leaves that line's end alone.
///
/// A tag on a line of its own takes the line with it; behind text it must not, or the text would run
/// into what follows. The mark (`+%}`) takes the place of the space before the tag's end, so that every
/// offset stays what it is.
fn keep_line_ends(body: &str) -> String {
    let mut is_raw = false;
    let mut kept = String::with_capacity(body.len());
    for line in body.split_inclusive('\n') {
        let content = line.trim_end();
        let start = content.strip_suffix(" %}").filter(|_| !is_raw && has_text(content));
        match start {
            Some(start) => {
                kept.push_str(start);
                kept.push_str("+%}");
                kept.push_str(&line[content.len()..]);
            }
            None => kept.push_str(line),
        }
        is_raw = (is_raw || line.contains("{% raw")) && !line.contains("endraw");
    }
    kept
}

/// Whether a line has something beside tags.
fn has_text(line: &str) -> bool {
    let mut rest = line;
    while let Some(start) = rest.find("{%") {
        if !rest[..start].trim().is_empty() {
            return true;
        }
        let Some(end) = rest[start..].find("%}") else { return true };
        rest = &rest[start + end + 2..];
    }
    !rest.trim().is_empty()
}

/// Where the body starts: behind the line that closes the head.
fn head(text: &str) -> usize {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut lines = text[start..].split_inclusive('\n');
    let Some(first) = lines.next().filter(|line| line.trim_end() == "+++") else { return 0 };
    let mut offset = start + first.len();
    for line in lines {
        offset += line.len();
        if line.trim_end() == "+++" {
            return offset;
        }
    }
    // A head that never ends is for the reader of Markdown to tell.
    text.len()
}

fn too_big(file: &Arc<str>, bytes: usize, limits: &Limits) -> Problem {
    Problem::error(
        "template/size",
        format!("the file has {bytes} bytes, more than {}", limits.markdown_bytes),
    )
    .at(Place::file(file.clone()))
    .hint("split the chapter, or raise `markdown-bytes` under `[limits]` in satz.toml")
}

fn too_long(file: &Arc<str>, bytes: usize, limits: &Limits) -> Problem {
    Problem::error(
        "template/output",
        format!("the templates write {bytes} bytes, more than {}", limits.template_output),
    )
    .at(Place::file(file.clone()))
    .hint("look for a loop in a loop, or raise `template-output` under `[limits]` in satz.toml")
}

#[cfg(test)]
mod tests;
