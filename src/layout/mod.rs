//! The contract with designers: what a layout folder declares, and what its tokens are worth.
//!
//! A layout is a chain of folders, each building on its parent. This room reads `layout.toml` and
//! `tokens.toml` of the chain, types what authors and manifests hand to the layout, and knows the
//! print value of every colour. It runs no Typst.

mod chain;
pub mod component;
mod contrast;
mod css;
mod declaration;
mod fold;
mod palette;
mod parameter;
mod tokens;
pub mod usage;

use std::collections::BTreeMap;

use crate::toml_text::Length;

pub use chain::read;
pub use component::{Component, Components};
pub use contrast::{ContrastKind, ContrastPair, Shade};
pub use css::css;
pub use fold::{Fold, Folded};
pub use palette::{Palette, PrintColour};
pub use parameter::{Parameter, ParameterType, ParameterValue, Parameters, PictureValue, check_parameters};
pub use tokens::{Colour, Tokens};

/// The version of the contract between satz and layouts that this satz keeps.
pub const CONTRACT: i64 = 2;

/// A checked layout with all that it inherits.
#[derive(Debug, Clone, PartialEq)]
pub struct Layout {
    /// Its folder's name.
    pub name: String,
    /// The folders of the chain as paths from the root, the oldest ancestor first.
    pub folders: Vec<String>,
    /// Page sizes by name: the trim, without bleed.
    pub sizes: BTreeMap<String, Size>,
    /// The size that holds where a publication names none.
    pub default_size: String,
    /// How far pictures and areas run over the trim.
    pub bleed: Length,
    /// What a publication may set.
    pub parameters: BTreeMap<String, Parameter>,
    /// What authors may use.
    pub components: Components,
    /// Colours, fonts, sizes and spaces.
    pub tokens: Tokens,
}

/// The trim of a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Size {
    /// From the binding to the fore edge.
    pub width: Length,
    /// From head to foot.
    pub height: Length,
    /// How a flat sheet becomes a flyer; its pages are the panels then.
    pub folded: Option<Folded>,
}
