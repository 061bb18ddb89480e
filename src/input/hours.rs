//! Opening hours of outlets whose category is asked for at a time.
//!
//! An outlet that is closed then is none of its category; one of which nothing tells whether it is open is
//! doubtful: rates are given without and with it. Hours that cannot be read get a finding each. Equal
//! texts are read once.

use std::collections::HashMap;

use super::values::Property;
use super::words::quoted;
use crate::finding::{Finding, Findings};
use crate::model::{AskedHours, Doubt, DoubtKind, OpenAt, Opening, OutletDetails, are_hours};

/// What the hours of one category say, text by text.
#[derive(Debug)]
pub(super) struct Hours {
    asked: AskedHours,
    met: HashMap<Box<str>, Opening>,
}

impl Hours {
    pub(super) fn new(asked: AskedHours) -> Self {
        Self { asked, met: HashMap::new() }
    }

    /// The time that the category is asked for.
    pub(super) fn open_at(&self) -> Option<OpenAt> {
        match self.asked {
            AskedHours::Read => None,
            AskedHours::OpenAt(time) => Some(time),
        }
    }

    fn opening(&mut self, text: &str) -> Opening {
        if let Some(&met) = self.met.get(text) {
            return met;
        }
        let opening = match self.asked {
            AskedHours::OpenAt(time) => time.opening(text),
            AskedHours::Read if are_hours(text) => Opening::Untold,
            AskedHours::Read => Opening::Unreadable,
        };
        self.met.insert(text.into(), opening);
        opening
    }

    /// Holds the hours of an outlet against the time that its category is asked for.
    pub(super) fn settle(
        &mut self,
        details: &mut Option<Box<OutletDetails>>,
        property: &Property<'_>,
        findings: &mut Findings,
    ) {
        let text: Box<str> = details.as_ref().and_then(|d| d.hours.clone()).unwrap_or_default();
        let opening = if text.is_empty() { Opening::Untold } else { self.opening(&text) };
        if opening == Opening::Unreadable {
            let message =
                format!("opening hours {} are not as OpenStreetMap writes them", quoted(&text));
            let help = "write them as in \"Mo-Fr 06:30-10:00, 16:00-20:00; Sa, Su off\"; until then it is \
                        not known when the outlet is open";
            let finding = Finding::warning("opening-hours", property.place(), message);
            findings.push(finding.with_help(help).with_value(&*text));
        }
        if self.open_at().is_none() {
            return;
        }
        match opening {
            Opening::Open => {}
            Opening::Closed => details.get_or_insert_default().closed_then = true,
            Opening::Untold | Opening::Unreadable => {
                let doubt = Doubt { kind: DoubtKind::HoursUnknown, pattern: text };
                details.get_or_insert_default().doubt.get_or_insert(doubt);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::document::{FeatureAt, Root};

    /// What hours make of an outlet, and the codes of what is said.
    fn settled(hours: &mut Hours, text: &str) -> (OutletDetails, Vec<&'static str>) {
        let at = FeatureAt { root: Root::Collection, index: 3 };
        let property = Property { file: "a.geojson", at, key: "opening_hours", name: "" };
        let said = Some(text).filter(|text| !text.is_empty()).map(Into::into);
        let mut details = Some(Box::new(OutletDetails { hours: said, ..OutletDetails::default() }));
        let mut findings = Findings::new();
        hours.settle(&mut details, &property, &mut findings);
        let details = *details.unwrap();
        (OutletDetails { hours: None, ..details }, findings.iter().map(|f| f.code).collect())
    }

    #[test]
    fn hours_that_are_read_for_no_time_are_looked_at_and_change_nothing() {
        let mut hours = Hours::new(AskedHours::Read);
        // Twice: equal texts are read once, and said each time.
        for _ in 0..2 {
            assert_eq!(
                settled(&mut hours, "Mo-Fr 06:30-10:00"),
                (OutletDetails::default(), vec![])
            );
            let said = (OutletDetails::default(), vec!["opening-hours"]);
            assert_eq!(settled(&mut hours, "half past six"), said);
            assert_eq!(settled(&mut hours, ""), (OutletDetails::default(), vec![]));
        }
    }
}
