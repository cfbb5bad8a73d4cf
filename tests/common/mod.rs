//! What the tests share: small workspaces, runs of satz, and expected texts.

mod epub;
mod golden;
mod sample;
mod spreadsheet;
mod typeset;
mod workspace;

pub use epub::Epub;
pub use golden::{golden, updating};
pub use sample::Sample;
pub use spreadsheet::{Cell, archive, ods, xlsx};
pub use typeset::Press;
pub use workspace::Workspace;
