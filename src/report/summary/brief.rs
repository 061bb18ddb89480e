//! What the terminal shows of each profile of a run by several: what the rates are of, the services, the
//! circle, and what has to be confirmed. The whole summary is that of a run by the one profile.

use super::super::Context;
use super::super::cell::{shown, shown_lines};
use super::super::demand;
use super::super::radius::assumed_radii;
use super::wrap::wrapped;
use super::{Silent, chinese, english, grid, service_row, without_data};
use crate::assessment::Lack;
use crate::profile::{Lang, question_words};
use crate::report::gap_counts::GapCounts;

/// The most important figures of a city by one of several profiles, in lines of plain text.
#[must_use]
pub fn brief(context: &Context) -> String {
    let say = match context.lang {
        Lang::Zh => &chinese::PHRASES,
        Lang::En => &english::PHRASES,
    };
    let (profile, of) = (context.profile, context.assessment);
    let mut parts = vec![wrapped(&(say.brief_title)(context), 2)];
    let silent: Vec<Silent<'_>> = without_data(context).collect();
    if !silent.is_empty() {
        parts.push(wrapped(&(say.no_data)(&silent), 2));
    }
    parts.extend(demand::nobody(context).map(|said| wrapped(&said, 2)));
    let counts = GapCounts::of(&of.gaps.listed);
    let row = |(at, (service, figures))| {
        let gaps = counts.get(Lack::Service(at), None);
        service_row(context, service, figures, gaps)
    };
    let services = profile.services.iter().zip(&of.total.services).enumerate();
    parts.push(grid(&say.services_headings, &services.map(row).collect::<Vec<_>>(), 2));
    parts.extend(demand::sentence(context).map(|said| wrapped(&said, 0)));
    parts.extend(demand::with_unknown(context).map(|said| wrapped(&said, 0)));
    parts.push(wrapped(&(say.circle)(context, of.total.circle.as_ref()), 0));
    let assumed: Vec<String> = profile
        .services
        .iter()
        .filter_map(|service| {
            let radii = assumed_radii(service)?;
            Some(format!("{} {radii}", shown(service.names.get(context.lang))))
        })
        .collect();
    if !assumed.is_empty() {
        parts.push(wrapped(&(say.brief_assumptions)(&assumed), 2));
    }
    parts.extend(asked(context).map(|said| wrapped(&said, 2)));
    let lines: Vec<&str> = parts.iter().map(|part| part.trim_end()).collect();
    shown_lines(&(lines.join("\n") + "\n"))
}

/// That the figures along streets, which stand in the tables alone, are those with a change; none without one.
fn asked(context: &Context) -> Option<String> {
    context.assessment.streets.as_ref()?;
    let words = question_words(context.city.question(), context.lang)?;
    Some(match context.lang {
        Lang::En => {
            format!("With the change: {words}. What it does along streets is in streets.csv.")
        }
        Lang::Zh => format!("变更：{words}。对沿街步行的影响见 streets.csv。"),
    })
}
