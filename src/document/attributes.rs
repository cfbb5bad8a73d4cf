//! What stands between braces: `{#id .class key="value"}`.

use super::Mark;
use crate::diagnostic::Place;

/// The attributes that an author gave to a part of the text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attributes {
    /// `#id`; also the id that a heading gets by itself.
    pub id: Option<Id>,
    /// `.class`, in the author's order.
    pub classes: Vec<Class>,
    /// `key="value"`, in the author's order.
    pub pairs: Vec<Pair>,
    /// Marks for the lists at the end, which nobody wrote: the room `apparatus` sets them.
    pub marks: Vec<Mark>,
}

/// The name under which a part of the text can be referred to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Id {
    /// The name without `#`.
    pub name: String,
    /// The name's place; of a generated id the place of what it names.
    pub place: Place,
    /// Whether satz made it from a heading's text.
    pub generated: bool,
}

/// A class without its point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Class {
    /// The name.
    pub name: String,
    /// Its place, without the point.
    pub place: Place,
}

/// A key with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// The key.
    pub key: String,
    /// The key's place.
    pub key_place: Place,
    /// The value, without quotes and with backslash escapes taken away.
    pub value: String,
    /// The value as it was written between its quotes, for values that are Markdown.
    pub written: String,
    /// The place of what was written between the quotes.
    pub place: Place,
}

impl Attributes {
    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.id.is_none() && self.classes.is_empty() && self.pairs.is_empty()
    }

    /// The pair of a key.
    pub fn pair(&self, key: &str) -> Option<&Pair> {
        self.pairs.iter().find(|pair| pair.key == key)
    }

    /// Takes the pair of a key out.
    pub fn take(&mut self, key: &str) -> Option<Pair> {
        let index = self.pairs.iter().position(|pair| pair.key == key)?;
        Some(self.pairs.remove(index))
    }

    /// Takes a class out; says whether it was there.
    pub fn take_class(&mut self, name: &str) -> bool {
        let before = self.classes.len();
        self.classes.retain(|class| class.name != name);
        self.classes.len() < before
    }

    /// The value of a key.
    pub fn value(&self, key: &str) -> Option<&str> {
        self.pair(key).map(|pair| pair.value.as_str())
    }

    /// Whether a class was given.
    pub fn has_class(&self, name: &str) -> bool {
        self.classes.iter().any(|class| class.name == name)
    }

    /// The id's name.
    pub fn id_name(&self) -> Option<&str> {
        self.id.as_ref().map(|id| id.name.as_str())
    }
}
