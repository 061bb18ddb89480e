//! The columns of an export: which is which, by the headings that exports use.

use crate::finding::{Finding, Place};
use crate::input::sniff::Refusal;
use crate::input::words::quoted;

/// Headings of each column, the surest first. Letter case does not count.
const ID: [&str; 5] = ["id", "poiid", "poi_id", "uid", "编号"];
const NAME: [&str; 4] = ["name", "poi_name", "名称", "名字"];
const CODE: [&str; 5] = ["typecode", "type_code", "typecodes", "类型编码", "分类编码"];
const TYPE: [&str; 4] = ["type", "typename", "type_name", "类型"];
const LOCATION: [&str; 3] = ["location", "lonlat", "坐标"];
const LON: [&str; 8] = ["lon", "lng", "long", "longitude", "经度", "lon_gcj02", "lng_gcj02", "x"];
const LAT: [&str; 8] = ["lat", "lat", "lat", "latitude", "纬度", "lat_gcj02", "lat_gcj02", "y"];
const ADDRESS: [&str; 2] = ["address", "地址"];
const DISTRICT: [&str; 4] = ["adname", "district", "区县", "行政区"];
const HOURS: [&str; 4] = ["opening_hours", "opentime", "open_time", "营业时间"];

/// Where the place of a row stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Location {
    /// `116.35,39.95` in one column.
    One(usize),
    /// In two.
    Two(usize, usize),
}

/// The columns of an export, counted from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Columns {
    pub(super) names: Vec<String>,
    pub(super) id: Option<usize>,
    pub(super) name: Option<usize>,
    pub(super) code: Option<usize>,
    pub(super) kind: Option<usize>,
    pub(super) location: Location,
    pub(super) address: Option<usize>,
    pub(super) district: Option<usize>,
    pub(super) hours: Option<usize>,
}

impl Columns {
    /// The columns under these headings.
    ///
    /// # Errors
    /// The finding that says what is not there.
    pub(super) fn new(names: Vec<String>, place: &Place) -> Result<Self, Refusal> {
        let find = |wanted: &[&str]| {
            wanted.iter().find_map(|w| names.iter().position(|n| n.eq_ignore_ascii_case(w)))
        };
        let pair = || {
            LON.iter()
                .zip(LAT)
                .find_map(|(lon, lat)| Some(Location::Two(find(&[*lon])?, find(&[lat])?)))
        };
        let location = find(&LOCATION).map(Location::One).or_else(pair);
        let (code, kind) = (find(&CODE), find(&TYPE));
        let shown = || quoted(&names.join(", "));
        let Some(location) = location else {
            let message = format!("no column of places; the headings are {}", shown());
            let help = "call it location (\"116.35,39.95\"), or two columns lon and lat";
            let finding = Finding::error("no-place-columns", place.clone(), message);
            return Err(Box::new(finding.with_help(help)));
        };
        if code.is_none() && kind.is_none() {
            let message = format!("no column of types; the headings are {}", shown());
            let help =
                "call it typecode (060200), or type (购物服务;便民商店/便利店;便民商店/便利店)";
            let finding = Finding::error("no-type-column", place.clone(), message);
            return Err(Box::new(finding.with_help(help)));
        }
        Ok(Self {
            id: find(&ID),
            name: find(&NAME),
            code,
            kind,
            location,
            address: find(&ADDRESS),
            district: find(&DISTRICT),
            hours: find(&HOURS),
            names,
        })
    }

    /// The place of a cell: row from 1, column from 1 with its heading.
    pub(super) fn place(&self, file: &str, row: usize, column: usize) -> Place {
        let heading = quoted(self.names.get(column).map_or("", String::as_str));
        Place::path(file, format!("row {row}, column {} {heading}", column + 1))
    }
}
