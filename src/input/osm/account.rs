//! What became of an extract: counts by category, and what was left out with the reason.

use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};

use serde::{Serialize, Serializer};

use super::extract::Kind;
use crate::model::Status;

/// The outlets of one category.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct CategoryCount {
    /// All of them.
    pub outlets: usize,
    /// From nodes.
    pub nodes: usize,
    /// From ways.
    pub ways: usize,
    /// From relations.
    pub relations: usize,
    /// That serve today.
    pub open: usize,
    /// That are to come.
    pub planned: usize,
    /// That stand and do not serve.
    pub closed: usize,
}

impl CategoryCount {
    pub(super) fn add(&mut self, kind: Kind, status: Status) {
        self.outlets += 1;
        match kind {
            Kind::Node => self.nodes += 1,
            Kind::Way => self.ways += 1,
            Kind::Relation => self.relations += 1,
        }
        match status {
            Status::Open => self.open += 1,
            Status::Planned => self.planned += 1,
            Status::Closed => self.closed += 1,
        }
    }
}

/// Lines of one kind, and what they were drawn from: a way is cut where nodes are missing, and an area
/// has a line a ring.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct LineCount {
    /// Ways, or multipolygons, of which at least one line is left.
    pub from: usize,
    /// Lines.
    pub lines: usize,
}

impl LineCount {
    /// Counts one more thing of so many lines.
    pub(super) fn add(&mut self, lines: usize) {
        self.from += usize::from(lines > 0);
        self.lines += lines;
    }
}

/// The lines of the layer of streets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct StreetCount {
    /// Of ways to walk on.
    pub walked: LineCount,
    /// Of ways that bar ways across squares: walls, fences, hedges.
    pub barriers: LineCount,
    /// Of multipolygons to walk on: squares.
    pub squares: LineCount,
}

impl StreetCount {
    /// All lines: as many as the layer has features.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.walked.lines + self.barriers.lines + self.squares.lines
    }
}

/// Why something of an extract is in no layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftOut {
    /// A border of a reporting unit.
    Border(Unsound),
    /// A piece of residential land.
    Estate(Unsound),
    /// An outlet of this category that is no more.
    OutletGone(&'static str),
    /// An outlet without a place in the file.
    OutletPlaceless,
    /// A highway that nobody walks on, or that is not there.
    WayNotWalked,
    /// A way of fewer than two nodes.
    WayShort,
    /// A way of whose nodes fewer than two are in the file.
    WayCut,
}

/// Why the area of a thing is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unsound {
    /// A ring crosses itself.
    CrossesItself,
    /// A line.
    Line,
    /// Nodes are not in the file.
    NodesMissing,
    /// Ways are not in the file.
    WaysMissing,
    /// The ways do not close.
    Open,
    /// A spike of no width.
    Spike,
    /// No area.
    Empty,
    /// More than half the world.
    Antimeridian,
}

impl Unsound {
    /// The words in records.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::CrossesItself => "a ring crosses itself",
            Self::Line => "a line, not an area",
            Self::NodesMissing => "nodes missing in the file",
            Self::WaysMissing => "ways missing in the file",
            Self::Open => "does not close",
            Self::Spike => "a spike of no width",
            Self::Empty => "has no area",
            Self::Antimeridian => "crosses the 180th meridian",
        }
    }
}

impl Display for LeftOut {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Border(why) => write!(out, "border: {}", why.words()),
            Self::Estate(why) => write!(out, "estate: {}", why.words()),
            Self::OutletGone(category) => write!(out, "outlet gone: {category}"),
            Self::OutletPlaceless => out.write_str("outlet: no place in the file"),
            Self::WayNotWalked => {
                out.write_str("way: a highway that nobody walks on, or not there")
            }
            Self::WayShort => out.write_str("way: fewer than 2 nodes"),
            Self::WayCut => out.write_str("way: nodes missing in the file, fewer than 2 are left"),
        }
    }
}

impl Serialize for LeftOut {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

/// What became of an extract.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Account {
    /// Nodes in the file.
    pub nodes: usize,
    /// Ways in the file.
    pub ways: usize,
    /// Relations in the file.
    pub relations: usize,
    /// Day of the newest edit, or of the copy; none where the file does not say.
    pub date: Option<String>,
    /// Outlets by category.
    pub categories: BTreeMap<&'static str, CategoryCount>,
    /// Pieces of residential land.
    pub estates: usize,
    /// Reporting units.
    pub subdistricts: usize,
    /// Lines to walk on and lines that bar ways across squares.
    pub streets: StreetCount,
    /// Gates and entrances.
    pub gates: usize,
    /// What was left out: the reason and how many.
    pub left_out: BTreeMap<LeftOut, usize>,
}

impl Account {
    pub(super) fn leave_out(&mut self, reason: LeftOut, count: usize) {
        if count > 0 {
            *self.left_out.entry(reason).or_default() += count;
        }
    }

    /// Outlets of all categories.
    #[must_use]
    pub fn outlets(&self) -> usize {
        self.categories.values().map(|count| count.outlets).sum()
    }
}

/// A day as ISO 8601 writes it, from seconds since 1970 (Hinnant, `civil_from_days`).
pub(super) fn day(seconds: i64) -> String {
    let days = seconds.div_euclid(86_400) + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    format!("{:04}-{month:02}-{day:02}", year + era * 400 + i64::from(month <= 2))
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_moment_falls_on_its_day() {
        // 951 782 400 s = 30 years with 7 leap days + 59 days.
        assert_eq!(super::day(951_782_400), "2000-02-29");
        assert_eq!(super::day(0), "1970-01-01");
    }
}
