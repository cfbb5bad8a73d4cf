//! What authors hand to components, checked against what the layout declares.

use std::sync::Arc;

use jiff::civil::Date;

use super::component::{Attribute, AttributeType, Body, Component, Components};
use crate::diagnostic::{Place, Problem, list, suggestion};
use crate::document::{
    Argument, Block, BlockKind, Component as Used, Document, NodeMut, Pair, Value, walk_mut, workspace_path,
};
use crate::markdown::{OWN, is_length, read_line_at};

/// The names that authors can use in a publication.
#[derive(Debug, Clone)]
pub struct Vocabulary<'a> {
    /// The components of the layout.
    pub components: &'a Components,
    /// The names of the layout's colours.
    pub colours: Vec<&'a str>,
    /// The names of the publication's tables, `[data]`.
    pub data: Vec<&'a str>,
    /// The primary tag of the publication's language, such as `de`.
    pub language: &'a str,
}

/// Types the attributes of every component in the document, and reports all that its layout does
/// not understand.
///
/// A typed attribute stands in [`Used::arguments`] afterwards. An attribute of type picture, `x`,
/// takes its alternative text from `x-alt`, or from `alt` where the component has one picture; an
/// empty one marks an ornament.
pub fn type_components(document: &mut Document, vocabulary: &Vocabulary<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for chapter in &mut document.chapters {
        let file = chapter.file.clone();
        walk_mut(&mut chapter.blocks, &mut |node| {
            if let NodeMut::Block(Block { kind: BlockKind::Component(used), place }) = node {
                let mut check = Check { vocabulary, file: &file, problems: &mut problems };
                check.component(used, place);
            }
        });
    }
    // A template that repeats a component repeats its mistakes, at one and the same place.
    let mut told: Vec<Problem> = Vec::new();
    for problem in problems {
        if !told.contains(&problem) {
            told.push(problem);
        }
    }
    told
}

/// The check of one component.
struct Check<'a> {
    vocabulary: &'a Vocabulary<'a>,
    file: &'a Arc<str>,
    problems: &'a mut Vec<Problem>,
}

impl Check<'_> {
    fn component(&mut self, used: &mut Used, place: &Place) {
        let components = self.vocabulary.components;
        let Some(declared) = components.get(&used.name) else {
            let names = components.keys().map(String::as_str);
            let message = format!("the layout has no component `{}`", used.name);
            let problem = Problem::error("component/unknown", message).at(used.name_place.clone());
            self.problems.push(with_hint(problem, &used.name, names.chain(OWN)));
            return;
        };
        self.check_body(used, declared, place);
        self.check_names(used, declared);
        let mut arguments = Vec::new();
        for (name, attribute) in &declared.attributes {
            match used.attributes.pair(name) {
                Some(pair) => {
                    if let Some(value) = self.value(used, declared, attribute, pair) {
                        let place = pair.place.clone();
                        arguments.push(Argument { name: name.clone(), value, place });
                    }
                }
                None if attribute.required => {
                    let message = format!("`{}` needs the attribute `{name}`", used.name);
                    self.problems.push(
                        Problem::error("component/missing-attribute", message)
                            .at(used.name_place.clone())
                            .hint(format!("write `:::{}{{{name}=\"…\"}}`: {}", used.name, attribute.kind)),
                    );
                }
                None => {}
            }
        }
        used.arguments = arguments;
        let is_counted = used.attributes.id.is_some() && !used.attributes.has_class("unnumbered");
        used.counted = declared.word(self.vocabulary.language).filter(|_| is_counted).map(str::to_owned);
        used.takes_body = declared.body != Body::None;
    }

    fn check_body(&mut self, used: &Used, declared: &Component, place: &Place) {
        let one_paragraph = matches!(used.body.as_slice(), [Block { kind: BlockKind::Paragraph(_), .. }]);
        let (message, hint) = match declared.body {
            Body::None if !used.body.is_empty() => ("holds no text", "close it with `:::` on the next line"),
            Body::Inline if !one_paragraph => {
                ("holds exactly one paragraph", "write one paragraph between its fences")
            }
            Body::None | Body::Inline | Body::Blocks => return,
        };
        let place = used.body.first().map_or(place, |block| &block.place);
        self.problems.push(
            Problem::error("component/body", format!("`{}` {message}", used.name))
                .at(place.clone())
                .hint(hint),
        );
    }

    fn check_names(&mut self, used: &Used, declared: &Component) {
        let unknown = |name: &str| declared.counted.is_empty() || name != "unnumbered";
        for class in used.attributes.classes.iter().filter(|class| unknown(&class.name)) {
            let message = format!("`{}` has no classes", used.name);
            self.problems
                .push(Problem::error("component/unknown-attribute", message).at(class.place.clone()));
        }
        for pair in &used.attributes.pairs {
            let known = declared.attributes.contains_key(&pair.key);
            if known || names_alternative(declared, &pair.key) || credits_picture(declared, &pair.key) {
                continue;
            }
            let message = format!("`{}` has no attribute `{}`", used.name, pair.key);
            let problem = Problem::error("component/unknown-attribute", message).at(pair.key_place.clone());
            let known = declared.attributes.keys().map(String::as_str);
            self.problems.push(with_hint(problem, &pair.key, known));
        }
    }

    fn value(
        &mut self,
        used: &Used,
        declared: &Component,
        attribute: &Attribute,
        pair: &Pair,
    ) -> Option<Value> {
        let text = pair.value.trim();
        let value = match &attribute.kind {
            AttributeType::Text => Some(Value::Text(text.to_owned())),
            AttributeType::Inline => {
                let (inlines, problems) = read_line_at(&pair.written, &pair.place, self.file);
                self.problems.extend(problems);
                Some(Value::Inline(inlines))
            }
            AttributeType::Integer => text.parse().ok().map(Value::Integer),
            AttributeType::Number => number(text).map(Value::Number),
            AttributeType::Boolean => text.parse().ok().map(Value::Boolean),
            AttributeType::Length => is_length(text).then(|| Value::Length(text.to_owned())),
            AttributeType::Choice(words) => {
                words.iter().any(|word| word == text).then(|| Value::Choice(text.to_owned()))
            }
            AttributeType::Colour => {
                self.vocabulary.colours.contains(&text).then(|| Value::Colour(text.to_owned()))
            }
            AttributeType::Data => self.vocabulary.data.contains(&text).then(|| Value::Data(text.to_owned())),
            AttributeType::Date => date(text).map(Value::Date),
            AttributeType::Picture => return self.picture(used, declared, pair),
        };
        if value.is_none() {
            self.report_type(attribute, pair);
        }
        value
    }

    fn report_type(&mut self, attribute: &Attribute, pair: &Pair) {
        let message = format!("`{}` must be {}, but is `{}`", pair.key, attribute.kind, pair.value);
        let problem = Problem::error("component/attribute-type", message).at(pair.place.clone());
        self.problems.push(match &attribute.kind {
            AttributeType::Choice(words) => with_hint(problem, &pair.value, words.iter().map(String::as_str)),
            AttributeType::Colour => with_hint(problem, &pair.value, self.vocabulary.colours.iter().copied()),
            AttributeType::Data => with_hint(problem, &pair.value, self.vocabulary.data.iter().copied()),
            _ => problem,
        });
    }

    fn picture(&mut self, used: &Used, declared: &Component, pair: &Pair) -> Option<Value> {
        let alternative = alternative_names(declared, &pair.key)
            .iter()
            .find_map(|name| used.attributes.value(name))
            .map(str::trim);
        if alternative.is_none() {
            let message = format!("the picture of `{}` has no alternative text", used.name);
            self.problems.push(
                Problem::error("markdown/picture-alt", message)
                    .at(pair.place.clone())
                    .hint(format!("say what it shows: `{}-alt=\"…\"`", pair.key))
                    .hint(format!("mark an ornament with `{}-alt=\"\"`", pair.key)),
            );
        }
        let file = workspace_path(self.file, &pair.value);
        if file.is_none() {
            let message = format!("`{}` is not a file of this workspace", pair.value);
            self.problems.push(
                Problem::error("picture/path", message)
                    .at(pair.place.clone())
                    .hint("a path starts from the chapter's folder, or with `/` from the workspace"),
            );
        }
        let alternative = alternative.filter(|text| !text.is_empty()).map(str::to_owned);
        Some(Value::Picture { file: file?, alternative })
    }
}

/// The attributes that may hold the alternative text of a picture attribute.
fn alternative_names(declared: &Component, picture: &str) -> Vec<String> {
    let is_picture = |attribute: &&Attribute| attribute.kind == AttributeType::Picture;
    let mut names = vec![format!("{picture}-alt")];
    if declared.attributes.values().filter(is_picture).count() == 1 {
        names.push("alt".to_owned());
    }
    names
}

fn names_alternative(declared: &Component, name: &str) -> bool {
    declared.attributes.iter().any(|(picture, attribute)| {
        attribute.kind == AttributeType::Picture
            && alternative_names(declared, picture).iter().any(|known| known == name)
    })
}

/// Whether an attribute names the maker or the licence of a component's picture, for the list of
/// credits.
fn credits_picture(declared: &Component, name: &str) -> bool {
    matches!(name, "credit" | "licence")
        && declared.attributes.values().any(|attribute| attribute.kind == AttributeType::Picture)
}

fn with_hint<'a>(problem: Problem, found: &str, known: impl Iterator<Item = &'a str>) -> Problem {
    let known: Vec<&str> = known.collect();
    match suggestion(found, known.iter().copied()) {
        Some(near) => problem.hint(format!("did you mean `{near}`?")),
        None if known.is_empty() => problem,
        None => problem.hint(format!("known here: {}", list(known))),
    }
}

/// A finite number, with a point or a German comma.
fn number(text: &str) -> Option<f64> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.,".contains(&byte));
    let number = plain.then(|| text.replace(',', ".").parse().ok()).flatten();
    number.filter(|number: &f64| number.is_finite())
}

/// A day, written as ISO 8601 has it: `2026-11-01`.
fn date(text: &str) -> Option<Date> {
    (text.len() == "2026-11-01".len()).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::dump;
    use crate::markdown::read;

    fn components() -> Components {
        let mut factbox = Component::default();
        let mut add = |name: &str, kind, required| {
            let attribute = Attribute { required, ..Attribute::new(kind) };
            factbox.attributes.insert(name.to_owned(), attribute);
        };
        add("title", AttributeType::Inline, true);
        add("number", AttributeType::Number, false);
        add("tone", AttributeType::Choice(vec!["light".into(), "dark".into()]), false);
        add("picture", AttributeType::Picture, false);
        let rule = Component { body: Body::None, ..Component::default() };
        Components::from([("factbox".to_owned(), factbox), ("spacer".to_owned(), rule)])
    }

    fn typed(text: &str) -> (String, Vec<String>) {
        let text = format!("# T\n\n{text}\n");
        let (chapter, mut problems) =
            read(&text, &"sources/a/1.md".into(), &|range| Place::new("sources/a/1.md", range));
        let mut document = Document { chapters: vec![chapter] };
        let components = components();
        let vocabulary =
            Vocabulary { components: &components, colours: vec![], data: vec![], language: "de" };
        problems.extend(type_components(&mut document, &vocabulary));
        let codes = problems.iter().map(|problem| {
            let range = problem.place.as_ref().map(|place| place.range.clone()).unwrap_or_default();
            format!("{} {}", problem.code, &text[range])
        });
        (dump(&document.chapters[0]), codes.collect())
    }

    #[test]
    fn values_become_what_the_layout_declares() {
        let (dump, problems) = typed(
            ":::factbox{title=\"Zahl der *Akteur*innen*\" number=\"1,5\" tone=dark picture=i.jpg alt=\"Ein Platz\"}\nText\n:::",
        );
        assert_eq!(problems, Vec::<String>::new());
        assert!(dump.contains("title = \"Zahl der \" emph(\"Akteur*innen\")"), "{dump}");
        assert!(dump.contains("number = 1.5") && dump.contains("tone = dark"), "{dump}");
        assert!(dump.contains("picture = sources/a/i.jpg Some(\"Ein Platz\")"), "{dump}");
    }

    #[test]
    fn what_the_layout_does_not_understand_is_reported_at_its_place() {
        let cases: [(&str, &[&str]); 6] = [
            (":::faktbox\n:::", &["component/unknown faktbox"]),
            (":::factbox\nText\n:::", &["component/missing-attribute factbox"]),
            (":::factbox{title=a titel=b}\nText\n:::", &["component/unknown-attribute titel"]),
            (":::factbox{title=a tone=drak}\nText\n:::", &["component/attribute-type drak"]),
            (":::factbox{title=a picture=i.jpg}\nText\n:::", &["markdown/picture-alt i.jpg"]),
            (":::spacer\nText\n:::", &["component/body Text"]),
        ];
        for (text, expected) in cases {
            assert_eq!(typed(text).1, expected, "{text}");
        }
    }
}
