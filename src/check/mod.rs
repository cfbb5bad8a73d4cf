//! All rules about documents, pages and finished files; each rule has a code and says what to do.
//!
//! This room looks and changes nothing.

mod binding;
mod citations;
mod coverage;
mod preflight;

pub use binding::{binding, panels};
pub use citations::citations;
pub use coverage::coverage;
pub use preflight::{Limits, preflight};
