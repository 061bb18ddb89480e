//! Words in messages: names from files made safe to print, and numbers of things.

/// Longest name that a message shows in full, in letters.
const LONGEST: usize = 60;

/// A name from a file in double quotes: control characters escaped, shortened past 60 letters.
pub(super) fn quoted(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 2);
    out.push('"');
    // No letter is shorter than a byte.
    if name.len() <= LONGEST && !name.chars().any(char::is_control) {
        out.push_str(name);
        out.push('"');
        return out;
    }
    for (count, letter) in name.chars().enumerate() {
        if count == LONGEST {
            out.push('…');
            break;
        }
        if letter.is_control() {
            out.extend(letter.escape_default());
        } else {
            out.push(letter);
        }
    }
    out.push('"');
    out
}

/// `1 outlet`, `2 outlets`.
pub(super) fn counted(count: usize, thing: &str) -> String {
    if count == 1 { format!("1 {thing}") } else { format!("{count} {thing}s") }
}

/// The form of a verb that goes with a count: `1 of 8 outlets has`, `2 of 8 outlets have`.
pub(super) fn agree(count: usize, one: &'static str, many: &'static str) -> &'static str {
    if count == 1 { one } else { many }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_escaped_and_long_names_cut() {
        assert_eq!(quoted("a\u{1b}[31m\n"), "\"a\\u{1b}[31m\\n\"");
        assert_eq!(quoted(&"x".repeat(61)), format!("\"{}…\"", "x".repeat(60)));
    }
}
