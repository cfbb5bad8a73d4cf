//! The house rules that a machine can check.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms of `src/` from top to bottom: a room uses only rooms that stand before it.
const ROOMS: [&str; 27] = [
    "diagnostic",
    "files",
    "cache",
    "colour",
    "language",
    "toml_text",
    "workspace",
    "publication",
    "data",
    "template",
    "document",
    "markdown",
    "layout",
    "rows",
    "apparatus",
    "picture",
    "page",
    "typeset",
    "print",
    "epub",
    "check",
    "release",
    "catalogue",
    "pipeline",
    "preview",
    "cli",
    "main",
];

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn sources() -> Vec<(String, String)> {
    let mut files = Vec::new();
    rust_files(&repository().join("src"), &mut files);
    files.sort();
    let read = |path: PathBuf| {
        let name = path.strip_prefix(repository().join("src")).unwrap().display().to_string();
        (name, fs::read_to_string(path).unwrap())
    };
    files.into_iter().map(read).collect()
}

fn room_of(file: &str) -> &str {
    file.split('/').next().unwrap().trim_end_matches(".rs")
}

#[test]
fn arrows_between_rooms_run_one_way() {
    let rank = |room: &str| ROOMS.iter().position(|known| *known == room);
    let mut wrong = BTreeSet::new();
    for (file, text) in sources().iter().filter(|(file, _)| file != "lib.rs") {
        let own = rank(room_of(file)).unwrap_or_else(|| panic!("src/{file} is in no room of the table"));
        for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
            for used in line.split("crate::").skip(1) {
                let room: String = used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                match rank(&room) {
                    Some(other) if other <= own => {}
                    _ => {
                        wrong.insert(format!("src/{file} uses {room}"));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_room_is_named_in_the_documentation_of_the_crate() {
    let text = fs::read_to_string(repository().join("src/lib.rs")).unwrap();
    for (file, _) in sources().iter().filter(|(file, _)| file != "lib.rs" && file != "main.rs") {
        let room = room_of(file);
        assert!(text.contains(&format!("[`{room}`]")), "src/lib.rs does not tell what {room} is for");
    }
}

#[test]
fn typst_is_named_only_in_the_rooms_that_own_it() {
    for (file, text) in sources() {
        let owns = matches!(room_of(&file), "typeset" | "epub");
        let uses = text.lines().any(|line| {
            let line = line.trim_start();
            line.starts_with("use typst") || (!line.starts_with("//") && line.contains("typst::"))
        });
        assert!(owns || !uses, "src/{file} names Typst's crates");
    }
}

#[test]
fn unfinished_words_stay_out_of_the_sources() {
    for (file, text) in sources() {
        for word in ["todo!", "unimplemented!", "dbg!", "FIXME", "XXX"] {
            assert!(!text.contains(word), "src/{file} contains {word}");
        }
    }
}

#[test]
fn the_workspace_of_the_repository_has_only_the_top_level_that_its_users_know() {
    let known = [
        "Cargo.toml",
        "Cargo.lock",
        "README.md",
        "src",
        "sources",
        "layouts",
        "fonts",
        "output",
        "tests",
        "satz.toml",
        "target",
    ];
    for entry in fs::read_dir(repository()).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        assert!(name.starts_with('.') || known.contains(&name.as_str()), "{name} lies at the top level");
    }
}
