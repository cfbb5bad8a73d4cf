//! What one publication reads: every file once for all its variants, with its hash for the record of
//! the build.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::cache::{Cache, Key, sha256};
use crate::colour::Profile;
use crate::diagnostic::{Outcome, Problem, SourceTexts};
use crate::files::{FileError, Reason, Root};
use crate::picture::{self, Limits, Probe, Recipe};
use crate::print;
use crate::typeset::{ReadFile, Unavailable, Version};

/// The files of the workspace, as one publication reads them.
#[derive(Clone)]
pub(super) struct Shelf {
    root: Root,
    read: Arc<Mutex<BTreeMap<String, Read>>>,
    /// Those of the files that this variant was made from.
    used: Arc<Mutex<BTreeSet<String>>>,
    /// What was made of pictures for this variant, and for the one before it.
    made: Arc<Mutex<[Made; 2]>>,
    probed: Arc<Mutex<BTreeMap<String, Outcome<Probe>>>>,
    /// The files that Typst sees another version of for this variant, by the hash of that version.
    shown: Arc<Mutex<BTreeMap<String, Arc<[u8]>>>>,
    /// The sheets of spreadsheets as text, which problems point into.
    sheets: Arc<Mutex<BTreeMap<Arc<str>, String>>>,
}

/// Versions of pictures, by the picture and the recipe.
type Made = BTreeMap<(u128, Vec<u8>), Version>;

struct Read {
    sha256: String,
    /// Absent where only the hash was wanted.
    bytes: Option<Arc<[u8]>>,
}

impl Shelf {
    pub(super) fn new(root: Root) -> Self {
        Self {
            root,
            read: Arc::default(),
            used: Arc::default(),
            made: Arc::default(),
            probed: Arc::default(),
            shown: Arc::default(),
            sheets: Arc::default(),
        }
    }

    /// The shelf of another variant: with the same files, none of which it has used.
    ///
    /// Pictures stay where the last variant had them, so that their number has a limit.
    pub(super) fn for_variant(&self) -> Self {
        let mut made = lock(&self.made);
        made[1] = std::mem::take(&mut made[0]);
        drop(made);
        let used = std::mem::take(&mut *lock(&self.used));
        for (_, read) in self.lock().iter_mut().filter(|(path, _)| !is_text(path) && !used.contains(*path)) {
            read.bytes = None;
        }
        Self { shown: Arc::default(), ..self.clone() }
    }

    /// The bytes of a file of at most `limit` bytes.
    pub(super) fn bytes(&self, path: &str, limit: u64) -> Result<Arc<[u8]>, FileError> {
        if let Some(bytes) = self.lock().get(path).and_then(|read| read.bytes.clone()) {
            self.use_file(path);
            return Ok(bytes);
        }
        let bytes: Arc<[u8]> = self.root.read(path, limit)?.into();
        let read = Read { sha256: sha256(&bytes), bytes: Some(bytes.clone()) };
        self.lock().insert(path.to_owned(), read);
        self.use_file(path);
        Ok(bytes)
    }

    /// A version of a picture, made where neither this variant nor the one before it had a use for it.
    ///
    /// # Errors
    /// Those of `make`.
    pub(super) fn made<E>(
        &self,
        key: (u128, Vec<u8>),
        make: impl FnOnce() -> Result<Version, E>,
    ) -> Result<Version, E> {
        let known = lock(&self.made).iter().find_map(|made| made.get(&key)).cloned();
        let made = match known {
            Some(made) => made,
            None => make()?,
        };
        lock(&self.made)[0].insert(key, made.clone());
        Ok(made)
    }

    /// What a picture says about itself, read once for all variants.
    pub(super) fn probed(&self, path: &str, bytes: &[u8], limits: &Limits) -> Outcome<Probe> {
        let known = lock(&self.probed).get(path).cloned();
        known.unwrap_or_else(|| {
            let probed = picture::probe(bytes, path, limits);
            lock(&self.probed).insert(path.to_owned(), probed.clone());
            probed
        })
    }

    /// Notes that a file counts as input, without keeping its bytes. What cannot be read is not
    /// noted, and so differs from a record that had it.
    pub(super) fn note(&self, path: &str) {
        self.use_file(path);
        if self.lock().contains_key(path) {
            return;
        }
        if let Ok(bytes) = self.root.read(path, u64::MAX - 1) {
            let read = Read { sha256: sha256(&bytes), bytes: None };
            self.lock().entry(path.to_owned()).or_insert(read);
        }
    }

    /// The text of a file, kept so that problems can show its lines.
    ///
    /// # Errors
    /// `None` where the file is not UTF-8.
    pub(super) fn text(&self, path: &str, limit: u64) -> Result<Option<Arc<str>>, FileError> {
        let bytes = self.bytes(path, limit)?;
        Ok(std::str::from_utf8(&bytes).ok().map(Arc::from))
    }

    /// Keeps the text of a sheet, so that problems can show its rows.
    pub(super) fn keep_sheet(&self, name: Arc<str>, text: String) {
        self.sheets.lock().unwrap_or_else(PoisonError::into_inner).insert(name, text);
    }

    /// The workspace's folder.
    pub(super) fn root(&self) -> &Root {
        &self.root
    }

    /// Whether a file is there.
    pub(super) fn has(&self, path: &str) -> bool {
        self.root.has(path)
    }

    /// The files below a folder, sorted; none where there is no such folder.
    pub(super) fn walk(&self, folder: &str) -> Vec<String> {
        self.root.walk(folder).unwrap_or_default()
    }

    /// How Typst reads files: a picture of pixels as a blank of its size, which every output replaces by its
    /// own version, and a PDF as PDF 1.6 in ink, since a print PDF takes no newer one.
    pub(super) fn for_typst(&self, limit: u64, cache: &Cache, profile: &Profile) -> ReadFile {
        let (shelf, cache, profile) = (self.clone(), cache.clone(), profile.clone());
        Arc::new(move |path| match shelf.bytes(path, limit) {
            Ok(bytes) if refers_to_pictures(&bytes) => Err(Unavailable::Denied),
            Ok(bytes) => Ok(shelf.shown(path, bytes, &cache, &profile)),
            Err(FileError { reason: Reason::Missing, .. }) => Err(Unavailable::Missing),
            Err(_) => Err(Unavailable::Denied),
        })
    }

    fn shown(&self, path: &str, bytes: Arc<[u8]>, cache: &Cache, profile: &Profile) -> Arc<[u8]> {
        let shown = match picture::Format::of(&bytes) {
            Some(picture::Format::Pdf) => page_in_ink(&bytes, cache, profile).ok(),
            Some(_) => {
                let name = self.lock().get(path).map(|read| read.sha256.clone()).unwrap_or_default();
                picture::blank(&bytes, &name)
            }
            None => None,
        };
        // What is wrong with a picture was told before; Typst then says that it cannot place it.
        let Some(shown) = shown else { return bytes };
        lock(&self.shown).insert(sha256(&shown), bytes);
        shown.into()
    }

    /// The author's bytes of a picture that Typst saw.
    pub(super) fn original(&self, shown: &[u8]) -> Option<Arc<[u8]>> {
        lock(&self.shown).get(&sha256(shown)).cloned()
    }

    /// Every file that was used, with its SHA-256.
    pub(super) fn inputs(&self) -> BTreeMap<String, String> {
        let used = lock(&self.used);
        let read = self.lock();
        let is_used = |(path, _): &(&String, &Read)| used.contains(*path);
        read.iter().filter(is_used).map(|(path, read)| (path.clone(), read.sha256.clone())).collect()
    }

    /// The texts of what was read and is text, for problems that point into them.
    pub(super) fn into_texts(self) -> SourceTexts {
        let mut texts = SourceTexts::default();
        for (path, read) in self.lock().iter() {
            let bytes = read.bytes.as_deref().filter(|_| is_text(path));
            if let Some(text) = bytes.and_then(|bytes| std::str::from_utf8(bytes).ok()) {
                texts.insert(path.as_str(), text);
            }
        }
        for (name, text) in self.sheets.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            texts.insert_sheet(name.clone(), text.as_str());
        }
        texts
    }

    fn use_file(&self, path: &str) {
        let mut used = lock(&self.used);
        if !used.contains(path) {
            used.insert(path.to_owned());
        }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Read>> {
        lock(&self.read)
    }
}

/// What a panicking thread left is whole: entries are put in at once.
fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

fn is_text(path: &str) -> bool {
    let ending = path.rsplit('.').next().unwrap_or("");
    !matches!(
        ending,
        "png" | "jpg" | "jpeg" | "webp" | "tif" | "tiff" | "pdf" | "xlsx" | "ods" | "ttf" | "otf"
    )
}

/// Whether a file is a drawing that shows pictures of other files. Typst would put blanks into it, which no
/// output could replace. Those of authors are refused before; a layout's ends here.
fn refers_to_pictures(bytes: &[u8]) -> bool {
    picture::Format::of(bytes) == Some(picture::Format::Svg)
        && bytes.windows(4).any(|word| word == b"href")
        && picture::probe(bytes, "", &picture::Limits::default())
            .is_err_and(|problems| problems.iter().any(|problem| problem.code == "picture/svg-external"))
}

/// A file error as a problem of its own.
pub(super) fn unreadable(code: &'static str, error: &FileError) -> Problem {
    Problem::error(code, error.to_string())
}

/// The first page of a PDF in ink, made once.
pub(super) fn page_in_ink(bytes: &[u8], cache: &Cache, profile: &Profile) -> Result<Vec<u8>, Vec<Problem>> {
    let key = Key::of([Recipe::Page(profile).key().as_slice(), bytes]);
    cache.get_or_make(&key, || print::page_in_ink(bytes, profile))
}
