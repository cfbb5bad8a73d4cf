//! The handbook tells the truth: what `src/` and the layouts have stands in it, and nothing else.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What looks like `room/rule` and is none: media types and folders.
const NO_ROOMS: [&str; 6] = ["application", "font", "image", "layouts", "sources", "text"];

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(repository().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The README and the pages of the handbook, by their path in the repository.
fn pages() -> Vec<PathBuf> {
    let mut pages: Vec<PathBuf> = fs::read_dir(repository().join(".readme"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    pages.push(repository().join("README.md"));
    pages.sort();
    pages
}

/// The texts of all Rust files below a folder, without their unit tests.
fn sources(folder: &Path) -> Vec<String> {
    let mut texts = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            texts.extend(sources(&path));
        } else if name.ends_with(".rs") && name != "tests.rs" {
            let text = fs::read_to_string(path).unwrap();
            texts.push(text.split("#[cfg(test)]\nmod tests {").next().unwrap().to_owned());
        }
    }
    texts
}

/// The string literals of a Rust text. Escaped quotes do not occur in what is looked for.
fn literals(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.trim_start().starts_with("//")).flat_map(|line| line.split('"').skip(1))
}

fn is_code(text: &str) -> bool {
    let word = |part: &str| {
        part.starts_with(|first: char| first.is_ascii_lowercase())
            && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    text.split_once('/').is_some_and(|(room, rule)| word(room) && word(rule) && !NO_ROOMS.contains(&room))
}

/// What stands between backticks at the start of a table's rows.
fn first_cells(page: &str) -> BTreeSet<String> {
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.filter_map(|row| Some(row.split_once('`')?.0.to_owned())).collect()
}

#[test]
fn every_problem_code_stands_in_the_handbook_and_no_other() {
    let texts = sources(&repository().join("src"));
    let made: BTreeSet<String> = texts
        .iter()
        .flat_map(|text| literals(text))
        .filter(|text| is_code(text))
        .map(str::to_owned)
        .collect();
    let told: BTreeSet<String> =
        first_cells(&read(".readme/problems.md")).into_iter().filter(|cell| is_code(cell)).collect();
    let missing: Vec<_> = made.difference(&told).collect();
    let stale: Vec<_> = told.difference(&made).collect();
    assert!(made.len() > 100, "the codes of src/ were not found");
    assert!(missing.is_empty(), ".readme/problems.md does not tell {missing:?}");
    assert!(stale.is_empty(), ".readme/problems.md tells what src/ does not have: {stale:?}");
}

/// The keys that a manifest's reader takes: `take("key", …)`, `require("key", …)`, and lists of
/// `("key", …)` that a loop takes.
fn keys(file: &str) -> BTreeSet<String> {
    let text = read(file);
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    let mut keys = BTreeSet::new();
    for (at, _) in text.match_indices("(\"") {
        let before = &text[..at];
        let key = text[at + 2..].split('"').next().unwrap();
        let name =
            before.rsplit(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | ':' | '<' | '>'))).next();
        let name = name.unwrap().split("::").next().unwrap();
        let takes = name.starts_with("take") || matches!(name, "require" | "text" | "flag" | "words" | "");
        if takes && !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-') {
            keys.insert(key.to_owned());
        }
    }
    keys
}

#[test]
fn every_key_and_word_of_the_manifests_stands_in_the_handbook() {
    let page = read(".readme/manifest.md");
    let files = [
        "src/publication/mod.rs",
        "src/publication/apparatus.rs",
        "src/publication/bibliography.rs",
        "src/publication/chapters.rs",
        "src/publication/contributors.rs",
        "src/publication/edition_of.rs",
        "src/publication/epub.rs",
        "src/publication/identifiers.rs",
        "src/publication/paper.rs",
        "src/publication/print.rs",
        "src/publication/schema.rs",
        "src/publication/series.rs",
        "src/publication/trade.rs",
        "src/publication/typography.rs",
        "src/publication/values.rs",
        "src/publication/variants.rs",
        "src/publication/waivers.rs",
        "src/workspace/mod.rs",
        "src/workspace/limits.rs",
        "src/workspace/outputs.rs",
        "src/layout/parameter.rs",
    ];
    let keys: BTreeSet<String> = files.iter().flat_map(|file| keys(file)).collect();
    for known in
        ["title", "accessibility-summary", "saddle-stitch", "isbn-epub", "required", "picture-pixels"]
    {
        assert!(keys.contains(known), "`{known}` was not found in src/");
    }
    let missing: Vec<_> = keys.iter().filter(|key| !page.contains(&format!("`{key}`"))).collect();
    assert!(missing.is_empty(), ".readme/manifest.md does not tell {missing:?}");
    let told = first_cells(&page);
    let stale: Vec<_> = told.difference(&keys).collect();
    assert!(stale.is_empty(), ".readme/manifest.md tells what src/ does not take: {stale:?}");
}

#[test]
fn every_key_of_the_front_matter_stands_in_the_handbook() {
    let page = read(".readme/writing.md");
    let mut words = keys("src/markdown/front_matter.rs");
    assert!(words.contains("numbering"));
    words.extend(satz::document::ChapterKind::ALL.map(|kind| kind.name().to_owned()));
    let missing: Vec<_> = words.iter().filter(|word| !page.contains(&format!("`{word}`"))).collect();
    assert!(missing.is_empty(), ".readme/writing.md does not tell {missing:?}");
}

#[test]
fn every_component_of_the_house_stands_in_the_handbook_with_its_attributes() {
    let page = read(".readme/layouts.md");
    let layout: toml::Table = read("layouts/house/layout.toml").parse().unwrap();
    for (name, component) in layout["components"].as_table().unwrap() {
        let start = format!("| `{name}` |");
        let row = page.lines().find(|line| line.starts_with(&start));
        let row = row.unwrap_or_else(|| panic!(".readme/layouts.md does not describe `{name}`"));
        let attributes = component.get("attributes").and_then(toml::Value::as_table);
        for attribute in attributes.into_iter().flat_map(toml::Table::keys) {
            assert!(row.contains(&format!("`{attribute}`")), "`{name}` has `{attribute}`, untold");
        }
    }
    for layout in ["guidance", "brochure", "conference"] {
        let own: toml::Table = read(&format!("layouts/{layout}/layout.toml")).parse().unwrap();
        for name in own["components"].as_table().unwrap().keys() {
            assert!(page.contains(&format!("`{name}`")), "`{name}` of {layout} is not named");
        }
    }
}

#[test]
fn the_readme_names_the_two_commands() {
    let page = read("README.md");
    for command in ["cargo run --release -- build", "cargo test --release"] {
        assert!(page.contains(&format!("$ {command}\n")), "README.md does not name `{command}`");
    }
}

/// A page without its examples, in which links mean nothing.
fn prose(page: &str) -> String {
    let mut fence: Option<String> = None;
    let mut prose = String::new();
    for line in page.lines() {
        let ticks: String = line.chars().take_while(|&c| c == '`').collect();
        match &fence {
            Some(open) if line.trim_end() == open => fence = None,
            Some(_) => {}
            None if ticks.len() >= 3 => fence = Some(ticks),
            // Every second part of a line stands between backticks.
            None => prose.extend(line.split('`').step_by(2).chain(["\n"])),
        }
    }
    prose
}

/// The anchor of a heading, as code hosts make it.
fn anchor(heading: &str) -> String {
    let kept = heading.to_lowercase().replace(' ', "-");
    kept.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).collect()
}

fn has_anchor(page: &str, wanted: &str) -> bool {
    let headings = page.lines().filter(|line| line.starts_with('#'));
    headings.map(|line| anchor(line.trim_start_matches('#').trim())).any(|found| found == wanted)
}

#[test]
fn every_link_and_picture_of_the_handbook_leads_somewhere() {
    let mut wrong = Vec::new();
    for path in pages() {
        let text = fs::read_to_string(&path).unwrap();
        let prose = prose(&text);
        for rest in prose.split("](").skip(1) {
            let target = rest.split(')').next().unwrap();
            if target.contains("://") {
                continue;
            }
            let (file, id) = target.split_once('#').unwrap_or((target, ""));
            let file = if file.is_empty() { path.clone() } else { path.parent().unwrap().join(file) };
            let found = file.is_file()
                && (id.is_empty() || has_anchor(&fs::read_to_string(&file).unwrap_or_default(), id));
            if !found {
                wrong.push(format!("{}: {target}", path.file_name().unwrap().display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_picture_of_the_handbook_is_shown_and_small() {
    let shown: String = pages().iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    let mut sum = 0;
    for entry in fs::read_dir(repository().join(".readme")).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".md") {
            continue;
        }
        assert!(shown.contains(&name), ".readme/{name} is shown nowhere");
        let bytes = entry.metadata().unwrap().len();
        assert!(bytes < 250_000, ".readme/{name} has {bytes} bytes");
        sum += bytes;
    }
    assert!(sum < 2_000_000, "the pictures have {sum} bytes together");
}

/// What stands between backticks in the second column of the tables of a page.
fn proofs(page: &str) -> Vec<&str> {
    let rows = page.lines().filter(|line| line.starts_with("| ") && line.matches('|').count() == 3);
    let second = rows.filter_map(|row| row.split('|').nth(2));
    second.flat_map(|cell| cell.split('`').skip(1).step_by(2)).collect()
}

#[test]
fn every_line_of_the_checklists_is_proved_by_a_test_that_there_is() {
    let page = read(".readme/accessibility.md");
    let controls = read("tests/validators/controls");
    let proofs = proofs(&page);
    assert!(proofs.len() > 100, "the tables of the page were not found");
    for proof in proofs {
        let there = if let Some(fault) = proof.strip_prefix("controls: ") {
            controls.contains(&format!("(\"{fault}\""))
        } else if let Some((file, test)) = proof.split_once("::") {
            // A name that is only mentioned is no test.
            read(file).contains("#[test]\n") && read(file).contains(&format!("fn {test}()"))
        } else {
            repository().join(proof).is_file()
        };
        assert!(there, "`{proof}` proves a line of .readme/accessibility.md and is not there");
    }
}

#[test]
fn every_line_of_the_checklists_names_what_proves_it() {
    let page = read(".readme/accessibility.md");
    let rows = page.lines().filter(|line| line.starts_with("| ") && line.matches('|').count() == 3);
    let bare: Vec<_> = rows.filter(|row| !row.contains('`') && !row.contains("Proved by")).collect();
    assert!(bare.is_empty(), "nothing proves {bare:?}");
}
