//! People to outlets with limited room, against every way to do it, and its proof.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod random;

use walkshed::coverage::{Assignment, Transport};

use self::random::Random;

/// People served, and their total distance.
fn total(problem: &Transport, of: &Assignment) -> (u64, i64) {
    let (mut served, mut distance) = (0, 0);
    for (reach, flow) in problem.reach.iter().zip(&of.flow) {
        for (&(_, cost), &people) in reach.iter().zip(flow) {
            served += u64::from(people);
            distance += i64::from(people) * cost;
        }
    }
    (served, distance)
}

/// The best total by trying every outlet, and none, for every single person.
fn brute_force(problem: &Transport) -> (u64, i64) {
    let people: Vec<usize> = problem
        .people
        .iter()
        .enumerate()
        .flat_map(|(place, &n)| std::iter::repeat_n(place, n as usize))
        .collect();
    let mut room = problem.room.clone();
    best(problem, &people, &mut room)
}

fn best(problem: &Transport, people: &[usize], room: &mut [u64]) -> (u64, i64) {
    let Some((&place, rest)) = people.split_first() else { return (0, 0) };
    let mut most = best(problem, rest, room);
    for &(outlet, cost) in &problem.reach[place] {
        if room[outlet as usize] > 0 {
            room[outlet as usize] -= 1;
            let (served, distance) = best(problem, rest, room);
            room[outlet as usize] += 1;
            let one = (served + 1, distance + cost);
            if one.0 > most.0 || one.0 == most.0 && one.1 < most.1 {
                most = one;
            }
        }
    }
    most
}

fn random_problem(
    random: &mut Random,
    (places, outlets): (u64, u64),
    most: u64,
    far: u64,
) -> Transport {
    let places = 1 + random.below(places);
    let outlets = 1 + random.below(outlets);
    let reach = (0..places)
        .map(|_| {
            let near: Vec<u32> =
                (0..u32::try_from(outlets).unwrap()).filter(|_| random.below(3_u64) > 0).collect();
            near.into_iter().map(|o| (o, i64::try_from(random.below(far)).unwrap())).collect()
        })
        .collect();
    let mut amounts = |n: u64| (0..n).map(|_| random.below(most + 1)).collect::<Vec<u64>>();
    let people = amounts(places).into_iter().map(|n| u32::try_from(n).unwrap()).collect();
    Transport { people, room: amounts(outlets), reach }
}

#[test]
fn a_thousand_small_cases_equal_the_best_of_all_ways() {
    let mut random = Random(7);
    for case in 0..1000 {
        // Short distances tie; amounts of 0 are among them.
        let far = if case % 2 == 0 { 4 } else { 1000 };
        let mut problem = random_problem(&mut random, (5, 4), 2, far);
        // At most eight people, so that every way can be tried.
        let mut left = 8;
        for people in &mut problem.people {
            *people = (*people).min(left);
            left -= *people;
        }
        let answer = problem.solve();
        assert!(problem.is_optimal(&answer), "case {case}: {problem:?} {answer:?}");
        assert_eq!(total(&problem, &answer), brute_force(&problem), "case {case}: {problem:?}");
    }
}

#[test]
fn larger_cases_come_with_a_proof() {
    let mut random = Random(11);
    for case in 0..200 {
        let problem = random_problem(&mut random, (60, 12), 9, 50);
        let answer = problem.solve();
        assert!(problem.is_optimal(&answer), "case {case}");
        assert_eq!(answer, problem.solve(), "case {case}");
    }
}

#[test]
fn the_proof_refuses_what_is_not_the_best() {
    // Two places of one person; the one that is nearer to outlet 0 is sent to outlet 1.
    let reach = vec![vec![(0, 10), (1, 30)], vec![(0, 20), (1, 30)]];
    let problem = Transport { people: vec![1, 1], room: vec![1, 1], reach };
    let answer = problem.solve();
    assert_eq!(answer.flow, [[1, 0], [0, 1]]);
    let swapped = Assignment { flow: vec![vec![0, 1], vec![1, 0]], ..answer.clone() };
    assert!(problem.is_optimal(&answer) && !problem.is_optimal(&swapped));
    let idle = Assignment { flow: vec![vec![1, 0], vec![0, 0]], ..answer };
    assert!(!problem.is_optimal(&idle));
}

#[test]
fn as_many_as_possible_are_served_though_it_is_far() {
    // The first is 1 m from the one place that the second can have, and goes 1 km for its sake.
    let reach = vec![vec![(0, 1_000), (1, 1_000_000)], vec![(0, 900_000)]];
    let problem = Transport { people: vec![1, 1], room: vec![1, 1], reach };
    assert_eq!(problem.solve().flow, [vec![0, 1], vec![1]]);
}

#[test]
fn where_room_is_short_the_nearer_are_served() {
    let reach = vec![vec![(0, 300)], vec![(0, 100)], vec![(0, 200)], vec![]];
    let problem = Transport { people: vec![5, 5, 5, 5], room: vec![8], reach };
    assert_eq!(problem.solve().flow, [vec![0], vec![5], vec![3], vec![]]);
}
