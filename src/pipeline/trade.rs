//! What the trade and the national library get beside the files, where the manifest asks for it.

use super::open::Opened;
use super::prepare::Prepared;
use super::produce::Product;
use crate::diagnostic::{Place, Problem};
use crate::publication::{Binding, Output};
use crate::release::{Form, Message, TradeProduct, transfer_package};

/// The message for the trade and the package for the library.
pub(super) fn products(
    opened: &Opened,
    prepared: &Prepared,
    products: &[Product],
    problems: &mut Vec<Problem>,
) -> Vec<Product> {
    let trade = &prepared.publication.trade;
    let mut made = Vec::new();
    if let Some(key) = trade.onix.as_ref().filter(|onix| onix.value)
        && publisher_is_named(opened, &key.place, problems)
    {
        made.extend(onix(prepared, products, &key.place, problems));
    }
    if let Some(key) = trade.deposit.as_ref().filter(|deposit| deposit.value)
        && publisher_is_named(opened, &key.place, problems)
    {
        made.extend(deposit(prepared, products, &key.place, problems));
    }
    made
}

fn onix(
    prepared: &Prepared,
    made: &[Product],
    place: &Place,
    problems: &mut Vec<Problem>,
) -> Option<Product> {
    let identifiers = &prepared.publication.identifiers;
    let prices = prepared.publication.trade.prices;
    let all = [
        (print_form(prepared), &identifiers.isbn_print, prices.print),
        (Form::Pdf, &identifiers.isbn_screen, prices.screen),
        (Form::Epub, &identifiers.isbn_epub, prices.epub),
    ];
    let sold: Vec<TradeProduct> = all
        .into_iter()
        .filter(|(_, isbn, _)| isbn.is_some())
        .map(|(form, isbn, price)| TradeProduct { form, isbn: isbn.clone(), price })
        .collect();
    if sold.is_empty() {
        problems.push(
            Problem::error("trade/no-isbn", "the trade knows products by their ISBN, and none is named")
                .at(place.clone())
                .hint("add `isbn-print`, `isbn-screen` or `isbn-epub` under `[identifiers]`, or take `onix` out"),
        );
        return None;
    }
    let bytes = message(prepared, made, &sold);
    Some(product(prepared, "onix", "onix.xml", bytes))
}

fn deposit(
    prepared: &Prepared,
    made: &[Product],
    place: &Place,
    problems: &mut Vec<Problem>,
) -> Option<Product> {
    let Some(pdf) = made.iter().find(|product| product.output == "screen") else {
        if prepared.publication.outputs.contains(Output::Screen) {
            // This run was asked for other outputs only.
            return None;
        }
        problems.push(
            Problem::warning("trade/no-screen-pdf", "without a screen PDF there is nothing to deposit")
                .at(place.clone())
                .hint("add `screen` to `outputs`: it is the PDF/A that the library archives"),
        );
        return None;
    };
    let isbn = prepared.publication.identifiers.isbn_screen.clone();
    let price = prepared.publication.trade.prices.screen;
    let metadata = message(prepared, made, &[TradeProduct { form: Form::Pdf, isbn, price }]);
    match transfer_package(&pdf.file, &pdf.bytes, &metadata) {
        Ok(bytes) => Some(product(prepared, "deposit", "deposit.zip", bytes)),
        Err(problem) => {
            problems.push(problem);
            None
        }
    }
}

fn message(prepared: &Prepared, made: &[Product], products: &[TradeProduct]) -> Vec<u8> {
    let (year, month, day) = prepared.date;
    // The cover of a glued book is a file of its own, and its pages count as well.
    let pages = |output: &str| made.iter().filter(|product| product.output == output).find_map(|p| p.pages);
    let message = Message {
        metadata: &prepared.metadata,
        sent: format!("{year:04}{month:02}{day:02}"),
        pages: pages("screen").or_else(|| pages("print")).unwrap_or_default(),
        has_formulas: prepared.contents.formulas,
        products,
    };
    message.to_xml()
}

fn print_form(prepared: &Prepared) -> Form {
    match prepared.publication.print.binding.as_ref().map(|binding| binding.value) {
        Some(Binding::Perfect) => Form::Glued,
        Some(Binding::SaddleStitch) => Form::Stapled,
        Some(Binding::Wire) => Form::Spiral,
        Some(Binding::Loose) | None => Form::Print,
    }
}

fn publisher_is_named(opened: &Opened, place: &Place, problems: &mut Vec<Problem>) -> bool {
    let is_named = opened.workspace.publisher.name.is_some();
    if !is_named {
        problems.push(
            Problem::error("trade/no-publisher", "nobody is named as publisher")
                .at(place.clone())
                .hint("add `[publisher]` with a `name` to `satz.toml`"),
        );
    }
    is_named
}

fn product(prepared: &Prepared, output: &'static str, ending: &str, bytes: Vec<u8>) -> Product {
    let file = format!("{}-{ending}", prepared.publication.stem);
    Product { output, file, bytes, pages: None, standards: Vec::new() }
}
