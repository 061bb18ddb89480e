//! What numbers look like that are no degrees.
//!
//! The guesses follow the value ranges of the EPSG registry: Web Mercator (3857), CGCS2000 3-degree
//! zones 25 to 45 with the zone in front (4513 to 4533), 6-degree zones 13 to 23 (4491 to 4501).
//! A guess is for the help of a finding; nothing is read by it.

use super::layer::Layer;

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

/// How a layer is declared to be in what a guess says, where that names one code:
/// `pass --outlets-crs epsg:4527`; where it names several or none, how any system is declared.
pub(super) fn declaration(layer: Layer, looks: &str) -> String {
    let code = looks.split_once("EPSG:").map(|(_, code)| code);
    let is_one = looks.matches("EPSG:").count() == 1;
    code.filter(|_| is_one).map_or_else(
        || declare(layer, "CRS"),
        |code| {
            let digits: String = code.chars().take_while(char::is_ascii_digit).collect();
            declare(layer, &format!("epsg:{digits}"))
        },
    )
}

/// How a layer is declared to be in a system: by its flag, or where it has none in the settings.
pub(super) fn declare(layer: Layer, crs: &str) -> String {
    let word = layer.word();
    match layer {
        Layer::Subdistricts
        | Layer::Outlets
        | Layer::Estates
        | Layer::People
        | Layer::Communities
        | Layer::Plan => format!("pass --{word}-crs {crs}"),
        Layer::Grids
        | Layer::Units
        | Layer::Complaints
        | Layer::Streets
        | Layer::Gates
        | Layer::Barriers
        | Layer::Settings => {
            format!("write crs = \"{crs}\" under [{word}] in walkshed.toml")
        }
    }
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
        // 6-degree zones, where they lie inside of the square of Web Mercator and beyond it.
        assert_eq!(
            guess(20_440_000.0, 4_418_000.0).unwrap(),
            "CGCS2000 zone 20 metres (EPSG:4498)"
        );
        let both = guess(13_440_000.0, 4_418_000.0).unwrap();
        assert_eq!(both, "Web Mercator metres (EPSG:3857) or CGCS2000 zone 13 metres (EPSG:4491)");
        assert_eq!(guess(20_440_000.0, 9e6), None);
        // North first only where east is past the square.
        assert_eq!(guess(3e6, 15e6).unwrap(), "Web Mercator metres (EPSG:3857)");
        assert_eq!(guess(1e300, -1e300), None);
        assert_eq!(guess(200.0, 10.0), None);
    }

    #[test]
    fn a_guess_of_one_code_is_declared_by_the_flag_of_its_layer_or_in_the_settings() {
        let looks = guess(39_440_219.42, 4_418_000.0).unwrap();
        assert_eq!(declaration(Layer::Outlets, &looks), "pass --outlets-crs epsg:4527");
        let line = "write crs = \"epsg:4527\" under [grids] in walkshed.toml";
        assert_eq!(declaration(Layer::Grids, &looks), line);
        assert_eq!(declaration(Layer::Outlets, "projected metres"), "pass --outlets-crs CRS");
    }
}
