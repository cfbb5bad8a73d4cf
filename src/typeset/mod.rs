//! From a document to pages: the only room, beside `epub/`, that names Typst.
//!
//! Chapters are lowered to Typst text with a map home ([`lower`]), compiled in a world of virtual
//! files ([`compile_pages`], [`compile_bundle`]), and the pages of the one layout are derived for
//! the screen and for print ([`Pages::screen`], [`Pages::print`]) before they are exported.

mod compile;
mod cover;
mod derive;
mod draw;
mod export;
mod fonts;
mod generated;
mod home;
mod inventory;
mod job_ticket;
mod laid_out;
mod literal;
pub mod lower;
mod pictures;
mod qr;
mod satz_typ;
mod work_typ;
mod world;

pub use compile::{
    About, Book, Chapter, Pages, WebBook, compile_bundle, compile_drawn_bundle, compile_pages, forget_unused,
};
pub use derive::{Derived, PrintColours};
pub use draw::{draw_formula, draw_frame};
pub use export::PdfSettings;
pub use fonts::{Face, Fonts};
pub use inventory::PageMark;
pub use pictures::{PlacedPicture, Replacements, Version, with_pictures};
pub use qr::qr_codes;
pub use satz_typ::{SatzTyp, Target, satz_typ};
pub use work_typ::work_typ;
pub use world::{ReadFile, Unavailable};
