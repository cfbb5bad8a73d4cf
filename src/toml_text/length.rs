//! Lengths as texts of a manifest.

use std::fmt;

/// A length as layouts and manifests write it, such as `210mm` or `9.5pt`.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Length {
    number: f64,
    unit: Unit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd)]
enum Unit {
    Point,
    Millimetre,
    Centimetre,
    Inch,
    Em,
}

impl Unit {
    const ALL: [(Self, &'static str); 5] = [
        (Self::Point, "pt"),
        (Self::Millimetre, "mm"),
        (Self::Centimetre, "cm"),
        (Self::Inch, "in"),
        (Self::Em, "em"),
    ];
}

impl Length {
    /// What must stand there, for messages.
    pub const EXPECTED: &'static str = "a length such as `3mm` or `9.5pt`";

    /// Reads a number with `pt`, `mm`, `cm`, `in` or `em`; `None` for all else.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (unit, suffix) = Unit::ALL.into_iter().find(|(_, name)| text.ends_with(name))?;
        let figures = text.strip_suffix(suffix)?.trim_end();
        let plain = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'.' | b'-');
        if !figures.bytes().all(plain) {
            return None;
        }
        Some(Self { number: figures.parse().ok()?, unit })
    }

    /// The length in points of 1/72 inch; `None` for one that depends on the size of the text.
    pub fn points(self) -> Option<f64> {
        match self.unit {
            Unit::Point => Some(self.number),
            Unit::Millimetre => Some(self.number * 72.0 / 25.4),
            Unit::Centimetre => Some(self.number * 72.0 / 2.54),
            Unit::Inch => Some(self.number * 72.0),
            Unit::Em => None,
        }
    }

    /// Whether the length is below nought.
    pub fn is_negative(self) -> bool {
        self.number < 0.0
    }
}

impl fmt::Display for Length {
    /// Writes the length as Typst and CSS read it.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = Unit::ALL.iter().find(|(unit, _)| *unit == self.unit).map_or("", |(_, name)| name);
        write!(formatter, "{}{name}", self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_have_a_number_and_a_unit() {
        let cases = [
            ("210mm", Some("210mm")),
            ("9.50 pt", Some("9.5pt")),
            ("-1em", Some("-1em")),
            ("12", None),
            ("9,5pt", None),
            ("pt", None),
            ("1e9pt", None),
            ("infmm", None),
            ("10px", None),
        ];
        for (text, expected) in cases {
            let found = Length::parse(text).map(|length| length.to_string());
            assert_eq!(found.as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn an_inch_has_seventy_two_points() {
        assert_eq!(Length::parse("25.4mm").and_then(Length::points), Some(72.0));
        assert_eq!(Length::parse("2em").and_then(Length::points), None);
    }
}
