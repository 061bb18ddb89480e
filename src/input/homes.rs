//! Homes that a plan builds: a piece of land with the residents that it will have.

use super::areas::Areas;
use super::checks::{Positions, wrong_geometry};
use super::feature::{Geometry, RawFeature};
use super::measure_checks::lies_inside;
use super::measures::{LAND_CODE, PEOPLE};
use super::plan::Here;
use super::point::inside;
use super::positions::check_span;
use super::values::{Number, people, whole};
use crate::finding::{Finding, Findings, Severity};
use crate::model::{City, Homes, Shape};

/// The homes of a measure.
///
/// # Errors
/// Nothing where they cannot be counted; a finding, which is an error, says why.
pub(super) fn homes(
    (city, positions): (&City, &mut Positions),
    here: &Here<'_>,
    raw: &RawFeature<'_>,
    label: &str,
    findings: &mut Findings,
) -> Result<Homes, ()> {
    let errors = findings.count(Severity::Error);
    let shape = land((city, positions), here, raw, label, findings);
    let mut count =
        |slot: usize| match people(here.value(raw, slot), &here.property(slot, label), findings) {
            Number::Known(count) => {
                Some(whole(count)).filter(|(_, rounds)| !rounds).map(|(n, _)| n)
            }
            Number::Missing | Number::Unknown | Number::Refused => None,
        };
    let residents = count(PEOPLE);
    let groups = std::array::from_fn(|group| count(PEOPLE + 1 + group));
    let Some(residents) = residents else {
        if findings.count(Severity::Error) == errors {
            let place = here.property(PEOPLE, label).place();
            let message = "homes for how many? no whole number of residents";
            let help = "write under people how many residents they will have; 0 where nobody is to live there";
            findings.push(Finding::error("homes", place, message).with_help(help));
        }
        return Err(());
    };
    let [small, pupils, old, oldest] = groups.map(|group| u64::from(group.unwrap_or_default()));
    // Who is 80 is 60 too; the others are apart.
    let is_more = small + pupils + old.max(oldest) > u64::from(residents);
    if is_more || groups[2].is_some_and(|old| oldest > u64::from(old)) {
        let place = here.property(PEOPLE, label).place();
        let message = format!("the age groups do not fit into {residents} residents");
        let help = "write all residents under people, those of 80 years and more among those of 60";
        findings.push(Finding::error("homes", place, message).with_help(help));
    }
    let shape = shape?;
    let at = inside(&shape).ok_or(())?;
    if !lies_inside(city, at) {
        let message = "homes in no subdistrict: in no figure";
        let place = here.place(".geometry.coordinates").with_name(label);
        let help = "mend their place; is the plan in another system? pass --plan-crs CRS";
        findings.push(Finding::warning("measure-outside", place, message).with_help(help));
    }
    Ok(Homes { shape, land_code: here.text(raw, LAND_CODE), at, residents, groups })
}

/// The land of homes; it is not mended, because a plan means what it draws.
fn land(
    (city, positions): (&City, &mut Positions),
    here: &Here<'_>,
    raw: &RawFeature<'_>,
    label: &str,
    findings: &mut Findings,
) -> Result<Shape, ()> {
    match raw.geometry {
        Geometry::Flawed => return Err(()),
        Geometry::None | Geometry::Empty(_) => {
            let place = here.place(".geometry").with_name(label);
            let finding = Finding::error("no-geometry", place, "homes where? no land");
            findings.push(finding.with_help("draw their land as a polygon"));
            return Err(());
        }
        Geometry::Point | Geometry::MultiPoint | Geometry::Other(_) => {
            findings.push(wrong_geometry(here, raw, label, "a Polygon or MultiPolygon: the land"));
            return Err(());
        }
        Geometry::Polygon | Geometry::MultiPolygon => {}
    }
    positions.check(here, raw, label).map_err(|_| ())?;
    if let Some(finding) = check_span(here.file_name(), here.at, raw, label) {
        findings.push(finding);
        return Err(());
    }
    let mut areas = Areas::default();
    areas.push(raw);
    let place = |_| here.place(".geometry.coordinates").with_name(label);
    let mut about = Findings::new();
    let shape =
        areas.shapes(city.plane(), place, false, &mut about).pop().and_then(|(shape, ..)| shape);
    let refused = shape.is_none() && !about.has_errors();
    findings.append(about);
    if refused {
        let message = "the land of these homes is no sound polygon";
        let help = "mend it (the warning beside this says where)";
        findings.push(Finding::error("homes", place(0), message).with_help(help));
    }
    shape.ok_or(())
}
