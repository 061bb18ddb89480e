//! The order in which people places lie in memory.
//!
//! Takes the places as the files have them and puts them in the order in which they are swept. The
//! keys are made once, as integers, because a city has hundreds of thousands of places.

use super::city::PeopleLayer;
use super::plane::Local;
use crate::units::Metres;

/// Places in the order of columns 250 m wide from west to east, each from south to north, so that
/// neighbours stand close in memory; ties by residents, so that the order in the file is no matter. Gives the
/// former position of each.
pub(super) fn sort_people(people: &mut PeopleLayer) -> Vec<u32> {
    const COLUMN: Metres = Metres(250.0);
    let mut order = by_column(&people.at, COLUMN);
    for places in order.chunk_by_mut(|a, b| a.column == b.column) {
        places.sort_unstable_by_key(|place| place.y);
    }
    let group = |i: u32| people.groups.each_ref().map(|g| g.as_ref().map(|g| g[i as usize]));
    let ties = order.chunk_by_mut(|a, b| (a.column, a.y) == (b.column, b.y));
    for tied in ties.filter(|tied| tied.len() > 1) {
        tied.sort_unstable_by(|a, b| {
            let x = |place: &Placed| people.at[place.index as usize].x;
            let all = |place: &Placed| people.all[place.index as usize];
            x(a).total_cmp(&x(b))
                .then_with(|| all(a).cmp(&all(b)))
                .then_with(|| group(a.index).cmp(&group(b.index)))
        });
    }
    people.at = order.iter().map(|place| people.at[place.index as usize]).collect();
    let pick =
        |column: &[u32]| order.iter().map(|place| column[place.index as usize]).collect::<Vec<_>>();
    people.all = pick(&people.all);
    for column in people.groups.iter_mut().flatten() {
        *column = pick(column);
    }
    order.into_iter().map(|place| place.index).collect()
}

/// A place that is being put in order.
#[derive(Debug, Clone, Copy, Default)]
struct Placed {
    /// Northing, in the order of integers.
    y: i64,
    /// Position in the file.
    index: u32,
    /// Number of the column, growing eastwards.
    column: u32,
}

/// Places column by column, in the order of the file within each: a counting sort.
fn by_column(places: &[Local], width: Metres) -> Vec<Placed> {
    #[expect(clippy::cast_possible_truncation, reason = "whole, and the Earth has few columns")]
    let columns: Vec<i64> = places.iter().map(|p| (p.x / width.0).floor() as i64).collect();
    let numbers = numbers(&columns);
    let count = numbers.iter().max().map_or(0, |last| *last as usize + 1);
    let mut next = vec![0usize; count + 1];
    for &number in &numbers {
        next[number as usize + 1] += 1;
    }
    for column in 0..count {
        next[column + 1] += next[column];
    }
    let mut order = vec![Placed::default(); places.len()];
    for ((index, place), &column) in (0u32..).zip(places).zip(&numbers) {
        let at = &mut next[column as usize];
        order[*at] = Placed { y: ordered(place.y), index, column };
        *at += 1;
    }
    order
}

/// The columns numbered from the west.
fn numbers(columns: &[i64]) -> Vec<u32> {
    let (Some(&first), Some(&last)) = (columns.iter().min(), columns.iter().max()) else {
        return Vec::new();
    };
    let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    // Where there are more columns than places, those without a place have no number.
    if usize::try_from(last - first).is_ok_and(|width| width <= columns.len()) {
        let place = |column: &i64| u32::try_from(column - first).unwrap_or(u32::MAX);
        return columns.iter().map(place).collect();
    }
    let mut kinds = columns.to_vec();
    kinds.sort_unstable();
    kinds.dedup();
    columns.iter().map(|column| number(kinds.partition_point(|kind| kind < column))).collect()
}

/// A float as an integer in the order of `total_cmp`, to be compared many times.
fn ordered(value: f64) -> i64 {
    let bits = value.to_bits().cast_signed();
    // Of a negative float the larger size is the lesser value.
    if bits < 0 { bits ^ i64::MAX } else { bits }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::PeopleSource;

    #[test]
    fn integers_stand_in_the_order_of_their_floats() {
        let values = [f64::NEG_INFINITY, -2.5, -1.0, -0.0, 0.0, 1e-300, 1.0, 2.5, f64::INFINITY];
        assert!(values.windows(2).all(|pair| ordered(pair[0]) < ordered(pair[1])));
    }

    #[test]
    fn places_go_by_column_then_northwards_then_by_residents() {
        // Columns by x: 249 and 1 in the first, -1 in the one before, 250 in the next.
        let at = [(250.0, 0.0), (249.0, 5.0), (1.0, 5.0), (1.0, 5.0), (-1.0, 9.0), (3.0, -7.0)];
        let mut people = PeopleLayer {
            source: PeopleSource::Layer,
            at: at.map(|(x, y)| Local::new(x, y)).to_vec(),
            all: vec![1, 2, 4, 3, 5, 6],
            groups: [Some(vec![10, 20, 40, 30, 50, 60]), None, None, None],
        };
        sort_people(&mut people);
        assert_eq!(people.all, [5, 6, 3, 4, 2, 1]);
        assert_eq!(people.groups[0], Some(vec![50, 60, 30, 40, 20, 10]));
        assert_eq!(people.at[1], Local::new(3.0, -7.0));
    }

    #[test]
    fn the_order_is_that_of_one_comparison_of_everything() {
        // Multiples of 100 m, so that many places share a column, a y, or both; far apart every
        // second time, so that most columns are empty.
        let mut state = 1u64;
        for wide in [1.0, 1e6] {
            let mut draw = |most: u64| {
                state = state.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(1);
                u32::try_from((state >> 33) % most).unwrap()
            };
            let places: Vec<(Local, u32, u32)> = (0..500)
                .map(|_| {
                    let (x, y) = (f64::from(draw(40)) * 100.0 - 2000.0, f64::from(draw(9)) - 4.0);
                    (Local::new(x * wide, y), draw(3), draw(3))
                })
                .collect();
            let mut people = PeopleLayer {
                source: PeopleSource::Layer,
                at: places.iter().map(|place| place.0).collect(),
                all: places.iter().map(|place| place.1).collect(),
                groups: [None, Some(places.iter().map(|place| place.2).collect()), None, None],
            };
            sort_people(&mut people);
            let mut expected = places;
            expected.sort_by(|(a, all_a, group_a), (b, all_b, group_b)| {
                ((a.x / 250.0).floor().total_cmp(&(b.x / 250.0).floor()))
                    .then(a.y.total_cmp(&b.y))
                    .then(a.x.total_cmp(&b.x))
                    .then((all_a, group_a).cmp(&(all_b, group_b)))
            });
            let columns = people.at.iter().zip(&people.all).zip(people.groups[1].iter().flatten());
            let sorted: Vec<_> = columns.map(|((at, all), group)| (*at, *all, *group)).collect();
            assert_eq!(sorted, expected);
        }
    }
}
