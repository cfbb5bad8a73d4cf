//! What the samples of a TIFF mean where they are no plain light or ink: numbers of a palette, or Lab.
//!
//! The library reads samples but refuses these two meanings. So it sees a copy that claims gray or RGB, whose samples
//! are stored in the same way, and the meaning is put back afterwards.

use std::borrow::Cow;

/// What samples mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// What the library says.
    Plain,
    /// Each sample is the number of a colour in the palette.
    Palette,
    /// CIE L*a*b* under D50, of eight bits, a* and b* with sign.
    Lab,
}

/// The tag `PhotometricInterpretation` (TIFF 6.0, section 8) and the values of it that matter here.
const INTERPRETATION: u16 = 262;
const BLACK_IS_ZERO: u16 = 1;
const RGB: u16 = 2;
const PALETTE: u16 = 3;
const CIE_LAB: u16 = 8;
/// The tag `BitsPerSample`.
const BITS: u16 = 258;

/// The bytes as the library can read them, and what their samples mean.
pub(super) fn plain(bytes: &[u8]) -> (Cow<'_, [u8]>, Meaning) {
    let Some(directory) = Directory::first(bytes) else { return (Cow::Borrowed(bytes), Meaning::Plain) };
    let Some(at) = directory.value(INTERPRETATION) else { return (Cow::Borrowed(bytes), Meaning::Plain) };
    let (claimed, meaning) = match directory.short(at) {
        Some(PALETTE) => (BLACK_IS_ZERO, Meaning::Palette),
        Some(CIE_LAB) if directory.is_of_eight_bits() => (RGB, Meaning::Lab),
        _ => return (Cow::Borrowed(bytes), Meaning::Plain),
    };
    let mut copy = bytes.to_vec();
    let claimed = if directory.little { claimed.to_le_bytes() } else { claimed.to_be_bytes() };
    copy[at..at + 2].copy_from_slice(&claimed);
    (Cow::Owned(copy), meaning)
}

/// The directory of the first page: entries of twelve bytes (TIFF 6.0, section 2).
struct Directory<'a> {
    bytes: &'a [u8],
    little: bool,
    start: usize,
    entries: usize,
}

impl<'a> Directory<'a> {
    fn first(bytes: &'a [u8]) -> Option<Self> {
        let little = match bytes.get(..4)? {
            [b'I', b'I', 42, 0] => true,
            [b'M', b'M', 0, 42] => false,
            _ => return None,
        };
        let mut directory = Directory { bytes, little, start: 0, entries: 0 };
        directory.start = directory.long(4)? + 2;
        directory.entries = usize::from(directory.short(directory.start - 2)?);
        Some(directory)
    }

    fn short(&self, at: usize) -> Option<u16> {
        let pair = self.bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if self.little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) })
    }

    fn long(&self, at: usize) -> Option<usize> {
        let four = self.bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
        let number = if self.little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) };
        usize::try_from(number).ok()
    }

    /// Where the value of a tag stands in the file, or what says where.
    fn value(&self, tag: u16) -> Option<usize> {
        let entry = (0..self.entries).map(|entry| self.start + entry * 12);
        let at =
            entry.take_while(|at| at + 12 <= self.bytes.len()).find(|at| self.short(*at) == Some(tag))?;
        Some(at + 8)
    }

    fn is_of_eight_bits(&self) -> bool {
        // Three numbers of two bytes do not fit into the entry, which then says where they are.
        let at = self.value(BITS).and_then(|at| self.long(at));
        at.is_some_and(|at| (0..3).all(|channel| self.short(at + 2 * channel) == Some(8)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_tiff_has_no_other_meaning() {
        for bytes in [&b""[..], b"II*\0", b"MM\0*\xff\xff\xff\xff", b"II*\0\x08\0\0\0\xff\xff"] {
            assert_eq!(plain(bytes).1, Meaning::Plain);
        }
    }
}
