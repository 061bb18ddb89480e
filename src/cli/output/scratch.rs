//! Where outputs wait until all of them are written: a folder among them that goes away again.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use walkshed::report::OutputRecord;
use walkshed::watch::{Stopped, Watch};

use super::placing::Plan;

/// Begin of the names of such folders.
const PREFIX: &str = ".walkshed-tmp-";

/// Folders of killed runs that may lie about before a new run gives up.
const MOST_LEFT: u32 = 100;

/// Bytes that are written at a time: a file of gaps has millions, and each call of the system has its price.
const BUFFER: usize = 1 << 16;

/// A folder among the outputs that goes away with all that is in it.
#[derive(Debug)]
pub(super) struct Scratch {
    folder: PathBuf,
    watch: &'static Watch,
    /// Stays where it is.
    is_left: bool,
}

/// What the run is about to do with the files that wait, once all of them are written.
const PLAN: &str = "plan.json";

impl Scratch {
    /// Where new files wait.
    pub(super) const FRESH: &str = "new";

    pub(super) fn new(beside: &Path, watch: &'static Watch) -> io::Result<Self> {
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
        let scratch = Self { folder, watch, is_left: false };
        fs::create_dir(scratch.fresh())?;
        fs::create_dir(scratch.former())?;
        Ok(scratch)
    }

    pub(super) fn watch(&self) -> &Watch {
        self.watch
    }

    /// Where new files wait.
    pub(super) fn fresh(&self) -> PathBuf {
        self.folder.join(Self::FRESH)
    }

    /// Where the files that they replace are kept.
    pub(super) fn former(&self) -> PathBuf {
        self.folder.join("old")
    }

    /// Leaves all as it is, for the next run to settle; gives the place of the former files.
    pub(super) fn leave(&mut self) -> PathBuf {
        self.is_left = true;
        self.former()
    }

    /// Writes down what is about to be done, in one step: from here on it will be.
    pub(super) fn plan(&self, plan: &Plan) -> io::Result<()> {
        let (part, whole) = (self.folder.join("plan.part"), self.folder.join(PLAN));
        let mut file = File::create_new(&part)?;
        file.write_all(&serde_json::to_vec(plan)?)?;
        file.sync_all()?;
        fs::rename(part, whole)
    }

    /// What a run was about to do that left the folder; none where it had not come so far.
    pub(super) fn plan_of(left: &Path) -> io::Result<Option<Plan>> {
        match fs::read(left.join(PLAN)) {
            Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes)?)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Takes such a folder away: the plan first, as files that it names must not be missing.
    pub(super) fn remove(folder: &Path) -> io::Result<()> {
        match fs::remove_file(folder.join(PLAN)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => fs::remove_dir_all(folder),
        }
    }

    /// Writes a file among those that wait.
    pub(super) fn write(
        &self,
        name: &str,
        write: impl FnOnce(&mut Measured) -> io::Result<()>,
    ) -> io::Result<OutputRecord> {
        let (bytes, digest) = self.write_with(name, Some(Sha256::new()), write)?;
        let sha256 = digest.map(|digest| hexadecimal(&digest.finalize())).unwrap_or_default();
        Ok(OutputRecord { name: name.to_owned(), bytes, sha256 })
    }

    /// The same without a digest.
    pub(super) fn write_unlisted(
        &self,
        name: &str,
        write: impl FnOnce(&mut Measured) -> io::Result<()>,
    ) -> io::Result<()> {
        self.write_with(name, None, write).map(|_| ())
    }

    fn write_with(
        &self,
        name: &str,
        digest: Option<Sha256>,
        write: impl FnOnce(&mut Measured) -> io::Result<()>,
    ) -> io::Result<(u64, Option<Sha256>)> {
        let path = self.fresh().join(name);
        make_parent(&path)?;
        let file = File::create_new(&path)?;
        let measure = Measure { file, bytes: 0, digest, watch: self.watch };
        let mut out = Measured(BufWriter::with_capacity(BUFFER, measure));
        write(&mut out)?;
        let out = out.0.into_inner().map_err(io::IntoInnerError::into_error)?;
        out.file.sync_all()?;
        Ok((out.bytes, out.digest))
    }
}

/// A file that is being written, with its size and, where it is wanted, its digest so far.
pub(in crate::cli) struct Measured(BufWriter<Measure>);

/// What measures a file, a buffer at a time.
struct Measure {
    file: File,
    bytes: u64,
    digest: Option<Sha256>,
    watch: &'static Watch,
}

impl Write for Measured {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl Write for Measure {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        go_on(self.watch)?;
        let written = self.file.write(bytes)?;
        if let Some(digest) = &mut self.digest {
            digest.update(&bytes[..written]);
        }
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if !self.is_left {
            let _ = Self::remove(&self.folder);
        }
    }
}

/// An error where the run is to stop.
pub(super) fn go_on(watch: &Watch) -> io::Result<()> {
    if watch.is_stopped() { Err(io::Error::other(Stopped)) } else { Ok(()) }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

/// The folders that runs have left which did not come to their end, by name.
pub(super) fn left_by_killed_runs(folder: &Path) -> Vec<PathBuf> {
    let entries = folder.read_dir().into_iter().flatten().flatten();
    let is_left = |path: &PathBuf| {
        path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(PREFIX))
            && path.symlink_metadata().is_ok_and(|about| about.is_dir())
    };
    let mut left: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(is_left).collect();
    left.sort();
    left
}

/// Makes the folder that a path lies in.
pub(super) fn make_parent(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)
}
