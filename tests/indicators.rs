//! The indicators of the city check-ups: on paper, by other layers of units, and against brute force.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod random;

use walkshed::assessment::{Assessment, FinerLayer, Lacking, Standing, UnitFigures};
use walkshed::model::{
    CategoryId, City, CityParts, Community, Doubt, DoubtKind, Estate, Local, LonLat, Outlet,
    OutletDetails, PeopleLayer, PeopleSource, Plane, Polygon, Population, Ring, Shape, Status,
    Subdistrict, SubdistrictId, UnitLevel,
};
use walkshed::pipeline::{Detail, assess};
use walkshed::profile::{Profile, builtin, parse};
use walkshed::units::{People, SquareMetres};

use self::random::Random;

fn rectangle([west, south, east, north]: [f64; 4]) -> Shape {
    let corners = [(west, south), (east, south), (east, north), (west, north)];
    let ring = Ring::new(corners.map(|(x, y)| Local::new(x, y)).to_vec()).unwrap();
    Shape::new(vec![Polygon::new(ring, Vec::new())])
}

fn about((x, y): (f64, f64), w: f64, h: f64) -> Shape {
    rectangle([x - w / 2.0, y - h / 2.0, x + w / 2.0, y + h / 2.0])
}

fn subdistrict(id: &str, shape: Shape) -> Subdistrict {
    let (parent, population) = (None, Population::Unknown);
    Subdistrict { id: id.into(), name: id.into(), parent, population, shape }
}

fn estate(i: usize, shape: Shape) -> Estate {
    let (community, land_code, people) = (None, None, Population::Unknown);
    Estate {
        id: format!("E{i}"),
        name: String::new(),
        community,
        land_code,
        people,
        managed: None,
        shape,
    }
}

fn outlet(i: usize, category: u32, at: Local) -> Outlet {
    Outlet {
        id: format!("P{i}").into(),
        name: "".into(),
        category: CategoryId(category),
        at,
        status: Status::Open,
        source: None,
        capacity: None,
        floor_area: None,
        details: None,
    }
}

fn empty() -> CityParts {
    CityParts::empty("Paper", Plane::about(LonLat { lon: 112.0, lat: 36.0 }))
}

/// A city whose residential land is squares of `side` about outlets 5 km apart, one rectangle about a
/// last outlet, and one rectangle 20 km from all of them.
fn paper_city(category: &str, (side, count): (f64, u32), last: [f64; 2], far: [f64; 2]) -> City {
    let place = |i: u32| (5000.0 * f64::from(i), 0.0);
    let squares = (0..count).map(|i| about(place(i), side, side));
    let land = squares
        .chain([about(place(count), last[0], last[1]), about((0.0, 20_000.0), far[0], far[1])]);
    let outlets = (0..=count).map(|i| {
        let (x, y) = place(i);
        outlet(i as usize, 0, Local::new(x, y))
    });
    City::new(CityParts {
        subdistricts: vec![subdistrict("D1", rectangle([-9e3, -9e3, 9e4, 4e4]))],
        categories: vec![category.into()],
        outlets: outlets.collect(),
        estates: Some((0..).zip(land).map(|(i, shape)| estate(i, shape)).collect()),
        ..empty()
    })
}

/// Square kilometres with two decimals.
fn square_km(area: SquareMetres) -> String {
    format!("{:.2}", area.0 / 1e6)
}

/// Share, numerator and denominator as a report prints them.
fn printed(city: &City, service: &str) -> [String; 3] {
    let profile = builtin("checkup-mohurd-2025").unwrap();
    let at = profile.services.iter().position(|s| s.key == service).unwrap();
    let land = assess(city, &profile, Detail::Figures).total.services[at].land.unwrap();
    [square_km(land.served), square_km(land.land), land.share.unwrap().percent_text()]
}

#[test]
fn the_worked_example_of_the_check_up_is_reproduced() {
    // Secondary schools, 1000 m: eight squares of 1.4 km (half a diagonal is 990 m) and 400 m x 296 m
    // are 15.7984 km2, all served; 3200 m x 3863 m are 12.3616 km2, none served; 28.16 km2 in all.
    // 15.7984 / 28.16 = 56.1023 %: the published 56.10, which 15.80 / 28.16 = 56.11 would miss.
    let schools = paper_city("middle_school", (1400.0, 8), [400.0, 296.0], [3200.0, 3863.0]);
    assert_eq!(printed(&schools, "middle_school"), ["15.80", "28.16", "56.10"]);
    // Markets, 800 m: thirteen squares of 1.1 km (778 m) and 900 m x 620 m are 16.288 km2;
    // 3200 m x 3710 m are 11.872 km2; 28.16 in all. 16.288 / 28.16 = 57.8409 %.
    let markets = paper_city("vegetable_retail", (1100.0, 13), [900.0, 620.0], [3200.0, 3710.0]);
    assert_eq!(printed(&markets, "vegetable_retail"), ["16.29", "28.16", "57.84"]);
}

const CATEGORIES: [&str; 4] = ["breakfast", "kindergarten", "laundry", "pharmacy"];

/// The communities of [`random_parts`]: each subdistrict of 1500 m in six pieces of 500 m x 750 m.
fn community_box(i: u32) -> [f64; 4] {
    let (row, column) = (f64::from(i / 9), f64::from(i % 9));
    [column * 500.0, row * 750.0, column * 500.0 + 500.0, row * 750.0 + 750.0]
}

/// Nine subdistricts tiled by 54 communities; grids that neither fill the city nor end at its border.
fn random_parts(seed: u64) -> CityParts {
    let mut random = Random(seed);
    let unit = |i: u32| {
        let (x, y) = (1500.0 * f64::from(i % 3), 1500.0 * f64::from(i / 3));
        subdistrict(&format!("D{i}"), rectangle([x, y, x + 1500.0, y + 1500.0]))
    };
    let community = |id: String, shape| Community { name: id.clone(), id, shape };
    let estates = (0..70)
        .map(|i| {
            let (x, y) = (random.between(-100.0, 4300.0), random.between(-100.0, 4300.0));
            let (w, h) = (random.between(80.0, 400.0), random.between(80.0, 400.0));
            estate(i, rectangle([x, y, x + w, y + h]))
        })
        .collect();
    let outlets = (0..60).map(|i| random_outlet(i, &mut random)).collect();
    let at: Vec<Local> = (0..500)
        .map(|_| Local::new(random.between(-100.0, 4600.0), random.between(-100.0, 4600.0)))
        .collect();
    let all: Vec<u32> = (0..500).map(|_| u32::try_from(random.below(90)).unwrap()).collect();
    let groups = [None, None, Some(all.iter().map(|n| n / 4).collect()), None];
    CityParts {
        subdistricts: (0..9).map(unit).collect(),
        categories: CATEGORIES.map(str::to_owned).to_vec(),
        outlets,
        estates: Some(estates),
        people: Some(PeopleLayer { source: PeopleSource::Layer, at, all, groups }),
        communities: (0..54)
            .map(|i| community(format!("C{i}"), rectangle(community_box(i))))
            .collect(),
        grids: (0..5)
            .map(|i| {
                let x = -300.0 + 700.0 * f64::from(i);
                community(format!("N{i}"), rectangle([x, 200.0, x + 700.0, 5000.0]))
            })
            .collect(),
        ..empty()
    }
}

fn random_outlet(i: usize, random: &mut Random) -> Outlet {
    let at = Local::new(random.between(-400.0, 4900.0), random.between(-400.0, 4900.0));
    // No pharmacy: "no data".
    let category = u32::try_from(random.below(3)).unwrap();
    let flag = |n: u64| [None, Some(false), Some(true)][usize::try_from(n % 3).unwrap()];
    let hours =
        [None, Some("Mo-Su 06:30-10:00"), Some("Mo-Su 10:00-20:00"), Some("by appointment")];
    let hours = hours[usize::try_from(random.below(4)).unwrap()].map(Into::into);
    let inclusive = flag(random.next());
    Outlet {
        status: if i % 9 == 8 { Status::Planned } else { Status::Open },
        floor_area: flag(random.next()).map(|big| SquareMetres(if big { 90.0 } else { 30.0 })),
        details: Some(Box::new(OutletDetails { inclusive, hours, ..OutletDetails::default() })),
        ..outlet(i, category, at)
    }
}

const RULES: &str = r#"
key = "trial"
name_en = "Trial"
document = "a paper"
land_codes = ["0701"]
[available]
inside = true
share = 0.5
[[service]]
key = "laundry"
lead_en = "A"
[[service.provider]]
category = "laundry"
radius_m = 400
[[service]]
key = "preschool"
name_en = "Preschool"
lead_en = "A"
[[service.provider]]
category = "kindergarten"
radius_m = 350
[[item]]
key = "laundry"
lead_en = "A"
[[item.provider]]
category = "laundry"
radius_m = 400
floor_min_m2 = 50
[[item]]
key = "kindergarten"
lead_en = "A"
inclusive = true
[[item.provider]]
category = "kindergarten"
radius_m = 350
floor_min_m2 = 50
[[item]]
key = "breakfast"
lead_en = "A"
open_at = "Mo 07:30"
[[item.provider]]
category = "breakfast"
[[item]]
key = "pharmacy"
lead_en = "A"
[[item.provider]]
category = "pharmacy"
radius_m = 400
"#;

fn rules() -> Profile {
    let (profile, findings) = parse(RULES, "trial.toml");
    profile.unwrap_or_else(|| unreachable!("{findings:?}"))
}

fn layer(assessment: &Assessment, level: UnitLevel) -> &FinerLayer {
    assessment.finer.iter().find(|layer| layer.level == level).unwrap()
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0)
}

#[test]
fn communities_that_fill_a_subdistrict_add_up_to_it() {
    for seed in 0..5 {
        let assessment = assess(&City::new(random_parts(seed)), &rules(), Detail::Figures);
        let communities = layer(&assessment, UnitLevel::Communities);
        assert!(communities.land_elsewhere.0.abs() < 1e-6);
        assert_eq!(communities.people_elsewhere, Some(People(0)));
        for (d, whole) in (0u32..).zip(&assessment.units) {
            let parts: Vec<_> = communities
                .units
                .iter()
                .filter(|unit| unit.parent == Some(SubdistrictId(d)))
                .map(|unit| &unit.figures)
                .collect();
            assert_eq!(parts.len(), 6);
            let people: u64 = parts.iter().map(|f| f.people.unwrap().0).sum();
            assert_eq!(people, whole.people.unwrap().0);
            for (s, service) in whole.services.iter().enumerate() {
                let land = service.land.unwrap();
                let sum = |pick: fn(&walkshed::assessment::LandRate) -> f64| -> f64 {
                    parts.iter().map(|f| pick(&f.services[s].land.unwrap())).sum()
                };
                assert!(close(sum(|l| l.land.0), land.land.0), "{seed} {d} {s}");
                assert!(close(sum(|l| l.served.0), land.served.0), "{seed} {d} {s}");
                assert!(close(sum(|l| l.unserved.0), land.unserved.0), "{seed} {d} {s}");
                let outlets: u32 = parts.iter().map(|f| f.services[s].outlets).sum();
                assert_eq!(outlets, service.outlets);
                let served: u64 =
                    parts.iter().map(|f| f.services[s].people.unwrap().all.served.0).sum();
                assert_eq!(served, service.people.unwrap().all.served.0);
            }
        }
    }
}

#[test]
fn a_layer_and_what_lies_in_none_of_its_units_add_up_to_the_city() {
    for seed in 0..5 {
        let assessment = assess(&City::new(random_parts(seed)), &rules(), Detail::Figures);
        let grids = layer(&assessment, UnitLevel::Grids);
        assert!(grids.land_elsewhere.0 > 0.0);
        let land = grids.total.land.0 + grids.land_elsewhere.0;
        assert!(close(land, assessment.total.land.0), "{seed}");
        let people = grids.total.people.unwrap().0 + grids.people_elsewhere.unwrap().0;
        assert_eq!(people, assessment.total.people.unwrap().0);
    }
}

#[test]
fn of_a_unit_counts_what_lies_inside_the_city_its_outlets_too() {
    for seed in 0..5 {
        let mut parts = random_parts(seed);
        // One cell over all, far beyond every border, and outlets of each category there.
        parts.grids.truncate(1);
        parts.grids[0].shape = rectangle([-9e4, -9e4, 9e4, 9e4]);
        let count = parts.outlets.len();
        let categories = (0u32..).take(parts.categories.len());
        parts.outlets.extend(
            (0..).zip(categories).map(|(i, of)| outlet(count + i, of, Local::new(8e4, 8e4))),
        );
        let assessment = assess(&City::new(parts), &rules(), Detail::Figures);
        let (grids, city) = (&layer(&assessment, UnitLevel::Grids).total, &assessment.total);
        assert_eq!(grids.people, city.people);
        assert!(close(grids.land.0, city.land.0));
        let outlets = |figures: &UnitFigures| -> Vec<u32> {
            figures.services.iter().map(|service| service.outlets).collect()
        };
        assert_eq!(outlets(grids), outlets(city), "seed {seed}");
    }
}

/// The same city with the communities as its subdistricts, and some of the outlets.
fn by_community(parts: CityParts, keep: impl Fn(&Outlet) -> bool) -> City {
    let subdistricts =
        parts.communities.iter().map(|c| subdistrict(&c.id, c.shape.clone())).collect();
    let outlets = parts.outlets.into_iter().filter(|o| keep(o)).collect();
    City::new(CityParts { subdistricts, outlets, communities: Vec::new(), ..parts })
}

#[test]
fn a_layer_has_the_figures_of_a_city_that_reports_by_it() {
    for seed in 0..5 {
        let assessment = assess(&City::new(random_parts(seed)), &rules(), Detail::Figures);
        let other = assess(&by_community(random_parts(seed), |_| true), &rules(), Detail::Figures);
        let communities = layer(&assessment, UnitLevel::Communities);
        for (ours, theirs) in communities.units.iter().zip(&other.units) {
            let (a, b) = (&ours.figures, theirs);
            assert_eq!(a.people, b.people);
            for (a, b) in a.services.iter().zip(&b.services) {
                assert_eq!((a.people, a.outlets), (b.people, b.outlets));
                assert!(close(a.land.unwrap().served.0, b.land.unwrap().served.0));
            }
            let (a, b) = (a.circle.as_ref().unwrap(), b.circle.as_ref().unwrap());
            assert!(close(a.land.served.0, b.land.served.0));
            assert_eq!(a.people_by_count, b.people_by_count);
        }
    }
}

type Passes = fn(&Outlet) -> Option<bool>;

fn is_large(outlet: &Outlet) -> Option<bool> {
    outlet.floor_area.map(|area| area.0 >= 50.0)
}

fn is_inclusive(outlet: &Outlet) -> Option<bool> {
    outlet.inclusive()
}

fn is_open_early(outlet: &Outlet) -> Option<bool> {
    match outlet.hours() {
        Some("Mo-Su 06:30-10:00") => Some(true),
        Some("Mo-Su 10:00-20:00") => Some(false),
        _ => None,
    }
}

/// Units that have the function by the rule, from the outlets of a category that are kept: one
/// inside, or half of the land within reach in a city that has no other outlets.
fn brute(
    seed: u64,
    category: u32,
    radius: Option<f64>,
    keep: &dyn Fn(&Outlet) -> bool,
) -> Vec<bool> {
    let keep = |o: &Outlet| o.category.0 == category && o.status == Status::Open && keep(o);
    let inside = |i: u32| {
        let [west, south, east, north] = community_box(i);
        let mut outlets = random_parts(seed).outlets.into_iter().filter(|o| keep(o)).map(|o| o.at);
        outlets.any(|p| west <= p.x && p.x < east && south <= p.y && p.y < north)
    };
    let share = radius.map(|_| {
        let service = usize::from(category != 2);
        let city = by_community(random_parts(seed), keep);
        let units = assess(&city, &rules(), Detail::Figures).units;
        let of = |u: &walkshed::assessment::UnitFigures| {
            let land = u.services[service].land;
            land.and_then(|l| l.share).map_or(0.0, |s| s.0)
        };
        units.iter().map(of).collect::<Vec<f64>>()
    });
    (0..54u32).map(|i| inside(i) || share.as_ref().is_some_and(|s| s[i as usize] >= 0.5)).collect()
}

/// A category, its radius, and its demands in the order in which a shortfall is named.
type BruteItem = (u32, Option<f64>, &'static [(Passes, Lacking)]);

#[test]
fn the_function_matrix_is_that_of_brute_force() {
    let items: [BruteItem; 3] = [
        (2, Some(400.0), &[(is_large, Lacking::TooSmall)]),
        (1, Some(350.0), &[(is_large, Lacking::TooSmall), (is_inclusive, Lacking::NotInclusive)]),
        (0, None, &[(is_open_early, Lacking::Closed)]),
    ];
    let mut met = std::collections::BTreeSet::new();
    for seed in 0..4 {
        let assessment = assess(&City::new(random_parts(seed)), &rules(), Detail::Figures);
        let communities = layer(&assessment, UnitLevel::Communities);
        let matrix = &communities.matrix;
        for (i, (category, radius, demands)) in items.into_iter().enumerate() {
            let all = brute(seed, category, radius, &|_| true);
            let after: Vec<Vec<bool>> = (1..=demands.len())
                .map(|n| {
                    let fits = |o: &Outlet| demands[..n].iter().all(|d| (d.0)(o) != Some(false));
                    brute(seed, category, radius, &fits)
                })
                .collect();
            let sure = |o: &Outlet| demands.iter().all(|d| (d.0)(o) == Some(true));
            let sure = brute(seed, category, radius, &sure);
            for unit in 0..54 {
                let cell = matrix.cells[unit][i];
                let failed = after.iter().position(|has| !has[unit]);
                let expected = if communities.units[unit].figures.land.0 <= 0.0 {
                    Standing::NotApplicable
                } else if !all[unit] {
                    let near = cell.inside > 0 || cell.served.is_some_and(|s| s.0 > 0.0);
                    Standing::Lacks(if near { Lacking::TooFar } else { Lacking::None })
                } else if let Some(failed) = failed {
                    Standing::Lacks(demands[failed].1)
                } else if sure[unit] {
                    Standing::Available
                } else {
                    Standing::Unverified
                };
                assert_eq!(cell.standing, expected, "seed {seed}, item {i}, unit {unit}");
                met.insert(format!("{expected:?}"));
            }
        }
        assert!((0..54).all(|unit| matrix.cells[unit][3].standing == Standing::NoData));
        assert_eq!(matrix.counted_items, [0, 1, 2]);
    }
    // Each way to stand was met at least once, or the test would prove nothing of it.
    let ways = ["Available", "Unverified", "NotApplicable"].map(str::to_owned);
    let reasons = Lacking::ALL.map(|reason| format!("Lacks({reason:?})"));
    for way in ways.into_iter().chain(reasons) {
        assert!(met.contains(&way), "{way} was not met: {met:?}");
    }
}

#[test]
fn rates_of_the_matrix_are_counts_of_its_cells() {
    let assessment = assess(&City::new(random_parts(7)), &rules(), Detail::Figures);
    let matrix = &layer(&assessment, UnitLevel::Communities).matrix;
    let has = |s: Standing| matches!(s, Standing::Available | Standing::Unverified);
    for (i, rate) in matrix.rates.iter().enumerate() {
        let column: Vec<_> = matrix.cells.iter().map(|row| row[i]).collect();
        let count = |is: &dyn Fn(Standing) -> bool| {
            u32::try_from(column.iter().filter(|c| is(c.standing)).count()).unwrap()
        };
        let counted = count(&|s| !matches!(s, Standing::NoData | Standing::NotApplicable));
        assert_eq!(rate.counted, counted);
        assert_eq!(rate.available, count(&has));
        assert_eq!(rate.unverified, count(&|s| s == Standing::Unverified));
        assert_eq!(rate.available + rate.lacking.iter().sum::<u32>(), counted);
        for (n, reason) in Lacking::ALL.into_iter().enumerate() {
            assert_eq!(rate.lacking[n], count(&|s| s == Standing::Lacks(reason)));
        }
        assert_eq!(rate.available_share.is_none(), counted == 0);
    }
    let complete = matrix.cells.iter().filter(|row| row[..3].iter().all(|c| has(c.standing)));
    assert_eq!(matrix.complete_units, u32::try_from(complete.count()).unwrap());
}

/// Metres of the border of one shape that lie within 0.1 m of the border of another, by steps of 0.1 m.
fn stepped_border(a: &Shape, b: &Shape) -> f64 {
    let near = |at: Local| {
        b.rings().flat_map(|ring| ring.edges().collect::<Vec<_>>()).any(|(p, q)| {
            let (dx, dy) = (q.x - p.x, q.y - p.y);
            let along = ((at.x - p.x) * dx + (at.y - p.y) * dy) / (dx * dx + dy * dy);
            let along = along.clamp(0.0, 1.0);
            (at.x - p.x - along * dx).hypot(at.y - p.y - along * dy) <= 0.1
        })
    };
    let window = b.bounds().grown(0.2);
    let mut metres = 0.0;
    for (p, q) in a.rings().flat_map(|ring| ring.edges().collect::<Vec<_>>()) {
        let (dx, dy) = (q.x - p.x, q.y - p.y);
        let length = dx.hypot(dy);
        let mut at = 0.05;
        while at < length {
            let point = Local::new(p.x + dx * at / length, p.y + dy * at / length);
            metres += if window.holds(point) && near(point) { 0.1 } else { 0.0 };
            at += 0.1;
        }
    }
    metres
}

#[test]
fn gaps_that_share_a_border_name_each_other_and_no_others_do() {
    let (mut found, mut unclear) = (0, 0);
    for seed in 0..4 {
        let city = City::new(random_parts(seed));
        let gaps = assess(&city, &builtin("circle15").unwrap(), Detail::Figures).gaps.listed;
        for a in &gaps {
            for b in gaps.iter().filter(|b| b.lack == a.lack && b.unit != a.unit) {
                let is_told = a.continued.contains(&b.id);
                assert_eq!(is_told, b.continued.contains(&a.id), "{} and {}", a.id, b.id);
                if !a.shape.bounds().grown(0.2).touches(&b.shape.bounds()) {
                    assert!(!is_told);
                    continue;
                }
                let metres = stepped_border(&a.shape, &b.shape);
                if (0.5..2.0).contains(&metres) {
                    unclear += 1;
                } else {
                    assert_eq!(is_told, metres >= 1.0, "{} and {}: {metres} m", a.id, b.id);
                    found += usize::from(is_told);
                }
            }
        }
    }
    assert!(found > 50 && unclear * 10 < found, "{found} borders, {unclear} unclear");
}

#[test]
fn doubtful_outlets_are_told_beside_the_matrix_and_not_in_it() {
    let mut turned = 0;
    for seed in 0..4 {
        let mut parts = random_parts(seed);
        for (i, outlet) in parts.outlets.iter_mut().enumerate().filter(|(i, _)| i % 3 == 0) {
            let doubt = Doubt { kind: DoubtKind::LookAlike, pattern: i.to_string().into() };
            outlet.details.get_or_insert_default().doubt = Some(doubt);
        }
        let doubtful = assess(&City::new(parts), &rules(), Detail::Figures);
        let all = assess(&City::new(random_parts(seed)), &rules(), Detail::Figures);
        let mut parts = random_parts(seed);
        let mut at = 0..;
        parts.outlets.retain(|_| at.next().is_some_and(|i: usize| !i.is_multiple_of(3)));
        let without = assess(&City::new(parts), &rules(), Detail::Figures);
        let cells = |assessment| &layer(assessment, UnitLevel::Communities).matrix.cells;
        let has = |s: Standing| matches!(s, Standing::Available | Standing::Unverified);
        for unit in 0..54 {
            for item in 0..3 {
                let cell = cells(&doubtful)[unit][item];
                assert_eq!(cell.standing, cells(&without)[unit][item].standing, "{seed} {unit}");
                let with = cells(&all)[unit][item].standing;
                let expected = (with != Standing::NotApplicable).then(|| has(with));
                assert_eq!(cell.with_doubtful, expected, "seed {seed}, item {item}, unit {unit}");
                turned += u32::from(expected == Some(true) && !has(cell.standing));
            }
        }
    }
    assert!(turned > 0);
}
