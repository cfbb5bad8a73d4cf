//! The same input gives the same bytes, and nothing is ever half there.

use std::fs;
use std::io::Read;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::common::Workspace;

const CHAPTER: &str = "# Titel\n\nEin Absatz mit **Nachdruck** und einer Fußnote.[^a]\n\n[^a]: Die Fußnote.\n\n\
                       ![Ein Quadrat](quadrat.png \"Die Farben\"){credit=\"Zeichnung: Beispiel\" width=5mm}\n\n## Zweiter Teil\n\nText.\n";

fn workspace() -> Workspace {
    Workspace::with_chapter(CHAPTER).file("sources/heft/quadrat.png", picture())
}

/// A small picture with every channel in use.
fn picture() -> Vec<u8> {
    let pixel = |x: u32, y: u32| image::Rgb([(x * 4) as u8, (y * 4) as u8, 128]);
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_fn(64, 64, pixel).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

const FILES: [&str; 6] = [
    "heft-print.pdf",
    "heft-screen.pdf",
    "heft.epub",
    "heft-cover.png",
    "heft-accessibility.html",
    "report.json",
];

#[test]
fn two_builds_in_two_folders_with_one_and_two_threads_give_the_same_files() {
    let (one, two) = (workspace(), workspace());
    assert_eq!(one.satz(&["build", "--jobs", "1"]).exit, 0);
    assert_eq!(two.satz(&["build", "--jobs", "2"]).exit, 0);
    for file in FILES {
        assert!(one.built(file) == two.built(file), "{file} differs");
    }
    let report = |workspace: &Workspace| fs::read(workspace.path("output/report.json")).unwrap();
    assert!(report(&one) == report(&two), "output/report.json differs");
}

#[test]
fn a_build_with_nothing_changed_leaves_the_files_alone() {
    let workspace = workspace();
    workspace.build();
    let modified = |file: &str| {
        fs::metadata(workspace.path(&format!("output/heft/{file}"))).unwrap().modified().unwrap()
    };
    let before: Vec<_> = FILES.iter().map(|file| modified(file)).collect();
    let again = workspace.satz(&["build"]);
    assert!(again.stdout.starts_with("unchanged"), "{}", again.stdout);
    assert_eq!(before, FILES.iter().map(|file| modified(file)).collect::<Vec<_>>());
}

#[test]
fn an_output_that_was_deleted_or_altered_is_built_again() {
    let workspace = workspace();
    workspace.build();
    let good = workspace.built("heft-screen.pdf");
    fs::write(workspace.path("output/heft/heft-screen.pdf"), b"altered").unwrap();
    fs::remove_file(workspace.path("output/heft/heft.epub")).unwrap();
    workspace.build();
    assert!(workspace.built("heft-screen.pdf") == good);
    assert!(!workspace.built("heft.epub").is_empty());
}

#[test]
fn a_changed_picture_and_a_new_token_value_are_noticed() {
    let workspace = workspace();
    workspace.build();
    let before = workspace.built("heft-screen.pdf");
    let tokens = fs::read_to_string(workspace.path("layouts/plain/tokens.toml")).unwrap();
    let workspace = workspace.file("layouts/plain/tokens.toml", tokens.replace("#8a2f1d", "#1d2f8a"));
    workspace.build();
    assert!(workspace.built("heft-screen.pdf") != before);
}

#[test]
fn a_failed_build_leaves_the_old_files_and_tells_in_the_report() {
    let workspace = workspace();
    workspace.build();
    let before = workspace.built("heft-screen.pdf");
    let workspace = workspace.file("sources/heft/01-text.md", "# Titel\n\nSiehe @nirgends.\n");
    assert_eq!(workspace.satz(&["build"]).exit, 1);
    assert!(workspace.built("heft-screen.pdf") == before);
    let report = fs::read_to_string(workspace.path("output/report.json")).unwrap();
    assert!(report.contains("document/unknown-reference"), "{report}");
}

#[test]
fn a_publication_that_fails_does_not_stop_the_others() {
    let workspace = workspace()
        .file(
            "sources/kaputt/publication.toml",
            "title = \"Kaputt\"\nlayout = \"plain\"\ndate = 2026-11-01\n",
        )
        .file("sources/kaputt/01.md", "# Titel\n\nSiehe @nirgends.\n");
    assert_eq!(workspace.satz(&["build"]).exit, 1);
    assert!(!workspace.built("heft.epub").is_empty());
    assert!(!workspace.path("output/kaputt/kaputt.epub").exists());
}

#[test]
fn a_build_that_is_killed_leaves_no_half_file() {
    let workspace = workspace();
    workspace.build();
    let good: Vec<Vec<u8>> = FILES.iter().map(|file| workspace.built(file)).collect();
    for wait in [5, 20, 60, 120, 200] {
        fs::remove_dir_all(workspace.path("output/.cache")).unwrap();
        let mut running = Command::new(env!("CARGO_BIN_EXE_satz"))
            .arg("build")
            .current_dir(workspace.path(""))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(wait));
        let _ = running.kill();
        running.wait().unwrap();
        for (file, good) in FILES.iter().zip(&good) {
            assert!(workspace.built(file) == *good, "{file} was left half written after {wait} ms");
        }
        let _ = fs::create_dir(workspace.path("output/.cache"));
    }
    workspace.build();
    let names = fs::read_dir(workspace.path("output/heft")).unwrap();
    let left: Vec<String> = names
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name.starts_with('.'))
        .collect();
    assert_eq!(left, Vec::<String>::new());
}

#[test]
fn a_picture_of_sixty_thousand_by_sixty_thousand_pixels_is_refused_by_its_header() {
    let workspace = Workspace::with_chapter("# Titel\n\n![Riesig](riesig.png)\n")
        .file("sources/heft/riesig.png", png_header(60_000, 60_000));
    let finished = workspace.satz(&["build", "--diagnostics", "short"]);
    assert_eq!(finished.exit, 1);
    assert!(finished.stderr.contains("sources/heft/01-text.md:3"), "{}", finished.stderr);
    assert!(finished.stderr.contains("picture/too-large"), "{}", finished.stderr);
}

/// A PNG of these measures without pixels; its header is sound.
fn png_header(width: u32, height: u32) -> Vec<u8> {
    let mut header = b"IHDR".to_vec();
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    header.extend([8, 2, 0, 0, 0]);
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    for (length, chunk) in [(13u32, header.as_slice()), (0, b"IDAT"), (0, b"IEND")] {
        bytes.extend(length.to_be_bytes());
        bytes.extend(chunk);
        bytes.extend(crc32(chunk).to_be_bytes());
    }
    bytes
}

/// The checksum of PNG chunks (PNG specification, annex D).
fn crc32(bytes: &[u8]) -> u32 {
    let step = |sum: u32| if sum & 1 == 1 { 0xedb8_8320 ^ (sum >> 1) } else { sum >> 1 };
    !bytes.iter().fold(!0, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), |sum, _| step(sum)))
}

#[test]
fn a_chapter_of_two_hundred_megabytes_and_one_that_is_no_text_end_in_words() {
    let big = "Wort ".repeat(40 << 20);
    let workspace = Workspace::with_chapter("").file("sources/heft/01-text.md", format!("# Titel\n\n{big}"));
    let finished = workspace.satz(&["build", "--diagnostics", "short"]);
    assert_eq!(finished.exit, 1);
    assert!(finished.stderr.contains("sources/heft/01-text.md"), "{}", finished.stderr);
    assert!(finished.stderr.contains("limit"), "{}", finished.stderr);
    let workspace = workspace.file("sources/heft/01-text.md", b"# Titel\n\nGr\xfc\xdfe\n");
    let finished = workspace.satz(&["build", "--diagnostics", "short"]);
    assert_eq!(finished.exit, 1);
    assert!(finished.stderr.contains("is not UTF-8"), "{}", finished.stderr);
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_out_of_the_workspace_is_not_followed() {
    let secret = tempfile::NamedTempFile::new().unwrap();
    fs::write(secret.path(), picture()).unwrap();
    let workspace = Workspace::with_chapter("# Titel\n\n![Geheim](link.png)\n");
    std::os::unix::fs::symlink(secret.path(), workspace.path("sources/heft/link.png")).unwrap();
    let finished = workspace.satz(&["build", "--diagnostics", "short"]);
    assert_eq!(finished.exit, 1);
    assert!(finished.stderr.contains("outside of the workspace"), "{}", finished.stderr);
}

#[test]
fn an_epub_is_a_zip_whose_first_entry_is_its_type() {
    let workspace = workspace();
    workspace.build();
    let epub = workspace.built("heft.epub");
    assert_eq!(&epub[30..58], b"mimetypeapplication/epub+zip");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(epub)).unwrap();
    let mut names = Vec::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        names.push(file.name().unwrap().into_owned());
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        if names[index].ends_with("xhtml") || names[index].ends_with("opf") || names[index].ends_with("ncx") {
            let text = String::from_utf8(content).unwrap();
            let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
            roxmltree::Document::parse_with_options(&text, options)
                .unwrap_or_else(|error| panic!("{} is not XML: {error}", names[index]));
        }
    }
    assert_eq!(names[0], "mimetype");
}
