//! What chapters are built of.

use jiff::civil::Date;

use super::{Attributes, Collected, Inline, Picture};
use crate::diagnostic::Place;

/// A part of a chapter.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands, markup included.
    pub place: Place,
}

/// What a part of a chapter is.
#[derive(Debug, Clone, PartialEq)]
pub enum BlockKind {
    /// A heading.
    Heading(Heading),
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list with bullets or numbers.
    List(List),
    /// A list of tasks.
    TaskList(TaskList),
    /// A list of terms with their explanations.
    DescriptionList(DescriptionList),
    /// A quotation.
    Quote(Vec<Block>),
    /// A notice that stands out.
    Alert(Alert),
    /// Code, line by line.
    Code(CodeBlock),
    /// A table.
    Table(Table),
    /// A picture or another exhibit with its caption.
    Figure(Figure),
    /// A picture that stands for itself: inside a figure, or an ornament.
    Picture(Picture),
    /// A formula on its own line.
    Formula(Formula),
    /// A list of cited works.
    Bibliography(WorkList),
    /// A list of the numbered figures or tables, with their pages on paper.
    Exhibits(Exhibits),
    /// A list that is gathered from the whole publication.
    Collected(Collected),
    /// A break between thoughts.
    Divider,
    /// A component of the layout.
    Component(Component),
}

/// A list of cited works, and which of them it shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WorkList {
    /// Whether it shows the citations of its chapter only.
    pub of_chapter: bool,
    /// The types of works that it shows, as the files name them; all where it is empty.
    pub types: Vec<(String, Place)>,
    /// The keywords of works that it shows; all where it is empty.
    pub keywords: Vec<(String, Place)>,
    /// Which of several lists it is; `None` for the only one.
    pub number: Option<usize>,
}

impl WorkList {
    /// Whether it shows every work that is cited.
    pub fn takes_all(&self) -> bool {
        !self.of_chapter && self.types.is_empty() && self.keywords.is_empty()
    }

    /// Of all lists that can show a work, the one with the smallest rank does.
    pub fn rank(&self) -> (bool, bool) {
        (self.types.is_empty() && self.keywords.is_empty(), !self.of_chapter)
    }
}

/// What a list of exhibits names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exhibits {
    /// Figures (Abbildungsverzeichnis).
    Figures,
    /// Tables (Tabellenverzeichnis).
    Tables,
}

impl Exhibits {
    /// The name of the directive.
    pub fn directive(self) -> &'static str {
        match self {
            Self::Figures => "list-of-figures",
            Self::Tables => "list-of-tables",
        }
    }
}

/// A heading.
#[derive(Debug, Clone, PartialEq)]
pub struct Heading {
    /// 1 for the chapter's title, up to 6.
    pub level: u8,
    /// Its id, and `.unnumbered`.
    pub attributes: Attributes,
    /// Its text.
    pub content: Vec<Inline>,
}

/// A list with bullets or numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct List {
    /// Bullets or numbers.
    pub kind: ListKind,
    /// Whether its items are lines rather than paragraphs.
    pub tight: bool,
    /// The items.
    pub items: Vec<ListItem>,
}

/// Bullets or numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListKind {
    /// Bullets.
    Bullets,
    /// Numbers, from this one on.
    Numbers {
        /// The first number.
        start: usize,
    },
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct ListItem {
    /// What it says.
    pub blocks: Vec<Block>,
    /// Where it stands.
    pub place: Place,
}

/// A list of tasks.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskList {
    /// Whether its items are lines rather than paragraphs.
    pub tight: bool,
    /// The tasks.
    pub items: Vec<TaskItem>,
}

/// A task.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskItem {
    /// Whether it is ticked off.
    pub done: bool,
    /// What it says.
    pub blocks: Vec<Block>,
    /// Where it stands.
    pub place: Place,
}

/// A list of terms with their explanations.
#[derive(Debug, Clone, PartialEq)]
pub struct DescriptionList {
    /// Whether its explanations are lines rather than paragraphs.
    pub tight: bool,
    /// The terms.
    pub items: Vec<Description>,
}

/// A term with its explanation.
#[derive(Debug, Clone, PartialEq)]
pub struct Description {
    /// The term.
    pub term: Vec<Inline>,
    /// The explanation.
    pub details: Vec<Block>,
    /// Where both stand.
    pub place: Place,
}

/// A notice that stands out.
#[derive(Debug, Clone, PartialEq)]
pub struct Alert {
    /// How urgent it is.
    pub kind: AlertKind,
    /// The author's own title in place of the kind's word.
    pub title: Option<Vec<Inline>>,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// How urgent a notice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AlertKind {
    /// Worth knowing.
    Note,
    /// Good advice.
    Tip,
    /// Needed to reach the aim.
    Important,
    /// Needs attention at once.
    Warning,
    /// Names a risk.
    Caution,
}

impl AlertKind {
    /// The word that layouts get.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Tip => "tip",
            Self::Important => "important",
            Self::Warning => "warning",
            Self::Caution => "caution",
        }
    }
}

/// Code, line by line.
#[derive(Debug, Clone, PartialEq)]
pub struct CodeBlock {
    /// The language that the author named.
    pub language: Option<String>,
    /// The code, without a line end after its last line.
    pub text: String,
    /// Its id.
    pub attributes: Attributes,
}

/// A table.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Its id.
    pub attributes: Attributes,
    /// Its caption.
    pub caption: Option<Vec<Inline>>,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Whether the first cell of each row names the row.
    pub header_column: bool,
    /// The cells of the head.
    pub head: Vec<Cell>,
    /// The rows below the head; each has as many cells as there are columns.
    pub rows: Vec<Row>,
}

/// A column of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Column {
    /// How its cells are set.
    pub alignment: ColumnAlignment,
    /// The width that the author asked for: `2fr`, `30mm`, `20%` or `auto`.
    pub width: Option<String>,
}

/// How the cells of a column are set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ColumnAlignment {
    /// As the layout sets them.
    #[default]
    Default,
    /// At the left edge.
    Left,
    /// In the middle.
    Centre,
    /// At the right edge.
    Right,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its cells.
    pub cells: Vec<Cell>,
    /// Where it stands.
    pub place: Place,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// What it says.
    pub content: Vec<Inline>,
    /// Where it stands.
    pub place: Place,
}

/// A picture or another exhibit with its caption.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Its id.
    pub attributes: Attributes,
    /// What it shows: mostly one [`BlockKind::Picture`].
    pub body: Vec<Block>,
    /// Its caption.
    pub caption: Option<Vec<Inline>>,
    /// Who made the picture, in the author's words.
    pub credit: Option<Vec<Inline>>,
}

/// A formula on its own line.
#[derive(Debug, Clone, PartialEq)]
pub struct Formula {
    /// Its id.
    pub attributes: Attributes,
    /// LaTeX notation.
    pub latex: String,
    /// The place of the notation.
    pub place: Place,
    /// How to read it aloud, where the author said it.
    pub alternative: Option<String>,
}

/// A component of the layout, as its author used it.
#[derive(Debug, Clone, PartialEq)]
pub struct Component {
    /// The component's name.
    pub name: String,
    /// The name's place.
    pub name_place: Place,
    /// What stands between the braces.
    pub attributes: Attributes,
    /// The attributes as the layout types them; empty until the layout's room has checked the
    /// component against its declaration, and then without the layout's defaults.
    pub arguments: Vec<Argument>,
    /// The word before its number, such as “Kasten”, where it is counted; known once the layout's room
    /// has checked it.
    pub counted: Option<String>,
    /// Whether the layout's function takes a body; known once the layout's room has checked it.
    pub takes_body: bool,
    /// What stands between the fences.
    pub body: Vec<Block>,
}

impl Component {
    /// Whether its author gave it a title.
    pub fn has_title(&self) -> bool {
        self.arguments.iter().any(|argument| argument.name == "title")
    }
}

/// An attribute of a component, typed by the layout's declaration.
#[derive(Debug, Clone, PartialEq)]
pub struct Argument {
    /// The attribute's name.
    pub name: String,
    /// Its value.
    pub value: Value,
    /// The value's place.
    pub place: Place,
}

/// The value of a component's attribute.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Words as they are.
    Text(String),
    /// Words with markup.
    Inline(Vec<Inline>),
    /// A whole number.
    Integer(i64),
    /// A finite number.
    Number(f64),
    /// A truth value.
    Boolean(bool),
    /// A length or share in the notation that CSS and Typst have in common, such as `12mm`, `60%`.
    Length(String),
    /// A word of the layout's list.
    Choice(String),
    /// The name of a colour of the layout.
    Colour(String),
    /// A picture by its path from the workspace's root, with the text for whoever does not see it.
    Picture {
        /// The path from the workspace's root.
        file: String,
        /// The alternative text; `None` for an ornament.
        alternative: Option<String>,
    },
    /// The name of a table of the publication.
    Data(String),
    /// A day.
    Date(Date),
}
