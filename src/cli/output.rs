//! The only place that writes files: all outputs of a run, or none.
//!
//! Everything is written into a folder of its own beside the final names, on the same file system,
//! and brought to the disk; only then is each file renamed into its place. What stood there before is
//! kept until the last rename, and put back where one fails. A run that ends early, for whatever
//! reason, leaves the old outputs as they were: where it is asked to stop, it asks so at each write and
//! before each rename. Other files in the folder are not touched.
//!
//! Outputs of an earlier run that this run does not write any more (maps of a service that the
//! profile no longer has) go with it: those that its `manifest.json` lists and nobody has changed.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Component, Path, PathBuf};

use sha2::{Digest as _, Sha256};
use walkshed::report::{OutputRecord, sha256};
use walkshed::watch::{Stopped, Watch};

use super::failure::Failure;
use super::messages::reason;

/// An output folder that can be written to.
#[derive(Debug)]
pub(super) struct OutputFolder {
    folder: PathBuf,
    /// Whether this run made it; then it goes again where the run writes nothing.
    is_new: bool,
    is_done: bool,
    watch: &'static Watch,
}

/// Folders of killed runs that may lie about before a new run gives up.
const MOST_LEFT: u32 = 100;

/// Written last: where it stands, the outputs that it lists stand too.
const SEAL: &str = "manifest.json";

impl OutputFolder {
    /// Makes the folder where it is missing, and makes sure that it can be written to, so that a
    /// wrong path costs a second and not an hour.
    pub(super) fn prepare(folder: &Path, watch: &'static Watch) -> Result<Self, Failure> {
        let refuse = |error: &io::Error| {
            let message = format!("{}: {}", folder.display(), reason(error));
            Failure::new("output", message).with_help(what_to_do(folder))
        };
        let is_new = match fs::create_dir(folder) {
            Ok(()) => true,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => false,
            Err(error) => return Err(refuse(&error)),
        };
        let prepared = Self { folder: folder.to_owned(), is_new, is_done: false, watch };
        Scratch::new(folder, watch).map_err(|error| refuse(&error))?;
        Ok(prepared)
    }

    /// Refuses to write over a file that was read.
    pub(super) fn spare_inputs(&self, names: &[String], inputs: &[PathBuf]) -> Result<(), Failure> {
        for name in names {
            let path = self.folder.join(name);
            let Some(output) = identity(&path) else { continue };
            for input in inputs {
                if identity(input).is_some_and(|input| input == output) {
                    let message = format!("{} would overwrite its own input", path.display());
                    let help = "name another folder with --out";
                    return Err(Failure::new("same-file", message).with_help(help));
                }
            }
        }
        Ok(())
    }

    /// Refuses where one of the files is already there.
    pub(super) fn spare_existing(&self, names: &[String]) -> Result<(), Failure> {
        let taken = |name: &&String| self.folder.join(name).symlink_metadata().is_ok();
        names.iter().find(taken).map_or(Ok(()), |name| {
            let message = format!("{} is already there", self.folder.join(name).display());
            let help = "name another folder, or take the files away first";
            Err(Failure::new("exists", message).with_help(help))
        })
    }

    /// Begins to write.
    pub(super) fn stage(self) -> Result<Staged, Failure> {
        let scratch = Scratch::new(&self.folder, self.watch).map_err(|error| {
            Failure::new("output", format!("{}: {}", self.folder.display(), reason(&error)))
        })?;
        Ok(Staged { scratch, folder: self, names: Vec::new() })
    }
}

/// What tells a file from all others, whatever name or link leads to it.
#[cfg(unix)]
fn identity(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt as _;
    fs::metadata(path).ok().map(|about| (about.dev(), about.ino()))
}

/// The same where files have no number: the path that all links lead to.
#[cfg(not(unix))]
fn identity(path: &Path) -> Option<PathBuf> {
    fs::canonicalize(path).ok()
}

impl Drop for OutputFolder {
    fn drop(&mut self) {
        if self.is_new && !self.is_done {
            // Only an empty folder can be removed, which is what is meant.
            let _ = fs::remove_dir(&self.folder);
        }
    }
}

/// Outputs that wait to be placed; they go away unless they are.
#[derive(Debug)]
pub(super) struct Staged {
    // Dropped first, so that the output folder is empty where it has to go.
    scratch: Scratch,
    folder: OutputFolder,
    names: Vec<String>,
}

impl Staged {
    /// Writes one file beside its place; `name` is relative to the output folder, parted by `/`.
    pub(super) fn add(
        &mut self,
        name: &str,
        write: impl FnOnce(&mut Measured) -> io::Result<()>,
    ) -> Result<OutputRecord, Failure> {
        let record = self.scratch.write(name, write).map_err(|error| self.failed(name, &error))?;
        self.names.push(name.to_owned());
        Ok(record)
    }

    /// Puts all files into their places, or none.
    pub(super) fn place(mut self) -> Result<(), Failure> {
        let folder = self.folder.folder.clone();
        let stale = stale_outputs(&folder, &self.names);
        // The seal goes last: a stable sort by "is it the seal".
        self.names.sort_by_key(|name| name == SEAL);
        let mut placing = Placing { folder: &folder, scratch: &self.scratch, undo: Vec::new() };
        for name in &self.names {
            if let Err(error) = placing.place(name) {
                placing.undo();
                return Err(self.failed(name, &error));
            }
        }
        for name in &stale {
            // A file that cannot be taken away is left; it is not one of this run's.
            let _ = fs::remove_file(folder.join(name));
        }
        sync_folder(&folder);
        self.folder.is_done = true;
        Ok(())
    }

    fn failed(&self, name: &str, error: &io::Error) -> Failure {
        let path = self.folder.folder.join(name);
        Failure::new("write", format!("{}: {}", path.display(), reason(error)))
            .with_help("nothing was written; earlier outputs are as they were")
    }
}

/// A folder beside the outputs that goes away with all that is in it.
#[derive(Debug)]
struct Scratch {
    folder: PathBuf,
    watch: &'static Watch,
}

impl Scratch {
    fn new(beside: &Path, watch: &'static Watch) -> io::Result<Self> {
        let name = format!(".walkshed-tmp-{}", std::process::id());
        let mut folder = beside.join(&name);
        // One of this name may be left from a run that was killed, or that runs on another machine.
        for attempt in 1..=MOST_LEFT {
            match fs::create_dir(&folder) {
                Err(error)
                    if error.kind() == io::ErrorKind::AlreadyExists && attempt < MOST_LEFT =>
                {
                    folder = beside.join(format!("{name}-{attempt}"));
                }
                made => {
                    made?;
                    break;
                }
            }
        }
        let scratch = Self { folder, watch };
        fs::create_dir(scratch.fresh())?;
        fs::create_dir(scratch.former())?;
        Ok(scratch)
    }

    /// Where new files wait.
    fn fresh(&self) -> PathBuf {
        self.folder.join("new")
    }

    /// Where the files that they replace are kept.
    fn former(&self) -> PathBuf {
        self.folder.join("old")
    }

    fn write(
        &self,
        name: &str,
        write: impl FnOnce(&mut Measured) -> io::Result<()>,
    ) -> io::Result<OutputRecord> {
        let path = self.fresh().join(name);
        make_parent(&path)?;
        let out = BufWriter::new(File::create_new(&path)?);
        let mut out = Measured { out, bytes: 0, digest: Sha256::new(), watch: self.watch };
        write(&mut out)?;
        out.out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        let sha256 = hexadecimal(&out.digest.finalize());
        Ok(OutputRecord { name: name.to_owned(), bytes: out.bytes, sha256 })
    }
}

/// A file that is being written, with its size and digest so far.
pub(super) struct Measured {
    out: BufWriter<File>,
    bytes: u64,
    digest: Sha256,
    watch: &'static Watch,
}

impl Write for Measured {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        go_on(self.watch)?;
        let written = self.out.write(bytes)?;
        self.digest.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// An error where the run is to stop.
fn go_on(watch: &Watch) -> io::Result<()> {
    if watch.is_stopped() { Err(io::Error::other(Stopped)) } else { Ok(()) }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

/// What helps where an output folder cannot be made: a path that is a slip of the pen must not
/// leave folders behind, so that only the last one is made unasked.
fn what_to_do(folder: &Path) -> String {
    match folder.parent() {
        Some(parent) if !parent.as_os_str().is_empty() && !parent.exists() => {
            format!("there is no folder {}: make it first, or name another", parent.display())
        }
        _ => "name a folder that can be written to".to_owned(),
    }
}

fn make_parent(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)
}

/// The renames of a run, and how to take them back.
struct Placing<'a> {
    folder: &'a Path,
    scratch: &'a Scratch,
    undo: Vec<Undo>,
}

/// How to take one step back.
enum Undo {
    /// Put the former file back over the new one.
    Restore { former: PathBuf, place: PathBuf },
    /// Take the new file away.
    Remove(PathBuf),
    /// Take a new folder away.
    RemoveFolder(PathBuf),
}

impl Placing<'_> {
    fn place(&mut self, name: &str) -> io::Result<()> {
        go_on(self.scratch.watch)?;
        let place = self.folder.join(name);
        if let Some(parent) = place.parent().filter(|parent| !parent.is_dir()) {
            fs::create_dir(parent)?;
            self.undo.push(Undo::RemoveFolder(parent.to_owned()));
        }
        let step = if place.symlink_metadata().is_ok() {
            let former = self.scratch.former().join(name);
            make_parent(&former)?;
            keep(&place, &former)?;
            Undo::Restore { former, place: place.clone() }
        } else {
            Undo::Remove(place.clone())
        };
        fs::rename(self.scratch.fresh().join(name), &place)?;
        self.undo.push(step);
        if let Some(folder) = place.parent() {
            sync_folder(folder);
        }
        Ok(())
    }

    /// Takes the steps back, the last one first. What fails here cannot be mended by us.
    fn undo(&mut self) {
        while let Some(step) = self.undo.pop() {
            let _ = match step {
                Undo::Restore { former, place } => fs::rename(former, place),
                Undo::Remove(place) => fs::remove_file(place),
                Undo::RemoveFolder(folder) => fs::remove_dir(folder),
            };
        }
    }
}

/// A second name for a file, or a copy where the file system has no second names: the file itself
/// stays in its place until the new one takes it in one step.
fn keep(place: &Path, former: &Path) -> io::Result<()> {
    fs::hard_link(place, former).or_else(|_| fs::copy(place, former).map(|_| ()))
}

/// Brings renames to the disk, where the system lets a folder be opened; elsewhere it does so by
/// itself.
fn sync_folder(folder: &Path) {
    if let Ok(open) = File::open(folder) {
        let _ = open.sync_all();
    }
}

/// Outputs that the manifest of an earlier run lists, that this run does not write, and that are
/// still as that run wrote them.
fn stale_outputs(folder: &Path, names: &[String]) -> Vec<String> {
    if !names.iter().any(|name| name == SEAL) {
        return Vec::new();
    }
    let Ok(bytes) = fs::read(folder.join(SEAL)) else { return Vec::new() };
    let Ok(manifest) = serde_json::from_slice::<serde_json::Value>(&bytes) else {
        return Vec::new();
    };
    if manifest["program"] != env!("CARGO_PKG_NAME") {
        return Vec::new();
    }
    let listed = manifest["outputs"].as_array().map(Vec::as_slice).unwrap_or_default();
    listed
        .iter()
        .filter_map(|output| Some((output["name"].as_str()?, output["sha256"].as_str()?)))
        .filter(|(name, _)| is_ours(name) && names.iter().all(|new| new != name))
        .filter(|(name, sum)| fs::read(folder.join(name)).is_ok_and(|old| sha256(&old) == *sum))
        .map(|(name, _)| name.to_owned())
        .collect()
}

/// Whether a name stays inside the folder.
fn is_ours(name: &str) -> bool {
    let inside = |part| matches!(part, Component::Normal(_));
    Path::new(name).components().all(inside) && !name.is_empty()
}

#[cfg(test)]
mod tests;
