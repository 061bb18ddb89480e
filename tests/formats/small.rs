//! The small fictional city of `tests/golden`, copied so that its files can be changed.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use walkshed::finding::Finding;
use walkshed::input::{ReadOptions, Reading, read};
use walkshed::pipeline::{Detail, assess};
use walkshed::profile::{DEFAULT_PROFILE, Lang, builtin};
use walkshed::report::{Context, assessment_json, coverage_csv};

/// The layers of the city.
pub(crate) const LAYERS: [&str; 5] =
    ["subdistricts", "outlets", "estates", "people", "communities"];

/// A copy of the city in a folder of its own.
pub(crate) struct Small {
    _holder: TempDir,
    folder: PathBuf,
}

impl Small {
    pub(crate) fn new() -> Self {
        let holder = tempfile::tempdir().unwrap();
        let folder = holder.path().join("small");
        fs::create_dir(&folder).unwrap();
        for layer in LAYERS {
            let file = format!("{layer}.geojson");
            fs::copy(original().join(&file), folder.join(&file)).unwrap();
        }
        Self { _holder: holder, folder }
    }

    /// The bytes of a layer as GeoJSON.
    pub(crate) fn layer(layer: &str) -> Vec<u8> {
        fs::read(original().join(format!("{layer}.geojson"))).unwrap()
    }

    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.folder.join(file)
    }

    pub(crate) fn write(&self, file: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.path(file), bytes).unwrap();
    }

    /// Takes a layer's GeoJSON away, to make room for another file.
    pub(crate) fn remove(&self, layer: &str) {
        fs::remove_file(self.path(&format!("{layer}.geojson"))).unwrap();
    }

    /// Why the city cannot be read at all.
    pub(crate) fn error(&self) -> String {
        let known = builtin(DEFAULT_PROFILE).unwrap().category_table();
        read(&self.folder, &known, &ReadOptions::default()).unwrap_err().to_string()
    }

    pub(crate) fn read(&self) -> Reading {
        self.read_with(&ReadOptions::default())
    }

    pub(crate) fn read_with(&self, options: &ReadOptions) -> Reading {
        let known = builtin(DEFAULT_PROFILE).unwrap().category_table();
        read(&self.folder, &known, options).unwrap()
    }
}

fn original() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/small")
}

/// The city and its assessment as text, to compare.
pub(crate) fn told(reading: &Reading) -> String {
    let city = reading.city.as_ref().unwrap_or_else(|| panic!("{:#?}", reading.findings));
    let profile = builtin(DEFAULT_PROFILE).unwrap();
    let assessment = assess(city, &profile, Detail::Figures);
    let context =
        Context { city, profile: &profile, assessment: &assessment, inputs: &[], lang: Lang::En };
    let mut json = Vec::new();
    assessment_json(&context, &mut json).unwrap();
    format!("{city:#?}\n{}", String::from_utf8(json).unwrap())
}

/// The table `coverage.csv`.
pub(crate) fn coverage(reading: &Reading) -> String {
    let city = reading.city.as_ref().unwrap_or_else(|| panic!("{:#?}", reading.findings));
    let profile = builtin(DEFAULT_PROFILE).unwrap();
    let assessment = assess(city, &profile, Detail::Figures);
    let context =
        Context { city, profile: &profile, assessment: &assessment, inputs: &[], lang: Lang::En };
    let mut table = Vec::new();
    coverage_csv(&context, &mut table).unwrap();
    String::from_utf8(table).unwrap()
}

/// What the city is as it stands in GeoJSON.
pub(crate) fn expected() -> String {
    told(&Small::new().read())
}

/// A finding in one line: `error[json] outlets.geojson: features[0]: file ends ...`.
pub(crate) fn line(finding: &Finding) -> String {
    let Finding { severity, code, place, message, .. } = finding;
    format!("{}[{code}] {}: {}: {message}", severity.word(), place.file, place.path)
}

/// Codes of what is found in the city anyway.
const OWN: [&str; 3] = ["no-name", "not-open", "people-outside"];

/// All findings but those that the city has anyway.
pub(crate) fn said(reading: &Reading) -> Vec<String> {
    reading.findings.iter().filter(|f| !OWN.contains(&f.code)).map(line).collect()
}
