//! One outlet that stands in the files more than once.
//!
//! Two outlets of one category are taken for the same one where they have one name, or one id, and are
//! close to each other. Pairs that share an outlet make a group, which is said once. All are kept unless
//! the user asks to merge them; then of those at one and the same place one is counted, open before planned
//! before closed, so that no circle moves and no land changes sides.

use std::collections::{BTreeMap, HashMap};

use super::outlet_checks::Outlets;
use super::words::quoted;
use crate::finding::{Finding, Findings};
use crate::units::Metres;

/// Closer than this two outlets of one name and category are the same one: 20 m, the front of a house.
const NEAR: f64 = 20.0;

/// So many outlets of a group are named.
const NAMED: usize = 5;

/// Groups of outlets that seem to be one; positions in the order of the files.
#[derive(Debug)]
pub(super) struct Twins(Vec<Vec<usize>>);

/// What makes two outlets of one category the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Mark<'a> {
    Name(&'a str),
    Id(&'a str),
}

impl Twins {
    /// Finds them. Places are compared cell by cell, and those at one place as one.
    pub(super) fn of(outlets: &Outlets<'_>) -> Self {
        let mut cells: HashMap<(Mark<'_>, u32, i64, i64), Vec<usize>> = HashMap::new();
        let mut heads: Vec<usize> = (0..outlets.drafts.len()).collect();
        for (index, draft) in outlets.drafts.iter().enumerate() {
            let name = (!draft.name.is_empty()).then_some(Mark::Name(&draft.name));
            let id = draft.id.as_deref().map(Mark::Id);
            let at = outlets.at[index];
            let (x, y) = (cell(at.x), cell(at.y));
            for mark in name.into_iter().chain(id) {
                let around = (-1..=1).flat_map(|dx| (-1..=1).map(move |dy| (x + dx, y + dy)));
                for (x, y) in around {
                    let others = cells.get(&(mark, draft.category.0, x, y));
                    for &other in others.into_iter().flatten() {
                        let is_near = outlets.at[other].distance(at).0 <= NEAR;
                        if is_near && outlets.drafts[other].origin != draft.origin {
                            join(&mut heads, other, index);
                        }
                    }
                }
                let here = cells.entry((mark, draft.category.0, x, y)).or_default();
                let is_new = !here.iter().any(|&other| outlets.at[other] == at);
                if is_new || here.iter().all(|&o| outlets.drafts[o].origin == draft.origin) {
                    here.push(index);
                }
            }
        }
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for index in 0..heads.len() {
            groups.entry(head(&heads, index)).or_default().push(index);
        }
        Self(groups.into_values().filter(|group| group.len() > 1).collect())
    }

    /// Warns of each group.
    pub(super) fn say(&self, outlets: &Outlets<'_>, findings: &mut Findings) {
        for group in &self.0 {
            findings.push(finding(outlets, group, 0));
        }
    }

    /// Says which groups are counted once, or more often where they are not all at one place.
    pub(super) fn say_merged(
        &self,
        outlets: &Outlets<'_>,
        merged: &[usize],
        findings: &mut Findings,
    ) {
        for group in &self.0 {
            let gone = group.iter().filter(|index| merged.binary_search(index).is_ok()).count();
            if gone > 0 {
                findings.push(finding(outlets, group, gone));
            }
        }
    }

    /// Positions of the outlets that are counted as another one at the same place, in order.
    pub(super) fn merged(&self, outlets: &Outlets<'_>, categories: &[String]) -> Vec<usize> {
        let mut gone = Vec::new();
        for group in &self.0 {
            let mut order = group.clone();
            order.sort_by(|&a, &b| {
                let (p, q) = (&outlets.drafts[a], &outlets.drafts[b]);
                outlets.by_content(categories, a, b).then_with(|| p.id.cmp(&q.id))
            });
            let same = order.chunk_by(|&a, &b| outlets.at[a] == outlets.at[b]);
            gone.extend(same.flat_map(|same| {
                // Of equal ones the first in the order of their content.
                let kept = same.iter().copied().min_by_key(|&n| outlets.drafts[n].status as u8);
                same.iter().copied().filter(move |n| Some(*n) != kept)
            }));
        }
        gone.sort_unstable();
        gone
    }
}

fn finding(outlets: &Outlets<'_>, group: &[usize], gone: usize) -> Finding {
    let (first, second) = (group[0], group[1]);
    let off = |n: &usize| outlets.at[first].distance(outlets.at[*n]).0;
    let most = Metres(group.iter().map(off).fold(0.0, f64::max));
    let name = quoted(outlets.label(second));
    let kept = match (gone, group.len()) {
        (0, 2) => "both kept".to_owned(),
        (0, _) => "all kept".to_owned(),
        (gone, all) if gone + 1 == all => "counted once".to_owned(),
        (gone, all) => format!("counted {} times", all - gone),
    };
    let message = if let [_, _] = group {
        let id = outlets.drafts[first].id.as_deref();
        let id = id.map_or(String::new(), |id| format!(" ({})", quoted(id)));
        let other = outlets.beside(first, second);
        format!("{name} again, {} from {other}{id}; {kept}", most.text())
    } else {
        let named: Vec<String> =
            group.iter().take(NAMED).map(|&n| outlets.beside(n, second)).collect();
        let more = match group.len().saturating_sub(NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let (count, within) = (group.len(), most.text());
        format!("{name} {count} times within {within}: {}{more}; {kept}", named.join(", "))
    };
    let place = outlets.place(second, "");
    if gone > 0 {
        return Finding::note("same-outlet", place, message);
    }
    let is_one_place = group.iter().any(|n| *n != first && off(n) <= 0.0);
    Finding::warning("same-outlet", place, message).with_help(if is_one_place {
        "pass --merge-duplicates to count it once, or take it out, if it is one outlet"
    } else {
        "take one of them out if it is one outlet"
    })
}

/// The first of the group that an outlet belongs to so far.
fn head(heads: &[usize], mut index: usize) -> usize {
    while heads[index] != index {
        index = heads[index];
    }
    index
}

fn join(heads: &mut [usize], a: usize, b: usize) {
    let (a, b) = (head(heads, a), head(heads, b));
    heads[a.max(b)] = a.min(b);
}

/// The cell that a coordinate lies in.
#[expect(clippy::cast_possible_truncation, reason = "saturates far outside of any city")]
fn cell(v: f64) -> i64 {
    (v / NEAR).floor() as i64
}
