//! Layers of geographic formats: records with named fields, a geometry each, and a coordinate system
//! that the file names itself.
//!
//! `shapefile`, `gpkg`, `fgb` and `geoparquet` take a file apart and hand what they find to [`Records`], which gives
//! features as any other format does. Records are counted from 1. What the file says that it is in counts as if the user
//! had said it; where it says nothing that we know, or contradicts the user, we ask.

#[cfg(any(feature = "shapefile", feature = "flatgeobuf"))]
mod dbf;
#[cfg(feature = "flatgeobuf")]
pub(super) mod fgb;
#[cfg(feature = "geoparquet")]
pub(super) mod geoparquet;
#[cfg(feature = "geopackage")]
pub(super) mod gpkg;
#[cfg(feature = "geoparquet")]
mod lz4;
#[cfg(feature = "geoparquet")]
mod pages;
#[cfg(any(feature = "shapefile", feature = "flatgeobuf"))]
mod prj;
#[cfg(feature = "shapefile")]
pub(super) mod shapefile;

use super::coordinates::Coordinates;
use super::crs::{Crs, LayerCrs};
use super::cursor::Value;
use super::document::{FeatureAt, Outline, Root, Sink};
use super::feature::{Fields, Geometry, Properties, RawFeature, SLOTS};
use super::layer::LayerFile;
use super::sniff::Refusal;
use super::table::Headings;
use super::well_known::Problem;
use super::words::quoted;
use crate::finding::{Finding, Findings, Place};

/// The records of one file as they come.
pub(super) struct Records<'r> {
    file: &'r LayerFile,
    headings: Headings,
    /// What the file says that it is in.
    own: Option<Crs>,
    features: usize,
    coordinates: Coordinates,
}

impl<'r> Records<'r> {
    /// No records yet, of fields with these names.
    pub(super) fn new(
        file: &'r LayerFile,
        fields: &Fields,
        names: Vec<String>,
        own: Option<Crs>,
    ) -> Result<Self, Refusal> {
        let headings = Headings::of_fields(names, fields, &Place::file(&file.name))?;
        Ok(Self { file, headings, own, features: 0, coordinates: Coordinates::default() })
    }

    /// Takes a record: the values of its fields, and what lays out its geometry.
    pub(super) fn record(
        &mut self,
        cells: &[Value<'_>],
        geometry: impl FnOnce(&mut Coordinates) -> Result<Geometry, Problem>,
        findings: &mut Findings,
        sink: &mut Sink<'_>,
    ) {
        let at = FeatureAt { root: Root::Records, index: self.features };
        self.features += 1;
        let mut values = [Value::Missing; SLOTS];
        for (value, column) in values.iter_mut().zip(self.headings.slots) {
            *value = column.and_then(|c| cells.get(c).copied()).unwrap_or(Value::Missing);
        }
        self.coordinates.clear();
        let geometry = geometry(&mut self.coordinates).unwrap_or_else(|problem| {
            let place = Place::path(&self.file.name, at.path(".geometry"));
            findings.push(Finding::error("geometry", place, format!("the geometry {problem}")));
            Geometry::Flawed
        });
        let (id, properties, own) = (Value::Missing, Properties::Object, self.own);
        let (values, coordinates) = (&values, &self.coordinates);
        let line = None;
        let raw = RawFeature { id, properties, values, geometry, coordinates, own, cells, line };
        sink(at, &raw, findings);
    }

    /// How many records came.
    pub(super) fn count(&self) -> usize {
        self.features
    }

    /// What the file held.
    pub(super) fn finish(self, is_whole: bool) -> Outline {
        let headings = Some(self.headings);
        Outline { features: self.features, is_whole, headings, ..Outline::default() }
    }
}

/// The system on WGS 84 that one on ETRS89 goes by, in which most of Europe publishes: by a name such as
/// `ETRS89 / UTM zone 30N` or `ETRS_1989_UTM_Zone_30N`, or a code such as `EPSG:25830`.
fn etrs89(name: &str) -> Option<String> {
    let plain = |c: char| c.is_ascii_alphanumeric().then_some(c.to_ascii_lowercase());
    let plain: String = name.chars().filter_map(plain).collect();
    if ["etrs89", "gcsetrs1989", "epsg4258"].contains(&plain.as_str()) {
        return Some("wgs84".to_owned());
    }
    let zone = plain.strip_prefix("epsg258").or_else(|| {
        let rest = plain.strip_prefix("etrs89").or_else(|| plain.strip_prefix("etrs1989"))?;
        rest.strip_prefix("utmzone")?.strip_suffix('n')
    })?;
    // EPSG:25828 to 25838; on WGS 84 these are EPSG:32628 to 32638.
    let zone = zone.parse().ok().filter(|zone: &u32| (28..=38).contains(zone))?;
    Some(format!("epsg:326{zone}"))
}

/// The system of a file that says it is in `own`, or in something that we do not know; held against
/// what the user says.
///
/// # Errors
/// A finding that asks, where neither says it or the two differ.
pub(super) fn system(
    own: Result<Crs, String>,
    declared: &LayerCrs,
    (place, word): (Place, &str),
) -> Result<Option<Crs>, Refusal> {
    match (own, declared.all) {
        // A shifted datum has no name that a file could give; such files call themselves WGS 84.
        (Ok(own), Some(said)) if own.is_degrees() && said.shift().is_some() => Ok(None),
        (Ok(own), Some(said)) if own != said => {
            let message = format!(
                "the file says that it is in {}; the layer is declared {}",
                own.describe(),
                said.describe()
            );
            let help = "one of the two is wrong: take the declaration away, or correct the file";
            Err(Box::new(Finding::error("crs-member", place, message).with_help(help)))
        }
        (Ok(own), _) => Ok(Some(own)),
        (Err(_), Some(_)) => Ok(None),
        (Err(name), None) => {
            let message = if name.is_empty() {
                "the file does not say which coordinate system it is in".to_owned()
            } else {
                format!("the file is in {}, which is not known here", quoted(&name))
            };
            let convert = "convert it with ogr2ogr -t_srs EPSG:4326";
            let help = match etrs89(&name) {
                Some(same) => format!(
                    "ETRS89 is within a metre of WGS 84: pass --{word}-crs {same}, or {convert}"
                ),
                None if name.is_empty() => format!(
                    "say what it is in, such as --{word}-crs wgs84 or --{word}-crs epsg:4527, or {convert}"
                ),
                None => convert.to_owned(),
            };
            Err(Box::new(Finding::error("crs-unknown", place, message).with_help(help)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn systems_of_europe_have_their_likes_on_wgs84() {
        for (name, same) in [
            ("ETRS89 / UTM zone 30N", "epsg:32630"),
            ("ETRS_1989_UTM_Zone_33N", "epsg:32633"),
            ("EPSG:25832", "epsg:32632"),
            ("ETRS89", "wgs84"),
            ("GCS_ETRS_1989", "wgs84"),
        ] {
            assert_eq!(etrs89(name).as_deref(), Some(same), "{name}");
            assert!(same.parse::<Crs>().is_ok());
        }
        for name in
            ["", "EPSG:25884", "ETRS89 / LAEA Europe", "WGS 84 / UTM zone 30N", "EPSG:27700"]
        {
            assert_eq!(etrs89(name), None, "{name}");
        }
    }

    #[test]
    fn a_system_that_is_not_known_is_asked_about_with_what_helps() {
        let told = |name: &str| {
            let place = (Place::file("a.gpkg"), "estates");
            let refusal = system(Err(name.to_owned()), &LayerCrs::default(), place).unwrap_err();
            refusal.help
        };
        assert!(told("").contains("such as --estates-crs wgs84 or --estates-crs epsg:4527"));
        assert!(
            told("ETRS89 / UTM zone 30N").contains("pass --estates-crs epsg:32630, or convert")
        );
        assert_eq!(told("OSGB 1936"), "convert it with ogr2ogr -t_srs EPSG:4326");
    }
}
