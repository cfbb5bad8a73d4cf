//! A layout and its ancestors, read from their folders.

use std::sync::Arc;

use super::declaration::{Declaration, declaration};
use super::tokens::{self, Tokens};
use super::{CONTRACT, Layout, Size};
use crate::diagnostic::{Outcome, Place, Problem, list, outcome, suggestion};
use crate::toml_text::{LAYOUT, Length, Located, TOKENS, parse};

/// How many ancestors a layout may have; more is taken for a circle.
const LONGEST_CHAIN: usize = 16;

/// Reads the layout `name` with all that it extends.
///
/// `folder` is the folder of the layouts, `available` the names in it, and `text_of` gives the
/// text of a file by its path from the root. An unknown name is reported where `name` stands.
///
/// # Errors
/// Everything wrong in any `layout.toml` or `tokens.toml` of the chain.
pub fn read(
    name: &Located<String>,
    folder: &str,
    available: &[String],
    text_of: &dyn Fn(&str) -> Option<Arc<str>>,
) -> Outcome<Layout> {
    let mut problems = Vec::new();
    let chain = chain(name, folder, available, text_of, &mut problems)?;
    let mut layout = Layout {
        name: name.value.clone(),
        folders: Vec::new(),
        sizes: std::collections::BTreeMap::new(),
        default_size: String::new(),
        bleed: Length::parse("3mm").expect("a constant length"),
        parameters: std::collections::BTreeMap::new(),
        components: super::Components::new(),
        tokens: Tokens::default(),
    };
    for (name, declared) in chain {
        let own = format!("{folder}/{name}");
        inherit(&mut layout, declared);
        let file: Arc<str> = Arc::from(format!("{own}/tokens.toml"));
        if let Some(text) = text_of(&file) {
            let table = parse(&file, &text, 0, &TOKENS, &mut problems);
            tokens::read(table, &mut layout.tokens, &mut problems);
        }
        layout.folders.push(own);
    }
    layout.tokens.check(&mut problems);
    finish(&mut layout, folder, &mut problems);
    outcome(layout, problems)
}

type Declared = (String, Declaration);

/// The declarations of the chain, the oldest ancestor first.
fn chain(
    name: &Located<String>,
    folder: &str,
    available: &[String],
    text_of: &dyn Fn(&str) -> Option<Arc<str>>,
    problems: &mut Vec<Problem>,
) -> Result<Vec<Declared>, Vec<Problem>> {
    let mut chain: Vec<Declared> = Vec::new();
    let mut next = Some(name.clone());
    while let Some(wanted) = next {
        let circle = chain.iter().any(|(known, _)| *known == wanted.value);
        if circle || chain.len() == LONGEST_CHAIN {
            let message = format!("the layout `{}` extends itself", wanted.value);
            problems.push(Problem::error("layout/circle", message).at(wanted.place));
            return Err(std::mem::take(problems));
        }
        let file: Arc<str> = Arc::from(format!("{folder}/{}/layout.toml", wanted.value));
        let known = available.contains(&wanted.value);
        let Some(text) = known.then(|| text_of(&file)).flatten() else {
            problems.push(unknown(&wanted, folder, available));
            return Err(std::mem::take(problems));
        };
        let table = parse(&file, &text, 0, &LAYOUT, problems);
        let declared = declaration(table, problems);
        check_contract(&declared, problems);
        next = declared.extends.clone();
        chain.push((wanted.value, declared));
    }
    chain.reverse();
    Ok(chain)
}

fn unknown(wanted: &Located<String>, folder: &str, available: &[String]) -> Problem {
    let names = || available.iter().map(String::as_str);
    let problem = Problem::error("layout/unknown", format!("there is no layout `{}`", wanted.value))
        .at(wanted.place.clone());
    match suggestion(&wanted.value, names()) {
        Some(near) => problem.hint(format!("did you mean `{near}`?")),
        None if available.is_empty() => problem.hint(format!("`{folder}/` has no layouts")),
        None => problem.hint(format!("`{folder}/` has {}", list(names()))),
    }
}

fn check_contract(declared: &Declaration, problems: &mut Vec<Problem>) {
    let Some(contract) = declared.contract.as_ref().filter(|found| found.value != CONTRACT) else {
        return;
    };
    let message = format!(
        "the layout is written for version {} of the contract, and this satz keeps version {CONTRACT}",
        contract.value
    );
    problems.push(Problem::error("layout/contract", message).at(contract.place.clone()));
}

fn inherit(layout: &mut Layout, declared: Declaration) {
    if let Some(default) = declared.default_size {
        layout.default_size = default;
    }
    layout.sizes.extend(declared.sizes);
    if let Some(bleed) = declared.bleed {
        layout.bleed = bleed;
    }
    layout.parameters.extend(declared.parameters);
    layout.components.extend(declared.components);
}

/// What must hold of the chain as a whole.
fn finish(layout: &mut Layout, folder: &str, problems: &mut Vec<Problem>) {
    let file = format!("{folder}/{}/layout.toml", layout.name);
    if layout.sizes.is_empty() {
        problems.push(
            Problem::error("layout/missing-key", "the layout has no page size")
                .at(Place::file(file))
                .hint("add `[sizes.a4]` with `width = \"210mm\"` and `height = \"297mm\"`"),
        );
    } else if !layout.sizes.contains_key(&layout.default_size) {
        layout.default_size = layout.sizes.keys().next().cloned().unwrap_or_default();
    }
}

impl Layout {
    /// The trim of a size by its name, or of the default where none is named.
    ///
    /// # Errors
    /// A name that the layout does not have, at its place.
    pub fn size(&self, name: Option<&Located<String>>) -> Result<Size, Problem> {
        let wanted = name.map_or(self.default_size.as_str(), |name| name.value.as_str());
        let found = self.sizes.get(wanted).cloned();
        found.ok_or_else(|| {
            let message = format!("the layout `{}` has no size `{wanted}`", self.name);
            Problem::error("layout/unknown-size", message)
                .at(name.map(|name| name.place.clone()))
                .hint(format!("it has {}", list(self.sizes.keys().map(String::as_str))))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUSE: &str = "contract = 2\n[sizes.a4]\nwidth = \"210mm\"\nheight = \"297mm\"\n\
                         [components.box]\nelement = \"aside\"\n";

    fn read_with(child: &str, name: &str) -> Outcome<Layout> {
        let text_of = |path: &str| -> Option<Arc<str>> {
            match path {
                "layouts/house/layout.toml" => Some(HOUSE.into()),
                "layouts/child/layout.toml" => Some(child.into()),
                _ => None,
            }
        };
        let name = Located { value: name.to_owned(), place: Place::file("p") };
        read(&name, "layouts", &["child".to_owned(), "house".to_owned()], &text_of)
    }

    #[test]
    fn a_child_inherits_and_replaces() {
        let child = "extends = \"house\"\ncontract = 2\n[sizes.a5]\ndefault = true\nwidth = \"148mm\"\n\
                     height = \"210mm\"\n[components.box]\nelement = \"div\"\n";
        let layout = read_with(child, "child").expect("a good layout").value;
        assert_eq!(layout.folders, ["layouts/house", "layouts/child"]);
        assert_eq!(layout.sizes.len(), 2);
        assert_eq!(layout.default_size, "a5");
        assert_eq!(layout.components["box"].element.as_deref(), Some("div"));
    }

    #[test]
    fn an_unknown_layout_and_a_circle_are_told() {
        let told = |child, name| read_with(child, name).expect_err("a bad layout")[0].message.clone();
        assert_eq!(told("", "chidl"), "there is no layout `chidl`");
        assert_eq!(told("extends = \"child\"", "child"), "the layout `child` extends itself");
        assert!(told("extends = \"house\"\ncontract = 9", "child").contains("version 9"));
    }
}
