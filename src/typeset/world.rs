//! The world that Typst sees: virtual files over a confined view of the workspace.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};
use typst_kit::files::{FileLoader, FileStore};

use super::Fonts;
use crate::data::styles_within_notes;

/// Why a file of the workspace could not be given to Typst.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unavailable {
    /// Nothing lies at the path.
    Missing,
    /// It lies outside of the workspace, or the system refused to read it.
    Denied,
}

/// Gives the bytes of a workspace file; the path has `/` separators and no leading slash.
pub type ReadFile = Arc<dyn Fn(&str) -> Result<Arc<[u8]>, Unavailable> + Send + Sync>;

/// Typst's standard library with the HTML and bundle features, one for the process, because its
/// hash is part of every key in Typst's caches.
pub(super) fn library() -> Arc<LazyHash<Library>> {
    static LIBRARY: std::sync::OnceLock<Arc<LazyHash<Library>>> = std::sync::OnceLock::new();
    let build = || {
        let features = [Feature::Html, Feature::Bundle, Feature::A11yExtras].into_iter().collect();
        Arc::new(LazyHash::new(Library::builder().with_features(features).build()))
    };
    LIBRARY.get_or_init(build).clone()
}

/// Everything that one compile may read.
pub(super) struct SatzWorld {
    library: Arc<LazyHash<Library>>,
    fonts: Fonts,
    files: FileStore<Loader>,
    /// The files that were asked for, since Typst asks again and again.
    sources: Mutex<HashMap<FileId, Source>>,
    main: FileId,
    today: Option<Datetime>,
}

impl SatzWorld {
    /// The fonts of this world.
    pub(super) fn fonts(&self) -> &Fonts {
        &self.fonts
    }

    /// A world over virtual files, by path from the root, and the workspace behind them.
    ///
    /// `today` is the publication's date: the clock is never read.
    pub(super) fn new(
        fonts: Fonts,
        virtual_files: BTreeMap<String, Bytes>,
        read: ReadFile,
        main: &str,
        today: Option<Datetime>,
    ) -> Self {
        Self {
            library: library(),
            fonts,
            files: FileStore::new(Loader { virtual_files, read }),
            sources: Mutex::default(),
            main: file_id(main),
            today,
        }
    }
}

/// The id of a file by its path from the workspace's root.
///
/// The paths that satz makes are plain and always valid; any other ends at the root, where nothing
/// can be read.
pub(super) fn file_id(path: &str) -> FileId {
    let root = || VirtualPath::new("/").expect("the root is a valid path");
    let vpath = VirtualPath::new(path).unwrap_or_else(|_| root());
    RootedPath::new(VirtualRoot::Project, vpath).intern()
}

impl World for SatzWorld {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.store().book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let sources = || self.sources.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(source) = sources().get(&id) {
            return Ok(source.clone());
        }
        let source = parsed(id, self.files.file(id)?)?;
        sources().insert(id, source.clone());
        Ok(source)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.file(id)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.store().font(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        self.today
    }
}

/// A file as Typst reads it. The variants of a publication share most of theirs, and so their trees.
#[comemo::memoize]
fn parsed(id: FileId, bytes: Bytes) -> FileResult<Source> {
    let text = std::str::from_utf8(&bytes).map_err(|_| FileError::InvalidUtf8)?;
    Ok(Source::new(id, text.trim_start_matches('\u{feff}').to_owned()))
}

/// The file of the citation styles as they cite within notes, which the prelude reads.
const STYLES_WITHIN_NOTES: &str = "satz/styles-within-notes.json";

struct Loader {
    virtual_files: BTreeMap<String, Bytes>,
    read: ReadFile,
}

impl FileLoader for Loader {
    fn load(&self, id: FileId) -> FileResult<Bytes> {
        let path = id.vpath().get_without_slash();
        if !matches!(id.root(), VirtualRoot::Project) {
            return Err(FileError::NotFound(path.into()));
        }
        if let Some(bytes) = self.virtual_files.get(path) {
            return Ok(bytes.clone());
        }
        // Made only where a note cites a work.
        if path == STYLES_WITHIN_NOTES {
            return Ok(Bytes::from_string(styles_within_notes()));
        }
        match (self.read)(path) {
            Ok(bytes) => Ok(Bytes::new(bytes)),
            Err(Unavailable::Missing) => Err(FileError::NotFound(path.into())),
            Err(Unavailable::Denied) => Err(FileError::AccessDenied),
        }
    }
}
