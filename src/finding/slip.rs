//! The known word that a misspelt one was meant to be.

/// Letters of a word that are compared; longer ones are no slips.
const LONGEST: usize = 60;

/// The word of `known` that takes the fewest changed letters to reach from `word`, letter case aside,
/// if few enough to be a slip: a third of the letters, at least one. What stands behind the last `_`
/// of a known word (a unit, a language) may be left out. Equal ones fall to the first in the list.
#[must_use]
pub fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let word: Vec<char> = word.to_lowercase().chars().take(LONGEST).collect();
    let limit = (word.len() / 3).max(1);
    let slip = |k: &str| {
        let k = k.to_lowercase();
        let stem = k.rsplit_once('_').map(|(stem, _)| edits(&word, stem));
        edits(&word, &k).min(stem.unwrap_or(usize::MAX))
    };
    known
        .into_iter()
        .map(|k| (slip(k), k))
        .filter(|&(changed, _)| changed <= limit)
        .min_by_key(|&(changed, _)| changed)
        .map(|(_, k)| k)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn distance(a: &str, b: &str) -> usize {
        edits(&a.chars().collect::<Vec<_>>(), b)
    }

    #[test]
    fn a_slip_finds_the_word_that_was_meant() {
        let known = ["radius_m", "category", "clause", "name_zh"];
        assert_eq!(nearest("raduis_m", known), Some("radius_m"));
        assert_eq!(nearest("raduis", known), Some("radius_m"));
        assert_eq!(nearest("radius", known), Some("radius_m"));
        assert_eq!(nearest("name", known), Some("name_zh"));
        assert_eq!(nearest("colour", known), None);
        let keys = ["convenience_store", "breakfast", "laundry"];
        assert_eq!(nearest("Conveniance_store", keys), Some("convenience_store"));
        assert_eq!(nearest("luandry", keys), Some("laundry"));
        assert_eq!(nearest("museum", keys), None);
    }

    #[test]
    fn the_distance_counts_changed_letters() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("便利店", "便利"), 1);
        // Neighbours that changed places are one change.
        assert_eq!(distance("luandry", "laundry"), 1);
    }
}
