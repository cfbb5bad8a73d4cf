//! The pages of one layout, derived for the screen and for print.
//!
//! Lines and pages break alike in both by construction, because both come from the same frames.

use std::collections::BTreeMap;

use typst::foundations::Smart;
use typst::layout::{Abs, FrameItem, Ratio, Sides};
use typst::model::{Document, DocumentInfo};
use typst::syntax::Span;
use typst::text::Glyph;
use typst::visualize::{
    Cmyk, Color, ColorSpace, Gradient, Paint, ProcessColor, ProcessColorSpace, SpotColor, SpotColorant,
    SpotColorantName,
};
use typst_layout::{Page, PagedDocument};

use super::Pages;
use super::home::Home;
use super::pictures::{Replacements, edit, replace_picture};
use crate::diagnostic::{Place, Problem};
use crate::layout::PrintColour;

/// How a colour on the screen becomes a colour in print.
pub struct PrintColours<'a> {
    /// The print value of a token or of a tint, by its exact sRGB value.
    pub token: &'a dyn Fn([u8; 3]) -> Option<PrintColour>,
    /// The conversion through the output condition's profile, in shares of 1, for all others.
    pub convert: &'a dyn Fn([u8; 3]) -> [f32; 4],
}

impl Pages {
    /// The pages as the screen shows them: trimmed, with pictures of the screen's resolution.
    pub fn screen(&self, pictures: &Replacements) -> Derived<'_> {
        let document = self.rebuild(self.document.pages().to_vec(), |page| {
            page.bleed = Sides::splat(Abs::zero());
            edit(&mut page.frame, &mut |item| {
                replace_picture(item, pictures);
                drop_soft_hyphens(item)
            });
        });
        Derived { pages: self, document }
    }

    /// The pages as they are printed: with bleed, in the inks of the press, without links.
    ///
    /// The two sides of the spine, if there is one, come last, and the flaps after them. Colours that no token names are converted through the profile; each is reported once.
    pub fn print(&self, pictures: &Replacements, colours: &PrintColours<'_>) -> (Derived<'_>, Vec<Problem>) {
        let mut inks = Inks {
            colours,
            home: self.home(),
            here: None,
            text: None,
            unnamed: BTreeMap::new(),
            transparent: None,
            conic: Vec::new(),
        };
        let document = self.rebuild(self.bound().cloned().collect(), |page| {
            if let Smart::Custom(Some(paint)) = &mut page.fill {
                inks.paint(paint);
            }
            edit(&mut page.frame, &mut |item| {
                replace_picture(item, pictures);
                inks.item(item);
                drop_soft_hyphens(item) && !matches!(item, FrameItem::Link(..))
            });
        });
        let problems = inks.problems();
        (Derived { pages: self, document }, problems)
    }

    /// The pages, and what the cover has beside them.
    pub(super) fn bound(&self) -> impl Iterator<Item = &Page> {
        self.document.pages().iter().chain(&self.spine).chain(&self.flaps)
    }

    /// A document of these pages, each changed, that says what the publication says of itself.
    fn rebuild(&self, mut pages: Vec<Page>, mut change: impl FnMut(&mut Page)) -> PagedDocument {
        pages.iter_mut().for_each(&mut change);
        let texts = |texts: &[String]| texts.iter().map(|text| text.as_str().into()).collect();
        let info = DocumentInfo {
            title: Some(self.about.title.as_str().into()),
            author: texts(&self.about.authors),
            description: self.about.description.as_deref().map(Into::into),
            keywords: texts(&self.about.keywords),
            ..self.document.info().clone()
        };
        PagedDocument::new(pages.into(), info)
    }
}

/// Pages for one output, beside the pages that they come from.
pub struct Derived<'a> {
    pub(super) pages: &'a Pages,
    pub(super) document: PagedDocument,
}

/// Takes out the soft hyphens that divide nothing. Whoever copies or searches the word would have to
/// know of them otherwise. The hyphen at the end of a line is an item of its own, and stays. Says whether
/// anything is left.
fn drop_soft_hyphens(item: &mut FrameItem) -> bool {
    let FrameItem::Text(text) = item else { return true };
    if !text.text.contains(SOFT_HYPHEN) || (text.text == SOFT_HYPHEN && text.width() > Abs::zero()) {
        return true;
    }
    let old = std::mem::take(&mut text.text);
    let before = |at: u16| {
        let gone = old[..usize::from(at)].matches(SOFT_HYPHEN).count() * SOFT_HYPHEN.len();
        at.saturating_sub(u16::try_from(gone).unwrap_or(at))
    };
    let mut kept: Vec<Glyph> = Vec::with_capacity(text.glyphs.len());
    for mut glyph in std::mem::take(&mut text.glyphs) {
        if &old[glyph.range()] != SOFT_HYPHEN {
            glyph.range = before(glyph.range.start)..before(glyph.range.end);
            kept.push(glyph);
        } else if let Some(last) = kept.last_mut() {
            // A justified line may have given it a share of its width.
            last.x_advance += glyph.x_advance;
        }
    }
    text.glyphs = kept;
    text.text = old.replace(SOFT_HYPHEN, "");
    !text.glyphs.is_empty()
}

const SOFT_HYPHEN: &str = "\u{ad}";

/// Turns the colours of frame items into inks.
struct Inks<'a> {
    colours: &'a PrintColours<'a>,
    home: Home<'a>,
    /// Where the item that is looked at was written.
    here: Option<Span>,
    /// Where the text that is looked at was written.
    text: Option<Span>,
    /// Colours that no token names, each with the first place that shows it.
    unnamed: BTreeMap<[u8; 3], Option<Place>>,
    transparent: Option<Option<Place>>,
    /// The places of conic gradients.
    conic: Vec<Option<Place>>,
}

impl Inks<'_> {
    fn item(&mut self, item: &mut FrameItem) {
        // The place of a text is its author's, who chose no colour: the layout did, somewhere.
        self.here = if let FrameItem::Shape(_, span) = item { Some(*span) } else { None };
        self.text = match item {
            FrameItem::Text(text) => text.glyphs.first().map(|glyph| glyph.span.0),
            _ => None,
        };
        match item {
            FrameItem::Text(text) => {
                self.paint(&mut text.fill);
                if let Some(stroke) = &mut text.stroke {
                    self.paint(&mut stroke.paint);
                }
            }
            FrameItem::Shape(shape, _) => {
                if let Some(fill) = &mut shape.fill {
                    self.paint(fill);
                }
                if let Some(stroke) = &mut shape.stroke {
                    self.paint(&mut stroke.paint);
                }
            }
            FrameItem::Group(_) | FrameItem::Image(..) | FrameItem::Link(..) | FrameItem::Tag(_) => {}
        }
    }

    fn paint(&mut self, paint: &mut Paint) {
        match paint {
            Paint::Solid(color) => *color = self.color(color),
            Paint::Gradient(gradient) => self.gradient(gradient),
            // The finishing of the PDF converts what a tiling holds.
            Paint::Tiling(_) => {}
        }
    }

    fn gradient(&mut self, gradient: &mut Gradient) {
        let space = ColorSpace::Process(ProcessColorSpace::Cmyk);
        match gradient {
            Gradient::Linear(linear) => {
                let mut own = (**linear).clone();
                own.stops.iter_mut().for_each(|(color, _)| *color = self.process(color));
                own.space = space;
                *linear = own.into();
            }
            Gradient::Radial(radial) => {
                let mut own = (**radial).clone();
                own.stops.iter_mut().for_each(|(color, _)| *color = self.process(color));
                own.space = space;
                *radial = own.into();
            }
            Gradient::Conic(_) => {
                // Of a text, its own place is the only one known, and shows which of all texts it is.
                let place = self.here.or(self.text).and_then(|span| self.home.place(span));
                if !self.conic.contains(&place) {
                    self.conic.push(place);
                }
            }
        }
    }

    fn color(&mut self, color: &Color) -> Color {
        let Some(rgb) = self.screen_value(color) else { return color.clone() };
        match self.print_value(rgb) {
            PrintColour::Cmyk(inks) => cmyk(inks),
            PrintColour::Spot { name, cmyk: [c, m, y, k], tint } => {
                let colorant = SpotColorant {
                    name: Some(SpotColorantName::Custom(name.as_str().into())),
                    fallback: ProcessColor::Cmyk(Cmyk { c, m, y, k }),
                };
                Color::Spot(SpotColor::new(colorant.into(), Ratio::new(f64::from(tint))))
            }
        }
    }

    /// A gradient's stop, in process inks even where its token is a spot colour.
    fn process(&mut self, color: &Color) -> Color {
        let Some(rgb) = self.screen_value(color) else { return color.clone() };
        match self.print_value(rgb) {
            PrintColour::Cmyk(inks) => cmyk(inks),
            PrintColour::Spot { cmyk: inks, tint, .. } => cmyk(inks.map(|ink| ink * tint)),
        }
    }

    /// The sRGB value of a colour that is not in inks yet.
    fn screen_value(&mut self, color: &Color) -> Option<[u8; 3]> {
        let process = match color {
            Color::Spot(_) | Color::Process(ProcessColor::Cmyk(_)) => return None,
            Color::Process(process) => process,
        };
        let [r, g, b, a] = ProcessColor::Rgb(process.to_rgb()).to_vec4_u8();
        if a != u8::MAX && self.transparent.is_none() {
            self.transparent = Some(self.place());
        }
        Some([r, g, b])
    }

    fn print_value(&mut self, rgb: [u8; 3]) -> PrintColour {
        if let Some(named) = (self.colours.token)(rgb) {
            return named;
        }
        let neutral = rgb[0] == rgb[1] && rgb[1] == rgb[2];
        if !neutral && !self.unnamed.contains_key(&rgb) {
            self.unnamed.insert(rgb, self.place());
        }
        PrintColour::Cmyk((self.colours.convert)(rgb))
    }

    fn place(&self) -> Option<Place> {
        self.home.place(self.here?)
    }

    fn problems(self) -> Vec<Problem> {
        let conic = self.conic.into_iter().map(|place| {
            Problem::error("print/conic-gradient", "a conic gradient cannot be turned into ink")
                .at(place)
                .hint("take a linear or radial gradient")
        });
        let unnamed = self.unnamed.into_iter().map(|([r, g, b], place)| {
            let message = format!("the colour #{r:02x}{g:02x}{b:02x} is not one of the layout's tokens");
            Problem::warning("print/unnamed-colour", message)
                .at(place)
                .hint("its inks are a guess of the profile; use a token or `tint(token, percent)`")
        });
        let transparent = self.transparent.map(|place| {
            Problem::warning("print/transparent-colour", "a colour of the layout is transparent")
                .at(place)
                .hint("inks cannot be transparent; use `tint(token, percent)` instead")
        });
        conic.chain(unnamed).chain(transparent).collect()
    }
}

fn cmyk([c, m, y, k]: [f32; 4]) -> Color {
    Color::Process(ProcessColor::Cmyk(Cmyk { c, m, y, k }))
}
