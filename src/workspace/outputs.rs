//! What satz makes of a publication.

use std::fmt;

use crate::diagnostic::Problem;
use crate::toml_text::Table;

/// One finished file that readers or a print shop get.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Output {
    /// The PDF for the print shop.
    Print,
    /// The accessible PDF.
    Screen,
    /// The EPUB.
    Epub,
    /// The picture of the cover.
    Cover,
    /// The sheets for the office printer; only where it is asked for.
    Proof,
}

impl Output {
    /// Every output, in the order of reports.
    pub const ALL: [Self; 5] = [Self::Print, Self::Screen, Self::Epub, Self::Cover, Self::Proof];

    /// The word of manifests and of the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Print => "print",
            Self::Screen => "screen",
            Self::Epub => "epub",
            Self::Cover => "cover",
            Self::Proof => "proof",
        }
    }

    /// The output of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|output| output.name() == name)
    }
}

impl fmt::Display for Output {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// A set of outputs; it has one order, whatever order they were asked for in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Outputs([bool; 5]);

impl Outputs {
    /// All that leave the house; a proof is made only where it is asked for.
    pub fn all() -> Self {
        Output::ALL.into_iter().filter(|output| *output != Output::Proof).collect()
    }

    /// Whether the set holds an output.
    pub fn contains(self, output: Output) -> bool {
        self.0[output as usize]
    }

    /// The outputs in the order of reports.
    pub fn iter(self) -> impl Iterator<Item = Output> {
        Output::ALL.into_iter().filter(move |output| self.contains(*output))
    }

    /// Takes the key `outputs` of a manifest.
    pub fn take(table: &mut Table, problems: &mut Vec<Problem>) -> Option<Self> {
        let words = Output::ALL.map(|output| (output.name(), output));
        let outputs = table.take_words("outputs", &words, problems)?;
        Some(outputs.into_iter().collect())
    }
}

impl FromIterator<Output> for Outputs {
    fn from_iter<I: IntoIterator<Item = Output>>(outputs: I) -> Self {
        let mut set = Self::default();
        for output in outputs {
            set.0[output as usize] = true;
        }
        set
    }
}
