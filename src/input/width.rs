//! Whether a city is narrow enough for the one plane that it is measured on.
//!
//! On a transverse Mercator, lengths at `x` metres east or west of the middle are too large by
//! `x^2 / 2R^2` and areas by twice that (Snyder, "Map projections: a working manual", USGS 1987, equation
//! 8-11, for a scale of 1 in the middle).

use super::positions::Extent;
use crate::finding::{Finding, Place};
use crate::model::Plane;
use crate::units::{Metres, Share};

/// Mean radius of the Earth: 6 371 008.8 m (IUGG, R1).
const EARTH_RADIUS: f64 = 6_371_008.8;

/// What we promise of lengths: 0.03 % (DESIGN section 5).
const PROMISED: f64 = 0.0003;

/// The warning for a city whose subdistricts fill this box.
pub(super) fn check(extent: Extent, plane: &Plane, place: Place) -> Option<Finding> {
    let reach = extent.reach(plane);
    let error = (reach.0 / EARTH_RADIUS).powi(2) / 2.0;
    let (lengths, areas) = (Share(error), Share(2.0 * error));
    let message = format!(
        "reaches {} east or west of its middle: lengths there are {} % and areas {} % too large",
        Metres(reach.0).text(),
        lengths.percent_text(),
        areas.percent_text()
    );
    let finding = Finding::warning("wide-city", place, message);
    (error > PROMISED).then(|| finding.with_help("assess its parts one by one"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::LonLat;

    fn said(west: f64, east: f64) -> Option<String> {
        let mut extent = Extent::default();
        extent.add(LonLat { lon: west, lat: 40.0 });
        extent.add(LonLat { lon: east, lat: 41.0 });
        let plane = Plane::about(extent.centre().unwrap());
        check(extent, &plane, Place::file("a")).map(|finding| finding.message)
    }

    #[test]
    fn a_city_twelve_degrees_wide_is_told_by_how_much_it_is_drawn_too_large() {
        // 6 degrees at 40 degrees north are 512 km: (512 / 6371)^2 / 2 is 0.32 %.
        let said = said(110.0, 122.0).unwrap();
        assert!(said.contains("lengths there are 0.32 % and areas 0.6"), "{said}");
    }

    #[test]
    fn what_is_promised_is_not_said() {
        // 1.8 degrees to each side are 153 km.
        assert_eq!(said(114.2, 117.8), None);
    }
}
