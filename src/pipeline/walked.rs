//! What a plan does along streets: the city after it walked anew.

use super::planned::{Today, steps};
use super::{needed_categories, street_limit};
use crate::assessment::{
    Acceptance, BuiltWalks, ByPhase, Deviation, DeviationWalk, MeasureWalk, PlanWalks,
};
use crate::coverage::{WalkEffect, WalkedCity, walk_effect, walk_picture};
use crate::index::Index;
use crate::model::{City, Measure, Plan, Walking};
use crate::reach::{Walked, walk};
use crate::watch::Stopped;

impl Today<'_> {
    /// What a plan does along streets; none where the city has no streets, or no people. New homes are not
    /// walked from.
    ///
    /// # Errors
    /// [`Stopped`] where the run was asked to stop.
    pub fn walks(&self, plan: &Plan) -> Result<Option<PlanWalks>, Stopped> {
        let mut phases = Vec::new();
        for phase in steps(plan) {
            let done = plan.measures.iter().filter(|of| of.phase <= phase);
            let Some(of) = self.walked_after(done)? else { return Ok(None) };
            phases.push(ByPhase { phase, of });
        }
        let walking = plan.measures.iter().enumerate();
        let walking = walking.filter_map(|(at, of)| Some((at, of, of.walking.as_deref()?)));
        let mut measures = Vec::new();
        for (measure, of, change) in walking {
            let others = plan.measures.iter().enumerate().filter(|(at, _)| *at != measure);
            let alone = self.walk_with(std::iter::once(of), |ends| {
                let alone = self.walks_between(ends[0], ends[1])?.total;
                let picture = walk_picture(self.profile, self.coverage, change, ends, &alone);
                Some((alone, picture))
            })?;
            let without = self.walked_after(others.map(|(_, of)| of))?.map(|of| of.total);
            if let Some(((alone, picture), without)) = alone.zip(without) {
                measures.push(MeasureWalk { measure, alone, without, picture });
            }
        }
        Ok(Some(PlanWalks { phases, measures }))
    }

    /// What some measures do along streets, against today.
    fn walked_after<'m>(
        &self,
        measures: impl Iterator<Item = &'m Measure>,
    ) -> Result<Option<WalkEffect>, Stopped> {
        self.walk_with(measures, |[from, to]| self.walks_between(from, to))
    }

    /// Walks the city after some measures, and holds it against that of today.
    ///
    /// A walk begins at the nearest street, which may be a new one that leads nowhere near: who has a new street
    /// beside them can still take the way that was there before, so that no walk is called longer for it.
    fn walk_with<'m, T>(
        &self,
        measures: impl Iterator<Item = &'m Measure>,
        question: impl FnOnce([WalkedCity<'_>; 2]) -> Option<T>,
    ) -> Result<Option<T>, Stopped> {
        let (Some(today), Some(after)) = (self.walked, self.walked_city(measures)?) else {
            return Ok(None);
        };
        Ok(question([WalkedCity { city: self.city, walked: today }, after.of()]))
    }

    /// The city after some measures, walked; without new homes.
    fn walked_city<'m>(
        &self,
        measures: impl Iterator<Item = &'m Measure>,
    ) -> Result<Option<After>, Stopped> {
        let measures: Vec<&Measure> = measures.filter(|of| of.homes.is_none()).collect();
        let is_way = |of: &Measure| matches!(of.walking.as_deref(), Some(Walking::Ways(_)));
        let city = self.city.after(measures.iter().copied());
        let Some(mut walked) = self.walk(&city)? else { return Ok(None) };
        if measures.iter().any(|of| is_way(of)) {
            let others = measures.iter().copied().filter(|of| !is_way(of));
            if let Some(before) = self.walk(&self.city.after(others))? {
                walked.reach.no_worse_than(&before.reach);
            }
        }
        Ok(Some(After { city, walked }))
    }

    /// What was built against a plan along streets; none where the city has no streets, or no people.
    ///
    /// # Errors
    /// [`Stopped`] where the run was asked to stop.
    pub(super) fn walks_built(
        &self,
        (plan, built): (&Plan, &Plan),
        acceptance: &Acceptance,
    ) -> Result<Option<BuiltWalks>, Stopped> {
        let Some(today) = self.walked else { return Ok(None) };
        let today = WalkedCity { city: self.city, walked: today };
        let Some(planned) = self.walked_city(plan.measures.iter())? else { return Ok(None) };
        let Some(finished) = self.walked_city(built.measures.iter())? else { return Ok(None) };
        let mut measures = Vec::new();
        for (measure, done) in acceptance.measures.iter().enumerate() {
            // When it was done changes nothing once it is.
            let is_time = |of: &Deviation| matches!(of, Deviation::Late | Deviation::Early);
            if done.deviations.iter().all(is_time) {
                continue;
            }
            let others = plan.measures.iter().enumerate();
            let others = others.filter(|(at, _)| done.planned != Some(*at)).map(|(_, of)| of);
            let own = done.built.map(|at| &built.measures[at]);
            let Some(mixed) = self.walked_city(others.chain(own))? else { return Ok(None) };
            let alone = self.walks_between(planned.of(), mixed.of()).map(|of| of.total);
            measures.extend(alone.map(|alone| DeviationWalk { measure, alone }));
        }
        let ends = [planned.of(), finished.of()];
        let [to_plan, to_built] = ends.map(|end| self.walks_between(today, end));
        let all = to_plan.zip(to_built).zip(self.walks_between(ends[0], ends[1]));
        Ok(all.map(|((planned, built), between)| BuiltWalks { planned, built, between, measures }))
    }

    fn walks_between(&self, from: WalkedCity<'_>, to: WalkedCity<'_>) -> Option<WalkEffect> {
        walk_effect(self.profile, self.coverage, from, to)
    }

    fn walk(&self, city: &City) -> Result<Option<Walked>, Stopped> {
        if self.watch.is_stopped() {
            return Err(Stopped);
        }
        let Some(streets) = city.streets() else { return Ok(None) };
        let index = Index::new(city);
        let needed = needed_categories(city, self.profile, &index);
        let limit = street_limit(self.profile);
        Ok(Some(walk(city, streets, (&index, &needed), streets.snap(), limit)))
    }
}

/// A city after some measures, walked.
struct After {
    city: City,
    walked: Walked,
}

impl After {
    fn of(&self) -> WalkedCity<'_> {
        WalkedCity { city: &self.city, walked: &self.walked }
    }
}
