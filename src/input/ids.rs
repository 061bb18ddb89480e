//! Ids that are unique, whatever the order of the features in the file.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::groups::repeats;

/// Ids of a layer.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Settled {
    /// The ids of things that have another one than was given, or were given none, by position.
    new: Vec<(usize, Box<str>)>,
    /// Things whose given id an earlier one has: index, and index of that one.
    pub(super) repeated: Vec<(usize, usize)>,
}

impl Settled {
    /// Things that were given an id and have another one, in order; `given` tells which were given any.
    pub(super) fn changed(&self, given: impl Fn(usize) -> bool) -> impl Iterator<Item = usize> {
        self.new.iter().map(|(index, _)| *index).filter(move |&index| given(index))
    }

    /// The id of a thing, where it is not the given one.
    pub(super) fn new_id(&self, index: usize) -> Option<&str> {
        let found = self.new.binary_search_by_key(&index, |(index, _)| *index).ok()?;
        Some(&self.new[found].1)
    }

    /// Gives the id of each thing, none twice, for that which was given; asked for in rising order.
    pub(super) fn into_ids(self) -> impl FnMut(usize, Option<Box<str>>) -> Box<str> {
        let mut new = self.new.into_iter().peekable();
        move |index, given| {
            let other = new.next_if(|(other, _)| *other == index);
            other.map(|(_, id)| id).or(given).unwrap_or_default()
        }
    }
}

/// Makes ids unique. Of several things with one id the first by `order` keeps it and the others get
/// `~2`, `~3` behind it; things without an id are counted through by `order`: `#1`, `#2`. `order`
/// has to compare all that things differ by, so that the file's order does not matter.
pub(super) fn settle<'a>(
    count: usize,
    given: impl Fn(usize) -> Option<&'a str>,
    order: impl Fn(usize, usize) -> Ordering,
) -> Settled {
    let groups = repeats(count, &given);
    let mut without: Vec<usize> = (0..count).filter(|&n| given(n).is_none()).collect();
    let (mut new, mut repeated) = (Vec::new(), Vec::new());
    // What is made here looks like this, so that no other id can be in its way.
    let looks_made = |id: &&str| id.starts_with('#') || id.contains('~');
    let is_settled = without.is_empty() && groups.iter().next().is_none();
    let rivals = if is_settled { 0 } else { count };
    let taken: BTreeSet<&str> = (0..rivals).filter_map(&given).filter(looks_made).collect();
    let free = |number: &mut usize, id: &dyn Fn(usize) -> String| loop {
        *number += 1;
        let id = id(*number);
        if !taken.contains(id.as_str()) {
            return id.into_boxed_str();
        }
    };
    for group in groups.iter() {
        let mut group: Vec<usize> = group.iter().map(|&n| n as usize).collect();
        repeated.extend(group[1..].iter().map(|&n| (n, group[0])));
        let id = given(group[0]).unwrap_or_default();
        group.sort_by(|&a, &b| order(a, b));
        let mut times = 1;
        new.extend(group[1..].iter().map(|&n| (n, free(&mut times, &|n| format!("{id}~{n}")))));
    }
    without.sort_by(|&a, &b| order(a, b));
    let mut last = 0;
    new.extend(without.into_iter().map(|n| (n, free(&mut last, &|n| format!("#{n}")))));
    new.sort_unstable();
    repeated.sort_unstable();
    Settled { new, repeated }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(given: &[Option<&str>], place: &[i32]) -> Vec<String> {
        let settled = settle(given.len(), |n| given[n], |a, b| place[a].cmp(&place[b]));
        let mut id = settled.into_ids();
        given.iter().enumerate().map(|(n, given)| id(n, given.map(Into::into)).into()).collect()
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

    #[test]
    fn ids_that_are_repeated_and_ids_that_were_made_elsewhere_do_not_meet() {
        let given = [Some("a"), Some("a~2"), Some("a"), Some("a~2"), Some("#1"), None];
        let there = ids(&given, &[1, 2, 3, 4, 5, 6]);
        assert_eq!(there, ["a", "a~2", "a~3", "a~2~2", "#1", "#2"]);
    }

    #[test]
    fn an_id_that_is_repeated_names_the_first_one_of_the_file() {
        let given = ["b", "a", "b", "a", "b"];
        let settled = settle(given.len(), |n| Some(given[n]), |a, b| b.cmp(&a));
        assert_eq!(settled.repeated, [(2, 0), (3, 1), (4, 0)]);
        // By the order that is asked for the last of each keeps it.
        let new: Vec<Option<&str>> = (0..5).map(|n| settled.new_id(n)).collect();
        assert_eq!(new, [Some("b~3"), Some("a~2"), Some("b~2"), None, None]);
    }
}
