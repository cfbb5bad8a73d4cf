//! Style sheets for weak reading systems: rules of CSS 2.1 and nothing around them.
//!
//! Kindle's converter drops whole sheets over a selector that it does not know, so what older readers would
//! skip is taken out here: media queries and other conditions, and selectors with newer pseudo-classes.

/// A sheet without conditional rules and without selectors that CSS 2.1 does not know.
pub(super) fn flat(sheet: &str) -> String {
    let mut flat = String::new();
    let mut rest = sheet;
    while let Some((prelude, block, behind)) = next_rule(rest) {
        let kept = match prelude.strip_prefix('@') {
            Some(name) => name.starts_with("font-face").then(|| prelude.to_owned()),
            None => known_selectors(prelude),
        };
        if let Some(prelude) = kept {
            flat.push_str(&format!("{prelude} {{{block}}}\n"));
        }
        rest = behind;
    }
    flat
}

/// The first rule: what stands before its block, the block, and what follows.
fn next_rule(sheet: &str) -> Option<(&str, &str, &str)> {
    let sheet = after_comments(sheet);
    let open = sheet.find('{')?;
    let mut depth = 0_usize;
    for (at, letter) in sheet[open..].char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            let end = open + at;
            return Some((sheet[..open].trim(), &sheet[open + 1..end], &sheet[end + 1..]));
        }
    }
    None
}

fn after_comments(mut sheet: &str) -> &str {
    loop {
        sheet = sheet.trim_start();
        match sheet.strip_prefix("/*").and_then(|comment| comment.split_once("*/")) {
            Some((_, behind)) => sheet = behind,
            None => return sheet,
        }
    }
}

/// The selectors of a list that CSS 2.1 knows; `None` where it knows none of them.
fn known_selectors(list: &str) -> Option<String> {
    // `:has(a, b)` falls apart here, and neither part is known.
    let known: Vec<&str> = list.split(',').map(str::trim).filter(|selector| is_known(selector)).collect();
    (!known.is_empty()).then(|| known.join(", "))
}

fn is_known(selector: &str) -> bool {
    let plain = selector.replace(":first-child", "").replace(":before", "").replace(":after", "");
    // Attributes may be compared as wholes and words; other comparisons came with CSS 3.
    !plain.contains([':', '(', ')', '~']) && !["^=", "$=", "*="].iter().any(|sign| plain.contains(sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_and_new_selectors_are_left_out() {
        let sheet = "/* a { } */ p + p, li:has(math) { text-indent: 1em }\n\
                     @media (max-width: 26em) { h1 { color: red } h2 { color: red } }\n\
                     @font-face { font-family: \"A\"; src: url(\"a.ttf\") }\n\
                     :is(a, b) { x: y } [hidden] { display: none } img[src$=\".svg\"] { padding: 0 }";
        assert_eq!(
            flat(sheet),
            "p + p { text-indent: 1em }\n@font-face { font-family: \"A\"; src: url(\"a.ttf\") }\n\
             [hidden] { display: none }\n"
        );
    }

    #[test]
    fn the_rules_of_satz_itself_survive_but_for_conditions() {
        let flat = flat(crate::epub::BASE_STYLE);
        assert!(flat.contains(".noteref, .backlink { vertical-align: super;"), "{flat}");
        assert!(!flat.contains("@media") && !flat.contains(":has(") && !flat.contains("/*"), "{flat}");
    }
}
