//! The section `[trade]`: what bookshops and the national library are told.

use crate::diagnostic::Problem;
use crate::toml_text::{Kind, Located, Table, Value};

/// What goes to the trade and to the library.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Trade {
    /// Whether there is a message for the trade in ONIX 3.0; the place is that of the key.
    pub onix: Option<Located<bool>>,
    /// Whether there is a package for the German National Library; the place is that of the key.
    pub deposit: Option<Located<bool>>,
    /// Prices in hundredths of a euro.
    pub prices: Prices,
}

/// What each form of the publication costs, in cents with the tax in it; `None` where nothing is said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Prices {
    /// The printed copy.
    pub print: Option<u64>,
    /// The screen PDF.
    pub screen: Option<u64>,
    /// The EPUB.
    pub epub: Option<u64>,
}

pub(super) fn read(mut table: Table, problems: &mut Vec<Problem>) -> Trade {
    let onix = table.take("onix", problems);
    let deposit = table.take("deposit", problems);
    let mut price = |value: Option<Value>| value.and_then(|value| cents(value, problems));
    let prices = Prices {
        print: price(table.take_value("print-price")),
        screen: price(table.take_value("screen-price")),
        epub: price(table.take_value("epub-price")),
    };
    table.finish(problems);
    Trade { onix, deposit, prices }
}

/// A sum of euros in cents: `0`, `12`, `12.9`.
fn cents(value: Value, problems: &mut Vec<Problem>) -> Option<u64> {
    let euros = match value.kind {
        #[expect(clippy::cast_precision_loss, reason = "no price has sixteen figures")]
        Kind::Integer(euros) => euros as f64,
        Kind::Number(euros) => euros,
        _ => {
            problems.push(value.type_problem("a sum of euros, such as `12.90`"));
            return None;
        }
    };
    let cents = (euros * 100.0).round();
    if (cents - euros * 100.0).abs() > 1e-6 || !(0.0..1e9).contains(&cents) {
        problems.push(
            Problem::error("manifest/value", format!("`{}` is no price", value.path))
                .at(value.place)
                .hint("write euros and cents as `12.90`; what costs nothing has the price 0"),
        );
        return None;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range was looked at")]
    Some(cents as u64)
}
