//! `walkshed check CITY --fix DIR`: a copy of the city, mended where that changes no figure, and with
//! `--fix-unsafe` where it does.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::Path;

use walkshed::finding::{Mend, Place, Severity};
use walkshed::input::{Layer, MendedFile, Mender, Mending};
use walkshed::profile::Lang;
use walkshed::report::repairs_csv;

use super::args::CityArgs;
use super::failure::{Failure, Stop};
use super::messages::{Messages, counted, place};
use super::output::OutputFolder;
use super::read::{Read, folder, inputs, options};
use super::settings::{LoadedProfile, lang, source_failure};

/// What stands beside the layers in a copy.
const REPAIRS: &str = "repairs.csv";
const SETTINGS: &str = "walkshed.toml";

/// Repairs of one kind that are printed in full; the table has them all.
const SHOWN: usize = 5;

/// A folder that a copy is written into.
pub(super) struct Copy {
    folder: OutputFolder,
    mending: Mending,
}

impl Copy {
    /// Makes sure that it can be written, and is another than the city's.
    pub(super) fn prepare(
        dir: &Path,
        mending: Mending,
        city: &CityArgs,
        messages: Messages,
    ) -> Result<Self, Failure> {
        let copy = OutputFolder::prepare(dir, messages)?;
        copy.spare_folders(&folder(city)?, city.cache.as_deref())?;
        Ok(Self { folder: copy, mending })
    }

    /// Writes the copy; gives what there is to say about it.
    pub(super) fn write(
        self,
        city: &CityArgs,
        loaded: &LoadedProfile,
        read: &Read,
        messages: Messages,
    ) -> Result<Vec<String>, Stop> {
        if city.city == Path::new("-") || read.files.iter().any(|file| file.name == "-") {
            let message = "what comes from standard input is gone when it has been read";
            let help = "save it to a file, and check that";
            return Err(Failure::new("output", message).with_help(help).into());
        }
        let source = |error| source_failure(&error);
        let (table, options) =
            (loaded.profile.category_table(), options(city, None, &loaded.profile));
        let watch = messages.watch();
        let mut mender =
            Mender::new(&city.city, &table, &options, self.mending, watch).map_err(source)?;
        let names = [REPAIRS, SETTINGS].map(str::to_owned);
        self.folder.spare_existing(&names)?;
        self.folder.spare_inputs(&names, &inputs(&read.files, city, loaded)?)?;
        let mut staged = self.folder.stage()?;
        let mut mends = Vec::new();
        for file in read.files.iter().filter(|file| file.layer != Layer::Settings) {
            let Some(MendedFile { name, bytes, mends: of_file }) =
                mender.file(file, watch).map_err(source)?
            else {
                continue;
            };
            staged.spare_existing(&name)?;
            staged.add(&name, |out| out.write_all(&bytes))?;
            mends.extend(of_file);
        }
        staged.add(SETTINGS, |out| out.write_all(mender.settings().as_bytes()))?;
        staged.add(REPAIRS, |out| repairs_csv(&mends, lang(city.voice), out))?;
        staged.place()?;
        Ok(lines(&mends, read, self.mending, lang(city.voice)))
    }
}

/// Each repair, five of a kind, and what is left to the user.
fn lines(mends: &[Mend], read: &Read, mending: Mending, lang: Lang) -> Vec<String> {
    let pick = |en: String, zh: String| match lang {
        Lang::En => en,
        Lang::Zh => zh,
    };
    let mut kinds: BTreeMap<&str, Vec<&Mend>> = BTreeMap::new();
    for mend in mends {
        kinds.entry(mend.code).or_default().push(mend);
    }
    let mut lines = Vec::new();
    for (code, of_kind) in &kinds {
        for Mend { place: at, before, after, .. } in of_kind.iter().take(SHOWN) {
            lines.push(format!("mended[{code}]: {before} -> {after}; {}", place(at)));
        }
        if of_kind.len() > SHOWN {
            let more = of_kind.len() - SHOWN;
            let en = format!("mended[{code}]: {more} more; {REPAIRS} has them all");
            lines.push(pick(en, format!("mended[{code}]：另有 {more} 处，全部见 {REPAIRS}")));
        }
    }
    let made = mends.len();
    let en = format!("{} made in the copy", counted(made, "repair"));
    lines.push(pick(en, format!("副本中修复 {made} 处")));
    let done: BTreeSet<(&str, &Place)> =
        mends.iter().map(|mend| (mend.code, &mend.place)).collect();
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    let heavy = read.findings.iter().filter(|finding| finding.severity != Severity::Note);
    for finding in heavy {
        let place = Place { name: None, ..finding.place.clone() };
        let is_redrawn = mends.iter().any(|mend| redraws(mend, &place));
        if !is_redrawn && !done.contains(&(finding.code, &place)) {
            *left.entry(finding.code).or_default() += 1;
        }
    }
    if !left.is_empty() {
        let list: Vec<String> = left.iter().map(|(code, n)| format!("{code} {n}")).collect();
        let (why, zh) = match mending {
            Mending::Safe => (
                "a repair would change a figure (--fix-unsafe), or is not known",
                "修复会改变指标（--fix-unsafe），或没有已知的修复方法",
            ),
            Mending::Unsafe => ("a repair is not known", "没有已知的修复方法"),
        };
        let list = list.join(", ");
        let en = format!("left as they are, since {why}: {list}");
        lines.push(pick(en, format!("未改动（{zh}）：{list}")));
    }
    lines
}

/// Whether a repair drew all of what lies at a place anew, so that what was wrong in it is gone.
fn redraws(mend: &Mend, at: &Place) -> bool {
    let is_whole = ["polygons-overlap", "ring-crosses-itself", "rings-cross"].contains(&mend.code);
    let rest = at.path.strip_prefix(mend.place.path.as_str());
    is_whole
        && mend.place.file == at.file
        && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('['))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_in_a_geometry_that_was_drawn_anew_is_not_left() {
        let at = |path: &str| Place::path("subdistricts.geojson", path.to_owned());
        let mend = |code| Mend {
            code,
            place: at("features[4].geometry.coordinates"),
            before: String::new(),
            after: String::new(),
        };
        let redrawn = mend("ring-crosses-itself");
        assert!(redraws(&redrawn, &at("features[4].geometry.coordinates[0]")));
        assert!(redraws(&redrawn, &at("features[4].geometry.coordinates")));
        assert!(!redraws(&redrawn, &at("features[41].geometry.coordinates[0]")));
        assert!(!redraws(&redrawn, &at("features[4].properties.id")));
        assert!(!redraws(&mend("spike-removed"), &at("features[4].geometry.coordinates[0]")));
        let elsewhere =
            Place::path("estates.geojson", "features[4].geometry.coordinates[0]".to_owned());
        assert!(!redraws(&redrawn, &elsewhere));
    }
}
