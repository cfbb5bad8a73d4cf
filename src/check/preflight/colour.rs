//! Colours: their spaces, the spot colours, and how much ink they take.

use std::collections::BTreeMap;

use super::position::{Places, Position};
use super::{Limits, pictures};
use crate::colour::Condition;
use crate::diagnostic::{Place, Problem};
use crate::page::{Colour, Inventory, Page, Space};

/// The sum of inks may be more by this much, in percent: a designer writes whole percents, and four of them add up to
/// so much more than what was rounded.
const INK_SLACK: f32 = 2.0;

pub(super) fn check(file: &Inventory) -> Vec<Problem> {
    let mut found: Vec<Problem> = SPACES.iter().filter_map(|rule| space(file, rule)).collect();
    found.extend(spot_definitions(file));
    found
}

/// A rule about colour spaces.
struct SpaceRule {
    spaces: &'static [Space],
    problem: fn(String) -> Problem,
}

const SPACES: [SpaceRule; 3] = [
    SpaceRule { spaces: &[Space::Rgb], problem: device_rgb },
    SpaceRule { spaces: &[Space::IccRgb, Space::Lab], problem: rgb_with_profile },
    SpaceRule { spaces: &[Space::IccCmyk], problem: cmyk_with_profile },
];

/// `preflight/device-rgb`: red, green and blue of no device in particular have no meaning for inks
/// (ISO 15930-7, colour; ISO 32000-1, 8.6.4.3).
fn device_rgb(place: String) -> Problem {
    Problem::error("preflight/device-rgb", format!("something is coloured in RGB without a profile {place}"))
        .hint("turn it into CMYK, or export the file with conversion to the printing condition")
}

/// `preflight/rgb`: a rule of shops; PDF/X-4 allows RGB with a profile, but it leaves the conversion, and
/// with it the colour, to the shop.
fn rgb_with_profile(place: String) -> Problem {
    Problem::warning("preflight/rgb", format!("something is coloured in RGB or Lab {place}"))
        .hint("turn it into CMYK yourself, or ask the print shop whether it converts")
}

/// `preflight/cmyk-profile`: a rule of shops; CMYK with a profile of its own is converted once more, and
/// black text becomes four inks.
fn cmyk_with_profile(place: String) -> Problem {
    Problem::warning(
        "preflight/cmyk-profile",
        format!("something is coloured in CMYK with a profile of its own {place}"),
    )
    .hint("remove the profile from the picture or drawing, so that the output intent counts")
}

fn space(file: &Inventory, rule: &SpaceRule) -> Option<Problem> {
    let has = |space: &Space| rule.spaces.contains(space);
    let mut places = Places::default();
    for (index, page) in file.pages.iter().enumerate().filter(|(_, page)| page.spaces.iter().any(has)) {
        places.add(first(index, page, rule.spaces));
    }
    if let Some(problem) = places.told(|position| (rule.problem)(position.to_string())) {
        return Some(problem);
    }
    let spot = file.spots.iter().find(|spot| has(&spot.alternate));
    if let Some(spot) = spot {
        return Some((rule.problem)(format!("as the replacement of the spot colour {}", spot.name)));
    }
    file.spaces.iter().any(has).then(|| (rule.problem)("in the blending of transparent parts".to_owned()))
}

/// Where something in one of the spaces stands first on a page; its corner, where that cannot be told.
fn first(index: usize, page: &Page, spaces: &[Space]) -> Position {
    let drawn = |colour: &Colour| match colour {
        Colour::Rgb(_) => spaces.contains(&Space::Rgb) || spaces.contains(&Space::IccRgb),
        Colour::Cmyk(_) => spaces.contains(&Space::IccCmyk),
        Colour::Other => spaces.contains(&Space::Lab),
        Colour::Gray(_) | Colour::Spot(..) | Colour::Pattern => false,
    };
    let pictures = page.pictures.iter().filter(|picture| spaces.contains(&picture.space));
    let picture = pictures.map(|picture| Position::of(index, picture.rect)).next();
    let coloured = coloured(index, page).find(|(colour, ..)| drawn(colour)).map(|(_, position, _)| position);
    picture.or(coloured).unwrap_or(Position::new(index, 0.0, 0.0))
}

/// All colours of text, lines and areas of a page, and where they stand.
fn coloured(index: usize, page: &Page) -> impl Iterator<Item = (&Colour, Position, Option<&Place>)> {
    let runs = page.runs.iter().filter(|run| !run.text.trim().is_empty());
    let runs = runs.map(move |run| (&run.colour, Position::new(index, run.x, run.y), run.place.as_ref()));
    let lines = page
        .lines
        .iter()
        .map(move |line| (&line.colour, Position::of(index, line.rect), line.place.as_ref()));
    let areas = page
        .areas
        .iter()
        .map(move |area| (&area.colour, Position::of(index, area.rect), area.place.as_ref()));
    areas.chain(lines).chain(runs)
}

/// `preflight/spot-definitions`: one plate, one ink (ISO 15930-7, spot colours;
/// ISO 32000-1, 8.6.6.4).
fn spot_definitions(file: &Inventory) -> impl Iterator<Item = Problem> {
    file.spots.iter().filter(|spot| spot.definitions > 1).map(|spot| {
        let message =
            format!("the spot colour {} stands for {} different colours", spot.name, spot.definitions);
        Problem::error("preflight/spot-definitions", message)
            .hint("define it the same in all drawings and documents")
    })
}

/// `preflight/ink-sum`: a rule of shops; too much ink in one spot does not dry, and the sheets stick
/// together. Text, lines and areas are judged, each colour once, and the darkest pixels of pictures.
pub(super) fn ink_sums(pages: &[Page], limits: &Limits) -> Vec<Problem> {
    let limit = limits.ink_sum.unwrap_or_else(|| Condition::ink_limit_of("").into());
    let mut colours: BTreeMap<String, (f32, Places)> = BTreeMap::new();
    for (index, page) in pages.iter().enumerate() {
        for (colour, position, place) in coloured(index, page) {
            let sum = colour.ink_sum().unwrap_or(0.0);
            if sum > limit + INK_SLACK {
                colours
                    .entry(words(colour))
                    .or_insert((sum, Places::default()))
                    .1
                    .add_written(position, place);
            }
        }
    }
    let told = |(colour, (sum, places)): (String, (f32, Places))| {
        places.told(|position| {
            let message = format!("{colour} takes {sum:.0} % of ink {position}, and the limit is {limit} %");
            Problem::warning("preflight/ink-sum", message)
                .hint("choose a colour with less of cyan, magenta and yellow")
        })
    };
    let mut found: Vec<Problem> = colours.into_iter().filter_map(told).collect();
    found.extend(pictures::ink_sums(pages, limit));
    found
}

/// `preflight/rich-black`: black of several inks is a choice of the designer, who names it as a token; elsewhere it
/// comes from a drawing whose program mixed it by itself, and thin shapes of it show coloured edges.
pub(super) fn rich_blacks(pages: &[Page], limits: &Limits) -> Vec<Problem> {
    let Some(tokens) = &limits.tokens else { return Vec::new() };
    let mut colours: BTreeMap<String, Places> = BTreeMap::new();
    for (index, page) in pages.iter().enumerate() {
        for (colour, position, place) in coloured(index, page) {
            let Colour::Cmyk(inks) = colour else { continue };
            if is_rich_black(inks) && !tokens.iter().any(|token| is_same(token, inks)) {
                colours.entry(words(colour)).or_default().add_written(position, place);
            }
        }
    }
    let told = |(colour, places): (String, Places)| {
        places.told(|position| {
            let message =
                format!("{colour} is a black of several inks {position}, and no token of the layout");
            Problem::warning("preflight/rich-black", message)
                .hint("draw it in pure black, which prints with black ink alone, or make the mixture a token")
        })
    };
    colours.into_iter().filter_map(told).collect()
}

/// Nearly a full tone of black with other inks that can be seen beside it. Where one of them outweighs the others
/// by half, the colour is a dark green or blue, and no black.
fn is_rich_black([cyan, magenta, yellow, black]: &[f32; 4]) -> bool {
    let (most, least) = (cyan.max(*magenta).max(*yellow), cyan.min(*magenta).min(*yellow));
    *black >= 0.85 && cyan + magenta + yellow >= 0.2 && most - least <= 0.5
}

/// Whether two colours are one, but for their rounding to eight bits in the file.
fn is_same(one: &[f32; 4], other: &[f32; 4]) -> bool {
    one.iter().zip(other).all(|(one, other)| (one - other).abs() < 0.005)
}

/// The colour in the words of a designer.
fn words(colour: &Colour) -> String {
    match colour {
        Colour::Cmyk(inks) => {
            let [c, m, y, k] = inks.map(|ink| (ink * 100.0).round());
            format!("the colour C{c} M{m} Y{y} K{k}")
        }
        _ => "a colour".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::{Area, Rect, Spot};

    #[test]
    fn a_colour_over_the_limit_is_told_once_with_its_inks() {
        let colour = Colour::Cmyk([1.0, 0.9, 0.9, 0.4]);
        let area = Area {
            rect: Rect::default(),
            seen: Rect::default(),
            is_rectangle: true,
            colour,
            overprints: false,
            place: None,
        };
        let page = Page { areas: vec![area], ..Page::default() };
        let pages = [page.clone(), page];
        let found = ink_sums(&pages, &Limits::default());
        assert_eq!(found.len(), 1);
        assert!(found[0].message.starts_with("the colour C100 M90 Y90 K40 takes 320 % of ink on page 1"));
        assert_eq!(ink_sums(&pages, &Limits { ink_sum: Some(320.0), ..Limits::default() }), []);
    }

    #[test]
    fn a_black_of_several_inks_is_told_where_no_token_names_it() {
        let area = |colour| Area {
            rect: Rect::default(),
            seen: Rect::default(),
            is_rectangle: true,
            colour: Colour::Cmyk(colour),
            overprints: false,
            place: None,
        };
        let mixed = [0.6, 0.4, 0.4, 1.0];
        let page = |colour| [Page { areas: vec![area(colour)], ..Page::default() }];
        let build = |tokens: Vec<[f32; 4]>| Limits::of_a_build(300.0, tokens);
        let found = rich_blacks(&page(mixed), &build(Vec::new()));
        assert_eq!(found.len(), 1);
        assert!(
            found[0].message.starts_with("the colour C60 M40 Y40 K100 is a black of several inks on page 1")
        );
        assert_eq!(rich_blacks(&page([0.599, 0.4, 0.402, 1.0]), &build(vec![mixed])), [], "a token says so");
        assert_eq!(rich_blacks(&page([0.0, 0.0, 0.0, 1.0]), &build(Vec::new())), [], "one ink");
        assert_eq!(
            rich_blacks(&page(mixed), &Limits::default()),
            [],
            "a file of another program has no tokens"
        );
    }

    #[test]
    fn the_replacement_of_a_spot_colour_is_a_colour_too() {
        let spot = Spot { name: "Gold".into(), alternate: Space::Rgb, definitions: 2 };
        let file = Inventory { spots: vec![spot], ..Inventory::default() };
        let found = check(&file);
        let codes: Vec<_> = found.iter().map(|problem| problem.code.as_ref()).collect();
        assert_eq!(codes, ["preflight/device-rgb", "preflight/spot-definitions"]);
    }
}
