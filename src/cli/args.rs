//! What can be typed: commands and flags, checked one by one. What they mean together is settled in
//! `settings`.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use clap::{ArgMatches, Args, FromArgMatches, Parser, Subcommand, ValueEnum};
use walkshed::input::{Crs, CrsChoice, Encoding, Layer, MaxInput};
use walkshed::profile::Lang;

use super::date::Date;
use super::messages::Loudness;

/// The command line.
#[derive(Debug, Parser)]
#[command(
    name = "walkshed",
    version,
    about = "Who and what lies outside the walking circle of each everyday service",
    after_help = "Exit status: 0 done; 1 done, but --deny-warnings met a warning; 2 not done;\n\
                  130 stopped by Ctrl-C or a signal, with the outputs as they were.\n\
                  Figures and summaries go to standard output, findings to standard error."
)]
pub(super) struct CommandLine {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Assess a city: tables, gaps, maps and a summary
    Report(ReportArgs),
    /// Draw the maps of a city and nothing else
    Map(MapArgs),
    /// Read a city, say what is wrong with it, and stop
    Check(CheckArgs),
    /// List, show, check or compare the rule sets
    #[command(subcommand)]
    Profile(ProfileCommand),
    /// Write a fictional city with all layers
    Sample(SampleArgs),
}

impl Command {
    /// How much is to be printed.
    pub(super) fn loudness(&self) -> Loudness {
        match self {
            Self::Report(args) => args.city.voice.loudness(),
            Self::Map(args) => args.city.voice.loudness(),
            Self::Check(args) => match &args.city.0 {
                Some(city) => city.voice.loudness(),
                None => Loudness::Plain,
            },
            Self::Profile(command) => command.voice().loudness(),
            Self::Sample(args) if args.quiet => Loudness::Quiet,
            Self::Sample(_) => Loudness::Plain,
        }
    }

    /// Where the outputs go.
    pub(super) fn out(&self) -> Option<&Path> {
        match self {
            Self::Report(args) => Some(&args.out),
            Self::Map(args) => Some(&args.out),
            Self::Sample(args) => Some(&args.dir),
            Self::Check(_) | Self::Profile(_) => None,
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct ReportArgs {
    #[command(flatten)]
    pub(super) city: CityArgs,
    /// Folder for the outputs; made if its parent exists
    #[arg(long, value_name = "DIR")]
    pub(super) out: PathBuf,
    /// Leave the maps out
    #[arg(long)]
    pub(super) no_maps: bool,
    #[command(flatten)]
    pub(super) imprint: ImprintArgs,
}

#[derive(Debug, Args)]
pub(super) struct MapArgs {
    #[command(flatten)]
    pub(super) city: CityArgs,
    /// Folder for the maps; made if its parent exists
    #[arg(long, value_name = "DIR")]
    pub(super) out: PathBuf,
    /// Only this service, or "circle"; may be given again [default: all]
    #[arg(long, value_name = "KEY")]
    pub(super) category: Vec<String>,
    /// Only this subdistrict, by id or name; may be given again [default: the whole city]
    #[arg(long, value_name = "ID")]
    pub(super) unit: Vec<String>,
    /// Width and height in pixels, such as 3508x2480
    #[arg(long, value_name = "WxH", value_parser = size)]
    pub(super) size: Option<(u32, u32)>,
    /// Dots per inch: sets the size of letters and lines
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(36..=1200))]
    pub(super) dpi: Option<u32>,
    #[command(flatten)]
    pub(super) imprint: ImprintArgs,
}

/// What stands in the foot of a map besides date and source.
#[derive(Debug, Args)]
pub(super) struct ImprintArgs {
    /// Where the data come from, with the licence where it asks for that [default: names of the files]
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    pub(super) source: String,
    /// Who made the maps
    #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true)]
    pub(super) compiled_by: String,
    /// Map approval number; without, its slot stays empty
    #[arg(long, value_name = "NUMBER", default_value = "", hide_default_value = true)]
    pub(super) approval: String,
}

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    pub(super) city: CityIfAny,
    /// Say why the rule of a finding exists, with an example; "all" lists the codes
    #[arg(long, value_name = "CODE", exclusive = true)]
    pub(super) explain: Option<String>,
}

/// The same as [`CityArgs`], for a command that can do without a city where an exclusive flag is
/// given. (An `Option` that is flattened is none for arguments that flatten others themselves.)
#[derive(Debug)]
pub(super) struct CityIfAny(pub(super) Option<CityArgs>);

impl FromArgMatches for CityIfAny {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let is_given = matches.contains_id("city");
        is_given.then(|| CityArgs::from_arg_matches(matches)).transpose().map(Self)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Args for CityIfAny {
    fn augment_args(command: clap::Command) -> clap::Command {
        CityArgs::augment_args(command)
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        CityArgs::augment_args_for_update(command)
    }
}

/// What each command that reads a city takes.
#[derive(Debug, Args)]
pub(super) struct CityArgs {
    /// Folder of a city, or a walkshed.toml that names its files
    #[arg(value_name = "CITY")]
    pub(super) city: PathBuf,
    /// Rule set: the key of a built-in one, or an own TOML file
    #[arg(long, value_name = "KEY|FILE", default_value = walkshed::profile::DEFAULT_PROFILE)]
    pub(super) profile: String,
    /// Date that maps and the manifest carry [default: `SOURCE_DATE_EPOCH`, or today, both in UTC]
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(super) date: Option<Date>,
    /// Mend rings that cross themselves where that changes their area by more than 1 %
    #[arg(long)]
    pub(super) repair: bool,
    /// Encoding of text that is not UTF-8: gbk, gb18030, big5, utf-16 and others by their usual names
    #[arg(long, value_name = "NAME")]
    pub(super) encoding: Option<Encoding>,
    #[command(flatten)]
    pub(super) crs: CrsArgs,
    /// Threads to use; changes no byte of any output [default: one for each processor]
    #[arg(long, value_name = "N", value_parser = threads)]
    pub(super) threads: Option<NonZeroUsize>,
    /// Refuse files that are longer, before reading any
    #[arg(long, value_name = "SIZE", value_parser = file_size, default_value_t)]
    pub(super) max_input: MaxInput,
    /// Exit with status 1 where there is a warning
    #[arg(long)]
    pub(super) deny_warnings: bool,
    #[command(flatten)]
    pub(super) voice: VoiceArgs,
}

/// What layers are in that are not in WGS 84 or CGCS2000 degrees; what is named is converted.
#[derive(Debug, Args)]
pub(super) struct CrsArgs {
    /// Coordinate system of the subdistricts: wgs84, cgcs2000, gcj02, bd09, or by EPSG code CGCS2000
    /// zones (epsg:4491 to 4554, such as 4527), UTM (epsg:32650) and Web Mercator (epsg:3857)
    #[arg(long = "subdistricts-crs", value_name = "CRS")]
    subdistricts: Option<Crs>,
    /// The same of the outlets; amap=gcj02 names that of one source, and may be given again
    #[arg(long = "outlets-crs", value_name = "[SOURCE=]CRS")]
    outlets: Vec<CrsChoice>,
    /// The same of the estates
    #[arg(long = "estates-crs", value_name = "CRS")]
    estates: Option<Crs>,
    /// The same of the people
    #[arg(long = "people-crs", value_name = "CRS")]
    people: Option<Crs>,
    /// The same of the communities
    #[arg(long = "communities-crs", value_name = "CRS")]
    communities: Option<Crs>,
}

impl CrsArgs {
    /// What is said of which layer.
    pub(super) fn choices(&self) -> Vec<(Layer, CrsChoice)> {
        let whole = [
            (Layer::Subdistricts, self.subdistricts),
            (Layer::Estates, self.estates),
            (Layer::People, self.people),
            (Layer::Communities, self.communities),
        ];
        let outlets = self.outlets.iter().map(|choice| (Layer::Outlets, choice.clone()));
        let whole = whole.into_iter().filter_map(|(layer, crs)| Some((layer, crs?.into())));
        whole.chain(outlets).collect()
    }
}

/// How much is said, and in which language.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct VoiceArgs {
    /// Language of tables, maps and sentences [default: zh where `LC_ALL`, `LC_MESSAGES` or `LANG`
    /// begins with zh, else en]
    #[arg(long, value_name = "zh|en")]
    pub(super) lang: Option<Language>,
    /// Print errors only
    #[arg(short, long)]
    pub(super) quiet: bool,
    /// Print what is read and how long each stage takes, on standard error
    #[arg(short, long, conflicts_with = "quiet")]
    pub(super) verbose: bool,
}

impl VoiceArgs {
    fn loudness(self) -> Loudness {
        match self {
            Self { quiet: true, .. } => Loudness::Quiet,
            Self { verbose: true, .. } => Loudness::Verbose,
            Self { .. } => Loudness::Plain,
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Language {
    Zh,
    En,
}

impl From<Language> for Lang {
    fn from(language: Language) -> Self {
        match language {
            Language::Zh => Self::Zh,
            Language::En => Self::En,
        }
    }
}

#[derive(Debug, Subcommand)]
pub(super) enum ProfileCommand {
    /// List the built-in rule sets
    List {
        #[command(flatten)]
        voice: VoiceArgs,
    },
    /// Print one: services, radii, clauses, what has to be confirmed
    Show {
        /// Key of a built-in rule set, or an own TOML file
        #[arg(value_name = "KEY|FILE", default_value = walkshed::profile::DEFAULT_PROFILE)]
        profile: String,
        /// Print the TOML text, to start an own file from
        #[arg(long)]
        toml: bool,
        #[command(flatten)]
        voice: VoiceArgs,
    },
    /// Check an own TOML file
    Check {
        /// The file, or the key of a built-in rule set
        #[arg(value_name = "FILE")]
        profile: String,
        /// Exit with status 1 where there is a warning
        #[arg(long)]
        deny_warnings: bool,
        #[command(flatten)]
        voice: VoiceArgs,
    },
    /// Say where two rule sets differ
    Diff {
        /// Key of a built-in rule set, or an own TOML file
        #[arg(value_name = "A")]
        first: String,
        /// The other one
        #[arg(value_name = "B")]
        second: String,
        #[command(flatten)]
        voice: VoiceArgs,
    },
    /// Print the JSON Schema of a rule set's file
    Schema {
        #[command(flatten)]
        voice: VoiceArgs,
    },
}

impl ProfileCommand {
    fn voice(&self) -> VoiceArgs {
        match self {
            Self::List { voice }
            | Self::Show { voice, .. }
            | Self::Check { voice, .. }
            | Self::Diff { voice, .. }
            | Self::Schema { voice } => *voice,
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct SampleArgs {
    /// Folder for the city; made if its parent exists
    #[arg(value_name = "DIR")]
    pub(super) dir: PathBuf,
    /// How large: a district, a large city, a province [default: 12 subdistricts, to look at]
    #[arg(long, value_name = "S|M|L", ignore_case = true)]
    pub(super) size: Option<SampleSize>,
    /// Another number gives another city [default: that of data/sample]
    #[arg(long, value_name = "N")]
    pub(super) seed: Option<u64>,
    /// Print errors only
    #[arg(short, long)]
    pub(super) quiet: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum SampleSize {
    #[value(name = "S")]
    Small,
    #[value(name = "M")]
    Medium,
    #[value(name = "L")]
    Large,
}

/// More threads than any machine has processors is a slip.
const MOST_THREADS: usize = 1024;

fn threads(text: &str) -> Result<NonZeroUsize, String> {
    text.parse()
        .ok()
        .filter(|n: &NonZeroUsize| n.get() <= MOST_THREADS)
        .ok_or_else(|| format!("a number from 1 to {MOST_THREADS}"))
}

/// A number of bytes: `8GB`, `500 MB`, `1000000`. Units are decimal.
fn file_size(text: &str) -> Result<MaxInput, String> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let unit = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" | "bytes" => 1,
        "kb" => 1000,
        "mb" => 1_000_000,
        "gb" => 1_000_000_000,
        "tb" => 1_000_000_000_000,
        _ => 0,
    };
    let bytes = number.parse().ok().and_then(|number: u64| number.checked_mul(unit));
    let size = bytes.filter(|&bytes| bytes > 0).map(MaxInput);
    size.ok_or_else(|| "a whole number of kB, MB, GB or TB, such as 8GB".to_owned())
}

/// Sides of a map in pixels, as `walkshed::render` takes them: below, the parts of a map find no
/// room; above, a picture fills the memory.
const SIDES: std::ops::RangeInclusive<u32> = 480..=16_900;

fn size(text: &str) -> Result<(u32, u32), String> {
    let side = |text: &str| text.parse().ok().filter(|side| SIDES.contains(side));
    text.split_once(['x', 'X'])
        .and_then(|(width, height)| Some((side(width)?, side(height)?)))
        .ok_or_else(|| {
            "width and height in pixels, each from 480 to 16900, as 3508x2480".to_owned()
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_flags_do_not_contradict_each_other() {
        CommandLine::command().debug_assert();
    }

    #[test]
    fn a_size_is_two_sides_within_reason() {
        assert_eq!(size("3508x2480"), Ok((3508, 2480)));
        for bad in ["3508", "x", "0x900", "479x900", "16901x900", "-5x900", "1e3x900"] {
            assert!(size(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_file_size_is_a_whole_number_with_a_unit() {
        assert_eq!(file_size("8GB"), Ok(MaxInput(8_000_000_000)));
        assert_eq!(file_size("500 mb"), Ok(MaxInput(500_000_000)));
        assert_eq!(file_size("12"), Ok(MaxInput(12)));
        assert_eq!(file_size(&MaxInput::default().to_string()), Ok(MaxInput::default()));
        for bad in ["", "0", "GB", "8 GiB", "-1", "1.5GB", "99999999999TB"] {
            assert!(file_size(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn threads_are_at_least_one() {
        assert!(threads("0").is_err() && threads("1025").is_err() && threads("8").is_ok());
    }
}
