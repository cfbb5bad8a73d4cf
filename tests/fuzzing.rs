//! The seeds and earlier findings of the fuzzers, and inputs that grow, replayed without a fuzzer.
//!
//! `tests/fuzz/seeds/<target>/` holds one input a file. A finding is laid there, too, once it is mended.

#[path = "fuzz/targets.rs"]
mod targets;

use std::fs;
use std::path::Path;

type Target = (&'static str, fn(&[u8]));

const TARGETS: [Target; 5] = [
    ("read", targets::read),
    ("expand", targets::expand),
    ("lower", targets::lower),
    ("manifest", targets::manifest),
    ("data", targets::data),
];

#[test]
fn every_seed_and_finding_of_the_fuzzers_ends_well() {
    for (name, target) in TARGETS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/seeds").join(name);
        let mut paths: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        assert!(paths.len() > 2, "{name} has {} seeds", paths.len());
        for path in paths {
            println!("{}", path.display());
            target(&fs::read(path).unwrap());
        }
    }
}

/// Patterns on which readers of Markdown and templates have taken quadratic time or deep stacks: 20,000 of each
/// would take minutes then.
#[test]
fn patterns_that_grow_end_soon_and_without_a_deep_stack() {
    let patterns = [
        "[", "](", "![", "[a](", "*a ", "_a_", "**", "~~", "`", "> ", ">", "- ", "1. ", "    ", "{", "{.a",
        "[^a]", "[@a;", "$", "$$", "<", "<!--", "&", "\\", "|", "| a ", ":::", "{{", "{%", "(", "\"", "a@b.",
        "https://", "\t", "\u{ad}", "@a",
    ];
    for pattern in patterns {
        let text = pattern.repeat(20_000);
        let lines = format!("{pattern}a\n").repeat(2_000);
        for (name, target) in TARGETS {
            println!("{name} {pattern:?}");
            target(text.as_bytes());
            target(lines.as_bytes());
        }
    }
}
