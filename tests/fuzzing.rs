//! The seeds and earlier findings of the fuzzers, and inputs that grow, replayed without a fuzzer.
//!
//! `tests/fuzz/seeds/<target>/` holds one input a file. A finding is laid there, too, once it is mended.

#[path = "fuzz/targets.rs"]
mod targets;

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

/// What no input may take longer than.
const LIMIT: Duration = Duration::from_secs(20);

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
        run_all(pattern, &text);
        run_all(pattern, &lines);
    }
}

/// Signs that open and close, thousands of each: what looks for the partner of each one anew takes quadratic time,
/// and what follows them inwards a deep stack.
#[test]
fn thousands_of_pairs_within_each_other_end_soon() {
    let pairs = [
        ("[", "]"),
        ("[", "](https://a.de)"),
        ("![", "](a.png)"),
        ("[", "]{.a}"),
        ("[^", "]"),
        ("[@a, ", "]"),
        ("*a ", " b*"),
        ("**a _", "_ b**"),
        ("~~a *", "* b~~"),
        ("(", ")"),
        ("\"", "\""),
        ("„", "“"),
        ("$", "$"),
        ("${", "}$"),
        ("$\\frac{", "}$"),
        ("{", "}"),
        ("{{", "}}"),
        ("{% if a %}", "{% endif %}"),
        ("{% for a in t %}", "{% endfor %}"),
        ("{{ [", "] }}"),
        ("<", ">"),
        ("<!--", "-->"),
        ("\n:::box\n", "\n:::\n"),
        ("a = [", "]"),
        ("[a.", "]\n"),
        ("{\"a\":", "}"),
    ];
    for (open, close) in pairs {
        for count in [100, 5_000] {
            run_all(open, &format!("{}a{}", open.repeat(count), close.repeat(count)));
        }
    }
}

/// Texts whose parts grow or refer to each other.
#[test]
fn growing_parts_and_chains_of_references_end_soon() {
    let each = |count: usize, part: &dyn Fn(usize) -> String| (0..count).map(part).collect::<String>();
    let table = format!("{}\n{}\n", "|a".repeat(300), "|-".repeat(300));
    let texts = [
        ("deeper items", each(400, &|at| format!("{}- a\n", "  ".repeat(at)))),
        ("deeper numbers", each(400, &|at| format!("{}1. a\n", "   ".repeat(at)))),
        ("longer backticks", each(600, &|at| format!("{}a ", "`".repeat(at + 1)))),
        ("longer fences", each(300, &|at| format!("{}\na\n", "`".repeat(at + 3)))),
        ("longer directives", each(300, &|at| format!("{}box\n\n", ":".repeat(at + 3)))),
        ("wide table", format!("{table}{}", "|b\n".repeat(3_000))),
        ("full table", format!("{table}{}", format!("{}\n", "|b".repeat(300)).repeat(100))),
        ("definitions", each(3_000, &|at| format!("[a{at}]: https://a.de/{at}\n"))),
        ("uses", each(3_000, &|at| format!("[b][a{at}] ")) + "\n\n[a0]: https://a.de\n"),
        ("definitions before a heading", "[a]: b\n".repeat(3_000) + "a\n===\n"),
        ("uses of a footnote", "[^a]".repeat(5_000) + "\n\n[^a]: b\n"),
        ("a chain of footnotes", each(2_000, &|at| format!("[^{at}]\n\n[^{at}]: a[^{}]\n\n", at + 1))),
        ("links over lines", "[a](\nhttps://a.de\n'b\nc')\n".repeat(2_000)),
        ("attributes", each(3_000, &|at| format!("[a]{{#a{at} .b k{at}=\"v\"}} "))),
        ("headings of one name", "## a\n\n".repeat(5_000)),
        ("terms", "a\n\n: b\n\n".repeat(3_000)),
        ("one word", "Auflage".repeat(50_000)),
        ("one line of words", "Schifffahrt \"a\" ".repeat(20_000)),
        ("keys of TOML", each(3_000, &|at| format!("k{at} = {at}\n"))),
        ("tables of TOML", each(3_000, &|at| format!("[a{at}]\n"))),
        ("cells of CSV", "0a,b,c\n".to_owned() + &"\"1\"\"\",2,3\n".repeat(5_000)),
        ("deeper YAML", "2".to_owned() + &each(400, &|at| format!("{}a:\n", " ".repeat(at)))),
        ("anchors of YAML", "2a: &a [b]\n".to_owned() + &each(1_000, &|at| format!("k{at}: [*a, *a]\n"))),
    ];
    for (name, text) in texts {
        run_all(name, &text);
    }
}

/// Each takes some hundredths of a second; the limit leaves a slow machine its time.
fn run_all(name: &str, text: &str) {
    for (target, run) in TARGETS {
        let started = Instant::now();
        run(text.as_bytes());
        let taken = started.elapsed();
        assert!(taken < LIMIT, "{target} takes {taken:?} for {} bytes of {name:?}", text.len());
    }
}
