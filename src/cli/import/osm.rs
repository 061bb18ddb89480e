//! `walkshed import osm FILE --out CITY`: layers of a city from an extract of OpenStreetMap.

use std::fmt::Write as _;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use walkshed::finding::{Findings, Severity};
use walkshed::input::osm::{
    self, Account, CategoryCount, LandRule, LeftOut, LineCount, OsmLayer, OsmRules, StreetCount,
    Units, Unsound,
};
use walkshed::model::CategoryTable;
use walkshed::profile::Lang;
use walkshed::watch::Stopped;

use super::super::failure::{Outcome, Stop};
use super::super::messages::{Messages, Rest, counted};
use super::super::read::with_threads;
use super::super::settings::{lang, outcome, source_failure};
use super::super::values::threads;
use super::super::work::work;
use super::{Imported, TargetArgs};

#[derive(Debug, Args)]
pub(in crate::cli) struct OsmArgs {
    /// Extract: .osm, .osm.gz or .osm.pbf, told by its bytes
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    pub(super) target: TargetArgs,
    /// Level of the borders that become reporting units [default: the one with the most that close]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=12))]
    admin_level: Option<u8>,
    /// One reporting unit over the box that the data fills, or over the given box
    #[arg(
        long,
        value_name = "W,S,E,N",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "data",
        allow_hyphen_values = true,
        conflicts_with = "admin_level",
        value_parser = extent
    )]
    extent: Option<Extent>,
    /// What counts as residential land: land mapped as residential, or the ground of residential
    /// buildings
    #[arg(long, value_enum, default_value_t = Land::Landuse)]
    land: Land,
    /// Threads to use; changes no byte of any output [default: one for each processor]
    #[arg(long, value_name = "N", value_parser = threads)]
    threads: Option<NonZeroUsize>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Land {
    Landuse,
    Buildings,
}

/// Over what the one reporting unit goes.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Extent {
    /// The box that the data fills.
    Data,
    /// West, south, east, north.
    Box([f64; 4]),
}

fn extent(text: &str) -> Result<Extent, String> {
    if text == "data" {
        return Ok(Extent::Data);
    }
    let wanted = || "west,south,east,north in degrees, such as 8.6,49.3,8.8,49.5".to_owned();
    let numbers: Result<Vec<f64>, _> = text.split(',').map(|part| part.trim().parse()).collect();
    let numbers = numbers.map_err(|_| wanted())?;
    let &[west, south, east, north] = numbers.as_slice() else { return Err(wanted()) };
    let is_box = -180.0 <= west && west < east && east <= 180.0;
    let is_sound = is_box && -90.0 <= south && south < north && north <= 90.0;
    if is_sound { Ok(Extent::Box([west, south, east, north])) } else { Err(wanted()) }
}

impl OsmArgs {
    fn rules(&self) -> OsmRules {
        let units = match (self.admin_level, self.extent) {
            (Some(level), _) => Units::Level(level),
            (None, Some(Extent::Box(sides))) => Units::Box(sides),
            (None, Some(Extent::Data)) => Units::Extent,
            (None, None) => Units::BestLevel,
        };
        let land = match self.land {
            Land::Landuse => LandRule::Landuse,
            Land::Buildings => LandRule::Buildings,
        };
        let (en, zh) = match self.extent {
            Some(Extent::Box(_)) => ("box", "指定范围"),
            Some(Extent::Data) | None => ("extent of the data", "数据范围"),
        };
        let box_name = match lang(self.target.voice) {
            Lang::En => en,
            Lang::Zh => zh,
        };
        OsmRules { units, land, box_name }
    }

    /// What the settings of the city say of layers that are not what they are called.
    fn stand_ins(&self) -> String {
        let mut text = String::new();
        if self.extent.is_some() {
            text.push_str("[subdistricts]\nstands_in = \"box\"\n");
        }
        if matches!(self.land, Land::Buildings) {
            text.push_str("[estates]\nstands_in = \"buildings\"\n");
        }
        text
    }
}

pub(super) fn run(args: &OsmArgs, messages: Messages) -> Result<Outcome, Stop> {
    with_threads(args.threads, || import(args, messages))
}

fn import(args: &OsmArgs, messages: Messages) -> Result<Outcome, Stop> {
    let folder = args.target.folder(&OsmLayer::ALL.map(OsmLayer::file_name), false, messages)?;
    let (file, limit) = (args.file.clone(), args.target.max_input);
    let reading = work(messages, move |watch| {
        osm::read(&file, limit, watch).map_err(|error| source_failure(&error))
    })??;
    let mut findings = reading.findings;
    let Some(extract) = reading.extract else {
        messages.findings(&findings, Rest::Nowhere);
        return Err(Stop::Refused);
    };
    let mut city = extract.city(args.rules(), messages.watch()).map_err(|Stopped| Stop::Asked)?;
    findings.append(std::mem::take(&mut city.findings));
    if findings.has_errors() {
        messages.findings(&findings, Rest::Nowhere);
        return Err(Stop::Refused);
    }
    let mut staged = folder.stage()?;
    for layer in city.layers() {
        staged.add_unlisted(layer.file_name(), |out| city.write(layer, out))?;
    }
    let name = args.target.name_or(|| city_name(&args.file));
    let imported = Imported {
        name: &name,
        file: &reading.file,
        source: city.source(),
        notes: "# The Open Database License asks that the contributors are named wherever the data \
                is\n# shown (https://www.openstreetmap.org/copyright); maps and records carry this \
                text.\n",
        tables: &args.stand_ins(),
        keeps_settings: false,
        account: &city.account,
    };
    args.target.finish(staged, &imported, &findings)?;
    messages.findings(&findings, Rest::InTable);
    let lang = lang(args.target.voice);
    messages.summary(&summary(&name, &city.account, &findings, lang))?;
    Ok(outcome(&findings, args.target.deny_warnings))
}

/// The file's name without its endings and with a capital: `Helsinki` of `helsinki-latest.osm.pbf`.
fn city_name(file: &Path) -> String {
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let end = name.find(".osm").or_else(|| name.rfind('.')).filter(|end| *end > 0);
    let stem = &name[..end.unwrap_or(name.len())];
    let stem = stem.strip_suffix("-latest").filter(|rest| !rest.is_empty()).unwrap_or(stem);
    let mut letters = stem.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

/// What was found and what was left out, as a table.
fn summary(name: &str, account: &Account, findings: &Findings, lang: Lang) -> String {
    let zh = matches!(lang, Lang::Zh);
    let pick = |en: &'static str, zh_text: &'static str| if zh { zh_text } else { en };
    let mut text = format!("{name}\n");
    let elements = [account.nodes, account.ways, account.relations].map(|n| n.to_string());
    let [nodes, ways, relations] = &elements;
    let _ = if zh {
        writeln!(text, "  节点 {nodes}，路径 {ways}，关系 {relations}")
    } else {
        writeln!(text, "  {nodes} nodes, {ways} ways, {relations} relations")
    };
    for (count, what) in [
        (account.subdistricts, pick("subdistricts", "统计单元")),
        (account.outlets(), pick("outlets", "网点")),
        (account.estates, pick("estates", "居住用地")),
    ] {
        let _ = writeln!(text, "  {count:>7} {what}");
    }
    let _ =
        writeln!(text, "  {:>7} {}", account.streets.lines(), street_lines(account.streets, zh));
    let _ = writeln!(text, "  {:>7} {}", account.gates, pick("gates", "出入口"));
    let _ = writeln!(text, "{}", pick("Outlets by category:", "各类网点："));
    for (key, count) in &account.categories {
        let _ = writeln!(text, "  {:>7} {}", count.outlets, category(key, *count, zh));
    }
    if !account.left_out.is_empty() {
        let _ = writeln!(text, "{}", pick("Left out:", "未采用："));
    }
    for (reason, count) in &account.left_out {
        let _ = if zh {
            writeln!(text, "  {count:>7} {}", left_out(*reason))
        } else {
            writeln!(text, "  {count:>7} {reason}")
        };
    }
    let warnings = findings.count(Severity::Warning);
    let _ = if zh {
        writeln!(text, "{warnings} 条警告")
    } else {
        writeln!(text, "{}", counted(warnings, "warning"))
    };
    text
}

/// What the lines of streets were drawn from.
fn street_lines(streets: StreetCount, zh: bool) -> String {
    let StreetCount { walked, barriers, squares } = streets;
    let kinds = [
        (walked, "way to walk on", "ways to walk on", "可步行路径"),
        (
            barriers,
            "barrier (to ways across squares alone)",
            "barriers (to ways across squares alone)",
            "围墙栅栏（只阻断穿行广场的路径）",
        ),
        (squares, "square", "squares", "广场"),
    ];
    let parts: Vec<String> = kinds
        .into_iter()
        .filter(|(count, ..)| count.lines > 0)
        .map(|(LineCount { from, lines }, one, many, name)| {
            if zh {
                return format!("{from} 处{name}绘成 {lines} 条");
            }
            let what = if from == 1 { one } else { many };
            format!("{from} {what} drawn as {}", counted(lines, "line"))
        })
        .collect();
    let (name, colon, comma) =
        if zh { ("道路线", "：", "，") } else { ("lines of streets", ": ", ", ") };
    if parts.is_empty() { name.to_owned() } else { format!("{name}{colon}{}", parts.join(comma)) }
}

/// The Chinese words of a reason; the English ones are its own.
fn left_out(reason: LeftOut) -> String {
    let unsound = |why| match why {
        Unsound::CrossesItself => "环自相交",
        Unsound::Line => "是线而非面",
        Unsound::NodesMissing => "文件中缺少节点",
        Unsound::WaysMissing => "文件中缺少路径",
        Unsound::Open => "不闭合",
        Unsound::Spike => "有零宽度尖刺",
        Unsound::Empty => "面积为零",
        Unsound::Antimeridian => "跨越 180 度经线",
    };
    match reason {
        LeftOut::Border(why) => format!("边界：{}", unsound(why)),
        LeftOut::Estate(why) => format!("居住用地：{}", unsound(why)),
        LeftOut::OutletGone(key) => {
            format!("已不存在的网点：{}", CategoryTable::entry(key).map_or(key, |entry| entry.zh))
        }
        LeftOut::OutletPlaceless => "网点：文件中没有位置".to_owned(),
        LeftOut::WayNotWalked => "路径：行人不走的道路，或道路不存在".to_owned(),
        LeftOut::WayShort => "路径：节点不足 2 个".to_owned(),
        LeftOut::WayCut => "路径：文件中缺少节点，所余不足 2 个".to_owned(),
    }
}

fn category(key: &str, count: CategoryCount, zh: bool) -> String {
    let entry = CategoryTable::entry(key);
    let mut text = entry.map_or(key, |e| if zh { e.zh } else { e.en }).to_owned();
    let words = if zh { ["规划", "停业"] } else { ["planned", "closed"] };
    let parts: Vec<String> = [count.planned, count.closed]
        .into_iter()
        .zip(words)
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    if !parts.is_empty() {
        let _ = write!(text, " ({})", parts.join(", "));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_extent_is_that_of_the_data_or_a_box_with_four_sides_in_order() {
        assert_eq!(extent("data"), Ok(Extent::Data));
        assert_eq!(extent("8.6,49.3,8.8,49.5"), Ok(Extent::Box([8.6, 49.3, 8.8, 49.5])));
        for bad in ["", "1,2,3", "8.8,49.3,8.6,49.5", "8,95,9,96", "a,b,c,d", "nan,1,2,3"] {
            assert!(extent(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_city_is_named_after_its_file() {
        assert_eq!(city_name(Path::new("a/helsinki.osm.pbf")), "Helsinki");
        assert_eq!(city_name(Path::new("monaco-latest.osm.pbf")), "Monaco");
        assert_eq!(city_name(Path::new("poa_osm.pbf")), "Poa_osm");
        assert_eq!(city_name(Path::new("-latest")), "-latest");
    }
}
