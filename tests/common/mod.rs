//! What the tests share: small workspaces, runs of satz, and expected texts.

mod epub;
mod golden;
mod sample;
mod typeset;
mod workspace;

pub use epub::Epub;
pub use golden::{golden, updating};
pub use sample::Sample;
pub use typeset::Press;
pub use workspace::Workspace;
