//! Expected texts in files, with one way to update them: `UPDATE=1 cargo test --release`.

use std::fs;
use std::path::Path;

/// Whether this run rewrites expected texts. A rewritten text still fails its test, so that a
/// green run never changes a file.
pub fn updating() -> bool {
    std::env::var_os("UPDATE").is_some()
}

/// Compares a text with `tests/ref/<name>`.
#[track_caller]
pub fn golden(name: &str, actual: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ref").join(name);
    let expected = fs::read_to_string(&path).unwrap_or_default();
    if expected == actual {
        return;
    }
    if updating() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, actual).unwrap();
        panic!("tests/ref/{name} was rewritten; read it, then run again");
    }
    let at = expected.lines().zip(actual.lines()).take_while(|(a, b)| a == b).count();
    panic!(
        "tests/ref/{name} differs from line {} on\nexpected: {:?}\nactual:   {:?}\n\
         UPDATE=1 rewrites it; whole text:\n{actual}",
        at + 1,
        expected.lines().nth(at),
        actual.lines().nth(at),
    );
}
