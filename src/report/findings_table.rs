//! `findings.csv`: everything that we had to say about the input, one row each, none left out.

use std::io::{self, Write};

use super::cell::Cell;
use super::rounded::nine_decimals;
use super::table::{Column, Table, column};
use super::words::{Word, heading, severity};
use crate::finding::{Code, Finding, Findings, Spots};
use crate::profile::Lang;
use crate::units::LonLat;

/// The columns of `findings.csv`, and by their English headings the properties of a finding in JSON.
pub(super) fn columns<'a>() -> Vec<Column<&'a Finding>> {
    vec![
        column(heading::SEVERITY, |f| Cell::text(f.severity.word())),
        column(heading::CODE, |f| Cell::text(f.code)),
        column(heading::FILE, |f| Cell::text(&f.place.file)),
        column(heading::PATH, |f| Cell::text(&f.place.path)),
        column(heading::FEATURE, |f| whole(f.place.feature())),
        column(heading::FEATURE_NAME, |f| Cell::text(f.place.name.as_deref().unwrap_or_default())),
        column(heading::VALUE, |f| Cell::text(f.value.as_deref().unwrap_or_default())),
        column(heading::MESSAGE, |f| Cell::text(&f.message)),
        column(heading::HELP, |f| Cell::text(&f.help)),
        column(heading::LINE, |f| whole(f.line)),
        column(heading::LON, |f| degrees(f, |at| at.lon)),
        column(heading::LAT, |f| degrees(f, |at| at.lat)),
    ]
}

fn whole(number: Option<impl ToString>) -> Cell {
    Cell::figure(number.map(|number| number.to_string()))
}

/// A degree of the first position of a finding.
fn degrees(finding: &Finding, of: impl Fn(LonLat) -> f64) -> Cell {
    let first = finding.spots.as_ref().and_then(Spots::first);
    Cell::figure(first.map(|at| nine_decimals(of(at)).to_string()))
}

/// Writes `findings.csv`. In Chinese a message follows what a finding of its kind is called; a text that is
/// known in English alone stays so.
///
/// # Errors
/// Those of `out`.
pub fn findings_csv(findings: &Findings, lang: Lang, out: &mut impl Write) -> io::Result<()> {
    let columns = columns();
    let mut table = Table::new(out)?;
    table.headings(columns.iter().map(|c| c.heading.get(lang).to_owned()))?;
    for finding in findings.iter() {
        let told = |heading: &Word| match lang {
            Lang::Zh => in_chinese(finding, heading.get(Lang::En)),
            Lang::En => None,
        };
        table.row(columns.iter().map(|c| {
            told(&c.heading).map_or_else(|| (c.cell)(&finding), |text| Cell::text(&text))
        }))?;
    }
    table.finish()
}

/// A cell in Chinese, by its English heading; none of one that is the same in both languages.
fn in_chinese(finding: &Finding, heading: &str) -> Option<String> {
    let entry = Code::find(finding.code)?;
    match heading {
        "severity" => Some(severity(finding.severity).get(Lang::Zh).to_owned()),
        "message" => {
            let (title, _) = entry.in_chinese();
            let own = entry.text_in_chinese(&finding.message);
            Some(format!("{title}：{}", own.as_deref().unwrap_or(&finding.message)))
        }
        "help" => Some(entry.remedy_in_chinese(&finding.help)),
        _ => None,
    }
}
