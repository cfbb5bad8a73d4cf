//! All rules about documents, pages and finished files; each rule has a code and says what to do.
//!
//! This room looks and changes nothing.

mod accessibility;
mod binding;
mod citations;
mod cover;
mod coverage;
mod credits;
mod editions;
mod gender;
mod inks;
mod preflight;
mod unused;

pub use accessibility::{RULES, Rule, Seen, Waived, accessibility, bookmarks, contrast, waive, waive_later};
pub use binding::{binding, panels};
pub use citations::{citations, omitted_works, works_twice};
pub use cover::{flaps, glue_strips};
pub use coverage::coverage;
pub use credits::picture_credits;
pub use editions::stale_edition;
pub use gender::gender_forms;
pub use inks::derived_inks;
pub use preflight::{Limits, PICTURE_INK_SLACK, preflight, preflight_pages};
pub use unused::{code_of, unread_files, unused_data};
