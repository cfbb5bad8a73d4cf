//! Printing conditions: the profiles of a workspace, and what becomes of the print PDF.

use satz::check::{Limits, preflight};
use satz::colour::{Converter, Profile, ink_sum};
use satz::print::inspect;

use crate::common::Workspace;

/// The shipped profile under the name of another condition.
fn fogra51() -> Vec<u8> {
    renamed(b"FOGRA51L")
}

fn renamed(to: &[u8; 8]) -> Vec<u8> {
    let mut bytes = Profile::standard().bytes().to_vec();
    let mut found = 0;
    for at in 0..bytes.len() - to.len() {
        if bytes[at..].starts_with(b"FOGRA39L") {
            bytes[at..at + to.len()].copy_from_slice(to);
            found += 1;
        }
    }
    assert!(found > 0, "the profile does not name its condition");
    bytes
}

fn workspace(more: &str) -> Workspace {
    Workspace::new().publication(more).file("sources/heft/01-text.md", "# Titel\n\nText.\n")
}

#[test]
fn a_profile_that_was_added_is_listed_and_printed_with() {
    let workspace = workspace("[print]\ncondition = \"FOGRA51\"\n").file("shop.icc", fogra51());
    let shipped = "FOGRA39    300 %  FOGRA39L Coated (shipped with satz)\n";
    assert_eq!(workspace.satz(&["profiles"]).stdout, shipped);
    let missing = workspace.satz(&["build"]);
    assert!(missing.exit == 1 && missing.stderr.contains("no profile for `FOGRA51`"), "{}", missing.stderr);

    let added = workspace.satz(&["profiles", "add", "shop.icc"]);
    assert_eq!((added.stderr.as_str(), added.exit), ("", 0));
    let own = "FOGRA51    300 %  FOGRA51L Coated (layouts/profiles/shop.icc)\n";
    assert_eq!(added.stdout, format!("added      {own}"));
    assert_eq!(workspace.satz(&["profiles"]).stdout, format!("{own}{shipped}"));

    workspace.build();
    let print = workspace.built("heft-print.pdf");
    let read = inspect(&print).unwrap();
    let intent = &read.facts.intents[0];
    assert_eq!((intent.condition.as_str(), intent.profile_class.as_deref()), ("FOGRA51", Some("prtr")));
    let document = lopdf::Document::load_mem(&print).unwrap();
    let intents = document.catalog().unwrap().get_deref(b"OutputIntents", &document).unwrap();
    let intent = document.dereference(&intents.as_array().unwrap()[0]).unwrap().1.as_dict().unwrap();
    let embedded = intent.get_deref(b"DestOutputProfile", &document).unwrap().as_stream().unwrap();
    assert!(embedded.get_plain_content().unwrap() == fogra51(), "another profile is embedded");
    let text = |key: &[u8]| String::from_utf8(intent.get(key).unwrap().as_str().unwrap().to_vec()).unwrap();
    assert_eq!(text(b"RegistryName"), "http://www.color.org");
    assert_eq!(text(b"OutputCondition"), "Offset on coated paper, PSO Coated v3");
}

#[test]
fn what_is_no_profile_is_not_added() {
    let workspace = workspace("").file("broken.icc", b"no profile").file("shop.icc", fogra51());
    let broken = workspace.satz(&["profiles", "add", "broken.icc"]);
    assert!(broken.exit == 2 && broken.stderr.contains("colour/broken-profile"), "{}", broken.stderr);
    assert!(!workspace.path("layouts/profiles").exists());
    assert_eq!(workspace.satz(&["profiles", "add", "nowhere.icc"]).exit, 2);

    let workspace = workspace.file("second.icc", [fogra51(), vec![0]].concat());
    assert_eq!(workspace.satz(&["profiles", "add", "shop.icc"]).exit, 0);
    let rival = workspace.satz(&["profiles", "add", "second.icc"]);
    assert!(rival.exit == 2 && rival.stderr.contains("profiles/taken"), "{}", rival.stderr);
    assert_eq!(workspace.satz(&["profiles", "add", "shop.icc"]).exit, 0, "the same file may come again");
}

#[test]
fn a_profile_is_checked_by_its_name_or_its_file() {
    let workspace = workspace("").file("shop.icc", renamed(b"HouseInk"));
    let shipped = workspace.satz(&["profiles", "check", "fogra39"]);
    assert!(shipped.exit == 0 && shipped.stdout.contains("ink limit  300 %"), "{}", shipped.stdout);
    let own = workspace.satz(&["profiles", "check", "shop.icc"]);
    assert!(own.exit == 0 && own.stdout.starts_with("condition  HouseInk Coated\n"), "{}", own.stdout);
    let unknown = workspace.satz(&["profiles", "check", "FOGRA93"]);
    assert!(unknown.exit == 2 && unknown.stderr.contains("did you mean `FOGRA39`"), "{}", unknown.stderr);
}

#[test]
fn a_profile_that_no_registry_lists_is_named_by_its_description() {
    let workspace = workspace("[print]\ncondition = \"HouseInk Coated\"\n")
        .file("layouts/profiles/haus.icc", renamed(b"HouseInk"));
    workspace.build();
    let read = inspect(&workspace.built("heft-print.pdf")).unwrap();
    assert_eq!(read.facts.intents[0].condition, "Custom");
    assert_eq!(preflight(&read, &Limits::of_a_build(300.0, Vec::new())), []);
}

#[test]
fn two_profiles_for_one_condition_are_told_apart_by_their_files() {
    let workspace = |more| {
        workspace(more)
            .file("layouts/profiles/eins.icc", fogra51())
            .file("layouts/profiles/zwei.icc", [fogra51(), vec![0]].concat())
    };
    let unclear = workspace("[print]\ncondition = \"FOGRA51\"\n").satz(&["check"]);
    assert!(unclear.exit == 1 && unclear.stderr.contains("as well as"), "{}", unclear.stderr);
    workspace("[print]\nprofile = \"/layouts/profiles/zwei.icc\"\n").build();
}

/// A drawing in the colour of the screen that the profile mixes from most ink.
fn darkest() -> Vec<u8> {
    let converter = Converter::new(&Profile::standard().clone().with_ink_limit(400)).unwrap();
    let tones = (0..=60u8).step_by(2);
    let pairs = tones.clone().flat_map(|r| tones.clone().map(move |g| (r, g)));
    let all = pairs.flat_map(|(r, g)| tones.clone().map(move |b| [r, g, b]));
    let sum = |rgb: &[u8; 3]| ink_sum(converter.colour(*rgb));
    let most = all.max_by(|one, other| sum(one).total_cmp(&sum(other))).unwrap();
    assert!(sum(&most) > 310.0, "{most:?} takes {}", sum(&most));
    let mut png = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_pixel(40, 20, image::Rgb(most))
        .write_to(&mut png, image::ImageFormat::Png)
        .unwrap();
    png.into_inner()
}

#[test]
fn pictures_keep_to_the_limit_of_their_condition_or_of_the_shop() {
    let picture = darkest();
    for (keys, identifier, limit) in [
        ("", "FOGRA39", 300),
        ("condition = \"FOGRA29\"\n", "FOGRA29", 320),
        ("condition = \"FOGRA29\"\nink-limit = 290\n", "FOGRA29", 290),
    ] {
        let workspace = workspace(&format!("outputs = [\"print\"]\n[print]\njobticket = true\n{keys}"))
            .file("sources/heft/01-text.md", "# Titel\n\n![Fläche](f.png){width=3mm credit=\"B\"}\n")
            .file("sources/heft/f.png", &picture)
            .file("layouts/profiles/uncoated.icc", renamed(b"FOGRA29L"));
        workspace.build();
        let report: serde_json::Value = serde_json::from_slice(&workspace.built("heft-print.json")).unwrap();
        let condition = &report["condition"];
        assert_eq!(
            (&condition["identifier"], &condition["ink-limit"]),
            (&identifier.into(), &limit.into()),
            "{keys}"
        );
        let sum = report["files"][0]["ink-sum"]["percent"].as_f64().unwrap();
        assert!(sum <= f64::from(limit) && sum > f64::from(limit.min(317)) - 8.0, "{keys}: {sum}");
    }
}
