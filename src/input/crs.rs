//! Coordinate systems: what a file says of its own, what a city file may say of a layer, and what
//! numbers look like that are no degrees.
//!
//! RFC 7946 section 4: GeoJSON is WGS 84, longitude first. CGCS2000 differs from it by centimetres
//! and counts as equal. Nothing is converted here. The guesses follow the value ranges of the EPSG
//! registry: Web Mercator (3857), CGCS2000 3-degree zones 25 to 45 with the zone in front (4513 to
//! 4533), 6-degree zones 13 to 23 (4491 to 4501).

use super::words::quoted;
use crate::finding::{Finding, Place};

/// The systems that a layer may be in, as `walkshed.toml` writes them.
pub(super) const UNDERSTOOD: [&str; 5] = ["wgs84", "cgcs2000", "crs84", "epsg:4326", "epsg:4490"];

/// Whether a layer in this system can be read as it is.
pub(super) fn is_understood(name: &str) -> bool {
    let name = name.trim().to_ascii_lowercase();
    UNDERSTOOD.contains(&name.as_str())
}

/// The finding for a `crs` member of a file that is not WGS 84 or its equal; `text` is its JSON.
pub(super) fn check_member(text: &[u8], file: &str) -> Option<Finding> {
    let value: serde_json::Value = serde_json::from_slice(text).ok()?;
    if value.is_null() {
        return None;
    }
    let name = value["properties"]["name"].as_str().or_else(|| value.as_str());
    let place = Place::path(file, "crs");
    let Some(name) = name else {
        return Some(
            Finding::error("crs-member", place, "crs without a name; RFC 7946 is WGS 84 only")
                .with_help("take the crs member out if the layer is in degrees on WGS 84"),
        );
    };
    let upper = name.to_ascii_uppercase();
    let code = upper.rsplit(':').next().unwrap_or_default();
    let is_wgs84 = match code {
        "CRS84" | "CRS84H" => true,
        "4326" | "4490" => upper.contains("EPSG"),
        _ => is_understood(name),
    };
    if is_wgs84 {
        return None;
    }
    let said = if upper.contains("EPSG") && code.bytes().all(|b| b.is_ascii_digit()) {
        format!("EPSG:{code}")
    } else {
        quoted(name)
    };
    let message = format!("crs says {said}; RFC 7946 is WGS 84 only");
    let help = "convert with ogr2ogr -t_srs EPSG:4326, or take the crs member out if it is wrong";
    Some(Finding::error("crs-member", place, message).with_help(help))
}

/// What a position that is no degrees looks like: `Web Mercator metres (EPSG:3857)`.
pub(super) fn guess(x: f64, y: f64) -> Option<String> {
    /// Half the width of the Web Mercator square: pi times 6 378 137 m.
    const HALF_WORLD: f64 = 20_037_508.35;
    /// Northings of land in the CGCS2000 zones, 0 to 60 degrees, in metres.
    const NORTHINGS: std::ops::Range<f64> = 0.0..6_700_000.0;
    if NORTHINGS.contains(&x) && (13e6..46e6).contains(&y) && y > HALF_WORLD {
        return guess(y, x).map(|system| format!("{system}, northing first"));
    }
    if NORTHINGS.contains(&y) && (25e6..46e6).contains(&x) {
        let zone = (x / 1e6).floor();
        return Some(format!(
            "CGCS2000 zone {zone:.0} metres (EPSG:{:.0}, 3-degree zones)",
            4513.0 + zone - 25.0
        ));
    }
    let in_zone = (200_000.0..800_000.0).contains(&x.rem_euclid(1e6));
    let six = ((13e6..24e6).contains(&x) && NORTHINGS.contains(&y) && in_zone)
        .then(|| (x / 1e6).floor())
        .map(|zone| format!("CGCS2000 zone {zone:.0} metres (EPSG:{:.0})", 4491.0 + zone - 13.0));
    let mercator = x.abs() <= HALF_WORLD && y.abs() <= HALF_WORLD && x.abs().max(y.abs()) > 1e6;
    if mercator && x.abs() > 1e6 {
        let web = "Web Mercator metres (EPSG:3857)";
        return Some(six.map_or_else(|| web.to_owned(), |zone| format!("{web} or {zone}")));
    }
    if six.is_some() {
        return six;
    }
    let is_grid = x.abs() < 1e6 && y.abs() < 1e7 && x.abs().max(y.abs()) > 1e3;
    is_grid.then(|| "projected metres (UTM, or a 3-degree zone without its number)".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn projected_metres_are_recognised_by_their_ranges() {
        assert_eq!(guess(12_946_456.78, 4_851_421.18).unwrap(), "Web Mercator metres (EPSG:3857)");
        assert!(guess(39_440_219.42, 4_418_000.0).unwrap().contains("EPSG:4527"));
        assert!(guess(4_418_000.0, 39_440_219.42).unwrap().contains("northing first"));
        assert!(guess(448_000.0, 4_418_000.0).unwrap().contains("UTM"));
        assert_eq!(guess(1e300, -1e300), None);
        assert_eq!(guess(200.0, 10.0), None);
    }

    #[test]
    fn a_crs_member_is_refused_unless_it_is_wgs84() {
        let member = |name: &str| {
            format!(r#"{{"type": "name", "properties": {{"name": "{name}"}}}}"#).into_bytes()
        };
        assert!(check_member(&member("urn:ogc:def:crs:OGC:1.3:CRS84"), "f").is_none());
        assert!(check_member(&member("urn:ogc:def:crs:EPSG::4490"), "f").is_none());
        assert!(check_member(b"null", "f").is_none());
        let finding = check_member(&member("urn:ogc:def:crs:EPSG::3857"), "f").unwrap();
        assert_eq!(finding.message, "crs says EPSG:3857; RFC 7946 is WGS 84 only");
    }
}
