//! The hyphens of an ISBN (ISO 2108): prefix, registration group, registrant, publication, check digit.
//!
//! How long the registrant is depends on its figures, by the ranges that the International ISBN Agency has given
//! out. They are here for the German and the English language, whose publishers satz is for.

/// The registrants of a group: the first and the last figure string of each range. What lies between ranges is
/// given to nobody so far.
type Ranges = &'static [(&'static str, &'static str)];

/// The range message of the International ISBN Agency (<https://www.isbn-international.org/range_file_generation>)
/// for the groups 978-0, 978-1 and 978-3, as the package isbn3 2.0.11 of npm carries it.
const GROUPS: [(&str, Ranges); 3] = [
    (
        "9780",
        &[
            ("00", "19"),
            ("200", "227"),
            ("2280", "2289"),
            ("229", "368"),
            ("3690", "3699"),
            ("370", "638"),
            ("6390", "6397"),
            ("6398000", "6399999"),
            ("640", "644"),
            ("6450000", "6459999"),
            ("646", "647"),
            ("6480000", "6489999"),
            ("649", "654"),
            ("6550", "6559"),
            ("656", "699"),
            ("7000", "8499"),
            ("85000", "89999"),
            ("900000", "900370"),
            ("9003710", "9003719"),
            ("900372", "949999"),
            ("9500000", "9999999"),
        ],
    ),
    (
        "9781",
        &[
            ("000", "009"),
            ("01", "02"),
            ("030", "034"),
            ("0350", "0399"),
            ("040", "045"),
            ("0460", "0469"),
            ("047", "047"),
            ("0480", "0499"),
            ("05", "05"),
            ("0665000", "0665749"),
            ("0665750", "0665999"),
            ("0666000", "0669999"),
            ("0670000", "0699999"),
            ("0700", "0999"),
            ("100", "397"),
            ("3980", "5499"),
            ("55000", "64999"),
            ("6500", "6799"),
            ("68000", "68599"),
            ("6860", "7139"),
            ("714", "716"),
            ("7170", "7319"),
            ("7320000", "7399999"),
            ("74000", "76199"),
            ("7620", "7634"),
            ("7635000", "7649999"),
            ("76500", "77499"),
            ("7750000", "7753999"),
            ("77540", "77639"),
            ("7764000", "7764999"),
            ("77650", "77699"),
            ("7770000", "7782999"),
            ("77830", "78999"),
            ("7900", "7999"),
            ("80000", "80049"),
            ("80050", "80499"),
            ("80500", "83799"),
            ("8380000", "8384999"),
            ("83850", "86719"),
            ("8672", "8675"),
            ("86760", "86979"),
            ("869800", "915999"),
            ("9160000", "9165059"),
            ("916506", "916869"),
            ("9168700", "9169079"),
            ("916908", "919163"),
            ("9191640", "9195649"),
            ("919565", "919599"),
            ("9196000", "9196549"),
            ("919655", "972999"),
            ("9730", "9877"),
            ("987800", "991149"),
            ("9911500", "9911999"),
            ("991200", "998989"),
            ("9989900", "9999999"),
        ],
    ),
    (
        "9783",
        &[
            ("00", "02"),
            ("030", "033"),
            ("0340", "0369"),
            ("03700", "03999"),
            ("04", "19"),
            ("200", "312"),
            ("3130", "3139"),
            ("314", "389"),
            ("39", "39"),
            ("400", "675"),
            ("67600", "68799"),
            ("688", "688"),
            ("68900", "69499"),
            ("6950", "8499"),
            ("85000", "89999"),
            ("900000", "949999"),
            ("9500000", "9539999"),
            ("95400", "96999"),
            ("9700000", "9849999"),
            ("98500", "99959"),
            ("9996", "9999"),
        ],
    ),
];

/// An ISBN of thirteen figures with its hyphens; `None` for other groups, and for registrants that are none.
pub(super) fn hyphenated(figures: &str) -> Option<String> {
    let (group, ranges) = GROUPS.iter().find(|(group, _)| figures.starts_with(group))?;
    let rest = figures.get(group.len()..figures.len().checked_sub(1)?)?;
    // Ranges of one group never overlap, and figures of one length compare as numbers do.
    let (first, _) = ranges.iter().find(|(first, last)| {
        rest.get(..first.len()).is_some_and(|registrant| (*first..=*last).contains(&registrant))
    })?;
    let (registrant, publication) = rest.split_at(first.len());
    Some(format!("978-{}-{registrant}-{publication}-{}", &group[3..], &figures[12..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_length_of_the_registrant_follows_from_its_figures() {
        for isbn in [
            "978-3-16-148410-0", // the ISBN Users' Manual's example
            "978-3-030-00001-1",
            "978-3-7630-0001-7",
            "978-3-88079-001-2",
            "978-3-900001-01-4",
            "978-0-306-40615-7", // the example of ISO 2108
            "978-1-86197-876-9",
            "978-1-4028-9462-6",
        ] {
            assert_eq!(hyphenated(&isbn.replace('-', "")).as_deref(), Some(isbn));
        }
        assert_eq!(hyphenated("9782070408504"), None);
        assert_eq!(hyphenated("9783"), None);
    }
}
