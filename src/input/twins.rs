//! One outlet that stands in the files more than once.
//!
//! Two outlets of one category are taken for the same one where they have one name, or one id, and are
//! close to each other; and where they have one name, but for blanks, brackets and capitals, in one building,
//! parcel or address that the file gives them, and are not far from each other. Pairs that share an outlet make a group, which is said once. All are kept unless
//! the user asks to merge them; then of those at one and the same place one is counted, open before planned
//! before closed, so that no circle moves and no land changes sides.

use super::groups::{Groups, repeats, short};
use super::layer::Origin;
use super::outlet_checks::Outlets;
use super::outlets::Draft;
use super::words::quoted;
use crate::finding::{Finding, Findings, Severity};
use crate::model::Local;
use crate::units::Metres;

/// Closer than this two outlets of one name and category are the same one: 20 m, the front of a house.
const NEAR: f64 = 20.0;

/// Closer than this two outlets of one name in one building, parcel or address are the same one: 200 m, the
/// length of a large parcel. What a file calls a building or an address (`1号楼`) may stand elsewhere too.
const SAME_SITE: f64 = 200.0;

/// So many outlets of a group are named.
const NAMED: usize = 5;

/// Groups of outlets that seem to be one; positions in the order of the files.
#[derive(Debug)]
pub(super) struct Twins(Groups);

impl Twins {
    /// Finds them: those with one name, then those with one id, cell by cell.
    pub(super) fn of(outlets: &Outlets<'_>) -> Self {
        let drafts = outlets.drafts;
        let mut joined = Joined((0..short(drafts.len())).collect());
        let name = |n: usize| Some(&*drafts[n].name).filter(|name| !name.is_empty());
        let id = |n: usize| drafts[n].id.as_deref();
        let site = |n: usize| drafts[n].site.as_deref();
        for same in repeats(drafts.len(), name).iter().chain(repeats(drafts.len(), id).iter()) {
            Places::of(outlets, same, NEAR).join(&mut joined);
        }
        for same in repeats(drafts.len(), site).iter() {
            Places::of(outlets, same, SAME_SITE).join(&mut joined);
        }
        Self(joined.groups())
    }

    /// Warns of each group.
    pub(super) fn say(&self, outlets: &Outlets<'_>, findings: &mut Findings) {
        for group in self.0.iter() {
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
        for group in self.0.iter() {
            let gone =
                group.iter().filter(|&&n| merged.binary_search(&(n as usize)).is_ok()).count();
            if gone > 0 {
                let finding = finding(outlets, group, gone);
                findings.push(match amounts(outlets, group, merged) {
                    Some(differ) => Finding {
                        severity: Severity::Warning,
                        message: format!("{}; {differ}", finding.message),
                        ..finding
                    },
                    None => finding,
                });
            }
        }
    }

    /// Positions of the outlets that are counted as another one at the same place, in order.
    pub(super) fn merged(&self, outlets: &Outlets<'_>, categories: &[String]) -> Vec<usize> {
        let mut gone = Vec::new();
        for group in self.0.iter() {
            let mut order: Vec<usize> = group.iter().map(|&n| n as usize).collect();
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

/// What outlets of one name in one building, parcel or address have in common; none where the file gives
/// no such place, or no name. The surest of the three that is there counts.
pub(super) fn site(name: &str, places: &[Option<Box<str>>; 3]) -> Option<Box<str>> {
    let bare = |text: &str| -> String {
        let is_kept = |c: &char| !c.is_whitespace() && !"()（）[]【】".contains(*c);
        text.chars().filter(is_kept).flat_map(char::to_lowercase).collect()
    };
    let (kind, place) = places.iter().enumerate().find_map(|(n, p)| Some((n, p.as_deref()?)))?;
    let (name, place) = (bare(name), bare(place));
    (!name.is_empty() && !place.is_empty())
        .then(|| format!("{kind}\u{1f}{place}\u{1f}{name}").into())
}

/// What is lost with those that are counted as another one; none where they say nothing else.
fn amounts(outlets: &Outlets<'_>, group: &[u32], merged: &[usize]) -> Option<String> {
    let told: Vec<String> = [
        ("capacity", (|draft: &Draft| draft.capacity) as fn(&Draft) -> Option<f64>),
        ("floor area", |draft| draft.floor_area),
    ]
    .iter()
    .filter_map(|(word, amount)| {
        let amounts = group.iter().map(|&n| (n, amount(&outlets.drafts[n as usize])));
        let (gone, kept): (Vec<_>, Vec<_>) =
            amounts.partition(|(n, _)| merged.binary_search(&(*n as usize)).is_ok());
        let counted = kept.iter().find_map(|(_, amount)| *amount);
        let is_other = |amount: f64| counted.is_none_or(|kept| kept.total_cmp(&amount).is_ne());
        let lost = gone.iter().find_map(|(_, amount)| amount.filter(|&amount| is_other(amount)))?;
        let counted = counted.map_or_else(|| "none".to_owned(), |kept| kept.to_string());
        Some(format!("{word} {counted} counts, not {lost}"))
    })
    .collect();
    (!told.is_empty()).then(|| told.join(", "))
}

fn finding(outlets: &Outlets<'_>, group: &[u32], gone: usize) -> Finding {
    let (first, second) = (group[0] as usize, group[1] as usize);
    let off = |n: &u32| outlets.at[first].distance(outlets.at[*n as usize]).0;
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
            group.iter().take(NAMED).map(|&n| outlets.beside(n as usize, second)).collect();
        let more = match group.len().saturating_sub(NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let (count, within) = (group.len(), most.text());
        format!("{name} {count} times within {within}: {}{more}; {kept}", named.join(", "))
    };
    let all: Vec<usize> = group.iter().map(|&n| n as usize).collect();
    let (place, spots) = (outlets.place(second, ""), outlets.spots(&all));
    if gone > 0 {
        return Finding::note("same-outlet", place, message).with_spots(spots);
    }
    let is_one_place = group[1..].iter().any(|n| off(n) <= 0.0);
    Finding::warning("same-outlet", place, message).with_spots(spots).with_help(if is_one_place {
        "pass --merge-duplicates to count it once, or take it out, if it is one outlet"
    } else {
        "take one of them out if it is one outlet"
    })
}

/// For each outlet another one of its group that comes before it, or itself.
struct Joined(Vec<u32>);

impl Joined {
    /// The first of the group that an outlet belongs to so far; shortens the way to it.
    fn head(&mut self, mut n: u32) -> u32 {
        while self.0[n as usize] != n {
            let next = self.0[self.0[n as usize] as usize];
            self.0[n as usize] = next;
            n = next;
        }
        n
    }

    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.head(a), self.head(b));
        self.0[a.max(b) as usize] = a.min(b);
    }

    /// All groups, in the order of the files.
    fn groups(mut self) -> Groups {
        let later: Vec<u32> =
            (0..).zip(&self.0).filter(|(n, to)| n != *to).map(|(n, _)| n).collect();
        let mut members: Vec<(u32, u32)> = later.iter().map(|&n| (self.head(n), n)).collect();
        let mut heads: Vec<u32> = members.iter().map(|(head, _)| *head).collect();
        heads.sort_unstable();
        heads.dedup();
        members.extend(heads.into_iter().map(|head| (head, head)));
        members.sort_unstable();
        let mut groups = Groups::default();
        for group in members.chunk_by(|a, b| a.0 == b.0) {
            groups.push(group.iter().map(|(_, n)| *n));
        }
        groups
    }
}

/// The outlets of one category at one place, all with one name or id.
struct Place {
    /// Category, then cell.
    cell: (u32, i64, i64),
    at: Local,
    /// The feature that all of them are of, unless they are of several.
    origin: Option<Origin>,
    /// Where they stand in the list of members.
    members: (usize, usize),
    is_joined: bool,
}

/// The places of outlets that share a name, an id or a site, in the order of their cells.
struct Places {
    stands: Vec<Place>,
    members: Vec<u32>,
    /// Closer than this they are the same one: metres, and the width of a cell.
    near: f64,
}

impl Places {
    fn of(outlets: &Outlets<'_>, same: &[u32], near: f64) -> Self {
        let key = |n: u32| {
            let at = outlets.at[n as usize];
            ((outlets.drafts[n as usize].category.0, cell(at.x, near), cell(at.y, near)), at)
        };
        let mut members: Vec<_> = same.iter().map(|&n| (key(n), n)).collect();
        // Nought below nought (-0.0) is the same place, so that the order within a cell goes by value.
        let value = |at: Local| Local::new(at.x + 0.0, at.y + 0.0);
        members.sort_unstable_by(|((cell, at), n), ((other, to), m)| {
            let (at, to) = (value(*at), value(*to));
            let place = at.x.total_cmp(&to.x).then(at.y.total_cmp(&to.y));
            cell.cmp(other).then(place).then(n.cmp(m))
        });
        let mut places = Vec::new();
        let mut start = 0;
        for one in members.chunk_by(|(a, _), (b, _)| a == b) {
            let ((cell, at), first) = one[0];
            let origin = outlets.drafts[first as usize].origin;
            let is_one = one.iter().all(|(_, n)| outlets.drafts[*n as usize].origin == origin);
            let end = start + one.len();
            let (origin, members) = (is_one.then_some(origin), (start, end));
            places.push(Place { cell, at, origin, members, is_joined: false });
            start = end;
        }
        Self { stands: places, members: members.into_iter().map(|(_, n)| n).collect(), near }
    }

    /// Joins what is of several features at one place, and the places that are near.
    fn join(mut self, joined: &mut Joined) {
        let mut east = 0;
        for here in 0..self.stands.len() {
            if self.stands[here].origin.is_none() {
                self.join_members(here, joined);
            }
            let (category, x, y) = self.stands[here].cell;
            let is_in = |place: &Place, (x, to)| place.cell <= (category, x, to);
            // The rest of this cell and the one north of it; then the three to the east.
            for there in here + 1..self.stands.len() {
                if !is_in(&self.stands[there], (x, y + 1)) {
                    break;
                }
                self.join_near(here, there, joined);
            }
            while east < self.stands.len() && self.stands[east].cell < (category, x + 1, y - 1) {
                east += 1;
            }
            for there in east..self.stands.len() {
                if !is_in(&self.stands[there], (x + 1, y + 1)) {
                    break;
                }
                self.join_near(here, there, joined);
            }
        }
    }

    /// Joins two places; the parts of one feature are not twins of each other.
    fn join_near(&mut self, here: usize, there: usize, joined: &mut Joined) {
        let (a, b) = (&self.stands[here], &self.stands[there]);
        let is_one_feature = a.origin.is_some() && a.origin == b.origin;
        if is_one_feature || is_farther(a.at, b.at, self.near) {
            return;
        }
        joined.join(self.members[a.members.0], self.members[b.members.0]);
        self.join_members(here, joined);
        self.join_members(there, joined);
    }

    /// Joins all outlets of a place.
    fn join_members(&mut self, place: usize, joined: &mut Joined) {
        let Place { members: (start, end), is_joined, .. } = &mut self.stands[place];
        if !std::mem::replace(is_joined, true) {
            let members = &self.members[*start..*end];
            members[1..].iter().for_each(|&n| joined.join(members[0], n));
        }
    }
}

/// Whether two places are farther from each other than `near`; the root is taken at the edge alone.
fn is_farther(a: Local, b: Local, near: f64) -> bool {
    let (dx, dy) = (a.x - b.x, a.y - b.y);
    let times = (dx * dx + dy * dy) / (near * near);
    times > 1.0 + 1e-9 || times > 1.0 - 1e-9 && a.distance(b).0 > near
}

/// The cell of a width that a coordinate lies in.
#[expect(clippy::cast_possible_truncation, reason = "saturates far outside of any city")]
fn cell(v: f64, width: f64) -> i64 {
    (v / width).floor() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_near_up_to_the_edge() {
        let at = |x: f64| Local::new(x, 0.0);
        assert!(!is_farther(at(0.0), at(20.0), 20.0));
        assert!(is_farther(at(0.0), at(20.000_000_001), 20.0));
        assert!(!is_farther(at(0.0), at(19.999_999_999), 20.0));
        assert!(is_farther(at(0.0), at(21.0), 20.0));
        assert!(!is_farther(at(0.0), at(19.0), 20.0));
    }

    #[test]
    fn a_site_has_a_name_and_a_place() {
        let building = |text: &str| [Some(text.into()), None, None];
        assert_eq!(site("A (1)", &building("No. 7")), site("a1", &building("no.7")));
        assert_ne!(site("A", &building("7")), site("A", &[None, Some("7".into()), None]));
        for (name, place) in [("", "7"), ("()", "7"), ("A", " "), ("A", "[]")] {
            assert_eq!(site(name, &building(place)), None);
        }
        assert_eq!(site("A", &[None, None, None]), None);
    }
}
