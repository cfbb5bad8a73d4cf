//! The components that a layout offers to authors, as `layout.toml` declares them.

use std::collections::BTreeMap;
use std::fmt;

use crate::diagnostic::list;

/// The components of a layout and of all it extends, by the name that authors write.
pub type Components = BTreeMap<String, Component>;

/// One component: the directive `:::name{…}` of a chapter and the layout's function of that name.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Component {
    /// What it is for, in one sentence; shown to authors.
    pub description: String,
    /// What may stand between its fences.
    pub body: Body,
    /// Its attributes by name.
    pub attributes: BTreeMap<String, Attribute>,
    /// The word before its number, by language, where components of its kind are counted: `de` is
    /// “Kasten”. Those with an id are, and all of one word together.
    pub counted: BTreeMap<String, String>,
    /// The component that each row of a table becomes, where authors may write `data=` in place of a
    /// body.
    pub rows: Option<String>,
    /// The XHTML element of the body that satz makes for EPUB; `None` where the layout's `web.typ`
    /// defines the function itself.
    pub element: Option<String>,
    /// The ARIA role of that element.
    pub role: Option<String>,
    /// The `epub:type` of that element.
    pub epub_type: Option<String>,
}

impl Component {
    /// The word before the number of such a component in a language; English where the layout has no word
    /// in it, else its first one.
    pub fn word(&self, language: &str) -> Option<&str> {
        let word = [language, "en"].into_iter().find_map(|language| self.counted.get(language));
        word.or_else(|| self.counted.values().next()).map(String::as_str)
    }
}

/// What may stand between the fences of a component.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Body {
    /// Paragraphs, lists, pictures, other components.
    #[default]
    Blocks,
    /// One paragraph, handed over without paragraph markup.
    Inline,
    /// Nothing: the fence is closed on the next line.
    None,
}

impl Body {
    /// The body of this name in `layout.toml`.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "blocks" => Some(Self::Blocks),
            "inline" => Some(Self::Inline),
            "none" => Some(Self::None),
            _ => None,
        }
    }

    /// The names that `layout.toml` knows.
    pub const NAMES: [&str; 3] = ["blocks", "inline", "none"];
}

/// One attribute of a component.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribute {
    /// What its value may be, and what the layout's function gets.
    pub kind: AttributeType,
    /// Whether an author has to write it.
    pub required: bool,
    /// What it says, in one sentence; shown to authors.
    pub description: String,
    /// The XHTML element that shows it in the body that satz makes for EPUB; `None`: not shown.
    pub element: Option<String>,
}

impl Attribute {
    /// An optional attribute of a type, without words about it.
    pub fn new(kind: AttributeType) -> Self {
        Self { kind, required: false, description: String::new(), element: None }
    }
}

/// What the value of an attribute may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AttributeType {
    /// Words, handed over as a string, such as a name that is set in capitals.
    Text,
    /// Inline Markdown, handed over as content.
    Inline,
    /// A whole number.
    Integer,
    /// A number, with a point or a German comma.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A length such as `12mm`, `9.5pt` or `1em`, or a share such as `60%`.
    Length,
    /// One of the listed words.
    Choice(Vec<String>),
    /// A colour of the layout's tokens, by name.
    Colour,
    /// The path of a picture, relative to the chapter's file; handed over as an image.
    Picture,
    /// The name of a table of the publication's `[data]`; handed over as its value.
    Data,
    /// A day, `2026-11-01`.
    Date,
}

impl AttributeType {
    /// The type of this name in `layout.toml`; a choice comes without its words.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "text" => Some(Self::Text),
            "inline" => Some(Self::Inline),
            "integer" => Some(Self::Integer),
            "number" => Some(Self::Number),
            "boolean" => Some(Self::Boolean),
            "length" => Some(Self::Length),
            "choice" => Some(Self::Choice(Vec::new())),
            "colour" => Some(Self::Colour),
            "picture" => Some(Self::Picture),
            "data" => Some(Self::Data),
            "date" => Some(Self::Date),
            _ => None,
        }
    }

    /// The names that `layout.toml` knows.
    pub const NAMES: [&str; 11] = [
        "text", "inline", "integer", "number", "boolean", "length", "choice", "colour", "picture", "data",
        "date",
    ];
}

impl fmt::Display for AttributeType {
    /// Says what an author may write, for messages: "a whole number".
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Text => "text",
            Self::Inline => "a line of Markdown",
            Self::Integer => "a whole number",
            Self::Number => "a number",
            Self::Boolean => "`true` or `false`",
            Self::Length => "a length such as `12mm`, `9.5pt` or `60%`",
            Self::Choice(words) => {
                return formatter.write_str(&list(words.iter().map(String::as_str)));
            }
            Self::Colour => "the name of a colour of the layout",
            Self::Picture => "the path of a picture",
            Self::Data => "the name of a table in `[data]`",
            Self::Date => "a date such as `2026-11-01`",
        })
    }
}
