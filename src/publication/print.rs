//! The section `[print]`.

use super::paper::take_paper;
use super::{Paper, Reader, spine_width};
use crate::diagnostic::Problem;
use crate::toml_text::{Length, Located, Table};

/// What print needs to know.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Print {
    /// The name of a size that the layout offers.
    pub size: Option<Located<String>>,
    /// The bleed, where it is not the layout's.
    pub bleed: Option<Located<Length>>,
    /// How the sheets are held together.
    pub binding: Option<Located<Binding>>,
    /// The printing condition by its name, such as `FOGRA51`.
    pub condition: Option<Located<String>>,
    /// The file of the printing condition's ICC profile.
    pub profile: Option<Located<String>>,
    /// How much ink may lie in one spot, in percent, where it is not the condition's limit.
    pub ink_limit: Option<Located<u16>>,
    /// What is drawn around the trimmed page.
    pub marks: Vec<Mark>,
    /// The paper of the inner pages.
    pub paper: Option<Paper>,
    /// The paper of the cover.
    pub cover_paper: Option<Paper>,
    /// Whether the first and the last two pages are the cover and go into a file of their own.
    pub separate_cover: Option<Located<bool>>,
    /// The width of the spine, where the print shop names it.
    pub spine: Option<Located<Length>>,
    /// The width of the flaps (Klappen) on both sides of a separate cover.
    pub flaps: Option<Located<Length>>,
    /// The name of the pages with which the layout fills up the last sheet.
    pub fillers: Option<Located<String>>,
    /// How many copies are printed (Auflage).
    pub copies: Option<Located<i64>>,
    /// Whether the print shop gets a job ticket, and a report for its machines.
    pub jobticket: Option<Located<bool>>,
}

impl Print {
    /// Whether the first and the last two pages go into a file of their own.
    pub fn has_separate_cover(&self) -> bool {
        self.separate_cover.as_ref().is_some_and(|cover| cover.value)
    }

    /// Whether the print shop gets a job ticket, and a report for its machines.
    pub fn has_jobticket(&self) -> bool {
        self.jobticket.as_ref().is_some_and(|jobticket| jobticket.value)
    }

    /// The width of the flaps, in millimetres.
    pub fn flaps_of(&self) -> Option<f64> {
        self.flaps.as_ref().and_then(|flaps| flaps.value.points()).map(|points| points * 25.4 / 72.0)
    }

    /// How wide the strips are that take glue beside the spine, inside of a cover (Klebefläche), in
    /// millimetres. Print shops keep 5 to 7 mm free of ink, since glue holds on paper only.
    pub fn glue(&self) -> f64 {
        let glued = self.binding.as_ref().is_some_and(|binding| binding.value == Binding::Perfect);
        if glued && self.has_separate_cover() { 7.0 } else { 0.0 }
    }

    /// How wide the spine of so many inner pages is, in millimetres; `None` where the cover has none.
    pub fn spine_of(&self, pages: usize) -> Option<f64> {
        let glued = self.binding.as_ref().is_some_and(|binding| binding.value == Binding::Perfect);
        if !glued || !self.has_separate_cover() {
            return None;
        }
        let named = self.spine.as_ref().and_then(|spine| spine.value.points());
        let computed =
            || self.paper.as_ref().map(|paper| spine_width(pages, paper, self.cover_paper.as_ref()));
        named.map(|points| points * 25.4 / 72.0).or_else(computed)
    }
}

/// How sheets become a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Binding {
    /// Folded and stapled: pages come in fours (Rückstichheftung).
    SaddleStitch,
    /// Glued at the spine (Klebebindung).
    Perfect,
    /// Holes and a wire (Drahtkammbindung).
    Wire,
    /// Single sheets.
    Loose,
}

impl Binding {
    /// The words of the manifest.
    const WORDS: [(&'static str, Self); 4] = [
        ("saddle-stitch", Self::SaddleStitch),
        ("perfect", Self::Perfect),
        ("wire", Self::Wire),
        ("loose", Self::Loose),
    ];

    /// The word of the manifest.
    pub fn name(self) -> &'static str {
        Self::WORDS.iter().find(|(_, binding)| *binding == self).map_or("", |(name, _)| name)
    }

    /// The number that the count of pages must be a multiple of.
    pub fn pages_multiple(self) -> usize {
        match self {
            Self::SaddleStitch => 4,
            Self::Perfect => 2,
            Self::Wire | Self::Loose => 1,
        }
    }
}

/// One kind of marks (Druckmarken).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Where the cutter cuts (Schnittmarken), and where a sheet is folded.
    Crop,
    /// How far the bleed reaches (Beschnittmarken).
    Bleed,
    /// Crosses on every plate (Passermarken).
    Registration,
    /// Patches of the four inks (Farbkontrollstreifen).
    ColourBar,
}

impl Mark {
    const WORDS: [(&'static str, Self); 4] = [
        ("crop", Self::Crop),
        ("bleed", Self::Bleed),
        ("registration", Self::Registration),
        ("colour-bar", Self::ColourBar),
    ];

    /// The word of the manifest.
    pub fn name(self) -> &'static str {
        Self::WORDS.iter().find(|(_, mark)| *mark == self).map_or("", |(name, _)| name)
    }
}

pub(super) fn read(reader: &Reader<'_>, mut table: Table, problems: &mut Vec<Problem>) -> Print {
    let print = Print {
        size: table.take("size", problems),
        bleed: table.take_length("bleed", problems),
        binding: table.take_word("binding", &Binding::WORDS, problems),
        condition: table.take("condition", problems),
        profile: table.take("profile", problems).and_then(|path| reader.resolved(&path, problems)),
        ink_limit: table.take("ink-limit", problems).and_then(|limit| percent(limit, problems)),
        marks: table.take_words("marks", &Mark::WORDS, problems).unwrap_or_default(),
        paper: take_paper("paper", &mut table, problems),
        cover_paper: take_paper("cover-paper", &mut table, problems),
        separate_cover: table.take("separate-cover", problems),
        spine: table.take_length("spine", problems),
        flaps: table.take_length("flaps", problems),
        fillers: table.take("fillers", problems),
        copies: table.take("copies", problems),
        jobticket: table.take("jobticket", problems),
    };
    table.finish(problems);
    problems.extend(contradictions(&print));
    print
}

/// A limit of inks: more than a full tone, or nothing could be printed, and at most four of them.
fn percent(limit: Located<f64>, problems: &mut Vec<Problem>) -> Option<Located<u16>> {
    let value = (100..=400u16).find(|&percent| f64::from(percent) == limit.value);
    if value.is_none() {
        let message =
            format!("`ink-limit` is {}, and must be a whole percentage from 100 to 400", limit.value);
        problems.push(Problem::error("manifest/value", message).at(limit.place.clone()));
    }
    value.map(|value| Located { value, place: limit.place })
}

/// Keys that are right alone and wrong together.
fn contradictions(print: &Print) -> Vec<Problem> {
    let wrong = |place: &crate::diagnostic::Place, message: &str, hint: &str| {
        Problem::error("manifest/combination", message).at(place.clone()).hint(hint)
    };
    let binding = print.binding.as_ref().map(|binding| binding.value);
    let mut found = Vec::new();
    if let Some(copies) = print.copies.as_ref().filter(|copies| copies.value < 1) {
        let message = format!("`print.copies` is {}, and a run has one copy at least", copies.value);
        found.push(Problem::error("manifest/value", message).at(copies.place.clone()));
    }
    let cover = print.separate_cover.as_ref().filter(|cover| cover.value);
    if let Some(cover) = cover {
        match binding {
            Some(Binding::Perfect) if print.paper.is_none() && print.spine.is_none() => found.push(wrong(
                &cover.place,
                "nothing says how wide the spine of the cover is",
                "name the `paper`, such as `{ grammage = 115, volume = 0.9 }`, or the `spine` that the print shop names",
            )),
            Some(Binding::Perfect | Binding::SaddleStitch) => {}
            Some(Binding::Wire | Binding::Loose) | None => found.push(wrong(
                &cover.place,
                "a separate cover needs a binding that holds it",
                "write `binding = \"perfect\"` or `binding = \"saddle-stitch\"`, or take `separate-cover` out",
            )),
        }
    }
    if let Some(flaps) = print.flaps.as_ref().filter(|_| cover.is_none()) {
        found.push(wrong(
            &flaps.place,
            "only a separate cover has flaps",
            "write `separate-cover = true`, or take `flaps` out",
        ));
    }
    if let (Some(_), Some(profile)) = (&print.condition, &print.profile) {
        found.push(wrong(
            &profile.place,
            "`condition` and `profile` both say what the colours are converted for",
            "keep one: `condition` takes a profile by its name, `profile` any file",
        ));
    }
    if let Some(spine) = print.spine.as_ref().filter(|_| cover.is_none() || binding != Some(Binding::Perfect))
    {
        found.push(wrong(
            &spine.place,
            "only the separate cover of glued pages has a spine",
            "write `binding = \"perfect\"` and `separate-cover = true`, or take `spine` out",
        ));
    }
    found
}
