//! What can be typed: commands and flags, checked one by one. What they mean together is settled in
//! `settings`.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use clap::{ArgMatches, Args, FromArgMatches, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;
use walkshed::input::{Crs, CrsChoice, Encoding, Layer, MaxInput};
use walkshed::profile::Lang;
use walkshed::units::{LonLat, Metres};

use super::accept::AcceptArgs;
use super::date::Date;
use super::import::ImportCommand;
use super::messages::Loudness;
use super::review::SensitivityArgs;
use super::values::{distance, file_size, layer, place, size, threads};

/// What the exit statuses mean, for help and manual.
pub(super) const EXIT_STATUS: &str = "0 done; 1 done, but --deny-warnings met a warning, or a plan breaks a rule of --require; 2 not done;\n\
    130 stopped by Ctrl-C or a signal, with the outputs as they were.";

/// Where what is printed goes.
pub(super) const STREAMS: &str =
    "Figures and summaries go to standard output, findings to standard error.";

/// The command line.
#[derive(Debug, Parser)]
#[command(
    name = "walkshed",
    version,
    about = "Who and what lies outside the walking circle of each everyday service",
    after_help = format!("Exit status: {EXIT_STATUS}\n{STREAMS}")
)]
pub(super) struct CommandLine {
    #[command(flatten)]
    pub(super) loudness: LoudnessArgs,
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
    /// Say what changed between two reports under the same rules
    Compare(CompareArgs),
    /// Say why a place is or is not served: the nearest outlets by the circle and along streets
    Explain(ExplainArgs),
    /// Hold a facility plan against today: who gains, who loses, what each measure adds
    Review(ReviewArgs),
    /// Hold what was built against a facility plan: moved, smaller, late, missing, and what it costs
    Accept(AcceptArgs),
    /// List, show, check or compare the rule sets
    #[command(subcommand)]
    Profile(ProfileCommand),
    /// Make a city out of files that are none
    #[command(subcommand)]
    Import(ImportCommand),
    /// Write a fictional city with all layers
    Sample(SampleArgs),
    /// Print the completions of a shell, to be put where it looks for them
    Completions(CompletionsArgs),
    /// Write the manual pages, one a command
    Man(ManArgs),
}

impl Command {
    /// Where the outputs go.
    pub(super) fn out(&self) -> Option<&Path> {
        match self {
            Self::Report(args) => Some(&args.out),
            Self::Map(args) => Some(&args.out),
            Self::Review(args) => Some(&args.out),
            Self::Accept(args) => Some(&args.out),
            Self::Sample(args) => Some(&args.dir),
            Self::Import(command) => Some(command.out()),
            Self::Man(args) => Some(&args.dir),
            Self::Compare(args) => args.out.as_deref(),
            Self::Explain(_) | Self::Check(_) | Self::Profile(_) | Self::Completions(_) => None,
        }
    }
}

impl Command {
    /// In which language it speaks; those that say little have no choice of it.
    pub(super) fn voice(&self) -> VoiceArgs {
        match self {
            Self::Report(args) => args.city.voice,
            Self::Map(args) => args.city.voice,
            Self::Check(args) => args.city.1,
            Self::Compare(args) => args.voice,
            Self::Explain(args) => args.city.voice,
            Self::Review(args) => args.city.voice,
            Self::Accept(args) => args.city.voice,
            Self::Import(command) => command.voice(),
            Self::Profile(
                ProfileCommand::List { voice }
                | ProfileCommand::Show { voice, .. }
                | ProfileCommand::Check { voice, .. }
                | ProfileCommand::Diff { voice, .. },
            ) => *voice,
            Self::Profile(ProfileCommand::Schema)
            | Self::Sample(_)
            | Self::Completions(_)
            | Self::Man(_) => VoiceArgs { lang: None },
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct ReportArgs {
    #[command(flatten)]
    pub(super) city: CityArgs,
    /// Rule set: the key of a built-in one, or an own TOML file; may be given again: each then has a folder
    /// of its own in DIR, called by its key
    #[arg(long, value_name = "KEY|FILE", value_hint = ValueHint::FilePath, default_value = walkshed::profile::DEFAULT_PROFILE)]
    pub(super) profile: Vec<String>,
    /// Folder for the outputs; made if its parent exists
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(super) out: PathBuf,
    /// Leave the maps out, and the land that is drawn along streets
    #[arg(long)]
    pub(super) no_maps: bool,
    #[command(flatten)]
    pub(super) question: QuestionArgs,
    #[command(flatten)]
    pub(super) imprint: ImprintArgs,
}

/// Changes along streets that are not there.
#[derive(Debug, Args)]
pub(super) struct QuestionArgs {
    /// What would it do along streets if this gate were open? Its id; may be given again
    #[arg(long, value_name = "ID")]
    pub(super) open_gate: Vec<String>,
    /// What would a barrier do along these lines (GeoJSON)? Nobody crosses them, not along streets either
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) barrier: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct MapArgs {
    #[command(flatten)]
    pub(super) city: CityArgs,
    #[command(flatten)]
    pub(super) rules: RuleArgs,
    /// Folder for the maps; made if its parent exists
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
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
    /// Dots per inch: sets the size of letters and lines [default: as on a sheet of A3]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(36..=1200))]
    pub(super) dpi: Option<u32>,
    #[command(flatten)]
    pub(super) imprint: ImprintArgs,
}

/// What stands in the foot of a map besides date and source.
#[derive(Debug, Args)]
pub(super) struct ImprintArgs {
    /// Where the data come from, with the licence where it asks for that [default: `source` of the
    /// settings, else the names of the files]
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    pub(super) source: String,
    /// Who made the maps
    #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true)]
    pub(super) compiled_by: String,
    /// Map approval number; without, its slot stays empty
    #[arg(long, value_name = "NUMBER", default_value = "", hide_default_value = true)]
    pub(super) approval: String,
}

impl ImprintArgs {
    /// Notes what was asked of the maps, beside whether there are to be none.
    pub(super) fn record(&self, no_maps: bool, parameters: &mut BTreeMap<String, String>) {
        if no_maps {
            parameters.insert("--no-maps".to_owned(), "true".to_owned());
        }
        let Self { source, compiled_by, approval } = self;
        let texts =
            [("--source", source), ("--compiled-by", compiled_by), ("--approval", approval)];
        for (flag, text) in texts {
            if !text.is_empty() {
                parameters.insert(flag.to_owned(), text.clone());
            }
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    pub(super) city: CityIfAny,
    #[command(flatten)]
    pub(super) rules: RuleArgs,
    /// Say why the rule of a finding exists, with an example; "all" lists the codes
    #[arg(long, value_name = "CODE", conflicts_with_all = ["city", "format", "issues", "fix"])]
    pub(super) explain: Option<String>,
    /// How findings are printed: as text on standard error, as one JSON document on standard output, or
    /// as annotations of a workflow on GitHub
    #[arg(long, value_name = "text|json|github", default_value = "text")]
    pub(super) format: CheckFormat,
    /// Write where the findings are into this file (GeoJSON), to be opened in a GIS
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) issues: Option<PathBuf>,
    /// Write a copy of the city with what can be mended without changing a figure: rings closed and
    /// without spikes, heights taken out, numbers out of quotes, text in UTF-8. Findings
    /// and exit status stay those of the city as read: check the copy to learn what is left
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(super) fix: Option<PathBuf>,
    /// Mend in the copy besides what changes figures or is a guess: features that are left out go, borders
    /// that cross become their even-odd area, twins at one place stand once, single positions with
    /// latitude first are turned, negative numbers become null, 28,400 becomes 28400, of a name twice in
    /// one object the last one stays; each is listed with what stood there
    #[arg(long, requires = "fix")]
    pub(super) fix_unsafe: bool,
}

/// How a check prints its findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum CheckFormat {
    Text,
    Json,
    Github,
}

#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    #[command(flatten)]
    pub(super) city: CityArgs,
    #[command(flatten)]
    pub(super) rules: RuleArgs,
    /// The place in degrees, longitude first: 116.4,39.9
    #[arg(long, value_name = "LON,LAT", value_parser = place, allow_hyphen_values = true)]
    pub(super) at: LonLat,
    /// Key of a category of outlets, such as `convenience_store`
    #[arg(long, value_name = "CATEGORY")]
    pub(super) category: String,
    /// Write place, walk and outlets into this file (GeoJSON)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) out: Option<PathBuf>,
    /// Draw them into this file (PNG)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) map: Option<PathBuf>,
    #[command(flatten)]
    pub(super) question: QuestionArgs,
    #[command(flatten)]
    pub(super) imprint: ImprintArgs,
}

#[derive(Debug, Args)]
pub(super) struct CompareArgs {
    /// The assessment.json of the first report
    #[arg(value_name = "A", value_hint = ValueHint::FilePath)]
    pub(super) before: PathBuf,
    /// That of the second one; unlike rules are refused, with each difference named
    #[arg(value_name = "B", value_hint = ValueHint::FilePath)]
    pub(super) after: PathBuf,
    /// Folder for the tables of changes; made if its parent exists [default: the summary only]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(super) out: Option<PathBuf>,
    /// Date that the manifest carries [default: `SOURCE_DATE_EPOCH`, or today, both in UTC]
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(super) date: Option<Date>,
    /// Refuse files that are longer, before reading any
    #[arg(long, value_name = "SIZE", value_parser = file_size, default_value_t)]
    pub(super) max_input: MaxInput,
    /// Exit with status 1 where a unit is in one of the two only
    #[arg(long)]
    pub(super) deny_warnings: bool,
    #[command(flatten)]
    pub(super) voice: VoiceArgs,
}

#[derive(Debug, Args)]
pub(super) struct ReviewArgs {
    #[command(flatten)]
    pub(super) city: CityArgs,
    #[command(flatten)]
    pub(super) rules: RuleArgs,
    /// The plan: one feature a measure, with action, target and phase; given again, plans are held
    /// against each other too
    #[arg(long, required = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) plan: Vec<PathBuf>,
    /// Rules that the plan has to keep (TOML): a verdict for each, and exit status 1 where one fails
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) require: Option<PathBuf>,
    #[command(flatten)]
    pub(super) sensitivity: SensitivityArgs,
    /// Coordinate system of the plans [default: WGS 84 or CGCS2000 degrees]
    #[arg(long, value_name = "CRS")]
    pub(super) plan_crs: Option<Crs>,
    /// Folder for the outputs; made if its parent exists
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(super) out: PathBuf,
    /// Leave out the maps, and the sheet of each measure
    #[arg(long)]
    pub(super) no_maps: bool,
    #[command(flatten)]
    pub(super) imprint: ImprintArgs,
}

/// The same as [`CityArgs`], for a command that can do without a city where another flag takes its
/// place. (An `Option` that is flattened is none for arguments that flatten others themselves.)
#[derive(Debug)]
pub(super) struct CityIfAny(pub(super) Option<CityArgs>, pub(super) VoiceArgs);

impl FromArgMatches for CityIfAny {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let is_given = matches.contains_id("city");
        let city = is_given.then(|| CityArgs::from_arg_matches(matches)).transpose()?;
        Ok(Self(city, VoiceArgs::from_arg_matches(matches)?))
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

/// The rule set of a command that takes one.
#[derive(Debug, Args)]
pub(super) struct RuleArgs {
    /// Rule set: the key of a built-in one, or an own TOML file
    #[arg(long, value_name = "KEY|FILE", value_hint = ValueHint::FilePath, default_value = walkshed::profile::DEFAULT_PROFILE)]
    pub(super) profile: String,
}

/// What each command that reads a city takes.
#[derive(Debug, Args)]
pub(super) struct CityArgs {
    /// Folder of a city, or a walkshed.toml that names its files
    #[arg(value_name = "CITY")]
    pub(super) city: PathBuf,
    /// Day of the run: maps and the manifest carry it, complaints of later days are said [default:
    /// `SOURCE_DATE_EPOCH`, or today, both in UTC]
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(super) date: Option<Date>,
    /// Mend rings that cross themselves where that changes their area by more than 1 %
    #[arg(long)]
    pub(super) repair: bool,
    /// Close gaps and overlaps between subdistricts that are narrower, up to 10 m: neighbours get the same corners
    #[arg(long, value_name = "METRES", value_parser = distance)]
    pub(super) snap: Option<Metres>,
    /// Count an outlet once that stands at one place more than once, by name or id
    #[arg(long)]
    pub(super) merge_duplicates: bool,
    /// Encoding of text that is not UTF-8: gbk, gb18030, big5, utf-16 and others by their usual names
    #[arg(long, value_name = "NAME")]
    pub(super) encoding: Option<Encoding>,
    #[command(flatten)]
    pub(super) crs: CrsArgs,
    /// Layer whose files have latitude first, or the northing; may be given again
    #[arg(long, value_name = "LAYER", value_parser = layer)]
    pub(super) swap_axes: Vec<Layer>,
    /// Threads to use; changes no byte of any output [default: one for each processor]
    #[arg(long, value_name = "N", value_parser = threads)]
    pub(super) threads: Option<NonZeroUsize>,
    /// Keep prepared streets in this folder, and take them from there while their files, those of the
    /// subdistricts, the flags and the program stay as they are; changes no byte of any output
    #[arg(long, value_name = "DIR")]
    pub(super) cache: Option<PathBuf>,
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

/// In which language a run speaks.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct VoiceArgs {
    /// Language of tables, maps and summaries, and of the titles and remedies of findings [default: zh
    /// where `LC_ALL`, `LC_MESSAGES` or `LANG` begins with zh, else en]
    #[arg(long, value_name = "zh|en")]
    pub(super) lang: Option<Language>,
}

/// How much is said, by every command.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct LoudnessArgs {
    /// Print errors and what was asked for only
    #[arg(short, long, global = true, display_order = 900)]
    quiet: bool,
    /// Print what is read and how long each stage takes, on standard error
    #[arg(short, long, global = true, display_order = 901, conflicts_with = "quiet")]
    verbose: bool,
}

impl LoudnessArgs {
    pub(super) fn loudness(self) -> Loudness {
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
        #[arg(value_name = "KEY|FILE", value_hint = ValueHint::FilePath, default_value = walkshed::profile::DEFAULT_PROFILE)]
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
        #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
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
        #[arg(value_name = "A", value_hint = ValueHint::FilePath)]
        first: String,
        /// The other one
        #[arg(value_name = "B", value_hint = ValueHint::FilePath)]
        second: String,
        #[command(flatten)]
        voice: VoiceArgs,
    },
    /// Print the JSON Schema of a rule set's file
    Schema,
}

#[derive(Debug, Args)]
pub(super) struct SampleArgs {
    /// Folder for the city; made if its parent exists
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(super) dir: PathBuf,
    /// How large: a district, a large city, a province [default: 12 subdistricts, to look at]
    #[arg(long, value_name = "S|M|L", ignore_case = true)]
    pub(super) size: Option<SampleSize>,
    /// Another number gives another city [default: that of data/sample]
    #[arg(long, value_name = "N")]
    pub(super) seed: Option<u64>,
}

#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub(super) shell: Shell,
}

#[derive(Debug, Args)]
pub(super) struct ManArgs {
    /// Folder for the pages, such as ~/.local/share/man/man1; made if its parent exists
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(super) dir: PathBuf,
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

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_flags_do_not_contradict_each_other() {
        CommandLine::command().debug_assert();
    }
}
