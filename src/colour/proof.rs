//! What the eye sees of ink.

use std::sync::Arc;

use moxcms::Transform8BitExecutor;

use super::profile::Profile;
use super::{Cmyk, Rgb};
use crate::diagnostic::Problem;

/// Shows the inks of one printing condition as they look on its paper (Softproof), with the paper as
/// white.
#[derive(Clone)]
pub struct Proof {
    transform: Arc<Transform8BitExecutor>,
}

impl Proof {
    /// A proof for the condition of a profile.
    pub fn new(profile: &Profile) -> Result<Self, Problem> {
        profile.to_screen().map(|transform| Self { transform }).ok_or_else(|| {
            Problem::error(
                "colour/unusable-profile",
                format!("the profile `{}` does not tell how ink looks", profile.description()),
            )
        })
    }

    /// The colour that the eye sees of some ink.
    pub fn colour(&self, ink: Cmyk) -> Rgb {
        let mut seen = [0; 3];
        // Both lengths are whole pixels, which is all that the transform can refuse.
        let _ = self.transform.transform(&ink, &mut seen);
        seen
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::colour::contrast;

    #[test]
    fn bare_paper_is_white_and_black_ink_is_dark() {
        let proof = Proof::new(Profile::standard()).unwrap();
        let (paper, black) = (proof.colour([0; 4]), proof.colour([0, 0, 0, 255]));
        assert!(paper.iter().all(|&light| light > 245), "{paper:?}");
        assert!(contrast(paper, black) > 10.0, "{black:?}");
        assert!(contrast(paper, proof.colour([0, 0, 255, 0])) < 1.5, "yellow ink cannot be read");
    }
}
