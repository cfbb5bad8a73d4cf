//! A publication with everything that is hard for a press: every kind of picture, gradients, transparency, spot
//! colours. `tests/torture/build` holds the same one before the judges.

use satz::check::{Limits, preflight};
use satz::page::{Colour, Space};
use satz::print::{inspect, text_of};

use crate::common::Workspace;

#[test]
fn every_kind_of_picture_and_paint_becomes_ink() {
    let workspace = Workspace::new()
        .folder("layouts/house", "layouts/house")
        .folder("tests/torture/layouts/press", "layouts/press")
        .folder("tests/torture/sources/press", "sources/heft");
    let finished = workspace.satz(&["build", "-q"]);
    assert_eq!(finished.exit, 0, "{}", finished.stderr);
    // The drawing of a studio has a black of several inks that no token names, and at this size a line that is
    // too thin; nothing else is told.
    let told: Vec<&str> = finished.stderr.lines().filter(|line| line.starts_with("warning")).collect();
    assert_eq!(told.len(), 2, "{}", finished.stderr);
    assert!(told[0].contains("preflight/rich-black") && told[1].contains("preflight/thin-line"), "{told:?}");

    let ticket: String = text_of(&workspace.built("heft-jobticket.pdf")).unwrap().concat();
    let ticket: String = ticket.split_whitespace().collect();
    assert!(ticket.contains("nennt2Hinweisezuheft-print.pdf,sieheheft-print.json"), "{ticket}");

    let file = inspect(&workspace.built("heft-print.pdf")).unwrap();
    let light = [Space::Rgb, Space::IccRgb, Space::IccGray, Space::Lab, Space::IccCmyk, Space::Unknown];
    let found: Vec<_> = file.pages.iter().flat_map(|page| &page.spaces).chain(&file.spaces).collect();
    assert!(found.iter().all(|space| !light.contains(space)), "{found:?}");
    let spots: Vec<_> = file.spots.iter().map(|spot| (&*spot.name, spot.definitions)).collect();
    assert_eq!(spots, [("HKS 43 K", 1)], "the drawing and the layout mean the same ink");
    let pictures: usize = file.pages.iter().map(|page| page.pictures.len()).sum();
    assert_eq!(pictures, 18, "seventeen pictures of pixels, and the one in the PDF");
    let runs = file.pages.iter().flat_map(|page| &page.runs);
    assert!(runs.into_iter().any(|run| run.colour == Colour::Pattern), "no text is painted in a gradient");
    let codes: Vec<_> = preflight(&file, &Limits::of_a_build(300.0, Vec::new()))
        .into_iter()
        .filter(|problem| problem.is_error())
        .map(|problem| problem.code)
        .collect();
    assert!(codes.is_empty(), "{codes:?}");
}
