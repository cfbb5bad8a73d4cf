//! The preflight names what is wrong with a print file: a good file is broken in one way at a time.

use std::fs;
use std::sync::OnceLock;

use lopdf::{
    Dictionary, Document, EncryptionState, EncryptionVersion, Object, ObjectId, Permissions, Stream,
    dictionary,
};
use satz::check::{Limits, preflight};
use satz::print::inspect;

use crate::common::{Sample, Workspace};

/// A way to break a file.
type Break = fn(&mut Document);

/// The good file, in objects.
fn good() -> Document {
    static READ: OnceLock<Document> = OnceLock::new();
    READ.get_or_init(|| Document::load_mem(&Sample::built().print).unwrap()).clone()
}

fn bytes(mut document: Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

fn broken(break_it: Break) -> Vec<u8> {
    let mut document = good();
    break_it(&mut document);
    bytes(document)
}

fn codes(pdf: &[u8], limits: &Limits) -> Vec<String> {
    let read = inspect(pdf).unwrap();
    preflight(&read, limits).into_iter().map(|problem| problem.code.into_owned()).collect()
}

fn first_page(document: &Document) -> ObjectId {
    document.page_iter().next().unwrap()
}

fn page(document: &mut Document) -> &mut Dictionary {
    let id = first_page(document);
    document.get_dictionary_mut(id).unwrap()
}

fn info(document: &mut Document) -> &mut Dictionary {
    let id = document.trailer.get(b"Info").unwrap().as_reference().unwrap();
    document.get_dictionary_mut(id).unwrap()
}

fn intents(document: &Document) -> Vec<ObjectId> {
    let intents = document.catalog().unwrap().get_deref(b"OutputIntents", document).unwrap();
    intents.as_array().unwrap().iter().map(|intent| intent.as_reference().unwrap()).collect()
}

fn profile(document: &mut Document) -> &mut Stream {
    let intent = document.get_dictionary(intents(document)[0]).unwrap();
    let id = intent.get(b"DestOutputProfile").unwrap().as_reference().unwrap();
    document.get_object_mut(id).unwrap().as_stream_mut().unwrap()
}

/// Writes over bytes of the profile.
fn alter_profile(document: &mut Document, at: usize, word: &[u8]) {
    let profile = profile(document);
    let mut content = profile.get_plain_content().unwrap();
    content[at..at + word.len()].copy_from_slice(word);
    profile.dict.remove(b"Filter");
    profile.set_content(content);
}

fn alter_metadata(document: &mut Document, from: &str, to: &str) {
    let id = document.catalog().unwrap().get(b"Metadata").unwrap().as_reference().unwrap();
    let stream = document.get_object_mut(id).unwrap().as_stream_mut().unwrap();
    let text = String::from_utf8(stream.content.clone()).unwrap();
    assert!(text.contains(from), "{from} is not in {text}");
    stream.set_content(text.replace(from, to).into_bytes());
}

/// Draws something more on the first page.
fn draw(document: &mut Document, operators: &str) {
    let added = document.add_object(Stream::new(Dictionary::new(), format!("\n{operators}\n").into_bytes()));
    let contents = match page(document).get(b"Contents").unwrap() {
        Object::Array(parts) => parts.clone(),
        one => vec![one.clone()],
    };
    page(document).set("Contents", [contents, vec![added.into()]].concat());
}

/// Gives the first page something to name in its content.
fn resource(document: &mut Document, category: &str, name: &str, object: Object) {
    let own = page(document).get(b"Resources").unwrap().clone();
    let mut resources = document.dereference(&own).unwrap().1.as_dict().unwrap().clone();
    let mut entries = resources
        .get_deref(category.as_bytes(), document)
        .and_then(Object::as_dict)
        .cloned()
        .unwrap_or_default();
    entries.set(name, object);
    resources.set(category, entries);
    page(document).set("Resources", resources);
}

fn grow(document: &mut Document, key: &str, by: f32) {
    let corners = page(document).get(key.as_bytes()).unwrap().as_array().unwrap().clone();
    let corners = corners.iter().zip([-by, -by, by, by]);
    let corners =
        corners.map(|(number, by)| Object::Real(number.as_float().unwrap() + by)).collect::<Vec<_>>();
    page(document).set(key, corners);
}

fn picture(document: &mut Document, points: u32) {
    let image = Stream::new(
        dictionary! {
            "Type" => "XObject", "Subtype" => "Image", "Width" => 100, "Height" => 100,
            "BitsPerComponent" => 8, "ColorSpace" => "DeviceGray",
        },
        vec![128; 10_000],
    );
    let image = document.add_object(image);
    resource(document, "XObject", "picture", image.into());
    draw(document, &format!("q {points} 0 0 {points} 20 20 cm /picture Do Q"));
}

fn spot(alternate: &[f32]) -> Object {
    let tint = dictionary! {
        "FunctionType" => 2, "N" => 1, "Domain" => vec![0.into(), 1.into()],
        "C0" => vec![Object::Real(0.0); 4],
        "C1" => alternate.iter().map(|ink| Object::Real(*ink)).collect::<Vec<_>>(),
    };
    vec![Object::from("Separation"), "Gold".into(), "DeviceCMYK".into(), tint.into()].into()
}

/// The name of a font of the first page.
fn font(file: &Document) -> String {
    let fonts = file.get_page_fonts(first_page(file)).unwrap();
    String::from_utf8(fonts.into_keys().next().unwrap()).unwrap()
}

/// The corners of the trimmed first page.
fn trim(file: &mut Document) -> Vec<f32> {
    let corners = page(file).get(b"TrimBox").unwrap().as_array().unwrap();
    corners.iter().map(|corner| corner.as_float().unwrap()).collect()
}

/// The single faults of the reference, § 3.2.
const STANDARD: [(&str, Break); 16] = [
    ("preflight/device-rgb", |file| draw(file, "q 1 0 0 rg 20 20 10 10 re f Q")),
    ("preflight/font-not-embedded", |file| {
        let descriptors = file.objects.values_mut().filter_map(|object| object.as_dict_mut().ok());
        let mut descriptors = descriptors.filter(|found| found.has_type(b"FontDescriptor"));
        let one = descriptors.next().unwrap();
        [&b"FontFile"[..], b"FontFile2", b"FontFile3"].iter().for_each(|key| drop(one.remove(key)));
    }),
    ("preflight/javascript", |file| {
        let script = dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("app.alert(1)") };
        let script = file.add_object(script);
        let tree = dictionary! { "Names" => vec![Object::string_literal("one"), script.into()] };
        file.catalog_mut().unwrap().set("Names", dictionary! { "JavaScript" => tree });
    }),
    ("preflight/no-id", |file| drop(file.trailer.remove(b"ID"))),
    ("preflight/no-output-intent", |file| drop(file.catalog_mut().unwrap().remove(b"OutputIntents"))),
    ("preflight/profile-class", |file| alter_profile(file, 12, b"scnr")),
    ("preflight/spot-definitions", |file| {
        resource(file, "ColorSpace", "gold1", spot(&[0.0, 0.2, 0.6, 0.2]));
        resource(file, "ColorSpace", "gold2", spot(&[0.0, 0.3, 0.6, 0.2]));
    }),
    ("preflight/no-trim-box", |file| drop(page(file).remove(b"TrimBox"))),
    ("preflight/boxes-not-nested", |file| grow(file, "BleedBox", 2.0)),
    ("preflight/trapped", |file| info(file).set("Trapped", Object::string_literal("False"))),
    ("preflight/annotation", |file| {
        let rect: Vec<Object> = [20, 20, 60, 40].map(Object::from).to_vec();
        let note = file.add_object(dictionary! { "Type" => "Annot", "Subtype" => "Text", "Rect" => rect });
        page(file).set("Annots", vec![note.into()]);
    }),
    ("preflight/open-action", |file| {
        let action = dictionary! { "S" => "GoTo", "D" => vec![first_page(file).into(), "Fit".into()] };
        file.catalog_mut().unwrap().set("OpenAction", action);
    }),
    ("preflight/version", |file| "1.7".clone_into(&mut file.version)),
    ("preflight/pdfx-version", |file| alter_metadata(file, ">PDF/X-4<", ">PDF/X-3<")),
    ("preflight/output-intents", |file| {
        let twice = vec![Object::from(intents(file)[0]); 2];
        file.catalog_mut().unwrap().set("OutputIntents", twice);
    }),
    ("preflight/transfer-function", |file| {
        resource(file, "ExtGState", "curve", dictionary! { "TR" => "Identity" }.into());
    }),
];

/// What shops ask for, and what else a file may have wrong.
const FURTHER: [(&str, Break); 26] = [
    ("preflight/trapped", |file| drop(info(file).remove(b"Trapped"))),
    ("preflight/bleed", |file| grow(file, "BleedBox", -4.0)),
    ("preflight/picture-resolution", |file| picture(file, 36)),
    ("preflight/picture-resolution", |file| picture(file, 72)),
    ("preflight/thin-line", |file| draw(file, "q 0.1 w 0 0 0 1 K 20 20 m 90 20 l S Q")),
    ("preflight/small-text", |file| {
        let font = font(file);
        // Whatever the code 36 stands for in the fixture's font, it is a letter.
        draw(
            file,
            &format!(
                "BT /Span << /ActualText (klein) >> BDC /{font} 6 Tf 0.6 0.4 0.4 1 k 30 30 Td <0024> Tj EMC ET"
            ),
        );
    }),
    ("preflight/ink-sum", |file| draw(file, "q 1 0.9 0.9 0.4 k 20 20 10 10 re f Q")),
    ("preflight/thin-line", |file| draw(file, "q 0 0 0 1 k 20 20 70 0.1 re f Q")),
    ("preflight/bleed-content", |file| {
        let trim = trim(file);
        draw(file, &format!("q 0.2 0 0 0 k {} {} 40 40 re f Q", trim[0], trim[1] + 80.0));
    }),
    ("preflight/safe-zone", |file| {
        let (trim, font) = (trim(file), font(file));
        let words = "/Span << /ActualText (Rand) >> BDC";
        let (x, y) = (trim[0] + 1.0, trim[1] + 90.0);
        draw(file, &format!("BT {words} /{font} 10 Tf 0 0 0 1 k {x} {y} Td <0024> Tj EMC ET"));
    }),
    ("preflight/missing-glyph", |file| {
        let font = font(file);
        draw(file, &format!("BT /{font} 10 Tf 0 0 0 1 k 90 90 Td <0000> Tj ET"));
    }),
    ("preflight/overprint-white", |file| {
        resource(file, "ExtGState", "over", dictionary! { "op" => true, "OPM" => 1 }.into());
        draw(file, "q /over gs 0 0 0 0 k 90 90 30 30 re f Q");
    }),
    ("preflight/profile-components", |file| profile(file).dict.set("N", 3)),
    ("preflight/profile-components", |file| alter_profile(file, 16, b"RGB ")),
    ("preflight/profile-missing", |file| {
        let id = intents(file)[0];
        file.get_dictionary_mut(id).unwrap().remove(b"DestOutputProfile");
    }),
    ("preflight/embedded-file", |file| {
        let content = file.add_object(Stream::new(dictionary! { "Type" => "EmbeddedFile" }, vec![1]));
        file.add_object(dictionary! {
            "Type" => "Filespec", "F" => Object::string_literal("a.csv"), "EF" => dictionary! { "F" => content },
        });
    }),
    ("preflight/metadata-differ", |file| info(file).set("Title", Object::string_literal("Anders"))),
    ("preflight/metadata-differ", |file| {
        info(file).set("ModDate", Object::string_literal("D:20200101000000Z"))
    }),
    ("preflight/metadata-missing", |file| alter_metadata(file, "xmpMM:VersionID>", "xmpMM:Version>")),
    ("preflight/no-title", |file| {
        info(file).remove(b"Title");
        alter_metadata(file, "dc:title>", "dc:label>");
    }),
    ("preflight/page-sizes", |file| {
        ["MediaBox", "BleedBox", "TrimBox"].iter().for_each(|key| grow(file, key, 9.0))
    }),
    ("preflight/tagged", |file| {
        let tree = file.add_object(dictionary! { "Type" => "StructTreeRoot" });
        let catalog = file.catalog_mut().unwrap();
        catalog.set("StructTreeRoot", tree);
        catalog.set("MarkInfo", dictionary! { "Marked" => true });
    }),
    ("preflight/action", |file| {
        let link = dictionary! { "S" => "URI", "URI" => Object::string_literal("https://example.org") };
        file.add_object(dictionary! { "Title" => Object::string_literal("Verweis"), "A" => link });
    }),
    ("preflight/forbidden", |file| {
        file.add_object(Stream::new(dictionary! { "Subtype" => "PS" }, vec![]));
    }),
    ("preflight/rgb", |file| {
        let space = file.add_object(Stream::new(dictionary! { "N" => 3 }, vec![]));
        resource(file, "ColorSpace", "rgb", vec![Object::from("ICCBased"), space.into()].into());
        draw(file, "q /rgb cs 1 0 0 scn 20 20 10 10 re f Q");
    }),
    ("preflight/cmyk-profile", |file| {
        let space = file.add_object(Stream::new(dictionary! { "N" => 4 }, vec![]));
        resource(file, "ColorSpace", "cmyk", vec![Object::from("ICCBased"), space.into()].into());
        draw(file, "q /cmyk cs 1 0 0 0 scn 20 20 10 10 re f Q");
    }),
];

#[test]
fn a_good_file_is_passed_without_a_word() {
    assert_eq!(codes(&Sample::built().print, &Limits::default()), Vec::<String>::new());
    assert_eq!(codes(&bytes(good()), &Limits::default()), Vec::<String>::new());
}

#[test]
fn each_single_fault_is_named_by_its_code_and_nothing_else_is() {
    let mut wrong = Vec::new();
    for (code, break_it) in STANDARD.into_iter().chain(FURTHER) {
        let found = codes(&broken(break_it), &Limits::default());
        if found != [code] {
            wrong.push(format!("{code}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_number_of_pages_that_cannot_be_bound_is_named() {
    let limits = |multiple| Limits { page_multiple: Some(multiple), ..Limits::default() };
    let pages = good().page_iter().count();
    assert_eq!(codes(&Sample::built().print, &limits(pages)), Vec::<String>::new());
    assert_eq!(codes(&Sample::built().print, &limits(pages + 1)), ["preflight/page-count"]);
}

#[test]
fn an_encrypted_file_is_named_as_such_with_and_without_a_password() {
    for password in ["", "geheim"] {
        let mut document = good();
        let version = EncryptionVersion::V2 {
            document: &document,
            owner_password: "owner",
            user_password: password,
            key_length: 128,
            permissions: Permissions::all(),
        };
        let state = EncryptionState::try_from(version).unwrap();
        document.encrypt(&state).unwrap();
        assert_eq!(codes(&bytes(document), &Limits::default()), ["preflight/encrypted"], "{password}");
    }
}

#[test]
fn damage_is_named_that_reading_programs_mend() {
    let good = bytes(good());
    let of = |pdf: &[u8]| codes(pdf, &Limits::default());
    let at = |word: &[u8]| good.windows(word.len()).rposition(|bytes| bytes == word).unwrap();
    let pointer = at(b"startxref");
    assert_eq!(of(&good[..pointer]), ["preflight/damaged"], "its end is missing");
    let moved = [&good[..pointer], b"startxref\n99\n%%EOF\n".as_slice()].concat();
    assert_eq!(of(&moved), ["preflight/damaged"]);
    assert!(of(&[b"From: shop\n\n".as_slice(), &good].concat()).contains(&"preflight/version".to_owned()));

    let mut torn = Document::load_mem(&good).unwrap();
    let page = first_page(&torn);
    let content = torn.get_page_contents(page)[0];
    let stream = torn.get_object_mut(content).unwrap().as_stream_mut().unwrap();
    stream.set_plain_content(b"0 0 0 1 k 40 40 10 10 re f ".repeat(20));
    stream.compress().unwrap();
    *stream.content.last_mut().unwrap() ^= 1;
    assert_eq!(of(&bytes(torn)), ["preflight/damaged"]);
}

#[test]
fn a_finding_names_its_page_and_its_place_in_millimetres() {
    let pdf = broken(|file| {
        let height = page(file).get(b"TrimBox").unwrap().as_array().unwrap()[3].as_float().unwrap();
        let left = page(file).get(b"TrimBox").unwrap().as_array().unwrap()[0].as_float().unwrap();
        // One inch from the left and two from the top.
        draw(file, &format!("q 0.1 w 0 0 0 1 K {} {} m 90 20 l S Q", left + 72.0, height - 144.0));
    });
    let found = preflight(&inspect(&pdf).unwrap(), &Limits::default());
    let message = &found[0].message;
    assert!(message.contains("on page 1, 25.") && message.contains("50.8 mm from the top"), "{message}");
}

#[test]
fn the_screen_pdf_is_no_file_for_the_press() {
    let found = codes(&Sample::built().screen, &Limits::default());
    for code in
        ["preflight/version", "preflight/tagged", "preflight/annotation", "preflight/no-output-intent"]
    {
        assert!(found.iter().any(|found| found == code), "{code} is not in {found:?}");
    }
}

fn folder() -> Workspace {
    let rgb = broken(|file| draw(file, "q 1 0 0 rg 20 20 10 10 re f Q"));
    Workspace::new()
        .file("good.pdf", &Sample::built().print)
        .file("rgb.pdf", rgb)
        .file("thin.pdf", broken(|file| draw(file, "q 0.1 w 0 0 0 1 K 20 20 m 90 20 l S Q")))
        .file("text.pdf", "This is no PDF.")
}

#[test]
fn the_command_judges_each_file_and_ends_with_the_worst() {
    let folder = folder();
    let run = |words: &[&str]| folder.satz(&[&["preflight"], words].concat());
    let good = run(&["good.pdf"]);
    assert_eq!((good.exit, good.stdout.as_str(), good.stderr.as_str()), (0, "passed     good.pdf\n", ""));
    let both = run(&["good.pdf", "rgb.pdf"]);
    assert_eq!((both.exit, both.stdout.as_str()), (1, "passed     good.pdf\nfailed     rgb.pdf\n"));
    assert!(both.stderr.contains("error[preflight/device-rgb]"), "{}", both.stderr);
    assert!(both.stderr.contains("--> rgb.pdf"), "{}", both.stderr);
    assert_eq!(run(&["thin.pdf"]).exit, 0);
    assert_eq!(run(&["thin.pdf", "--strict"]).exit, 1);
    let text = run(&["text.pdf"]);
    assert_eq!(text.exit, 1);
    assert!(text.stderr.contains("it is no PDF"), "{}", text.stderr);
    let missing = run(&["nowhere.pdf", "rgb.pdf"]);
    assert_eq!(missing.exit, 2);
    assert!(missing.stderr.contains("there is no such file"), "{}", missing.stderr);
    assert_eq!(run(&[]).exit, 2);
    assert_eq!(run(&["good.pdf", "--ink-limit", "500"]).exit, 2);
}

#[test]
fn the_command_tells_its_findings_to_machines() {
    let folder = folder();
    let run = |form: &str| folder.satz(&["preflight", "rgb.pdf", "-q", "--diagnostics", form]).stderr;
    assert!(run("short").starts_with("rgb.pdf: error[preflight/device-rgb]"), "{}", run("short"));
    for form in ["json", "sarif", "gitlab"] {
        let value: serde_json::Value = serde_json::from_str(&run(form)).unwrap();
        assert!(value.to_string().contains("preflight/device-rgb"), "{form}");
    }
    assert!(
        run("github").starts_with("::error ") && run("github").contains("file=rgb.pdf::"),
        "{}",
        run("github")
    );
}

#[test]
fn the_limits_of_the_command_are_those_of_the_shop() {
    let folder = folder().file("picture.pdf", broken(|file| picture(file, 36)));
    let found = |words: &[&str]| folder.satz(&[&["preflight", "picture.pdf", "--strict"], words].concat());
    assert_eq!(found(&[]).exit, 1);
    assert_eq!(found(&["--min-ppi", "200"]).exit, 0);
    assert_eq!(found(&["--ink-limit", "90", "--min-ppi", "200"]).exit, 1);
}

#[test]
fn a_build_with_a_coarse_picture_warns_or_fails_at_its_place() {
    let workspace = |width: &str| {
        Workspace::with_chapter(&format!("# Titel\n\n![Ein Verlauf](verlauf.png){{width={width}}}\n"))
            .file("sources/heft/verlauf.png", Sample::picture())
    };
    // 48 pixels on 6 mm are 203 pixels an inch, and on 12 mm half as many.
    let soft = workspace("6mm").satz(&["build", "--diagnostics", "short"]);
    assert_eq!(soft.exit, 0, "{}", soft.stderr);
    assert!(
        soft.stderr.contains("sources/heft/01-text.md:3:1: warning[preflight/picture-resolution]"),
        "{}",
        soft.stderr
    );
    let coarse = workspace("12mm");
    let finished = coarse.satz(&["build", "--diagnostics", "short"]);
    assert_eq!(finished.exit, 1);
    assert!(finished.stderr.contains("error[preflight/picture-resolution]"), "{}", finished.stderr);
    assert!(!coarse.path("output/heft/heft-print.pdf").exists());
}

#[test]
fn a_report_tells_that_the_rules_of_the_press_were_checked() {
    let workspace = Sample::workspace();
    workspace.build();
    let report = fs::read_to_string(workspace.path("output/heft/report.json")).unwrap();
    assert!(report.contains("\"by\": \"satz preflight\""), "{report}");
}

/// A picture that comes in ink keeps its inks, so nobody but its author can take some away.
#[test]
fn a_picture_with_too_much_ink_is_told_at_its_authors_line() {
    let ink =
        (0..64 * 64).flat_map(|n| [255 - (n % 4) as u8, 230 - (n % 7) as u8, 230 - (n / 64 % 5) as u8, 204]);
    let ink: Vec<u8> = ink.collect();
    let jpeg = satz::picture::encode_jpeg(64, 64, satz::colour::Model::Cmyk, &ink, 92);
    let workspace = Workspace::new()
        .publication("outputs = [\"print\"]\n")
        .file("sources/heft/01-text.md", "# Bild\n\n![Dunkel](dunkel.jpg){width=4mm credit=\"B\"}\n")
        .file("sources/heft/dunkel.jpg", jpeg);
    let finished = workspace.satz(&["build"]);
    let expected = "warning[preflight/picture-ink-sum]: the picture of 64 × 64 pixels takes 3";
    assert!(finished.stderr.contains(expected), "{}", finished.stderr);
    assert!(finished.stderr.contains("--> sources/heft/01-text.md:3:"), "{}", finished.stderr);
    // Nobody knows the picture of a file from elsewhere, and its pixels are read.
    let read = inspect(&workspace.built("heft-print.pdf")).unwrap();
    let sum = read.pages[0].pictures[0].ink_sum.unwrap();
    assert!((355.0..370.0).contains(&sum), "{sum}");
}

#[test]
fn line_art_has_more_pixels_than_a_photograph() {
    let drawing =
        image::GrayImage::from_fn(96, 96, |x, y| image::Luma([if (x + y) % 7 < 3 { 0 } else { 255 }]));
    let mut png = std::io::Cursor::new(Vec::new());
    drawing.write_to(&mut png, image::ImageFormat::Png).unwrap();
    let told = |width: &str| {
        let chapter = format!("# Bild\n\n![Plan](plan.png){{width={width} credit=\"B\"}}\n");
        let workspace = Workspace::new()
            .publication("outputs = [\"print\"]\n")
            .file("sources/heft/01-text.md", chapter)
            .file("sources/heft/plan.png", png.get_ref());
        workspace.build();
        let finished = workspace.satz(&["build", "-v"]);
        finished.stderr.contains("preflight/line-art")
    };
    assert!(told("6mm"), "406 pixels an inch");
    assert!(!told("2mm"), "1219 pixels an inch");
}
