//! QR codes of the addresses that a publication links to, as paths that layouts draw.

use std::collections::BTreeSet;
use std::fmt::Write;

use qrcodegen::{QrCode, QrCodeEcc};
use serde_json::{Map, Value, json};

/// The file `/satz/qr.json`: for each address its code's size in modules, and its dark modules as the
/// path of an SVG, a rectangle for each run of a row. An address that no code can hold is absent.
///
/// The level of correction is M (ISO/IEC 18004, 15 percent), enough for clean print.
pub fn qr_codes(addresses: &BTreeSet<String>) -> Vec<u8> {
    let code = |address: &String| {
        let code = QrCode::encode_text(address, QrCodeEcc::Medium).ok()?;
        Some((address.clone(), json!({ "size": code.size(), "path": path(&code) })))
    };
    let codes: Map<String, Value> = addresses.iter().filter_map(code).collect();
    Value::Object(codes).to_string().into_bytes()
}

fn path(code: &QrCode) -> String {
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let dark = (x..code.size()).take_while(|&x| code.get_module(x, y)).count() as i32;
            if dark > 0 {
                let _ = write!(path, "M{x} {y}h{dark}v1h-{dark}z");
            }
            x += dark.max(1);
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_has_the_dark_modules_and_no_others() {
        let code =
            QrCode::encode_text("https://example.org", QrCodeEcc::Medium).expect("a short address fits");
        let (mut dark, path) = (0, path(&code));
        for rectangle in path.split('M').skip(1) {
            let (place, rest) = rectangle.split_once('h').expect("a rectangle has a width");
            let width: i32 =
                rest.split_once('v').and_then(|(width, _)| width.parse().ok()).expect("a number");
            let (x, y) = place.split_once(' ').expect("two numbers");
            let (x, y): (i32, i32) = (x.parse().expect("x"), y.parse().expect("y"));
            assert!((x..x + width).all(|x| code.get_module(x, y)), "{rectangle}");
            dark += width;
        }
        let modules = (0..code.size()).flat_map(|y| (0..code.size()).map(move |x| (x, y)));
        assert_eq!(dark as usize, modules.filter(|&(x, y)| code.get_module(x, y)).count());
        // The finder pattern begins in the corner (ISO/IEC 18004 § 6.3.3).
        assert!(path.starts_with("M0 0h7v1h-7z"), "{path}");
    }

    #[test]
    fn an_address_that_is_too_long_has_no_code() {
        let long = format!("https://example.org/{}", "a".repeat(5000));
        let codes = qr_codes(&BTreeSet::from([long, "https://example.org".to_owned()]));
        assert_eq!(String::from_utf8_lossy(&codes).matches("\"size\"").count(), 1);
    }
}
