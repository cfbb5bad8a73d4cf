//! The boxes of the pages, what reaches into them, and the pages as a set.

use super::Limits;
use super::position::{Places, Position, millimetres, pages};
use crate::diagnostic::Problem;
use crate::page::{Boxes, Inventory, Page, Rect};

/// Boxes may differ by this much, in points: the noise of numbers that were written short.
const SLACK: f32 = 0.05;

/// Bleed may be short by this much, in millimetres, which no cutter sees.
const BLEED_SLACK: f32 = 0.05;

/// Pages of one size may differ by this much, in points.
const SIZE_SLACK: f32 = 0.5;

pub(super) fn check(file: &Inventory, limits: &Limits) -> Vec<Problem> {
    let found = [
        no_trim_box(file),
        not_nested(file),
        annotation(file),
        bleed(file, limits),
        page_sizes(file),
        page_count(file, limits),
    ];
    found.into_iter().flatten().collect()
}

/// The corner of every page that a rule is broken on.
fn corners(file: &Inventory, broken: impl Fn(&Page) -> bool) -> Places {
    let mut places = Places::default();
    for (index, _) in file.pages.iter().enumerate().filter(|(_, page)| broken(page)) {
        places.add(Position::new(index, 0.0, 0.0));
    }
    places
}

/// The trimmed page: its trim box, or its art box in place of one.
fn trimmed(boxes: &Boxes) -> Option<Rect> {
    boxes.trim.or(boxes.art)
}

/// `preflight/no-trim-box`: where the cutter cuts; a trim box or an art box, and not both
/// (ISO 15930-7, page boxes; ISO 32000-1, 14.11.2).
fn no_trim_box(file: &Inventory) -> Option<Problem> {
    let broken = |page: &Page| page.boxes.trim.is_some() == page.boxes.art.is_some();
    let numbers = numbers(file, broken)?;
    let message = format!("nothing says where to cut {numbers}: a page has either a trim box or an art box");
    Some(Problem::error("preflight/no-trim-box", message).hint("set `/TrimBox` to the size after trimming"))
}

fn numbers(file: &Inventory, broken: impl Fn(&Page) -> bool) -> Option<String> {
    let numbers: Vec<usize> =
        (1..).zip(&file.pages).filter(|(_, page)| broken(page)).map(|(n, _)| n).collect();
    (!numbers.is_empty()).then(|| pages(numbers.into_iter()))
}

/// `preflight/boxes-not-nested`: the trimmed page lies in its bleed, and all boxes on the sheet
/// (ISO 15930-7, page boxes; ISO 32000-1, 14.11.2).
fn not_nested(file: &Inventory) -> Option<Problem> {
    let numbers = numbers(file, |page| !is_nested(&page.boxes))?;
    let message = format!("the boxes do not lie inside of each other on {numbers}");
    Some(
        Problem::error("preflight/boxes-not-nested", message)
            .hint("the trim box lies in the bleed box, and both lie in the media box"),
    )
}

fn is_nested(boxes: &Boxes) -> bool {
    let on_sheet = [boxes.crop, boxes.bleed, boxes.trim, boxes.art]
        .into_iter()
        .flatten()
        .all(|inner| boxes.media.contains(inner, SLACK));
    let in_bleed = match (boxes.bleed, trimmed(boxes)) {
        (Some(bleed), Some(trim)) => bleed.contains(trim, SLACK),
        _ => true,
    };
    on_sheet && in_bleed
}

/// `preflight/annotation`: links, notes and form fields lie outside of the bleed, if anywhere
/// (ISO 15930-7, annotations; ISO 32000-1, 12.5).
fn annotation(file: &Inventory) -> Option<Problem> {
    let mut places = Places::default();
    for (index, page) in file.pages.iter().enumerate() {
        let printed = page.boxes.bleed.or(trimmed(&page.boxes)).unwrap_or(page.boxes.media);
        for annotation in page.annotations.iter().filter(|annotation| printed.overlaps(**annotation)) {
            places.add(Position::of(index, *annotation));
        }
    }
    places.told(|position| {
        Problem::error("preflight/annotation", format!("a link, a note or a form field lies {position}"))
            .hint("export the file without links, notes and forms")
    })
}

/// `preflight/bleed`: a rule of shops; without it, white shows where the cutter misses by a hair. It is
/// measured on the boxes, on all four sides.
fn bleed(file: &Inventory, limits: &Limits) -> Option<Problem> {
    let wanted = limits.bleed - BLEED_SLACK;
    let short = |page: &Page| {
        is_nested(&page.boxes) && least_bleed(&page.boxes).is_some_and(|bleed| millimetres(bleed) < wanted)
    };
    let least = file.pages.iter().filter(|page| short(page)).filter_map(|page| least_bleed(&page.boxes));
    let least = millimetres(least.fold(f32::INFINITY, f32::min)).max(0.0);
    corners(file, short).told(|_| {
        let numbers = numbers(file, short).unwrap_or_default();
        let message = format!("the bleed is {least:.1} mm on {numbers}, and {} mm are needed", limits.bleed);
        Problem::warning("preflight/bleed", message).hint("export the file with its bleed on all four sides")
    })
}

/// The bleed of the side that has least of it, in points.
fn least_bleed(boxes: &Boxes) -> Option<f32> {
    let trim = trimmed(boxes)?;
    let bleed = boxes.bleed.unwrap_or(trim);
    let sides =
        [trim.left - bleed.left, trim.top - bleed.top, bleed.right - trim.right, bleed.bottom - trim.bottom];
    Some(sides.into_iter().fold(f32::INFINITY, f32::min))
}

/// `preflight/page-sizes`: a rule of shops; a copy has leaves of one size.
fn page_sizes(file: &Inventory) -> Option<Problem> {
    let size = |page: &Page| trimmed(&page.boxes).map(|trim| (trim.width(), trim.height()));
    let first = file.pages.iter().find_map(size)?;
    let differs = |page: &Page| {
        size(page).is_some_and(|(width, height)| {
            (width - first.0).abs() > SIZE_SLACK || (height - first.1).abs() > SIZE_SLACK
        })
    };
    let numbers = numbers(file, differs)?;
    let (width, height) = (millimetres(first.0), millimetres(first.1));
    let message =
        format!("the trimmed size is {width:.1} × {height:.1} mm at first and another on {numbers}");
    Some(
        Problem::warning("preflight/page-sizes", message)
            .hint("deliver pages of another size, such as a cover, as a file of their own"),
    )
}

/// `preflight/page-count`: a rule of shops; folded sheets have four pages, leaves have two.
fn page_count(file: &Inventory, limits: &Limits) -> Option<Problem> {
    let multiple = limits.page_multiple.filter(|multiple| *multiple > 0)?;
    let missing = (multiple - file.pages.len() % multiple) % multiple;
    let problem = || {
        let message = format!("the number of pages is {} and no multiple of {multiple}", file.pages.len());
        Problem::warning("preflight/page-count", message).hint(format!("add {missing} more, or blank ones"))
    };
    (missing > 0).then(problem)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rect(left: f32, top: f32, right: f32, bottom: f32) -> Rect {
        Rect { left, top, right, bottom }
    }

    fn page(width: f32, bleed: f32) -> Page {
        let around = rect(-bleed, -bleed, width + bleed, 300.0 + bleed);
        let trim = Some(rect(0.0, 0.0, width, 300.0));
        Page {
            boxes: Boxes { media: around, bleed: Some(around), trim, ..Boxes::default() },
            ..Page::default()
        }
    }

    fn codes(pages: Vec<Page>, limits: &Limits) -> Vec<String> {
        let file = Inventory { pages, ..Inventory::default() };
        check(&file, limits).into_iter().map(|problem| problem.code.into_owned()).collect()
    }

    #[test]
    fn pages_are_of_one_size_with_three_millimetres_of_bleed() {
        let limits = Limits::default();
        assert_eq!(codes(vec![page(200.0, 8.504), page(200.0001, 8.504)], &limits), Vec::<String>::new());
        assert_eq!(codes(vec![page(200.0, 8.504), page(210.0, 8.504)], &limits), ["preflight/page-sizes"]);
        assert_eq!(codes(vec![page(200.0, 7.0)], &limits), ["preflight/bleed"]);
        assert_eq!(codes(vec![page(200.0, 0.0)], &Limits { bleed: 0.0, ..limits }), Vec::<String>::new());
    }

    #[test]
    fn the_number_of_pages_is_judged_only_where_the_binding_is_known() {
        let pages = || vec![page(200.0, 8.504); 6];
        let four = Limits { page_multiple: Some(4), ..Limits::default() };
        assert_eq!(codes(pages(), &Limits::default()), Vec::<String>::new());
        assert_eq!(codes(pages(), &four), ["preflight/page-count"]);
    }
}
