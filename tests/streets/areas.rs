//! Land beyond reach along streets: no place within reach lies in it, and what is plainly beyond does.

use walkshed::index::Index;
use walkshed::model::{Bounds, CategoryId, City, CityParts, Estate, Local, Shape, StreetLayer};
use walkshed::pipeline::{Detail, assess};
use walkshed::profile::parse;
use walkshed::reach::{Access, Areas, FINEST, Grounds, Square, walk};
use walkshed::units::Metres;

use crate::beside::whole;
use crate::enclosed::Random4;
use crate::gates::estate;
use crate::random::Random;
use crate::slow::Slow;
use crate::small::{SNAP, network, parts, place};

/// What is looked at of the plane: past the streets too.
const PART: Bounds =
    Bounds { min: Local { x: -400.0, y: -400.0 }, max: Local { x: 1900.0, y: 1900.0 } };

/// Places that were looked at.
#[derive(Debug, Default)]
struct Count {
    within: usize,
    beyond: usize,
    clear: usize,
    clear_in: usize,
}

fn anywhere(random: &mut Random) -> Local {
    Local::new(random.between(-390.0, 1890.0), random.between(-390.0, 1890.0))
}

fn holds(square: &Square, at: Local) -> bool {
    square.bounds().holds(at)
}

/// Walks of all people of a city, held against the land that is beyond a radius. A place is plainly beyond where
/// all within some metres are.
fn look(city: &City, radius: f64, clear: f64, count: &mut Count, what: &str) {
    let category = CategoryId(0);
    let (index, lines) = (Index::new(city), city.streets().unwrap());
    let walked = walk(city, lines, (&index, &[category]), Metres(SNAP), Metres(2.0 * radius));
    let grounds = Grounds::new(city, lines, city.question());
    let access = Access::new(city, &walked.graph, Metres(SNAP), (city.question(), &grounds));
    let service = [(category, radius)];
    let areas = Areas::new(&walked, &access, vec![&service]);
    // By estate with gates, and none for what lies outside of all.
    let gated: Vec<Shape> = access.gated_land().cloned().collect();
    let of = |home| areas.beyond(home, &[PART]).remove(0).touching(&PART).copied().collect();
    let mut squares: Vec<Vec<Square>> = (0..gated.len()).map(|home| of(Some(home))).collect();
    squares.push(of(None));
    let people = &city.people().unwrap().at;
    let reaches: Vec<bool> = (0u32..)
        .take(people.len())
        .map(|place| walked.reach.distance(category, place).is_some_and(|walk| walk.0 <= radius))
        .collect();
    let reached: Vec<Local> =
        people.iter().zip(&reaches).filter(|(_, reaches)| **reaches).map(|(at, _)| *at).collect();
    for (at, reaches) in people.iter().zip(&reaches) {
        let home = gated.iter().position(|shape| shape.contains(*at)).unwrap_or(gated.len());
        let is_in = squares[home].iter().any(|square| holds(square, *at));
        if *reaches {
            count.within += 1;
            assert!(!is_in, "{what}: {at:?} is within reach and in what is beyond it");
            continue;
        }
        count.beyond += 1;
        if reached.iter().all(|other| other.distance(*at).0 > clear) {
            count.clear += 1;
            count.clear_in += usize::from(is_in);
        }
    }
}

#[test]
fn no_place_within_reach_lies_in_what_is_beyond_and_what_is_plainly_beyond_does() {
    let mut count = Count::default();
    for seed in 2000..2024 {
        let mut random = Random(seed);
        let streets = network(&mut random);
        let slow = Slow::new(&streets);
        let mut people: Vec<Local> = (0..2500).map(|_| anywhere(&mut random)).collect();
        people.extend((0..1500).map(|_| place(&slow, &mut random, 60.0)));
        let outlets: Vec<(u32, Local)> =
            (0..4).map(|_| (0, place(&slow, &mut random, 30.0))).collect();
        let city = City::new(parts(streets, people, &outlets));
        let radius = random.between(250.0, 700.0);
        look(&city, radius, 4.0 * FINEST.0, &mut count, &format!("seed {seed}"));
    }
    assert!(count.within > 5_000 && count.clear > 10_000, "{count:?}");
    // Of the places that are plainly beyond nearly all: some lie by streets that nobody else stands on.
    assert!(100 * count.clear_in > 98 * count.clear, "{count:?}");
}

#[test]
fn neither_gates_nor_barriers_bring_a_place_within_reach_into_what_is_beyond() {
    let (mut gates, mut barred) = (Count::default(), Count::default());
    for seed in 2100..2124 {
        let mut random = Random(seed);
        let of = Random4::new(&mut random);
        let slow = Slow::new(&of.streets);
        let mut people: Vec<Local> = (0..1500).map(|_| anywhere(&mut random)).collect();
        people.extend((0..1500).map(|_| place(&slow, &mut random, 40.0)));
        let outlets: Vec<(u32, Local)> =
            (0..5).map(|_| (0, place(&slow, &mut random, 0.0))).collect();
        let radius = random.between(250.0, 700.0);
        let city = City::new(of.parts(people.clone(), &outlets));
        look(&city, radius, 4.0 * FINEST.0, &mut gates, &format!("seed {seed}"));
        let barriers = (0..5).map(|_| vec![anywhere(&mut random), anywhere(&mut random)]).collect();
        let city = City::new(CityParts { barriers, ..of.parts(people, &outlets) });
        // Beside barriers every street counts that is as near as a place may be from one.
        let clear = SNAP + 4.0 * FINEST.0;
        look(&city, radius, clear, &mut barred, &format!("seed {seed} with barriers"));
    }
    for (count, percent) in [(gates, 90), (barred, 90)] {
        assert!(count.within > 5_000 && count.clear > 5_000, "{count:?}");
        assert!(100 * count.clear_in > percent * count.clear, "{count:?}");
    }
}

#[test]
fn land_beyond_reach_has_no_pieces_below_a_square_metre() {
    let at = |x: f64, y: f64| Local::new(x, y);
    let mut streets = StreetLayer::new(vec![at(0.0, 0.0), at(3000.0, 0.0)]);
    streets.add([0, 1]);
    // Far from the outlet: a block of 1 ha, with two pieces of 0.81 and 0.8 m², and one of 1.21, as land.
    let boxes = [
        [2000.0, 20.0, 2100.0, 120.0],
        [2110.0, 20.0, 2110.9, 20.9],
        [2120.0, 20.0, 2320.0, 20.004],
        [2110.0, 30.0, 2111.1, 31.1],
    ];
    let land = boxes.map(|of| estate("", of).shape.polygons()[0].clone());
    let block = Estate { shape: Shape::new(land.to_vec()), ..estate("E", boxes[0]) };
    let parts = parts(streets, vec![at(2050.0, 10.0)], &[(0, at(0.0, 0.0))]);
    let estates = Some(vec![block]);
    let city = City::new(CityParts { subdistricts: vec![whole()], estates, ..parts });
    let text = "key = \"own\"\nname_en = \"Own\"\ndocument = \"none\"\nland_codes = [\"0701\"]\n\
                [[service]]\nkey = \"c00\"\nname_en = \"c00\"\nlead_en = \"A\"\n\
                [[service.provider]]\ncategory = \"c00\"\nradius_m = 400\n";
    let assessment = assess(&city, &parse(text, "own.toml").0.unwrap(), Detail::Maps);
    let beyond = assessment.streets.unwrap().areas[0].clone().unwrap().remove(0);
    let mut areas: Vec<f64> = beyond.polygons().iter().map(|piece| piece.area().0).collect();
    areas.sort_by(f64::total_cmp);
    let [small, large] = areas[..] else { panic!("{areas:?}") };
    assert!((small - 1.21).abs() < 0.01 && (large - 10_000.0).abs() < 1.0, "{areas:?}");
}
