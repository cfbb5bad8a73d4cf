//! The engine's errors in the words of an editor.

use std::error::Error as _;

use minijinja::machinery::{Token, tokenize};
use minijinja::{Error, ErrorKind};

use super::{Context, filters, includes::Template};
use crate::diagnostic::{Place, Problem, suggestion};
use crate::workspace::Limits;

/// Filters of the engine that authors use, for suggestions.
const ENGINE_FILTERS: [&str; 32] = [
    "abs",
    "attr",
    "batch",
    "default",
    "first",
    "float",
    "groupby",
    "int",
    "items",
    "join",
    "last",
    "length",
    "list",
    "lower",
    "map",
    "max",
    "min",
    "reject",
    "rejectattr",
    "replace",
    "reverse",
    "round",
    "select",
    "selectattr",
    "slice",
    "sort",
    "split",
    "sum",
    "title",
    "trim",
    "unique",
    "upper",
];

/// Tests of the engine, for suggestions.
const ENGINE_TESTS: [&str; 12] = [
    "defined",
    "undefined",
    "none",
    "even",
    "odd",
    "number",
    "string",
    "in",
    "eq",
    "equalto",
    "startingwith",
    "endingwith",
];

/// The problem of a run that failed.
pub(super) fn problem(
    error: &Error,
    templates: &[Template],
    context: &Context<'_>,
    limits: &Limits,
) -> Problem {
    // An error in an included file comes wrapped once for every inclusion on the way.
    let mut error = error;
    let mut inclusions = Vec::new();
    while error.kind() == ErrorKind::BadInclude || error.kind() == ErrorKind::EvalBlock {
        let Some(inner) = error.source().and_then(|inner| inner.downcast_ref::<Error>()) else {
            break;
        };
        inclusions.extend(spot(error, templates).map(|spot| spot.place));
        error = inner;
    }
    let spot = spot(error, templates);
    let words = Words { error, spot: spot.as_ref(), context, limits };
    let problem = words.problem().at(spot.as_ref().map(|spot| spot.place.clone()));
    inclusions.into_iter().rev().fold(problem, |problem, place| problem.label(place, "included here"))
}

/// Where the engine was, and what stands there.
struct Spot<'a> {
    template: &'a Template,
    place: Place,
    source: &'a str,
}

fn spot<'a>(error: &Error, templates: &'a [Template]) -> Option<Spot<'a>> {
    let template = templates.iter().find(|template| Some(&*template.file) == error.name())?;
    // The engine's ranges are off now and then: reversed, or behind the end.
    let range = error.range().map(|range| range.start.min(range.end)..range.end.max(range.start));
    let range = match range.filter(|range| template.text.get(range.clone()).is_some()) {
        Some(range) => range,
        None => line(&template.text, error.line()?),
    };
    let source = template.text.get(range.clone()).unwrap_or_default();
    Some(Spot { template, place: template.place(range), source })
}

/// The bytes of a line, counted from 1.
fn line(text: &str, number: usize) -> std::ops::Range<usize> {
    let mut start = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        if index + 1 == number {
            return start..start + line.trim_end().len();
        }
        start += line.len();
    }
    text.len()..text.len()
}

struct Words<'a> {
    error: &'a Error,
    spot: Option<&'a Spot<'a>>,
    context: &'a Context<'a>,
    limits: &'a Limits,
}

impl Words<'_> {
    fn problem(&self) -> Problem {
        let detail = self.error.detail().unwrap_or_default();
        match self.error.kind() {
            ErrorKind::UndefinedError => self.undefined(),
            ErrorKind::SyntaxError | ErrorKind::BadEscape => self.syntax(detail),
            ErrorKind::UnknownFilter => self.unknown("filter", &[&filters::NAMES[..], &ENGINE_FILTERS]),
            ErrorKind::UnknownTest => self.unknown("test", &[&ENGINE_TESTS]),
            ErrorKind::UnknownFunction => self.unknown("function", &[&["range", "dict", "namespace"]]),
            ErrorKind::UnknownMethod => {
                let method = detail.split_whitespace().last().unwrap_or_default();
                Problem::error("template/unknown-function", format!("the value has no function `{method}`"))
                    .hint("values have filters, such as `name|upper`, and no functions")
            }
            ErrorKind::OutOfFuel => {
                let message = format!("the templates run more than {} steps", self.limits.template_steps);
                Problem::error("template/steps", message).hint(
                    "look for a loop in a loop, or raise `template-steps` under `[limits]` in satz.toml",
                )
            }
            ErrorKind::TemplateNotFound => {
                Problem::error("template/include", "this file was not found before the templates ran")
                    .hint("write the path of an included file in quotes, not as a variable")
            }
            ErrorKind::InvalidOperation if detail.contains("recursion") => {
                Problem::error("template/recursion", "templates call or include themselves without end")
            }
            ErrorKind::InvalidOperation if detail.contains("range has too many") => {
                Problem::error("template/steps", "this range is too long")
                    .hint("a range may have 100000 numbers")
            }
            ErrorKind::MissingArgument => self.value("a value is missing between the parentheses"),
            ErrorKind::TooManyArguments => self.value("there are too many values between the parentheses"),
            ErrorKind::CannotUnpack => self.value("the value does not have as many parts as names"),
            _ if detail.is_empty() => self.value(&self.error.kind().to_string()),
            _ => self.value(detail),
        }
    }

    /// A name that nothing has.
    fn undefined(&self) -> Problem {
        let source = self.spot.map(|spot| spot.source).unwrap_or_default();
        let path = path(source);
        let root = path.split('.').next().unwrap_or_default();
        let variables = self.variables();
        if self.context.is_unreadable(root) {
            // The file's own error stops the publication; this one would only repeat it.
            let message = format!("the data `{root}` could not be read");
            return Problem::advice("template/undefined", message);
        }
        if !variables.iter().any(|name| name == root) {
            let message = format!("nothing is called `{root}` here");
            let problem = Problem::error("template/undefined", message);
            return match suggestion(root, variables.iter().map(String::as_str)) {
                Some(near) => problem.hint(format!("did you mean `{near}`?")),
                None if root == "variant" => {
                    problem.hint("`variant` is the row of `[variants]`, which publication.toml does not have")
                }
                None if root.contains(char::is_uppercase) || path.is_empty() => problem.hint(RAW),
                None => problem.hint("data has to be named under `[data]` in publication.toml"),
            };
        }
        let Some((owner, name)) = path.rsplit_once('.') else {
            return Problem::error("template/undefined", format!("`{path}` has no value here"))
                .hint(format!("ask first: `{{% if {path} is defined %}}`"));
        };
        let problem = Problem::error("template/undefined", format!("`{owner}` has no `{name}`"));
        let attributes = self.context.attributes();
        let others = attributes.iter().map(String::as_str).filter(|other| *other != name);
        match suggestion(name, others) {
            Some(near) => problem.hint(format!("did you mean `{owner}.{near}`?")),
            None => problem.hint(format!("where it may be absent, write `{path}|default(\"\")`")),
        }
    }

    fn syntax(&self, detail: &str) -> Problem {
        let detail = detail.trim_start_matches("syntax error: ");
        Problem::error("template/syntax", format!("this is not valid template code: {detail}")).hint(RAW)
    }

    fn unknown(&self, what: &str, known: &[&[&'static str]]) -> Problem {
        // "filter x is unknown"
        let detail = self.error.detail().unwrap_or_default();
        let name = detail.split_whitespace().nth(1).unwrap_or_default();
        let code = match what {
            "filter" => "template/unknown-filter",
            "test" => "template/unknown-test",
            _ => "template/unknown-function",
        };
        let problem = Problem::error(code, format!("there is no {what} `{name}`"));
        match suggestion(name, known.iter().flat_map(|names| names.iter().copied())) {
            Some(near) => problem.hint(format!("did you mean `{near}`?")),
            None => problem,
        }
    }

    /// A value that cannot be used so; points to the row of the data that it came from, where only
    /// one can be meant.
    fn value(&self, message: &str) -> Problem {
        let problem = Problem::error("template/value", message);
        let quoted = message.split('`').nth(1).unwrap_or_default();
        let mut places = self.context.data().filter_map(|data| data.place_of_text(quoted));
        match (places.next(), places.next()) {
            (Some(place), None) => problem.label(place, "the value stands here"),
            _ => problem,
        }
    }

    /// The names that templates could mean: the context's, and those that this file makes itself.
    fn variables(&self) -> Vec<String> {
        let mut names = self.context.variables();
        let Some(spot) = self.spot else { return names };
        let mut making = false;
        for (token, _) in tokenize(&spot.template.text, false, super::syntax()).map_while(Result::ok) {
            match token {
                Token::Ident("for" | "set" | "macro" | "with" | "import" | "as") => making = true,
                Token::Ident("in") | Token::Assign | Token::BlockEnd => making = false,
                Token::Ident(name) if making => names.push(name.to_owned()),
                _ => {}
            }
        }
        names
    }
}

/// What helps where braces were not meant as template code.
const RAW: &str = "braces that are no template code stand between `{% raw %}` and `{% endraw %}`";

/// The leading `a.b.c` of an expression.
fn path(source: &str) -> &str {
    let source = source.trim_start();
    let end = source
        .find(|letter: char| !(letter.is_alphanumeric() || matches!(letter, '_' | '.')))
        .unwrap_or(source.len());
    source[..end].trim_end_matches('.')
}
