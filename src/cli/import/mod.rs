//! `walkshed import`: cities out of files that are none, all files of a city or none.

mod osm;
mod poi;

use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde::Serialize;
use walkshed::finding::Findings;
use walkshed::input::{ImportedFile, MaxInput};
use walkshed::report::findings_csv;

use self::osm::OsmArgs;
use self::poi::PoiArgs;
use super::args::VoiceArgs;
use super::failure::{Failure, Outcome, Stop};
use super::messages::Messages;
use super::output::{OutputFolder, Staged};
use super::settings::lang;
use super::values::file_size;

#[derive(Debug, Subcommand)]
pub(super) enum ImportCommand {
    /// From an extract of OpenStreetMap: outlets, residential land, borders, streets, gates
    Osm(OsmArgs),
    /// From an export of points of interest as Amap gives them: outlets
    Poi(PoiArgs),
}

impl ImportCommand {
    fn target(&self) -> &TargetArgs {
        match self {
            Self::Osm(args) => &args.target,
            Self::Poi(args) => &args.target,
        }
    }

    /// Where the city goes.
    pub(super) fn out(&self) -> &Path {
        &self.target().out
    }

    /// In which language it speaks.
    pub(super) fn voice(&self) -> VoiceArgs {
        self.target().voice
    }
}

/// Imports as the command says.
pub(super) fn run(command: &ImportCommand, messages: Messages) -> Result<Outcome, Stop> {
    match command {
        ImportCommand::Osm(args) => osm::run(args, messages),
        ImportCommand::Poi(args) => poi::run(args, messages),
    }
}

/// Where an import goes, and how it is told.
#[derive(Debug, Args)]
struct TargetArgs {
    /// Folder for the city; made if its parent exists. Files that are there are not overwritten
    #[arg(long, value_name = "CITY")]
    out: PathBuf,
    /// Name of the city [default: that of the file]
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Refuse a file that is longer
    #[arg(long, value_name = "SIZE", value_parser = file_size, default_value_t)]
    max_input: MaxInput,
    /// Exit with status 1 where there is a warning
    #[arg(long)]
    deny_warnings: bool,
    #[command(flatten)]
    voice: VoiceArgs,
}

/// Files that an import writes besides its layers.
const BESIDE: [&str; 3] = ["walkshed.toml", "import.json", "findings.csv"];

/// What an import says about itself beside the layers.
struct Imported<'a, T: Serialize> {
    name: &'a str,
    file: &'a ImportedFile,
    source: &'a str,
    /// Whether the settings file that is there stays.
    keeps_settings: bool,
    /// Lines of comment for the settings file, on the source.
    notes: &'a str,
    /// What the settings file says of single layers.
    tables: &'a str,
    account: &'a T,
}

/// What `import.json` holds.
#[derive(Serialize)]
struct Record<'a, T: Serialize> {
    file: &'a ImportedFile,
    source: &'a str,
    account: &'a T,
}

impl TargetArgs {
    /// Whether the folder of the city has settings already.
    fn has_settings(&self) -> bool {
        self.out.join(BESIDE[0]).exists()
    }

    /// The folder of the city, in which none of the files may stand that could be written.
    fn folder(
        &self,
        layers: &[&str],
        keeps_settings: bool,
        messages: Messages,
    ) -> Result<OutputFolder, Failure> {
        let folder = OutputFolder::prepare(&self.out, messages)?;
        let beside = &BESIDE[usize::from(keeps_settings)..];
        let names = layers.iter().chain(beside).map(|name| (*name).to_owned());
        folder.spare_existing(&names.collect::<Vec<_>>())?;
        Ok(folder)
    }

    fn name_or(&self, other: impl FnOnce() -> String) -> String {
        self.name.clone().unwrap_or_else(other)
    }

    /// Writes what stands beside the layers, and puts all into its place.
    fn finish<T: Serialize>(
        &self,
        mut staged: Staged,
        imported: &Imported<'_, T>,
        findings: &Findings,
    ) -> Result<(), Failure> {
        if !imported.keeps_settings {
            staged.add_unlisted(BESIDE[0], |out| out.write_all(settings(imported).as_bytes()))?;
        }
        let &Imported { file, source, account, .. } = imported;
        staged.add_unlisted(BESIDE[1], |out| {
            serde_json::to_writer_pretty(&mut *out, &Record { file, source, account })?;
            out.write_all(b"\n")
        })?;
        staged.add_unlisted(BESIDE[2], |out| findings_csv(findings, lang(self.voice), out))?;
        staged.place()
    }
}

fn settings<T: Serialize>(imported: &Imported<'_, T>) -> String {
    let name = toml::Value::String(imported.name.to_owned());
    let Imported { file, source, notes, tables, .. } = imported;
    let source = toml::Value::String(source.replace(char::is_control, " "));
    let (bytes, sha256) = (file.bytes, &file.sha256);
    format!(
        "# File: {bytes} bytes, SHA-256 {sha256}\n\
         name = {name}\n\
         {notes}source = {source}\n\
         {tables}"
    )
}
