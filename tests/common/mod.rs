//! What the tests share: small workspaces, runs of satz, and expected texts.

mod golden;
mod workspace;

pub use golden::{golden, updating};
pub use workspace::{Finished, Workspace};
