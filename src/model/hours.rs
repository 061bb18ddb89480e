//! Times at which an outlet is asked to be open, and what its opening hours say of them.
//!
//! Hours are read as OpenStreetMap writes them (the `opening_hours` specification), by the crate
//! `opening-hours`. A [`OpenAt`] is fixed by the rule set, so that the same data give the same answer on any
//! day: a weekday and a time, or a date and a time. No day of holidays is known, and none is guessed: the
//! time that is asked for lies on an ordinary day, to which `PH` and `SH` do not apply. Hours that hang on
//! the sun, or say of themselves that they are not sure, or of a weekday that differ from week to week, do
//! not tell.

use std::str::FromStr;

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime};
use opening_hours::{OpeningHours, RuleKind};
use serde::{Serialize, Serializer};

/// A time at which an outlet has to be open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenAt {
    day: Day,
    /// Minutes after midnight.
    minute: u16,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Day {
    /// 0 for Monday: any of the year.
    OfWeek(u8),
    Date(NaiveDate),
}

/// What opening hours say of a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// Open.
    Open,
    /// Closed.
    Closed,
    /// They do not tell.
    Untold,
    /// They are not written as OpenStreetMap writes them.
    Unreadable,
}

/// Longer texts are no opening hours: 255 letters, the limit of `OpenStreetMap` for a value.
const LONGEST: usize = 255;

/// The year whose weeks a weekday is looked up in; hours that name years are rare, and a date in the rule
/// set asks for another.
const YEAR: i32 = 2026;

/// The years that are understood: those of the crate.
const YEARS: std::ops::Range<i32> = 1900..10_000;

impl OpenAt {
    /// Days as OpenStreetMap writes them.
    pub const DAYS: [&'static str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];

    /// Reads `Mo 07:30` or `2026-03-02 07:30`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (day, time) = text.trim().split_once(' ')?;
        let day = match Self::DAYS.iter().position(|known| *known == day) {
            Some(at) => Day::OfWeek(u8::try_from(at).ok()?),
            None => Day::Date(NaiveDate::parse_from_str(day, "%Y-%m-%d").ok()?),
        };
        if matches!(day, Day::Date(date) if !YEARS.contains(&date.year())) {
            return None;
        }
        let (hours, minutes) = time.trim().split_once(':')?;
        let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
        (hours < 24 && minutes < 60).then_some(Self { day, minute: hours * 60 + minutes })
    }

    /// `Mo 07:30`, `2026-03-02 07:30`.
    #[must_use]
    pub fn text(self) -> String {
        let time = format!("{:02}:{:02}", self.minute / 60, self.minute % 60);
        match self.day {
            Day::OfWeek(day) => format!("{} {time}", Self::DAYS[usize::from(day % 7)]),
            Day::Date(date) => format!("{} {time}", date.format("%Y-%m-%d")),
        }
    }

    /// What opening hours say of this time.
    #[must_use]
    pub fn opening(self, hours: &str) -> Opening {
        let Some(hours) = read(hours) else { return Opening::Unreadable };
        if hangs_on_the_sun(&hours) {
            return Opening::Untold;
        }
        // A comment stands for what the rules cannot say: "by appointment".
        let mut said = self.times().map(|time| match hours.state(time) {
            (RuleKind::Open, comment) if comment.is_empty() => Opening::Open,
            (RuleKind::Open | RuleKind::Unknown, _) => Opening::Untold,
            (RuleKind::Closed, _) => Opening::Closed,
        });
        let first = said.next().unwrap_or(Opening::Untold);
        if said.all(|other| other == first) { first } else { Opening::Untold }
    }

    /// The date, or every such weekday of the year.
    fn times(self) -> impl Iterator<Item = NaiveDateTime> {
        let minute = u32::from(self.minute);
        let time = NaiveTime::from_num_seconds_from_midnight_opt(minute * 60, 0);
        let dates: Vec<NaiveDate> = match self.day {
            Day::Date(date) => vec![date],
            Day::OfWeek(day) => {
                let days = NaiveDate::from_ymd_opt(YEAR, 1, 1).into_iter().flat_map(|first| {
                    let before = first.weekday().num_days_from_monday();
                    let ahead = (u64::from(day) + 7 - u64::from(before)) % 7;
                    (0..52)
                        .filter_map(move |week| first.checked_add_days(Days::new(ahead + 7 * week)))
                });
                days.collect()
            }
        };
        dates.into_iter().map(move |date| date.and_time(time.unwrap_or_default()))
    }
}

impl Serialize for OpenAt {
    /// As it is written.
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.text().serialize(to)
    }
}

/// Whether a text is one of opening hours.
#[must_use]
pub fn are_hours(text: &str) -> bool {
    read(text).is_some()
}

fn read(text: &str) -> Option<OpeningHours> {
    let text = text.trim();
    let is_short = !text.is_empty() && text.chars().count() <= LONGEST;
    is_short.then(|| OpeningHours::from_str(text).ok()).flatten()
}

fn hangs_on_the_sun(hours: &OpeningHours) -> bool {
    hours.get_expression().rules.iter().flat_map(|rule| &rule.time_selector.spans).any(|span| {
        [span.range.start, span.range.end].iter().any(|time| time.as_time_event().is_some())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opening(hours: &str, at: &str) -> Opening {
        OpenAt::parse(at).unwrap().opening(hours)
    }

    #[test]
    fn hours_say_whether_an_outlet_is_open_on_a_weekday() {
        use Opening::{Closed, Open};
        assert_eq!(opening("24/7", "Su 03:00"), Open);
        assert_eq!(opening("06:30-10:00", "Mo 06:30"), Open);
        assert_eq!(opening("06:30-10:00", "Mo 10:00"), Closed);
        assert_eq!(opening("Mo-Fr 06:30-10:00,16:00-20:00", "Fr 16:30"), Open);
        assert_eq!(opening("Mo-Fr 06:30-10:00,16:00-20:00", "Sa 16:30"), Closed);
        assert_eq!(opening("Mo-Su 08:00-20:00; We off", "We 09:00"), Closed);
        assert_eq!(opening("Sa-Mo 08:00-20:00", "Su 09:00"), Open);
        assert_eq!(opening("Mo 22:00-02:00", "Tu 01:00"), Open);
        assert_eq!(opening("Mo 22:00-02:00", "Mo 01:00"), Closed);
        // No holiday is known: the rules of holidays do not apply.
        assert_eq!(opening("Mo-Fr 08:00-18:00; PH off", "Mo 09:00"), Open);
        assert_eq!(opening("PH 08:00-18:00", "Mo 09:00"), Closed);
    }

    #[test]
    fn hours_that_do_not_tell_are_no_guess() {
        for hours in [
            "Mo-Fr sunrise-sunset",
            "Jan-Mar 08:00-10:00",
            "week 01-53/2 Mo 08:00-10:00",
            "Mo[1] 08:00-10:00",
            "Mo-Fr 08:00-18:00 unknown",
            "\"by appointment\"",
        ] {
            assert_eq!(opening(hours, "Mo 09:00"), Opening::Untold, "{hours}");
        }
        // One summer is not every week, but a date lies in it or does not.
        assert_eq!(opening("Apr-Sep 06:00-20:00", "2026-05-04 06:30"), Opening::Open);
        assert_eq!(opening("Apr-Sep 06:00-20:00", "2026-11-02 06:30"), Opening::Closed);
    }

    #[test]
    fn what_is_not_written_as_openstreetmap_writes_it_is_unreadable() {
        let long = "08:00-10:00,".repeat(40) + "12:00-13:00";
        for hours in ["", " ", "by appointment", "早上六点", "Mo-Fr 25 Uhr", long.as_str()] {
            assert_eq!(opening(hours, "Mo 09:00"), Opening::Unreadable, "{hours}");
            assert!(!are_hours(hours));
        }
    }

    #[test]
    fn a_time_is_read_back_as_it_is_written() {
        for text in ["Mo 07:30", "Su 00:00", "2026-03-02 07:05"] {
            assert_eq!(OpenAt::parse(text).unwrap().text(), text);
        }
        for text in
            ["noon", "Mo 24:00", "Mo 7", "2026-02-30 07:00", "1066-10-14 09:00", "Monday 07:00"]
        {
            assert_eq!(OpenAt::parse(text), None, "{text}");
        }
    }
}
