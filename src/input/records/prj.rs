//! The coordinate system that well-known text names (OGC 01-009 and its ESRI dialect, as in `.prj`).
//!
//! An EPSG code at the end counts. Without one, degrees are told by the datum (WGS 84, CGCS2000), and
//! zones by their parameters: central meridian, false easting and northing, scale. Datums that differ
//! from WGS 84 by metres are not taken for it.

use super::super::crs::Crs;
use super::super::projection::Projection;

/// The system, or the name of one that we do not know.
pub(super) fn system(text: &str) -> Result<Crs, String> {
    let text = text.trim().trim_start_matches('\u{feff}');
    let name = text.split('"').nth(1).unwrap_or_default();
    let unknown = || Err(if name.is_empty() { text.to_owned() } else { name.to_owned() });
    if let Some(code) = authority(text) {
        return format!("epsg:{code}").parse().or_else(|_| unknown());
    }
    let plain = |text: &str| -> String {
        text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
    };
    let all = plain(text);
    let datum = text.find("DATUM[").map_or("", |at| &text[at..]);
    let datum = plain(datum.split('"').nth(1).unwrap_or_default());
    let is_wgs84 = matches!(datum.as_str(), "dwgs1984" | "wgs1984" | "worldgeodeticsystem1984");
    let is_cgcs = matches!(datum.as_str(), "dchina2000" | "china2000" | "dcgcs2000" | "cgcs2000");
    if !(is_wgs84 || is_cgcs) {
        return unknown();
    }
    if !all.starts_with("projcs") {
        return if all.starts_with("geogcs") { Ok(Crs::default()) } else { unknown() };
    }
    let is_metres = all.contains("unitmeter1") || all.contains("unitmetre1");
    if all.contains("mercatorauxiliarysphere") && is_metres {
        return "epsg:3857".parse().or_else(|_| unknown());
    }
    let is_transverse = all.contains("transversemercator") || all.contains("gausskruger");
    let number = |name: &str| parameter(text, name);
    let zone = number("central_meridian").and_then(|meridian| {
        let origin = [number("false_easting")?, number("false_northing").unwrap_or(0.0)];
        let is_equator = number("latitude_of_origin").is_none_or(|lat| lat.abs() < 1e-9);
        let scale = number("scale_factor").unwrap_or(1.0);
        let found = Projection::of_parameters(meridian, origin, scale);
        found.filter(|_| is_transverse && is_metres && is_equator)
    });
    zone.map_or_else(unknown, |zone| format!("epsg:{}", zone.epsg()).parse().or_else(|_| unknown()))
}

/// The EPSG code of the system as a whole: the last word of the text.
fn authority(text: &str) -> Option<u32> {
    let end = text.trim_end().strip_suffix(']')?.trim_end().strip_suffix(']')?;
    let at = end.rfind("AUTHORITY[").or_else(|| end.rfind("ID["))?;
    let words: Vec<&str> =
        end[at..].split(['[', ',']).map(|w| w.trim().trim_matches('"')).collect();
    match words.as_slice() {
        [_, who, code] if who.eq_ignore_ascii_case("EPSG") => code.parse().ok(),
        _ => None,
    }
}

/// The number behind `PARAMETER["name",`.
fn parameter(text: &str, name: &str) -> Option<f64> {
    let lower = text.to_ascii_lowercase();
    let at = lower.find(&format!("\"{name}\""))? + name.len() + 2;
    let rest = lower[at..].trim_start().strip_prefix(',')?;
    rest.split([']', ',']).next()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const WGS84: &str = r#"GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]"#;

    fn projected(name: &str, datum: &str, meridian: u32, easting: u32) -> String {
        format!(
            r#"PROJCS["{name}",GEOGCS["G",DATUM["{datum}",SPHEROID["S",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",{easting}.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",{meridian}.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"#
        )
    }

    #[test]
    fn systems_are_told_by_datum_and_parameters() {
        let epsg = |code: u32| format!("epsg:{code}").parse::<Crs>();
        assert_eq!(system(WGS84), Ok(Crs::default()));
        let zone = |meridian, easting| system(&projected("Z", "D_China_2000", meridian, easting));
        assert_eq!(zone(117, 39_500_000).ok(), epsg(4527).ok());
        assert_eq!(zone(117, 500_000).ok(), epsg(4548).ok());
        assert!(zone(117, 600_000).is_err());
        assert!(zone(118, 500_000).is_err());
    }

    #[test]
    fn another_datum_or_a_code_that_we_do_not_read_is_named() {
        let old = projected("Beijing_1954_3_Degree_GK_CM_117E", "D_Beijing_1954", 117, 500_000);
        assert_eq!(system(&old), Err("Beijing_1954_3_Degree_GK_CM_117E".to_owned()));
        let coded = r#"PROJCS["OSGB",GEOGCS["x"],AUTHORITY["EPSG","27700"]]"#;
        assert_eq!(system(coded), Err("OSGB".to_owned()));
        let coded =
            r#"PROJCS["CGCS2000 / 3-degree Gauss-Kruger zone 39",AUTHORITY["EPSG","4527"]]"#;
        assert_eq!(system(coded).ok(), "epsg:4527".parse().ok());
        assert!(system("").is_err());
        assert!(system("junk]]").is_err());
    }

    #[test]
    fn a_zone_is_one_only_where_all_of_its_parameters_say_so() {
        let zone = projected("Z", "D_China_2000", 117, 500_000);
        let of = |from: &str, to: &str| system(&zone.replace(from, to));
        assert_eq!(of("Gauss_Kruger", "Transverse_Mercator").ok(), "epsg:4548".parse().ok());
        assert_eq!(of("UNIT[\"Meter\",1.0]]", "UNIT[\"metre\",1]]").ok(), "epsg:4548".parse().ok());
        for (from, to) in [
            ("Gauss_Kruger", "Lambert_Conformal_Conic"),
            ("UNIT[\"Meter\",1.0]]", "UNIT[\"Foot_US\",0.3048006]]"),
            ("\"Latitude_Of_Origin\",0.0", "\"Latitude_Of_Origin\",30.0"),
            ("\"False_Northing\",0.0", "\"False_Northing\",9.0"),
            ("\"Central_Meridian\"", "\"Other\""),
        ] {
            assert_eq!(of(from, to), Err("Z".to_owned()), "{to}");
        }
        assert_eq!(system(&format!("COMPD_CS[\"both\",{zone}]")), Err("both".to_owned()));
    }

    #[test]
    fn web_mercator_of_esri_is_known_by_its_projection() {
        let web = format!(
            r#"PROJCS["WGS_1984_Web_Mercator_Auxiliary_Sphere",{WGS84},PROJECTION["Mercator_Auxiliary_Sphere"],PARAMETER["Central_Meridian",0.0],UNIT["Meter",1.0]]"#
        );
        assert_eq!(system(&web).ok(), "epsg:3857".parse().ok());
        assert!(system(&web.replace("Meter", "Foot_US")).is_err());
        // A code of another authority says nothing; the datum does.
        let coded = WGS84.replace("UNIT", "AUTHORITY[\"ESRI\",\"104000\"],UNIT");
        assert_eq!(system(&coded), Ok(Crs::default()));
        let last = format!("{}{}", &WGS84[..WGS84.len() - 1], ",AUTHORITY[\"ESRI\",\"4326\"]]");
        assert_eq!(system(&last), Ok(Crs::default()));
    }
}
