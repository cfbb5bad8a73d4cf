//! What many variants of a brochure cost together, and each alone.

use std::fs;
use std::path::Path;

use satz::pipeline::{Request, Selection};

use super::{Budget, Figures, child, copy_folder, request, text};

/// The publication that has variants, and the one whose pictures it shows.
const FOLDERS: [&str; 2] = ["mitten-in-musterland", "netzwerk-innenstadt"];

/// As many as tell what the next one costs.
const COUNT: usize = 16;

/// Builds the same variants in one process and in a process each, with all pictures in the cache.
pub(super) fn measure(repository: &Path, scratch: &Path, budgets: &mut Vec<Budget>) {
    let (root, output) = (scratch.join("variants"), scratch.join("variants-output"));
    for folder in ["layouts", "fonts"]
        .map(str::to_owned)
        .into_iter()
        .chain(FOLDERS.map(|slug| format!("sources/{slug}")))
    {
        copy_folder(&repository.join(&folder), &root.join(&folder));
    }
    fs::copy(repository.join(".satz.toml"), root.join("satz.toml")).expect("the workspace can be written");
    let manifest = root.join("sources").join(FOLDERS[0]).join("publication.toml");
    let written = fs::read_to_string(&manifest).expect("the sample has a manifest");
    let more = written.replace("first = 3", &format!("first = {COUNT}"));
    assert_ne!(written, more, "the sample makes three variants first");
    fs::write(&manifest, more).expect("the workspace can be written");
    let build = |variant: &str| {
        let _ = fs::remove_dir_all(output.join(".cache/builds"));
        child(&["child-variant", &text(&root), &text(&output), FOLDERS[0], variant])
    };
    build("");
    let together = build("");
    let made = fs::read_dir(output.join(FOLDERS[0])).expect("the variants were written").flatten();
    let names: Vec<String> = made.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    assert_eq!(names.len(), COUNT);
    let alone: Vec<Figures> = names.iter().map(|name| build(name)).collect();
    let separate: f64 = alone.iter().map(|figures| figures["cpu"]).sum();
    let ratio = together["cpu"] / separate;
    println!("\n{COUNT} variants of {} pages, screen PDF only", together["pages"]);
    println!("  in one process    {:>7.3} CPU s, {:.0} MiB", together["cpu"], together["mib"]);
    println!("  in a process each {separate:>7.3} CPU s; one process takes {ratio:.2} of it");
    for (stage, seconds) in together.iter().filter(|(name, _)| name.starts_with("stage ")) {
        println!("    {stage:<30} {seconds:>7.3}");
    }
    budgets.push(Budget {
        name: "16 variants in one process: CPU, share of 16 processes",
        is: ratio,
        limit: 0.2,
    });
    budgets.push(Budget {
        name: "16 variants in one process: memory in MiB",
        is: together["mib"],
        limit: 400.0,
    });
}

/// One measurement: the variants that the manifest makes first, or one of them.
pub(super) fn build(root: &str, output: &str, slug: &str, variant: &str) {
    let asked = request(Path::new(root), Path::new(output), slug, "screen");
    let variants = if variant.is_empty() { Vec::new() } else { vec![variant.to_owned()] };
    super::build(&Request { selection: Selection { variants, ..asked.selection }, ..asked });
}
