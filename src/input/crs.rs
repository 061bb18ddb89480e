//! Coordinate systems: what a file says of its own, and what the user says of a layer.
//!
//! RFC 7946 section 4: GeoJSON is WGS 84, longitude first. CGCS2000 differs from it by centimetres
//! and counts as equal. Another system is read only where the user names it ([`CrsChoice`]); how it
//! becomes degrees stands in `shift` and `projection`, and what undeclared numbers look like in `guess`.

use std::fmt;
use std::str::FromStr;

use super::guess::{declare, guess};
use super::layer::{Layer, LayerFile};
use super::projection::Projection;
use super::shift::Shift;
use super::words::quoted;
use crate::finding::{Finding, Place};
use crate::model::LonLat;

/// The systems that a layer may be in, as help texts list them.
pub(super) const UNDERSTOOD: &str = "wgs84, cgcs2000, gcj02, bd09, and by EPSG code CGCS2000 zones \
    (epsg:4491 to 4554, such as 4527 or 4548), UTM (epsg:32650) and Web Mercator (epsg:3857)";

/// A coordinate system that a layer may be in.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Crs(System);

#[derive(Debug, Clone, Copy, PartialEq, Default)]
enum System {
    /// WGS 84 or CGCS2000, longitude first.
    #[default]
    Degrees,
    Shifted(Shift),
    Projected(Projection),
}

impl FromStr for Crs {
    type Err = CrsError;

    fn from_str(name: &str) -> Result<Self, CrsError> {
        let lower = name.trim().to_ascii_lowercase();
        let plain: String = lower.chars().filter(|c| !matches!(c, '-' | ' ' | '_')).collect();
        let system = match plain.as_str() {
            "wgs84" | "cgcs2000" | "crs84" => System::Degrees,
            "gcj02" => System::Shifted(Shift::Gcj02),
            "bd09" | "bd09ll" => System::Shifted(Shift::Bd09),
            _ => System::of_code(&plain).ok_or_else(|| CrsError::of(name))?,
        };
        Ok(Self(system))
    }
}

impl System {
    /// The system of `epsg:4527`, or of `utm50n`.
    fn of_code(name: &str) -> Option<Self> {
        if let Some(zone) = name.strip_prefix("utm") {
            let zone = zone.trim_start_matches(':');
            let (number, base) = match (zone.strip_suffix('n'), zone.strip_suffix('s')) {
                (Some(number), _) => (number, 32_600),
                (_, Some(number)) => (number, 32_700),
                (None, None) => return None,
            };
            let number = number.parse::<u32>().ok().filter(|n| (1..=60).contains(n))?;
            return Projection::of_epsg(base + number).map(Self::Projected);
        }
        match name.strip_prefix("epsg:")?.parse().ok()? {
            4326 | 4490 => Some(Self::Degrees),
            code => Projection::of_epsg(code).map(Self::Projected),
        }
    }
}

/// A coordinate system that we do not understand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrsError {
    name: String,
    /// Why not, and what to do.
    pub(super) help: String,
}

impl CrsError {
    fn of(name: &str) -> Self {
        let code = name.trim().rsplit(':').next().and_then(|code| code.parse::<u32>().ok());
        let other = match code {
            Some(2327..=2390 | 4610) => Some("Xi'an 1980"),
            Some(2401..=2442 | 21413..=21463 | 4214) => Some("Beijing 1954"),
            _ => None,
        };
        let help = match other {
            Some(datum) => format!(
                "{datum} lies up to 150 m off CGCS2000 by parameters that only the survey office \
                 has: ask there for the layer in CGCS2000"
            ),
            None => {
                format!("understood are {UNDERSTOOD}; convert others with ogr2ogr -t_srs EPSG:4326")
            }
        };
        Self { name: name.to_owned(), help }
    }
}

impl fmt::Display for CrsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "crs {} is not understood; {}", quoted(&self.name), self.help)
    }
}

impl std::error::Error for CrsError {}

impl Crs {
    /// GCJ-02.
    pub(super) fn gcj02() -> Self {
        Self(System::Shifted(Shift::Gcj02))
    }

    /// The shift, where it is one.
    pub(super) fn shift(self) -> Option<Shift> {
        match self.0 {
            System::Shifted(shift) => Some(shift),
            System::Degrees | System::Projected(_) => None,
        }
    }

    /// Whether positions are read as they are.
    pub(super) fn is_degrees(self) -> bool {
        self.0 == System::Degrees
    }

    /// Its name in messages: `GCJ-02`, `EPSG:4527 (CGCS2000, 3-degree zone about 117 E)`.
    pub(super) fn describe(self) -> String {
        match self.0 {
            System::Degrees => "WGS 84".to_owned(),
            System::Shifted(shift) => shift.name().to_owned(),
            System::Projected(system) => {
                format!("EPSG:{} ({})", system.epsg(), system.describe())
            }
        }
    }

    /// The same position in degrees on WGS 84, or why this cannot be one of the system.
    pub(super) fn to_wgs84(self, at: LonLat) -> Result<LonLat, OutOfRange> {
        match self.0 {
            System::Degrees => Ok(at),
            // What is no degree is said where all positions are checked.
            System::Shifted(_) if !is_degree(at) => Ok(at),
            System::Shifted(shift) => Ok(shift.back(at)),
            System::Projected(system) => {
                let (x, y) = (at.lon, at.lat);
                if system.eastings().contains(&x) && system.northings().contains(&y) {
                    Ok(system.lonlat(x, y))
                } else {
                    Err(OutOfRange { system, x, y })
                }
            }
        }
    }
}

fn is_degree(at: LonLat) -> bool {
    at.lon.abs() <= 180.0 && at.lat.abs() <= 90.0
}

/// A position that cannot be one of the system that its layer is declared to be in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct OutOfRange {
    system: Projection,
    x: f64,
    y: f64,
}

impl OutOfRange {
    /// Which of the two numbers it is: 0 or 1.
    pub(super) fn axis(self) -> usize {
        usize::from(self.system.eastings().contains(&self.x))
    }

    /// `116.4 is no easting of EPSG:4527 (38944000 to 40056000 m)`.
    pub(super) fn text(self) -> String {
        let (value, what, range) = match self.axis() {
            0 => (self.x, "easting", self.system.eastings()),
            _ => (self.y, "northing", self.system.northings()),
        };
        format!(
            "{value} is no {what} of EPSG:{} ({:.0} to {:.0} m)",
            self.system.epsg(),
            range.start(),
            range.end()
        )
    }

    /// Whether it would be one of the system the other way round.
    pub(super) fn is_turned(self) -> bool {
        self.system.eastings().contains(&self.y) && self.system.northings().contains(&self.x)
    }

    /// What the position looks like instead.
    pub(super) fn help(self) -> String {
        let Self { x, y, .. } = self;
        if is_degree(LonLat { lon: x, lat: y }) {
            return "these are degrees: leave the crs of this layer away".to_owned();
        }
        let guess = guess(x, y).map_or(String::new(), |looks| format!("; looks like {looks}"));
        format!("declare the system that the file is in{guess}")
    }
}

/// What the user says of a layer's coordinate system: of all of it, or of the outlets of one source.
#[derive(Debug, Clone, PartialEq)]
pub struct CrsChoice {
    /// Only features whose `source` is this word; none for the layer as a whole.
    pub(super) source: Option<String>,
    /// The system.
    pub(super) crs: Crs,
}

impl From<Crs> for CrsChoice {
    fn from(crs: Crs) -> Self {
        Self { source: None, crs }
    }
}

impl FromStr for CrsChoice {
    type Err = CrsError;

    /// `gcj02`, or `amap=gcj02` for the outlets whose source is amap.
    fn from_str(text: &str) -> Result<Self, CrsError> {
        let (source, name) = match text.rsplit_once('=') {
            Some((source, name)) => (Some(source.trim().to_owned()), name),
            None => (None, text),
        };
        Ok(Self { source, crs: name.parse()? })
    }
}

/// The systems of one layer, or of one of its files.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct LayerCrs {
    /// Of the layer as a whole.
    pub(super) all: Option<Crs>,
    /// Of features by their source.
    pub(super) by_source: Vec<(String, Crs)>,
}

impl LayerCrs {
    /// Adds a choice; of one source the last one counts.
    pub(super) fn choose(&mut self, choice: CrsChoice) {
        match choice.source {
            Some(source) => self.by_source.insert(0, (source, choice.crs)),
            None => self.all = Some(choice.crs),
        }
    }

    /// The same where `other` says nothing.
    pub(super) fn or(&self, other: &Self) -> Self {
        let by_source = self.by_source.iter().chain(&other.by_source).cloned().collect();
        Self { all: self.all.or(other.all), by_source }
    }

    /// Whether every position is read as it is.
    pub(super) fn is_plain(&self) -> bool {
        self.all.is_none_or(Crs::is_degrees) && self.by_source.is_empty()
    }

    /// The system of a feature with this source.
    pub(super) fn of(&self, source: Option<&str>) -> Crs {
        self.named(source).unwrap_or_default()
    }

    /// The same; none where the user says nothing.
    pub(super) fn named(&self, source: Option<&str>) -> Option<Crs> {
        let named = source.and_then(|source| {
            let is_it = |(name, _): &&(String, Crs)| name.to_lowercase() == source.to_lowercase();
            self.by_source.iter().find(is_it).map(|(_, crs)| *crs)
        });
        named.or(self.all)
    }
}

/// The finding for a `crs` member of a file, given as its JSON, that is neither WGS 84 or its equal nor
/// what the user declares.
pub(super) fn check_member(text: &[u8], file: &LayerFile, layer: Layer) -> Option<Finding> {
    let declared = file.crs.all;
    let value: serde_json::Value = serde_json::from_slice(text).ok()?;
    if value.is_null() {
        return None;
    }
    let name = value["properties"]["name"].as_str().or_else(|| value.as_str());
    let place = Place::path(&file.name, "crs");
    let Some(name) = name else {
        return Some(
            Finding::error("crs-member", place, "crs without a name; RFC 7946 is WGS84 only")
                .with_help("take the crs member out if the layer is in degrees on WGS 84"),
        );
    };
    let own = of_urn(name);
    let wanted = declared.unwrap_or_default();
    // A shifted datum has no name that a file could give; such files call themselves WGS 84.
    let is_agreed =
        own.is_some_and(|own| own == wanted || (own.is_degrees() && wanted.shift().is_some()));
    if is_agreed {
        return None;
    }
    let said = match own {
        Some(Crs(System::Degrees)) => "WGS 84".to_owned(),
        Some(Crs(System::Projected(system))) => format!("EPSG:{}", system.epsg()),
        Some(Crs(System::Shifted(_))) | None => {
            epsg_of(name).map_or_else(|| quoted(name), |code| format!("EPSG:{code}"))
        }
    };
    let (message, help) = match (declared, own) {
        (Some(declared), _) => (
            format!("crs says {said}; the layer is declared {}", declared.describe()),
            "one of the two is wrong: mend the declaration, or the crs member".to_owned(),
        ),
        (None, Some(Crs(System::Projected(_)))) => (
            format!("crs says {said}; RFC 7946 is WGS84 only"),
            format!(
                "{}, convert with ogr2ogr -t_srs EPSG:4326, or take the crs member out if it is \
                 wrong",
                declare(layer, &said.to_lowercase())
            ),
        ),
        (None, _) => (
            format!("crs says {said}; RFC 7946 is WGS84 only"),
            "convert with ogr2ogr -t_srs EPSG:4326, or take the crs member out if it is wrong"
                .to_owned(),
        ),
    };
    Some(Finding::error("crs-member", place, message).with_help(help))
}

/// The system of `urn:ogc:def:crs:EPSG::4527`, `EPSG:4527` or a plain name.
fn of_urn(name: &str) -> Option<Crs> {
    let upper = name.to_ascii_uppercase();
    if matches!(upper.rsplit(':').next(), Some("CRS84" | "CRS84H")) {
        return Some(Crs::default());
    }
    match epsg_of(name) {
        Some(code) => format!("epsg:{code}").parse().ok(),
        None => name.parse().ok(),
    }
}

/// The code of a name that has EPSG in it.
fn epsg_of(name: &str) -> Option<u32> {
    let upper = name.to_ascii_uppercase();
    let code = upper.rsplit(':').next()?.parse().ok()?;
    upper.contains("EPSG").then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::config::How;

    fn file(declared: Option<&str>) -> LayerFile {
        let all = declared.map(|name| name.parse().unwrap());
        LayerFile {
            name: "f".to_owned(),
            given: "f".to_owned(),
            path: "f".into(),
            defaults: Default::default(),
            how: How::default(),
            otherwise: None,
            crs: LayerCrs { all, by_source: Vec::new() },
        }
    }

    #[test]
    fn a_crs_member_is_refused_unless_it_is_wgs84() {
        let member = |name: &str| {
            format!(r#"{{"type": "name", "properties": {{"name": "{name}"}}}}"#).into_bytes()
        };
        let check = |name: &str| check_member(&member(name), &file(None), Layer::Outlets);
        assert!(check("urn:ogc:def:crs:OGC:1.3:CRS84").is_none());
        assert!(check("urn:ogc:def:crs:EPSG::4490").is_none());
        assert!(check_member(b"null", &file(None), Layer::Outlets).is_none());
        let finding = check("urn:ogc:def:crs:EPSG::3857").unwrap();
        assert_eq!(finding.message, "crs says EPSG:3857; RFC 7946 is WGS84 only");
        assert!(finding.help.starts_with("pass --outlets-crs epsg:3857, convert "));
    }

    #[test]
    fn a_crs_member_may_say_what_the_user_declares_and_nothing_else() {
        let check = |name: &str, declared: &str| {
            let member = format!(r#"{{"properties": {{"name": "{name}"}}}}"#);
            check_member(member.as_bytes(), &file(Some(declared)), Layer::Outlets)
        };
        assert!(check("urn:ogc:def:crs:EPSG::4527", "epsg:4527").is_none());
        assert!(check("urn:ogc:def:crs:OGC:1.3:CRS84", "gcj02").is_none());
        let finding = check("urn:ogc:def:crs:EPSG::4526", "epsg:4527").unwrap();
        let said = "crs says EPSG:4526; the layer is declared EPSG:4527 (CGCS2000, 3-degree zone \
                    about 117 E)";
        assert_eq!(finding.message, said);
        assert!(check("urn:ogc:def:crs:EPSG::4527", "gcj02").is_some());
        assert!(check("urn:ogc:def:crs:OGC:1.3:CRS84", "epsg:4527").is_some());
    }

    #[test]
    fn names_of_systems_are_read_in_the_ways_that_people_write_them() {
        let of = |name: &str| name.parse::<Crs>().unwrap();
        assert_eq!(of("GCJ-02").shift(), Some(Shift::Gcj02));
        assert_eq!(of("bd09").shift(), Some(Shift::Bd09));
        assert_eq!(of("EPSG:32650"), of("utm50n"));
        assert_eq!(of("epsg:4490"), Crs::default());
        let choice: CrsChoice = "amap=gcj02".parse().unwrap();
        assert_eq!(choice.source.as_deref(), Some("amap"));
        // Xi'an 1980 needs parameters that nobody publishes.
        assert!("epsg:2360".parse::<Crs>().unwrap_err().help.contains("Xi'an 1980"));
        assert!("utm61n".parse::<Crs>().is_err());
        assert!("epsg:27700".parse::<Crs>().is_err());
    }

    #[test]
    fn numbers_that_are_not_of_the_declared_system_are_told() {
        let crs: Crs = "epsg:4527".parse().unwrap();
        let wrong = |lon, lat| crs.to_wgs84(LonLat { lon, lat }).unwrap_err();
        assert!(wrong(116.4, 39.9).help().contains("degrees"));
        assert!(wrong(4_418_598.0, 39_448_688.9).is_turned());
        assert!(!wrong(116.4, 39.9).is_turned());
        assert!(wrong(40_448_688.9, 4_418_598.0).help().contains("zone 40"));
        let said = "116.4 is no easting of EPSG:4527 (38944000 to 40056000 m)";
        assert_eq!(wrong(116.4, 39.9).text(), said);
    }
}
