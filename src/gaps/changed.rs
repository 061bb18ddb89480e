//! The gaps of a city with other outlets, drawn anew only where these differ from today's.

use rayon::prelude::*;

use super::naming::Names;
use super::piece::{UnitPieces, Unserved, pieces};
use super::{Gap, Gaps, Lack, described, is_listed, number, ranked};
use crate::coverage::{ChangedUnit, State, Trial};
use crate::model::{City, Local, SubdistrictId};
use crate::profile::Profile;

/// The listed gaps of a state of the outlets, by lack in the order of the profile, the circle last, each by
/// rank: those of [`super::gaps`] on a city with these outlets, to the last bit, as long as the circle counts the
/// same services. They come without the nearest outlet, the gaps beyond a border, and complaints.
#[must_use]
pub fn gaps_after(
    city: &City,
    profile: &Profile,
    (trial, state): (&Trial<'_>, &State),
    today: &Gaps,
) -> Vec<Gap> {
    let names = Names::new(city);
    let units = (0u32..).map(SubdistrictId).take(city.subdistricts().len());
    let changed: Vec<(SubdistrictId, ChangedUnit<'_>)> =
        units.filter_map(|unit| Some((unit, trial.changed(state, unit)?))).collect();
    let mut listed = Vec::new();
    for lack in today.slivers.iter().map(|slivers| slivers.lack) {
        let anew: Vec<(SubdistrictId, Vec<Gap>)> = changed
            .par_iter()
            .filter_map(|(unit, of)| {
                let found = found((city, profile), trial, (of, *unit), lack)?;
                let listed = found.pieces.iter().filter(|piece| is_listed(piece, profile));
                let gaps = listed.map(|piece| Gap {
                    missing: missing(trial, of, lack, piece.at),
                    ..described((city, profile), &names, lack, piece)
                });
                Some((*unit, gaps.collect()))
            })
            .collect();
        let stays = |gap: &&Gap| gap.lack == lack && anew.iter().all(|(unit, _)| *unit != gap.unit);
        let as_today = today.listed.iter().filter(stays).map(|gap| Gap {
            nearest: None,
            continued: Vec::new(),
            complaints: None,
            ..gap.clone()
        });
        let as_today: Vec<Gap> = as_today.collect();
        let anew = anew.into_iter().flat_map(|(_, gaps)| gaps);
        listed.extend(ranked(as_today.into_iter().chain(anew).collect()));
    }
    number(city, profile, &mut listed);
    listed
}

/// The pieces of a unit, where those of this lack may differ from today's.
fn found(
    of: (&City, &Profile),
    trial: &Trial<'_>,
    (changed, unit): (&ChangedUnit<'_>, SubdistrictId),
    lack: Lack,
) -> Option<UnitPieces> {
    let (regions, services) = match lack {
        Lack::Service(s) => (changed.unserved(s)?, vec![s]),
        Lack::Circle => (changed.outside_circle()?, trial.circle_services().to_vec()),
    };
    let places = changed.unserved_places(&services);
    Some(pieces(of, (lack, unit), changed.land(), Unserved { regions, places }))
}

/// For the circle: the services that a place lacks.
fn missing(trial: &Trial<'_>, changed: &ChangedUnit<'_>, lack: Lack, at: Local) -> Vec<usize> {
    match lack {
        Lack::Service(_) => Vec::new(),
        Lack::Circle => {
            let circle = trial.circle_services().iter().copied();
            circle.filter(|&s| !changed.serves(s, at)).collect()
        }
    }
}
