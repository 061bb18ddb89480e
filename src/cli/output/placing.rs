//! The renames that put the outputs of a run into their places, and how they are taken back.
//!
//! Before the first rename a plan is written beside the new files. Then the seal of the earlier run
//! goes, so that a folder whose outputs are of two runs never has one; outputs that this run does not
//! write go; each file takes its place in one step, the seal last; and the plan goes. Where a step
//! fails, those before it are taken back. Where the run is killed between two of them, the plan tells
//! the next run which files have still to take their places. This is the redo log of transaction
//! processing (Gray and Reuter, "Transaction Processing", 1993, chapter 10), for a set of files.

use std::fs::{self, File};
use std::io;
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};
use walkshed::report::sha256;

use super::scratch::{Scratch, go_on, make_parent};

/// Where it stands, the outputs that it lists stand too, and are of one run.
pub(super) const SEAL: &str = "manifest.json";

/// What a run is about to do to the folder.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Plan {
    /// Names of the files that take their places, the seal last.
    outputs: Vec<String>,
    /// Files of an earlier run that go.
    stale: Vec<Stale>,
}

/// An output of an earlier run that this run does not write.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Stale {
    pub(super) name: String,
    /// As that run wrote it.
    pub(super) sha256: String,
}

impl Stale {
    /// Whether the file is there and nobody has changed it.
    pub(super) fn is_unchanged(&self, folder: &Path) -> bool {
        fs::read(folder.join(&self.name)).is_ok_and(|bytes| sha256(&bytes) == self.sha256)
    }
}

impl Plan {
    pub(super) fn new(mut outputs: Vec<String>, stale: Vec<Stale>) -> Self {
        // A stable sort by "is it the seal".
        outputs.sort_by_key(|name| name == SEAL);
        Self { outputs, stale }
    }

    fn has_seal(&self) -> bool {
        self.outputs.last().is_some_and(|name| name == SEAL)
    }
}

/// The steps of a run so far.
pub(super) struct Placing<'a> {
    folder: &'a Path,
    scratch: &'a Scratch,
    undo: Vec<Undo>,
}

/// Removes the folders that a file which has gone has left empty.
fn remove_empty(folder: &Path, name: &str) {
    let parents = Path::new(name).ancestors().skip(1);
    let mut parents = parents.take_while(|parent| !parent.as_os_str().is_empty());
    // One that holds something is left, and with it those around it.
    parents.all(|parent| fs::remove_dir(folder.join(parent)).is_ok());
}

/// How to take one step back.
enum Undo {
    /// Put the former file back, over the new one where there is one.
    Restore { former: PathBuf, place: PathBuf },
    /// Take the new file away.
    Remove(PathBuf),
    /// Take a new folder away.
    RemoveFolder(PathBuf),
}

impl<'a> Placing<'a> {
    pub(super) fn new(folder: &'a Path, scratch: &'a Scratch) -> Self {
        Self { folder, scratch, undo: Vec::new() }
    }

    /// Does all that is planned; an error names the file, or nothing where it is none of the outputs.
    pub(super) fn run(&mut self, plan: &Plan) -> Result<(), (String, io::Error)> {
        let named = |name: &str| {
            let name = name.to_owned();
            move |error| (name, error)
        };
        self.scratch.plan(plan).map_err(named(""))?;
        if plan.has_seal() {
            self.take_away(SEAL).map_err(named(SEAL))?;
        }
        for Stale { name, .. } in &plan.stale {
            // A file that cannot be taken away is left; it is not one of this run's.
            let _ = self.take_away(name);
        }
        for name in &plan.outputs {
            if name == SEAL {
                sync_folders(self.folder, &plan.outputs);
            }
            self.put(name).map_err(named(name))?;
        }
        sync_folders(self.folder, &plan.outputs);
        plan.stale.iter().for_each(|stale| remove_empty(self.folder, &stale.name));
        Ok(())
    }

    /// Puts a file into its place.
    fn put(&mut self, name: &str) -> io::Result<()> {
        go_on(self.scratch.watch())?;
        let place = self.folder.join(name);
        let missing: Vec<&Path> =
            place.ancestors().skip(1).take_while(|folder| !folder.is_dir()).collect();
        for folder in missing.into_iter().rev() {
            fs::create_dir(folder)?;
            self.undo.push(Undo::RemoveFolder(folder.to_owned()));
        }
        let step = if is_there(&place)? {
            let former = self.former(name)?;
            keep(&place, &former)?;
            Undo::Restore { former, place: place.clone() }
        } else {
            Undo::Remove(place.clone())
        };
        fs::rename(self.scratch.fresh().join(name), &place)?;
        self.undo.push(step);
        Ok(())
    }

    /// Takes a file out of its place, where there is one.
    fn take_away(&mut self, name: &str) -> io::Result<()> {
        let place = self.folder.join(name);
        if is_there(&place)? {
            let former = self.former(name)?;
            fs::rename(&place, &former)?;
            self.undo.push(Undo::Restore { former, place });
        }
        Ok(())
    }

    /// Where the former file of a name is kept.
    fn former(&self, name: &str) -> io::Result<PathBuf> {
        let former = self.scratch.former().join(name);
        make_parent(&former)?;
        Ok(former)
    }

    /// Takes the steps back, the last one first; whether every file is as it was.
    pub(super) fn undo(&mut self) -> bool {
        let mut is_undone = true;
        while let Some(step) = self.undo.pop() {
            is_undone &= match step {
                Undo::Restore { former, place } => fs::rename(former, place).is_ok(),
                Undo::Remove(place) => fs::remove_file(place).is_ok(),
                Undo::RemoveFolder(folder) => {
                    // Somebody else may have put something in.
                    let _ = fs::remove_dir(folder);
                    true
                }
            };
        }
        is_undone
    }
}

/// What was done about the folder of a killed run.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Settled {
    /// It was taken away.
    Dropped,
    /// The run was killed between two steps; so many files took their places now.
    Completed(usize),
}

/// Takes away what a killed run has left. Where it was killed while its outputs took their places,
/// the others take theirs first. Nobody else may write into the folder.
pub(super) fn settle(folder: &Path, left: &Path) -> io::Result<Settled> {
    let mut count = 0;
    if let Some(plan) = Scratch::plan_of(left)? {
        let fresh = left.join(Scratch::FRESH);
        let mut waiting = Vec::new();
        for name in plan.outputs.iter().filter(|name| is_inside(name)) {
            if is_there(&fresh.join(name))? {
                waiting.push(name);
            }
        }
        if waiting.iter().any(|name| *name == SEAL) && is_there(&folder.join(SEAL))? {
            fs::remove_file(folder.join(SEAL))?;
        }
        for stale in plan.stale.iter().filter(|stale| is_inside(&stale.name)) {
            if stale.is_unchanged(folder) {
                let _ = fs::remove_file(folder.join(&stale.name));
            }
        }
        for name in &waiting {
            make_parent(&folder.join(name))?;
            fs::rename(fresh.join(name), folder.join(name))?;
        }
        sync_folders(folder, &plan.outputs);
        count = waiting.len();
    }
    Scratch::remove(left)?;
    Ok(if count == 0 { Settled::Dropped } else { Settled::Completed(count) })
}

/// Whether a name stays inside the folder.
pub(super) fn is_inside(name: &str) -> bool {
    let inside = |part| matches!(part, Component::Normal(_));
    Path::new(name).components().all(inside) && !name.is_empty()
}

/// Whether there is something at a path, if only a link that leads nowhere.
pub(super) fn is_there(path: &Path) -> io::Result<bool> {
    match path.symlink_metadata() {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// A second name for a file, or a copy where the file system has no second names: the file itself
/// stays in its place until the new one takes it in one step.
fn keep(place: &Path, former: &Path) -> io::Result<()> {
    fs::hard_link(place, former).or_else(|_| fs::copy(place, former).map(|_| ()))
}

/// Brings the renames of files to the disk, where the system lets a folder be opened; elsewhere it
/// does so by itself.
fn sync_folders(folder: &Path, names: &[String]) {
    let mut folders: Vec<PathBuf> =
        names.iter().filter_map(|name| folder.join(name).parent().map(Path::to_owned)).collect();
    folders.sort();
    folders.dedup();
    for folder in folders {
        if let Ok(open) = File::open(folder) {
            let _ = open.sync_all();
        }
    }
}
