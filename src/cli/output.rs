//! The only place that writes files: all outputs of a run, or none.
//!
//! Everything is written into a folder of its own among the outputs, on the same file system, and
//! brought to the disk; only then is each file renamed into its place (see `placing`). A run that
//! ends early, for whatever reason, leaves the old outputs as they were: where it is asked to stop, it
//! asks so at each write and before each rename; what a killed run leaves, the next one names and
//! cleans. The folder is locked meanwhile, so that no two runs mix their outputs. Other files in the
//! folder are not touched.
//!
//! Outputs of an earlier run that this run does not write any more (maps of a service that the
//! profile no longer has) go with it: those that its `manifest.json` lists and nobody has changed.

mod kept;
mod placing;
mod scratch;

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use walkshed::finding::{Finding, Findings, Place};
use walkshed::report::OutputRecord;
use walkshed::watch::Watch;

pub(super) use self::kept::keep;
use self::placing::{Placing, Plan, SEAL, Settled, Stale, is_inside, is_there, settle};
pub(super) use self::scratch::Measured;
use self::scratch::{Scratch, left_by_killed_runs};
use super::failure::Failure;
use super::messages::{Messages, Rest, reason};

/// An output folder that can be written to, by this run only.
#[derive(Debug)]
pub(super) struct OutputFolder {
    folder: PathBuf,
    /// Whether this run made it; then it goes again where the run writes nothing.
    is_new: bool,
    is_done: bool,
    watch: &'static Watch,
    /// Holds the lock; none where the system has none for folders.
    _lock: Option<File>,
}

impl OutputFolder {
    /// Makes the folder where it is missing, cleans what killed runs left in it, and makes sure that
    /// it can be written to, so that a wrong path costs a second and not an hour.
    pub(super) fn prepare(folder: &Path, messages: Messages) -> Result<Self, Failure> {
        let refuse = |error: &io::Error| {
            let message = format!("{}: {}", folder.display(), reason(error));
            Failure::new("output", message).with_help(what_to_do(folder))
        };
        let is_new = match fs::create_dir(folder) {
            Ok(()) => true,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => false,
            Err(error) => return Err(refuse(&error)),
        };
        let watch = messages.watch();
        let lock = lock(folder)?;
        let is_locked = lock.is_some();
        let prepared =
            Self { folder: folder.to_owned(), is_new, is_done: false, watch, _lock: lock };
        if is_locked {
            messages.findings(&clean(folder), Rest::Nowhere);
        }
        Scratch::new(folder, watch).map_err(|error| refuse(&error))?;
        Ok(prepared)
    }

    /// Whether a path names this folder.
    pub(super) fn is(&self, folder: &Path) -> bool {
        let ends = [&self.folder, folder].map(|folder| folder.canonicalize().ok());
        ends[0].is_some() && ends[0] == ends[1]
    }

    /// Refuses to write over a file that was read, or to take it away with what an earlier run wrote.
    pub(super) fn spare_inputs(&self, names: &[String], inputs: &[PathBuf]) -> Result<(), Failure> {
        let read = inputs.iter().map(|input| identified(input)).collect::<Result<Vec<_>, _>>()?;
        let stale = stale_outputs(&self.folder, names)
            .map_err(|error| unseen(&self.folder.join(SEAL), &error))?;
        let written = names.iter().map(|name| (name, "overwrite"));
        for (name, verb) in written.chain(stale.iter().map(|Stale { name, .. }| (name, "remove"))) {
            let path = self.folder.join(name);
            let Some(output) = identified(&path)? else { continue };
            if read.iter().flatten().any(|input| *input == output) {
                let message = format!("{} would {verb} its own input", path.display());
                let help = "name another folder with --out";
                return Err(Failure::new("same-file", message).with_help(help));
            }
        }
        Ok(())
    }

    /// Refuses to write among the files that were read.
    pub(super) fn spare_city(&self, city: &Path) -> Result<(), Failure> {
        if is_one_folder(&self.folder, city)? {
            let message = format!("{} is the folder of the city itself", self.folder.display());
            return Err(Failure::new("same-file", message).with_help("name another folder"));
        }
        Ok(())
    }

    /// Refuses to write among the files that were read, or where streets are kept.
    pub(super) fn spare_folders(&self, city: &Path, cache: Option<&Path>) -> Result<(), Failure> {
        self.spare_city(city)?;
        self.spare_cache(cache)
    }

    /// Refuses to write where streets are kept, which may be emptied at any time.
    pub(super) fn spare_cache(&self, cache: Option<&Path>) -> Result<(), Failure> {
        match cache {
            Some(cache) if is_one_folder(&self.folder, cache)? => {
                let message = format!("{} is the folder of --cache", self.folder.display());
                Err(Failure::new("same-file", message).with_help("name another folder"))
            }
            _ => Ok(()),
        }
    }

    /// Refuses a folder that holds the outputs of another command, which would go as outputs that are
    /// not written any more.
    pub(super) fn spare_other_outputs(&self, command: &str) -> Result<(), Failure> {
        let Some(manifest) = earlier_manifest(&self.folder)
            .map_err(|error| unseen(&self.folder.join(SEAL), &error))?
        else {
            return Ok(());
        };
        match manifest["command"].as_str() {
            Some(other) if other != command => {
                let message =
                    format!("{} holds the outputs of walkshed {other}", self.folder.display());
                Err(Failure::new("exists", message).with_help("name another folder with --out"))
            }
            _ => Ok(()),
        }
    }

    /// Refuses where one of the files is already there.
    pub(super) fn spare_existing(&self, names: &[String]) -> Result<(), Failure> {
        for path in names.iter().map(|name| self.folder.join(name)) {
            if is_there(&path).map_err(|error| unseen(&path, &error))? {
                let message = format!("{} is already there", path.display());
                let help = "name another folder, or take the files away first";
                return Err(Failure::new("exists", message).with_help(help));
            }
        }
        Ok(())
    }

    /// Begins to write.
    pub(super) fn stage(self) -> Result<Staged, Failure> {
        let scratch = Scratch::new(&self.folder, self.watch).map_err(|error| {
            Failure::new("output", format!("{}: {}", self.folder.display(), reason(&error)))
        })?;
        Ok(Staged { scratch, folder: self, names: Vec::new() })
    }
}

/// Makes sure that no other run writes into the folder, where the system can lock a folder.
fn lock(folder: &Path) -> Result<Option<File>, Failure> {
    let Ok(open) = File::open(folder) else { return Ok(None) };
    match open.try_lock() {
        Ok(()) => Ok(Some(open)),
        Err(TryLockError::Error(_)) => Ok(None),
        Err(TryLockError::WouldBlock) => {
            let message = format!("{}: another run is writing there", folder.display());
            let help = "wait until it has ended, or name another folder";
            Err(Failure::new("output", message).with_help(help))
        }
    }
}

/// Cleans what killed runs have left in a folder that is locked, and says so.
fn clean(folder: &Path) -> Findings {
    let mut findings = Findings::new();
    for left in left_by_killed_runs(folder) {
        let message = match settle(folder, &left) {
            Ok(Settled::Dropped) => "left by a run that was killed; taken away".to_owned(),
            Ok(Settled::Completed(count)) => format!(
                "left by a run that was killed while it put its outputs in place; the last {count} \
                 were put in place, so that all of them are that run's"
            ),
            Err(error) => format!("left by a run that was killed; stays: {}", reason(&error)),
        };
        let place = Place::file(&left.display().to_string());
        findings.push(Finding::note("leftover", place, message));
    }
    findings
}

/// Whether two paths name one folder; one of no letters is the folder that the run is in.
pub(super) fn is_one_folder(one: &Path, other: &Path) -> Result<bool, Failure> {
    let named =
        |path: &Path| identified(if path.as_os_str().is_empty() { Path::new(".") } else { path });
    let (one, other) = (named(one)?, named(other)?);
    Ok(one.is_some() && one == other)
}

/// What tells a file from all others; none where there is no file.
fn identified(path: &Path) -> Result<Option<impl PartialEq + use<>>, Failure> {
    match identity(path) {
        Ok(identity) => Ok(Some(identity)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unseen(path, &error)),
    }
}

fn unseen(path: &Path, error: &io::Error) -> Failure {
    Failure::new("output", format!("{}: {}", path.display(), reason(error)))
}

/// What tells a file from all others, whatever name or link leads to it.
#[cfg(unix)]
fn identity(path: &Path) -> io::Result<(u64, u64)> {
    use std::os::unix::fs::MetadataExt as _;
    fs::metadata(path).map(|about| (about.dev(), about.ino()))
}

/// The same where files have no number: the path that all links lead to.
#[cfg(not(unix))]
fn identity(path: &Path) -> io::Result<PathBuf> {
    fs::canonicalize(path)
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

    /// The same for a file that no manifest lists: without its digest.
    pub(super) fn add_unlisted(
        &mut self,
        name: &str,
        write: impl FnOnce(&mut Measured) -> io::Result<()>,
    ) -> Result<(), Failure> {
        let written = self.scratch.write_unlisted(name, write);
        written.map_err(|error| self.failed(name, &error))?;
        self.names.push(name.to_owned());
        Ok(())
    }

    /// Refuses where a file is already there, or was written by this run.
    pub(super) fn spare_existing(&self, name: &str) -> Result<(), Failure> {
        if self.names.iter().any(|other| other == name) {
            let message = format!("two files of the city would be called {name}");
            return Err(Failure::new("exists", message).with_help("rename one of them"));
        }
        self.folder.spare_existing(std::slice::from_ref(&name.to_owned()))
    }

    /// Puts all files into their places, or none.
    pub(super) fn place(mut self) -> Result<(), Failure> {
        let folder = self.folder.folder.clone();
        let stale =
            stale_outputs(&folder, &self.names).map_err(|error| self.failed(SEAL, &error))?;
        let plan = Plan::new(std::mem::take(&mut self.names), stale);
        let mut placing = Placing::new(&folder, &self.scratch);
        if let Err((name, error)) = placing.run(&plan) {
            if placing.undo() {
                return Err(self.failed(&name, &error));
            }
            // What was there before lies in the folder, and the next run puts all into order.
            let left = self.scratch.leave();
            return Err(self.failed(&name, &error).with_help(format!(
                "outputs may be of two runs now: run again; the former ones lie in {}",
                left.display()
            )));
        }
        self.folder.is_done = true;
        Ok(())
    }

    fn failed(&self, name: &str, error: &io::Error) -> Failure {
        let path = self.folder.folder.join(name);
        Failure::new("write", format!("{}: {}", path.display(), reason(error)))
            .with_help("nothing was written; earlier outputs are as they were")
    }
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

/// Outputs that the manifest of an earlier run lists, that this run does not write, and that are
/// still as that run wrote them.
fn stale_outputs(folder: &Path, names: &[String]) -> io::Result<Vec<Stale>> {
    if !names.iter().any(|name| name == SEAL) {
        return Ok(Vec::new());
    }
    let Some(manifest) = earlier_manifest(folder)? else { return Ok(Vec::new()) };
    let listed = manifest["outputs"].as_array().map(Vec::as_slice).unwrap_or_default();
    let stale = listed
        .iter()
        .filter_map(|output| Some((output["name"].as_str()?, output["sha256"].as_str()?)))
        .filter(|(name, _)| is_inside(name) && names.iter().all(|new| new != name))
        .map(|(name, sum)| Stale { name: name.to_owned(), sha256: sum.to_owned() })
        .filter(|stale| stale.is_unchanged(folder))
        .collect();
    Ok(stale)
}

/// The manifest that an earlier run has left; none where there is none of ours.
fn earlier_manifest(folder: &Path) -> io::Result<Option<serde_json::Value>> {
    let bytes = match fs::read(folder.join(SEAL)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        bytes => bytes?,
    };
    let manifest = serde_json::from_slice::<serde_json::Value>(&bytes).ok();
    Ok(manifest.filter(|manifest| manifest["program"] == env!("CARGO_PKG_NAME")))
}

#[cfg(test)]
mod tests;
