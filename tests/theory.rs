//! Cities laid out so that the answer is known on paper.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::f64::consts::PI;

use walkshed::assessment::{Assessment, Lack};
use walkshed::model::{
    CategoryId, City, CityParts, Doubt, DoubtKind, Estate, Local, LonLat, Outlet, OutletDetails,
    PeopleLayer, PeopleSource, Plane, Polygon, Population, Ring, Shape, Status, Subdistrict,
};
use walkshed::pipeline::{Detail, assess};
use walkshed::profile::{Profile, builtin};
use walkshed::units::{Metres, People};

fn rectangle(west: f64, south: f64, east: f64, north: f64) -> Shape {
    let corners = [(west, south), (east, south), (east, north), (west, north)];
    let ring = Ring::new(corners.map(|(x, y)| Local::new(x, y)).to_vec()).unwrap();
    Shape::new(vec![Polygon::new(ring, Vec::new())])
}

/// A profile of one service, `laundry`, with this radius.
fn one_service(radius: f64) -> Profile {
    let mut profile = builtin("circle15").unwrap();
    profile.services.retain(|s| s.key == "laundry");
    profile.services[0].providers.truncate(1);
    profile.services[0].providers[0].radius = Metres(radius);
    profile
}

fn city(
    units: &[Shape],
    estates: Option<&[Shape]>,
    outlets: &[(f64, f64)],
    people: &[(f64, f64, u32)],
) -> City {
    City::new(parts(units, estates, outlets, people))
}

fn parts(
    units: &[Shape],
    estates: Option<&[Shape]>,
    outlets: &[(f64, f64)],
    people: &[(f64, f64, u32)],
) -> CityParts {
    let subdistricts = (1..)
        .zip(units)
        .map(|(i, shape)| Subdistrict {
            id: format!("D{i}"),
            name: format!("Unit {i}"),
            parent: None,
            population: Population::Unknown,
            shape: shape.clone(),
        })
        .collect();
    let estates = estates.map(|estates| {
        (1..)
            .zip(estates)
            .map(|(i, shape)| Estate {
                id: format!("E{i}"),
                name: format!("Estate {i}"),
                community: None,
                land_code: None,
                people: Population::Unknown,
                managed: None,
                shape: shape.clone(),
            })
            .collect()
    });
    let outlets = (1..)
        .zip(outlets)
        .map(|(i, &(x, y))| Outlet {
            id: format!("P{i}").into(),
            name: "".into(),
            category: CategoryId(0),
            at: Local::new(x, y),
            status: Status::Open,
            source: None,
            capacity: None,
            floor_area: None,
            details: None,
        })
        .collect();
    let people = (!people.is_empty()).then(|| PeopleLayer {
        source: PeopleSource::Layer,
        at: people.iter().map(|p| Local::new(p.0, p.1)).collect(),
        all: people.iter().map(|p| p.2).collect(),
        groups: [const { None }; 4],
    });
    CityParts {
        subdistricts,
        categories: vec!["laundry".into()],
        outlets,
        estates,
        people,
        ..CityParts::empty("Theory", Plane::about(LonLat { lon: 112.0, lat: 36.0 }))
    }
}

fn served(assessment: &Assessment, unit: usize) -> f64 {
    assessment.units[unit].services[0].land.unwrap().served.0
}

fn assert_close(found: f64, expected: f64) {
    // Land is snapped to a grid of 0.12 mm before it is measured: far below one part in a million.
    assert!((found - expected).abs() <= 1e-6 * expected.abs().max(1.0), "{found}, not {expected}");
}

#[test]
fn one_outlet_serves_the_area_of_its_circle() {
    // 400 ha of land, radius 500 m: pi 500^2 = 785 398 m2 = 78.54 ha.
    let land = [rectangle(-1000.0, -1000.0, 1000.0, 1000.0)];
    let assessment =
        assess(&city(&land, Some(&land), &[(0.0, 0.0)], &[]), &one_service(500.0), Detail::Figures);
    assert_close(served(&assessment, 0), PI * 250_000.0);
    let gap = &assessment.gaps.listed[0];
    assert_close(gap.area.0, 4_000_000.0 - PI * 250_000.0);
    assert_eq!(gap.shape.polygons()[0].holes().len(), 1);
}

#[test]
fn two_circles_count_their_lens_once() {
    // Radius 500, centres 500 apart: lens = r^2 (2 pi / 3 - sqrt 3 / 2).
    let r = 500.0f64;
    let lens = r * r * (2.0 * PI / 3.0 - 3.0f64.sqrt() / 2.0);
    let land = [rectangle(-2000.0, -2000.0, 2000.0, 2000.0)];
    let outlets = [(-250.0, 0.0), (250.0, 0.0)];
    let assessment =
        assess(&city(&land, Some(&land), &outlets, &[]), &one_service(r), Detail::Figures);
    assert_close(served(&assessment, 0), 2.0 * PI * r * r - lens);
}

#[test]
fn three_circles_through_each_others_centres_follow_inclusion_and_exclusion() {
    // Pairs share the lens above; all three share a Reuleaux triangle: r^2 (pi - sqrt 3) / 2.
    let r = 500.0f64;
    let lens = r * r * (2.0 * PI / 3.0 - 3.0f64.sqrt() / 2.0);
    let all = r * r * (PI - 3.0f64.sqrt()) / 2.0;
    let land = [rectangle(-3000.0, -3000.0, 3000.0, 3000.0)];
    let outlets = [(0.0, 0.0), (500.0, 0.0), (250.0, 250.0 * 3.0f64.sqrt())];
    let assessment =
        assess(&city(&land, Some(&land), &outlets, &[]), &one_service(r), Detail::Figures);
    assert_close(served(&assessment, 0), 3.0 * PI * r * r - 3.0 * lens + all);
}

#[test]
fn a_circle_on_a_corner_of_land_serves_a_quarter_of_itself() {
    let land = [rectangle(0.0, 0.0, 1000.0, 1000.0)];
    let assessment =
        assess(&city(&land, Some(&land), &[(0.0, 0.0)], &[]), &one_service(500.0), Detail::Figures);
    assert_close(served(&assessment, 0), PI * 250_000.0 / 4.0);
}

#[test]
fn a_circle_that_touches_all_four_sides_of_land_leaves_four_corners() {
    // Square of 1000 m, radius 500 m: 1 000 000 - 785 398 = 214 602 m2 in four equal corners.
    let land = [rectangle(-500.0, -500.0, 500.0, 500.0)];
    let assessment =
        assess(&city(&land, Some(&land), &[(0.0, 0.0)], &[]), &one_service(500.0), Detail::Figures);
    let rest = 1_000_000.0 - PI * 250_000.0;
    assert_close(served(&assessment, 0), PI * 250_000.0);
    let gaps: Vec<f64> = assessment
        .gaps
        .listed
        .iter()
        .filter(|g| g.lack == Lack::Service(0))
        .map(|g| g.area.0)
        .collect();
    assert_eq!(gaps.len(), 4);
    for gap in gaps {
        assert_close(gap, rest / 4.0);
    }
}

#[test]
fn the_same_outlet_twice_serves_no_more_land() {
    let land = [rectangle(-1000.0, -1000.0, 1000.0, 1000.0)];
    let twice = [(0.0, 0.0), (0.0, 0.0)];
    let assessment =
        assess(&city(&land, Some(&land), &twice, &[]), &one_service(500.0), Detail::Figures);
    assert_close(served(&assessment, 0), PI * 250_000.0);
    assert_eq!(assessment.services[0].outlets, 2);
}

#[test]
fn an_outlet_beyond_the_border_counts_and_the_neighbours_land_does_not() {
    // The outlet stands in unit 2, on the border: each unit gets half of the circle.
    let units = [rectangle(-1000.0, -1000.0, 0.0, 1000.0), rectangle(0.0, -1000.0, 1000.0, 1000.0)];
    let assessment = assess(
        &city(&units, Some(&units), &[(0.0, 0.0)], &[]),
        &one_service(500.0),
        Detail::Figures,
    );
    assert_close(served(&assessment, 0), PI * 125_000.0);
    assert_close(served(&assessment, 1), PI * 125_000.0);
}

#[test]
fn an_estate_across_a_border_is_split_and_overlapping_estates_count_once() {
    let units = [rectangle(-1000.0, -1000.0, 0.0, 1000.0), rectangle(0.0, -1000.0, 1000.0, 1000.0)];
    let estates = [rectangle(-300.0, 0.0, 100.0, 100.0), rectangle(-300.0, 0.0, -200.0, 100.0)];
    let assessment = assess(
        &city(&units, Some(&estates), &[(0.0, 50.0)], &[]),
        &one_service(5000.0),
        Detail::Figures,
    );
    assert_close(assessment.units[0].land.0, 30_000.0);
    assert_close(assessment.units[1].land.0, 10_000.0);
    assert_close(assessment.reconciliation.land_overlapping.0, 10_000.0);
}

#[test]
fn people_at_exactly_the_radius_are_served_and_a_hair_beyond_are_not() {
    let land = [rectangle(-2000.0, -2000.0, 2000.0, 2000.0)];
    let people = [(500.0, 0.0, 7), (500.001, 0.0, 11), (0.0, 0.0, 2)];
    let assessment = assess(
        &city(&land, Some(&land), &[(0.0, 0.0)], &people),
        &one_service(500.0),
        Detail::Figures,
    );
    let rate = assessment.units[0].services[0].people.unwrap().all;
    assert_eq!((rate.people, rate.served, rate.unserved), (People(20), People(9), People(11)));
    // The eleven live in the gap, a millimetre from its border.
    assert_eq!(assessment.gaps.listed[0].people, Some(People(11)));
    // Half of 20 people: distances 0 (2), 500 (7), 500.001 (11), so the tenth lives at 500.001 m.
    let distances = assessment.units[0].services[0].distances.clone().unwrap();
    assert!((distances.people_median.unwrap().0 - 500.001).abs() < 1e-9);
}

#[test]
fn a_service_without_any_outlet_is_no_data_and_not_nought_per_cent() {
    let land = [rectangle(-1000.0, -1000.0, 1000.0, 1000.0)];
    let assessment =
        assess(&city(&land, Some(&land), &[], &[]), &one_service(500.0), Detail::Figures);
    assert!(!assessment.services[0].is_known());
    assert!(assessment.units[0].services[0].land.is_none());
    assert!(assessment.units[0].circle.is_none());
    assert!(assessment.gaps.listed.is_empty());
}

#[test]
fn a_unit_without_land_has_no_rate() {
    let units = [rectangle(-1000.0, -1000.0, 0.0, 1000.0), rectangle(0.0, -1000.0, 1000.0, 1000.0)];
    let estates = [rectangle(-300.0, 0.0, -100.0, 100.0)];
    let assessment = assess(
        &city(&units, Some(&estates), &[(0.0, 0.0)], &[]),
        &one_service(500.0),
        Detail::Figures,
    );
    let rate = assessment.units[1].services[0].land.unwrap();
    assert_eq!(rate.share, None);
}

#[test]
fn land_within_each_band_is_the_area_of_its_circle() {
    // Bands 300, 500, 800, 1000 m about one outlet on 2.4 km by 2.4 km: pi r^2 / 5 760 000.
    let land = [rectangle(-1200.0, -1200.0, 1200.0, 1200.0)];
    let assessment =
        assess(&city(&land, Some(&land), &[(0.0, 0.0)], &[]), &one_service(500.0), Detail::Figures);
    let found = assessment.total.services[0].distances.clone().unwrap().land_within;
    for (share, r) in found.iter().zip([300.0, 500.0, 800.0, 1000.0]) {
        assert_close(share.unwrap().0, PI * r * r / 5_760_000.0);
    }
}

/// The same city with these outlets doubtful.
fn with_doubtful(mut city: CityParts, doubtful: &[usize]) -> City {
    let doubt = Some(Doubt { kind: DoubtKind::LookAlike, pattern: "停车".into() });
    for &n in doubtful {
        let doubt = doubt.clone();
        city.outlets[n].details = Some(Box::new(OutletDetails { doubt, ..Default::default() }));
    }
    City::new(city)
}

#[test]
fn a_doubtful_outlet_is_in_the_upper_end_of_the_range_alone() {
    // Two circles of 500 m that touch, each with pi 500^2 of 400 ha; 5 residents in one, 10 in the other,
    // 85 in none. The second outlet is doubtful.
    let land = [rectangle(-1000.0, -1000.0, 1000.0, 1000.0)];
    let people = [(-500.0, 100.0, 5), (500.0, 100.0, 10), (0.0, 900.0, 85)];
    let parts = parts(&land, Some(&land), &[(-500.0, 0.0), (500.0, 0.0)], &people);
    let assessment = assess(&with_doubtful(parts, &[1]), &one_service(500.0), Detail::Figures);
    let circle = PI * 250_000.0;
    for unit in [&assessment.units[0], &assessment.total] {
        let service = &unit.services[0];
        assert_eq!(service.outlets, 1);
        assert_close(service.land.unwrap().served.0, circle);
        assert_eq!(service.people.unwrap().all.served, People(5));
        let upper = service.with_doubtful.unwrap();
        assert_eq!(upper.doubtful, 1);
        assert_close(upper.rates.land.served.0, 2.0 * circle);
        assert_close(upper.rates.land.unserved.0, 4_000_000.0 - 2.0 * circle);
        assert_eq!(upper.rates.people.unwrap().all.served, People(15));
        // The circle has this one service.
        let upper = unit.circle.as_ref().unwrap().with_doubtful.unwrap();
        assert_close(upper.land.served.0, 2.0 * circle);
        assert_eq!(upper.people.unwrap().all.served, People(15));
    }
    assert_close(assessment.gaps.listed[0].area.0, 4_000_000.0 - circle);
    let counts = &assessment.services[0];
    assert_eq!((counts.outlets, counts.doubtful, counts.not_open), (1, 1, 0));
    let sums = &assessment.reconciliation;
    assert_eq!((sums.outlets_inside, sums.doubtful_inside, sums.doubtful_outside), (1, 1, 0));
}

#[test]
fn a_service_of_doubtful_outlets_alone_has_no_data_and_an_upper_end() {
    let land = [rectangle(-1000.0, -1000.0, 1000.0, 1000.0)];
    let parts = parts(&land, Some(&land), &[(0.0, 0.0)], &[]);
    let assessment = assess(&with_doubtful(parts, &[0]), &one_service(500.0), Detail::Figures);
    assert!(!assessment.services[0].is_known());
    let service = &assessment.total.services[0];
    assert_eq!(service.land, None);
    assert_close(service.with_doubtful.unwrap().rates.land.served.0, PI * 250_000.0);
    assert!(assessment.total.circle.is_none() && assessment.gaps.listed.is_empty());
}

#[test]
fn a_doubtful_outlet_beyond_the_border_raises_the_upper_end() {
    // A circle of 500 m whose middle lies on the border: half of it is inside.
    let units = [rectangle(-1000.0, -1000.0, 0.0, 1000.0)];
    let parts = parts(&units, Some(&units), &[(-2000.0, 0.0), (0.0, 0.0)], &[]);
    let assessment = assess(&with_doubtful(parts, &[1]), &one_service(500.0), Detail::Figures);
    let service = &assessment.units[0].services[0];
    assert_close(service.land.unwrap().served.0, 0.0);
    assert_close(service.with_doubtful.unwrap().rates.land.served.0, PI * 125_000.0);
}
