//! Ids that are unique, whatever the order of the features in the file.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

/// Ids of a layer.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Settled {
    /// One for each thing, none twice.
    pub(super) ids: Vec<Box<str>>,
    /// Things whose given id an earlier one has: index, and index of that one.
    pub(super) repeated: Vec<(usize, usize)>,
    /// How many had none.
    pub(super) made: usize,
}

/// Makes ids unique. Of several things with one id the first by `order` keeps it and the others get
/// `~2`, `~3` behind it; things without an id are counted through by `order`: `#1`, `#2`. `order`
/// has to compare all that things differ by, so that the file's order does not matter.
pub(super) fn settle(
    given: Vec<Option<Box<str>>>,
    order: impl Fn(usize, usize) -> Ordering,
) -> Settled {
    let mut first_of: HashMap<&str, usize> = HashMap::with_capacity(given.len());
    let mut repeated = Vec::new();
    let mut made = 0;
    for (index, id) in given.iter().enumerate() {
        let Some(id) = id else {
            made += 1;
            continue;
        };
        let first = *first_of.entry(id).or_insert(index);
        if first != index {
            repeated.push((index, first));
        }
    }
    if made == 0 && repeated.is_empty() {
        return Settled { ids: given.into_iter().flatten().collect(), repeated, made };
    }
    let mut by_order: Vec<usize> = (0..given.len()).collect();
    by_order.sort_by(|&a, &b| order(a, b));
    let mut taken: HashSet<Box<str>> = given.iter().flatten().cloned().collect();
    let mut times: HashMap<&str, usize> = HashMap::new();
    let mut ids: Vec<Box<str>> = vec![Box::default(); given.len()];
    let mut last_made = 0;
    for index in by_order {
        ids[index] = if let Some(id) = &given[index] {
            let count = times.entry(id).and_modify(|n| *n += 1).or_insert(1);
            if *count == 1 { id.clone() } else { free(&mut taken, count, |n| format!("{id}~{n}")) }
        } else {
            last_made += 1;
            free(&mut taken, &mut last_made, |n| format!("#{n}"))
        };
    }
    Settled { ids, repeated, made }
}

/// The first id from `count` on that is not taken.
fn free(
    taken: &mut HashSet<Box<str>>,
    count: &mut usize,
    id: impl Fn(usize) -> String,
) -> Box<str> {
    loop {
        let id = id(*count).into_boxed_str();
        if taken.insert(id.clone()) {
            return id;
        }
        *count += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(given: &[Option<&str>], place: &[i32]) -> Vec<String> {
        let given = given.iter().map(|id| id.map(Into::into)).collect();
        let settled = settle(given, |a, b| place[a].cmp(&place[b]));
        settled.ids.into_iter().map(Into::into).collect()
    }

    #[test]
    fn one_id_twice_is_told_apart_by_place() {
        let there = ids(&[Some("a"), Some("a"), Some("a~2")], &[1, 2, 3]);
        assert_eq!(there, ["a", "a~3", "a~2"]);
        let back = ids(&[Some("a~2"), Some("a"), Some("a")], &[3, 2, 1]);
        assert_eq!(back, ["a~2", "a~3", "a"]);
    }

    #[test]
    fn missing_ids_follow_the_places() {
        assert_eq!(ids(&[None, Some("#1"), None], &[9, 5, 1]), ["#3", "#1", "#2"]);
    }
}
