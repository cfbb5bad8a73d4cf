//! Codes of the EDItEUR code lists, issue 75, that messages use; each names its list.

/// List 150, product form, with list 175, details of it.
pub(super) fn form(form: super::Form) -> (&'static str, &'static [&'static str]) {
    use super::Form;
    match form {
        // BC: paperback; B305: adhesive bound, BF: pamphlet; B310: saddle-sewn, BE: spiral bound.
        Form::Glued => ("BC", &["B305"]),
        Form::Stapled => ("BF", &[]),
        Form::Spiral => ("BE", &[]),
        Form::Print => ("BC", &[]),
        // ED: digital download; E101: EPUB, E200: reflowable; E107: PDF, E201: fixed format.
        Form::Epub => ("ED", &["E101", "E200"]),
        Form::Pdf => ("ED", &["E107", "E201"]),
    }
}

/// List 17, contributor role, for a code of the MARC relators. `None` for parts that the trade does not list:
/// publishers, funders and proofreaders.
pub(super) fn contributor(relator: &str) -> Option<&'static str> {
    Some(match relator {
        "aut" => "A01",
        "dsr" => "A11",
        "ill" => "A12",
        "pht" => "A13",
        "waw" => "A19",
        "win" => "A24",
        "ctb" => "A32",
        "cov" => "A36",
        "ctg" => "A39",
        "ivr" => "A43",
        "ive" => "A44",
        "res" => "A51",
        "edt" => "B01",
        "trl" => "B06",
        "com" => "C01",
        _ => return None,
    })
}

/// List 74, language (ISO 639-2/B), for the first part of a BCP 47 tag; `und` is undetermined.
pub(super) fn language(tag: &str) -> &'static str {
    match tag.split('-').next().unwrap_or_default() {
        "de" => "ger",
        "en" => "eng",
        "fr" => "fre",
        "nl" => "dut",
        "it" => "ita",
        "es" => "spa",
        "pl" => "pol",
        "tr" => "tur",
        "ar" => "ara",
        "ru" => "rus",
        "uk" => "ukr",
        _ => "und",
    }
}
