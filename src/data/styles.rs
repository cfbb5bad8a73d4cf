//! Citation styles: which there are by name, and what is wrong with a style's file.

use std::sync::Arc;

use hayagriva::archive::ArchivedStyle;
use hayagriva::citationberg::{DependentStyle, IndependentStyle};

use crate::diagnostic::{Place, Problem, suggestion};

/// What is wrong with the name of a style; the same library knows them that Typst uses.
pub fn style_problem(name: &str) -> Option<Problem> {
    if ArchivedStyle::by_name(name).is_some() {
        return None;
    }
    let names = ArchivedStyle::all().iter().flat_map(|style| style.names().iter().copied());
    let problem = Problem::error("data/citation-style", format!("no citation style is named `{name}`"));
    Some(match suggestion(name, names) {
        Some(near) => problem.hint(format!("did you mean `{near}`?")),
        None => problem.hint(
            "write the name of a style, such as `apa` or `chicago-notes`, or the path of a `.csl` file",
        ),
    })
}

/// What is wrong with the file of a style.
pub fn style_file_problem(file: &Arc<str>, text: &str) -> Option<Problem> {
    let problem =
        |message: String| Some(Problem::error("data/citation-style", message).at(Place::file(file.clone())));
    match IndependentStyle::from_xml(text) {
        Ok(style) if style.bibliography.is_some() => None,
        Ok(_) => problem("this style has no `<bibliography>`, so no list of works can be made".to_owned())
            .map(|problem| problem.hint("take a style that has one")),
        Err(error) => match DependentStyle::from_xml(text) {
            Ok(style) => problem("this style only points to another one".to_owned()).map(|problem| {
                problem.hint(format!("take the file of that one: {}", style.parent_link.href))
            }),
            Err(_) => problem(format!("the citation style cannot be read: {error}")),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file_problem(text: &str) -> Option<String> {
        style_file_problem(&Arc::from("a.csl"), text).map(|problem| problem.message)
    }

    #[test]
    fn a_wrong_name_is_told_with_the_one_that_was_meant() {
        assert_eq!(style_problem("chicago-notes"), None);
        let problem = style_problem("chicago-note").unwrap();
        assert_eq!(problem.hints, ["did you mean `chicago-notes`?"]);
    }

    #[test]
    fn a_file_has_to_be_a_whole_style() {
        let style = |body: &str| {
            format!(
                "<style xmlns=\"http://purl.org/net/xbiblio/csl\" class=\"in-text\" version=\"1.0\">\
                 <info><title>A</title><id>a</id><updated>2026-01-01T00:00:00+00:00</updated></info>\
                 <citation><layout><text variable=\"title\"/></layout></citation>{body}</style>"
            )
        };
        let list = "<bibliography><layout><text variable=\"title\"/></layout></bibliography>";
        assert_eq!(file_problem(&style(list)), None);
        assert!(file_problem(&style("")).is_some_and(|message| message.contains("no `<bibliography>`")));
        assert!(file_problem("<html/>").is_some_and(|message| message.contains("cannot be read")));
    }
}
