//! The known word that a misspelt one was meant to be.

/// The word of `known` that takes the fewest changed letters to reach from `word`, if few enough to
/// be a slip: a third of the letters, at least one. What stands behind the last `_` of a known word
/// (a unit, a language) may be left out. Equal ones fall to the first in the list.
pub(super) fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let limit = (word.chars().count() / 3).max(1);
    let slip = |k: &str| {
        let stem = k.rsplit_once('_').map(|(stem, _)| distance(word, stem));
        distance(word, k).min(stem.unwrap_or(usize::MAX))
    };
    known
        .into_iter()
        .map(|k| (slip(k), k))
        .filter(|&(changed, _)| changed <= limit)
        .min_by_key(|&(changed, _)| changed)
        .map(|(_, k)| k)
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
        assert_eq!(nearest("raduis", known), Some("radius_m"));
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
