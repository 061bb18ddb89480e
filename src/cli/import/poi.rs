//! `walkshed import poi FILE.csv --out CITY`: outlets from an export of points of interest.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use walkshed::finding::{Findings, Severity};
use walkshed::input::poi::{self, Account, PoiRules};
use walkshed::input::{Crs, Encoding};
use walkshed::model::CategoryTable;
use walkshed::profile::Lang;

use super::super::failure::{Outcome, Stop};
use super::super::messages::{Messages, Rest, counted};
use super::super::read::with_threads;
use super::super::settings::{lang, outcome, source_failure};
use super::super::work::work;
use super::{Imported, TargetArgs};

#[derive(Debug, Args)]
pub(in crate::cli) struct PoiArgs {
    /// Table as text (CSV) with a column typecode or type, a name, and location or lon and lat
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    pub(super) target: TargetArgs,
    /// System that the places are in, such as wgs84 or bd09 [default: gcj02, as Amap gives them]
    #[arg(long, value_name = "CRS")]
    crs: Option<Crs>,
    /// Encoding of text that is not UTF-8: gbk, gb18030, big5, utf-16 and others by their usual names
    #[arg(long, value_name = "NAME")]
    encoding: Option<Encoding>,
}

/// The one layer that an export gives.
const LAYER: &str = "outlets.geojson";

pub(super) fn run(args: &PoiArgs, messages: Messages) -> Result<Outcome, Stop> {
    with_threads(None, || import(args, messages))
}

fn import(args: &PoiArgs, messages: Messages) -> Result<Outcome, Stop> {
    let keeps_settings = args.target.has_settings();
    let folder = args.target.folder(&[LAYER], keeps_settings, messages)?;
    let rules =
        PoiRules { crs: args.crs, encoding: args.encoding, max_input: args.target.max_input };
    let file = args.file.clone();
    let reading = work(messages, move |watch| {
        poi::read(&file, rules, watch).map_err(|error| source_failure(&error))
    })??;
    let findings = reading.findings;
    let Some(outlets) = reading.outlets else {
        messages.findings(&findings, Rest::Nowhere);
        return Err(Stop::Refused);
    };
    let mut staged = folder.stage()?;
    staged.add_unlisted(LAYER, |out| outlets.write(out))?;
    let name = args.target.name_or(|| stem(&args.file));
    let imported = Imported {
        name: &name,
        file: &reading.file,
        source: outlets.source(),
        notes: "# The layer subdistricts has to be put beside outlets.geojson.\n",
        tables: "",
        keeps_settings,
        account: &outlets.account,
    };
    args.target.finish(staged, &imported, &findings)?;
    messages.findings(&findings, Rest::InTable);
    let lang = lang(args.target.voice);
    let mut text = summary(&name, &outlets.account, &findings, lang);
    if keeps_settings {
        text.push_str(match lang {
            Lang::Zh => "walkshed.toml 已存在，未改动\n",
            Lang::En => "walkshed.toml is there already and was left as it is\n",
        });
    }
    messages.summary(&text)?;
    Ok(outcome(&findings, args.target.deny_warnings))
}

/// The file's name without its endings.
fn stem(file: &Path) -> String {
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let end = name.find('.').filter(|end| *end > 0);
    name[..end.unwrap_or(name.len())].to_owned()
}

/// What was found and what was left out, as a table.
fn summary(name: &str, account: &Account, findings: &Findings, lang: Lang) -> String {
    let zh = matches!(lang, Lang::Zh);
    let pick = |en: &'static str, zh_text: &'static str| if zh { zh_text } else { en };
    let unmapped: usize = account.unmapped.values().sum();
    let mut text = format!("{name}\n");
    for (count, what) in [
        (account.rows, pick("rows", "行")),
        (account.outlets(), pick("outlets", "网点")),
        (
            unmapped,
            pick("of types that mean no category, left out", "类型不对应任何设施类别，未采用"),
        ),
        (account.repeated, pick("earlier rows again, counted once", "与前行重复，只计一次")),
        (account.placeless, pick("without a place, left out", "无坐标，未采用")),
    ] {
        let _ = writeln!(text, "  {count:>7} {what}");
    }
    let _ = writeln!(text, "{}", pick("Outlets by category:", "各类网点："));
    for (key, count) in &account.categories {
        let entry = CategoryTable::entry(key);
        let _ =
            writeln!(text, "  {count:>7} {}", entry.map_or(*key, |e| if zh { e.zh } else { e.en }));
    }
    let warnings = findings.count(Severity::Warning);
    let _ = if zh {
        writeln!(text, "{warnings} 条警告")
    } else {
        writeln!(text, "{}", counted(warnings, "warning"))
    };
    text
}
