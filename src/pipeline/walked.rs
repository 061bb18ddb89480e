//! What a plan does along streets: the city after it walked anew.

use super::planned::{Today, steps};
use super::{needed_categories, street_limit};
use crate::assessment::{ByPhase, MeasureWalk, PlanWalks};
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
                let alone = walk_effect(self.profile, self.coverage, ends[0], ends[1])?.total;
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
        self.walk_with(measures, |ends| walk_effect(self.profile, self.coverage, ends[0], ends[1]))
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
        let measures: Vec<&Measure> = measures.filter(|of| of.homes.is_none()).collect();
        let is_way = |of: &Measure| matches!(of.walking.as_deref(), Some(Walking::Ways(_)));
        let Some(today) = self.walked else { return Ok(None) };
        let after = self.city.after(measures.iter().copied());
        let Some(mut walked) = self.walk(&after)? else { return Ok(None) };
        if measures.iter().any(|of| is_way(of)) {
            let others = measures.iter().copied().filter(|of| !is_way(of));
            if let Some(before) = self.walk(&self.city.after(others))? {
                walked.reach.no_worse_than(&before.reach);
            }
        }
        let before = WalkedCity { city: self.city, walked: today };
        let after = WalkedCity { city: &after, walked: &walked };
        Ok(question([before, after]))
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
