//! What a tagged file says to whoever hears it: its structure, in the order in which it is read.

/// A part of the structure with all that stands in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tag {
    /// Its standard type (ISO 32000-1, 14.8.4), such as `H1`, `P`, `Table`.
    pub role: String,
    /// The language of its text, where it names one.
    pub language: Option<String>,
    /// What is read in its place.
    pub alternative: Option<String>,
    /// The words that its text stands for.
    pub actual: Option<String>,
    /// What its abbreviation stands for.
    pub expansion: Option<String>,
    /// Of the head of a table: `Row`, `Column` or `Both`.
    pub scope: Option<String>,
    /// What stands in it.
    pub parts: Vec<TagPart>,
}

/// What stands in a part of the structure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TagPart {
    /// A smaller part.
    Tag(Tag),
    /// Text of a page.
    Text(String),
}

impl Tag {
    /// The parts that are tags.
    pub fn tags(&self) -> impl Iterator<Item = &Tag> {
        self.parts.iter().filter_map(|part| match part {
            TagPart::Tag(tag) => Some(tag),
            TagPart::Text(_) => None,
        })
    }

    /// All parts of these types below, the outer ones only, in reading order.
    pub fn find<'a>(&'a self, roles: &[&str], found: &mut Vec<&'a Tag>) {
        for tag in self.tags() {
            if roles.contains(&tag.role.as_str()) {
                found.push(tag);
            } else {
                tag.find(roles, found);
            }
        }
    }
}
