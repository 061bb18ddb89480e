//! What residents report: records with a text or a category, a day, and a place where it is known.
//!
//! Every record is kept. One without a place, outside of every subdistrict, or about nothing that the
//! words of categories tell is in the city, counted, and in no rate: each record is in one bucket, for the
//! first of these reasons. The category is the file's own word where that is known, else the one whose
//! words the text holds. Texts are not kept: they may name people.

use std::collections::HashMap;

use chrono::NaiveDate;
use rayon::prelude::*;

use super::assemble::project;
use super::checks::{Heights, Positions, wrong_geometry};
use super::feature::{Geometry, RawFeature};
use super::layer::Origin;
use super::ledger::Ended;
use super::plan::{Here, LayerPlan, Loaded, SeenProperties, load};
use super::source::SourceError;
use super::values::text;
use super::words::{agree, counted, quoted};
use crate::finding::{Fate, Finding, Findings};
use crate::model::{CategoryTable, Complaint, ComplaintLayer, LonLat, Plane, Subdistrict};
use crate::overlay::Placing;

/// Slots of the layer's properties.
const DATE: usize = 0;
const TEXT: usize = 1;
const CATEGORY: usize = 2;

/// What stands between the words of a category cell that names several.
const BETWEEN: [char; 11] = ['、', '，', ',', '；', ';', '/', '／', '|', '｜', '+', '＋'];

/// A record still in degrees.
#[derive(Debug)]
struct Draft {
    origin: Origin,
    at: Option<LonLat>,
    categories: Vec<u32>,
    date: Option<NaiveDate>,
}

/// The layer as it was read.
#[derive(Debug, Default)]
pub(super) struct Complaints {
    pub(super) loaded: Loaded,
    drafts: Vec<Draft>,
    /// The day of the run, where days are held against it.
    today: Option<NaiveDate>,
    /// The first record of a later day, how many there are, and the last of their days.
    future: Option<(Origin, usize, NaiveDate)>,
    categories: Vec<String>,
    /// What category words stand for, so far.
    met: HashMap<Box<str>, Vec<u32>>,
    seen: SeenProperties,
    heights: Heights,
    positions: Positions,
}

/// Reads the files of the layer.
pub(super) fn read(
    plan: &LayerPlan,
    known: &CategoryTable,
    today: Option<NaiveDate>,
    findings: &mut Findings,
) -> Result<Complaints, SourceError> {
    let mut layer = Complaints { today, ..Complaints::default() };
    layer.loaded =
        load(plan, findings, &mut |here, raw, findings| layer.record(&here, raw, known, findings))?;
    plan.say_unseen(&layer.seen, &layer.loaded, findings);
    layer.heights.say(plan, findings);
    std::mem::take(&mut layer.positions).say(plan, &layer.loaded, findings);
    layer.say_future(plan, findings);
    Ok(layer)
}

impl Complaints {
    fn record(
        &mut self,
        here: &Here<'_>,
        raw: &RawFeature<'_>,
        known: &CategoryTable,
        findings: &mut Findings,
    ) -> Ended {
        self.seen.add(raw.values);
        self.heights.add(raw);
        let at = match self.place(here, raw, findings) {
            Ok(at) => at,
            Err(code) => return Ended::left_out(code, None),
        };
        let date = day(here, raw, findings).filter(|date| self.is_past(here.origin(), *date));
        let categories = self.categories_of(here, raw, known);
        self.drafts.push(Draft { origin: here.origin(), at, categories, date });
        Ended::used(None)
    }

    /// Whether a day is not later than that of the run; counts those that are.
    fn is_past(&mut self, origin: Origin, date: NaiveDate) -> bool {
        let is_past = self.today.is_none_or(|today| date <= today);
        if !is_past {
            let (_, count, last) = self.future.get_or_insert((origin, 0, date));
            (*count, *last) = (*count + 1, date.max(*last));
        }
        is_past
    }

    fn say_future(&self, plan: &LayerPlan, findings: &mut Findings) {
        let (Some((first, count, last)), Some(today)) = (self.future, self.today) else { return };
        let all = counted(self.drafts.len(), "complaint");
        let message = format!(
            "{count} of {all} {} of a day after that of the run, {today}: the last is {last}; {} taken as not \
             known",
            agree(count, "is", "are"),
            agree(count, "its day is", "their days are")
        );
        let help = "are day and month mixed up? --date sets the day of the run";
        let place = plan.property_place(first, DATE);
        findings.push(Finding::warning("future-date", place, message).with_help(help));
    }

    /// Where a record is; none where it has no place.
    ///
    /// # Errors
    /// The code of the finding that says why its place is none; none where that has been said before.
    fn place(
        &mut self,
        here: &Here<'_>,
        raw: &RawFeature<'_>,
        findings: &mut Findings,
    ) -> Result<Option<LonLat>, Option<&'static str>> {
        match raw.geometry {
            Geometry::Flawed => Err(None),
            Geometry::None | Geometry::Empty(_) => Ok(None),
            Geometry::Point => {
                self.positions.check(here, raw, "").map_err(Some)?;
                Ok(raw.coordinates.positions.first().copied())
            }
            Geometry::MultiPoint
            | Geometry::Polygon
            | Geometry::MultiPolygon
            | Geometry::Other(_) => {
                findings.push(wrong_geometry(here, raw, "", "a Point, or none"));
                Err(Some("geometry-type"))
            }
        }
    }

    /// What a record is about: by its own word or words, else by its text.
    fn categories_of(
        &mut self,
        here: &Here<'_>,
        raw: &RawFeature<'_>,
        known: &CategoryTable,
    ) -> Vec<u32> {
        let word = text(here.value(raw, CATEGORY));
        let by_word = word.map(|word| self.categories_of_word(here, &word, known));
        by_word.filter(|numbers| !numbers.is_empty()).unwrap_or_else(|| {
            let text = text(here.value(raw, TEXT));
            text.map_or_else(Vec::new, |text| self.numbers(&known.complained_of(&text)))
        })
    }

    /// What a word stands for: as it is, else each part of a list of words, `早餐、洗衣`.
    fn categories_of_word(
        &mut self,
        here: &Here<'_>,
        word: &str,
        known: &CategoryTable,
    ) -> Vec<u32> {
        if let Some(met) = self.met.get(word) {
            return met.clone();
        }
        let numbers = match (here.plan.categories.get(word), known.key(word)) {
            (Some(mapped), _) => {
                let keys: Vec<String> = mapped.iter().cloned().collect();
                self.numbers(&keys)
            }
            (None, Some(key)) => vec![self.number(key)],
            (None, None) => {
                let parts: Vec<&str> =
                    word.split(BETWEEN).map(str::trim).filter(|part| !part.is_empty()).collect();
                match &parts[..] {
                    [] | [_] => self.numbers(&known.complained_of(word)),
                    _ => {
                        let mut all: Vec<u32> = Vec::new();
                        for part in parts {
                            let of_part = self.categories_of_word(here, part, known);
                            let new = of_part.into_iter().filter(|number| !all.contains(number));
                            all.extend(new.collect::<Vec<_>>());
                        }
                        all
                    }
                }
            }
        };
        self.met.insert(word.into(), numbers.clone());
        numbers
    }

    fn numbers(&mut self, keys: &[String]) -> Vec<u32> {
        keys.iter().map(|key| self.number(key)).collect()
    }

    fn number(&mut self, key: &str) -> u32 {
        let at = self.categories.iter().position(|known| known == key).unwrap_or_else(|| {
            self.categories.push(key.to_owned());
            self.categories.len() - 1
        });
        u32::try_from(at).unwrap_or(u32::MAX)
    }

    /// The words that were looked up among the categories.
    pub(super) fn looked_up(&self) -> impl Iterator<Item = String> {
        self.met.keys().map(ToString::to_string)
    }

    /// Puts the records on the plane and says which of them are in no rate.
    pub(super) fn finish(
        &mut self,
        plan: &LayerPlan,
        plane: &Plane,
        subdistricts: &[Subdistrict],
        findings: &mut Findings,
    ) -> ComplaintLayer {
        let drafts = std::mem::take(&mut self.drafts);
        let degrees: Vec<LonLat> = drafts.iter().filter_map(|draft| draft.at).collect();
        let mut places = project(plane, degrees.into_par_iter()).into_iter();
        let list: Vec<Complaint> = drafts
            .iter()
            .map(|Draft { at, categories, date, .. }| Complaint {
                at: at.and_then(|_| places.next()),
                categories: categories.clone(),
                date: *date,
            })
            .collect();
        let placing = Placing::new(&subdistricts.iter().map(|s| &s.shape).collect::<Vec<_>>());
        let is_outside = |complaint: &Complaint| {
            !subdistricts.is_empty() && complaint.at.is_some_and(|at| placing.unit(at).is_none())
        };
        let mut unused: [Vec<Origin>; 3] = Default::default();
        for (complaint, draft) in list.iter().zip(&drafts) {
            let reason = match complaint {
                Complaint { at: None, .. } => 0,
                outside if is_outside(outside) => 1,
                Complaint { categories, .. } if categories.is_empty() => 2,
                _ => continue,
            };
            unused[reason].push(draft.origin);
            self.loaded.ledger.mark(draft.origin, Fate::Outside, UNUSED[reason].code, None);
        }
        for (reason, origins) in UNUSED.iter().zip(&unused) {
            reason.say(plan, origins, list.len(), findings);
        }
        ComplaintLayer { categories: std::mem::take(&mut self.categories), list }
    }
}

/// Why records are in no rate.
struct Unused {
    code: &'static str,
    /// What is said of one, and of several.
    what: (&'static str, &'static str),
    help: &'static str,
    /// Whether more than half of the records are a reason to warn.
    warns: bool,
}

/// In the order in which they are tested.
const UNUSED: [Unused; 3] = [
    Unused {
        code: "complaint-no-place",
        what: ("has no place", "have no place"),
        help: "give them longitude and latitude where the place is known",
        warns: false,
    },
    Unused {
        code: "complaint-outside",
        what: ("lies outside every subdistrict", "lie outside every subdistrict"),
        help: "is the layer of this city, and in its coordinate system?",
        warns: true,
    },
    Unused {
        code: "complaint-no-category",
        what: (
            "is about nothing that the words of categories tell",
            "are about nothing that the words of categories tell",
        ),
        help: "give them a category, or set complaint_words under [[category]] in the profile",
        warns: false,
    },
];

impl Unused {
    fn say(&self, plan: &LayerPlan, origins: &[Origin], all: usize, findings: &mut Findings) {
        let Some(first) = origins.first() else { return };
        let of = counted(all, "complaint");
        let what = agree(origins.len(), self.what.0, self.what.1);
        let message = format!("{} of {of} {what}; counted, in no rate", origins.len());
        let place = first.place(&plan.files, "");
        findings.push(if self.warns && origins.len() * 2 > all {
            Finding::warning(self.code, place, message).with_help(self.help)
        } else {
            Finding::note(self.code, place, message).with_help(self.help)
        });
    }
}

/// The day of a record.
fn day(here: &Here<'_>, raw: &RawFeature<'_>, findings: &mut Findings) -> Option<NaiveDate> {
    let word = text(here.value(raw, DATE))?;
    let date = parsed(&word);
    if date.is_none() {
        let message = format!("date {} is no day; taken as not known", quoted(&word));
        let finding = Finding::warning("bad-date", here.property(DATE, "").place(), message);
        findings.push(finding.with_help("write it as 2025-01-12").with_value(word));
    }
    date
}

/// Reads `2025-01-12`, `2025/1/12`, `20250112`, with or without a time behind.
fn parsed(word: &str) -> Option<NaiveDate> {
    let day = word.split([' ', 'T']).next()?;
    let is_plain = day.len() == 8 && day.bytes().all(|b| b.is_ascii_digit());
    let forms: &[&str] =
        if is_plain { &["%Y%m%d"] } else { &["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日"] };
    forms.iter().find_map(|form| NaiveDate::parse_from_str(day, form).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_in_the_forms_of_exports_and_nothing_else() {
        let day = NaiveDate::from_ymd_opt(2025, 1, 12);
        for word in
            ["2025-01-12", "2025/1/12 10:30", "20250112", "2025-01-12T10:30:00", "2025年1月12日"]
        {
            assert_eq!(parsed(word), day, "{word}");
        }
        for word in ["12.01.2025", "yesterday", "2025-13-01", "45678"] {
            assert_eq!(parsed(word), None, "{word}");
        }
    }
}
