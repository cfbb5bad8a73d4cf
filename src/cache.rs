//! A store by content: what was made once from the same bytes is not made again.
//!
//! A key is a hash of the satz version and of everything that the value was made from. A value
//! that is missing, short or altered counts as absent, so a broken cache is an empty one.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::files;

/// The hash of some inputs, as 64 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(String);

impl Key {
    /// The key of a value made from `parts`, in this order, by this version of satz.
    pub fn of<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut hasher = Sha256::new();
        hasher.update(env!("CARGO_PKG_VERSION"));
        for part in parts {
            // The length keeps `ab`, `c` apart from `a`, `bc`.
            hasher.update((part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
        Self(hex(&hasher.finalize()))
    }

    /// The key's 64 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The SHA-256 of some bytes, as 64 hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(digest: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| char::from(DIGITS[usize::from(nibble)]);
    digest.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// A folder of values by key.
#[derive(Debug, Clone)]
pub struct Cache {
    folder: PathBuf,
}

impl Cache {
    /// A cache in a folder, which is made when the first value comes.
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// The value of a key, if it is there and whole.
    pub fn get(&self, key: &Key) -> Option<Vec<u8>> {
        let mut stored = fs::read(self.path(key)).ok()?;
        let at = stored.len().checked_sub(64)?;
        let sum = stored.split_off(at);
        (sum == sha256(&stored).as_bytes()).then_some(stored)
    }

    /// Keeps a value. A cache that cannot be written only costs time, so this never fails.
    pub fn put(&self, key: &Key, value: &[u8]) {
        let mut stored = value.to_vec();
        stored.extend_from_slice(sha256(value).as_bytes());
        let _ = files::write_atomically(&self.path(key), &stored);
    }

    /// The value of a key, made and kept if it is not there.
    ///
    /// # Errors
    /// Those of `make`; nothing is kept then.
    pub fn get_or_make<E>(&self, key: &Key, make: impl FnOnce() -> Result<Vec<u8>, E>) -> Result<Vec<u8>, E> {
        if let Some(value) = self.get(key) {
            return Ok(value);
        }
        let value = make()?;
        self.put(key, &value);
        Ok(value)
    }

    fn path(&self, key: &Key) -> PathBuf {
        let (folder, name) = key.0.split_at(2);
        self.folder.join(folder).join(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_tells_its_parts_apart() {
        assert_ne!(Key::of([b"ab".as_slice(), b"c"]), Key::of([b"a".as_slice(), b"bc"]));
    }

    #[test]
    fn an_altered_value_counts_as_absent() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::new(folder.path());
        let key = Key::of([b"picture".as_slice()]);
        cache.put(&key, b"pixels");
        assert_eq!(cache.get(&key).as_deref(), Some(b"pixels".as_slice()));
        let path = cache.path(&key);
        let mut stored = fs::read(&path).unwrap();
        stored[0] ^= 1;
        fs::write(&path, stored).unwrap();
        assert_eq!(cache.get(&key), None);
    }
}
