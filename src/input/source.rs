//! Finds and opens the files of a city. Nothing else in the library opens a file.
//!
//! A city is a folder, or a settings file (`walkshed.toml`, any name that ends in `.toml`). In a
//! folder each layer has its usual name, with or without `.gz` behind it. Says what is missing and
//! what is there instead; does not look into the files.

use std::fs::{File, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Name of the settings file in a city's folder.
const SETTINGS: &str = "walkshed.toml";

/// Why a city's files cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// A file or a folder is not there.
    #[error("{}: no such file or folder", path.display())]
    Missing {
        /// What was looked for.
        path: PathBuf,
    },
    /// A layer that every city has is not in the folder.
    #[error("{}: no {file} (nor {file}.gz) in this folder{}", folder.display(), there(found))]
    NoLayer {
        /// The city's folder.
        folder: PathBuf,
        /// Usual name of the layer's file.
        file: &'static str,
        /// GeoJSON files that are there.
        found: Vec<String>,
    },
    /// A layer is there twice, packed and not.
    #[error("{}: both {file} and {file}.gz are there; keep one, or name it in walkshed.toml", folder.display())]
    Twice {
        /// The city's folder.
        folder: PathBuf,
        /// Name of the file without `.gz`.
        file: &'static str,
    },
    /// A folder stands where a file was expected.
    #[error("{}: is a folder, not a file", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
    },
    /// The path is a file, and no settings file.
    #[error("{}: a city is a folder or a .toml file that names its layers", path.display())]
    NotACity {
        /// The path.
        path: PathBuf,
    },
    /// The system refuses to open a file.
    #[error("{}: {error}", path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// Reading fails half-way.
    #[error("{}: reading failed: {error}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// The file is not what it was when we began to read it.
    #[error("{}: changed during the run", path.display())]
    Changed {
        /// The file.
        path: PathBuf,
    },
}

fn there(found: &[String]) -> String {
    if found.is_empty() { String::new() } else { format!("; there are {}", found.join(", ")) }
}

/// Where a city's files are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Location {
    /// Folder that file names are relative to.
    pub(super) folder: PathBuf,
    /// The settings file, where there is one.
    pub(super) settings: Option<PathBuf>,
}

impl Location {
    /// Name of the folder, for a city that has no other.
    pub(super) fn folder_name(&self) -> String {
        let full = self.folder.canonicalize().unwrap_or_else(|_| self.folder.clone());
        full.file_name().map_or_else(|| "city".to_owned(), |name| name.to_string_lossy().into())
    }
}

/// Finds the city at a path.
pub(super) fn locate(path: &Path) -> Result<Location, SourceError> {
    let about = metadata(path)?;
    if about.is_dir() {
        let settings = path.join(SETTINGS);
        let settings = settings.exists().then_some(settings);
        return Ok(Location { folder: path.to_owned(), settings });
    }
    if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("toml")) {
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
        let folder = folder.unwrap_or_else(|| Path::new(".")).to_owned();
        return Ok(Location { folder, settings: Some(path.to_owned()) });
    }
    Err(SourceError::NotACity { path: path.to_owned() })
}

/// The file of a layer by its usual name, plain or packed; none where the folder has none.
pub(super) fn usual(folder: &Path, file: &'static str) -> Result<Option<String>, SourceError> {
    let packed = format!("{file}.gz");
    match (exists(&folder.join(file)), exists(&folder.join(&packed))) {
        (true, true) => Err(SourceError::Twice { folder: folder.to_owned(), file }),
        (true, false) => Ok(Some(file.to_owned())),
        (false, true) => Ok(Some(packed)),
        (false, false) => Ok(None),
    }
}

/// Whether there is something of this name, if only a link that leads nowhere.
fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// The error for a layer that a city must have.
pub(super) fn no_layer(folder: &Path, file: &'static str) -> SourceError {
    let entries = folder.read_dir().into_iter().flatten().flatten();
    let mut found: Vec<String> = entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name.contains("json"))
        .collect();
    found.sort();
    found.truncate(8);
    SourceError::NoLayer { folder: folder.to_owned(), file, found }
}

fn metadata(path: &Path) -> Result<Metadata, SourceError> {
    path.metadata().map_err(|error| open_error(path, error))
}

fn open_error(path: &Path, error: io::Error) -> SourceError {
    let path = path.to_owned();
    if error.kind() == io::ErrorKind::NotFound {
        SourceError::Missing { path }
    } else {
        SourceError::Open { path, error }
    }
}

/// An open file that knows how it was when it was opened.
#[derive(Debug)]
pub(super) struct Opened {
    path: PathBuf,
    /// The file's bytes.
    pub(super) file: File,
    before: Option<(u64, SystemTime)>,
}

impl Opened {
    /// The error for a read that failed.
    pub(super) fn read_error(&self, error: io::Error) -> SourceError {
        SourceError::Read { path: self.path.clone(), error }
    }

    /// An error where length or time of the file are not what they were when it was opened.
    pub(super) fn check_unchanged(&self) -> Result<(), SourceError> {
        let now = self.file.metadata().ok().as_ref().and_then(stamp);
        if now == self.before {
            Ok(())
        } else {
            Err(SourceError::Changed { path: self.path.clone() })
        }
    }
}

/// Length and time of last change of a plain file.
fn stamp(about: &Metadata) -> Option<(u64, SystemTime)> {
    about.is_file().then(|| about.modified().ok().map(|time| (about.len(), time))).flatten()
}

/// Opens a file for reading.
pub(super) fn open(path: &Path) -> Result<Opened, SourceError> {
    let file = File::open(path).map_err(|error| open_error(path, error))?;
    let about = file.metadata().map_err(|error| open_error(path, error))?;
    if about.is_dir() {
        return Err(SourceError::Folder { path: path.to_owned() });
    }
    Ok(Opened { path: path.to_owned(), file, before: stamp(&about) })
}
