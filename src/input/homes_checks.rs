//! Homes of a plan held against the city and against each other: land that is not residential, and land that has
//! homes already.

use super::measures::LAND_CODE;
use super::plan::Here;
use super::words::quoted;
use crate::finding::{Finding, Findings};
use crate::model::{City, CountedLand, Estate, Homes, Shape};
use crate::overlay::{Grid, intersection};
use crate::units::SquareMetres;

/// So much of a piece of land may lie on another one: borders that are drawn twice differ so.
const DRAWN_TWICE: f64 = 0.01;

/// Warns where the land of homes is in no rate by its code.
pub(super) fn say_land_code(
    homes: &Homes,
    rule: &CountedLand,
    here: &Here<'_>,
    label: &str,
    findings: &mut Findings,
) {
    let CountedLand::Codes(codes) = rule else { return };
    let Some(code) = homes.land_code.as_deref().filter(|code| !codes.hold(Some(code))) else {
        return;
    };
    let place = here.property(LAND_CODE, label).place();
    let message = format!(
        "land code {} is not residential: the land of these homes is in no rate, their residents are",
        quoted(code)
    );
    let help =
        format!("residential by the profile: {}; mend the code", codes.as_slice().join(", "));
    let finding = Finding::warning("homes-land-code", place, message).with_help(help);
    findings.push(finding.with_value(code));
}

/// Warns where homes are drawn on land that is residential today.
pub(super) fn say_estates(
    (city, rule): (&City, &CountedLand),
    shape: &Shape,
    here: &Here<'_>,
    label: &str,
    findings: &mut Findings,
) {
    let counts = |estate: &&Estate| rule.counts(estate.land_code.as_deref());
    let estates = city.estates().unwrap_or_default().iter().filter(counts);
    let common = estates.map(|estate| (common(shape, &estate.shape), estate));
    let common: Vec<(SquareMetres, &Estate)> = common.filter(|(area, _)| area.0 > 0.0).collect();
    let all: SquareMetres = common.iter().map(|(area, _)| *area).sum();
    let most = common
        .iter()
        .max_by(|(a, one), (b, other)| a.0.total_cmp(&b.0).then_with(|| other.id.cmp(&one.id)));
    let Some((_, most)) = most.filter(|_| all.0 > DRAWN_TWICE * shape.area().0) else { return };
    let message = format!(
        "{} of {} ha are residential land of today, most of it of estate {}: no new land",
        all.hectares_text(),
        shape.area().hectares_text(),
        quoted(&most.id)
    );
    let help = "draw new land alone; where homes take the place of others, the residents of today stay in the data";
    let place = here.place(".geometry.coordinates").with_name(label);
    findings.push(Finding::warning("homes-overlap", place, message).with_help(help));
}

/// Warns where homes are drawn on the land of others of the plan, each given with its path.
pub(super) fn say_others(
    others: &[(String, Shape)],
    shape: &Shape,
    here: &Here<'_>,
    label: &str,
    findings: &mut Findings,
) {
    for (path, other) in others {
        let (common, area) = (common(shape, other), shape.area());
        if common.0 > DRAWN_TWICE * area.0.min(other.area().0) {
            let message = format!(
                "{} of {} ha are the land of the homes of {path} too",
                common.hectares_text(),
                area.hectares_text()
            );
            let help = "draw each piece of land once; residents of both are counted";
            let place = here.place(".geometry.coordinates").with_name(label);
            findings.push(Finding::warning("homes-overlap", place, message).with_help(help));
        }
    }
}

/// The land that two shapes have in common.
fn common(one: &Shape, other: &Shape) -> SquareMetres {
    if !one.bounds().touches(&other.bounds()) {
        return SquareMetres(0.0);
    }
    let grid = Grid::new(&one.bounds().union(other.bounds()));
    intersection(&[one], other, &grid).area()
}
