//! Patterns with `*` and `?`.

/// Whether a text has a sign of a pattern.
pub(super) fn is_pattern(text: &str) -> bool {
    text.contains(['*', '?'])
}

/// Whether a text matches a pattern: `*` stands for any signs but `/`, `?` for one sign but `/`,
/// `#` for one figure, every other sign for itself.
///
/// The time is at most the product of both lengths.
pub fn matches(pattern: &str, text: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let text: Vec<char> = text.chars().collect();
    let (mut at, mut position) = (0, 0);
    // Where to go on when a `*` has to take one sign more.
    let mut retry: Option<(usize, usize)> = None;
    while position < text.len() {
        match pattern.get(at) {
            Some('*') => {
                retry = Some((at + 1, position));
                at += 1;
            }
            Some(&sign) if stands_for(sign, text[position]) => {
                at += 1;
                position += 1;
            }
            _ => match retry {
                Some((after, start)) if text[start] != '/' => {
                    at = after;
                    position = start + 1;
                    retry = Some((after, position));
                }
                _ => return false,
            },
        }
    }
    pattern[at..].iter().all(|&sign| sign == '*')
}

fn stands_for(sign: char, letter: char) -> bool {
    match sign {
        '?' => letter != '/',
        '#' => letter.is_ascii_digit(),
        sign => sign == letter,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_within_one_folder() {
        let cases = [
            ("*.md", "01-a.md", true),
            ("*.md", "teil/01-a.md", false),
            ("teil/*.md", "teil/01-a.md", true),
            ("*/*.md", "teil/01-a.md", true),
            ("0?-*.md", "01-a.md", true),
            ("0?-*.md", "10-a.md", false),
            ("*a*b*", "xaayb", true),
            ("*a*b*", "xaay", false),
            ("#####", "48143", true),
            ("#####", "4814x", false),
            ("*", "", true),
            ("a", "", false),
        ];
        for (pattern, text, expected) in cases {
            assert_eq!(matches(pattern, text), expected, "{pattern} {text}");
        }
    }
}
