//! A few small pages as pictures, for what only the eye can tell.
//!
//! A picture has a pixel for each point and coarse colours, so that its file stays small. Where one
//! differs, `tests/store/<name>.png` shows what was expected, what differs, and what came.

use std::fs;
use std::path::Path;

use image::imageops::{replace, thumbnail};
use image::{ImageFormat, Rgb, RgbImage};
use rayon::prelude::*;

use crate::common::{Sample, Workspace, updating};

/// Pages of A7, by the names of their pictures.
const PAGES: [(&str, &str); 3] = [
    (
        "text",
        "# Bestand\n\nEin Absatz mit *Betonung* und einer Note.[^a]\n\n[^a]: Die Note.\n\n## Fragen\n\n\
         1. Was steht leer?\n2. Was trägt sich?\n\n> Zitat.\n\n`code` und $a = \\frac{b}{c}$.\n",
    ),
    (
        "picture",
        "# Bild\n\n![Ein Verlauf](verlauf.png \"Der Verlauf\"){credit=\"Beispiel\" width=30mm}\n\n\
         | Jahr | Läden |\n|:-----|------:|\n| 2024 | 12 |\n| 2025 | 9 |\n",
    ),
    (
        "chart",
        "# Zahlen\n\n:::chart{data=\"zahlen\" title=\"Balken\"}\n:::\n\n:::box{title=\"Ziel\"}\nWeniger *Leerstand*.\n:::\n",
    ),
];

/// How far a channel may be off before the pixel counts as different.
const TOLERANCE: u8 = 40;
/// How many of a thousand pixels may be different.
const FEW: usize = 1;
/// How large a file may be.
const LARGEST: usize = 20 << 10;

#[test]
fn pages_look_like_their_pictures() {
    let failures: Vec<String> = PAGES.par_iter().filter_map(|(name, text)| compare(name, text)).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn compare(name: &str, text: &str) -> Option<String> {
    let actual = page(text);
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let reference = tests.join(format!("ref/pictures/{name}.png"));
    let expected = image::open(&reference).map(image::DynamicImage::into_rgb8).unwrap_or_default();
    let all = (actual.width() * actual.height()) as usize;
    let wrong = if expected.dimensions() == actual.dimensions() {
        expected.pixels().zip(actual.pixels()).filter(|(one, other)| differ(one, other)).count()
    } else {
        all
    };
    if wrong * 1000 <= all * FEW {
        return None;
    }
    let store = tests.join("store");
    fs::create_dir_all(&store).unwrap();
    let seen = store.join(format!("{name}.png"));
    panels(&expected, &actual).save(&seen).unwrap();
    if updating() {
        let mut bytes = std::io::Cursor::new(Vec::new());
        actual.write_to(&mut bytes, ImageFormat::Png).unwrap();
        let bytes = bytes.into_inner();
        assert!(bytes.len() <= LARGEST, "{name} has {} bytes", bytes.len());
        fs::create_dir_all(reference.parent().unwrap()).unwrap();
        fs::write(&reference, bytes).unwrap();
    }
    Some(format!("{name}: {wrong} of {all} pixels differ; look at {}", seen.display()))
}

/// The only page of a publication in A7, a pixel for each point.
fn page(text: &str) -> RgbImage {
    let workspace = Workspace::new()
        .publication(
            "[print]\nsize = \"a7\"\n\n\
             [data]\nzahlen = { file = \"zahlen.csv\", schema = { value = { type = \"integer\" } } }\n",
        )
        .file("sources/heft/01-text.md", text)
        .file("sources/heft/zahlen.csv", "name,value\nA,12\nB,9\nC,20\n")
        .file("sources/heft/verlauf.png", Sample::picture());
    let finished = workspace.satz(&["build", "--strict", "-q", "--outputs", "cover"]);
    assert_eq!((finished.stderr.as_str(), finished.exit), ("", 0));
    let cover = image::load_from_memory(&workspace.built("heft-cover.png")).unwrap().into_rgb8();
    let height = (cover.height() * 210 + cover.width() / 2) / cover.width();
    let mut small = thumbnail(&cover, 210, height);
    for channel in small.pixels_mut().flat_map(|pixel| &mut pixel.0) {
        // Sixteen steps, the lightest of them white.
        *channel = (*channel >> 4) * 17;
    }
    small
}

fn differ(one: &Rgb<u8>, other: &Rgb<u8>) -> bool {
    one.0.iter().zip(other.0).any(|(one, other)| one.abs_diff(other) > TOLERANCE)
}

/// What was expected, in red what differs, and what came.
fn panels(expected: &RgbImage, actual: &RgbImage) -> RgbImage {
    let (width, height) = actual.dimensions();
    let mut panels = RgbImage::from_pixel(width * 3 + 20, height, Rgb([128; 3]));
    let differences = RgbImage::from_fn(width, height, |x, y| {
        let (one, other) = (expected.get_pixel_checked(x, y), actual.get_pixel(x, y));
        if one.is_some_and(|one| !differ(one, other)) { Rgb([255; 3]) } else { Rgb([220, 0, 0]) }
    });
    replace(&mut panels, expected, 0, 0);
    replace(&mut panels, &differences, i64::from(width) + 10, 0);
    replace(&mut panels, actual, i64::from(width) * 2 + 20, 0);
    panels
}
