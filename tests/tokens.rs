//! A designer changes one colour of `tokens.toml`, and every output follows.

use std::fs;

use satz::page::{Colour, Inventory};
use satz::print::inspect;

use crate::common::{Epub, Sample};

/// A value of the token `accent`.
struct Accent {
    rgb: [u8; 3],
    cmyk: [u8; 4],
}

const BEFORE: Accent = Accent { rgb: [0x8a, 0x2f, 0x1d], cmyk: [20, 90, 100, 30] };
const AFTER: Accent = Accent { rgb: [0x1d, 0x5a, 0x8a], cmyk: [90, 40, 10, 20] };

impl Accent {
    fn hexadecimal(&self) -> String {
        let [r, g, b] = self.rgb;
        format!("#{r:02x}{g:02x}{b:02x}")
    }

    fn lines(&self) -> String {
        format!("rgb = \"{}\"\ncmyk = {:?}", self.hexadecimal(), self.cmyk)
    }

    fn is(&self, colour: &Colour) -> bool {
        let near = |one: f32, other: f32| (one - other).abs() < 0.003;
        match colour {
            Colour::Rgb(found) => {
                found.iter().zip(self.rgb).all(|(one, other)| near(*one, f32::from(other) / 255.0))
            }
            Colour::Cmyk(found) => {
                found.iter().zip(self.cmyk).all(|(one, other)| near(*one, f32::from(other) / 100.0))
            }
            _ => false,
        }
    }
}

/// Asserts that the files have one colour in every place, and the other nowhere.
#[track_caller]
fn check(files: &Sample, here: &Accent, gone: &Accent) {
    for (name, pdf) in [("screen", &files.screen), ("print", &files.print)] {
        let inventory = inspect(pdf).unwrap();
        let wanted =
            |colour: &Colour| matches!(colour, Colour::Cmyk(_)) == (name == "print") && here.is(colour);
        assert!(runs(&inventory, "Bestand").iter().all(wanted), "the heading of the {name} PDF");
        let chart =
            inventory.pages.iter().find(|page| page.runs.iter().any(|run| run.text.contains("Balken")));
        assert!(chart.unwrap().areas.iter().any(|area| wanted(&area.colour)), "the chart of the {name} PDF");
        let all = inventory.pages.iter().flat_map(|page| {
            let runs = page.runs.iter().map(|run| &run.colour);
            runs.chain(page.areas.iter().map(|area| &area.colour))
                .chain(page.lines.iter().map(|line| &line.colour))
        });
        assert_eq!(all.filter(|colour| gone.is(colour)).count(), 0, "the old colour in the {name} PDF");
    }
    let epub = Epub::open(&files.epub);
    let style = epub.text("EPUB/style.css");
    assert!(style.contains(&here.hexadecimal()) && !style.contains(&gone.hexadecimal()), "{style}");
    let drawing = epub.paths().into_iter().find(|path| path.ends_with(".svg")).unwrap();
    let drawing = epub.text(drawing);
    assert!(drawing.contains(&here.hexadecimal()) && !drawing.contains(&gone.hexadecimal()), "{drawing}");
    let cover = image::load_from_memory(&files.cover).unwrap().into_rgb8();
    let count = |accent: &Accent| cover.pixels().filter(|pixel| pixel.0 == accent.rgb).count();
    assert!(count(here) > 500, "{} pixels of the cover", count(here));
    assert_eq!(count(gone), 0);
}

/// The colours of the text runs with a word, of which there has to be one.
#[track_caller]
fn runs(inventory: &Inventory, word: &str) -> Vec<Colour> {
    let runs = inventory.pages.iter().flat_map(|page| &page.runs);
    let found: Vec<Colour> =
        runs.filter(|run| run.text.contains(word)).map(|run| run.colour.clone()).collect();
    assert!(!found.is_empty(), "no {word}");
    found
}

#[test]
fn a_changed_colour_reaches_text_areas_charts_style_and_cover() {
    check(Sample::built(), &BEFORE, &AFTER);
    let workspace = Sample::workspace();
    let path = "layouts/plain/tokens.toml";
    let tokens = fs::read_to_string(workspace.path(path)).unwrap();
    let changed = tokens.replace(&BEFORE.lines(), &AFTER.lines());
    assert_ne!(tokens, changed);
    let workspace = workspace.file(path, changed);
    check(&Sample::build(&workspace), &AFTER, &BEFORE);
}
