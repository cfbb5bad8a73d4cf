//! Whether a cover that is a file of its own can be folded and glued.

use crate::diagnostic::Problem;
use crate::page::{Page, Rect};
use crate::publication::Print;

/// A flap is narrower than its page by this much, in millimetres, so that it does not reach into the fold.
const SHORTER: f64 = 12.0;

/// Reports flaps (Klappen) that are too wide for pages of this width, in millimetres.
pub fn flaps(print: &Print, page_width: f64) -> Option<Problem> {
    let flaps = print.flaps.as_ref()?;
    let (width, most) = (print.flaps_of()?, page_width - SHORTER);
    (width > most).then(|| {
        let message = format!(
            "flaps of {width:.1} mm do not lie flat in pages of {page_width:.1} mm: they reach into the fold"
        );
        Problem::error("check/flaps", message)
            .at(flaps.place.clone())
            .hint(format!("make them {most:.0} mm wide at most"))
    })
}

/// Reports text in the strips beside the spine that take the glue (Klebefläche) inside of the cover, and that
/// are therefore not printed. `inside` are U2 and U3 as they were laid out.
pub fn glue_strips(print: &Print, inside: [&Page; 2]) -> Option<Problem> {
    let strip = points(print.glue());
    let at_fold = |page: &Page, right: bool| {
        let trim = page.boxes.trim.unwrap_or_default();
        let (left, right) =
            if right { (trim.right - strip, trim.right) } else { (trim.left, trim.left + strip) };
        Rect { left, right, ..trim }
    };
    let [before, behind] = inside;
    let found = [(before, true), (behind, false)].into_iter().find_map(|(page, right)| {
        let strip = at_fold(page, right);
        page.runs.iter().find(|run| {
            let rect = Rect { left: run.x, top: run.y - run.size, right: run.x + run.width, bottom: run.y };
            !run.text.trim().is_empty() && strip.overlaps(rect)
        })
    })?;
    let message = format!(
        "“{}” stands inside of the cover where the glue is, {:.0} mm beside the spine, and is cut off",
        found.text.trim(),
        print.glue()
    );
    Some(
        Problem::error("check/glue-strip", message)
            .at(found.place.clone())
            .hint("keep that strip free; layouts know its width as `binding.glue`"),
    )
}

#[expect(clippy::cast_possible_truncation, reason = "pages are far smaller than 2^23 points")]
fn points(millimetres: f64) -> f32 {
    (millimetres * 72.0 / 25.4) as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Place;
    use crate::page::{Boxes, Colour, Run};
    use crate::publication::Binding;
    use crate::toml_text::{Length, Located};

    fn print(flaps: &str) -> Print {
        let at = || Place::file("p");
        Print {
            binding: Some(Located { value: Binding::Perfect, place: at() }),
            separate_cover: Some(Located { value: true, place: at() }),
            flaps: Length::parse(flaps).map(|value| Located { value, place: at() }),
            ..Print::default()
        }
    }

    #[test]
    fn a_flap_ends_before_the_fold() {
        assert_eq!(flaps(&print("136mm"), 148.0), None);
        assert!(flaps(&print("137mm"), 148.0).is_some_and(|problem| problem.hints[0].contains("136 mm")));
    }

    #[test]
    fn text_inside_of_the_cover_keeps_away_from_the_glue() {
        let page = |x: f32| {
            let run = Run {
                text: "Wort".to_owned(),
                x,
                y: 50.0,
                width: 20.0,
                size: 10.0,
                font: "F".into(),
                colour: Colour::Gray(0.0),
                artifact: false,
                level: true,
                lacks_glyphs: false,
                overprints: false,
                place: None,
            };
            let trim = Some(Rect { left: 0.0, top: 0.0, right: 200.0, bottom: 300.0 });
            Page { boxes: Boxes { trim, ..Boxes::default() }, runs: vec![run], ..Page::default() }
        };
        let print = print("60mm");
        let found = |x: [f32; 2]| glue_strips(&print, [&page(x[0]), &page(x[1])]).is_some();
        assert!(!found([50.0, 50.0]));
        assert!(found([175.0, 50.0]), "at the right edge of U2");
        assert!(found([50.0, 15.0]), "at the left edge of U3");
        assert!(!found([15.0, 175.0]), "at the outer edges");
    }
}
