//! The order in which people places lie in memory.
//!
//! Takes the places as the files have them and puts them in the order in which they are swept. The
//! keys are made once, as integers, because a city has hundreds of thousands of places.

use super::city::PeopleLayer;
use crate::units::Metres;

/// Places in the order of columns 250 m wide from west to east, each from south to north, so that
/// neighbours stand close in memory; ties by residents, so that the order in the file is no matter.
pub(super) fn sort_people(people: &mut PeopleLayer) {
    const COLUMN: Metres = Metres(250.0);
    let group = |i: u32| people.groups.each_ref().map(|g| g.as_ref().map(|g| g[i as usize]));
    let columns: Vec<i64> = people.at.iter().map(|p| ordered((p.x / COLUMN.0).floor())).collect();
    let mut order: Vec<(i64, u32)> = Vec::with_capacity(columns.len());
    for column in by_column(&columns) {
        let start = order.len();
        order.extend(column.into_iter().map(|i| (ordered(people.at[i as usize].y), i)));
        order[start..].sort_unstable_by(|&(ya, a), &(yb, b)| {
            ya.cmp(&yb).then_with(|| {
                let x = |i: u32| people.at[i as usize].x;
                x(a).total_cmp(&x(b))
                    .then_with(|| people.all[a as usize].cmp(&people.all[b as usize]))
                    .then_with(|| group(a).cmp(&group(b)))
            })
        });
    }
    let order: Vec<u32> = order.into_iter().map(|(_, i)| i).collect();
    people.at = order.iter().map(|&i| people.at[i as usize]).collect();
    let pick = |column: &[u32]| order.iter().map(|&i| column[i as usize]).collect::<Vec<u32>>();
    people.all = pick(&people.all);
    for column in people.groups.iter_mut().flatten() {
        *column = pick(column);
    }
}

/// The positions of places, column by column.
fn by_column(columns: &[i64]) -> Vec<Vec<u32>> {
    let mut kinds = columns.to_vec();
    kinds.sort_unstable();
    kinds.dedup();
    let mut places = vec![Vec::new(); kinds.len()];
    for (i, column) in (0u32..).zip(columns) {
        places[kinds.partition_point(|kind| kind < column)].push(i);
    }
    places
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
    use crate::model::{Local, PeopleSource};

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
}
