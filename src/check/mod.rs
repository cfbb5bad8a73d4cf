//! All rules about documents, pages and finished files; each rule has a code and says what to do.
//!
//! This room looks and changes nothing.

mod accessibility;
mod citations;
mod coverage;
mod page_count;
mod preflight;

pub use accessibility::{RULES, Rule, Waived, accessibility, contrast, waive};
pub use citations::citations;
pub use coverage::coverage;
pub use page_count::page_count;
pub use preflight::{Limits, preflight};
