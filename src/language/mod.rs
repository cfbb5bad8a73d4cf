//! How German and English write dates, numbers, telephone numbers and names in order, what their typography changes in
//! typed text, which gender forms German has, what languages are called, and how letters become the plain ones of a label.

mod dates;
mod figures;
mod gender;
mod hyphenation;
mod letters;
mod ligatures;
mod names;
mod numbers;
mod order;
mod phone;
mod ranges;
mod spacing;
mod tag;
mod typography;

pub use dates::{iso_date, long_date, parse_date, parse_time, short_time};
pub use gender::{GenderForm, gender_forms};
pub use hyphenation::Hyphenation;
pub use letters::{label, slug};
pub use ligatures::{divided_ligatures, is_ligature};
pub use names::{also_in, german_name};
pub use numbers::{decimal, euro, number, percent};
pub use order::{SortKey, initial, name_key, sort_key};
pub use phone::phone;
pub use tag::Language;
pub use typography::{Change, Rules as TypographyRules, changes};

/// The space that no line breaks at; between a number and its unit.
pub const NO_BREAK_SPACE: char = '\u{a0}';
