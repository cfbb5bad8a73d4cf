//! Which colours a layout puts on one another: the table `[contrast]` of `tokens.toml`.

use std::fmt;

use super::{Palette, Tokens};
use crate::diagnostic::{Place, Problem};
use crate::toml_text::{Table, Value};

/// A colour on another one, as pages show them.
#[derive(Debug, Clone, PartialEq)]
pub struct ContrastPair {
    /// What the pair is for.
    pub kind: ContrastKind,
    /// The colour in front.
    pub front: Shade,
    /// The colour behind it.
    pub back: Shade,
    /// Where the pair stands.
    pub place: Place,
}

/// What a pair of colours is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContrastKind {
    /// Text.
    Text,
    /// Text from 18 pt on, or bold from 14 pt on.
    Large,
    /// Shapes with a meaning: bars of charts, icons, marks.
    Graphics,
}

impl ContrastKind {
    /// The ratio of WCAG 2.2, success criteria 1.4.3 and 1.4.11.
    pub fn ratio(self) -> f64 {
        match self {
            Self::Text => 4.5,
            Self::Large | Self::Graphics => 3.0,
        }
    }

    /// What it is, for messages.
    pub fn words(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Large => "large text",
            Self::Graphics => "a shape with a meaning",
        }
    }
}

/// `white`, a token, or a tint of one: `"ink"`, `"primary 82%"`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shade {
    name: String,
    percent: u8,
}

impl fmt::Display for Shade {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.percent {
            100 => formatter.write_str(&self.name),
            percent => write!(formatter, "{} {percent}%", self.name),
        }
    }
}

impl Shade {
    fn parse(text: &str) -> Option<Self> {
        let (name, percent) = match text.split_once(' ') {
            None => (text, 100),
            Some((name, percent)) => (name, percent.strip_suffix('%')?.parse().ok()?),
        };
        (!name.is_empty() && (1..=100).contains(&percent)).then(|| Self { name: name.to_owned(), percent })
    }
}

impl Palette {
    /// What the screen shows of a shade; `None` where the layout has no such colour.
    pub fn colour(&self, tokens: &Tokens, shade: &Shade) -> Option<[u8; 3]> {
        match shade.percent {
            100 if shade.name == "white" => Some([255; 3]),
            100 => tokens.colours.get(&shade.name).map(|colour| colour.rgb),
            percent => self.tints().get(&shade.name)?.get(usize::from(percent) - 1).copied(),
        }
    }
}

/// Reads `text = ["ink on white", …]`, `large` and `graphics`.
pub(super) fn read(mut table: Table, pairs: &mut Vec<ContrastPair>, problems: &mut Vec<Problem>) {
    for (key, kind) in
        [("text", ContrastKind::Text), ("large", ContrastKind::Large), ("graphics", ContrastKind::Graphics)]
    {
        let values = table.take::<Vec<Value>>(key, problems).map(|values| values.value);
        for value in values.unwrap_or_default() {
            let Some(text) = value.read::<String>(problems) else { continue };
            let shades = text.value.split_once(" on ");
            match shades.and_then(|(front, back)| Shade::parse(front).zip(Shade::parse(back))) {
                Some((front, back)) => pairs.push(ContrastPair { kind, front, back, place: text.place }),
                None => problems.push(
                    Problem::error("tokens/value", format!("`{}` is no pair of colours", text.value))
                        .at(text.place)
                        .hint("write the colour in front and the one behind it: `\"ink on white\"`, `\"ink on accent 12%\"`"),
                ),
            }
        }
    }
    table.finish(problems);
}

/// Refuses pairs of colours that no token names.
pub(super) fn check(tokens: &Tokens, problems: &mut Vec<Problem>) {
    for pair in &tokens.contrast {
        for shade in [&pair.front, &pair.back] {
            if shade.name != "white" && !tokens.colours.contains_key(&shade.name) {
                problems.push(
                    Problem::error("tokens/value", format!("no colour is called `{}`", shade.name))
                        .at(pair.place.clone())
                        .hint("name a colour of this file or of a layout that it extends, or `white`"),
                );
            }
        }
    }
}
