//! The formats that a layer may come in.
//!
//! A file's bytes say what it is; its name says what it ought to be. Where the two differ the file is
//! refused, because somebody has mixed something up.

use super::layer::Layer;

/// A format of a layer's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// GeoJSON (RFC 7946): a collection, one feature a line, or a text sequence (RFC 8142).
    GeoJson,
    /// Text in rows and columns (RFC 4180), whatever separates them.
    Csv,
    /// A workbook (Office Open XML).
    Xlsx,
    /// A shapefile of ESRI, with the files beside it.
    Shapefile,
    /// Tables of features in an `SQLite` database.
    GeoPackage,
    /// A stream of features in flat buffers.
    FlatGeobuf,
    /// A table in columns, with a note on its geometries.
    GeoParquet,
    /// An extract of OpenStreetMap, as XML or packed; streets only.
    Osm,
}

/// How files of a layer are called behind the dot, and what they hold, in the order in which we
/// look for them.
const ENDINGS: [(&str, Format); 18] = [
    ("geojson", Format::GeoJson),
    ("json", Format::GeoJson),
    ("geojsonl", Format::GeoJson),
    ("geojsons", Format::GeoJson),
    ("geojsonseq", Format::GeoJson),
    ("ndjson", Format::GeoJson),
    ("jsonl", Format::GeoJson),
    ("csv", Format::Csv),
    ("tsv", Format::Csv),
    ("xlsx", Format::Xlsx),
    ("shp", Format::Shapefile),
    ("gpkg", Format::GeoPackage),
    ("fgb", Format::FlatGeobuf),
    ("parquet", Format::GeoParquet),
    ("geoparquet", Format::GeoParquet),
    ("osm.pbf", Format::Osm),
    ("osm", Format::Osm),
    ("pbf", Format::Osm),
];

impl Format {
    /// The format that a file's name promises, `.gz` left away; none where the name says nothing.
    pub(super) fn by_name(name: &str) -> Option<Self> {
        let (_, ending) = unpacked(name).rsplit_once('.')?;
        ENDINGS.iter().find(|(known, _)| ending.eq_ignore_ascii_case(known)).map(|e| e.1)
    }

    /// The names that a layer's file may have in a city's folder: `outlets.csv`, `outlets.csv.gz`.
    pub(super) fn usual_names(stem: &str) -> impl Iterator<Item = String> + '_ {
        let is_read = move |format: Format| format != Self::Osm || stem == Layer::Streets.word();
        ENDINGS.iter().filter(move |(_, format)| is_read(*format)).flat_map(move |(ending, _)| {
            let plain = format!("{stem}.{ending}");
            [format!("{plain}.gz"), plain].into_iter().rev()
        })
    }

    /// Whether a city's folder would be read from a file of this name.
    pub(super) fn is_usual_name(name: &str) -> bool {
        let stems = Layer::WITH_FEATURES.map(Layer::word);
        stems.iter().any(|stem| Self::usual_names(stem).any(|usual| usual == name))
    }

    /// What a message calls a file of the format: `this is a table (CSV)`.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::GeoJson => "GeoJSON",
            Self::Csv => "a table (CSV)",
            Self::Xlsx => "an Excel workbook (xlsx)",
            Self::Shapefile => "a shapefile (shp)",
            Self::GeoPackage => "a GeoPackage",
            Self::FlatGeobuf => "FlatGeobuf",
            Self::GeoParquet => "GeoParquet",
            Self::Osm => "an OpenStreetMap extract (osm, osm.pbf)",
        }
    }

    /// The cargo feature that the format needs and that this build does not have.
    pub(super) fn missing_feature(self) -> Option<&'static str> {
        let (feature, is_there) = match self {
            Self::GeoJson | Self::Csv | Self::Osm => return None,
            Self::Xlsx => ("xlsx", cfg!(feature = "xlsx")),
            Self::Shapefile => ("shapefile", cfg!(feature = "shapefile")),
            Self::GeoPackage => ("geopackage", cfg!(feature = "geopackage")),
            Self::FlatGeobuf => ("flatgeobuf", cfg!(feature = "flatgeobuf")),
            Self::GeoParquet => ("geoparquet", cfg!(feature = "geoparquet")),
        };
        (!is_there).then_some(feature)
    }

    /// How a file of the format ought to be called.
    pub(super) fn ending(self) -> &'static str {
        ENDINGS.iter().find(|(_, format)| *format == self).map_or("", |e| e.0)
    }
}

/// A file's name without `.gz`.
pub(super) fn unpacked(name: &str) -> &str {
    let cut = name.len().saturating_sub(3);
    match name.get(cut..) {
        Some(end) if end.eq_ignore_ascii_case(".gz") => &name[..cut],
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_promises_a_format() {
        assert_eq!(Format::by_name("a/outlets.CSV.gz"), Some(Format::Csv));
        assert_eq!(Format::by_name("outlets.geojsonl"), Some(Format::GeoJson));
        assert_eq!(Format::by_name("north.osm.pbf"), Some(Format::Osm));
        assert_eq!(Format::by_name("outlets.dat"), None);
        assert_eq!(Format::by_name("outlets"), None);
        assert_eq!(Format::by_name("é"), None);
    }

    #[test]
    fn names_of_layers_are_known_whatever_their_format() {
        for name in [
            "outlets.geojson",
            "complaints.csv",
            "streets.csv.gz",
            "people.parquet",
            "streets.osm.pbf",
            "streets.osm.gz",
        ] {
            assert!(Format::is_usual_name(name), "{name}");
        }
        for name in [
            "issues.geojson",
            "gaps.csv",
            "outlets",
            "plan.geojson",
            "Outlets.csv.bak",
            "outlets.osm.pbf",
        ] {
            assert!(!Format::is_usual_name(name), "{name}");
        }
    }

    #[test]
    fn every_name_is_looked_for_plain_and_packed() {
        let names: Vec<String> = Format::usual_names("people").collect();
        assert_eq!(names[..2], ["people.geojson", "people.geojson.gz"]);
        assert!(names.contains(&"people.csv.gz".to_owned()));
    }
}
