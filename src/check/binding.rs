//! Whether the number of pages suits what is made of them.

use crate::diagnostic::{Place, Problem, counted};
use crate::publication::{Binding, Print};
use crate::toml_text::Located;

/// A folded and stapled copy of more pages does not lie flat, and springs open.
const STAPLED_WELL: usize = 64;

/// Print shops staple no more.
const STAPLED: usize = 80;

/// More of creep than this, in millimetres, is seen on the outer margin.
const CREEP: f64 = 1.0;

/// Pages of a cover that is a file of its own.
const COVER: usize = 4;

/// Reports a number of pages that the binding cannot take.
pub fn binding(print: &Print, pages: usize) -> Vec<Problem> {
    let Some(binding) = &print.binding else { return Vec::new() };
    if print.has_separate_cover() && pages <= COVER {
        return vec![
            Problem::error(
                "check/no-inner-pages",
                format!("a cover takes {COVER} pages, and there is nothing to go into it: the publication has {pages}"),
            )
            .at(binding.place.clone())
            .hint("take `separate-cover` out, or add pages"),
        ];
    }
    let inner = if print.has_separate_cover() { pages - COVER } else { pages };
    let mut found: Vec<Problem> = missing_pages(print, inner, binding).into_iter().collect();
    if binding.value == Binding::SaddleStitch {
        found.extend(too_thick(pages, binding));
        found.extend(creep(print, pages, binding));
    }
    found
}

/// A sheet that is folded once has four pages, and a leaf has two; the print shop would add blank pages at the
/// end, behind the back cover.
fn missing_pages(print: &Print, pages: usize, binding: &Located<Binding>) -> Option<Problem> {
    let multiple = binding.value.pages_multiple();
    let missing = (multiple - pages % multiple) % multiple;
    let hint = match &print.fillers {
        None => format!(
            "fill {missing} more, for instance with notes or an imprint (`fillers = \"notes\"`), or shorten the text"
        ),
        Some(_) => format!("the layout does not fill them up; add {missing} more, or shorten the text"),
    };
    let what = if print.has_separate_cover() { "inner page" } else { "page" };
    (missing > 0).then(|| {
        let message = format!(
            "{} cannot be bound this way: the number must be a multiple of {multiple}",
            counted(pages, what)
        );
        Problem::warning("check/page-count", message).at(binding.place.clone()).hint(hint)
    })
}

fn too_thick(pages: usize, binding: &Located<Binding>) -> Option<Problem> {
    let message = format!("{} are too many for staples", counted(pages, "page"));
    let problem = match pages {
        _ if pages > STAPLED => Problem::error("check/too-thick", message),
        _ if pages > STAPLED_WELL => Problem::warning("check/too-thick", message),
        _ => return None,
    };
    let hint = format!(
        "print shops staple {STAPLED} pages at most, and {STAPLED_WELL} lie flat; choose `binding = \"perfect\"`"
    );
    Some(problem.at(binding.place.clone()).hint(hint))
}

/// Creep (Bundzuwachs): the inner sheets of a folded stack stand out and lose that much of their outer margin.
fn creep(print: &Print, pages: usize, binding: &Located<Binding>) -> Option<Problem> {
    let sheets = pages.div_ceil(4);
    let creep = sheets.saturating_sub(1) as f64 * print.paper.as_ref()?.thickness();
    (creep > CREEP).then(|| {
        let message = format!("the innermost pages lose {creep:.1} mm of their outer margin when they are cut");
        Problem::warning("check/creep", message)
            .at(binding.place.clone())
            .hint("keep text and folios further from the edge, or choose a thinner paper; the print shop moves the pages by its own rule")
    })
}

/// Reports a flyer whose pages are not its panels.
pub fn panels(pages: usize, panels: usize, place: &Place) -> Option<Problem> {
    let hint = match pages.cmp(&panels) {
        std::cmp::Ordering::Equal => return None,
        std::cmp::Ordering::Less => "each chapter fills a panel; add one for each that is missing",
        std::cmp::Ordering::Greater => {
            "a text runs over the end of its panel, or there are too many chapters; shorten it"
        }
    };
    let message = format!("the folded sheet has {panels} panels, but the publication fills {pages}");
    Some(Problem::error("check/panels", message).at(place.clone()).hint(hint))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publication::Paper;

    fn print(binding: Binding) -> Print {
        Print { binding: Some(Located { value: binding, place: Place::file("p") }), ..Print::default() }
    }

    fn codes(print: &Print, pages: usize) -> Vec<String> {
        binding(print, pages).into_iter().map(|problem| problem.code.into_owned()).collect()
    }

    #[test]
    fn stapled_sheets_have_four_pages_each() {
        let print = print(Binding::SaddleStitch);
        assert_eq!(binding(&print, 24), []);
        let hint = &binding(&print, 22)[0].hints[0];
        assert!(hint.starts_with("fill 2 more, for instance with notes"), "{hint}");
    }

    #[test]
    fn a_separate_cover_does_not_count_with_the_inner_pages() {
        let cover = Some(Located { value: true, place: Place::file("p") });
        let print = Print { separate_cover: cover, ..print(Binding::Perfect) };
        assert_eq!(codes(&print, 104), [""; 0]);
        assert_eq!(codes(&print, 103), ["check/page-count"]);
        assert_eq!(codes(&print, 4), ["check/no-inner-pages"]);
    }

    #[test]
    fn a_stapled_copy_is_thick_above_64_pages_and_too_thick_above_80() {
        let print = print(Binding::SaddleStitch);
        let severe = |pages| binding(&print, pages).first().map(Problem::is_error);
        assert_eq!([64, 68, 80, 84].map(severe), [None, Some(false), Some(false), Some(true)]);
    }

    /// The example of the reference: 48 pages of 0.12 mm move by 1.3 mm.
    #[test]
    fn creep_is_the_thickness_of_the_sheets_around_the_innermost() {
        let paper = |grammage| Some(Paper { name: None, grammage, volume: 1.0 });
        let thick = Print { paper: paper(120.0), ..print(Binding::SaddleStitch) };
        assert!(binding(&thick, 48)[0].message.contains("1.3 mm"), "{:?}", binding(&thick, 48));
        let thin = Print { paper: paper(80.0), ..print(Binding::SaddleStitch) };
        assert_eq!(codes(&thin, 48), [""; 0]);
    }

    #[test]
    fn a_flyer_has_a_page_for_each_panel() {
        let told = |pages| panels(pages, 6, &Place::file("p")).map(|problem| problem.hints[0].clone());
        assert_eq!(told(6), None);
        assert!(told(5).is_some_and(|hint| hint.contains("add one")));
        assert!(told(7).is_some_and(|hint| hint.contains("shorten")));
    }
}
