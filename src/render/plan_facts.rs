//! What the sheet of a measure says in words: what the measure does, what it comes to, what is in doubt.

use crate::assessment::{
    Caveat, Contribution, HomesReach, Lack, MeasureEffect, MeasureWalk, Passage, UnitEffect,
};
use crate::model::{AgeGroup, Bounds, City, Homes, Measure, OutletDetails, Walking};
use crate::profile::{Lang, Service};
use crate::units::{Metres, People, SquareMetres, number_text};

use super::legend;
use super::panel::{Row, Section};
use super::plan_map::PlanMap;
use super::plan_words as own;
use super::words::{self, pick};

/// A measure as its sheet shows it.
pub(super) struct Facts<'a> {
    pub(super) of: &'a PlanMap<'a>,
    pub(super) measure: &'a Measure,
    pub(super) effect: &'a MeasureEffect,
    /// What it does along streets, where it changes how people walk.
    pub(super) walk: Option<&'a MeasureWalk>,
    /// The service that its maps show.
    pub(super) lack: Option<Lack>,
    /// What they show of the city.
    pub(super) extent: Bounds,
    pub(super) lang: Lang,
}

impl<'a> Facts<'a> {
    pub(super) fn service(&self) -> Option<&'a Service> {
        match self.lack? {
            Lack::Service(at) => self.of.profile.services.get(at),
            Lack::Circle => None,
        }
    }

    fn passage(&self, of: &UnitEffect) -> Option<Passage> {
        match self.lack? {
            Lack::Service(at) => of.services[at],
            Lack::Circle => of.circle,
        }
    }

    /// What the measure does.
    pub(super) fn deeds(&self) -> Section {
        let (lang, city, measure) = (self.lang, self.of.city, self.measure);
        let mut facts = vec![
            (pick(lang, "措施", "Measure"), own::action(lang, measure.action).to_owned()),
            (pick(lang, "阶段", "Phase"), measure.phase.to_string()),
        ];
        let category = Some(self.category()).filter(|names| !names.is_empty());
        facts.extend(category.map(|names| (pick(lang, "业态", "Category"), names)));
        facts.extend(measure.homes.iter().flat_map(|homes| self.plot(homes)));
        facts.extend(measure.walking.as_deref().and_then(|of| self.way(of)));
        let cost = measure.cost.map_or("–".to_owned(), number_text);
        facts.push((pick(lang, "费用", "Cost"), cost));
        if let Some(target) = measure.target {
            let outlet = &city.outlets()[target.index()];
            let name = if outlet.name.is_empty() {
                outlet.id.to_string()
            } else {
                format!("{} ({})", outlet.name, outlet.id)
            };
            facts.push((pick(lang, "现状网点", "Outlet of today"), name));
        }
        facts.extend(self.place());
        facts.extend(self.radii());
        facts.extend(self.room());
        let sep = pick(lang, "：", ": ");
        let rows = facts.into_iter().map(|(what, is)| legend::note(format!("{what}{sep}{is}")));
        Section { heading: pick(lang, "措施内容", "What it does"), rows: rows.collect() }
    }

    /// Who will live in homes, and on what land.
    fn plot(&self, homes: &Homes) -> Vec<(&'static str, String)> {
        let lang = self.lang;
        let residents = People(u64::from(homes.residents)).text();
        let mut facts = vec![(pick(lang, "规划人口", "Residents"), residents)];
        let groups = AgeGroup::ALL.into_iter().filter_map(|group| {
            let people = People(u64::from(homes.group(group)?));
            Some((own::group(lang, group), people.text()))
        });
        facts.extend(groups);
        let land = words::hectares(lang, homes.shape.area());
        facts.push((pick(lang, "地块面积（按图形）", "Plot as it is drawn"), land));
        facts
    }

    /// How long new lines are, or which gate it is.
    fn way(&self, of: &Walking) -> Option<(&'static str, String)> {
        match of {
            Walking::Ways(ways) => {
                let segments = ways.iter().flat_map(|way| way.line.windows(2));
                let length = segments.map(|pair| pair[0].distance(pair[1]).0).sum();
                Some((pick(self.lang, "长度", "Length"), Metres(length).text()))
            }
            Walking::Gate(gate, _) => {
                let gate = self.of.city.gates().get(*gate)?;
                let name = if gate.name.is_empty() { &gate.id } else { &gate.name };
                Some((pick(self.lang, "出入口", "Gate"), name.to_string()))
            }
        }
    }

    fn category(&self) -> String {
        let mut names: Vec<String> = Vec::new();
        for key in self.measure.categories(self.of.city) {
            let name = words::category(self.lang, key);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names.join(" → ")
    }

    /// The subdistrict and the degrees of where the outlet is, or will be.
    fn place(&self) -> Option<(&'static str, String)> {
        let city = self.of.city;
        let today = self.measure.target.map(|id| city.outlets()[id.index()].at);
        let homes = self.measure.homes.as_ref().map(|homes| homes.at);
        let walking = self.measure.walking.as_ref().and_then(|of| of.at(self.of.city));
        let at = self.measure.outlet.as_ref().map(|outlet| outlet.at).or(today).or(homes);
        let at = at.or(walking)?;
        let place = city.plane().to_lonlat(at);
        let unit = city.subdistricts().iter().find(|unit| unit.shape.contains(at));
        let unit = unit.map_or_else(
            || pick(self.lang, "不在任何街道内", "in no subdistrict").to_owned(),
            |unit| unit.name.clone(),
        );
        let text = format!("{unit}, {:.5}, {:.5}", place.lon, place.lat);
        Some((pick(self.lang, "位置", "Place"), text))
    }

    fn radii(&self) -> Option<(&'static str, String)> {
        let is_its = |key: &str| self.measure.categories(self.of.city).any(|own| own == key);
        let providers = self.service()?.providers.iter();
        let radii: Vec<String> = providers
            .filter(|provider| is_its(&provider.category))
            .map(|provider| provider.radius.stated_text())
            .collect();
        Some((pick(self.lang, "服务半径", "Radius"), radii.join(" → ")))
    }

    /// Room, floor and hours, today and after, where a file says any.
    fn room(&self) -> Vec<(&'static str, String)> {
        let lang = self.lang;
        let today = self.measure.target.map(|id| &self.of.city.outlets()[id.index()]);
        let after = self.measure.outlet.as_ref();
        let hours = |of: Option<&OutletDetails>| of?.hours.as_deref().map(str::to_owned);
        let square = |area: SquareMetres| format!("{} m²", number_text(area.0.round()));
        let rows = [
            (
                pick(lang, "容量", "Capacity"),
                today.and_then(|o| o.capacity).map(number_text),
                after.and_then(|o| o.capacity).map(number_text),
            ),
            (
                pick(lang, "面积", "Floor area"),
                today.and_then(|o| o.floor_area).map(square),
                after.and_then(|o| o.floor_area).map(square),
            ),
            (
                pick(lang, "营业时间", "Hours"),
                hours(today.and_then(|o| o.details.as_deref())),
                hours(after.and_then(|o| o.details.as_deref())),
            ),
        ];
        let said = rows.into_iter().filter_map(|(what, was, is)| {
            let text = match (was, is) {
                (None, None) => return None,
                (Some(was), Some(is)) if was != is => format!("{was} → {is}"),
                (_, Some(one)) | (Some(one), None) => one,
            };
            Some((what, text))
        });
        said.collect()
    }

    /// What it comes to, in sentences.
    pub(super) fn comes_to(&self) -> Section {
        let mut rows = Vec::new();
        let sides = [&self.effect.alone, &self.effect.after_others].map(|of| self.passage(of));
        if let (Some(service), [Some(alone), Some(after)]) = (self.service(), sides) {
            let name = service.names.get(self.lang);
            if !(alone.is_still() && after.is_still()) {
                rows.push(legend::note(own::alone(self.lang, name, &alone)));
                rows.push(legend::note(own::after_others(self.lang, &after)));
            }
        }
        rows.extend(self.walk.map(|walk| legend::note(self.walked(walk))));
        rows.extend(self.effect.reach.iter().flat_map(|reach| self.reached(reach)));
        let sentence = own::contribution(self.lang, self.effect.contribution, self.measure.action);
        rows.push(legend::note(sentence));
        Section { heading: pick(self.lang, "作用", "What it comes to"), rows }
    }

    /// What it does along streets to the service that the maps show.
    fn walked(&self, walk: &MeasureWalk) -> String {
        let of = walk.picture.service.and_then(|at| Some((at, walk.alone[at]?)));
        let Some((at, of)) = of else { return own::walks_still(self.lang).to_owned() };
        own::walks(self.lang, self.of.profile.services[at].names.get(self.lang), &of)
    }

    /// How many services the residents of homes reach, and which they lack after the plan.
    fn reached(&self, reach: &HomesReach) -> Vec<Row> {
        let lang = self.lang;
        if reach.is_outside {
            return vec![legend::note(own::outside(lang))];
        }
        let all = reach.services.iter().flatten().count();
        let reached = [0, 1].map(|end| all - reach.unreached(end).count());
        let names = reach.unreached(1).map(|at| self.of.profile.services[at].names.get(lang));
        let names: Vec<&str> = names.collect();
        vec![
            legend::note(own::reached(lang, reached, all)),
            legend::note(own::lacking(lang, &names.join(pick(lang, "、", ", ")))),
        ]
    }

    /// What a reader must not overlook.
    pub(super) fn doubts(&self) -> Section {
        let lang = self.lang;
        let mut doubts: Vec<String> = Vec::new();
        let service = self.service();
        if service.is_some_and(Service::is_assumption) {
            doubts.push(format!("{}{}", words::assumed_radius(lang), pick(lang, "。", ".")));
        }
        let basis = self.of.today.basis;
        if !basis.is_official() {
            doubts.push(format!("{}{}", words::approximation(lang, basis), pick(lang, "。", ".")));
        }
        let doubtful = service.map_or(0, |service| doubtful(self.of.city, service, &self.extent));
        if doubtful > 0 {
            doubts.push(own::doubtful(lang, doubtful));
        }
        if self.walk.is_some() {
            doubts.push(
                own::beside_circles(lang, basis.is_official() && !self.of.profile.supplement)
                    .to_owned(),
            );
        } else if self.of.city.streets().is_some() {
            let by_circles = "Reach is by circles; walks along streets are not part of it.";
            doubts.push(pick(lang, "按服务半径计，不计沿街绕行。", by_circles).to_owned());
        }
        for caveat in &self.of.review.caveats {
            doubts.extend(self.caveat(*caveat));
        }
        let weighs_room = !self.of.profile.capacities.is_empty();
        if self.effect.contribution == Contribution::NotOfReach && weighs_room {
            doubts.push(own::not_of_reach(lang).to_owned());
        }
        if doubts.is_empty() {
            doubts.push(pick(lang, "无。", "None.").to_owned());
        }
        let rows: Vec<Row> = doubts.into_iter().map(legend::note).collect();
        Section { heading: pick(lang, "疑点与说明", "Doubts and notes"), rows }
    }

    fn caveat(&self, of: Caveat) -> Option<String> {
        let text = match of {
            Caveat::NoPeople => {
                pick(self.lang, "没有人口数据，只比较用地。", "No people in the data: land alone.")
            }
            Caveat::FirstOutlets(at) => {
                let providers = &self.of.profile.services.get(at)?.providers;
                let is_its = |key: &str| providers.iter().any(|provider| provider.category == key);
                self.measure.categories(self.of.city).find(|key| is_its(key))?;
                pick(
                    self.lang,
                    "现状无此类网点，新增无从对比，未计入。",
                    "No such outlet today: there is nothing to hold it against, and it is in no gain.",
                )
            }
            Caveat::HomesWithoutAges if self.measure.homes.is_some() => pick(
                self.lang,
                "未填齐年龄组，未填的按 0 计。",
                "An age group that is not stated counts as nobody.",
            ),
            Caveat::HomesWithoutAges | Caveat::CircleGapsNotFollowed => return None,
        };
        Some(text.to_owned())
    }
}

/// Doubtful outlets of a service in a part of the city.
fn doubtful(city: &City, service: &Service, part: &Bounds) -> usize {
    let is_its = |key: &str| service.providers.iter().any(|provider| provider.category == key);
    let outlets = city.outlets().iter().filter(|outlet| outlet.is_doubtful());
    let near = outlets.filter(|outlet| part.holds(outlet.at));
    near.filter(|outlet| is_its(&city.categories()[outlet.category.index()])).count()
}
