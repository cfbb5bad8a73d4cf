//! All rules about documents, pages and finished files; each rule has a code and says what to do.
//!
//! This room looks and changes nothing.

mod citations;
mod coverage;
mod editions;
mod gender;
mod page_count;
mod preflight;

pub use citations::citations;
pub use coverage::coverage;
pub use editions::stale_edition;
pub use gender::gender_forms;
pub use page_count::page_count;
pub use preflight::{Limits, preflight};
