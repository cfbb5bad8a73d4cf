//! The rules by name: what each asks for, why, and which clause it serves.

use crate::diagnostic::{Problem, Severity};

/// A rule that an author's text is held against.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// The code under which it reports.
    pub code: &'static str,
    /// How much a finding weighs.
    pub severity: Severity,
    /// Who is helped by it.
    pub reason: &'static str,
    /// What it asks for, as German readers of an accessibility statement understand it.
    pub german: &'static str,
    /// The clauses: success criteria of WCAG 2.2, clauses of EN 301 549 (V3.2.1, chapter 10 for
    /// documents), clauses of PDF/UA-1 (ISO 14289-1); empty where the rule is good practice alone.
    pub clauses: &'static str,
}

macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident = $severity:ident $code:literal, $reason:literal, $german:literal, $clauses:literal;)*) => {
        $($(#[$doc])* pub(super) static $name: Rule =
            Rule { code: $code, severity: Severity::$severity, reason: $reason, german: $german, clauses: $clauses };)*

        /// Every rule, in the order of the handbook.
        pub static RULES: &[&Rule] = &[$(&$name),*];
    };
}

rules! {
    /// The alternative text says what the caption says.
    ALT_CAPTION = Warning "accessibility/alt-caption",
        "whoever hears the page hears the same words twice and nothing of the picture",
        "Eine Textalternative sagt, was das Bild zeigt, und nicht noch einmal, was darunter steht.",
        "WCAG 1.1.1; EN 301 549 10.1.1.1; PDF/UA-1 7.3";
    /// The alternative text is the name of a file.
    ALT_FILE_NAME = Warning "accessibility/alt-file-name",
        "the name of a file says nothing of the picture",
        "Eine Textalternative ist kein Dateiname.",
        "WCAG 1.1.1; EN 301 549 10.1.1.1; PDF/UA-1 7.3";
    /// The alternative text is too long to be heard in one go.
    ALT_LONG = Hint "accessibility/alt-long",
        "an alternative text is heard in one go, without stops or a way back",
        "Eine Textalternative ist kurz: Wer sie hört, kann nicht anhalten und zurückgehen.",
        "WCAG 1.1.1; EN 301 549 10.1.1.1";
    /// A bold line stands where a heading is meant.
    BOLD_HEADING = Warning "accessibility/bold-heading",
        "a bold line is no heading to whoever jumps from heading to heading, and stands in no list of contents",
        "Überschriften sind als solche ausgezeichnet und nicht nur fett: Nur so kann man von einer zur nächsten springen.",
        "WCAG 1.3.1, 2.4.6; EN 301 549 10.1.3.1, 10.2.4.6; PDF/UA-1 7.4";
    /// The text of a link says nothing.
    LINK_TEXT = Warning "accessibility/link-text",
        "screen readers list links without the sentence around them",
        "Ein Link sagt, wohin er führt: Vorleseprogramme listen Links ohne den Satz drumherum auf.",
        "WCAG 2.4.4; EN 301 549 10.2.4.4";
    /// Two links of one text lead to two places.
    LINK_REPEATED = Warning "accessibility/link-repeated",
        "in a list of links nobody can tell the two apart",
        "Links mit gleichen Worten führen zum gleichen Ziel.",
        "WCAG 2.4.4; EN 301 549 10.2.4.4";
    /// A table has no caption.
    TABLE_CAPTION = Hint "accessibility/table-caption",
        "whoever hears a table decides by its caption whether to walk through it",
        "Tabellen haben eine Überschrift: Nach ihr entscheidet, wer hört, ob sie sich lohnen.",
        "WCAG 1.3.1; EN 301 549 10.1.3.1";
    /// A table of one column or without rows arranges text.
    LAYOUT_TABLE = Warning "accessibility/layout-table",
        "screen readers announce rows, columns and heads, which mean nothing here",
        "Tabellen zeigen Daten und ordnen nicht nur Text an.",
        "WCAG 1.3.1, 1.3.2; EN 301 549 10.1.3.1, 10.1.3.2; PDF/UA-1 7.5";
    /// A sentence in another language is not marked.
    FOREIGN_PASSAGE = Warning "accessibility/foreign-passage",
        "a screen reader reads it with the sounds of the publication's language, and it is hyphenated wrongly",
        "Stellen in anderen Sprachen sind gekennzeichnet, damit sie richtig ausgesprochen werden.",
        "WCAG 3.1.2; EN 301 549 10.3.1.2; PDF/UA-1 7.2";
    /// An abbreviation is nowhere explained.
    ABBREVIATION = Hint "accessibility/abbreviation",
        "not every reader knows it, and a voice may spell it out or read it as a word",
        "Abkürzungen sind erklärt.",
        "WCAG 3.1.4 (AAA)";
    /// Words are written in capitals.
    CAPITALS = Warning "accessibility/capitals",
        "capitals have no shape to read by, and some voices spell them letter by letter",
        "Wörter stehen nicht ganz in Großbuchstaben: Sie sind schwer zu lesen, und manche Stimmen buchstabieren sie.",
        "";
    /// A chapter is hard to read.
    READABILITY = Hint "accessibility/readability",
        "long sentences of long words shut out readers",
        "Der Text ist lesbar: keine Ketten langer Sätze aus langen Wörtern.",
        "WCAG 3.1.5 (AAA)";
    /// Two colours of the layout that belong together are too near each other.
    CONTRAST = Warning "accessibility/contrast",
        "whoever sees badly, or reads in the sun, cannot tell the two apart",
        "Farben, die zusammen stehen, unterscheiden sich deutlich.",
        "WCAG 1.4.3, 1.4.11; EN 301 549 10.1.4.3, 10.1.4.11";
    /// A formula has no text.
    FORMULA_TEXT = Warning "accessibility/formula-text",
        "whoever hears a formula sign by sign does not learn what it says",
        "Formeln haben einen Wortlaut zum Vorlesen.",
        "WCAG 1.1.1; EN 301 549 10.1.1.1; PDF/UA-1 7.7";
    /// Something is told apart by its colour alone.
    COLOUR_ALONE = Warning "accessibility/colour-alone",
        "many readers see no difference between two colours, and a copy in black has none",
        "Nichts wird allein durch seine Farbe unterschieden.",
        "WCAG 1.3.3, 1.4.1; EN 301 549 10.1.3.3, 10.1.4.1; PDF/UA-1 7.1";
    /// A longer screen PDF has no bookmarks.
    BOOKMARKS = Warning "accessibility/bookmarks",
        "without bookmarks, a reader of the PDF looks for a chapter page by page",
        "Ein PDF ab drei Seiten hat Lesezeichen.",
        "WCAG 2.4.5; PDF/UA-1 7.17";
}

impl Rule {
    /// A finding of this rule, with what its author can do.
    pub(super) fn found(&self, message: impl Into<String>, hint: impl Into<String>) -> Problem {
        let problem = match self.severity {
            Severity::Hint => Problem::advice(self.code, message),
            Severity::Warning | Severity::Error => Problem::warning(self.code, message),
        };
        let why = match self.clauses {
            "" => self.reason.to_owned(),
            clauses => format!("{} ({clauses})", self.reason),
        };
        problem.hint(hint).hint(why)
    }

    /// Whether only the finished files show what it asks for.
    pub fn is_late(&self) -> bool {
        self.code == BOOKMARKS.code
    }

    /// The rule of a code.
    pub fn of(code: &str) -> Option<&'static Self> {
        RULES.iter().copied().find(|rule| rule.code == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The numbers of one standard among the clauses of a rule.
    fn numbers<'a>(rule: &'a Rule, standard: &str) -> Vec<&'a str> {
        let part = rule.clauses.split("; ").find_map(|part| part.strip_prefix(standard));
        part.map(|part| part.trim().split(", ").collect()).unwrap_or_default()
    }

    /// EN 301 549 takes each criterion of level A and AA over under its own number, chapter 10 for
    /// documents; 2.4.5, which asks for a set of pages, is void there.
    #[test]
    fn clauses_of_the_european_standard_are_those_of_the_criteria() {
        for rule in RULES {
            let criteria = numbers(rule, "WCAG").into_iter();
            let taken_over = criteria.filter(|number| *number != "2.4.5" && !number.ends_with("(AAA)"));
            let expected: Vec<String> = taken_over.map(|number| format!("10.{number}")).collect();
            assert_eq!(numbers(rule, "EN 301 549"), expected, "{}", rule.code);
            let chapters = numbers(rule, "PDF/UA-1");
            assert!(chapters.iter().all(|number| number.starts_with("7.")), "{}", rule.code);
        }
    }
}
