//! The maps of a run: which there are, what their files are called, and what is to be said of them.

use rayon::prelude::*;
use walkshed::assessment::Assessment;
use walkshed::finding::{Finding, Findings, Place};
use walkshed::input::Layer;
use walkshed::model::{City, SubdistrictId};
use walkshed::profile::Profile;
use walkshed::render::{Map, MapOptions, RenderError, circle_map, service_map, streets_map};
use walkshed::watch::{Stage, Stopped, Watch};

use super::args::{CityArgs, ImprintArgs};
use super::failure::Failure;
use super::messages::counted;
use super::read::ReadCity;
use super::settings::{date, lang};

/// Pixels that are drawn at one time: 200 million, at 4 bytes each.
const AT_ONCE: u64 = 200_000_000;

/// File names that the line of sources on a map names.
const SOURCES: usize = 7;

/// What a map shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Theme {
    /// The service at this position of the profile.
    Service(usize),
    /// How many services of the circle each place reaches.
    Circle,
    /// The service at this position along streets.
    Streets(usize),
}

impl Theme {
    /// All that have something to show: services with data, in the order of the profile, and the
    /// circle where it counts any.
    pub(super) fn all(assessment: &Assessment) -> Vec<Self> {
        let known = assessment.services.iter().enumerate().filter(|(_, data)| data.is_known());
        let circle = (!assessment.circle_services.is_empty()).then_some(Self::Circle);
        let gaps = assessment.streets.iter().flat_map(|streets| streets.gaps.iter().enumerate());
        let along = gaps.filter(|(_, gaps)| gaps.is_some()).map(|(at, _)| Self::Streets(at));
        known.map(|(at, _)| Self::Service(at)).chain(circle).chain(along).collect()
    }

    /// Names of the files of all maps of a whole city, whether it has something to show or not.
    pub(super) fn files(profile: &Profile) -> impl Iterator<Item = String> {
        let services = || 0..profile.services.len();
        let all = services().map(Self::Service).chain([Self::Circle]);
        all.chain(services().map(Self::Streets)).map(|theme| file_name(&theme.key(profile)))
    }

    fn key(self, profile: &Profile) -> String {
        match self {
            Self::Service(at) => profile.services[at].key.clone(),
            Self::Circle => "circle".to_owned(),
            Self::Streets(at) => format!("{}_streets", profile.services[at].key),
        }
    }
}

/// One map to draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Subject {
    pub(super) theme: Theme,
    /// The one unit that it is about; none for the whole city.
    pub(super) unit: Option<SubdistrictId>,
}

impl Subject {
    /// A map of the whole city for each theme.
    pub(super) fn all(assessment: &Assessment) -> Vec<Self> {
        Theme::all(assessment).into_iter().map(|theme| Self { theme, unit: None }).collect()
    }
}

/// A map that has been drawn.
#[derive(Debug)]
pub(super) struct DrawnMap {
    /// Name of its file.
    pub(super) file: String,
    pub(super) png: Vec<u8>,
    missing_glyphs: Vec<char>,
    unlabelled: usize,
}

/// How all maps of a run look.
pub(super) struct Sheet {
    pub(super) options: MapOptions,
    /// The source of what is drawn with streets.
    pub(super) street_source: String,
    /// Whether it may be turned by a quarter where that draws the land larger.
    pub(super) may_turn: bool,
}

/// The sheet of a run whose user says nothing about its size.
pub(super) fn sheet(args: &CityArgs, imprint: &ImprintArgs, read: &ReadCity) -> Sheet {
    let said = read.city.source();
    let source = |is_shown: fn(Layer) -> bool| {
        let files = read.files.iter().map(|file| (file.layer, &*file.name));
        said.map_or_else(|| files_of(files, is_shown), str::to_owned)
    };
    let options = MapOptions {
        date: date(args).to_string(),
        source: source(is_on_maps),
        compiled_by: imprint.compiled_by.clone(),
        approval: imprint.approval.clone(),
        ..MapOptions::new(lang(args.voice))
    };
    Sheet { options, street_source: source(is_on_street_maps), may_turn: true }
}

/// How a map along streets looks that stands alone.
pub(super) fn street_sheet(args: &CityArgs, imprint: &ImprintArgs, read: &ReadCity) -> MapOptions {
    let Sheet { options, street_source, .. } = sheet(args, imprint, read);
    MapOptions { source: street_source, ..options }
}

/// Whether maps of circles are drawn from a layer.
fn is_on_maps(layer: Layer) -> bool {
    let is_aside = matches!(layer, Layer::Settings | Layer::Complaints | Layer::Streets);
    !is_aside && !matches!(layer, Layer::Gates | Layer::Barriers)
}

/// Whether maps along streets are.
fn is_on_street_maps(layer: Layer) -> bool {
    let is_finer = matches!(layer, Layer::Communities | Layer::Grids | Layer::Units);
    !is_finer && !matches!(layer, Layer::Settings | Layer::Complaints)
}

/// The files of some layers, each once, without the folders that they lie in.
fn files_of<'a>(
    files: impl Iterator<Item = (Layer, &'a str)>,
    is_shown: impl Fn(Layer) -> bool,
) -> String {
    let mut names: Vec<&str> = Vec::new();
    for (_, name) in files.filter(|(layer, _)| is_shown(*layer)) {
        let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let more = if names.len() > SOURCES { ", …" } else { "" };
    format!("{}{more}", names[..names.len().min(SOURCES)].join(", "))
}

/// What the maps of a run are drawn from.
pub(super) struct Paper<'a> {
    pub(super) city: &'a City,
    pub(super) profile: &'a Profile,
    pub(super) assessment: &'a Assessment,
    pub(super) sheet: &'a Sheet,
}

/// Draws the maps, as many side by side as fit into memory.
pub(super) fn draw(
    subjects: &[Subject],
    paper: &Paper<'_>,
    watch: &Watch,
) -> Result<Vec<DrawnMap>, Failure> {
    let &Paper { city, profile, sheet, .. } = paper;
    let work: Vec<_> = subjects.iter().zip(file_names(subjects, city, profile)).collect();
    draw_each(&work, sheet.options.size, watch, |(subject, file)| {
        Ok((file.clone(), paper.map(**subject)?))
    })
}

/// Draws pictures of about one size, as many side by side as fit into memory; each with its file.
pub(super) fn draw_each<T: Sync>(
    work: &[T],
    size: (u32, u32),
    watch: &Watch,
    picture: impl Fn(&T) -> Result<(String, Map), RenderError> + Sync,
) -> Result<Vec<DrawnMap>, Failure> {
    watch.begin(Stage::Maps)?;
    watch.expect(work.len() as u64);
    let pixels = u64::from(size.0) * u64::from(size.1);
    let side_by_side = usize::try_from(AT_ONCE / pixels.max(1)).unwrap_or(1).max(1);
    let mut maps = Vec::with_capacity(work.len());
    for some in work.chunks(side_by_side) {
        let drawn: Result<Vec<DrawnMap>, Failure> = some
            .par_iter()
            .map(|of| {
                if watch.is_stopped() {
                    return Err(Stopped.into());
                }
                let drawn = picture(of);
                watch.advance(1);
                let (file, map) = drawn.map_err(|error| Failure::new("map", error.to_string()))?;
                let (missing_glyphs, unlabelled) = (map.missing_glyphs, map.unlabelled);
                Ok(DrawnMap { file, png: map.png, missing_glyphs, unlabelled })
            })
            .collect();
        maps.extend(drawn?);
    }
    Ok(maps)
}

impl Paper<'_> {
    fn map(&self, subject: Subject) -> Result<Map, RenderError> {
        let &Self { city, profile, assessment, .. } = self;
        let mut options = MapOptions { unit: subject.unit, ..self.sheet.options.clone() };
        if self.sheet.may_turn {
            options = options.turned_for(city)?;
        }
        match subject.theme {
            Theme::Service(at) => service_map(city, profile, assessment, at, &options),
            Theme::Circle => circle_map(city, profile, assessment, &options),
            Theme::Streets(at) => {
                options.source.clone_from(&self.sheet.street_source);
                // There is a theme of streets only where there is such a map.
                let map = streets_map(city, profile, assessment, at, &options)?;
                map.map_or_else(|| service_map(city, profile, assessment, at, &options), Ok)
            }
        }
    }
}

/// `laundry.png`, or `laundry-D02.png` for one unit. Ids of units come from files: what is neither
/// letter nor digit becomes `_`, and a name that is taken gets a number.
fn file_names(subjects: &[Subject], city: &City, profile: &Profile) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(subjects.len());
    for subject in subjects {
        let mut stem = subject.theme.key(profile);
        if let Some(unit) = subject.unit {
            stem.push('-');
            let plain = |c: char| if c.is_alphanumeric() || c == '-' { c } else { '_' };
            stem.extend(city.subdistricts()[unit.index()].id.chars().take(40).map(plain));
        }
        let mut name = file_name(&stem);
        let mut number = 2;
        while names.contains(&name) {
            name = file_name(&format!("{stem}-{number}"));
            number += 1;
        }
        names.push(name);
    }
    names
}

fn file_name(stem: &str) -> String {
    format!("{stem}.png")
}

/// What is to be said of letters that the fonts lack; nothing where they lack none.
pub(super) fn no_glyph(missing: &[char], place: Place) -> Findings {
    let mut findings = Findings::new();
    if missing.is_empty() {
        return findings;
    }
    let letters: Vec<String> =
        missing.iter().map(|c| format!("\"{c}\" (U+{:04X})", u32::from(*c))).collect();
    let message = format!(
        "the fonts lack {}; on the maps they are blank, or without their accents",
        letters.join(", ")
    );
    let help = "write the names with other letters, or set them on the map by hand";
    findings.push(Finding::warning("no-glyph", place, message).with_help(help));
    findings
}

/// What is to be said of the maps: letters that the fonts lack, names without room.
pub(super) fn findings_of(maps: &[DrawnMap], folder: &str) -> Findings {
    let place = |map: &DrawnMap| Place::file(&format!("{folder}{}", map.file));
    let mut missing: Vec<char> = maps.iter().flat_map(|m| m.missing_glyphs.clone()).collect();
    missing.sort_unstable();
    missing.dedup();
    let first = maps.iter().find(|map| !map.missing_glyphs.is_empty());
    let mut findings = first.map_or_else(Findings::new, |map| no_glyph(&missing, place(map)));
    if let Some(worst) = maps.iter().max_by_key(|map| map.unlabelled).filter(|m| m.unlabelled > 0) {
        let units = counted(worst.unlabelled, "unit");
        let message = format!("no room for the names of {units}");
        let help = "draw larger with `walkshed map --size`, or one unit with --unit";
        findings.push(Finding::note("no-room", place(worst), message).with_help(help));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_names_the_files_that_it_is_drawn_from_and_no_others() {
        let files = || {
            let named = |layer: Layer| (layer, format!("city/{}.geojson", layer.word()));
            let all: Vec<(Layer, String)> = Layer::WITH_FEATURES.map(named).to_vec();
            [(Layer::Settings, "walkshed.toml".to_owned())].into_iter().chain(all)
        };
        let source = |is_shown: fn(Layer) -> bool| {
            let files: Vec<(Layer, String)> = files().collect();
            files_of(files.iter().map(|(layer, name)| (*layer, &**name)), is_shown)
        };
        let named = |words: &str| {
            let words: Vec<String> =
                words.split(' ').map(|word| format!("{word}.geojson")).collect();
            words.join(", ")
        };
        assert_eq!(
            source(is_on_maps),
            named("subdistricts outlets estates people communities grids units")
        );
        assert_eq!(
            source(is_on_street_maps),
            named("subdistricts outlets estates people streets gates barriers")
        );
    }
}
