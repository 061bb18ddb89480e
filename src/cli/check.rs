//! `walkshed check CITY`: reads, says what is wrong, and stops; or explains a code.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use walkshed::finding::Findings;
use walkshed::input::Mending;
use walkshed::model::City;
use walkshed::profile::Lang;
use walkshed::report::{check_json, inputs_summary, issues_geojson, placed};

use super::annotations::annotations;
use super::args::{CheckArgs, CheckFormat, CityArgs};
use super::explain::explain;
use super::failure::{Failure, Outcome, Stop};
use super::fix::Copy;
use super::messages::{Messages, Rest, counted, data, reason};
use super::one_file::OneFile;
use super::read::{Read, count_text, folder, inputs, read, records, with_threads};
use super::settings::{lang, load_profile, outcome};

pub(super) fn run(args: &CheckArgs, messages: Messages) -> Result<Outcome, Stop> {
    if let Some(code) = &args.explain {
        data(&explain(code, lang(args.city.1))?)?;
    }
    args.city.0.as_ref().map_or(Ok(Outcome::Done), |city| {
        with_threads(city.threads, || check(args, city, messages))
    })
}

fn check(args: &CheckArgs, city: &CityArgs, messages: Messages) -> Result<Outcome, Stop> {
    let loaded = load_profile(&args.rules.profile, messages)?;
    let issues = args.issues.as_deref().map(|file| OneFile::new(file, messages)).transpose()?;
    let mending = if args.fix_unsafe { Mending::Unsafe } else { Mending::Safe };
    let copy = args
        .fix
        .as_deref()
        .map(|folder| Copy::prepare(folder, mending, city, messages))
        .transpose()?;
    let read = read(city, None, &loaded, messages)?;
    let inputs = inputs(&read.files, city, &loaded)?;
    // A copy takes no place of an older one; so that where this fails, the older file of issues stands.
    let copied = copy.map(|copy| copy.write(city, &loaded, &read, messages)).transpose()?;
    let placed = match issues {
        Some(file) => {
            Some(write_issues(file, (&read.findings, &inputs), &folder(city)?, lang(city.voice))?)
        }
        None => None,
    };
    say(args.format, city, &read, messages)?;
    for line in placed.into_iter().chain(copied.into_iter().flatten()) {
        messages.remark(&line);
    }
    if read.city.is_none() {
        return Err(Stop::Refused);
    }
    let outcome = outcome(&read.findings, city.deny_warnings);
    // The program ends here, and gives its memory back as a whole.
    std::mem::forget(read);
    Ok(outcome)
}

/// Writes the file that says where findings are, and says what is in it and what is not.
fn write_issues(
    file: OneFile,
    (findings, inputs): (&Findings, &[PathBuf]),
    city: &Path,
    lang: Lang,
) -> Result<String, Failure> {
    let shown = file.shown.clone();
    let (mut staged, names) = file.stage(inputs, city)?;
    for name in names {
        staged.add(&name, |out| issues_geojson(findings, out))?;
    }
    staged.place()?;
    let placed = placed(findings).count();
    let others = findings.len() - placed;
    Ok(match lang {
        Lang::En => {
            let has = if others == 1 { "has" } else { "have" };
            format!("{shown}: {} by place; {others} {has} none", counted(placed, "finding"))
        }
        Lang::Zh => format!("{shown}：{placed} 条有位置，{others} 条没有"),
    })
}

/// Prints findings and buckets in the form that was asked for.
fn say(
    format: CheckFormat,
    city: &CityArgs,
    read: &Read,
    messages: Messages,
) -> Result<(), Failure> {
    let summary = || summary(read, lang(city.voice));
    match format {
        CheckFormat::Text => {
            messages.findings(&read.findings, Rest::Nowhere);
            summary().map_or(Ok(()), |summary| messages.summary(&summary))
        }
        CheckFormat::Json => data(&json(read)?),
        CheckFormat::Github => {
            data(&annotations(&read.findings, &folder(city)?))?;
            summary().map_or(Ok(()), |summary| messages.summary(&summary))
        }
    }
}

fn json(read: &Read) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let name = read.city.as_ref().map(City::name);
    let written = check_json(name, &read.findings, &records(&read.files), &mut bytes);
    written.map_err(|error| Failure::new("write", reason(&error)))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// What was read, file by file, and how much there was to say; none where the city was refused.
fn summary(read: &Read, lang: Lang) -> Option<String> {
    let name = read.city.as_ref()?.name();
    let mut text = format!("{name}\n{}", inputs_summary(&records(&read.files), lang));
    let count = count_text(&read.findings, lang);
    let end = match (lang, count.is_empty()) {
        (Lang::En, true) => "nothing to say about it".to_owned(),
        (Lang::Zh, true) => "未发现问题".to_owned(),
        (Lang::En, false) => count,
        (Lang::Zh, false) => format!("发现：{count}"),
    };
    let _ = writeln!(text, "  {end}");
    Some(text)
}
