//! How a file is taken apart, as far as the settings say: encoding, separator, columns of the place.

use super::super::encoding::{Encoding, UnknownEncoding};
use toml::de::DeValue;

use super::{Reader, Value};
use crate::units::Metres;

/// Columns that the settings name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in super::super) struct Columns {
    /// Of longitudes, or of eastings.
    pub(in super::super) lon: Option<String>,
    /// Of latitudes, or of northings.
    pub(in super::super) lat: Option<String>,
    /// Of well-known text.
    pub(in super::super) text: Option<String>,
}

/// What the settings say of a file, or of all files of a layer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in super::super) struct How {
    /// The encoding of its text.
    pub(in super::super) encoding: Option<Encoding>,
    /// What stands between the cells of a table.
    pub(in super::super) separator: Option<u8>,
    /// Which sheet of a workbook it is, or which table of a database.
    pub(in super::super) layer: Option<String>,
    /// Where the place of a row stands.
    pub(in super::super) columns: Columns,
    /// Whether latitude stands first, or the northing.
    pub(in super::super) swap_axes: Option<bool>,
}

/// Who lives further from every street is near none, whatever the settings say: 2 km, half an hour on foot.
const FARTHEST: Metres = Metres(2000.0);

/// The keys of [`How`].
pub(super) const KEYS: [&str; 7] =
    ["encoding", "separator", "layer", "lon", "lat", "wkt", "swap_axes"];

/// Separators that have a name.
const SEPARATORS: [(&str, u8); 4] =
    [("comma", b','), ("semicolon", b';'), ("tab", b'\t'), ("bar", b'|')];

impl How {
    /// The same, with what `other` says of what this says nothing of.
    pub(in super::super) fn or(&self, other: &Self) -> Self {
        let columns =
            if self.columns == Columns::default() { &other.columns } else { &self.columns };
        Self {
            encoding: self.encoding.or(other.encoding),
            separator: self.separator.or(other.separator),
            layer: self.layer.clone().or_else(|| other.layer.clone()),
            columns: columns.clone(),
            swap_axes: self.swap_axes.or(other.swap_axes),
        }
    }
}

impl Reader<'_> {
    /// Takes a key of [`KEYS`]; false where it is none.
    pub(super) fn how(&mut self, path: &str, key: &str, value: &Value<'_>, how: &mut How) -> bool {
        match key {
            "encoding" => how.encoding = self.encoding(path, value),
            "separator" => how.separator = self.separator(path, value),
            "layer" => how.layer = self.string(path, value),
            "lon" => how.columns.lon = self.string(path, value),
            "lat" => how.columns.lat = self.string(path, value),
            "wkt" => how.columns.text = self.string(path, value),
            "swap_axes" => how.swap_axes = self.truth(path, value),
            _ => return false,
        }
        true
    }

    /// The encoding that a value names.
    pub(super) fn encoding(&mut self, path: &str, value: &Value<'_>) -> Option<Encoding> {
        let name = self.string(path, value)?;
        let encoding = name.parse();
        encoding
            .map_err(|error: UnknownEncoding| {
                self.error("unknown-encoding", path, value.span(), &error.to_string());
            })
            .ok()
    }

    /// How far places may be from streets, above 0 and up to [`FARTHEST`].
    pub(super) fn snap(&mut self, path: &str, value: &Value<'_>) -> Option<Metres> {
        let number: Option<f64> = match value.get_ref() {
            DeValue::Integer(number) => number.as_str().parse().ok(),
            DeValue::Float(number) => number.as_str().parse().ok(),
            _ => None,
        };
        let metres = number.filter(|metres| *metres > 0.0 && *metres <= FARTHEST.0);
        if metres.is_none() {
            let most = FARTHEST.stated_text();
            let what = format!("`snap_m` has to be a number of metres above 0 and up to {most}");
            let help = "without it 200 m are the limit".to_owned();
            self.error_with_help("out-of-range", path, value.span(), (&what, help));
        }
        metres.map(Metres)
    }

    fn truth(&mut self, path: &str, value: &Value<'_>) -> Option<bool> {
        let truth = value.get_ref().as_bool();
        if truth.is_none() {
            self.wrong(path, value, "true or false");
        }
        truth
    }

    fn separator(&mut self, path: &str, value: &Value<'_>) -> Option<u8> {
        let word = self.string(path, value)?;
        let named = SEPARATORS.iter().find(|(name, _)| *name == word).map(|(_, byte)| *byte);
        let separator = named.or(match word.as_bytes() {
            [byte] if !matches!(byte, b'"' | b'\r' | b'\n' | 0x80..) => Some(*byte),
            _ => None,
        });
        if separator.is_none() {
            self.wrong(path, value, "one character, or comma, semicolon, tab or bar,");
        }
        separator
    }
}
