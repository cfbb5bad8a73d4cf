//! Known colours come out in known inks, from the picture to the plate.

use jpeg_decoder::Decoder;
use lopdf::{Document, Object, Stream};

use satz::check::PICTURE_INK_SLACK;
use satz::colour::{Converter, Model, Profile, ink_sum};
use satz::picture::{Placed, Samples, darkest, for_print, jpeg_samples};

use crate::common::Workspace;

/// Colours of sRGB, and the inks that LittleCMS 2 gives them through the shipped profile with the perceptual intent:
/// another program, and so a judge.
const KNOWN: [([u8; 3], [u8; 4]); 12] = [
    ([168, 52, 28], [5, 228, 240, 87]),
    ([0, 90, 140], [232, 116, 4, 90]),
    ([255, 204, 0], [8, 50, 241, 4]),
    ([0, 120, 80], [226, 45, 204, 72]),
    ([90, 60, 120], [185, 221, 3, 69]),
    ([230, 120, 150], [4, 167, 46, 13]),
    ([120, 160, 60], [147, 30, 243, 31]),
    ([245, 230, 210], [16, 25, 52, 0]),
    ([60, 40, 30], [59, 167, 211, 228]),
    ([200, 200, 190], [69, 47, 69, 0]),
    ([20, 60, 120], [248, 185, 0, 89]),
    ([150, 90, 40], [50, 153, 238, 94]),
];

/// How far an ink may be off, of 255: both programs read the same tables between different steps.
const TOLERANCE: u8 = 6;
/// JPEG adds its own.
const JPEG: u8 = 4;

const SIDE: u32 = 16;

/// Fields of the known colours beside each other; under them noise of many colours, where it is to be a photograph.
fn fields(photograph: bool) -> Vec<u8> {
    let height = if photograph { SIDE * 2 } else { SIDE };
    let picture = image::RgbImage::from_fn(SIDE * 12, height, |x, y| {
        if y < SIDE {
            image::Rgb(KNOWN[(x / SIDE) as usize].0)
        } else {
            image::Rgb([(x * 37 % 256) as u8, (y * 91 % 256) as u8, (x * y % 256) as u8])
        }
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// The only picture of the print PDF of a publication that shows this one.
fn printed(picture: Vec<u8>) -> (Document, Stream) {
    let workspace = Workspace::with_chapter(
        "# Titel\n\n![Zwölf Farben nebeneinander](felder.png \"Felder\"){credit=\"Beispiel\" width=16mm}\n",
    )
    .file("sources/heft/felder.png", picture);
    let finished = workspace.satz(&["build", "--strict", "-q", "--outputs", "print"]);
    assert_eq!((finished.stderr.as_str(), finished.exit), ("", 0));
    let document = Document::load_mem(&workspace.built("heft-print.pdf")).unwrap();
    let is_picture = |object: &&Object| {
        let kind =
            object.as_stream().and_then(|stream| stream.dict.get(b"Subtype").and_then(Object::as_name));
        kind.is_ok_and(|kind| kind == b"Image")
    };
    let pictures: Vec<&Object> = document.objects.values().filter(is_picture).collect();
    let [Object::Stream(stream)] = pictures[..] else { panic!("{} pictures", pictures.len()) };
    let stream = stream.clone();
    (document, stream)
}

fn compare(found: impl Fn(usize) -> [u8; 4], tolerance: u8) {
    for (at, (rgb, expected)) in KNOWN.iter().enumerate() {
        let inks = found(at);
        let near = inks.iter().zip(expected).all(|(one, other)| one.abs_diff(*other) <= tolerance);
        assert!(near, "{rgb:?} became {inks:?} and not {expected:?}");
    }
}

#[test]
fn a_drawing_of_known_colours_is_printed_in_known_inks() {
    let (document, stream) = printed(fields(false));
    let space = stream.dict.get_deref(b"ColorSpace", &document).unwrap().as_array().unwrap();
    assert_eq!(space[1].as_name().unwrap(), b"DeviceCMYK");
    let table = space[3].as_str().unwrap();
    // The fields stand in the order in which the table was filled.
    compare(|at| table[at * 4..at * 4 + 4].try_into().unwrap(), TOLERANCE);
}

#[test]
fn a_photograph_of_known_colours_is_printed_in_known_inks() {
    let (_, stream) = printed(fields(true));
    assert_eq!(stream.dict.get(b"ColorSpace").unwrap().as_name().unwrap(), b"DeviceCMYK");
    // The decoder takes CMYK for the complement of the ink, as the mark of Adobe in the file says.
    let mut decoder = Decoder::new(&stream.content[..]);
    let inks = decoder.decode().unwrap();
    let decode = stream.dict.get(b"Decode").unwrap().as_array().unwrap();
    assert_eq!(decode[0].as_i64().unwrap(), 1, "the samples are the complement of the ink");
    let width = usize::from(decoder.info().unwrap().width);
    let side = SIDE as usize;
    let field = |at: usize| {
        let middle = (side / 2 * width + at * side + side / 2) * 4;
        [0, 1, 2, 3].map(|ink| inks[middle + ink])
    };
    compare(field, TOLERANCE + JPEG);
}

/// The colours of the screen that the profile mixes over the limit.
fn rich(converter: &Converter, limit: f32) -> Vec<[u8; 3]> {
    let tones = (0..=64u8).step_by(2);
    let pairs = tones.clone().flat_map(|r| tones.clone().map(move |g| (r, g)));
    let all = pairs.flat_map(|(r, g)| tones.clone().map(move |b| [r, g, b]));
    let reaches = |rgb: &[u8; 3]| {
        let inks = converter.pixels(rgb);
        ink_sum([inks[0], inks[1], inks[2], inks[3]]) > limit - 1.6
    };
    all.filter(reaches).collect()
}

/// Pictures of such colours: fields, stripes, and noise, which JPEG keeps worst.
fn dark(kind: &str, rich: &[[u8; 3]]) -> image::RgbImage {
    let mut state = 1u32;
    image::RgbImage::from_fn(300, 300, |x, y| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let number = match kind {
            "fields" => x / 12 + y / 12 * 25,
            "stripes" => x / 3 * 97 + y * 7,
            _ => state >> 8,
        };
        image::Rgb(rich[number as usize % rich.len()])
    })
}

#[test]
fn dark_pictures_keep_to_the_limit_but_for_what_jpeg_adds() {
    let profile = Profile::standard();
    let converter = Converter::new(profile).unwrap();
    let limit = f32::from(profile.condition().ink_limit);
    let rich = rich(&converter, limit);
    assert!(rich.len() > 256, "{} colours", rich.len());
    for kind in ["fields", "stripes", "noise"] {
        let mut png = std::io::Cursor::new(Vec::new());
        dark(kind, &rich).write_to(&mut png, image::ImageFormat::Png).unwrap();
        let inch = Placed { width: 72.0, height: 72.0 };
        let made = for_print(&png.into_inner(), "dunkel", inch, &converter).unwrap();
        assert!(made.ink_sum > limit - 1.6 && made.ink_sum <= limit, "{kind}: {}", made.ink_sum);
        let Samples::Photo(Model::Cmyk, jpeg) = &made.samples else { panic!("{kind} is no photograph") };
        let stored = jpeg_samples(jpeg).unwrap().3;
        let inks: Vec<u8> = stored.iter().map(|sample| 255 - sample).collect();
        let read_back = darkest(&inks);
        assert!(read_back <= limit + PICTURE_INK_SLACK, "{kind}: {read_back}");
    }
}
