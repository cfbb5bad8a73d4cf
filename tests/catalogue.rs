//! The catalogue of what was built.

use std::fs;

use crate::common::Workspace;

fn built() -> Workspace {
    let workspace = Workspace::with_chapter("# Text\n\nWorte.\n");
    workspace.build();
    workspace
}

#[test]
fn the_catalogue_lists_each_file_with_the_checksum_of_the_build() {
    let workspace = built();
    let finished = workspace.satz(&["catalogue", "--strict"]);
    assert_eq!((finished.stderr.as_str(), finished.exit), ("", 0));
    let read = |path: &str| fs::read_to_string(workspace.path(&format!("output/{path}"))).unwrap();
    let feed: serde_json::Value = serde_json::from_str(&read("opds.json")).unwrap();
    let report: serde_json::Value = serde_json::from_str(&read("heft/report.json")).unwrap();
    let sum = |output: &str| {
        let artefacts = report["artefacts"].as_array().unwrap();
        artefacts.iter().find(|artefact| artefact["output"] == output).unwrap()["sha256"].clone()
    };
    let links = feed["publications"][0]["links"].as_array().unwrap();
    assert_eq!(links[1]["href"], "heft/heft-screen.pdf");
    assert_eq!(links[1]["properties"]["sha256"], sum("screen"));
    assert_eq!(links[2]["properties"]["sha256"], sum("epub"));
    let page = read("index.html");
    for output in ["print", "screen", "epub"] {
        assert!(page.contains(sum(output).as_str().unwrap()), "{output}");
    }
    assert!(workspace.path("output/heft/heft-cover-small.jpg").is_file());
    assert!(workspace.path("output/heft/publication.json").is_file());
}

#[test]
fn a_second_catalogue_of_the_same_files_has_the_same_bytes() {
    let workspace = built();
    let pages = || {
        workspace.satz(&["catalogue"]);
        ["index.html", "opds.json"].map(|file| fs::read(workspace.path(&format!("output/{file}"))).unwrap())
    };
    assert_eq!(pages(), pages());
}

#[test]
fn a_file_that_was_changed_after_the_build_is_an_error_and_is_left_out() {
    let workspace = built().file("output/heft/heft.epub", "another");
    let finished = workspace.satz(&["catalogue"]);
    assert_eq!(finished.exit, 1);
    assert!(
        finished.stderr.contains("error[catalogue/changed]: `heft.epub` is not the file that was built"),
        "{}",
        finished.stderr
    );
    let page = fs::read_to_string(workspace.path("output/index.html")).unwrap();
    assert!(!page.contains("heft.epub"));
}

#[test]
fn a_publication_that_was_never_built_is_left_out_with_a_warning() {
    let workspace = Workspace::with_chapter("# Text\n");
    let finished = workspace.satz(&["catalogue"]);
    assert_eq!(finished.exit, 0);
    assert!(finished.stderr.contains("warning[catalogue/not-built]"), "{}", finished.stderr);
    assert_eq!(workspace.satz(&["catalogue", "--strict"]).exit, 1);
}
