//! What a plan changes of how people walk: new streets, paths and bridges, gates that open and close.

use super::checks::{Positions, wrong_geometry};
use super::feature::{Geometry, RawFeature};
use super::gates::{gated, times};
use super::measure_checks::NEAR;
use super::measures::{ACTION, TARGET};
use super::plan::Here;
use super::values::text;
use super::words::{agree, counted, quoted};
use crate::finding::{Finding, Findings, Place, nearest};
use crate::index::streets::{Enclosure, Enclosures};
use crate::model::{
    Action, Bounds, City, Estate, JOIN, Local, NewWay, StreetKind, StreetLayer, Walking,
};

/// What a measure changes of how people walk, with a place of it.
///
/// # Errors
/// Nothing where it is not understood; a finding, which is an error, says why.
pub(super) fn walking(
    (city, positions): (&City, &mut Positions),
    action: Action,
    here: &Here<'_>,
    (raw, label): (&RawFeature<'_>, &str),
    findings: &mut Findings,
) -> Result<(Option<Local>, Walking), ()> {
    if city.streets().is_none() {
        let place = here.property(ACTION, label).place();
        let message = "the city has no streets, along which this could be walked";
        let help = "put streets.geojson into the city; or take the measure out: the review is then without it";
        findings.push(Finding::error("not-reviewed", place, message).with_help(help));
        return Err(());
    }
    match action {
        Action::OpenGate | Action::CloseGate => gate(city, action, here, (raw, label), findings),
        Action::Open
        | Action::Close
        | Action::Move
        | Action::Resize
        | Action::Change
        | Action::Build
        | Action::Street
        | Action::Path
        | Action::Bridge
        | Action::Underpass => ways((city, positions), action, here, (raw, label), findings),
    }
}

fn gate(
    city: &City,
    action: Action,
    here: &Here<'_>,
    (raw, label): (&RawFeature<'_>, &str),
    findings: &mut Findings,
) -> Result<(Option<Local>, Walking), ()> {
    let place = here.property(TARGET, label).place();
    let gates = city.gates();
    let Some(word) = text(here.value(raw, TARGET)) else {
        let message = format!("{} which gate? no target", action.key());
        let help = "write the id of a gate of the city under target";
        findings.push(Finding::error("no-target", place, message).with_help(help));
        return Err(());
    };
    let Some(at) = gates.iter().position(|gate| *gate.id == *word) else {
        let near = nearest(&word, gates.iter().map(|gate| &*gate.id).filter(|id| !id.is_empty()));
        let help = near.map_or_else(
            || "write the id of a gate of the city, as its file has it".to_owned(),
            |near| format!("did you mean {}?", quoted(near)),
        );
        let message = format!("no gate of the city has the id {}", quoted(&word));
        let finding = Finding::error("unknown-target", place, message).with_help(help);
        findings.push(finding.with_value(word));
        return Err(());
    };
    let drawn = raw.coordinates.positions.first().filter(|_| raw.geometry == Geometry::Point);
    let far = drawn.map(|drawn| city.plane().to_local(*drawn).distance(gates[at].at));
    if let Some(far) = far.filter(|far| *far > NEAR) {
        let message = format!("drawn {} from gate {}", far.text(), quoted(&word));
        let help = "is it the right target? is the plan in another system? pass --plan-crs CRS";
        let place = here.place(".geometry.coordinates").with_name(label);
        findings.push(Finding::warning("target-elsewhere", place, message).with_help(help));
    }
    let opens = action == Action::OpenGate;
    if gates[at].is_open == opens {
        let message = format!("gate {} is so today: nothing changes", quoted(&word));
        let help = "take it out, or mend its target";
        let place = here.property(ACTION, label).place();
        findings.push(Finding::warning("no-change", place, message).with_help(help));
    }
    Ok((Some(gates[at].at), Walking::Gate(at, opens)))
}

fn ways(
    (city, positions): (&City, &mut Positions),
    action: Action,
    here: &Here<'_>,
    (raw, label): (&RawFeature<'_>, &str),
    findings: &mut Findings,
) -> Result<(Option<Local>, Walking), ()> {
    let coordinates = raw.coordinates;
    match raw.geometry {
        Geometry::Flawed => return Err(()),
        Geometry::Other("LineString" | "MultiLineString") if !coordinates.positions.is_empty() => {}
        Geometry::None
        | Geometry::Empty(_)
        | Geometry::Point
        | Geometry::MultiPoint
        | Geometry::Polygon
        | Geometry::MultiPolygon
        | Geometry::Other(_) => {
            findings.push(wrong_geometry(here, raw, label, "a LineString or MultiLineString"));
            return Err(());
        }
    }
    positions.check(here, raw, label).map_err(|_| ())?;
    let is_level = !matches!(action, Action::Bridge | Action::Underpass);
    let kind = StreetKind { is_public: !is_level, is_apart: !is_level, ..StreetKind::default() };
    let mut start = 0;
    let lines = coordinates.rings.iter().map(|&end| {
        let line = &coordinates.positions[start..end];
        start = end;
        line.iter().map(|at| city.plane().to_local(*at)).collect::<Vec<Local>>()
    });
    let lines: Vec<Vec<Local>> = lines.collect();
    let place = || here.place(".geometry.coordinates").with_name(label);
    if lines.iter().any(|line| line.iter().all(|at| *at == line[0])) {
        let finding = Finding::error("no-geometry", place(), "a line without any length");
        findings.push(finding.with_help("draw it again"));
        return Err(());
    }
    let at = lines.first().and_then(|line| line.first()).copied();
    let ways = lines.into_iter().map(|line| NewWay { line, kind, is_level });
    let ways: Vec<NewWay> = ways.collect();
    say_cut(city, &ways, place, findings);
    let streets = city.streets();
    let is_met = |at: &Local| {
        let far = streets.and_then(|streets| streets.distance(*at));
        far.is_some_and(|far| far <= JOIN)
    };
    let ends = ways.iter().flat_map(|way| [way.line.first(), way.line.last()]).flatten();
    let loose = ends.filter(|end| !is_met(end)).count();
    if loose > 0 {
        let (ends, lie) = (counted(loose, "end"), agree(loose, "lies", "lie"));
        let message = format!("{ends} {lie} on no street (none within {})", JOIN.text());
        let help = "right where it ends there; otherwise draw it to the street that it is to meet";
        findings.push(Finding::warning("loose-end", place(), message).with_help(help));
    }
    Ok((at, Walking::Ways(ways)))
}

/// Warns where new lines are cut at the border of an estate with gates because no gate is there.
fn say_cut(city: &City, ways: &[NewWay], place: impl Fn() -> Place, findings: &mut Findings) {
    let estates = city.estates().unwrap_or_default();
    let near = |estate: &&Estate| {
        let part = estate.shape.bounds();
        ways.iter().any(|way| {
            let mut bounds = Bounds::EMPTY;
            way.line.iter().for_each(|at| bounds.include(*at));
            bounds.touches(&part)
        })
    };
    let own = gated(city.gates(), estates.iter().filter(near));
    let enclosures =
        own.iter().map(|(estate, gates)| Enclosure { shape: &estate.shape, gates: gates.clone() });
    let enclosures = Enclosures::new(enclosures.collect());
    let cuts = ways.iter().flat_map(|way| {
        let mut lines = StreetLayer::new(way.line.clone());
        lines.add_as(way.kind, 0..u32::try_from(way.line.len()).unwrap_or(u32::MAX));
        enclosures.enclose(&lines).crossings
    });
    let cuts: Vec<usize> = cuts.filter(|of| of.gate.is_none()).map(|of| of.enclosure).collect();
    let Some(first) = cuts.first() else { return };
    let message = format!(
        "cut {} where it crosses the border of an estate with gates and no gate is within 10 m, first of estate {}",
        times(cuts.len()),
        quoted(&own[*first].0.id)
    );
    let help = "lead it through a gate; or put the gate into gates.geojson, as closed, and open it by a measure";
    findings.push(Finding::warning("street-cut", place(), message).with_help(help));
}
