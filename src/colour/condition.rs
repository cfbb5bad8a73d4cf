//! Printing conditions: how print shops name a paper on a press.

/// The name by which a print shop knows a printing condition (Druckbedingung).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Condition {
    /// The reference name, such as `FOGRA39`, or `Custom` for one that no registry lists.
    pub identifier: String,
    /// One line for people.
    pub info: String,
    /// The registry that lists the identifier; `None` for `Custom`.
    pub registry: Option<&'static str>,
    /// How much ink may lie in one spot, in percent (Gesamtfarbauftrag).
    pub ink_limit: u16,
}

/// A characterisation that the ICC registry lists
/// (<https://registry.color.org/profile-registry/>), and what its profiles call themselves.
struct Known {
    identifier: &'static str,
    info: &'static str,
    /// The sum of inks that the profile of the European Color Initiative for it is made for
    /// (<https://www.eci.org>, offset profiles). FOGRA39 has two profiles, for 300 and for 330 percent; print
    /// shops ask for the lower.
    ink_limit: u16,
    /// Letters and digits of descriptions and file names.
    marks: &'static [&'static str],
}

/// The order matters: the first whose mark is found wins.
const KNOWN: &[Known] = &[
    Known {
        identifier: "FOGRA51",
        info: "Offset on coated paper, PSO Coated v3",
        ink_limit: 300,
        marks: &["psocoatedv3", "fogra51"],
    },
    Known {
        identifier: "FOGRA52",
        info: "Offset on uncoated paper, PSO Uncoated v3",
        ink_limit: 300,
        marks: &["psouncoatedv3", "fogra52"],
    },
    Known {
        identifier: "FOGRA47",
        info: "Offset on uncoated paper, PSO Uncoated ISO 12647",
        ink_limit: 300,
        marks: &["psouncoatediso12647", "fogra47"],
    },
    Known {
        identifier: "FOGRA39",
        info: "Offset on coated paper, ISO Coated v2",
        ink_limit: 300,
        marks: &["isocoatedv2", "fogra39"],
    },
    Known {
        identifier: "FOGRA30",
        info: "Offset on yellowish uncoated paper, ISO Uncoated",
        ink_limit: 320,
        marks: &["isouncoatedyellowish", "fogra30"],
    },
    Known {
        identifier: "FOGRA29",
        info: "Offset on uncoated paper, ISO Uncoated",
        ink_limit: 320,
        marks: &["isouncoated", "fogra29"],
    },
];

/// The limit where nothing is known of the paper: what German print shops ask for most.
const USUAL_LIMIT: u16 = 300;

impl Condition {
    /// The condition of a profile, by what the profile and its file call themselves.
    pub(super) fn of(description: &str, name: &str) -> Condition {
        let letters = letters(&format!("{description}{name}"));
        let known = KNOWN.iter().find(|known| known.marks.iter().any(|mark| letters.contains(mark)));
        known.map_or_else(
            || Condition {
                identifier: "Custom".to_owned(),
                info: description.to_owned(),
                registry: None,
                ink_limit: USUAL_LIMIT,
            },
            |known| Condition {
                identifier: known.identifier.to_owned(),
                info: known.info.to_owned(),
                registry: Some("http://www.color.org"),
                ink_limit: known.ink_limit,
            },
        )
    }

    /// Whether somebody means this condition by a word: `FOGRA39`, `fogra39L` or `Fogra 39`.
    ///
    /// Fogra marks a long set of measurements with an `L`; the registry's name has none.
    pub(super) fn is_meant_by(&self, word: &str) -> bool {
        let word = letters(word);
        let own = letters(&self.identifier);
        word == own || word.strip_suffix('l') == Some(&own)
    }

    /// The limit of the sum of inks of a condition by its name in an output intent, in percent.
    pub fn ink_limit_of(identifier: &str) -> u16 {
        Condition::of(identifier, "").ink_limit
    }
}

/// Only letters and digits, since names are written with and without spaces and underscores.
pub(super) fn letters(text: &str) -> String {
    text.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_are_found_by_the_words_of_the_description() {
        for (description, identifier, limit) in [
            ("PSO Coated v3", "FOGRA51", 300),
            ("PSOuncoated_v3_FOGRA52", "FOGRA52", 300),
            ("PSO Uncoated ISO12647 (ECI)", "FOGRA47", 300),
            ("ISO Coated v2 300% (ECI)", "FOGRA39", 300),
            ("ISO Uncoated", "FOGRA29", 320),
            ("ISO Uncoated Yellowish", "FOGRA30", 320),
            ("Our house press", "Custom", 300),
        ] {
            let found = Condition::of(description, "x.icc");
            assert_eq!((found.identifier.as_str(), found.ink_limit), (identifier, limit), "{description}");
        }
    }

    #[test]
    fn people_write_a_condition_in_several_ways() {
        let condition = Condition::of("FOGRA39L Coated", "");
        for (word, meant) in
            [("FOGRA39", true), ("fogra39l", true), ("Fogra 39", true), ("FOGRA3", false), ("FOGRA51", false)]
        {
            assert_eq!(condition.is_meant_by(word), meant, "{word}");
        }
    }
}
