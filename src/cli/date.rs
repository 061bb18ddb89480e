//! A day of the calendar: typed, from `SOURCE_DATE_EPOCH`, or today (UTC).

use std::fmt;
use std::str::FromStr;
use std::time::{SystemTime, UNIX_EPOCH};

use chrono::NaiveDate;

/// A day as ISO 8601 writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Date {
    year: i64,
    month: i64,
    day: i64,
}

const SECONDS_A_DAY: i64 = 86_400;

impl Date {
    /// The day that outputs carry unless told otherwise: that of the reproducible-builds variable
    /// where it is set, or today.
    pub(super) fn of_run() -> Self {
        let told =
            std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|text| text.trim().parse().ok());
        Self::at(told.unwrap_or_else(now))
    }

    /// The same as the library takes it; none of years past 262 000, which no calendar needs.
    pub(super) fn to_naive(self) -> Option<NaiveDate> {
        let [month, day] = [self.month, self.day].map(u32::try_from);
        NaiveDate::from_ymd_opt(i32::try_from(self.year).ok()?, month.ok()?, day.ok()?)
    }

    /// The day of a moment, in UTC, by the civil calendar in eras of 400 years that begin on
    /// 1 March (Hinnant, "chrono-compatible low-level date algorithms", `civil_from_days`).
    fn at(seconds: i64) -> Self {
        let days = seconds.div_euclid(SECONDS_A_DAY) + 719_468;
        let era = days.div_euclid(146_097);
        let of_era = days.rem_euclid(146_097);
        let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        Self { year: year + era * 400 + i64::from(month <= 2), month, day }
    }
}

/// Seconds since 1970. A clock before that is read as 1970.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

impl FromStr for Date {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let shape = || "a day written YYYY-MM-DD, such as 2026-03-31".to_owned();
        let digits = text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        let parts: Vec<i64> = text.split('-').filter_map(|part| part.parse().ok()).collect();
        let &[year, month, day] = parts.as_slice() else { return Err(shape()) };
        if text.len() != 10 || !digits || text.as_bytes()[4] != b'-' {
            return Err(shape());
        }
        let date = Self { year, month, day };
        if (1..=12).contains(&month) && (1..=days_in(year, month)).contains(&day) {
            Ok(date)
        } else {
            Err(format!("{text} is no day of the calendar"))
        }
    }
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_falls_on_its_day() {
        // 951 782 400 s = 11 016 days = 30 years (7 leap days: 72 ... 96) + 59 days: 29 February 2000.
        assert_eq!(Date::at(951_782_400).to_string(), "2000-02-29");
        assert_eq!(Date::at(0).to_string(), "1970-01-01");
        assert_eq!(Date::at(-1).to_string(), "1969-12-31");
        assert_eq!(Date::at(951_782_400 + 86_399).to_string(), "2000-02-29");
    }

    #[test]
    fn only_days_of_the_calendar_are_taken() {
        assert_eq!("2028-02-29".parse::<Date>().unwrap().to_string(), "2028-02-29");
        for bad in [
            "2026-02-29",
            "2100-02-29",
            "2026-13-01",
            "2026-1-01",
            "26-01-001",
            "today",
            "2026-00-10",
            "+026-01-01",
        ] {
            assert!(bad.parse::<Date>().is_err(), "{bad}");
        }
    }
}
