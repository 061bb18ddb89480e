//! What there is to say once a city has been assessed: land that does not add up or lies in no unit,
//! streets that lead nowhere, maps without room.

use walkshed::assessment::{Assessment, StreetFigures};
use walkshed::finding::{Finding, Findings, Place, Spots};
use walkshed::units::Share;

use super::super::drawing::{DrawnMap, findings_of};

/// What the assessment and the maps themselves have to say.
pub(super) fn late_findings(assessment: &Assessment, maps: &[DrawnMap]) -> Findings {
    let mut findings = Findings::new();
    if !assessment.reconciliation.land_adds_up() {
        let error = assessment.reconciliation.worst_land_error;
        let place = Place::path("assessment.json", "reconciliation.worst_land_error");
        let message = format!("served and unserved land differ from all land by {error:e}");
        let help = "do not quote the rates; send us the files";
        findings.push(Finding::warning("land-does-not-add-up", place, message).with_help(help));
    }
    if let Some(finding) = land_outside(assessment) {
        findings.push(finding);
    }
    if let Some(streets) = &assessment.streets {
        say_streets(streets, &mut findings);
    }
    findings.append(findings_of(maps, "maps/"));
    findings
}

/// What the streets lead to nowhere: people near none, and pieces that do not hang together.
fn say_streets(of: &StreetFigures, findings: &mut Findings) {
    let network = &of.network;
    let place = |path| Place::path("assessment.json", path);
    let (people, outlets) = (network.no_street_people, network.no_street_outlets);
    if people.0 > 0 || outlets > 0 {
        let message = format!(
            "{} residents and {outlets} outlets are more than {} from every street; along streets they \
             reach nothing",
            people.text(),
            of.snap.text()
        );
        let help = "are streets missing there? the circle counts them as before";
        let at = place("streets.network.people_near_no_street");
        let finding = Finding::warning("near-no-street", at, message).with_help(help);
        findings.push(Finding { spots: network.no_street_at.map(Spots::At), ..finding });
    }
    if network.pieces > 1 {
        let message = format!(
            "{} of {} of streets in {} pieces do not hang together with the longest piece; {} residents \
             live on them",
            network.island_length.text(),
            network.length.text(),
            network.pieces - 1,
            network.island_people.text()
        );
        let at = place("streets.network.island_length_m");
        let finding = Finding::note("street-islands", at, message);
        findings.push(Finding { spots: network.island_at.map(Spots::At), ..finding });
    }
}

/// Residential land outside every unit that nobody misses: less of the whole than this is a margin.
const MARGIN: f64 = 0.01;

/// A warning where more of the residential land than a margin lies in no subdistrict.
fn land_outside(assessment: &Assessment) -> Option<Finding> {
    let of = &assessment.reconciliation;
    let share = Share::of(of.land_outside.0, of.land_outside.0 + of.land.0)?;
    let all = of.land_outside + of.land;
    (share.0 > MARGIN).then(|| {
        let place = Place::path("assessment.json", "reconciliation.land_outside_m2");
        let message = format!(
            "{} of {} ha of residential land ({} %) lie in no subdistrict; left out of every rate",
            of.land_outside.hectares_text(),
            all.hectares_text(),
            share.percent_text()
        );
        let help = "is a border missing? the rates are those of the land inside the others";
        Finding::warning("land-outside", place, message).with_help(help)
    })
}
