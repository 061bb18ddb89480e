//! A single file that a flag names: made sure of before the work, written whole or not at all.

use std::path::{Path, PathBuf};

use walkshed::input::is_usual_name;

use super::failure::Failure;
use super::messages::Messages;
use super::output::{OutputFolder, Staged};

/// The file.
pub(super) struct OneFile {
    folder: OutputFolder,
    /// Its name in its folder.
    pub(super) name: String,
    /// As the user gave it.
    pub(super) shown: String,
}

impl OneFile {
    /// Makes sure that it can be written.
    pub(super) fn new(file: &Path, messages: Messages) -> Result<Self, Failure> {
        let shown = file.display().to_string();
        let (Some(name), Some(parent)) = (file.file_name(), file.parent()) else {
            let message = format!("{shown} names no file");
            return Err(Failure::new("output", message).with_help("name a file, not a folder"));
        };
        let folder = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
        let folder = OutputFolder::prepare(folder, messages)?;
        Ok(Self { folder, name: name.to_string_lossy().into_owned(), shown })
    }

    /// Begins to write it, unless it is an input, or would be one of the city in this folder.
    pub(super) fn stage(self, inputs: &[PathBuf], city: &Path) -> Result<Staged, Failure> {
        self.folder.spare_inputs(std::slice::from_ref(&self.name), inputs)?;
        if is_usual_name(&self.name) {
            self.folder.spare_city(city)?;
        }
        self.folder.stage()
    }
}
