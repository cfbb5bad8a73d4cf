//! What a written file says about itself as a whole.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Page, Space};

/// Everything that was read back from a written file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Inventory {
    /// The pages in their order.
    pub pages: Vec<Page>,
    /// The fonts, each once, sorted by name.
    pub fonts: Vec<Font>,
    /// The spot colours, sorted by name.
    pub spots: Vec<Spot>,
    /// The colour spaces of painting operators, pictures, gradients and transparency groups.
    pub spaces: BTreeSet<Space>,
    /// The statements of the file about itself.
    pub facts: Facts,
}

/// A font of the file.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Font {
    /// Its name, with the prefix of a subset.
    pub name: Arc<str>,
    /// Whether its outlines are in the file.
    pub embedded: bool,
    /// Whether its glyphs can be read back as text.
    pub readable: bool,
}

/// A spot colour of the file.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Spot {
    /// The colorant's name, as the plate will be called.
    pub name: Arc<str>,
    /// The space of its replacement on a press without this ink.
    pub alternate: Space,
    /// How many different definitions the file has; more than one is an error of the file.
    pub definitions: usize,
}

/// An output intent: the printing condition a file was made for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Intent {
    /// The standard that asks for it: `GTS_PDFX`, `GTS_PDFA1` …
    pub subtype: String,
    /// The condition's reference name, such as `FOGRA39`.
    pub condition: String,
    /// The ICC class of the embedded profile, such as `prtr`; `None` if none is embedded.
    pub profile_class: Option<String>,
    /// The number of components the file claims for the profile.
    pub components: Option<u8>,
    /// The colour space in the profile's own header, such as `CMYK`.
    pub profile_space: Option<String>,
}

/// The statements of a file about itself, as they are written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    /// The version in the first line, such as `1.6`.
    pub header: String,
    /// The version in the catalog, which overrides the header's.
    pub version: Option<String>,
    /// Whether the trailer has both halves of an `/ID`.
    pub id: bool,
    /// Whether the file is encrypted.
    pub encrypted: bool,
    /// Whether the table that leads to the objects had to be mended before anything could be read.
    pub mended: bool,
    /// How many compressed streams do not hold what was written.
    pub damaged_streams: usize,
    /// The language of the document.
    pub language: Option<String>,
    /// The title of the document information.
    pub title: Option<String>,
    /// `/Trapped` of the document information, if it is a name.
    pub trapped: Option<String>,
    /// `pdf:Trapped` of the XMP metadata.
    pub xmp_trapped: Option<String>,
    /// `pdfxid:GTS_PDFXVersion` of the XMP metadata.
    pub pdfx: Option<String>,
    /// `pdfaid:part` and `pdfaid:conformance` of the XMP metadata, such as `2A`.
    pub pdfa: Option<String>,
    /// `pdfuaid:part` of the XMP metadata.
    pub pdfua: Option<String>,
    /// The output intents.
    pub intents: Vec<Intent>,
    /// Whether the file has a structure tree and says that it is tagged.
    pub tagged: bool,
    /// Actions and scripts, by the key that holds them, such as `OpenAction` or `JavaScript`.
    pub actions: Vec<String>,
    /// Files inside the file, by name.
    pub attachments: Vec<String>,
    /// What a press cannot take and a reader of the pages would not see.
    pub forbidden: BTreeSet<Forbidden>,
    /// The texts of the document information, by their keys.
    pub info: BTreeMap<String, String>,
    /// The simple properties of the XMP metadata, by their names with prefix, such as `dc:title`; of
    /// several values, the first.
    pub xmp: BTreeMap<String, String>,
}

/// What PDF/X forbids although no page shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Forbidden {
    /// A function that changes tones on the device.
    TransferFunction,
    /// The phase of a halftone.
    HalftonePhase,
    /// A program in PostScript.
    PostScript,
    /// A link to a picture on a server.
    Opi,
    /// A reference to a page of another file.
    OtherFile,
    /// A picture for another occasion.
    AlternatePicture,
    /// A stream compressed with LZW or encrypted.
    Filter,
    /// A stream that lies in another file.
    OutsideStream,
}
