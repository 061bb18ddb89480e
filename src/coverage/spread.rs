//! How far the residents of some places are: shares within bands and quantiles, in linear time.
//!
//! Method: residents are counted by the leading bits of their distance, whose order is that of the
//! distances; only in the bucket in which a quantile lies are the distances compared.

use super::people::people_rate;
use crate::units::{Metres, People, Share};

/// Buckets for the leading bits: 64 an octave from one metre to 65 km; all that is nearer lies in the
/// first one, all that is farther in the last.
const BUCKETS: usize = 1024;

/// Bits of a float behind those that tell its bucket: 46 of 52 after the point.
const BEHIND: u32 = 46;

/// How far residents are from something.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Spread {
    /// Share of residents within each band.
    pub(super) within: Vec<Option<Share>>,
    /// The least distance that at least half of them have at most; none without residents, and where
    /// it is infinite: those have nothing that they could reach.
    pub(super) median: Option<Metres>,
    /// The same for nine in ten.
    pub(super) p90: Option<Metres>,
}

/// The spread of the residents of some places. `distance` is not negative; infinite where there is nothing.
pub(super) fn spread(
    places: &[u32],
    residents: &[u32],
    bands: &[Metres],
    distance: impl Fn(u32) -> f64,
) -> Spread {
    let of_place = |&place: &u32| (distance(place), u64::from(residents[place as usize]));
    let mut by_bucket = vec![0u64; BUCKETS];
    let mut within = vec![0u64; bands.len()];
    for (distance, people) in places.iter().map(of_place) {
        by_bucket[bucket(distance)] += people;
        for (sum, band) in within.iter_mut().zip(bands) {
            *sum += if distance <= band.0 { people } else { 0 };
        }
    }
    let all: u64 = by_bucket.iter().sum();
    let within = within.into_iter().map(|near| people_rate(People(all), People(near)).share);
    let mut sought = [(1, 2), (9, 10)].map(|part| Sought::new(&by_bucket, all, part));
    for (distance, people) in places.iter().map(of_place) {
        for sought in sought.iter_mut().filter(|sought| sought.bucket == bucket(distance)) {
            sought.list.push((distance, people));
        }
    }
    let [median, p90] = sought.map(Sought::find);
    Spread { within: within.collect(), median, p90 }
}

/// The bucket of a distance.
fn bucket(distance: f64) -> usize {
    const FIRST: u64 = 1f64.to_bits() >> BEHIND;
    let bits = distance.to_bits() >> BEHIND;
    (bits.saturating_sub(FIRST) as usize).min(BUCKETS - 1)
}

/// A quantile whose bucket is known.
struct Sought {
    bucket: usize,
    /// So many of the residents of the bucket are within it; nought where nobody lives anywhere.
    wanted: u64,
    /// Distances and residents of the bucket.
    list: Vec<(f64, u64)>,
}

impl Sought {
    fn new(by_bucket: &[u64], all: u64, part: (u64, u64)) -> Self {
        // At least this many people: the share, rounded up.
        let mut wanted = (all * part.0).div_ceil(part.1);
        let mut bucket = 0;
        while wanted > by_bucket[bucket] {
            wanted -= by_bucket[bucket];
            bucket += 1;
        }
        Self { bucket, wanted, list: Vec::new() }
    }

    /// The least distance that as many have at most as are wanted.
    fn find(self) -> Option<Metres> {
        let Self { mut wanted, mut list, .. } = self;
        if wanted == 0 {
            return None;
        }
        let mut rest = &mut list[..];
        while rest.len() > 1 {
            let middle = rest.len() / 2;
            let (low, _, _) = rest.select_nth_unstable_by(middle, |a, b| a.0.total_cmp(&b.0));
            let lower: u64 = low.iter().map(|p| p.1).sum();
            if lower >= wanted {
                rest = &mut rest[..middle];
            } else {
                wanted -= lower;
                rest = &mut rest[middle..];
            }
        }
        rest.first().map(|p| p.0).filter(|d| d.is_finite()).map(Metres)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The spread of residents at some distances.
    fn of(list: &[(f64, u32)], bands: &[Metres]) -> Spread {
        let places: Vec<u32> = (0..).take(list.len()).collect();
        let residents: Vec<u32> = list.iter().map(|p| p.1).collect();
        spread(&places, &residents, bands, |place| list[place as usize].0)
    }

    #[test]
    fn half_of_the_people_decide_not_half_of_the_places() {
        // 10 people at 100 m, 1 at 200, 1 at 300: six of twelve have at most 100 m. Nine in ten of 12 is
        // 10.8, so the eleventh person counts: 200 m. Within 200 m are 11 of them.
        let found = of(&[(300.0, 1), (100.0, 10), (200.0, 1)], &[Metres(99.0), Metres(200.0)]);
        assert_eq!((found.median, found.p90), (Some(Metres(100.0)), Some(Metres(200.0))));
        assert_eq!(found.within, [Share::of(0.0, 12.0), Share::of(11.0, 12.0)]);
    }

    #[test]
    fn nobody_has_no_median() {
        let found = of(&[(5.0, 0)], &[Metres(10.0)]);
        assert_eq!(found, Spread { within: vec![None], ..Spread::default() });
        assert_eq!(of(&[], &[]), Spread::default());
    }

    #[test]
    fn those_who_reach_nothing_count_and_have_no_distance() {
        let nothing = f64::INFINITY;
        let found = of(&[(nothing, 4), (70_000.0, 5), (nothing, 1)], &[Metres(1e6)]);
        assert_eq!((found.median, found.p90), (Some(Metres(70_000.0)), None));
        assert_eq!(found.within, [Share::of(5.0, 10.0)]);
    }

    #[test]
    fn quantiles_are_those_of_the_sorted_list() {
        let mut state = 9u64;
        for length in 1..400u32 {
            let mut list: Vec<(f64, u32)> = (0..length)
                .map(|_| {
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    let bits = u32::try_from(state >> 33).unwrap();
                    let far = f64::from(bits);
                    // Near, far and beyond the buckets; some tie, some are nobody's.
                    let distance = if length % 2 == 0 { far / 1e6 } else { (far / 1e8).round() };
                    (distance.powi(1 + (length % 3).cast_signed()), (length + (bits >> 27)) % 5)
                })
                .collect();
            let found = of(&list, &[]);
            list.sort_by(|a, b| a.0.total_cmp(&b.0));
            let all: u32 = list.iter().map(|p| p.1).sum();
            let least = |percent: u32| {
                let mut before = 0;
                let is_it = |p: &&(f64, u32)| {
                    before += p.1;
                    before * 100 >= all * percent
                };
                list.iter().find(is_it).filter(|_| all > 0).map(|p| Metres(p.0))
            };
            assert_eq!((found.median, found.p90), (least(50), least(90)), "{length}");
        }
    }
}
