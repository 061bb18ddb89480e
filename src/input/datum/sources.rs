//! Outlets whose own source says which datum they are in.
//!
//! Where outlets name a map service as their source and the user does not say that they are converted,
//! they are counted with the metres by which they are off. Whether they were converted since, the word
//! cannot tell; where the layers can, they have the last word.

use super::Outlets;
use super::alarm::Alarm;
use super::claim::{Claim, Subject};
use super::moves::Guess;
use crate::finding::{Finding, Findings, Place};
use crate::input::convert::{distance, span};
use crate::input::layer::Layer;
use crate::input::outlets::Draft;
use crate::input::plan::LayerPlan;
use crate::input::shift::Shift;
use crate::input::words::{agree, counted, quoted};

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

/// Warns where the source of outlets says another datum than they are read in, unless the layers say
/// that they lie right; a claim that says the same is taken out.
pub(super) fn say_mix(outlets: &Outlets<'_>, told: &mut Alarm, findings: &mut Findings) {
    let Outlets { plan, drafts, .. } = *outlets;
    let named: Vec<&Draft> = drafts.iter().filter(|draft| draft.source.is_some()).collect();
    for shift in [Shift::Gcj02, Shift::Bd09] {
        for found in sources(&named, plan, shift) {
            if told.claims.iter().any(|claim| is_of_all(claim, shift)) {
                continue;
            }
            let lower = found.word.to_lowercase();
            let same = told.claims.iter().position(|claim| is_of_source(claim, shift, &lower));
            let witness = same.map(|same| told.claims.remove(same).ground.word());
            let fits = told.fitting.contains(&lower).then_some(told.tested).flatten();
            findings.push(match fits {
                Some(ground) => found.converted_since(shift, drafts.len(), (plan, ground.word())),
                None => found.unconverted(shift, drafts.len(), (plan, witness)),
            });
        }
        for found in converted(&named, plan, shift) {
            findings.push(found.overdone(shift, drafts.len(), plan));
        }
    }
    say_absent(&named, plan, findings);
}

fn is_of_all(claim: &Claim, shift: Shift) -> bool {
    let guess = Guess { layer: Some(shift), ground: None };
    claim.layer == Layer::Outlets && claim.guess == guess && claim.subject == Subject::All
}

fn is_of_source(claim: &Claim, shift: Shift, lower: &str) -> bool {
    let is_named =
        matches!(&claim.subject, Subject::Source(word, _) if word.to_lowercase() == lower);
    is_named && claim.guess == Guess { layer: Some(shift), ground: None }
}

/// Whether a source is one of some words, in whatever case; no capital of these words is beyond ASCII.
fn is_one_of(words: &[&str], source: &str) -> bool {
    words.iter().any(|word| word.eq_ignore_ascii_case(source))
}

/// Whether the user or every source says what the outlets are in, so that nothing is open.
pub(super) fn is_settled(outlets: &Outlets<'_>) -> bool {
    let is_known = |draft: &Draft| {
        let word = draft.source.as_deref();
        word.is_some_and(|word| is_one_of(&WGS84, word))
    };
    let is_declared = outlets.plan.files.iter().all(|file| file.crs.all.is_some());
    is_declared || outlets.drafts.iter().all(is_known)
}

/// The sources in a shifted datum whose outlets are read as they are.
fn sources<'a>(drafts: &[&'a Draft], plan: &LayerPlan, shift: Shift) -> Vec<OfSource<'a>> {
    let words = match shift {
        Shift::Gcj02 => &GCJ02[..],
        Shift::Bd09 => &BD09[..],
    };
    collect(drafts, shift, |draft, source| {
        is_one_of(words, source) && plan.crs_of(draft).is_degrees()
    })
}

/// The sources in WGS 84 whose outlets are converted from a shifted datum.
fn converted<'a>(drafts: &[&'a Draft], plan: &LayerPlan, shift: Shift) -> Vec<OfSource<'a>> {
    collect(drafts, shift, |draft, source| {
        is_one_of(&WGS84, source) && plan.crs_of(draft).shift() == Some(shift)
    })
}

fn collect<'a>(
    drafts: &[&'a Draft],
    shift: Shift,
    is_meant: impl Fn(&Draft, &str) -> bool,
) -> Vec<OfSource<'a>> {
    let mut found: Vec<OfSource<'a>> = Vec::new();
    for draft in drafts {
        let Some(word) = draft.source.as_deref() else { continue };
        if !is_meant(draft, word) {
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

    fn unconverted(
        &self,
        shift: Shift,
        all: usize,
        (plan, witness): (&LayerPlan, Option<&str>),
    ) -> Finding {
        let (count, name, key) = (self.count, shift.name(), shift.key());
        let witness =
            witness.map_or(String::new(), |ground| format!(", and fit the {ground} only so"));
        let message = format!(
            "{count} of {} {} source {}, which is {name} ({}){witness}; no coordinates were moved",
            counted(all, "outlet"),
            agree(count, "says", "say"),
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

    fn converted_since(
        &self,
        shift: Shift,
        all: usize,
        (plan, ground): (&LayerPlan, &str),
    ) -> Finding {
        let message = format!(
            "{} of {} {} source {}, which publishes {}, but {} the {ground} as read: converted since, it \
             seems",
            self.count,
            counted(all, "outlet"),
            agree(self.count, "says", "say"),
            quoted(self.word),
            shift.name(),
            agree(self.count, "fits", "fit")
        );
        Finding::note("datum-mix", plan.whole(), message)
    }

    fn overdone(&self, shift: Shift, all: usize, plan: &LayerPlan) -> Finding {
        let message = format!(
            "{} of {} {} source {}, which is WGS 84, and {} converted from {} ({})",
            self.count,
            counted(all, "outlet"),
            agree(self.count, "says", "say"),
            quoted(self.word),
            agree(self.count, "was", "were"),
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
fn say_absent(drafts: &[&Draft], plan: &LayerPlan, findings: &mut Findings) {
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
        let help = "write the source as the outlets have it";
        findings.push(Finding::warning("no-such-source", place, message).with_help(help));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_with_a_blank_is_quoted_for_the_shell() {
        assert_eq!(shell_word("高德"), "高德");
        assert_eq!(shell_word("my map"), "\"my map\"");
    }

    #[test]
    fn a_claim_is_that_of_a_source_only_in_layer_shift_and_name() {
        let claim = |layer: Layer, shift: Shift, subject: &Subject| {
            let guess = Guess { layer: Some(shift), ground: None };
            let (subject, ground) = (subject.clone(), Layer::Estates);
            Claim { layer, subject, ground, guess, moved: (1.0, 2.0) }
        };
        let amap = Subject::Source("Amap".to_owned(), 9);
        let (outlets, people) = (Layer::Outlets, Layer::People);
        let all = claim(outlets, Shift::Gcj02, &Subject::All);
        assert!(is_of_all(&all, Shift::Gcj02));
        assert!(!is_of_all(&all, Shift::Bd09));
        assert!(!is_of_all(&claim(people, Shift::Gcj02, &Subject::All), Shift::Gcj02));
        assert!(!is_of_all(&claim(outlets, Shift::Gcj02, &amap), Shift::Gcj02));
        let of_amap = claim(outlets, Shift::Gcj02, &amap);
        assert!(is_of_source(&of_amap, Shift::Gcj02, "amap"));
        assert!(!is_of_source(&of_amap, Shift::Gcj02, "baidu"));
        assert!(!is_of_source(&of_amap, Shift::Bd09, "amap"));
        assert!(!is_of_source(&all, Shift::Gcj02, "amap"));
    }
}
