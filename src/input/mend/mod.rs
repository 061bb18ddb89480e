//! Copies of a city's files with the repairs that change no figure (RELIABILITY section 4, verdict
//! "repair" and what is accepted with a note), and with those that do where the user asks for them.
//!
//! Takes a city that has been read and gives each of its files anew: mended, where there is anything to
//! mend, else byte for byte. GeoJSON, and tables as text with their places in two columns, are mended in
//! place; files of other formats become GeoJSON. Text that was read in another encoding
//! becomes UTF-8, without a mark. Repairs that would change a figure, or choose between two readings
//! (rings that cross, a name twice in one object), are made on request only. (The plane lies about the middle of all
//! corners, so that the last digits of an area may move where the tip of a spike goes.) A file is in memory as a whole, one at a time.

mod anew;
mod bold;
mod layout;
mod table;
mod text;

use std::fmt::Write as _;
use std::io::Read as _;
use std::path::Path;

use sha2::{Digest, Sha256};

use self::anew::Anew;
use self::bold::{Allowed, Bold};
use self::table::Table;
use self::text::{Wanted, mended};
use super::changes::SWAPPED;
use super::config::{self, Settings};
use super::format::{Format, unpacked};
use super::layer::{InputFile, Layer, LayerFile, tell};
use super::plan::{LayerPlan, plans};
use super::sniff::{self, UTF8_MARK};
use super::source::{Door, Location, SourceError, locate};
use super::window::{Broken, Window};
use super::{ReadOptions, Reading, TEXT_LIMIT, read_watched, settings_text};
use crate::finding::{Finding, Findings, Mend, Place};
use crate::model::CategoryTable;
use crate::watch::Watch;

/// What a copy is to be mended of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mending {
    /// What changes no figure.
    Safe,
    /// Besides what changes figures, or chooses between two readings: features that are left out, borders
    /// that cross, twins at one place, axes of single features, negative numbers, groups of digits, names
    /// that stand twice.
    Unsafe,
}

/// The files of a city that are to be copied.
#[derive(Debug)]
pub struct Mender {
    location: Location,
    plans: Vec<LayerPlan>,
    settings: toml::Table,
    /// What the city is when everything is mended; none where only what is safe is.
    bold: Option<Reading>,
    /// Files that became GeoJSON, without their endings: what stands beside them is in the copy.
    anew: Vec<String>,
    /// Whether a file of the copy is text in another encoding than UTF-8, as the table of a shapefile may be.
    is_encoded: bool,
}

/// A file of the copy.
#[derive(Debug)]
pub struct MendedFile {
    /// Its name in the copy's folder.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
    /// What was changed in it, in its order.
    pub mends: Vec<Mend>,
}

impl Mender {
    /// The files of the city at a path, which [`super::read`] has read with these options.
    ///
    /// # Errors
    /// As [`super::read`].
    pub fn new(
        path: &Path,
        known: &CategoryTable,
        options: &ReadOptions,
        mending: Mending,
        watch: &Watch,
    ) -> Result<Self, SourceError> {
        let location = locate(path, Door::new(watch, options.max_input))?;
        let (mut settings, mut table) = (Settings::default(), toml::Table::new());
        if let Some(path) = &location.settings {
            let (_, text) = settings_text(path, "", &Door::new(watch, TEXT_LIMIT))?;
            let text = text.unwrap_or_default();
            settings = config::settings(&text, "", known, &mut Findings::new());
            table = text.parse().unwrap_or_default();
        }
        settings.encoding = options.encoding.or(settings.encoding);
        for (layer, choice) in &options.crs {
            settings.choose_crs(*layer, choice.clone());
        }
        let name = settings.name.take().unwrap_or_else(|| location.folder_name());
        table.insert("name".to_owned(), name.into());
        let mut plans = plans(&location, &mut settings, "")?;
        super::plan::ask_swaps(&mut plans, &options.swap_axes);
        let bold = match mending {
            Mending::Safe => None,
            Mending::Unsafe => {
                let all = ReadOptions { repair: true, merge_duplicates: true, ..options.clone() };
                Some(read_watched(path, known, &all, watch)?)
            }
        };
        Ok(Self { location, plans, settings: table, bold, anew: Vec::new(), is_encoded: false })
    }

    /// The copy of a file that was read; none of one whose contents are in the copy of another. Files
    /// beside others, such as the table of a shapefile, come after them.
    ///
    /// # Errors
    /// [`SourceError`] where it cannot be read again, or is another by now.
    pub fn file(
        &mut self,
        file: &InputFile,
        watch: &Watch,
    ) -> Result<Option<MendedFile>, SourceError> {
        let path = Door::path(&self.location.folder, &file.name);
        let door = Door::new(watch, super::MaxInput(u64::MAX));
        let plan = self.plans.iter().find(|plan| plan.layer == file.layer);
        let of_layer = plan.and_then(|plan| {
            let layer_file = plan.files.iter().find(|other| other.given == file.name)?;
            Some((plan, layer_file))
        });
        let name = flat_name(&file.name);
        if let Some((plan, layer_file)) = of_layer {
            if let Some(copy) = self.mended(&door, &path, (plan, layer_file), file)? {
                let MendedFile { name: new, .. } = &copy;
                let is_anew = copy.mends.iter().any(|mend| mend.code == ANEW);
                let new = new.clone();
                if is_anew {
                    self.anew.push(stem(&file.name).to_owned());
                }
                self.rename(file, &new, if is_anew { Form::Anew } else { Form::Utf8 });
                return Ok(Some(copy));
            }
        } else if self.anew.iter().any(|other| other == stem(&file.name)) {
            return Ok(None);
        }
        self.rename(file, &name, Form::AsItWas);
        let bytes = raw(&door, &path, file)?;
        let is_text =
            sniff::binary(&bytes, &file.name).is_none() && !bytes.starts_with(b"\x1f\x8b");
        self.is_encoded |= is_text && std::str::from_utf8(&bytes).is_err();
        Ok(Some(MendedFile { name, bytes, mends: Vec::new() }))
    }

    /// The copy of a file of a layer; none where there is nothing to mend.
    fn mended(
        &self,
        door: &Door,
        path: &Path,
        (plan, layer_file): (&LayerPlan, &LayerFile),
        file: &InputFile,
    ) -> Result<Option<MendedFile>, SourceError> {
        let Some((format, decoded)) = decoded(door, path, layer_file, file)? else {
            return Ok(None);
        };
        let bold = self.bold(plan, layer_file, file);
        let wanted = Wanted {
            numbers: numbers(plan),
            has_borders: has_borders(plan) && layer_file.crs.is_plain(),
            bold,
        };
        let done = match (format, &decoded) {
            (Format::GeoJson, Some(Decoded { text, .. })) => mended(text, &file.name, &wanted),
            (Format::Csv, Some(Decoded { text, .. })) => match &wanted.bold {
                Some(bold) => {
                    let (fields, numbers) = (&plan.fields, &wanted.numbers[..]);
                    Table { file: layer_file, fields, numbers, bold }.mended(text)
                }
                None => Some((text.clone(), Vec::new())),
            },
            _ => None,
        };
        let name = flat_name(&file.name);
        let Some((text, mut mends)) = done else {
            return as_geojson(plan, layer_file, file, (format, wanted));
        };
        let (encoding, has_mark) = decoded.map_or((None, false), |d| (d.encoding, d.has_mark));
        let before = match encoding {
            Some(encoding) => Some(encoding),
            None if has_mark && !mends.is_empty() => Some("UTF-8 with a mark".to_owned()),
            None => None,
        };
        if let Some(before) = before {
            let (place, after) = (Place::file(&file.name), "UTF-8".to_owned());
            mends.insert(0, Mend { code: "encoding", place, before, after });
        }
        let name = unpacked(&name).to_owned();
        let copy = MendedFile { name, bytes: text.into_bytes(), mends };
        Ok((!copy.mends.is_empty()).then_some(copy))
    }

    /// What is to be mended in a file beyond what changes no figure, where that is wanted.
    fn bold(&self, plan: &LayerPlan, layer_file: &LayerFile, file: &InputFile) -> Option<Bold> {
        let reading = self.bold.as_ref()?;
        let is_it = |other: &&InputFile| other.layer == file.layer && other.name == file.name;
        let read = reading.files.iter().find(is_it)?;
        let is_turned = |finding: &&Finding| {
            finding.code == "outlet-outside"
                && finding.place.file == file.name
                && finding.help.starts_with(SWAPPED)
        };
        let position = |finding: &Finding| {
            let row = finding.place.row().map(|row| row.saturating_sub(1));
            row.or_else(|| finding.place.feature()).unwrap_or(0)
        };
        let swapped: Vec<usize> = reading.findings.iter().filter(is_turned).map(position).collect();
        let is_in_degrees = layer_file.crs.is_plain() && layer_file.how.swap_axes != Some(true);
        let twice = match plan.layer {
            Layer::Subdistricts => Some("duplicate-id"),
            Layer::Estates | Layer::Communities | Layer::Grids | Layer::Units => Some("overlap"),
            Layer::Settings
            | Layer::Outlets
            | Layer::People
            | Layer::Complaints
            | Layer::Streets
            | Layer::Gates
            | Layer::Barriers
            | Layer::Plan => None,
        };
        let may_go = plan.layer != Layer::Subdistricts;
        Some(Bold::new(&read.changes, &swapped, Allowed { may_go, is_in_degrees, twice }))
    }

    /// The settings of the copy, once all of its files are known.
    #[must_use]
    pub fn settings(&self) -> String {
        let mut settings = self.settings.clone();
        if !self.is_encoded {
            settings.remove("encoding");
        }
        for layer in settings.iter_mut().filter_map(|(_, value)| value.as_table_mut()) {
            let says = |entry: &toml::Value| entry.get("encoding").is_some();
            let files = layer.get("files").and_then(toml::Value::as_array);
            if files.is_some_and(|files| files.iter().all(says)) {
                layer.remove("encoding");
            }
        }
        settings.to_string()
    }

    /// Enters the new name of a file with the settings, and what became of it.
    fn rename(&mut self, file: &InputFile, name: &str, form: Form) {
        if form == Form::Anew {
            let layers = self.settings.entry(file.layer.word());
            layers.or_insert_with(|| toml::Table::new().into());
        }
        let layer = self.settings.get_mut(file.layer.word()).and_then(toml::Value::as_table_mut);
        let Some(layer) = layer else { return };
        if form == Form::Anew && !layer.contains_key("files") {
            // The one file of the layer, whatever has been said of how it was read.
            layer.insert("file".to_owned(), name.into());
            for key in HOW_READ {
                layer.remove(key);
            }
            return;
        }
        let is_named = |entry: &toml::Value| entry.as_str() == Some(file.name.as_str());
        let has_encoding = layer.contains_key("encoding");
        let Some(files) = layer.get_mut("files").and_then(toml::Value::as_array_mut) else {
            if layer.get("file").is_some_and(is_named) {
                layer.insert("file".to_owned(), name.into());
            }
            if form == Form::Utf8 && has_encoding {
                layer.insert("encoding".to_owned(), "utf-8".into());
            }
            return;
        };
        for entry in files {
            if is_named(entry) {
                let table = toml::Table::from_iter([("file".to_owned(), file.name.clone().into())]);
                *entry = table.into();
            }
            let Some(table) = entry.as_table_mut() else { continue };
            if table.get("file").is_some_and(is_named) {
                table.insert("file".to_owned(), name.into());
                let is_utf8 = has_encoding || table.contains_key("encoding");
                if form == Form::Anew || form == Form::Utf8 && is_utf8 {
                    table.insert("encoding".to_owned(), "utf-8".into());
                }
                if form == Form::Anew {
                    table.insert("crs".to_owned(), "wgs84".into());
                    table.insert("swap_axes".to_owned(), false.into());
                }
            }
        }
    }
}

/// Code of a file of another format that became GeoJSON.
const ANEW: &str = "converted";

/// What settings say of how a file is read, which means nothing of one in GeoJSON and degrees.
const HOW_READ: [&str; 9] =
    ["crs", "crs_by_source", "encoding", "lat", "layer", "lon", "separator", "swap_axes", "wkt"];

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    AsItWas,
    /// Mended as text.
    Utf8,
    /// Written anew as GeoJSON in degrees.
    Anew,
}

/// A file of another format as mended GeoJSON; none where there is nothing to mend.
fn as_geojson(
    plan: &LayerPlan,
    layer_file: &LayerFile,
    file: &InputFile,
    (format, mut wanted): (Format, Wanted),
) -> Result<Option<MendedFile>, SourceError> {
    if format == Format::GeoJson || !layer_file.crs.by_source.is_empty() {
        return Ok(None);
    }
    let Some(anew) = Anew::of(plan, layer_file, file)? else { return Ok(None) };
    wanted.has_borders = has_borders(plan);
    wanted.bold = wanted.bold.map(|bold| bold.moved(|index| anew.position(index)));
    let (text, mends) = mended(&anew.text, &file.name, &wanted).unwrap_or_default();
    if mends.is_empty() {
        return Ok(None);
    }
    let name = format!("{}.geojson", stem(&flat_name(&file.name)));
    let place = Place::file(&file.name);
    let (before, after) = (format.word().to_owned(), format!("GeoJSON in WGS 84, {name}"));
    let moved =
        mends.into_iter().map(|mend| Mend { place: anew.place(mend.place, &file.name), ..mend });
    let first = Mend { code: ANEW, place, before, after };
    let mends = std::iter::once(first).chain(moved).collect();
    Ok(Some(MendedFile { name, bytes: text.into_bytes(), mends }))
}

/// The text of a file, decoded.
struct Decoded {
    text: String,
    /// What it was in, where that is not UTF-8.
    encoding: Option<String>,
    has_mark: bool,
}

/// The format of a file, and its text where it is text; none of one that the reader refuses.
fn decoded(
    door: &Door,
    path: &Path,
    layer_file: &LayerFile,
    file: &InputFile,
) -> Result<Option<(Format, Option<Decoded>)>, SourceError> {
    let opened = door.open(path)?;
    // What the reader refuses is no text; what cannot be read now is an error.
    let broken = |broken| match broken {
        Broken::Io(error) => Err(opened.read_error(error)),
        _ => Ok(None),
    };
    let mut window = match Window::new(&opened) {
        Ok(window) => window,
        Err(error) => return broken(error),
    };
    let format = match tell(&mut window, layer_file) {
        Ok(Ok(format)) => format,
        Ok(Err(_)) => return Ok(None),
        Err(error) => return broken(error),
    };
    if !matches!(format, Format::GeoJson | Format::Csv) {
        return Ok(Some((format, None)));
    }
    let bytes = match window.take_rest() {
        Ok(bytes) => bytes,
        Err(error) => return broken(error),
    };
    let encoding = window.decoded_from().map(|encoding| encoding.name().to_owned());
    let digested = window.finish().map_err(|error| opened.read_error(error))?;
    opened.check_unbroken()?;
    same(&digested.sha256, file, path)?;
    let has_mark = bytes.starts_with(UTF8_MARK);
    let text = bytes.get(if has_mark { UTF8_MARK.len() } else { 0 }..).unwrap_or_default();
    let text = String::from_utf8(text.to_vec()).ok();
    Ok(text.map(|text| (format, Some(Decoded { text, encoding, has_mark }))))
}

/// The bytes of a file as they are.
fn raw(door: &Door, path: &Path, file: &InputFile) -> Result<Vec<u8>, SourceError> {
    let opened = door.open(path)?;
    let mut bytes = Vec::new();
    (&opened).read_to_end(&mut bytes).map_err(|error| opened.read_error(error))?;
    opened.check_unbroken()?;
    let mut sha256 = String::new();
    for byte in Sha256::digest(&bytes) {
        let _ = write!(sha256, "{byte:02x}");
    }
    same(&sha256, file, path)?;
    Ok(bytes)
}

/// Makes sure that a file is the one that was read. Of a file that was not read to its end nothing is
/// known.
fn same(sha256: &str, file: &InputFile, path: &Path) -> Result<(), SourceError> {
    if file.sha256.is_empty() || file.sha256 == sha256 {
        Ok(())
    } else {
        Err(SourceError::Changed { path: path.to_owned() })
    }
}

/// The properties of a layer that are numbers, by the file's own words.
fn numbers(plan: &LayerPlan) -> Vec<String> {
    let slots = match plan.layer {
        Layer::Subdistricts => 3..4,
        Layer::Estates => 4..5,
        Layer::People => 0..5,
        Layer::Outlets => 3..5,
        Layer::Settings
        | Layer::Communities
        | Layer::Grids
        | Layer::Units
        | Layer::Complaints
        | Layer::Streets
        | Layer::Gates
        | Layer::Barriers
        | Layer::Plan => 0..0,
    };
    slots.map(|slot| plan.fields.name(slot).to_owned()).collect()
}

fn has_borders(plan: &LayerPlan) -> bool {
    !matches!(
        plan.layer,
        Layer::Outlets
            | Layer::People
            | Layer::Settings
            | Layer::Complaints
            | Layer::Streets
            | Layer::Gates
            | Layer::Barriers
            | Layer::Plan
    )
}

/// The name of a file without its ending.
fn stem(name: &str) -> &str {
    let plain = unpacked(name);
    plain.rsplit_once('.').map_or(plain, |(stem, _)| stem)
}

/// The name of a file without folders, so that a copy has one folder.
fn flat_name(name: &str) -> String {
    let parts = name.split(['/', '\\']).filter(|part| !part.is_empty() && *part != ".");
    parts.map(|part| if part == ".." { "up" } else { part }).collect::<Vec<_>>().join("_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_the_one_that_was_read_where_its_bytes_are() {
        let mut file = InputFile::new(Layer::Outlets, "outlets.csv");
        let is_same = |file: &InputFile| same("00ff", file, Path::new("city/outlets.csv")).is_ok();
        // Of a file that was not read to its end nothing is known.
        assert!(is_same(&file));
        file.sha256 = "00ff".to_owned();
        assert!(is_same(&file));
        file.sha256 = "00fe".to_owned();
        assert!(!is_same(&file));
    }

    #[test]
    fn the_name_of_a_copy_has_no_folders() {
        assert_eq!(flat_name("outlets.csv"), "outlets.csv");
        assert_eq!(flat_name("./more//b.csv"), "more_b.csv");
        assert_eq!(flat_name("../city\\b.csv"), "up_city_b.csv");
    }
}
