//! The name of a conversion.

use crate::colour::Profile;

/// The size at which a picture stands on its page, in points; the largest if it stands several times.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placed {
    /// Width of the whole picture, before any cropping.
    pub width: f64,
    /// Height of the whole picture, before any cropping.
    pub height: f64,
}

impl Placed {
    /// By how much a picture of `width` × `height` pixels is finer than `ppi` at this size; 2 means that
    /// half the pixels on each side are enough.
    pub(super) fn excess(self, width: usize, height: usize, ppi: f64) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "pixel counts are far below 2^52")]
        let excess = |pixels: usize, points: f64| pixels as f64 / (points / 72.0 * ppi).max(1.0);
        // A stretched picture keeps the resolution of its coarser direction.
        excess(width, self.width).min(excess(height, self.height))
    }
}

/// A conversion with all that its result depends on, but for the picture's own bytes.
#[derive(Debug, Clone, Copy)]
pub enum Recipe<'a> {
    /// [`super::for_screen`]
    Screen(Placed),
    /// [`super::for_print`]
    Print(Placed, &'a Profile),
    /// [`super::for_epub`]
    Epub,
    /// [`super::for_drawing`]
    Drawing,
    /// The page of a PDF in the inks of a printing condition.
    Page(&'a Profile),
}

impl Recipe<'_> {
    /// Bytes that differ whenever two recipes may give different pictures: hash them together with the
    /// picture and the version of satz.
    pub fn key(&self) -> Vec<u8> {
        match self {
            Recipe::Screen(placed) => {
                format!("screen 3 {:.2} {:.2}", placed.width, placed.height).into_bytes()
            }
            Recipe::Print(placed, profile) => {
                [format!("print 3 {:.2} {:.2} ", placed.width, placed.height).into_bytes(), inks(profile)]
                    .concat()
            }
            Recipe::Epub => b"epub 3".to_vec(),
            Recipe::Drawing => b"drawing 1".to_vec(),
            Recipe::Page(profile) => [b"page 2 ".as_slice(), &inks(profile)].concat(),
        }
    }
}

/// All that decides which inks a colour gets.
fn inks(profile: &Profile) -> Vec<u8> {
    [&profile.condition().ink_limit.to_le_bytes(), profile.bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recipes_that_may_differ_have_different_keys() {
        let small = Placed { width: 100.0, height: 50.0 };
        let large = Placed { width: 200.0, height: 50.0 };
        let spare = Profile::standard().clone().with_ink_limit(260);
        let keys = [
            Recipe::Screen(small).key(),
            Recipe::Screen(large).key(),
            Recipe::Print(small, Profile::standard()).key(),
            Recipe::Print(small, &spare).key(),
            Recipe::Epub.key(),
            Recipe::Drawing.key(),
            Recipe::Page(Profile::standard()).key(),
            Recipe::Page(&spare).key(),
        ];
        for (at, key) in keys.iter().enumerate() {
            assert!(!keys[at + 1..].contains(key));
        }
    }

    #[test]
    fn the_excess_is_measured_along_the_coarser_side() {
        let placed = Placed { width: 72.0, height: 72.0 };
        assert!((placed.excess(600, 600, 300.0) - 2.0).abs() < 1e-9);
        assert!((placed.excess(600, 300, 300.0) - 1.0).abs() < 1e-9);
    }
}
