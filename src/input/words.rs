//! Words in messages: names from files made safe to print, and the word that a misspelt one meant.

/// Longest name that a message shows in full, in letters.
const LONGEST: usize = 60;

/// A name from a file in double quotes: control characters escaped, shortened past 60 letters.
pub(super) fn quoted(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 2);
    out.push('"');
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

/// The candidate that is spelt most like `word`: at most a third of its letters differ, at least one
/// may. Ties fall to the first candidate.
pub(super) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let word: Vec<char> = word.to_lowercase().chars().take(LONGEST).collect();
    let limit = (word.len() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| (edits(&word, &candidate.to_lowercase()), candidate))
        .filter(|(edits, _)| *edits <= limit)
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, candidate)| candidate)
}

/// Letters to put in, take out or change, or neighbours to swap, to turn one word into the other
/// (optimal string alignment distance).
fn edits(a: &[char], b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let change = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = change.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(before[j - 2] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

/// `1 outlet`, `2 outlets`.
pub(super) fn counted(count: usize, thing: &str) -> String {
    if count == 1 { format!("1 {thing}") } else { format!("{count} {thing}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_escaped_and_long_names_cut() {
        assert_eq!(quoted("a\u{1b}[31m\n"), "\"a\\u{1b}[31m\\n\"");
        assert_eq!(quoted(&"x".repeat(61)), format!("\"{}…\"", "x".repeat(60)));
    }

    #[test]
    fn a_misspelt_word_finds_the_one_that_was_meant() {
        let keys = ["convenience_store", "breakfast", "laundry"];
        assert_eq!(nearest("conveniance_store", keys), Some("convenience_store"));
        assert_eq!(nearest("luandry", keys), Some("laundry"));
        assert_eq!(nearest("museum", keys), None);
    }

    #[test]
    fn swapped_neighbours_are_one_edit() {
        let word: Vec<char> = "luandry".chars().collect();
        assert_eq!(edits(&word, "laundry"), 1);
    }
}
