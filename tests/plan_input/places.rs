//! What is said of measures by where they are drawn: homes, streets, gates.

use walkshed::model::{
    City, CityParts, Estate, Gate, Local, Plane, Polygon, Population, Ring, Shape, StreetLayer,
    Subdistrict,
};
use walkshed::units::LonLat;

use super::{build, said};

/// A city with one estate, 100 m by 100 m about its middle, gates in the middle of its eastern side.
fn one_estate() -> City {
    let plane = Plane::about(LonLat { lon: 112.0, lat: 36.0 });
    let mut parts = CityParts::empty("city", plane);
    let square = |west: f64, south: f64, side: f64| {
        let corners = [(0.0, 0.0), (side, 0.0), (side, side), (0.0, side)];
        let ring = corners.map(|(x, y)| Local::new(west + x, south + y));
        Shape::new(vec![Polygon::new(Ring::new(ring.to_vec()).unwrap(), Vec::new())])
    };
    parts.subdistricts = vec![Subdistrict {
        id: "S".to_owned(),
        name: "S".to_owned(),
        parent: None,
        population: Population::Unknown,
        shape: square(-1000.0, -1000.0, 2000.0),
    }];
    parts.estates = Some(vec![Estate {
        id: "E1".to_owned(),
        name: String::new(),
        community: None,
        land_code: None,
        people: Population::Unknown,
        managed: None,
        shape: square(-50.0, -50.0, 100.0),
    }]);
    let (id, name) = ("G1".into(), "".into());
    let (at, estate) = (Local::new(50.0, 0.0), Some("E1".into()));
    parts.gates = vec![Gate { id, name, at, estate, outlet: None, is_open: true }];
    let mut streets = StreetLayer::new(vec![Local::new(-200.0, -80.0), Local::new(200.0, -80.0)]);
    streets.add([0, 1]);
    parts.streets = Some(streets);
    City::new(parts)
}

/// A feature drawn in metres about the middle of the city.
fn drawn(city: &City, properties: &str, kind: &str, points: &[(f64, f64)]) -> String {
    let point = |&(x, y): &(f64, f64)| {
        let at = city.plane().to_lonlat(Local::new(x, y));
        format!("[{},{}]", at.lon, at.lat)
    };
    let points = points.iter().map(point).collect::<Vec<_>>().join(",");
    let points = if kind == "Polygon" { format!("[[{points}]]") } else { format!("[{points}]") };
    format!(
        r#"{{"type":"Feature","properties":{{{properties}}},"geometry":{{"type":"{kind}","coordinates":{points}}}}}"#
    )
}

fn of_features(features: &[String]) -> String {
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
}

#[test]
fn homes_on_homes_are_warned_of_with_the_land_that_is_not_new() {
    let city = one_estate();
    let homes = |id: &str, west: f64| {
        let east = west + 100.0;
        let ring = [(west, -50.0), (east, -50.0), (east, 50.0), (west, 50.0), (west, -50.0)];
        let properties = format!(r#""id":"{id}","action":"build","people":10"#);
        drawn(&city, &properties, "Polygon", &ring)
    };
    // A border drawn half a metre over is none.
    assert_eq!(said(&city, &of_features(&[homes("H1", 49.5)])), [""; 0]);
    // 30 m of 100 m lie on the estate.
    let found = said(&city, &of_features(&[homes("H1", 20.0)]));
    assert_eq!(
        found,
        [
            "warning homes-overlap features[0].geometry.coordinates: 0.30 of 1.00 ha are residential land of \
          today, most of it of estate \"E1\": no new land"
        ]
    );
    // And 60 m of 100 m on the homes before.
    let found = said(&city, &of_features(&[homes("H1", 60.0), homes("H2", 100.0)]));
    assert_eq!(
        found,
        [
            "warning homes-overlap features[1].geometry.coordinates: 0.60 of 1.00 ha are the land of the homes of \
          features[0] too"
        ]
    );
}

#[test]
fn a_street_through_the_border_of_an_estate_with_gates_is_said_to_be_cut() {
    let city = one_estate();
    let street = |action: &str, points: &[(f64, f64)]| {
        let properties = format!(r#""id":"S1","action":"{action}""#);
        let found = said(&city, &of_features(&[drawn(&city, &properties, "LineString", points)]));
        found.into_iter().filter(|line| line.contains("street-cut")).collect::<Vec<_>>()
    };
    // In at the south and out at the north.
    let through = [(0.0, -80.0), (0.0, 80.0)];
    assert_eq!(
        street("street", &through),
        [
            "warning street-cut features[0].geometry.coordinates: cut 2 times where it crosses the border of an \
          estate with gates and no gate is within 10 m, first of estate \"E1\""
        ]
    );
    // A bridge is not cut, nor what leads through the gate, nor what stays outside.
    assert_eq!(street("bridge", &through), [""; 0]);
    assert_eq!(street("street", &[(0.0, 0.0), (100.0, 0.0), (100.0, -80.0)]), [""; 0]);
    assert_eq!(street("street", &[(60.0, -80.0), (60.0, 80.0)]), [""; 0]);
}

#[test]
fn gates_of_a_plan_are_held_against_their_places_and_each_other() {
    let city = one_estate();
    let gate = |id: &str, action: &str, at: (f64, f64)| {
        let properties = format!(r#""id":"{id}","action":"{action}","target":"G1""#);
        let points = drawn(&city, &properties, "LineString", &[at]);
        points.replace("LineString", "Point").replace("[[", "[").replace("]]", "]")
    };
    // Drawn 49 m off, it is the same gate.
    assert_eq!(said(&city, &of_features(&[gate("M1", "close_gate", (50.0, 49.0))])), [""; 0]);
    // 60 m east and 80 m north of it.
    let far = said(&city, &of_features(&[gate("M1", "close_gate", (110.0, 80.0))]));
    assert_eq!(
        far,
        ["warning target-elsewhere features[0].geometry.coordinates: drawn 100 m from gate \"G1\""]
    );
    let open = said(&city, &of_features(&[gate("M1", "open_gate", (50.0, 0.0))]));
    assert_eq!(
        open,
        [
            "warning no-change features[0].properties.action: gate \"G1\" is so today: nothing changes"
        ]
    );
    let both = [gate("M1", "close_gate", (50.0, 0.0)), gate("M2", "close_gate", (50.0, 0.0))];
    assert_eq!(
        said(&city, &of_features(&both)),
        [
            "error target-twice features[1].properties.target: the gate is the target of features[0] too"
        ]
    );
}

#[test]
fn lines_that_cannot_be_walked_stop_the_run() {
    let city = one_estate();
    let street = |points: &[(f64, f64)]| {
        of_features(&[drawn(&city, r#""id":"S1","action":"street""#, "LineString", points)])
    };
    let sound = street(&[(-100.0, -80.0), (-100.0, -70.0)]);
    assert_eq!(said(&city, &sound), [""; 0]);
    let loose = said(&city, &street(&[(-100.0, -80.0), (-100.0, -180.0)]));
    assert_eq!(
        loose,
        [
            "warning loose-end features[0].geometry.coordinates: 1 end lies on no street (none within 15 m)"
        ]
    );
    let short = said(&city, &street(&[(-100.0, -80.0), (-100.0, -80.0)]));
    assert_eq!(
        short,
        ["error no-geometry features[0].geometry.coordinates: a line without any length"]
    );
    // What the line is not is said once, by the reader of its coordinates.
    let start = sound.find("\"coordinates\":[[").unwrap() + "\"coordinates\":[[".len();
    let comma = start + sound[start..].find(',').unwrap();
    let flawed = said(&city, &format!("{}\"x\"{}", &sound[..start], &sound[comma..]));
    assert_eq!(flawed.len(), 1, "{flawed:?}");
    assert!(flawed[0].starts_with("error "), "{flawed:?}");
    assert!(flawed[0].contains("features[0].geometry.coordinates[0][0]"), "{flawed:?}");
}

#[test]
fn without_streets_nothing_of_them_is_reviewed() {
    let plane = one_estate().plane().to_owned();
    let city = City::new(CityParts::empty("city", plane));
    let street =
        drawn(&city, r#""id":"S1","action":"street""#, "LineString", &[(0.0, 0.0), (9.0, 0.0)]);
    assert_eq!(
        said(&city, &of_features(&[street])),
        [
            "error not-reviewed features[0].properties.action: the city has no streets, along which this could be \
          walked"
        ]
    );
}

#[test]
fn homes_are_refused_once_and_said_where_they_are_in_no_figure() {
    let city = one_estate();
    let homes = |people: &str, west: f64, east: f64| {
        let ring = [(west, 100.0), (east, 100.0), (east, 200.0), (west, 200.0), (west, 100.0)];
        let properties = format!(r#""id":"H1","action":"build","people":{people}"#);
        drawn(&city, &properties, "Polygon", &ring)
    };
    let found = said(&city, &of_features(&[homes("\"1,000\"", 100.0, 200.0)]));
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].starts_with("error not-a-number features[0].properties.people: "),
        "{found:?}"
    );
    // The street beside them lies in the city, so that it is no plan for another one.
    let both = [
        homes("10", 2000.0, 2100.0),
        drawn(&city, r#""id":"S","action":"street""#, "LineString", &[(-9.0, -80.0), (9.0, -80.0)]),
    ];
    let found = said(&city, &of_features(&both));
    assert_eq!(
        found,
        [
            "warning measure-outside features[0].geometry.coordinates: homes in no subdistrict: in no figure"
        ]
    );
    let wide = build(r#","people":5"#).replace("[112.004,", "[-112.004,");
    let found = said(&city, &wide);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].starts_with("error antimeridian features[0].geometry.coordinates"),
        "{found:?}"
    );
}
