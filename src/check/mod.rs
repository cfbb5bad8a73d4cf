//! All rules about documents, pages and finished files; each rule has a code and says what to do.
//!
//! This room looks and changes nothing.

mod citations;
mod coverage;

pub use citations::citations;
pub use coverage::coverage;
