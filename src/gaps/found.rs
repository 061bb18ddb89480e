//! The gaps that were found on a land, for the next profile that asks the same.
//!
//! Profiles that share a land ask for many of the same circles: what equal circles leave is the same whoever
//! asks, and so are its people, the names of its place and the outlet that is nearest. What is kept is what
//! would be found anew; only ids, which begin with the service's key, are the profile's own.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::across::across;
use super::naming::Names;
use super::piece::{self, Piece, UnitPieces};
use super::{Gap, Lack, Slivers, described, is_listed, missing, nearest, ranked};
use crate::coverage::{Circled, Coverage};
use crate::model::{City, SubdistrictId};
use crate::profile::{DemandGroup, Profile};

/// Gaps found so far on one land of a city.
pub struct Found<'a> {
    names: Names<'a>,
    of_services: BTreeMap<Question, Arc<OfLack>>,
}

/// What the gaps of a service depend on besides city and land.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Question {
    circles: Circled,
    demand: DemandGroup,
    /// The bits of the least area that is listed.
    least: u64,
}

/// The gaps of one lack, without ids.
pub(super) struct OfLack {
    /// By rank.
    pub(super) gaps: Vec<Gap>,
    /// For each the positions of those that go on on the other side of a border.
    pub(super) across: Vec<Vec<usize>>,
    pub(super) slivers: Slivers,
}

impl<'a> Found<'a> {
    /// Nothing found yet.
    #[must_use]
    pub fn new(city: &'a City) -> Self {
        Self { names: Names::new(city), of_services: BTreeMap::new() }
    }

    /// The gaps of one lack.
    pub(super) fn of(
        &mut self,
        (city, profile): (&City, &Profile),
        coverage: &Coverage<'_>,
        lack: Lack,
    ) -> Arc<OfLack> {
        let find = |names: &Names<'_>| Arc::new(found((city, profile), coverage, names, lack));
        let Lack::Service(s) = lack else { return find(&self.names) };
        let question = Question {
            circles: coverage.services[s].circles(),
            demand: profile.services[s].demand,
            least: profile.min_gap.0.to_bits(),
        };
        self.of_services.entry(question).or_insert_with(|| find(&self.names)).clone()
    }
}

/// Looks for the gaps of one lack.
fn found(of: (&City, &Profile), coverage: &Coverage<'_>, names: &Names<'_>, lack: Lack) -> OfLack {
    let (city, profile) = of;
    let units: Vec<SubdistrictId> =
        (0u32..).map(SubdistrictId).take(coverage.ground.len()).collect();
    let of_unit = |unit| piece::of_unit(of, coverage, lack, unit);
    let found: Vec<UnitPieces> = units.into_par_iter().map(of_unit).collect();
    let all = found.iter().flat_map(|found| &found.pieces);
    let (listed, small): (Vec<&Piece>, Vec<&Piece>) =
        all.partition(|piece| is_listed(piece, profile));
    let slivers = Slivers {
        lack,
        count: small.len(),
        area: small.iter().map(|p| p.area).sum(),
        people_elsewhere: city.people().map(|_| found.iter().map(|f| f.people_elsewhere).sum()),
    };
    let describe = |piece: &&Piece| Gap {
        nearest: nearest(coverage, lack, piece.at),
        missing: missing(coverage, lack, piece.at),
        ..described(of, names, lack, piece)
    };
    let gaps = ranked(listed.par_iter().map(describe).collect());
    OfLack { across: across(&gaps), gaps, slivers }
}
