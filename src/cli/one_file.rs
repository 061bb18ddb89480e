//! A single file that a flag names: made sure of before the work, written whole or not at all.

use std::path::{Path, PathBuf};

use walkshed::input::is_usual_name;

use super::failure::Failure;
use super::messages::Messages;
use super::output::{OutputFolder, Staged};

/// The file, with another of the same folder where one was taken with it.
pub(super) struct OneFile {
    folder: OutputFolder,
    /// Its name in its folder, then that of the other.
    names: Vec<String>,
    /// As the user gave it.
    pub(super) shown: String,
}

impl OneFile {
    /// Makes sure that it can be written.
    pub(super) fn new(file: &Path, messages: Messages) -> Result<Self, Failure> {
        let (parent, name) = parts(file)?;
        let folder = OutputFolder::prepare(parent, messages)?;
        Ok(Self { folder, names: vec![name], shown: file.display().to_string() })
    }

    /// Takes another file with it, where that lies in the same folder; whether it did.
    pub(super) fn takes(&mut self, other: &Path) -> Result<bool, Failure> {
        let (parent, name) = parts(other)?;
        if !self.folder.is(parent) {
            return Ok(false);
        }
        if self.names.contains(&name) {
            let message = format!("{}: two outputs of one name", other.display());
            return Err(Failure::new("output", message).with_help("give each a name of its own"));
        }
        self.names.push(name);
        Ok(true)
    }

    /// Begins to write it, unless it is an input, or would be one of the city in this folder; with the names.
    pub(super) fn stage(
        self,
        inputs: &[PathBuf],
        city: &Path,
    ) -> Result<(Staged, Vec<String>), Failure> {
        self.folder.spare_inputs(&self.names, inputs)?;
        if self.names.iter().any(|name| is_usual_name(name)) {
            self.folder.spare_city(city)?;
        }
        Ok((self.folder.stage()?, self.names))
    }
}

/// The folder and the name of a file.
fn parts(file: &Path) -> Result<(&Path, String), Failure> {
    let (Some(name), Some(parent)) = (file.file_name(), file.parent()) else {
        let message = format!("{} names no file", file.display());
        return Err(Failure::new("output", message).with_help("name a file, not a folder"));
    };
    let folder = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
    Ok((folder, name.to_string_lossy().into_owned()))
}
