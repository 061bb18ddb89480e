//! Outlets whose own source says which datum they are in.
//!
//! Map services in China publish GCJ-02 or BD-09 (see `shift`). Where outlets name such a service as
//! their source and the user does not say that they are converted, they are counted with the metres
//! by which they are off. Nothing is moved here.

use super::convert::{distance, span};
use super::outlets::Draft;
use super::plan::LayerPlan;
use super::shift::Shift;
use super::words::{counted, quoted};
use crate::finding::{Finding, Findings, Place};

/// Sources whose coordinates are GCJ-02.
const GCJ02: [&str; 9] =
    ["amap", "gaode", "autonavi", "高德", "高德地图", "tencent", "腾讯", "腾讯地图", "qq"];

/// Sources whose coordinates are BD-09, a further shift on top of GCJ-02.
const BD09: [&str; 4] = ["baidu", "bmap", "百度", "百度地图"];

/// Sources whose coordinates are WGS 84.
const WGS84: [&str; 3] = ["osm", "openstreetmap", "overture"];

/// The outlets of one source.
struct OfSource<'a> {
    word: &'a str,
    count: usize,
    /// Metres by which the datum is off there.
    least: f64,
    most: f64,
}

/// Warns where the source of outlets says another datum than they are read in.
pub(super) fn say_mix(drafts: &[Draft], plan: &LayerPlan, findings: &mut Findings) {
    for shift in [Shift::Gcj02, Shift::Bd09] {
        for found in sources(drafts, plan, shift) {
            findings.push(found.unconverted(shift, drafts.len(), plan));
        }
        for found in converted(drafts, plan, shift) {
            findings.push(found.overdone(shift, drafts.len(), plan));
        }
    }
    say_absent(drafts, plan, findings);
}

/// The sources in a shifted datum whose outlets are read as they are.
fn sources<'a>(drafts: &'a [Draft], plan: &LayerPlan, shift: Shift) -> Vec<OfSource<'a>> {
    let words = match shift {
        Shift::Gcj02 => &GCJ02[..],
        Shift::Bd09 => &BD09[..],
    };
    collect(drafts, shift, |draft, source| {
        words.contains(&source) && plan.crs_of(draft).is_degrees()
    })
}

/// The sources in WGS 84 whose outlets are converted from a shifted datum.
fn converted<'a>(drafts: &'a [Draft], plan: &LayerPlan, shift: Shift) -> Vec<OfSource<'a>> {
    collect(drafts, shift, |draft, source| {
        WGS84.contains(&source) && plan.crs_of(draft).shift() == Some(shift)
    })
}

fn collect(
    drafts: &[Draft],
    shift: Shift,
    is_meant: impl Fn(&Draft, &str) -> bool,
) -> Vec<OfSource<'_>> {
    let mut found: Vec<OfSource<'_>> = Vec::new();
    for draft in drafts {
        let Some(word) = draft.source.as_deref() else { continue };
        if !is_meant(draft, &word.to_lowercase()) {
            continue;
        }
        let off = distance(draft.at, shift.of(draft.at)).0;
        match found.iter_mut().find(|of| of.word == word) {
            Some(of) => {
                of.count += 1;
                (of.least, of.most) = (of.least.min(off), of.most.max(off));
            }
            None => found.push(OfSource { word, count: 1, least: off, most: off }),
        }
    }
    // Outside of China GCJ-02 is WGS 84.
    found.retain(|of| of.most >= 1.0);
    found
}

impl OfSource<'_> {
    /// `518-555 m off here`.
    fn off(&self) -> String {
        format!("{} off here", span(self.least, self.most))
    }

    fn unconverted(&self, shift: Shift, all: usize, plan: &LayerPlan) -> Finding {
        let (count, name, key) = (self.count, shift.name(), shift.key());
        let message = format!(
            "{count} of {} say source {}, which is {name} ({}); no coordinates were moved",
            counted(all, "outlet"),
            quoted(self.word),
            self.off()
        );
        let (flag, rest) = if count == all {
            (key.to_owned(), "them".to_owned())
        } else {
            (format!("{}={key}", shell_word(self.word)), format!("the {count}"))
        };
        Finding::warning("datum-mix", plan.whole(), message)
            .with_help(format!("pass --outlets-crs {flag}, or convert {rest}"))
    }

    fn overdone(&self, shift: Shift, all: usize, plan: &LayerPlan) -> Finding {
        let message = format!(
            "{} of {} say source {}, which is WGS 84, and were converted from {} ({})",
            self.count,
            counted(all, "outlet"),
            quoted(self.word),
            shift.name(),
            self.off()
        );
        let help = format!("add --outlets-crs {}=wgs84 to keep them", shell_word(self.word));
        Finding::warning("datum-mix", plan.whole(), message).with_help(help)
    }
}

/// A word as a shell takes it.
pub(super) fn shell_word(word: &str) -> String {
    if word.chars().all(char::is_alphanumeric) { word.to_owned() } else { quoted(word) }
}

/// Warns of systems that were named for a source that no outlet has.
fn say_absent(drafts: &[Draft], plan: &LayerPlan, findings: &mut Findings) {
    let mut said: Vec<&str> = Vec::new();
    for (source, crs) in plan.files.iter().flat_map(|file| &file.crs.by_source) {
        let is_it = |word: &str| word.to_lowercase() == source.to_lowercase();
        let is_there = drafts.iter().filter_map(|d| d.source.as_deref()).any(is_it);
        if is_there || said.contains(&source.as_str()) {
            continue;
        }
        said.push(source);
        let message = format!(
            "no outlet says source {}, which was declared {}",
            quoted(source),
            crs.describe()
        );
        let place = Place::path(plan.first_file(), "features");
        findings.push(Finding::warning("no-such-source", place, message));
    }
}
