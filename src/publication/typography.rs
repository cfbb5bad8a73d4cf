//! The section `[typography]` of the manifest.

use crate::diagnostic::Problem;
use crate::language::{GenderForm, TypographyRules};
use crate::toml_text::Table;

/// What the manifest says about the setting of text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Typography {
    /// The rules in force.
    pub rules: TypographyRules,
    /// The gender form that the publication is to use.
    pub gender: Option<GenderForm>,
    /// How gender forms are read aloud in the EPUB.
    pub gender_reading: GenderReading,
}

/// How gender forms are read aloud in the EPUB.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum GenderReading {
    /// As the reading system reads their sign.
    #[default]
    Typed,
    /// With a pause in place of the sign.
    Pause,
}

const GENDER_READINGS: [(&str, GenderReading); 2] =
    [("typed", GenderReading::Typed), ("pause", GenderReading::Pause)];

/// The words of the manifest.
const GENDER_FORMS: [(&str, GenderForm); 5] = [
    ("star", GenderForm::Star),
    ("colon", GenderForm::Colon),
    ("underscore", GenderForm::Underscore),
    ("slash", GenderForm::Slash),
    ("inner-i", GenderForm::InnerI),
];

pub(super) fn read(mut table: Table, problems: &mut Vec<Problem>) -> Typography {
    let mut rules = TypographyRules::default();
    let mut flag = |key: &'static str, rule: &mut bool| {
        if let Some(wanted) = table.take::<bool>(key, problems) {
            *rule = wanted.value;
        }
    };
    flag("quotes", &mut rules.quotes);
    flag("apostrophe", &mut rules.apostrophe);
    flag("dashes", &mut rules.dashes);
    flag("ellipsis", &mut rules.ellipsis);
    flag("spaces", &mut rules.spaces);
    flag("ligatures", &mut rules.ligatures);
    flag("numbers", &mut rules.numbers);
    let gender = table.take_word("gender", &GENDER_FORMS, problems).map(|form| form.value);
    let gender_reading = table.take_word("gender-reading", &GENDER_READINGS, problems);
    table.finish(problems);
    Typography { rules, gender, gender_reading: gender_reading.map(|word| word.value).unwrap_or_default() }
}
