//! Reads the layers side by side and puts them together: the local plane, the checks of one layer
//! against another, the city.

use std::mem::take;

use rayon::prelude::*;

use super::area_layer::{self, AreaLayer, known};
use super::areas::Areas;
use super::asked::Asked;
use super::barriers::{self, Barriers};
use super::complaints::{self, Complaints};
use super::datum::Surroundings;
use super::estate_checks::Land;
use super::gates::{self, Around, Gates};
use super::layer::{InputFile, Layer, Origin};
use super::order::in_order;
use super::outlets::{self, OutletLayer};
use super::people::{self, People};
use super::plan::{LayerPlan, Loaded};
use super::positions::Extent;
use super::source::SourceError;
use super::streets::{self, Streets};
use super::table::Headings;
use super::{
    Keeping, ReadOptions, communities, estates, outlet_checks, population, subdistricts, width,
};
use crate::finding::{Fate, Findings};
use crate::model::{
    CategoryTable, City, CityParts, ComplaintLayer, CountedLand, Demand, Estate, Gate, Local,
    LonLat, Outlet, PeopleLayer, Plane, StandIns, StreetLayer, Subdistrict,
};
use crate::watch::{Stage, Watch};

/// What a layer's files gave.
type Part<'p, T> = Option<(&'p LayerPlan, T)>;

/// The layers of a city as they were read.
#[derive(Debug)]
struct Layers<'p> {
    subdistricts: Part<'p, AreaLayer>,
    outlets: Part<'p, OutletLayer>,
    estates: Part<'p, AreaLayer>,
    people: Part<'p, People>,
    communities: Part<'p, AreaLayer>,
    grids: Part<'p, AreaLayer>,
    units: Part<'p, AreaLayer>,
    complaints: Part<'p, Complaints>,
    streets: Part<'p, Streets>,
    gates: Part<'p, Gates>,
    barriers: Part<'p, Barriers>,
}

/// A city put together.
#[derive(Debug)]
pub(super) struct Assembled {
    /// The city; none where a finding is an error.
    pub(super) city: Option<City>,
    /// What there is to say, in the order of layers and features.
    pub(super) findings: Findings,
    /// The files, in the order of layers.
    pub(super) files: Vec<InputFile>,
    /// What the layers have asked of the profile.
    pub(super) asked: Asked,
    /// What became of prepared streets.
    pub(super) keeping: Keeping,
}

/// What no layer says of a city.
pub(super) struct About {
    /// Its name.
    pub(super) name: String,
    /// Where its data come from, with their licence.
    pub(super) source: Option<String>,
    /// Which layers are not what they are called.
    pub(super) stand_ins: StandIns,
}

/// Reads the layers that there are plans for and makes them a city.
pub(super) fn assemble(
    about: About,
    plans: &[LayerPlan],
    known: &CategoryTable,
    options: &ReadOptions,
    watch: &Watch,
) -> Result<Assembled, SourceError> {
    let mut findings = Findings::new();
    let mut layers = read(plans, known, options, &mut findings)?;
    layers.check_axes(&mut findings);
    let asked = layers.asked(&options.columns);
    let plane = layers.plane();
    layers.fetch_streets(options, plane.as_ref(), &mut findings)?;
    watch.begin(Stage::Checking)?;
    layers.say_width(plane.as_ref(), &mut findings);
    let stand_ins = about.stand_ins;
    let city = plane.and_then(|plane| layers.city(about, plane, options, &mut findings));
    let city = city.map(|city| city.with_stand_ins(stand_ins));
    if let Some((city, (plan, _))) = city.as_ref().zip(layers.subdistricts.as_ref()) {
        population::check(plan, city, &mut findings);
    }
    layers.fill_spots(&mut findings);
    let keeping = layers.streets.as_mut().map(|(_, streets)| take(&mut streets.keeping));
    let keeping = keeping.filter(|_| city.is_some()).unwrap_or_default();
    let (files, headings) = layers.take_files();
    let findings = in_order(findings, plans, &headings);
    Ok(Assembled { city, findings, files, asked, keeping })
}

fn read<'p>(
    plans: &'p [LayerPlan],
    known: &CategoryTable,
    options: &ReadOptions,
    findings: &mut Findings,
) -> Result<Layers<'p>, SourceError> {
    let areas = |layer| part(plans, layer, area_layer::read);
    let finer = || [Layer::Communities, Layer::Grids, Layer::Units].map(areas);
    let ((subdistricts, finer, streets), (outlets, (people, estates))) = rayon::join(
        || {
            let begin = |plan, said: &mut Findings| streets::begin(plan, options, said);
            let streets = part(plans, Layer::Streets, begin);
            (areas(Layer::Subdistricts), finer(), streets)
        },
        || {
            rayon::join(
                || part(plans, Layer::Outlets, |plan, said| outlets::read(plan, known, said)),
                || {
                    rayon::join(
                        || part(plans, Layer::People, people::read),
                        || areas(Layer::Estates),
                    )
                },
            )
        },
    );
    // Few and short: read after the others.
    let today = options.today;
    let complaints =
        part(plans, Layer::Complaints, |plan, said| complaints::read(plan, known, today, said))?;
    let gates = part(plans, Layer::Gates, gates::read)?;
    let barriers = part(plans, Layer::Barriers, barriers::read)?;
    let mut said = |more: Findings| findings.append(more);
    let [communities, grids, units] = finer;
    Ok(Layers {
        subdistricts: keep(subdistricts?, &mut said),
        outlets: keep(outlets?, &mut said),
        estates: keep(estates?, &mut said),
        people: keep(people?, &mut said),
        communities: keep(communities?, &mut said),
        grids: keep(grids?, &mut said),
        units: keep(units?, &mut said),
        complaints: keep(complaints, &mut said),
        streets: keep(streets?, &mut said),
        gates: keep(gates, &mut said),
        barriers: keep(barriers, &mut said),
    })
}

type Said<'p, T> = Option<(&'p LayerPlan, T, Findings)>;

fn part<'p, T>(
    plans: &'p [LayerPlan],
    layer: Layer,
    read: impl Fn(&'p LayerPlan, &mut Findings) -> Result<T, SourceError>,
) -> Result<Said<'p, T>, SourceError> {
    let Some(plan) = plans.iter().find(|plan| plan.layer == layer) else { return Ok(None) };
    let mut findings = Findings::new();
    let layer = read(plan, &mut findings)?;
    Ok(Some((plan, layer, findings)))
}

fn keep<'p, T>(said: Said<'p, T>, say: &mut impl FnMut(Findings)) -> Part<'p, T> {
    let (plan, layer, findings) = said?;
    say(findings);
    Some((plan, layer))
}

impl Layers<'_> {
    /// Takes streets from where they were kept, or reads them where that was put off.
    fn fetch_streets(
        &mut self,
        options: &ReadOptions,
        plane: Option<&Plane>,
        findings: &mut Findings,
    ) -> Result<(), SourceError> {
        let Some((plan, streets)) = &mut self.streets else { return Ok(()) };
        let units = self.subdistricts.as_ref();
        let units = units.map(|(plan, layer)| (*plan, &layer.loaded.files[..]));
        streets.fetch(plan, units, (options, plane), findings)
    }

    /// What outlets and complaints have asked of the profile.
    fn asked(&self, columns: &[String]) -> Asked {
        let mut asked = Asked { columns: columns.to_vec(), ..Asked::default() };
        if let Some((_, outlets)) = &self.outlets {
            asked.words.extend(outlets.looked_up.iter().cloned());
            asked.keys.extend(outlets.categories.iter().cloned());
            asked.found.extend(outlets.found(columns).cloned());
        }
        if let Some((_, complaints)) = &self.complaints {
            asked.words.extend(complaints.looked_up());
            asked.has_texts = true;
        }
        asked
    }

    /// Says of findings about areas where these lie.
    fn fill_spots(&self, findings: &mut Findings) {
        let areas =
            [&self.subdistricts, &self.estates, &self.communities, &self.grids, &self.units];
        for (plan, layer) in areas.into_iter().flatten() {
            layer.fill_spots(plan, findings);
        }
    }

    fn take_files(&mut self) -> (Vec<InputFile>, Vec<(String, Headings)>) {
        let layers = [
            self.subdistricts.as_mut().map(|(_, layer)| &mut layer.loaded),
            self.outlets.as_mut().map(|(_, layer)| &mut layer.loaded),
            self.estates.as_mut().map(|(_, layer)| &mut layer.loaded),
            self.people.as_mut().map(|(_, layer)| &mut layer.loaded),
            self.communities.as_mut().map(|(_, layer)| &mut layer.loaded),
            self.grids.as_mut().map(|(_, layer)| &mut layer.loaded),
            self.units.as_mut().map(|(_, layer)| &mut layer.loaded),
            self.complaints.as_mut().map(|(_, layer)| &mut layer.loaded),
            self.streets.as_mut().map(|(_, layer)| &mut layer.loaded),
            self.gates.as_mut().map(|(_, layer)| &mut layer.loaded),
            self.barriers.as_mut().map(|(_, layer)| &mut layer.loaded),
        ];
        let (mut files, mut headings) = (Vec::new(), Vec::new());
        for loaded in layers.into_iter().flatten() {
            files.append(&mut loaded.take_files());
            headings.append(&mut loaded.headings);
        }
        (files, headings)
    }

    /// The box around the subdistricts.
    fn units(&self) -> Extent {
        self.subdistricts.as_ref().map_or_else(Extent::default, |(_, layer)| layer.areas.extent)
    }

    /// The box around the outlets.
    fn shops(&self) -> Extent {
        let mut extent = Extent::default();
        let outlets = self.outlets.as_ref().map(|(_, layer)| &layer.drafts);
        outlets.into_iter().flatten().for_each(|draft| extent.add(draft.at));
        extent
    }

    /// The plane about the middle of the subdistricts; where they have no place, about the outlets,
    /// so that the checks of these can go on.
    fn plane(&self) -> Option<Plane> {
        self.units().centre().or_else(|| self.shops().centre()).map(Plane::about)
    }

    /// Warns of subdistricts that reach too far east and west for the plane.
    fn say_width(&self, plane: Option<&Plane>, findings: &mut Findings) {
        if let Some(((plan, _), plane)) = self.subdistricts.as_ref().zip(plane)
            && let Some(wide) = width::check(self.units(), plane, plan.whole())
        {
            findings.push(wide);
        }
    }

    /// Refuses layers that were swapped and lay well as they were: held against the subdistricts,
    /// and these against the outlets, where they were not swapped themselves.
    fn check_axes(&self, findings: &mut Findings) {
        let areas = [&self.estates, &self.communities, &self.grids, &self.units];
        let areas = areas.into_iter().flatten().map(|(plan, layer)| (*plan, &layer.loaded));
        let people = self.people.iter().map(|(plan, people)| (*plan, &people.loaded));
        let complaints = self.complaints.iter().map(|(plan, layer)| (*plan, &layer.loaded));
        let people = people.chain(complaints);
        let streets = self.streets.iter().map(|(plan, layer)| (*plan, &layer.loaded));
        let gates = self.gates.iter().map(|(plan, layer)| (*plan, &layer.loaded));
        let barriers = self.barriers.iter().map(|(plan, layer)| (*plan, &layer.loaded));
        let people = people.chain(streets).chain(gates).chain(barriers);
        let outlets = self.outlets.iter().map(|(plan, layer)| (*plan, &layer.loaded));
        let units = self.subdistricts.iter().map(|(plan, layer)| (*plan, &layer.loaded));
        let is_plain = |loaded: &Loaded| loaded.swapped.is_empty();
        let held = |(plan, loaded): (&LayerPlan, &Loaded), others: Extent, to: &mut Findings| {
            loaded.swapped.iter().for_each(|swapped| swapped.say_needless(plan, others, to));
        };
        if units.clone().all(|(_, loaded)| is_plain(loaded)) {
            let extent = self.units();
            areas.chain(people).chain(outlets).for_each(|layer| held(layer, extent, findings));
        } else if outlets.clone().all(|(_, loaded)| is_plain(loaded)) {
            let extent = self.shops();
            units.for_each(|layer| held(layer, extent, findings));
        }
    }

    /// The city on its plane; parts of it are missing where findings are errors.
    fn city(
        &mut self,
        about: About,
        plane: Plane,
        options: &ReadOptions,
        findings: &mut Findings,
    ) -> Option<City> {
        let (unit_plan, units) = self.subdistricts.as_mut()?;
        let subdistricts = subdistricts::finish(units, unit_plan, &plane, options, findings);
        let subdistricts_are_sound = units.drafts.len() == subdistricts.len() && !units.is_short();
        units.areas = Areas::default();
        let sound = if subdistricts_are_sound { &subdistricts[..] } else { &[] };
        let estates = land(&mut self.estates, (unit_plan, sound), &plane, options, findings);
        let demand = answered((&mut self.estates, &mut self.people), options);
        let estate_plan = self.estates.as_ref().map(|(plan, _)| *plan);
        let subdistricts: Vec<Subdistrict> = subdistricts.into_iter().map(|(_, s)| s).collect();
        let known_units = if subdistricts_are_sound { &subdistricts[..] } else { &[] };
        let finer = [&mut self.communities, &mut self.grids, &mut self.units];
        let [communities, grids, other] = finer.map(|part| {
            part.as_mut().map_or_else(Vec::new, |(plan, layer)| {
                let place = (&plane, known_units);
                communities::finish(layer, plan, place, options.repair, findings)
            })
        });
        let people = people_layer(&mut self.people, &plane, known_units, findings);
        let estates = estates
            .map(|there| counted(&mut self.estates, there, people.is_none(), options, findings));
        let streets = street_layer(&mut self.streets, &plane, known_units, findings);
        let people_plan = self.people.as_ref().map(|(plan, _)| *plan);
        let (plan, layer) = self.outlets.as_mut()?;
        let around = Surroundings {
            plane: &plane,
            units: (unit_plan, known_units),
            estates: estate_plan.zip(estates.as_deref()),
            people: people_plan.zip(people.as_ref().map(|people| &people.at[..])),
        };
        let outlets =
            outlet_checks::finish(layer, plan, &around, options.merge_duplicates, findings);
        let complaints = complaint_layer(&mut self.complaints, &plane, known_units, findings);
        let (estates_there, streets_there) = (estates.as_deref(), streets.as_ref());
        let led = (estates_there.unwrap_or_default(), &outlets[..], streets_there);
        let gates = gate_layer(&mut self.gates, &plane, led, findings);
        let barriers =
            self.barriers.as_mut().map_or_else(Vec::new, |(_, layer)| layer.finish(&plane));
        if findings.has_errors() {
            return None;
        }
        let people = people.or_else(|| estates.as_ref().and_then(|e| estates::residents(e.iter())));
        Some(City::new(CityParts {
            name: about.name,
            source: about.source,
            plane,
            subdistricts,
            categories: layer.categories.clone(),
            outlets,
            estates,
            people,
            columns: options.columns.clone(),
            communities,
            grids,
            units: other,
            complaints,
            streets,
            demand,
            gates,
            barriers,
        }))
    }
}

/// What estates and places of people answer to the conditions of the run.
fn answered(
    (estates, people): (&mut Part<'_, AreaLayer>, &mut Part<'_, People>),
    options: &ReadOptions,
) -> Demand {
    let of_estates = estates.as_mut().map(|(_, layer)| take(&mut layer.answers));
    let of_people = people.as_mut().map(|(_, layer)| take(&mut layer.answers));
    Demand {
        conditions: options.demand.clone(),
        estates: of_estates.unwrap_or_default(),
        people: of_people.unwrap_or_default(),
    }
}

/// The residential land, held against the subdistricts where there are sound ones.
fn land(
    estates: &mut Part<'_, AreaLayer>,
    (unit_plan, units): (&LayerPlan, &[(Origin, Subdistrict)]),
    plane: &Plane,
    options: &ReadOptions,
    findings: &mut Findings,
) -> Option<Vec<(Origin, Estate)>> {
    let (plan, layer) = estates.as_mut()?;
    let there = estates::finish(layer, plan, plane, options.repair, findings);
    layer.areas = Areas::default();
    if !units.is_empty() && !there.is_empty() {
        let rule = &options.land;
        let land = Land { estates: &there, estate_plan: plan, rule, units, unit_plan };
        for outside in land.say(findings) {
            let (origin, estate) = &there[outside];
            let people = known(estate.people);
            layer.loaded.ledger.mark(*origin, Fate::Outside, "estate-outside", people);
        }
    }
    Some(there)
}

/// The estates; says which are of land that rates of land do not count. `give_people` where the estates
/// say who lives where.
fn counted(
    part: &mut Part<'_, AreaLayer>,
    there: Vec<(Origin, Estate)>,
    give_people: bool,
    options: &ReadOptions,
    findings: &mut Findings,
) -> Vec<Estate> {
    if let (Some((plan, layer)), CountedLand::Codes(codes)) = (part, &options.land) {
        estates::say_other_land(layer, plan, &there, (codes, give_people), findings);
    }
    there.into_iter().map(|(_, estate)| estate).collect()
}

fn people_layer(
    part: &mut Part<'_, People>,
    plane: &Plane,
    units: &[Subdistrict],
    findings: &mut Findings,
) -> Option<PeopleLayer> {
    let (plan, layer) = part.as_mut()?;
    layer.finish(plan, plane, units, findings)
}

fn complaint_layer(
    part: &mut Part<'_, Complaints>,
    plane: &Plane,
    units: &[Subdistrict],
    findings: &mut Findings,
) -> Option<ComplaintLayer> {
    let (plan, layer) = part.as_mut()?;
    Some(layer.finish(plan, plane, units, findings))
}

fn street_layer(
    part: &mut Part<'_, Streets>,
    plane: &Plane,
    units: &[Subdistrict],
    findings: &mut Findings,
) -> Option<StreetLayer> {
    let (plan, layer) = part.as_mut()?;
    layer.finish(plan, plane, units, findings)
}

fn gate_layer(
    part: &mut Part<'_, Gates>,
    plane: &Plane,
    (estates, outlets, streets): (&[Estate], &[Outlet], Option<&StreetLayer>),
    findings: &mut Findings,
) -> Vec<Gate> {
    let around = Around { estates, outlets, streets };
    let part = part.as_mut();
    part.map_or_else(Vec::new, |(plan, layer)| layer.finish(plan, plane, &around, findings))
}

/// Places on the plane, in the same order.
pub(super) fn project(
    plane: &Plane,
    at: impl IndexedParallelIterator<Item = LonLat>,
) -> Vec<Local> {
    at.map(|at| plane.to_local(at)).collect()
}
