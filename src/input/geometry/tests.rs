use super::*;
use crate::model::Plane;
use crate::overlay::{Grid, union};

/// A square of 0.02 degrees, counter-clockwise: one subdistrict of a fictional town.
const TOWN: [(f64, f64); 5] =
    [(116.32, 39.92), (116.34, 39.92), (116.34, 39.94), (116.32, 39.94), (116.32, 39.92)];

fn plane() -> Plane {
    Plane::about(LonLat { lon: 116.33, lat: 39.92 })
}

/// What came of polygons of rings, and `severity[code] path: message | help` of each finding.
fn read_all(polygons: &[&[&[(f64, f64)]]], repair: bool) -> (Option<Shape>, Vec<String>) {
    let owned: Vec<Vec<Vec<LonLat>>> = polygons
        .iter()
        .map(|p| {
            p.iter().map(|r| r.iter().map(|&(lon, lat)| LonLat { lon, lat }).collect()).collect()
        })
        .collect();
    let raw: Vec<RawPolygon<'_>> =
        owned.iter().map(|p| RawPolygon { rings: p.iter().map(Vec::as_slice).collect() }).collect();
    let place = Place::path("s.geojson", "features[4].geometry.coordinates").with_name("Centre");
    let mut findings = Findings::new();
    let multi = polygons.len() > 1;
    let shape = shape(&raw, &plane(), &place, multi, repair, &mut findings);
    let text = |f: &Finding| {
        let path = f.place.path.strip_prefix("features[4].geometry.").unwrap();
        format!("{}[{}] {path}: {} | {}", f.severity.word(), f.code, f.message, f.help)
    };
    (shape, findings.iter().map(text).collect())
}

fn polygon(rings: &[&[(f64, f64)]]) -> (Option<Shape>, Vec<String>) {
    read_all(&[rings], false)
}

/// A rectangle of degrees, in hundredths from the corner of the town.
fn cell(x: f64, y: f64, width: f64, height: f64) -> Vec<(f64, f64)> {
    let at = |i: f64, j: f64| (116.32 + 0.01 * i, 39.92 + 0.01 * j);
    vec![at(x, y), at(x + width, y), at(x + width, y + height), at(x, y + height), at(x, y)]
}

fn hectares(shape: Option<&Shape>) -> f64 {
    shape.unwrap().area().hectares()
}

/// Area of the town: 0.02 degrees of longitude at 39.93 N are 1 709 m, of latitude 2 221 m.
const TOWN_HECTARES: f64 = 379.6;

#[test]
fn a_sound_polygon_is_read_without_a_word_whichever_way_it_winds() {
    let (there, said) = polygon(&[&TOWN]);
    assert_eq!(said, [""; 0]);
    let mut clockwise = TOWN;
    clockwise.reverse();
    let (back, said) = polygon(&[&clockwise]);
    assert_eq!(said, [""; 0]);
    assert!((hectares(there.as_ref()) - TOWN_HECTARES).abs() < 0.5);
    assert!((hectares(there.as_ref()) - hectares(back.as_ref())).abs() < 1e-6);
    assert!(back.unwrap().polygons()[0].outer().signed_area() > 0.0);
}

#[test]
fn an_open_ring_is_closed_and_the_distance_is_said() {
    let (shape, said) = polygon(&[&TOWN[..4]]);
    assert!((hectares(shape.as_ref()) - TOWN_HECTARES).abs() < 0.5);
    assert_eq!(
        said,
        ["warning[ring-closed] coordinates[0]: outer ring did not end where it began \
          (2221 m apart), but at [116.32, 39.94]; closed it | make sure that no corner is missing at \
          its end"]
    );
}

#[test]
fn rings_that_end_next_to_their_start_are_counted_in_one_line() {
    let mut findings = Findings::new();
    for k in 0..3 {
        let mut ring: Vec<LonLat> = TOWN.iter().map(|&(lon, lat)| LonLat { lon, lat }).collect();
        ring[4].lon += 1e-9;
        let place = Place::path("s.geojson", format!("features[{k}].geometry.coordinates"));
        let raw = [RawPolygon { rings: vec![&ring] }];
        assert!(shape(&raw, &plane(), &place, false, false, &mut findings).is_some());
    }
    let counted = count_near_closures(findings);
    let only = counted.iter().next().unwrap();
    assert_eq!((counted.len(), only.severity, only.code), (1, Severity::Note, "ring-closed"));
    assert_eq!(only.message, "3 rings ended within 1e-6 degrees of where they began; closed them");
    assert_eq!(only.place.path, "features[0].geometry.coordinates[0]");
}

#[test]
fn a_ring_that_crosses_itself_is_refused_with_the_place() {
    let tie = [(116.32, 39.92), (116.34, 39.94), (116.34, 39.92), (116.32, 39.94), (116.32, 39.92)];
    let (shape, said) = polygon(&[&tie]);
    assert!(shape.is_none());
    assert_eq!(said.len(), 1);
    let expected = "error[ring-crosses-itself] coordinates[0]: outer ring crosses itself at \
                    [116.33, 39.93] | mend it there, or run with --repair to take the even-odd area \
                    (more than 11 times what is drawn)";
    assert!(said[0].starts_with(expected), "{said:?}");
}

#[test]
fn with_repair_a_crossing_ring_becomes_its_even_odd_area_and_both_areas_are_said() {
    let (shape, said) = read_all(&[&[&with_loop(0.01)]], true);
    let shape = shape.unwrap();
    assert_eq!(shape.polygons().len(), 2);
    // In 1e-6 square degrees the town has 400, less 11 at the right, and 20 in the loop; as drawn
    // the loop counts negative: 369, repaired 409.
    assert!((shape.area().hectares() - TOWN_HECTARES * 409.0 / 400.0).abs() < 0.5);
    assert_eq!(said.len(), 1);
    let expected = "warning[ring-crosses-itself] coordinates[0]: outer ring crosses itself at \
                    [116.34, 39.929]; took the even-odd area, 388.";
    assert!(said[0].starts_with(expected), "{said:?}");
    assert!(said[0].contains("ha instead of 350."), "{said:?}");
    // 40 more than 369 are 10.84 per cent.
    assert!(said[0].contains("(10.84 % larger)"), "{said:?}");
}

#[test]
fn a_crossing_that_changes_less_than_one_per_cent_is_mended_unasked() {
    let (shape, said) = read_all(&[&[&with_loop(0.0005)]], false);
    // 389 and 1 in the loop.
    assert!((hectares(shape.as_ref()) - TOWN_HECTARES * 390.0 / 400.0).abs() < 0.5);
    assert!(said[0].starts_with("warning[ring-crosses-itself]"), "{said:?}");
}

/// The town, whose right edge goes out into a loop of 0.002 by `width` degrees, back through itself
/// at (116.34, 39.929), and on along 116.339.
fn with_loop(width: f64) -> Vec<(f64, f64)> {
    vec![
        (116.32, 39.92),
        (116.34, 39.92),
        (116.34, 39.931),
        (116.34 + width, 39.931),
        (116.34 + width, 39.929),
        (116.339, 39.929),
        (116.339, 39.94),
        (116.32, 39.94),
        (116.32, 39.92),
    ]
}

#[test]
fn a_spike_of_no_width_is_removed_with_its_length() {
    let mut spiked = TOWN.to_vec();
    spiked.splice(1..1, [(116.33, 39.92), (116.331, 39.89), (116.33, 39.92)]);
    let (shape, said) = polygon(&[&spiked]);
    assert!((hectares(shape.as_ref()) - TOWN_HECTARES).abs() < 0.5);
    assert_eq!(
        said,
        ["warning[spike-removed] coordinates[0]: outer ring had a 3332 m spike of no width, \
          to [116.331, 39.89]; removed it | take that corner out of the border, too"]
    );
}

#[test]
fn a_ring_of_two_positions_or_on_one_line_is_refused() {
    let (shape, said) = polygon(&[&[TOWN[0], TOWN[1], TOWN[0]]]);
    assert!(shape.is_none());
    assert!(said[0].starts_with(
        "error[ring-too-small] coordinates[0]: 2 different positions, a ring has at least 3 | "
    ));
    let flat = [TOWN[0], (116.325, 39.92), (116.33, 39.92), TOWN[1], TOWN[0]];
    let (shape, said) = polygon(&[&flat]);
    assert!(shape.is_none());
    assert!(said[0].starts_with("error[ring-too-small] coordinates[0]: no area: all 4 different"));
}

#[test]
fn a_polygon_without_rings_is_refused() {
    let (shape, said) = polygon(&[]);
    assert!(shape.is_none());
    assert!(said[0].starts_with("error[empty-polygon] coordinates: empty polygon"), "{said:?}");
    let (_, said) = read_all(&[&[&TOWN], &[]], false);
    assert!(said[0].starts_with("error[empty-polygon] coordinates[1]: "), "{said:?}");
}

#[test]
fn a_hole_outside_or_equal_to_its_ring_is_refused() {
    let (shape, said) = polygon(&[&TOWN, &cell(8.0, 8.0, 0.1, 0.1)]);
    assert!(shape.is_none());
    assert!(
        said[0].starts_with(
            "error[hole-outside] coordinates[1]: hole 0 lies outside its outer ring | "
        )
    );
    let mut same = TOWN;
    same.reverse();
    let (shape, said) = polygon(&[&TOWN, &same]);
    assert!(shape.is_none());
    assert!(said[0].starts_with("error[hole-outside] coordinates[1]: hole 0 is equal to"));
    // A neighbour as a hole: they share an edge, and no area.
    let (_, said) = polygon(&[&TOWN, &cell(2.0, 0.0, 1.0, 2.0)]);
    assert!(said[0].starts_with("error[hole-outside] coordinates[1]: hole 0 lies outside"));
}

#[test]
fn holes_inside_are_taken_off_and_may_touch() {
    let (shape, said) = polygon(&[&TOWN, &cell(0.0, 0.5, 0.5, 0.5), &cell(1.0, 1.0, 0.5, 0.5)]);
    assert_eq!(said, [""; 0]);
    // Each hole is a sixteenth.
    let area = hectares(shape.as_ref());
    assert!((area - TOWN_HECTARES * 14.0 / 16.0).abs() < 0.5, "{area}");
    let (shape, said) = polygon(&[&TOWN, &cell(0.5, 0.5, 0.5, 0.5), &cell(1.0, 1.0, 0.5, 0.5)]);
    assert_eq!((said.len(), shape.unwrap().polygons()[0].holes().len()), (0, 2));
}

#[test]
fn a_hole_across_its_ring_or_in_a_hole_is_refused_unless_repaired() {
    let across: [&[(f64, f64)]; 2] = [&TOWN, &cell(1.0, 0.5, 2.0, 0.5)];
    let (shape, said) = polygon(&across);
    assert!(shape.is_none());
    assert!(
        said[0].starts_with(
            "error[rings-cross] coordinates[0]: hole 0 crosses its outer ring at [116.34, 39.9"
        ),
        "{said:?}"
    );
    let (shape, said) = read_all(&[&across], true);
    // An eighth lies in the hole.
    assert!((hectares(shape.as_ref()) - TOWN_HECTARES * 7.0 / 8.0).abs() < 0.5);
    assert!(said[0].starts_with("warning[rings-cross]"));
    let (_, said) = polygon(&[&TOWN, &cell(0.5, 0.5, 1.0, 1.0), &cell(0.6, 0.6, 0.5, 0.5)]);
    assert!(
        said[0].starts_with("error[rings-cross] coordinates[0]: its holes overlap"),
        "{said:?}"
    );
}

#[test]
fn islands_and_lakes_with_islands_are_sound() {
    let (shape, said) = read_all(&[&[&TOWN], &[&cell(6.0, -2.0, 0.4, 0.4)]], false);
    assert_eq!((said.len(), shape.unwrap().polygons().len()), (0, 2));
    let lake = cell(0.5, 0.5, 1.0, 1.0);
    let (shape, said) = read_all(&[&[&TOWN, &lake], &[&cell(0.8, 0.8, 0.2, 0.2)]], false);
    assert_eq!((said.len(), shape.unwrap().polygons().len()), (0, 2));
}

#[test]
fn parts_that_share_an_edge_are_sound_and_parts_that_overlap_are_refused_unless_repaired() {
    let (shape, said) = read_all(&[&[&TOWN], &[&cell(2.0, 0.0, 2.0, 2.0)]], false);
    assert_eq!((said.len(), shape.unwrap().polygons().len()), (0, 2));
    let over: [&[&[(f64, f64)]]; 2] = [&[&TOWN], &[&cell(1.0, 0.0, 2.0, 2.0)]];
    let (shape, said) = read_all(&over, false);
    assert!(shape.is_none());
    assert!(
        said[0].starts_with("error[polygons-overlap] coordinates[1][0]: polygons 0 and 1 overlap")
    );
    let (shape, _) = read_all(&over, true);
    // Three columns of one hundredth of a degree, the town has two.
    assert!((hectares(shape.as_ref()) - TOWN_HECTARES * 1.5).abs() < 0.5);
    let (_, said) = read_all(&[&[&TOWN], &[&cell(0.5, 0.5, 1.0, 1.0)]], false);
    assert!(said[0].starts_with("error[polygons-overlap] coordinates[1][0]"), "{said:?}");
}

#[test]
fn a_ring_round_the_world_is_refused() {
    // Seen from 116 E, 170 W is 190 E: the ring spans 190 degrees.
    let wide = [(-170.0, 39.9), (0.0, 39.9), (170.0, 39.9), (170.0, 40.0)];
    let (shape, said) = polygon(&[&wide]);
    assert!(shape.is_none());
    assert!(said[0].starts_with(
        "error[antimeridian] coordinates[0]: ring spans 190 degrees; cut it at 180 (RFC 7946, 3.1.9)"
    ), "{said:?}");
}

#[test]
fn all_faults_of_a_feature_are_said_at_once() {
    let (_, said) = read_all(&[&[&TOWN[..2]], &[&TOWN, &TOWN[..1]]], false);
    assert_eq!(said.len(), 2);
    assert!(said[0].contains(" coordinates[0][0]: "));
    assert!(said[1].contains(" coordinates[1][1]: "));
}

#[test]
fn a_long_edge_along_a_parallel_stays_on_the_parallel() {
    // Two neighbours share an edge of 2 degrees along 40 N; only one has a corner in its middle.
    let below = [(116.0, 39.0), (118.0, 39.0), (118.0, 40.0), (116.0, 40.0)];
    let above = [(116.0, 40.0), (116.9, 40.0), (118.0, 40.0), (118.0, 41.0), (116.0, 41.0)];
    let (below, _) = polygon(&[&below]);
    let (above, _) = polygon(&[&above]);
    let (below, above) = (below.unwrap(), above.unwrap());
    let grid = Grid::new(&below.bounds().union(above.bounds()));
    let both = union(&[&below, &above], &grid);
    let lost = (both.area().0 - below.area().0 - above.area().0).abs();
    let holes: f64 = both.polygons()[0].holes().iter().map(|h| h.signed_area().abs()).sum();
    // 171 km of border, and at most 1 cm on each side.
    assert!(lost + holes < 171_000.0 * 0.02, "{lost} {holes}");
}

#[test]
fn longitudes_that_run_on_past_the_antimeridian_come_back() {
    for (x, lon) in [(-181.0, 179.0), (-180.0, -180.0), (0.0, 0.0), (180.0, 180.0), (181.0, -179.0)]
    {
        assert_eq!(in_world(Coord { x, y: 1.0 }), LonLat { lon, lat: 1.0 });
    }
}

#[test]
fn a_shape_a_quarter_of_the_world_away_is_told() {
    // Ninety degrees of longitude off, where the projection has no bounds.
    let (shape, said) = polygon(&[&[(-153.67, 0.0), (-153.0, 0.0), (-153.0, 1.0), (-153.67, 0.0)]]);
    assert!(shape.is_none());
    assert!(said[0].starts_with("error[too-far] coordinates: shape lies too far"), "{said:?}");
}

#[test]
fn corners_that_fall_together_on_the_plane_are_told() {
    // All longitudes meet at the pole.
    let (shape, said) =
        polygon(&[&[(116.0, 90.0), (117.0, 90.0), (116.5, 89.9999), (116.0, 90.0)]]);
    assert!(shape.is_none());
    assert!(said[0].starts_with("error[ring-too-small] coordinates: no area on the"), "{said:?}");
}

#[test]
fn a_ring_that_crosses_itself_past_counting_is_judged_by_its_area() {
    // 150 lines one way and as many the other way, 22,500 crossings in a square of two hundredths.
    let woven = |at: u32| match (at / 2, at % 2) {
        (k @ 0..150, side) => (f64::from(side ^ (k % 2)) * 200.0, f64::from(k)),
        (k, side) => (f64::from(k - 150) + 0.5, f64::from(side ^ (k % 2)) * 400.0 - 100.0),
    };
    let degrees = |(x, y): (f64, f64)| (116.32 + x * 1e-4, 39.92 + y * 1e-4);
    let ring: Vec<(f64, f64)> = (0..=600).map(|at| degrees(woven(at % 600))).collect();
    let hole = [(116.3201, 39.9201), (116.3202, 39.9201), (116.3202, 39.9202), (116.3201, 39.9201)];
    let (shape, said) = polygon(&[&ring, &hole]);
    assert!(shape.is_none());
    let head = "error[ring-crosses-itself] coordinates[0]: outer ring crosses itself at ";
    assert!(said[0].starts_with(head), "{said:?}");
}

#[test]
fn a_shape_of_no_polygon_is_told() {
    let (shape, said) = read_all(&[], false);
    assert!(shape.is_none(), "{said:?}");
    assert!(said[0].contains("empty: no polygon"), "{said:?}");
}
