//! The profile of a printing condition.

use std::sync::{Arc, LazyLock, OnceLock};

use moxcms::{ColorProfile, DataColorSpace, Layout, ProfileClass, ProfileText, Transform8BitExecutor};

use super::condition::{Condition, letters};
use super::source::options;
use crate::diagnostic::Problem;

/// FOGRA39L under the zlib licence; its origin and licence lie beside it.
static STANDARD: &[u8] = include_bytes!("FOGRA39L_coated.icc");

/// The CMYK profile of a printing condition: paper, ink and press.
#[derive(Clone)]
pub struct Profile {
    bytes: Arc<[u8]>,
    description: String,
    copyright: Option<String>,
    condition: Condition,
    pub(super) profile: ColorProfile,
    ways: Arc<Ways>,
}

/// The ways between sRGB and the inks of a profile, each made when it is first asked for, since its tables
/// take some milliseconds; `None` where the profile gives none.
#[derive(Default)]
struct Ways {
    to_ink: OnceLock<Way>,
    to_screen: OnceLock<Way>,
}

type Way = Option<Arc<Transform8BitExecutor>>;

impl Profile {
    /// The profile that satz ships: FOGRA39L, offset on coated paper.
    pub fn standard() -> &'static Profile {
        static PROFILE: LazyLock<Profile> = LazyLock::new(|| {
            Profile::read(STANDARD, "FOGRA39L_coated.icc")
                .expect("the shipped profile is whole: a test reads it")
        });
        &PROFILE
    }

    /// Reads a profile from the bytes of an ICC file; `name` is for messages only.
    ///
    /// A PDF/X output intent asks for an output profile (class `prtr`), and this room for CMYK and for
    /// tables in both directions: without them nothing can be converted.
    pub fn read(bytes: &[u8], name: &str) -> Result<Profile, Problem> {
        let profile = ColorProfile::new_from_slice(bytes).map_err(|_| {
            Problem::error("colour/broken-profile", format!("`{name}` is not a readable ICC profile"))
        })?;
        if profile.profile_class != ProfileClass::OutputDevice || profile.color_space != DataColorSpace::Cmyk
        {
            return Err(Problem::error(
                "colour/not-a-print-profile",
                format!("`{name}` is not a CMYK profile of a printing condition (ICC class `prtr`)"),
            )
            .hint("take the profile of your print shop's paper, such as PSOcoated_v3.icc"));
        }
        if profile.lut_b_to_a_perceptual.is_none() || profile.lut_a_to_b_perceptual.is_none() {
            return Err(Problem::error(
                "colour/incomplete-profile",
                format!(
                    "`{name}` has no tables for the perceptual intent, so colours cannot be converted with it"
                ),
            ));
        }
        let description = text(profile.description.as_ref()).unwrap_or_else(|| name.to_owned());
        let copyright = text(profile.copyright.as_ref());
        let condition = Condition::of(&description, name);
        Ok(Profile { bytes: bytes.into(), description, copyright, condition, profile, ways: Arc::default() })
    }

    /// The bytes of the ICC file, for embedding.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// From sRGB to ink.
    pub(super) fn to_ink(&self) -> Way {
        let make = || {
            ColorProfile::new_srgb().create_transform_8bit(
                Layout::Rgb,
                &self.profile,
                Layout::Rgba,
                options(),
            )
        };
        self.ways.to_ink.get_or_init(|| make().ok()).clone()
    }

    /// From ink to sRGB.
    pub(super) fn to_screen(&self) -> Way {
        let make = || {
            self.profile.create_transform_8bit(
                Layout::Rgba,
                &ColorProfile::new_srgb(),
                Layout::Rgb,
                options(),
            )
        };
        self.ways.to_screen.get_or_init(|| make().ok()).clone()
    }

    /// The profile's own description, such as `FOGRA39L Coated`.
    pub fn description(&self) -> &str {
        &self.description
    }

    /// Whether somebody means this profile by a word: its condition, or its description.
    pub fn answers_to(&self, word: &str) -> bool {
        self.condition.is_meant_by(word) || letters(&self.description) == letters(word)
    }

    /// Who has which rights in it, if the profile says so.
    pub fn copyright(&self) -> Option<&str> {
        self.copyright.as_deref()
    }

    /// The same profile for a press or a paper that bears another sum of inks, in percent.
    pub fn with_ink_limit(mut self, limit: u16) -> Profile {
        self.condition.ink_limit = limit;
        self
    }

    /// The printing condition it stands for.
    pub fn condition(&self) -> &Condition {
        &self.condition
    }
}

impl std::fmt::Debug for Profile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Profile")
            .field("description", &self.description)
            .field("condition", &self.condition)
            .finish()
    }
}

fn text(text: Option<&ProfileText>) -> Option<String> {
    let text = match text? {
        ProfileText::PlainString(text) => text.clone(),
        ProfileText::Localizable(texts) => texts.first()?.value.clone(),
        ProfileText::Description(text) => text.ascii_string.clone(),
    };
    let text = text.trim_matches(['\0', ' ']).to_owned();
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_profile_is_an_output_profile_of_fogra39() {
        let profile = Profile::standard();
        assert_eq!(profile.condition().identifier, "FOGRA39");
        assert_eq!(profile.description(), "FOGRA39L Coated");
        assert_eq!(&profile.bytes()[12..16], b"prtr");
        assert_eq!(&profile.bytes()[16..20], b"CMYK");
    }

    #[test]
    fn a_profile_that_cannot_print_is_refused() {
        assert_eq!(Profile::read(b"no profile", "x.icc").unwrap_err().code, "colour/broken-profile");
        let screen = ColorProfile::new_srgb().encode().unwrap();
        assert_eq!(Profile::read(&screen, "x.icc").unwrap_err().code, "colour/not-a-print-profile");
    }
}
