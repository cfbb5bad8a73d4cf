//! What the print shop and the office printer get: marks, covers with a spine, folded sheets, booklets.

use std::collections::BTreeMap;

use lopdf::{Document, Object};
use satz::page::{Colour, Page, Rect};
use satz::print::{Marks, PrintOptions, finish, inspect};

use crate::common::{Sample, Workspace};

/// Millimetres in points.
const MM: f32 = 72.0 / 25.4;

fn chapter(word: &str) -> String {
    format!("# {word}\n\nText.\n")
}

/// `heft` with a chapter for each word; each starts a page.
fn workspace(print: &str, words: &[&str]) -> Workspace {
    let workspace =
        Workspace::new().publication(&format!("outputs = [\"print\", \"proof\"]\n[print]\n{print}\n"));
    words.iter().enumerate().fold(workspace, |workspace, (index, word)| {
        workspace.file(&format!("sources/heft/{index:02}.md"), chapter(word))
    })
}

/// A layout of panels: each chapter has the width of its own.
fn with_flyer(workspace: Workspace, fold: &str, panels: [&str; 3], width: &str) -> Workspace {
    let panels = panels.map(|panel| format!("\"{panel}\"")).join(", ");
    workspace
        .file(
            "layouts/flyer/layout.toml",
            format!(
                "extends = \"plain\"\ncontract = 2\n[sizes.flyer]\ndefault = true\nwidth = \"{width}\"\n\
                 height = \"105mm\"\nfold = \"{fold}\"\npanels = [{panels}]\n"
            ),
        )
        .file(
            "layouts/flyer/pages.typ",
            "#import \"/layouts/plain/pages.typ\": *\n#import \"/satz/satz.typ\": *\n\
             #let publication(body) = {\n  set page(height: sheet.height, bleed: sheet.bleed, margin: 8mm)\n  \
             set text(font: tokens.font.text, size: 8pt, fill: colour.ink)\n  body\n}\n\
             #let chapter(kind: \"chapter\", short: none, authors: (), part: none, numbering: auto, body) = context {\n  \
             let n = query(selector(<panel>).before(here())).len()\n  \
             page(width: sheet.panels.at(n), [#metadata(n) <panel>#body])\n}\n",
        )
}

fn pages(pdf: &[u8]) -> Vec<Page> {
    inspect(pdf).unwrap().pages
}

/// The heading words of a page from left to right.
fn words(page: &Page) -> Vec<String> {
    let mut runs: Vec<(f32, String)> = page
        .runs
        .iter()
        .map(|run| (run.x, run.text.trim().to_owned()))
        .filter(|(_, text)| text.starts_with("Seite"))
        .collect();
    runs.sort_by(|one, other| one.0.total_cmp(&other.0));
    runs.into_iter().map(|(_, text)| text.trim_start_matches("Seite").to_owned()).collect()
}

fn millimetres(rect: Rect) -> (f32, f32) {
    let round = |points: f32| (points / MM * 10.0).round() / 10.0;
    (round(rect.width()), round(rect.height()))
}

const SIX: [&str; 6] = ["Seite1", "Seite2", "Seite3", "Seite4", "Seite5", "Seite6"];
const EIGHT: [&str; 8] = ["Seite1", "Seite2", "Seite3", "Seite4", "Seite5", "Seite6", "Seite7", "Seite8"];

#[test]
fn marks_stand_in_the_slug_and_the_page_stays_as_it_was() {
    let plain = workspace("", &["Seite1"]);
    plain.build();
    let marked = workspace("marks = [\"crop\", \"bleed\", \"registration\", \"colour-bar\"]", &["Seite1"]);
    marked.build();
    let (plain, marked) = (plain.built("heft-print.pdf"), marked.built("heft-print.pdf"));
    let (plain, read) = (&pages(&plain)[0], &pages(&marked)[0]);
    assert_eq!((read.boxes.trim, read.boxes.bleed), (plain.boxes.trim, plain.boxes.bleed));
    assert_eq!(millimetres(read.boxes.media), (105.0 + 6.0 + 24.0, 148.0 + 6.0 + 24.0));
    assert_eq!(read.runs, plain.runs);
    let bleed = read.boxes.bleed.unwrap();
    let marks: Vec<_> = read.lines.iter().filter(|line| !plain.lines.contains(line)).collect();
    assert!(marks.len() > 20, "{} marks", marks.len());
    for mark in marks {
        assert!(!bleed.overlaps(mark.rect), "a mark lies in the bleed: {:?}", mark.rect);
        assert!(read.boxes.media.contains(mark.rect, 0.1), "a mark lies off the sheet: {:?}", mark.rect);
        assert_eq!(mark.width, 0.25);
    }
}

#[test]
fn the_cutter_is_led_along_the_trim() {
    let workspace = workspace("marks = [\"crop\"]", &["Seite1"]);
    workspace.build();
    let read = &pages(&workspace.built("heft-print.pdf"))[0];
    // Places count from the upper left corner of the trim.
    let upright = |line: &&satz::page::Line| line.rect.height() > line.rect.width();
    let mut xs: Vec<f32> =
        read.lines.iter().filter(upright).map(|line| (line.rect.left + line.rect.right) / 2.0).collect();
    xs.sort_by(f32::total_cmp);
    let expected = [0.0, 0.0, 105.0 * MM, 105.0 * MM];
    assert_eq!(xs.len(), expected.len());
    assert!(xs.iter().zip(expected).all(|(x, wanted)| (x - wanted).abs() < 0.05), "{xs:?}");
}

#[test]
fn marks_are_printed_by_every_plate() {
    let workspace = workspace("marks = [\"crop\"]", &["Seite1"]);
    workspace.build();
    let document = Document::load_mem(&workspace.built("heft-print.pdf")).unwrap();
    let is_all = |object: &Object| {
        object
            .as_array()
            .is_ok_and(|space| space.get(1).is_some_and(|name| name.as_name().ok() == Some(b"All")))
    };
    assert!(document.objects.values().any(is_all), "no separation is called All");
}

#[test]
fn a_proof_comes_in_the_order_of_a_booklet() {
    let workspace = workspace("", &EIGHT);
    workspace.build();
    let proof = workspace.built("heft-proof.pdf");
    let order: Vec<Vec<String>> = pages(&proof).iter().map(words).collect();
    assert_eq!(order, [["8", "1"], ["2", "7"], ["6", "3"], ["4", "5"]]);

    let beside = workspace.satz(&["build", "-q", "--outputs", "screen", "--proof", "--output-dir", "beside"]);
    assert_eq!((beside.stderr.as_str(), beside.exit), ("", 0));
    let made = |file: &str| std::fs::read(workspace.path("beside/heft").join(file));
    assert!(made("heft-proof.pdf").unwrap() == proof && made("heft-screen.pdf").is_ok());
    assert!(made("heft-print.pdf").is_err());
}

#[test]
fn a_proof_of_six_pages_leaves_two_places_empty_before_the_last() {
    let workspace = workspace("", &SIX);
    workspace.build();
    let order: Vec<Vec<String>> = pages(&workspace.built("heft-proof.pdf")).iter().map(words).collect();
    assert_eq!(order, [vec!["6", "1"], vec!["2"], vec!["3"], vec!["4", "5"]]);
}

#[test]
fn a_separate_cover_goes_around_its_spine() {
    let print = "binding = \"perfect\"\nseparate-cover = true\nspine = \"6mm\"";
    let workspace = workspace(print, &EIGHT);
    workspace.build();
    let body = pages(&workspace.built("heft-print.pdf"));
    assert_eq!(body.iter().flat_map(words).collect::<Vec<_>>(), ["3", "4", "5", "6"]);
    let cover = pages(&workspace.built("heft-print-cover.pdf"));
    let order: Vec<Vec<String>> = cover.iter().map(words).collect();
    assert_eq!(order, [["8", "1"], ["2", "7"]]);
    for side in &cover {
        assert_eq!(millimetres(side.boxes.trim.unwrap()), (105.0 * 2.0 + 6.0, 148.0));
        assert_eq!(millimetres(side.boxes.media), (105.0 * 2.0 + 6.0 + 6.0, 148.0 + 6.0));
    }
}

#[test]
fn the_spine_is_as_thick_as_the_paper() {
    let print = "binding = \"perfect\"\nseparate-cover = true\npaper = { grammage = 200, volume = 1.5 }\n\
                 cover-paper = { grammage = 500 }";
    let workspace = workspace(print, &EIGHT);
    workspace.build();
    let cover = pages(&workspace.built("heft-print-cover.pdf"));
    // Two leaves of 0.3 mm, and the cover twice.
    assert_eq!(millimetres(cover[0].boxes.trim.unwrap()).0, 210.0 + 1.6);
}

#[test]
fn a_picture_on_the_spine_is_printed_with_its_pixels() {
    let print = "binding = \"perfect\"\nseparate-cover = true\nspine = \"6mm\"";
    let workspace = workspace(print, &EIGHT);
    let pages_typ = std::fs::read_to_string(workspace.path("layouts/plain/pages.typ")).unwrap();
    let workspace = workspace.file("layouts/plain/zeichen.png", Sample::picture()).file(
        "layouts/plain/pages.typ",
        format!("{pages_typ}\n#let spine(width) = pad(top: 20mm, x: 1mm, image(\"zeichen.png\", width: 3mm, alt: \"Zeichen\"))\n"),
    );
    workspace.build();
    let cover = pages(&workspace.built("heft-print-cover.pdf"));
    let pictures: Vec<_> =
        cover.iter().flat_map(|side| &side.pictures).map(|picture| picture.pixels).collect();
    assert_eq!(pictures, [(48, 32)]);
    let document = Document::load_mem(&workspace.built("heft-print-cover.pdf")).unwrap();
    let tones = document.objects.values().filter_map(|object| {
        let picture = object.as_stream().ok().filter(|stream| stream.dict.has(b"Width"))?;
        let (.., samples) = satz::picture::jpeg_samples(&picture.content)?;
        Some(samples.iter().copied().collect::<std::collections::BTreeSet<u8>>().len())
    });
    assert!(tones.max().unwrap_or(0) > 32, "the picture is blank");
}

#[test]
fn a_stapled_cover_has_no_spine() {
    let workspace = workspace("binding = \"saddle-stitch\"\nseparate-cover = true", &EIGHT);
    workspace.build();
    let cover = pages(&workspace.built("heft-print-cover.pdf"));
    assert_eq!(millimetres(cover[0].boxes.trim.unwrap()).0, 210.0);
}

#[test]
fn every_fold_has_its_panels_in_their_places() {
    for (fold, panels, width, order) in [
        ("parallel", ["60mm"; 3], "60mm", [["5", "6", "1"], ["2", "3", "4"]]),
        ("wrap", ["58mm", "60mm", "60mm"], "60mm", [["5", "6", "1"], ["2", "3", "4"]]),
        ("gate", ["59mm", "120mm", "59mm"], "120mm", [["2", "6", "1"], ["3", "4", "5"]]),
    ] {
        let print = "marks = [\"crop\"]";
        let workspace = with_flyer(workspace(print, &SIX), fold, panels, width);
        let manifest = std::fs::read_to_string(workspace.path("sources/heft/publication.toml")).unwrap();
        let workspace =
            workspace.file("sources/heft/publication.toml", manifest.replace("\"plain\"", "\"flyer\""));
        workspace.build();
        let sides = pages(&workspace.built("heft-print.pdf"));
        assert_eq!(sides.iter().map(words).collect::<Vec<_>>(), order, "{fold}");
        let widths = panels.map(|panel| panel.trim_end_matches("mm").parse::<f32>().unwrap());
        for (side, panels) in sides.iter().zip([widths, [widths[2], widths[1], widths[0]]]) {
            assert_eq!(millimetres(side.boxes.trim.unwrap()), (panels.iter().sum(), 105.0), "{fold}");
            for place in [panels[0], panels[0] + panels[1]] {
                let marked = side.lines.iter().any(|line| {
                    line.rect.bottom < 0.0
                        && ((line.rect.left + line.rect.right) / 2.0 - place * MM).abs() < 0.1
                });
                assert!(marked, "{fold}: no mark says to fold at {place} mm");
            }
        }
        let proof: Vec<Vec<String>> = pages(&workspace.built("heft-proof.pdf")).iter().map(words).collect();
        assert_eq!(proof, order, "{fold}");
    }
}

#[test]
fn flaps_hang_on_the_outer_edges_of_the_cover() {
    let print =
        "binding = \"perfect\"\nseparate-cover = true\nspine = \"6mm\"\nflaps = \"60mm\"\nmarks = [\"crop\"]";
    let workspace = workspace(print, &EIGHT);
    workspace.build();
    let cover = pages(&workspace.built("heft-print-cover.pdf"));
    let order: Vec<Vec<String>> = cover.iter().map(words).collect();
    assert_eq!(order, [["ab", "8", "1", "af"], ["if", "2", "7", "ib"]]);
    let width = 60.0 + 105.0 + 6.0 + 105.0 + 60.0;
    for side in &cover {
        assert_eq!(millimetres(side.boxes.trim.unwrap()), (width, 148.0));
        for fold in [60.0, 165.0, 171.0, 276.0] {
            let marked = side.lines.iter().any(|line| {
                line.rect.bottom < 0.0 && ((line.rect.left + line.rect.right) / 2.0 - fold * MM).abs() < 0.1
            });
            assert!(marked, "no mark says to fold at {fold} mm");
        }
    }
}

#[test]
fn a_finished_file_with_marks_is_finished_already() {
    let marks = "marks = [\"crop\", \"bleed\", \"registration\", \"colour-bar\"]";
    let cover = "binding = \"perfect\"\nseparate-cover = true\nspine = \"6mm\"";
    let workspace = workspace(&format!("{cover}\n{marks}"), &EIGHT);
    workspace.build();
    let marks = Marks { crop: true, bleed: true, registration: true, colour_bar: true, folds: Vec::new() };
    let options = PrintOptions { marks, ..PrintOptions::default() };
    for name in ["heft-print.pdf", "heft-print-cover.pdf"] {
        let once = workspace.built(name);
        let twice = finish(&once, &BTreeMap::new(), &options).unwrap();
        assert!(once == twice, "{name} differs when it is finished again");
    }
}

#[test]
fn the_colour_bar_has_a_patch_of_each_ink_full_and_half() {
    let workspace = workspace("marks = [\"colour-bar\"]", &["Seite1"]);
    workspace.build();
    let read = &pages(&workspace.built("heft-print.pdf"))[0];
    let bleed = read.boxes.bleed.unwrap();
    let patches: Vec<_> = read.areas.iter().filter(|area| !bleed.overlaps(area.rect)).collect();
    for ink in 0..4 {
        for tone in [1.0, 0.5] {
            let mut inks = [0.0; 4];
            inks[ink] = tone;
            assert!(patches.iter().any(|patch| patch.colour == Colour::Cmyk(inks)), "{inks:?}");
        }
    }
    let wide = |patch: &&&satz::page::Area| (patch.rect.width() - 5.0 * MM).abs() < 0.01;
    assert_eq!(patches.iter().filter(wide).count(), patches.len());
}
