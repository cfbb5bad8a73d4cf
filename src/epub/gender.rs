//! Gender forms read with a pause: their sign is hidden from assistive technology.
//!
//! A name of its own (`aria-label`) is no way: ARIA 1.2 forbids it for elements without a role, and what
//! is spoken would differ from what is searched. `aria-hidden` is allowed on every element, leaves the text
//! as it is, and makes two parts of the word, between which voices pause.

use super::clean::ContentDocument;
use super::xhtml::{Element, Node};
use crate::language::gender_forms;

/// Hides the signs of the gender forms in German chapters.
pub fn pause_at_gender_signs(documents: &mut [ContentDocument]) {
    for document in documents.iter_mut().filter(|document| document.language.starts_with("de")) {
        pause(&mut document.body);
    }
}

fn pause(element: &mut Element) {
    let foreign = element.get("lang").is_some_and(|language| !language.starts_with("de"));
    if foreign || matches!(element.name.as_str(), "code" | "pre" | "math" | "svg") {
        return;
    }
    for node in std::mem::take(&mut element.children) {
        match node {
            Node::Text(text) => element.children.extend(parts(&text)),
            Node::Element(mut inner) => {
                pause(&mut inner);
                element.children.push(inner.into());
            }
        }
    }
}

/// A text with its signs in elements of their own.
fn parts(text: &str) -> Vec<Node> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (word, form) in gender_forms(text) {
        let Some(sign) = form.sign(&text[word.clone()]) else { continue };
        for (at, _) in text[word.clone()].match_indices(sign) {
            let at = word.start + at;
            parts.push(Node::Text(text[start..at].to_owned()));
            parts.push(Element::new("span").with("aria-hidden", "true").text(sign).into());
            start = at + sign.len();
        }
    }
    parts.push(Node::Text(text[start..].to_owned()));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_signs_of_gender_forms_are_hidden() {
        let code = Element::new("code").text("a*innen");
        let mut body =
            Element::new("p").text("Bürger*innen, 5*3, Partner/-innen und ").containing([code.into()]);
        let before = body.plain_text();
        pause(&mut body);
        assert_eq!(body.plain_text(), before);
        let mut hidden = Vec::new();
        body.each(&mut |part| {
            if part.get("aria-hidden") == Some("true") {
                hidden.push(part.plain_text());
            }
        });
        assert_eq!(hidden, ["*", "/-"]);
    }
}
