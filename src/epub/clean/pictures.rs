//! Pictures and drawings become files of their own, named by their content.

use std::fmt::Write;

use comemo::Track;
use sha2::{Digest, Sha256};
use typst_html::{HtmlElement, HtmlFrame};
use typst_library::foundations::StyleChain;
use typst_library::layout::Abs;
use typst_library::loading::DataSource;
use typst_library::math::EquationElem;
use typst_library::model::{FigureElem, LateLinkResolver};
use typst_library::visualize::ImageElem;

use super::walk::Walk;
use super::{Resource, styles};
use crate::diagnostic::Problem;
use crate::epub::Profile;
use crate::epub::xhtml::{Element, Node};
use crate::picture::drawing_for_epub;
use crate::typeset::{draw_frame, with_pictures};

impl Walk<'_, '_> {
    /// A picture: Typst writes its bytes into the page, an EPUB has them once beside it.
    pub(super) fn image(&mut self, source: &HtmlElement, into: &mut Vec<Node>) {
        let Some(image) = self.innermost::<ImageElem>() else {
            let problem = Problem::error("epub/foreign-picture", "a layout writes an `img` element itself")
                .hint("use Typst's `image`, so that the picture is prepared for reading systems");
            return self.report(problem, source.span);
        };
        let Some(alt) = image.alt.get_cloned(StyleChain::default()).map(|alt| alt.to_string()) else {
            let problem = Problem::error("epub/missing-alt", "a picture has no alternative text")
                .hint("say in a sentence what it shows, or mark it as decoration");
            return self.report(problem, image.span());
        };
        let Some((path, width, height)) = self.picture_file(&image, &alt) else { return };
        let mut element = self.picture_element(&path, &alt);
        element.set("width", width.to_string());
        element.set("height", height.to_string());
        let named = super::attribute(source, "style").unwrap_or_default();
        for (property, value) in styles::declarations(&named) {
            if property == "width" {
                self.size(styles::width(value), &mut element);
            }
        }
        if let Some(id) = super::attribute(source, "id")
            && self.ids.claim(&id)
        {
            element.set("id", id);
        }
        into.push(element.into());
    }

    /// Prepares a picture once, however often it is shown; gives its path from the package and its size.
    fn picture_file(&mut self, image: &ImageElem, alt: &str) -> Option<(String, u32, u32)> {
        let data = &image.source.derived.data;
        let digest: [u8; 32] = Sha256::new().chain_update(data).chain_update(alt).finalize().into();
        if let Some(known) = self.shared.pictures.get(&digest) {
            return Some(known.clone());
        }
        let span = image.source.derived.source.span;
        let path = match &image.source.source {
            DataSource::Path(path) => path
                .resolve_if_some(span.id())
                .map(|path| path.vpath().get_without_slash().to_owned())
                .unwrap_or_default(),
            DataSource::Bytes(_) => String::new(),
        };
        match (self.options.picture)(&path, data) {
            Ok(picture) => {
                let is_drawing = picture.extension == "svg" && !alt.is_empty();
                let bytes = if is_drawing { titled(picture.bytes, alt) } else { picture.bytes };
                let path = self.resource(bytes, picture.media_type, picture.extension);
                let known = (path, picture.width, picture.height);
                self.shared.pictures.insert(digest, known.clone());
                Some(known)
            }
            Err(mut problem) => {
                problem.place = problem.place.or_else(|| (self.options.place)(span));
                self.shared.problems.push(problem);
                None
            }
        }
    }

    /// A drawing that only the layout engine can make becomes a file of its own: two drawings in one file
    /// would share the identifiers of their glyphs.
    pub(super) fn frame(&mut self, frame: &HtmlFrame, into: &mut Vec<Node>) {
        if let Some(equation) = self.innermost::<EquationElem>() {
            return self.drawn_formula(&equation, frame, into);
        }
        let by_figure = self.innermost::<FigureElem>();
        let by_figure = by_figure.and_then(|figure| figure.alt.get_cloned(StyleChain::default()));
        let Some(alt) = self.given_alt().or_else(|| by_figure.map(|alt| alt.to_string())) else {
            let problem =
                Problem::error("epub/missing-alt", "a drawing of the layout has no alternative text")
                    .hint("set `data-alt` on the element around `html.frame`, or `alt` on its figure");
            return self.report(problem, frame.span);
        };
        let path = self.drawing_file(frame, &alt);
        let mut element = self.picture_element(&path, &alt).with("class", "drawing");
        // Pixels of CSS: 96 to the inch, which has 72 points.
        let pixels = |length: Abs| (length.to_pt() / 0.75).round().max(1.0).to_string();
        element.set("width", pixels(frame.inner.width()));
        element.set("height", pixels(frame.inner.height()));
        let ems = frame.inner.width() / frame.text_size;
        if ems.is_finite() && ems > 0.0 {
            self.size(styles::width(&format!("{}pt", ems * 10.0)), &mut element);
        }
        into.push(element.into());
    }

    /// The file of a drawing: an SVG, or pixels for reading systems that show none.
    fn drawing_file(&mut self, frame: &HtmlFrame, alt: &str) -> String {
        let mut problems = Vec::new();
        let inner = with_pictures(&frame.inner, &mut |bytes| {
            let version = (self.options.picture)("a picture of a drawing", bytes);
            version.map_err(|problem| problems.push(problem)).ok().map(|picture| picture.bytes)
        });
        for problem in problems {
            self.report(problem, frame.span);
        }
        match self.options.profile {
            Profile::Standard => {
                let resolver = LateLinkResolver::new(Some(self.path), self.introspector);
                let (size, resolver) = (frame.text_size, resolver.track());
                let svg = typst_svg::svg_in_html(&inner, size, false, None, "", &[], resolver);
                self.resource(standalone(&svg, alt).into_bytes(), "image/svg+xml", "svg")
            }
            Profile::Kindle => {
                let drawn = drawing_for_epub(&draw_frame(&inner));
                self.resource(drawn.bytes, drawn.format.media_type(), drawn.format.extension())
            }
        }
    }

    pub(super) fn picture_element(&self, path: &str, alt: &str) -> Element {
        let up = "../".repeat(self.path.get_without_slash().matches('/').count());
        Element::new("img").with("src", format!("{up}{path}")).with("alt", alt)
    }

    pub(super) fn size(&mut self, rule: Option<(String, String)>, element: &mut Element) {
        if let Some((class, rule)) = rule {
            element.add_class(&class);
            self.shared.rules.insert(class, rule);
        }
    }

    /// Keeps a file under a name made of its content, and gives its path from the package.
    pub(super) fn resource(&mut self, bytes: Vec<u8>, media_type: &str, extension: &str) -> String {
        let mut name = String::new();
        for byte in &Sha256::digest(&bytes)[..8] {
            let _ = write!(name, "{byte:02x}");
        }
        let path = format!("images/{name}.{extension}");
        self.shared.resources.entry(path.clone()).or_insert_with(|| Resource {
            path: path.clone(),
            media_type: media_type.to_owned(),
            bytes,
        });
        path
    }
}

/// An inline drawing as a file: its own size, and its alternative as its title.
fn standalone(svg: &str, alt: &str) -> String {
    let Some((start, rest)) = svg.split_once('>') else { return svg.to_owned() };
    let start = match (start.find(" style=\""), start) {
        (Some(at), _) => {
            let end = start[at + 8..].find('"').map_or(start.len(), |end| at + 8 + end + 1);
            format!("{}{}", &start[..at], &start[end..])
        }
        (None, start) => start.to_owned(),
    };
    format!("{start}><title>{}</title>{rest}", escaped(alt))
}

fn escaped(alt: &str) -> String {
    alt.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// An author's drawing with its alternative as its title; one that has a title keeps it.
fn titled(svg: Vec<u8>, alt: &str) -> Vec<u8> {
    let Some(text) = std::str::from_utf8(&svg).ok().filter(|text| !text.contains("<title")) else {
        return svg;
    };
    let mut quote = None;
    let start =
        text.find("<svg").filter(|at| text[at + 4..].starts_with(|c: char| c.is_whitespace() || c == '>'));
    let end = start.and_then(|start| {
        let inside = text[start..].char_indices().find(|&(_, c)| {
            match (quote, c) {
                (None, '"' | '\'') => quote = Some(c),
                (Some(open), c) if open == c => quote = None,
                _ => {}
            }
            quote.is_none() && c == '>'
        });
        inside.map(|(at, _)| start + at)
    });
    match end {
        Some(end) if !text[..end].ends_with('/') => {
            format!("{}><title>{}</title>{}", &text[..end], escaped(alt), &text[end + 1..]).into_bytes()
        }
        _ => svg,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_gets_its_title_and_loses_its_inline_size() {
        let svg = standalone("<svg style=\"width: 3em\" viewBox=\"0 0 1 1\"><g/></svg>", "A & B");
        assert_eq!(svg, "<svg viewBox=\"0 0 1 1\"><title>A &amp; B</title><g/></svg>");
    }

    #[test]
    fn an_authors_drawing_gets_a_title_where_it_has_none() {
        let cases = [
            (
                "<?xml version=\"1.0\"?>\n<svg a='>'><g/></svg>",
                "<?xml version=\"1.0\"?>\n<svg a='>'><title>A</title><g/></svg>",
            ),
            ("<svg><title>Eigener</title></svg>", "<svg><title>Eigener</title></svg>"),
            ("<svg/>", "<svg/>"),
            ("<svgx></svgx>", "<svgx></svgx>"),
        ];
        for (svg, expected) in cases {
            assert_eq!(titled(svg.into(), "A"), expected.as_bytes());
        }
    }
}
