//! One publication for each row of a table, and texts that ask what they are for.

use std::collections::BTreeSet;
use std::fs;

use crate::common::Workspace;

const ROWS: &str = "name,motto\nMusterstadt,Am Markt\nBeispielhausen,Am *Fluss*\nProbedorf,Am Hang\nÜbungsau,Am Wald\nModellberg,Am Berg\n";

/// `heft` for each row, as a screen PDF.
fn workspace(rows: &str) -> Workspace {
    Workspace::new()
        .file(
            "sources/heft/publication.toml",
            "title = \"Mitten in {{ variant.name }}\"\nlayout = \"plain\"\nlanguage = \"de-DE\"\ndate = 2026-11-01\n\
             outputs = [\"screen\"]\n[data]\norte = \"orte.csv\"\n[variants]\ndata = \"orte\"\nname = \"{{ variant.name }}\"\nfirst = 2\n",
        )
        .file("sources/heft/orte.csv", rows)
        .file("sources/heft/01-text.md", "# Guten Tag in {{ variant.name }}\n\n{{ variant.motto }}, ein Ort von {{ orte|length }}.\n")
}

/// The variants in a folder of finished files.
fn made(workspace: &Workspace, output: &str) -> BTreeSet<String> {
    let folder = workspace.path(output).join("heft");
    let entries =
        fs::read_dir(folder).map(|entries| entries.flatten().collect()).unwrap_or_else(|_| Vec::new());
    entries.into_iter().map(|entry| entry.file_name().into_string().unwrap()).collect()
}

fn screen(workspace: &Workspace, output: &str, variant: &str) -> Vec<u8> {
    fs::read(workspace.path(&format!("{output}/heft/{variant}/heft-{variant}-screen.pdf"))).unwrap()
}

fn words(pdf: &[u8]) -> String {
    satz::print::text_of(pdf).unwrap().join("\n")
}

#[test]
fn each_row_is_a_publication_with_its_own_words() {
    let workspace = workspace(ROWS);
    let finished = workspace.satz(&["build", "--strict", "--all-variants", "-q"]);
    assert_eq!((finished.stderr.as_str(), finished.exit), ("", 0));
    let all = ["beispielhausen", "modellberg", "musterstadt", "probedorf", "uebungsau"];
    assert_eq!(made(&workspace, "output"), all.map(str::to_owned).into());
    let pdf = screen(&workspace, "output", "beispielhausen");
    let text = words(&pdf);
    // The value is words: its stars mark nothing.
    assert!(text.contains("Am *Fluss*, ein Ort von 5."), "{text}");
    let document = lopdf::Document::load_mem(&pdf).unwrap();
    let info = document.trailer.get(b"Info").and_then(|info| document.dereference(info)).unwrap().1;
    let title = info.as_dict().unwrap().get(b"Title").unwrap();
    assert_eq!(lopdf::decode_text_string(title).unwrap(), "Mitten in Beispielhausen");
}

#[test]
fn a_build_makes_the_first_variants_and_leaves_them_alone_when_nothing_has_changed() {
    let workspace = workspace(ROWS);
    workspace.build();
    assert_eq!(made(&workspace, "output"), ["beispielhausen", "musterstadt"].map(str::to_owned).into());
    let again = workspace.satz(&["build"]);
    assert_eq!(again.stdout.matches("unchanged  heft/").count(), 2, "{}", again.stdout);
}

#[test]
fn a_variant_is_the_same_alone_and_among_others() {
    let workspace = workspace(ROWS);
    workspace.satz(&["build", "--all-variants"]);
    for name in ["musterstadt", "uebungsau"] {
        let finished = workspace.satz(&["build", "--variant", name, "--output-dir", name]);
        assert_eq!(finished.exit, 0, "{}", finished.stderr);
        assert_eq!(made(&workspace, name), [name.to_owned()].into());
        assert_eq!(screen(&workspace, name, name), screen(&workspace, "output", name), "{name}");
        let report = |output: &str| {
            fs::read_to_string(workspace.path(&format!("{output}/heft/{name}/report.json"))).unwrap()
        };
        assert_eq!(report(name), report("output"));
    }
}

#[test]
fn the_shards_together_are_all_variants_and_share_none() {
    let workspace = workspace(ROWS);
    let mut all = Vec::new();
    for shard in ["1/3", "2/3", "3/3"] {
        let output = shard.replace('/', "-");
        let finished =
            workspace.satz(&["build", "--all-variants", "--shard", shard, "--output-dir", &output]);
        assert_eq!(finished.exit, 0, "{}", finished.stderr);
        all.extend(made(&workspace, &output));
    }
    assert_eq!(all.len(), 5, "{all:?}");
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), 5, "{all:?}");
}

#[test]
fn a_bad_row_fails_its_variant_and_the_others_are_built() {
    let workspace = workspace(&ROWS.replace("Probedorf,Am Hang", "Probedorf,")).file(
        "sources/heft/01-text.md",
        "# Guten Tag\n\n{{ variant.motto|upper }} und {{ variant.motto|date }}\n",
    );
    let rows = ROWS.replace("Am Markt", "2026-05-12").replace("Am *Fluss*", "2026-05-13");
    let workspace = workspace.file("sources/heft/orte.csv", rows);
    let finished = workspace.satz(&["build", "--all-variants"]);
    assert_eq!(finished.exit, 1);
    assert_eq!(made(&workspace, "output"), ["beispielhausen", "musterstadt"].map(str::to_owned).into());
    assert!(finished.stderr.contains("sources/heft/orte.csv:4:1"), "{}", finished.stderr);
    assert!(finished.stderr.contains("in the variant `probedorf`"), "{}", finished.stderr);
    let report = fs::read_to_string(workspace.path("output/report.json")).unwrap();
    assert_eq!(report.matches("\"variant\": ").count(), 5);
}

#[test]
fn what_all_variants_have_in_common_is_told_once() {
    let workspace = workspace(ROWS).file("sources/heft/01-text.md", "# Titel\n\n![Ein Platz](fehlt.png)\n");
    let finished = workspace.satz(&["build", "--all-variants"]);
    assert_eq!(finished.exit, 1);
    assert_eq!(finished.stderr.matches("picture/missing").count(), 1, "{}", finished.stderr);
    assert!(!finished.stderr.contains("in the variant"), "{}", finished.stderr);
}

#[test]
fn a_text_can_ask_for_the_output_and_for_values() {
    let manifest = "outputs = [\"print\", \"screen\", \"epub\"]\n[values]\naudience = \"rathaus\"\nlong = true\n\
                    [profiles.schule]\naudience = \"schule\"\n";
    let chapter = "# Titel\n\n{% if output == \"print\" %}Gedruckt auf Papier.{% elif output == \"screen\" %}Gelesen am Bildschirm.{% else %}Gelesen im Zug.{% endif %}\n\n\
                   Für {{ audience }}{% if long %}, ausführlich{% endif %}.\n";
    let workspace = Workspace::new().publication(manifest).file("sources/heft/01-text.md", chapter);
    workspace.build();
    let of = |name: &str| words(&workspace.built(name));
    let epub = || satz::epub::read_text(&workspace.built("heft.epub")).unwrap();
    assert!(of("heft-print.pdf").contains("Gedruckt auf Papier."));
    assert!(of("heft-screen.pdf").contains("Gelesen am Bildschirm."));
    assert!(epub().contains("Gelesen im Zug."));
    assert!(of("heft-screen.pdf").contains("Für rathaus, ausführlich."));
    let finished = workspace.satz(&["build", "--profile", "schule", "--set", "long=false"]);
    assert_eq!(finished.exit, 0, "{}", finished.stderr);
    assert!(of("heft-screen.pdf").contains("Für schule."), "{}", of("heft-screen.pdf"));
    assert!(epub().contains("Für schule."));
}
