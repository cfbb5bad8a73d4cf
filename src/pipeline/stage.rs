//! The stages that a publication goes through.

/// What is done to a publication, or to one of its outputs.
///
/// Work that runs on one thread lies in one stage from the event that tells it to the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Sources are loaded, expanded, read, checked and lowered.
    Read,
    /// Typst lays out pages, or makes the bundle behind the EPUB.
    Compile,
    /// Pictures get the version that the output needs.
    Convert,
    /// The pages of the output are made from the one layout.
    Derive,
    /// Typst writes a PDF, or draws the cover.
    Export,
    /// The PDF becomes one for the print shop.
    Finish,
    /// Typst's tree becomes XHTML.
    Clean,
    /// The EPUB is put together.
    Pack,
    /// The written file is read back and checked.
    Check,
    /// Files and reports go to the output folder.
    Write,
}

impl Stage {
    /// The stage in a word, as people see it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Read => "reading",
            Self::Compile => "typesetting",
            Self::Convert => "converting pictures",
            Self::Derive => "deriving pages",
            Self::Export => "exporting",
            Self::Finish => "finishing",
            Self::Clean => "cleaning",
            Self::Pack => "packing",
            Self::Check => "checking",
            Self::Write => "writing",
        }
    }

    /// Whether the work is Typst's and not satz's own.
    pub fn is_typst(self) -> bool {
        matches!(self, Self::Compile | Self::Export)
    }
}
