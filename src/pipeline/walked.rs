//! What a plan does along streets: the city after it walked anew.

use super::planned::Today;
use super::{needed_categories, street_limit};
use crate::assessment::{MeasureWalk, PlanWalks};
use crate::coverage::{WalkEffect, WalkedCity, walk_effect};
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
        let Some(all) = self.walked_after(plan.measures.iter())? else { return Ok(None) };
        let walking = plan.measures.iter().enumerate().filter(|(_, of)| of.walking.is_some());
        let mut measures = Vec::new();
        for (measure, of) in walking {
            let others = plan.measures.iter().enumerate().filter(|(at, _)| *at != measure);
            let alone = self.walked_after(std::iter::once(of))?.map(|of| of.total);
            let without = self.walked_after(others.map(|(_, of)| of))?.map(|of| of.total);
            if let Some((alone, without)) = alone.zip(without) {
                measures.push(MeasureWalk { measure, alone, without });
            }
        }
        Ok(Some(PlanWalks { effect: all, measures }))
    }

    /// What some measures do along streets, against today.
    ///
    /// A walk begins at the nearest street, which may be a new one that leads nowhere near: who has a new street
    /// beside them can still take the way that was there before, so that no walk is called longer for it.
    fn walked_after<'m>(
        &self,
        measures: impl Iterator<Item = &'m Measure>,
    ) -> Result<Option<WalkEffect>, Stopped> {
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
        Ok(walk_effect(self.profile, self.coverage, before, after))
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
