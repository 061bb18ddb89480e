//! Files that a run keeps for later ones: none of its outputs, and written whole or not at all.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use std::process;

/// Writes a file into a folder, which is made where it is missing: beside its place first, then renamed
/// into it, so that whoever reads it finds all of it.
pub(in crate::cli) fn keep(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let waiting = folder.join(format!(".{name}-{}", process::id()));
    let written = File::create(&waiting).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&waiting, folder.join(name))
    });
    if written.is_err() {
        // It may not even be there.
        let _ = fs::remove_file(&waiting);
    }
    written
}
