//! Weighted quantiles by selection, in linear time.

use crate::units::{Metres, People};

/// The least distance that at least `part` (0 to 1) of the people have at most; none without people.
/// Reorders the list. People who can reach nothing have an infinite distance, and so may the answer be:
/// then it is none.
pub(super) fn quantile(list: &mut [(f64, u32)], part: (u64, u64)) -> Option<Metres> {
    let total: u64 = list.iter().map(|p| u64::from(p.1)).sum();
    if total == 0 {
        return None;
    }
    // At least this many people: the share, rounded up.
    let wanted = People((total * part.0).div_ceil(part.1));
    let mut rest = list;
    let mut before = 0;
    while rest.len() > 1 {
        let middle = rest.len() / 2;
        let (low, _, _) = rest.select_nth_unstable_by(middle, |a, b| a.0.total_cmp(&b.0));
        let lower: u64 = low.iter().map(|p| u64::from(p.1)).sum();
        if before + lower >= wanted.0 {
            rest = &mut rest[..middle];
        } else {
            before += lower;
            rest = &mut rest[middle..];
        }
    }
    rest.first().map(|p| p.0).filter(|d| d.is_finite()).map(Metres)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_the_people_decide_not_half_of_the_places() {
        // 10 people at 100 m, 1 at 200, 1 at 300: six of twelve have at most 100 m.
        let mut list = [(300.0, 1), (100.0, 10), (200.0, 1)];
        assert_eq!(quantile(&mut list, (1, 2)), Some(Metres(100.0)));
        // Nine in ten of 12 is 10.8, so the eleventh person counts: 200 m.
        assert_eq!(quantile(&mut list, (9, 10)), Some(Metres(200.0)));
    }

    #[test]
    fn nobody_has_no_median() {
        assert_eq!(quantile(&mut [(5.0, 0)], (1, 2)), None);
    }
}
