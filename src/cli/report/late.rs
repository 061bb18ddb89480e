//! What there is to say once a city has been assessed: land that does not add up or lies in no unit,
//! services whose outlets reach nobody, streets that lead nowhere or that nobody walks, maps without room.

use walkshed::assessment::{Assessment, Lack, StreetFigures};
use walkshed::finding::{Finding, Findings, Place, Spots};
use walkshed::model::City;
use walkshed::profile::Profile;
use walkshed::units::{LonLat, Metres, Share, count_text};

use super::super::drawing::{DrawnMap, findings_of};

/// What the assessment and the maps themselves have to say.
pub(super) fn late_findings(
    (city, profile): (&City, &Profile),
    assessment: &Assessment,
    maps: &[DrawnMap],
) -> Findings {
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
    say_out_of_reach(profile, assessment, &mut findings);
    match (&assessment.streets, city.streets()) {
        (Some(streets), _) => say_streets(streets, &mut findings),
        (None, Some(streets)) if city.people().is_none() => {
            let message = format!(
                "{} lines of streets, and no layer has residents: nothing is measured along them",
                count_text(streets.drawn().count() as u64)
            );
            let help = "give people.geojson, or `people` of the estates";
            let at = Place::path("assessment.json", "streets");
            findings.push(Finding::note("streets-without-people", at, message).with_help(help));
        }
        (None, _) => {}
    }
    findings.append(findings_of(maps, "maps/"));
    findings
}

/// A warning for each service that has outlets in the input, none of which reaches anything of the city.
fn say_out_of_reach(profile: &Profile, assessment: &Assessment, findings: &mut Findings) {
    for (at, service) in profile.services.iter().enumerate() {
        if !assessment.is_out_of_reach(at) {
            continue;
        }
        let gaps = assessment.gaps.listed.iter().filter(|gap| gap.lack == Lack::Service(at));
        let distances = gaps.filter_map(|gap| Some(gap.nearest?.distance.0));
        let nearest = distances.min_by(f64::total_cmp).map(Metres);
        let how_far = nearest
            .map_or_else(String::new, |far| format!("; the nearest is {} from a gap", far.text()));
        let count = assessment.services[at].outlets;
        let message = format!(
            "{}: the input has {count} open {}, none within its radius of any land or resident of the \
             city{how_far}; the rates of 0 % are measured",
            service.names.en,
            if count == 1 { "outlet" } else { "outlets" },
        );
        let help = "if the files lack those of this city, take the others out: the service is then no data, \
                    not 0 %, and left out of the circle";
        let place = Place::path("assessment.json", format!("total.services[{at}]"));
        findings.push(Finding::warning("out-of-reach", place, message).with_help(help));
    }
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
    if network.shut_people.0 > 0 {
        let message = format!(
            "{} residents live in estates whose gates are all closed; along streets they reach what is \
             inside alone",
            network.shut_people.text()
        );
        let help = "say which gates are open, or take out all gates of an estate that is open";
        let at = place("streets.network.people_behind_closed_gates");
        findings.push(Finding::warning("gates-closed", at, message).with_help(help));
    }
    let totals = || of.layers.iter().flat_map(|layer| &layer.total).flatten();
    let mut asked = totals().filter_map(|of| of.asked).peekable();
    if asked.peek().is_some() && asked.all(|of| of.gained.0 == 0 && of.lost.0 == 0) {
        let message = "the change that is asked about gives no resident a service within reach and takes \
                       none away";
        let help = "is the gate open already, or does the barrier cross no street?";
        let finding = Finding::warning("change-without-effect", place("streets.change"), message);
        findings.push(finding.with_help(help));
    }
    if let Some(LonLat { lon, lat }) = network.island_at {
        let message = format!(
            "{} of {} of streets in {} pieces do not hang together with the longest piece; {} residents \
             live on them; the next longest piece is at [{lon:.6}, {lat:.6}]",
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
