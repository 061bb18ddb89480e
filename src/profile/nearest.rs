//! The known word that a misspelt one was meant to be.

/// The word of `known` that takes the fewest changed letters to reach from `word`, if few enough to
/// be a slip: a third of the letters, at least one. Equal ones fall to the first in the list.
pub(super) fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let limit = (word.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|k| (distance(word, k), k))
        .filter(|&(d, k)| d <= limit || stem(word, k))
        .min_by_key(|&(d, _)| d)
        .map(|(_, k)| k)
}

/// Whether one word is the other with a unit or a language after it: `radius` and `radius_m`.
fn stem(word: &str, known: &str) -> bool {
    let begins = |long: &str, short: &str| {
        long.strip_prefix(short).is_some_and(|rest| rest.starts_with('_')) && short.len() > 2
    };
    begins(known, word) || begins(word, known)
}

/// Letters to put in, take out or exchange (Levenshtein, Soviet Physics Doklady 10, 1966).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, &y) in b.iter().enumerate() {
            let exchanged = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = exchanged.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_the_word_that_was_meant() {
        let known = ["radius_m", "category", "clause", "name_zh"];
        assert_eq!(nearest("raduis_m", known), Some("radius_m"));
        assert_eq!(nearest("radius", known), Some("radius_m"));
        assert_eq!(nearest("name", known), Some("name_zh"));
        assert_eq!(nearest("colour", known), None);
    }

    #[test]
    fn the_distance_counts_changed_letters() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("便利店", "便利"), 1);
    }
}
