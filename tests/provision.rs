//! Supply against need: on paper, and against sums of its own over random cities.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod random;

use walkshed::assessment::{Assessment, Ratio, Supply, Verdict};
use walkshed::model::{
    CategoryId, City, CityParts, Community, Doubt, DoubtKind, Local, LonLat, Outlet, OutletDetails,
    PeopleLayer, PeopleSource, Plane, Polygon, Population, Ring, Shape, Status, Subdistrict,
};
use walkshed::pipeline::{Detail, assess};
use walkshed::profile::{Profile, parse};
use walkshed::units::SquareMetres;

use self::random::Random;

const SIDE: f64 = 1000.0;

fn square(x: f64, y: f64, side: f64) -> Shape {
    let corners = [(x, y), (x + side, y), (x + side, y + side), (x, y + side)];
    let ring = Ring::new(corners.map(|(x, y)| Local::new(x, y)).to_vec()).unwrap();
    Shape::new(vec![Polygon::new(ring, Vec::new())])
}

fn subdistrict(i: u32) -> Subdistrict {
    let shape = square(SIDE * f64::from(i), 0.0, SIDE);
    let (parent, population) = (None, Population::Unknown);
    Subdistrict { id: format!("D{i}"), name: format!("D{i}"), parent, population, shape }
}

struct Says {
    capacity: Option<f64>,
    chain: Option<bool>,
    staff: Option<f64>,
}

fn outlet(i: usize, x: f64, says: &Says) -> Outlet {
    let columns = Box::new([says.staff]);
    Outlet {
        id: format!("P{i}").into(),
        name: "".into(),
        category: CategoryId(0),
        at: Local::new(x, 500.0),
        status: Status::Open,
        source: None,
        capacity: says.capacity,
        floor_area: says.capacity.map(|n| SquareMetres(10.0 * n)),
        details: Some(Box::new(OutletDetails { chain: says.chain, columns, ..Default::default() })),
    }
}

/// Three subdistricts of 1 km side by side: 2000 residents with 100 children, 500 with 20, nobody.
fn parts(outlets: Vec<Outlet>) -> CityParts {
    let children = Some(vec![100, 20]);
    CityParts {
        subdistricts: (0..3).map(subdistrict).collect(),
        categories: vec!["kindergarten".into()],
        outlets,
        people: Some(PeopleLayer {
            source: PeopleSource::Layer,
            at: vec![Local::new(500.0, 500.0), Local::new(1500.0, 500.0)],
            all: vec![2000, 500],
            groups: [None, children, None, None],
        }),
        columns: vec!["staff".into()],
        ..CityParts::empty("Paper", Plane::about(LonLat { lon: 112.0, lat: 36.0 }))
    }
}

fn profile(provision: &str) -> Profile {
    let text = format!(
        "key = \"own\"\nextends = \"checkup-mohurd-2025\"\n[[provision]]\nkey = \"own\"\n\
         name_en = \"own\"\nlead_en = \"me\"\n{provision}\n"
    );
    let (profile, findings) = parse(&text, "own.toml");
    profile.unwrap_or_else(|| unreachable!("{findings:?}"))
}

/// The last provision of the profile, by subdistrict, then in total.
fn measured(parts: CityParts, provision: &str) -> Vec<Ratio> {
    let assessment: Assessment = assess(&City::new(parts), &profile(provision), Detail::Figures);
    let layer = &assessment.provisions[0].ratios;
    layer.units.iter().chain([&layer.total]).map(|of| *of.last().unwrap()).collect()
}

const PLACES: &str =
    "categories = [\"kindergarten\"]\nmeasure = \"capacity\"\nbase = \"age_3_5\"\nper = 1000\n";

fn says(capacity: Option<f64>) -> Says {
    Says { capacity, chain: None, staff: None }
}

#[test]
fn places_are_set_against_the_children_of_each_subdistrict_and_of_the_city() {
    let outlets = vec![
        outlet(0, 300.0, &says(Some(60.0))),
        outlet(1, 600.0, &says(Some(30.0))),
        outlet(2, 1200.0, &says(Some(24.0))),
        // Outside every subdistrict: in no sum.
        outlet(3, 9000.0, &says(Some(1000.0))),
    ];
    let of = measured(parts(outlets), &format!("{PLACES}min = 950"));
    // 90 x 1000 / 100 = 900; 24 x 1000 / 20 = 1200; 114 x 1000 / 120 = 950.
    let values: Vec<Option<f64>> = of.iter().map(|r| r.value).collect();
    assert_eq!(values, [Some(900.0), Some(1200.0), None, Some(950.0)]);
    let verdicts: Vec<_> = of.iter().map(|r| r.verdict).collect();
    assert_eq!(verdicts, [Some(Verdict::Below), Some(Verdict::Met), None, Some(Verdict::Met)]);
    assert_eq!(of[2].supply, Supply::NotApplicable);
}

#[test]
fn a_place_that_is_not_stated_is_told_and_never_nought() {
    let outlets = vec![
        outlet(0, 300.0, &says(Some(60.0))),
        outlet(1, 600.0, &says(None)),
        outlet(2, 1200.0, &says(None)),
    ];
    let of = measured(parts(outlets), &format!("{PLACES}min = 500"));
    // 600 for 1000 at least, and nothing says how many more.
    assert_eq!((of[0].value, of[0].low, of[0].high), (Some(600.0), Some(600.0), None));
    assert_eq!((of[0].unstated, of[0].verdict), (1, Some(Verdict::Met)));
    // None of the outlets of the second states a number: no ratio, which is not nought.
    assert_eq!((of[1].supply, of[1].value), (Supply::NotStated, None));
    assert_eq!(of[1].verdict, Some(Verdict::Unverified));
    // 60 x 1000 / 120: at least 500.
    assert_eq!((of[3].value, of[3].unstated), (Some(500.0), 2));
}

#[test]
fn the_chain_rate_has_a_range_where_outlets_do_not_say() {
    let chain = |i, chain| {
        outlet(
            i,
            100.0 + 50.0 * f64::from(u8::try_from(i).unwrap()),
            &Says { capacity: None, chain, staff: None },
        )
    };
    let outlets = vec![
        chain(0, Some(true)),
        chain(1, Some(false)),
        chain(2, Some(false)),
        chain(3, Some(false)),
        chain(4, None),
    ];
    let rule = "categories = [\"kindergarten\"]\nmeasure = \"chain_outlets\"\nbase = \"outlets\"\n\
                per = 100\nmin = 30";
    let of = measured(parts(outlets), rule);
    // One of the four that say: 25 %. With the fifth between 1 of 5 and 2 of 5.
    assert_eq!((of[0].value, of[0].low, of[0].high), (Some(25.0), Some(20.0), Some(40.0)));
    assert_eq!(of[0].verdict, Some(Verdict::Unverified));
    assert_eq!((of[0].measure, of[0].base, of[0].outlets), (Some(1.0), Some(4.0), Some(5)));
    // No outlet there: a rate of nought outlets does not exist.
    assert_eq!((of[1].supply, of[1].value), (Supply::NotApplicable, None));
}

#[test]
fn doubtful_outlets_stretch_the_range_and_do_not_count() {
    let mut doubtful = outlet(1, 600.0, &says(Some(40.0)));
    let doubt = Some(Doubt { kind: DoubtKind::LookAlike, pattern: "x".into() });
    doubtful.details.as_mut().unwrap().doubt = doubt;
    let of = measured(parts(vec![outlet(0, 300.0, &says(Some(60.0))), doubtful]), PLACES);
    // 60 and 100 places for 100 children.
    assert_eq!((of[0].value, of[0].low, of[0].high), (Some(600.0), Some(600.0), Some(1000.0)));
    assert_eq!((of[0].outlets, of[0].doubtful, of[0].unstated), (Some(1), 1, 0));
}

#[test]
fn one_for_so_many_residents_has_a_least_and_a_most() {
    let outlets: Vec<Outlet> = [100.0, 200.0, 1100.0, 1200.0]
        .into_iter()
        .enumerate()
        .map(|(i, x)| outlet(i, x, &says(None)))
        .collect();
    let of = measured(parts(outlets), "categories = [\"kindergarten\"]\none_per = [1000, 3000]");
    // One for 1000 of 2000 residents is the most that is allowed; 2 for 500 is more.
    assert_eq!((of[0].value, of[0].verdict), (Some(3.0), Some(Verdict::Met)));
    assert_eq!((of[1].value, of[1].verdict), (Some(12.0), Some(Verdict::Above)));
}

#[test]
fn a_staffing_ratio_leaves_out_who_states_one_side_only() {
    let staff = |i, x, capacity, staff| outlet(i, x, &Says { capacity, chain: None, staff });
    let outlets = vec![
        staff(0, 100.0, Some(90.0), Some(6.0)),
        staff(1, 200.0, Some(30.0), Some(4.0)),
        staff(2, 300.0, Some(500.0), None),
        staff(3, 1100.0, Some(80.0), Some(5.0)),
    ];
    let rule =
        "categories = [\"kindergarten\"]\nmeasure = \"capacity\"\nbase = \"staff\"\nmax = 15";
    let of = measured(parts(outlets), rule);
    // 120 children for 10 of staff are 12; the third outlet stands in neither side and leaves it open.
    assert_eq!((of[0].value, of[0].unstated), (Some(12.0), 1));
    assert_eq!(of[0].verdict, Some(Verdict::Unverified));
    // 80 / 5 = 16 is above 15.
    assert_eq!((of[1].value, of[1].verdict), (Some(16.0), Some(Verdict::Above)));
}

#[test]
fn a_category_without_any_outlet_is_no_data() {
    let of = measured(parts(Vec::new()), &format!("{PLACES}min = 1"));
    assert!(of.iter().all(|r| r.supply == Supply::NoData && r.value.is_none()));
    assert!(of.iter().all(|r| r.verdict.is_none()));
}

#[test]
fn limits_of_one_level_judge_its_units_only() {
    let community =
        |id: &str, x| Community { id: id.into(), name: id.into(), shape: square(x, 250.0, 500.0) };
    let mut parts = parts(vec![outlet(0, 100.0, &says(None))]);
    parts.communities = vec![community("C1", 0.0), community("C2", 500.0)];
    let rule = "categories = [\"kindergarten\"]\nmeasure = \"outlets\"\nbase = \"unit\"\nmin = 1\n\
                level = \"community\"";
    let assessment = assess(&City::new(parts), &profile(rule), Detail::Figures);
    let [subdistricts, communities] = &assessment.provisions[..] else { unreachable!() };
    assert!(subdistricts.ratios.units.iter().all(|of| of.last().unwrap().verdict.is_none()));
    let seen: Vec<_> =
        communities.ratios.units.iter().map(|of| of.last().unwrap().verdict).collect();
    assert_eq!(seen, [Some(Verdict::Met), Some(Verdict::Below)]);
    assert_eq!(communities.ratios.total.last().unwrap().verdict, None);
    let judged = communities.judged.last().unwrap();
    assert_eq!((judged.met, judged.below), (1, 1));
}

#[test]
fn random_cities_agree_with_sums_by_hand() {
    for seed in 1..=200 {
        let mut random = Random(seed);
        let outlets: Vec<(f64, Option<f64>)> = (0..random.below(30))
            .map(|_| {
                let x = random.between(-500.0, 3500.0);
                let states = random.below(4) > 0;
                (x, states.then(|| f64::from(random.below(400_u32))))
            })
            .collect();
        let made = outlets.iter().enumerate().map(|(i, (x, n))| outlet(i, *x, &says(*n))).collect();
        let of = measured(parts(made), PLACES);
        for (unit, children) in [(0, 100.0), (1, 20.0)] {
            let from = SIDE * f64::from(unit);
            let inside = || outlets.iter().filter(|(x, _)| (from..from + SIDE).contains(x));
            let stated: Vec<f64> = inside().filter_map(|(_, n)| *n).collect();
            let expected = (!stated.is_empty() || inside().count() == 0 && !outlets.is_empty())
                .then(|| stated.iter().sum::<f64>() * 1000.0 / children);
            let ratio = of[usize::try_from(unit).unwrap()];
            assert_eq!(ratio.value, expected, "seed {seed}, unit {unit}");
            assert_eq!(ratio.unstated as usize, inside().count() - stated.len(), "seed {seed}");
        }
    }
}
