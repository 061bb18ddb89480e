//! A random city: nine units, estates that overlap and cross borders, outlets, people.

#![allow(clippy::unwrap_used, dead_code, reason = "a test may fail, and need not use all")]

use walkshed::model::{
    CategoryId, CityParts, Estate, Local, LonLat, Outlet, PeopleLayer, PeopleSource, Plane,
    Polygon, Population, Ring, Shape, Status, Subdistrict,
};

use crate::random::Random;

pub(crate) fn rectangle(west: f64, south: f64, east: f64, north: f64) -> Shape {
    let corners = [(west, south), (east, south), (east, north), (west, north)];
    let ring = Ring::new(corners.map(|(x, y)| Local::new(x, y)).to_vec()).unwrap();
    Shape::new(vec![Polygon::new(ring, Vec::new())])
}

/// The categories that it has.
pub(crate) const CATEGORIES: [&str; 5] = [
    "breakfast",
    "community_health_center",
    "community_health_station",
    "convenience_store",
    "laundry",
];

/// Nine units in a square, random estates (some overlapping, some across borders), outlets, people.
pub(crate) fn parts(seed: u64) -> CityParts {
    let mut random = Random(seed);
    let mut subdistricts = Vec::new();
    for row in 0..3u32 {
        for column in 0..3u32 {
            let (x, y) = (f64::from(column) * 1500.0, f64::from(row) * 1500.0);
            subdistricts.push(Subdistrict {
                id: format!("D{}", row * 3 + column + 1),
                name: format!("Unit {}", row * 3 + column + 1),
                parent: None,
                population: Population::Unknown,
                shape: rectangle(x, y, x + 1500.0, y + 1500.0),
            });
        }
    }
    let estates = (0..60)
        .map(|i| {
            let (x, y) = (random.between(-100.0, 4300.0), random.between(-100.0, 4300.0));
            let (w, h) = (random.between(80.0, 400.0), random.between(80.0, 400.0));
            Estate {
                id: format!("E{i}"),
                name: format!("Estate {i}"),
                community: None,
                land_code: None,
                people: Population::Unknown,
                managed: None,
                shape: rectangle(x, y, x + w, y + h),
            }
        })
        .collect();
    let outlets = (0..40)
        .map(|i| Outlet {
            id: format!("P{i}").into(),
            name: "".into(),
            category: CategoryId(u32::try_from(random.next() % 5).unwrap()),
            at: Local::new(random.between(-400.0, 4900.0), random.between(-400.0, 4900.0)),
            status: if i % 9 == 8 { Status::Planned } else { Status::Open },
            source: None,
            capacity: None,
            floor_area: None,
            details: None,
        })
        .collect();
    let at: Vec<Local> = (0..500)
        .map(|_| Local::new(random.between(-100.0, 4600.0), random.between(-100.0, 4600.0)))
        .collect();
    let all: Vec<u32> = (0..500).map(|_| u32::try_from(random.next() % 90).unwrap()).collect();
    let old = all.iter().map(|n| n / 4).collect();
    CityParts {
        subdistricts,
        categories: CATEGORIES.map(str::to_owned).to_vec(),
        outlets,
        estates: Some(estates),
        people: Some(PeopleLayer {
            source: PeopleSource::Layer,
            at,
            all,
            groups: [None, None, Some(old), None],
        }),
        ..CityParts::empty("Law", Plane::about(LonLat { lon: 112.0, lat: 36.0 }))
    }
}
