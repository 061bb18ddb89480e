//! Repairs that change a figure or choose between two readings, in the text of a GeoJSON file.
//!
//! Made only where the user asks for them. What is left out of the city goes, borders that cross become
//! what `--repair` takes, twins at one place stand once, positions with latitude first are turned, negative
//! numbers become null, groups of three digits one number, and of a name that stands twice in one object
//! the last one stays. Each is in the list of repairs with what stood there.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::super::changes::{Changes, Redrawn};
use super::super::cursor::{Fault, Value};
use super::super::trace::push_key;
use super::super::values::grouped;
use super::layout::{Member, Position};
use super::text::{Edit, Mender};

/// Codes of features that are of no use to anybody as they are, and go.
const GONE: [&str; 7] = [
    "empty-polygon",
    "geometry-type",
    "no-geometry",
    "not-degrees",
    "ring-too-small",
    "same-outlet",
    "too-far",
];

/// Longest text of a feature that goes that the list of repairs holds, in letters.
const SHOWN: usize = 300;

/// What is to be mended in a file beyond what changes no figure.
#[derive(Debug, Clone, Default)]
pub(super) struct Bold {
    /// Features that go, with the code of why.
    left: BTreeMap<usize, &'static str>,
    /// Borders that are drawn anew.
    pub(super) redrawn: BTreeMap<usize, Redrawn>,
    /// Features that would lie in the city the other way round.
    swapped: BTreeMap<usize, &'static str>,
    /// Whether a latitude past 90 degrees says that the two numbers are the wrong way round.
    is_in_degrees: bool,
    /// The code of a feature that stands in the file twice, byte for byte; none where that may be.
    twice: Option<&'static str>,
}

/// Why a feature goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Gone {
    pub(super) code: &'static str,
    pub(super) after: String,
}

/// What a layer allows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Allowed {
    /// Features may be left out: a city cannot do without one of its subdistricts.
    pub(super) may_go: bool,
    pub(super) is_in_degrees: bool,
    pub(super) twice: Option<&'static str>,
}

impl Bold {
    /// What to do about the features of a file.
    pub(super) fn new(changes: &Changes, swapped: &[usize], allowed: Allowed) -> Self {
        let Allowed { may_go, is_in_degrees, twice } = allowed;
        let goes = |(_, code): &&(usize, &'static str)| may_go && GONE.contains(code);
        let redrawn = changes.redrawn.iter().filter(|_| is_in_degrees);
        Self {
            left: changes.left.iter().filter(goes).copied().collect(),
            redrawn: redrawn.map(|redrawn| (redrawn.index, redrawn.clone())).collect(),
            swapped: swapped.iter().map(|&index| (index, "outlet-outside")).collect(),
            is_in_degrees,
            twice,
        }
    }

    /// The same for features at other positions; those that have none are dropped.
    pub(super) fn moved(self, to: impl Fn(usize) -> Option<usize>) -> Self {
        let codes = |codes: BTreeMap<usize, &'static str>| {
            codes.into_iter().filter_map(|(at, code)| Some((to(at)?, code))).collect()
        };
        let redrawn = self.redrawn.into_iter();
        Self {
            left: codes(self.left),
            redrawn: redrawn.filter_map(|(at, redrawn)| Some((to(at)?, redrawn))).collect(),
            swapped: codes(self.swapped),
            ..self
        }
    }

    /// The code of why a feature goes.
    pub(super) fn left(&self, index: usize) -> Option<&'static str> {
        self.left.get(&index).copied()
    }

    /// The code of why the two numbers of a position are to change places.
    pub(super) fn turns(&self, index: usize, (lon, lat): (f64, f64)) -> Option<&'static str> {
        let is_turned = self.is_in_degrees && lat.abs() > 90.0 && lat.abs() <= 180.0;
        if is_turned && lon.abs() <= 90.0 {
            return Some("axis-order");
        }
        self.swapped.get(&index).copied()
    }

    /// The same of the positions of a feature.
    pub(super) fn swaps(
        &self,
        index: usize,
        lists: &[(String, Vec<Position>)],
    ) -> Option<&'static str> {
        let mut positions = lists.iter().flat_map(|(_, positions)| positions);
        positions.find_map(|p| self.turns(index, (p.at.lon, p.at.lat)))
    }

    /// The features that go, by position; none where that would be all of them.
    pub(super) fn gone(&self, text: &str, items: &[Range<usize>]) -> BTreeMap<usize, Gone> {
        let mut gone = BTreeMap::new();
        let mut first_of: HashMap<&str, usize> = HashMap::new();
        for (index, item) in items.iter().enumerate() {
            if let Some(code) = self.left(index) {
                gone.insert(index, Gone { code, after: "left out".to_owned() });
                continue;
            }
            let Some(code) = self.twice else { continue };
            let first = *first_of.entry(&text[item.clone()]).or_insert(index);
            if first != index {
                let after = format!("left out: features[{first}] is the same, byte for byte");
                gone.insert(index, Gone { code, after });
            }
        }
        if gone.len() == items.len() { BTreeMap::new() } else { gone }
    }
}

/// What a number becomes that is refused: one with its groups of three digits apart is read as a whole
/// one, a negative one is not known. None of what is no such number.
pub(super) fn bold_number(value: Value<'_>) -> Option<(&'static str, String)> {
    let is_negative = |text: &str| text.parse::<f64>().is_ok_and(|number| number < 0.0);
    match value {
        Value::Number(text) if is_negative(text) => Some(("negative", "null".to_owned())),
        Value::Text(text) => {
            let text = text.get();
            let text = text.trim();
            if is_negative(text) {
                return Some(("negative", "null".to_owned()));
            }
            grouped(text).map(|number| ("not-a-number", number))
        }
        _ => None,
    }
}

impl Mender<'_> {
    /// Leaves one member of each name: the last one, which counts.
    pub(super) fn unify(&mut self, rest: &str, members: &[Member<'_>]) {
        if !self.is_bold() {
            return;
        }
        for (n, member) in members.iter().enumerate() {
            let later = &members[n + 1..];
            let is_same = |other: &&Member<'_>| other.key.raw == member.key.raw;
            let (Some(next), Some(last)) = (later.first(), later.iter().rfind(is_same)) else {
                continue;
            };
            let mut path = rest.to_owned();
            push_key(&mut path, &member.key.get());
            let value = |member: &Member<'_>| short(&self.text[member.value.0..member.value.1]);
            let (before, after) = (value(member), value(last));
            self.mend("duplicate-key", &path, before, after);
            self.edits.push(Edit { at: member.begin..next.begin, text: String::new() });
        }
    }

    /// Lists a feature that goes, with its properties.
    pub(super) fn say_gone(&mut self, gone: &Gone, start: usize) -> Result<(), Fault> {
        let members = self.layout.members(start)?;
        let properties = members.iter().rfind(|member| member.key.raw == "properties");
        let text = properties.map_or("", |member| &self.text[member.value.0..member.value.1]);
        self.mend(gone.code, "", short(text), gone.after.clone());
        Ok(())
    }

    /// Takes features out of the text, with the commas of a list.
    pub(super) fn take_out(
        &mut self,
        items: &[Range<usize>],
        gone: &BTreeMap<usize, Gone>,
        is_list: bool,
    ) {
        let last_kept = (0..items.len()).rfind(|index| !gone.contains_key(index));
        let mut behind = last_kept.map_or(0, |kept| items[kept].end);
        for &index in gone.keys() {
            let at = match items.get(index + 1) {
                Some(next) if last_kept.is_some_and(|kept| kept > index) => {
                    items[index].start..next.start
                }
                _ if is_list => behind..items[index].end,
                _ => items[index].clone(),
            };
            behind = behind.max(items[index].end);
            self.edits.push(Edit { at, text: String::new() });
        }
    }

    /// Writes another border.
    pub(super) fn redraw(&mut self, redrawn: &Redrawn, at: Range<usize>) {
        let Redrawn { code, said, coordinates, .. } = redrawn;
        let (before, after) = said.split_once("; took ").unwrap_or((said, "drawn anew"));
        self.mend(code, ".geometry.coordinates", before.to_owned(), after.to_owned());
        let text = format!("{{\"type\": \"MultiPolygon\", \"coordinates\": {coordinates}}}");
        self.edits.push(Edit { at, text });
    }

    /// Turns the positions of a feature.
    pub(super) fn swap(&mut self, code: &'static str, lists: &mut [(String, Vec<Position>)]) {
        let mut example = None;
        for position in lists.iter_mut().flat_map(|(_, positions)| positions) {
            let before = short(&self.layout.flat(position));
            std::mem::swap(&mut position.at.lon, &mut position.at.lat);
            position.is_swapped = true;
            example.get_or_insert_with(|| (before, self.layout.flat(position)));
        }
        let (before, after) = example.unwrap_or_default();
        self.mend(code, ".geometry.coordinates", before, after);
    }
}

/// A text on one line, shortened.
pub(super) fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= SHOWN {
        return line;
    }
    let start: String = line.chars().take(SHOWN).collect();
    format!("{start} ...")
}

#[cfg(test)]
mod tests {
    use super::super::text::{Wanted, mended};
    use super::*;

    fn mend(text: &str, left: &[(usize, &'static str)]) -> String {
        let changes = Changes { left: left.to_vec(), redrawn: Vec::new() };
        let allowed = Allowed { may_go: true, is_in_degrees: true, twice: None };
        let bold = Some(Bold::new(&changes, &[], allowed));
        mended(text, "a", &Wanted { bold, ..Wanted::default() }).unwrap().0
    }

    #[test]
    fn features_go_with_their_commas_wherever_they_stand() {
        let text = |items: &str| format!("{{\"features\": [{items}], \"x\": 1}}");
        let all = text("{\"a\":0} ,{\"a\":1}, {\"a\":2} , {\"a\":3}");
        let gone = |at: &[usize]| {
            let left: Vec<_> = at.iter().map(|&at| (at, "no-geometry")).collect();
            mend(&all, &left)
        };
        assert_eq!(gone(&[0]), text("{\"a\":1}, {\"a\":2} , {\"a\":3}"));
        assert_eq!(gone(&[0, 3]), text("{\"a\":1}, {\"a\":2}"));
        assert_eq!(gone(&[1, 2]), text("{\"a\":0} ,{\"a\":3}"));
        assert_eq!(gone(&[2, 3]), text("{\"a\":0} ,{\"a\":1}"));
        // All of them: then the layer is wrong, and not its features.
        assert_eq!(gone(&[0, 1, 2, 3]), all);
    }

    #[test]
    fn of_a_sequence_records_go() {
        let text = "\u{1e}{\"a\":0}\n\u{1e}{\"a\":1}\n\u{1e}{\"a\":2}\n";
        let left = [(0, "no-geometry"), (2, "same-outlet")];
        assert_eq!(mend(text, &left), "\u{1e}{\"a\":1}\n\u{1e}\n");
        // Not every reason is one to go.
        assert_eq!(mend(text, &[(0, "no-category")]), text);
    }
}
