//! Finds and opens the files of a city. Nothing else in the library opens a file.
//!
//! All bytes that are read come through an [`Opened`]: it counts them, stops where the run is to
//! stop, refuses more than the limit, and knows whether the file has changed meanwhile. `-` is
//! standard input; pipes are read like files, but have no size and no time of change.
//!
//! A city is a folder, or a settings file (`walkshed.toml`, any name that ends in `.toml`). In a
//! folder each layer has its usual name, with the ending of its format and `.gz` behind it or not. Says what is missing and
//! what is there instead; does not look into the files.

use std::cell::Cell;
use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::MaxInput;
use super::format::Format;
use crate::watch::{Stopped, Watch};

/// Name of the settings file in a city's folder.
const SETTINGS: &str = "walkshed.toml";

/// What stands for standard input where a file is named.
const STDIN: &str = "-";

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
    #[error("{}: no {layer}.geojson (nor {layer}.csv or the like) in this folder{}", folder.display(), there(found))]
    NoLayer {
        /// The city's folder.
        folder: PathBuf,
        /// Usual name of the layer's file, before the dot.
        layer: &'static str,
        /// Files that are there and could be layers.
        found: Vec<String>,
    },
    /// Two files stand for one layer.
    #[error("{}: both {} and {} are there; keep one, or name it in walkshed.toml", folder.display(), files[0], files[1])]
    Twice {
        /// The city's folder.
        folder: PathBuf,
        /// Names of the two.
        files: [String; 2],
    },
    /// A folder stands where a file was expected.
    #[error("{} is a folder, not a file", path.display())]
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
    #[error("{} changed during the run", path.display())]
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// The file holds more than the limit.
    #[error("{}: {} is more than the limit of {limit}", path.display(), size(*bytes))]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its length, or how much of a pipe was read.
        bytes: u64,
        /// The limit.
        limit: MaxInput,
    },
    /// Standard input can be read only once.
    #[error("standard input is named twice; it can be read only once")]
    StdinTwice,
    /// The run was asked to stop.
    #[error("stopped")]
    Stopped,
}

impl From<Stopped> for SourceError {
    fn from(_: Stopped) -> Self {
        Self::Stopped
    }
}

/// A number of bytes as people write it, to the last byte.
pub(super) fn size(bytes: u64) -> String {
    let units = [(1_000_000_000, "GB"), (1_000_000, "MB"), (1000, "kB")];
    let whole = units.into_iter().find(|(unit, _)| bytes > 0 && bytes.is_multiple_of(*unit));
    let (unit, word) = whole.unwrap_or((1, "bytes"));
    format!("{} {word}", bytes / unit)
}

fn there(found: &[String]) -> String {
    if found.is_empty() { String::new() } else { format!("; there are {}", found.join(", ")) }
}

/// Where a city's files are.
#[derive(Debug)]
pub(super) struct Location {
    /// Folder that file names are relative to.
    pub(super) folder: PathBuf,
    /// The settings file, where there is one.
    pub(super) settings: Option<PathBuf>,
    /// How they are opened.
    pub(super) door: Door,
}

impl Location {
    /// Name of the folder, for a city that has no other.
    pub(super) fn folder_name(&self) -> String {
        let full = self.folder.canonicalize().unwrap_or_else(|_| self.folder.clone());
        full.file_name().map_or_else(|| "city".to_owned(), |name| name.to_string_lossy().into())
    }
}

/// Finds the city at a path.
pub(super) fn locate(path: &Path, door: Door) -> Result<Location, SourceError> {
    if path == Path::new(STDIN) {
        let folder = Path::new(".").to_owned();
        return Ok(Location { folder, settings: Some(path.to_owned()), door });
    }
    let about = metadata(path)?;
    if about.is_dir() {
        let settings = path.join(SETTINGS);
        let settings = exists(&settings)?.then_some(settings);
        return Ok(Location { folder: path.to_owned(), settings, door });
    }
    if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("toml")) {
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
        let folder = folder.unwrap_or_else(|| Path::new(".")).to_owned();
        return Ok(Location { folder, settings: Some(path.to_owned()), door });
    }
    Err(SourceError::NotACity { path: path.to_owned() })
}

/// The file of a layer by one of its usual names; none where the folder has none.
pub(super) fn usual(folder: &Path, layer: &'static str) -> Result<Option<String>, SourceError> {
    let mut found = Vec::new();
    for name in Format::usual_names(layer) {
        if exists(&folder.join(&name))? {
            found.push(name);
        }
    }
    let mut found = found.into_iter();
    match (found.next(), found.next()) {
        (Some(first), Some(second)) => {
            Err(SourceError::Twice { folder: folder.to_owned(), files: [first, second] })
        }
        (first, _) => Ok(first),
    }
}

/// Whether there is something of this name, if only a link that leads nowhere. Where the system does
/// not tell, that is an error: a layer must not be missed in silence.
fn exists(path: &Path) -> Result<bool, SourceError> {
    match path.symlink_metadata() {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(open_error(path, error)),
    }
}

/// The error for a layer that a city must have.
pub(super) fn no_layer(folder: &Path, layer: &'static str) -> SourceError {
    let entries = folder.read_dir().into_iter().flatten().flatten();
    let mut found: Vec<String> = entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| Format::by_name(name).is_some())
        .collect();
    found.sort();
    found.truncate(8);
    SourceError::NoLayer { folder: folder.to_owned(), layer, found }
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

/// How files are opened: who watches, and how much is taken.
#[derive(Debug, Clone, Default)]
pub(super) struct Door {
    watch: Watch,
    limit: MaxInput,
}

impl Door {
    pub(super) fn new(watch: &Watch, limit: MaxInput) -> Self {
        Self { watch: watch.clone(), limit }
    }

    /// Where a file is that is named in a folder's settings.
    pub(super) fn path(folder: &Path, name: &str) -> PathBuf {
        if name == STDIN { PathBuf::from(name) } else { folder.join(name) }
    }

    /// Refuses a file that is not there or too large, before any file is read.
    pub(super) fn weigh(&self, path: &Path) -> Result<(), SourceError> {
        if path == Path::new(STDIN) {
            return Ok(());
        }
        let about = metadata(path)?;
        if about.is_dir() {
            return Err(SourceError::Folder { path: path.to_owned() });
        }
        self.check_limit(path, about.len())?;
        self.watch.expect(about.len());
        Ok(())
    }

    /// Whether a path is that of a plain file, which may be read twice.
    pub(super) fn is_plain_file(path: &Path) -> bool {
        path != Path::new(STDIN) && metadata(path).is_ok_and(|about| about.is_file())
    }

    /// All bytes of a file that an earlier run may have kept, none where it is not there; no byte of one that
    /// cannot be read.
    pub(super) fn kept(path: &Path) -> Option<Vec<u8>> {
        match File::open(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(_) => Some(Vec::new()),
            // A device or a pipe may never end.
            Ok(file) if !file.metadata().is_ok_and(|about| about.is_file()) => Some(Vec::new()),
            Ok(mut file) => {
                let mut bytes = Vec::new();
                let read = file.read_to_end(&mut bytes);
                Some(read.map_or_else(|_| Vec::new(), |_| bytes))
            }
        }
    }

    fn check_limit(&self, path: &Path, bytes: u64) -> Result<(), SourceError> {
        let (path, limit) = (path.to_owned(), self.limit);
        if bytes > limit.0 { Err(SourceError::TooLarge { path, bytes, limit }) } else { Ok(()) }
    }

    /// Opens a file, a pipe or standard input for reading.
    pub(super) fn open(&self, path: &Path) -> Result<Opened, SourceError> {
        let file = if path != Path::new(STDIN) {
            File::open(path)
        } else if self.watch.take_stdin() {
            stdin()
        } else {
            return Err(SourceError::StdinTwice);
        };
        let file = file.map_err(|error| open_error(path, error))?;
        let about = file.metadata().map_err(|error| open_error(path, error))?;
        if about.is_dir() {
            return Err(SourceError::Folder { path: path.to_owned() });
        }
        self.check_limit(path, about.len())?;
        let (path, before) = (path.to_owned(), stamp(&about));
        Ok(Opened { path, file, before, door: self.clone(), read: Cell::new(0) })
    }
}

/// Standard input as a file.
fn stdin() -> io::Result<File> {
    #[cfg(unix)]
    let owned = std::os::fd::AsFd::as_fd(&io::stdin()).try_clone_to_owned();
    #[cfg(windows)]
    let owned = std::os::windows::io::AsHandle::as_handle(&io::stdin()).try_clone_to_owned();
    Ok(File::from(owned?))
}

/// An open file that knows how it was when it was opened. Read from `&Opened`.
#[derive(Debug)]
pub(super) struct Opened {
    path: PathBuf,
    file: File,
    before: Option<(u64, SystemTime)>,
    door: Door,
    /// Bytes that were read so far.
    read: Cell<u64>,
}

impl Read for &Opened {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        // Both end the reading; `error` says which it was.
        if self.door.watch.is_stopped() || self.read.get() > self.door.limit.0 {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let count = (&self.file).read(buf)?;
        self.read.set(self.read.get() + count as u64);
        self.door.watch.advance(count as u64);
        Ok(count)
    }
}

impl Opened {
    /// The error for a read that failed.
    pub(super) fn read_error(&self, error: io::Error) -> SourceError {
        let path = self.path.clone();
        self.check_unbroken().err().unwrap_or(SourceError::Read { path, error })
    }

    /// An error where the run is to stop, the limit is passed, or length or time of the file are not
    /// what they were when it was opened. What was found in the bytes means nothing then.
    pub(super) fn check_unbroken(&self) -> Result<(), SourceError> {
        if self.door.watch.is_stopped() {
            return Err(SourceError::Stopped);
        }
        self.door.check_limit(&self.path, self.read.get())?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_said_to_the_last_byte() {
        let sizes = [(0, "0 bytes"), (999, "999 bytes"), (1000, "1 kB"), (1001, "1001 bytes")];
        for (bytes, text) in sizes.into_iter().chain([(8_000_000_000, "8 GB")]) {
            assert_eq!(size(bytes), text);
        }
    }

    #[test]
    #[cfg(unix)]
    fn what_is_kept_is_a_plain_file() {
        assert_eq!(Door::kept(Path::new("/dev/zero")), Some(Vec::new()));
        assert_eq!(Door::kept(Path::new("/dev")), Some(Vec::new()));
    }
}
