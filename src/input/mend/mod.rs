//! Copies of a city's files with the repairs that change no figure (RELIABILITY section 4, verdict
//! "repair" and what is accepted with a note).
//!
//! Takes a city that has been read and gives each of its files anew: a GeoJSON file mended, where there
//! is anything to mend, and every other file byte for byte. Text that was read in another encoding
//! becomes UTF-8, without a mark. Repairs that would change a figure, or choose between two readings
//! (rings that cross, a name twice in one object), are not made. (The plane lies about the middle of all
//! corners, so that the last digits of an area may move where the tip of a spike goes.) A file is in memory as a whole, one at a time.

mod text;

use std::fmt::Write as _;
use std::io::Read as _;
use std::path::Path;

use sha2::{Digest, Sha256};

use self::text::{Wanted, mended};
use super::config::{self, Settings};
use super::format::Format;
use super::layer::{InputFile, Layer, LayerFile, tell};
use super::plan::{LayerPlan, plans};
use super::sniff::UTF8_MARK;
use super::source::{Door, Location, SourceError, locate};
use super::window::Window;
use super::{ReadOptions, TEXT_LIMIT, settings_text};
use crate::finding::{Findings, Mend, Place};
use crate::model::CategoryTable;
use crate::watch::Watch;

/// The files of a city that are to be copied.
#[derive(Debug)]
pub struct Mender {
    location: Location,
    plans: Vec<LayerPlan>,
    settings: toml::Table,
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
        let plans = plans(&location, &mut settings, "")?;
        Ok(Self { location, plans, settings: table })
    }

    /// The copy of a file that was read.
    ///
    /// # Errors
    /// [`SourceError`] where it cannot be read again, or is another by now.
    pub fn file(&mut self, file: &InputFile, watch: &Watch) -> Result<MendedFile, SourceError> {
        let path = Door::path(&self.location.folder, &file.name);
        let door = Door::new(watch, super::MaxInput(u64::MAX));
        let plan = self.plans.iter().find(|plan| plan.layer == file.layer);
        let of_layer = plan.and_then(|plan| {
            let layer_file = plan.files.iter().find(|other| other.given == file.name)?;
            Some((plan, layer_file))
        });
        let text = match of_layer {
            Some((_, layer_file)) => geojson(&door, &path, layer_file, file)?,
            None => None,
        };
        let name = flat_name(&file.name);
        if let (Some((plan, layer_file)), Some(Decoded { text, encoding, has_mark })) =
            (of_layer, text)
        {
            let wanted = wanted(plan, layer_file);
            if let Some((text, mut mends)) = mended(&text, &file.name, &wanted) {
                let place = || Place::file(&file.name);
                let whole = |code, before: String, after: &str| {
                    let after = after.to_owned();
                    Mend { code, place: place(), before, after }
                };
                if let Some(encoding) = encoding {
                    mends.insert(0, whole("encoding", encoding, "UTF-8"));
                } else if has_mark && !mends.is_empty() {
                    mends.insert(0, whole("encoding", "UTF-8 with a mark".to_owned(), "UTF-8"));
                }
                if !mends.is_empty() {
                    let name = name.strip_suffix(".gz").unwrap_or(&name).to_owned();
                    self.rename(file, &name, true);
                    return Ok(MendedFile { name, bytes: text.into_bytes(), mends });
                }
            }
        }
        self.rename(file, &name, false);
        let bytes = raw(&door, &path, file)?;
        Ok(MendedFile { name, bytes, mends: Vec::new() })
    }

    /// The settings of the copy, once all of its files are known.
    #[must_use]
    pub fn settings(&self) -> String {
        self.settings.to_string()
    }

    /// Enters the new name of a file with the settings, and that it is UTF-8 now.
    fn rename(&mut self, file: &InputFile, name: &str, is_utf8: bool) {
        let layer = self.settings.get_mut(file.layer.word()).and_then(toml::Value::as_table_mut);
        let Some(layer) = layer else { return };
        let is_named = |entry: &toml::Value| entry.as_str() == Some(file.name.as_str());
        let has_encoding = layer.contains_key("encoding");
        let Some(files) = layer.get_mut("files").and_then(toml::Value::as_array_mut) else {
            if layer.get("file").is_some_and(is_named) {
                layer.insert("file".to_owned(), name.into());
            }
            if is_utf8 && has_encoding {
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
                if is_utf8 && (has_encoding || table.contains_key("encoding")) {
                    table.insert("encoding".to_owned(), "utf-8".into());
                }
            }
        }
    }
}

/// The text of a file, decoded.
struct Decoded {
    text: String,
    /// What it was in, where that is not UTF-8.
    encoding: Option<String>,
    has_mark: bool,
}

/// The text of a file that is GeoJSON; none of one that is not, or that the reader refuses.
fn geojson(
    door: &Door,
    path: &Path,
    layer_file: &LayerFile,
    file: &InputFile,
) -> Result<Option<Decoded>, SourceError> {
    let opened = door.open(path)?;
    let Ok(mut window) = Window::new(&opened) else { return Ok(None) };
    let Ok(Ok(Format::GeoJson)) = tell(&mut window, layer_file) else { return Ok(None) };
    let Ok(bytes) = window.take_rest() else { return Ok(None) };
    let encoding = window.decoded_from().map(|encoding| encoding.name().to_owned());
    let digested = window.finish().map_err(|error| opened.read_error(error))?;
    opened.check_unbroken()?;
    same(&digested.sha256, file, path)?;
    let has_mark = bytes.starts_with(UTF8_MARK);
    let text = bytes.get(if has_mark { UTF8_MARK.len() } else { 0 }..).unwrap_or_default();
    let text = String::from_utf8(text.to_vec()).ok();
    Ok(text.map(|text| Decoded { text, encoding, has_mark }))
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

/// What is mended in a file of a layer.
fn wanted(plan: &LayerPlan, file: &LayerFile) -> Wanted {
    let slots = match plan.layer {
        Layer::Subdistricts => 3..4,
        Layer::Estates => 4..5,
        Layer::People => 0..5,
        Layer::Outlets => 3..5,
        Layer::Settings | Layer::Communities | Layer::Grids | Layer::Units => 0..0,
    };
    let is_border = !matches!(plan.layer, Layer::Outlets | Layer::People | Layer::Settings);
    let in_degrees = file.crs.is_plain();
    Wanted {
        numbers: slots.map(|slot| plan.fields.name(slot).to_owned()).collect(),
        has_borders: is_border && in_degrees,
    }
}

/// The name of a file without folders, so that a copy has one folder.
fn flat_name(name: &str) -> String {
    let parts = name.split(['/', '\\']).filter(|part| !part.is_empty() && *part != ".");
    parts.map(|part| if part == ".." { "up" } else { part }).collect::<Vec<_>>().join("_")
}
