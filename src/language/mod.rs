//! How German and English write dates, numbers and names in order, and how their letters become
//! the plain ones of a label.

mod dates;
mod letters;
mod numbers;
mod order;
mod tag;

pub use dates::{iso_date, long_date, parse_date, parse_time, short_time};
pub use letters::slug;
pub use numbers::{decimal, euro, number, percent};
pub use order::{SortKey, initial, sort_key};
pub use tag::Language;

/// The space that no line breaks at; between a number and its unit.
pub const NO_BREAK_SPACE: char = '\u{a0}';
