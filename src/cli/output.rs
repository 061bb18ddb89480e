//! The only place that writes files: all outputs of a run, or none.
//!
//! Everything is written into a folder of its own beside the final names, on the same file system,
//! and brought to the disk; only then is each file renamed into its place. What stood there before is
//! kept until the last rename, and put back where one fails. A run that ends early, for whatever
//! reason, leaves the old outputs as they were. Other files in the folder are not touched.
//!
//! Outputs of an earlier run that this run does not write any more (maps of a service that the
//! profile no longer has) go with it: those that its `manifest.json` lists and nobody has changed.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Component, Path, PathBuf};

use walkshed::report::sha256;

use super::failure::Failure;
use super::messages::reason;

/// A file to write: its name under the output folder, with `/`, and its content.
#[derive(Debug)]
pub(super) struct OutputFile {
    pub(super) name: String,
    pub(super) content: Vec<u8>,
}

/// What happens to files of the same name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Existing {
    /// They are replaced.
    Replace,
    /// They are a reason to refuse.
    Keep,
}

/// An output folder that can be written to.
#[derive(Debug)]
pub(super) struct OutputFolder {
    folder: PathBuf,
    /// Whether this run made it; then it goes again where the run writes nothing.
    is_new: bool,
    is_done: bool,
}

/// Written last: where it stands, the outputs that it lists stand too.
const SEAL: &str = "manifest.json";

impl OutputFolder {
    /// Makes the folder where it is missing, and makes sure that it can be written to, so that a
    /// wrong path costs a second and not an hour.
    pub(super) fn prepare(folder: &Path) -> Result<Self, Failure> {
        let refuse = |error: &io::Error| {
            let message = format!("{}: {}", folder.display(), reason(error));
            let help = "name a folder that can be written to; its parent has to exist";
            Failure::new("output", message).with_help(help)
        };
        let is_new = match fs::create_dir(folder) {
            Ok(()) => true,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => false,
            Err(error) => return Err(refuse(&error)),
        };
        let prepared = Self { folder: folder.to_owned(), is_new, is_done: false };
        Scratch::new(folder).map_err(|error| refuse(&error))?;
        Ok(prepared)
    }

    /// Refuses to write over a file that was read.
    pub(super) fn spare_inputs(&self, names: &[String], inputs: &[PathBuf]) -> Result<(), Failure> {
        for name in names {
            let Ok(output) = fs::canonicalize(self.folder.join(name)) else { continue };
            for input in inputs {
                if fs::canonicalize(input).is_ok_and(|input| input == output) {
                    let message = format!("{} would overwrite its own input", output.display());
                    let help = "name another folder with --out";
                    return Err(Failure::new("same-file", message).with_help(help));
                }
            }
        }
        Ok(())
    }

    /// Writes all files, or none.
    pub(super) fn write(mut self, files: &[OutputFile], existing: Existing) -> Result<(), Failure> {
        if existing == Existing::Keep {
            self.refuse_existing(files)?;
        }
        let total = files.len();
        let failed = |name: &str, error: &io::Error| {
            let path = self.folder.join(name);
            let message =
                format!("{}: {} (0 of {total} files)", path.display(), reason(error));
            Failure::new("write", message).with_help("earlier outputs are as they were")
        };
        let scratch = Scratch::new(&self.folder).map_err(|error| failure_of(&self.folder, &error))?;
        for file in files {
            scratch.write(file).map_err(|error| failed(&file.name, &error))?;
        }
        let stale = stale_outputs(&self.folder, files);
        let mut placing = Placing { folder: &self.folder, scratch: &scratch, undo: Vec::new() };
        let (seal, others): (Vec<_>, Vec<_>) = files.iter().partition(|file| file.name == SEAL);
        for file in others.into_iter().chain(seal) {
            if let Err(error) = placing.place(&file.name) {
                placing.undo();
                return Err(failed(&file.name, &error));
            }
        }
        for name in &stale {
            // A file that cannot be taken away was not there for this run to replace.
            let _ = fs::remove_file(self.folder.join(name));
        }
        sync_folder(&self.folder);
        self.is_done = true;
        Ok(())
    }

    fn refuse_existing(&self, files: &[OutputFile]) -> Result<(), Failure> {
        for file in files {
            let path = self.folder.join(&file.name);
            if path.symlink_metadata().is_ok() {
                let message = format!("{} is already there", path.display());
                let help = "name another folder, or take the files away first";
                return Err(Failure::new("exists", message).with_help(help));
            }
        }
        Ok(())
    }
}

impl Drop for OutputFolder {
    fn drop(&mut self) {
        if self.is_new && !self.is_done {
            // Only an empty folder can be removed, which is what is meant.
            let _ = fs::remove_dir(&self.folder);
        }
    }
}

fn failure_of(path: &Path, error: &io::Error) -> Failure {
    Failure::new("output", format!("{}: {}", path.display(), reason(error)))
}

/// A folder beside the outputs that goes away with all that is in it.
#[derive(Debug)]
struct Scratch {
    folder: PathBuf,
}

impl Scratch {
    fn new(beside: &Path) -> io::Result<Self> {
        let folder = beside.join(format!(".walkshed-tmp-{}", std::process::id()));
        fs::create_dir(&folder)?;
        let scratch = Self { folder };
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

    fn write(&self, file: &OutputFile) -> io::Result<()> {
        let path = self.fresh().join(&file.name);
        make_parent(&path)?;
        let mut open = File::create_new(&path)?;
        open.write_all(&file.content)?;
        open.sync_all()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
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
        place.parent().map_or((), sync_folder);
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
fn stale_outputs(folder: &Path, files: &[OutputFile]) -> Vec<String> {
    if !files.iter().any(|file| file.name == SEAL) {
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
        .filter(|(name, _)| is_ours(name) && files.iter().all(|file| file.name != *name))
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
