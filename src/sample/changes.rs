//! A facility plan: what would open, close, move and grow, where homes are built, and a gate that closes, in
//! three phases.

use std::io::{self, Write};

use super::SampleCity;
use super::exact::{Spot, count, whole};
use super::gates::gates;
use super::geojson::{Collection, Geometry, Properties};
use super::grid::Side;
use super::kinds::{CENTRE, KINDS, Kind, Pull};
use super::land::{Use, beyond};
use super::outlets::{Outlet, centres, frontage, outlets};
use super::presence::Presence;
use super::rng::{Rng, Stream};
use super::shapes::polygons;
use crate::model::{AgeGroup, Status};

/// Openings, at most.
const MOST: u32 = 60;

/// Old commercial land that becomes homes, at most.
const REBUILT: usize = 2;

/// A file of changes that numbers them.
struct Changes<'a, W: Write> {
    file: Collection<'a, W>,
    number: u32,
}

impl<W: Write> Changes<'_, W> {
    fn add(
        &mut self,
        (action, phase): (&str, u32),
        target: Option<&Outlet>,
        new: impl FnOnce(Properties) -> Properties,
        at: Spot,
    ) -> io::Result<()> {
        self.add_on((action, phase), target, new, &Geometry::Point(at))
    }

    fn add_on(
        &mut self,
        (action, phase): (&str, u32),
        target: Option<&Outlet>,
        new: impl FnOnce(Properties) -> Properties,
        geometry: &Geometry<'_>,
    ) -> io::Result<()> {
        self.number += 1;
        let properties = Properties::new()
            .text("id", &format!("P{:03}", self.number))
            .text("action", action)
            .maybe("target", target.map(Outlet::id).as_deref())
            .number("phase", phase);
        self.file.feature(&new(properties), geometry)
    }
}

impl SampleCity {
    /// Writes the plan: openings where most people lack a category, then what becomes of some
    /// outlets of today.
    pub(super) fn write_plan(&self, out: &mut impl Write) -> io::Result<()> {
        let mut changes = Changes { file: Collection::begin(out)?, number: 0 };
        self.write_centres(&mut changes)?;
        self.write_openings(&mut changes)?;
        self.write_changes(&mut changes)?;
        self.write_homes(&mut changes)?;
        self.write_gate(&mut changes)?;
        changes.file.end()
    }

    /// A health centre for each subdistrict that has none.
    fn write_centres(&self, changes: &mut Changes<'_, impl Write>) -> io::Result<()> {
        for (j, i) in centres(self).lacking {
            let mut rng = Rng::at(self.spec.seed, Stream::Changes, i, j);
            let Some((place, _)) = frontage(self, (i, j), &mut rng) else { continue };
            let owner = self.ground.territory.subdistrict_of(i, j);
            let name = format!("{}{}", self.subdistrict_name(owner), CENTRE.nouns[0]);
            let new = |p| described(p, &CENTRE, &name, &mut rng);
            changes.add(("open", 2), None, new, Spot::at(place))?;
        }
        Ok(())
    }

    fn write_openings(&self, changes: &mut Changes<'_, impl Write>) -> io::Result<()> {
        let presence = Presence::new(self);
        let mut plots: Vec<_> = self.land.plots.iter().filter(|p| p.people > 0).collect();
        plots.sort_by_key(|p| (std::cmp::Reverse(p.people), p.j, p.i));
        let wanted = self.spec.subdistricts.min(MOST);
        let mut served = vec![false; self.ground.territory.parents.len()];
        let mut made = 0;
        for plot in plots {
            let territory = &self.ground.territory;
            let community = territory.community[territory.tract(plot.i, plot.j)] as usize;
            let mut missing = presence.missing(self, (plot.i, plot.j));
            missing.retain(|&kind| KINDS[kind].in_circle);
            if made == wanted || missing.is_empty() || served[community] {
                continue;
            }
            let mut rng = Rng::of(self.spec.seed, Stream::Changes, made);
            let Some((place, _)) = frontage(self, (plot.i, plot.j), &mut rng) else { continue };
            served[community] = true;
            let kind = &KINDS[rng.pick(&missing)];
            let name = format!("{}{}", self.estate_name(plot.estate), kind.nouns[0]);
            let new = |p| described(p, kind, &name, &mut rng);
            changes.add(("open", 1 + made * 3 / wanted), None, new, Spot::at(place))?;
            made += 1;
        }
        Ok(())
    }

    /// Homes on commercial land, with families that are younger than most.
    fn write_homes(&self, changes: &mut Changes<'_, impl Write>) -> io::Result<()> {
        let estates = (0u32..).zip(&self.land.estates);
        let old = estates.filter(|(_, estate)| estate.used == Use::Commercial);
        for (k, estate) in old.take(REBUILT) {
            let mut rng = Rng::at(self.spec.seed, Stream::Changes, k.cast_signed(), -2);
            let people = 10 * whole(rng.between(60.0, 240.0));
            let part = |share: f64| whole(f64::from(people) * share);
            let name = format!("{}（改建住宅）", self.estate_name(k));
            let new = |p: Properties| {
                let p = p.text("name", &name).text("land_code", Use::Town.code());
                let ages = AgeGroup::ALL.into_iter().zip([0.05, 0.05, 0.12, 0.015]);
                ages.fold(p.number("people", people), |p, (group, share)| {
                    p.number(group.key(), part(share))
                })
            };
            let polygons = polygons(&self.ground, &self.land, estate);
            let phase = 2 + rng.below(2);
            changes.add_on(("build", phase), None, new, &Geometry::Land(&polygons))?;
        }
        Ok(())
    }

    /// The last gate of the first plot that has several closes.
    fn write_gate(&self, changes: &mut Changes<'_, impl Write>) -> io::Result<()> {
        let plots = self.land.estates.iter().flat_map(|estate| &estate.plots);
        let mut number = 0;
        for &plot in plots {
            let gates = gates(self, &self.land.plots[plot as usize]);
            number += gates.len();
            if gates.len() < 2 {
                continue;
            }
            let Some(gate) = gates.last() else { continue };
            let phase = 1 + Rng::of(self.spec.seed, Stream::Changes, 1 << 30).below(3);
            let new = |p: Properties| p.text("target", &format!("G{number:05}"));
            return changes.add(("close_gate", phase), None, new, Spot::at(gate.at));
        }
        Ok(())
    }

    /// Some outlets of today: those with a capacity grow, shops close or move, and what was
    /// planned before opens.
    fn write_changes(&self, changes: &mut Changes<'_, impl Write>) -> io::Result<()> {
        let share = 20.0 / f64::from(self.spec.outlets.max(20));
        for outlet in outlets(self) {
            let mut rng = Rng::of(self.spec.seed, Stream::Changes, u32::MAX - outlet.number);
            let often = if outlet.capacity.is_some() { 3.0 } else { 1.0 };
            if !rng.chance(often * share) || changes.number >= 2 * MOST {
                continue;
            }
            let phase = 1 + rng.below(3);
            match (outlet.status, outlet.capacity, outlet.kind.pull) {
                (Status::Closed, ..) => {}
                (Status::Planned, ..) => {
                    changes.add(("open", phase), Some(&outlet), |p| p, outlet.at)?;
                }
                (Status::Open, Some(capacity), _) => {
                    let larger = capacity * (6 + rng.below(4)) / 25 * 5;
                    let new = |p: Properties| p.number("capacity", larger);
                    changes.add(("resize", phase), Some(&outlet), new, outlet.at)?;
                }
                (Status::Open, None, Pull::Shops) if rng.chance(0.6) => {
                    changes.add(("close", phase), Some(&outlet), |p| p, outlet.at)?;
                }
                (Status::Open, None, _) => {
                    let next = beyond(outlet.block, rng.pick(&Side::ALL));
                    let is_land =
                        self.ground.is_city(next.0, next.1) && !self.ground.is_band(next.0, next.1);
                    let to = if is_land { next } else { outlet.block };
                    if let Some((place, _)) = frontage(self, to, &mut rng) {
                        changes.add(("move", phase), Some(&outlet), |p| p, Spot::at(place))?;
                    }
                }
            }
        }
        Ok(())
    }
}

/// What an opening says about the new outlet.
fn described(properties: Properties, kind: &Kind, name: &str, rng: &mut Rng) -> Properties {
    let between = |(low, high): (f64, f64), rng: &mut Rng| whole(rng.between(low, high) / 5.0) * 5;
    let properties = properties
        .text("name", name)
        .text("category", kind.key)
        .number("floor_area", between(kind.floor, rng));
    match kind.capacity {
        Some(range) => properties.number("capacity", between(range, rng)),
        None => properties,
    }
    .text("opening_hours", kind.hours[rng.below(count(kind.hours)) as usize])
}
