//! Whether an outlet is what an item of the function matrix asks for, as far as the data say.

use crate::model::Outlet;
use crate::profile::{Item, Need, WeekTime};

/// What the data say of one demand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Passes,
    Fails,
    Unknown,
}

/// The demands on an outlet, in the order in which a shortfall is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Demand {
    Size,
    Price,
    Hours,
}

impl Demand {
    pub(super) const ALL: [Self; 3] = [Self::Size, Self::Price, Self::Hours];

    /// Whether an outlet of a need's category meets this demand of the item.
    pub(super) fn verdict(self, outlet: &Outlet, need: &Need, item: &Item) -> Verdict {
        match self {
            Self::Size => size(outlet, need),
            Self::Price => match (item.inclusive, outlet.inclusive()) {
                (false, _) | (true, Some(true)) => Verdict::Passes,
                (true, Some(false)) => Verdict::Fails,
                (true, None) => Verdict::Unknown,
            },
            Self::Hours => match item.open_at {
                None => Verdict::Passes,
                Some(time) => match outlet.hours().and_then(|hours| is_open(hours, time)) {
                    None => Verdict::Unknown,
                    Some(true) => Verdict::Passes,
                    Some(false) => Verdict::Fails,
                },
            },
        }
    }
}

fn size(outlet: &Outlet, need: &Need) -> Verdict {
    let large = match (need.floor_min, outlet.floor_area) {
        (Some(_), None) => Verdict::Unknown,
        (Some(least), Some(area)) if area.0 < least.0 => Verdict::Fails,
        (Some(_), Some(_)) | (None, _) => Verdict::Passes,
    };
    let roomy = match (need.capacity_min, outlet.capacity) {
        (Some(_), None) => Verdict::Unknown,
        (Some(least), Some(places)) if places < least => Verdict::Fails,
        (Some(_), Some(_)) | (None, _) => Verdict::Passes,
    };
    match (large, roomy) {
        (Verdict::Fails, _) | (_, Verdict::Fails) => Verdict::Fails,
        (Verdict::Unknown, _) | (_, Verdict::Unknown) => Verdict::Unknown,
        (Verdict::Passes, Verdict::Passes) => Verdict::Passes,
    }
}

/// Whether plain opening hours hold a time: `24/7`, or rules of days and times parted by `;`, as in
/// `Mo-Fr 06:30-10:00,16:00-20:00; Sa off`, where a later rule takes the place of an earlier one for
/// its days. None where they say more than that: holidays, months, sunrise, comments.
fn is_open(hours: &str, time: WeekTime) -> Option<bool> {
    if hours.trim() == "24/7" {
        return Some(true);
    }
    let mut open = Some(false);
    for rule in hours.split(';').map(str::trim).filter(|rule| !rule.is_empty()) {
        let (days, spans) = match rule.split_once(' ') {
            Some((days, spans)) if days.starts_with(|c: char| c.is_ascii_alphabetic()) => {
                (day_set(days)?, spans.trim())
            }
            _ => ([true; 7], rule),
        };
        let spans = spans_of(spans)?;
        let (today, before) = (usize::from(time.day % 7), usize::from((time.day + 6) % 7));
        if days[today] {
            open = Some(spans.iter().any(|s| s.0 <= time.minute && time.minute < s.1));
        }
        // A span past midnight reaches into the next day.
        let late = time.minute + DAY;
        if days[before] && spans.iter().any(|s| s.0 <= late && late < s.1) {
            open = Some(true);
        }
    }
    open
}

/// Minutes in a day.
const DAY: u16 = 24 * 60;

/// The days that `Mo-Fr,Su` names.
fn day_set(text: &str) -> Option<[bool; 7]> {
    let day = |name: &str| WeekTime::DAYS.iter().position(|d| *d == name);
    let mut days = [false; 7];
    for part in text.split(',') {
        let (from, to) = part.split_once('-').unwrap_or((part, part));
        let (mut at, to) = (day(from)?, day(to)?);
        days[at] = true;
        while at != to {
            at = (at + 1) % 7;
            days[at] = true;
        }
    }
    Some(days)
}

/// The spans of `06:30-10:00,16:00-20:00` in minutes; none of `off`.
fn spans_of(text: &str) -> Option<Vec<(u16, u16)>> {
    if ["off", "closed"].contains(&text) {
        return Some(Vec::new());
    }
    let minutes = |text: &str| {
        let (hours, minutes) = text.trim().split_once(':')?;
        let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
        (hours <= 48 && minutes < 60).then_some(hours * 60 + minutes)
    };
    let span = |part: &str| {
        let (from, to) = part.split_once('-')?;
        let (from, to) = (minutes(from)?, minutes(to)?);
        Some((from, if to <= from { to + DAY } else { to }))
    };
    text.split(',').map(span).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_hours_are_understood_and_others_are_unknown() {
        let open = |hours: &str, at: &str| is_open(hours, WeekTime::parse(at).unwrap());
        assert_eq!(open("24/7", "Su 03:00"), Some(true));
        assert_eq!(open("06:30-10:00", "Mo 06:30"), Some(true));
        assert_eq!(open("06:30-10:00", "Mo 10:00"), Some(false));
        assert_eq!(open("Mo-Fr 06:30-10:00,16:00-20:00", "Fr 16:30"), Some(true));
        assert_eq!(open("Mo-Fr 06:30-10:00,16:00-20:00", "Sa 16:30"), Some(false));
        assert_eq!(open("Mo-Su 08:00-20:00; We off", "We 09:00"), Some(false));
        assert_eq!(open("Sa-Mo 08:00-20:00", "Su 09:00"), Some(true));
        assert_eq!(open("Mo 22:00-02:00", "Tu 01:00"), Some(true));
        assert_eq!(open("Mo 22:00-02:00", "Mo 01:00"), Some(false));
        for other in
            ["Mo-Fr sunrise-sunset", "PH off", "Jan-Mar 08:00-10:00", "by appointment", "08:00+"]
        {
            assert_eq!(open(other, "Mo 09:00"), None, "{other}");
        }
    }
}
