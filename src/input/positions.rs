//! Checks positions: longitude first, degrees, inside the world; no ring round the world.
//!
//! Positions that are wrong all in one way (a whole layer in metres, or latitude first throughout)
//! are one finding with a count; else each is a finding of its own. Nothing is swapped or converted.

use super::axes::{remedy, undo};
use super::document::{FeatureAt, Root};
use super::feature::{Geometry, RawFeature};
use super::guess::{declaration, guess};
use super::plan::{Here, LayerPlan};
use super::words::counted;
use crate::finding::{Finding, Findings, Place};
use crate::model::{LonLat, Plane};
use crate::units::Metres;

/// The positions of one file.
#[derive(Debug, Default)]
pub(super) struct PositionCheck {
    /// Features with positions.
    features: usize,
    bad: Vec<Bad>,
}

#[derive(Debug)]
struct Bad {
    place: Place,
    seen: LonLat,
    /// Whether it stands in a row of a table.
    is_row: bool,
}

impl Bad {
    /// Whether the two numbers would do the other way round.
    fn is_swapped(&self) -> bool {
        self.seen.lon.abs() <= 90.0 && self.seen.lat.abs() <= 180.0
    }

    /// The number that cannot be.
    fn value(&self) -> String {
        number(if self.seen.lon.abs() > 180.0 { self.seen.lon } else { self.seen.lat })
    }

    /// `latitude 116.306 is outside -90..90`.
    fn text(&self) -> String {
        let LonLat { lon, lat } = self.seen;
        if lon.abs() > 180.0 {
            format!("{} is outside -180..180", number(lon))
        } else {
            format!("latitude {} is outside -90..90", number(lat))
        }
    }
}

/// A number as a message shows it.
fn number(value: f64) -> String {
    if value.abs() >= 1e12 { format!("{value:e}") } else { value.to_string() }
}

/// Whether a position is in degrees inside the world.
pub(super) fn is_sound(position: LonLat) -> bool {
    position.lon.abs() <= 180.0 && position.lat.abs() <= 90.0
}

impl PositionCheck {
    /// Checks the positions of a feature.
    ///
    /// # Errors
    /// The code of what [`Self::say`] will say, where one is no degree inside the world.
    pub(super) fn check(
        &mut self,
        here: &Here<'_>,
        raw: &RawFeature<'_>,
        name: &str,
    ) -> Result<(), &'static str> {
        let positions = &raw.coordinates.positions;
        self.features += 1;
        let Some(first) = positions.iter().position(|p| !is_sound(*p)) else { return Ok(()) };
        let seen = positions[first];
        // What was swapped stands in the file the other way round.
        let is_swapped = here.plan.is_swapped(here.file);
        let axis = usize::from((seen.lon.abs() <= 180.0) != is_swapped);
        let path = format!(".geometry.coordinates{}[{axis}]", index_path(raw, first));
        let is_row = here.at.root == Root::Rows;
        let place = here.place(&path).with_name(name);
        let bad = Bad { place, seen, is_row };
        let code = if bad.is_swapped() { "axis-order" } else { "not-degrees" };
        self.bad.push(bad);
        Err(code)
    }

    /// Says what is wrong in a file of the layer.
    pub(super) fn say(self, plan: &LayerPlan, file: usize, findings: &mut Findings) {
        let layer = plan.layer;
        let thing = layer.thing();
        let in_order = self.features - self.bad.len();
        let swapped = self.bad.iter().filter(|bad| bad.is_swapped()).count();
        let alike = swapped == 0 || swapped == self.bad.len();
        let all = in_order == 0 && self.features > 1 && alike;
        let things = counted(self.features, thing);
        for bad in &self.bad {
            let finding = if bad.is_swapped() {
                let help = if plan.is_swapped(file) {
                    format!("swapped, as asked; the file has longitude first: {}", undo(plan))
                } else if bad.is_row {
                    let swap = remedy(plan, file);
                    format!("the two look swapped: exchange their headings, or {swap}")
                } else if all {
                    let swap = remedy(plan, file);
                    format!(
                        "all {things} read [latitude, longitude]; GeoJSON is [longitude, latitude]: mend the file, or {swap}"
                    )
                } else {
                    let others = match in_order {
                        0 => String::new(),
                        1 => "; the other one is in order".to_owned(),
                        _ => format!("; the other {in_order} are in order"),
                    };
                    format!("the two look swapped; GeoJSON is [longitude, latitude]{others}")
                };
                Finding::error("axis-order", bad.place.clone(), bad.text()).with_help(help)
            } else {
                let count = if all { format!("all {things} are so: ") } else { String::new() };
                let (looks, remedy) = match guess(bad.seen.lon, bad.seen.lat) {
                    Some(looks) => {
                        let declare = declaration(layer, &looks);
                        let remedy = format!("{declare}, or convert with ogr2ogr -t_srs EPSG:4326");
                        (format!("; looks like {looks}"), remedy)
                    }
                    None if all => (String::new(), declaration(layer, "")),
                    None => (String::new(), "mend it there, or take the feature out".to_owned()),
                };
                let message = format!("{}{looks}", bad.text());
                let finding = Finding::error("not-degrees", bad.place.clone(), message);
                finding.with_help(format!("{count}{remedy}"))
            };
            findings.push(finding.with_value(bad.value()));
            if all {
                return;
            }
        }
    }
}

/// The indices of a position inside `coordinates`: `[0][3]` in a polygon.
pub(super) fn index_path(raw: &RawFeature<'_>, position: usize) -> String {
    let coordinates = raw.coordinates;
    let ring = coordinates.rings.partition_point(|&end| end <= position);
    let in_ring = position - ring.checked_sub(1).map_or(0, |r| coordinates.rings[r]);
    match raw.geometry {
        Geometry::MultiPoint => format!("[{position}]"),
        Geometry::Polygon => format!("[{ring}][{in_ring}]"),
        Geometry::MultiPolygon => {
            let (polygon, ring) = ring_index(raw, ring);
            format!("[{polygon}][{ring}][{in_ring}]")
        }
        _ => String::new(),
    }
}

/// Polygon, and ring inside it, of a ring counted through.
fn ring_index(raw: &RawFeature<'_>, ring: usize) -> (usize, usize) {
    let ends = &raw.coordinates.polygons;
    let polygon = ends.partition_point(|&end| end <= ring);
    (polygon, ring - polygon.checked_sub(1).map_or(0, |p| ends[p]))
}

/// Refuses a ring that spans more than half the world: it was not cut at 180 degrees.
pub(super) fn check_span(
    file: &str,
    at: FeatureAt,
    raw: &RawFeature<'_>,
    name: &str,
) -> Option<Finding> {
    let coordinates = raw.coordinates;
    let mut start = 0;
    for (ring, &end) in coordinates.rings.iter().enumerate() {
        let (mut west, mut east) = (f64::INFINITY, f64::NEG_INFINITY);
        for position in &coordinates.positions[start..end] {
            west = west.min(position.lon);
            east = east.max(position.lon);
        }
        start = end;
        if east - west > 180.0 {
            let (polygon, inner) = ring_index(raw, ring);
            let multi = if raw.is_multi() { format!("[{polygon}]") } else { String::new() };
            let path = at.path(&format!(".geometry.coordinates{multi}[{inner}]"));
            let place = Place::path(file, path).with_name(name);
            let message = round_the_world(east - west);
            return Some(Finding::error("antimeridian", place, message).with_help(SPLIT));
        }
    }
    None
}

/// What to do about a ring round the world.
pub(super) const SPLIT: &str = "split the polygon at the antimeridian, a part on each side of it";

/// `ring spans 359.995 degrees; cut it at 180 (RFC 7946, 3.1.9)`.
pub(super) fn round_the_world(degrees: f64) -> String {
    let text = format!("{degrees:.3}");
    let degrees = text.trim_end_matches('0').trim_end_matches('.');
    format!("ring spans {degrees} degrees; cut it at 180 (RFC 7946, 3.1.9)")
}

/// The box around positions, over the antimeridian where that is shorter.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Extent(Option<Corners>);

#[derive(Debug, Clone, Copy)]
struct Corners {
    /// Longitudes are brought to within 180 degrees of this one.
    first: f64,
    west: f64,
    east: f64,
    south: f64,
    north: f64,
}

impl Extent {
    /// Grows to hold a position.
    pub(super) fn add(&mut self, LonLat { lon, lat }: LonLat) {
        let c = self.0.get_or_insert(Corners {
            first: lon,
            west: lon,
            east: lon,
            south: lat,
            north: lat,
        });
        let lon = if lon - c.first > 180.0 {
            lon - 360.0
        } else if lon - c.first < -180.0 {
            lon + 360.0
        } else {
            lon
        };
        c.west = c.west.min(lon);
        c.east = c.east.max(lon);
        c.south = c.south.min(lat);
        c.north = c.north.max(lat);
    }

    /// Whether no latitude is past a pole.
    pub(super) fn is_on_earth(self) -> bool {
        self.0.is_none_or(|corners| corners.south >= -90.0 && corners.north <= 90.0)
    }

    /// Whether two boxes lie within 0.05 degrees of each other, some 5 km.
    pub(super) fn is_near(self, other: Self) -> bool {
        const NEAR: f64 = 0.05;
        let (Some(a), Some(b)) = (self.0, other.0) else { return false };
        let turns = ((b.west + b.east - a.west - a.east) / 720.0).round() * 360.0;
        let across = (a.west - b.east + turns).max(b.west - turns - a.east);
        across <= NEAR && (a.south - b.north).max(b.south - a.north) <= NEAR
    }

    /// How far the box reaches east or west of the middle of a plane.
    pub(super) fn reach(self, plane: &Plane) -> Metres {
        let Some(c) = self.0 else { return Metres(0.0) };
        // A box is widest where it is nearest to the equator.
        let lat = 0.0_f64.clamp(c.south, c.north);
        let across = |lon: f64| plane.to_local(LonLat { lon, lat }).x.abs();
        Metres(across(c.west).max(across(c.east)))
    }

    /// The centre, rounded to 0.001 degree so that it prints well; none of nothing.
    pub(super) fn centre(self) -> Option<LonLat> {
        let c = self.0?;
        let round = |degrees: f64| (degrees * 1000.0).round() / 1000.0;
        let lon = round(f64::midpoint(c.west, c.east));
        let lon = if lon > 180.0 {
            lon - 360.0
        } else if lon < -180.0 {
            lon + 360.0
        } else {
            lon
        };
        Some(LonLat { lon: round(lon), lat: round(f64::midpoint(c.south, c.north)) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_are_near_each_other_across_the_antimeridian_too() {
        let at = |lon: f64, lat: f64| {
            let mut extent = Extent::default();
            extent.add(LonLat { lon, lat });
            extent
        };
        assert!(at(179.98, -16.0).is_near(at(-179.99, -16.04)));
        assert!(!at(179.98, -16.0).is_near(at(-179.96, -16.0)));
        assert!(!at(116.3, 39.9).is_near(at(39.9, 116.3)));
        assert!(!at(116.3, 39.9).is_near(Extent::default()));
    }

    #[test]
    fn a_box_across_the_antimeridian_is_narrow_from_whichever_side_it_begins() {
        let centre = |lons: [f64; 2]| {
            let mut extent = Extent::default();
            for lon in lons {
                extent.add(LonLat { lon, lat: 10.0 });
            }
            extent.centre().map(|at| at.lon)
        };
        // 0.1 degrees west of the line and 0.3 east of it, and the other way round.
        assert_eq!(centre([179.9, -179.7]), Some(-179.9));
        assert_eq!(centre([-179.7, 179.9]), Some(-179.9));
        assert_eq!(centre([179.7, -179.9]), Some(179.9));
        assert_eq!(centre([-179.9, 179.7]), Some(179.9));
    }

    #[test]
    fn what_lies_past_a_pole_is_not_on_earth() {
        let is_on_earth = |lat: f64| {
            let mut extent = Extent::default();
            extent.add(LonLat { lon: 0.0, lat });
            extent.is_on_earth()
        };
        assert_eq!([-91.0, -90.0, 90.0, 91.0].map(is_on_earth), [false, true, true, false]);
    }

    #[test]
    fn the_centre_of_a_city_across_the_antimeridian_lies_there() {
        let mut extent = Extent::default();
        for (lon, lat) in [(179.97, -16.0), (-179.97, -17.0), (179.9, -16.5)] {
            extent.add(LonLat { lon, lat });
        }
        // West 179.9, east 180.03: the middle is 179.965.
        assert_eq!(extent.centre(), Some(LonLat { lon: 179.965, lat: -16.5 }));
    }
}
