//! `walkshed map CITY --out DIR`: maps and nothing else.

use std::io::Write as _;

use walkshed::assessment::Assessment;
use walkshed::model::{CategoryTable, City, SubdistrictId};
use walkshed::pipeline::{Detail, assess_watched};
use walkshed::profile::Profile;
use walkshed::watch::Watch;

use super::args::MapArgs;
use super::drawing::{DrawnMap, Paper, Sheet, Subject, Theme, draw, findings_of, sheet};
use super::failure::{Failure, Outcome, Stop};
use super::messages::{Messages, Rest};
use super::output::OutputFolder;
use super::read::{read_city, with_threads};
use super::settings::{load_profile, outcome};
use super::work::work;

/// Units that a message names.
const NAMED: usize = 12;

pub(super) fn run(args: &MapArgs, messages: Messages) -> Result<Outcome, Stop> {
    with_threads(args.city.threads, || map(args, messages))
}

fn map(args: &MapArgs, messages: Messages) -> Result<Outcome, Stop> {
    let loaded = load_profile(&args.rules.profile, messages)?;
    let wanted = themes(&args.category, &loaded.profile)?;
    let folder = OutputFolder::prepare(&args.out, messages)?;
    folder.spare_cache(args.city.cache.as_deref())?;
    let source = &args.imprint.source;
    let read = read_city(&args.city, source, &loaded, messages, Rest::Nowhere)?;
    let units = units(&args.unit, &read.city)?;
    let mut sheet = sheet(&args.city, &args.imprint, &read);
    if let Some(size) = args.size {
        sheet.options = sheet.options.with_size(size);
        sheet.may_turn = false;
    }
    sheet.options.dpi = args.dpi.unwrap_or(sheet.options.dpi);
    let inputs = read.inputs(&args.city, &loaded)?;

    let drawn = work(messages, move |watch| {
        let (city, profile) = (&read.city, &loaded.profile);
        let maps = drawn(city, profile, wanted, &units, (&sheet, watch))?;
        Ok::<_, Failure>((read.findings, maps))
    });
    let (mut findings, maps) = drawn??;
    let late = findings_of(&maps, "");
    messages.findings(&late, Rest::Nowhere);
    findings.append(late);

    let names: Vec<String> = maps.iter().map(|map| map.file.clone()).collect();
    folder.spare_inputs(&names, &inputs)?;
    let mut staged = folder.stage()?;
    for map in &maps {
        staged.add(&map.file, |out| out.write_all(&map.png))?;
    }
    staged.place()?;
    messages.summary(&format!("{}: {}\n", args.out.display(), names.join(", ")))?;
    Ok(outcome(&findings, args.city.deny_warnings))
}

/// The maps of each unit, of each theme that is wanted.
fn drawn(
    city: &City,
    profile: &Profile,
    wanted: Option<Vec<Theme>>,
    units: &[Option<SubdistrictId>],
    (sheet, watch): (&Sheet, &Watch),
) -> Result<Vec<DrawnMap>, Failure> {
    let assessment = assess_watched(city, profile, Detail::Maps, watch)?;
    let themes = with_data(wanted, profile, &assessment)?;
    let subjects: Vec<Subject> = units
        .iter()
        .flat_map(|&unit| themes.iter().map(move |&theme| Subject { theme, unit }))
        .collect();
    draw(&subjects, &Paper { city, profile, assessment: &assessment, sheet }, watch)
}

/// What `--category` names: `circle`, services by their key, or by a word for one of their
/// categories. None where the flag is not given: all.
fn themes(words: &[String], profile: &Profile) -> Result<Option<Vec<Theme>>, Failure> {
    let table = profile.category_table();
    let mut themes: Vec<Theme> = Vec::new();
    for word in words {
        let named = named(word, profile, &table);
        if named.is_empty() {
            let keys: Vec<&str> = profile.services.iter().map(|s| s.key.as_str()).collect();
            let message = format!("no service of \"{}\" is called \"{word}\"", profile.key);
            let help = format!("there are: {}, circle", keys.join(", "));
            return Err(Failure::new("unknown-category", message).with_help(help));
        }
        for theme in named {
            if !themes.contains(&theme) {
                themes.push(theme);
            }
        }
    }
    Ok((!words.is_empty()).then_some(themes))
}

fn named(word: &str, profile: &Profile, table: &CategoryTable) -> Vec<Theme> {
    if word == "circle" {
        return vec![Theme::Circle];
    }
    let services = || profile.services.iter().enumerate();
    if let Some((at, _)) = services().find(|(_, service)| service.key == word) {
        return vec![Theme::Service(at)];
    }
    let along = |key: &str| word.strip_suffix("_streets") == Some(key);
    if let Some((at, _)) = services().find(|(_, service)| along(&service.key)) {
        return vec![Theme::Streets(at)];
    }
    let category = table.key(word);
    services()
        .filter(|(_, s)| s.providers.iter().any(|p| Some(p.category.as_str()) == category))
        .map(|(at, _)| Theme::Service(at))
        .collect()
}

/// The themes to draw; one that was asked for and has no data is a failure, not a blank map.
fn with_data(
    wanted: Option<Vec<Theme>>,
    profile: &Profile,
    assessment: &Assessment,
) -> Result<Vec<Theme>, Failure> {
    let known = Theme::all(assessment);
    let asked = wanted.unwrap_or_else(|| known.clone());
    let lacking = asked.iter().find(|theme| !known.contains(theme));
    let (message, help) = match lacking {
        Some(Theme::Service(at)) if !assessment.services[*at].is_needed => (
            format!("nobody is known to need \"{}\"", profile.services[*at].key),
            "no estate or place of people meets its demand_where: are the attributes filled in?",
        ),
        Some(Theme::Service(at)) => (
            format!("no open outlet of \"{}\" in the whole input", profile.services[*at].key),
            "no data is not no service: there is no map to draw",
        ),
        Some(Theme::Streets(at)) => (
            format!("nothing was measured along streets for \"{}\"", profile.services[*at].key),
            "a map along streets needs the layers streets and people, and open outlets",
        ),
        Some(Theme::Circle) => (
            "no service of the circle has an open outlet in the whole input".to_owned(),
            "no data is not no service: there is no map to draw",
        ),
        None if asked.is_empty() => (
            "no service of the rule set has an open outlet in the whole input".to_owned(),
            "no data is not no service: check the categories of outlets.geojson",
        ),
        None => return Ok(asked),
    };
    Err(Failure::new("no-data", message).with_help(help))
}

/// What `--unit` names, by id or by a name that only one unit has; the whole city without the flag.
fn units(words: &[String], city: &City) -> Result<Vec<Option<SubdistrictId>>, Failure> {
    if words.is_empty() {
        return Ok(vec![None]);
    }
    words.iter().map(|word| unit(word, city).map(Some)).collect()
}

fn unit(word: &str, city: &City) -> Result<SubdistrictId, Failure> {
    let all = || (0u32..).map(SubdistrictId).zip(city.subdistricts());
    if let Some((id, _)) = all().find(|(_, unit)| unit.id == word) {
        return Ok(id);
    }
    let named: Vec<_> = all().filter(|(_, unit)| unit.name == word).collect();
    match named.as_slice() {
        [(id, _)] => Ok(*id),
        [] => {
            let ids: Vec<&str> = all().take(NAMED).map(|(_, unit)| unit.id.as_str()).collect();
            let more = if city.subdistricts().len() > NAMED { ", …" } else { "" };
            let message = format!("no subdistrict has the id or the name \"{word}\"");
            let help = format!("there are: {}{more}", ids.join(", "));
            Err(Failure::new("unknown-unit", message).with_help(help))
        }
        several => {
            let ids: Vec<&str> = several.iter().map(|(_, unit)| unit.id.as_str()).collect();
            let message = format!("{} subdistricts are called \"{word}\"", several.len());
            let help = format!("name one by its id: {}", ids.join(", "));
            Err(Failure::new("unknown-unit", message).with_help(help))
        }
    }
}
