//! What residents report, as rows of a table: place, date, text, category. No text names a person.

use std::io::{self, Write};

use super::SampleCity;
use super::exact::{Deal, Spot, count, whole};
use super::homes::homes;
use super::kinds::{KINDS, Pull};
use super::presence::Presence;
use super::rng::{Rng, Stream};

/// Rows, at most.
const MOST: u32 = 20_000;

/// What is said where a category is missing; `{}` is the estate.
const MISSING: [&str; 3] = [
    "{}附近没有{}，走很远才能找到",
    "{}周边一直没有{}，希望规划补建",
    "从{}步行到最近的{}要二十多分钟，老人很不方便",
];

/// What is said of shops that are there.
const POOR_SHOPS: [&str; 4] = [
    "{}旁边的{}关门太早，下班后用不上",
    "{}门口的{}早上排队时间太长",
    "{}附近的{}占道摆放，影响通行",
    "{}附近的{}搬走以后一直没有新的",
];

/// What is said of public services that are there.
const POOR_PUBLIC: [&str; 3] = [
    "{}附近的{}名额不够，一直排不上",
    "{}附近的{}设施旧了，希望改善",
    "{}附近的{}开放时间太短，周末不开",
];

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    date: String,
    at: Spot,
    text: String,
    category: &'static str,
}

impl SampleCity {
    /// Writes the rows in the order of dates.
    pub(super) fn write_complaints(&self, out: &mut impl Write) -> io::Result<()> {
        let presence = Presence::new(self);
        let rows = u64::from((self.spec.outlets / 3).clamp(20, MOST));
        let plots = || (0u32..).zip(&self.land.plots);
        let weight = |k: u32, people: u32| {
            let lump = Rng::of(self.spec.seed, Stream::Complaints, k).unit();
            u64::from(whole(f64::from(people) * lump * lump))
        };
        let total = plots().map(|(k, plot)| weight(k, plot.people)).sum();
        let mut deal = Deal::new(rows, total);
        let mut found = Vec::new();
        for (k, plot) in plots() {
            for _ in 0..deal.next(weight(k, plot.people)) {
                found.push(self.complaint(k, count(&found), &presence));
            }
        }
        found.sort();
        writeln!(out, "lon,lat,date,text,category")?;
        for row in found {
            writeln!(out, "{},{},{},{}", row.at, row.date, row.text, row.category)?;
        }
        Ok(())
    }

    /// Four in five complain of what is missing around them, if anything is.
    fn complaint(&self, number: u32, row: u32, presence: &Presence) -> Row {
        let plot = &self.land.plots[number as usize];
        let mut rng = Rng::of(self.spec.seed, Stream::Complaints, u32::MAX - row);
        let used = self.land.estates[plot.estate as usize].used;
        let homes = homes(&self.ground, plot, number, used);
        let home = homes[rng.below(count(&homes)) as usize];
        let missing = presence.missing(self, (plot.i, plot.j));
        let is_missing = !missing.is_empty() && rng.chance(0.8);
        let (kind, template) = if is_missing {
            (&KINDS[rng.pick(&missing)], rng.pick(&MISSING))
        } else {
            let kind = &KINDS[rng.below(count(&KINDS)) as usize];
            let template = match kind.pull {
                Pull::Shops => rng.pick(&POOR_SHOPS),
                Pull::Public => rng.pick(&POOR_PUBLIC),
            };
            (kind, template)
        };
        let (year, month) = rng.pick(&[(2025, 12), (2026, 6)]);
        let (month, day) = (1 + rng.below(month), 1 + rng.below(28));
        let text = template.replacen("{}", &self.estate_name(plot.estate), 1).replacen(
            "{}",
            kind.nouns[0],
            1,
        );
        Row { date: format!("{year}-{month:02}-{day:02}"), at: home.at, text, category: kind.key }
    }
}
