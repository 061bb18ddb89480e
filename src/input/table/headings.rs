//! The headings of a table: which column is which property, and which say where a row is.

use super::super::config::Columns;
use super::super::feature::{Fields, SLOTS};
use super::super::sniff::Refusal;
use super::super::words::quoted;
use crate::finding::{Finding, Place};

/// Headings of a column of longitudes, the surest first. Letter case does not count.
const LONGITUDES: [&str; 12] = [
    "lon",
    "lng",
    "long",
    "longitude",
    "lon_wgs84",
    "lng_wgs84",
    "wgs84_lon",
    "wgs84_lng",
    "经度",
    "经度坐标",
    "x",
    "point_x",
];

/// Headings of a column of latitudes, each beside its partner above.
const LATITUDES: [&str; 12] = [
    "lat",
    "lat",
    "lat",
    "latitude",
    "lat_wgs84",
    "lat_wgs84",
    "wgs84_lat",
    "wgs84_lat",
    "纬度",
    "纬度坐标",
    "y",
    "point_y",
];

/// Headings of a column of well-known text.
const TEXTS: [&str; 7] = ["wkt", "geom_wkt", "wkt_geom", "geometry", "geom", "the_geom", "几何"];

/// Where the place of a row stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum PlaceColumns {
    /// In two columns of degrees.
    LonLat { lon: usize, lat: usize },
    /// In one column of well-known text.
    Text(usize),
    /// Outside of the columns.
    Apart,
}

/// The columns of a table, counted from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Headings {
    /// What stands above each column, trimmed.
    pub(in super::super) names: Vec<String>,
    /// Where a row is.
    pub(in super::super) place: PlaceColumns,
    /// The column of each slot of the layer.
    pub(in super::super) slots: [Option<usize>; SLOTS],
    /// The sheet of a workbook that they stand in.
    pub(in super::super) sheet: Option<String>,
}

/// What a row of names turns out to be.
pub(super) enum Found {
    /// Headings.
    Headings(Headings),
    /// No headings of a place.
    Nothing,
    /// Headings that cannot be told apart.
    Twice(Finding),
}

/// Takes a row of names as headings.
pub(super) fn headings(
    names: Vec<String>,
    wanted: &Columns,
    fields: &Fields,
    place: &Place,
) -> Found {
    match place_columns(&names, wanted) {
        None => Found::Nothing,
        Some(columns) => match settle(names, columns, fields, place) {
            Ok(headings) => Found::Headings(headings),
            Err(twice) => Found::Twice(*twice),
        },
    }
}

/// Finds the columns of the slots, and refuses one that cannot be told from another.
fn settle(
    names: Vec<String>,
    columns: PlaceColumns,
    fields: &Fields,
    place: &Place,
) -> Result<Headings, Refusal> {
    let mut slots = [None; SLOTS];
    let mut used = match columns {
        PlaceColumns::LonLat { lon, lat } => vec![lon, lat],
        PlaceColumns::Text(column) => vec![column],
        PlaceColumns::Apart => Vec::new(),
    };
    for (slot, column) in slots.iter_mut().enumerate() {
        *column = find_field(&names, columns, fields.name(slot));
        used.extend(*column);
    }
    for column in used {
        let same = |name: &&String| name.eq_ignore_ascii_case(&names[column]);
        if let Some(other) = names.iter().skip(column + 1).position(|n| same(&n)) {
            let message = format!(
                "columns {} and {} are both called {}; which one counts is not clear",
                column + 1,
                column + 2 + other,
                quoted(&names[column])
            );
            let finding = Finding::error("duplicate-heading", place.clone(), message);
            return Err(Box::new(finding.with_help("rename or remove one of the two")));
        }
    }
    Ok(Headings { names, place: columns, slots, sheet: None })
}

/// The first column of a name; letter case counts only where both are there.
fn find(names: &[String], name: &str) -> Option<usize> {
    if name.is_empty() {
        return None;
    }
    let exact = names.iter().position(|n| n == name);
    exact.or_else(|| names.iter().position(|n| n.to_lowercase() == name.to_lowercase()))
}

/// The same; shapefiles cut the names of fields after ten letters.
fn find_field(names: &[String], place: PlaceColumns, name: &str) -> Option<usize> {
    let cut = name.get(..10).filter(|_| place == PlaceColumns::Apart);
    find(names, name).or_else(|| find(names, cut?))
}

/// Where the place of a row stands: in the columns that the settings name, else where the headings
/// say so. Well-known text goes before degrees, because it can hold more than a point.
fn place_columns(names: &[String], wanted: &Columns) -> Option<PlaceColumns> {
    if let Some(text) = &wanted.text {
        return find(names, text).map(PlaceColumns::Text);
    }
    if wanted.lon.is_some() || wanted.lat.is_some() {
        // Where one of the two is named alone, the other has one of its usual names.
        let usual = |words: &[&str]| words.iter().find_map(|word| find(names, word));
        let column = |wanted: &Option<String>, words| match wanted {
            Some(name) => find(names, name),
            None => usual(words),
        };
        let lon = column(&wanted.lon, &LONGITUDES)?;
        let lat = column(&wanted.lat, &LATITUDES)?;
        let is_asked = wanted.lon.is_some() && wanted.lat.is_some();
        return (is_asked || lon != lat).then_some(PlaceColumns::LonLat { lon, lat });
    }
    if let Some(column) = TEXTS.iter().find_map(|name| find(names, name)) {
        return Some(PlaceColumns::Text(column));
    }
    LONGITUDES.iter().zip(LATITUDES).find_map(|(lon, lat)| {
        let (lon, lat) = (find(names, lon)?, find(names, lat)?);
        Some(PlaceColumns::LonLat { lon, lat })
    })
}

impl Headings {
    /// The fields of a geographic format.
    pub(in super::super) fn of_fields(
        names: Vec<String>,
        fields: &Fields,
        place: &Place,
    ) -> Result<Self, Refusal> {
        settle(names, PlaceColumns::Apart, fields, place)
    }

    /// The columns that hold no place, those of a name that an earlier one has left away.
    pub(in super::super) fn others(&self) -> impl Iterator<Item = usize> {
        let is_place = |column: usize| match self.place {
            PlaceColumns::LonLat { lon, lat } => column == lon || column == lat,
            PlaceColumns::Text(text) => column == text,
            PlaceColumns::Apart => false,
        };
        (0..self.names.len()).filter(move |&column| {
            let name = &self.names[column];
            !name.is_empty() && !is_place(column) && !self.names[..column].contains(name)
        })
    }

    /// A path in a row as a spreadsheet shows it: columns counted from 1, with their headings.
    pub(in super::super) fn shown(&self, path: &str) -> String {
        let sheet = self.sheet.as_ref().map(|name| format!("sheet {}", quoted(name)));
        let (row, rest) = match path.split_once(", ") {
            Some(("features", rest)) => ("", self.shown_column(rest)),
            Some((row, rest)) => (row, self.shown_column(rest)),
            // The features as a whole are the file.
            None if path == "features" => ("", String::new()),
            None => (path, String::new()),
        };
        let parts = [sheet.as_deref().unwrap_or_default(), row, &rest];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        parts.join(", ")
    }

    fn shown_column(&self, rest: &str) -> String {
        let one = |column: usize| {
            let name = self.names.get(column).map_or("", String::as_str);
            match self.place {
                PlaceColumns::Apart => format!("field {}", quoted(name)),
                _ => format!("column {} {}", column + 1, quoted(name)),
            }
        };
        if let Some(property) = rest.strip_prefix("properties") {
            return key(property)
                .and_then(|name| find_field(&self.names, self.place, &name))
                .map_or_else(String::new, one);
        }
        if let Some(column) = rest.strip_prefix("column ").and_then(|n| n.parse::<usize>().ok()) {
            return one(column.saturating_sub(1));
        }
        let Some(inside) = rest.strip_prefix("geometry") else { return rest.to_owned() };
        let inside = inside.strip_prefix(".coordinates").unwrap_or(inside);
        match (self.place, inside) {
            (PlaceColumns::LonLat { lon, .. }, "[0]") => one(lon),
            (PlaceColumns::LonLat { lat, .. }, "[1]") => one(lat),
            (PlaceColumns::LonLat { lon, lat }, _) => format!("{} and {}", one(lon), one(lat)),
            (PlaceColumns::Text(column), "") => one(column),
            (PlaceColumns::Apart, inside) => format!("geometry{inside}"),
            (PlaceColumns::Text(column), inside) => format!("{}, {inside}", one(column)),
        }
    }
}

/// The name of a member in the form that jq reads: `.name` or `["a name"]`.
fn key(path: &str) -> Option<String> {
    match path.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(quoted) => serde_json::from_str(quoted).ok(),
        None => path.strip_prefix('.').map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(names: &[&str], wanted: &Columns) -> Option<PlaceColumns> {
        let names: Vec<String> = names.iter().map(|n| (*n).to_owned()).collect();
        place_columns(&names, wanted)
    }

    #[test]
    fn the_columns_of_a_place_are_found_by_their_usual_names() {
        let any = Columns::default();
        let pair = |lon, lat| Some(PlaceColumns::LonLat { lon, lat });
        assert_eq!(of(&["id", "LAT", "Lng"], &any), pair(2, 1));
        assert_eq!(of(&["名称", "经度", "纬度"], &any), pair(1, 2));
        assert_eq!(of(&["x", "y", "lon", "lat"], &any), pair(2, 3));
        assert_eq!(of(&["lon", "y"], &any), None);
        assert_eq!(of(&["lon", "lat", "WKT"], &any), Some(PlaceColumns::Text(2)));
        let named = Columns { lon: Some("a".into()), lat: Some("b".into()), text: None };
        assert_eq!(of(&["lon", "lat", "b", "a"], &named), pair(3, 2));
        assert_eq!(of(&["lon", "lat"], &named), None);
        let one = |lon: Option<&str>, lat: Option<&str>| Columns {
            lon: lon.map(str::to_owned),
            lat: lat.map(str::to_owned),
            text: None,
        };
        assert_eq!(of(&["lat", "east"], &one(Some("east"), None)), pair(1, 0));
        assert_eq!(of(&["x", "north", "wkt"], &one(None, Some("north"))), pair(0, 1));
        assert_eq!(of(&["east", "north"], &one(Some("east"), None)), None);
        assert_eq!(of(&["lat"], &one(Some("lat"), None)), None);
    }

    #[test]
    fn a_place_is_shown_by_row_and_column() {
        let names = ["id", "lon", "lat"].map(str::to_owned).to_vec();
        let place = PlaceColumns::LonLat { lon: 1, lat: 2 };
        let mut headings = Headings { names, place, slots: [None; SLOTS], sheet: None };
        assert_eq!(headings.shown("row 5"), "row 5");
        assert_eq!(headings.shown("row 5, properties.id"), "row 5, column 1 \"id\"");
        assert_eq!(headings.shown("row 5, geometry.coordinates[1]"), "row 5, column 3 \"lat\"");
        assert_eq!(headings.shown("row 5, properties[\"no such\"]"), "row 5");
        assert_eq!(headings.shown("row 5, row 6"), "row 5, row 6");
        assert_eq!(headings.shown("features"), "");
        let both = "row 5, column 2 \"lon\" and column 3 \"lat\"";
        assert_eq!(headings.shown("row 5, geometry"), both);
        headings.sheet = Some("网点".to_owned());
        assert_eq!(headings.shown("row 5"), "sheet \"网点\", row 5");
        headings.place = PlaceColumns::Text(0);
        let ring = headings.shown("row 5, geometry.coordinates[0][1]");
        assert_eq!(ring, "sheet \"网点\", row 5, column 1 \"id\", [0][1]");
    }
}
